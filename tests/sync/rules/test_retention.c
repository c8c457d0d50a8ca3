/* G12: the archive year with its January rule, and six years that nobody shortens. */
#include "cases.h"

#include "retention.h"

static void the_volume_is_the_year_of_publication_but_for_january(void **state)
{
    static const struct {
        const char *period, *published;
        int year;
    } cases[] = {
        {"2026-10", "2026-11-10", 2026},
        {"2026-12", "2027-01-10", 2026},
        {"2026-12", "2027-01-31", 2026},
        {"2026-12", "2027-02-01", 2027}, /* too late for the rule */
        {"2026-Q4", "2027-01-10", 2026},
        {"2026", "2027-01-10", 2026},    /* item 9, the year past */
        {"2027", "2027-01-10", 2027},    /* item 3, its new year */
        {"2025-11", "2027-01-10", 2027}, /* the year before the year before: as published */
        {"term-1", "2026-01-10", 2026},
    };
    struct calendar calendar = calendar_of("2026-01-05", "2026-01");
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(archive_year(&calendar, period(cases[i].period), day(cases[i].published)),
                         cases[i].year);
    }
    assert_int_equal(archive_year(&calendar, (struct period){0}, day("2027-01-10")), 2027);
}

static void a_term_that_ended_last_year_belongs_to_last_year(void **state)
{
    struct calendar calendar = calendar_of("2023-12-20", "2023-12");
    (void)state;
    assert_int_equal(archive_year(&calendar, period("term-1"), day("2027-01-10")), 2026);
}

static void nothing_younger_than_six_years_may_be_deleted(void **state)
{
    struct calendar calendar = calendar_of("2026-01-05", "2026-01");
    struct complaint why = {0};
    (void)state;
    assert_day(archive_keep_until(&calendar, 2026), "2032-12-31");
    assert_false(archive_may_delete(&calendar, 2026, day("2026-12-31")));
    assert_false(archive_may_delete(&calendar, 2026, day("2032-12-31")));
    assert_true(archive_may_delete(&calendar, 2026, day("2033-01-01")));
    assert_err(ERR_DENIED, archive_check_delete(&calendar, 2026, day("2032-12-31"), &why));
    assert_says(&why, "2032-12-31");
    assert_says(&why, "第十二条");
    assert_ok(archive_check_delete(&calendar, 2026, day("2033-01-01"), &why));
}

/* ---- destroying a volume ---- */

static const struct purge_act *act_on(const char *date)
{
    static struct purge_act act;
    act = (struct purge_act){day(date), text_of("李敏"), text_of("陈立"), text_of("保存期满")};
    return &act;
}

static size_t archive_make(struct archived held[8])
{
    size_t n = 0;
    held[n++] = (struct archived){
        text_of("disclosure/2026-10/05/1"), 1, {{1}}, period("2026-10"), day("2026-11-10")};
    held[n++] = (struct archived){text_of("disclosure/2026-10/05/1"),
                                  2,
                                  {{2}},
                                  period("2026-10"),
                                  day("2027-02-03")}; /* its correction: the next volume */
    held[n++] = (struct archived){text_of("disclosure/2026-12/05/1"),
                                  1,
                                  {{3}},
                                  period("2026-12"),
                                  day("2027-01-10")}; /* the January rule */
    held[n++] = (struct archived){
        text_of("disclosure/2027/03/1"), 1, {{4}}, period("2027"), day("2027-01-10")};
    return n;
}

static void a_volume_that_is_old_enough_leaves_a_record_of_its_end(void **state)
{
    struct calendar calendar = calendar_of("2026-01-05", "2026-01");
    struct archived held[8];
    struct complaint why = {0};
    struct purge purge = {0}, again;
    struct bytes object;
    size_t n = archive_make(held);
    assert_err(ERR_DENIED,
               archive_purge(&calendar, held, n, 2026, act_on("2032-12-31"), *state, &purge, &why));
    assert_says(&why, "2032-12-31");
    assert_int_equal(purge.rows.count, 0);
    assert_ok_why(
        archive_purge(&calendar, held, n, 2026, act_on("2033-01-01"), *state, &purge, &why), &why);
    assert_int_equal(purge.rows.count, 2);
    assert_text(purge.rows.at[0].key, "disclosure/2026-10/05/1");
    assert_int_equal(purge.rows.at[0].version, 1);
    assert_text(purge.rows.at[1].key, "disclosure/2026-12/05/1");
    assert_int_equal(purge.rows.at[1].hash.b[0], 3);
    assert_ok_why(purge_encode(&purge, *state, &object, &why), &why);
    assert_ok(purge_decode(object, *state, &again, NULL));
    assert_int_equal(again.year, 2026);
    assert_int_equal(again.on, day("2033-01-01"));
}

static void nobody_destroys_a_volume_without_a_name_and_a_reason(void **state)
{
    struct calendar calendar = calendar_of("2026-01-05", "2026-01");
    struct archived held[8];
    struct complaint why = {0};
    struct purge purge;
    struct purge_act act = *act_on("2033-01-01");
    size_t n = archive_make(held);
    act.by = text_of(" ");
    assert_err(ERR_INVALID, archive_purge(&calendar, held, n, 2026, &act, *state, &purge, &why));
    act = *act_on("2033-01-01");
    act.approver = text_of("");
    assert_err(ERR_INVALID, archive_purge(&calendar, held, n, 2026, &act, *state, &purge, &why));
    assert_says(&why, "批准人");
    act = *act_on("2033-01-01");
    act.reason = text_of("");
    assert_err(ERR_INVALID, archive_purge(&calendar, held, n, 2026, &act, *state, &purge, &why));
    assert_says(&why, "原因");
    assert_err(ERR_INVALID,
               archive_purge(&calendar, held, n, 2025, act_on("2033-01-01"), *state, &purge, &why));
    assert_says(&why, "2025");
    uint8_t block[16];
    struct arena small;
    arena_init_over(&small, block, sizeof(block));
    assert_err(ERR_NOMEM,
               archive_purge(&calendar, held, n, 2026, act_on("2033-01-01"), &small, &purge, &why));
}

static void a_policy_may_keep_longer_but_not_shorter(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct calendar calendar;
    struct complaint why = {0};
    policy.values.at[RULE_archive_keep_years].number = 10;
    assert_ok(calendar_init(&policy, &calendar));
    assert_day(archive_keep_until(&calendar, 2026), "2036-12-31");
    assert_err(ERR_DENIED, archive_check_delete(&calendar, 2026, day("2036-12-31"), &why));
    assert_says(&why, "10 年");
    policy.values.at[RULE_archive_keep_years].number = 5;
    assert_err(ERR_INVALID, calendar_init(&policy, &calendar));
}

static void two_centuries_of_volumes_are_kept_six_years(void **state)
{
    struct calendar calendar = calendar_of("2026-01-05", "2026-01");
    (void)state;
    for (int year = 1900; year <= 2100; year++) {
        for (int later = 0; later <= 8; later++) { /* the first and last day of each year after */
            assert_int_equal(
                archive_may_delete(&calendar, year, civil_day_of_ymd(year + later, 1, 1)),
                later > 6);
            assert_int_equal(
                archive_may_delete(&calendar, year, civil_day_of_ymd(year + later, 12, 31)),
                later > 6);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(the_volume_is_the_year_of_publication_but_for_january),
        TEST_PLAIN(a_term_that_ended_last_year_belongs_to_last_year),
        TEST_PLAIN(nothing_younger_than_six_years_may_be_deleted),
        TEST(a_volume_that_is_old_enough_leaves_a_record_of_its_end, test_arena),
        TEST(nobody_destroys_a_volume_without_a_name_and_a_reason, test_arena),
        TEST(a_policy_may_keep_longer_but_not_shorter, test_arena),
        TEST_PLAIN(two_centuries_of_volumes_are_kept_six_years),
    };
    return cmocka_run_group_tests_name("retention", tests, NULL, NULL);
}
