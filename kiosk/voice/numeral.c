#include "numeral.h"

#include "said.h"

enum { GROUP = 4 };

static void add(struct buffer *out, enum said id)
{
    buffer_add_text(out, said(id));
}

static bool all_zero(struct text digits)
{
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.data[i] != '0') {
            return false;
        }
    }
    return true;
}

void numeral_year(struct buffer *out, struct text digits)
{
    for (size_t i = 0; i < digits.size; i++) {
        unsigned digit = (unsigned)(digits.data[i] - '0');
        buffer_add_text(out, digit == 0 ? said(SAID_YEAR_0) : said_digit(digit));
    }
}

void numeral_dial(struct buffer *out, struct text digits)
{
    for (size_t i = 0; i < digits.size; i++) {
        unsigned digit = (unsigned)(digits.data[i] - '0');
        buffer_add_text(out, digit == 1 ? said(SAID_DIAL_1) : said_digit(digit));
    }
}

/* Up to four digits, not all zero. `first`: nothing was said before them. */
static void add_group(struct buffer *out, struct text group, bool first)
{
    static const enum said places[GROUP] = {SAID_COUNT, SAID_TEN, SAID_HUNDRED, SAID_THOUSAND};
    bool zero = false, begun = false;

    for (size_t i = 0; i < group.size; i++) {
        unsigned digit = (unsigned)(group.data[i] - '0');
        size_t place = group.size - 1 - i;
        if (digit == 0) {
            zero = true;
            continue;
        }
        if (zero && (begun || !first)) {
            add(out, SAID_0); /* one for any run of them */
        }
        zero = false;
        bool ten = place == 1 && digit == 1 && first && !begun; /* 12 is 十二 */
        bool two = place == 3 && digit == 2 && first && !begun; /* 2000 is 两千 */
        if (two) {
            add(out, SAID_TWO);
        } else if (!ten) {
            buffer_add_text(out, said_digit(digit));
        }
        if (place > 0) {
            add(out, places[place]);
        }
        begun = true;
    }
}

/* The part of `digits` whose lowest place is 10^(4 * index). */
static struct text group_at(struct text digits, size_t index)
{
    size_t end = digits.size - index * GROUP;

    return text_slice(digits, end > GROUP ? end - GROUP : 0, end);
}

static void add_places(struct buffer *out, struct text digits, bool things)
{
    size_t groups = (digits.size + GROUP - 1) / GROUP;
    bool begun = false, skipped = false;

    for (size_t left = groups; left-- > 0;) {
        struct text group = group_at(digits, left);
        bool empty = all_zero(group);
        if (empty) {
            skipped = true;
        } else {
            bool lone_two = !begun && group.size == 1 && group.data[0] == '2' &&
                            (left > 0 || (things && digits.size == 1));
            if (begun && skipped && group.data[0] != '0') {
                add(out, SAID_0);
            }
            if (lone_two) {
                add(out, SAID_TWO);
            } else {
                add_group(out, group, !begun);
            }
            skipped = false;
        }
        if (left % 2 == 1 && !empty) {
            add(out, SAID_MYRIAD);
        }
        if (left == 2 && (begun || !empty)) {
            add(out, SAID_YI);
        }
        begun = begun || !empty;
    }
}

void numeral_count(struct buffer *out, struct text digits, bool things)
{
    if (all_zero(digits) && digits.size == 1) {
        add(out, SAID_0);
    } else if (digits.size > NUMERAL_DIGITS_MAX || (digits.size > 1 && digits.data[0] == '0')) {
        numeral_dial(out, digits);
    } else {
        add_places(out, digits, things);
    }
}

void numeral_decimal(struct buffer *out, struct text whole, struct text fraction, bool things)
{
    numeral_count(out, whole, things && fraction.size == 0);
    if (fraction.size > 0) {
        add(out, SAID_POINT);
        for (size_t i = 0; i < fraction.size; i++) {
            buffer_add_text(out, said_digit((unsigned)(fraction.data[i] - '0')));
        }
    }
}

void numeral_sum(struct buffer *out, struct text whole, struct text fraction)
{
    char jiao = fraction.size > 0 ? fraction.data[0] : '0';
    char fen = fraction.size > 1 ? fraction.data[1] : '0';
    bool yuan = !all_zero(whole);

    if (fraction.size > 2) {
        numeral_decimal(out, whole, fraction, false);
        add(out, SAID_YUAN);
        return;
    }
    if (yuan || (jiao == '0' && fen == '0')) {
        numeral_count(out, yuan ? whole : text_of("0"), true);
        add(out, SAID_YUAN);
    }
    if (jiao != '0') {
        buffer_add_text(out, said_digit((unsigned)(jiao - '0')));
        add(out, SAID_JIAO);
    } else if (fen != '0' && yuan) {
        add(out, SAID_0);
    }
    if (fen != '0') {
        buffer_add_text(out, said_digit((unsigned)(fen - '0')));
        add(out, SAID_FEN);
    }
}
