/* The preset carries the documents' values, and what makes no sense is refused with a sentence. */
#include "cases.h"

#include "policy.h"

static void the_seed_preset_is_the_documents_own(void **state)
{
    static const char *const expected[] = {"term", "term",  "year", "quarter", "month",
                                           "year", "month", "year", "year",    "none"};
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    assert_ok(policy_check(&policy, NULL));
    assert_text(policy.preset, "seed");
    assert_int_equal(policy.term_years, 3);      /* G5(1), R9 */
    assert_int_equal(policy.disclosure_day, 10); /* G8 */
    assert_int_equal(policy.utc_offset_min, 480);
    assert_int_equal(policy.reply_days, 5);
    assert_int_equal(policy.outbox_keep_days, 90);
    assert_int_equal(policy.vault_keep_days, 30);
    assert_int_equal(policy.letters_keep_days, 730);
    assert_int_equal(policy.idle_s, 90);
    for (size_t i = 0; i < ITEM_COUNT; i++) { /* G6 */
        assert_int_equal(policy.periods.at[i].item, i + 1);
        assert_text(policy.periods.at[i].period, expected[i]);
    }
}

static void the_first_board_is_the_month_the_term_starts(void **state)
{
    char month[PERIOD_BYTES];
    (void)state;
    assert_ok(policy_default_first_board(day("2024-09-16"), month));
    assert_string_equal(month, "2024-09");
    assert_err(ERR_INVALID, policy_default_first_board(0, month));
}

static void a_policy_survives_the_record_codec(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01"), again;
    struct complaint why = {0};
    struct bytes object;
    struct calendar calendar;
    assert_ok_why(policy_encode(&policy, *state, &object, &why), &why);
    assert_ok_why(policy_decode(object, *state, &again, &why), &why);
    assert_ok(calendar_init(&again, &calendar));
    assert_int_equal(calendar.item[5], PERIOD_MONTH);
    assert_int_equal(calendar.item[10], PERIOD_NONE);
}

static void each_wrong_value_is_named(void **state)
{
    struct policy good = policy_of(*state, "2026-01-05", "2026-01"), bad;
    struct complaint why = {0};
    struct calendar calendar;

    bad = good;
    bad.office = text_of("Wutong Li");
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    assert_says(&why, "Wutong Li");
    bad = good;
    bad.name = text_of("  ");
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    assert_says(&why, "名称");
    bad = good;
    bad.disclosure_day = 29;
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    assert_says(&why, "第八条");
    bad = good;
    bad.first_board = text_of("2026-13");
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    assert_says(&why, "2026-13");
    bad = good;
    bad.first_board = text_of("2026");
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    bad = good;
    bad.term_start = 0;
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    assert_says(&why, "任期");
    bad = good;
    bad.term_years = 0;
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    bad = good;
    bad.utc_offset_min = 60 * 24;
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    assert_err(ERR_INVALID, calendar_init(&bad, &calendar));
}

static void every_item_has_exactly_one_period(void **state)
{
    struct complaint why = {0};
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    policy.periods.count = 9;
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "第 10 项");
    policy.periods.count = 10;
    policy.periods.at[9].item = 5;
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "第 5 项");
    policy.periods.at[9].item = 11;
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "第五条");
    policy.periods.at[9] = (struct period_rule){.item = 10, .period = text_of("week")};
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "week");
}

static void a_small_arena_is_an_error_not_a_crash(void **state)
{
    uint8_t block[32];
    struct arena arena;
    struct policy policy = {0};
    (void)state;
    arena_init_over(&arena, block, sizeof(block));
    assert_err(ERR_NOMEM, policy_seed(&arena, &policy));
    assert_int_equal(policy.disclosure_day, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_seed_preset_is_the_documents_own, test_arena),
        TEST_PLAIN(the_first_board_is_the_month_the_term_starts),
        TEST(a_policy_survives_the_record_codec, test_arena),
        TEST(each_wrong_value_is_named, test_arena),
        TEST(every_item_has_exactly_one_period, test_arena),
        TEST_PLAIN(a_small_arena_is_an_error_not_a_crash),
    };
    return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
