/* calendar.c - see calendar.h. */
#include "calendar.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "policy.h"
#include "rule_value.h"

enum { MONTHS_A_YEAR = 12, QUARTERS_A_YEAR = 4, MONTHS_A_QUARTER = 3, JANUARY = 1 };

/* ---- from the policy ---- */

static enum period_kind kind_of_rule(struct text name)
{
    static const char *const names[] = {
        [PERIOD_NONE] = "none", [PERIOD_MONTH] = "month", [PERIOD_QUARTER] = "quarter",
        [PERIOD_YEAR] = "year", [PERIOD_TERM] = "term",
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (text_is(name, names[i])) {
            return (enum period_kind)i;
        }
    }
    assert(false); /* policy_check() knows the same names */
    return PERIOD_NONE;
}

/* Items 3, 6 and 8 are goals, services and hours: they are told for the year that begins. */
static bool item_looks_ahead(unsigned item)
{
    return item == 3 || item == 6 || item == 8;
}

static void take_periods(const struct policy *policy, struct calendar *calendar)
{
    enum { TELLS_AHEAD = 1 }; /* kinds.def: period_rule.tells */
    for (size_t i = 0; i < policy->periods.count; i++) {
        const struct period_rule *rule = &policy->periods.at[i];
        calendar->item[rule->item] = kind_of_rule(rule->period);
        calendar->due_month[rule->item] = rule->due_month ? (int)rule->due_month : JANUARY;
        calendar->looks_ahead[rule->item] =
            rule->tells ? rule->tells == TELLS_AHEAD : item_looks_ahead((unsigned)rule->item);
    }
}

static void take_terms(const struct policy *policy, struct calendar *calendar)
{
    calendar->terms[0] = (struct calendar_term){1, policy->term_start, (int)policy->term_years};
    calendar->term_count = 1;
    for (size_t i = 0; i < policy->terms.count; i++) {
        const struct term_rule *rule = &policy->terms.at[i];
        int years = (int)(rule->years ? rule->years : policy->term_years);
        size_t at = rule->number == 1 ? 0 : calendar->term_count++;
        calendar->terms[at] = (struct calendar_term){(int)rule->number, rule->begins, years};
    }
}

static void take_parts(const struct policy *policy, struct calendar *calendar)
{
    for (size_t i = 0; i < policy->parts.count; i++) {
        const struct part_rule *rule = &policy->parts.at[i];
        calendar->parts[calendar->part_count++] =
            (struct calendar_part){.part = (unsigned)rule->part,
                                   .kind = kind_of_rule(rule->period),
                                   .since = rule->since,
                                   .ended = rule->ended};
    }
}

enum err calendar_init(const struct policy *policy, struct calendar *calendar)
{
    struct calendar made = {0};
    struct period first_board = {0};
    enum err err = policy_check(policy, NULL);
    if (!err) {
        err = period_parse(policy->first_board, &first_board);
    }
    if (err) {
        return err;
    }
    made.offset_min = (int)policy->utc_offset_min;
    made.disclosure_day = (int)policy->disclosure_day;
    made.first_board = civil_day_of_ymd(first_board.year, first_board.number, 1);
    made.archive_month = policy_rule(policy, RULE_archive_month).number;
    made.archive_keep_years = policy_rule(policy, RULE_archive_keep_years).number;
    take_periods(policy, &made);
    take_terms(policy, &made);
    take_parts(policy, &made);
    *calendar = made;
    return OK;
}

/* ---- periods ---- */

static bool parse_digits(struct text text, size_t digits, unsigned min, unsigned max, int *value)
{
    uint64_t number;
    if (text.size != digits || text_parse_uint(text, max, &number) || number < min) {
        return false;
    }
    *value = (int)number;
    return true;
}

static bool parse_term(struct text text, struct period *period)
{
    struct text digits = text_slice(text, strlen("term-"), text.size);
    period->kind = PERIOD_TERM;
    return digits.size >= 1 && digits.size <= 2 && digits.data[0] != '0' &&
           parse_digits(digits, digits.size, 1, TERM_NUMBER_MAX, &period->number);
}

static bool parse_dated(struct text text, struct period *period)
{
    if (text.size < 4 ||
        !parse_digits(text_slice(text, 0, 4), 4, CIVIL_YEAR_MIN, CIVIL_YEAR_MAX, &period->year)) {
        return false;
    }
    if (text.size == 4) {
        period->kind = PERIOD_YEAR;
        return true;
    }
    if (text.data[4] != '-' || text.size != 7) {
        return false;
    }
    if (text.data[5] == 'Q') {
        period->kind = PERIOD_QUARTER;
        return parse_digits(text_slice(text, 6, 7), 1, 1, QUARTERS_A_YEAR, &period->number);
    }
    period->kind = PERIOD_MONTH;
    return parse_digits(text_slice(text, 5, 7), 2, 1, MONTHS_A_YEAR, &period->number);
}

enum err period_parse(struct text text, struct period *period)
{
    struct period parsed = {0};
    bool good = text_starts(text, "term-") ? parse_term(text, &parsed) : parse_dated(text, &parsed);
    if (!good) {
        return ERR_INVALID;
    }
    *period = parsed;
    return OK;
}

char *period_format(struct period period, char to[PERIOD_BYTES])
{
    switch (period.kind) {
    case PERIOD_NONE:
        to[0] = '\0';
        break;
    case PERIOD_MONTH:
        snprintf(to, PERIOD_BYTES, "%04d-%02d", period.year, period.number);
        break;
    case PERIOD_QUARTER:
        snprintf(to, PERIOD_BYTES, "%04d-Q%d", period.year, period.number);
        break;
    case PERIOD_YEAR:
        snprintf(to, PERIOD_BYTES, "%04d", period.year);
        break;
    case PERIOD_TERM:
        snprintf(to, PERIOD_BYTES, "term-%d", period.number);
        break;
    }
    return to;
}

bool period_equal(struct period a, struct period b)
{
    return a.kind == b.kind && a.year == b.year && a.number == b.number;
}

/* Term n + 1 starts `years` after term n on the same day; 1 March where that day does not exist.
 * Counted from the last term that is written down, so that a 29 February comes back in leap years.
 */
static int32_t term_begins(const struct calendar *calendar, int number)
{
    const struct calendar_term *term = &calendar->terms[0];
    for (size_t i = 1; i < calendar->term_count && calendar->terms[i].number <= number; i++) {
        term = &calendar->terms[i];
    }
    struct civil_date date = civil_date_of(term->begins);
    date.year += (number - term->number) * term->years;
    if (date.day > civil_month_days(date.year, date.month)) {
        date.month++;
        date.day = 1;
    }
    return civil_day_of_ymd(date.year, date.month, date.day);
}

int32_t period_begins(const struct calendar *calendar, struct period period)
{
    switch (period.kind) {
    case PERIOD_MONTH:
        return civil_day_of_ymd(period.year, period.number, 1);
    case PERIOD_QUARTER:
        return civil_day_of_ymd(period.year, (period.number - 1) * MONTHS_A_QUARTER + 1, 1);
    case PERIOD_YEAR:
        return civil_day_of_ymd(period.year, JANUARY, 1);
    case PERIOD_TERM:
        return term_begins(calendar, period.number);
    case PERIOD_NONE:
        break;
    }
    return 0;
}

struct period period_next(struct period period)
{
    int last = period.kind == PERIOD_MONTH ? MONTHS_A_YEAR : QUARTERS_A_YEAR;
    if (period.kind == PERIOD_YEAR) {
        period.year++;
    } else if (period.kind == PERIOD_TERM) {
        period.number += period.number < TERM_NUMBER_MAX;
    } else if (period.kind != PERIOD_NONE) {
        period.number++;
    }
    if (period.kind != PERIOD_TERM && period.number > last) {
        period.year++;
        period.number = 1;
    }
    return period;
}

struct period period_previous(struct period period)
{
    int last = period.kind == PERIOD_MONTH ? MONTHS_A_YEAR : QUARTERS_A_YEAR;
    if (period.kind == PERIOD_YEAR) {
        period.year--;
    } else if (period.number > 1) {
        period.number--;
    } else if (period.kind == PERIOD_MONTH || period.kind == PERIOD_QUARTER) {
        period.year--;
        period.number = last;
    }
    return period;
}

int32_t period_ends(const struct calendar *calendar, struct period period)
{
    if (period.kind == PERIOD_TERM) {
        return term_begins(calendar, period.number + 1) - 1;
    }
    return period.kind == PERIOD_NONE ? 0 : period_begins(calendar, period_next(period)) - 1;
}

int period_compare(const struct calendar *calendar, struct period a, struct period b)
{
    int32_t a_begins = period_begins(calendar, a), b_begins = period_begins(calendar, b);
    if (a_begins != b_begins) {
        return a_begins < b_begins ? -1 : 1;
    }
    return (a.kind < b.kind) - (a.kind > b.kind); /* the longer kind has the higher number */
}

static int term_number(const struct calendar *calendar, int32_t day)
{
    size_t at = 0;
    while (at + 1 < calendar->term_count && calendar->terms[at + 1].begins <= day) {
        at++;
    }
    const struct calendar_term *term = &calendar->terms[at];
    int years = civil_date_of(day).year - civil_date_of(term->begins).year;
    int number = term->number + (years > 0 ? years / term->years : 0);
    if (number > term->number && term_begins(calendar, number) > day) {
        number--;
    }
    /* An election that came late: the old term goes on until then. */
    if (at + 1 < calendar->term_count && number >= calendar->terms[at + 1].number) {
        number = calendar->terms[at + 1].number - 1;
    }
    return number < TERM_NUMBER_MAX ? number : TERM_NUMBER_MAX;
}

struct period period_of_day(const struct calendar *calendar, enum period_kind kind, int32_t day)
{
    struct civil_date date = civil_date_of(day);
    struct period period = {.kind = kind, .year = date.year};
    switch (kind) {
    case PERIOD_MONTH:
        period.number = date.month;
        break;
    case PERIOD_QUARTER:
        period.number = (date.month - 1) / MONTHS_A_QUARTER + 1;
        break;
    case PERIOD_YEAR:
        break;
    case PERIOD_TERM:
        period.year = 0;
        period.number = term_number(calendar, day);
        break;
    case PERIOD_NONE:
        period.year = 0;
        break;
    }
    return period;
}

/* ---- disclosure days (G8) ---- */

int32_t calendar_disclosure_day(const struct calendar *calendar, int32_t day)
{
    struct civil_date date = civil_date_of(day);
    return civil_day_of_ymd(date.year, date.month, calendar->disclosure_day);
}

bool calendar_is_disclosure_day(const struct calendar *calendar, int32_t day)
{
    return calendar_disclosure_day(calendar, day) == day;
}

static int32_t first_disclosure_day_from(const struct calendar *calendar, int32_t day)
{
    int32_t this_month = calendar_disclosure_day(calendar, day);
    return this_month >= day ? this_month : civil_add_months(this_month, 1);
}

int32_t calendar_next_disclosure_day(const struct calendar *calendar, int32_t day)
{
    return first_disclosure_day_from(calendar, day + 1);
}

int32_t calendar_last_disclosure_day(const struct calendar *calendar, int32_t day)
{
    int32_t this_month = calendar_disclosure_day(calendar, day);
    return this_month <= day ? this_month : civil_add_months(this_month, -1);
}

unsigned calendar_days_left(const struct calendar *calendar, int32_t day)
{
    return (unsigned)(first_disclosure_day_from(calendar, day) - day);
}

struct period calendar_month_of(int32_t due_day)
{
    struct civil_date date = civil_date_of(due_day);
    return (struct period){.kind = PERIOD_MONTH, .year = date.year, .number = date.month};
}

struct period calendar_board_month(const struct calendar *calendar, int32_t day)
{
    return calendar_month_of(calendar_last_disclosure_day(calendar, day));
}

unsigned calendar_issue_number(const struct calendar *calendar, struct period month)
{
    struct civil_date first = civil_date_of(calendar->first_board);
    int months = (month.year - first.year) * MONTHS_A_YEAR + month.number - first.month;
    return month.kind == PERIOD_MONTH && months >= 0 ? (unsigned)months + 1 : 0;
}

bool calendar_has_board(const struct calendar *calendar, struct period month)
{
    return month.kind == PERIOD_MONTH && period_begins(calendar, month) >= calendar->first_board;
}

/* ---- due days (G5, G6) ---- */

int32_t calendar_due_day(const struct calendar *calendar, unsigned item, struct period period)
{
    switch (period.kind) {
    case PERIOD_MONTH:
    case PERIOD_QUARTER:
        return first_disclosure_day_from(calendar, period_ends(calendar, period) + 1);
    case PERIOD_YEAR:
        return civil_day_of_ymd(period.year + !calendar->looks_ahead[item],
                                calendar->due_month[item], calendar->disclosure_day);
    case PERIOD_TERM:
        return first_disclosure_day_from(calendar, period_begins(calendar, period));
    case PERIOD_NONE:
        break;
    }
    return 0;
}

/* The latest period of this kind that has come due by `day`, whatever the first board month. */
static bool latest_of_kind(const struct calendar *calendar, unsigned item, enum period_kind kind,
                           int32_t day, struct period *period, int32_t *due_day)
{
    struct period latest = period_of_day(calendar, kind, day);
    int32_t due = calendar_due_day(calendar, item, latest);
    /* The running period has come due when it is told ahead; else it is the one before, or (early
     * in a month) the one before that. */
    for (int back = 0; due > day && back < 2; back++) {
        if (kind == PERIOD_TERM && latest.number == 1) {
            return false; /* the first term is still to be announced */
        }
        latest = period_previous(latest);
        due = calendar_due_day(calendar, item, latest);
    }
    *period = latest;
    *due_day = due;
    return due <= day;
}

/* The first due day of this kind after `day`. */
static int32_t next_of_kind(const struct calendar *calendar, unsigned item, enum period_kind kind,
                            int32_t day)
{
    /* Two periods back is always due already (one for the term: it has no zeroth). */
    struct period period = period_of_day(calendar, kind, day);
    period = period_previous(period_previous(period));
    int32_t due = calendar_due_day(calendar, item, period);
    while (due <= day) {
        struct period next = period_next(period);
        if (period_equal(next, period)) {
            return 0; /* term-99 */
        }
        period = next;
        due = calendar_due_day(calendar, item, period);
    }
    return due;
}

bool calendar_latest_ever(const struct calendar *calendar, unsigned item, int32_t day,
                          struct period *period, int32_t *due_day)
{
    assert(item >= 1 && item <= ITEM_COUNT);
    struct period latest;
    int32_t due;
    if (calendar->item[item] == PERIOD_NONE ||
        !latest_of_kind(calendar, item, calendar->item[item], day, &latest, &due)) {
        return false;
    }
    *period = latest;
    *due_day = due;
    return true;
}

bool calendar_latest(const struct calendar *calendar, unsigned item, int32_t day,
                     struct period *period, int32_t *due_day)
{
    struct period latest;
    int32_t due;
    if (!calendar_latest_ever(calendar, item, day, &latest, &due) || due < calendar->first_board) {
        return false;
    }
    *period = latest;
    *due_day = due;
    return true;
}

static int32_t later_of(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t parts_next_due(const struct calendar *calendar, int32_t day)
{
    int32_t first = 0;
    for (size_t i = 0; i < calendar->part_count; i++) {
        int32_t due = calendar_part_next_due(calendar, &calendar->parts[i], day);
        first = due && (!first || due < first) ? due : first;
    }
    return first;
}

int32_t calendar_next_due(const struct calendar *calendar, unsigned item, int32_t day)
{
    assert(item >= 1 && item <= ITEM_COUNT);
    enum period_kind kind = calendar->item[item];
    if (kind == PERIOD_NONE) {
        return item == ITEM_COUNT ? parts_next_due(calendar, day) : 0;
    }
    return next_of_kind(calendar, item, kind, later_of(day, calendar->first_board - 1));
}

/* ---- the parts of item 10 ---- */

const struct calendar_part *calendar_part_of(const struct calendar *calendar, unsigned part)
{
    for (size_t i = 0; i < calendar->part_count; i++) {
        if (calendar->parts[i].part == part) {
            return &calendar->parts[i];
        }
    }
    return NULL;
}

static bool part_asks(const struct calendar *calendar, const struct calendar_part *part,
                      int32_t due)
{
    return due >= calendar->first_board && due >= part->since &&
           (!part->ended || due <= part->ended);
}

bool calendar_part_latest(const struct calendar *calendar, const struct calendar_part *part,
                          int32_t day, struct period *period, int32_t *due_day)
{
    struct period latest;
    int32_t due;
    int32_t until = part->ended && part->ended < day ? part->ended : day;
    if (part->kind == PERIOD_NONE ||
        !latest_of_kind(calendar, ITEM_COUNT, part->kind, until, &latest, &due) ||
        !part_asks(calendar, part, due)) {
        return false;
    }
    *period = latest;
    *due_day = due;
    return true;
}

int32_t calendar_part_next_due(const struct calendar *calendar, const struct calendar_part *part,
                               int32_t day)
{
    if (part->kind == PERIOD_NONE) {
        return 0;
    }
    int32_t from = later_of(day, later_of(calendar->first_board, part->since) - 1);
    int32_t due = next_of_kind(calendar, ITEM_COUNT, part->kind, from);
    return due && part_asks(calendar, part, due) ? due : 0;
}

bool calendar_due_on(const struct calendar *calendar, unsigned item, int32_t day,
                     struct period *period)
{
    struct period latest;
    int32_t due;
    if (!calendar_latest(calendar, item, day, &latest, &due) || due != day) {
        return false;
    }
    *period = latest;
    return true;
}

int64_t calendar_opens_at(const struct calendar *calendar, int32_t due_day, int64_t signed_s,
                          int32_t asked_day)
{
    int32_t day = due_day > asked_day ? due_day : asked_day;
    int64_t midnight = day ? civil_midnight(day, calendar->offset_min) : signed_s;
    return midnight > signed_s ? midnight : signed_s;
}
