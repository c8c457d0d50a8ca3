/* sheet.c - see sheet.h. */
#include "sheet.h"

#include <string.h>

#include "acts.h"
#include "changes.h"
#include "due.h"
#include "facts.h"
#include "json.h"
#include "month_issue.h"

/* ---- the sheet ---- */

struct sheet {
    struct site *site;
    struct policy policy;
    struct calendar calendar;
    struct period month;
    struct board_facts facts;
    struct board board;
    struct board_row rows[ITEM_COUNT];
    struct month_code code;
};

static enum err find_month(struct sheet *s, struct text month, struct complaint *why)
{
    int32_t today = civil_day_at(s->site->now_s, s->calendar.offset_min);
    s->month = calendar_board_month(&s->calendar, today);
    if (month.size > 0 && (period_parse(month, &s->month) || s->month.kind != PERIOD_MONTH)) {
        return complain(why, ERR_INVALID, "月份要写成 2026-11");
    }
    return calendar_has_board(&s->calendar, s->month)
               ? OK
               : complain(why, ERR_INVALID, "那个月还没有启用公开栏");
}

static enum err sheet_read(struct sheet *s, struct txn *txn, struct text month,
                           struct complaint *why)
{
    struct board_moment moment = {.now_s = s->site->now_s};
    enum err err = site_policy(s->site, txn, &s->policy, &s->calendar, why);
    err = err ? err : find_month(s, month, why);
    err = err ? err : facts_of_board(s->site, txn, FACTS_PUBLISHED, &s->facts);
    err = err ? err
              : board_init(&s->site->scratch, &s->calendar, s->facts.at, s->facts.count, &s->board);
    if (!err) {
        board_rows(&s->board, moment, s->month, s->rows);
        err = month_code(s->site, txn, s->month, s->site->now_s, &s->code, why);
    }
    return err;
}

static enum err print_buffer(struct buffer *b, FILE *out)
{
    struct bytes text;
    enum err err = buffer_end(b, &text);
    if (!err) {
        fprintf(out, "%.*s\n", (int)text.size, (const char *)text.data);
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
    json_date(&j, "on", civil_day_at(s->site->now_s, s->calendar.offset_min));
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
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return print_buffer(&b, out);
}

static void print_row(const struct board_row *row, FILE *out)
{
    static const char *const states[] = {
        [BOARD_NOT_DUE] = "未到公开日", [BOARD_PUBLISHED] = "已公开",
        [BOARD_PENDING] = "今天公开",   [BOARD_UNSIGNED] = "待监督小组审核",
        [BOARD_OVERDUE] = "逾期未公开", [BOARD_WITHDRAWN] = "已撤回",
    };
    char period[PERIOD_BYTES], date[CIVIL_DATE_BYTES];
    fprintf(out, "%2u  %-8s %s", row->item, period_format(row->period, period), states[row->state]);
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

static void sheet_words(const struct sheet *s, FILE *out)
{
    char month[PERIOD_BYTES];
    fprintf(out, "%.*s居务公开  %s  第 %u 期\n核对码 %s（屏幕上应相同）\n\n",
            TEXT_ARG(s->policy.name), period_format(s->month, month), s->code.number, s->code.code);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        print_row(&s->rows[i], out);
    }
    fprintf(out, "\n居务公开监督电话：%.*s %.*s\n", TEXT_ARG(s->policy.supervision_office),
            TEXT_ARG(s->policy.supervision_phone));
}

enum err sheet_print(struct site *site, struct text month, bool json, FILE *out,
                     struct complaint *why)
{
    struct txn *txn = NULL;
    struct sheet *s = arena_alloc(&site->scratch, sizeof *s);
    if (!s) {
        return ERR_NOMEM;
    }
    *s = (struct sheet){.site = site};
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : sheet_read(s, txn, month, why);
    if (!err && json) {
        err = sheet_json(s, out);
    } else if (!err) {
        sheet_words(s, out);
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
    [CHANGE_NONE] = "和上月一样",      [CHANGE_NEW_PERIOD] = "新的一期",
    [CHANGE_FIRST] = "第一次公开",     [CHANGE_LATE] = "补公开",
    [CHANGE_CORRECTED] = "有更正",     [CHANGE_WITHDRAWN] = "已撤回",
    [CHANGE_MISSING] = "到期没有公开",
};

static void json_change(struct json *j, const struct board_change *change, const struct changes *c)
{
    json_object(j, NULL);
    json_uint(j, "item", change->item);
    json_text(j, "change", text_of(change_ids[change->kind]));
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

static void print_change(const struct board_change *change, const struct changes *c, FILE *out)
{
    char before[FEN_BYTES], now[FEN_BYTES];
    fprintf(out, "第 %u 项\t%s", change->item, change_words[change->kind]);
    if (c->added + c->removed + c->altered > 0) {
        fprintf(out, "：多 %u 行，少 %u 行，改 %u 行", c->added, c->removed, c->altered);
    }
    if (c->has_ledger) {
        fprintf(out, "；收入 %s（上月 %s）", fen_format(c->now.income, now),
                fen_format(c->before.income, before));
        fprintf(out, "，支出 %s（上月 %s）", fen_format(c->now.spending, now),
                fen_format(c->before.spending, before));
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
    enum err err = sheet_read(s, txn, month, why);
    if (err) {
        return err;
    }
    board_changes(&s->board, (struct board_moment){.now_s = s->site->now_s}, s->month, changes);
    for (size_t i = 0; !err && i < ITEM_COUNT; i++) {
        err = content_changes(s->site, txn, &changes[i], &all[i]);
    }
    if (err || !json) {
        for (size_t i = 0; !err && i < ITEM_COUNT; i++) {
            print_change(&changes[i], &all[i], out);
        }
        return err;
    }
    b = buffer_begin(&s->site->scratch);
    json_begin(&j, &b);
    json_array(&j, NULL);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        json_change(&j, &changes[i], &all[i]);
    }
    json_array_end(&j);
    return print_buffer(&b, out);
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

/* ---- the four forms (G7) ---- */

static const char *const form_words[FORM_COUNT] = {
    [FORM_BOARD] = "公开栏",
    [FORM_ASSEMBLY] = "居民会议",
    [FORM_WALL] = "上墙",
    [FORM_MEDIA] = "书面、广播、网络",
};

struct ticking {
    struct site *site;
    struct txn *txn;
    struct calendar calendar;
    struct text key; /* of the forms record */
    struct entry item;
    struct forms forms;
    int32_t today, opened_day;
};

static enum err ticking_begin(struct ticking *t, struct text item, struct complaint *why)
{
    struct site *site = t->site;
    struct policy policy;
    struct entry entry, first;
    enum err err = site_policy(site, t->txn, &policy, &t->calendar, why);
    err = err ? err : site_newest(site, t->txn, item, &t->item, NULL);
    if (err == ERR_NOT_FOUND || (!err && t->item.kind != KIND_disclosure)) {
        return complain(why, ERR_INVALID, "没有公开事项“%.*s”；用 list 查看全部", TEXT_ARG(item));
    }
    err = err ? err : facts_first_version(site, t->txn, &t->item, &first);
    if (err) {
        return err;
    }
    t->today = civil_day_at(site->now_s, t->calendar.offset_min);
    t->opened_day = first.opens_s && first.opens_s <= site->now_s
                        ? civil_day_at(first.opens_s, t->calendar.offset_min)
                        : 0;
    t->forms = (struct forms){.key = t->item.key};
    t->key = arena_printf(&site->scratch, "forms/%.*s", TEXT_ARG(item));
    err = t->key.data ? site_newest(site, t->txn, t->key, &entry, NULL) : ERR_NOMEM;
    err = err ? err : site_record(site, t->txn, &entry, &t->forms, why);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err ticks_json(struct ticking *t, const struct form_tick *ticks, FILE *out)
{
    struct json j;
    struct buffer b = buffer_begin(&t->site->scratch);
    json_begin(&j, &b);
    json_object(&j, NULL);
    json_text(&j, "key", t->item.key);
    json_date(&j, "opened_on", t->opened_day);
    json_array(&j, "forms");
    for (size_t i = 0; i < FORM_COUNT; i++) {
        json_object(&j, NULL);
        json_text(&j, "form", text_of(form_id(ticks[i].form)));
        json_bool(&j, "done", ticks[i].done);
        json_bool(&j, "by_kiosk", ticks[i].by_kiosk);
        json_date(&j, "on", ticks[i].on);
        json_uint(&j, "days_after", ticks[i].days_after);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return print_buffer(&b, out);
}

static void ticks_words(const struct ticking *t, const struct form_tick *ticks, FILE *out)
{
    char date[CIVIL_DATE_BYTES];
    for (size_t i = 0; i < FORM_COUNT; i++) {
        fprintf(out, "%s\t%s", form_words[ticks[i].form], ticks[i].done ? "已公开" : "还没有");
        if (ticks[i].on) {
            fprintf(out, " %s", civil_format_date(ticks[i].on, date));
        }
        if (ticks[i].days_after) {
            fprintf(out, ticks[i].done ? "（迟 %u 天）" : "（已过 %u 天）", ticks[i].days_after);
        }
        fprintf(out, "%s\n", ticks[i].by_kiosk ? "（大厅屏幕）" : "");
    }
    if (t->forms.note.size > 0) {
        fprintf(out, "备注：%.*s\n", TEXT_ARG(t->forms.note));
    }
}

enum err forms_print(struct site *site, struct text key, bool json, FILE *out,
                     struct complaint *why)
{
    struct ticking t = {.site = site};
    struct form_tick ticks[FORM_COUNT];
    enum err err = txn_begin_read(site->store, &t.txn);
    err = err ? err : ticking_begin(&t, key, why);
    if (!err) {
        form_ticks(&t.forms, t.opened_day, t.today, ticks);
        if (json) {
            err = ticks_json(&t, ticks, out);
        } else {
            ticks_words(&t, ticks, out);
        }
    }
    txn_abort(t.txn);
    return err;
}

static enum err tick_in(struct ticking *t, const int32_t on[FORM_COUNT], const char *note,
                        struct complaint *why)
{
    struct entry before, entry = {.key = t->key, .version = 1};
    int32_t *const days[FORM_COUNT] = {
        [FORM_BOARD] = &t->forms.board,
        [FORM_ASSEMBLY] = &t->forms.assembly,
        [FORM_WALL] = &t->forms.wall,
        [FORM_MEDIA] = &t->forms.media,
    };
    for (size_t i = 0; i < FORM_COUNT; i++) {
        *days[i] = on[i] ? on[i] : *days[i];
    }
    t->forms.note = note ? text_of(note) : t->forms.note;
    enum err err = forms_check(&t->forms, t->today, why);
    if (err) {
        return err;
    }
    err = site_entry(t->site, t->txn, SITE_PUBLISHED, t->key, &before);
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    entry.version = err ? 1 : before.version + 1;
    err = site_put_record(t->site, t->txn, KIND_forms, &t->forms, &entry, why);
    err = err ? err : site_put_entry(t->site, t->txn, SITE_DRAFTS, &entry);
    return err ? err : act_add(t->site, t->txn, "forms", "%.*s", TEXT_ARG(t->key));
}

enum err forms_tick(struct site *site, struct text key, const int32_t on[FORM_COUNT],
                    const char *note, FILE *report, struct complaint *why)
{
    struct ticking t = {.site = site};
    enum err err = txn_begin_write(site->store, &t.txn);
    if (err) {
        return err;
    }
    err = ticking_begin(&t, key, why);
    err = err ? err : tick_in(&t, on, note, why);
    if (err) {
        txn_abort(t.txn);
        return err;
    }
    err = txn_commit(t.txn);
    if (!err) {
        fprintf(report, "%.*s\t待居委会签字\n", TEXT_ARG(t.key));
    }
    return err;
}
