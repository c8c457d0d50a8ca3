/* entry_form.c - see entry_form.h. */
#include "entry_form.h"

#include <string.h>

#include "civil.h"
#include "ledger.h"

enum { CLOCK_DIGITS = 4, COUNT_DIGITS = 7, MONEY_CHARS = 12 };

#define BOOK(shape, title, fresh, period, some, none) static const struct ask shape##_asks[] = {
#define ASK(shape, field, label, how, where, chip, chips)                                          \
    {#field, label, ASK_##how, ASK_##where, chip, chips},
#define END_BOOK(shape)                                                                            \
    }                                                                                              \
    ;
#include "books.def"

#define BOOK(shape, title, fresh, period, some, none)                                              \
    [BOOK_##                                                                                       \
        shape] = {KIND_##shape, title, fresh,        BOOK_##period,                                \
                  some,         none,  shape##_asks, sizeof shape##_asks / sizeof(struct ask)},
#define ASK(shape, field, label, how, where, chip, chips)
#define END_BOOK(shape)
static const struct book_look looks[BOOKS] = {
#include "books.def"
};

/* What every correction is asked. */
static const struct ask correction = {"correction", TX_ASK_CORRECTION, ASK_LONG,
                                      ASK_NOWHERE,  WORD_NONE,         0};

/* What W9 knows, in the words of kinds.def and, from TX_CHANGE_1 on, in those of people. */
static const char *const changes[] = {"bought", "given", "scrapped", "counted"};

const struct book_look *book_look(enum book book)
{
    return &looks[book];
}

enum book book_of_name(struct text kind)
{
    for (int i = 0; i < BOOKS; i++) {
        if (text_is(kind, kind_name(looks[i].kind))) {
            return (enum book)i;
        }
    }
    return BOOKS;
}

int32_t book_period_begins(enum book book, int32_t today)
{
    struct civil_date date = civil_date_of(today);

    switch (looks[book].period) {
    case BOOK_WEEK:
        return today - civil_weekday(today);
    case BOOK_MONTH:
        return civil_day_of_ymd(date.year, date.month, 1);
    case BOOK_YEAR:
        return civil_day_of_ymd(date.year, 1, 1);
    case BOOK_TODAY:
    default:
        return today;
    }
}

/* ---- making the fields ---- */

static bool field_named(enum kind kind, const char *name, struct record_field *field)
{
    for (size_t i = 0; record_field_at(kind, i, field); i++) {
        if (strcmp(field->name, name) == 0) {
            return true;
        }
    }
    return false;
}

bool ask_field(const struct book_look *look, const struct ask *ask, struct record_field *field)
{
    return field_named(look->kind, ask->name, field);
}

static size_t bytes_wanted(const struct entry_form_field *field)
{
    if (field->record.type == FIELD_TEXT) {
        return (size_t)field->record.max;
    }
    return field->record.type == FIELD_DATE ? 0 : ENTRY_FORM_DIGITS_MAX;
}

/* `used` bytes of the form's buffer are taken. */
static size_t add_field(struct entry_form *form, const struct ask *ask, size_t used)
{
    struct entry_form_field *field = &form->fields[form->count];

    *field = (struct entry_form_field){.ask = *ask};
    if (form->count == ENTRY_FORM_FIELDS_MAX ||
        !field_named(looks[form->book].kind, ask->name, &field->record)) {
        return used;
    }
    size_t size = bytes_wanted(field);
    if (size > sizeof form->buffer - used) {
        size = sizeof form->buffer - used;
    }
    textfield_init(&field->text, form->buffer + used, size);
    field->text.multiline = ask->how == ASK_LONG;
    field->text.digits_only = field->record.type == FIELD_UINT || field->record.type == FIELD_TIME;
    if (field->record.type == FIELD_TIME) {
        field->text.chars_max = CLOCK_DIGITS;
    } else if (field->record.type == FIELD_UINT) {
        field->text.chars_max = COUNT_DIGITS;
    } else if (field->record.type == FIELD_INT) {
        field->text.chars_max = MONEY_CHARS;
    }
    form->count++;
    return used + size;
}

static void set_moment(struct entry_form_field *field, int64_t at_s, int offset_min)
{
    struct civil_time time = civil_time_at(at_s, offset_min);
    char clock[CLOCK_DIGITS] = {(char)('0' + time.hour / 10), (char)('0' + time.hour % 10),
                                (char)('0' + time.minute / 10), (char)('0' + time.minute % 10)};

    field->day = civil_day_at(at_s, offset_min);
    textfield_set(&field->text, (struct text){clock, sizeof clock});
}

void entry_form_begin(struct entry_form *form, enum book book, const struct entry_form_start *start)
{
    size_t used = 0;

    entry_form_wipe(form);
    form->book = book;
    form->open = true;
    for (size_t i = 0; i < looks[book].ask_count; i++) {
        used = add_field(form, &looks[book].asks[i], used);
    }
    for (size_t i = 0; i < form->count; i++) {
        struct entry_form_field *field = &form->fields[i];
        if (field->ask.how == ASK_SELF) {
            textfield_set(&field->text, start->person);
        } else if (field->ask.how == ASK_NOW) {
            set_moment(field, start->now_s, start->offset_min);
        } else if (field->ask.how == ASK_TODAY) {
            field->day = civil_day_at(start->now_s, start->offset_min);
        }
    }
}

void entry_form_wipe(struct entry_form *form)
{
    explicit_bzero(form, sizeof *form);
    form->writing = -1;
}

static size_t bytes_used(const struct entry_form *form)
{
    const struct entry_form_field *last = &form->fields[form->count - 1];

    return (size_t)(last->text.data - form->buffer) + last->text.max;
}

void entry_form_correct(struct entry_form *form, const uint8_t id[ENTRY_FORM_ID_BYTES],
                        int64_t at_s)
{
    memcpy(form->corrected, id, ENTRY_FORM_ID_BYTES);
    form->corrected_s = at_s;
    if (!form->corrects) {
        (void)add_field(form, &correction, bytes_used(form));
        form->corrects = true;
    }
}

/* ---- between fields and records ---- */

static const void *value_at(const struct entry_form_field *field, const void *record)
{
    return (const uint8_t *)record + field->record.offset;
}

struct text change_word(struct text change)
{
    for (unsigned i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        if (text_is(change, changes[i])) {
            return word((enum word)(TX_CHANGE_1 + i));
        }
    }
    return change;
}

static void fill_number(struct entry_form_field *field, uint64_t number)
{
    char digits[24];
    size_t size = sizeof digits;

    while (number > 0) {
        digits[--size] = (char)('0' + number % 10);
        number /= 10;
    }
    textfield_set(&field->text, (struct text){digits + size, sizeof digits - size});
}

void entry_form_fill(struct entry_form *form, const void *record, int offset_min)
{
    char fen[FEN_BYTES];

    for (size_t i = 0; i < form->count; i++) {
        struct entry_form_field *field = &form->fields[i];
        const void *at = value_at(field, record);
        switch ((int)field->record.type) {
        case FIELD_TEXT:
            textfield_set(&field->text, field->ask.how == ASK_CHANGE
                                            ? change_word(*(const struct text *)at)
                                            : *(const struct text *)at);
            break;
        case FIELD_DATE:
            field->day = *(const int32_t *)at;
            break;
        case FIELD_TIME:
            field->day = 0;
            textfield_set(&field->text, text_of(""));
            if (*(const int64_t *)at != 0) {
                set_moment(field, *(const int64_t *)at, offset_min);
            }
            break;
        case FIELD_UINT:
            fill_number(field, *(const uint64_t *)at);
            break;
        case FIELD_INT:
            textfield_set(&field->text, *(const int64_t *)at
                                            ? text_of(fen_format(*(const int64_t *)at, fen))
                                            : text_of(""));
            break;
        default:
            break;
        }
    }
}

bool entry_form_is_empty(const struct entry_form_field *field)
{
    if (field->record.type == FIELD_DATE) {
        return field->day == 0;
    }
    return text_trim(textfield_text(&field->text)).size == 0;
}

/* hhmm as minutes of the day; -1: no time. */
static int clock_of(const struct entry_form_field *field)
{
    struct text digits = textfield_text(&field->text);
    uint64_t number;

    if (digits.size != CLOCK_DIGITS || text_parse_uint(digits, UINT64_MAX, &number) ||
        number / 100 > 23 || number % 100 > 59) {
        return -1;
    }
    return (int)(number / 100 * 60 + number % 100);
}

static bool is_sound(const struct entry_form_field *field)
{
    int64_t fen;

    if (entry_form_is_empty(field)) {
        return !field->record.needed;
    }
    if (field->record.type == FIELD_TIME) {
        return clock_of(field) >= 0;
    }
    if (field->record.type == FIELD_UINT) {
        uint64_t number;
        return !text_parse_uint(textfield_text(&field->text), field->record.max, &number);
    }
    if (field->record.type == FIELD_INT) {
        return !fen_parse(text_trim(textfield_text(&field->text)), &fen) && fen >= 0;
    }
    return true;
}

int entry_form_lacks(const struct entry_form *form)
{
    for (size_t i = 0; i < form->count; i++) {
        const struct entry_form_field *field = &form->fields[i];
        bool said = form->corrects && strcmp(field->ask.name, correction.name) == 0;
        if (!is_sound(field) || (said && entry_form_is_empty(field))) {
            return (int)i;
        }
    }
    return -1;
}

static struct text text_value(const struct entry_form_field *field)
{
    struct text typed = text_trim(textfield_text(&field->text));

    for (unsigned i = 0; field->ask.how == ASK_CHANGE && i < sizeof changes / sizeof changes[0];
         i++) {
        if (text_equal(typed, word((enum word)(TX_CHANGE_1 + i)))) {
            return text_of(changes[i]);
        }
    }
    return typed;
}

/* A time without a day of its own is on the day of the form's first one, or on the next when it
 * would be before it: a shift may pass midnight. */
static int64_t moment_value(const struct entry_form *form, const struct entry_form_field *field,
                            int offset_min)
{
    const struct entry_form_field *first = field;
    int32_t day = field->day;

    if (entry_form_is_empty(field)) {
        return 0;
    }
    for (size_t i = 0; i < form->count; i++) {
        if (form->fields[i].ask.how == ASK_NOW) {
            first = &form->fields[i];
        }
    }
    if (field->ask.how == ASK_TIME) {
        day = first->day + (clock_of(field) < clock_of(first) ? 1 : 0);
    }
    return civil_midnight(day, offset_min) + (int64_t)clock_of(field) * 60;
}

void entry_form_record(const struct entry_form *form, int offset_min, void *record)
{
    memset(record, 0, kind_struct_size(looks[form->book].kind));
    for (size_t i = 0; i < form->count; i++) {
        const struct entry_form_field *field = &form->fields[i];
        uint8_t *at = (uint8_t *)record + field->record.offset;
        switch ((int)field->record.type) {
        case FIELD_TEXT:
            *(struct text *)at = text_value(field);
            break;
        case FIELD_DATE:
            *(int32_t *)at = field->day;
            break;
        case FIELD_TIME:
            *(int64_t *)at = moment_value(form, field, offset_min);
            break;
        case FIELD_UINT:
            if (text_parse_uint(textfield_text(&field->text), field->record.max, (uint64_t *)at)) {
                *(uint64_t *)at = 0;
            }
            break;
        case FIELD_INT:
            if (fen_parse(text_trim(textfield_text(&field->text)), (int64_t *)at)) {
                *(int64_t *)at = 0;
            }
            break;
        default:
            break;
        }
    }
    struct record_field corrects;
    if (form->corrects && field_named(looks[form->book].kind, "corrects", &corrects)) {
        *(struct bytes *)((uint8_t *)record + corrects.offset) =
            bytes_of(form->corrected, ENTRY_FORM_ID_BYTES);
    }
}
