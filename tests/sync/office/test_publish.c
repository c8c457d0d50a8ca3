/* What is published is a chain of logs that any kiosk can check, and a crash in between heals. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hash.h"
#include "head.h"
#include "log_entry.h"
#include "pack.h"
#include "published.h"
#include "routes.h"
#include "tree.h"

#define KEY "disclosure/2026-10/05/1"

static void import_notice(struct desk *desk, const char *name, const char *body)
{
    char text[256];
    snprintf(text, sizeof text, "---\nkind: notice\ntitle: 通知\n---\n%s\n", body);
    desk_file(desk, name, text);
    assert_ok(desk_import(desk, name));
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
}

static struct bytes tree_file(struct desk *desk, const char *route)
{
    char path[FILE_PATH_BYTES_MAX];
    assert_ok(tree_path(&desk->site, route, path));
    return file_bytes(&desk->site.scratch, path);
}

static struct head read_head(struct desk *desk)
{
    char route[ROUTE_BYTES_MAX];
    struct head head;
    route_head(route, desk->site.root.office);
    assert_ok_why(head_open(tree_file(desk, route), &desk->site.root, &head, &desk->why),
                  &desk->why);
    return head;
}

static struct bytes log_plain(struct desk *desk, uint64_t seq)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes plain;
    route_log(route, desk->site.root.office, seq);
    assert_ok(unpack_frame(tree_file(desk, route), LOG_BYTES_MAX, &desk->site.scratch, &plain));
    return plain;
}

/* Walks the logs as a kiosk does; the test fails where the chain does. */
static void check_chain(struct desk *desk)
{
    struct head head = read_head(desk);
    struct hash tip = {0};
    for (uint64_t seq = 1; seq <= head.seq; seq++) {
        struct log_entry log;
        struct bytes plain = log_plain(desk, seq);
        assert_ok_why(log_entry_decode(plain, &desk->site.scratch, &log, &desk->why), &desk->why);
        assert_ok_why(log_entry_check(&log, &desk->site.root, seq - 1, &tip, &desk->why),
                      &desk->why);
        tip = hash_of(plain);
    }
    assert_true(hash_equal(&tip, &head.tip));
}

static void a_new_office_shows_root_hint_and_an_empty_head(void **state)
{
    struct desk *desk = *state;
    struct root root;
    assert_int_equal(read_head(desk).seq, 0);
    assert_ok(root_open(tree_file(desk, "v1/linden/root/1"), &root, &desk->why));
    assert_true(tree_file(desk, "v1/site").size > 0);
}

static void each_publication_is_one_log_chained_to_the_last(void **state)
{
    struct desk *desk = *state;
    assert_ok_why(desk_publish(desk), &desk->why); /* the policy */
    import_notice(desk, "a.md", "一");
    import_notice(desk, "b.md", "二");
    assert_ok(desk_publish(desk));
    assert_int_equal(read_head(desk).seq, 2);
    check_chain(desk);
    assert_false(desk_has(desk, SITE_DRAFTS, "notice/a"));
    assert_true(desk_has(desk, SITE_PUBLISHED, "notice/a"));
}

static void nothing_new_makes_no_log_but_a_newer_head(void **state)
{
    struct desk *desk = *state;
    assert_ok(desk_publish(desk));
    struct head before = read_head(desk);
    desk_set_time(desk, "2026-11-09 09:00");
    assert_ok(desk_publish(desk));
    struct head after = read_head(desk);
    assert_int_equal(after.seq, before.seq);
    assert_true(after.issued_s > before.issued_s);
    desk_set_time(desk, "2026-01-01");
    assert_ok(desk_publish(desk)); /* a clock that went back issues no older head */
    assert_int_equal(read_head(desk).issued_s, after.issued_s);
}

static void import_item_5(struct desk *desk)
{
    desk_file(desk, "05.md",
              "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\ntitle: 收支\n---\n正文。\n");
    assert_ok(desk_import(desk, "05.md"));
}

static void what_lacks_the_leaders_signature_is_announced_without_content(void **state)
{
    struct desk *desk = *state;
    struct announce a;
    import_item_5(desk);
    assert_ok(desk_publish(desk));
    assert_false(desk_has(desk, SITE_PUBLISHED, "announce/" KEY)); /* nobody signed it yet */
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY));
    assert_ok(desk_publish(desk));
    desk_record(desk, "announce/" KEY, &a);
    assert_text(a.title, "收支");
    assert_int_equal(a.item, 5);
    assert_false(desk_has(desk, SITE_PUBLISHED, KEY));
    uint64_t seq = read_head(desk).seq;
    assert_ok(desk_publish(desk));
    assert_int_equal(read_head(desk).seq, seq); /* it is not announced twice */
}

static void the_record_ends_its_announcement(void **state)
{
    struct desk *desk = *state;
    size_t index;
    int64_t announced_s, signed_s;
    import_item_5(desk);
    assert_ok(desk_sign(desk, ROLE_OFFICE, KEY));
    assert_ok(desk_publish(desk));
    desk_set_time(desk, "2026-11-09 10:00");
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, KEY));
    assert_ok(desk_publish(desk));
    struct entry announce = desk_entry(desk, "announce/" KEY), record = desk_entry(desk, KEY);
    assert_true(entry_signed_by(&announce, &desk->site.root, ROLE_OFFICE, &index, &announced_s));
    assert_true(entry_signed_by(&record, &desk->site.root, ROLE_OFFICE, &index, &signed_s));
    assert_true(signed_s > announced_s); /* PROTOCOL 5 */
    check_chain(desk);
}

static void the_snapshot_holds_all_that_is_live(void **state)
{
    struct desk *desk = *state;
    import_notice(desk, "a.md", "一");
    assert_ok(desk_publish(desk));
    assert_int_equal(first_sync(desk), 2); /* policy and notice */
}

static void a_new_snapshot_comes_after_many_logs_and_old_ones_go(void **state)
{
    struct desk *desk = *state;
    char body[16], route[ROUTE_BYTES_MAX], path[FILE_PATH_BYTES_MAX];
    assert_ok(desk_publish(desk));
    struct head first = read_head(desk);
    for (unsigned i = 0; i < 2 * PUBLISH_SNAPSHOT_EVERY; i++) {
        snprintf(body, sizeof body, "第%u版", i);
        import_notice(desk, "a.md", body);
        assert_ok(desk_publish(desk));
    }
    struct head last = read_head(desk);
    assert_int_equal(last.snapshot_seq, 1 + 2 * PUBLISH_SNAPSHOT_EVERY);
    assert_int_equal(first_sync(desk), 2);
    route_snapshot(route, desk->site.root.office, &first.snapshot);
    assert_ok(tree_path(&desk->site, route, path));
    assert_int_not_equal(access(path, F_OK), 0);
    check_chain(desk);
}

static void a_list_of_persons_is_a_file_that_leaves_the_tree(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX], path[FILE_PATH_BYTES_MAX];
    desk_file(desk, "07.md",
              "---\nkind: disclosure\nitem: 7\nperiod: 2026-10\ntitle: 名单\nuntil: 2026-12-31\n"
              "---\n张*芳\n");
    assert_ok(desk_import(desk, "07.md"));
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, NULL));
    assert_ok(desk_publish(desk));
    struct hash hash = desk_entry(desk, "disclosure/2026-10/07/1").hash;
    route_object(route, desk->site.root.office, &hash);
    assert_ok(tree_path(&desk->site, route, path));
    assert_int_equal(access(path, F_OK), 0);
    unsigned before = first_sync(desk);
    desk_set_time(desk, "2027-01-01 00:00");
    assert_ok_why(publish_head(&desk->site, &desk->publisher, &desk->why), &desk->why);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(first_sync(desk), before - 1); /* and the pack that held it is gone */
    assert_true(desk_has(desk, SITE_PUBLISHED, "disclosure/2026-10/07/1")); /* kept here */
}

/* The store has committed, the files have not come: as after a power cut. */
static void files_that_a_crash_left_out_are_completed(void **state)
{
    struct desk *desk = *state;
    char tree[FILE_PATH_BYTES_MAX], moved[FILE_PATH_BYTES_MAX];
    assert_ok(desk_publish(desk));
    struct head old = read_head(desk);
    import_notice(desk, "a.md", "一");
    /* tree/ as a plain file: nothing can be written into it */
    assert_ok(site_path(&desk->site, "tree", tree));
    assert_ok(site_path(&desk->site, "tree-away", moved));
    assert_int_equal(rename(tree, moved), 0);
    temp_file(desk->site_folder, "tree", bytes_of_text("x"));
    assert_int_not_equal(desk_publish(desk), OK);
    assert_int_equal(unlink(tree), 0);
    assert_int_equal(rename(moved, tree), 0);
    struct head still = read_head(desk);
    assert_int_equal(still.seq, old.seq); /* the old head stands, and what it names is there */
    check_chain(desk);
    assert_ok_why(desk_publish(desk), &desk->why);
    assert_int_equal(read_head(desk).seq, old.seq + 1);
    check_chain(desk);
}

static void more_than_one_log_holds_goes_into_several(void **state)
{
    struct desk *desk = *state;
    struct txn *txn = NULL;
    enum { MANY = PUBLISH_BATCH + 5 };
    assert_ok(txn_begin_write(desk->site.store, &txn));
    for (unsigned i = 0; i < MANY; i++) {
        char key[32];
        snprintf(key, sizeof key, "notice/n%u", i);
        struct notice notice = {.title = text_of("通知"), .text = text_of(key)};
        size_t mark = arena_mark(&desk->site.scratch);
        assert_ok(publish_stage(&desk->site, txn, &desk->publisher.office, text_of(key),
                                KIND_notice, &notice, desk->site.now_s, &desk->why));
        arena_rewind(&desk->site.scratch, mark);
    }
    assert_ok(txn_commit(txn));
    assert_ok_why(desk_publish(desk), &desk->why);
    assert_int_equal(read_head(desk).seq, 2);
    check_chain(desk);
    assert_int_equal(first_sync(desk), MANY + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_office_shows_root_hint_and_an_empty_head, desk),
        TEST(each_publication_is_one_log_chained_to_the_last, desk),
        TEST(nothing_new_makes_no_log_but_a_newer_head, desk),
        TEST(what_lacks_the_leaders_signature_is_announced_without_content, desk),
        TEST(the_record_ends_its_announcement, desk),
        TEST(the_snapshot_holds_all_that_is_live, desk),
        TEST(a_new_snapshot_comes_after_many_logs_and_old_ones_go, desk),
        TEST(a_list_of_persons_is_a_file_that_leaves_the_tree, desk),
        TEST(files_that_a_crash_left_out_are_completed, desk),
        TEST(more_than_one_log_holds_goes_into_several, desk),
    };
    return cmocka_run_group_tests_name("publish", tests, NULL, NULL);
}
