/* panel.h - writing on glass as a state machine: strokes, keys and time in, text and questions out.
 *
 * No pixels and no engine here: what the panel wants to know it leaves in a query, and whoever has
 * engines hands the answer back. The field is what is being written; it is passed in with every
 * event and never kept. Everything a resident writes that has not reached the field yet is in this
 * struct, so wiping it forgets it. */
#pragma once

#include "engine.h"
#include "ui.h"

enum panel_mode {
    PANEL_HAND,
    PANEL_PINYIN,
    PANEL_NINE,
    PANEL_PHRASES,
    PANEL_SIGNS,
    PANEL_RADICALS,
    PANEL_MODES
};

enum {
    PANEL_CELLS = 6,       /* candidates beside each other */
    PANEL_GRID_CELLS = 28, /* of the radical picker */
    PANEL_PAUSE_MS = 1500, /* after the last stroke the best candidate is taken */
    PANEL_SYLLABLES = 4,   /* beside the nine keys */
    PANEL_SYLLABLE_BYTES_MAX = 6,
    PANEL_BOXES = 2, /* to write in turn, where there is room */
};

struct input_panel {
    enum panel_mode mode;
    bool fuzzy; /* n and l, z and zh ... may be mixed up */

    /* Handwriting. */
    struct hand_ink ink;
    int box;
    bool pen_down;
    int64_t pen_up_ms;
    size_t taken_at,
        taken_size; /* the candidate taken after the pause, in the field; size 0: none */

    /* Pinyin: what is typed but not yet words. */
    char keys[QUERY_KEYS_MAX];
    size_t keys_size;
    size_t syllables_first; /* page of the column beside the nine keys */
    size_t shown_keys;      /* so many of them the candidates shown are for */
    size_t picked_keys;     /* so many of them the pick under way is of */
    size_t pick_wanted;     /* 1 + the candidate to be picked when the answer comes; 0: none */

    /* Radicals. */
    uint32_t radical_strokes, radical; /* radical 0: one is being chosen */

    int category; /* of the stock sentences */
    struct ui_scroll phrases;

    struct input_answer answer; /* what is offered */
    size_t first;               /* number of its first candidate */
    bool absent[PANEL_MODES];   /* its engine failed */

    struct input_query query; /* kind QUERY_NONE: nothing to ask */
    uint32_t serial;
    bool asked;     /* the query was given out */
    bool waiting;   /* the answer to the last question has not come */
    bool take_best; /* as soon as the answer comes */
};

void panel_init(struct input_panel *panel);
void panel_wipe(struct input_panel *panel); /* as new; the mode starts over too */

/* ---- what a person does ---- */

/* Another way of writing; what was begun in the old one is settled first. */
void panel_choose_mode(struct input_panel *panel, struct textfield *field, enum panel_mode mode);
enum panel_pen { PEN_DOWN, PEN_MOVE, PEN_UP };
/* Pixels of the glass; `box` counts from 0. A stroke that begins in another box than the last one
 * begins another character. */
void panel_pen(struct input_panel *panel, struct textfield *field, enum panel_pen act, int x, int y,
               int box, int64_t now_ms);
/* a-z, ' and, with nine keys, 2-9. Others, and more than QUERY_KEYS_MAX, are left out. */
void panel_key(struct input_panel *panel, char key);
/* Candidate `index` of the answer shown: that very word, whatever was typed since. Where none is
 * shown yet, the one that will stand there. */
void panel_pick(struct input_panel *panel, struct textfield *field, size_t index);
void panel_turn_page(struct input_panel *panel, int by); /* -1, +1 */
bool panel_can_turn(const struct input_panel *panel, int by);
/* Takes back what is nearest: a stroke, a key, then the text before the caret. */
void panel_delete(struct input_panel *panel, struct textfield *field);
/* A sign, a stock sentence, a line feed. What was begun is settled first. */
void panel_insert(struct input_panel *panel, struct textfield *field, struct text text);
void panel_rewrite(struct input_panel *panel); /* strokes or keys away, the text stays */
void panel_undo(struct input_panel *panel, struct textfield *field);
void panel_choose_fuzzy(struct input_panel *panel, bool fuzzy);
void panel_choose_strokes(struct input_panel *panel, uint32_t strokes);
void panel_leave_radical(struct input_panel *panel); /* back to choosing one */
void panel_choose_syllable(struct input_panel *panel, struct text syllable);
/* What was begun becomes text (its best candidate): before the page is left. */
void panel_settle(struct input_panel *panel, struct textfield *field);

/* ---- time and engines ---- */

/* The pause after a stroke. True: something changed. */
bool panel_tick(struct input_panel *panel, struct textfield *field, int64_t now_ms);
int64_t panel_due_ms(const struct input_panel *panel); /* INT64_MAX: only when touched */
/* The question to be asked now; NULL: none. Asking again without an event gives NULL. */
const struct input_query *panel_query(struct input_panel *panel);
/* Answers to questions that are no longer asked are dropped. True: something changed. */
bool panel_take(struct input_panel *panel, struct textfield *field,
                const struct input_answer *answer);

/* ---- reading it ---- */

bool panel_is_composing(const struct input_panel *panel); /* strokes or keys are there */
/* Keys are there whose candidates have not come: an empty cell may be picked already. */
bool panel_awaits_words(const struct input_panel *panel);
/* Syllables that the digits at the end of the composition may begin with, longest first; writes at
 * most `max` from number panel->syllables_first on. *more: others follow. */
size_t panel_syllables(const struct input_panel *panel, struct text *syllables, size_t max,
                       bool *more);
