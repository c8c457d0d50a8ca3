/* page_staff_letters.c - the letters that can be read here once the vault is open. */
#include "staff_pages.h"

enum {
    ID_SCROLL = UI_ID(PAGE_STAFF_LETTERS, 0),
    ID_VAULT,
    ID_ROW = UI_ID(PAGE_STAFF_LETTERS, 16),
    ID_SECRET = UI_ID(PAGE_STAFF_LETTERS, 600),
};

static void letter_row(struct page *page, struct rect *rest, size_t index)
{
    const struct model_staff *staff = &page->model->staff;
    const struct model_staff_letter *letter = &staff->letters[index];
    struct ui_row row = {.title = letter->category, .dead = !staff->vault_open, .tag_count = 1};
    struct text parts[2] = {
        word_moment(page->arena, letter->at_s, page->model->offset_min, page->model->today),
        letter->name};

    if (!staff->vault_open || row.title.size == 0) {
        row.title = word(TX_LETTER_SEALED);
    }
    row.second = word_join(page->arena, parts, 2);
    row.tags[0].tone = letter->answered ? TONE_JADE : TONE_AMBER;
    row.tags[0].text = word(letter->answered ? TX_LETTER_ANSWERED : TX_LETTER_OPEN);
    if (letter->retracted) {
        row.tags[0].tone = TONE_PLAIN;
        row.tags[0].text = word(TX_LETTER_RETRACTED);
    }
    if (row_cut(page, rest, ID_ROW + (int)index, &row)) {
        want(page, INTENT_LETTER_OPEN, (int64_t)index);
    }
}

void page_staff_letters_frame(struct page *page)
{
    const struct model_staff *staff = &page->model->staff;
    if (vault_asks(page)) {
        vault_frame(page, ID_SECRET);
        return;
    }
    struct head head = staff_head(page, word(TX_MAILBOX_TITLE));
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);

    space(&rest, px(page, 24));
    if (!staff->vault_open) {
        note_card(page, &rest, TONE_PLAIN, word(TX_VAULT_CLOSED), word(TX_VAULT_CLOSED_TEXT));
    }
    vault_cut(page, &rest, ID_VAULT);
    for (size_t i = 0; i < staff->letter_count; i++) {
        letter_row(page, &rest, i);
    }
    if (staff->letter_count == 0) {
        nothing_cut(page, &rest, word(TX_NO_LETTERS), word(TX_NO_LETTERS_TEXT));
    }
    scroll_close(page, rest, frame.body, &page->state->scroll);
    staff_bar(page, frame.bar, NULL);
}
