/* textfield.h - text being written: bytes, a caret, and the edits. No pixels.
 *
 * Always well-formed UTF-8, never longer than its buffer; the caret stands between characters. The
 * buffer is the caller's, who wipes it (textfield_wipe) when the person leaves. */
#pragma once

#include "input.h"

enum { UNDO_STEPS_MAX = 64, UNDO_BYTES_MAX = 2048 };

/* What was changed, so that it can be taken back; the oldest steps are forgotten first. Holds what
 * was deleted, so it is wiped with the field's buffer. */
struct textfield_undo {
    struct {
        uint32_t at, removed, inserted; /* bytes */
    } steps[UNDO_STEPS_MAX];
    size_t count;
    char bytes[UNDO_BYTES_MAX]; /* what the steps removed, one after the other */
    size_t size;
};

struct textfield {
    char *data;
    size_t size;      /* bytes in use */
    size_t max;       /* bytes of the buffer */
    size_t chars_max; /* characters; 0: as many as fit */
    size_t caret;     /* byte offset */
    bool multiline;
    bool digits_only;              /* refuses all but 0-9 */
    bool secret;                   /* shown as dots */
    size_t select_from, select_to; /* bytes; equal: nothing is selected */
    struct textfield_undo *undo;   /* the caller's; NULL: cannot be undone */
};

void textfield_init(struct textfield *field, char *buffer, size_t max);
struct text textfield_text(const struct textfield *field);
void textfield_set(struct textfield *field, struct text text); /* cut at a character */
/* At the caret. False: did not fit whole, and nothing was inserted. Unwanted controls (utf8.h) are
 * dropped, line feeds too unless multiline. */
bool textfield_insert(struct textfield *field, struct text text);
/* Takes away what is selected, else the character before the caret. */
bool textfield_backspace(struct textfield *field);
bool textfield_delete(struct textfield *field);
void textfield_move(struct textfield *field, int characters);
void textfield_wipe(struct textfield *field); /* overwrites the buffer and what undo keeps */
/* Typing then replaces it. Offsets stand between characters; out of order or range: nothing is
 * selected. */
void textfield_select(struct textfield *field, size_t from, size_t to);
/* The character at `offset`; once more there, all up to the punctuation around it. */
void textfield_select_at(struct textfield *field, size_t offset);
bool textfield_has_selection(const struct textfield *field);
/* Takes the last change back. False: there is none. */
bool textfield_undo(struct textfield *field);
/* Typed text and the keys that concern one line. True: the text changed. Up, down, tab, escape and
 * enter (unless multiline) are left to the caller. */
bool textfield_take(struct textfield *field, const struct input *input);
