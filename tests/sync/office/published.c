/* published.c - see published.h. */
#include "published.h"

#include <unistd.h>

#include "hash.h"
#include "log_entry.h"
#include "pack.h"
#include "snapshot.h"
#include "tree.h"

void publish_notice(struct desk *desk, const char *name, const char *body)
{
    static char text[NOTICE_BYTES_MAX];
    snprintf(text, sizeof text, "---\nkind: notice\ntitle: 通知\n---\n%s\n", body);
    desk_file(desk, name, text);
    assert_ok_why(desk_import_corrected(desk, name, "改正"), &desk->why);
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok_why(desk_publish(desk), &desk->why);
    arena_reset(&desk->site.scratch);
}

void publish_many(struct desk *desk, unsigned count)
{
    static unsigned number; /* never the same twice */
    char body[32];
    for (unsigned i = 0; i < count; i++) {
        snprintf(body, sizeof body, "第%u次", ++number);
        publish_notice(desk, "often.md", body);
    }
}

struct head head_now(struct desk *desk)
{
    char path[FILE_PATH_BYTES_MAX];
    struct head head;
    assert_ok(tree_path(&desk->site, "v1/linden/head", path));
    assert_ok_why(
        head_open(file_bytes(&desk->site.scratch, path), &desk->site.root, &head, &desk->why),
        &desk->why);
    return head;
}

bool is_in_tree(struct desk *desk, const char *route)
{
    char path[FILE_PATH_BYTES_MAX];
    assert_ok(tree_path(&desk->site, route, path));
    return access(path, F_OK) == 0;
}

static enum err count_item(const struct entry *entry, struct bytes entry_bytes, struct bytes object,
                           void *data, struct complaint *why)
{
    struct desk *desk = ((void **)data)[0];
    (void)entry_bytes;
    assert_ok_why(entry_check_object(entry, &desk->site.root, object, why), why);
    ++*(unsigned *)((void **)data)[1];
    return OK;
}

unsigned first_sync(struct desk *desk)
{
    char route[ROUTE_BYTES_MAX], path[FILE_PATH_BYTES_MAX];
    struct head head = head_now(desk);
    struct snapshot_reader reader;
    struct arena arena;
    struct bytes plain;
    unsigned count = 0;
    void *data[] = {desk, &count};
    size_t mark = arena_mark(&desk->site.scratch);
    route_snapshot(route, desk->site.root.office, &head.snapshot);
    assert_ok(tree_path(&desk->site, route, path));
    assert_ok(unpack_frame(file_bytes(&desk->site.scratch, path), SNAPSHOT_BYTES_MAX,
                           &desk->site.scratch, &plain));
    assert_int_equal(plain.size, head.snapshot_size);
    assert_ok(arena_init(&arena, 2 * 1024 * 1024));
    assert_ok(snapshot_read_begin(&reader, &arena));
    assert_ok_why(snapshot_read(&reader, plain, &desk->why, count_item, data), &desk->why);
    assert_ok_why(snapshot_read_end(&reader, &head.snapshot, &desk->why), &desk->why);
    arena_deinit(&arena);
    struct hash tip = reader.tip;
    for (uint64_t seq = reader.seq + 1; seq <= head.seq; seq++) {
        struct log_entry log;
        route_log(route, desk->site.root.office, seq);
        assert_ok(tree_path(&desk->site, route, path));
        assert_ok(unpack_frame(file_bytes(&desk->site.scratch, path), LOG_BYTES_MAX,
                               &desk->site.scratch, &plain));
        assert_ok_why(log_entry_decode(plain, &desk->site.scratch, &log, &desk->why), &desk->why);
        assert_ok_why(log_entry_check(&log, &desk->site.root, seq - 1, &tip, &desk->why),
                      &desk->why);
        tip = hash_of(plain);
    }
    assert_true(hash_equal(&tip, &head.tip));
    arena_rewind(&desk->site.scratch, mark);
    return count;
}

void publish_list(struct desk *desk)
{
    desk_file(desk, "07.md",
              "---\nkind: disclosure\nitem: 7\nperiod: 2026-10\ntitle: 名单\nuntil: 2026-12-31\n"
              "---\n张*芳\n");
    assert_ok_why(desk_import(desk, "07.md"), &desk->why);
    assert_ok(desk_sign(desk, ROLE_OFFICE, NULL));
    assert_ok(desk_sign(desk, ROLE_SUPERVISION, NULL));
    assert_ok(desk_publish(desk));
}
