/* month_issue.c - see month_issue.h. */
#include "month_issue.h"

#include <string.h>

#include "hash.h"
#include "json.h"
#include "publish.h"

enum { VERSIONS_MAX = 40000 }; /* of all disclosures, earlier versions among them */

/* ---- the lines of what is published ---- */

struct reader {
    struct site *site;
    struct txn *txn;
    struct issue_line *lines;
    size_t count, room;
};

static int64_t opens_of(const struct entry *entry)
{
    int64_t at_s = entry->opens_s;
    for (size_t i = 0; entry->opens_s == 0 && i < entry->signature_count; i++) {
        at_s = entry->signatures[i].signed_s > at_s ? entry->signatures[i].signed_s : at_s;
    }
    return at_s;
}

static enum err add_line(struct reader *r, const struct entry *entry)
{
    if (!issue_counts(entry->kind)) {
        return OK;
    }
    if (r->count == r->room) {
        return ERR_FULL;
    }
    struct text key = arena_text(&r->site->scratch, entry->key);
    r->lines[r->count++] = (struct issue_line){key, entry->version, entry->hash, opens_of(entry)};
    return key.data ? OK : ERR_NOMEM;
}

static enum err walk(struct reader *r, enum site_table table, bool count_only)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(r->txn, table, text_bytes(text_of("disclosure/")), &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct entry entry;
        if (count_only) {
            r->room++;
            continue;
        }
        err = entry_decode(value, &entry);
        err = err ? err : add_line(r, &entry);
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* All versions on the wire, and `extra` that will be with them. */
static enum err read_lines(struct reader *r, const struct entry *extra, size_t extra_count)
{
    enum err err = walk(r, SITE_PUBLISHED, true);
    err = err ? err : walk(r, SITE_HISTORY, true);
    r->room += extra_count;
    if (err || r->room > VERSIONS_MAX) {
        return err ? err : ERR_FULL;
    }
    r->lines = ARENA_ARRAY(&r->site->scratch, struct issue_line, r->room);
    err = r->lines ? walk(r, SITE_PUBLISHED, false) : ERR_NOMEM;
    err = err ? err : walk(r, SITE_HISTORY, false);
    for (size_t i = 0; !err && i < extra_count; i++) {
        err = add_line(r, &extra[i]);
    }
    return err;
}

/* ---- the code ---- */

enum err month_code(struct site *site, struct txn *txn, struct period month, int64_t now_s,
                    struct month_code *code, struct complaint *why)
{
    struct reader r = {.site = site, .txn = txn};
    struct policy policy;
    struct calendar calendar;
    struct bytes content;
    struct month_code made = {.month = month};
    enum err err = site_policy(site, txn, &policy, &calendar, why);
    err = err ? err : read_lines(&r, NULL, 0);
    err = err ? err
              : issue_collect(&calendar, month, NULL, r.lines, r.count, &site->scratch, &made.lines,
                              &made.count, why);
    err = err ? err
              : issue_content(&calendar, policy.office, month, made.lines, made.count, now_s,
                              &site->scratch, &content, &made.opened);
    if (err) {
        return err;
    }
    struct hash hash = hash_of(content);
    issue_code(&hash, made.code);
    made.number = calendar_issue_number(&calendar, month);
    *code = made;
    return OK;
}

/* ---- with a publication ---- */

static struct period month_of(const struct calendar *calendar, const struct entry *entry)
{
    int32_t day = civil_day_at(opens_of(entry), calendar->offset_min);
    return calendar_board_month(calendar, day);
}

/* The months that `ready` touches, each once. */
static enum err list_months(const struct calendar *calendar, const struct entry *ready,
                            size_t ready_count, struct period months[MONTH_ISSUES_MAX],
                            size_t *count)
{
    for (size_t i = 0; i < ready_count; i++) {
        struct period month = month_of(calendar, &ready[i]);
        size_t at = 0;
        if (!issue_counts(ready[i].kind) || !calendar_issue_number(calendar, month)) {
            continue;
        }
        while (at < *count && !period_equal(months[at], month)) {
            at++;
        }
        if (at == MONTH_ISSUES_MAX) {
            return ERR_FULL;
        }
        months[at] = month;
        *count += at == *count;
    }
    return OK;
}

static bool stands_already(struct site *site, struct txn *txn, struct text key,
                           const struct issue *record)
{
    struct entry before;
    struct bytes object;
    if (site_newest(site, txn, key, &before, NULL) ||
        issue_encode(record, &site->scratch, &object, NULL)) {
        return false;
    }
    struct hash hash = hash_of(object);
    return hash_equal(&hash, &before.hash);
}

static enum err stage_month(struct reader *r, const struct calendar *calendar, struct period month,
                            const struct signer *office, int64_t signed_s, struct entry *staged,
                            size_t *count, struct complaint *why)
{
    struct arena *arena = &r->site->scratch;
    struct issue_line *lines = NULL;
    struct issue record;
    char name[PERIOD_BYTES];
    size_t line_count = 0;
    struct text key = arena_printf(arena, "issue/%s", period_format(month, name));
    enum err err = key.data ? OK : ERR_NOMEM;
    err = err ? err
              : issue_collect(calendar, month, NULL, r->lines, r->count, arena, &lines, &line_count,
                              why);
    err = err ? err : issue_record(month, lines, line_count, arena, &record);
    if (err || stands_already(r->site, r->txn, key, &record)) {
        return err;
    }
    err = publish_stage(r->site, r->txn, office, key, KIND_issue, &record, signed_s, why);
    err = err ? err : site_entry(r->site, r->txn, SITE_DRAFTS, key, &staged[*count]);
    *count += err ? 0 : 1;
    return err;
}

enum err month_issue_stage(struct site *site, struct txn *txn, const struct signer *office,
                           const struct entry *ready, size_t ready_count, int64_t signed_s,
                           struct entry staged[MONTH_ISSUES_MAX], size_t *count,
                           struct complaint *why)
{
    struct reader r = {.site = site, .txn = txn};
    struct policy policy;
    struct calendar calendar;
    struct period months[MONTH_ISSUES_MAX];
    size_t month_count = 0;
    *count = 0;
    enum err err = site_policy(site, txn, &policy, &calendar, why);
    err = err ? err : list_months(&calendar, ready, ready_count, months, &month_count);
    if (err == ERR_FULL) {
        return complain(why, err, "一次公布动了超过 %d 个月的公开栏；请分几次公布",
                        MONTH_ISSUES_MAX);
    }
    if (err || month_count == 0) {
        return err;
    }
    err = read_lines(&r, ready, ready_count);
    for (size_t i = 0; !err && i < month_count; i++) {
        err = stage_month(&r, &calendar, months[i], office, signed_s, staged, count, why);
    }
    return err;
}
