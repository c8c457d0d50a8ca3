/* What a person set at this kiosk is kept whole. */
#include "device_fixture.h"

#include <stdio.h>

#include "staff.h"

static struct staff person(const char *id)
{
    struct staff staff = {.pin_cost = {.ops = 2, .mem_kib = 64},
                          .failures = 3,
                          .locked_until_s = 1793491200,
                          .has_vault = true,
                          .vault_cost = {.ops = 3, .mem_kib = 65536}};

    snprintf(staff.id, sizeof staff.id, "%s", id);
    memset(staff.pin_salt, 1, sizeof staff.pin_salt);
    memset(staff.pin_check.b, 2, sizeof staff.pin_check.b);
    memset(staff.vault_salt, 3, sizeof staff.vault_salt);
    memset(staff.vault_wrapped, 4, sizeof staff.vault_wrapped);
    return staff;
}

static void a_person_is_kept_whole(void **state)
{
    struct device_fixture *f = *state;
    struct staff put = person("zhang"), got;

    assert_ok(staff_put(f->txn, &put));
    fixture_reopen(f);
    assert_ok(staff_get(f->txn, "zhang", &got));
    assert_string_equal(got.id, "zhang");
    assert_memory_equal(got.pin_salt, put.pin_salt, sizeof put.pin_salt);
    assert_int_equal(got.pin_cost.ops, 2);
    assert_int_equal(got.pin_cost.mem_kib, 64);
    assert_memory_equal(got.pin_check.b, put.pin_check.b, sizeof put.pin_check.b);
    assert_int_equal(got.failures, 3);
    assert_int_equal(got.locked_until_s, 1793491200);
    assert_true(got.has_vault);
    assert_memory_equal(got.vault_salt, put.vault_salt, sizeof put.vault_salt);
    assert_int_equal(got.vault_cost.mem_kib, 65536);
    assert_memory_equal(got.vault_wrapped, put.vault_wrapped, sizeof put.vault_wrapped);
}

static void putting_again_replaces(void **state)
{
    struct device_fixture *f = *state;
    struct staff staff = person("zhang");

    assert_ok(staff_put(f->txn, &staff));
    staff.failures = 0;
    staff.has_vault = false;
    assert_ok(staff_put(f->txn, &staff));
    assert_ok(staff_get(f->txn, "zhang", &staff));
    assert_int_equal(staff.failures, 0);
    assert_false(staff.has_vault);
}

static void who_left_is_gone(void **state)
{
    struct device_fixture *f = *state;
    struct staff staff = person("li");

    assert_ok(staff_put(f->txn, &staff));
    assert_ok(staff_drop(f->txn, "li"));
    assert_ok(staff_drop(f->txn, "li"));
    assert_err(ERR_NOT_FOUND, staff_get(f->txn, "li", &staff));
}

static void the_list_is_in_the_order_of_ids(void **state)
{
    struct device_fixture *f = *state;
    struct staff one = person("wang"), two = person("chen"), list[4];
    size_t count = 0;

    assert_ok(staff_put(f->txn, &one));
    assert_ok(staff_put(f->txn, &two));
    assert_ok(staff_list(f->txn, list, 4, &count));
    assert_int_equal(count, 2);
    assert_string_equal(list[0].id, "chen");
    assert_ok(staff_list(f->txn, list, 1, &count));
    assert_int_equal(count, 1);
}

static void there_are_so_many_and_no_more(void **state)
{
    struct device_fixture *f = *state;
    struct staff staff = person("x");
    char id[16];

    for (int i = 0; i < STAFF_MAX; i++) {
        snprintf(id, sizeof id, "p%d", i);
        staff = person(id);
        assert_ok(staff_put(f->txn, &staff));
    }
    assert_ok(staff_put(f->txn, &staff)); /* replacing takes no room */
    staff = person("one-more");
    assert_err(ERR_FULL, staff_put(f->txn, &staff));
    staff = person("");
    assert_err(ERR_INVALID, staff_put(f->txn, &staff));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_person_is_kept_whole, device),
        TEST(putting_again_replaces, device),
        TEST(who_left_is_gone, device),
        TEST(the_list_is_in_the_order_of_ids, device),
        TEST(there_are_so_many_and_no_more, device),
    };
    return cmocka_run_group_tests_name("staff", tests, NULL, NULL);
}
