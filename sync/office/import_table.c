/* import_table.c - see import_table.h. Rest days, offices and opening hours change the rules. */
#include "import_table.h"

#include <string.h>

#include "policy_edit.h"

enum {
    ROLL_COLUMNS = 9,
    KIN_COLUMNS = 3,
    ZONE_COLUMNS = 9,
    DAY_COLUMNS = 4,
    CONTACT_COLUMNS = 3,
    HOUR_COLUMNS = 3,
    REST_DAYS_MAX = 300, /* kinds.def, these three */
    CONTACTS_MAX = 100,
    HOURS_MAX = 28,
    LIST_ITEM_BYTES_MAX = 60,
};

static const struct {
    const char *const header[ROLL_COLUMNS];
    size_t columns;
    const char *what;
    enum err (*take)(struct import *import, const struct csv *csv, struct complaint *why);
} tables[] = {
    {{"组织", "姓名", "职务", "分工", "小组", "身份", "电话", "任职", "离任"},
     ROLL_COLUMNS,
     "成员表",
     import_rolls},
    {{"成员", "亲属", "关系"}, KIN_COLUMNS, "亲属表", import_kin},
    {{"责任区", "负责人", "电话", "副手", "地点", "楼栋", "小组", "户数", "每周走访"},
     ZONE_COLUMNS,
     "责任区表",
     import_zones},
    {{"开始", "结束", "名称", "上班"}, DAY_COLUMNS, "假日表", import_rest_days},
    {{"单位", "电话", "地址"}, CONTACT_COLUMNS, "单位表", import_contacts},
    {{"星期", "开始", "结束"}, HOUR_COLUMNS, "接待时段表", import_hours},
};
enum { TABLE_COUNT = sizeof tables / sizeof tables[0] };

static void add_header(struct buffer *b, size_t table)
{
    buffer_printf(b, "；%s是“", tables[table].what);
    for (size_t i = 0; i < tables[table].columns; i++) {
        buffer_printf(b, "%s%s", i ? "," : "", tables[table].header[i]);
    }
    buffer_printf(b, "”");
}

enum err import_table(struct import *import, const struct csv *csv, struct complaint *why)
{
    struct bytes known;
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (csv_has_header(csv, tables[i].header, tables[i].columns)) {
            return tables[i].take(import, csv, why);
        }
    }
    struct buffer b = buffer_begin(&import->site->scratch);
    buffer_printf(&b, "台账是“日期,项目,类别,经手人,审批人,收入,支出”；"
                      "值班表是“日期,开始,结束,值班人,岗位,电话,地点”");
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        add_header(&b, i);
    }
    enum err err = buffer_end(&b, &known);
    return err ? err
               : complain(why, ERR_INVALID, "第 %u 行的表头不对；%.*s",
                          csv->count ? csv->rows[0].line : 1, (int)known.size,
                          (const char *)known.data);
}

bool import_table_is_exempt(const struct csv *csv)
{
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (csv_has_header(csv, tables[i].header, tables[i].columns)) {
            return tables[i].take == import_kin || tables[i].take == import_contacts;
        }
    }
    return false;
}

/* ---- cells ---- */

enum err table_day(const struct csv_row *row, size_t column, const char *title, int32_t *day,
                   struct complaint *why)
{
    struct text cell = csv_cell(row, column);
    *day = 0;
    if (cell.size > 0 && civil_parse_date(cell, day)) {
        return complain(why, ERR_INVALID,
                        "第 %u 行：%s“%.*s”不是日期，或没有这一天；要写成 2026-10-09", row->line,
                        title, TEXT_ARG(cell));
    }
    return OK;
}

enum err table_number(const struct csv_row *row, size_t column, const char *title, uint64_t max,
                      uint64_t *number, struct complaint *why)
{
    struct text cell = csv_cell(row, column);
    *number = 0;
    if (cell.size > 0 && text_parse_uint(cell, max, number)) {
        return complain(why, ERR_INVALID, "第 %u 行：%s“%.*s”不是数（0 到 %llu）", row->line, title,
                        TEXT_ARG(cell), (unsigned long long)max);
    }
    return OK;
}

/* How long a separator stands at the front of `at`; 0: none. */
static size_t separator_size(struct text at)
{
    static const char *const separators[] = {";", "\uFF1B", "、", ",", "\uFF0C"};
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        if (text_starts(at, separators[i])) {
            return strlen(separators[i]);
        }
    }
    return 0;
}

enum err table_list(struct import *import, const struct csv_row *row, size_t column,
                    const char *title, size_t max, struct texts *to, struct complaint *why)
{
    struct text cell = csv_cell(row, column);
    size_t from = 0;
    *to = (struct texts){.at = ARENA_ARRAY(&import->site->scratch, struct text, max)};
    if (!to->at) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i <= cell.size;) {
        size_t size = i < cell.size ? separator_size(text_slice(cell, i, cell.size)) : 1;
        if (size == 0) {
            i++;
            continue;
        }
        struct text part = text_trim(text_slice(cell, from, i));
        if (part.size > LIST_ITEM_BYTES_MAX || (part.size > 0 && to->count == max)) {
            return complain(why, ERR_INVALID, "第 %u 行：%s写得太多或太长，至多 %zu 个", row->line,
                            title, max);
        }
        if (part.size > 0) {
            to->at[to->count++] = part;
        }
        i += size;
        from = i;
    }
    return OK;
}

/* ---- what changes the rules ---- */

static enum err too_many(const struct csv *csv, size_t max, struct complaint *why)
{
    return csv->count - 1 > max ? complain(why, ERR_FULL, "这张表至多 %zu 行", max) : OK;
}

static enum err put_policy(struct import *import, const struct policy *policy,
                           struct complaint *why)
{
    bool changes = false;
    enum err err = policy_stage(import->site, import->txn, policy, &changes, why);
    if (!err) {
        import_tell(import, text_of("policy"), changes ? "规则有新版本，待两方签字" : "没有变化",
                    changes);
    }
    return err;
}

static enum err read_rest_day(const struct csv_row *row, struct day_range *to,
                              struct complaint *why)
{
    struct text working = csv_cell(row, 3);
    *to = (struct day_range){.name = csv_cell(row, 2), .working = text_is(working, "是")};
    enum err err = table_day(row, 0, "开始", &to->from, why);
    err = err ? err : table_day(row, 1, "结束", &to->to, why);
    if (!err && to->from == 0) {
        err = complain(why, ERR_INVALID, "第 %u 行没有开始日期", row->line);
    }
    if (!err && working.size > 0 && !to->working && !text_is(working, "否")) {
        err = complain(why, ERR_INVALID, "第 %u 行：上班 要写 是（调休上班）或 否（放假）",
                       row->line);
    }
    return err;
}

/* The years that the file names are replaced; others stay. */
static bool year_is_named(const struct csv *csv, const struct day_range *ranges, int32_t day)
{
    for (size_t i = 0; i + 1 < csv->count; i++) {
        if (civil_date_of(ranges[i].from).year == civil_date_of(day).year) {
            return true;
        }
    }
    return false;
}

enum err import_rest_days(struct import *import, const struct csv *csv, struct complaint *why)
{
    struct policy policy;
    struct day_range *ranges =
        ARENA_ARRAY(&import->site->scratch, struct day_range, csv->count + REST_DAYS_MAX);
    enum err err = ranges ? too_many(csv, REST_DAYS_MAX, why) : ERR_NOMEM;
    err = err ? err : policy_newest(import->site, import->txn, &policy, why);
    size_t count = csv->count - 1;
    for (size_t i = 0; !err && i < count; i++) {
        err = read_rest_day(&csv->rows[i + 1], &ranges[i], why);
    }
    if (err) {
        return err;
    }
    for (size_t i = 0; i < policy.days.count; i++) {
        if (!year_is_named(csv, ranges, policy.days.at[i].from)) {
            ranges[count++] = policy.days.at[i];
        }
    }
    policy.days.at = ranges;
    policy.days.count = count;
    return put_policy(import, &policy, why);
}

enum err import_contacts(struct import *import, const struct csv *csv, struct complaint *why)
{
    struct policy policy;
    size_t count = csv->count - 1;
    struct contact *contacts = ARENA_ARRAY(&import->site->scratch, struct contact, count + 1);
    enum err err = contacts ? too_many(csv, CONTACTS_MAX, why) : ERR_NOMEM;
    err = err ? err : policy_newest(import->site, import->txn, &policy, why);
    for (size_t i = 0; !err && i < count; i++) {
        const struct csv_row *row = &csv->rows[i + 1];
        contacts[i] = (struct contact){
            .name = csv_cell(row, 0), .phone = csv_cell(row, 1), .address = csv_cell(row, 2)};
        if (contacts[i].name.size == 0) {
            err = complain(why, ERR_INVALID, "第 %u 行没有单位名称", row->line);
        }
    }
    if (err) {
        return err;
    }
    policy.contacts.at = contacts;
    policy.contacts.count = count;
    return put_policy(import, &policy, why);
}

static uint64_t weekday_of(struct text name)
{
    static const char *const names[] = {"一", "二", "三", "四", "五", "六", "日"};
    if (text_starts(name, "星期") || text_starts(name, "周")) {
        name = text_slice(name, text_starts(name, "周") ? strlen("周") : strlen("星期"), name.size);
    }
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (text_is(name, names[i]) || (i == 6 && text_is(name, "天"))) {
            return i + 1;
        }
    }
    return 0;
}

static enum err read_hours(const struct csv_row *row, struct open_hours *to, struct complaint *why)
{
    int from = 0, until = 0;
    *to = (struct open_hours){.weekday = weekday_of(csv_cell(row, 0))};
    if (to->weekday == 0) {
        return complain(why, ERR_INVALID, "第 %u 行：星期 要写 星期一 … 星期日", row->line);
    }
    if (civil_parse_clock(csv_cell(row, 1), &from) || civil_parse_clock(csv_cell(row, 2), &until)) {
        return complain(why, ERR_INVALID, "第 %u 行：开始和结束要写成 08:30", row->line);
    }
    to->from_min = (uint64_t)from;
    to->to_min = (uint64_t)until;
    return OK;
}

enum err import_hours(struct import *import, const struct csv *csv, struct complaint *why)
{
    struct policy policy;
    size_t count = csv->count - 1;
    struct open_hours *hours = ARENA_ARRAY(&import->site->scratch, struct open_hours, count + 1);
    enum err err = hours ? too_many(csv, HOURS_MAX, why) : ERR_NOMEM;
    err = err ? err : policy_newest(import->site, import->txn, &policy, why);
    for (size_t i = 0; !err && i < count; i++) {
        err = read_hours(&csv->rows[i + 1], &hours[i], why);
    }
    if (err) {
        return err;
    }
    policy.hours.at = hours;
    policy.hours.count = count;
    return put_policy(import, &policy, why);
}
