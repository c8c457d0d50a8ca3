/* The plan of an update keeps the newest version under each key. */
#include "kit.h"

#include <stdio.h>

#include "plan.h"

static enum err add(struct kit *kit, struct plan *plan, const char *key, uint64_t version,
                    struct plan_item **item)
{
    struct entry entry = {.kind = KIND_notice,
                          .key = text_of(key),
                          .version = version,
                          .size = 1,
                          .hash = hash_of(bytes_of(&version, sizeof version))};
    struct complaint why;
    struct bytes bytes;

    assert_ok(entry_encode(&entry, &kit->arena, &bytes));
    return plan_add(plan, &entry, bytes, item, &why);
}

static void the_newest_version_stays(void **state)
{
    struct kit *kit = *state;
    struct content_change *changes;
    struct hash *objects;
    struct plan_item *item;
    struct plan plan;
    struct arena arena;
    size_t count;

    assert_ok(arena_init(&arena, 1024 * 1024));
    plan_begin(&plan, &arena);
    assert_null(plan_find(&plan, text_of("notice/a")));
    assert_ok(add(kit, &plan, "notice/a", 1, &item));
    item->staged = true;
    assert_ok(add(kit, &plan, "notice/b", 1, &item));
    assert_ok(add(kit, &plan, "notice/a", 3, &item));
    assert_false(item->staged); /* another object now */
    assert_err(ERR_MISMATCH, add(kit, &plan, "notice/a", 3, &item));
    assert_err(ERR_MISMATCH, add(kit, &plan, "notice/a", 2, &item));
    plan_find(&plan, text_of("notice/b"))->left_out = true;
    assert_ok(plan_changes(&plan, &changes, &objects, &count));
    assert_int_equal(count, 1);
    assert_text(changes[0].key, "notice/a");
    assert_int_equal(changes[0].ver, 3);
    arena_deinit(&arena);
}

static void many_keys_are_all_found_again(void **state)
{
    struct kit *kit = *state;
    struct plan_item *item;
    struct plan plan;
    struct arena arena;
    char key[32];

    assert_ok(arena_init(&arena, 16 * 1024 * 1024));
    plan_begin(&plan, &arena);
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof key, "notice/%d", i);
        assert_ok(add(kit, &plan, key, (uint64_t)i + 1, &item));
    }
    assert_int_equal(plan.count, 5000);
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof key, "notice/%d", i);
        item = plan_find(&plan, text_of(key));
        assert_non_null(item);
        assert_int_equal(item->version, i + 1);
    }
    arena_deinit(&arena);
}

static void a_full_arena_is_an_error_and_no_crash(void **state)
{
    struct kit *kit = *state;
    struct plan_item *item;
    struct plan plan;
    struct arena arena;
    char key[32];
    enum err err = OK;

    assert_ok(arena_init(&arena, 100 * 1024));
    plan_begin(&plan, &arena);
    for (int i = 0; !err && i < 5000; i++) {
        snprintf(key, sizeof key, "notice/%d", i);
        err = add(kit, &plan, key, 1, &item);
    }
    assert_int_equal(err, ERR_NOMEM);
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_newest_version_stays, kit),
        TEST(many_keys_are_all_found_again, kit),
        TEST(a_full_arena_is_an_error_and_no_crash, kit),
    };
    return cmocka_run_group_tests_name("agent.plan", tests, NULL, NULL);
}
