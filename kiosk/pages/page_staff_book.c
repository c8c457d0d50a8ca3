/* page_staff_book.c - one register: a new entry or a correction, and below it what is there. */
#include "entry_form_view.h"
#include "staff_pages.h"

enum {
    ID_SAVE = UI_ID(PAGE_STAFF_BOOK, 0),
    ID_SCROLL,
    ID_VAULT,
    ID_RANGE,
    ID_NOT,
    ID_FORM = UI_ID(PAGE_STAFF_BOOK, 16),
    ID_SECRET = UI_ID(PAGE_STAFF_BOOK, 600),
    ID_ROW = UI_ID(PAGE_STAFF_BOOK, 1200),
};

static void correcting_cut(struct page *page, struct rect *rest, const struct entry_form *form)
{
    struct text when =
        word_moment(page->arena, form->corrected_s, page->model->offset_min, page->model->today);

    note_card(page, rest, TONE_AMBER, FILL(page, TX_CORRECTING, when), word(TX_CORRECTING_TEXT));
    if (wide_button(page, rest, ID_NOT, word(TX_CORRECT_NOT), BUTTON_PLAIN)) {
        want(page, INTENT_ENTRY_CORRECT, -1);
    }
}

static void new_entry_cut(struct page *page, struct rect *rest, enum book book)
{
    struct model_staff *staff = &page->model->staff;
    struct entry_form *form = &staff->forms[book];

    if (staff->entry_saved) {
        note_card(page, rest, TONE_JADE, word(TX_BOOK_SAVED), text_of(""));
    }
    if (form->corrects) {
        correcting_cut(page, rest, form);
    } else {
        section(page, rest, word(book_look(book)->fresh));
        ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED, word(TX_BOOK_WHY));
        space(rest, px(page, 12));
    }
    entry_form_cut(page, rest, ID_FORM, form);
    space(rest, px(page, 8));
    if (wide_button(page, rest, ID_SAVE, word(TX_BOOK_SAVE), BUTTON_MAIN)) {
        want(page, INTENT_ENTRY_SAVE, 0);
    }
}

/* "本月 2次"; of a year: since when. */
static struct text list_title(struct page *page, enum book book)
{
    const struct model_staff *staff = &page->model->staff;
    const struct book_look *look = book_look(book);
    unsigned count = staff->books[book].count;

    if (staff->earlier) {
        return FILL(page, TX_BOOK_SINCE, due_day_word(page, staff->entries_from),
                    NUMBER(page, staff->entry_count));
    }
    return FILL(page, TX_BOOK_LIST, word(look->title),
                count > 0 ? FILL(page, look->some, NUMBER(page, count)) : word(look->none));
}

static void entries_cut(struct page *page, struct rect *rest, enum book book)
{
    const struct model_staff *staff = &page->model->staff;

    section(page, rest, list_title(page, book));
    vault_cut(page, rest, ID_VAULT);
    for (size_t i = 0; i < staff->entry_count; i++) {
        if (entry_row(page, rest, ID_ROW + (int)i, book, &staff->entries[i])) {
            want(page, INTENT_ENTRY_OPEN, (int64_t)i);
        }
    }
    if (staff->entry_count == 0) {
        note_card(page, rest, TONE_PLAIN, word(TX_BOOK_EMPTY), word(TX_BOOK_EMPTY_TEXT));
    }
    if (wide_button(page, rest, ID_RANGE, word(staff->earlier ? TX_BOOK_RECENT : TX_BOOK_EARLIER),
                    BUTTON_PLAIN)) {
        want(page, INTENT_ENTRIES, staff->earlier ? 0 : 1);
    }
}

static void book_frame(struct page *page, enum book book)
{
    struct entry_form *form = &page->model->staff.forms[book];
    struct head head = staff_head(page, word(book_look(book)->title));

    head.controls = !entry_form_is_writing(form);
    struct ui_frame frame = frame_open(page, &head);
    if (entry_form_is_writing(form)) {
        entry_form_write(page, &frame, ID_FORM, form);
        return;
    }
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    space(&rest, px(page, 20));
    new_entry_cut(page, &rest, book);
    entries_cut(page, &rest, book);
    scroll_close(page, rest, frame.body, &page->state->scroll);
    staff_bar(page, frame.bar, NULL);
}

void page_staff_book_frame(struct page *page)
{
    enum book book = book_of_name(text_of(page->model->place.arg));

    if (vault_asks(page)) {
        vault_frame(page, ID_SECRET);
        return;
    }
    if (book != BOOKS) {
        book_frame(page, book);
        return;
    }
    struct head head = staff_head(page, word(TX_STAFF_TITLE));
    struct ui_frame frame = frame_open(page, &head);
    nothing_cut(page, &frame.body, word(TX_GONE_TITLE), word(TX_GONE_TEXT));
    staff_bar(page, frame.bar, NULL);
}
