/* issue.c - see issue.h. */
#include "issue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Neither 0 O 1 I L, nor 2 Z, 5 S, 8 B, which hands confuse. */
static const char alphabet[] = "34679ACDEFGHJKMNPQRTUVWXY";

enum { CODE_CHARS = 8, CODE_GROUP = 4, ALPHABET_SIZE = sizeof(alphabet) - 1 };

bool issue_counts(enum kind kind)
{
    return kind == KIND_disclosure || kind == KIND_withdraw;
}

void issue_window(const struct calendar *calendar, struct period month, int64_t *from_s,
                  int64_t *to_s)
{
    int32_t first = calendar_disclosure_day(calendar, period_begins(calendar, month));
    int32_t next = calendar_next_disclosure_day(calendar, first);
    *from_s = civil_midnight(first, calendar->offset_min);
    *to_s = civil_midnight(next, calendar->offset_min);
}

/* ---- collecting ---- */

static int by_key(const void *a, const void *b)
{
    const struct issue_line *x = a, *y = b;
    int order = bytes_compare(text_bytes(x->key), text_bytes(y->key));
    return order ? order : (x->version > y->version) - (x->version < y->version);
}

struct collection {
    struct issue_line *at;
    size_t count, max;
    int64_t from_s, to_s;
};

static void collect(struct collection *c, struct issue_line line)
{
    assert(c->count < c->max);
    c->at[c->count++] = line;
}

/* Takes out what is there twice; ERR_MISMATCH where the two differ. */
static enum err unite(struct collection *c, struct complaint *why)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct issue_line *line = &c->at[i];
        if (kept == 0 || by_key(&c->at[kept - 1], line) != 0) {
            c->at[kept++] = *line;
            continue;
        }
        const struct issue_line *same = &c->at[kept - 1];
        if (!hash_equal(&same->hash, &line->hash) || same->opens_s != line->opens_s) {
            return complain(why, ERR_MISMATCH, "“%.*s”第 %llu 版与本期目录对不上，校验码不可信",
                            TEXT_ARG(line->key), (unsigned long long)line->version);
        }
    }
    c->count = kept;
    return OK;
}

/* Only now: a line may stand in the record with one opening and in the view with another. */
static void drop_other_months(struct collection *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (c->at[i].opens_s >= c->from_s && c->at[i].opens_s < c->to_s) {
            c->at[kept++] = c->at[i];
        }
    }
    c->count = kept;
}

static enum err check_record(const struct issue *record, struct period month, struct complaint *why)
{
    struct period its;
    if (period_parse(record->month, &its) || !period_equal(its, month)) {
        return complain(why, ERR_MISMATCH, "本期目录写的是 %.*s，不是这一期",
                        TEXT_ARG(record->month));
    }
    return OK;
}

enum err issue_collect(const struct calendar *calendar, struct period month,
                       const struct issue *record, const struct issue_line *view, size_t view_count,
                       struct arena *arena, struct issue_line **lines, size_t *count,
                       struct complaint *why)
{
    size_t rows = record ? record->rows.count : 0;
    struct collection c = {.max = view_count + rows};
    enum err err = record ? check_record(record, month, why) : OK;
    if (err) {
        return err;
    }
    c.at = ARENA_ARRAY(arena, struct issue_line, c.max);
    if (!c.at) {
        return ERR_NOMEM;
    }
    issue_window(calendar, month, &c.from_s, &c.to_s);
    for (size_t i = 0; i < rows; i++) {
        const struct issue_row *row = &record->rows.at[i];
        collect(&c, (struct issue_line){row->key, row->version, row->hash, row->opens});
    }
    for (size_t i = 0; i < view_count; i++) {
        collect(&c, view[i]);
    }
    if (c.count > 1) {
        qsort(c.at, c.count, sizeof(*c.at), by_key);
    }
    err = unite(&c, why);
    drop_other_months(&c);
    if (!err && c.count > ISSUE_LINES_MAX) {
        err = complain(why, ERR_FULL, "一期超过 %d 件，请分到下一期", ISSUE_LINES_MAX);
    }
    if (!err) {
        *lines = c.at;
        *count = c.count;
    }
    return err;
}

enum err issue_record(struct period month, const struct issue_line *lines, size_t count,
                      struct arena *arena, struct issue *record)
{
    char name[PERIOD_BYTES];
    struct issue made = {.month = arena_text(arena, text_of(period_format(month, name)))};
    made.rows.at = ARENA_ARRAY(arena, struct issue_row, count);
    made.rows.count = count;
    if (!made.month.data || !made.rows.at) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        made.rows.at[i] = (struct issue_row){.key = lines[i].key,
                                             .version = lines[i].version,
                                             .hash = lines[i].hash,
                                             .opens = lines[i].opens_s};
    }
    *record = made;
    return OK;
}

/* ---- the code ---- */

static size_t count_opened(const struct issue_line *lines, size_t count, int64_t now_s)
{
    size_t opened = 0;
    for (size_t i = 0; i < count; i++) {
        opened += lines[i].opens_s <= now_s;
    }
    return opened;
}

enum err issue_content(const struct calendar *calendar, struct text office, struct period month,
                       const struct issue_line *lines, size_t count, int64_t now_s,
                       struct arena *arena, struct bytes *content, size_t *opened)
{
    char name[PERIOD_BYTES];
    size_t lines_opened = count_opened(lines, count, now_s);
    struct buffer b = buffer_begin(arena);
    cbor_write_array(&b, 5);
    cbor_write_text(&b, text_of("np-issue-v1"));
    cbor_write_text(&b, office);
    cbor_write_text(&b, text_of(period_format(month, name)));
    cbor_write_uint(&b, calendar_issue_number(calendar, month));
    cbor_write_array(&b, lines_opened);
    for (size_t i = 0; i < count; i++) {
        if (lines[i].opens_s <= now_s) {
            cbor_write_array(&b, 3);
            cbor_write_text(&b, lines[i].key);
            cbor_write_uint(&b, lines[i].version);
            cbor_write_bytes(&b, bytes_of(lines[i].hash.b, HASH_BYTES));
        }
    }
    enum err err = buffer_end(&b, content);
    if (!err) {
        *opened = lines_opened;
    }
    return err;
}

char *issue_code(const struct hash *hash, char to[ISSUE_CODE_BYTES])
{
    uint64_t rest = be64_get(hash->b);
    size_t at = ISSUE_CODE_BYTES - 1;
    to[at] = '\0';
    for (int i = 0; i < CODE_CHARS; i++) {
        if (i == CODE_GROUP) {
            to[--at] = '-';
        }
        to[--at] = alphabet[rest % ALPHABET_SIZE];
        rest /= ALPHABET_SIZE;
    }
    return to;
}

bool issue_code_equal(struct text written, const char *code)
{
    for (size_t i = 0; i < written.size; i++) {
        char c = written.data[i];
        if (c == ' ' || c == '-') {
            continue;
        }
        c = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        code += *code == '-';
        if (*code == '\0' || c != *code) {
            return false;
        }
        code++;
    }
    return *code == '\0';
}

static int by_moment(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

size_t issue_moments(const struct issue_line *lines, size_t count, int64_t now_s, int64_t *moments,
                     size_t max)
{
    int64_t all[ISSUE_LINES_MAX];
    size_t found = 0, distinct = 0;
    for (size_t i = 0; i < count && found < ISSUE_LINES_MAX; i++) {
        if (lines[i].opens_s <= now_s) {
            all[found++] = lines[i].opens_s;
        }
    }
    if (found > 1) {
        qsort(all, found, sizeof(all[0]), by_moment);
    }
    for (size_t i = 0; i < found; i++) {
        if (i > 0 && all[i] == all[i - 1]) {
            continue;
        }
        if (distinct < max) {
            moments[distinct] = all[i];
        }
        distinct++;
    }
    return distinct;
}
