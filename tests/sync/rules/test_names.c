/* Names on a public list are masked once and for all, and two persons with one mask told apart. */
#include "cases.h"

#include "names.h"

static void assert_masked(struct arena *arena, const char *name, const char *mask)
{
    struct text masked = name_masked(text_of(name), arena), again;
    if (!text_is(masked, mask)) {
        fail_msg("%s: %.*s, not %s", name, TEXT_ARG(masked), mask);
    }
    again = name_masked(masked, arena);
    assert_true(text_equal(again, masked));
}

static void a_name_keeps_its_surname_and_its_last_character(void **state)
{
    static const char *const cases[][2] = {
        {"张芳", "张*"},
        {"张小芳", "张*芳"},
        {"欧阳芳", "欧阳*"},
        {"欧阳小芳", "欧阳*芳"},
        {"司马懿", "司马*"},
        {"欧阳", "欧*"},
        {"王李小芳", "王*芳"},
        {"芳", "*"},
        {"张 小 芳", "张*芳"},
        {"张　芳", "张*"},
        {" 张小芳 ", "张*芳"},
        {"阿依古丽·买买提", "阿*·买*"},
        {"迪丽热巴•迪力木拉提", "迪*•迪*"},
        {"阿·木", "阿·木*"},
        {"张小芳（户主）", "张*芳（户主）"},
        {"Li Ming", "L*"},
        {"𬱖頔", "𬱖*"},
        {"李㛃頔", "李*頔"},
        {"张*芳", "张*芳"},
        {"张某", "张某"},
        {"张＊芳", "张＊芳"},
        {"张*芳甲", "张*芳甲"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_masked(*state, cases[i][0], cases[i][1]);
    }
}

static void assert_column(struct arena *arena, const char *const *names, const char *const *masks,
                          size_t count)
{
    struct text in[32] = {0}, out[32], again[32];
    for (size_t i = 0; i < count; i++) {
        in[i] = text_of(names[i]);
    }
    assert_ok(names_mask(in, count, arena, out));
    for (size_t i = 0; i < count; i++) {
        assert_text(out[i], masks[i]);
    }
    assert_ok(names_mask(out, count, arena, again));
    for (size_t i = 0; i < count; i++) {
        assert_true(text_equal(out[i], again[i]));
    }
}

static void two_persons_with_one_mask_are_told_apart(void **state)
{
    static const char *const names[] = {"张小芳", "李明", "张大芳", "王芳",
                                        "张中芳", "李明", "李梅"};
    static const char *const masks[] = {"张*芳甲", "李*甲", "张*芳乙", "王*",
                                        "张*芳丙", "李*甲", "李*乙"};
    assert_column(*state, names, masks, 7);
}

static void more_than_ten_are_numbered(void **state)
{
    static const char *const names[] = {"张一芳", "张二芳", "张三芳", "张四芳", "张五芳", "张六芳",
                                        "张七芳", "张八芳", "张九芳", "张十芳", "张万芳", "张千芳"};
    static const char *const masks[] = {"张*芳甲", "张*芳乙", "张*芳丙", "张*芳丁",
                                        "张*芳戊", "张*芳己", "张*芳庚", "张*芳辛",
                                        "张*芳壬", "张*芳癸", "张*芳11", "张*芳12"};
    assert_column(*state, names, masks, 12);
}

static void several_names_in_a_cell_are_each_masked(void **state)
{
    static const char *const names[] = {"张小芳、李明，欧阳小芳", "王芳/王英"};
    static const char *const masks[] = {"张*芳、李*，欧阳*芳", "王*/王*"};
    assert_column(*state, names, masks, 2);
}

static void a_list_has_a_limit(void **state)
{
    static struct text names[NAMES_MAX + 1], masked[NAMES_MAX + 1];
    struct text one = text_of("张小芳");
    for (size_t i = 0; i <= NAMES_MAX; i++) {
        names[i] = one;
    }
    assert_ok(names_mask(names, NAMES_MAX, *state, masked));
    assert_text(masked[NAMES_MAX - 1], "张*芳"); /* one name: one person, as far as anyone knows */
    assert_err(ERR_FULL, names_mask(names, NAMES_MAX + 1, *state, masked));
}

static void headings_say_where_names_stand(void **state)
{
    (void)state;
    assert_true(heading_is_name(text_of("姓名")));
    assert_true(heading_is_name(text_of("**姓 名**")));
    assert_true(heading_is_name(text_of("户主姓名")));
    assert_true(heading_is_name(text_of("户主")));
    assert_true(heading_is_name(text_of("享受人员")));
    assert_false(heading_is_name(text_of("姓名处理")));
    assert_false(heading_is_name(text_of("值班人")));
    assert_false(heading_is_name(text_of("项目名称")));
    assert_false(heading_is_name(text_of("")));
}

static const char list[] = "# 享受人员\n\n"
                           "姓名隐去一字。\n\n"
                           "| 序号 | **姓名** | 人数 |\n"
                           "|---|:-:|---|\n"
                           "| 1 | 张小芳 | 2 |\n"
                           "| 2 |李明| 1 |\r\n"
                           "| 3 | 张大芳 | 1 |\n"
                           "\n"
                           "| 项目 | 金额 |\n"
                           "|---|---|\n"
                           "| 灯具 | 120.00 |\n"
                           "\n"
                           "户主 | 楼\n"
                           "--- | ---\n"
                           "王建国 | 3号楼\n"
                           "赵* | 5号楼\n";

static void a_tables_column_is_masked_and_nothing_else(void **state)
{
    static const char masked[] = "# 享受人员\n\n"
                                 "姓名隐去一字。\n\n"
                                 "| 序号 | **姓名** | 人数 |\n"
                                 "|---|:-:|---|\n"
                                 "| 1 | 张*芳甲 | 2 |\n"
                                 "| 2 |李*| 1 |\r\n"
                                 "| 3 | 张*芳乙 | 1 |\n"
                                 "\n"
                                 "| 项目 | 金额 |\n"
                                 "|---|---|\n"
                                 "| 灯具 | 120.00 |\n"
                                 "\n"
                                 "户主 | 楼\n"
                                 "--- | ---\n"
                                 "王*国 | 3号楼\n"
                                 "赵* | 5号楼\n";
    struct text out, again;
    assert_ok(names_mask_markdown(text_of(list), *state, &out));
    assert_text(out, masked);
    assert_ok(names_mask_markdown(out, *state, &again));
    assert_ptr_equal(again.data, out.data); /* nothing to do: the text itself */
}

static void what_a_table_escapes_does_not_make_a_cell(void **state)
{
    static const char heading[] = "姓名|姓名\n-\n";
    static const char *const rows[][2] = {
        {"\\\\||l", "*甲|*乙"},      /* a backslash and an escaped bar (fuzz_privacy) */
        {"张\\|芳|李明", "张*|李*"}, /* the bar is no part of the name */
        {"王小\\ |李小国", "王* |李*国"},
        {"\\ | (", "*甲 | *乙"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text in = arena_printf(*state, "%s%s", heading, rows[i][0]), out, again;
        struct name_found found;
        assert_ok(names_mask_markdown(in, *state, &out));
        assert_text(text_slice(out, strlen(heading), out.size), rows[i][1]);
        assert_false(names_find_whole(out, 0, &found));
        assert_ok(names_mask_markdown(out, *state, &again));
        assert_true(text_equal(again, out));
    }
}

static void a_whole_name_in_a_list_is_pointed_at(void **state)
{
    struct text text = text_of(list), masked;
    struct name_found found;
    assert_true(names_are_listed(text));
    assert_true(names_find_whole(text, 0, &found));
    assert_int_equal(found.row, 1);
    assert_int_equal(found.column, 2);
    assert_text(text_slice(text, found.from, found.to), "张小芳");
    assert_true(names_find_whole(text, found.to, &found));
    assert_text(text_slice(text, found.from, found.to), "李明");
    assert_ok(names_mask_markdown(text, *state, &masked));
    assert_false(names_find_whole(masked, 0, &found));
    assert_false(names_are_listed(text_of("| 项目 | 金额 |\n|---|---|\n| 灯具 | 120 |\n")));
    assert_false(names_are_listed(text_of("姓名 | 张小芳\n没有分隔行\n")));
    assert_true(names_find_whole(text_of("|姓名|\n|-|\n|张*芳、李明|\n"), 0, &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_name_keeps_its_surname_and_its_last_character, test_arena),
        TEST(two_persons_with_one_mask_are_told_apart, test_arena),
        TEST(more_than_ten_are_numbered, test_arena),
        TEST(several_names_in_a_cell_are_each_masked, test_arena),
        TEST(a_list_has_a_limit, test_arena),
        TEST_PLAIN(headings_say_where_names_stand),
        TEST(a_tables_column_is_masked_and_nothing_else, test_arena),
        TEST(what_a_table_escapes_does_not_make_a_cell, test_arena),
        TEST(a_whole_name_in_a_list_is_pointed_at, test_arena),
    };
    return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
