/* What must not be read by everybody is stopped at import, at signing and at publishing. */
#include <string.h>

#include "office_desk.h"

#define KEY "disclosure/2026-10/07/1"
#define LIST_HEAD "---\nkind: disclosure\nitem: 7\nperiod: 2026-10\n"
#define LIST_BODY                                                                                  \
    "---\n| 姓名 | 人数 |\n|---|---|\n| 张小芳 | 2 |\n| 李国 | 1 |\n| 欧阳小兰 | 1 |\n"

static void the_line_of_a_private_number_is_named(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "n.md", "---\nkind: notice\ntitle: 通知\n---\n请找\n小王 138 1234 5678\n");
    assert_err(ERR_INVALID, desk_import(desk, "n.md"));
    assert_reported(desk, "第 6 行");
    assert_null(strstr(desk->report, "5678")); /* and is not repeated */
}

static void names_of_a_list_lose_a_character_before_anybody_signs(void **state)
{
    struct desk *desk = *state;
    struct disclosure d;
    desk_file(desk, "l.md", LIST_HEAD "until: 2027-06-30\n" LIST_BODY);
    assert_ok_why(desk_import(desk, "l.md"), &desk->why);
    assert_reported(desk, "姓名已隐去一字");
    desk_record(desk, KEY, &d);
    assert_non_null(memmem(d.text.data, d.text.size, "张*芳", strlen("张*芳")));
    assert_null(memmem(d.text.data, d.text.size, "张小芳", strlen("张小芳")));
    assert_null(memmem(d.text.data, d.text.size, "李国", strlen("李国")));
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY));
    assert_ok(desk_import(desk, "l.md")); /* the same file again is the same record */
    assert_reported(desk, "没有变化");
}

static void a_list_of_persons_says_until_when(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "l.md", LIST_HEAD LIST_BODY);
    assert_err(ERR_INVALID, desk_import(desk, "l.md"));
    assert_reported(desk, "until");
    desk_file(desk, "l.md", LIST_HEAD "---\n本月没有人申请。\n");
    assert_ok(desk_import(desk, "l.md"));
}

static void who_holds_office_is_named_in_full(void **state)
{
    struct desk *desk = *state;
    struct disclosure d;
    desk_file(desk, "o.md",
              "---\nkind: disclosure\nitem: 2\nperiod: term-1\n---\n"
              "| 姓名 | 职务 |\n|---|---|\n| 顾明远 | 主任 |\n");
    assert_ok_why(desk_import(desk, "o.md"), &desk->why);
    assert_ok_why(desk_sign(desk, ROLE_OFFICE, NULL), &desk->why);
    desk_record(desk, "disclosure/term-1/02/1", &d);
    assert_non_null(memmem(d.text.data, d.text.size, "顾明远", strlen("顾明远")));
}

/* As if it had come in under an older rule. */
static void put_draft(struct desk *desk, const char *text, bool sign)
{
    struct disclosure d = {.item = 5,
                           .part = 1,
                           .period = text_of("2026-10"),
                           .title = text_of("收支"),
                           .text = text_of(text)};
    struct entry entry = {.key = text_of("disclosure/2026-10/05/1"), .version = 1};
    struct txn *txn = NULL;
    assert_ok(txn_begin_write(desk->site.store, &txn));
    assert_ok(site_put_record(&desk->site, txn, KIND_disclosure, &d, &entry, &desk->why));
    if (sign) {
        assert_ok(
            entry_sign(&entry, desk->site.root.office, &desk->publisher.office, desk->site.now_s));
        assert_ok(entry_sign(&entry, desk->site.root.office, &desk->supervision, desk->site.now_s));
    }
    assert_ok(site_put_entry(&desk->site, txn, SITE_DRAFTS, &entry));
    assert_ok(txn_commit(txn));
    arena_reset(&desk->site.scratch);
}

static void nobody_signs_a_private_number(void **state)
{
    struct desk *desk = *state;
    put_draft(desk, "联系 13812345678", false);
    assert_err(ERR_INVALID, desk_sign(desk, ROLE_OFFICE, "disclosure/2026-10/05/1"));
    assert_reported(desk, "不能签字");
    assert_reported(desk, "手机号码");
}

static void signed_or_not_it_is_held_back_at_the_wire(void **state)
{
    struct desk *desk = *state;
    put_draft(desk, "联系 13812345678", true);
    assert_ok_why(desk_publish(desk), &desk->why);
    assert_reported(desk, "没有公布");
    assert_reported(desk, "1 条含不能公开的内容");
    assert_false(desk_has(desk, SITE_PUBLISHED, "disclosure/2026-10/05/1"));
    assert_true(desk_has(desk, SITE_DRAFTS, "disclosure/2026-10/05/1"));
}

static void what_stays_at_the_office_may_name_people(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "monday.md",
              "---\nkind: meeting\ntype: staff\ntitle: 例会\ndate: 2026-11-02\n---\n"
              "给 13812345678 回电话。\n");
    assert_ok_why(desk_import(desk, "monday.md"), &desk->why);
}

static void an_offices_own_telephone_passes_by_policy(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "n.md", "---\nkind: notice\ntitle: 通知\n---\n请打 021-55550123\n");
    assert_err(ERR_INVALID, desk_import(desk, "n.md"));
    desk_file(desk, "c.csv", "单位,电话,地址\n物业服务处,021-55550123,菩提路2号\n");
    assert_ok(desk_import(desk, "c.csv"));
    assert_ok(desk_sign(desk, ROLE_OFFICE, "policy"));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, "policy"));
    assert_ok(desk_publish(desk));
    assert_ok_why(desk_import(desk, "n.md"), &desk->why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_line_of_a_private_number_is_named, desk),
        TEST(names_of_a_list_lose_a_character_before_anybody_signs, desk),
        TEST(a_list_of_persons_says_until_when, desk),
        TEST(who_holds_office_is_named_in_full, desk),
        TEST(nobody_signs_a_private_number, desk),
        TEST(signed_or_not_it_is_held_back_at_the_wire, desk),
        TEST(what_stays_at_the_office_may_name_people, desk),
        TEST(an_offices_own_telephone_passes_by_policy, desk),
    };
    return cmocka_run_group_tests_name("gate", tests, NULL, NULL);
}
