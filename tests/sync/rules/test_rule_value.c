/* Each number of the rule set with its article; where the two texts differ; fractions at their
 * edges. */
#include "cases.h"

#include "rule_value.h"

static const struct {
    enum rule_id id;
    int seed, seed_of, law, law_of;
    const char *seed_article, *law_article; /* a part of it; NULL: the law is silent */
} cases[] = {
    {RULE_term_years, 3, 0, 5, 0, "公开制度第五条", "第八条"},
    {RULE_disclosure_day, 10, 0, 10, 0, "公开制度第八条", NULL},
    {RULE_petition_residents, 1, 10, 1, 10, "第五条第十项", NULL},
    {RULE_petition_representatives, 1, 3, 1, 3, "第五条第十项", NULL},
    {RULE_archive_keep_years, 6, 0, 6, 0, "第十二条", NULL},
    {RULE_archive_month, 1, 0, 1, 0, "第十二条", NULL},
    {RULE_supervisors_min, 5, 0, 5, 0, "公开制度第十条", NULL},
    {RULE_supervisors_max, 7, 0, 7, 0, "公开制度第十条", NULL},
    {RULE_supervision_reports, 1, 0, 1, 0, "公开制度第十条", NULL},
    {RULE_supervision_assembly_days, 15, 0, 15, 0, "公开制度第十条", NULL},
    {RULE_assembly_residents, 1, 5, 1, 5, "居民会议制度第十二条", "第十条"},
    {RULE_assembly_households, 1, 5, 1, 5, "居民会议制度第十二条", "第十条"},
    {RULE_assembly_representatives, 1, 3, 0, 0, "居民会议制度第十二条", "未列此项"},
    {RULE_assembly_groups, 0, 0, 1, 3, "未列此项", "第十条"},
    {RULE_group_representatives_min, 1, 0, 2, 0, "居民会议制度第五条", "第九条"},
    {RULE_group_representatives_max, 2, 0, 3, 0, "居民会议制度第五条", "第九条"},
    {RULE_assembly_months, 6, 0, 6, 0, "居民会议制度第十二条", NULL},
    {RULE_assembly_notice_days, 3, 0, 3, 0, "居民会议制度第十二条", NULL},
    {RULE_assembly_quorum, 1, 2, 1, 2, "居民会议制度第十三条", "第九条"},
    {RULE_assembly_majority, 1, 2, 1, 2, "居民会议制度第十三条", "第九条"},
    {RULE_hearing_notice_days, 7, 0, 7, 0, "第八条第一项", NULL},
    {RULE_hearing_quorum, 1, 2, 1, 2, "第八条第一项", NULL},
    {RULE_hearing_majority, 1, 2, 1, 2, "第八条第二项", NULL},
    {RULE_hearing_result_days, 7, 0, 7, 0, "第八条第三项", NULL},
    {RULE_mediation_notice_days, 7, 0, 7, 0, "第十三条第一项", NULL},
    {RULE_mediation_times, 3, 0, 3, 0, "第十三条第三项", NULL},
    {RULE_review_reports_days, 15, 0, 15, 0, "第十九条", NULL},
    {RULE_review_feedback_days, 7, 0, 7, 0, "第十九条", NULL},
    {RULE_review_month, 12, 0, 12, 0, "第十四条", NULL},
    {RULE_staff_meeting_weekday, 1, 0, 1, 0, "（三）", NULL},
    {RULE_joint_meeting_months, 1, 0, 1, 0, "（三）", NULL},
    {RULE_study_months, 1, 0, 1, 0, "（六）", NULL},
    {RULE_home_visit_days, 7, 0, 7, 0, "（二）", NULL},
    {RULE_stocktake_month, 12, 0, 12, 0, "（九）", NULL},
    {RULE_mailbox_read_days, 1, 0, 1, 0, "承诺", NULL},
    {RULE_mailbox_simple_days, 3, 0, 3, 0, "承诺", NULL},
    {RULE_reply_days, 5, 0, 5, 0, "承诺", NULL},
    {RULE_mailbox_complex_days, 15, 0, 15, 0, "承诺", NULL},
    {RULE_mailbox_last_days, 60, 0, 60, 0, "第三十四条", NULL},
    {RULE_letters_keep_days, 730, 0, 730, 0, "承诺", NULL},
    {RULE_objection_days, 7, 0, 7, 0, "承诺", NULL},
    {RULE_mask_names, 1, 0, 1, 0, "第二十五条", NULL},
    {RULE_roll_deadlines, 0, 0, 1, 0, "没有写", "第二百零三条"},
};
enum { CASES = sizeof(cases) / sizeof(cases[0]) };

static void assert_value(struct rule_value got, int number, int of, enum rule_id id)
{
    if (got.number != number || got.of != of) {
        fail_msg("%s: %d/%d, not %d/%d", rule_name(id), got.number, got.of, number, of);
    }
}

static void both_presets_carry_each_number_with_its_article(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        enum rule_id id = cases[i].id;
        assert_value(rule_preset_value(PRESET_SEED, id), cases[i].seed, cases[i].seed_of, id);
        assert_value(rule_preset_value(PRESET_LAW, id), cases[i].law, cases[i].law_of, id);
        assert_non_null(strstr(rule_preset_article(PRESET_SEED, id), cases[i].seed_article));
        assert_true(rule_preset_verified(PRESET_SEED, id));
        assert_int_equal(rule_law_speaks(id), cases[i].law_article != NULL);
        if (cases[i].law_article) {
            assert_non_null(strstr(rule_preset_article(PRESET_LAW, id), cases[i].law_article));
        }
        /* No number of the law was read in its text of 2025. */
        assert_int_equal(rule_preset_verified(PRESET_LAW, id), cases[i].law_article == NULL);
        assert_true(rule_value_is_sane(id, rule_preset_value(PRESET_SEED, id)));
        assert_true(rule_value_is_sane(id, rule_preset_value(PRESET_LAW, id)));
        assert_int_equal(rule_of_name(text_of(rule_name(id))), id);
    }
    assert_int_equal(CASES, RULES); /* none was forgotten */
    assert_int_equal(rule_of_name(text_of("no_such_rule")), RULES);
}

static void the_law_s_differences_are_listed_with_both_sources(void **state)
{
    static const enum rule_id expected[] = {
        RULE_term_years,
        RULE_assembly_representatives,
        RULE_assembly_groups,
        RULE_group_representatives_min,
        RULE_group_representatives_max,
        RULE_roll_deadlines,
    };
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct rule_line lines[RULES];
    assert_int_equal(policy_conflicts(&policy, lines), sizeof(expected) / sizeof(expected[0]));
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        assert_int_equal(lines[i].id, expected[i]);
        assert_true(lines[i].conflict && !lines[i].own && lines[i].verified);
        assert_false(lines[i].law_verified);
        assert_true(rule_value_equal(lines[i].applied, lines[i].seed));
        assert_true(lines[i].seed_article.size > 0 && lines[i].law_article.size > 0);
    }
    assert_value(lines[0].seed, 3, 0, RULE_term_years);
    assert_value(lines[0].law, 5, 0, RULE_term_years);
    assert_text(lines[0].article, "居务公开制度第五条，居民会议制度第九条");
}

static void what_applies_and_from_where_is_told(void **state)
{
    struct policy policy;
    struct rule_line lines[RULES];
    assert_ok(policy_preset(*state, PRESET_LAW, &policy));
    policy_rule_lines(&policy, lines);
    assert_value(lines[RULE_term_years].applied, 5, 0, RULE_term_years);
    assert_false(lines[RULE_term_years].verified);
    assert_true(lines[RULE_hearing_notice_days].verified); /* the documents' own */
    assert_false(lines[RULE_hearing_notice_days].conflict);
    assert_int_equal(lines[RULE_hearing_notice_days].law_article.size, 0);

    policy.term_years = 4;
    policy.values.at[RULE_hearing_notice_days].number = 5;
    policy_rule_lines(&policy, lines);
    assert_true(lines[RULE_term_years].own && lines[RULE_hearing_notice_days].own);
    assert_value(lines[RULE_hearing_notice_days].applied, 5, 0, RULE_hearing_notice_days);
}

static void a_policy_without_rows_means_its_preset(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    policy.values.count = 0; /* signed before there were rows */
    assert_value(policy_rule(&policy, RULE_hearing_notice_days), 7, 0, RULE_hearing_notice_days);
    assert_true(policy_rule_verified(&policy, RULE_hearing_notice_days));
    assert_text(policy_rule_article(&policy, RULE_roll_deadlines), "四个制度都没有写");
    policy.preset = text_of("law");
    assert_value(policy_rule(&policy, RULE_roll_deadlines), 1, 0, RULE_roll_deadlines);
    assert_value(policy_rule(&policy, RULE_assembly_groups), 1, 3, RULE_assembly_groups);
    assert_false(policy_rule_verified(&policy, RULE_roll_deadlines));
    /* The field has the word for what has a field, and it is not the law's. */
    assert_value(policy_rule(&policy, RULE_term_years), 3, 0, RULE_term_years);
    assert_false(policy_rule_verified(&policy, RULE_term_years));
    assert_text(policy_rule_article(&policy, RULE_term_years), "本居委会自定");
}

static void a_number_out_of_range_reads_as_the_presets(void **state)
{
    static const struct policy_value bad[] = {
        {.id = {"hearing_notice_days", 19}, .number = 0},
        {.id = {"hearing_notice_days", 19}, .number = -7},
        {.id = {"hearing_notice_days", 19}, .number = INT64_MAX},
        {.id = {"hearing_notice_days", 19}, .number = 7, .of = 2},
        {.id = {"petition_residents", 18}, .number = 1},
        {.id = {"petition_residents", 18}, .number = 1, .of = UINT64_MAX},
        {.id = {"assembly_representatives", 24}, .number = 3, .of = 2},
    };
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct policy_value row = bad[i];
        enum rule_id id = rule_of_name(row.id);
        struct complaint why = {0};
        policy.values.at = &row;
        policy.values.count = 1;
        assert_true(rule_value_equal(policy_rule(&policy, id), rule_preset_value(PRESET_SEED, id)));
        assert_err(ERR_INVALID, policy_check(&policy, &why));
        assert_says(&why, rule_name(id));
    }
}

static void values_are_said_in_words(void **state)
{
    static const struct {
        enum rule_id id;
        int number, of;
        const char *text;
    } words[] = {
        {RULE_term_years, 3, 0, "3年"},
        {RULE_disclosure_day, 10, 0, "每月10日"},
        {RULE_hearing_notice_days, 7, 0, "7日内"},
        {RULE_assembly_notice_days, 3, 0, "提前3日"},
        {RULE_mailbox_simple_days, 3, 0, "3个工作日内"},
        {RULE_petition_residents, 1, 10, "1/10以上"},
        {RULE_assembly_groups, 0, 0, "不设"},
        {RULE_assembly_quorum, 1, 2, "超过1/2"},
        {RULE_staff_meeting_weekday, 1, 0, "星期一"},
        {RULE_staff_meeting_weekday, 7, 0, "星期日"},
        {RULE_roll_deadlines, 0, 0, "否"},
        {RULE_assembly_months, 6, 0, "6个月一次"},
        {RULE_review_month, 12, 0, "12月"},
        {RULE_mediation_times, 3, 0, "3次"},
        {RULE_supervisors_min, 5, 0, "5人"},
    };
    char text[RULE_VALUE_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct rule_value value = {words[i].number, words[i].of};
        assert_string_equal(rule_value_format(words[i].id, value, text), words[i].text);
    }
}

/* "以上" includes the number, "过半数" does not (norms: trap 6). */
static void fractions_are_exact_at_their_edges(void **state)
{
    static const struct {
        int number, of;
        uint64_t whole, share, over; /* the smallest n for each */
    } edges[] = {
        {1, 5, 1000, 200, 201}, {1, 5, 1001, 201, 201}, {1, 5, 1004, 201, 201}, {1, 5, 1, 1, 1},
        {1, 10, 199, 20, 20},   {1, 10, 200, 20, 21},   {1, 3, 66, 22, 23},     {1, 3, 67, 23, 23},
        {1, 2, 100, 50, 51},    {1, 2, 66, 33, 34},     {1, 2, 65, 33, 33},     {1, 2, 41, 21, 21},
        {1, 2, 40, 20, 21},     {2, 3, 10, 7, 7},       {1, 3, 0, 0, 0},        {0, 0, 100, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(edges) / sizeof(edges[0]); i++) {
        struct rule_value value = {edges[i].number, edges[i].of};
        uint64_t whole = edges[i].whole;
        assert_int_equal(rule_share_needed(value, whole), edges[i].share);
        assert_int_equal(rule_over_needed(value, whole), edges[i].over);
        for (uint64_t n = 0; n <= whole; n++) { /* against the definition, one by one */
            bool reached = edges[i].of && n * (uint64_t)value.of >= (uint64_t)value.number * whole;
            bool over = edges[i].of && n * (uint64_t)value.of > (uint64_t)value.number * whole;
            assert_int_equal(rule_share_reached(value, n, whole), reached && whole > 0);
            assert_int_equal(rule_over_reached(value, n, whole), over);
        }
    }
    /* No product overflows. */
    assert_true(rule_share_needed((struct rule_value){999, 1000}, UINT64_MAX) > UINT64_MAX / 1001);
    assert_int_equal(rule_share_needed((struct rule_value){1, 1}, UINT64_MAX), UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(both_presets_carry_each_number_with_its_article),
        TEST(the_law_s_differences_are_listed_with_both_sources, test_arena),
        TEST(what_applies_and_from_where_is_told, test_arena),
        TEST(a_policy_without_rows_means_its_preset, test_arena),
        TEST(a_number_out_of_range_reads_as_the_presets, test_arena),
        TEST_PLAIN(values_are_said_in_words),
        TEST_PLAIN(fractions_are_exact_at_their_edges),
    };
    return cmocka_run_group_tests_name("rule_value", tests, NULL, NULL);
}
