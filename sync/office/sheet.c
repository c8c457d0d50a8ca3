/* sheet.c - see sheet.h. */
#include "sheet.h"

#include <string.h>

#include "changes.h"
#include "due.h"
#include "facts.h"
#include "json_print.h"
#include "month_issue.h"

/* ---- the sheet ---- */

struct sheet {
    struct site *site;
    struct policy policy;
    struct calendar calendar;
    int64_t at_s;
    struct period month;
    struct board_facts facts;
    struct board board;
    struct board_row rows[ITEM_COUNT];
    struct month_code code;
};

static enum err find_month(struct sheet *s, struct text month, struct complaint *why)
{
    int32_t day = civil_day_at(s->at_s, s->calendar.offset_min);
    s->month = calendar_board_month(&s->calendar, day);
    if (month.size > 0 && (period_parse(month, &s->month) || s->month.kind != PERIOD_MONTH)) {
        return complain(why, ERR_INVALID, "月份“%.*s”不对，请写成 2026-11 的样子", TEXT_ARG(month));
    }
    return calendar_has_board(&s->calendar, s->month)
               ? OK
               : complain(why, ERR_INVALID, "公开栏从 %.*s 启用，那以前没有期号和校验码",
                          TEXT_ARG(s->policy.first_board));
}

static enum err sheet_read(struct sheet *s, struct txn *txn, const struct sheet_wish *wish,
                           struct complaint *why)
{
    enum err err = site_policy(s->site, txn, &s->policy, &s->calendar, why);
    if (err) {
        return err;
    }
    s->at_s = wish->on ? civil_midnight(wish->on + 1, s->calendar.offset_min) - 1 : s->site->now_s;
    err = find_month(s, wish->month, why);
    err = err ? err : facts_of_board(s->site, txn, FACTS_PUBLISHED, &s->facts);
    err = err ? err
              : board_init(&s->site->scratch, &s->calendar, s->facts.at, s->facts.count, &s->board);
    if (!err) {
        board_rows(&s->board, (struct board_moment){.now_s = s->at_s}, s->month, s->rows);
        err = month_code(s->site, txn, s->month, s->at_s, &s->code, why);
    }
    return err;
}

static void json_row(struct json *j, const struct board_row *row)
{
    char period[PERIOD_BYTES];
    json_object(j, NULL);
    json_uint(j, "item", row->item);
    if (row->period.kind == PERIOD_NONE) {
        json_null(j, "period");
    } else {
        json_text(j, "period", text_of(period_format(row->period, period)));
    }
    json_text(j, "state", text_of(board_state_id(row->state)));
    json_date(j, "due_on", row->due_day);
    json_uint(j, "overdue_days", row->overdue_days);
    json_uint(j, "late_days", row->late_days);
    json_date(j, "published_on", row->published_day);
    json_text(j, "title", row->record ? row->record->title : text_of(""));
    json_object_end(j);
}

static enum err sheet_json(const struct sheet *s, FILE *out)
{
    struct json j;
    char month[PERIOD_BYTES];
    struct buffer b = buffer_begin(&s->site->scratch);
    json_begin(&j, &b);
    json_object(&j, NULL);
    json_text(&j, "month", text_of(period_format(s->month, month)));
    json_uint(&j, "issue", s->code.number);
    json_text(&j, "code", text_of(s->code.code));
    json_uint(&j, "opened", s->code.opened);
    json_date(&j, "on", civil_day_at(s->at_s, s->calendar.offset_min));
    json_text(&j, "supervision_office", s->policy.supervision_office);
    json_text(&j, "supervision_phone", s->policy.supervision_phone);
    json_array(&j, "items");
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        json_row(&j, &s->rows[i]);
    }
    json_array_end(&j);
    json_array(&j, "lines");
    for (size_t i = 0; i < s->code.count; i++) {
        json_object(&j, NULL);
        json_text(&j, "key", s->code.lines[i].key);
        json_uint(&j, "version", s->code.lines[i].version);
        json_hex(&j, "hash", bytes_of(s->code.lines[i].hash.b, HASH_BYTES));
        json_int(&j, "opens_at", s->code.lines[i].opens_s);
        json_bool(&j, "open", s->code.lines[i].opens_s <= s->at_s);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return json_print(&j, out);
}

static const char *const state_words[] = {
    [BOARD_NOT_DUE] = "未到公开日", [BOARD_PUBLISHED] = "已公开",
    [BOARD_PENDING] = "今天公开",   [BOARD_UNSIGNED] = "待监督小组审核",
    [BOARD_OVERDUE] = "逾期未公开", [BOARD_WITHDRAWN] = "已撤回",
};

static void print_row(const struct board_row *row, FILE *out)
{
    char period[PERIOD_BYTES], date[CIVIL_DATE_BYTES];
    fprintf(out, "%2u  %-8s %s", row->item, period_format(row->period, period),
            state_words[row->state]);
    if (row->published_day) {
        fprintf(out, " %s", civil_format_date(row->published_day, date));
    }
    if (row->late_days) {
        fprintf(out, "（迟 %u 天）", row->late_days);
    }
    if (row->nil) {
        fprintf(out, " 本期无此项");
    }
    if (row->corrected) {
        fprintf(out, " 有更正");
    }
    if (row->record) {
        fprintf(out, "  %.*s", TEXT_ARG(row->record->title));
    }
    fprintf(out, "\n");
}

/* What the code stands for, for whoever wants to work it out again. */
static void print_lines(const struct sheet *s, FILE *out)
{
    char at[CIVIL_TIME_BYTES];
    for (size_t i = 0; i < s->code.count; i++) {
        const struct issue_line *line = &s->code.lines[i];
        fprintf(out, "%.*s\t第 %llu 版\t%s%s\n", TEXT_ARG(line->key),
                (unsigned long long)line->version,
                civil_format_time(line->opens_s, s->calendar.offset_min, at),
                line->opens_s <= s->at_s ? "" : "\t还没到公开的时候");
    }
}

static void sheet_words(const struct sheet *s, bool lines, FILE *out)
{
    char month[PERIOD_BYTES], at[CIVIL_TIME_BYTES];
    fprintf(out, "%.*s居务公开  %s  第 %u 期\n校验码 %s（和屏幕上的一样；截至 %s 共 %zu 件）\n\n",
            TEXT_ARG(s->policy.name), period_format(s->month, month), s->code.number, s->code.code,
            civil_format_time(s->at_s, s->calendar.offset_min, at), s->code.opened);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        print_row(&s->rows[i], out);
    }
    fprintf(out, "\n居务公开监督电话：%.*s %.*s\n", TEXT_ARG(s->policy.supervision_office),
            TEXT_ARG(s->policy.supervision_phone));
    if (lines) {
        fprintf(out, "\n校验码由这些算出：\n");
        print_lines(s, out);
    }
}

enum err sheet_print(struct site *site, const struct sheet_wish *wish, bool json, FILE *out,
                     struct complaint *why)
{
    struct txn *txn = NULL;
    struct sheet *s = arena_alloc(&site->scratch, sizeof *s);
    if (!s) {
        return ERR_NOMEM;
    }
    *s = (struct sheet){.site = site};
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : sheet_read(s, txn, wish, why);
    if (!err && json) {
        err = sheet_json(s, out);
    } else if (!err) {
        sheet_words(s, wish->lines, out);
    }
    txn_abort(txn);
    return err;
}

/* ---- what changed ---- */

static enum err record_of(struct site *site, struct txn *txn, const struct published *fact,
                          struct disclosure *record, bool *there)
{
    struct entry entry;
    *there = false;
    if (!fact || fact->kind != PUBLISHED_DISCLOSURE) {
        return OK;
    }
    enum err err = site_entry(site, txn, SITE_PUBLISHED, fact->key, &entry);
    err = err ? err : site_record(site, txn, &entry, record, NULL);
    *there = !err;
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err content_changes(struct site *site, struct txn *txn,
                                const struct board_change *change, struct changes *to)
{
    struct disclosure before, now;
    bool has_before, has_now;
    *to = (struct changes){0};
    if (change->kind == CHANGE_NONE) {
        return OK;
    }
    enum err err = record_of(site, txn, change->before, &before, &has_before);
    err = err ? err : record_of(site, txn, change->now, &now, &has_now);
    return err || !has_now ? err
                           : changes_between(has_before ? &before : NULL, &now, &site->scratch, to);
}

static const char *const change_ids[] = {
    [CHANGE_NONE] = "none",           [CHANGE_NEW_PERIOD] = "new_period",
    [CHANGE_FIRST] = "first",         [CHANGE_LATE] = "late",
    [CHANGE_CORRECTED] = "corrected", [CHANGE_WITHDRAWN] = "withdrawn",
    [CHANGE_MISSING] = "missing",
};
static const char *const change_words[] = {
    [CHANGE_NONE] = "和上月一样",          [CHANGE_NEW_PERIOD] = "新的一期",
    [CHANGE_FIRST] = "第一次公开",         [CHANGE_LATE] = "补公开",
    [CHANGE_CORRECTED] = "有更正",         [CHANGE_WITHDRAWN] = "已撤回",
    [CHANGE_MISSING] = "新的一期没有公开",
};

static void json_change(struct json *j, const struct board_change *change,
                        const struct board_row *row, const struct changes *c)
{
    json_object(j, NULL);
    json_uint(j, "item", change->item);
    json_text(j, "change", text_of(change_ids[change->kind]));
    json_text(j, "state", text_of(board_state_id(row->state)));
    json_text(j, "key", change->now ? change->now->key : text_of(""));
    json_text(j, "before", change->before ? change->before->key : text_of(""));
    json_uint(j, "added", c->added);
    json_uint(j, "removed", c->removed);
    json_uint(j, "altered", c->altered);
    json_int(j, "income_before", c->before.income);
    json_int(j, "income", c->now.income);
    json_int(j, "spending_before", c->before.spending);
    json_int(j, "spending", c->now.spending);
    json_object_end(j);
}

static void print_change(const struct board_change *change, const struct board_row *row,
                         const struct changes *c, FILE *out)
{
    char before[FEN_BYTES], now[FEN_BYTES];
    fprintf(out, "第 %u 项\t%s", change->item, change_words[change->kind]);
    if (row->state != BOARD_PUBLISHED && row->state != BOARD_WITHDRAWN) {
        fprintf(out, "，%s", state_words[row->state]);
    }
    if (c->added + c->removed + c->altered > 0) {
        fprintf(out, "：多 %u 行，少 %u 行，改 %u 行", c->added, c->removed, c->altered);
    }
    if (c->has_ledger) {
        fprintf(out, "；收入 %s（上月 %s）", fen_format(c->now.income, now),
                fen_format(c->before.income, before));
        fprintf(out, "，支出 %s（上月 %s）", fen_format(c->now.spending, now),
                fen_format(c->before.spending, before));
    }
    if (change->now) {
        fprintf(out, "\t%.*s", TEXT_ARG(change->now->key));
    }
    fprintf(out, "\n");
}

static enum err changes_in(struct sheet *s, struct txn *txn, struct text month, bool json,
                           FILE *out, struct complaint *why)
{
    struct board_change changes[ITEM_COUNT];
    struct json j;
    struct buffer b;
    struct changes all[ITEM_COUNT];
    enum err err = sheet_read(s, txn, &(struct sheet_wish){.month = month}, why);
    if (err) {
        return err;
    }
    board_changes(&s->board, (struct board_moment){.now_s = s->at_s}, s->month, changes);
    for (size_t i = 0; !err && i < ITEM_COUNT; i++) {
        err = content_changes(s->site, txn, &changes[i], &all[i]);
    }
    if (err || !json) {
        for (size_t i = 0; !err && i < ITEM_COUNT; i++) {
            print_change(&changes[i], &s->rows[i], &all[i], out);
        }
        return err;
    }
    b = buffer_begin(&s->site->scratch);
    json_begin(&j, &b);
    json_array(&j, NULL);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        json_change(&j, &changes[i], &s->rows[i], &all[i]);
    }
    json_array_end(&j);
    return json_print(&j, out);
}

enum err changes_print(struct site *site, struct text month, bool json, FILE *out,
                       struct complaint *why)
{
    struct txn *txn = NULL;
    struct sheet *s = arena_alloc(&site->scratch, sizeof *s);
    if (!s) {
        return ERR_NOMEM;
    }
    *s = (struct sheet){.site = site};
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : changes_in(s, txn, month, json, out, why);
    txn_abort(txn);
    return err;
}
