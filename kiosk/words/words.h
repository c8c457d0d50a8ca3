/* words.h - every text a resident or member of staff reads on the kiosk, by id.
 *
 * The texts stand in zh.def: plain Simplified Chinese, nothing that wants knowledge of computers.
 * A text with {1}, {2} ... is filled by word_format. What is made here lives in the arena given;
 * when that is full the answer is the empty text, which shows in a test and harms nobody on the
 * glass. */
#pragma once

#include "arena.h"

enum word {
#define WORD(id, text) id,
#define PHRASE(category, text)
#include "zh.def"
#undef WORD
#undef PHRASE
    WORD_COUNT,
    WORD_NONE = WORD_COUNT, /* where there is nothing to say: its text is empty */
};

/* Literals of the program: valid for ever. */
struct text word(enum word id);

/* {1} .. {9} of the word replaced; a number without an argument is left out. */
struct text word_format(struct arena *arena, enum word id, const struct text *args, size_t count);
#define word_fill(arena, id, ...)                                                                  \
    word_format((arena), (id), (const struct text[]){__VA_ARGS__},                                 \
                sizeof((const struct text[]){__VA_ARGS__}) / sizeof(struct text))
struct text word_number(struct arena *arena, int64_t number);
/* `parts` that are not empty, joined by " · ". */
struct text word_join(struct arena *arena, const struct text *parts, size_t count);

/* ---- days and times; days as in base/civil.h ---- */

/* "11月25日"; in another year than today's "2025年11月25日". `today` 0: always without the year. */
struct text word_day(struct arena *arena, int32_t day, int32_t today);
struct text word_day_week(struct arena *arena, int32_t day, int32_t today); /* 11月25日 星期三 */
struct text word_near_day(int32_t day, int32_t today); /* 昨天 今天 明天 后天, else empty */
struct text word_year_month(struct arena *arena, int year, int month);    /* 2026年10月 */
struct text word_month_name(int month);                                   /* 十一月 */
struct text word_clock(struct arena *arena, int minutes);                 /* 08:30, 24:00 */
struct text word_time(struct arena *arena, int64_t at_s, int offset_min); /* 10:24 */
/* "11月24日 08:05" */
struct text word_moment(struct arena *arena, int64_t at_s, int offset_min, int32_t today);
struct text word_numeral(unsigned number); /* 一 .. 十二, else empty */

/* ---- the regulation's ten items, and 11, 12 (press, assist) ---- */

struct text word_item(unsigned item); /* general name; empty for no such item */

/* ---- letters ---- */

enum { WORD_CATEGORIES = 6 };
struct text word_category(int category); /* empty for no such category */
size_t word_phrase_count(int category);
struct text word_phrase(int category, size_t index); /* a whole sentence with its full stop */
