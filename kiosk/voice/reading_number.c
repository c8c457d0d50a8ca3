#include "reading_number.h"

#include <string.h>

#include "civil.h"
#include "numeral.h"
#include "said.h"
#include "utf8.h"

enum {
    YEAR_DIGITS = 4,
    MOBILE_DIGITS = 11,
    DIAL_DIGITS_MIN = 3,
    DIAL_DIGITS_MAX = 8,
    LONG_DIGITS = 9, /* from here on it is an account or a licence, not a quantity */
};

/* ---- looking ---- */

bool reader_is_digit(const struct reader *reader, size_t at)
{
    return at < reader->all.size && reader->all.data[at] >= '0' && reader->all.data[at] <= '9';
}

bool reader_has(const struct reader *reader, size_t at, const char *word)
{
    return at <= reader->all.size &&
           text_starts(text_slice(reader->all, at, reader->all.size), word);
}

static bool has_said(const struct reader *reader, size_t at, enum said id)
{
    struct text word = said(id);

    return at + word.size <= reader->all.size &&
           text_equal(text_slice(reader->all, at, at + word.size), word);
}

static size_t digits_at(const struct reader *reader, size_t at)
{
    size_t count = 0;

    while (reader_is_digit(reader, at + count)) {
        count++;
    }
    return count;
}

static struct text piece(const struct reader *reader, size_t at, size_t size)
{
    size_t end = at + size < reader->all.size ? at + size : reader->all.size;

    return text_slice(reader->all, at < end ? at : end, end);
}

static unsigned value_of(const struct reader *reader, size_t at, size_t size)
{
    uint64_t value = 0;

    return text_parse_uint(piece(reader, at, size), 99999999, &value) ? 0 : (unsigned)value;
}

static size_t blanks_at(const struct reader *reader, size_t at)
{
    size_t count = 0;

    while (at + count < reader->all.size && reader->all.data[at + count] == ' ') {
        count++;
    }
    return count;
}

static char byte_at(const struct reader *reader, size_t at)
{
    return at < reader->all.size ? reader->all.data[at] : 0;
}

/* A hyphen, dash or tilde between two numbers; its bytes, 0: none. */
static size_t range_at(const struct reader *reader, size_t at)
{
    static const char *const signs[] = {
        "--",           "-",      "~",     "\u2013\u2013", "\u2013", "\u2014\u2014", "\u2014",
        "\u2015\u2015", "\u2015", "\u301c"};
    size_t before = blanks_at(reader, at);

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (reader_has(reader, at + before, signs[i])) {
            size_t size = before + strlen(signs[i]);
            size += blanks_at(reader, at + size);
            return reader_is_digit(reader, at + size) ? size : 0;
        }
    }
    return 0;
}

static void say(struct reader *reader, enum said id)
{
    buffer_add_text(reader->out, said(id));
}

/* ---- one number as it is written ---- */

struct figure {
    char whole[NUMERAL_DIGITS_MAX + 8]; /* without commas */
    size_t whole_size;
    struct text fraction;
    size_t size; /* bytes of the source */
    bool grouped;
};

/* 1,234,567: each comma has three digits behind it, and no more. */
static size_t group_size(const struct reader *reader, size_t at)
{
    return byte_at(reader, at) == ',' && digits_at(reader, at + 1) == 3 ? 4 : 0;
}

static struct figure figure_at(const struct reader *reader, size_t at)
{
    struct figure figure = {.size = digits_at(reader, at)};
    size_t groups = figure.size <= 3 ? group_size(reader, at + figure.size) : 0;

    for (size_t i = 0; i < figure.size && figure.whole_size < sizeof figure.whole; i++) {
        figure.whole[figure.whole_size++] = reader->all.data[at + i];
    }
    while (groups > 0 && figure.whole_size + 3 <= sizeof figure.whole) {
        memcpy(figure.whole + figure.whole_size, reader->all.data + at + figure.size + 1, 3);
        figure.whole_size += 3;
        figure.size += groups;
        figure.grouped = true;
        groups = group_size(reader, at + figure.size);
    }
    size_t fraction =
        byte_at(reader, at + figure.size) == '.' ? digits_at(reader, at + figure.size + 1) : 0;
    size_t behind = at + figure.size + 1 + fraction;
    if (fraction > 0 && !(byte_at(reader, behind) == '.' && reader_is_digit(reader, behind + 1))) {
        figure.fraction = piece(reader, at + figure.size + 1, fraction);
        figure.size += 1 + fraction;
    }
    return figure;
}

static struct text whole_of(const struct figure *figure)
{
    return (struct text){figure->whole, figure->whole_size};
}

/* ---- dates and times ---- */

static void say_date(struct reader *reader, struct text year, unsigned month, unsigned day)
{
    char two[4];

    numeral_year(reader->out, year);
    say(reader, SAID_YEAR);
    for (unsigned i = 0; i < 2; i++) {
        unsigned value = i == 0 ? month : day;
        size_t size = 0;
        if (value == 0) {
            return;
        }
        if (value >= 10) {
            two[size++] = (char)('0' + value / 10);
        }
        two[size++] = (char)('0' + value % 10);
        numeral_count(reader->out, (struct text){two, size}, false);
        say(reader, i == 0 ? SAID_MONTH : SAID_DAY);
    }
}

static bool is_year(const struct reader *reader, size_t at)
{
    unsigned year = value_of(reader, at, YEAR_DIGITS);

    return digits_at(reader, at) == YEAR_DIGITS && year >= CIVIL_YEAR_MIN && year <= CIVIL_YEAR_MAX;
}

/* 2026-11-10 2026/11/10 2026.11.10 2026-11 2026-Q3; bytes read, 0: no date. */
static size_t read_date(struct reader *reader)
{
    size_t at = reader->at, month_size, day_size;
    char sign = byte_at(reader, at + YEAR_DIGITS);

    if (!is_year(reader, at) || !sign || !strchr("-/.", sign)) {
        return 0;
    }
    struct text year = piece(reader, at, YEAR_DIGITS);
    size_t from = at + YEAR_DIGITS + 1;
    if (sign == '-' && byte_at(reader, from) == 'Q' && digits_at(reader, from + 1) == 1) {
        numeral_year(reader->out, year);
        say(reader, SAID_YEAR);
        buffer_add_text(reader->out, said_digit(value_of(reader, from + 1, 1)));
        say(reader, SAID_QUARTER);
        return YEAR_DIGITS + 3;
    }
    month_size = digits_at(reader, from);
    unsigned month = value_of(reader, from, month_size);
    if (month_size == 0 || month_size > 2 || month < 1 || month > 12) {
        return 0;
    }
    size_t day_at = from + month_size + 1;
    day_size = byte_at(reader, day_at - 1) == sign ? digits_at(reader, day_at) : 0;
    if (day_size == 1 || day_size == 2) {
        struct civil_date date = {(int)value_of(reader, at, YEAR_DIGITS), (int)month,
                                  (int)value_of(reader, day_at, day_size)};
        if (civil_date_valid(date)) {
            say_date(reader, year, month, (unsigned)date.day);
            return day_at + day_size - at;
        }
    }
    if (day_size > 0 || sign != '-' || month_size != 2) {
        return 0;
    }
    say_date(reader, year, month, 0);
    return YEAR_DIGITS + 1 + month_size;
}

/* 2026年, 2024-2027年: the digits one by one. */
static size_t read_year(struct reader *reader)
{
    size_t at = reader->at;
    size_t range = is_year(reader, at) ? range_at(reader, at + YEAR_DIGITS) : 0;
    size_t second = at + YEAR_DIGITS + range;

    if (!is_year(reader, at)) {
        return 0;
    }
    if (range > 0 && is_year(reader, second) &&
        has_said(reader, second + YEAR_DIGITS + blanks_at(reader, second + YEAR_DIGITS),
                 SAID_YEAR)) {
        numeral_year(reader->out, piece(reader, at, YEAR_DIGITS));
        say(reader, SAID_TO);
        numeral_year(reader->out, piece(reader, second, YEAR_DIGITS));
        return second + YEAR_DIGITS - at;
    }
    if (!has_said(reader, at + YEAR_DIGITS + blanks_at(reader, at + YEAR_DIGITS), SAID_YEAR)) {
        return 0;
    }
    numeral_year(reader->out, piece(reader, at, YEAR_DIGITS));
    return YEAR_DIGITS;
}

/* 8:05 is 八点零五分, 19:00 is 十九点. */
static size_t read_clock(struct reader *reader)
{
    size_t at = reader->at, hour_size = digits_at(reader, at);
    size_t minute_at = at + hour_size + 1;

    if (hour_size == 0 || hour_size > 2 || byte_at(reader, at + hour_size) != ':' ||
        digits_at(reader, minute_at) != 2) {
        return 0;
    }
    unsigned hour = value_of(reader, at, hour_size), minute = value_of(reader, minute_at, 2);
    if (hour > 24 || minute > 59 || (hour == 24 && minute > 0)) {
        return 0;
    }
    struct text shown = piece(reader, at, hour_size);
    if (hour_size == 2 && shown.data[0] == '0') {
        shown = text_slice(shown, 1, 2);
    }
    numeral_count(reader->out, shown, true);
    say(reader, SAID_OCLOCK);
    if (minute > 0 && minute < 10) {
        say(reader, SAID_0);
        buffer_add_text(reader->out, said_digit(minute));
    } else if (minute > 0) {
        numeral_count(reader->out, piece(reader, minute_at, 2), false);
    }
    if (minute > 0) {
        say(reader, SAID_MINUTE);
    }
    return hour_size + 3;
}

/* ---- telephones and other strings of digits ---- */

static struct text before(const struct reader *reader)
{
    size_t end = reader->at;

    while (end > 0 && (reader->all.data[end - 1] == ' ' || reader->all.data[end - 1] == ':')) {
        end--;
    }
    struct text colon = text_of("\uff1a");
    if (text_ends(text_slice(reader->all, 0, end), colon.data)) {
        end -= colon.size;
    }
    return text_slice(reader->all, 0, end);
}

/* What stands behind makes a quantity of it. */
static bool counts(const struct reader *reader, size_t at)
{
    struct text rest = text_slice(reader->all, at, reader->all.size);
    size_t size;

    return said_is_measure(rest) || has_said(reader, at, SAID_NUMBER) ||
           has_said(reader, at, SAID_YEAR) || has_said(reader, at, SAID_MYRIAD) ||
           byte_at(reader, at) == '%' || said_unit(rest, &size).size > 0;
}

/* 555-0100 010-12345678 400-123-4567 0571-1234567-12; each group digit by digit. */
static size_t read_grouped_phone(struct reader *reader)
{
    size_t at = reader->at, sizes[4] = {0}, count = 0, end = at;

    for (; count < 4; count++) {
        sizes[count] = digits_at(reader, end);
        if (sizes[count] == 0 || sizes[count] > DIAL_DIGITS_MAX) {
            return 0;
        }
        end += sizes[count];
        if (byte_at(reader, end) != '-' || !reader_is_digit(reader, end + 1)) {
            break;
        }
        end++;
    }
    bool area = reader->all.data[at] == '0' && sizes[0] >= 3 && sizes[0] <= 4 && sizes[1] >= 7;
    bool service = count >= 2 && sizes[0] == 3 && sizes[1] == 3 && sizes[2] == 4;
    bool local = count == 1 && (sizes[0] == 3 || sizes[0] == 4) && sizes[1] == 4;
    if (count < 1 || count > 3 || !(area || service || local) || counts(reader, end)) {
        return 0;
    }
    for (size_t i = 0, from = at; i <= count; i++) {
        if (i > 0) {
            say(reader, SAID_PAUSE);
        }
        numeral_dial(reader->out, piece(reader, from, sizes[i]));
        from += sizes[i] + 1;
    }
    return end - at;
}

static size_t read_mobile(struct reader *reader)
{
    size_t at = reader->at;

    if (digits_at(reader, at) != MOBILE_DIGITS || reader->all.data[at] != '1' ||
        reader->all.data[at + 1] < '3') {
        return 0;
    }
    numeral_dial(reader->out, piece(reader, at, 3));
    say(reader, SAID_PAUSE);
    numeral_dial(reader->out, piece(reader, at + 3, 4));
    say(reader, SAID_PAUSE);
    numeral_dial(reader->out, piece(reader, at + 7, 4));
    return MOBILE_DIGITS;
}

/* 拨打12345, 402室, 3单元0501, account numbers. */
static size_t read_string(struct reader *reader)
{
    size_t at = reader->at, size = digits_at(reader, at);
    struct text ahead = before(reader);
    char next = byte_at(reader, at + size);
    bool bare = next != ',' && next != '.' && next != '%' && next != ':' && next != '/';
    bool dials = said_dials(ahead) && size >= DIAL_DIGITS_MIN && size <= DIAL_DIGITS_MAX &&
                 !counts(reader, at + size);
    bool room = size >= 3 && (has_said(reader, at + size, SAID_ROOM) ||
                              text_ends(ahead, said(SAID_STAIRCASE).data));
    bool number = size >= LONG_DIGITS || (size > 1 && reader->all.data[at] == '0');

    if (!(reader->hint == READING_DIAL && size >= DIAL_DIGITS_MIN) &&
        (!bare || !(dials || room || number))) {
        return 0;
    }
    numeral_dial(reader->out, piece(reader, at, size));
    return size;
}

/* ---- quantities ---- */

/* 15% 12.5%-20%: the word comes before the number. */
static size_t read_percent(struct reader *reader)
{
    struct figure figure = figure_at(reader, reader->at);
    size_t end = reader->at + figure.size, range = range_at(reader, end);
    bool percent = byte_at(reader, end) == '%', permille = reader_has(reader, end, "\u2030");

    if (range > 0 && !percent && !permille) { /* 10-20% */
        struct figure second = figure_at(reader, end + range);
        percent = byte_at(reader, end + range + second.size) == '%';
        if (percent) {
            say(reader, SAID_PERCENT);
            numeral_decimal(reader->out, whole_of(&figure), figure.fraction, false);
            return figure.size;
        }
    }
    if (!percent && !permille) {
        return 0;
    }
    say(reader, percent ? SAID_PERCENT : SAID_PERMILLE);
    numeral_decimal(reader->out, whole_of(&figure), figure.fraction, false);
    return figure.size + (percent ? 1 : strlen("\u2030"));
}

/* 1/2 is 二分之一, 3:2 is 三比二. */
static size_t read_fraction(struct reader *reader)
{
    size_t at = reader->at, size = digits_at(reader, at);
    char sign = byte_at(reader, at + size);
    size_t other = sign == '/' || sign == ':' ? digits_at(reader, at + size + 1) : 0;
    size_t end = at + size + 1 + other;

    if (size == 0 || size > 3 || other == 0 || other > 3 || byte_at(reader, end) == sign ||
        byte_at(reader, end) == '.') {
        return 0;
    }
    struct text a = piece(reader, at, size), b = piece(reader, at + size + 1, other);
    if (sign == ':') {
        numeral_count(reader->out, a, false);
        say(reader, SAID_RATIO);
        numeral_count(reader->out, b, false);
        return end - at;
    }
    if (value_of(reader, at, size) >= value_of(reader, at + size + 1, other)) {
        return 0;
    }
    numeral_count(reader->out, b, false);
    say(reader, SAID_PARTS);
    numeral_count(reader->out, a, false);
    return end - at;
}

/* Is what stands at `at`, behind a number and perhaps a range, something that is counted? */
static bool is_things(const struct reader *reader, size_t at)
{
    size_t range = range_at(reader, at), size;

    if (range > 0) {
        struct figure second = figure_at(reader, at + range);
        at += range + second.size;
    }
    at += blanks_at(reader, at);
    struct text rest = text_slice(reader->all, at, reader->all.size);
    return said_is_measure(rest) || said_unit(rest, &size).size > 0;
}

static void read_figure(struct reader *reader)
{
    struct figure figure = figure_at(reader, reader->at);
    size_t end = reader->at + figure.size, blanks = blanks_at(reader, end), size = 0;
    bool yuan = has_said(reader, end + blanks, SAID_YUAN);
    struct text unit = said_unit(text_slice(reader->all, end + blanks, reader->all.size), &size);
    bool cents = figure.fraction.size == 2 && (figure.grouped || reader->hint == READING_YUAN);
    bool ordinal = text_ends(text_slice(reader->all, 0, reader->at), said(SAID_ORDINAL).data);

    if (yuan || cents ||
        (reader->hint == READING_YUAN && figure.fraction.size <= 2 && !is_things(reader, end))) {
        numeral_sum(reader->out, whole_of(&figure), figure.fraction);
        reader->at = end + (yuan ? blanks + said(SAID_YUAN).size : 0);
        return;
    }
    numeral_decimal(reader->out, whole_of(&figure), figure.fraction,
                    !ordinal && is_things(reader, end));
    reader->at = end;
    if (unit.size > 0) {
        buffer_add_text(reader->out, unit);
        reader->at = end + blanks + size;
    }
}

bool reading_money(struct reader *reader, size_t sign_size)
{
    size_t at = reader->at + sign_size;

    at += blanks_at(reader, at);
    if (byte_at(reader, at) == '-' && reader_is_digit(reader, at + 1)) {
        say(reader, SAID_MINUS);
        at++;
    }
    if (!reader_is_digit(reader, at)) {
        return false;
    }
    struct figure figure = figure_at(reader, at);
    at += figure.size;
    if (has_said(reader, at, SAID_MYRIAD) || has_said(reader, at, SAID_YI)) {
        enum said myriad = has_said(reader, at, SAID_MYRIAD) ? SAID_MYRIAD : SAID_YI;
        numeral_decimal(reader->out, whole_of(&figure), figure.fraction, true);
        say(reader, myriad);
        say(reader, SAID_YUAN);
        at += said(myriad).size;
    } else {
        numeral_sum(reader->out, whole_of(&figure), figure.fraction);
    }
    if (has_said(reader, at, SAID_YUAN)) {
        at += said(SAID_YUAN).size;
    }
    reader->at = at;
    return true;
}

void reading_number(struct reader *reader)
{
    static size_t (*const ways[])(struct reader *) = {
        read_date,   read_year,   read_clock,   read_grouped_phone,
        read_mobile, read_string, read_percent, read_fraction,
    };
    size_t from = reader->at;

    for (size_t i = 0; i < sizeof ways / sizeof ways[0] && reader->at == from; i++) {
        reader->at += ways[i](reader);
    }
    if (reader->at == from) {
        read_figure(reader);
    }
    size_t range = range_at(reader, reader->at);
    if (range > 0) {
        say(reader, SAID_TO);
        reader->at += range;
    }
}
