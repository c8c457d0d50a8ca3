#include "words.h"

#include <string.h>

#include "civil.h"

static const struct text words[WORD_COUNT] = {
#define WORD(id, text) [id] = {text, sizeof(text) - 1},
#define PHRASE(category, text)
#include "zh.def"
#undef WORD
#undef PHRASE
};

static const struct {
    int category;
    struct text text;
} phrases[] = {
#define WORD(id, text)
#define PHRASE(category, text) {category, {text, sizeof(text) - 1}},
#include "zh.def"
#undef WORD
#undef PHRASE
};

enum { PHRASES = sizeof phrases / sizeof phrases[0], ARGS_MAX = 9 };

struct text word(enum word id)
{
    return (unsigned)id < WORD_COUNT ? words[id] : text_of("");
}

/* "{3}" at the start of `text` gives 3, else 0. */
static unsigned placeholder(struct text text)
{
    if (text.size < 3 || text.data[0] != '{' || text.data[2] != '}') {
        return 0;
    }
    char digit = text.data[1];
    return digit >= '1' && digit <= '0' + ARGS_MAX ? (unsigned)(digit - '0') : 0;
}

struct text word_format(struct arena *arena, enum word id, const struct text *args, size_t count)
{
    struct text format = word(id);
    struct buffer out = buffer_begin(arena);
    struct bytes bytes;
    size_t from = 0;

    for (size_t at = 0; at < format.size; at++) {
        unsigned number = placeholder(text_slice(format, at, format.size));
        if (number == 0) {
            continue;
        }
        buffer_add_text(&out, text_slice(format, from, at));
        if (number <= count) {
            buffer_add_text(&out, args[number - 1]);
        }
        at += 2;
        from = at + 1;
    }
    buffer_add_text(&out, text_slice(format, from, format.size));
    return buffer_end(&out, &bytes) ? text_of("") : bytes_text(bytes);
}

static struct text printed(struct text text)
{
    return text.data ? text : text_of("");
}

struct text word_number(struct arena *arena, int64_t number)
{
    return printed(arena_printf(arena, "%lld", (long long)number));
}

struct text word_join(struct arena *arena, const struct text *parts, size_t count)
{
    struct buffer out = buffer_begin(arena);
    struct bytes bytes;

    for (size_t i = 0; i < count; i++) {
        if (parts[i].size == 0) {
            continue;
        }
        if (buffer_size(&out) > 0) {
            buffer_add_text(&out, word(TX_DOT));
        }
        buffer_add_text(&out, parts[i]);
    }
    return buffer_end(&out, &bytes) ? text_of("") : bytes_text(bytes);
}

struct text word_day(struct arena *arena, int32_t day, int32_t today)
{
    struct civil_date date = civil_date_of(day);
    struct text month = word_number(arena, date.month), number = word_number(arena, date.day);

    if (today == 0 || civil_date_of(today).year == date.year) {
        return word_fill(arena, TX_DAY, month, number);
    }
    return word_fill(arena, TX_DAY_OF_YEAR, word_number(arena, date.year), month, number);
}

struct text word_day_week(struct arena *arena, int32_t day, int32_t today)
{
    struct text week = word((enum word)(TX_MONDAY + civil_weekday(day)));

    return word_fill(arena, TX_DAY_WEEK, word_day(arena, day, today), week);
}

struct text word_near_day(int32_t day, int32_t today)
{
    switch (day - today) {
    case -1:
        return word(TX_YESTERDAY);
    case 0:
        return word(TX_TODAY);
    case 1:
        return word(TX_TOMORROW);
    case 2:
        return word(TX_DAY_AFTER_TOMORROW);
    default:
        return text_of("");
    }
}

struct text word_year_month(struct arena *arena, int year, int month)
{
    return word_fill(arena, TX_YEAR_MONTH, word_number(arena, year), word_number(arena, month));
}

struct text word_month_name(int month)
{
    return month >= 1 && month <= 12 ? word((enum word)(TX_MONTH_1 + month - 1)) : text_of("");
}

struct text word_clock(struct arena *arena, int minutes)
{
    return printed(arena_printf(arena, "%02d:%02d", minutes / 60, minutes % 60));
}

struct text word_time(struct arena *arena, int64_t at_s, int offset_min)
{
    struct civil_time time = civil_time_at(at_s, offset_min);

    return word_clock(arena, time.hour * 60 + time.minute);
}

struct text word_moment(struct arena *arena, int64_t at_s, int offset_min, int32_t today)
{
    return word_fill(arena, TX_DAY_WEEK, word_day(arena, civil_day_at(at_s, offset_min), today),
                     word_time(arena, at_s, offset_min));
}

struct text word_numeral(unsigned number)
{
    return number >= 1 && number <= 12 ? word((enum word)(TX_NUMERAL_1 + number - 1)) : text_of("");
}

struct text word_item(unsigned item)
{
    return item >= 1 && item <= 12 ? word((enum word)(TX_ITEM_1 + item - 1)) : text_of("");
}

struct text word_category(int category)
{
    return category >= 0 && category < WORD_CATEGORIES ? word((enum word)(TX_CATEGORY_0 + category))
                                                       : text_of("");
}

size_t word_phrase_count(int category)
{
    size_t count = 0;

    for (size_t i = 0; i < PHRASES; i++) {
        count += phrases[i].category == category ? 1 : 0;
    }
    return count;
}

struct text word_phrase(int category, size_t index)
{
    for (size_t i = 0; i < PHRASES; i++) {
        if (phrases[i].category == category && index-- == 0) {
            return phrases[i].text;
        }
    }
    return text_of("");
}
