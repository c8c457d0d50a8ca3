/* The month's number and check code at the office, and the signed list that travels with what
 * opens. */
#include <string.h>

#include "hash.h"
#include "month_issue.h"
#include "office_desk.h"

#define OCTOBER_05 "disclosure/2026-10/05/1"

static void publish_item(struct desk *desk, const char *name, const char *front, const char *body)
{
    char text[512];
    snprintf(text, sizeof text, "---\nkind: disclosure\n%s\n---\n%s\n", front, body);
    desk_file(desk, name, text);
    assert_ok_why(desk_import_corrected(desk, name, "漏写一句"), &desk->why);
    assert_ok_why(desk_sign(desk, ROLE_OFFICE, NULL), &desk->why);
    assert_ok_why(desk_sign(desk, ROLE_SUPERVISION, NULL), &desk->why);
    assert_ok_why(desk_publish(desk), &desk->why);
}

struct code {
    char text[ISSUE_CODE_BYTES];
    unsigned number;
    size_t opened, count;
};

static int64_t moment(const char *civil)
{
    int64_t at_s;
    assert_ok(civil_parse_time(text_of(civil), CIVIL_OFFSET_MIN_DEFAULT, &at_s));
    return at_s;
}

static struct period month_of(const char *name)
{
    struct period month;
    assert_ok(period_parse(text_of(name), &month));
    return month;
}

static struct code code_at(struct desk *desk, const char *month, const char *now)
{
    struct txn *txn = NULL;
    struct month_code code;
    struct code copy = {.number = 0};
    assert_ok(txn_begin_read(desk->site.store, &txn));
    assert_ok_why(month_code(&desk->site, txn, month_of(month), moment(now), &code, &desk->why),
                  &desk->why);
    txn_abort(txn);
    memcpy(copy.text, code.code, sizeof copy.text);
    copy.number = code.number;
    copy.opened = code.opened;
    copy.count = code.count;
    arena_reset(&desk->site.scratch);
    return copy;
}

/* What a kiosk that holds nothing else works out from the signed list. */
static void assert_list_gives(struct desk *desk, const char *month, const char *now,
                              const struct code *expected)
{
    char key[32], text[ISSUE_CODE_BYTES];
    struct issue record;
    struct txn *txn = NULL;
    struct policy policy;
    struct calendar calendar;
    struct issue_line *lines;
    struct bytes content;
    size_t count, opened;
    struct arena *scratch = &desk->site.scratch;
    snprintf(key, sizeof key, "issue/%s", month);
    struct entry entry = desk_entry(desk, key);
    assert_int_equal(entry.kind, KIND_issue);
    assert_ok_why(entry_check(&entry, &desk->site.root, &desk->why), &desk->why);
    desk_record(desk, key, &record);
    assert_ok(txn_begin_read(desk->site.store, &txn));
    assert_ok(site_policy(&desk->site, txn, &policy, &calendar, &desk->why));
    assert_ok(issue_collect(&calendar, month_of(month), &record, NULL, 0, scratch, &lines, &count,
                            &desk->why));
    assert_ok(issue_content(&calendar, policy.office, month_of(month), lines, count, moment(now),
                            scratch, &content, &opened));
    struct hash hash = hash_of(content);
    assert_string_equal(issue_code(&hash, text), expected->text);
    assert_int_equal(opened, expected->opened);
    txn_abort(txn);
    arena_reset(scratch);
}

static void a_publication_brings_the_list_of_the_month_it_opens_in(void **state)
{
    struct desk *desk = *state; /* 8 November: it opens on the 10th */
    assert_false(desk_has(desk, SITE_PUBLISHED, "issue/2026-11"));
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10", "正文。");
    assert_true(desk_has(desk, SITE_PUBLISHED, "issue/2026-11"));
    assert_false(desk_has(desk, SITE_DRAFTS, "issue/2026-11"));
    struct code before = code_at(desk, "2026-11", "2026-11-09 23:59");
    struct code code = code_at(desk, "2026-11", "2026-11-10 00:00");
    assert_int_equal(code.number, 11); /* the first board month is January */
    assert_int_equal(before.opened, 0);
    assert_int_equal(code.opened, 1);
    assert_string_not_equal(before.text, code.text);
    assert_list_gives(desk, "2026-11", "2026-11-10 00:00", &code);
}

static void what_opens_in_no_board_month_changes_no_list(void **state)
{
    struct desk *desk = *state;
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10", "正文。");
    uint64_t version = desk_entry(desk, "issue/2026-11").version;
    desk_file(desk, "lunch.md", "---\nkind: notice\ntitle: 通知\n---\n聚餐。\n");
    assert_ok(desk_import(desk, "lunch.md"));
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok(desk_publish(desk));
    assert_int_equal(desk_entry(desk, "issue/2026-11").version, version);
    assert_ok(desk_publish(desk));
    assert_int_equal(desk_entry(desk, "issue/2026-11").version, version);
}

static void a_correction_in_december_leaves_november_s_code(void **state)
{
    struct desk *desk = *state;
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10", "正文。");
    struct code november = code_at(desk, "2026-11", "2026-12-31 00:00");
    desk_set_time(desk, "2026-12-11 09:00");
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10", "正文。补充。");
    assert_int_equal(desk_entry(desk, OCTOBER_05).version, 2);
    struct code again = code_at(desk, "2026-11", "2026-12-31 00:00");
    struct code december = code_at(desk, "2026-12", "2026-12-31 00:00");
    assert_string_equal(november.text, again.text);
    assert_int_equal(december.opened, 1);
    assert_string_not_equal(december.text, again.text);
    assert_list_gives(desk, "2026-11", "2026-12-31 00:00", &november);
    assert_list_gives(desk, "2026-12", "2026-12-31 00:00", &december);
}

static void a_correction_within_the_month_adds_a_line(void **state)
{
    struct desk *desk = *state;
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10", "正文。");
    desk_set_time(desk, "2026-11-20 09:00");
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10", "正文。补充。");
    struct code then = code_at(desk, "2026-11", "2026-11-19 00:00");
    struct code now = code_at(desk, "2026-11", "2026-11-20 09:00");
    assert_int_equal(then.opened, 1);
    assert_int_equal(now.opened, 2);
    assert_list_gives(desk, "2026-11", "2026-11-19 00:00", &then);
    assert_list_gives(desk, "2026-11", "2026-11-20 09:00", &now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_publication_brings_the_list_of_the_month_it_opens_in, desk),
        TEST(what_opens_in_no_board_month_changes_no_list, desk),
        TEST(a_correction_in_december_leaves_november_s_code, desk),
        TEST(a_correction_within_the_month_adds_a_line, desk),
    };
    return cmocka_run_group_tests_name("month_issue", tests, NULL, NULL);
}
