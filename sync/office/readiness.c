/* readiness.c - see readiness.h. */
#include "readiness.h"

#include "board.h"

enum { FACTS_MAX = 20000 };

struct facts {
    struct published *at;
    size_t count;
};

static enum err add_fact(struct site *site, struct txn *txn, const struct entry *entry, bool draft,
                         struct facts *facts)
{
    struct published fact = {.key = entry->key, .opens_at_s = entry->opens_s};
    struct text period;
    if (facts->count == FACTS_MAX) {
        return ERR_FULL;
    }
    if (entry->kind == KIND_disclosure) {
        struct disclosure d;
        enum err err = site_record(site, txn, entry, &d, NULL);
        if (err) {
            return err;
        }
        fact.kind = draft ? PUBLISHED_ANNOUNCE : PUBLISHED_DISCLOSURE;
        fact.item = (unsigned)d.item;
        fact.part = (unsigned)d.part;
        fact.title = d.title;
        fact.nil = d.nil;
        fact.until = d.until;
        period = d.period;
    } else if (entry->kind == KIND_withdraw && !draft) {
        struct withdraw w;
        enum err err = site_record(site, txn, entry, &w, NULL);
        if (err) {
            return err;
        }
        fact.kind = PUBLISHED_WITHDRAW;
        fact.item = (unsigned)w.item;
        fact.title = w.title;
        period = w.period;
    } else {
        return OK;
    }
    if (period_parse(period, &fact.period) == OK) {
        facts->at[facts->count++] = fact;
    }
    return OK;
}

static enum err collect(struct site *site, struct txn *txn, enum site_table table,
                        struct facts *facts)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(txn, table, text_bytes(text_of("disclosure/")), &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct entry entry;
        struct bytes copy = arena_copy(&site->scratch, value.data, value.size);
        err = copy.data ? entry_decode(copy, &entry) : ERR_NOMEM;
        err = err ? err : add_fact(site, txn, &entry, table == SITE_DRAFTS, facts);
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

static void print_line(const struct readiness_line *line, FILE *report)
{
    static const char *const states[] = {
        [READY] = "已就绪",
        [READY_UNSIGNED] = "未签完字，或已签未公布",
        [READY_MISSING] = "没有导入",
        [READY_WITHDRAWN] = "已撤回",
    };
    char period[PERIOD_BYTES];
    fprintf(report, "  第 %u 项 %s：%s\n", line->item, period_format(line->period, period),
            states[line->state]);
}

static void print_readiness(const struct readiness *r, bool always, FILE *report)
{
    char date[CIVIL_DATE_BYTES];
    if (!always && !r->warn) {
        return;
    }
    fprintf(report, "%s%s 公开日：还有 %u 天，%u 项没有备齐\n", r->warn ? "提醒：" : "",
            civil_format_date(r->day, date), r->days_left, r->missing);
    for (size_t i = 0; i < r->count; i++) {
        if (always || r->lines[i].state != READY) {
            print_line(&r->lines[i], report);
        }
    }
}

static enum err run_in(struct site *site, struct txn *txn, bool always, FILE *report,
                       struct complaint *why)
{
    struct policy policy;
    struct calendar calendar;
    struct readiness readiness;
    struct board board;
    struct facts facts = {.at = ARENA_ARRAY(&site->scratch, struct published, FACTS_MAX)};
    enum err err = facts.at ? site_policy(site, txn, &policy, &calendar, why) : ERR_NOMEM;
    err = err ? err : collect(site, txn, SITE_PUBLISHED, &facts);
    err = err ? err : collect(site, txn, SITE_DRAFTS, &facts);
    err = err ? err : board_init(&site->scratch, &calendar, facts.at, facts.count, &board);
    if (!err) {
        board_readiness(&board, civil_day_at(site->now_s, calendar.offset_min), &readiness);
        print_readiness(&readiness, always, report);
    }
    return err;
}

enum err readiness_print(struct site *site, bool always, FILE *report, struct complaint *why)
{
    struct txn *txn = NULL;
    size_t mark = arena_mark(&site->scratch);
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : run_in(site, txn, always, report, why);
    txn_abort(txn);
    arena_rewind(&site->scratch, mark);
    return err;
}
