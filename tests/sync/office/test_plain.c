/* Whatever the lower layers say, staff read plain Chinese, with the exact words behind it. */
#include <string.h>

#include "support.h"

#include "plain.h"
#include "record.h"

static struct complaint made_plain(enum err err, const char *said)
{
    struct complaint why = {0};
    (void)complain(&why, err, "%s", said);
    complaint_make_plain(&why, err);
    return why;
}

static void a_chinese_sentence_stays_as_it_is(void **state)
{
    (void)state;
    struct complaint why = made_plain(ERR_INVALID, "第 3 行没有审批人");
    assert_string_equal(why.text, "第 3 行没有审批人");
    why = made_plain(ERR_INVALID, "“disclosure/2026-10/05/1”已经撤回");
    assert_string_equal(why.text, "“disclosure/2026-10/05/1”已经撤回");
}

static void a_folder_with_a_chinese_name_makes_no_chinese_sentence(void **state)
{
    (void)state;
    struct complaint why = made_plain(ERR_READONLY, "/tmp/梧桐里/store: cannot be written");
    assert_says(&why, "只读");
    assert_says(&why, "技术信息：/tmp/梧桐里/store: cannot be written");
}

static void every_code_has_a_sentence_of_its_own(void **state)
{
    struct complaint before = {0};
    (void)state;
    for (int err = ERR_INVALID; err <= ERR_BUSY; err++) {
        struct complaint why = made_plain((enum err)err, "");
        assert_true(strlen(why.text) > 6);
        assert_string_not_equal(why.text, before.text);
        before = why;
    }
}

static void a_field_is_called_as_staff_call_it(void **state)
{
    struct notice notice = {.title = text_of(""), .text = text_of("x")};
    struct ledger_row row = {
        .date = 1, .item = text_of("灯"), .category = text_of("修"), .handler = text_of("甲")};
    struct disclosure d = {.item = 5, .part = 1, .title = text_of("收支")};
    struct complaint why = {0};
    struct bytes object;

    assert_err(ERR_INVALID, notice_encode(&notice, *state, &object, &why));
    complaint_make_plain(&why, ERR_INVALID);
    assert_says(&why, "“标题”没有写");
    d.period = text_of("2026-10");
    d.has_ledger = true;
    d.rows.at = &row;
    d.rows.count = 1;
    assert_err(ERR_INVALID, disclosure_encode(&d, *state, &object, &why));
    complaint_make_plain(&why, ERR_INVALID);
    assert_says(&why, "第 1 条的“审批人”没有写");
}

static void a_limit_is_told_in_bytes_and_characters(void **state)
{
    char title[301];
    struct notice notice = {.text = text_of("x")};
    struct complaint why = {0};
    struct bytes object;

    memset(title, 'a', sizeof title - 1);
    title[sizeof title - 1] = '\0';
    notice.title = text_of(title);
    assert_err(ERR_INVALID, notice_encode(&notice, *state, &object, &why));
    complaint_make_plain(&why, ERR_INVALID);
    assert_says(&why, "“标题”太长；至多 240 个字节");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_chinese_sentence_stays_as_it_is),
        TEST_PLAIN(a_folder_with_a_chinese_name_makes_no_chinese_sentence),
        TEST_PLAIN(every_code_has_a_sentence_of_its_own),
        TEST(a_field_is_called_as_staff_call_it, test_arena),
        TEST(a_limit_is_told_in_bytes_and_characters, test_arena),
    };
    return cmocka_run_group_tests_name("plain", tests, NULL, NULL);
}
