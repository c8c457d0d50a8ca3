/* The view changes whole or not at all, and never backwards. */
#include "support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "content.h"
#include "hash.h"
#include "record.h"

enum { MAP_BYTES = 64 * 1024 * 1024, ARENA_BYTES = 4 * 1024 * 1024 };

struct fixture {
    char folder[TEMP_PATH_BYTES_MAX];
    struct content *content;
    struct arena arena;
};

static void open_it(struct fixture *f)
{
    struct complaint why = {""};

    assert_ok_why(content_open(f->folder, STORE_WRITE, MAP_BYTES, &f->content, &why), &why);
}

static void reopen(struct fixture *f)
{
    content_close(f->content);
    open_it(f);
}

static int content_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    assert_ok(seal_start());
    assert_ok(arena_init(&f->arena, ARENA_BYTES));
    temp_folder_make(f->folder);
    open_it(f);
    *state = f;
    return 0;
}

static int content_teardown(void **state)
{
    struct fixture *f = *state;

    content_close(f->content);
    folder_remove(f->folder);
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

static struct hash stage(struct fixture *f, const char *object)
{
    struct hash hash = hash_of(bytes_of_text(object));

    assert_ok(content_stage(f->content, &hash, bytes_of_text(object)));
    return hash;
}

static struct content_state state_at(uint64_t seq)
{
    return (struct content_state){.seq = seq,
                                  .tip = hash_of(bytes_of(&seq, sizeof seq)),
                                  .issued_s = (int64_t)seq * 100,
                                  .checked_s = (int64_t)seq * 100 + 5,
                                  .head = bytes_of_text("head"),
                                  .root = bytes_of_text("root")};
}

static struct content_change change_of(const char *key, uint64_t ver, const char *entry)
{
    return (struct content_change){.key = text_of(key), .ver = ver, .entry = bytes_of_text(entry)};
}

/* Stages `object` and brings it into the view under `key`. */
static void show(struct fixture *f, const char *key, uint64_t ver, const char *entry,
                 const char *object, uint64_t seq)
{
    struct hash hash = stage(f, object);
    struct content_change change = change_of(key, ver, entry);
    struct content_state state = state_at(seq);
    struct complaint why = {""};

    assert_ok_why(content_flip(f->content, &change, &hash, 1, &state, &why), &why);
}

static void assert_entry(struct fixture *f, const char *key, const char *expected)
{
    struct bytes entry;

    assert_ok(content_entry(f->content, text_of(key), &f->arena, &entry));
    assert_true(bytes_equal(entry, bytes_of_text(expected)));
}

static bool has(struct fixture *f, const char *object)
{
    struct hash hash = hash_of(bytes_of_text(object));

    return content_has(f->content, &hash);
}

static uint64_t seq_of(struct fixture *f)
{
    struct content_state state;

    assert_ok(content_state(f->content, &f->arena, &state));
    return state.seq;
}

static void a_new_kiosk_has_an_empty_view(void **state)
{
    struct fixture *f = *state;
    struct content_state found;
    struct content_item items[1];
    size_t count = 9;

    assert_ok(content_state(f->content, &f->arena, &found));
    assert_int_equal(found.seq, 0);
    assert_true(hash_is_none(&found.tip));
    assert_int_equal(found.head.size, 0);
    assert_ok(content_list(f->content, text_of(""), false, &f->arena, items, 1, &count));
    assert_int_equal(count, 0);
}

static void a_flip_shows_entries_and_state_together(void **state)
{
    struct fixture *f = *state;
    struct content_state found, given = state_at(3);
    struct bytes object;
    struct hash hash = hash_of(bytes_of_text("object"));

    show(f, "notice/a", 1, "entry", "object", 3);
    reopen(f);
    assert_entry(f, "notice/a", "entry");
    assert_ok(content_object(f->content, &hash, &f->arena, &object));
    assert_true(bytes_equal(object, bytes_of_text("object")));
    assert_ok(content_state(f->content, &f->arena, &found));
    assert_int_equal(found.seq, 3);
    assert_true(hash_equal(&found.tip, &given.tip));
    assert_int_equal(found.issued_s, 300);
    assert_int_equal(found.checked_s, 305);
    assert_true(bytes_equal(found.head, bytes_of_text("head")));
    assert_true(bytes_equal(found.root, bytes_of_text("root")));
}

static void what_is_staged_alone_is_not_in_the_view(void **state)
{
    struct fixture *f = *state;
    struct bytes entry;

    stage(f, "object");
    assert_true(has(f, "object")); /* by who stages, before it is committed */
    assert_ok(content_stage_end(f->content));
    assert_true(has(f, "object"));
    assert_err(ERR_NOT_FOUND, content_entry(f->content, text_of("notice/a"), &f->arena, &entry));
    assert_int_equal(seq_of(f), 0);
}

static void a_missing_object_stops_the_whole_flip(void **state)
{
    struct fixture *f = *state;
    struct hash hashes[2] = {stage(f, "here"), hash_of(bytes_of_text("missing"))};
    struct content_change changes[2] = {change_of("notice/a", 1, "a"),
                                        change_of("notice/b", 1, "b")};
    struct content_state next = state_at(1);
    struct complaint why = {""};
    struct bytes entry;

    assert_err(ERR_NOT_FOUND, content_flip(f->content, changes, hashes, 2, &next, &why));
    assert_says(&why, "notice/b");
    assert_err(ERR_NOT_FOUND, content_entry(f->content, text_of("notice/a"), &f->arena, &entry));
    assert_int_equal(seq_of(f), 0);
}

static void an_older_version_moves_to_the_history(void **state)
{
    struct fixture *f = *state;
    struct bytes entry;

    show(f, "disclosure/2026-10/05/1", 1, "first", "o1", 1);
    show(f, "disclosure/2026-10/05/1", 3, "corrected", "o3", 2);
    assert_entry(f, "disclosure/2026-10/05/1", "corrected");
    struct text key = text_of("disclosure/2026-10/05/1");
    assert_ok(content_entry_version(f->content, key, 1, &f->arena, &entry));
    assert_true(bytes_equal(entry, bytes_of_text("first")));
    assert_ok(content_entry_version(f->content, key, 3, &f->arena, &entry));
    assert_true(bytes_equal(entry, bytes_of_text("corrected")));
    assert_err(ERR_NOT_FOUND, content_entry_version(f->content, key, 2, &f->arena, &entry));
    assert_true(has(f, "o1"));
}

static void a_replayed_older_version_is_refused(void **state)
{
    struct fixture *f = *state;
    struct hash hash;
    struct content_change change = change_of("notice/a", 1, "old again");
    struct content_state next = state_at(3);
    struct complaint why = {""};

    show(f, "notice/a", 1, "old", "o1", 1);
    show(f, "notice/a", 2, "new", "o2", 2);
    hash = stage(f, "o1");
    assert_err(ERR_MISMATCH, content_flip(f->content, &change, &hash, 1, &next, &why));
    assert_says(&why, "notice/a");
    assert_err(ERR_MISMATCH, content_flip_whole(f->content, &change, &hash, 1, &next, &why));
    assert_entry(f, "notice/a", "new");
    assert_int_equal(seq_of(f), 2);
}

static void the_same_version_takes_the_place_of_its_announcement(void **state)
{
    struct fixture *f = *state;
    struct bytes entry;

    show(f, "disclosure/2026-10/05/1", 1, "announced", "announce", 1);
    show(f, "disclosure/2026-10/05/1", 1, "signed", "disclosure", 2);
    assert_entry(f, "disclosure/2026-10/05/1", "signed");
    assert_false(has(f, "announce")); /* nothing names it any more */
    assert_ok(content_entry_version(f->content, text_of("disclosure/2026-10/05/1"), 1, &f->arena,
                                    &entry));
    assert_true(bytes_equal(entry, bytes_of_text("signed")));
}

static void an_object_lives_as_long_as_an_entry_names_it(void **state)
{
    struct fixture *f = *state;

    show(f, "notice/a", 1, "a", "shared", 1);
    show(f, "notice/b", 1, "b", "shared", 2);
    show(f, "notice/a", 1, "a2", "other", 3);
    assert_true(has(f, "shared"));
    show(f, "notice/b", 1, "b2", "other", 4);
    assert_false(has(f, "shared"));
    show(f, "notice/b", 1, "b3", "other", 5); /* the same object once more */
    assert_true(has(f, "other"));
}

static void a_snapshot_replaces_the_view(void **state)
{
    struct fixture *f = *state;
    struct hash hash;
    struct content_change change = change_of("notice/c", 1, "c");
    struct content_state next = state_at(9);
    struct complaint why = {""};
    struct bytes entry;

    show(f, "notice/a", 1, "a1", "o1", 1);
    show(f, "notice/a", 2, "a2", "o2", 2);
    stage(f, "never named");
    hash = stage(f, "oc");
    assert_ok_why(content_flip_whole(f->content, &change, &hash, 1, &next, &why), &why);
    reopen(f);
    assert_err(ERR_NOT_FOUND, content_entry(f->content, text_of("notice/a"), &f->arena, &entry));
    assert_err(ERR_NOT_FOUND,
               content_entry_version(f->content, text_of("notice/a"), 1, &f->arena, &entry));
    assert_entry(f, "notice/c", "c");
    assert_int_equal(seq_of(f), 9);
    assert_false(has(f, "o1"));
    assert_false(has(f, "never named"));
    assert_true(has(f, "oc"));
}

static void a_forgotten_version_takes_its_object_along(void **state)
{
    struct fixture *f = *state;
    struct text key = text_of("disclosure/2026/07/1");
    struct bytes entry;

    show(f, "disclosure/2026/07/1", 1, "names of persons", "list", 1);
    show(f, "disclosure/2026/07/1", 2, "withdrawn", "withdraw", 2);
    assert_err(ERR_NOT_FOUND, content_forget(f->content, key, 2)); /* that one is in the view */
    assert_ok(content_forget(f->content, key, 1));
    assert_false(has(f, "list"));
    assert_err(ERR_NOT_FOUND, content_entry_version(f->content, key, 1, &f->arena, &entry));
    assert_entry(f, "disclosure/2026/07/1", "withdrawn");
}

static void what_was_staged_in_vain_is_swept(void **state)
{
    struct fixture *f = *state;

    show(f, "notice/a", 1, "a", "named", 1);
    stage(f, "in vain");
    assert_ok(content_sweep(f->content));
    assert_false(has(f, "in vain"));
    assert_true(has(f, "named"));
}

static void confirming_touches_only_the_times(void **state)
{
    struct fixture *f = *state;
    struct content_state found;

    show(f, "notice/a", 1, "a", "o", 4);
    assert_ok(content_confirm(f->content, 700, 705, bytes_of_text("newer head")));
    assert_ok(content_state(f->content, &f->arena, &found));
    assert_int_equal(found.seq, 4);
    assert_int_equal(found.issued_s, 700);
    assert_int_equal(found.checked_s, 705);
    assert_true(bytes_equal(found.head, bytes_of_text("newer head")));
    assert_ok(content_confirm(f->content, 700, 800, bytes_of(NULL, 0)));
    assert_ok(content_state(f->content, &f->arena, &found));
    assert_true(bytes_equal(found.head, bytes_of_text("newer head")));
}

static void lists_follow_the_keys_both_ways(void **state)
{
    struct fixture *f = *state;
    static const char *const keys[] = {"board/2026-10/01", "board/2026-11/01", "board/2026-11/02",
                                       "board/2026-11/10", "board/2026-12/01", "notice/a"};
    struct content_item items[8];
    size_t count = 0;

    for (size_t i = 0; i < 6; i++) {
        show(f, keys[i], 1, keys[i], "o", i + 1);
    }
    assert_ok(
        content_list(f->content, text_of("board/2026-11/"), false, &f->arena, items, 8, &count));
    assert_int_equal(count, 3);
    assert_text(items[0].key, "board/2026-11/01");
    assert_true(bytes_equal(items[2].entry, bytes_of_text("board/2026-11/10")));
    assert_ok(
        content_list(f->content, text_of("board/2026-11/"), true, &f->arena, items, 2, &count));
    assert_int_equal(count, 2);
    assert_text(items[0].key, "board/2026-11/10");
    assert_text(items[1].key, "board/2026-11/02");
    assert_ok(content_list(f->content, text_of(""), true, &f->arena, items, 8, &count));
    assert_int_equal(count, 6);
    assert_text(items[0].key, "notice/a");
}

static void a_list_that_does_not_fit_says_so(void **state)
{
    struct fixture *f = *state;
    uint8_t block[40];
    struct arena small;
    struct content_item items[4];
    size_t count = 9;

    show(f, "notice/a", 1, "an entry of some length", "o", 1);
    show(f, "notice/b", 1, "an entry of some length", "o", 2);
    arena_init_over(&small, block, sizeof block);
    assert_err(ERR_NOMEM,
               content_list(f->content, text_of("notice/"), false, &small, items, 4, &count));
    assert_int_equal(count, 9);
}

/* ---- a writer killed behind its commit ---- */

static bool dies_behind_its_commit;

/* LMDB writes what makes a commit, the head of its file, with this one. */
__attribute__((visibility("default"))) ssize_t pwrite(int fd, const void *data, size_t size,
                                                      off_t at)
{
    enum { HEADS_END = 2 * 4096 };
    ssize_t done = syscall(SYS_pwrite64, fd, data, size, at);

    if (dies_behind_its_commit && at < HEADS_END) {
        raise(SIGKILL);
    }
    return done;
}

/* Keeps the store open, as a kiosk does, until it is ended. */
static pid_t reader_start(const struct fixture *f)
{
    int ready[2];
    char word = 0;

    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct content *content = NULL;
        word = content_open(f->folder, STORE_READ, MAP_BYTES, &content, NULL) == OK ? '+' : '-';
        if (write(ready[1], &word, 1) == 1) {
            pause();
        }
        _exit(0);
    }
    assert_int_equal(read(ready[0], &word, 1), 1);
    assert_int_equal(word, '+');
    close(ready[0]);
    close(ready[1]);
    return pid;
}

static int status_of(pid_t pid)
{
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void what_a_killed_writer_has_committed_is_what_the_next_one_goes_by(void **state)
{
    struct fixture *f = *state;

    show(f, "notice/a", 1, "entry 1", "text 1", 1);
    content_close(f->content);
    f->content = NULL;
    pid_t reader = reader_start(f);
    pid_t writer = fork();
    if (writer == 0) {
        open_it(f);
        struct hash hash = stage(f, "text 2");
        assert_ok(content_stage_end(f->content));
        dies_behind_its_commit = true;
        struct content_change change = change_of("notice/a", 2, "entry 2");
        struct content_state at = state_at(2);
        _exit(content_flip(f->content, &change, &hash, 1, &at, NULL));
    }
    int status = status_of(writer);
    open_it(f);
    kill(reader, SIGKILL);
    (void)status_of(reader);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    assert_int_equal(seq_of(f), 2);
    assert_entry(f, "notice/a", "entry 2");
}

static void large_objects_are_committed_while_staging(void **state)
{
    struct fixture *f = *state;
    static uint8_t object[RECORD_BYTES_MAX + 1];
    struct hash hashes[3];

    for (uint8_t i = 0; i < 3; i++) {
        object[0] = i;
        hashes[i] = hash_of(bytes_of(object, RECORD_BYTES_MAX));
        assert_ok(content_stage(f->content, &hashes[i], bytes_of(object, RECORD_BYTES_MAX)));
    }
    reopen(f); /* without stage_end: each was over CONTENT_STAGE_BYTES */
    for (uint8_t i = 0; i < 3; i++) {
        assert_true(content_has(f->content, &hashes[i]));
    }
    assert_err(ERR_INVALID, content_stage(f->content, &hashes[0], bytes_of(object, sizeof object)));
    assert_err(ERR_INVALID, content_stage(f->content, &hashes[0], bytes_of(object, 0)));
}

static void a_full_map_leaves_the_view_as_it_was(void **state)
{
    struct fixture *f = *state;
    static uint8_t object[RECORD_BYTES_MAX];
    struct complaint why = {""};
    enum err err = OK;

    show(f, "notice/a", 1, "a", "o", 1);
    content_close(f->content);
    assert_ok_why(content_open(f->folder, STORE_WRITE, 4 * 1024 * 1024, &f->content, &why), &why);
    for (uint8_t i = 0; err == OK && i < 20; i++) {
        object[0] = i;
        struct hash hash = hash_of(bytes_of(object, sizeof object));
        err = content_stage(f->content, &hash, bytes_of(object, sizeof object));
    }
    assert_err(ERR_FULL, err);
    assert_entry(f, "notice/a", "a");
    assert_ok(content_sweep(f->content)); /* and there is a way out */
    show(f, "notice/a", 2, "b", "o2", 2);
    assert_entry(f, "notice/a", "b");
}

static void the_reserve_of_the_disk_is_kept_for_letters(void **state)
{
    struct fixture *f = *state;
    struct hash hash = hash_of(bytes_of_text("o"));

    show(f, "notice/a", 1, "a", "first", 1);
    content_set_reserve(f->content, UINT64_MAX);
    assert_err(ERR_FULL, content_stage(f->content, &hash, bytes_of_text("o")));
    assert_ok(content_confirm(f->content, 700, 705, bytes_of(NULL, 0)));
    content_set_reserve(f->content, 1);
    stage(f, "o");
}

static void keys_and_entries_are_checked(void **state)
{
    struct fixture *f = *state;
    static uint8_t block[CONTENT_ENTRY_BYTES_MAX + 1];
    struct hash hash = stage(f, "o");
    struct content_change change = change_of("notice//a", 1, "a");
    struct content_state next = state_at(1);
    struct complaint why = {""};

    assert_err(ERR_INVALID, content_flip(f->content, &change, &hash, 1, &next, &why));
    change = (struct content_change){
        .key = text_of("notice/a"), .ver = 1, .entry = bytes_of(block, sizeof block)};
    assert_err(ERR_INVALID, content_flip(f->content, &change, &hash, 1, &next, &why));
    change.entry.size--;
    assert_ok_why(content_flip(f->content, &change, &hash, 1, &next, &why), &why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_kiosk_has_an_empty_view, content),
        TEST(a_flip_shows_entries_and_state_together, content),
        TEST(what_is_staged_alone_is_not_in_the_view, content),
        TEST(a_missing_object_stops_the_whole_flip, content),
        TEST(an_older_version_moves_to_the_history, content),
        TEST(a_replayed_older_version_is_refused, content),
        TEST(the_same_version_takes_the_place_of_its_announcement, content),
        TEST(an_object_lives_as_long_as_an_entry_names_it, content),
        TEST(a_snapshot_replaces_the_view, content),
        TEST(a_forgotten_version_takes_its_object_along, content),
        TEST(what_was_staged_in_vain_is_swept, content),
        TEST(confirming_touches_only_the_times, content),
        TEST(lists_follow_the_keys_both_ways, content),
        TEST(a_list_that_does_not_fit_says_so, content),
        TEST(what_a_killed_writer_has_committed_is_what_the_next_one_goes_by, content),
        TEST(large_objects_are_committed_while_staging, content),
        TEST(a_full_map_leaves_the_view_as_it_was, content),
        TEST(the_reserve_of_the_disk_is_kept_for_letters, content),
        TEST(keys_and_entries_are_checked, content),
    };
    return cmocka_run_group_tests_name("content", tests, NULL, NULL);
}
