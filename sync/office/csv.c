/* csv.c - see csv.h. */
#include "csv.h"

#include <string.h>

struct scan {
    struct text text;
    size_t at;
    unsigned line;
    struct arena *arena;
    struct complaint *why;
};

struct text csv_cell(const struct csv_row *row, size_t column)
{
    return column < row->count ? row->cells[column] : text_of("");
}

static bool at_end(const struct scan *s)
{
    return s->at >= s->text.size;
}

static char here(const struct scan *s)
{
    return at_end(s) ? '\n' : s->text.data[s->at];
}

/* Moves from the opening quote to the closing one; false: there is none. */
static bool find_quote_end(struct scan *s)
{
    for (s->at++; !at_end(s); s->at++) {
        char c = s->text.data[s->at];
        bool doubled = c == '"' && s->at + 1 < s->text.size && s->text.data[s->at + 1] == '"';
        if (c == '"' && !doubled) {
            return true;
        }
        s->at += doubled ? 1 : 0;
        s->line += c == '\n' ? 1 : 0;
    }
    return false;
}

/* A copy with doubled quotes made single. */
static struct text without_doubled(struct text raw, struct arena *arena)
{
    char *to = arena_alloc(arena, raw.size);
    size_t size = 0;
    for (size_t i = 0; to && i < raw.size; i++) {
        to[size++] = raw.data[i];
        i += raw.data[i] == '"' ? 1 : 0;
    }
    return (struct text){to, size};
}

static enum err quoted_cell(struct scan *s, struct text *cell)
{
    unsigned began = s->line;
    size_t from = s->at + 1;
    if (!find_quote_end(s)) {
        return complain(s->why, ERR_INVALID, "第 %u 行的引号没有结束；请补上另一半引号", began);
    }
    struct text raw = without_doubled(text_slice(s->text, from, s->at), s->arena);
    if (!raw.data) {
        return ERR_NOMEM;
    }
    s->at++;
    if (here(s) != ',' && here(s) != '\n') {
        return complain(s->why, ERR_INVALID, "第 %u 行的引号后面还有字；请检查这一行的引号",
                        s->line);
    }
    *cell = text_trim(raw);
    return OK;
}

static enum err plain_cell(struct scan *s, struct text *cell)
{
    size_t from = s->at;
    while (here(s) != ',' && here(s) != '\n') {
        s->at++;
    }
    *cell = text_trim(text_slice(s->text, from, s->at));
    return OK;
}

static enum err parse_row(struct scan *s, struct csv_row *row)
{
    struct text cells[CSV_CELLS_MAX];
    size_t count = 0, kept = 0;
    bool more = true;

    row->line = s->line;
    while (more) {
        struct text cell;
        enum err err = here(s) == '"' ? quoted_cell(s, &cell) : plain_cell(s, &cell);
        if (err) {
            return err;
        }
        if (count == CSV_CELLS_MAX) {
            return complain(s->why, ERR_FULL, "第 %u 行超过%d列", row->line, CSV_CELLS_MAX);
        }
        cells[count++] = cell;
        kept = cell.size > 0 ? count : kept;
        more = here(s) == ',';
        s->at += at_end(s) ? 0 : 1;
    }
    s->line++;
    row->count = kept;
    row->cells = ARENA_ARRAY(s->arena, struct text, kept);
    if (!row->cells) {
        return ERR_NOMEM;
    }
    if (kept > 0) {
        memcpy(row->cells, cells, kept * sizeof *cells);
    }
    return OK;
}

enum err csv_parse(struct text text, struct arena *arena, struct csv *csv, struct complaint *why)
{
    struct scan s = {.text = text, .line = 1, .arena = arena, .why = why};
    struct csv_row *rows = ARENA_ARRAY(arena, struct csv_row, CSV_ROWS_MAX);
    size_t count = 0;
    if (!rows) {
        return ERR_NOMEM;
    }
    while (!at_end(&s)) {
        struct csv_row row;
        enum err err = parse_row(&s, &row);
        if (err) {
            return err;
        }
        if (row.count == 0) {
            continue;
        }
        if (count == CSV_ROWS_MAX) {
            return complain(why, ERR_FULL, "超过%d行；请分成几个文件", CSV_ROWS_MAX);
        }
        rows[count++] = row;
    }
    *csv = (struct csv){rows, count};
    return OK;
}

static bool needs_quotes(struct text cell)
{
    for (size_t i = 0; i < cell.size; i++) {
        if (strchr(",\"\r\n", cell.data[i])) {
            return true;
        }
    }
    return false;
}

void csv_write(struct buffer *buffer, struct text cell, char end)
{
    bool quotes = needs_quotes(cell);
    if (quotes) {
        buffer_add_byte(buffer, '"');
    }
    for (size_t i = 0; i < cell.size; i++) {
        if (cell.data[i] == '"') {
            buffer_add_byte(buffer, '"');
        }
        buffer_add_byte(buffer, (uint8_t)cell.data[i]);
    }
    if (quotes) {
        buffer_add_byte(buffer, '"');
    }
    buffer_add_byte(buffer, (uint8_t)end);
}

bool csv_has_header(const struct csv *csv, const char *const *header, size_t columns)
{
    if (csv->count == 0 || csv->rows[0].count != columns) {
        return false;
    }
    for (size_t i = 0; i < columns; i++) {
        if (!text_is(csv->rows[0].cells[i], header[i])) {
            return false;
        }
    }
    return true;
}
