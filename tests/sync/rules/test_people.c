/* Who sits where, who may not supervise whom, and which seats are empty (G5(2), G9, G10, R5, R9).
 */
#include "cases.h"

#include "people.h"

static struct member committee_rows[3], supervision_rows[8], representative_rows[8];
static struct kin_row kin_rows[1];
static struct roll rolls[3];
static struct kin kin;

static const char *const supervisor_names[] = {"赵一", "钱二", "孙三", "李四",
                                               "周五", "吴六", "郑七", "王八"};

/* Three in the committee, five supervisors of whom three are representatives. */
static struct people community(void)
{
    committee_rows[0] = (struct member){
        .name = text_of("顾明远"), .post = text_of("主任"), .duties = text_of("全面工作")};
    committee_rows[1] = (struct member){
        .name = text_of("蒋丽"), .post = text_of("委员"), .duties = text_of("民政")};
    committee_rows[2] = (struct member){
        .name = text_of("沈芳"), .post = text_of("委员"), .duties = text_of("卫生")};
    for (size_t i = 0; i < 8; i++) {
        supervision_rows[i] = (struct member){.name = text_of(supervisor_names[i]),
                                              .post = text_of(i ? "组员" : "组长")};
        representative_rows[i] = (struct member){
            .name = text_of(i < 3 ? supervisor_names[i] : "代表"), .group = text_of("第一小组")};
    }
    representative_rows[1].group = text_of("第二小组");
    representative_rows[2].group = text_of("第二小组");
    rolls[0] = (struct roll){.body = text_of("committee"), .elected = day("2026-01-05")};
    rolls[0].rows.at = committee_rows;
    rolls[0].rows.count = 3;
    rolls[1] = (struct roll){.body = text_of("supervision"), .elected = day("2026-01-10")};
    rolls[1].rows.at = supervision_rows;
    rolls[1].rows.count = 5;
    rolls[2] = (struct roll){.body = text_of("representatives"), .elected = day("2026-01-05")};
    rolls[2].rows.at = representative_rows;
    rolls[2].rows.count = 3;
    kin_rows[0] = (struct kin_row){
        .member = text_of("蒋丽"), .relative = text_of("陈九"), .relation = text_of("配偶")};
    kin.rows.at = kin_rows;
    kin.rows.count = 1;
    return people_of(rolls, 3, &kin);
}

static int32_t today(void)
{
    return day("2026-11-25");
}

static bool warns_of(const struct people *people, const struct rule_set *rules,
                     enum people_warning_kind kind, struct people_warning *found)
{
    struct people_warning warnings[PEOPLE_WARNINGS_MAX];
    size_t count = people_warnings(people, rules, today(), warnings, PEOPLE_WARNINGS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (warnings[i].kind == kind) {
            *found = warnings[i];
            return true;
        }
    }
    return false;
}

static void names_are_compared_as_they_are_written(void **state)
{
    (void)state;
    assert_true(name_equal(text_of("张 小芳"), text_of("张小　芳")));
    assert_false(name_equal(text_of("张小芳"), text_of("张小芬")));
    assert_false(name_equal(text_of("张小"), text_of("张小芳")));
    assert_false(name_equal(text_of("頔"), text_of("𬱖"))); /* never normalised */
    assert_true(name_equal(text_of(""), text_of(" ")));
}

static void one_serves_from_the_first_day_to_the_last(void **state)
{
    struct member member = {.from = day("2026-01-05"), .to = day("2026-06-30")};
    (void)state;
    assert_false(member_serves(&member, day("2026-01-04")));
    assert_true(member_serves(&member, day("2026-01-05")));
    assert_true(member_serves(&member, day("2026-06-30")));
    assert_false(member_serves(&member, day("2026-07-01")));
    member.to = 0;
    assert_true(member_serves(&member, day("2036-07-01")));
}

static void a_sound_community_has_nothing_to_put_right(void **state)
{
    struct people people = community();
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct people_warning warnings[4];
    struct rule_set rules;
    struct complaint why = {0};
    policy.responsible = text_of("蒋丽");
    assert_ok(rule_set_init(&policy, &rules));
    assert_int_equal(people_warnings(&people, &rules, today(), warnings, 4), 0);
    assert_ok_why(supervision_check(&people, today(), &why), &why);
    for (size_t i = 0; i < 3; i++) {
        assert_ok_why(roll_check(&rolls[i], &rules, &why), &why);
    }
    assert_int_equal(roll_vacancies(people.committee, today()), 0);
    assert_text(roll_post(people.supervision, "组长", today())->name, "赵一");
}

static void five_to_seven_supervise(void **state)
{
    static const struct {
        size_t members;
        bool few, many;
    } cases[] = {{4, true, false}, {5, false, false}, {7, false, false}, {8, false, true}};
    struct people people = community();
    struct people_warning found;
    for (size_t i = 0; i < 4; i++) { /* G10 */
        rolls[1].rows.count = cases[i].members;
        assert_int_equal(warns_of(&people, NULL, PEOPLE_SUPERVISION_FEW, &found), cases[i].few);
        assert_int_equal(warns_of(&people, NULL, PEOPLE_SUPERVISION_MANY, &found), cases[i].many);
    }
    assert_text(people_warning_text(&found, *state), "监督小组现在 8 人，应为 5 至 7 人");
    assert_string_equal(people_warning_article(found.kind), "居务公开制度第十条");
}

static void committee_and_kin_do_not_supervise(void **state)
{
    struct people people = community();
    struct complaint why = {0};
    (void)state;
    supervision_rows[4].name = text_of("沈 芳");
    assert_err(ERR_DENIED, supervision_check(&people, today(), &why)); /* G10 */
    assert_says(&why, "居委会成员");
    supervision_rows[4].to = day("2026-11-24"); /* has left */
    assert_ok_why(supervision_check(&people, today(), &why), &why);
    supervision_rows[4] = (struct member){.name = text_of("陈九")};
    assert_err(ERR_DENIED, supervision_check(&people, today(), &why));
    assert_says(&why, "蒋丽");
    assert_says(&why, "配偶");
    committee_rows[1].to = day("2026-11-24"); /* her term has ended: he may */
    assert_ok_why(supervision_check(&people, today(), &why), &why);
    people.kin = NULL; /* a kiosk does not know of kin */
    committee_rows[1].to = 0;
    assert_ok_why(supervision_check(&people, today(), &why), &why);
}

static void most_supervisors_are_representatives(void **state)
{
    struct people people = community();
    struct people_warning found;
    (void)state;
    assert_false(warns_of(&people, NULL, PEOPLE_SUPERVISION_MIX, &found)); /* 3 of 5 */
    rolls[1].rows.count = 6;
    assert_true(warns_of(&people, NULL, PEOPLE_SUPERVISION_MIX, &found)); /* 3 of 6 */
    people.representatives = NULL;
    assert_false(warns_of(&people, NULL, PEOPLE_SUPERVISION_MIX, &found)); /* not known */
}

static void what_is_missing_is_said(void **state)
{
    struct people people = community(), nobody = {0};
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct people_warning found;
    struct rule_set rules;
    assert_ok(rule_set_init(&policy, &rules));
    assert_true(warns_of(&nobody, NULL, PEOPLE_NO_COMMITTEE, &found));
    assert_true(warns_of(&nobody, NULL, PEOPLE_NO_SUPERVISION, &found));
    assert_true(warns_of(&people, &rules, PEOPLE_NO_RESPONSIBLE, &found)); /* G9 */
    policy.responsible = text_of("某某");
    assert_true(warns_of(&people, &rules, PEOPLE_RESPONSIBLE_GONE, &found));
    assert_text(found.who, "某某");
    committee_rows[0].to = day("2026-11-24");
    assert_true(warns_of(&people, &rules, PEOPLE_NO_DIRECTOR, &found));
    committee_rows[2].duties = text_of(" ");
    assert_true(warns_of(&people, &rules, PEOPLE_NO_DUTIES, &found)); /* G5(2) */
    assert_text(found.who, "沈芳");
    supervision_rows[0].post = text_of("副组长");
    assert_true(warns_of(&people, &rules, PEOPLE_SUPERVISION_HEAD, &found)); /* G11 */
    rolls[0].seats = 5;
    assert_true(warns_of(&people, &rules, PEOPLE_VACANCY, &found)); /* R10 */
    assert_int_equal(found.body, BODY_COMMITTEE);
    assert_int_equal(found.count, 3);
}

static void all_change_with_the_term(void **state)
{
    struct people people = community();
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct people_warning found;
    struct rule_set rules;
    assert_ok(rule_set_init(&policy, &rules));
    assert_true(roll_is_of_term(people.supervision, &rules.calendar, day("2029-01-04")));
    assert_false(roll_is_of_term(people.supervision, &rules.calendar, day("2029-01-05"))); /* R9 */
    rolls[1].elected = rolls[2].elected = day("2026-01-04");
    assert_true(warns_of(&people, &rules, PEOPLE_SUPERVISION_STALE, &found)); /* G10 */
    assert_true(warns_of(&people, &rules, PEOPLE_REPRESENTATIVES_STALE, &found));
    rolls[1].elected = 0; /* not written down: nobody is accused */
    assert_false(warns_of(&people, &rules, PEOPLE_SUPERVISION_STALE, &found));
}

static void rolls_that_cannot_be_are_refused(void **state)
{
    struct complaint why = {0};
    (void)state;
    (void)community();
    committee_rows[2].name = text_of("蒋 丽");
    assert_err(ERR_INVALID, roll_check(&rolls[0], NULL, &why));
    assert_says(&why, "第 2 行和第 3 行");
    committee_rows[1].to = day("2026-06-30"); /* one after the other is no clash */
    committee_rows[2].from = day("2026-07-01");
    assert_ok_why(roll_check(&rolls[0], NULL, &why), &why);
    (void)community();
    committee_rows[1].post = text_of("主任");
    assert_err(ERR_INVALID, roll_check(&rolls[0], NULL, &why));
    assert_says(&why, "主任");
    committee_rows[1].post = text_of("副主任");
    assert_ok_why(roll_check(&rolls[0], NULL, &why), &why);
    committee_rows[1].from = day("2026-06-30");
    committee_rows[1].to = day("2026-06-29");
    assert_err(ERR_INVALID, roll_check(&rolls[0], NULL, &why));
    rolls[0].body = text_of("board");
    assert_err(ERR_INVALID, roll_check(&rolls[0], NULL, &why));
}

static void a_group_elects_one_or_two(void **state)
{
    struct complaint why = {0};
    struct group_count groups[4];
    (void)state;
    (void)community();
    assert_ok_why(roll_check(&rolls[2], NULL, &why), &why); /* R5: two of the second group */
    rolls[2].rows.count = 4;
    representative_rows[3] = (struct member){.name = text_of("何十"), .group = text_of("第二小组")};
    assert_err(ERR_INVALID, roll_check(&rolls[2], NULL, &why));
    assert_says(&why, "第二小组");
    representative_rows[2].to = day("2026-06-30"); /* replaced (R10) */
    representative_rows[3].from = day("2026-07-01");
    assert_ok_why(roll_check(&rolls[2], NULL, &why), &why);
    assert_int_equal(representatives_by_group(&rolls[2], day("2026-07-01"), groups, 4), 2);
    assert_text(groups[1].name, "第二小组");
    assert_int_equal(groups[1].serving, 2);
    representative_rows[3].group = text_of("");
    assert_err(ERR_INVALID, roll_check(&rolls[2], NULL, &why));
}

static void an_assemblys_base_counts_everybody_once(void **state)
{
    static struct member ex_officio_rows[2];
    struct people people = community();
    struct roll ex_officio = {.body = text_of("ex_officio")};
    (void)state;
    assert_int_equal(assembly_base(&people, today()),
                     6); /* 3 representatives, 3 of the committee */
    ex_officio_rows[0] = (struct member){.name = text_of("人大代表甲")};
    ex_officio_rows[1] = (struct member){.name = text_of("顾明远")}; /* a party member too */
    ex_officio.rows.at = ex_officio_rows;
    ex_officio.rows.count = 2;
    people.ex_officio = &ex_officio;
    assert_int_equal(assembly_base(&people, today()), 7); /* R5 */
    ex_officio_rows[0].name = text_of("赵一");            /* elected besides */
    assert_int_equal(assembly_base(&people, today()), 6);
}

static void the_roll_elected_later_counts(void **state)
{
    struct roll two[2] = {{.body = text_of("committee"), .elected = day("2029-01-05")},
                          {.body = text_of("committee"), .elected = day("2026-01-05")}};
    (void)state;
    assert_ptr_equal(people_of(two, 2, NULL).committee, &two[0]);
    assert_string_equal(body_id(body_of(text_of("lead"))), "lead");
    assert_string_equal(body_name(BODY_SUPERVISION), "居务监督小组");
    assert_int_equal(body_of(text_of("x")), BODY_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(names_are_compared_as_they_are_written),
        TEST_PLAIN(one_serves_from_the_first_day_to_the_last),
        TEST(a_sound_community_has_nothing_to_put_right, test_arena),
        TEST(five_to_seven_supervise, test_arena),
        TEST_PLAIN(committee_and_kin_do_not_supervise),
        TEST_PLAIN(most_supervisors_are_representatives),
        TEST(what_is_missing_is_said, test_arena),
        TEST(all_change_with_the_term, test_arena),
        TEST_PLAIN(rolls_that_cannot_be_are_refused),
        TEST_PLAIN(a_group_elects_one_or_two),
        TEST_PLAIN(an_assemblys_base_counts_everybody_once),
        TEST_PLAIN(the_roll_elected_later_counts),
    };
    return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
