/* ui.h - what a page is made of: texts, cards, buttons, rows, tables, fields.
 *
 * Immediate mode: a page calls these in each frame, top to bottom; a call draws into the frame's
 * list and says what the person did to it. Ids are explicit (UI_ID) and never depend on a label. A
 * touch target shows at once that it is pressed and acts when the finger leaves it inside; sliding
 * off cancels, and so does scrolling. There is no multi-touch and nothing that needs a long press
 * except ui_hold.
 *
 * All state that outlives a frame is in `struct ui` (press and focus) or in what the page passes in
 * (scroll, textfield). Texts are taken by view and need to live until the call returns. */
#pragma once

#include "draw_list.h"
#include "input.h"
#include "qr.h"
#include "textfield.h"
#include "theme.h"

/* Ids of a page: enum { ID_BACK = UI_ID(PAGE_REVIEW, 0), ID_SUBMIT }; rows of a list use
 * ID_ROW + index, so leave room behind it. 0 is no id. */
#define UI_ID(page, n) (((page) + 1) * 4096 + (n))

enum {
    UI_TAGS_MAX = 3,
    UI_COLUMNS_MAX = 8,
    UI_TABLE_ROWS_MAX = 400,
    UI_SEAL_LINES_MAX = 3,
    UI_QRS_MAX = 4,
    UI_TABLES_MAX = 16,
    UI_TARGETS_MAX = 512,
};

struct ui_qr_kept {
    uint64_t key; /* 0: none */
    struct qr code;
};

/* What fitting a table found, kept from frame to frame while its cells stay the same. */
struct ui_table_fit {
    uint64_t key;                             /* 0: none */
    int x[UI_COLUMNS_MAX], w[UI_COLUMNS_MAX]; /* of the cells' texts */
    int pad_x, pad_y, size_px;
    size_t rows;
    int head_h, height; /* of the head; of all, the lower border too */
    int row_h[UI_TABLE_ROWS_MAX];
};

/* What could be touched in a frame, for whoever checks pages; see ui.targets. */
struct ui_targets {
    struct ui_target {
        int id;
        struct rect whole, seen; /* seen: what the clip leaves of it */
        bool holds;              /* ui_hold: wants to be held, and may lie over others */
    } at[UI_TARGETS_MAX];
    size_t count; /* may exceed UI_TARGETS_MAX: later ones are not noted */
};

struct ui {
    const struct theme *theme;
    struct text_engine *text;
    struct draw_list *list;
    const struct input *input;

    int active; /* pressed and not yet released, 0 none */
    int press_x, press_y;
    int64_t press_ms;
    bool slid;                   /* the press became a drag: no target acts */
    bool held;                   /* ui_hold has answered for this press */
    int focus;                   /* the text field that gets the keys, 0 none */
    int focus_first, focus_last; /* fields seen in this frame, for tab */
    bool focus_seen, focus_next, focus_back;
    bool off;                 /* ui_input_off */
    int key_id;               /* enter was pressed in this field, 0 none */
    int tap_id, tap_x, tap_y; /* the last tap into a text field, to know a double one */
    int64_t tap_ms;
    struct ui_scroll *scroll; /* open scroll region */
    struct rect scroll_view;
    int scroll_id, scroll_top;
    int drag_id;                       /* scroll region under the finger, 0 none */
    struct image_store *images;        /* NULL: none; see ui_image.h */
    struct ui_qr_kept qrs[UI_QRS_MAX]; /* of this page */
    size_t qr_next;
    struct ui_table_fit tables[UI_TABLES_MAX]; /* lately drawn */
    size_t table_next;
    struct ui_mark {
        struct text whole; /* empty: none */
        size_t from, to;
        bool seen;
        struct rect at;
    } mark;                     /* what is read aloud, see ui_mark.h */
    struct ui_targets *targets; /* filled anew in each frame; NULL: nobody asks */
    int64_t deadline_ms;        /* next moment a frame is needed without input; INT64_MAX: none */
};

void ui_init(struct ui *ui, const struct theme *theme, struct text_engine *text);
/* `list` was begun (render_begin or draw_list_begin). */
void ui_begin(struct ui *ui, struct draw_list *list, const struct input *input);
void ui_end(struct ui *ui);
/* Forgets press and focus: another page comes. */
void ui_reset(struct ui *ui);
/* Milliseconds until a frame is needed without input (scrolling on, a held corner); -1: never. */
int64_t ui_timeout_ms(const struct ui *ui, int64_t now_ms);
struct rect ui_screen(const struct ui *ui);
/* While on, nothing reacts (what lies under a dialogue). */
void ui_input_off(struct ui *ui, bool off);

/* ---- touch ---- */

/* True in the frame in which the finger is lifted inside `rect`. *pressed (may be NULL): show it.
 * Inside a scroll region only what is visible reacts. */
bool ui_touch(struct ui *ui, int id, struct rect rect, bool *pressed);
/* True once when the finger has rested in `rect` for hold_ms. Draws nothing. */
bool ui_hold(struct ui *ui, int id, struct rect rect, int hold_ms);
bool ui_key(const struct ui *ui, enum input_key key); /* was pressed in this frame */
/* True from the press inside `rect` until the finger is lifted, wherever it goes: a pen. The way it
 * took is input->path. */
bool ui_pen(struct ui *ui, int id, struct rect rect);
void ui_wake(struct ui *ui, int64_t at_ms); /* a frame is wanted then, whatever happens */

/* ---- text ---- */

/* A span of the theme's style and colour. */
struct text_span ui_span(const struct ui *ui, enum theme_style style, enum theme_color color,
                         struct text text);
/* Wrapped in the rect's width, from its top. Returns the height, which may exceed the rect's. */
int ui_text(struct ui *ui, struct rect rect, enum theme_style style, enum theme_color color,
            struct text text);
int ui_text_aligned(struct ui *ui, struct rect rect, enum theme_style style, enum theme_color color,
                    enum text_align align, struct text text);
int ui_text_height(struct ui *ui, int width, enum theme_style style, struct text text);
int ui_text_width(struct ui *ui, enum theme_style style, struct text text);
/* Spans of several styles in one paragraph. */
int ui_rich(struct ui *ui, struct rect rect, enum text_align align, const struct text_span *spans,
            size_t count);
int ui_rich_height(struct ui *ui, int width, const struct text_span *spans, size_t count);
/* One line, in the middle of the rect's height. What is too wide gets smaller, down to 3/4 of its
 * style, then wraps (in letters that fit the height, down to half): nothing is cut. */
void ui_label(struct ui *ui, struct rect rect, enum theme_style style, enum theme_color color,
              enum text_align align, struct text text);
/* Cuts the wrapped text's height (and nothing more) off `*rest`: ui_text for pages that flow. */
void ui_paragraph(struct ui *ui, struct rect *rest, enum theme_style style, enum theme_color color,
                  struct text text);
/* Line height of a style, in pixels. */
int ui_line_h(const struct ui *ui, enum theme_style style);

/* ---- frame of a page ---- */

struct ui_top {
    struct text title, beside; /* serif; beside it in lighter letters, may be empty */
    struct text big, under;    /* at the right: the clock, the date */
};
/* Cut from a screen in this order: the top bar, the foot strip, the bar of buttons; the rest, with
 * margins, is the body. */
struct ui_frame {
    struct rect top, body, bar, strip;
};
struct ui_frame ui_frame_cut(const struct ui *ui, bool with_bar);
void ui_top_bar(struct ui *ui, struct rect rect, const struct ui_top *top);
/* Draws the bar's ground and returns the room for buttons (height theme->button_h). */
struct rect ui_bar(struct ui *ui, struct rect rect);
/* Left: how old the content is; right: whom to call, the number in bold. */
void ui_strip(struct ui *ui, struct rect rect, struct text left, struct text right,
              struct text right_bold);

/* ---- pieces ---- */

enum ui_tone { TONE_PLAIN, TONE_RED, TONE_JADE, TONE_AMBER, TONE_BLUE };

/* A bordered ground. TONE_PLAIN is the white card, the others are tinted. Returns the inside. */
struct rect ui_card(struct ui *ui, struct rect rect, enum ui_tone tone);
struct rect ui_red_card(struct ui *ui, struct rect rect); /* the solid red one; text COLOR_ON_RED */
void ui_rule(struct ui *ui, struct rect rect);            /* a line along its top */

/* A tag, cut from the left or right of `*rest` and centred in its height; a gap is cut with it. */
void ui_tag_left(struct ui *ui, struct rect *rest, enum ui_tone tone, struct text text);
void ui_tag_right(struct ui *ui, struct rect *rest, enum ui_tone tone, struct text text);
int ui_tag_width(struct ui *ui, struct text text);
void ui_tag(struct ui *ui, struct rect rect, enum ui_tone tone, struct text text);

enum ui_button_kind {
    BUTTON_PLAIN,
    BUTTON_MAIN /* red */,
    BUTTON_DISABLED,
    BUTTON_QUIET /* no border */
};

bool ui_button(struct ui *ui, int id, struct rect rect, struct text text, enum ui_button_kind kind);
/* The width a button needs for its label. */
int ui_button_width(struct ui *ui, struct text text);
/* A button of that width cut from the left (right) of a bar, with the gap behind it. */
bool ui_button_left(struct ui *ui, int id, struct rect *rest, struct text text,
                    enum ui_button_kind kind);
bool ui_button_right(struct ui *ui, int id, struct rect *rest, struct text text,
                     enum ui_button_kind kind);

/* A tile of the home page: one character as its mark, a title, a second line. */
bool ui_tile(struct ui *ui, int id, struct rect rect, struct text mark, struct text title,
             struct text second, enum ui_button_kind kind);

struct ui_row {
    struct text number;        /* serif, red, at the left; may be empty */
    struct text title, second; /* second may be empty */
    struct {
        enum ui_tone tone;
        struct text text;
    } tags[UI_TAGS_MAX]; /* from left to right, before the chevron */
    size_t tag_count;
    enum ui_tone tone; /* TONE_RED: late, TONE_AMBER: waits */
    bool dead;         /* no chevron, cannot be touched */
};
/* Title and second line wrap; ui_row_height says how high the row must be (row_h or more). */
bool ui_row(struct ui *ui, int id, struct rect rect, const struct ui_row *row);
int ui_row_height(struct ui *ui, int width, const struct ui_row *row);

/* ---- tables ---- */

struct ui_column {
    struct text title;
    enum text_align align; /* ALIGN_RIGHT for numbers */
    int weight;            /* share of the spare width; 0: as wide as its content, never wrapped */
};
struct ui_table {
    struct ui_column columns[UI_COLUMNS_MAX];
    size_t column_count;
    const struct text *cells; /* row by row, column_count each */
    size_t row_count;         /* at most UI_TABLE_ROWS_MAX; more is logged and left out */
    bool foot;                /* the last row is a sum: bold, on sand */
    enum theme_style style;   /* of the cells; STYLE_BODY or smaller */
    size_t red_rows_mask;     /* bit n: row n in red letters (n < 64) */
};
/* From the rect's top; columns fitted to its width, cells wrap. Returns the height; with
 * ui_table_height nothing is drawn. Rows that are out of sight cost nothing to draw. */
int ui_table(struct ui *ui, struct rect rect, const struct ui_table *table);
int ui_table_height(struct ui *ui, int width, const struct ui_table *table);

/* ---- scrolling ---- */

struct ui_scroll {
    int offset;            /* pixels, 0 .. content_h - view_h */
    int content_h, view_h; /* of the last frame */
    int drag_from;         /* offset when the finger came down */
    int32_t speed;         /* pixels per second, of the fling */
    int32_t rest_64;       /* what the last step left over, 1/64 px */
    int64_t at_ms;
    int last_y;
    int64_t last_ms;
};
/* Opens a region and returns where its content goes: as wide as the view, high without end,
 * starting above the view by what was scrolled. Cut from its top. */
struct rect ui_scroll_begin(struct ui *ui, int id, struct rect view, struct ui_scroll *scroll,
                            enum theme_color background);
/* `rest`: what has not been cut; its y says where the content ends. */
void ui_scroll_end(struct ui *ui, struct rect rest);
bool ui_is_visible(const struct ui *ui, struct rect rect); /* else it need not be drawn */
/* A page up (-1) or down (+1), one line of overlap; ends a fling. */
void ui_scroll_page(struct ui_scroll *scroll, int pages, int overlap_px);
void ui_scroll_to(struct ui_scroll *scroll, int offset);
bool ui_scroll_can(const struct ui_scroll *scroll, int direction); /* -1 up, +1 down */
int ui_scroll_page_number(const struct ui_scroll *scroll);         /* from 1 */
int ui_scroll_page_count(const struct ui_scroll *scroll);
/* Two keys, a page up and a page down, side by side in `rect` (ids first_id, first_id + 1). */
void ui_pager(struct ui *ui, int first_id, struct rect rect, struct ui_scroll *scroll,
              struct text up_word, struct text down_word);
/* A thin bar that shows where one is; nothing when all is in view. */
void ui_scroll_mark(struct ui *ui, struct rect rect, const struct ui_scroll *scroll);

/* ---- writing ---- */

struct ui_field {
    struct text label;      /* above the text, inside the field (one-line fields) */
    struct text hint;       /* in the empty field */
    struct text hint_short; /* of a one-line field too narrow for it; "": none */
    bool area;              /* several lines, scrolls to the caret */
};
enum ui_field_act { FIELD_NONE, FIELD_CHANGED, FIELD_ENTER };
/* A tap puts the caret and the focus there, a double tap selects a character, another one the
 * clause; keys go to the field that has the focus. */
enum ui_field_act ui_textfield(struct ui *ui, int id, struct rect rect, const struct ui_field *look,
                               struct textfield *field);
void ui_focus(struct ui *ui, int id);
/* Keys 1-9, delete, 0, done (ids first_id .. first_id + 11). FIELD_ENTER: done was pressed. The
 * words are the two keys that are no digits; an empty `done` leaves its place free. */
enum ui_field_act ui_digit_pad(struct ui *ui, int first_id, struct rect rect,
                               struct textfield *field, struct text delete_word,
                               struct text done_word);
/* A box with a check and a text beside it, all of it to be touched. True: touched. */
bool ui_check_row(struct ui *ui, int id, struct rect rect, struct text text, bool checked);

/* ---- signs ---- */

/* A round stamp with up to UI_SEAL_LINES_MAX lines, slightly turned. */
void ui_seal(struct ui *ui, struct rect rect, const struct text *lines, size_t count);
/* A green disc with a check mark. */
void ui_done_mark(struct ui *ui, struct rect rect);
/* value and mark out of max (mark < 0: none). */
void ui_meter(struct ui *ui, struct rect rect, int64_t value, int64_t max, int64_t mark,
              enum ui_tone tone);
/* One bar of a chart: label, bar of value/max with `share` behind it, amount at the right. */
void ui_bar_row(struct ui *ui, struct rect rect, struct text label, int64_t value, int64_t max,
                struct text share, struct text amount);
enum ui_step { STEP_DONE, STEP_NOW, STEP_LATER };
/* One station of a course of events; a line leads to the next unless `last`. */
void ui_step(struct ui *ui, struct rect rect, enum ui_step state, bool last, struct text text,
             struct text second, struct text right);
