/* parts.h - what pages are made of: the frame around each, sentences, long texts, lists.
 *
 * Private to kiosk/pages. A page is a function void page_x_frame(struct page *) that cuts the body
 * from top to bottom and leaves what the person wants in page->intent. */
#pragma once

#include "page.h"
#include "words.h"

/* One frame of one page. */
struct page {
    struct ui *ui;
    const struct theme *theme;
    struct model *model;
    struct page_state *state;
    struct arena *arena; /* for this frame's sentences */
    struct intent intent;
};

/* A sentence of this frame. */
#define FILL(page, id, ...) word_fill((page)->arena, (id), __VA_ARGS__)
#define NUMBER(page, number) word_number((page)->arena, (int64_t)(number))

int px(const struct page *page, int reference_px); /* spaces: by the panel */
int tx(const struct page *page, int reference_px); /* sizes that hold text: by panel and scale */
void want(struct page *page, enum intent_kind kind, int64_t value);
void go(struct page *page, enum page_id id, struct text arg);

/* ---- frame ---- */

struct head {
    struct text title, beside;
    struct text under;  /* below the clock; empty: the date */
    bool controls;      /* the body is touched: with low reach it begins lower */
    bool narrow_margin; /* staff pages hold more */
};
/* Top bar, strip, and what must be said on every screen. The body has its margins. */
struct ui_frame frame_open(struct page *page, const struct head *head);

struct bar_button {
    int id;
    struct text text;
    enum ui_button_kind kind;
    bool grow; /* takes the width that is left over */
    struct intent intent;
};
enum { BAR_BUTTONS_MAX = 6 };
void bar_draw(struct page *page, struct rect bar, const struct bar_button *buttons, size_t count);
enum { BAR_MIDDLE_MAX = 3 };
/* Back, home, up to BAR_MIDDLE_MAX between, and the text scale at the right. */
void bar_usual(struct page *page, struct rect bar, const struct bar_button *middle, size_t count);
struct text scale_word(const struct page *page); /* what the scale button does next */

/* The room of the input panel, cut from the body: the lower part of a tall screen, the right part
 * of a wide one, to its edges. */
struct rect panel_cut(struct page *page, struct rect *body, struct rect bar);
/* The panel, writing into `field`. What was begun in another field is dropped. */
void panel_draw(struct page *page, int first_id, struct rect rect, struct textfield *field);

/* A scrolling body. The rect has no end; cut from its top. */
struct rect scroll_open(struct page *page, int id, struct rect view, struct ui_scroll *scroll);
void scroll_close(struct page *page, struct rect rest, struct rect view, struct ui_scroll *scroll);

/* ---- pieces ---- */

void space(struct rect *rest, int size);
/* Cuts a card for `inner_h` of content and a gap below it; returns the inside. */
struct rect card_cut(struct page *page, struct rect *rest, int inner_h, enum ui_tone tone);
int card_width(const struct page *page, struct rect rest); /* of a card's inside */
/* A card with a bold first line and a text below (either may be empty). */
void note_card(struct page *page, struct rect *rest, enum ui_tone tone, struct text title,
               struct text text);
void section(struct page *page, struct rect *rest, struct text text);

struct tag_word {
    enum ui_tone tone;
    struct text text;
};
/* Tags from left to right, in as many lines as they need, and a gap below. */
void tags_cut(struct page *page, struct rect *rest, const struct tag_word *tags, size_t count);
bool row_cut(struct page *page, struct rect *rest, int id, const struct ui_row *row);
/* Label in a muted column and a value beside it, as high as it needs. */
void pair_cut(struct page *page, struct rect *rest, struct text label, struct text value);
int pair_height(struct page *page, int width, struct text label, struct text value);
/* A line with a check mark (`good`) or in amber: something this kiosk has verified itself. */
void check_cut(struct page *page, struct rect *rest, bool good, struct text text);
/* A button across the width. True: touched. */
bool wide_button(struct page *page, struct rect *rest, int id, struct text text,
                 enum ui_button_kind kind);
/* 存到手机; with a printer: 存到手机或打印. */
struct text take_word(const struct page *page);
/* "take/" + the place: to where a phone takes it from. */
struct intent take_intent(struct page *page, enum page_id id, struct text arg);
/* Our number and the offer of our key as a code, until the office has admitted us. */
void offer_cut(struct page *page, struct rect *rest);
/* A page that has nothing to show says so, and what to do. */
void nothing_cut(struct page *page, struct rect *rest, struct text title, struct text text);
/* Letters of a colour of the theme. */
struct text fingerprint_word(struct page *page, struct text fingerprint); /* groups of four */

/* ---- long texts ---- */

/* A Markdown text. `kept`: heights live on in page->state->flow (one text of a page). */
void blocks_cut(struct page *page, struct rect *rest, const struct blocks *blocks, bool kept);

/* Where a block of a kept text begins, in pixels from the text's top. */
int blocks_y(struct page *page, int width, const struct blocks *blocks, size_t index);

/* Of the page's pictures; NULL: it is not among them. */
const struct model_picture *picture_named(const struct page *page, struct text key);
/* A picture, in the middle of `width` and at most `max_h` high, its words below; without the
 * picture the words say so. Drawn into `rect` unless that is NULL; touched (id 0: it cannot be) it
 * opens as a page of its own. Returns the height. */
int picture_draw(struct page *page, int id, struct text key, struct text words, int width,
                 int max_h, const struct rect *rect);

/* A long text in parts, of which only those in view are drawn. */
struct flow {
    uint64_t of; /* identity of the content, not 0 */
    size_t count;
    int (*height)(struct page *page, const void *data, size_t index, int width);
    void (*draw)(struct page *page, const void *data, size_t index, struct rect rect);
    const void *data;
};
void flow_cut(struct page *page, struct rect *rest, const struct flow *flow);
/* Measures (if need be) and tells where a part begins. */
int flow_y(struct page *page, int width, const struct flow *flow, size_t index);
uint64_t content_hash(uint64_t seed, struct text text);

/* ---- sentences of the regulation ---- */

struct text item_word(struct page *page, unsigned item); /* 三年任期目标, ... */
struct text often_word(enum period_kind kind);           /* 按月公开 */
/* 2026年10月, 三季度, 2024年至2027年; `year`: left out where it is this one (0: never). */
struct text period_word(struct page *page, struct period period, int year);
struct text due_day_word(struct page *page, int32_t day);
struct tag_word state_word(struct page *page, const struct board_row *row);
struct text meeting_word(enum meeting_type type);                             /* 听证会 */
struct text span_word(struct page *page, uint64_t from_min, uint64_t to_min); /* 08:30 到 17:30 */
/* 明天 11月26日 星期四 19:00 */
struct text meeting_when(struct page *page, int32_t date, struct text time);
struct text sum_word(struct page *page, int64_t fen); /* 1,234.56 */
/* 下次公开日 12月10日，还有15天 */
struct text next_disclosure_word(struct page *page);
struct text month_arg(struct page *page, int year, int month); /* 2026-11, for a place */
struct text month_word(struct page *page, int year, int month); /* 11月; another year: 2025年11月 */
/* The record's own key, or the one it would have. */
struct text row_key(struct page *page, const struct board_row *row);

/* ---- the pages ---- */

void page_picture_frame(struct page *page);
void page_home_frame(struct page *page);
void page_board_frame(struct page *page);
void page_item_frame(struct page *page);
void page_ledger_frame(struct page *page);
void page_compare_frame(struct page *page);
void page_changes_frame(struct page *page);
void page_archive_frame(struct page *page);
void page_meetings_frame(struct page *page);
void page_meeting_frame(struct page *page);
void page_duty_frame(struct page *page);
void page_building_frame(struct page *page);
void page_organisation_frame(struct page *page);
void page_regulations_frame(struct page *page);
void page_regulation_frame(struct page *page);
void page_notices_frame(struct page *page);
void page_notice_frame(struct page *page);
void page_mailbox_frame(struct page *page);
void page_write_frame(struct page *page);
void page_contact_frame(struct page *page);
void page_review_frame(struct page *page);
void page_receipt_frame(struct page *page);
void page_lookup_frame(struct page *page);
void page_answers_frame(struct page *page);
void page_search_frame(struct page *page);
void page_take_frame(struct page *page);
void page_lost_frame(struct page *page);
void page_emergency_frame(struct page *page);
void page_attract_frame(struct page *page);
void page_cleaning_frame(struct page *page);
void page_staff_pin_frame(struct page *page);
void page_staff_frame(struct page *page);
void page_staff_book_frame(struct page *page);
void page_staff_entry_frame(struct page *page);
void page_staff_letters_frame(struct page *page);
void page_staff_letter_frame(struct page *page);
void page_staff_due_frame(struct page *page);
void page_staff_clock_frame(struct page *page);
void page_staff_panel_frame(struct page *page);
