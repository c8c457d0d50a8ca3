/* A resolution stays as it was adopted and is followed until it is done (R14, G5(4)). */
#include "cases.h"

#include "resolution.h"

static struct step steps[3];

static struct resolution adopted(void)
{
    struct resolution resolution = {.meeting = text_of("meeting/2026-06-20-1"),
                                    .number = 1,
                                    .text = text_of("在 3 号楼前装路灯"),
                                    .adopted = day("2026-06-20")};
    steps[0] = (struct step){day("2026-07-01"), text_of("招标")};
    steps[1] = (struct step){day("2026-08-01"), text_of("开工")};
    steps[2] = (struct step){day("2026-07-15"), text_of("补记")};
    resolution.steps.at = steps;
    resolution.steps.count = 2;
    return resolution;
}

static void its_state_follows_its_days(void **state)
{
    struct resolution r = adopted();
    (void)state;
    assert_int_equal(resolution_state_of(&r, day("2026-08-02"), false), RESOLUTION_UNDER_WAY);
    r.steps.count = 0;
    assert_int_equal(resolution_state_of(&r, day("2026-08-02"), false), RESOLUTION_OPEN);
    r.due = day("2026-09-30");
    assert_int_equal(resolution_state_of(&r, day("2026-09-30"), false), RESOLUTION_OPEN);
    assert_int_equal(resolution_state_of(&r, day("2026-10-01"), false), RESOLUTION_LATE);
    assert_int_equal(resolution_state_of(&r, day("2026-10-01"), true), RESOLUTION_OPEN);
    r.done = day("2026-10-05");
    assert_int_equal(resolution_state_of(&r, day("2026-10-04"), false), RESOLUTION_LATE);
    assert_int_equal(resolution_state_of(&r, day("2026-10-05"), false), RESOLUTION_DONE);
    r.done = 0;
    r.superseded_on = day("2026-12-22");
    assert_int_equal(resolution_state_of(&r, day("2026-12-22"), false), RESOLUTION_SUPERSEDED);
    assert_string_equal(resolution_state_name(RESOLUTION_DONE), "已落实");
}

static void days_that_cannot_be_are_refused(void **state)
{
    struct complaint why = {0};
    struct resolution r = adopted();
    (void)state;
    assert_ok_why(resolution_check(&r, &why), &why);
    r.steps.count = 3; /* out of order */
    assert_err(ERR_INVALID, resolution_check(&r, &why));
    assert_says(&why, "第 3 条");
    r = adopted();
    steps[0].on = day("2026-06-19"); /* before it was adopted */
    assert_err(ERR_INVALID, resolution_check(&r, &why));
    r = adopted();
    r.done = day("2026-07-31"); /* before its last step */
    assert_err(ERR_INVALID, resolution_check(&r, &why));
    r.done = day("2026-08-01");
    assert_ok(resolution_check(&r, &why));
    r.superseded_by = text_of("meeting/2026-12-22-1");
    r.superseded_on = day("2026-12-22");
    assert_err(ERR_INVALID, resolution_check(&r, &why)); /* done and changed both */
    r.done = 0;
    assert_ok(resolution_check(&r, &why));
    r.superseded_on = 0;
    assert_err(ERR_INVALID, resolution_check(&r, &why));
    r = adopted();
    r.due = day("2026-06-19");
    assert_err(ERR_INVALID, resolution_check(&r, &why));
}

static void only_progress_is_added(void **state)
{
    struct complaint why = {0};
    struct step longer[3];
    struct resolution before = adopted(), after = before;
    (void)state;
    memcpy(longer, steps, sizeof longer);
    longer[2] = (struct step){day("2026-09-01"), text_of("亮灯")};
    after.steps.at = longer;
    after.steps.count = 3;
    after.done = day("2026-09-01");
    assert_ok_why(resolution_check_change(&before, &after, NULL, &why), &why);
    longer[1].text = text_of("没有开工");
    assert_err(ERR_DENIED, resolution_check_change(&before, &after, NULL, &why));
    after.steps.count = 1;
    assert_err(ERR_DENIED, resolution_check_change(&before, &after, NULL, &why));
    after = before;
    after.text = text_of("在 5 号楼前装路灯");
    assert_err(ERR_DENIED, resolution_check_change(&before, &after, NULL, &why));
    assert_says(&why, "第十四条");
    after = before;
    after.number = 2;
    assert_err(ERR_DENIED, resolution_check_change(&before, &after, NULL, &why));
    before.done = day("2026-08-01");
    after = before;
    after.done = 0; /* what is done is not undone */
    assert_err(ERR_DENIED, resolution_check_change(&before, &after, NULL, &why));
}

static void a_later_assembly_alone_changes_it(void **state)
{
    struct complaint why = {0};
    struct resolution before = adopted(), after = before;
    struct meeting by = {.type = text_of("assembly"),
                         .date = day("2026-12-22"),
                         .due = 66,
                         .present = 34,
                         .result = text_of("改装太阳能灯")};
    (void)state;
    after.superseded_by = text_of("meeting/2026-12-22-1");
    after.superseded_on = day("2026-12-22");
    assert_err(ERR_DENIED, resolution_check_change(&before, &after, NULL, &why));
    assert_ok_why(resolution_check_change(&before, &after, &by, &why), &why);
    by.type = text_of("hearing");
    assert_err(ERR_DENIED, resolution_check_change(&before, &after, &by, &why));
    by.type = text_of("assembly");
    by.present = 33; /* R13: no quorum, no decision */
    assert_err(ERR_DENIED, resolution_check_change(&before, &after, &by, &why));
    by.present = 34;
    by.date = after.superseded_on = day("2026-06-20"); /* the very meeting */
    assert_err(ERR_DENIED, resolution_check_change(&before, &after, &by, &why));
    by.date = day("2026-12-22");
    after.superseded_on = day("2026-12-30"); /* not its day */
    assert_err(ERR_DENIED, resolution_check_change(&before, &after, &by, &why));
    after.superseded_on = day("2026-12-22");
    struct resolution again = after;
    again.superseded_by = text_of("meeting/2027-06-20-1");
    assert_err(ERR_DENIED, resolution_check_change(&after, &again, &by, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(its_state_follows_its_days),
        TEST_PLAIN(days_that_cannot_be_are_refused),
        TEST_PLAIN(only_progress_is_added),
        TEST_PLAIN(a_later_assembly_alone_changes_it),
    };
    return cmocka_run_group_tests_name("resolution", tests, NULL, NULL);
}
