/* page_staff_entry.c - one entry of a register, whole, and the way to correct it. */
#include "staff_pages.h"

enum {
    ID_SCROLL = UI_ID(PAGE_STAFF_ENTRY, 0),
    ID_CORRECT,
    ID_VAULT,
    ID_SECRET = UI_ID(PAGE_STAFF_ENTRY, 16),
};

static void record_cut(struct page *page, struct rect *rest, enum book book,
                       const struct model_entry *entry)
{
    const struct book_look *look = book_look(book);
    int width = card_width(page, *rest), height = 0;

    for (int draw = 0; draw <= 1; draw++) {
        struct rect inside = {0};
        if (draw) {
            inside = card_cut(page, rest, height, TONE_PLAIN);
        }
        for (size_t i = 0; i < look->ask_count; i++) {
            struct text value = entry_value(page, look, &look->asks[i], entry->record);
            if (value.size == 0) {
                continue;
            }
            struct text label = word(look->asks[i].label);
            if (draw) {
                pair_cut(page, &inside, label, value);
            } else {
                height += pair_height(page, width, label, value);
            }
        }
    }
}

static const struct model_entry *entry_of(const struct model_staff *staff)
{
    return staff->entry >= 0 && (size_t)staff->entry < staff->entry_count
               ? &staff->entries[staff->entry]
               : NULL;
}

static void body_cut(struct page *page, struct rect *rest, const struct model_entry *entry)
{
    const struct model_staff *staff = &page->model->staff;

    if (!entry) {
        nothing_cut(page, rest, word(TX_GONE_TITLE), word(TX_GONE_TEXT));
        return;
    }
    ui_paragraph(page->ui, rest, STYLE_DISPLAY, COLOR_INK,
                 word(book_look(staff->entries_of)->title));
    ui_paragraph(
        page->ui, rest, STYLE_SMALL, COLOR_MUTED,
        word_moment(page->arena, entry->at_s, page->model->offset_min, page->model->today));
    space(rest, px(page, 18));
    if (entry->corrected) {
        note_card(page, rest, TONE_AMBER, word(TX_ENTRY_CORRECTED), word(TX_ENTRY_CORRECTED_TEXT));
    }
    if (entry->record) {
        record_cut(page, rest, staff->entries_of, entry);
    } else {
        vault_cut(page, rest, ID_VAULT);
    }
}

void page_staff_entry_frame(struct page *page)
{
    const struct model_entry *entry = entry_of(&page->model->staff);

    if (vault_asks(page)) {
        vault_frame(page, ID_SECRET);
        return;
    }
    struct head head = staff_head(page, word(TX_ENTRY_TITLE));
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    space(&rest, px(page, 24));
    body_cut(page, &rest, entry);
    scroll_close(page, rest, frame.body, &page->state->scroll);
    struct bar_button correct = {
        ID_CORRECT, word(TX_ENTRY_CORRECT), BUTTON_MAIN, true, {.kind = INTENT_ENTRY_CORRECT}};
    staff_bar(page, frame.bar, entry && !entry->corrected ? &correct : NULL);
}
