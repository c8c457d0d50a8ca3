/* readiness.c - see readiness.h. */
#include "readiness.h"

#include "facts.h"

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
    struct board_facts facts;
    enum err err = site_policy(site, txn, &policy, &calendar, why);
    err = err ? err : facts_of_board(site, txn, FACTS_NEWEST, &facts);
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
