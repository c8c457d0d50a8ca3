/* One policy of all offices' parts: each has its own prefix and nothing else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bucket_rights.h"
#include "support.h"

enum { FILES = 3 };

static uint8_t block[RIGHTS_POLICY_BYTES_MAX];

static const char *const names[FILES] = {"0.rights", "1.rights", "2.rights"};

static void part_write(const char *folder, size_t i, const char *content)
{
    temp_file(folder, names[i], bytes_of_text(content));
}

static enum err policy(const char *folder, size_t count, const char **text, struct complaint *why)
{
    const char *paths[FILES];
    struct arena arena;
    struct text said = {0};

    for (size_t i = 0; i < FILES; i++) {
        paths[i] = temp_path(folder, names[i]);
    }
    arena_init_over(&arena, block, sizeof block);
    enum err err = rights_policy(paths, count, "city", "", &arena, &said, why);
    *text = err ? "" : arena_text(&arena, said).data;
    return err;
}

static void a_kiosk_writes_its_own_place_and_reads_nothing_back(void **state)
{
    const char *text;
    struct complaint why = {0};

    part_write(*state, 0, "office = wutongli\nprefix = east/wutongli\nkiosks = 0123456789abcdef\n");
    assert_ok_why(policy(*state, 1, &text, &why), &why);
    assert_non_null(
        strstr(text, "\"Effect\":\"Allow\",\"Action\":[\"s3:PutObject\"],\"Principal\":{\"AWS\":["
                     "\"arn:aws:iam:::user/np-0123456789abcdef\"]},\"Resource\":["
                     "\"arn:aws:s3:::city/east/wutongli/v1/up/wutongli/0123456789abcdef/*\","
                     "\"arn:aws:s3:::city/east/wutongli/v1/hb/wutongli/0123456789abcdef\"]"));
    assert_non_null(strstr(text, "\"Effect\":\"Deny\""));
    assert_non_null(strstr(text, "\"s3:prefix\":[\"east/wutongli/*\",\"fleet/wutongli\"]"));
}

static void offices_do_not_lie_in_each_other(void **state)
{
    const char *text;
    struct complaint why = {0};

    part_write(*state, 0, "office = wutongli\nprefix = east\nkiosks =\n");
    part_write(*state, 1, "office = tiyuan\nprefix = eastern\nkiosks =\n");
    assert_ok_why(policy(*state, 2, &text, &why), &why);
    part_write(*state, 1, "office = tiyuan\nprefix = east/tiyuan\nkiosks =\n");
    assert_err(ERR_INVALID, policy(*state, 2, &text, &why));
    assert_says(&why, "自己的一段路径");
    part_write(*state, 1, "office = tiyuan\nprefix =\nkiosks =\n");
    assert_err(ERR_INVALID, policy(*state, 2, &text, &why));
    part_write(*state, 1, "office = wutongli\nprefix = west\nkiosks =\n");
    assert_err(ERR_INVALID, policy(*state, 2, &text, &why)); /* they would write one report */
}

static void a_file_that_no_office_made_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "prefix = a\nkiosks =\n",
        "office = Wutongli\nprefix = a\nkiosks =\n",
        "office = wutongli\nprefix = a/*\nkiosks =\n",
        "office = wutongli\nprefix = a\nkiosks = *\n",
        "office = wutongli\nprefix = a\nkiosks = 0123456789abcdeF\n",
        "office = wutongli\nprefix = a\nkiosks = 0123456789abcdef0\n",
        "office = wutongli\",\"x\nprefix = a\nkiosks =\n",
        "office = wutongli\nprefix = fleet/x\nkiosks =\n",
        "{\"Version\": \"2012-10-17\"}\n",
    };
    const char *text;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct complaint why = {0};
        part_write(*state, 0, bad[i]);
        assert_err(ERR_INVALID, policy(*state, 1, &text, &why));
        assert_true(why.text[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_kiosk_writes_its_own_place_and_reads_nothing_back, temp_folder),
        TEST(offices_do_not_lie_in_each_other, temp_folder),
        TEST(a_file_that_no_office_made_is_refused, temp_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
