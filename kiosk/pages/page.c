#include "page.h"

#include <stddef.h>

#include "parts.h"
#include "ui_mark.h"

enum {
    PAGE_SENTENCES_BYTES = 192 * 1024, /* of one frame; on the stack */
    ID_IDLE_STAY = UI_ID(PAGES, 100),
    ID_IDLE_DISCARD,
};

enum argument { ARGUMENT_NONE, ARGUMENT_MAY, ARGUMENT_MUST };

static const struct {
    const char *name;
    enum argument argument;
} pages[PAGES] = {
#define PAGE(id, text, argument) [PAGE_##id] = {text, ARGUMENT_##argument},
#include "pages.def"
#undef PAGE
};

static void (*const frames[PAGES])(struct page *) = {
    [PAGE_HOME] = page_home_frame,
    [PAGE_BOARD] = page_board_frame,
    [PAGE_ITEM] = page_item_frame,
    [PAGE_LEDGER] = page_ledger_frame,
    [PAGE_COMPARE] = page_compare_frame,
    [PAGE_CHANGES] = page_changes_frame,
    [PAGE_ARCHIVE] = page_archive_frame,
    [PAGE_MEETINGS] = page_meetings_frame,
    [PAGE_MEETING] = page_meeting_frame,
    [PAGE_DUTY] = page_duty_frame,
    [PAGE_BUILDING] = page_building_frame,
    [PAGE_ORGANISATION] = page_organisation_frame,
    [PAGE_REGULATIONS] = page_regulations_frame,
    [PAGE_REGULATION] = page_regulation_frame,
    [PAGE_NOTICES] = page_notices_frame,
    [PAGE_NOTICE] = page_notice_frame,
    [PAGE_MAILBOX] = page_mailbox_frame,
    [PAGE_WRITE] = page_write_frame,
    [PAGE_CONTACT] = page_contact_frame,
    [PAGE_REVIEW] = page_review_frame,
    [PAGE_RECEIPT] = page_receipt_frame,
    [PAGE_LOOKUP] = page_lookup_frame,
    [PAGE_ANSWERS] = page_answers_frame,
    [PAGE_SEARCH] = page_search_frame,
    [PAGE_TAKE] = page_take_frame,
    [PAGE_LOST] = page_lost_frame,
    [PAGE_EMERGENCY] = page_emergency_frame,
    [PAGE_ATTRACT] = page_attract_frame,
    [PAGE_CLEANING] = page_cleaning_frame,
    [PAGE_STAFF_PIN] = page_staff_pin_frame,
    [PAGE_STAFF] = page_staff_frame,
    [PAGE_STAFF_BOOK] = page_staff_book_frame,
    [PAGE_STAFF_ENTRY] = page_staff_entry_frame,
    [PAGE_STAFF_LETTERS] = page_staff_letters_frame,
    [PAGE_STAFF_LETTER] = page_staff_letter_frame,
    [PAGE_STAFF_DUE] = page_staff_due_frame,
    [PAGE_STAFF_PANEL] = page_staff_panel_frame,
    [PAGE_STAFF_CLOCK] = page_staff_clock_frame,
    [PAGE_PICTURE] = page_picture_frame,
};

struct place place_of(enum page_id page, struct text arg)
{
    struct place place = {.page = page};

    text_copy(arg, place.arg, sizeof place.arg);
    return place;
}

enum err place_parse(struct text text, struct place *place)
{
    struct text rest = text, name;

    if (!text_split(&rest, '/', &name)) {
        return ERR_INVALID;
    }
    bool slash = name.size < text.size;
    if (rest.size >= PLACE_ARG_BYTES_MAX || (slash && rest.size == 0)) {
        return ERR_INVALID;
    }
    for (int i = 0; i < PAGES; i++) {
        if (!text_is(name, pages[i].name)) {
            continue;
        }
        if ((slash && pages[i].argument == ARGUMENT_NONE) ||
            (!slash && pages[i].argument == ARGUMENT_MUST)) {
            return ERR_INVALID;
        }
        *place = place_of((enum page_id)i, slash ? rest : text_of(""));
        return OK;
    }
    return ERR_INVALID;
}

bool draft_is_opinion(const struct draft *draft)
{
    return text_starts(text_of(draft->about), "disclosure/");
}

const char *page_name(enum page_id page)
{
    return pages[page].name;
}

bool page_is_staff(enum page_id page)
{
    return page >= PAGE_STAFF_PIN && page <= PAGE_STAFF_CLOCK;
}

/* The warning before a screen is wiped: it lies over everything, and any touch says "go on". */
static void idle_frame(struct page *page)
{
    struct ui *ui = page->ui;
    struct rect screen = ui_screen(ui);
    int64_t seconds = (page->model->idle_left_ms + 999) / 1000;
    int width = screen.w - 2 * page->theme->margin;
    int button_h = tx(page, 130);

    if (width > px(page, 900)) {
        width = px(page, 900);
    }
    struct text title = word(TX_IDLE_TITLE);
    struct text text = FILL(page, TX_IDLE_TEXT, NUMBER(page, seconds));
    int inside = width - 2 * page->theme->pad;
    int height = 2 * page->theme->pad + ui_text_height(ui, inside, STYLE_DISPLAY, title) +
                 ui_text_height(ui, inside, STYLE_BODY, text) + 2 * button_h + 3 * px(page, 24);
    draw_fill(ui->list, screen, 0xa0000000u);
    struct rect box = centre(screen, width, height);
    if (page->theme->low_reach && box.y < page->theme->reach_y) {
        box.y = page->theme->reach_y;
    }
    struct rect rest = ui_card(ui, box, TONE_PLAIN);
    rest.h = box.y + box.h - rest.y;
    rest.y += ui_text_aligned(ui, rest, STYLE_DISPLAY, COLOR_INK, ALIGN_CENTRE, title);
    space(&rest, px(page, 24));
    rest.y += ui_text_aligned(ui, rest, STYLE_BODY, COLOR_INK, ALIGN_CENTRE, text);
    space(&rest, px(page, 24));
    rest.h = 2 * button_h + px(page, 24);
    if (ui_button(ui, ID_IDLE_STAY, cut_top(&rest, button_h), word(TX_IDLE_STAY), BUTTON_MAIN)) {
        want(page, INTENT_STAY, 0);
    }
    space(&rest, px(page, 24));
    if (ui_button(ui, ID_IDLE_DISCARD, cut_top(&rest, button_h), word(TX_IDLE_DISCARD),
                  BUTTON_PLAIN)) {
        want(page, INTENT_DISCARD, 0);
    }
}

struct intent page_frame(enum page_id id, struct page_state *state, struct ui *ui,
                         struct model *model)
{
    _Alignas(max_align_t) uint8_t block[PAGE_SENTENCES_BYTES];
    struct arena arena;
    const struct theme *theme = ui->theme;
    struct theme blue = *theme;
    bool warn = model->idle_left_ms >= 0;

    arena_init_over(&arena, block, sizeof block);
    if (page_is_staff(id) && theme->palette == PALETTE_WARM) {
        theme_set_palette(&blue, PALETTE_STAFF); /* nobody takes it for a resident's page */
        ui->theme = &blue;
        draw_fill(ui->list, ui_screen(ui), blue.color[COLOR_PAPER]);
    }
    struct page page = {
        .ui = ui, .theme = ui->theme, .model = model, .state = state, .arena = &arena};
    ui_input_off(ui, warn);
    ui_mark_set(ui, model->voice.whole, model->voice.from, model->voice.to);
    frames[id](&page);
    ui_input_off(ui, false);
    if (warn) {
        page.intent = (struct intent){.kind = INTENT_NONE};
        idle_frame(&page);
    }
    ui->theme = theme;
    return page.intent;
}
