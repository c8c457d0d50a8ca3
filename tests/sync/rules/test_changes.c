/* What changed since last month: lines that came, went or became others, and the sums. */
#include "cases.h"

#include "changes.h"

static struct ledger_row row(const char *date, const char *item, const char *category,
                             int64_t income, int64_t spending)
{
    return (struct ledger_row){.date = day(date),
                               .item = text_of(item),
                               .category = text_of(category),
                               .income = income,
                               .spending = spending};
}

static void a_ledger_s_lines_are_matched_by_matter_and_category(void **state)
{
    struct ledger_row september[] = {
        row("2026-09-01", "街道拨付工作经费", "拨款", 1200000, 0),
        row("2026-09-03", "水电费", "水电", 0, 30000),
        row("2026-09-20", "水电费", "水电", 0, 2000),
        row("2026-09-08", "茶叶", "办公", 0, 12000),
    };
    struct ledger_row october[] = {
        row("2026-10-05", "水电费", "水电", 0, 41000),
        row("2026-10-12", "楼道灯具更换", "维修", 0, 238000),
        row("2026-10-03", " 街道拨付工作经费", "拨款", 1200000, 0),
    };
    struct disclosure before = {.has_ledger = true, .opening = 500, .rows = {september, 4}};
    struct disclosure now = {.has_ledger = true, .opening = 1156500, .rows = {october, 3}};
    struct changes changes;

    assert_ok(changes_between(&before, &now, *state, &changes));
    assert_int_equal(changes.count, 3);
    assert_int_equal(changes.added + changes.removed + changes.altered, 3);
    assert_int_equal(changes.at[0].kind, LINE_ADDED); /* the largest difference first */
    assert_text(changes.at[0].after, "楼道灯具更换");
    assert_int_equal(changes.at[0].after_fen, 238000);
    assert_int_equal(changes.at[1].kind, LINE_REMOVED);
    assert_text(changes.at[1].before, "茶叶");
    assert_text(changes.at[1].category, "办公");
    assert_int_equal(changes.at[2].kind, LINE_ALTERED);
    assert_text(changes.at[2].after, "水电费");
    assert_int_equal(changes.at[2].before_fen, 32000); /* two lines add up */
    assert_int_equal(changes.at[2].before_rows, 2);
    assert_int_equal(changes.at[2].after_fen, 41000);
    assert_false(changes.at[2].income);
    assert_int_equal(changes.before.closing, 1156500);
    assert_int_equal(changes.now.spending, 279000);
    assert_false(changes_none(&changes));
}

static void the_same_ledger_has_not_changed(void **state)
{
    struct ledger_row rows[] = {row("2026-09-03", "水电费", "水电", 0, 30000)};
    struct ledger_row later[] = {row("2026-10-09", "水电费", "水电", 0, 30000)};
    struct disclosure before = {.has_ledger = true, .rows = {rows, 1}};
    struct disclosure now = {.has_ledger = true, .rows = {later, 1}};
    struct changes changes;
    assert_ok(changes_between(&before, &now, *state, &changes));
    assert_true(changes_none(&changes)); /* another date is no change */
    later[0].spending = 0;
    later[0].income = 30000;
    assert_ok(changes_between(&before, &now, *state, &changes));
    assert_int_equal(changes.added, 1); /* income is another line than spending */
    assert_int_equal(changes.removed, 1);
}

struct text_case {
    const char *before, *now;
    unsigned added, removed, altered;
};

static void texts_are_compared_line_by_line(void **state)
{
    static const struct text_case cases[] = {
        {"", "", 0, 0, 0},
        {"一\n二", "一\n二", 0, 0, 0},
        {"一\n\n二\n", "二\n一", 0, 0, 0}, /* moved, and blank lines */
        {"一\n二", "一\n三", 1, 1, 0},
        {"一", "一\n一", 1, 0, 0}, /* twice is not once */
        {"一\n一", "一", 0, 1, 0},
        {"电话：555-0100", "电话：555-0199", 0, 0, 1},
        {"电话: 1\n地点：东门", "地点：西门\n电话: 1", 0, 0, 1},
        {"| 户 | 元 |\n|---|--:|\n| 张*芳 | 300 |", "| 户 | 元 |\n| - | :- |\n| 张*芳 | 350 |", 0,
         0, 1},
        {"| 张*芳 | 300 |\n| 李* | 200 |", "| 李* | 200 |\n| 王*明 | 200 |", 1, 1, 0},
        {"| 张* | 1 |\n| 张* | 2 |", "| 张* | 3 |\n| 张* | 2 |", 0, 0, 1}, /* two of one name */
        {"：无头", "：无头了", 1, 1, 0}, /* no label, no partner */
        {"---", "———", 1, 1, 0},         /* not a table's rule */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct disclosure before = {.text = text_of(cases[i].before)};
        struct disclosure now = {.text = text_of(cases[i].now)};
        struct changes changes;
        assert_ok(changes_between(&before, &now, *state, &changes));
        if (changes.added != cases[i].added || changes.removed != cases[i].removed ||
            changes.altered != cases[i].altered) {
            fail_msg("%s -> %s: +%u -%u ~%u", cases[i].before, cases[i].now, changes.added,
                     changes.removed, changes.altered);
        }
    }
}

static void an_altered_line_shows_both(void **state)
{
    struct disclosure before = {.text = text_of("# 名单\n| 张*芳 | 300 |\n| 李* | 200 |")};
    struct disclosure now = {.text = text_of("# 名单\n| 王*明 | 90 |\n| 张*芳 | 350 |")};
    struct changes changes;
    assert_ok(changes_between(&before, &now, *state, &changes));
    assert_int_equal(changes.count, 3);
    assert_text(changes.at[0].after, "| 王*明 | 90 |"); /* in the order one reads */
    assert_text(changes.at[1].before, "| 张*芳 | 300 |");
    assert_text(changes.at[1].after, "| 张*芳 | 350 |");
    assert_text(changes.at[2].before, "| 李* | 200 |");
    assert_int_equal(changes.at[2].after.size, 0);
}

static void nil_and_nothing_before_are_said(void **state)
{
    struct disclosure nil = {.nil = true}, text = {.text = text_of("一")};
    struct changes changes;
    assert_ok(changes_between(&text, &nil, *state, &changes));
    assert_true(changes.became_nil && !changes.was_nil);
    assert_int_equal(changes.removed, 1);
    assert_ok(changes_between(&nil, &text, *state, &changes));
    assert_true(changes.was_nil && !changes_none(&changes));
    assert_ok(changes_between(&nil, &nil, *state, &changes));
    assert_true(changes_none(&changes));
    assert_ok(changes_between(NULL, &text, *state, &changes));
    assert_true(changes_none(&changes));
}

static void long_texts_are_bounded_and_it_is_said(void **state)
{
    struct arena *arena = *state;
    struct bytes bytes;
    struct changes changes;
    struct buffer b = buffer_begin(arena);
    for (int i = 0; i < CHANGE_LINES_MAX + 1; i++) {
        buffer_printf(&b, "第 %d 行\n", i);
    }
    assert_ok(buffer_end(&b, &bytes));
    struct disclosure before = {.text = text_of("另一")}, now = {.text = bytes_text(bytes)};
    size_t mark = arena_mark(arena);
    assert_ok(changes_between(&before, &now, arena, &changes));
    assert_true(changes.cut);
    assert_int_equal(changes.added, CHANGE_LINES_MAX);
    assert_int_equal(changes.count, CHANGES_MAX);
    assert_int_equal(changes.removed, 1);
    assert_true(arena_mark(arena) - mark < 100 * 1000); /* scratch was given back */

    uint8_t block[256];
    struct arena small;
    arena_init_over(&small, block, sizeof(block));
    assert_err(ERR_NOMEM, changes_between(&before, &now, &small, &changes));
}

/* Against a reader who crosses off every line on one sheet that is on the other. */
static void random_texts_agree_with_crossing_off(void **state)
{
    static const char *const words[] = {"甲", "乙", "丙", "丁", "戊"};
    struct dice dice = {.state = 7};
    struct arena *arena = *state;
    for (int round = 0; round < 2000; round++) {
        char text[2][256];
        int word[2][12], count[2];
        size_t mark = arena_mark(arena);
        for (int side = 0; side < 2; side++) {
            size_t at = 0;
            count[side] = (int)dice_below(&dice, 12);
            for (int i = 0; i < count[side]; i++) {
                word[side][i] = (int)dice_below(&dice, 5);
                at += (size_t)snprintf(text[side] + at, sizeof(text[side]) - at, "%s\n",
                                       words[word[side][i]]);
            }
            text[side][at] = '\0';
        }
        unsigned removed = (unsigned)count[0], added = (unsigned)count[1];
        bool crossed[12] = {false};
        for (int i = 0; i < count[0]; i++) {
            for (int j = 0; j < count[1]; j++) {
                if (!crossed[j] && word[0][i] == word[1][j]) {
                    crossed[j] = true;
                    removed--;
                    added--;
                    break;
                }
            }
        }
        struct disclosure before = {.text = text_of(text[0])}, now = {.text = text_of(text[1])};
        struct changes changes;
        assert_ok(changes_between(&before, &now, arena, &changes));
        assert_int_equal(changes.added, added);
        assert_int_equal(changes.removed, removed);
        assert_int_equal(changes.altered, 0);
        arena_rewind(arena, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_ledger_s_lines_are_matched_by_matter_and_category, test_arena),
        TEST(the_same_ledger_has_not_changed, test_arena),
        TEST(texts_are_compared_line_by_line, test_arena),
        TEST(an_altered_line_shows_both, test_arena),
        TEST(nil_and_nothing_before_are_said, test_arena),
        TEST(long_texts_are_bounded_and_it_is_said, test_arena),
        TEST(random_texts_agree_with_crossing_off, test_arena),
    };
    return cmocka_run_group_tests_name("changes", tests, NULL, NULL);
}
