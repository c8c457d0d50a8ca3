#include "find.h"

#include <stdlib.h>
#include <string.h>

#include "content_private.h"
#include "picture_key.h"
#include "utf8.h"

enum {
    ROW_FORMAT = 1,
    ROW_HEAD_BYTES =
        1 + 1 + 4 + 2, /* format, kind, day, size of the title; then title, signature */
    ROW_TITLE_BYTES_MAX = 240,
    ROW_BYTES_MAX = ROW_HEAD_BYTES + ROW_TITLE_BYTES_MAX + MATCH_SIGNATURE_BYTES_MAX,
};

/* ---- what is searched ---- */

/* Records that residents never read as such. */
static bool is_searched(enum kind kind)
{
    switch ((int)kind) {
    case KIND_policy:
    case KIND_person:
    case KIND_kiosk:
    case KIND_reply:
    case KIND_receipt:
        return false;
    default:
        return kind_signed_by(kind) == SIGNED_BY_OFFICE || kind_signed_by(kind) == SIGNED_BY_BOTH;
    }
}

/* "2026-10", "2026-Q3", "2026" as their first day; 0 for a term. */
static int32_t period_day(struct text period)
{
    struct text rest = period, year, part;
    uint64_t y = 0, n = 1;

    if (!text_split(&rest, '-', &year) || text_parse_uint(year, CIVIL_YEAR_MAX, &y) ||
        y < CIVIL_YEAR_MIN) {
        return 0;
    }
    if (text_split(&rest, '-', &part)) {
        bool quarter = text_starts(part, "Q");
        if (text_parse_uint(quarter ? text_slice(part, 1, part.size) : part, 12, &n) || n == 0 ||
            (quarter && n > 4)) {
            return 0;
        }
        n = quarter ? n * 3 - 2 : n;
    }
    return civil_day_of_ymd((int)y, (int)n, 1);
}

static int32_t record_day(enum kind kind, const void *record)
{
    switch ((int)kind) {
    case KIND_disclosure:
        return period_day(((const struct disclosure *)record)->period);
    case KIND_announce:
        return period_day(((const struct announce *)record)->period);
    case KIND_duty:
        return period_day(((const struct duty *)record)->month);
    case KIND_meeting:
        return ((const struct meeting *)record)->date;
    case KIND_notice:
        return ((const struct notice *)record)->date;
    case KIND_withdraw:
        return ((const struct withdraw *)record)->on;
    default:
        return 0;
    }
}

/* Names of keys and forms are no words of a text. */
static bool is_words(const char *field)
{
    static const char *const not_words[] = {"key",  "period", "month", "type", "source",
                                            "time", "preset", "id",    NULL};

    for (size_t i = 0; not_words[i]; i++) {
        if (!strcmp(field, not_words[i])) {
            return false;
        }
    }
    return true;
}

/* ---- rows ---- */

struct row {
    enum kind kind;
    int32_t day;
    struct text title;
    struct bytes signature;
};

static enum err row_decode(struct bytes value, struct row *row)
{
    if (value.size < ROW_HEAD_BYTES || value.data[0] != ROW_FORMAT) {
        return ERR_CORRUPT;
    }
    size_t title = (size_t)value.data[6] << 8 | value.data[7];
    if (title > value.size - ROW_HEAD_BYTES) {
        return ERR_CORRUPT;
    }
    row->kind = (enum kind)value.data[1];
    row->day = (int32_t)be32_get(value.data + 2);
    row->title = (struct text){(const char *)value.data + ROW_HEAD_BYTES, title};
    row->signature =
        bytes_of(value.data + ROW_HEAD_BYTES + title, value.size - ROW_HEAD_BYTES - title);
    return OK;
}

static struct bytes row_encode(const struct row *row, uint8_t to[ROW_BYTES_MAX])
{
    size_t title = row->title.size <= ROW_TITLE_BYTES_MAX ? row->title.size : 0;

    to[0] = ROW_FORMAT;
    to[1] = (uint8_t)row->kind;
    be32_put(to + 2, (uint32_t)row->day);
    to[6] = (uint8_t)(title >> 8);
    to[7] = (uint8_t)title;
    if (title > 0) {
        memcpy(to + ROW_HEAD_BYTES, row->title.data, title);
    }
    memcpy(to + ROW_HEAD_BYTES + title, row->signature.data, row->signature.size);
    return bytes_of(to, ROW_HEAD_BYTES + title + row->signature.size);
}

struct find_indexer {
    struct match_signature signature;
    struct text title;
    struct arena *scratch;
    uint8_t row[ROW_BYTES_MAX];
};

struct find_indexer *find_indexer_new(struct arena *scratch)
{
    struct find_indexer *indexer = ARENA_NEW(scratch, struct find_indexer);

    if (indexer) {
        indexer->scratch = scratch;
        match_signature_begin(&indexer->signature);
    }
    return indexer;
}

static void index_text(void *data, const char *field, ptrdiff_t row, struct text text)
{
    struct find_indexer *indexer = data;

    if (row < 0 && !strcmp(field, "title")) {
        indexer->title = text;
    }
    if (is_words(field)) {
        size_t mark = arena_mark(indexer->scratch);
        match_signature_add(&indexer->signature, picture_words(text, indexer->scratch));
        arena_rewind(indexer->scratch, mark);
    }
}

/* NULL and OK: nothing that is searched (or a form a newer office writes). */
static enum err decode(struct bytes object, struct arena *arena, enum kind *kind, void **record)
{
    *kind = record_kind(object);
    *record = NULL;
    if (!is_searched(*kind)) {
        return OK;
    }
    void *made = arena_alloc(arena, kind_struct_size(*kind));
    if (!made) {
        return ERR_NOMEM;
    }
    enum err err = record_decode(*kind, object, arena, made, NULL);
    if (err == ERR_NOMEM) {
        return err;
    }
    *record = err ? NULL : made;
    return OK;
}

enum err find_index(struct txn *txn, struct text key, struct find_indexer *indexer)
{
    size_t mark = arena_mark(indexer->scratch);
    enum kind kind = KIND_NONE;
    struct bytes object;
    void *record = NULL;

    enum err err = content_txn_object(txn, key, &object);
    if (!err) {
        err = decode(object, indexer->scratch, &kind, &record);
    }
    if (!err && record) {
        match_signature_next(&indexer->signature);
        indexer->title = (struct text){0};
        record_each_text(kind, record, index_text, indexer);
        const struct row row = {.kind = kind,
                                .day = record_day(kind, record),
                                .title = indexer->title,
                                .signature = match_signature_end(&indexer->signature)};
        err = txn_put(txn, TABLE_FIND, text_bytes(key), row_encode(&row, indexer->row));
    } else if (!err) {
        err = txn_del(txn, TABLE_FIND, text_bytes(key));
        err = err == ERR_NOT_FOUND ? OK : err;
    }
    arena_rewind(indexer->scratch, mark);
    return err;
}

enum err find_index_all(struct txn *txn, struct find_indexer *indexer)
{
    uint8_t key_bytes[RECORD_KEY_BYTES_MAX];
    struct bytes key = bytes_of(NULL, 0), value;
    struct cursor cursor;

    /* A cursor a key: writing to another table may move what a standing one points at. */
    for (;;) {
        enum err err = cursor_open(txn, TABLE_ENTRIES, bytes_of(NULL, 0), &cursor);
        if (!err && key.size > 0) {
            err = cursor_seek(&cursor, key);
        }
        struct bytes found = key;
        while (!err && (err = cursor_next(&cursor, &found, &value)) == OK &&
               bytes_equal(found, key)) {
        }
        if (!err && found.size <= sizeof key_bytes) {
            memcpy(key_bytes, found.data, found.size);
            key = bytes_of(key_bytes, found.size);
        } else if (!err) {
            err = ERR_CORRUPT;
        }
        cursor_close(&cursor);
        if (!err) {
            err = find_index(txn, bytes_text(key), indexer);
        }
        if (err) {
            return err == ERR_NOT_FOUND ? OK : err;
        }
    }
}

/* ---- searching ---- */

struct candidate {
    struct text key, title;
    enum kind kind;
    int32_t day;
    bool in_title;
};

static bool all_in(const struct match_query *query, struct text text)
{
    size_t at, size;

    for (size_t i = 0; i < query->count; i++) {
        if (!match_find(&query->terms[i], text, &at, &size)) {
            return false;
        }
    }
    return true;
}

static bool all_possible(const struct match_query *query, struct bytes signature)
{
    for (size_t i = 0; i < query->count; i++) {
        if (!match_possible(&query->terms[i], signature)) {
            return false;
        }
    }
    return true;
}

static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;

    if (a->in_title != b->in_title) {
        return a->in_title ? -1 : 1;
    }
    if (a->day != b->day) {
        return a->day > b->day ? -1 : 1;
    }
    return bytes_compare(text_bytes(a->key), text_bytes(b->key));
}

/* Passes over the index. The candidates are views of the map. */
static enum err gather(struct txn *txn, const struct match_query *query, uint64_t kinds,
                       struct arena *arena, struct candidate **candidates, size_t *count)
{
    struct cursor cursor = {.handle = NULL};
    struct bytes key, value;
    uint64_t rows = 0;
    size_t n = 0;

    enum err err = txn_count(txn, TABLE_FIND, &rows);
    if (err) {
        return err;
    }
    struct candidate *found = ARENA_ARRAY(arena, struct candidate, (size_t)rows);
    err = found ? cursor_open(txn, TABLE_FIND, bytes_of(NULL, 0), &cursor) : ERR_NOMEM;
    while (!err && n < rows && (err = cursor_next(&cursor, &key, &value)) == OK) {
        struct row row;
        err = row_decode(value, &row);
        if (err || (kinds && !(kinds >> ((unsigned)row.kind & 63) & 1)) ||
            !all_possible(query, row.signature)) {
            continue;
        }
        found[n++] = (struct candidate){.key = bytes_text(key),
                                        .title = row.title,
                                        .kind = row.kind,
                                        .day = row.day,
                                        .in_title = all_in(query, row.title)};
    }
    cursor_close(&cursor);
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    if (n > 0) {
        qsort(found, n, sizeof *found, compare_candidates);
    }
    *candidates = found;
    *count = n;
    return OK;
}

/* The terms found in a record's texts so far, and where the first of them stands. */
struct looking {
    const struct match_query *query;
    struct arena *scratch; /* for `text` */
    unsigned found;        /* a bit a term */
    struct text text;
    size_t at, size;
};

static void look_text(void *data, const char *field, ptrdiff_t row, struct text text)
{
    struct looking *looking = data;
    size_t at, size;

    (void)row;
    if (!is_words(field)) {
        return;
    }
    text = picture_words(text, looking->scratch);
    for (size_t i = 0; i < looking->query->count; i++) {
        if (looking->found & 1U << i || !match_find(&looking->query->terms[i], text, &at, &size)) {
            continue;
        }
        looking->found |= 1U << i;
        if (i == 0) {
            looking->text = text;
            looking->at = at;
            looking->size = size;
        }
    }
}

/* The part of a text around what was found, as one line. Sets hit->excerpt, at and size. */
static enum err excerpt(struct text text, size_t at, size_t size, struct arena *arena,
                        struct find_hit *hit)
{
    size_t chars = utf8_count(text_slice(text, 0, at));
    size_t from = utf8_offset(text, chars > FIND_BEFORE_CHARS ? chars - FIND_BEFORE_CHARS : 0);
    struct text rest = text_slice(text, from, text.size);
    struct buffer buffer = buffer_begin(arena);
    bool blank = true; /* none at the front */
    size_t begin = SIZE_MAX, end = 0;
    struct bytes out;

    for (size_t n = 0; n < FIND_EXCERPT_CHARS && rest.size > 0; n++) {
        size_t here = text.size - rest.size;
        struct text before = rest;
        uint32_t c = utf8_next(&rest);
        if (here >= at && begin == SIZE_MAX) {
            begin = buffer_size(&buffer);
        }
        if (c == '\n' || c == '\t' || c == ' ' || c == '\r') {
            if (!blank) {
                buffer_add_byte(&buffer, ' ');
            }
            blank = true;
        } else {
            buffer_add(&buffer, before.data, before.size - rest.size);
            blank = false;
        }
        if (here < at + size) {
            end = buffer_size(&buffer);
        }
    }
    enum err err = buffer_end(&buffer, &out);
    if (!err) {
        hit->excerpt = bytes_text(out);
        hit->at = begin == SIZE_MAX ? 0 : begin;
        hit->size = end > hit->at ? end - hit->at : 0;
    }
    return err;
}

/* ERR_NOT_FOUND: the signature promised too much. `text`, `at`, `size`: where the first term
 * stands. */
static enum err look(struct txn *txn, const struct match_query *query,
                     const struct candidate *candidate, struct arena *scratch,
                     struct looking *looking)
{
    struct bytes object;
    enum kind kind;
    void *record = NULL;

    *looking = (struct looking){.query = query, .scratch = scratch};
    if (candidate->in_title) {
        looking->text = candidate->title;
        return match_find(&query->terms[0], looking->text, &looking->at, &looking->size)
                   ? OK
                   : ERR_NOT_FOUND;
    }
    enum err err = content_txn_object(txn, candidate->key, &object);
    if (!err) {
        err = decode(object, scratch, &kind, &record);
    }
    if (err) {
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    }
    if (record) {
        record_each_text(kind, record, look_text, looking);
    }
    return looking->found == (1U << query->count) - 1 ? OK : ERR_NOT_FOUND;
}

static enum err hit_make(const struct candidate *candidate, const struct looking *looking,
                         struct arena *arena, struct find_hit *hit)
{
    *hit = (struct find_hit){.kind = candidate->kind,
                             .day = candidate->day,
                             .in_title = candidate->in_title,
                             .key = arena_text(arena, candidate->key),
                             .title = arena_text(arena, candidate->title)};
    if (!hit->key.data || !hit->title.data) {
        return ERR_NOMEM;
    }
    return excerpt(looking->text, looking->at, looking->size, arena, hit);
}

static enum err search(struct txn *txn, const struct match_query *query, uint64_t kinds,
                       size_t skip, struct arena *arena, struct arena *scratch,
                       struct find_hit *hits, size_t max, size_t *count, bool *more)
{
    struct candidate *candidates = NULL;
    size_t n = 0, candidate_count = 0;
    struct looking looking;

    *more = false;
    enum err err = gather(txn, query, kinds, scratch, &candidates, &candidate_count);
    for (size_t i = 0; !err && i < candidate_count && !*more; i++) {
        size_t mark = arena_mark(scratch);
        err = look(txn, query, &candidates[i], scratch, &looking);
        if (!err && skip > 0) {
            skip--;
        } else if (!err && n == max) {
            *more = true;
        } else if (!err) {
            err = hit_make(&candidates[i], &looking, arena, &hits[n]);
            n += err ? 0 : 1;
        } else if (err == ERR_NOT_FOUND) {
            err = OK;
        }
        arena_rewind(scratch, mark);
    }
    *count = n;
    return err;
}

enum err content_find(struct content *content, struct text query, uint64_t kinds, size_t skip,
                      struct arena *arena, struct find_hit *hits, size_t max, size_t *count,
                      bool *more)
{
    struct arena scratch = {.base = NULL};
    struct match_query parsed;
    struct txn *txn = NULL;

    *count = 0;
    *more = false;
    enum err err = match_parse(query, &parsed);
    if (!err) {
        err = arena_init(&scratch, FIND_SCRATCH_BYTES);
    }
    if (!err) {
        err = content_look_begin(content, &txn);
    }
    if (!err) {
        err = search(txn, &parsed, kinds, skip, arena, &scratch, hits,
                     max < FIND_HITS_MAX ? max : FIND_HITS_MAX, count, more);
        content_look_end(content, txn);
    }
    arena_deinit(&scratch);
    return err;
}

enum err content_find_weight(struct content *content, size_t *bytes)
{
    struct cursor cursor = {.handle = NULL};
    struct bytes key, value;
    struct txn *txn = NULL;

    *bytes = 0;
    enum err err = content_look_begin(content, &txn);
    if (err) {
        return err;
    }
    err = cursor_open(txn, TABLE_FIND, bytes_of(NULL, 0), &cursor);
    while (!err && (err = cursor_next(&cursor, &key, &value)) == OK) {
        *bytes += key.size + value.size;
    }
    cursor_close(&cursor);
    content_look_end(content, txn);
    return err == ERR_NOT_FOUND ? OK : err;
}
