/* import_people.c - who sits where, who is whose relative, and who looks after which building. */
#include <string.h>

#include "facts.h"
#include "import_table.h"
#include "people.h"
#include "zones.h"

enum {
    SEATS_MAX = 1000,
    KIN_ROWS_MAX = 400, /* kinds.def, and these */
    BUILDINGS_MAX = 100,
    GROUPS_MAX = 30,
    HOUSEHOLDS_MAX = 100000,
    WEEKLY_MAX = 1000,
    WARNINGS_SHOWN_MAX = 32,
};

/* ---- rolls ---- */

/* Rows of 姓名 that are not persons. */
#define ROW_SEATS "应设席位"
#define ROW_ELECTED "当选日期"

static enum body body_named(struct text name)
{
    static const struct {
        const char *name;
        enum body body;
    } others[] = {
        {"居委会", BODY_COMMITTEE},
        {"监督小组", BODY_SUPERVISION},
        {"居民代表", BODY_REPRESENTATIVES},
        {"领导小组", BODY_LEAD},
        {"社工", BODY_WORKERS},
    };
    for (int body = BODY_COMMITTEE; body < BODY_COUNT; body++) {
        if (text_is(name, body_name((enum body)body)) || text_is(name, body_id((enum body)body))) {
            return (enum body)body;
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (text_is(name, others[i].name)) {
            return others[i].body;
        }
    }
    return BODY_UNKNOWN;
}

static struct text roll_key(struct import *import, enum body body)
{
    return arena_printf(&import->site->scratch, "roll/%s",
                        body == BODY_EX_OFFICIO ? "ex-officio" : body_id(body));
}

static enum err read_member(const struct csv_row *row, struct roll *roll, struct complaint *why)
{
    struct text name = csv_cell(row, 1);
    int32_t from;
    enum err err = table_day(row, 7, "任职", &from, why);
    if (err) {
        return err;
    }
    if (text_is(name, ROW_SEATS)) {
        return table_number(row, 2, ROW_SEATS "（写在职务一栏）", SEATS_MAX, &roll->seats, why);
    }
    if (text_is(name, ROW_ELECTED)) {
        roll->elected = from;
        return from ? OK : complain(why, ERR_INVALID, "第 %u 行：当选日期写在任职一栏", row->line);
    }
    if (name.size == 0) {
        return complain(why, ERR_INVALID, "第 %u 行没有姓名", row->line);
    }
    if (roll->rows.count == ROLL_MEMBERS_MAX) {
        return complain(why, ERR_FULL, "一个组织至多 %d 人", ROLL_MEMBERS_MAX);
    }
    struct member *member = &roll->rows.at[roll->rows.count++];
    *member = (struct member){
        .name = name,
        .post = csv_cell(row, 2),
        .duties = csv_cell(row, 3),
        .group = csv_cell(row, 4),
        .capacity = csv_cell(row, 5),
        .phone = csv_cell(row, 6),
        .from = from,
    };
    return table_day(row, 8, "离任", &member->to, why);
}

static enum err read_rolls(struct import *import, const struct csv *csv,
                           struct roll rolls[BODY_COUNT], struct complaint *why)
{
    for (size_t i = 1; i < csv->count; i++) {
        const struct csv_row *row = &csv->rows[i];
        enum body body = body_named(csv_cell(row, 0));
        if (body == BODY_UNKNOWN) {
            return complain(
                why, ERR_INVALID,
                "第 %u 行：组织“%.*s”不认识；写 居委会、社区工作者、监督小组、居民代表、"
                "当然代表 或 居务公开领导小组",
                row->line, TEXT_ARG(csv_cell(row, 0)));
        }
        struct roll *roll = &rolls[body];
        if (!roll->rows.at) {
            roll->body = text_of(body_id(body));
            roll->rows.at = ARENA_ARRAY(&import->site->scratch, struct member, ROLL_MEMBERS_MAX);
        }
        enum err err = roll->rows.at ? read_member(row, roll, why) : ERR_NOMEM;
        if (err) {
            return err;
        }
    }
    return OK;
}

/* G10: whoever sits in the group may neither sit in the committee nor be related to somebody there;
 * what is merely not as it should be is told. */
static enum err judge_people(struct import *import, struct complaint *why)
{
    struct people_warning warnings[WARNINGS_SHOWN_MAX];
    struct people people;
    int32_t today = civil_day_at(import->site->now_s, import->calendar.offset_min);
    enum err err = facts_people(import->site, import->txn, FACTS_NEWEST, &people);
    err = err ? err : supervision_check(&people, today, why);
    if (err) {
        return err == ERR_DENIED ? ERR_INVALID : err; /* of data, not of a key */
    }
    size_t count = people_warnings(&people, &import->rules, today, warnings, WARNINGS_SHOWN_MAX);
    for (size_t i = 0; i < count && i < WARNINGS_SHOWN_MAX; i++) {
        struct text text = people_warning_text(&warnings[i], &import->site->scratch);
        fprintf(import->done, "提醒：%.*s（%s）\n", TEXT_ARG(text),
                people_warning_article(warnings[i].kind));
    }
    return OK;
}

enum err import_rolls(struct import *import, const struct csv *csv, struct complaint *why)
{
    struct roll rolls[BODY_COUNT] = {0};
    enum err err = read_rolls(import, csv, rolls, why);
    for (int body = BODY_COMMITTEE; !err && body < BODY_COUNT; body++) {
        if (!rolls[body].rows.at) {
            continue;
        }
        struct text key = roll_key(import, (enum body)body);
        err = key.data ? roll_check(&rolls[body], &import->rules, why) : ERR_NOMEM;
        err = err ? err : import_put(import, key, KIND_roll, &rolls[body], 0, why);
    }
    return err ? err : judge_people(import, why);
}

enum err import_kin(struct import *import, const struct csv *csv, struct complaint *why)
{
    size_t count = csv->count - 1;
    struct kin kin = {
        .rows = {.at = ARENA_ARRAY(&import->site->scratch, struct kin_row, count + 1)}};
    if (!kin.rows.at || count > KIN_ROWS_MAX) {
        return kin.rows.at ? complain(why, ERR_FULL, "亲属表至多 %d 行", KIN_ROWS_MAX) : ERR_NOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        const struct csv_row *row = &csv->rows[i + 1];
        struct kin_row *to = &kin.rows.at[kin.rows.count++];
        *to = (struct kin_row){csv_cell(row, 0), csv_cell(row, 1), csv_cell(row, 2)};
        if (to->member.size == 0 || to->relative.size == 0) {
            return complain(why, ERR_INVALID, "第 %u 行：成员和亲属都要写姓名", row->line);
        }
    }
    enum err err = import_keep(import, text_of("kin"), KIND_kin, &kin, why);
    return err ? err : judge_people(import, why);
}

/* ---- zones (W2) ---- */

static enum err read_zone(struct import *import, const struct csv_row *row, struct zone *zone,
                          struct complaint *why)
{
    *zone = (struct zone){
        .name = csv_cell(row, 0),
        .person = csv_cell(row, 1),
        .phone = csv_cell(row, 2),
        .deputy = csv_cell(row, 3),
        .place = csv_cell(row, 4),
    };
    if (zone->name.size == 0 || zone->person.size == 0) {
        return complain(why, ERR_INVALID, "第 %u 行：责任区和负责人都要写", row->line);
    }
    enum err err = table_list(import, row, 5, "楼栋", BUILDINGS_MAX, &zone->buildings, why);
    err = err ? err : table_list(import, row, 6, "小组", GROUPS_MAX, &zone->groups, why);
    err = err ? err : table_number(row, 7, "户数", HOUSEHOLDS_MAX, &zone->households, why);
    return err ? err : table_number(row, 8, "每周走访", WEEKLY_MAX, &zone->weekly_target, why);
}

static enum err put_zone(struct import *import, const struct zone *zone, struct complaint *why)
{
    struct text key;
    struct zone copy = *zone;
    struct text name = arena_printf(&import->site->scratch, "%.*s", TEXT_ARG(zone->name));
    enum err err = name.data ? import_key(import, "zone/", name.data, &key) : ERR_NOMEM;
    return err ? err : import_put(import, key, KIND_zone, &copy, 0, why);
}

static enum err judge_zones(struct import *import, struct complaint *why)
{
    struct fact_list zones;
    struct people people;
    int32_t today = civil_day_at(import->site->now_s, import->calendar.offset_min);
    enum err err = facts_of_kind(import->site, import->txn, FACTS_NEWEST, KIND_zone, &zones);
    err = err ? err : facts_people(import->site, import->txn, FACTS_NEWEST, &people);
    return err ? err : zones_check(zones.records, zones.count, &people, today, why);
}

enum err import_zones(struct import *import, const struct csv *csv, struct complaint *why)
{
    enum err err = OK;
    for (size_t i = 1; !err && i < csv->count; i++) {
        struct zone zone;
        err = read_zone(import, &csv->rows[i], &zone, why);
        err = err ? err : put_zone(import, &zone, why);
    }
    return err ? err : judge_zones(import, why);
}
