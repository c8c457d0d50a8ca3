/* textfield.h - text being written: bytes, a caret, and the edits. No pixels.
 *
 * Always well-formed UTF-8, never longer than its buffer; the caret stands between characters. The
 * buffer is the caller's, who wipes it (textfield_wipe) when the person leaves. */
#pragma once

#include "input.h"

struct textfield {
    char *data;
    size_t size;      /* bytes in use */
    size_t max;       /* bytes of the buffer */
    size_t chars_max; /* characters; 0: as many as fit */
    size_t caret;     /* byte offset */
    bool multiline;
    bool digits_only; /* refuses all but 0-9 */
    bool secret;      /* shown as dots */
};

void textfield_init(struct textfield *field, char *buffer, size_t max);
struct text textfield_text(const struct textfield *field);
void textfield_set(struct textfield *field, struct text text); /* cut at a character */
/* At the caret. False: did not fit whole, and nothing was inserted. Unwanted controls (utf8.h) are
 * dropped, line feeds too unless multiline. */
bool textfield_insert(struct textfield *field, struct text text);
bool textfield_backspace(struct textfield *field);
bool textfield_delete(struct textfield *field);
void textfield_move(struct textfield *field, int characters);
void textfield_wipe(struct textfield *field); /* overwrites the buffer */
/* Typed text and the keys that concern one line. True: the text changed. Up, down, tab, escape and
 * enter (unless multiline) are left to the caller. */
bool textfield_take(struct textfield *field, const struct input *input);
