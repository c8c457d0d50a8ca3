/* 第n期 and its check code: the same at the office and on the glass, now and in six years. */
#include "cases.h"

#include "issue.h"

/* Stands in for BLAKE2b, which lives above the rules: any function of the bytes will do. */
static struct hash toy_hash(struct bytes bytes)
{
    struct hash hash = {{0}};
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < bytes.size; i++) {
        h = (h ^ bytes.data[i]) * UINT64_C(1099511628211);
    }
    be64_put(hash.b, h);
    return hash;
}

static struct issue_line line(const char *key, uint64_t version, uint8_t content, const char *opens)
{
    struct issue_line made = {text_of(key), version, {{0}}, moment(opens)};
    memset(made.hash.b, content, HASH_BYTES);
    return made;
}

struct code {
    char text[ISSUE_CODE_BYTES];
    size_t opened;
};

static struct code code_of(struct arena *arena, const char *month, const struct issue *record,
                           const struct issue_line *view, size_t count, int64_t now_s)
{
    struct calendar calendar = calendar_of("2024-09-16", "2024-10");
    struct issue_line *lines = NULL;
    struct complaint why = {0};
    struct bytes content;
    struct code code;
    size_t n = 0;
    assert_ok_why(
        issue_collect(&calendar, period(month), record, view, count, arena, &lines, &n, &why),
        &why);
    assert_ok(issue_content(&calendar, text_of("wutongli"), period(month), lines, n, now_s, arena,
                            &content, &code.opened));
    struct hash hash = toy_hash(content);
    issue_code(&hash, code.text);
    return code;
}

static const char *const november = "2026-11";

/* November's board: two items on the day, one five days late, and what belongs to other months. */
static size_t view_make(struct issue_line view[16])
{
    size_t n = 0;
    view[n++] = line("disclosure/2026-10/07/1", 1, 7, "2026-11-10 00:00");
    view[n++] = line("disclosure/2026-10/05/1", 1, 5, "2026-11-10 00:00");
    view[n++] = line("disclosure/2026-Q3/04/1", 1, 4, "2026-11-15 14:20");
    view[n++] = line("disclosure/2026-09/05/1", 1, 9, "2026-11-09 23:59"); /* October's issue */
    view[n++] = line("disclosure/2026-11/05/1", 1, 1, "2026-12-10 00:00"); /* December's */
    return n;
}

static void issues_are_numbered_from_the_first_board_month(void **state)
{
    struct calendar calendar = calendar_of("2024-09-16", "2024-10");
    (void)state;
    assert_int_equal(calendar_issue_number(&calendar, period("2024-09")), 0);
    assert_int_equal(calendar_issue_number(&calendar, period("2024-10")), 1);
    assert_int_equal(calendar_issue_number(&calendar, period("2024-12")), 3);
    assert_int_equal(calendar_issue_number(&calendar, period("2025-01")), 4);
    assert_int_equal(calendar_issue_number(&calendar, period("2026-11")), 26);
    assert_int_equal(calendar_issue_number(&calendar, period("2026")), 0);
}

static void an_issue_lasts_from_the_10th_to_the_next(void **state)
{
    struct calendar calendar = calendar_of("2024-09-16", "2024-10");
    int64_t from, to;
    (void)state;
    issue_window(&calendar, period("2026-12"), &from, &to);
    assert_int_equal(from, moment("2026-12-10 00:00"));
    assert_int_equal(to, moment("2027-01-10 00:00"));
    assert_true(issue_counts(KIND_disclosure) && issue_counts(KIND_withdraw));
    assert_false(issue_counts(KIND_announce) || issue_counts(KIND_notice));
}

static void the_code_does_not_depend_on_the_order_of_the_view(void **state)
{
    struct issue_line view[16], turned[32];
    size_t n = view_make(view);
    for (size_t i = 0; i < n; i++) {
        turned[i] = view[n - 1 - i];
        turned[n + i] = view[i]; /* and everything twice */
    }
    struct code a = code_of(*state, november, NULL, view, n, INT64_MAX);
    struct code b = code_of(*state, november, NULL, turned, 2 * n, INT64_MAX);
    assert_string_equal(a.text, b.text);
    assert_int_equal(a.opened, 3);
    assert_int_equal(strlen(a.text), 9);
    assert_int_equal(a.text[4], '-');
}

static void a_late_item_changes_the_code_from_its_moment_on(void **state)
{
    struct issue_line view[16], *lines = NULL;
    size_t n = view_make(view), count = 0;
    struct calendar calendar = calendar_of("2024-09-16", "2024-10");
    struct code on_the_10th = code_of(*state, november, NULL, view, n, moment("2026-11-10 00:00"));
    struct code before = code_of(*state, november, NULL, view, n, moment("2026-11-15 14:19"));
    struct code after = code_of(*state, november, NULL, view, n, moment("2026-11-15 14:20"));
    struct code later = code_of(*state, november, NULL, view, n, moment("2032-01-01 00:00"));
    assert_string_equal(on_the_10th.text, before.text);
    assert_int_equal(before.opened, 2);
    assert_string_not_equal(before.text, after.text);
    assert_int_equal(after.opened, 3);
    assert_string_equal(after.text, later.text);
    struct code early = code_of(*state, november, NULL, view, n, moment("2026-11-09 23:59"));
    assert_int_equal(early.opened, 0);

    int64_t moments[4];
    assert_ok(
        issue_collect(&calendar, period(november), NULL, view, n, *state, &lines, &count, NULL));
    assert_int_equal(issue_moments(lines, count, INT64_MAX, moments, 4), 2);
    assert_int_equal(moments[0], moment("2026-11-10 00:00"));
    assert_int_equal(moments[1], moment("2026-11-15 14:20"));
    assert_int_equal(issue_moments(lines, count, moment("2026-11-12 00:00"), moments, 4), 1);
    assert_int_equal(issue_moments(lines, count, INT64_MAX, moments, 1), 2);
}

/* A correction in December leaves November's code alone and enters December's. */
static void a_correction_belongs_to_the_month_it_opens_in(void **state)
{
    struct issue_line view[16];
    size_t n = view_make(view);
    struct code november_was = code_of(*state, november, NULL, view, n, INT64_MAX);
    struct code december_was = code_of(*state, "2026-12", NULL, view, n, INT64_MAX);
    view[n++] = line("disclosure/2026-10/05/1", 2, 55, "2026-12-11 09:00");
    assert_string_equal(code_of(*state, november, NULL, view, n, INT64_MAX).text,
                        november_was.text);
    assert_string_not_equal(code_of(*state, "2026-12", NULL, view, n, INT64_MAX).text,
                            december_was.text);
}

/* A kiosk that came later holds neither the corrected version nor the list that has gone. */
static void the_signed_record_gives_what_a_view_cannot_hold(void **state)
{
    struct calendar calendar = calendar_of("2024-09-16", "2024-10");
    struct issue_line view[16], *lines = NULL;
    struct issue record;
    size_t n = view_make(view), count = 0;
    struct code whole = code_of(*state, november, NULL, view, n, INT64_MAX);

    assert_ok(
        issue_collect(&calendar, period(november), NULL, view, n, *state, &lines, &count, NULL));
    assert_ok(issue_record(period(november), lines, count, *state, &record));
    assert_text(record.month, november);
    struct bytes object;
    struct issue again;
    assert_ok(issue_encode(&record, *state, &object, NULL)); /* as it travels */
    assert_ok(issue_decode(object, *state, &again, NULL));

    struct issue_line newer[2] = {view[2],
                                  line("disclosure/2026-10/05/1", 2, 55, "2026-12-11 09:00")};
    assert_string_equal(code_of(*state, november, &again, newer, 2, INT64_MAX).text, whole.text);
    assert_string_equal(code_of(*state, november, &again, NULL, 0, INT64_MAX).text, whole.text);
    assert_string_not_equal(code_of(*state, november, NULL, newer, 2, INT64_MAX).text, whole.text);
}

static void a_view_that_contradicts_the_record_is_not_believed(void **state)
{
    struct calendar calendar = calendar_of("2024-09-16", "2024-10");
    struct issue_line view[16], *lines = NULL;
    struct issue record;
    struct complaint why = {0};
    size_t n = view_make(view), count = 0;
    struct period month = period(november);
    assert_ok(issue_collect(&calendar, month, NULL, view, n, *state, &lines, &count, &why));
    assert_ok(issue_record(month, lines, count, *state, &record));

    view[1].hash.b[31] ^= 1;
    assert_err(ERR_MISMATCH,
               issue_collect(&calendar, month, &record, view, n, *state, &lines, &count, &why));
    assert_says(&why, "disclosure/2026-10/05/1");
    view[1].hash.b[31] ^= 1;
    view[1].opens_s = moment("2026-12-10 00:00"); /* moved out of the month */
    assert_err(ERR_MISMATCH,
               issue_collect(&calendar, month, &record, view, n, *state, &lines, &count, &why));
    assert_err(ERR_MISMATCH, issue_collect(&calendar, period("2026-12"), &record, view, n, *state,
                                           &lines, &count, &why));
    assert_says(&why, "2026-11");
}

/* README.md, "The check code": the bytes, and the digits of a known number. */
static void the_derivation_is_as_written_down(void **state)
{
    struct calendar calendar = calendar_of("2024-09-16", "2024-10");
    struct issue_line one = line("disclosure/2026-10/05/1", 2, 0xab, "2026-11-10 00:00");
    struct bytes content;
    size_t opened;
    assert_ok(issue_content(&calendar, text_of("wutongli"), period(november), &one, 1, INT64_MAX,
                            *state, &content, &opened));
    struct bytes expected = bytes_of_hex(
        "85 6b 6e702d69737375652d7631 68 7775746f6e676c69 67 323032362d3131 181a 81 83 77 "
        "646973636c6f737572652f323032362d31302f30352f31 02 5820 "
        "abababababababababababababababababababababababababababababababab");
    assert_true(bytes_equal(content, expected));

    static const struct {
        const char *first_bytes, *code;
    } cases[] = {
        {"00 00 00 00 00 00 00 00", "3333-3333"}, {"00 00 00 00 00 00 00 01", "3333-3334"},
        {"00 00 00 00 00 00 00 18", "3333-333Y"}, {"00 00 00 00 00 00 00 19", "3333-3343"},
        {"00 00 00 23 86 f2 6f c1", "3333-3333"}, /* 25^8 */
        {"00 00 00 23 86 f2 6f c0", "YYYY-YYYY"},
    };
    char text[ISSUE_CODE_BYTES];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct hash hash = {{0}};
        memcpy(hash.b, bytes_of_hex(cases[i].first_bytes).data, 8);
        assert_string_equal(issue_code(&hash, text), cases[i].code);
    }
}

static void a_code_is_compared_as_people_write_it(void **state)
{
    static const char *const same[] = {"ACDE-3467", "acde 3467", "acde3467", "A C D E 3 4 6 7"};
    static const char *const other[] = {"", "ACDE-346", "ACDE-34677", "ACDE-3476", "ACDE—3467"};
    (void)state;
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        assert_true(issue_code_equal(text_of(same[i]), "ACDE-3467"));
    }
    for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
        assert_false(issue_code_equal(text_of(other[i]), "ACDE-3467"));
    }
}

static void an_issue_has_at_most_a_thousand_lines(void **state)
{
    static struct issue_line view[ISSUE_LINES_MAX + 1];
    struct calendar calendar = calendar_of("2024-09-16", "2024-10");
    struct issue_line *lines = NULL;
    struct complaint why = {0};
    size_t count = 0;
    for (size_t i = 0; i <= ISSUE_LINES_MAX; i++) {
        view[i] = line("disclosure/2026-10/05/1", i + 1, 5, "2026-11-10 00:00");
    }
    assert_ok(issue_collect(&calendar, period(november), NULL, view, ISSUE_LINES_MAX, *state,
                            &lines, &count, &why));
    assert_err(ERR_FULL, issue_collect(&calendar, period(november), NULL, view, ISSUE_LINES_MAX + 1,
                                       *state, &lines, &count, &why));
    uint8_t block[64];
    struct arena small;
    arena_init_over(&small, block, sizeof(block));
    assert_err(ERR_NOMEM, issue_collect(&calendar, period(november), NULL, view, 100, &small,
                                        &lines, &count, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(issues_are_numbered_from_the_first_board_month),
        TEST_PLAIN(an_issue_lasts_from_the_10th_to_the_next),
        TEST(the_code_does_not_depend_on_the_order_of_the_view, test_arena),
        TEST(a_late_item_changes_the_code_from_its_moment_on, test_arena),
        TEST(a_correction_belongs_to_the_month_it_opens_in, test_arena),
        TEST(the_signed_record_gives_what_a_view_cannot_hold, test_arena),
        TEST(a_view_that_contradicts_the_record_is_not_believed, test_arena),
        TEST(the_derivation_is_as_written_down, test_arena),
        TEST_PLAIN(a_code_is_compared_as_people_write_it),
        TEST(an_issue_has_at_most_a_thousand_lines, test_arena),
    };
    return cmocka_run_group_tests_name("issue", tests, NULL, NULL);
}
