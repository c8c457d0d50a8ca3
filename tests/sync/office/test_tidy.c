/* What takes long is done beside the server, and only the next head names it. */
#include "published.h"

#include <string.h>
#include <unistd.h>

#include "tidy.h"
#include "tree.h"

static bool is_due(struct desk *desk)
{
    bool due = false;
    assert_ok(tidy_is_due(&desk->site, &due));
    return due;
}

static void tidy(struct desk *desk)
{
    assert_ok_why(tidy_run(&desk->site, &desk->why), &desk->why);
}

static uint64_t number(struct desk *desk, const char *name)
{
    struct txn *txn = NULL;
    uint64_t n;
    assert_ok(txn_begin_read(desk->site.store, &txn));
    assert_ok(txn_get_number(txn, SITE_META, name, &n));
    txn_abort(txn);
    return n;
}

static void ahead_route(struct desk *desk, char route[ROUTE_BYTES_MAX])
{
    struct txn *txn = NULL;
    struct hash name;
    assert_ok(txn_begin_read(desk->site.store, &txn));
    assert_ok(site_get_value(txn, "ahead", name.b, HASH_BYTES));
    txn_abort(txn);
    route_snapshot(route, desk->site.root.office, &name);
}

static void a_hurried_publication_leaves_the_snapshot_and_the_next_head_names_it(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX];

    publish_many(desk, 1);
    struct head first = head_now(desk);
    desk->publisher.hurried = true;
    publish_many(desk, PUBLISH_SNAPSHOT_EVERY);
    assert_int_equal(head_now(desk).snapshot_seq, first.snapshot_seq);
    assert_true(is_due(desk));
    tidy(desk);
    uint64_t seq = head_now(desk).seq;
    assert_int_equal(head_now(desk).snapshot_seq, first.snapshot_seq); /* it has no key */
    ahead_route(desk, route);
    assert_true(is_in_tree(desk, route));
    assert_false(is_due(desk));
    publish_many(desk, 1);
    assert_int_equal(head_now(desk).snapshot_seq, seq);
    assert_int_equal(first_sync(desk), 2);
    assert_true(is_due(desk)); /* the snapshot before the one before may go */
    tidy(desk);
    assert_false(is_due(desk));
    assert_true(is_in_tree(desk, route));
    assert_int_equal(first_sync(desk), 2);
}

static void without_it_a_publication_makes_the_snapshot_before_kiosks_need_it(void **state)
{
    struct desk *desk = *state;

    publish_many(desk, 1);
    uint64_t first = head_now(desk).snapshot_seq;
    desk->publisher.hurried = true;
    publish_many(desk, PUBLISH_SNAPSHOT_LATEST - 1);
    assert_int_equal(head_now(desk).snapshot_seq, first);
    publish_many(desk, 1);
    assert_int_equal(head_now(desk).snapshot_seq, head_now(desk).seq);
    assert_int_equal(first_sync(desk), 2);
}

/* A snapshot that was made before a list of persons ended, and is named by no head yet. */
static void what_has_ended_is_not_shown_by_a_snapshot_made_before(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX];

    publish_list(desk);
    desk->publisher.hurried = true;
    publish_many(desk, PUBLISH_SNAPSHOT_EVERY);
    tidy(desk);
    ahead_route(desk, route);
    assert_true(is_in_tree(desk, route));
    struct hash list = desk_entry(desk, "disclosure/2026-10/07/1").hash;
    desk_set_time(desk, "2027-01-01 00:00");
    assert_ok_why(publish_head(&desk->site, &desk->publisher, &desk->why), &desk->why);
    assert_int_equal(head_now(desk).snapshot_seq, head_now(desk).seq);
    assert_int_equal(number(desk, "ahead-seq"), 0);
    assert_true(is_due(desk));
    tidy(desk);
    assert_false(is_in_tree(desk, route));
    route_object(route, desk->site.root.office, &list);
    assert_false(is_in_tree(desk, route));
    assert_true(first_sync(desk) > 0);
}

static void a_snapshot_older_than_the_one_in_force_is_dropped(void **state)
{
    struct desk *desk = *state;

    publish_many(desk, 1);
    desk->publisher.hurried = true;
    publish_many(desk, PUBLISH_SNAPSHOT_EVERY);
    tidy(desk);
    assert_int_not_equal(number(desk, "ahead-seq"), 0);
    desk->publisher.hurried = false; /* another process, which has time, takes it as well */
    publish_many(desk, 1);
    assert_int_equal(number(desk, "ahead-seq"), 0);
    assert_int_equal(head_now(desk).snapshot_seq, head_now(desk).seq - 1);
}

static void who_is_in_a_hurry_does_not_wait_for_another(void **state)
{
    struct desk *desk = *state;
    struct site other;

    assert_ok_why(site_open(desk->site_folder, desk->site.now_s, &other, &desk->why), &desk->why);
    assert_ok(site_lock(&other, &desk->why));
    desk->publisher.hurried = true;
    assert_err(ERR_BUSY, publish_head(&desk->site, &desk->publisher, &desk->why));
    site_unlock(&other);
    assert_ok_why(publish_head(&desk->site, &desk->publisher, &desk->why), &desk->why);
    site_close(&other);
}

/* An older copy of the office's folder was laid over the new one, or a file was lost. */
static void a_snapshot_that_is_not_in_the_tree_is_named_by_no_head(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX], path[FILE_PATH_BYTES_MAX];

    publish_many(desk, 1);
    desk->publisher.hurried = true;
    publish_many(desk, PUBLISH_SNAPSHOT_EVERY);
    uint64_t before = head_now(desk).snapshot_seq;
    tidy(desk);
    ahead_route(desk, route);
    assert_ok(tree_path(&desk->site, route, path));
    assert_int_equal(unlink(path), 0);
    publish_many(desk, 1);
    assert_int_equal(head_now(desk).snapshot_seq, before);
    assert_int_equal(first_sync(desk), 2);
    assert_true(is_due(desk)); /* and it is made again */
    tidy(desk);
    publish_many(desk, 1);
    assert_int_equal(head_now(desk).snapshot_seq, head_now(desk).seq - 1);
    assert_int_equal(first_sync(desk), 2);
}

static void a_snapshot_made_without_a_key_is_endorsed_once_a_head_names_it(void **state)
{
    struct desk *desk = *state;
    struct root *root = &desk->site.root;

    publish_many(desk, 1);
    struct head first = head_now(desk);
    assert_true(head_is_endorsed(&first, root)); /* the desk has the office's key */
    desk->publisher.hurried = true;
    publish_many(desk, PUBLISH_SNAPSHOT_EVERY);
    tidy(desk);
    desk->publisher.has_office = false;
    publish_many(desk, 1);
    struct head unlocked = head_now(desk);
    assert_true(unlocked.snapshot_seq > first.snapshot_seq);
    assert_int_equal(unlocked.endorsement_count, 0); /* the office's key was not at hand */
    assert_int_equal(first_sync(desk), 2);
    desk->publisher.has_office = true;
    publish_many(desk, 1);
    struct head endorsed = head_now(desk);
    assert_int_equal(endorsed.snapshot_seq, unlocked.snapshot_seq);
    assert_true(head_is_endorsed(&endorsed, root));
    assert_int_equal(first_sync(desk), 2);
}

static void a_snapshot_with_a_wrong_signature_in_it_is_not_endorsed(void **state)
{
    struct desk *desk = *state;
    struct txn *txn = NULL;
    struct entry entry;

    publish_notice(desk, "water.md", "明天停水");
    assert_ok(txn_begin_write(desk->site.store, &txn));
    assert_ok(site_entry(&desk->site, txn, SITE_PUBLISHED, text_of("notice/water"), &entry));
    entry.signatures[0].signature.b[3] ^= 1; /* the disk, or a hand in the store */
    assert_ok(site_put_entry(&desk->site, txn, SITE_PUBLISHED, &entry));
    assert_ok(txn_commit(txn));
    desk->publisher.hurried = true;
    publish_many(desk, PUBLISH_SNAPSHOT_EVERY);
    uint64_t before = head_now(desk).snapshot_seq;
    tidy(desk);
    publish_many(desk, 1);
    struct head head = head_now(desk);
    assert_true(head.snapshot_seq > before);
    assert_int_equal(head.endorsement_count, 0);
}

/* Where the head's key is locked away that may take days: nothing is made again and again. */
static void what_was_destroyed_waits_for_the_next_head(void **state)
{
    struct desk *desk = *state;
    struct txn *txn = NULL;

    publish_many(desk, 1);
    desk->publisher.hurried = true;
    publish_many(desk, PUBLISH_SNAPSHOT_EVERY);
    assert_true(is_due(desk));
    assert_ok(txn_begin_write(desk->site.store, &txn));
    assert_ok(txn_put_number(txn, SITE_META, "snapshot-stale", 1)); /* as collect.c notes it */
    assert_ok(txn_commit(txn));
    assert_false(is_due(desk));
    tidy(desk);
    assert_int_equal(number(desk, "ahead-seq"), 0);
    publish_many(desk, 1);
    assert_int_equal(head_now(desk).snapshot_seq, head_now(desk).seq); /* without it, at once */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_hurried_publication_leaves_the_snapshot_and_the_next_head_names_it, desk),
        TEST(without_it_a_publication_makes_the_snapshot_before_kiosks_need_it, desk),
        TEST(what_has_ended_is_not_shown_by_a_snapshot_made_before, desk),
        TEST(a_snapshot_older_than_the_one_in_force_is_dropped, desk),
        TEST(who_is_in_a_hurry_does_not_wait_for_another, desk),
        TEST(a_snapshot_that_is_not_in_the_tree_is_named_by_no_head, desk),
        TEST(a_snapshot_made_without_a_key_is_endorsed_once_a_head_names_it, desk),
        TEST(a_snapshot_with_a_wrong_signature_in_it_is_not_endorsed, desk),
        TEST(what_was_destroyed_waits_for_the_next_head, desk),
    };
    return cmocka_run_group_tests_name("office.tidy", tests, NULL, NULL);
}
