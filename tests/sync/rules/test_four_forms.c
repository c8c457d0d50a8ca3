/* G7: four forms together, none replacing another. */
#include "cases.h"

#include "four_forms.h"

static void the_kiosk_ticks_the_fourth_form_and_no_other(void **state)
{
    struct form_tick ticks[FORM_COUNT];
    (void)state;
    form_ticks(NULL, day("2026-11-10"), day("2026-11-25"), ticks);
    assert_int_equal(form_done_count(ticks), 1);
    assert_true(ticks[FORM_MEDIA].done && ticks[FORM_MEDIA].by_kiosk);
    assert_day(ticks[FORM_MEDIA].on, "2026-11-10");
    assert_int_equal(ticks[FORM_MEDIA].days_after, 0);
    for (int i = FORM_BOARD; i < FORM_MEDIA; i++) {
        assert_false(ticks[i].done);
        assert_int_equal(ticks[i].days_after, 15); /* open so long without it */
    }
}

static void each_form_is_late_by_its_own_day(void **state)
{
    struct forms forms = {.key = text_of("disclosure/2026-10/05/1"),
                          .board = day("2026-11-10"),
                          .assembly = day("2026-12-20"), /* still ahead */
                          .wall = day("2026-11-13"),
                          .media = day("2026-11-09")};
    struct form_tick ticks[FORM_COUNT];
    (void)state;
    form_ticks(&forms, day("2026-11-10"), day("2026-11-25"), ticks);
    assert_int_equal(form_done_count(ticks), 3);
    assert_int_equal(ticks[FORM_BOARD].days_after, 0);
    assert_false(ticks[FORM_ASSEMBLY].done);
    assert_int_equal(ticks[FORM_ASSEMBLY].days_after, 15);
    assert_int_equal(ticks[FORM_WALL].days_after, 3);
    assert_false(ticks[FORM_MEDIA].by_kiosk);
    assert_day(ticks[FORM_MEDIA].on, "2026-11-09");
    form_ticks(&forms, day("2026-11-10"), day("2026-12-20"), ticks);
    assert_int_equal(form_done_count(ticks), 4);
    assert_int_equal(ticks[FORM_ASSEMBLY].days_after, 40);
    assert_string_equal(form_id(ticks[FORM_WALL].form), "wall");
}

static void before_it_opens_nothing_is_late(void **state)
{
    struct form_tick ticks[FORM_COUNT];
    (void)state;
    form_ticks(NULL, 0, day("2026-11-09"), ticks);
    assert_int_equal(form_done_count(ticks), 0);
    assert_int_equal(ticks[FORM_BOARD].days_after, 0);
    form_ticks(NULL, day("2026-11-10"), day("2026-11-09"), ticks);
    assert_int_equal(form_done_count(ticks), 0);
    assert_int_equal(ticks[FORM_WALL].days_after, 0);
}

static void a_tick_for_tomorrow_is_refused(void **state)
{
    struct forms forms = {.key = text_of("disclosure/2026-10/05/1"), .wall = day("2026-11-11")};
    struct complaint why = {0};
    (void)state;
    assert_ok(forms_check(&forms, day("2026-11-11"), &why));
    assert_err(ERR_INVALID, forms_check(&forms, day("2026-11-10"), &why));
    assert_says(&why, "上墙");
    assert_says(&why, "第七条");
    forms.key = text_of("notice/lunch");
    assert_err(ERR_INVALID, forms_check(&forms, day("2026-11-11"), &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(the_kiosk_ticks_the_fourth_form_and_no_other),
        TEST_PLAIN(each_form_is_late_by_its_own_day),
        TEST_PLAIN(before_it_opens_nothing_is_late),
        TEST_PLAIN(a_tick_for_tomorrow_is_refused),
    };
    return cmocka_run_group_tests_name("four_forms", tests, NULL, NULL);
}
