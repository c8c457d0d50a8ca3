/* privacy.c - see privacy.h.
 *
 * A text is read as runs of digits with at most one separator between two of them. What may be
 * written in many ways but checks itself (an 18-digit ID: check character, date and region) is
 * looked for at every digit; what checks itself weakly (a card's Luhn digit, a mobile's prefix)
 * only where it stands as a number of its own, in the groups in which people write it, so that
 * dates and sums beside each other are left alone. */
#include "privacy.h"

#include <stdio.h>
#include <string.h>

#include "utf8.h"

enum {
    RUN_DIGITS_MAX = 64,
    ID18_DIGITS = 18,
    ID15_DIGITS = 15,
    CARD_DIGITS_MIN = 16,
    CARD_DIGITS_MAX = 19,
    CARD_GROUP = 4,
    MOBILE_DIGITS = 11,
    CHECK_TEN = 10, /* the value of X */
    NO_DIGIT = -1,
    MASK_DIGITS_SHOWN = 3,
};

/* One digit, where it stands, and whether a separator stands before it. */
struct digit {
    int value; /* 0..9, CHECK_TEN for X */
    size_t from, to;
    uint32_t separator; /* before it, 0 none */
};

struct run {
    struct digit at[RUN_DIGITS_MAX];
    size_t count;
    bool letter_before, letter_after; /* part of a longer word such as a hash or a serial number */
    size_t end;                       /* byte after the run */
};

static int digit_value(uint32_t c)
{
    if (c >= '0' && c <= '9') {
        return (int)(c - '0');
    }
    if (c >= 0xFF10 && c <= 0xFF19) { /* full width */
        return (int)(c - 0xFF10);
    }
    return NO_DIGIT;
}

static bool is_check_x(uint32_t c)
{
    return c == 'x' || c == 'X' || c == 0xFF38 || c == 0xFF58 || c == 0x2169; /* Ⅹ */
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* What people put inside a number: blanks, dots, hyphens and dashes, a line break. */
static bool is_separator(uint32_t c)
{
    switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '.':
    case '-':
    case 0xA0:   /* no-break space */
    case 0xB7:   /* · */
    case 0x2010: /* hyphens and dashes */
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x3000: /* ideographic space */
    case 0xFF0D: /* － */
    case 0xFF0E: /* ． */
        return true;
    default:
        return false;
    }
}

static uint32_t character_at(struct text text, size_t at, size_t *next)
{
    struct text rest = text_slice(text, at, text.size);
    uint32_t c = utf8_next(&rest);
    *next = text.size - rest.size;
    return c;
}

/* Reads the run that begins with the digit at byte `at`. */
static void read_run(struct text text, size_t at, struct run *run)
{
    uint32_t separator = 0;
    run->count = 0;
    run->end = at;
    run->letter_after = false;
    while (at < text.size && run->count < RUN_DIGITS_MAX) {
        size_t next;
        uint32_t c = character_at(text, at, &next);
        int value = digit_value(c);
        if (value == NO_DIGIT && is_check_x(c) && run->count >= ID18_DIGITS - 1) {
            value = CHECK_TEN;
        }
        if (value != NO_DIGIT) {
            run->at[run->count++] = (struct digit){value, at, next, separator};
            separator = 0;
            run->end = next;
            if (value == CHECK_TEN) {
                return;
            }
        } else if (is_separator(c) && separator == 0) {
            separator = c;
        } else if (!(c == '\r' && separator == 0)) {
            run->letter_after = is_letter(c) && separator == 0;
            return;
        }
        at = next;
    }
}

/* ---- what the digits from `from` to `from + count` could be ---- */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool is_birth_date(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return year >= 1850 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] + (month == 2 && is_leap(year));
}

static int number_of(const struct digit *digits, size_t count)
{
    int number = 0;
    for (size_t i = 0; i < count; i++) {
        number = number * 10 + digits[i].value;
    }
    return number;
}

/* GB/T 2260: the provinces 11..65, 71, 81..83, 91. */
static bool is_region(const struct digit *digits)
{
    int province = number_of(digits, 2);
    return (province >= 11 && province <= 65) || province == 71 ||
           (province >= 81 && province <= 83) || province == 91;
}

/* GB 11643: ISO 7064 MOD 11-2 over 17 digits. */
static bool is_id18(const struct digit *digits)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (size_t i = 0; i < ID18_DIGITS - 1; i++) {
        if (digits[i].value == CHECK_TEN) {
            return false;
        }
        sum += digits[i].value * weights[i];
    }
    int check = (12 - sum % 11) % 11;
    return digits[ID18_DIGITS - 1].value == check && is_region(digits) &&
           is_birth_date(number_of(digits + 6, 4), number_of(digits + 10, 2),
                         number_of(digits + 12, 2));
}

static bool is_id15(const struct digit *digits)
{
    return is_region(digits) && is_birth_date(1900 + number_of(digits + 6, 2),
                                              number_of(digits + 8, 2), number_of(digits + 10, 2));
}

static bool is_luhn(const struct digit *digits, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int value = digits[count - 1 - i].value;
        if (i % 2 == 1) {
            value = value * 2 > 9 ? value * 2 - 9 : value * 2;
        }
        sum += value;
    }
    return sum % 10 == 0;
}

/* A card of all equal digits is a rule drawn with zeros, not a card. */
static bool is_one_digit_repeated(const struct digit *digits, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (digits[i].value != digits[0].value) {
            return false;
        }
    }
    return true;
}

/* Every group in the window has between `min` and `max` digits (the last one any number up to max).
 */
static bool groups_between(const struct digit *digits, size_t count, size_t min, size_t max)
{
    size_t group = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && digits[i].separator != 0) {
            if (group < min || group > max) {
                return false;
            }
            group = 0;
        }
        group++;
    }
    return group <= max;
}

static bool is_unbroken(const struct digit *digits, size_t count)
{
    return groups_between(digits, count, count, count);
}

static bool groups_are_single(const struct digit *digits, size_t count)
{
    return groups_between(digits, count, 1, 1);
}

static bool is_card(const struct digit *digits, size_t count)
{
    bool written_so = is_unbroken(digits, count) ||
                      groups_between(digits, count, CARD_GROUP, CARD_GROUP) ||
                      groups_are_single(digits, count);
    /* 62 1700 ...: the first group may also be six, as on older cards. */
    bool six_first = count == CARD_DIGITS_MAX && digits[6].separator != 0 &&
                     is_unbroken(digits, 6) && is_unbroken(digits + 6, count - 6);
    return (written_so || six_first) && digits[0].value >= 3 &&
           !is_one_digit_repeated(digits, count) && is_luhn(digits, count);
}

static bool is_mobile(const struct digit *digits)
{
    bool written_so = groups_between(digits, MOBILE_DIGITS, 3, MOBILE_DIGITS) ||
                      groups_are_single(digits, MOBILE_DIGITS);
    return written_so && digits[0].value == 1 && digits[1].value >= 3;
}

/* ---- windows over a run ---- */

static bool starts_a_number(const struct run *run, size_t from)
{
    return from == 0 ? !run->letter_before : run->at[from].separator != 0;
}

static bool ends_a_number(const struct run *run, size_t to)
{
    return to == run->count ? !run->letter_after : run->at[to].separator != 0;
}

/* +86 or 0086 written on to the number. */
static bool follows_country_code(const struct run *run, size_t from)
{
    return from >= 2 && run->at[from - 1].value == 6 && run->at[from - 2].value == 8 &&
           (from == 2 || run->at[from - 2].separator != 0 || from == 4);
}

static bool is_allowed(const struct digit *digits, size_t count,
                       const struct privacy_allowed *allowed)
{
    for (size_t i = 0; allowed && i < allowed->count; i++) {
        struct text rest = allowed->phones[i];
        size_t at = 0;
        bool same = true;
        for (uint32_t c; same && (c = utf8_next(&rest)) != 0;) {
            int value = digit_value(c);
            if (value != NO_DIGIT) {
                same = at < count && digits[at].value == value;
                at++;
            }
        }
        if (same && at == count) {
            return true;
        }
    }
    return false;
}

static size_t card_at(const struct run *run, size_t from)
{
    for (size_t count = CARD_DIGITS_MAX; count >= CARD_DIGITS_MIN; count--) {
        if (from + count <= run->count && ends_a_number(run, from + count) &&
            is_card(&run->at[from], count)) {
            return count;
        }
    }
    return 0;
}

/* The kind of what begins at digit `from`, with its number of digits. */
static enum privacy_kind judge_at(const struct run *run, size_t from,
                                  const struct privacy_allowed *allowed, size_t *count)
{
    size_t left = run->count - from;
    bool starts = starts_a_number(run, from);
    if (left >= ID18_DIGITS && is_id18(&run->at[from]) &&
        (is_unbroken(&run->at[from], ID18_DIGITS) ||
         (starts && ends_a_number(run, from + ID18_DIGITS)))) {
        *count = ID18_DIGITS;
        return PRIVACY_ID18;
    }
    if (starts && (*count = card_at(run, from)) > 0) {
        return PRIVACY_CARD;
    }
    if (starts && left >= ID15_DIGITS && ends_a_number(run, from + ID15_DIGITS) &&
        groups_between(&run->at[from], ID15_DIGITS, 3, ID15_DIGITS) && is_id15(&run->at[from])) {
        *count = ID15_DIGITS;
        return PRIVACY_ID15;
    }
    if ((starts || follows_country_code(run, from)) && left >= MOBILE_DIGITS &&
        ends_a_number(run, from + MOBILE_DIGITS) && is_mobile(&run->at[from]) &&
        !is_allowed(&run->at[from], MOBILE_DIGITS, allowed)) {
        *count = MOBILE_DIGITS;
        return PRIVACY_MOBILE;
    }
    return PRIVACY_NONE;
}

bool privacy_find(struct text text, size_t from, const struct privacy_allowed *allowed,
                  struct privacy_hit *hit)
{
    bool letter = false;
    size_t at = from;
    while (at < text.size) {
        size_t next;
        uint32_t c = character_at(text, at, &next);
        if (digit_value(c) == NO_DIGIT) {
            letter = is_letter(c);
            at = next;
            continue;
        }
        struct run run;
        run.letter_before = letter;
        read_run(text, at, &run);
        for (size_t i = 0; i < run.count; i++) {
            size_t count = 0;
            enum privacy_kind kind = judge_at(&run, i, allowed, &count);
            if (kind != PRIVACY_NONE) {
                *hit = (struct privacy_hit){kind, run.at[i].from, run.at[i + count - 1].to};
                return true;
            }
        }
        /* A run cut at RUN_DIGITS_MAX goes on where an 18-digit number could still begin in it. */
        bool cut = run.count == RUN_DIGITS_MAX;
        at = cut ? run.at[RUN_DIGITS_MAX - CARD_DIGITS_MAX].from : run.end;
        letter = false;
    }
    return false;
}

const char *privacy_kind_name(enum privacy_kind kind)
{
    switch (kind) {
    case PRIVACY_ID18:
    case PRIVACY_ID15:
        return "身份证号码";
    case PRIVACY_CARD:
        return "银行卡号";
    case PRIVACY_MOBILE:
        return "手机号码";
    case PRIVACY_NONE:
        break;
    }
    return "";
}

static size_t line_of(struct text text, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset; i++) {
        line += text.data[i] == '\n';
    }
    return line;
}

enum err privacy_check(struct text text, const struct privacy_allowed *allowed,
                       struct complaint *why)
{
    struct privacy_hit hit;
    if (!privacy_find(text, 0, allowed, &hit)) {
        return OK;
    }
    struct text found = text_slice(text, hit.from, hit.to);
    struct text shown = text_slice(found, 0, utf8_offset(found, MASK_DIGITS_SHOWN));
    return complain(why, ERR_INVALID,
                    "第 %zu 行有%s（%.*s…）：公开的内容里不能出现，请删去后再导入",
                    line_of(text, hit.from), privacy_kind_name(hit.kind), TEXT_ARG(shown));
}
