/* entry_form.h - an entry of a register while it is written: what is asked for, what was typed, and
 * the record that comes of it. No pixels; entry_form_view.h draws it.
 *
 * One mechanism for all registers: kinds.def says which fields a kind has and which must be filled,
 * books.def how they are asked for. A correction is a form of its own that starts from the old
 * entry, names it, and asks what was wrong. Everything typed is in the struct, so wiping it forgets
 * it. */
#pragma once

#include "record.h"
#include "textfield.h" /* ui */
#include "words.h"

enum {
    ENTRY_FORM_FIELDS_MAX = 12,
    ENTRY_FORM_BYTES_MAX = 6 * 1024, /* all texts of one entry */
    ENTRY_FORM_DIGITS_MAX = 12,
    ENTRY_FORM_ID_BYTES = 10, /* of an entry's envelope */
};

enum book {
#define BOOK(shape, title, fresh, period, some, none) BOOK_##shape,
#define ASK(shape, field, label, how, where, chip, chips)
#define END_BOOK(shape)
#include "books.def"
    BOOKS
};

enum ask_how {
    ASK_PLAIN,
    ASK_LONG,
    ASK_PHONE,
    ASK_COUNT,
    ASK_MONEY,
    ASK_SELF,
    ASK_PERSON,
    ASK_BUILDING,
    ASK_NOW,
    ASK_TIME,
    ASK_TODAY,
    ASK_DAY,
    ASK_CHANGE,
};
enum ask_where { ASK_NOWHERE, ASK_TITLE, ASK_SECOND };

struct ask {
    const char *name; /* of the field, as in kinds.def */
    enum word label;
    enum ask_how how;
    enum ask_where where;
    enum word chip; /* the first of `chips` words that can be tapped instead of written */
    int chips;
};

enum book_period { BOOK_TODAY, BOOK_WEEK, BOOK_MONTH, BOOK_YEAR };

struct book_look {
    enum kind kind;
    enum word title, fresh; /* 来访登记, 新来访 */
    enum book_period period;
    enum word some, none; /* entries in that period */
    const struct ask *asks;
    size_t ask_count;
};
const struct book_look *book_look(enum book book);
/* By the kind's name, as places say it. BOOKS: there is none. */
enum book book_of_name(struct text kind);
/* The first day of the period that `today` is in. */
int32_t book_period_begins(enum book book, int32_t today);

/* One value. Which member counts is told by `record.type`. */
struct entry_form_field {
    struct ask ask;
    struct record_field record;
    struct textfield text; /* texts; digits of a number; yuan; hhmm of a moment */
    int32_t day;           /* of a day or moment, 0: none */
};

struct entry_form {
    enum book book;
    bool open; /* fields are made */
    struct entry_form_field fields[ENTRY_FORM_FIELDS_MAX];
    size_t count;
    int writing;   /* the field being written, -1: none */
    bool asked;    /* it was to be saved: what is missing is shown */
    bool corrects; /* an older entry: */
    uint8_t corrected[ENTRY_FORM_ID_BYTES];
    int64_t corrected_s; /* the moment that one is about */
    char buffer[ENTRY_FORM_BYTES_MAX];
};

/* What an empty form starts from. */
struct entry_form_start {
    int64_t now_s;
    int offset_min;
    struct text person; /* who is in */
};

void entry_form_begin(struct entry_form *form, enum book book,
                      const struct entry_form_start *start);
/* Everything typed is overwritten; the form is closed. */
void entry_form_wipe(struct entry_form *form);
/* The same values as `record`, of the form's kind: a correction begins with what is there. */
void entry_form_fill(struct entry_form *form, const void *record, int offset_min);
/* From now on the form corrects the entry `id`, and asks what was wrong with it. */
void entry_form_correct(struct entry_form *form, const uint8_t id[ENTRY_FORM_ID_BYTES],
                        int64_t at_s);
bool entry_form_is_empty(const struct entry_form_field *field);
/* What kinds.def says of what a book asks. False: `ask` is no field of the book's kind. */
bool ask_field(const struct book_look *look, const struct ask *ask, struct record_field *field);
/* "bought" as people say it: 添置. Other words come back as they are. */
struct text change_word(struct text change);
/* The first field that must be filled and is not, or holds what is no time or sum; -1: none. */
int entry_form_lacks(const struct entry_form *form);
/* Writes the record (a struct of the form's kind), whose texts are views of the form's. The form
 * lacks nothing. */
void entry_form_record(const struct entry_form *form, int offset_min, void *record);
