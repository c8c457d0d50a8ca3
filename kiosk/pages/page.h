/* page.h - a page is a function of (its state, model, input) that draws and returns an intent. */
#pragma once

#include "model.h"
#include "ui.h"
#include "ui_sheet.h"

enum intent_kind {
    INTENT_NONE,
    INTENT_GO, /* to `place`, remembering where one was; to another place of the same page: instead
                  of it. To PAGE_WRITE with an argument: app puts that key into draft.about */
    INTENT_BACK,
    INTENT_HOME,
    INTENT_SCALE, /* next text scale */
    INTENT_CONTRAST,
    INTENT_LOW_REACH,
    INTENT_STAY,     /* the idle warning was touched: go on */
    INTENT_DISCARD,  /* wipe the draft and go home */
    INTENT_CATEGORY, /* value: index */
    INTENT_SUBMIT,   /* the draft */
    INTENT_LOOKUP,   /* the digits typed */
    INTENT_RETRACT_ASK,
    INTENT_RETRACT, /* the letter of the receipt shown */
    INTENT_RETRACT_NO,
    INTENT_SEARCH,       /* search.query is another one */
    INTENT_DONE,         /* receipt read: wipe and go home */
    INTENT_STAFF,        /* the corner was held */
    INTENT_STAFF_PERSON, /* value: index */
    INTENT_STAFF_SECRET, /* staff.secret is complete: code, PIN or passphrase, by activation_step */
    INTENT_STAFF_OUT,
    INTENT_VAULT_OPEN,    /* passphrase typed in staff.secret */
    INTENT_ENTRY_SAVE,    /* the form of the book shown */
    INTENT_ENTRY_OPEN,    /* value: index */
    INTENT_ENTRY_CORRECT, /* the entry shown; value -1: its correction is not to be made */
    INTENT_ENTRIES,       /* value 1: a year of them, 0: the book's period */
    INTENT_LETTER_OPEN,   /* value: index */
    INTENT_ANSWER_SAVE,
    INTENT_CLOCK_SET,
    INTENT_SPEAK,       /* read this page aloud; a private one: ask first */
    INTENT_PRINT,       /* value: enum paper_part */
    INTENT_HUSH,        /* stop, or do not read it after all */
    INTENT_VOLUME,      /* value: 1 .. MODEL_VOLUME_MAX */
    INTENT_PANEL_TURN,  /* the picture, a quarter to the right; tried for a while */
    INTENT_PANEL_AIM,   /* crosses to aim at */
    INTENT_PANEL_POINT, /* the cross was touched: where the panel felt it */
    INTENT_PANEL_KEEP,  /* what is tried is right */
    INTENT_PANEL_UNDO,
    INTENT_CLEAN, /* staff: nothing reacts for a minute, the glass is wiped */
};

enum { FLOW_PARTS_MAX = 1024 };

/* Heights of a long text, kept from frame to frame so that only what is in view is laid out. Made
 * anew when text, width or scale change. */
struct flow_heights {
    uint64_t of; /* hash of what was measured, 0: nothing */
    size_t count;
    int32_t y[FLOW_PARTS_MAX + 1];
};

struct intent {
    enum intent_kind kind;
    int64_t value;
    struct place place;
};

/* What outlives a frame but is no content: scroll places and which tab is open. Zeroed on enter. */
struct page_state {
    struct ui_scroll scroll, scroll2;
    int tab; /* meaning is the page's */
    int group;
    struct ui_sheet_state sheet;
    struct flow_heights flow; /* where the paragraphs of a long text stand */
    uint32_t spoken_line;     /* the sentence that was last brought into view */
    int spoken_scrolls;       /* how often one scrolled for it */
};

const char *page_name(enum page_id page); /* "home" */
bool page_is_staff(enum page_id page);    /* needs a PIN (or asks for one) */

/* Draws `page` and returns what the person wants. Staff pages put on their own colours. `state`
 * belongs to the place; the draft, lookup and staff text fields of the model are edited in place:
 * they are input, not content. */
struct intent page_frame(enum page_id page, struct page_state *state, struct ui *ui,
                         struct model *model);
