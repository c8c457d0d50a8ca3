/* The newest lines of what staff did are kept. */
#include "device_fixture.h"

#include <stdio.h>

#include "audit.h"

static void lines_are_listed_newest_first(void **state)
{
    struct device_fixture *f = *state;
    struct audit_line lines[4];
    size_t count = 0;

    assert_ok(audit_add(f->txn, 100, text_of("zhang: PIN accepted")));
    assert_ok(audit_add(f->txn, 50, text_of("zhang: clock set"))); /* the clock went back */
    assert_ok(audit_add(f->txn, 60, text_of("zhang: left")));
    fixture_reopen(f);
    assert_ok(audit_list(f->txn, 0, &f->arena, lines, 2, &count));
    assert_int_equal(count, 2);
    assert_text(lines[0].text, "zhang: left");
    assert_int_equal(lines[1].at_s, 50);
    assert_ok(audit_list(f->txn, lines[1].n, &f->arena, lines, 4, &count));
    assert_int_equal(count, 1);
    assert_text(lines[0].text, "zhang: PIN accepted");
}

static void only_the_newest_lines_stay(void **state)
{
    struct device_fixture *f = *state;
    struct audit_line last;
    static struct audit_line all[AUDIT_LINES_MAX + 5];
    char line[32];
    size_t count = 0;

    for (int i = 1; i <= AUDIT_LINES_MAX + 3; i++) {
        snprintf(line, sizeof line, "line %d", i);
        assert_ok(audit_add(f->txn, i, text_of(line)));
    }
    assert_ok(audit_list(f->txn, 0, &f->arena, all, AUDIT_LINES_MAX + 5, &count));
    assert_int_equal(count, AUDIT_LINES_MAX);
    last = all[count - 1];
    assert_text(last.text, "line 4");
    assert_text(all[0].text, "line 2003");
}

static void a_long_line_is_cut_at_a_character(void **state)
{
    struct device_fixture *f = *state;
    struct audit_line got;
    char line[AUDIT_LINE_BYTES_MAX + 10] = "";
    size_t count = 0;

    while (strlen(line) + 3 < sizeof line) {
        strcat(line, "张");
    }
    assert_true(strlen(line) > AUDIT_LINE_BYTES_MAX);
    assert_ok(audit_add(f->txn, 1, text_of(line)));
    assert_ok(audit_list(f->txn, 0, &f->arena, &got, 1, &count));
    assert_int_equal(got.text.size, AUDIT_LINE_BYTES_MAX / 3 * 3);
}

static void what_is_no_line_is_refused(void **state)
{
    struct device_fixture *f = *state;

    assert_err(ERR_INVALID, audit_add(f->txn, 1, text_of("")));
    assert_err(ERR_INVALID, audit_add(f->txn, 1, text_of("\xff")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_are_listed_newest_first, device),
        TEST(only_the_newest_lines_stay, device),
        TEST(a_long_line_is_cut_at_a_character, device),
        TEST(what_is_no_line_is_refused, device),
    };
    return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
