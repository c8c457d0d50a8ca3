/* From the 8th on staff are told what the coming 10th still lacks, here and on the kiosks. */
#include <string.h>

#include "booth.h"
#include "readiness.h"

static void look(struct desk *desk, enum readiness_form form, bool json)
{
    memset(desk->report, 0, sizeof desk->report);
    FILE *out = fmemopen(desk->report, sizeof desk->report, "w");
    assert_non_null(out);
    enum err err = json ? readiness_json(&desk->site, out, &desk->why)
                        : readiness_print(&desk->site, form, out, &desk->why);
    fclose(out);
    assert_ok_why(err, &desk->why);
}

static void publish_october(struct desk *desk)
{
    desk_file(desk, "5.md", "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\n---\n正文。\n");
    desk_file(desk, "7.md", "---\nkind: disclosure\nitem: 7\nperiod: 2026-10\nnil: true\n---\n");
    const char *const names[] = {"5.md", "7.md"};
    assert_ok_why(desk_import_files(desk, names, 2), &desk->why);
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, NULL));
    assert_ok(desk_publish(desk));
}

static void beat(struct post *post, uint64_t seq)
{
    struct heartbeat beat = {
        .number = ++post->booth.beats, .nonce = {1}, .seq = seq, .tip = {{0x5A}}};
    assert_int_equal(booth_put_beat(&post->booth, &post->intake, beat).status, 200);
    arena_reset(&post->desk->site.scratch);
}

static void nothing_is_said_before_the_8th(void **state)
{
    struct post *post = *state;
    desk_set_time(post->desk, "2026-11-07 09:00");
    look(post->desk, READINESS_DAILY, false);
    assert_string_equal(post->desk->report, "");
    look(post->desk, READINESS_ASKED, false);
    assert_reported(post->desk, "第 5 项 2026-10：没有导入");
    desk_set_time(post->desk, "2026-11-08 09:00");
    look(post->desk, READINESS_DAILY, false);
    assert_reported(post->desk, "提醒：2026-11-10");
}

static void a_kiosk_that_lacks_what_opens_on_the_10th_is_named(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    assert_ok(desk_publish(desk)); /* the policy, and the kiosk's admission */
    beat(post, 1);
    publish_october(desk);
    assert_null(strstr(desk->report, "屏幕")); /* it cannot have it yet */
    look(desk, READINESS_DAILY, false);
    assert_reported(desk, post->booth.id);
    assert_reported(desk, "还没有取到");
    look(desk, READINESS_ASKED, true);
    assert_reported(desk, "\"missing\":0");
    assert_reported(desk, "\"view\":1,\"needs\":2}");
    beat(post, 2);
    look(desk, READINESS_DAILY, false);
    assert_string_equal(desk->report, "");
    look(desk, READINESS_ASKED, true);
    assert_reported(desk, "\"kiosks\":[]");
}

static void what_comes_later_and_opens_at_once_asks_for_nothing(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    assert_ok(desk_publish(desk));
    publish_october(desk);
    beat(post, 2);
    desk_file(desk, "n.md", "---\nkind: notice\ntitle: 停水\n---\n停水。\n");
    assert_ok(desk_import(desk, "n.md"));
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok(desk_publish(desk));
    look(desk, READINESS_DAILY, false);
    assert_string_equal(desk->report, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_said_before_the_8th, post),
        TEST(a_kiosk_that_lacks_what_opens_on_the_10th_is_named, post),
        TEST(what_comes_later_and_opens_at_once_asks_for_nothing, post),
    };
    return cmocka_run_group_tests_name("readiness", tests, NULL, NULL);
}
