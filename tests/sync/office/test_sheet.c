/* The printed sheet, its check code, what changed, where else it hung, and the archive's end. */
#include <string.h>

#include "forms_print.h"
#include "issue.h"
#include "office_desk.h"
#include "routes.h"
#include "sheet.h"
#include "tree.h"
#include "volumes.h"

#define KEY "disclosure/2026-10/05/1"

static FILE *report_open(struct desk *desk)
{
    memset(desk->report, 0, sizeof desk->report);
    FILE *out = fmemopen(desk->report, sizeof desk->report, "w");
    assert_non_null(out);
    desk->why = (struct complaint){0};
    return out;
}

static void report_close(struct desk *desk, FILE *out, enum err err)
{
    fclose(out);
    assert_ok_why(err, &desk->why);
    arena_reset(&desk->site.scratch);
}

static void publish_item(struct desk *desk, const char *name, const char *front, const char *body)
{
    char text[512];
    snprintf(text, sizeof text, "---\nkind: disclosure\n%s\n---\n%s\n", front, body);
    desk_file(desk, name, text);
    assert_ok_why(desk_import(desk, name), &desk->why);
    assert_ok_why(desk_sign(desk, ROLE_OFFICE, NULL), &desk->why);
    assert_ok_why(desk_sign(desk, ROLE_SUPERVISION, NULL), &desk->why);
    assert_ok_why(desk_publish(desk), &desk->why);
}

static void sheet(struct desk *desk, char code[ISSUE_CODE_BYTES])
{
    FILE *out = report_open(desk);
    const struct sheet_wish wish = {.month = text_of("2026-11")};
    report_close(desk, out, sheet_print(&desk->site, &wish, true, out, &desk->why));
    const char *at = strstr(desk->report, "\"code\":\"");
    assert_non_null(at);
    memcpy(code, at + strlen("\"code\":\""), ISSUE_CODE_BYTES - 1);
    code[ISSUE_CODE_BYTES - 1] = '\0';
}

static void the_code_changes_when_something_opens_and_only_then(void **state)
{
    struct desk *desk = *state;
    char empty[ISSUE_CODE_BYTES], before[ISSUE_CODE_BYTES], after[ISSUE_CODE_BYTES];
    desk_set_time(desk, "2026-11-10 09:00");
    sheet(desk, empty);
    desk_set_time(desk, "2026-11-08 09:00");
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10", "正文。");
    desk_set_time(desk, "2026-11-10 09:00");
    sheet(desk, before);
    assert_string_not_equal(before, empty);
    assert_reported(desk, "\"issue\":11,");
    assert_reported(desk, "\"opened\":1,");
    desk_file(desk, "n.md", "---\nkind: notice\ntitle: 停水\n---\n停水。\n");
    assert_ok(desk_import(desk, "n.md"));
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok(desk_publish(desk));
    sheet(desk, after);
    assert_string_equal(before, after); /* a notice is not on the board */
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10\ncorrection: 写错了", "改过的正文。");
    sheet(desk, after);
    assert_string_not_equal(before, after);
}

static void what_changed_is_told_item_by_item(void **state)
{
    struct desk *desk = *state;
    desk_set_time(desk, "2026-10-09 09:00");
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-09", "路灯：200元\n茶水：10元");
    desk_set_time(desk, "2026-11-09 09:00");
    publish_item(desk, "b.md", "item: 5\nperiod: 2026-10", "路灯：300元\n茶水：10元");
    desk_set_time(desk, "2026-11-11 09:00");
    FILE *out = report_open(desk);
    report_close(desk, out, changes_print(&desk->site, text_of("2026-11"), true, out, &desk->why));
    assert_reported(desk,
                    "{\"item\":5,\"change\":\"new_period\",\"state\":\"published\",\"key\":\"" KEY
                    "\",\"before\":\"disclosure/2026-09/05/1\",\"added\":0,\"removed\":0,"
                    "\"altered\":1");
    assert_reported(desk, "{\"item\":7,\"change\":\"missing\",\"state\":\"overdue\"");
    out = report_open(desk);
    report_close(desk, out, changes_print(&desk->site, text_of("2026-11"), false, out, &desk->why));
    assert_reported(desk, "第 5 项\t新的一期：多 0 行，少 0 行，改 1 行\t" KEY "\n");
    assert_reported(desk, "第 7 项\t新的一期没有公开，逾期未公开\n");
}

static void what_waits_for_the_group_is_not_told_as_forgotten(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "a.md", "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\n---\n正文。\n");
    desk_set_time(desk, "2026-11-09 09:00");
    assert_ok_why(desk_import(desk, "a.md"), &desk->why);
    assert_ok_why(desk_sign(desk, ROLE_OFFICE, NULL), &desk->why);
    assert_ok_why(desk_publish(desk), &desk->why);
    desk_set_time(desk, "2026-11-11 09:00");
    FILE *out = report_open(desk);
    report_close(desk, out, changes_print(&desk->site, text_of("2026-11"), false, out, &desk->why));
    assert_reported(desk, "第 5 项\t新的一期没有公开，待监督小组审核");
}

static void sheet_of(struct desk *desk, const char *month, const char *on, bool lines, bool json,
                     enum err expected)
{
    struct sheet_wish wish = {.month = text_of(month), .lines = lines};
    FILE *out = report_open(desk);
    assert_ok(civil_parse_date(text_of(on), &wish.on));
    assert_err(expected, sheet_print(&desk->site, &wish, json, out, &desk->why));
    fclose(out);
    arena_reset(&desk->site.scratch);
}

static void the_sheet_of_a_day_says_what_its_code_is_made_of(void **state)
{
    struct desk *desk = *state;
    desk_set_time(desk, "2026-11-09 09:00");
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10", "正文。");
    sheet_of(desk, "", "2026-11-25", true, false, OK);
    assert_reported(desk, "2026-11  第 11 期\n校验码 ");
    assert_reported(desk, "截至 2026-11-25 23:59 共 1 件");
    assert_reported(desk, KEY "\t第 1 版\t2026-11-10 00:00\n");
    sheet_of(desk, "2026-11", "2026-11-09", true, false, OK);
    assert_reported(desk, KEY "\t第 1 版\t2026-11-10 00:00\t还没到公开的时候");
    sheet_of(desk, "2026-11", "2026-11-09", false, true, OK);
    assert_reported(desk, "\"month\":\"2026-11\",\"issue\":11,");
    assert_reported(desk, "\"opened\":0");
    assert_reported(desk, "\"open\":false");
    sheet_of(desk, "2025-12", "2026-11-25", false, false, ERR_INVALID);
    assert_says(&desk->why, "2026-01");
    sheet_of(desk, "2026", "2026-11-25", false, false, ERR_INVALID);
}

static void the_four_forms_are_ticked_by_the_office(void **state)
{
    struct desk *desk = *state;
    int32_t on[FORM_COUNT] = {[FORM_BOARD] = civil_day_of_ymd(2026, 11, 10)};
    FILE *quiet = fopen("/dev/null", "w");
    assert_non_null(quiet);
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10", "正文。");
    assert_err(ERR_INVALID,
               forms_tick(&desk->site, text_of(KEY), on, NULL, quiet, &desk->why)); /* not yet */
    desk_set_time(desk, "2026-11-12 09:00");
    assert_ok_why(forms_tick(&desk->site, text_of(KEY), on, "门口", quiet, &desk->why), &desk->why);
    fclose(quiet);
    assert_ok(desk_sign(desk, ROLE_OFFICE, "forms/" KEY));
    assert_ok(desk_publish(desk));
    FILE *out = report_open(desk);
    report_close(desk, out, forms_print(&desk->site, text_of(KEY), true, out, &desk->why));
    assert_reported(desk, "{\"form\":\"board\",\"done\":true,\"by_kiosk\":false,"
                          "\"on\":\"2026-11-10\",\"days_after\":0}");
    assert_reported(desk, "{\"form\":\"media\",\"done\":true,\"by_kiosk\":true");
    assert_reported(desk, "{\"form\":\"wall\",\"done\":false,\"by_kiosk\":false,\"on\":null,"
                          "\"days_after\":2}");
}

static void the_archive_is_by_year_month_and_item(void **state)
{
    struct desk *desk = *state;
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10", "正文。");
    desk_set_time(desk, "2027-01-09 09:00");
    publish_item(desk, "b.md", "item: 5\nperiod: 2026-12", "正文。");
    publish_item(desk, "c.md", "item: 3\nperiod: 2027", "目标。");
    FILE *out = report_open(desk);
    report_close(desk, out, volumes_print(&desk->site, 0, true, out, &desk->why));
    assert_reported(desk, "[{\"year\":2026,\"keep_until\":\"2032-12-31\",\"may_delete\":false,"
                          "\"months\":[{\"month\":\"2026-11\",\"items\":[{\"key\":\"" KEY "\"");
    assert_reported(desk, "{\"month\":\"2027-01\",\"items\":[{\"key\":\"disclosure/2026-12/05/1\"");
    assert_reported(desk, "{\"year\":2027,");
}

static enum err end_volume(struct desk *desk, int year)
{
    const struct purge_act act = {
        .on = civil_day_at(desk->site.now_s, CIVIL_OFFSET_MIN_DEFAULT),
        .by = text_of("何晓梅"),
        .approver = text_of("顾明远"),
        .reason = text_of("保存期满"),
    };
    FILE *quiet = fopen("/dev/null", "w");
    assert_non_null(quiet);
    desk->why = (struct complaint){0};
    enum err err = volume_delete(&desk->site, year, &act, quiet, &desk->why);
    fclose(quiet);
    arena_reset(&desk->site.scratch);
    return err;
}

static bool object_is_in_tree(struct desk *desk, const struct hash *hash)
{
    char route[ROUTE_BYTES_MAX], path[FILE_PATH_BYTES_MAX];
    route_object(route, desk->site.root.office, hash);
    assert_ok(tree_path(&desk->site, route, path));
    return file_exists(path);
}

static void nothing_younger_than_six_years_is_deleted(void **state)
{
    struct desk *desk = *state;
    publish_item(desk, "a.md", "item: 5\nperiod: 2026-10", "正文。");
    desk_set_time(desk, "2032-12-31 23:00");
    assert_err(ERR_DENIED, end_volume(desk, 2026));
    assert_says(&desk->why, "第十二条");
    assert_false(desk_has(desk, SITE_DRAFTS, "purge/2026"));
}

static void what_is_older_goes_on_purpose_and_leaves_a_record(void **state)
{
    struct desk *desk = *state;
    struct purge purge;
    publish_item(desk, "a.md", "item: 7\nperiod: 2026-10\nuntil: 2040-01-01", "名单。");
    struct hash hash = desk_entry(desk, "disclosure/2026-10/07/1").hash;
    assert_true(object_is_in_tree(desk, &hash));
    desk_set_time(desk, "2033-01-01 09:00");
    assert_ok_why(end_volume(desk, 2026), &desk->why);
    assert_true(desk_has(desk, SITE_PUBLISHED, "disclosure/2026-10/07/1")); /* not signed yet */
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok(desk_publish(desk));
    assert_true(desk_has(desk, SITE_PUBLISHED, "disclosure/2026-10/07/1"));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, NULL));
    assert_ok_why(desk_publish(desk), &desk->why);
    assert_false(desk_has(desk, SITE_PUBLISHED, "disclosure/2026-10/07/1"));
    assert_false(object_is_in_tree(desk, &hash));
    desk_record(desk, "purge/2026", &purge);
    assert_int_equal(purge.rows.count, 1);
    assert_text(purge.approver, "顾明远");
    assert_err(ERR_INVALID, end_volume(desk, 2026)); /* once */
}

static void a_list_leaves_the_tree_after_its_day_and_stays_in_the_archive(void **state)
{
    struct desk *desk = *state;
    struct disclosure d;
    publish_item(desk, "a.md", "item: 7\nperiod: 2026-10\nuntil: 2026-12-31", "名单。");
    struct hash hash = desk_entry(desk, "disclosure/2026-10/07/1").hash;
    desk_set_time(desk, "2026-12-31 23:00");
    assert_ok(desk_publish(desk));
    assert_true(object_is_in_tree(desk, &hash));
    desk_set_time(desk, "2027-01-01 00:00");
    assert_ok(desk_publish(desk));
    assert_false(object_is_in_tree(desk, &hash));
    desk_record(desk, "disclosure/2026-10/07/1", &d);
    assert_text(d.text, "名单。");
    FILE *out = report_open(desk);
    report_close(desk, out, volumes_print(&desk->site, 2026, true, out, &desk->why));
    assert_reported(desk, "disclosure/2026-10/07/1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_code_changes_when_something_opens_and_only_then, desk),
        TEST(what_changed_is_told_item_by_item, desk),
        TEST(what_waits_for_the_group_is_not_told_as_forgotten, desk),
        TEST(the_sheet_of_a_day_says_what_its_code_is_made_of, desk),
        TEST(the_four_forms_are_ticked_by_the_office, desk),
        TEST(the_archive_is_by_year_month_and_item, desk),
        TEST(nothing_younger_than_six_years_is_deleted, desk),
        TEST(what_is_older_goes_on_purpose_and_leaves_a_record, desk),
        TEST(a_list_leaves_the_tree_after_its_day_and_stays_in_the_archive, desk),
    };
    return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
