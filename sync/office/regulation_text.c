/* regulation_text.c - see regulation_text.h. */
#include "regulation_text.h"

#include <string.h>

#include "utf8.h"

/* Half and full width alike. */
#define OPENING "(\uFF08"
#define CLOSING ")\uFF09"
#define COLONS ":\uFF1A"
#define SENTENCE "。;\uFF1B,\uFF0C" /* and a colon, see find_colon() */
#define UNUSUAL "()\uFF08\uFF09、!\uFF01?\uFF1F"

enum { HEADING_CHARS_MAX = 40, CHAPTER_CHARS_MAX = 20 };

static bool contains(const char *set, uint32_t c)
{
    struct text rest = text_of(set);
    while (rest.size > 0) {
        if (utf8_next(&rest) == c) {
            return true;
        }
    }
    return false;
}

/* Takes 一..十百千零〇 or digits off the front; false: there are none. */
static bool take_number(struct text *rest)
{
    size_t count = 0;
    for (struct text look = *rest; look.size > 0; count++) {
        if (!contains("一二三四五六七八九十百千零〇两0123456789", utf8_next(&look))) {
            break;
        }
        *rest = look;
    }
    return count > 0;
}

static bool take(struct text *rest, const char *set)
{
    struct text look = *rest;
    if (look.size == 0 || !contains(set, utf8_next(&look))) {
        return false;
    }
    *rest = look;
    return true;
}

/* 第N条 or 第N章 at the front; `rest` is what follows. */
static bool begins_numbered(struct text line, const char *unit, struct text *rest)
{
    *rest = line;
    return take(rest, "第") && take_number(rest) && take(rest, unit);
}

static bool has_any(struct text line, const char *set)
{
    while (line.size > 0) {
        if (contains(set, utf8_next(&line))) {
            return true;
        }
    }
    return false;
}

static bool is_article(struct text line)
{
    struct text rest;
    return begins_numbered(line, "条", &rest);
}

/* (一) or (1) at the front. */
static bool is_bracketed(struct text line)
{
    return take(&line, OPENING) && take_number(&line) && take(&line, CLOSING);
}

static bool is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19); /* full width too */
}

/* The byte where the first colon stands that is not a clock's (晚上10:00); the size when none does.
 */
static size_t find_colon(struct text line)
{
    uint32_t before = 0;
    for (struct text rest = line; rest.size > 0;) {
        size_t at = line.size - rest.size;
        uint32_t c = utf8_next(&rest);
        struct text look = rest;
        bool clock = is_digit(before) && look.size > 0 && is_digit(utf8_next(&look));
        if (contains(COLONS, c) && !clock) {
            return at;
        }
        before = c;
    }
    return line.size;
}

/* A heading that stands alone: short, and no sentence. */
static bool is_short(struct text line, size_t chars_max)
{
    return utf8_count(line) <= chars_max && !has_any(line, SENTENCE) &&
           find_colon(line) == line.size;
}

static bool is_chapter(struct text line)
{
    struct text rest = line;
    if (begins_numbered(line, "章", &rest)) {
        return is_short(line, HEADING_CHARS_MAX);
    }
    rest = line;
    if (take_number(&rest) && take(&rest, "、") && rest.size > 0) {
        bool chinese = (uint8_t)line.data[0] >= 0x80; /* 一、 is a chapter, 1、 is a clause */
        return chinese && is_short(line, HEADING_CHARS_MAX);
    }
    return text_is(line, "总则") || text_is(line, "附则") || text_is(line, "分则");
}

/* Such as 听证会制度 before 第四条. */
static bool is_bare_chapter(struct text line, struct text next)
{
    return is_article(next) && !is_article(line) && !is_bracketed(line) &&
           is_short(line, CHAPTER_CHARS_MAX) && !has_any(line, UNUSUAL);
}

/* What the table of contents shows: the heading, or of a line that is a whole paragraph its number.
 */
static struct text article_label(struct text line)
{
    struct text rest;
    (void)begins_numbered(line, "条", &rest);
    if (is_short(line, HEADING_CHARS_MAX) ||
        (rest.size > 0 && take(&rest, OPENING) && utf8_count(line) <= HEADING_CHARS_MAX)) {
        return line;
    }
    (void)begins_numbered(line, "条", &rest);
    return text_slice(line, 0, line.size - rest.size);
}

/* (1)值班制度:… becomes (1)值班制度; a sentence without a colon has no heading. */
static struct text bracketed_label(struct text line)
{
    line = text_slice(line, 0, find_colon(line));
    return is_short(line, HEADING_CHARS_MAX) ? line : (struct text){0};
}

struct text regulation_title(struct text text)
{
    struct text line;
    while (text_split(&text, '\n', &line)) {
        line = text_trim(line);
        if (line.size > 0) {
            return line;
        }
    }
    return text_of("");
}

/* The next line that is not blank, trimmed, and where it begins; false at the end. */
static bool next_line(struct text text, size_t *at, struct text *line, size_t *from)
{
    while (*at < text.size) {
        const char *begin = text.data + *at;
        const char *end = memchr(begin, '\n', text.size - *at);
        size_t size = end ? (size_t)(end - begin) : text.size - *at;
        *from = *at;
        *line = text_trim(text_slice(text, *at, *at + size));
        *at += size + 1;
        if (line->size > 0) {
            return true;
        }
    }
    return false;
}

static bool has_articles(struct text text)
{
    struct text line;
    size_t at = 0, from;
    while (next_line(text, &at, &line, &from)) {
        if (is_article(line)) {
            return true;
        }
    }
    return false;
}

static struct toc_entry entry_of(struct text line, struct text next, bool articles)
{
    if (is_article(line)) {
        return (struct toc_entry){.level = 2, .label = article_label(line)};
    }
    if (is_chapter(line) || is_bare_chapter(line, next)) {
        return (struct toc_entry){.level = 1, .label = line};
    }
    if (!articles && is_bracketed(line)) {
        return (struct toc_entry){.level = 3, .label = bracketed_label(line)};
    }
    return (struct toc_entry){0};
}

enum err regulation_toc(struct text text, struct arena *arena, struct toc *out)
{
    struct toc toc = {.at = ARENA_ARRAY(arena, struct toc_entry, TOC_MAX)};
    bool articles = has_articles(text);
    struct text line, next = {0};
    size_t at = 0, from, next_from = 0;

    if (!toc.at) {
        return ERR_NOMEM;
    }
    bool more = next_line(text, &at, &line, &from); /* the title is no heading */
    more = more && next_line(text, &at, &line, &from);
    while (more) {
        bool following = next_line(text, &at, &next, &next_from);
        struct toc_entry entry = entry_of(line, following ? next : text_of(""), articles);
        if (entry.label.size > 0) {
            if (toc.count == TOC_MAX) {
                return ERR_FULL;
            }
            entry.at = from;
            toc.articles += entry.level == 2 ? 1 : 0;
            toc.at[toc.count++] = entry;
        }
        line = next;
        from = next_from;
        more = following;
    }
    *out = toc;
    return OK;
}
