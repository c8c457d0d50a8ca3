#include "reading_number.h"

#include <string.h>

#include "said.h"
#include "utf8.h"

enum {
    SENTENCE_BYTES_MAX = READING_CHARS_MAX * 4,
    LATIN_SPELLED_MAX = 12, /* longer words are addresses and the like */
    HAN_FIRST = 0x3400,
    HAN_LAST = 0x9fff,
    HAN_RARE_FIRST = 0x20000,
    HAN_RARE_LAST = 0x3ffff,
    CIRCLE = 0x25cb,     /* in 二○二六年 */
    ZERO_HAN = 0x3007,   /* 〇 */
    WIDE_FIRST = 0xff01, /* full-width forms of ASCII 0x21 .. 0x7e */
    WIDE_LAST = 0xff5e,
    WIDE_OFFSET = 0xfee0,
};

static bool is_han(uint32_t c)
{
    return (c >= HAN_FIRST && c <= HAN_LAST) || (c >= HAN_RARE_FIRST && c <= HAN_RARE_LAST) ||
           c == ZERO_HAN;
}

static bool is_letter(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* ---- sentences ---- */

/* A mark of ASCII ends a sentence only where it does not stand in the midst of an address. */
static bool ends_sentence(uint32_t c, struct text rest)
{
    bool ascii = c == '!' || c == '?' || c == ';';
    bool inside = rest.size > 0 && (uint8_t)rest.data[0] > ' ' && (uint8_t)rest.data[0] < 0x80;

    return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff1b || c == '\n' ||
           (ascii && !inside);
}

static bool is_comma(uint32_t c)
{
    return c == 0xff0c || c == 0x3001 || c == 0xff1a || c == 0x2014 || c == ' ';
}

/* Closing marks stay with the sentence they close. */
static bool is_closing(uint32_t c)
{
    return c == 0x201d || c == 0x2019 || c == 0x300b || c == 0x300d || c == 0xff09 || c == ')' ||
           c == '"';
}

/* The bytes of the first sentence of `text`, which is not empty. */
static size_t sentence_size(struct text text)
{
    struct text rest = text;
    size_t comma = 0, count = 0, last = 0;

    while (rest.size > 0) {
        uint32_t c = utf8_next(&rest);
        size_t at = text.size - rest.size;
        if (ends_sentence(c, rest)) {
            for (struct text after = rest; after.size > 0 && is_closing(utf8_next(&after));) {
                at = text.size - after.size;
            }
            return at;
        }
        count++;
        if (is_comma(c)) {
            comma = at;
        }
        if (count >= READING_CHARS_MAX) {
            return comma > 0 ? comma : at;
        }
        last = at;
    }
    return last;
}

/* ---- plain widths ---- */

static uint32_t plain_width(uint32_t c, uint32_t before, uint32_t after)
{
    uint32_t narrow = c >= WIDE_FIRST && c <= WIDE_LAST ? c - WIDE_OFFSET : 0;

    if (c == 0x3000 || c == 0xa0 || c == '\t') {
        return ' ';
    }
    if (narrow == 0) {
        return c;
    }
    if (is_digit(narrow) || is_letter(narrow) ||
        (narrow < 0x80 && strchr("%/-~+=*", (int)narrow))) {
        return narrow;
    }
    bool between = (is_digit(before) || (before >= 0xff10 && before <= 0xff19)) &&
                   (is_digit(after) || (after >= 0xff10 && after <= 0xff19));
    return between && (narrow == ':' || narrow == '.') ? narrow : c;
}

/* `to` has SENTENCE_BYTES_MAX. */
static struct text to_plain_widths(struct text source, char *to)
{
    uint32_t before = 0;
    size_t size = 0;

    for (struct text rest = source; rest.size > 0;) {
        uint32_t c = utf8_next(&rest);
        struct text next = rest;
        uint32_t after = next.size > 0 ? utf8_next(&next) : 0;
        size += utf8_put(plain_width(c, before, after), to + size);
        before = c;
    }
    return (struct text){to, size};
}

/* ---- what is no number ---- */

static uint32_t peek(const struct reader *reader, size_t at, size_t *size)
{
    struct text rest = text_slice(reader->all, at, reader->all.size);
    uint32_t c = rest.size > 0 ? utf8_next(&rest) : 0;

    *size = reader->all.size - at - rest.size;
    return c;
}

/* The character before `at`, 0: none. */
static uint32_t look_back(const struct reader *reader, size_t at)
{
    size_t size;

    if (at == 0) {
        return 0;
    }
    do {
        at--;
    } while (at > 0 && ((uint8_t)reader->all.data[at] & 0xc0) == 0x80);
    return peek(reader, at, &size);
}

static void say(struct reader *reader, enum said id)
{
    buffer_add_text(reader->out, said(id));
}

static struct text so_far(const struct reader *reader)
{
    const struct buffer *out = reader->out;

    return out->failed
               ? text_of("")
               : (struct text){(const char *)out->arena->base + out->start, buffer_size(out)};
}

/* Never two pauses in a row, none at the beginning. */
static void pause_here(struct reader *reader, enum said id)
{
    struct text said_now = so_far(reader);

    if (said_now.size > 0 && !text_ends(said_now, said(SAID_PAUSE).data) &&
        !text_ends(said_now, said(SAID_END).data)) {
        say(reader, id);
    }
}

/* G10, APP, WiFi: letter by letter; an address is only said to be one. */
static void read_latin(struct reader *reader)
{
    size_t from = reader->at, end = from, letters = 0;
    bool address = false;

    while (end < reader->all.size && (uint8_t)reader->all.data[end] > ' ' &&
           (uint8_t)reader->all.data[end] < 0x80) {
        char c = reader->all.data[end];
        address = address || c == '@' || (c == ':' && reader_has(reader, end, "://")) ||
                  (c == '.' && letters >= 3);
        letters += is_letter((uint32_t)(uint8_t)c) ? 1 : 0;
        end++;
    }
    if (address) {
        say(reader, SAID_ADDRESS);
        reader->at = end;
        return;
    }
    size_t run = from;
    while (run < reader->all.size && is_letter((uint32_t)(uint8_t)reader->all.data[run])) {
        run++;
    }
    if (run - from > LATIN_SPELLED_MAX) {
        say(reader, SAID_ADDRESS);
    }
    for (size_t i = from; i < run && run - from <= LATIN_SPELLED_MAX; i++) {
        buffer_add_text(reader->out, said_letter(reader->all.data[i]));
    }
    reader->at = run;
}

/* No. 3, NO3, №3 */
static bool read_number_sign(struct reader *reader)
{
    static const char *const signs[] = {"No.", "NO.", "no.", "No", "NO", "\u2116"};

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t at = reader->at + strlen(signs[i]);
        if (!reader_has(reader, reader->at, signs[i])) {
            continue;
        }
        at += reader_has(reader, at, " ") ? 1 : 0;
        if (reader_is_digit(reader, at)) {
            reader->at = at;
            reading_number(reader);
            say(reader, SAID_NUMBER);
            return true;
        }
    }
    return false;
}

static bool is_dated(uint32_t c)
{
    size_t ignored;
    struct reader words = {.all = said(SAID_YEAR)};
    uint32_t year = peek(&words, 0, &ignored);
    words.all = said(SAID_MONTH);
    uint32_t month = peek(&words, 0, &ignored);
    words.all = said(SAID_DAY);
    uint32_t day = peek(&words, 0, &ignored);

    return c == year || c == month || c == day || c == CIRCLE || is_digit(c);
}

static const struct {
    uint32_t sign;
    enum said as;
} signs[] = {
    {'+', SAID_PLUS},
    {'=', SAID_EQUALS},
    {0xd7, SAID_TIMES},
    {0xf7, SAID_DIVIDED},
    {0x2265, SAID_AT_LEAST},
    {0x2264, SAID_AT_MOST},
    {'>', SAID_MORE},
    {'<', SAID_LESS},
    {'&', SAID_AND},
    {0x2103, SAID_DEGREES},
    {0x33a1, SAID_SQUARE_METRE},
};

/* A sign that is a word. False: it is none. */
static bool read_word_sign(struct reader *reader, uint32_t c, size_t size, uint32_t before,
                           uint32_t after)
{
    bool number_next = reader_is_digit(reader, reader->at + size);

    if ((c == '-' || c == 0x2212) && number_next && !is_digit(before) && !is_letter(before)) {
        say(reader, SAID_MINUS);
        return true;
    }
    if (c == CIRCLE && is_han(before) && (is_han(after) || after == CIRCLE || after == '*')) {
        say(reader, SAID_YEAR_0);
        return true;
    }
    if (c == '*' && (is_dated(before) || is_dated(after))) {
        say(reader, SAID_SOME);
        return true;
    }
    if (c == '/' && is_han(before) && is_han(after)) {
        say(reader, SAID_EACH);
        return true;
    }
    if (c == '~' && before != 0 && after != 0) {
        say(reader, SAID_TO);
        return true;
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (c == signs[i].sign) {
            say(reader, signs[i].as);
            return true;
        }
    }
    return false;
}

static bool is_quiet(uint32_t c)
{
    return c == 0x300a || c == 0x300b || (c >= 0x2018 && c <= 0x201f) || c == '"' || c == '\'' ||
           c == 0xb7 || c == 0x2022 || c == '.' || c == '#' || c == '_' || c == '`';
}

static bool is_full_stop(uint32_t c)
{
    return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == '!' || c == '?' || c == '\n';
}

/* Marks: a pause, an end, or nothing. What has no sound at all and is no mark is left out. */
static void read_mark(struct reader *reader, uint32_t c)
{
    if (is_full_stop(c)) {
        pause_here(reader, SAID_END);
    } else if (!is_quiet(c) && c != ' ') {
        bool mark = c < 0x80 || (c >= 0x2010 && c <= 0x2027) || (c >= 0x3001 && c <= 0x301f) ||
                    (c >= 0xff01 && c <= 0xff65) || c == ';';
        if (mark) {
            pause_here(reader, SAID_PAUSE);
        }
    }
}

static void read_one(struct reader *reader)
{
    size_t size, ignored;
    uint32_t c = peek(reader, reader->at, &size);
    uint32_t before = look_back(reader, reader->at),
             after = peek(reader, reader->at + size, &ignored);

    if (is_digit(c)) {
        reading_number(reader);
        return;
    }
    if ((c == 0xa5 || c == 0xffe5) && reading_money(reader, size)) {
        return;
    }
    if (read_number_sign(reader)) {
        return;
    }
    if (is_letter(c)) {
        read_latin(reader);
        return;
    }
    if (is_han(c)) {
        buffer_add(reader->out, reader->all.data + reader->at, size);
    } else if (!read_word_sign(reader, c, size, before, after)) {
        read_mark(reader, c);
    }
    reader->at += size;
}

/* Pauses at the end say nothing. */
static struct text without_end(struct text spoken)
{
    static const enum said marks[] = {SAID_PAUSE, SAID_END};

    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < 2; i++) {
            struct text mark = said(marks[i]);
            if (text_ends(spoken, mark.data)) {
                spoken.size -= mark.size;
                again = true;
            }
        }
    }
    return spoken;
}

static enum err read_sentence(struct text source, enum reading_hint hint, struct arena *arena,
                              struct text *spoken)
{
    char plain[SENTENCE_BYTES_MAX];
    struct buffer out = buffer_begin(arena);
    struct reader reader = {.all = to_plain_widths(source, plain), .out = &out, .hint = hint};
    struct bytes bytes;

    while (reader.at < reader.all.size) {
        size_t from = reader.at;
        read_one(&reader);
        if (reader.at <= from) {
            return ERR_INVALID; /* cannot be: each rule takes something */
        }
    }
    enum err err = buffer_end(&out, &bytes);
    if (!err) {
        *spoken = without_end(bytes_text(bytes));
    }
    return err;
}

enum err reading_sentences(struct text source, enum reading_hint hint, struct arena *arena,
                           struct reading_sentence *sentences, size_t max, size_t *count)
{
    size_t n = 0;

    for (size_t at = 0; at < source.size && n < max;) {
        struct text rest = text_slice(source, at, source.size);
        size_t size = sentence_size(rest);
        struct text sentence = text_trim(text_slice(rest, 0, size)), spoken = {0};
        enum err err = read_sentence(sentence, hint, arena, &spoken);
        if (err) {
            return err;
        }
        if (spoken.size > 0) {
            size_t from = (size_t)(sentence.data - source.data);
            sentences[n++] = (struct reading_sentence){from, from + sentence.size, spoken};
        }
        at += size;
    }
    *count = n;
    return OK;
}

enum err reading_pinyin(struct text spoken, struct arena *arena, struct text *out)
{
    struct buffer buffer = buffer_begin(arena);
    struct bytes bytes;

    for (struct text rest = spoken; rest.size > 0;) {
        size_t size = 0;
        struct text sound = said_sounds(rest, &size);
        if (sound.size > 0) {
            buffer_add_byte(&buffer, ' ');
            buffer_add_text(&buffer, sound);
            buffer_add_byte(&buffer, ' ');
        } else {
            struct text before = rest;
            utf8_next(&before);
            size = rest.size - before.size;
            buffer_add(&buffer, rest.data, size);
        }
        rest = text_slice(rest, size, rest.size);
    }
    enum err err = buffer_end(&buffer, &bytes);
    if (!err) {
        *out = bytes_text(bytes);
    }
    return err;
}
