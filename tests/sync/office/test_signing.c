/* Two signatures make a disclosure, and they settle when it opens. */
#include <string.h>

#include "office_desk.h"

#define KEY "disclosure/2026-10/05/1"

static void import_text(struct desk *desk, const char *extra)
{
    char text[512];
    snprintf(text, sizeof text,
             "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\ntitle: 收支\n%s---\n正文。\n",
             extra);
    desk_file(desk, "05.md", text);
    assert_ok_why(desk_import(desk, "05.md"), &desk->why);
}

static int64_t moment(const char *civil)
{
    int64_t at_s = 0;
    assert_ok(civil_parse_time(text_of(civil), CIVIL_OFFSET_MIN_DEFAULT, &at_s));
    return at_s;
}

static void what_is_signed_in_time_opens_at_midnight_of_the_10th(void **state)
{
    struct desk *desk = *state;
    import_text(desk, "");
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY));
    desk_set_time(desk, "2026-11-09 18:00");
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, KEY));
    struct entry entry = desk_entry(desk, KEY);
    assert_int_equal(entry.opens_s, moment("2026-11-10"));
    assert_ok(entry_check(&entry, &desk->site.root, NULL));
}

static void what_the_leader_signs_late_opens_at_his_signature(void **state)
{
    struct desk *desk = *state;
    size_t index;
    int64_t office_s;
    import_text(desk, "");
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY));
    desk_set_time(desk, "2026-11-15 10:00");
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, KEY));
    struct entry entry = desk_entry(desk, KEY);
    assert_int_equal(entry.opens_s, moment("2026-11-15 10:00"));
    assert_ok(entry_check(&entry, &desk->site.root, NULL)); /* the office's was made anew */
    assert_true(entry_signed_by(&entry, &desk->site.root, ROLE_OFFICE, &index, &office_s));
    assert_int_equal(office_s, moment("2026-11-08 09:00")); /* with its own date */
}

static void an_author_may_ask_for_a_later_day(void **state)
{
    struct desk *desk = *state;
    import_text(desk, "opens: 2026-11-20\n");
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, KEY));
    assert_int_equal(desk_entry(desk, KEY).opens_s, moment("2026-11-20"));
}

static void a_list_of_persons_ends_after_its_last_day(void **state)
{
    struct desk *desk = *state;
    import_text(desk, "until: 2026-12-31\n");
    assert_int_equal(desk_entry(desk, KEY).until_s, moment("2027-01-01"));
}

static void an_empty_disclosure_is_not_signed(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "e.md", "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\ntitle: 收支\n---\n");
    assert_ok(desk_import(desk, "e.md"));
    assert_err(ERR_INVALID, desk_sign(desk, ROLE_OFFICE, KEY));
    assert_reported(desk, "nil: true");
    assert_int_equal(desk_entry(desk, KEY).signature_count, 0);
}

static void all_signs_the_rest_when_one_is_refused(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "e.md", "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\ntitle: 收支\n---\n");
    desk_file(desk, "n.md", "---\nkind: notice\ntitle: 停水\n---\n停水。\n");
    assert_ok(desk_import(desk, "e.md"));
    assert_ok(desk_import(desk, "n.md"));
    assert_err(ERR_INVALID, desk_sign(desk, ROLE_OFFICE, NULL));
    assert_int_equal(desk_entry(desk, "notice/n").signature_count, 1);
}

static void notices_do_not_need_the_supervision_group(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "n.md", "---\nkind: notice\ntitle: 停水\n---\n停水。\n");
    assert_ok(desk_import(desk, "n.md"));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, "notice/n"));
    assert_reported(desk, "不用监督小组签字");
    assert_ok(desk_sign(desk, ROLE_OFFICE, "notice/n"));
    struct entry entry = desk_entry(desk, "notice/n");
    assert_ok(entry_check(&entry, &desk->site.root, NULL));
}

static void what_is_signed_already_is_left_as_it_is(void **state)
{
    struct desk *desk = *state;
    import_text(desk, "");
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, KEY));
    struct entry before = desk_entry(desk, KEY);
    uint64_t acts = desk_count(desk, SITE_ACTS);
    desk_set_time(desk, "2026-11-20 10:00"); /* signed anew it would open on this day */
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, KEY));
    assert_reported(desk, "监督小组已经签过，没有变化");
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY));
    assert_reported(desk, "居委会已经签过，没有变化");
    struct entry after = desk_entry(desk, KEY);
    assert_int_equal(after.opens_s, before.opens_s);
    assert_int_equal(after.signature_count, before.signature_count);
    assert_ok(entry_check(&after, &desk->site.root, NULL));
    assert_int_equal(desk_count(desk, SITE_ACTS), acts);
}

static void an_unknown_key_is_refused(void **state)
{
    assert_err(ERR_INVALID, desk_sign(*state, ROLE_OFFICE, "notice/none"));
}

static void a_withdrawal_needs_both_signatures_too(void **state)
{
    struct desk *desk = *state;
    struct withdraw w;
    import_text(desk, "");
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, KEY));
    assert_ok(desk_publish(desk));
    assert_err(ERR_INVALID, desk_withdraw(desk, KEY, "  "));
    assert_ok_why(desk_withdraw(desk, KEY, "数字有误"), &desk->why);
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY));
    assert_ok(desk_publish(desk));
    assert_reported(desk, "待监督小组签字");
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, KEY));
    assert_ok(desk_publish(desk));
    struct entry entry = desk_entry(desk, KEY);
    assert_int_equal(entry.kind, KIND_withdraw);
    assert_int_equal(entry.version, 2);
    desk_record(desk, KEY, &w);
    assert_int_equal(w.item, 5);
    assert_text(w.period, "2026-10");
    assert_text(w.reason, "数字有误");
    assert_int_equal(w.on, civil_day_of_ymd(2026, 11, 8));
}

static void a_draft_that_nobody_saw_is_only_dropped(void **state)
{
    struct desk *desk = *state;
    import_text(desk, "");
    assert_ok(desk_withdraw(desk, KEY, "导错了"));
    assert_false(desk_has(desk, SITE_DRAFTS, KEY));
    assert_err(ERR_INVALID, desk_withdraw(desk, KEY, "导错了"));
}

static void an_announced_draft_takes_its_announcement_along(void **state)
{
    struct desk *desk = *state;
    import_text(desk, "");
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY));
    assert_ok(desk_publish(desk));
    assert_true(desk_has(desk, SITE_PUBLISHED, "announce/" KEY));
    assert_ok_why(desk_withdraw(desk, KEY, "导错了"), &desk->why);
    assert_false(desk_has(desk, SITE_DRAFTS, KEY));
    assert_int_equal(desk_entry(desk, "announce/" KEY).kind, KIND_withdraw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_signed_in_time_opens_at_midnight_of_the_10th, desk),
        TEST(what_the_leader_signs_late_opens_at_his_signature, desk),
        TEST(an_author_may_ask_for_a_later_day, desk),
        TEST(a_list_of_persons_ends_after_its_last_day, desk),
        TEST(an_empty_disclosure_is_not_signed, desk),
        TEST(all_signs_the_rest_when_one_is_refused, desk),
        TEST(notices_do_not_need_the_supervision_group, desk),
        TEST(what_is_signed_already_is_left_as_it_is, desk),
        TEST(an_unknown_key_is_refused, desk),
        TEST(a_withdrawal_needs_both_signatures_too, desk),
        TEST(a_draft_that_nobody_saw_is_only_dropped, desk),
        TEST(an_announced_draft_takes_its_announcement_along, desk),
    };
    return cmocka_run_group_tests_name("signing", tests, NULL, NULL);
}
