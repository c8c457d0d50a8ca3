/* due_print.c - see due_print.h. */
#include "due_print.h"

#include "due.h"
#include "facts.h"
#include "json_print.h"
#include "meeting.h"
#include "resolution.h"

/* ---- what is due ---- */

static const char *state_words(enum board_state state)
{
    static const char *const words[] = {
        [BOARD_NOT_DUE] = "未到公开日", [BOARD_PUBLISHED] = "已公开",
        [BOARD_PENDING] = "今天公开",   [BOARD_UNSIGNED] = "待监督小组审核",
        [BOARD_OVERDUE] = "逾期未公开", [BOARD_WITHDRAWN] = "已撤回",
    };
    return words[state];
}

static void json_period(struct json *j, struct period period)
{
    char text[PERIOD_BYTES];
    if (period.kind == PERIOD_NONE) {
        json_null(j, "period");
    } else {
        json_text(j, "period", text_of(period_format(period, text)));
    }
}

static void json_line(struct json *j, const struct due_line *line)
{
    json_period(j, line->period);
    json_date(j, "due_on", line->due_on);
    json_text(j, "state", text_of(board_state_id(line->state)));
    json_uint(j, "overdue_days", line->overdue_days);
    json_uint(j, "late_days", line->late_days);
    if (line->archive_year) {
        json_int(j, "archive_year", line->archive_year);
    } else {
        json_null(j, "archive_year");
    }
    json_date(j, "next_due_on", line->next_due_on);
    json_bool(j, "nil", line->nil);
    json_bool(j, "corrected", line->corrected);
    if (line->record) {
        json_text(j, "key", line->record->key);
    } else {
        json_null(j, "key");
    }
}

static void json_parts(struct json *j, const struct due *due)
{
    json_array(j, "parts");
    for (size_t i = 0; i < due->part_count; i++) {
        json_object(j, NULL);
        json_uint(j, "part", due->parts[i].part);
        json_line(j, &due->parts[i]);
        json_object_end(j);
    }
    json_array_end(j);
}

static enum err due_json(struct site *site, const struct due *due, FILE *out)
{
    struct json j;
    struct buffer b = buffer_begin(&site->scratch);
    json_begin(&j, &b);
    json_array(&j, NULL);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        json_object(&j, NULL);
        json_uint(&j, "item", due->items[i].item);
        json_line(&j, &due->items[i]);
        if (due->items[i].item == ITEM_COUNT) {
            json_parts(&j, due);
        }
        json_object_end(&j);
    }
    json_array_end(&j);
    return json_print(&j, out);
}

static void print_line(const struct due_line *line, FILE *out)
{
    char period[PERIOD_BYTES], due[CIVIL_DATE_BYTES], next[CIVIL_DATE_BYTES];
    fprintf(out, "%s%s%s", period_format(line->period, period),
            line->period.kind == PERIOD_NONE ? "" : " ",
            line->item > ITEM_COUNT && line->state == BOARD_NOT_DUE ? "还没有"
                                                                    : state_words(line->state));
    if (line->due_on) {
        fprintf(out, "，应于 %s 公开", civil_format_date(line->due_on, due));
    }
    if (line->overdue_days) {
        fprintf(out, "，逾期 %u 天", line->overdue_days);
    }
    if (line->late_days) {
        fprintf(out, "，迟 %u 天", line->late_days);
    }
    if (line->nil) {
        fprintf(out, "，本期无此项");
    }
    if (line->corrected) {
        fprintf(out, "，有更正");
    }
    if (line->next_due_on) {
        fprintf(out, "；下次 %s", civil_format_date(line->next_due_on, next));
    }
    fprintf(out, "\n");
}

static void due_words(const struct due *due, FILE *out)
{
    char date[CIVIL_DATE_BYTES];
    fprintf(out, "下一个公开日 %s，还有 %u 天\n", civil_format_date(due->next_disclosure_day, date),
            due->days_left);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        fprintf(out, "第 %u 项\t", due->items[i].item);
        print_line(&due->items[i], out);
    }
    for (size_t i = 0; i < due->part_count; i++) {
        fprintf(out, "  第 10 项之 %u\t", due->parts[i].part);
        print_line(&due->parts[i], out);
    }
    for (size_t i = 0; i < OTHER_COUNT; i++) {
        fprintf(out, "%s\t", due->others[i].item == ITEM_PRESS ? "督促公开" : "协助公开");
        print_line(&due->others[i], out);
    }
}

static enum err due_in(struct site *site, struct txn *txn, int32_t day, bool json, FILE *out,
                       struct complaint *why)
{
    struct policy policy;
    struct calendar calendar;
    struct board_facts facts;
    struct board board;
    struct due *due = arena_alloc(&site->scratch, sizeof *due);
    enum err err = due ? site_policy(site, txn, &policy, &calendar, why) : ERR_NOMEM;
    err = err ? err : facts_of_board(site, txn, FACTS_PUBLISHED, &facts);
    err = err ? err : board_init(&site->scratch, &calendar, facts.at, facts.count, &board);
    if (err) {
        return err;
    }
    due_list(&board, due_moment(&calendar, day), due);
    if (json) {
        return due_json(site, due, out);
    }
    due_words(due, out);
    return OK;
}

enum err due_print(struct site *site, int32_t day, bool json, FILE *out, struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : due_in(site, txn, day, json, out, why);
    txn_abort(txn);
    return err;
}

/* ---- a meeting ---- */

struct course {
    struct site *site;
    struct text key;
    struct meeting meeting;
    struct stage stages[STAGES_MAX];
    size_t count;
    struct quorum quorum;
};

static void json_stages(struct json *j, const struct course *c)
{
    json_array(j, "stages");
    for (size_t i = 0; i < c->count; i++) {
        const struct stage *stage = &c->stages[i];
        json_object(j, NULL);
        json_text(j, "name", text_of(stage_id(stage->name)));
        json_text(j, "title", text_of(stage_title(stage->name)));
        json_date(j, "from_on", stage->from_on);
        json_date(j, "due_on", stage->due_on);
        json_date(j, "done_on", stage->done_on);
        json_text(j, "state", text_of(stage_state_id(stage->state)));
        json_object_end(j);
    }
    json_array_end(j);
}

static void json_quorum(struct json *j, const struct quorum *q)
{
    json_object(j, "quorum");
    json_bool(j, "applies", q->applies);
    json_uint(j, "due", q->due);
    json_uint(j, "ex_officio", q->ex_officio);
    json_uint(j, "present", q->present);
    json_uint(j, "needed", q->needed);
    json_bool(j, "reached", q->reached);
    json_uint(j, "agreed", q->agreed);
    json_uint(j, "agreed_needed", q->agreed_needed);
    json_bool(j, "carried", q->carried);
    json_object_end(j);
}

static enum err course_json(const struct course *c, int32_t day, FILE *out)
{
    struct json j;
    struct buffer b = buffer_begin(&c->site->scratch);
    json_begin(&j, &b);
    json_object(&j, NULL);
    json_text(&j, "key", c->key);
    json_text(&j, "type", c->meeting.type);
    json_text(&j, "title", c->meeting.title);
    json_date(&j, "date", c->meeting.date);
    json_date(&j, "on", day);
    json_stages(&j, c);
    json_quorum(&j, &c->quorum);
    json_object_end(&j);
    return json_print(&j, out);
}

static void print_stage(const struct stage *stage, FILE *out)
{
    char date[CIVIL_DATE_BYTES];
    fprintf(out, "%s\t%s", stage_title(stage->name), stage_state_title(stage->state));
    if (stage->due_on) {
        fprintf(out, "，最迟 %s", civil_format_date(stage->due_on, date));
    }
    if (stage->done_on) {
        fprintf(out, "，办于 %s", civil_format_date(stage->done_on, date));
    }
    fprintf(out, "\n");
}

static void course_words(const struct course *c, FILE *out)
{
    char date[CIVIL_DATE_BYTES];
    const struct quorum *q = &c->quorum;
    fprintf(out, "%.*s（%s，%s）\n", TEXT_ARG(c->meeting.title),
            meeting_type_name(meeting_type_of(c->meeting.type)),
            civil_format_date(c->meeting.date, date));
    for (size_t i = 0; i < c->count; i++) {
        print_stage(&c->stages[i], out);
    }
    if (!q->applies) {
        return;
    }
    fprintf(out, "应到 %llu 人，到会 %llu 人，需 %llu 人：%s\n", (unsigned long long)q->due,
            (unsigned long long)q->present, (unsigned long long)q->needed,
            q->reached ? "达到法定人数" : "未达到法定人数");
    fprintf(out, "同意 %llu 人，需 %llu 人：%s\n", (unsigned long long)q->agreed,
            (unsigned long long)q->agreed_needed, q->carried ? "通过" : "未通过");
}

static enum err find_meeting(struct site *site, struct txn *txn, struct text key,
                             struct meeting *meeting, struct complaint *why)
{
    struct entry entry;
    enum err err = site_newest(site, txn, key, &entry, NULL);
    err = !err && entry.kind != KIND_meeting ? ERR_NOT_FOUND : err;
    if (err == ERR_NOT_FOUND) {
        err = site_kept(site, txn, key, KIND_meeting, meeting);
        return err == ERR_NOT_FOUND || err == ERR_MISMATCH
                   ? complain(why, ERR_INVALID, "没有会议“%.*s”；用 list 查看全部", TEXT_ARG(key))
                   : err;
    }
    return err ? err : site_record(site, txn, &entry, meeting, why);
}

/* Those the meeting adopted. */
static enum err its_resolutions(struct site *site, struct txn *txn, struct text key,
                                struct resolution **at, size_t *count)
{
    struct fact_list all;
    enum err err = facts_of_kind(site, txn, FACTS_NEWEST, KIND_resolution, &all);
    *at = err ? NULL : ARENA_ARRAY(&site->scratch, struct resolution, all.count + 1);
    *count = 0;
    for (size_t i = 0; *at && i < all.count; i++) {
        const struct resolution *one = &((const struct resolution *)all.records)[i];
        if (text_equal(one->meeting, key)) {
            (*at)[(*count)++] = *one;
        }
    }
    return err ? err : *at ? OK : ERR_NOMEM;
}

static enum err meeting_in(struct site *site, struct txn *txn, struct course *c, int32_t day,
                           struct complaint *why)
{
    struct policy policy;
    struct calendar calendar;
    struct rule_set *rules = arena_alloc(&site->scratch, sizeof *rules);
    struct resolution *resolutions = NULL;
    size_t count = 0;
    enum err err = rules ? site_policy(site, txn, &policy, &calendar, why) : ERR_NOMEM;
    err = err ? err : rule_set_init(&policy, rules);
    err = err ? err : find_meeting(site, txn, c->key, &c->meeting, why);
    err = err ? err : its_resolutions(site, txn, c->key, &resolutions, &count);
    if (!err) {
        const struct meeting_case course = {&c->meeting, resolutions, count, rules};
        c->count = meeting_course(&course, day, false, c->stages);
        c->quorum = meeting_quorum_by(&c->meeting, rules);
    }
    return err;
}

enum err meeting_print(struct site *site, struct text key, int32_t day, bool json, FILE *out,
                       struct complaint *why)
{
    struct course c = {.site = site, .key = key};
    struct txn *txn = NULL;
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : meeting_in(site, txn, &c, day, why);
    if (!err && json) {
        err = course_json(&c, day, out);
    } else if (!err) {
        course_words(&c, out);
    }
    txn_abort(txn);
    return err;
}
