/* The gate reads a whole record and says where it hit: field, row, column, kind, never the number.
 */
#include "cases.h"

#include "gate.h"

static struct gate_finding only_finding(enum kind kind, const void *record,
                                        const struct policy *policy)
{
    struct gate_finding findings[GATE_FINDINGS_MAX];
    assert_int_equal(gate_record(kind, record, policy, findings, GATE_FINDINGS_MAX), 1);
    return findings[0];
}

static void a_text_names_line_and_cell(void **state)
{
    struct disclosure d = {
        .title = text_of("低保名单"),
        .text = text_of("# 名单\n\n| 序号 | 备注 |\n|---|---|\n| 1 | 找小李 13800001234 |\n"),
    };
    struct gate_finding finding = only_finding(KIND_disclosure, &d, NULL);
    (void)state;
    assert_int_equal(finding.kind, PRIVACY_MOBILE);
    assert_string_equal(finding.field, "text");
    assert_int_equal(finding.row, 5);
    assert_int_equal(finding.column, 2);
    assert_string_equal(finding.masked, "138…");
}

static void a_ledger_names_row_and_column(void **state)
{
    struct ledger_row rows[] = {
        {.item = text_of("灯具"),
         .category = text_of("维修"),
         .handler = text_of("张三"),
         .approver = text_of("李四")},
        {.item = text_of("慰问"),
         .category = text_of("补助"),
         .handler = text_of("王五 13800001234"),
         .approver = text_of("李四")},
    };
    struct disclosure d = {.title = text_of("收支")};
    (void)state;
    d.rows.at = rows;
    d.rows.count = 2;
    struct gate_finding finding = only_finding(KIND_disclosure, &d, NULL);
    assert_int_equal(finding.row, 2);
    assert_int_equal(finding.column, 3);
    assert_string_equal(finding.field, "handler");
}

static void a_number_over_two_cells_is_one_number(void **state)
{
    struct ledger_row rows[] = {{.item = text_of("补助 110105"),
                                 .category = text_of("19491231"),
                                 .handler = text_of("002X"),
                                 .approver = text_of("李四")}};
    struct disclosure d = {.title = text_of("收支")};
    (void)state;
    d.rows.at = rows;
    d.rows.count = 1;
    struct gate_finding finding = only_finding(KIND_disclosure, &d, NULL);
    assert_int_equal(finding.kind, PRIVACY_ID18);
    assert_int_equal(finding.column, 1);
    assert_string_equal(finding.masked, "110…");
}

static void every_gated_kind_is_read(void **state)
{
    static const char number[] = "身份证 11010519491231002X";
    struct text text = text_of(number);
    struct agenda_row agenda = {.text = text};
    struct meeting meeting = {.title = text_of("会"), .topics = {&text, 1}};
    struct notice notice = {.title = text_of("通知"), .objection_contact = text};
    struct service service = {.title = text_of("服务"), .place = text};
    struct thread_entry entry = {.text = text};
    struct thread thread = {.about = text_of("disclosure/2026-10/05/1")};
    struct answer_text answer = {.text = text};
    struct announce announce = {.title = text};
    struct withdraw withdraw = {.title = text_of("名单"), .reason = text};
    struct receipt receipt = {.note = text};
    struct letter letter = {.text = text};
    (void)state;
    thread.entries.at = &entry;
    thread.entries.count = 1;
    assert_int_equal(only_finding(KIND_meeting, &meeting, NULL).row, 1);
    meeting.topics.count = 0;
    meeting.agenda.at = &agenda;
    meeting.agenda.count = 1;
    assert_false(gate_passes(KIND_meeting, &meeting, NULL));
    assert_false(gate_passes(KIND_notice, &notice, NULL));
    assert_false(gate_passes(KIND_service, &service, NULL));
    assert_false(gate_passes(KIND_thread, &thread, NULL));
    assert_false(gate_passes(KIND_answer_text, &answer, NULL));
    assert_false(gate_passes(KIND_announce, &announce, NULL));
    assert_false(gate_passes(KIND_withdraw, &withdraw, NULL));
    assert_false(gate_passes(KIND_receipt, &receipt, NULL)); /* why it takes longer */
    assert_true(gate_passes(KIND_letter, &letter, NULL));    /* sealed instead */
}

static void the_policys_telephones_and_venues_pass(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct contact contacts[] = {
        {.name = text_of("物业"), .phone = text_of("021-6123 4567、138 0000 1234 转 8")},
        {.name = text_of("居委会"), .address = text_of("梧桐路12号3幢101室")},
    };
    struct notice notice = {
        .title = text_of("搬家"),
        .text = text_of("电话 021-61234567 或 13800001234，地址 梧桐路 12号 3幢 101室"),
    };
    assert_false(gate_passes(KIND_notice, &notice, &policy));
    policy.contacts.at = contacts;
    policy.contacts.count = 2;
    assert_true(gate_passes(KIND_notice, &notice, &policy));
    notice.text = text_of("地址 梧桐路 2号 3幢 101室"); /* not a part of 12号 */
    assert_false(gate_passes(KIND_notice, &notice, &policy));
    notice.text = text_of("13800001235");
    assert_false(gate_passes(KIND_notice, &notice, &policy));
}

static void whole_names_do_not_pass_where_names_are_masked(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct policy_value off = {.id = text_of("mask_names")};
    struct disclosure d = {
        .title = text_of("名单"),
        .text = text_of("| 姓名 | 人数 |\n|---|---|\n| 张*芳 | 1 |\n| 李明 | 2 |\n")};
    struct gate_finding finding = only_finding(KIND_disclosure, &d, &policy);
    assert_int_equal(finding.kind, PRIVACY_NAME);
    assert_int_equal(finding.row, 4);
    assert_int_equal(finding.column, 1);
    assert_string_equal(finding.masked, "李…");
    policy.values.at = &off; /* mask_names: 0 */
    policy.values.count = 1;
    assert_true(gate_passes(KIND_disclosure, &d, &policy));
}

static void the_sentence_names_record_row_column_and_kind(void **state)
{
    struct complaint why = {0};
    struct service service = {.title = text_of("修水管"),
                              .text = text_of("找老张\n\n电话13800001234")};
    (void)state;
    assert_err(ERR_INVALID,
               gate_check(KIND_service, &service, NULL, text_of("service/repairs"), &why));
    assert_says(&why, "service/repairs");
    assert_says(&why, "第 3 行（text）有手机号码（138…）");
    assert_null(strstr(why.text, "1380"));
    service.text = text_of("找老张");
    assert_ok_why(gate_check(KIND_service, &service, NULL, text_of("service/repairs"), &why), &why);
}

static void findings_stop_at_their_limit(void **state)
{
    static char text[40 * 16 + 1];
    struct gate_finding findings[GATE_FINDINGS_MAX];
    struct disclosure d = {.title = text_of("x")};
    (void)state;
    for (size_t i = 0; i < 40; i++) {
        snprintf(text + i * 16, 17, "tel 13800001234;");
    }
    d.text = text_of(text);
    assert_int_equal(gate_record(KIND_disclosure, &d, NULL, findings, GATE_FINDINGS_MAX),
                     GATE_FINDINGS_MAX);
    assert_int_equal(gate_record(KIND_disclosure, &d, NULL, findings, 0), 0);
}

static void a_list_of_persons_says_until_when(void **state)
{
    struct complaint why = {0};
    struct disclosure d = {.item = 7, .title = text_of("低保")};
    (void)state;
    assert_err(ERR_INVALID, gate_check_persons(&d, &why));
    assert_says(&why, "until");
    d.nil = true;
    assert_ok_why(gate_check_persons(&d, &why), &why);
    d = (struct disclosure){.item = 10, .text = text_of("| 姓名 |\n|---|\n| 张*芳 |\n")};
    assert_err(ERR_INVALID, gate_check_persons(&d, &why));
    d.until = day("2027-06-30");
    assert_ok_why(gate_check_persons(&d, &why), &why);
    assert_false(gate_has_expired(d.until, day("2027-06-30"))); /* its last day */
    assert_true(gate_has_expired(d.until, day("2027-07-01")));
    assert_false(gate_has_expired(0, day("2027-07-01")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_text_names_line_and_cell),
        TEST_PLAIN(a_ledger_names_row_and_column),
        TEST_PLAIN(a_number_over_two_cells_is_one_number),
        TEST_PLAIN(every_gated_kind_is_read),
        TEST(the_policys_telephones_and_venues_pass, test_arena),
        TEST(whole_names_do_not_pass_where_names_are_masked, test_arena),
        TEST_PLAIN(the_sentence_names_record_row_column_and_kind),
        TEST_PLAIN(findings_stop_at_their_limit),
        TEST_PLAIN(a_list_of_persons_says_until_when),
    };
    return cmocka_run_group_tests_name("gate", tests, NULL, NULL);
}
