/* The status tells the truth, and changes nothing. */
#include "desk.h"

#include <string.h>

#include "status.h"

/* The status of the desk's kiosk, whose agent has ended. */
static struct status status_of(struct desk *desk)
{
    struct status status;
    const struct clock_facts clock = {.raw_s = desk->time.raw_s,
                                      .since_boot_s = desk->time.since_boot_s};

    agent_close(&desk->agent);
    assert_ok_why(status_read(desk->folder, &clock, &desk->kit.arena, &status, &desk->why),
                  &desk->why);
    desk_restart(desk);
    return status;
}

static void a_kiosk_that_knows_nothing_says_so(void **state)
{
    struct desk *desk = *state;
    struct status status = status_of(desk);
    struct text json, text;

    assert_false(status.enrolled);
    assert_false(status.admitted);
    assert_false(status.has_content);
    assert_ok(status_json(&status, &desk->kit.arena, &json));
    assert_non_null(strstr(json.data, "\"enrolled\":false"));
    assert_non_null(strstr(json.data, "\"office\":null"));
    assert_ok(status_text(&status, 480, &desk->kit.arena, &text));
    assert_non_null(memmem(text.data, text.size, "not enrolled", 12));
}

static void a_kiosk_at_work_tells_where_it_stands(void **state)
{
    struct desk *desk = *state;

    desk->mood = DESK_TAKES;
    desk_letter(desk, 1);
    assert_ok(desk_round(desk));
    struct status status = status_of(desk);
    assert_true(status.enrolled && status.admitted && status.has_content);
    assert_text(status.office, "wutongli");
    assert_string_equal(status.kiosk_id, desk->kit.kiosk_id);
    assert_int_equal(status.seq, 2);
    assert_int_equal(status.issued_s, desk->kit.issued_s);
    assert_int_equal(status.checked_s, desk->time.raw_s);
    assert_int_equal(status.waiting, 1);
    assert_int_equal(status.floor_s, desk->time.raw_s); /* of the last write */
    assert_false(status.doubtful);
    assert_int_equal(status.now_s, desk->time.raw_s);
    assert_false(status.in_trouble);
}

static void the_newest_trouble_is_told_until_a_good_round(void **state)
{
    struct desk *desk = *state;
    struct text json;

    desk->mood = DESK_IS_AWAY;
    desk->time.raw_s += 60;
    assert_err(ERR_UNAVAILABLE, desk_round(desk));
    struct status status = status_of(desk);
    assert_true(status.in_trouble);
    assert_text(status.error, "no connection");
    assert_int_equal(status.error_s, desk->time.raw_s);
    assert_ok(status_json(&status, &desk->kit.arena, &json));
    assert_non_null(strstr(json.data, "\"last_error\":\"no connection\""));
    assert_non_null(strstr(json.data, "\"in_trouble\":true"));
    desk->mood = DESK_ACKS;
    desk->time.raw_s += 60;
    assert_ok(desk_round(desk));
    status = status_of(desk);
    assert_false(status.in_trouble);
    assert_text(status.error, "no connection"); /* what it was stays known */
}

static void why_something_was_refused_is_told_behind_later_trouble(void **state)
{
    struct desk *desk = *state;
    struct text json;

    desk->mood = DESK_ACKS;
    assert_ok(desk_round(desk));
    struct head head = kit_head(&desk->kit);
    head.issued_s -= 10;
    kit_put_head(&desk->kit, &head, &desk->kit.head);
    desk->time.raw_s += 60;
    assert_err(ERR_MISMATCH, desk_round(desk));
    desk->mood = DESK_IS_AWAY;
    desk->time.raw_s += 60;
    assert_err(ERR_UNAVAILABLE, desk_round(desk));
    struct status status = status_of(desk);
    assert_text(status.error, "no connection");
    assert_int_equal(status.refused, 1);
    assert_non_null(strstr(status.refusal.data, "older issue"));
    assert_ok(status_json(&status, &desk->kit.arena, &json));
    assert_non_null(strstr(json.data, "\"last_refusal\":\"v1/wutongli/head: "));
}

static void a_wrong_clock_shows_as_doubt(void **state)
{
    struct desk *desk = *state;

    desk->time.raw_s = 1000;
    struct status status = status_of(desk);
    assert_true(status.doubtful);
    assert_true(status.now_s >= status.floor_s);
}

static void a_folder_that_is_not_there_is_named(void **state)
{
    struct desk *desk = *state;
    const struct clock_facts clock = {0};
    struct status status;

    assert_err(ERR_NOT_FOUND,
               status_read("/nonexistent/kiosk", &clock, &desk->kit.arena, &status, &desk->why));
    assert_says(&desk->why, "/nonexistent/kiosk");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_kiosk_that_knows_nothing_says_so, desk),
        TEST(a_kiosk_at_work_tells_where_it_stands, admitted),
        TEST(the_newest_trouble_is_told_until_a_good_round, admitted),
        TEST(why_something_was_refused_is_told_behind_later_trouble, admitted),
        TEST(a_wrong_clock_shows_as_doubt, admitted),
        TEST(a_folder_that_is_not_there_is_named, desk),
    };
    return cmocka_run_group_tests_name("agent.status", tests, NULL, NULL);
}
