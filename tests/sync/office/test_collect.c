/* What nobody needs leaves the tree and the store, and never before what replaces it is public. */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collect.h"
#include "hash.h"
#include "published.h"
#include "routes.h"
#include "snapshot.h"
#include "tree.h"
#include "volumes.h"

enum { BIG_BYTES = LOG_INLINE_BYTES_MAX - 2 }; /* and its title: more than rides in a log */

#define ITEM "disclosure/2026-10/05/1"
#define LIST "disclosure/2026-10/07/1"

/* Too long to ride in a log: a file of its own. */
static void publish_big(struct desk *desk, char letter)
{
    static char body[BIG_BYTES];
    memset(body, letter, sizeof body);
    for (size_t i = 80; i + 80 < sizeof body; i += 80) {
        body[i] = '\n';
    }
    body[sizeof body - 1] = '\0';
    publish_notice(desk, "big.md", body);
}

/* Three looks, a grace apart: the first notes what is not needed, the last takes it away. */
static void let_grace_pass(struct desk *desk)
{
    for (int i = 0; i < 3; i++) {
        desk->site.now_s += COLLECT_GRACE_S + 1;
        assert_ok_why(publish_head(&desk->site, &desk->publisher, &desk->why), &desk->why);
    }
}

static bool log_is_there(struct desk *desk, uint64_t seq)
{
    char route[ROUTE_BYTES_MAX];
    route_log(route, desk->site.root.office, seq);
    return is_in_tree(desk, route);
}

static bool object_is_there(struct desk *desk, const struct hash *hash)
{
    char route[ROUTE_BYTES_MAX];
    route_object(route, desk->site.root.office, hash);
    return is_in_tree(desk, route);
}

static bool is_in_store(struct desk *desk, const struct hash *hash)
{
    struct txn *txn = NULL;
    struct bytes value;
    assert_ok(txn_begin_read(desk->site.store, &txn));
    enum err err = txn_get(txn, SITE_OBJECTS, bytes_of(hash->b, HASH_BYTES), &value);
    txn_abort(txn);
    return err == OK;
}

static void kiosks_need_the_logs_behind_the_snapshot_and_sixty_four_back(void **state)
{
    (void)state;
    assert_int_equal(collect_floor(10, 1), 0);
    assert_int_equal(collect_floor(64, 64), 0);
    assert_int_equal(collect_floor(65, 65), 1);
    assert_int_equal(collect_floor(200, 190), 136);
    assert_int_equal(collect_floor(200, 100), 100); /* no newer snapshot: it is gone on from */
    assert_int_equal(collect_floor(200, 0), 0);
}

static void a_log_goes_once_no_kiosk_within_the_grace_may_go_by_it(void **state)
{
    struct desk *desk = *state;
    publish_many(desk, SNAPSHOT_BEHIND_MAX + 20);
    struct head head = head_now(desk);
    desk->site.now_s += COLLECT_EVERY_S;
    assert_ok(publish_head(&desk->site, &desk->publisher, &desk->why));
    assert_true(log_is_there(desk, 1)); /* an older head may be on its way to somebody */
    let_grace_pass(desk);
    uint64_t floor = collect_floor(head.seq, head.snapshot_seq);
    assert_true(floor > 0);
    assert_false(log_is_there(desk, 1));
    assert_false(log_is_there(desk, floor));
    assert_true(log_is_there(desk, floor + 1));
    assert_int_equal(desk_count(desk, SITE_LOGS), head.seq - floor);
    assert_int_equal(first_sync(desk), 2);
    publish_many(desk, 2); /* and it goes on */
    assert_int_equal(first_sync(desk), 2);
}

static void an_object_goes_with_the_last_log_that_names_it(void **state)
{
    struct desk *desk = *state;
    publish_big(desk, 'a');
    struct hash first = desk_entry(desk, "notice/big").hash;
    publish_big(desk, 'b');
    struct hash second = desk_entry(desk, "notice/big").hash;
    let_grace_pass(desk);
    assert_true(object_is_there(desk, &first)); /* a log that may be gone by names it */
    publish_many(desk, SNAPSHOT_BEHIND_MAX + 20);
    let_grace_pass(desk);
    assert_false(object_is_there(desk, &first));
    assert_true(object_is_there(desk, &second)); /* in force, whatever became of its log */
    assert_true(is_in_store(desk, &first));      /* the archive keeps it */
    assert_int_equal(first_sync(desk), 3);
}

static void what_a_crash_left_in_the_tree_is_found(void **state)
{
    struct desk *desk = *state;
    char folder[FILE_PATH_BYTES_MAX], log[ROUTE_BYTES_MAX];
    struct hash none = hash_of(text_bytes(text_of("x")));
    char route[ROUTE_BYTES_MAX], snapshot[ROUTE_BYTES_MAX];
    publish_big(desk, 'a');
    route_object(route, desk->site.root.office, &none);
    route_snapshot(snapshot, desk->site.root.office, &none);
    assert_ok(tree_put(&desk->site, route, text_bytes(text_of("x")), &desk->why));
    assert_ok(tree_put(&desk->site, snapshot, text_bytes(text_of("x")), &desk->why));
    assert_ok(tree_path(&desk->site, "v1/linden/o", folder));
    assert_ok(tree_put(&desk->site, "v1/linden/o/notes", text_bytes(text_of("x")), &desk->why));
    desk->site.now_s += COLLECT_EVERY_S;
    assert_ok_why(publish_head(&desk->site, &desk->publisher, &desk->why), &desk->why);
    assert_false(is_in_tree(desk, route));
    assert_false(is_in_tree(desk, snapshot));
    assert_true(is_in_tree(desk, "v1/linden/o/notes")); /* none of ours */
    route_log(log, desk->site.root.office, 1);
    assert_true(is_in_tree(desk, log) && is_in_tree(desk, "v1/linden/root/1"));
    assert_int_equal(first_sync(desk), 2);
}

/* No head can be written in the place of a folder: as when the power goes before it is. */
static void what_has_ended_goes_behind_the_head_that_no_longer_needs_it(void **state)
{
    struct desk *desk = *state;
    char head[FILE_PATH_BYTES_MAX], away[FILE_PATH_BYTES_MAX];
    publish_list(desk);
    struct hash list = desk_entry(desk, LIST).hash;
    unsigned before = first_sync(desk);
    assert_ok(tree_path(&desk->site, "v1/linden/head", head));
    assert_ok(site_path(&desk->site, "head-away", away));
    assert_int_equal(rename(head, away), 0);
    assert_int_equal(mkdir(head, 0755), 0);
    desk_set_time(desk, "2027-01-01 00:00");
    assert_int_not_equal(publish_head(&desk->site, &desk->publisher, &desk->why), OK);
    assert_true(object_is_there(desk, &list));
    assert_int_equal(rmdir(head), 0);
    assert_int_equal(rename(away, head), 0);
    assert_int_equal(first_sync(desk), before); /* the old head, and all that it names */
    assert_ok_why(publish_head(&desk->site, &desk->publisher, &desk->why), &desk->why);
    assert_false(object_is_there(desk, &list));
    assert_int_equal(first_sync(desk), before - 1);
    assert_true(is_in_store(desk, &list)); /* six years, G12 */
}

static void publish_item(struct desk *desk, const char *body, const char *correction)
{
    char text[256];
    snprintf(text, sizeof text,
             "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\ntitle: 收支\n---\n%s\n", body);
    desk_file(desk, "05.md", text);
    assert_ok_why(desk_import_corrected(desk, "05.md", correction), &desk->why);
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, NULL));
    assert_ok_why(desk_publish(desk), &desk->why);
}

static void a_destroyed_volume_leaves_the_old_logs_too(void **state)
{
    struct desk *desk = *state;
    const struct purge_act act = {.on = civil_day_of_ymd(2033, 1, 5),
                                  .by = text_of("李敏"),
                                  .approver = text_of("陈立"),
                                  .reason = text_of("保存期满")};
    FILE *quiet = fopen("/dev/null", "w");
    assert_non_null(quiet);
    publish_item(desk, "原来的正文", NULL);
    struct hash first = desk_entry(desk, ITEM).hash;
    publish_item(desk, "改过的正文", "数字有误");
    struct hash second = desk_entry(desk, ITEM).hash;
    uint64_t seq = head_now(desk).seq;
    let_grace_pass(desk);
    assert_true(is_in_store(desk, &first) && is_in_store(desk, &second));
    assert_err(ERR_DENIED, volume_delete(&desk->site, 2026,
                                         &(struct purge_act){.on = civil_day_of_ymd(2032, 12, 31),
                                                             .by = act.by,
                                                             .approver = act.approver,
                                                             .reason = act.reason},
                                         quiet, &desk->why));
    desk_set_time(desk, "2033-01-05 09:00");
    assert_ok_why(volume_delete(&desk->site, 2026, &act, quiet, &desk->why), &desk->why);
    fclose(quiet);
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_true(is_in_store(desk, &first)); /* both must have signed */
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, NULL));
    assert_ok_why(desk_publish(desk), &desk->why);
    assert_false(is_in_store(desk, &first) || is_in_store(desk, &second));
    for (uint64_t old = 1; old <= seq; old++) {
        assert_false(log_is_there(desk, old)); /* small ones rode inside */
    }
    assert_int_equal(desk_count(desk, SITE_LOGS), 0);
    first_sync(desk);
    publish_many(desk, 1);
    first_sync(desk);
}

static void of_a_letters_states_only_the_newest_is_kept(void **state)
{
    struct desk *desk = *state;
    uint8_t loc[RECEIPT_LOC_BYTES] = {1, 2, 3};
    char key[64] = "receipt/";
    hex_format(bytes_of(loc, sizeof loc), key + strlen(key));
    struct hash first = {0};
    for (enum receipt_state told = RECEIPT_RECEIVED; told <= RECEIPT_ANSWERED; told++) {
        struct txn *txn = NULL;
        const struct receipt receipt = {
            .loc = bytes_of(loc, sizeof loc), .state = told, .at = desk->site.now_s};
        assert_ok(txn_begin_write(desk->site.store, &txn));
        assert_ok(publish_stage(&desk->site, txn, &desk->publisher.office, text_of(key),
                                KIND_receipt, &receipt, desk->site.now_s, &desk->why));
        assert_ok(txn_commit(txn));
        assert_ok(desk_publish(desk));
        first = told == RECEIPT_RECEIVED ? desk_entry(desk, key).hash : first;
    }
    publish_notice(desk, "a.md", "一");
    struct hash notice = desk_entry(desk, "notice/a").hash;
    publish_notice(desk, "a.md", "二");
    desk->site.now_s += COLLECT_EVERY_S;
    assert_ok_why(publish_head(&desk->site, &desk->publisher, &desk->why), &desk->why);
    assert_false(is_in_store(desk, &first));
    struct hash newest = desk_entry(desk, key).hash;
    assert_true(is_in_store(desk, &newest));
    assert_true(is_in_store(desk, &notice)); /* what was disclosed is not collected */
}

static void a_draft_that_was_never_published_leaves_nothing(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "a.md", "---\nkind: notice\ntitle: 通知\n---\n一\n");
    assert_ok(desk_import(desk, "a.md"));
    struct hash first = desk_entry(desk, "notice/a").hash;
    desk_file(desk, "a.md", "---\nkind: notice\ntitle: 通知\n---\n二\n");
    assert_ok(desk_import(desk, "a.md"));
    struct hash second = desk_entry(desk, "notice/a").hash;
    assert_true(is_in_store(desk, &first));
    assert_ok_why(publish_head(&desk->site, &desk->publisher, &desk->why), &desk->why);
    assert_false(is_in_store(desk, &first));
    assert_true(is_in_store(desk, &second)); /* still to be signed */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(kiosks_need_the_logs_behind_the_snapshot_and_sixty_four_back, desk),
        TEST(a_log_goes_once_no_kiosk_within_the_grace_may_go_by_it, desk),
        TEST(an_object_goes_with_the_last_log_that_names_it, desk),
        TEST(what_a_crash_left_in_the_tree_is_found, desk),
        TEST(what_has_ended_goes_behind_the_head_that_no_longer_needs_it, desk),
        TEST(a_destroyed_volume_leaves_the_old_logs_too, desk),
        TEST(of_a_letters_states_only_the_newest_is_kept, desk),
        TEST(a_draft_that_was_never_published_leaves_nothing, desk),
    };
    return cmocka_run_group_tests_name("collect", tests, NULL, NULL);
}
