/* Front matter: names, values, lists; everything else is refused with its line. */
#include <stdio.h>

#include "support.h"

#include "front_matter.h"

static struct front_matter parse(const char *text)
{
    struct front_matter front;
    struct complaint why = {0};
    assert_ok_why(front_matter_parse(text_of(text), &front, &why), &why);
    return front;
}

static void refused(const char *text, const char *part)
{
    struct front_matter front;
    struct complaint why = {0};
    assert_err(ERR_INVALID, front_matter_parse(text_of(text), &front, &why));
    assert_says(&why, part);
}

static void names_and_values_stand_before_the_body(void **state)
{
    struct front_matter f =
        parse("---\nkind: notice\n# 说明\ntitle\uFF1A停水通知\n---\n\n正文\n\n");
    (void)state;
    assert_text(front_value(&f, "kind"), "notice");
    assert_text(front_value(&f, "title"), "停水通知");
    assert_text(front_value(&f, "until"), "");
    assert_text(f.body, "正文");
    assert_int_equal(f.body_line, 7);
    assert_int_equal(front_find(&f, "title")->line, 4);
}

static void a_value_may_hold_colons_and_stand_in_quotes(void **state)
{
    struct front_matter f = parse("---\ntime: 14:00\ntitle: \"三点:开会\"\n---\n");
    (void)state;
    assert_text(front_value(&f, "time"), "14:00");
    assert_text(front_value(&f, "title"), "三点:开会");
    assert_text(f.body, "");
}

static void a_list_is_lines_with_dashes(void **state)
{
    struct front_matter f = parse("---\ntopics:\n- 一\n  - 二\ndate: 2026-11-10\n---\nx");
    size_t items = 0;
    (void)state;
    for (size_t i = 0; i < f.count; i++) {
        items += f.fields[i].item ? 1 : 0;
    }
    assert_int_equal(items, 2);
    assert_text(front_value(&f, "topics"), "一");
    assert_text(front_value(&f, "date"), "2026-11-10");
}

static void what_is_wrong_names_its_line(void **state)
{
    (void)state;
    refused("kind: notice\n", "第 1 行");
    refused("---\nkind: notice\n没有冒号\n---\n", "第 3 行");
    refused("---\nkind: a\nkind: b\n---\n", "第 3 行");
    refused("---\n- 一\n---\n", "第 2 行");
    refused("---\nkind: notice\n- 一\n---\n", "第 3 行");
    refused("---\nkind: notice\n", "没有结束");
    refused("", "第 1 行");
}

static void an_unknown_name_is_told(void **state)
{
    static const char *const known[] = {"kind", NULL};
    struct front_matter f = parse("---\nkind: notice\ntitel: x\n---\n");
    struct complaint why = {0};
    (void)state;
    assert_err(ERR_INVALID, front_check_names(&f, known, &why));
    assert_says(&why, "第 3 行");
    assert_says(&why, "titel");
}

static void more_fields_than_the_limit_are_refused(void **state)
{
    char text[16 * (FRONT_FIELDS_MAX + 2)];
    size_t size = (size_t)sprintf(text, "---\n");
    struct front_matter front;
    struct complaint why = {0};
    (void)state;
    for (unsigned i = 0; i <= FRONT_FIELDS_MAX; i++) {
        size += (size_t)sprintf(text + size, "n%u: 1\n", i);
    }
    sprintf(text + size, "---\n");
    assert_err(ERR_FULL, front_matter_parse(text_of(text), &front, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(names_and_values_stand_before_the_body),
        TEST_PLAIN(a_value_may_hold_colons_and_stand_in_quotes),
        TEST_PLAIN(a_list_is_lines_with_dashes),
        TEST_PLAIN(what_is_wrong_names_its_line),
        TEST_PLAIN(an_unknown_name_is_told),
        TEST_PLAIN(more_fields_than_the_limit_are_refused),
    };
    return cmocka_run_group_tests_name("front_matter", tests, NULL, NULL);
}
