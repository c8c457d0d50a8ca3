/* Three sittings at most on one matter, and parties whom nobody reads about (T9-T13). */
#include "cases.h"

#include "mediation.h"

static struct meeting sitting(const char *date, const char *matter)
{
    return (struct meeting){.type = text_of("mediation"),
                            .title = text_of("楼道堆物协调会"),
                            .date = day(date),
                            .matter = text_of(matter)};
}

static void a_fourth_sitting_on_one_matter_is_refused(void **state)
{
    struct complaint why = {0};
    struct meeting meetings[] = {
        sitting("2026-03-01", "3号楼堆物"), sitting("2026-04-01", "3号楼堆物"),
        sitting("2026-05-01", " 3号楼堆物 "), sitting("2026-06-01", "3号楼堆物"),
        sitting("2026-05-15", "5号楼漏水")};
    struct meeting_fact facts[] = {{text_of("meeting/1"), &meetings[0]},
                                   {text_of("meeting/2"), &meetings[1]},
                                   {text_of("meeting/3"), &meetings[2]},
                                   {text_of("meeting/5"), &meetings[4]}};
    struct meeting_fact fourth = {text_of("meeting/4"), &meetings[3]};
    (void)state;
    assert_int_equal(meeting_sitting(facts[0], facts, 4), 1);
    assert_int_equal(meeting_sitting(facts[2], facts, 4), 3);
    assert_ok_why(meeting_check_sitting(facts[2], facts, 4, NULL, &why), &why);
    assert_int_equal(meeting_sitting(fourth, facts, 4), 4);
    assert_err(ERR_DENIED, meeting_check_sitting(fourth, facts, 4, NULL, &why));
    assert_says(&why, "第十三条");
    assert_says(&why, "3 次");
    assert_ok_why(meeting_check_sitting(facts[3], facts, 4, NULL, &why), &why); /* another matter */
    meetings[3].matter = (struct text){0};
    assert_int_equal(meeting_sitting(fourth, facts, 4), 1); /* its title is a matter of its own */
    assert_ok(meeting_check_sitting(fourth, facts, 4, NULL, &why));
    meetings[3] = sitting("2026-01-01", "3号楼堆物"); /* written down late: still one too many */
    assert_int_equal(meeting_sitting(fourth, facts, 4), 1);
    assert_err(ERR_DENIED, meeting_check_sitting(fourth, facts, 4, NULL, &why));
    meetings[3].type = text_of("hearing");
    assert_ok(meeting_check_sitting(fourth, facts, 4, NULL, &why));
    assert_int_equal(meeting_sitting(fourth, facts, 4), 0);
}

/* Who writes no matter down writes the same title. */
static void without_a_matter_the_title_counts(void **state)
{
    static const char *const titles[] = {"3号楼堆物协调会", "3号楼堆物协调会（第二次）",
                                         "3号楼堆物协调会(第三次)", "3号楼堆物协调会"};
    struct meeting meetings[4];
    struct meeting_fact facts[4];
    struct complaint why = {0};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        static const char *const keys[] = {"meeting/1", "meeting/2", "meeting/3", "meeting/4"};
        meetings[i] = sitting("2026-03-01", "");
        meetings[i].title = text_of(titles[i]);
        meetings[i].date += (int32_t)i * 30;
        facts[i] = (struct meeting_fact){text_of(keys[i]), &meetings[i]};
    }
    assert_ok_why(meeting_check_sitting(facts[2], facts, 3, NULL, &why), &why);
    assert_err(ERR_DENIED, meeting_check_sitting(facts[3], facts, 4, NULL, &why));
    assert_says(&why, "matter");
    meetings[3].matter = text_of("另一堆"); /* another matter under the same title */
    assert_ok_why(meeting_check_sitting(facts[3], facts, 4, NULL, &why), &why);
}

static void the_number_of_sittings_is_the_rule_sets(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct policy_value one = {.id = text_of("mediation_times"), .number = 1};
    struct rule_set rules;
    struct meeting first = sitting("2026-03-01", "堆物"), second = sitting("2026-04-01", "堆物");
    struct meeting_fact facts[] = {{text_of("a"), &first}, {text_of("b"), &second}};
    policy.values.at = &one;
    policy.values.count = 1;
    assert_ok(rule_set_init(&policy, &rules));
    assert_ok(meeting_check_sitting(facts[0], facts, 1, &rules, NULL));
    assert_err(ERR_DENIED, meeting_check_sitting(facts[1], facts, 2, &rules, NULL));
}

/* A mediation as staff write it down. */
static struct meeting full(struct text *topic)
{
    struct meeting meeting = sitting("2026-12-10", "3号楼堆物");
    *topic = text_of("张三与李四的堆物纠纷");
    meeting.topics = (struct texts){topic, 1};
    meeting.text = text_of("张三说……李四说……");
    meeting.result = text_of("张三三日内搬走");
    return meeting;
}

static void the_public_record_says_that_it_takes_place_and_no_more(void **state)
{
    struct complaint why = {0};
    struct text topic, party = text_of("张三");
    struct meeting meeting = full(&topic), public;
    struct mediation kept = mediation_of(text_of("meeting/1"), &meeting, (struct texts){&party, 1});
    (void)state;
    assert_text(kept.result, "张三三日内搬走");
    assert_int_equal(kept.topics.count, 1);
    assert_err(ERR_INVALID, meeting_check_public(&meeting, &kept, &why));
    meeting_publishable(&meeting, &public);
    assert_int_equal(public.topics.count, 0);
    assert_int_equal(public.agenda.count, 0);
    assert_int_equal(public.text.size, 0);
    assert_int_equal(public.result.size, 0);
    assert_text(public.title, "楼道堆物协调会");
    assert_int_equal(public.date, meeting.date);
    assert_ok_why(meeting_check_public(&public, &kept, &why), &why);
    assert_ok_why(meeting_check_public(&public, NULL, &why), &why);
}

static void a_hearing_is_published_whole(void **state)
{
    struct text topic;
    struct meeting meeting = full(&topic), public;
    (void)state;
    meeting.type = text_of("hearing");
    meeting_publishable(&meeting, &public);
    assert_memory_equal(&meeting, &public, sizeof meeting);
    assert_ok(meeting_check_public(&meeting, NULL, NULL));
}

static void a_partys_name_stands_nowhere(void **state)
{
    static const char *const names[] = {"张三", "张 三", "阿依古丽·买买提"};
    static const char *const held[] = {"张三家堆物协调会", "关于张　三的协调会",
                                       "阿依古丽买买提的事"};
    struct complaint why = {0};
    struct meeting meeting = sitting("2026-12-10", "3号楼堆物");
    struct text party;
    struct mediation kept = {.parties = {&party, 1}};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        party = text_of(names[i]);
        meeting.title = text_of(held[i]);
        assert_err(ERR_INVALID, meeting_check_public(&meeting, &kept, &why));
        assert_says(&why, "标题");
        assert_null(strstr(why.text, names[i])); /* not in the sentence either */
        meeting.title = text_of("堆物协调会");
        assert_ok_why(meeting_check_public(&meeting, &kept, &why), &why);
    }
    party = text_of("张三");
    meeting.place = text_of("张三家");
    assert_err(ERR_INVALID, meeting_check_public(&meeting, &kept, &why));
    meeting.place = (struct text){0};
    meeting.matter = text_of("张三堆物");
    assert_err(ERR_INVALID, meeting_check_public(&meeting, &kept, &why));
    meeting.matter = text_of("堆物");
    party = text_of("李四（5号楼）；王五、张三/赵六 (代)"); /* several in one line */
    meeting.title = text_of("王五家堆物协调会");
    assert_err(ERR_INVALID, meeting_check_public(&meeting, &kept, &why));
    meeting.title = text_of("5号楼堆物协调会");
    assert_ok_why(meeting_check_public(&meeting, &kept, &why), &why);
    meeting.title = text_of("赵六家堆物协调会");
    assert_err(ERR_INVALID, meeting_check_public(&meeting, &kept, &why));
    party = text_of("张"); /* one character is in every sentence */
    meeting.title = text_of("张江路堆物协调会");
    assert_ok_why(meeting_check_public(&meeting, &kept, &why), &why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_fourth_sitting_on_one_matter_is_refused),
        TEST_PLAIN(without_a_matter_the_title_counts),
        TEST(the_number_of_sittings_is_the_rule_sets, test_arena),
        TEST_PLAIN(the_public_record_says_that_it_takes_place_and_no_more),
        TEST_PLAIN(a_hearing_is_published_whole),
        TEST_PLAIN(a_partys_name_stands_nowhere),
    };
    return cmocka_run_group_tests_name("mediation", tests, NULL, NULL);
}
