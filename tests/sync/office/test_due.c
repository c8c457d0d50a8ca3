/* What is due, as `due` prints it, judged by what residents can read. */
#include <string.h>

#include "due_print.h"
#include "office_desk.h"

static void due_on(struct desk *desk, const char *date)
{
    int32_t day;
    FILE *out = fmemopen(desk->report, sizeof desk->report, "w");
    assert_non_null(out);
    assert_ok(civil_parse_date(text_of(date), &day));
    assert_ok_why(due_print(&desk->site, day, true, out, &desk->why), &desk->why);
    fclose(out);
    arena_reset(&desk->site.scratch);
}

static void publish_item(struct desk *desk, const char *name, const char *front)
{
    char text[512];
    snprintf(text, sizeof text, "---\nkind: disclosure\n%s\n---\n正文。\n", front);
    desk_file(desk, name, text);
    assert_ok_why(desk_import(desk, name), &desk->why);
    assert_ok_why(desk_sign(desk, ROLE_OFFICE, NULL), &desk->why);
    assert_ok_why(desk_sign(desk, ROLE_SUPERVISION, NULL), &desk->why);
    assert_ok_why(desk_publish(desk), &desk->why);
}

#define OCTOBER "\"item\":5,\"period\":\"2026-10\",\"due_on\":\"2026-11-10\",\"state\":"

static void before_anything_came_due_there_is_only_a_next_day(void **state)
{
    struct desk *desk = *state;
    due_on(desk, "2026-01-09");
    assert_reported(desk, "\"item\":5,\"period\":null,\"due_on\":null,\"state\":\"not_due\","
                          "\"overdue_days\":0,\"late_days\":0,\"archive_year\":null,"
                          "\"next_due_on\":\"2026-01-10\"");
    assert_reported(desk, "\"item\":10,\"period\":null,\"due_on\":null,\"state\":\"not_due\","
                          "\"overdue_days\":0,\"late_days\":0,\"archive_year\":null,"
                          "\"next_due_on\":null");
}

static void on_the_day_it_is_pending_and_from_the_next_overdue(void **state)
{
    struct desk *desk = *state;
    due_on(desk, "2026-11-10");
    assert_reported(desk, OCTOBER "\"pending\",\"overdue_days\":0");
    due_on(desk, "2026-11-11");
    assert_reported(desk, OCTOBER "\"overdue\",\"overdue_days\":1");
    due_on(desk, "2026-12-09");
    assert_reported(desk, OCTOBER "\"overdue\",\"overdue_days\":29");
    due_on(desk, "2026-12-10");
    assert_reported(desk, "\"item\":5,\"period\":\"2026-11\"");
}

static void what_is_published_in_time_is_neither_late_nor_overdue(void **state)
{
    struct desk *desk = *state;
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10");
    due_on(desk, "2026-11-10");
    assert_reported(desk, OCTOBER "\"published\",\"overdue_days\":0,\"late_days\":0,"
                                  "\"archive_year\":2026,\"next_due_on\":\"2026-12-10\"");
    due_on(desk, "2026-11-09");
    assert_reported(desk, "\"item\":5,\"period\":\"2026-09\"");
}

static void what_comes_late_says_by_how_many_days(void **state)
{
    struct desk *desk = *state;
    desk_set_time(desk, "2026-11-15 10:00");
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10\nnil: false");
    due_on(desk, "2026-11-14");
    assert_reported(desk, OCTOBER "\"overdue\",\"overdue_days\":4");
    due_on(desk, "2026-11-15");
    assert_reported(desk, OCTOBER "\"published\",\"overdue_days\":0,\"late_days\":5");
}

static void without_the_leaders_signature_it_is_unsigned_and_counts(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "a.md", "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\n---\n正文。\n");
    assert_ok(desk_import(desk, "a.md"));
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok(desk_publish(desk));
    due_on(desk, "2026-11-12");
    assert_reported(desk, OCTOBER "\"unsigned\",\"overdue_days\":2");
}

static void a_withdrawn_item_is_withdrawn_and_overdue(void **state)
{
    struct desk *desk = *state;
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10");
    assert_ok(desk_withdraw(desk, "disclosure/2026-10/05/1", "有误"));
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, NULL));
    assert_ok(desk_publish(desk));
    due_on(desk, "2026-11-13");
    assert_reported(desk, OCTOBER "\"withdrawn\",\"overdue_days\":3");
}

static void a_correction_keeps_the_first_days_punctuality(void **state)
{
    struct desk *desk = *state;
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10");
    desk_set_time(desk, "2026-11-20 09:00");
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10\ntitle: 收支（改）\ncorrection: 标题");
    due_on(desk, "2026-11-21");
    assert_reported(desk, OCTOBER "\"published\",\"overdue_days\":0,\"late_days\":0");
    assert_reported(desk, "\"corrected\":true");
}

static void january_belongs_to_the_year_before(void **state)
{
    struct desk *desk = *state;
    desk_set_time(desk, "2027-01-08 09:00");
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-12");
    publish_item(desk, "b.md", "item: 3\nperiod: 2027");
    due_on(desk, "2027-01-10");
    assert_reported(desk, "\"item\":5,\"period\":\"2026-12\",\"due_on\":\"2027-01-10\","
                          "\"state\":\"published\",\"overdue_days\":0,\"late_days\":0,"
                          "\"archive_year\":2026");
    assert_reported(desk, "\"item\":3,\"period\":\"2027\",\"due_on\":\"2027-01-10\","
                          "\"state\":\"published\",\"overdue_days\":0,\"late_days\":0,"
                          "\"archive_year\":2027");
}

static void a_petition_makes_a_part_of_item_10(void **state)
{
    struct desk *desk = *state;
    assert_ok(desk_publish(desk));
    desk_file(desk, "p.md",
              "---\nkind: petition\npart: 1\ntitle: 停车费\nperiod: month\nsince: 2026-09-15\n"
              "residents: 100\nresidents_of: 1000\n---\n");
    assert_ok_why(desk_import(desk, "p.md"), &desk->why);
    assert_reported(desk, "需 100 人，已达到");
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, NULL));
    assert_ok(desk_publish(desk));
    due_on(desk, "2026-11-12");
    assert_reported(desk, "\"item\":10,\"period\":\"2026-10\",\"due_on\":\"2026-11-10\","
                          "\"state\":\"overdue\",\"overdue_days\":2");
    assert_reported(desk, "\"parts\":[{\"part\":1,\"period\":\"2026-10\"");
}

static void a_petition_of_too_few_is_refused(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "p.md",
              "---\nkind: petition\npart: 1\ntitle: 停车费\nperiod: month\nsince: 2026-09-15\n"
              "residents: 99\nresidents_of: 1000\n---\n");
    assert_err(ERR_INVALID, desk_import(desk, "p.md"));
    assert_reported(desk, "p.md");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(before_anything_came_due_there_is_only_a_next_day, desk),
        TEST(on_the_day_it_is_pending_and_from_the_next_overdue, desk),
        TEST(what_is_published_in_time_is_neither_late_nor_overdue, desk),
        TEST(what_comes_late_says_by_how_many_days, desk),
        TEST(without_the_leaders_signature_it_is_unsigned_and_counts, desk),
        TEST(a_withdrawn_item_is_withdrawn_and_overdue, desk),
        TEST(a_correction_keeps_the_first_days_punctuality, desk),
        TEST(january_belongs_to_the_year_before, desk),
        TEST(a_petition_makes_a_part_of_item_10, desk),
        TEST(a_petition_of_too_few_is_refused, desk),
    };
    return cmocka_run_group_tests_name("due", tests, NULL, NULL);
}
