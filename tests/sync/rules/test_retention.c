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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(the_volume_is_the_year_of_publication_but_for_january),
        TEST_PLAIN(a_term_that_ended_last_year_belongs_to_last_year),
        TEST_PLAIN(nothing_younger_than_six_years_may_be_deleted),
    };
    return cmocka_run_group_tests_name("retention", tests, NULL, NULL);
}
