/* The everyday books: what an entry must say, corrections, and the figures (W1, W2, W6, W8-W10). */
#include "cases.h"

#include "registers.h"

static const uint8_t ids[8][ENTRY_ID_BYTES] = {{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}};

static struct bytes id_of(size_t n)
{
    return bytes_of(ids[n], ENTRY_ID_BYTES);
}

static struct book_fact fact_of(enum kind kind, size_t n, const void *record)
{
    return (struct book_fact){.kind = kind, .id = id_of(n), .record = record};
}

static enum err check(enum kind kind, const void *record, struct complaint *why)
{
    struct book_fact fact = fact_of(kind, 0, record);
    return book_check(&fact, 480, day("2026-11-25"), why);
}

static void entries_that_cannot_be_are_refused(void **state)
{
    struct complaint why = {0};
    struct shift shift = {.at = moment("2026-11-25 08:30"), .person = text_of("李敏")};
    struct home_visit visit = {
        .at = moment("2026-11-25 10:00"), .person = text_of("蒋丽"), .household = text_of("王家")};
    struct asset asset = {.date = day("2026-11-25"),
                          .change = text_of("bought"),
                          .item = text_of("折叠椅"),
                          .quantity = 10,
                          .keeper = text_of("顾明远")};
    struct study study = {
        .date = day("2026-11-25"), .subject = text_of("居委会组织法"), .due = 8, .present = 8};
    struct seal_use seal = {.date = day("2026-11-25")};
    (void)state;
    assert_ok_why(check(KIND_shift, &shift, &why), &why);
    shift.ended = moment("2026-11-25 08:00");
    assert_err(ERR_INVALID, check(KIND_shift, &shift, &why));
    shift.ended = 0;
    shift.handover = text_of("钥匙");
    assert_err(ERR_INVALID, check(KIND_shift, &shift, &why)); /* to whom? (W1) */
    shift.handed_to = text_of("陈立");
    assert_ok_why(check(KIND_shift, &shift, &why), &why);
    assert_ok_why(check(KIND_home_visit, &visit, &why), &why);
    visit.passed_on = day("2026-11-25");
    assert_err(ERR_INVALID, check(KIND_home_visit, &visit, &why)); /* to which department? (W2) */
    visit.passed_to = text_of("环卫所");
    assert_err(ERR_INVALID, check(KIND_home_visit, &visit, &why)); /* what opinion? */
    visit.opinion = text_of("垃圾房太远");
    assert_ok_why(check(KIND_home_visit, &visit, &why), &why);
    visit.passed_on = day("2026-11-24");
    assert_err(ERR_INVALID, check(KIND_home_visit, &visit, &why));
    assert_ok_why(check(KIND_asset, &asset, &why), &why);
    asset.quantity = 0;
    assert_err(ERR_INVALID, check(KIND_asset, &asset, &why));
    asset.change = text_of("counted"); /* none of them is there: that is a count */
    assert_ok_why(check(KIND_asset, &asset, &why), &why);
    asset.change = text_of("sold");
    assert_err(ERR_INVALID, check(KIND_asset, &asset, &why));
    assert_says(&why, "第九项");
    assert_ok_why(check(KIND_study, &study, &why), &why);
    study.present = 9;
    assert_err(ERR_INVALID, check(KIND_study, &study, &why));
    assert_ok_why(check(KIND_seal_use, &seal, &why), &why);
    seal.date = day("2026-11-26");
    assert_err(ERR_INVALID, check(KIND_seal_use, &seal, &why)); /* tomorrow */
    assert_err(ERR_INVALID, check(KIND_letter, &seal, &why));
}

/* W10: reason, date, the user's name and address, who stamped; none may be missing. */
static void a_seal_use_says_five_things(void **state)
{
    static const size_t fields = 5;
    struct seal_use whole = {.reason = text_of("开居住证明"),
                             .date = day("2026-11-25"),
                             .name = text_of("张建国"),
                             .address = text_of("3号楼"),
                             .stamped_by = text_of("顾明远")};
    struct bytes object;
    struct complaint why = {0};
    assert_ok_why(seal_use_encode(&whole, *state, &object, &why), &why);
    for (size_t i = 0; i < fields; i++) {
        struct seal_use one = whole;
        one.reason = i == 0 ? (struct text){0} : one.reason;
        one.date = i == 1 ? 0 : one.date;
        one.name = i == 2 ? (struct text){0} : one.name;
        one.address = i == 3 ? (struct text){0} : one.address;
        one.stamped_by = i == 4 ? (struct text){0} : one.stamped_by;
        assert_err(ERR_INVALID, seal_use_encode(&one, *state, &object, &why));
    }
}

static void a_correction_names_the_old_entry(void **state)
{
    struct complaint why = {0};
    struct study first = {.date = day("2026-11-02"), .subject = text_of("学习")}, second = first,
                 third = first;
    struct liaison other = {.date = day("2026-11-02")};
    struct book_fact facts[] = {fact_of(KIND_study, 0, &first), fact_of(KIND_study, 1, &second),
                                fact_of(KIND_study, 2, &third), fact_of(KIND_liaison, 3, &other)};
    bool stands[4];
    (void)state;
    second.corrects = id_of(0);
    assert_err(ERR_INVALID, check(KIND_study, &second, &why)); /* what was wrong? */
    second.correction = text_of("人数写错");
    assert_ok_why(check(KIND_study, &second, &why), &why);
    assert_ok_why(book_check_correction(&facts[1], &facts[0], facts, 1, &why), &why);
    assert_err(ERR_INVALID, book_check_correction(&facts[1], NULL, facts, 1, &why));
    assert_err(ERR_INVALID, book_check_correction(&facts[1], &facts[3], facts, 4, &why));
    third.corrects = id_of(0);
    third.correction = text_of("日期写错");
    assert_err(ERR_EXISTS, book_check_correction(&facts[2], &facts[0], facts, 2, &why));
    third.corrects = id_of(1); /* the last of the line */
    assert_ok_why(book_check_correction(&facts[2], &facts[1], facts, 2, &why), &why);
    assert_int_equal(books_standing(facts, 4, stands), 2);
    assert_false(stands[0]);
    assert_false(stands[1]);
    assert_true(stands[2]);
    assert_true(stands[3]);
    second.correction = text_of("x");
    second.corrects = (struct bytes){0};
    assert_err(ERR_INVALID, check(KIND_study, &second, &why)); /* words about no correction */
}

static void entries_are_counted_by_day_and_kind(void **state)
{
    struct visit visits[] = {{.at = moment("2026-11-24 23:59")},
                             {.at = moment("2026-11-25 00:00")},
                             {.at = moment("2026-11-25 17:00"), .follow_on = day("2026-11-26")}};
    struct seal_use seal = {.date = day("2026-11-25")};
    struct book_fact facts[] = {
        fact_of(KIND_visit, 0, &visits[0]), fact_of(KIND_visit, 1, &visits[1]),
        fact_of(KIND_visit, 2, &visits[2]), fact_of(KIND_seal_use, 3, &seal)};
    struct books books = {facts, 4, 480};
    const struct visit *open[2];
    (void)state;
    assert_int_equal(books_between(&books, KIND_visit, day("2026-11-25"), day("2026-11-25")), 2);
    assert_int_equal(books_between(&books, KIND_visit, day("2026-11-24"), day("2026-11-24")), 1);
    assert_int_equal(books_between(&books, KIND_seal_use, day("2026-11-01"), day("2026-11-30")), 1);
    assert_day(week_begins(day("2026-11-25")), "2026-11-23"); /* a Wednesday */
    assert_day(week_begins(day("2026-11-23")), "2026-11-23");
    assert_day(week_begins(day("2026-11-29")), "2026-11-23");
    assert_int_equal(visits_to_follow(&books, day("2026-11-25"), open, 2), 0);
    assert_int_equal(visits_to_follow(&books, day("2026-11-26"), open, 2), 1);
    assert_ptr_equal(open[0], &visits[2]);
}

static void a_shift_without_a_log_is_missed(void **state)
{
    struct duty_row rows[] = {
        {.date = day("2026-11-21"), .to_min = 1020, .person = text_of("李敏")},
        {.date = day("2026-11-22"), .to_min = 1020, .person = text_of("陈立")}};
    struct duty month = {.month = text_of("2026-11")};
    struct shift shifts[] = {{.at = moment("2026-11-21 08:30"), .person = text_of("李 敏")},
                             {.at = moment("2026-11-22 08:30"), .person = text_of("周琴")}};
    struct book_fact facts[] = {fact_of(KIND_shift, 0, &shifts[0]),
                                fact_of(KIND_shift, 1, &shifts[1])};
    struct books books = {facts, 2, 480};
    struct shift_gap gaps[4];
    (void)state;
    month.rows.at = rows;
    month.rows.count = 2;
    assert_int_equal(
        shifts_missing(&books, &month, 1, day("2026-11-20"), day("2026-11-25"), gaps, 4), 1);
    assert_text(gaps[0].row->person, "陈立");
    assert_day(gaps[0].day, "2026-11-22");
    assert_int_equal(
        shifts_missing(&books, &month, 1, day("2026-11-23"), day("2026-11-25"), gaps, 4), 0);
    assert_text(shift_last(&books, moment("2026-11-22 09:00"))->person, "周琴");
    assert_text(shift_last(&books, moment("2026-11-22 08:30"))->person, "李 敏");
    assert_null(shift_last(&books, moment("2026-11-01 09:00")));
}

/* W2: each zone, each week; a household called on twice counts once. */
static void home_visits_are_held_against_the_weekly_target(void **state)
{
    struct zone zone = {.name = text_of("一"),
                        .person = text_of("蒋丽"),
                        .deputy = text_of("小王"),
                        .weekly_target = 3};
    struct home_visit visits[] = {
        {.at = moment("2026-11-23 10:00"), .person = text_of("蒋丽"), .household = text_of("王家")},
        {.at = moment("2026-11-24 10:00"),
         .person = text_of("小王"),
         .household = text_of("王 家")},
        {.at = moment("2026-11-29 23:00"),
         .person = text_of("小王"),
         .household = text_of("李家"),
         .opinion = text_of("灯坏了")},
        {.at = moment("2026-11-22 10:00"),
         .person = text_of("蒋丽"),
         .household = text_of("赵家"),
         .opinion = text_of("水压低"),
         .passed_on = day("2026-11-23")},
        {.at = moment("2026-11-25 10:00"), .person = text_of("沈芳"), .household = text_of("孙家")},
        {.at = moment("2026-11-25 11:00"),
         .person = text_of("蒋丽"),
         .household = text_of("王家"),
         .building = text_of("5号楼")}};
    struct book_fact facts[6];
    struct books books = {facts, 6, 480};
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        facts[i] = fact_of(KIND_home_visit, i, &visits[i]);
    }
    struct zone_week week = zone_week_of(&books, &zone, day("2026-11-25"));
    assert_int_equal(week.visited, 3); /* 王家, 李家, 王家 of another building */
    assert_int_equal(week.target, 3);
    assert_int_equal(week.not_passed, 1);
    assert_int_equal(zone_week_of(&books, &zone, day("2026-11-22")).visited, 1);
    assert_int_equal(zone_week_of(&books, &zone, day("2026-11-30")).visited, 0);
    zone.weekly_target = 0;
    assert_int_equal(zone_week_of(&books, &zone, day("2026-11-25")).target, 1);
}

static struct asset asset_of(const char *date, const char *change, const char *item, unsigned n)
{
    return (struct asset){
        .date = day(date), .change = text_of(change), .item = text_of(item), .quantity = n};
}

/* W9: book and goods agree, counted at each year's end. */
static void book_and_goods_are_compared(void **state)
{
    struct asset assets[] = {asset_of("2026-02-01", "bought", "折叠椅", 20),
                             asset_of("2026-03-01", "given", "轮椅", 2),
                             asset_of("2026-05-01", "scrapped", "折叠椅", 3),
                             asset_of("2026-12-20", "counted", "折叠 椅", 16),
                             asset_of("2026-12-28", "bought", "折叠椅", 4),
                             asset_of("2026-06-15", "counted", "轮椅", 2)};
    struct book_fact facts[6];
    struct books books = {facts, 6, 480};
    struct asset_line lines[4];
    (void)state;
    assets[0].value = 200000;
    for (size_t i = 0; i < 6; i++) {
        facts[i] = fact_of(KIND_asset, i, &assets[i]);
    }
    assert_int_equal(assets_on(&books, day("2026-12-31"), lines, 4), 2);
    assert_int_equal(lines[0].book, 21);
    assert_int_equal(lines[0].goods, 16);
    assert_int_equal(lines[0].at_count, 17); /* what was bought later is no difference */
    assert_int_equal(asset_difference(&lines[0]), -1);
    assert_int_equal(lines[0].value, 200000);
    assert_int_equal(asset_difference(&lines[1]), 0);
    assert_int_equal(assets_on(&books, day("2026-02-28"), lines, 4), 1);
    assert_int_equal(lines[0].book, 20);
    assert_false(lines[0].counted);
    assert_int_equal(asset_difference(&lines[0]), 0);

    struct stocktake take = stocktake_of(&books, NULL, 2026, day("2026-11-30"), lines, 4);
    assert_false(take.due); /* the month is December */
    take = stocktake_of(&books, NULL, 2026, day("2026-12-01"), lines, 4);
    assert_true(take.due);
    assert_int_equal(take.items, 2);
    assert_int_equal(take.counted, 0); /* June's count is not the year's end */
    take = stocktake_of(&books, NULL, 2026, day("2026-12-31"), lines, 4);
    assert_int_equal(take.counted, 1);
    assert_int_equal(take.differing, 1);
    assert_false(take.overdue);
    assert_true(stocktake_of(&books, NULL, 2026, day("2027-01-01"), lines, 4).overdue);
    assets[5].date = day("2026-12-31");
    take = stocktake_of(&books, NULL, 2026, day("2027-01-01"), lines, 4);
    assert_int_equal(take.counted, 2);
    assert_false(take.overdue);
}

static void an_organisations_last_call_is_known(void **state)
{
    struct liaison calls[] = {
        {.date = day("2026-05-01"), .organisation = text_of("小学"), .person = text_of("沈芳")},
        {.date = day("2026-09-01"),
         .organisation = text_of("小 学"),
         .person = text_of("蒋丽"),
         .next = day("2026-12-01")},
        {.date = day("2026-06-01"), .organisation = text_of("药店"), .person = text_of("沈芳")}};
    struct book_fact facts[] = {fact_of(KIND_liaison, 0, &calls[0]),
                                fact_of(KIND_liaison, 1, &calls[1]),
                                fact_of(KIND_liaison, 2, &calls[2])};
    struct books books = {facts, 3, 480};
    struct liaison_line lines[3];
    (void)state;
    assert_int_equal(liaisons_on(&books, day("2026-11-25"), lines, 3), 2);
    assert_day(lines[0].last_on, "2026-09-01");
    assert_day(lines[0].next_on, "2026-12-01");
    assert_text(lines[0].person, "蒋丽");
    assert_int_equal(liaisons_on(&books, day("2026-08-01"), lines, 3), 2);
    assert_day(lines[0].last_on, "2026-05-01");
    assert_int_equal(liaisons_on(&books, day("2026-11-25"), lines, 1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(entries_that_cannot_be_are_refused),
        TEST(a_seal_use_says_five_things, test_arena),
        TEST_PLAIN(a_correction_names_the_old_entry),
        TEST_PLAIN(entries_are_counted_by_day_and_kind),
        TEST_PLAIN(a_shift_without_a_log_is_missed),
        TEST_PLAIN(home_visits_are_held_against_the_weekly_target),
        TEST_PLAIN(book_and_goods_are_compared),
        TEST_PLAIN(an_organisations_last_call_is_known),
    };
    return cmocka_run_group_tests_name("registers", tests, NULL, NULL);
}
