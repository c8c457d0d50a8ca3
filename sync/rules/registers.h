/* registers.h - the everyday books: visitors, shifts, home visits, seal uses, goods, study, liaison
 * (W1, W2, W6, W8, W9, W10), what an entry must say and what the entries add up to.
 *
 * Books are append-only. A correction is a whole new entry that names the old one by its envelope's
 * id and says what was wrong; the old one stays and no longer counts. Everything here works on
 * entries that were opened already, and keeps nothing. Complaints are Chinese: staff act on them.
 */
#pragma once

#include "rule_set.h"

enum { ENTRY_ID_BYTES = 10 };

/* One entry of a book; `record` points at the struct of its kind (struct visit, struct shift, ...).
 */
struct book_fact {
    enum kind kind;
    struct bytes id; /* of its envelope, ENTRY_ID_BYTES */
    const void *record;
};

bool kind_is_book(enum kind kind);
/* The entry it corrects; empty for a first entry. */
struct bytes book_corrects(const struct book_fact *fact);
int32_t book_day(const struct book_fact *fact, int offset_min);
/* ERR_INVALID with a sentence naming the field and article: ended before it began, a handover to
 * nobody, an opinion passed on without saying to whom, goods without a number, an unknown change,
 * more people at a study than there are, a correction that does not say what was wrong (or words
 * about a correction without one), a day ahead of `today`. */
MUST_CHECK enum err book_check(const struct book_fact *fact, int offset_min, int32_t today,
                               struct complaint *why);
/* ERR_INVALID: `old` (NULL: there is no such entry) is of another book. ERR_EXISTS: `facts` hold a
 * correction of it already, the last in that line must be named instead. */
MUST_CHECK enum err book_check_correction(const struct book_fact *fact, const struct book_fact *old,
                                          const struct book_fact *facts, size_t count,
                                          struct complaint *why);
/* stands[i]: no other entry of `facts` corrects it. Returns how many stand. */
size_t books_standing(const struct book_fact *facts, size_t count, bool *stands);

/* ---- figures: every function takes entries that stand, other kinds are skipped ---- */

struct books {
    const struct book_fact *facts; /* standing ones */
    size_t count;
    int offset_min;
};

/* Entries of `kind` whose day lies in from .. to. */
unsigned books_between(const struct books *books, enum kind kind, int32_t from, int32_t to);
/* The Monday of the week of `day`. */
int32_t week_begins(int32_t day);

/* Visits with something still to be done (follow_on) by `day`, oldest first as they stand. Done is
 * what staff say is done: by a correction without follow_on. At most `max` written, all counted. */
size_t visits_to_follow(const struct books *books, int32_t day, const struct visit **visits,
                        size_t max);

/* W1: a roster's shift of from .. to of which no shift entry of that person on that day tells. */
struct shift_gap {
    int32_t day;
    const struct duty_row *row;
};
size_t shifts_missing(const struct books *books, const struct duty *months, size_t month_count,
                      int32_t from, int32_t to, struct shift_gap *gaps, size_t max);
/* The latest shift that began before `now_s`: what it handed over is what the next one begins with.
 * NULL: none. */
const struct shift *shift_last(const struct books *books, int64_t now_s);

/* W2: the week (Monday to Sunday) of `day` in one zone. */
struct zone_week {
    const struct zone *zone;
    unsigned visited;    /* different households its person or deputy called on */
    unsigned target;     /* zone.weekly_target, at least 1 */
    unsigned not_passed; /* opinions heard, not yet passed on, of any day */
};
struct zone_week zone_week_of(const struct books *books, const struct zone *zone, int32_t day);

/* W9: one kind of goods, by its words. */
struct asset_line {
    struct text item, unit;
    int64_t book; /* bought + given - scrapped up to the day asked for; below 0: amiss */
    bool counted; /* in the year of that day */
    int32_t counted_on;
    int64_t goods;    /* what the last count of the year found */
    int64_t at_count; /* what the book said on that day */
    int64_t value;    /* fen, of what was bought and given */
};
/* goods - at_count: 0 when book and goods agree (帐物相符), or nothing was counted. */
int64_t asset_difference(const struct asset_line *line);
/* In order of appearance; at most `max` written; returns how many were. */
size_t assets_on(const struct books *books, int32_t day, struct asset_line *lines, size_t max);

struct stocktake {
    size_t items;     /* with something in the book at the year's end (or on `day`) */
    size_t counted;   /* of those */
    size_t differing; /* book and goods differ */
    bool due;         /* its month has come */
    bool overdue;     /* the year is over and something was not counted */
};
/* The count of `year`, as of `day` (W9: once each year's end; the month is the rule set's). At most
 * `max` kinds of goods are looked at, `lines` is scratch for them. */
struct stocktake stocktake_of(const struct books *books, const struct rule_set *rules, int year,
                              int32_t day, struct asset_line *lines, size_t max);

/* W8: when an organisation was last called on. */
struct liaison_line {
    struct text organisation;
    int32_t last_on;
    int32_t next_on; /* agreed at the last call; 0 none */
    struct text person;
};
size_t liaisons_on(const struct books *books, int32_t day, struct liaison_line *lines, size_t max);
