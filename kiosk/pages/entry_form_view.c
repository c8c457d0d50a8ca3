/* entry_form_view.c - see entry_form_view.h. */
#include "entry_form_view.h"

#include <string.h>

#include "entry_form_day.h"
#include "panel_view.h"

enum {
    ID_FIELD = 0,                      /* the box of each field */
    ID_BEFORE = ENTRY_FORM_FIELDS_MAX, /* keys of the bar */
    ID_DONE,
    ID_NEXT,
    ID_TEXT,
    ID_DOT,
    ID_CHIPS, /* their scrolling, then each */
    ID_CHIP,
    CHIPS_MAX = 64,
    ID_DAY = ID_CHIP + CHIPS_MAX,            /* what a calendar needs */
    ID_DIGITS = ID_DAY + ENTRY_FORM_DAY_IDS, /* the pad of digits */
    ID_PANEL = ID_DIGITS + 16,
    CHIP_ROWS_MAX = 2,
    CHIP_ROWS_MAX_WIDE = 3, /* beside the keys */
};
_Static_assert(ID_PANEL + PANEL_IDS <= ENTRY_FORM_IDS, "the ids of a form do not suffice");

bool entry_form_is_writing(const struct entry_form *form)
{
    return form->open && form->writing >= 0 && (size_t)form->writing < form->count;
}

static struct text label_word(struct page *page, const struct entry_form_field *field)
{
    bool must = field->record.needed || field->ask.label == TX_ASK_CORRECTION;

    return must ? word(field->ask.label) : FILL(page, TX_ASK_OPTIONAL, word(field->ask.label));
}

/* 1024 as 10:24; what is not whole yet as it was typed. */
static struct text clock_word(struct page *page, struct text digits)
{
    if (digits.size != 4) {
        return digits;
    }
    return FILL(page, TX_CLOCK_OF, text_slice(digits, 0, 2), text_slice(digits, 2, 4));
}

static struct text value_word(struct page *page, const struct entry_form_field *field)
{
    struct text typed = text_trim(textfield_text(&field->text));

    if (field->record.type == FIELD_DATE) {
        return field->day ? word_day_week(page->arena, field->day, page->model->today)
                          : text_of("");
    }
    if (field->record.type == FIELD_TIME && typed.size > 0) {
        struct text clock = clock_word(page, typed);
        return field->ask.how == ASK_TIME
                   ? clock
                   : FILL(page, TX_DAY_WEEK, word_day(page->arena, field->day, page->model->today),
                          clock);
    }
    return typed;
}

/* Another field is written now, or none (-1). What was begun in the last one is settled. */
static void begin_writing(struct page *page, struct entry_form *form, int index)
{
    struct model *model = page->model;

    if (entry_form_is_writing(form) && model->draft.writing == &form->fields[form->writing].text) {
        panel_settle(&model->draft.panel, model->draft.writing);
    }
    form->writing = index < (int)form->count ? index : -1;
    explicit_bzero(&model->staff.undo, sizeof model->staff.undo);
    for (size_t i = 0; i < form->count; i++) {
        form->fields[i].text.undo = (int)i == form->writing ? &model->staff.undo : NULL;
    }
    page->state->group = 0; /* the calendar shows the field's month */
    page->state->scroll2 = (struct ui_scroll){0};
    page->ui->focus = 0;
}

/* ---- boxes ---- */

static bool is_marked(const struct entry_form *form, size_t index)
{
    const struct entry_form_field *field = &form->fields[index];

    return form->asked && entry_form_is_empty(field) &&
           (field->record.needed || field->ask.label == TX_ASK_CORRECTION);
}

static int box_height(struct page *page, int width, const struct entry_form_field *field)
{
    int pad = px(page, 14), inside = width - 2 * px(page, 24);
    struct text value = value_word(page, field);
    int height =
        ui_text_height(page->ui, inside, STYLE_NOTE, label_word(page, field)) +
        ui_text_height(page->ui, inside, STYLE_BODY, value.size > 0 ? value : word(TX_ASK_TAP)) +
        2 * pad;

    return height > page->theme->field_h ? height : page->theme->field_h;
}

static void box_draw(struct page *page, struct rect rect, int id, struct entry_form *form,
                     size_t index)
{
    const struct entry_form_field *field = &form->fields[index];
    const uint32_t *color = page->theme->color;
    struct text value = value_word(page, field);
    bool pressed = false, marked = is_marked(form, index);

    if (!ui_is_visible(page->ui, rect)) {
        return;
    }
    if (ui_touch(page->ui, id, rect, &pressed)) {
        begin_writing(page, form, (int)index);
    }
    draw_round(page->ui->list, rect, page->theme->radius_s,
               color[pressed ? COLOR_PRESSED : COLOR_BUTTON],
               marked ? page->theme->border + 2 : page->theme->border,
               color[marked ? COLOR_RED_TEXT : COLOR_EDGE]);
    struct rect inside = inset_xy(rect, px(page, 24), px(page, 14));
    inside.y += ui_text(page->ui, inside, STYLE_NOTE, marked ? COLOR_RED_TEXT : COLOR_MUTED,
                        label_word(page, field));
    ui_text(page->ui, inside, STYLE_BODY, value.size > 0 ? COLOR_INK : COLOR_MUTED,
            value.size > 0 ? value : word(TX_ASK_TAP));
}

/* Two beside each other where there is room; long ones, and what would stand alone, are as wide as
 * the page. */
void entry_form_cut(struct page *page, struct rect *rest, int first_id, struct entry_form *form)
{
    bool wide = page->theme->scale == SCALE_STANDARD || page->theme->landscape;
    int gap = page->theme->gap;

    for (size_t i = 0; i < form->count;) {
        bool two = wide && i + 1 < form->count && form->fields[i].ask.how != ASK_LONG &&
                   form->fields[i + 1].ask.how != ASK_LONG;
        int columns = two ? 2 : 1, width = two ? (rest->w - gap) / 2 : rest->w, height = 0;
        for (int c = 0; c < columns; c++) {
            int h = box_height(page, width, &form->fields[i + (size_t)c]);
            height = h > height ? h : height;
        }
        struct rect line = cut_top(rest, height);
        space(rest, page->theme->gap_s);
        for (int c = 0; c < columns; c++) {
            size_t index = i + (size_t)c;
            box_draw(page, split_columns(line, columns, c, gap), first_id + ID_FIELD + (int)index,
                     form, index);
        }
        i += (size_t)columns;
    }
}

/* ---- words to be tapped ---- */

struct chips {
    struct text at[CHIPS_MAX];
    int count;
};

static void chips_gather(const struct page *page, const struct entry_form_field *field,
                         struct chips *chips)
{
    const struct model *model = page->model;
    size_t persons =
        field->ask.how == ASK_SELF || field->ask.how == ASK_PERSON ? model->staff.people_count : 0;
    size_t buildings = field->ask.how == ASK_BUILDING ? model->building.count : 0;

    chips->count = 0;
    for (int i = 0; i < field->ask.chips && chips->count < CHIPS_MAX; i++) {
        chips->at[chips->count++] = word((enum word)(field->ask.chip + (unsigned)i));
    }
    for (size_t i = 0; i < persons && chips->count < CHIPS_MAX; i++) {
        chips->at[chips->count++] = model->staff.people[i].name;
    }
    for (size_t i = 0; i < buildings && chips->count < CHIPS_MAX; i++) {
        chips->at[chips->count++] = model->building.names[i];
    }
}

static int chip_columns(const struct page *page)
{
    return page->theme->landscape || page->theme->scale != SCALE_STANDARD ? 2 : 3;
}

static int chip_height(const struct page *page)
{
    int height = tx(page, 84);

    return height < page->theme->touch_min ? page->theme->touch_min : height;
}

static int chips_height(const struct page *page, const struct chips *chips, int rows_max)
{
    int columns = chip_columns(page), rows = (chips->count + columns - 1) / columns;

    rows = rows < rows_max ? rows : rows_max;
    return rows > 0 ? rows * (chip_height(page) + page->theme->gap_s) : 0;
}

/* A touch puts the word into the field, instead of what was there. */
static void chips_draw(struct page *page, struct rect rect, int first_id, const struct chips *chips,
                       struct entry_form_field *field)
{
    int columns = chip_columns(page), height = chip_height(page);
    struct text now = text_trim(textfield_text(&field->text));

    if (chips->count == 0 || rect.h <= 0) {
        return;
    }
    struct rect mark = {0}, list = rect;
    if (chips_height(page, chips, chips->count) > rect.h) { /* a mark says that there are more */
        mark = cut_right(&list, px(page, 10));
        (void)cut_right(&list, page->theme->gap_s);
    }
    struct rect rest =
        ui_scroll_begin(page->ui, first_id + ID_CHIPS, list, &page->state->scroll2, COLOR_PAPER);
    struct rect line = {0};
    for (int i = 0; i < chips->count; i++) {
        if (i % columns == 0) {
            line = cut_top(&rest, height);
            space(&rest, page->theme->gap_s);
        }
        struct rect at = split_columns(line, columns, i % columns, page->theme->gap_s);
        if (ui_is_visible(page->ui, at) &&
            ui_button(page->ui, first_id + ID_CHIP + i, at, chips->at[i],
                      text_equal(now, chips->at[i]) ? BUTTON_MAIN : BUTTON_PLAIN)) {
            panel_rewrite(&page->model->draft.panel);
            textfield_set(&field->text, chips->at[i]);
        }
    }
    ui_scroll_end(page->ui, rest);
    if (mark.w > 0) {
        ui_scroll_mark(page->ui, mark, &page->state->scroll2);
    }
}

/* ---- one field ---- */

/* Where the field, the words and the keys go. */
struct rooms {
    struct rect field, chips, keys;
};

/* On a tall screen from top to bottom; low reach gives the part within it to words and keys. On a
 * wide one the keys have the right side. */
static struct rooms rooms_of(struct page *page, struct rect body, struct rect bar, int chips_h)
{
    struct rooms rooms;
    int reach = page->theme->reach_y;

    if (reach > 0) {
        rooms.field = cut_top(&body, reach - body.y);
        rooms.chips = cut_top(&body, chips_h);
        space(&body, chips_h > 0 ? page->theme->gap_s : 0);
        rooms.keys = (struct rect){0, body.y, page->theme->width_px, bar.y - body.y};
        return rooms;
    }
    rooms.keys = panel_cut(page, &body, bar);
    (void)cut_bottom(&body, px(page, 12));
    rooms.chips = cut_bottom(&body, chips_h);
    rooms.field = body;
    return rooms;
}

static bool wants_digits(const struct entry_form_field *field)
{
    return field->ask.how == ASK_PHONE || field->ask.how == ASK_COUNT ||
           field->ask.how == ASK_MONEY || field->record.type == FIELD_TIME;
}

/* A key that the pad of digits lacks: a telephone has dashes, a sum has a point. */
static void mark_key(struct page *page, struct rect *rest, int id, struct entry_form_field *field)
{
    struct text mark = text_of(field->ask.how == ASK_PHONE ? "-" : ".");

    if (field->ask.how != ASK_PHONE && field->ask.how != ASK_MONEY) {
        return;
    }
    struct rect line = cut_top(rest, chip_height(page));
    if (ui_button(page->ui, id, cut_right(&line, line.w / 3), mark, BUTTON_PLAIN)) {
        (void)textfield_insert(&field->text, mark);
    }
    space(rest, page->theme->gap_s);
}

/* 10:2_, large; digits of a keyboard count too. */
static void time_draw(struct page *page, struct rect rect, struct entry_form_field *field)
{
    char digits[] = "____";
    struct rect shown = cut_top(&rect, tx(page, 130));

    memcpy(digits, field->text.data, field->text.size < 4 ? field->text.size : 4);
    (void)ui_card(page->ui, shown, TONE_PLAIN);
    ui_label(page->ui, inset(shown, px(page, 14)), STYLE_HEADING, COLOR_INK, ALIGN_CENTRE,
             clock_word(page, arena_text(page->arena, text_of(digits))));
    (void)textfield_take(&field->text, page->ui->input);
    if (ui_key(page->ui, KEY_ENTER)) {
        want(page, INTENT_NONE, 1);
    }
}

/* The field with its name above; what is typed into it by a keyboard counts too. */
static void field_draw(struct page *page, struct rect rect, int first_id,
                       struct entry_form_field *field)
{
    struct ui_field look = {.area = field->ask.how == ASK_LONG};
    int id = first_id + ID_TEXT;

    space(&rect, px(page, 20));
    ui_paragraph(page->ui, &rect, STYLE_SECTION, COLOR_INK, label_word(page, field));
    space(&rect, px(page, 10));
    if (field->record.type == FIELD_TIME) {
        time_draw(page, rect, field);
        return;
    }
    if (page->ui->focus == 0) {
        ui_focus(page->ui, id);
    }
    mark_key(page, &rect, first_id + ID_DOT, field);
    if (!look.area) {
        rect = cut_top(&rect, page->theme->field_h);
    } else {
        (void)cut_bottom(&rect, px(page, 12));
    }
    if (ui_textfield(page->ui, id, rect, &look, &field->text) == FIELD_ENTER) {
        want(page, INTENT_NONE, 1);
    }
}

static void keys_draw(struct page *page, struct rect rect, int first_id,
                      struct entry_form_field *field)
{
    if (wants_digits(field)) {
        panel_view_digits(page->ui, first_id + ID_DIGITS, rect, &field->text);
    } else {
        panel_draw(page, first_id + ID_PANEL, rect, &field->text);
    }
}

/* What is chosen rather than written needs no keys: the words have all the room. */
static void choice_draw(struct page *page, struct rect body, int first_id,
                        const struct chips *chips, struct entry_form_field *field)
{
    int rows = (chips->count + 1) / 2, gap = page->theme->gap, height = tx(page, 180);
    struct text now = text_trim(textfield_text(&field->text));

    if (page->theme->reach_y > body.y) {
        space(&body, page->theme->reach_y - body.y);
    }
    space(&body, px(page, 20));
    ui_paragraph(page->ui, &body, STYLE_SECTION, COLOR_INK, label_word(page, field));
    space(&body, px(page, 20));
    int room = (body.h - px(page, 20) - (rows - 1) * gap) / (rows > 0 ? rows : 1);
    struct rect whole = cut_top(&body, rows * (height < room ? height : room) + (rows - 1) * gap);
    for (int i = 0; i < chips->count; i++) {
        struct rect at = split_columns(split_rows(whole, rows, i / 2, gap), 2, i % 2, gap);
        if (ui_button(page->ui, first_id + ID_CHIP + i, at, chips->at[i],
                      text_equal(now, chips->at[i]) ? BUTTON_MAIN : BUTTON_PLAIN)) {
            textfield_set(&field->text, chips->at[i]);
        }
    }
}

static void field_write(struct page *page, const struct ui_frame *frame, int first_id,
                        struct entry_form_field *field)
{
    struct chips chips;

    chips_gather(page, field, &chips);
    if (field->ask.how == ASK_CHANGE) {
        choice_draw(page, frame->body, first_id, &chips, field);
        return;
    }
    if (field->record.type == FIELD_DATE) {
        entry_form_day_draw(page, frame->body, first_id + ID_DAY, label_word(page, field), field);
        return;
    }
    int days_h = field->ask.how == ASK_NOW ? chip_height(page) + page->theme->gap_s : 0;
    struct rooms rooms = rooms_of(
        page, frame->body, frame->bar,
        days_h + chips_height(page, &chips,
                              page->theme->landscape ? CHIP_ROWS_MAX_WIDE : CHIP_ROWS_MAX));
    keys_draw(page, rooms.keys, first_id, field);
    if (days_h > 0) {
        entry_form_day_step(page, cut_top(&rooms.chips, chip_height(page)), first_id + ID_DAY,
                            field);
    }
    chips_draw(page, rooms.chips, first_id, &chips, field);
    field_draw(page, rooms.field, first_id, field);
}

void entry_form_write(struct page *page, const struct ui_frame *frame, int first_id,
                      struct entry_form *form)
{
    int index = form->writing, last = (int)form->count - 1;
    const struct bar_button buttons[] = {
        {first_id + ID_BEFORE,
         word(TX_WRITE_BEFORE),
         index > 0 ? BUTTON_PLAIN : BUTTON_DISABLED,
         false,
         {.value = -1}},
        {first_id + ID_DONE, word(TX_WRITE_DONE), BUTTON_MAIN, true, {.value = 2}},
        {first_id + ID_NEXT,
         word(TX_WRITE_NEXT),
         index < last ? BUTTON_PLAIN : BUTTON_DISABLED,
         false,
         {.value = 1}},
    };

    field_write(page, frame, first_id, &form->fields[index]);
    bar_draw(page, frame->bar, buttons, sizeof buttons / sizeof buttons[0]);
    if (page->intent.kind == INTENT_NONE && page->intent.value != 0) {
        int by = (int)page->intent.value;
        page->intent.value = 0;
        begin_writing(page, form, by == 2 ? -1 : index + by);
    }
}
