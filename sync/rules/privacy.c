/* privacy.c - numbers; addresses are in privacy_address.c. See privacy.h.
 *
 * A text is read as runs of digits with at most SEPARATORS_MAX separators between two of them. Each
 * digit knows how it was parted from the one before; what a number may look like inside is a
 * question about those partings, whether it stands alone one about its two ends. */
#include "privacy.h"

#include <string.h>

#include "letter.h"
#include "privacy_private.h"

enum {
    RUN_DIGITS_MAX = 64,
    SEPARATORS_MAX = 4, /* " - " and a line break, no more */
    ID18_DIGITS = 18,
    ID15_DIGITS = 15,
    CARD_DIGITS_MIN = 16,
    CARD_DIGITS_MAX = 19,
    CARD_GROUP = 4,
    MOBILE_DIGITS = 11,
    AREA_SHORT = 3, /* 010, 02x */
    AREA_LONG = 4,  /* 0xxx */
    LANDLINE_DIGITS_MAX = 12,
    CHECK_TEN = 10, /* the value of X */
    LABEL_BYTES_MAX = 36,
    LETTERS_MAX = 8,
    NUMBER_SHOWN = 3,
    ADDRESS_SHOWN = 2,
};

/* How a digit is parted from the one before. */
enum parting {
    PART_NONE,  /* written on */
    PART_DASH,  /* one hyphen or dash: hardly ever between two sums */
    PART_LIGHT, /* one blank or dot, or no width at all */
    PART_LINE,  /* one line break */
    PART_LOOSE, /* several of these */
    PART_WEAK,  /* with a comma, a bracket or a slash among them */
    PART_CELL,  /* into the next cell of a table */
};

struct digit {
    int value; /* 0..9, CHECK_TEN for X */
    size_t from, to;
    enum digit_form form;
    enum parting parting;
};

struct run {
    struct digit at[RUN_DIGITS_MAX];
    size_t count;
    bool glued_before, glued_after; /* part of a longer word or number */
    bool plus;                      /* a + stands before it */
    size_t end;                     /* byte after the run */
};

/* ---- characters ---- */

/* A digit of any form; DIGIT_NONE for others. An O is a nought only where read_run() says so. */
enum digit_form digit_of(uint32_t c, int *value)
{
    static const uint32_t worded[] = {0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,  /* 零一二三四 */
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D}; /* 五六七八九 */
    static const uint32_t banked[] = {0x3007, 0x58F9, 0x8D30, 0x53C1, 0x8086,  /* 〇壹贰叁肆 */
                                      0x4F0D, 0x9646, 0x67D2, 0x634C, 0x7396}; /* 伍陆柒捌玖 */
    if (c >= '0' && c <= '9') {
        *value = (int)(c - '0');
        return DIGIT_PLAIN;
    }
    if (c < 0x2460) {
        return DIGIT_NONE;
    }
    if ((c >= 0xFF10 && c <= 0xFF19) || (c >= 0x1D7CE && c <= 0x1D7FF)) { /* full width, bold */
        *value = (int)((c >= 0x1D7CE ? c - 0x1D7CE : c - 0xFF10) % 10);
        return DIGIT_PLAIN;
    }
    if (c <= 0x2468 || (c >= 0x2776 && c <= 0x277E)) { /* ① to ⑨, ❶ to ❾ */
        *value = (int)(c <= 0x2468 ? c - 0x2460 : c - 0x2776) + 1;
        return DIGIT_PLAIN;
    }
    for (int i = 0; i < 10; i++) {
        if (c == worded[i] || c == banked[i]) {
            *value = i;
            return DIGIT_WORD;
        }
    }
    *value = c == 0x5E7A;                                                       /* 幺 */
    return c == 0x5E7A || c == 0x25CB || c == 0x24EA ? DIGIT_WORD : DIGIT_NONE; /* ○ ⓪ */
}

static bool is_check_x(uint32_t c)
{
    return c == 'x' || c == 'X' || c == 0xFF38 || c == 0xFF58 || c == 0x2169 || c == 0xD7; /* Ⅹ × */
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* What people put inside a number. */
static enum parting parting_of(uint32_t c)
{
    switch (c) {
    case '\n':
    case '\r':
        return PART_LINE;
    case '-':
    case 0xAD:   /* soft hyphen */
    case 0x2010: /* hyphens and dashes */
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0xFF0D:
        return PART_DASH;
    case ' ':
    case '\t':
    case '.':
    case '*': /* emphasis in Markdown */
    case 0xA0:
    case 0xB7:   /* · */
    case 0x2022: /* • */
    case 0x200B: /* of no width at all */
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0x3000:
    case 0x3002: /* 。 */
    case 0xFF0E:
    case 0xFFE3:
        return PART_LIGHT;
    case ',':
    case '/':
    case '(':
    case ')':
    case 0x3001: /* 、 */
    case 0xFF08: /* （ */
    case 0xFF09:
    case 0xFF0C: /* ， */
    case 0xFF0F:
        return PART_WEAK;
    case '|':
    case 0xFF5C:
        return PART_CELL;
    default:
        return PART_NONE;
    }
}

uint32_t character_at(struct text text, size_t at, size_t *next)
{
    struct text rest = text_slice(text, at, text.size);
    uint32_t c = utf8_next(&rest);
    *next = text.size - rest.size;
    return c;
}

static enum parting join_partings(enum parting before, enum parting next, size_t count)
{
    enum parting both = before > next ? before : next;
    return both <= PART_LINE && count > 1 ? PART_LOOSE : both;
}

/* A carriage return is half of a line break and parts nothing by itself. */
static bool counts_as_separator(uint32_t c)
{
    return c != '\r';
}

/* Reads the run that begins with the digit at byte `at`. */
static void read_run(struct text text, size_t at, struct run *run)
{
    enum parting parting = PART_NONE;
    size_t separators = 0;
    run->count = 0;
    run->end = at;
    run->glued_after = false;
    while (at < text.size) {
        size_t next;
        int value = 0;
        uint32_t c = character_at(text, at, &next);
        enum digit_form form = digit_of(c, &value);
        if (form == DIGIT_NONE && run->count >= ID18_DIGITS - 1 && is_check_x(c)) {
            form = DIGIT_PLAIN;
            value = CHECK_TEN;
        } else if (form == DIGIT_NONE && (c == 'O' || c == 'o') && run->count > 0 &&
                   separators == 0) {
            form = DIGIT_WORD; /* 138OOOO1234 */
        }
        if (form != DIGIT_NONE && run->count == RUN_DIGITS_MAX) {
            run->glued_after = parting == PART_NONE;
            return;
        }
        if (form != DIGIT_NONE) {
            run->at[run->count++] = (struct digit){value, at, next, form, parting};
            parting = PART_NONE;
            separators = 0;
            run->end = next;
            if (value == CHECK_TEN) {
                return;
            }
        } else {
            enum parting kind = parting_of(c);
            separators += counts_as_separator(c);
            if (kind == PART_NONE || separators > SEPARATORS_MAX) {
                run->glued_after = is_letter(c) && separators == 1 && parting == PART_NONE;
                return;
            }
            parting = join_partings(parting, kind, separators);
        }
        at = next;
    }
}

/* ---- what the digits could be ---- */

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

/* GB/T 2260: the provinces there are. */
static bool is_region(const struct digit *digits)
{
    int first = digits[0].value, second = digits[1].value;
    static const int last[10] = {0, 5, 3, 7, 6, 4, 5, 1, 3, 1}; /* 11-15, 21-23, 31-37, ... */
    return first >= 1 && first <= 9 && second <= last[first] && (second >= 1 || first == 5);
}

/* GB 11643: ISO 7064 MOD 11-2 over 17 digits. */
static bool is_id18(const struct digit *digits)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    if (!is_region(digits)) {
        return false;
    }
    for (size_t i = 0; i < ID18_DIGITS - 1; i++) {
        if (digits[i].value == CHECK_TEN) {
            return false;
        }
        sum += digits[i].value * weights[i];
    }
    int check = (12 - sum % 11) % 11;
    return digits[ID18_DIGITS - 1].value == check &&
           is_birth_date(number_of(digits + 6, 4), number_of(digits + 10, 2),
                         number_of(digits + 12, 2));
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

static bool is_old_issuer(int two)
{
    return two == 60 || two == 69 || two == 94 || two == 95;
}

/* The ranges of issuers whose cards are met here: UnionPay 62 of any length, its older 60, 69, 94,
 * 95 of 16 to 19, Visa, MasterCard and JCB of 16. The 18 digits of a social organisation's credit
 * code (51, 52, 54 ...) are none of these. */
static bool is_issuer(const struct digit *digits, size_t count)
{
    int two = number_of(digits, 2);
    bool foreign = digits[0].value == 4 || (two >= 51 && two <= 55) || two == 35;
    return two == 62 || is_old_issuer(two) || (foreign && count == CARD_DIGITS_MIN);
}

static enum parting widest(const struct digit *digits, size_t count)
{
    enum parting parting = PART_NONE;
    for (size_t i = 1; i < count; i++) {
        parting = digits[i].parting > parting ? digits[i].parting : parting;
    }
    return parting;
}

/* Every group in the window has between `min` and `max` digits (the last any number up to max). */
static bool groups_between(const struct digit *digits, size_t count, size_t min, size_t max)
{
    size_t group = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && digits[i].parting != PART_NONE) {
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

/* Are the digits in exactly these groups? `sizes` ends with 0. */
static bool groups_are(const struct digit *digits, size_t count, const size_t *sizes)
{
    size_t at = 0;
    for (; *sizes; sizes++) {
        if (at + *sizes > count || (at > 0 && digits[at].parting == PART_NONE) ||
            !is_unbroken(digits + at, *sizes)) {
            return false;
        }
        at += *sizes;
    }
    return at == count;
}

/* Without a check character: only as people write it. */
static bool is_id15(const struct digit *digits)
{
    static const size_t ways[][4] = {{15, 0}, {6, 6, 3, 0}, {6, 9, 0}, {12, 3, 0}};
    enum parting parting = widest(digits, ID15_DIGITS);
    bool written_so = groups_are_single(digits, ID15_DIGITS) ||
                      (parting == PART_DASH && groups_between(digits, ID15_DIGITS, 3, ID15_DIGITS));
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        written_so = written_so || groups_are(digits, ID15_DIGITS, ways[i]);
    }
    return written_so && parting <= PART_LOOSE && is_region(digits) &&
           is_birth_date(1900 + number_of(digits + 6, 2), number_of(digits + 8, 2),
                         number_of(digits + 10, 2));
}

static bool is_card(const struct digit *digits, size_t count)
{
    bool fours = groups_between(digits, count, CARD_GROUP, CARD_GROUP);
    bool union_pay = number_of(digits, 2) == 62;
    enum parting parting = widest(digits, count);
    if (!is_issuer(digits, count) || !is_luhn(digits, count)) {
        return false;
    }
    if (parting >= PART_WEAK) { /* four-digit sums stand in cells and on lines too */
        return parting == PART_CELL && fours && union_pay;
    }
    /* The first group may also be six digits, as on older cards. */
    const size_t six_first[] = {6, count - 6, 0};
    return (fours && (parting != PART_LINE || union_pay || is_old_issuer(number_of(digits, 2)))) ||
           is_unbroken(digits, count) || groups_are_single(digits, count) ||
           groups_are(digits, count, six_first);
}

static bool is_mobile(const struct digit *digits)
{
    static const size_t ways[][4] = {{3, 4, 4, 0}, {3, 8, 0}, {11, 0}};
    enum parting parting = widest(digits, MOBILE_DIGITS);
    if (digits[0].value != 1 || digits[1].value < 3 || digits[1].value == CHECK_TEN ||
        parting > PART_LOOSE) {
        return false;
    }
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (groups_are(digits, MOBILE_DIGITS, ways[i])) {
            return i == 0 || parting <= PART_LINE;
        }
    }
    return groups_are_single(digits, MOBILE_DIGITS) ||
           (parting == PART_DASH && groups_between(digits, MOBILE_DIGITS, 3, MOBILE_DIGITS));
}

/* ---- windows over a run ---- */

/* Words and figures written on to each other are two numbers. */
static bool form_changes(const struct run *run, size_t at)
{
    return run->at[at - 1].form != run->at[at].form;
}

static bool starts_a_number(const struct run *run, size_t from)
{
    return from == 0 ? !run->glued_before
                     : run->at[from].parting != PART_NONE || form_changes(run, from);
}

static bool ends_a_number(const struct run *run, size_t to)
{
    return to == run->count ? !run->glued_after
                            : run->at[to].parting != PART_NONE || form_changes(run, to);
}

/* +86 or 0086 written on to the number. */
static bool follows_country_code(const struct run *run, size_t from)
{
    return from >= 2 && run->at[from - 1].value == 6 && run->at[from - 2].value == 8 &&
           (from == 2 || run->at[from - 2].parting != PART_NONE || from == 4);
}

/* Takes the digits of the first number off `*phones` (two may be written with a comma between, and
 * an extension behind 转); 0: none left. */
static size_t next_phone(struct text *phones, int values[LANDLINE_DIGITS_MAX])
{
    size_t count = 0;
    bool extension = false;
    for (uint32_t c; (c = utf8_next(phones)) != 0;) {
        int value = 0;
        enum parting parting = parting_of(c);
        if (parting == PART_WEAK && c != '(' && c != ')' && c != 0xFF08 && c != 0xFF09) {
            if (count > 0) {
                return count;
            }
            continue;
        }
        extension = extension || c == 0x8F6C; /* 转 */
        if (!extension && count < LANDLINE_DIGITS_MAX && digit_of(c, &value) != DIGIT_NONE) {
            values[count++] = value;
        }
    }
    return count;
}

/* `suffix_min`: so many last digits that agree are enough (a landline without its area code). */
static bool is_own_phone(const struct digit *digits, size_t count, struct text phones,
                         size_t suffix_min)
{
    int values[LANDLINE_DIGITS_MAX];
    for (size_t have; (have = next_phone(&phones, values)) > 0;) {
        bool same = have == count || (have < count && have >= suffix_min);
        for (size_t i = 0; same && i < have; i++) {
            same = values[i] == digits[count - have + i].value;
        }
        if (same) {
            return true;
        }
    }
    return false;
}

static bool is_allowed(const struct digit *digits, size_t count, size_t suffix_min,
                       const struct privacy_allowed *allowed)
{
    for (size_t i = 0; allowed && i < allowed->count; i++) {
        if (is_own_phone(digits, count, allowed->phones[i], suffix_min)) {
            return true;
        }
    }
    for (size_t i = 0; allowed && i < allowed->contact_count; i++) {
        if (is_own_phone(digits, count, allowed->contacts[i].phone, suffix_min)) {
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

/* ---- landlines ---- */

/* Does something before byte `at` say that a telephone follows? */
static bool is_labelled(struct text text, size_t at)
{
    static const char *const labels[] = {"电话", "热线", "拨打", "致电",
                                         "座机", "联系", "Tel",  "TEL"};
    struct text before = text_slice(text, at > LABEL_BYTES_MAX ? at - LABEL_BYTES_MAX : 0, at);
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        if (memmem(before.data, before.size, labels[i], strlen(labels[i]))) {
            return true;
        }
    }
    return false;
}

/* 010 and 02x are short, 03xx to 09xx long; 0: no area code. */
static size_t area_digits(const struct digit *digits)
{
    if (digits[0].value != 0) {
        return 0;
    }
    if (digits[1].value == 2 || (digits[1].value == 1 && digits[2].value == 0)) {
        return AREA_SHORT;
    }
    return digits[1].value >= 3 && digits[1].value <= 9 ? AREA_LONG : 0;
}

/* A letter's receipt, as slips print it, satisfies a check of its own. */
static bool is_receipt(const struct digit *digits, size_t count)
{
    static const size_t written[] = {4, 4, 4, 0};
    char text[RECEIPT_DIGITS];
    if (!is_unbroken(digits, count) && !groups_are(digits, count, written)) {
        return false;
    }
    for (size_t i = 0; i < RECEIPT_DIGITS && i < count; i++) {
        text[i] = (char)('0' + digits[i].value % 10);
    }
    return count == RECEIPT_DIGITS && receipt_valid((struct text){text, RECEIPT_DIGITS});
}

/* A subscriber's number as people write it: in one, or 4-4, 3-4. */
static bool is_subscriber(const struct digit *digits, size_t count)
{
    size_t half = count - 4;
    bool halves = digits[half].parting != PART_NONE && is_unbroken(digits, half) &&
                  is_unbroken(digits + half, 4);
    return digits[0].value >= 2 && digits[0].value <= 8 && (is_unbroken(digits, count) || halves);
}

/* The digits of a landline that begins at `from`; 0: none does. */
static size_t landline_at(struct text text, const struct run *run, size_t from)
{
    const struct digit *digits = &run->at[from];
    size_t left = run->count - from;
    size_t area = left > AREA_LONG ? area_digits(digits) : 0;
    if (area == 0 || !is_unbroken(digits, area)) {
        return 0;
    }
    bool parted = digits[area].parting != PART_NONE && digits[area].parting != PART_CELL;
    for (size_t count = area + 8; count >= area + 7; count--) {
        if (count > left || !ends_a_number(run, from + count) ||
            !is_subscriber(digits + area, count - area) ||
            (area == AREA_SHORT && count == AREA_SHORT + 7)) {
            continue;
        }
        if (is_labelled(text, digits[0].from) ||
            ((parted || is_unbroken(digits, count)) && !is_receipt(digits, count))) {
            return count;
        }
    }
    return 0;
}

/* The kind of what begins at digit `from`, with its number of digits. */
static enum privacy_kind judge_at(struct text text, const struct run *run, size_t from,
                                  const struct privacy_allowed *allowed, size_t *count)
{
    const struct digit *digits = &run->at[from];
    size_t left = run->count - from;
    bool starts = starts_a_number(run, from);
    if (left >= ID18_DIGITS && is_id18(digits) &&
        (is_unbroken(digits, ID18_DIGITS) || (starts && ends_a_number(run, from + ID18_DIGITS)))) {
        *count = ID18_DIGITS;
        return PRIVACY_ID18;
    }
    if (starts && (*count = card_at(run, from)) > 0) {
        return PRIVACY_CARD;
    }
    if (starts && left >= ID15_DIGITS && ends_a_number(run, from + ID15_DIGITS) &&
        is_id15(digits)) {
        *count = ID15_DIGITS;
        return PRIVACY_ID15;
    }
    if ((starts || follows_country_code(run, from)) && left >= MOBILE_DIGITS &&
        ends_a_number(run, from + MOBILE_DIGITS) && is_mobile(digits) &&
        !is_allowed(digits, MOBILE_DIGITS, MOBILE_DIGITS, allowed)) {
        *count = MOBILE_DIGITS;
        return PRIVACY_MOBILE;
    }
    if (starts && (*count = landline_at(text, run, from)) > 0 &&
        !is_allowed(digits, *count, 7, allowed)) {
        return PRIVACY_PHONE;
    }
    return PRIVACY_NONE;
}

/* ---- over the text ---- */

/* The letters right before a number: a word for "telephone" does not make it part of a serial. */
struct word {
    char letters[LETTERS_MAX];
    size_t count;
};

static void word_take(struct word *word, uint32_t c)
{
    if (!is_letter(c)) {
        word->count = 0;
    } else if (word->count < LETTERS_MAX) {
        word->letters[word->count++] = (char)(c | 0x20);
    }
}

static bool word_glues(const struct word *word)
{
    static const char *const labels[] = {"tel", "mob", "mobile", "phone", "call", "no", "wx", "vx"};
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        if (word->count == strlen(labels[i]) &&
            memcmp(word->letters, labels[i], word->count) == 0) {
            return false;
        }
    }
    return word->count > 0;
}

static bool find_in_run(struct text text, const struct run *run,
                        const struct privacy_allowed *allowed, struct privacy_hit *hit)
{
    for (size_t i = 0; i < run->count; i++) {
        size_t count = 0;
        enum privacy_kind kind = judge_at(text, run, i, allowed, &count);
        if (kind != PRIVACY_NONE) {
            *hit = (struct privacy_hit){kind, run->at[i].from, run->at[i + count - 1].to};
            return true;
        }
    }
    return false;
}

static bool find_number(struct text text, size_t from, const struct privacy_allowed *allowed,
                        struct privacy_hit *hit)
{
    struct word word = {.count = 0};
    bool cut = false; /* the run before was longer than a struct run */
    size_t at = from;
    while (at < text.size) {
        size_t next;
        int value;
        uint32_t c = character_at(text, at, &next);
        if (digit_of(c, &value) == DIGIT_NONE) {
            word_take(&word, c);
            at = next;
            cut = false;
            continue;
        }
        struct run run;
        run.glued_before = cut || word_glues(&word);
        read_run(text, at, &run);
        if (find_in_run(text, &run, allowed, hit)) {
            return true;
        }
        /* A run cut short goes on where the longest number could still begin in it. */
        cut = run.count == RUN_DIGITS_MAX;
        at = cut ? run.at[RUN_DIGITS_MAX - CARD_DIGITS_MAX].from : run.end;
        cut = cut && run.at[RUN_DIGITS_MAX - CARD_DIGITS_MAX].parting == PART_NONE;
        word.count = 0;
    }
    return false;
}

struct privacy_allowed privacy_allowed_of(const struct policy *policy,
                                          struct text phones[PRIVACY_POLICY_PHONES])
{
    phones[0] = policy->supervision_phone;
    phones[1] = policy->office_phone;
    return (struct privacy_allowed){
        .phones = phones,
        .count = PRIVACY_POLICY_PHONES,
        .contacts = policy->contacts.at,
        .contact_count = policy->contacts.count,
    };
}

static void look_ahead_number(struct privacy_scan *scan)
{
    scan->number.kind = PRIVACY_NONE;
    bool found = find_number(scan->text, scan->number_at, scan->allowed, &scan->number);
    scan->number_at = found ? scan->number.to : scan->text.size;
}

static void look_ahead_address(struct privacy_scan *scan)
{
    scan->address.kind = PRIVACY_NONE;
    bool found = find_address(scan->text, scan->address_at, scan->allowed, &scan->address);
    scan->address_at = found ? scan->address.to : scan->text.size;
}

static struct privacy_scan scan_from(struct text text, size_t from,
                                     const struct privacy_allowed *allowed)
{
    struct privacy_scan scan = {
        .text = text, .allowed = allowed, .number_at = from, .address_at = from};
    look_ahead_number(&scan);
    look_ahead_address(&scan);
    return scan;
}

struct privacy_scan privacy_scan_begin(struct text text, const struct privacy_allowed *allowed)
{
    return scan_from(text, 0, allowed);
}

bool privacy_scan_next(struct privacy_scan *scan, struct privacy_hit *hit)
{
    bool number = scan->number.kind != PRIVACY_NONE, address = scan->address.kind != PRIVACY_NONE;
    if (!number && !address) {
        return false;
    }
    if (number && (!address || scan->number.from <= scan->address.from)) {
        *hit = scan->number;
        look_ahead_number(scan);
    } else {
        *hit = scan->address;
        look_ahead_address(scan);
    }
    return true;
}

bool privacy_find(struct text text, size_t from, const struct privacy_allowed *allowed,
                  struct privacy_hit *hit)
{
    struct privacy_scan scan = scan_from(text, from, allowed);
    return privacy_scan_next(&scan, hit);
}

/* ---- said of a hit ---- */

static const struct {
    const char *id, *name;
} kinds[PRIVACY_KINDS] = {
    [PRIVACY_NONE] = {"", ""},
    [PRIVACY_ID18] = {"id18", "身份证号码"},
    [PRIVACY_ID15] = {"id15", "身份证号码"},
    [PRIVACY_CARD] = {"card", "银行卡号"},
    [PRIVACY_MOBILE] = {"mobile", "手机号码"},
    [PRIVACY_PHONE] = {"phone", "电话号码"},
    [PRIVACY_ADDRESS] = {"address", "住址门牌"},
    [PRIVACY_NAME] = {"name", "没有隐去的姓名"},
};

const char *privacy_kind_name(enum privacy_kind kind)
{
    return kinds[kind].name;
}

const char *privacy_kind_id(enum privacy_kind kind)
{
    return kinds[kind].id;
}

char *privacy_masked(struct text text, struct privacy_hit hit, char to[PRIVACY_MASKED_BYTES])
{
    bool words = hit.kind == PRIVACY_ADDRESS;
    bool name = hit.kind == PRIVACY_NAME;
    struct text found = text_slice(text, hit.from, hit.to);
    size_t shown = utf8_offset(found, name ? 1 : words ? ADDRESS_SHOWN : NUMBER_SHOWN);
    static const char more[] = "…";
    text_copy(text_slice(found, 0, shown), to, PRIVACY_MASKED_BYTES - sizeof more + 1);
    memcpy(to + strlen(to), more, sizeof more);
    return to;
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
    char masked[PRIVACY_MASKED_BYTES];
    if (!privacy_find(text, 0, allowed, &hit)) {
        return OK;
    }
    return complain(why, ERR_INVALID, "第 %zu 行有%s（%s）：公开的内容里不能出现，请删去后再导入",
                    line_of(text, hit.from), privacy_kind_name(hit.kind),
                    privacy_masked(text, hit, masked));
}
