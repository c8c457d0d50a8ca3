/* Files become drafts, all of them or none; whatever is wrong is told with file, line and remedy.
 */
#include <string.h>

#include "office_desk.h"

#define LEDGER_HEADER "日期,项目,类别,经手人,审批人,收入,支出\n"
#define LEDGER                                                                                     \
    LEDGER_HEADER ",上月结余,,,,\"1,000.00\",\n"                                               \
                  "2026-10-09,工作经费,拨款,何晓梅,顾明远,500,\n"                      \
                  "2026-10-12,灯具更换,维修,郑国栋,顾明远,,200.50\n"                   \
                  ",本月结余,,,,1299.50,\n"
#define TEXT_OF_5                                                                                  \
    "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\ntitle: 十月收支\n---\n请看台账。\n"
#define KEY_OF_5 "disclosure/2026-10/05/1"

/* Imports `text` under `name`, which is refused with a line that contains both parts. */
static void refused(struct desk *desk, const char *name, const char *text, const char *line,
                    const char *part)
{
    uint64_t drafts = desk_count(desk, SITE_DRAFTS);
    desk_file(desk, name, text);
    enum err err = desk_import(desk, name);
    assert_true(err == ERR_INVALID || err == ERR_FULL);
    if (!strstr(desk->report, line) || !strstr(desk->report, part)) {
        print_error("%s", desk->report);
    }
    assert_reported(desk, name);
    assert_reported(desk, line);
    assert_reported(desk, part);
    assert_int_equal(desk_count(desk, SITE_DRAFTS), drafts);
}

static void a_ledger_becomes_typed_rows_in_fen(void **state)
{
    struct desk *desk = *state;
    struct disclosure d;
    desk_file(desk, "05-2026-10.csv", LEDGER);
    assert_ok_why(desk_import(desk, "05-2026-10.csv"), &desk->why);
    desk_record(desk, KEY_OF_5, &d);
    assert_true(d.has_ledger);
    assert_int_equal(d.opening, 100000);
    assert_int_equal(d.rows.count, 2);
    assert_int_equal(d.rows.at[1].spending, 20050);
    assert_text(d.rows.at[1].approver, "顾明远");
    assert_true(d.title.size > 0);
}

static void text_and_ledger_of_one_item_meet_in_one_record(void **state)
{
    struct desk *desk = *state;
    struct disclosure d;
    desk_file(desk, "05-2026-10.csv", LEDGER);
    desk_file(desk, "05-2026-10.md", TEXT_OF_5);
    assert_ok(desk_import(desk, "05-2026-10.csv"));
    assert_ok_why(desk_import(desk, "05-2026-10.md"), &desk->why);
    desk_record(desk, KEY_OF_5, &d);
    assert_int_equal(d.rows.count, 2);
    assert_text(d.title, "十月收支");
    assert_text(d.text, "请看台账。");
    assert_ok(desk_import(desk, "05-2026-10.csv")); /* and the other way round */
    desk_record(desk, KEY_OF_5, &d);
    assert_text(d.text, "请看台账。");
}

static void the_same_content_again_changes_nothing(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "05-2026-10.csv", LEDGER);
    assert_ok(desk_import(desk, "05-2026-10.csv"));
    struct entry before = desk_entry(desk, KEY_OF_5);
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY_OF_5));
    assert_ok(desk_import(desk, "05-2026-10.csv"));
    assert_reported(desk, "没有变化");
    struct entry after = desk_entry(desk, KEY_OF_5);
    assert_true(hash_equal(&before.hash, &after.hash));
    assert_int_equal(after.signature_count, 1); /* the signature stands */
}

static void other_content_takes_the_signatures_away(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "05-2026-10.md", TEXT_OF_5);
    assert_ok(desk_import(desk, "05-2026-10.md"));
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY_OF_5));
    desk_file(desk, "05-2026-10.md", TEXT_OF_5 "\n另有说明。\n");
    assert_ok(desk_import(desk, "05-2026-10.md"));
    assert_int_equal(desk_entry(desk, KEY_OF_5).signature_count, 0);
}

static void a_ledger_line_without_approver_or_handler_is_refused(void **state)
{
    refused(*state, "05-2026-10.csv",
            LEDGER_HEADER ",上月结余,,,,0,\n2026-10-09,经费,拨款,何晓梅,,500,\n,本月结余,,,,500,\n",
            "第 3 行", "审批人");
    refused(*state, "05-2026-10.csv",
            LEDGER_HEADER
            ",上月结余,,,,0,\n\n2026-10-09,经费,拨款,,顾明远,500,\n,本月结余,,,,500,\n",
            "第 4 行", "经手人");
}

static void sums_that_do_not_add_up_are_refused(void **state)
{
    refused(*state, "05-2026-10.csv",
            LEDGER_HEADER
            ",上月结余,,,,100,\n2026-10-09,经费,拨款,甲,乙,500,\n,本月结余,,,,599.99,\n",
            "05-2026-10.csv", "599.99");
}

static void an_opening_that_is_not_the_last_closing_is_refused(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "05-2026-10.csv", LEDGER);
    assert_ok(desk_import(desk, "05-2026-10.csv"));
    refused(desk, "05-2026-11.csv",
            LEDGER_HEADER ",上月结余,,,,1,\n2026-11-02,经费,拨款,甲,乙,1,\n,本月结余,,,,2,\n",
            "05-2026-11.csv", "1,299.50");
}

static void ledger_lines_name_what_is_wrong(void **state)
{
    static const struct {
        const char *row, *part;
    } cases[] = {
        {"2026-10-32,经费,拨款,甲,乙,500,", "没有这一天"},
        {"2026-11-01,经费,拨款,甲,乙,500,", "2026-11-01"},
        {"2026-10-09,经费,拨款,甲,乙,5.001,", "两位小数"},
        {"2026-10-09,经费,拨款,甲,乙,1,234.00,", "只填一个"},
        {"2026-10-09,经费,拨款,甲,乙,,1,234.00", "多出一栏"},
        {"2026-10-09,经费,拨款,甲,乙,,", ""},
        {"2026-10-09,经费,拨款,甲,乙,-500,", ""},
        {"2026-10-09,还给13812345678,拨款,甲,乙,500,", "手机号码"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, LEDGER_HEADER ",上月结余,,,,0,\n%s\n,本月结余,,,,500,\n",
                 cases[i].row);
        refused(*state, "05-2026-10.csv", text, "第 3 行", cases[i].part);
    }
}

static void a_ledger_needs_its_name_header_and_balances(void **state)
{
    refused(*state, "ledger.csv", LEDGER, "ledger.csv", "05-2026-10.csv");
    refused(*state, "13-2026-10.csv", LEDGER, "文件名", "没有第 13 项");
    refused(*state, "05-2026-13.csv", LEDGER, "文件名", "2026-13");
    refused(*state, "05-2026.csv", LEDGER, "文件名", "2026-10");
    refused(*state, "05-2026-10.csv", "日期,项目\n", "第 1 行", "表头");
    refused(*state, "05-2026-10.csv",
            LEDGER_HEADER "2026-10-09,经费,拨款,甲,乙,500,\n,本月结余,,,,500,\n", "第 2 行",
            "上月结余");
    refused(*state, "05-2026-10.csv",
            LEDGER_HEADER ",上月结余,,,,0,\n2026-10-09,经费,拨款,甲,乙,500,\n", "第 3 行",
            "本月结余");
}

static void front_matter_values_are_checked(void **state)
{
    refused(*state, "a.md", "---\nkind: disclosure\nitem: 13\nperiod: 2026-10\n---\nx\n", "第 3 行",
            "没有第 13 项");
    refused(*state, "a.md", "---\nkind: disclosure\nitem: 5\nperiod: 2026\n---\nx\n", "第 4 行",
            "2026-10");
    refused(*state, "a.md",
            "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\nuntil: 2026-02-30\n---\nx\n",
            "第 5 行", "没有这一天");
    refused(*state, "a.md", "---\nkind: disclosure\nperiod: 2026-10\n---\nx\n", "第 1 行", "item");
    refused(*state, "a.md", "---\nkind: poster\ntitle: x\n---\nx\n", "第 2 行", "poster");
    refused(*state, "a.md", "---\nkind: notice\ntitle: x\nitem: 5\n---\nx\n", "第 4 行", "item");
    refused(*state, "a.md", "---\nkind: notice\ntitle: x\n---\n\n身份证 11010519491231002X\n",
            "第 6 行", "身份证号码");
    refused(*state, "a.md", "---\nkind: meeting\ntype: party\ntitle: x\ndate: 2026-11-20\n---\nx\n",
            "第 3 行", "party");
    refused(*state, "a.md",
            "---\nkind: meeting\ntype: hearing\ntitle: x\ndate: 2026-11-20\ndue: 10\n"
            "present: 11\n---\nx\n",
            "a.md", "");
    refused(*state, "a.pdf", "x", "a.pdf", ".txt");
    refused(*state, "empty.txt", " \n", "第 1 行", "名称");
}

static void a_nil_item_has_neither_text_nor_ledger(void **state)
{
    struct desk *desk = *state;
    struct disclosure d;
    desk_file(desk, "04.md", "---\nkind: disclosure\nitem: 4\nperiod: 2026-Q3\nnil: true\n---\n");
    assert_ok_why(desk_import(desk, "04.md"), &desk->why);
    desk_record(desk, "disclosure/2026-Q3/04/1", &d);
    assert_true(d.nil);
    refused(desk, "04b.md", "---\nkind: disclosure\nitem: 4\nperiod: 2026-Q2\nnil: true\n---\nx\n",
            "04b.md", "nil");
}

static void one_bad_file_keeps_all_out(void **state)
{
    static const char *const names[] = {"05-2026-10.csv", "good.md", "bad.md"};
    struct desk *desk = *state;
    uint64_t drafts = desk_count(desk, SITE_DRAFTS), objects = desk_count(desk, SITE_OBJECTS);
    desk_file(desk, "05-2026-10.csv", LEDGER);
    desk_file(desk, "good.md", "---\nkind: notice\ntitle: 停水\n---\n明天停水。\n");
    desk_file(desk, "bad.md", "---\nkind: notice\n---\n没有标题。\n");
    assert_err(ERR_INVALID, desk_import_files(desk, names, 3));
    assert_reported(desk, "bad.md");
    assert_null(strstr(desk->report, "good.md"));
    assert_int_equal(desk_count(desk, SITE_DRAFTS), drafts);
    assert_int_equal(desk_count(desk, SITE_OBJECTS), objects);
    assert_int_equal(desk_count(desk, SITE_SOURCES), 0);
}

static void a_folder_stands_for_the_files_in_it(void **state)
{
    static const char *const folder[] = {"."};
    struct desk *desk = *state;
    desk_file(desk, "a.md", "---\nkind: notice\ntitle: 停水\n---\n明天停水。\n");
    desk_file(desk, ".hidden.md", "---\nkind: notice\n---\n");
    desk_file(desk, "photo.jpg", "x");
    assert_ok_why(desk_import_files(desk, folder, 1), &desk->why);
    assert_reported(desk, "notice/a\t");
    assert_reported(desk, "共 1 条");
}

static void a_folder_with_nothing_to_import_is_said(void **state)
{
    static const char *const folder[] = {"."};
    struct desk *desk = *state;
    desk_file(desk, "photo.jpg", "x");
    assert_err(ERR_INVALID, desk_import_files(desk, folder, 1));
    assert_says(&desk->why, "没有可以导入的");
}

static void files_with_chinese_names_get_keys_of_their_own(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "停水2026.md", "---\nkind: notice\ntitle: 停水\n---\n一。\n");
    desk_file(desk, "停电2026.md", "---\nkind: notice\ntitle: 停电\n---\n二。\n");
    assert_ok(desk_import(desk, "停水2026.md"));
    assert_reported(desk, "notice/2026\t");
    assert_ok(desk_import(desk, "停电2026.md"));
    assert_reported(desk, "notice/2026-2\t");
    desk_file(desk, "停水2026.md", "---\nkind: notice\ntitle: 停水改期\n---\n一。\n");
    assert_ok(desk_import(desk, "停水2026.md")); /* the same file is the same record */
    assert_reported(desk, "notice/2026\t");
}

static void a_duty_roster_becomes_a_record_a_month(void **state)
{
    struct desk *desk = *state;
    struct duty duty;
    desk_file(desk, "duty.csv",
              "日期,开始,结束,值班人,岗位,电话,地点\n"
              "2026-11-28,09:00,16:30,何晓梅,委员,555-0123,居民接待室\n"
              "2026-12-05,09:00,16:30,林秀英,副主任,,居民接待室\n");
    assert_ok_why(desk_import(desk, "duty.csv"), &desk->why);
    desk_record(desk, "duty/2026-11", &duty);
    assert_int_equal(duty.rows.count, 1);
    assert_int_equal(duty.rows.at[0].from_min, 540);
    desk_record(desk, "duty/2026-12", &duty);
    assert_text(duty.rows.at[0].person, "林秀英");
    refused(desk, "duty.csv",
            "日期,开始,结束,值班人,岗位,电话,地点\n2026-11-28,16:30,09:00,何晓梅,,,\n", "第 2 行",
            "结束");
}

static void a_meeting_keeps_its_key_when_its_date_is_mended(void **state)
{
    struct desk *desk = *state;
    struct meeting m;
    desk_file(desk, "lift.md",
              "---\nkind: meeting\ntype: 听证会\ntitle: 电梯\ndate: 2026-11-26\n"
              "topics: 位置;费用; 补偿\n---\n说明。\n\n## 结果\n\n同意。\n");
    assert_ok_why(desk_import(desk, "lift.md"), &desk->why);
    desk_record(desk, "meeting/2026-11-26-lift", &m);
    assert_text(m.type, "hearing");
    assert_int_equal(m.topics.count, 3);
    assert_text(m.topics.at[2], "补偿");
    assert_text(m.text, "说明。");
    assert_text(m.result, "同意。");
    desk_file(desk, "lift.md",
              "---\nkind: meeting\ntype: hearing\ntitle: 电梯\ndate: 2026-11-27\n---\n说明。\n");
    assert_ok(desk_import(desk, "lift.md"));
    desk_record(desk, "meeting/2026-11-26-lift", &m);
    assert_int_equal(m.date, civil_day_of_ymd(2026, 11, 27));
}

static void a_regulation_is_kept_character_by_character(void **state)
{
    static const char text[] = "公约\r\n\r\n第一条(目的)\r\n\r\n二○**年――“****”。\r\n";
    struct desk *desk = *state;
    struct regulation r;
    desk_file(desk, "1-covenant.txt", text);
    assert_ok_why(desk_import(desk, "1-covenant.txt"), &desk->why);
    desk_record(desk, "regulation/1-covenant", &r);
    assert_text(r.title, "公约");
    assert_text(r.text, "公约\n\n第一条(目的)\n\n二○**年――“****”。\n");
    assert_false(r.markdown);
    assert_int_equal(r.toc.count, 1);
    assert_int_equal(desk_count(desk, SITE_ORIGINALS), 1); /* with its CRLF, for export */
}

/* Both sign and it is published on the 10th, when residents read it. */
static void publish_item_5(struct desk *desk)
{
    desk_file(desk, "05-2026-10.md", TEXT_OF_5);
    assert_ok(desk_import(desk, "05-2026-10.md"));
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY_OF_5));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, KEY_OF_5));
    assert_ok_why(desk_publish(desk), &desk->why);
}

static void a_change_before_the_opening_is_a_new_version_without_ado(void **state)
{
    struct desk *desk = *state;
    struct disclosure d;
    publish_item_5(desk);
    desk_file(desk, "05-2026-10.md", TEXT_OF_5 "\n补充。\n");
    assert_ok_why(desk_import(desk, "05-2026-10.md"), &desk->why);
    assert_int_equal(desk_entry(desk, KEY_OF_5).version, 2);
    desk_record(desk, KEY_OF_5, &d);
    assert_true(hash_is_none(&d.corrects));
}

/* October's closing balance is November's opening: correcting one leaves the other hanging. */
static void a_month_that_changes_names_the_next_one_that_must_follow(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "05-2026-10.csv", LEDGER);
    assert_ok(desk_import(desk, "05-2026-10.csv"));
    desk_set_time(desk, "2026-12-03 09:00");
    desk_file(desk, "05-2026-11.csv",
              LEDGER_HEADER ",上月结余,,,,1299.50,\n"
                            "2026-11-09,订报,宣传,何晓梅,顾明远,,99.50\n"
                            ",本月结余,,,,1200,\n");
    assert_ok_why(desk_import(desk, "05-2026-11.csv"), &desk->why);
    assert_null(strstr(desk->report, "注意"));
    desk_file(desk, "05-2026-10.csv",
              LEDGER_HEADER ",上月结余,,,,\"1,000.00\",\n"
                            "2026-10-09,工作经费,拨款,何晓梅,顾明远,500,\n"
                            "2026-10-12,灯具更换,维修,郑国栋,顾明远,,210.50\n"
                            ",本月结余,,,,1289.50,\n");
    assert_ok_why(desk_import(desk, "05-2026-10.csv"), &desk->why);
    assert_reported(desk, "disclosure/2026-11/05/1\t注意：上月结余写的是 1,299.50，"
                          "而 2026-10 的结余是 1,289.50");
    desk_file(desk, "05-2026-11.csv",
              LEDGER_HEADER ",上月结余,,,,1299.50,\n"
                            "2026-11-09,订报,宣传,何晓梅,顾明远,,98.50\n"
                            ",本月结余,,,,1201,\n");
    assert_err(ERR_INVALID, desk_import(desk, "05-2026-11.csv")); /* and it is held to it */
    assert_reported(desk, "接不上");
}

static void what_was_read_changes_only_with_a_correction(void **state)
{
    struct desk *desk = *state;
    struct disclosure d;
    publish_item_5(desk);
    struct entry first = desk_entry(desk, KEY_OF_5);
    desk_set_time(desk, "2026-11-12 10:00");
    desk_file(desk, "05-2026-10.md", TEXT_OF_5 "\n补充。\n");
    assert_err(ERR_INVALID, desk_import(desk, "05-2026-10.md"));
    assert_reported(desk, "--correction");
    assert_ok_why(desk_import_corrected(desk, "05-2026-10.md", "漏写一句"), &desk->why);
    desk_record(desk, KEY_OF_5, &d);
    assert_true(hash_equal(&d.corrects, &first.hash));
    assert_int_equal(d.corrected_on, civil_day_of_ymd(2026, 11, 12));
    assert_text(d.correction, "漏写一句");
    assert_int_equal(d.first_opened, civil_day_of_ymd(2026, 11, 10)); /* so it is not late */
    assert_int_equal(desk_entry(desk, KEY_OF_5).version, 2);
    assert_ok(desk_import(desk, "05-2026-10.md")); /* again: nothing new to say */
    assert_reported(desk, "没有变化");
    desk_file(desk, "05-2026-10.md", TEXT_OF_5);
    assert_ok(desk_import(desk, "05-2026-10.md")); /* back to what is published */
    assert_false(desk_has(desk, SITE_DRAFTS, KEY_OF_5));
}

static void an_emergency_and_a_slide_know_their_last_day(void **state)
{
    struct desk *desk = *state;
    struct emergency emergency;
    struct slide slide;

    desk_file(desk, "typhoon.md",
              "---\nkind: emergency\ntitle: 台风今晚登陆\ndate: 2026-11-12\nuntil: 2026-11-14\n"
              "place: 社区礼堂\nover: yes\n---\n请关好门窗。\n");
    desk_file(desk, "clinic.md",
              "---\nkind: slide\ntitle: 周六义诊\nuntil: 2026-11-28\n---\n上午九点。\n");
    assert_ok_why(desk_import(desk, "typhoon.md"), &desk->why);
    assert_ok_why(desk_import(desk, "clinic.md"), &desk->why);
    desk_record(desk, "emergency/typhoon", &emergency);
    assert_text(emergency.title, "台风今晚登陆");
    assert_text(emergency.place, "社区礼堂");
    assert_int_equal(emergency.until, civil_day_of_ymd(2026, 11, 14));
    assert_true(emergency.over);
    desk_record(desk, "slide/clinic", &slide);
    assert_text(slide.title, "周六义诊");
    assert_int_equal(slide.until, civil_day_of_ymd(2026, 11, 28));
    refused(desk, "undated.md", "---\nkind: emergency\ntitle: 台风\n---\n关窗。\n", "date", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_ledger_becomes_typed_rows_in_fen, desk),
        TEST(text_and_ledger_of_one_item_meet_in_one_record, desk),
        TEST(the_same_content_again_changes_nothing, desk),
        TEST(other_content_takes_the_signatures_away, desk),
        TEST(a_ledger_line_without_approver_or_handler_is_refused, desk),
        TEST(sums_that_do_not_add_up_are_refused, desk),
        TEST(an_opening_that_is_not_the_last_closing_is_refused, desk),
        TEST(ledger_lines_name_what_is_wrong, desk),
        TEST(a_ledger_needs_its_name_header_and_balances, desk),
        TEST(front_matter_values_are_checked, desk),
        TEST(a_nil_item_has_neither_text_nor_ledger, desk),
        TEST(one_bad_file_keeps_all_out, desk),
        TEST(a_folder_stands_for_the_files_in_it, desk),
        TEST(a_folder_with_nothing_to_import_is_said, desk),
        TEST(files_with_chinese_names_get_keys_of_their_own, desk),
        TEST(a_duty_roster_becomes_a_record_a_month, desk),
        TEST(a_meeting_keeps_its_key_when_its_date_is_mended, desk),
        TEST(an_emergency_and_a_slide_know_their_last_day, desk),
        TEST(a_regulation_is_kept_character_by_character, desk),
        TEST(a_change_before_the_opening_is_a_new_version_without_ado, desk),
        TEST(a_month_that_changes_names_the_next_one_that_must_follow, desk),
        TEST(what_was_read_changes_only_with_a_correction, desk),
    };
    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
