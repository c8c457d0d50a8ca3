/* The rules are signed data: shown with their sources, changed by a new version of both sides. */
#include <string.h>

#include "office_desk.h"
#include "policy.h"
#include "policy_edit.h"

static enum err set(struct desk *desk, const char *name, const char *value, const char *article)
{
    const struct policy_wish wish = {.name = name, .value = value, .article = article};
    FILE *out = fmemopen(desk->report, sizeof desk->report, "w");
    assert_non_null(out);
    desk->why = (struct complaint){0};
    enum err err = policy_set(&desk->site, &wish, out, &desk->why);
    fclose(out);
    return err;
}

static void print(struct desk *desk, bool conflicts, bool json)
{
    FILE *out = fmemopen(desk->report, sizeof desk->report, "w");
    assert_non_null(out);
    assert_ok_why(policy_print(&desk->site, conflicts, json, out, &desk->why), &desk->why);
    fclose(out);
}

static struct policy in_force(struct desk *desk)
{
    struct policy policy;
    struct calendar calendar;
    struct txn *txn = NULL;
    assert_ok(txn_begin_read(desk->site.store, &txn));
    assert_ok(site_policy(&desk->site, txn, &policy, &calendar, &desk->why));
    txn_abort(txn);
    return policy;
}

static void sign_both(struct desk *desk)
{
    assert_ok_why(desk_sign(desk, ROLE_OFFICE, "policy"), &desk->why);
    assert_ok_why(desk_sign(desk, ROLE_SUPERVISION, "policy"), &desk->why);
    assert_ok_why(desk_publish(desk), &desk->why);
}

static void a_changed_value_holds_once_both_have_signed(void **state)
{
    struct desk *desk = *state;
    assert_ok(desk_publish(desk));
    assert_ok_why(set(desk, "hearing_result_days", "5", "居民公约第三条"), &desk->why);
    struct policy before = in_force(desk);
    assert_int_equal(policy_rule(&before, RULE_hearing_result_days).number, 7);
    sign_both(desk);
    struct policy after = in_force(desk);
    assert_int_equal(policy_rule(&after, RULE_hearing_result_days).number, 5);
    assert_text(policy_rule_article(&after, RULE_hearing_result_days), "居民公约第三条");
    assert_int_equal(desk_entry(desk, "policy").version, 2);
}

static void several_changes_make_one_new_version(void **state)
{
    struct desk *desk = *state;
    assert_ok(desk_publish(desk));
    assert_ok(set(desk, "office_phone", "555-0120", NULL));
    assert_ok(set(desk, "reply_days", "4", NULL));
    assert_ok(set(desk, "assembly_residents", "1/4", NULL));
    sign_both(desk);
    struct policy policy = in_force(desk);
    assert_text(policy.office_phone, "555-0120");
    assert_int_equal(policy_rule(&policy, RULE_reply_days).number, 4);
    assert_int_equal(policy_rule(&policy, RULE_assembly_residents).of, 4);
    assert_int_equal(desk_entry(desk, "policy").version, 2);
}

static void the_same_value_again_changes_nothing(void **state)
{
    struct desk *desk = *state;
    assert_ok(desk_publish(desk));
    assert_ok(set(desk, "hearing_result_days", "7", NULL));
    assert_reported(desk, "没有变化");
    assert_false(desk_has(desk, SITE_DRAFTS, "policy"));
}

static void what_makes_no_sense_is_refused(void **state)
{
    static const struct {
        const char *name, *value, *says;
    } cases[] = {
        {"nope", "1", "没有“nope”"},         {"term_years", "50", "超出"},
        {"term_years", "drei", "不是"},      {"assembly_residents", "1/", "不是"},
        {"period-4", "weekly", "第六条"},    {"period-11", "month", "没有“period-11”"},
        {"idle_s", "x", "0 到 3600"},        {"plain_upload", "maybe", "是 或 否"},
        {"archive_keep_years", "5", "超出"}, {"first_board", "2026-03", ""},
    };
    struct desk *desk = *state;
    assert_ok(desk_publish(desk));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_err(ERR_INVALID, set(desk, cases[i].name, cases[i].value, NULL));
        assert_says(&desk->why, cases[i].says);
        assert_false(desk_has(desk, SITE_DRAFTS, "policy"));
    }
}

static void an_election_that_came_late_is_written_down(void **state)
{
    struct desk *desk = *state; /* the first term began on 5 January 2026 */
    assert_ok(desk_publish(desk));
    assert_ok_why(set(desk, "term-3", "2032-03-01", NULL), &desk->why);
    assert_ok_why(set(desk, "term-2", "2029-02-11", NULL), &desk->why);
    assert_ok_why(set(desk, "term-2", "2029-02-12", NULL), &desk->why);
    sign_both(desk);
    struct policy policy = in_force(desk);
    assert_int_equal(policy.terms.count, 2);
    assert_int_equal(policy.terms.at[0].number, 2);
    assert_int_equal(policy.terms.at[0].begins, civil_day_of_ymd(2029, 2, 12));
    assert_int_equal(policy.terms.at[1].number, 3);
    print(desk, false, false);
    assert_reported(desk, "第 2 届开始：2029-02-12");
    assert_err(ERR_INVALID, set(desk, "term-1", "2026-02-01", NULL));
    assert_says(&desk->why, "第 2 届起");
    assert_err(ERR_INVALID, set(desk, "term-2", "soon", NULL));
    assert_err(ERR_INVALID, set(desk, "term-4", "2032-02-01", NULL)); /* before the third */
    assert_says(&desk->why, "次序不对");
}

static void a_year_s_item_may_be_told_in_another_month(void **state)
{
    struct desk *desk = *state;
    assert_ok(desk_publish(desk));
    assert_ok_why(set(desk, "due-month-9", "3", NULL), &desk->why);
    assert_ok_why(set(desk, "tells-6", "2", NULL), &desk->why);
    sign_both(desk);
    struct policy policy = in_force(desk);
    assert_int_equal(policy.periods.at[8].due_month, 3);
    assert_int_equal(policy.periods.at[5].tells, 2);
    print(desk, false, false);
    assert_reported(desk, "第 9 项在 3 月公开");
    assert_reported(desk, "第 6 项公开上一年的情况");
    assert_err(ERR_INVALID, set(desk, "due-month-9", "13", NULL));
    assert_err(ERR_INVALID, set(desk, "due-month-9", "0", NULL));
    assert_says(&desk->why, "1 到 12");
    assert_err(ERR_INVALID, set(desk, "tells-6", "3", NULL));
    assert_says(&desk->why, "上一年写 2");
    assert_err(ERR_INVALID, set(desk, "tells-11", "1", NULL));
}

static void both_sources_of_a_conflict_are_shown_and_which_holds(void **state)
{
    struct desk *desk = *state;
    print(desk, true, false);
    assert_reported(desk, "居委会每届任期：3年");
    assert_reported(desk, "制度：3年（居务公开制度第五条");
    assert_reported(desk, "法律：5年（城市居民委员会组织法第八条");
    assert_reported(desk, "未核对现行文本");
    print(desk, true, true);
    assert_reported(desk, "\"name\":\"term_years\"");
    assert_reported(desk, "\"verified\":false");
}

static void the_value_of_the_law_cites_the_law_and_stays_unverified(void **state)
{
    struct desk *desk = *state;
    assert_ok(desk_publish(desk));
    assert_ok_why(set(desk, "group_representatives_max", "3", NULL), &desk->why);
    sign_both(desk);
    struct policy policy = in_force(desk);
    struct text article = policy_rule_article(&policy, RULE_group_representatives_max);
    assert_true(text_starts(article, "城市居民委员会组织法"));
    assert_false(policy_rule_verified(&policy, RULE_group_representatives_max));
}

static void the_other_preset_changes_all_numbers_and_no_name(void **state)
{
    struct desk *desk = *state;
    FILE *quiet = fopen("/dev/null", "w");
    assert_non_null(quiet);
    assert_ok(desk_publish(desk));
    assert_err(ERR_INVALID, policy_use_preset(&desk->site, "lex", quiet, &desk->why));
    assert_ok_why(policy_use_preset(&desk->site, "law", quiet, &desk->why), &desk->why);
    fclose(quiet);
    sign_both(desk);
    struct policy policy = in_force(desk);
    assert_int_equal(policy.term_years, 5);
    assert_text(policy.name, "菩提路社区居委会");
    assert_int_equal(policy_rule(&policy, RULE_roll_deadlines).number, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_changed_value_holds_once_both_have_signed, desk),
        TEST(several_changes_make_one_new_version, desk),
        TEST(the_same_value_again_changes_nothing, desk),
        TEST(what_makes_no_sense_is_refused, desk),
        TEST(an_election_that_came_late_is_written_down, desk),
        TEST(a_year_s_item_may_be_told_in_another_month, desk),
        TEST(both_sources_of_a_conflict_are_shown_and_which_holds, desk),
        TEST(the_value_of_the_law_cites_the_law_and_stays_unverified, desk),
        TEST(the_other_preset_changes_all_numbers_and_no_name, desk),
    };
    return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
