/* compliance_books.c - what the everyday books and the mailbox leave to be done (W1, W2, W8, W9).
 */
#include "compliance_private.h"

enum {
    GAPS_MAX = 32,
    ASSET_LINES_MAX = 512,
    LIAISON_LINES_MAX = 200,
    FOLLOW_UPS_MAX = 64,
    SUNDAY_OFFSET = 6,
};

static void roster_days(struct compliance *list)
{
    int32_t days[GAPS_MAX];
    size_t count =
        roster_gaps_by(list->facts->duty, list->facts->duty_count, &list->rules->workdays,
                       list->today, list->today + ROSTER_AHEAD_DAYS, days, GAPS_MAX);
    for (size_t i = 0; i < count && i < GAPS_MAX; i++) {
        char date[CIVIL_DATE_BYTES];
        struct obligation obligation = {.kind = OBLIGATION_ROSTER,
                                        .due_on = days[i],
                                        .who = director_of(list),
                                        .article = "工作制度第一项"};
        oblige(list, obligation, true, "%s（休息日）没有人值班，请排班",
               civil_format_date(days[i], date));
    }
}

static void shift_logs(struct compliance *list)
{
    struct shift_gap gaps[GAPS_MAX];
    size_t count = shifts_missing(list->facts->books, list->facts->duty, list->facts->duty_count,
                                  list->today - SHIFTS_BACK_DAYS, list->today - 1, gaps, GAPS_MAX);
    for (size_t i = 0; i < count && i < GAPS_MAX; i++) {
        char date[CIVIL_DATE_BYTES];
        struct obligation obligation = {.kind = OBLIGATION_SHIFT,
                                        .due_on = gaps[i].day,
                                        .who = gaps[i].row->person,
                                        .article = "工作制度第一项"};
        oblige(list, obligation, true, "补写 %s 的值班记录", civil_format_date(gaps[i].day, date));
    }
}

static void home_visits(struct compliance *list)
{
    for (size_t i = 0; i < list->facts->zone_count; i++) {
        const struct zone *zone = &list->facts->zones[i];
        struct zone_week week = zone_week_of(list->facts->books, zone, list->today);
        struct obligation obligation = {.kind = OBLIGATION_VISITS,
                                        .due_on = week_begins(list->today) + SUNDAY_OFFSET,
                                        .who = zone->person,
                                        .article = "工作制度第二项"};
        if (week.visited < week.target) {
            oblige(list, obligation, true, "走访%.*s：本周 %u 户，应 %u 户", TEXT_ARG(zone->name),
                   week.visited, week.target);
        }
        if (week.not_passed > 0) {
            obligation.kind = OBLIGATION_PASS_ON;
            obligation.due_on = 0;
            oblige(list, obligation, true, "把走访听到的 %u 条意见转给有关部门", week.not_passed);
        }
    }
}

static void calls(struct compliance *list)
{
    struct liaison_line *lines = ARENA_ARRAY(list->arena, struct liaison_line, LIAISON_LINES_MAX);
    if (!lines) {
        list->failed = true;
        return;
    }
    size_t count = liaisons_on(list->facts->books, list->today, lines, LIAISON_LINES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (lines[i].next_on == 0) {
            continue;
        }
        struct obligation obligation = {.kind = OBLIGATION_LIAISON,
                                        .due_on = lines[i].next_on,
                                        .who = lines[i].person,
                                        .article = "工作制度第八项"};
        oblige(list, obligation, false, "走访联系%.*s", TEXT_ARG(lines[i].organisation));
    }
}

static void count_of_year(struct compliance *list, int year)
{
    size_t mark = arena_mark(list->arena);
    struct asset_line *lines = ARENA_ARRAY(list->arena, struct asset_line, ASSET_LINES_MAX);
    if (!lines) {
        list->failed = true;
        return;
    }
    struct stocktake stocktake =
        stocktake_of(list->facts->books, list->rules, year, list->today, lines, ASSET_LINES_MAX);
    arena_rewind(list->arena, mark);
    struct obligation obligation = {.kind = OBLIGATION_STOCKTAKE,
                                    .due_on = civil_day_of_ymd(year, 12, 31),
                                    .who = director_of(list),
                                    .article = "工作制度第九项"};
    if (stocktake.due && stocktake.counted < stocktake.items) {
        oblige(list, obligation, true, "年终清点物品：%zu 种里清点了 %zu 种", stocktake.items,
               stocktake.counted);
    }
    if (stocktake.differing > 0) {
        obligation.due_on = 0;
        oblige(list, obligation, true, "%d 年清点有 %zu 种物品帐物不符，请查明更正", year,
               stocktake.differing);
    }
}

static void stocktakes(struct compliance *list)
{
    int year = civil_date_of(list->today).year;
    if (civil_day_of_ymd(year - 1, 12, 31) >= list->rules->calendar.first_board) {
        count_of_year(list, year - 1);
    }
    count_of_year(list, year);
}

static void follow_ups(struct compliance *list)
{
    const struct visit *visits[FOLLOW_UPS_MAX];
    size_t count = visits_to_follow(list->facts->books, list->today + OBLIGATION_SOON_DAYS, visits,
                                    FOLLOW_UPS_MAX);
    for (size_t i = 0; i < count && i < FOLLOW_UPS_MAX; i++) {
        struct obligation obligation = {.kind = OBLIGATION_FOLLOW_UP,
                                        .due_on = visits[i]->follow_on,
                                        .who = visits[i]->host,
                                        .article = "居委会职责第一项"};
        oblige(list, obligation, true, "来访跟进（内容见来访登记）");
    }
}

static void one_letter(struct compliance *list, const struct letter_fact *letter)
{
    struct promise promise = promise_of(letter, list->rules, list->today, list->moment.doubtful);
    struct obligation obligation = {.kind = OBLIGATION_LETTER,
                                    .due_on = promise.answer_by,
                                    .who = director_of(list),
                                    .article = "工作制度第一项、居务公开制度第十一条",
                                    .key = letter->id};
    if (letter->answered_s || promise.state == PROMISE_RETRACTED) {
        return;
    }
    oblige(list, obligation, true, "答复一封来信%s",
           promise.state == PROMISE_RED ? "（已过最后期限）" : "");
    if (letter->read_s == 0) {
        obligation.due_on = promise.read_by;
        oblige(list, obligation, true, "看一封新来信");
    }
    if (promise.lacks_note) {
        obligation.due_on = 0;
        oblige(list, obligation, true, "告诉写信人为什么要更久（只写原因）");
    }
}

void compliance_books(struct compliance *list)
{
    if (list->facts->duty) {
        roster_days(list);
    }
    for (size_t i = 0; i < list->facts->letter_count; i++) {
        one_letter(list, &list->facts->letters[i]);
    }
    if (!list->facts->books) {
        return;
    }
    if (list->facts->duty) {
        shift_logs(list);
    }
    home_visits(list);
    calls(list);
    stocktakes(list);
    follow_ups(list);
}
