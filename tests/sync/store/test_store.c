/* One environment: what it promises to everything above it. */
#include "support.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store.h"

enum { MAP_BYTES = 16 * 1024 * 1024, FIRST = 0, SECOND, PLAIN, TABLES, NOBODY = 65534 };

static const char *const tables[TABLES] = {"first", "second", "plain"};

static struct store_options options_of(const char *folder, enum store_mode mode)
{
    return (struct store_options){.folder = folder,
                                  .mode = mode,
                                  .map_bytes = MAP_BYTES,
                                  .tables = tables,
                                  .table_count = TABLES,
                                  .schema = 1,
                                  .plain_tables = 1U << PLAIN};
}

static struct store *open_in(const char *folder, enum store_mode mode)
{
    struct store_options options = options_of(folder, mode);
    struct store *store = NULL;
    struct complaint why = {""};

    assert_ok_why(store_open(&options, &store, &why), &why);
    return store;
}

static struct bytes b(const char *text)
{
    return bytes_of_text(text);
}

static void put_one(struct store *store, unsigned table, const char *key, const char *value)
{
    struct txn *txn = NULL;

    assert_ok(txn_begin_write(store, &txn));
    assert_ok(txn_put(txn, table, b(key), b(value)));
    assert_ok(txn_commit(txn));
}

static void assert_value(struct store *store, unsigned table, const char *key, const char *expected)
{
    struct txn *txn = NULL;
    struct bytes value;

    assert_ok(txn_begin_read(store, &txn));
    enum err err = txn_get(txn, table, b(key), &value);
    if (expected) {
        assert_ok(err);
        assert_true(bytes_equal(value, b(expected)));
    } else {
        assert_err(ERR_NOT_FOUND, err);
    }
    txn_abort(txn);
}

/* Runs `act` in a child process: another process of the same folder. Returns its exit code. */
static int in_a_child(int (*act)(const char *folder), const char *folder)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        _exit(act(folder));
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* ---- values ---- */

static void what_was_committed_is_there_after_reopening(void **state)
{
    struct store *store = open_in(*state, STORE_WRITE);

    put_one(store, FIRST, "k", "v");
    put_one(store, PLAIN, "k", "w");
    store_close(store);
    store = open_in(*state, STORE_WRITE);
    assert_value(store, FIRST, "k", "v");
    assert_value(store, PLAIN, "k", "w");
    assert_value(store, SECOND, "k", NULL);
    store_close(store);
}

static void an_aborted_transaction_changes_nothing(void **state)
{
    struct store *store = open_in(*state, STORE_WRITE);
    struct txn *txn = NULL;

    put_one(store, FIRST, "k", "v");
    assert_ok(txn_begin_write(store, &txn));
    assert_ok(txn_put(txn, FIRST, b("k"), b("other")));
    assert_ok(txn_put(txn, SECOND, b("k"), b("other")));
    txn_abort(txn);
    assert_value(store, FIRST, "k", "v");
    assert_value(store, SECOND, "k", NULL);
    store_close(store);
}

static void putting_new_leaves_what_is_there(void **state)
{
    struct store *store = open_in(*state, STORE_WRITE);
    struct txn *txn = NULL;

    assert_ok(txn_begin_write(store, &txn));
    assert_ok(txn_put_new(txn, FIRST, b("k"), b("v")));
    assert_err(ERR_EXISTS, txn_put_new(txn, FIRST, b("k"), b("w")));
    assert_err(ERR_NOT_FOUND, txn_del(txn, FIRST, b("x")));
    assert_ok(txn_commit(txn)); /* neither spoils the transaction */
    assert_value(store, FIRST, "k", "v");
    store_close(store);
}

static void keys_and_values_have_limits(void **state)
{
    struct store *store = open_in(*state, STORE_WRITE);
    static uint8_t block[STORE_VALUE_BYTES_MAX + 1];
    struct txn *txn = NULL;
    struct bytes value;

    assert_ok(txn_begin_write(store, &txn));
    assert_err(ERR_INVALID, txn_put(txn, FIRST, b(""), b("v")));
    assert_err(ERR_INVALID, txn_put(txn, FIRST, bytes_of(block, STORE_KEY_BYTES_MAX + 1), b("v")));
    assert_err(ERR_INVALID, txn_put(txn, FIRST, b("k"), bytes_of(block, sizeof block)));
    assert_ok(txn_put(txn, FIRST, bytes_of(block, STORE_KEY_BYTES_MAX), b("v")));
    assert_ok(txn_put(txn, FIRST, b("empty"), b("")));
    assert_ok(txn_get(txn, FIRST, b("empty"), &value));
    assert_int_equal(value.size, 0);
    assert_err(ERR_NOT_FOUND, txn_get(txn, FIRST, b(""), &value));
    assert_ok(txn_commit(txn));
    store_close(store);
}

static void numbers_begin_at_zero(void **state)
{
    struct store *store = open_in(*state, STORE_WRITE);
    struct txn *txn = NULL;
    uint64_t n = 9;

    assert_ok(txn_begin_write(store, &txn));
    assert_ok(txn_get_number(txn, FIRST, "counter", &n));
    assert_int_equal(n, 0);
    assert_ok(txn_put_number(txn, FIRST, "counter", UINT64_MAX));
    assert_ok(txn_get_number(txn, FIRST, "counter", &n));
    assert_true(n == UINT64_MAX);
    assert_ok(txn_put(txn, FIRST, b("text"), b("not a number")));
    assert_err(ERR_CORRUPT, txn_get_number(txn, FIRST, "text", &n));
    txn_abort(txn);
    store_close(store);
}

static void a_cleared_table_is_empty_and_alone(void **state)
{
    struct store *store = open_in(*state, STORE_WRITE);
    struct txn *txn = NULL;
    uint64_t n = 9;

    put_one(store, FIRST, "a", "v");
    put_one(store, FIRST, "b", "v");
    put_one(store, SECOND, "a", "v");
    assert_ok(txn_begin_write(store, &txn));
    assert_ok(txn_count(txn, FIRST, &n));
    assert_int_equal(n, 2);
    assert_ok(txn_clear(txn, FIRST));
    assert_ok(txn_count(txn, FIRST, &n));
    assert_int_equal(n, 0);
    assert_ok(txn_commit(txn));
    assert_value(store, SECOND, "a", "v");
    store_close(store);
}

static void a_reading_transaction_sees_one_moment(void **state)
{
    struct store *store = open_in(*state, STORE_WRITE);
    struct txn *reading = NULL;
    struct bytes value;

    put_one(store, FIRST, "k", "before");
    assert_ok(txn_begin_read(store, &reading));
    put_one(store, FIRST, "k", "after");
    assert_ok(txn_get(reading, FIRST, b("k"), &value));
    assert_true(bytes_equal(value, b("before")));
    txn_abort(reading);
    assert_value(store, FIRST, "k", "after");
    store_close(store);
}

/* ---- cursors ---- */

/* Walks and joins the keys with blanks. */
static void assert_walk(struct cursor *cursor, const char *expected)
{
    char joined[256] = "";
    struct bytes key, value;
    enum err err;

    while ((err = cursor_next(cursor, &key, &value)) == OK) {
        size_t at = strlen(joined);
        snprintf(joined + at, sizeof joined - at, "%s%.*s", at ? " " : "", (int)key.size,
                 (const char *)key.data);
    }
    assert_err(ERR_NOT_FOUND, err);
    assert_err(ERR_NOT_FOUND, cursor_next(cursor, &key, &value)); /* and stays at the end */
    assert_string_equal(joined, expected);
}

static struct store *store_of_keys(const char *folder)
{
    static const char *const keys[] = {"a", "b/1", "b/2", "b/3", "b0", "c\xff", "c\xff\xff", "d"};
    struct store *store = open_in(folder, STORE_WRITE);

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        put_one(store, FIRST, keys[i], "v");
    }
    return store;
}

static void a_walk_stays_within_its_prefix(void **state)
{
    struct store *store = store_of_keys(*state);
    struct txn *txn = NULL;
    struct cursor cursor;
    static const struct {
        const char *prefix, *forwards, *backwards;
    } walks[] = {
        {"b/", "b/1 b/2 b/3", "b/3 b/2 b/1"},
        {"b", "b/1 b/2 b/3 b0", "b0 b/3 b/2 b/1"},
        {"c\xff", "c\xff c\xff\xff", "c\xff\xff c\xff"},
        {"d", "d", "d"},
        {"x", "", ""},
        {"\xff", "", ""},
        {"", "a b/1 b/2 b/3 b0 c\xff c\xff\xff d", "d c\xff\xff c\xff b0 b/3 b/2 b/1 a"},
    };

    assert_ok(txn_begin_read(store, &txn));
    for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++) {
        assert_ok(cursor_open(txn, FIRST, b(walks[i].prefix), &cursor));
        assert_walk(&cursor, walks[i].forwards);
        cursor_close(&cursor);
        assert_ok(cursor_open_last(txn, FIRST, b(walks[i].prefix), &cursor));
        assert_walk(&cursor, walks[i].backwards);
        cursor_close(&cursor);
    }
    txn_abort(txn);
    store_close(store);
}

static void a_walk_begins_where_it_is_told(void **state)
{
    struct store *store = store_of_keys(*state);
    struct txn *txn = NULL;
    struct cursor cursor;
    static const struct {
        const char *prefix, *from, *forwards, *backwards;
    } walks[] = {
        {"b/", "b/2", "b/2 b/3", "b/2 b/1"},
        {"b/", "b/15", "b/2 b/3", "b/1"},
        {"b/", "b/9", "", "b/3 b/2 b/1"},
        {"b/", "b/0", "b/1 b/2 b/3", ""},
        {"b/", "a", "b/1 b/2 b/3", ""},
        {"b/", "z", "", "b/3 b/2 b/1"},
        {"", "e", "", "d c\xff\xff c\xff b0 b/3 b/2 b/1 a"},
    };

    assert_ok(txn_begin_read(store, &txn));
    for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++) {
        assert_ok(cursor_open(txn, FIRST, b(walks[i].prefix), &cursor));
        assert_ok(cursor_seek(&cursor, b(walks[i].from)));
        assert_walk(&cursor, walks[i].forwards);
        cursor_close(&cursor);
        assert_ok(cursor_open_last(txn, FIRST, b(walks[i].prefix), &cursor));
        assert_ok(cursor_seek(&cursor, b(walks[i].from)));
        assert_walk(&cursor, walks[i].backwards);
        cursor_close(&cursor);
    }
    txn_abort(txn);
    store_close(store);
}

static void deleting_on_the_way_skips_nothing(void **state)
{
    struct store *store = store_of_keys(*state);
    struct txn *txn = NULL;
    struct cursor cursor;
    struct bytes key, value;
    int seen = 0;

    assert_ok(txn_begin_write(store, &txn));
    assert_ok(cursor_open(txn, FIRST, b("b/"), &cursor));
    while (cursor_next(&cursor, &key, &value) == OK) {
        seen++;
        if (bytes_equal(key, b("b/2"))) {
            continue;
        }
        assert_ok(cursor_del(&cursor));
    }
    assert_int_equal(seen, 3);
    cursor_close(&cursor);
    assert_ok(cursor_open(txn, FIRST, b(""), &cursor));
    assert_walk(&cursor, "a b/2 b0 c\xff c\xff\xff d");
    cursor_close(&cursor);
    assert_ok(txn_commit(txn));
    store_close(store);
}

/* ---- full, read-only, newer, older ---- */

static void a_full_map_leaves_the_store_as_it_was(void **state)
{
    struct store_options options = options_of(*state, STORE_WRITE);
    static uint8_t block[100 * 1024];
    struct store *store = NULL;
    struct txn *txn = NULL;
    enum err err = OK;

    options.map_bytes = 512 * 1024;
    assert_ok(store_open(&options, &store, NULL));
    put_one(store, FIRST, "k", "v");
    assert_ok(txn_begin_write(store, &txn));
    for (uint8_t i = 0; err == OK && i < 20; i++) {
        err = txn_put(txn, FIRST, bytes_of(&i, 1), bytes_of(block, sizeof block));
    }
    assert_err(ERR_FULL, err);
    assert_err(ERR_FULL, txn_put(txn, FIRST, b("small"), b("v")));
    assert_err(ERR_FULL, txn_commit(txn));
    assert_value(store, FIRST, "k", "v");
    put_one(store, FIRST, "small", "v");
    store_close(store);
}

static void usage_grows_and_has_a_limit(void **state)
{
    struct store *store = open_in(*state, STORE_WRITE);
    static uint8_t block[64 * 1024];
    struct txn *txn = NULL;
    uint64_t before, after, limit;

    assert_ok(store_usage(store, &before, &limit));
    assert_int_equal(limit, MAP_BYTES);
    assert_ok(txn_begin_write(store, &txn));
    assert_ok(txn_put(txn, FIRST, b("k"), bytes_of(block, sizeof block)));
    assert_ok(txn_commit(txn));
    assert_ok(store_usage(store, &after, &limit));
    assert_true(after >= before + sizeof block && after <= limit);
    store_close(store);
}

static void a_reader_cannot_write_and_finds_no_store_to_make(void **state)
{
    struct store_options options = options_of(*state, STORE_READ);
    struct store *store = NULL;
    struct txn *txn = NULL;
    struct complaint why = {""};

    assert_err(ERR_NOT_FOUND, store_open(&options, &store, &why));
    assert_says(&why, *state);
    store = open_in(*state, STORE_WRITE);
    put_one(store, FIRST, "k", "v");
    store_close(store);
    store = open_in(*state, STORE_READ);
    assert_value(store, FIRST, "k", "v");
    assert_err(ERR_READONLY, txn_begin_write(store, &txn));
    assert_ok(txn_begin_read(store, &txn));
    assert_err(ERR_READONLY, txn_put(txn, FIRST, b("k"), b("w")));
    txn_abort(txn);
    store_close(store);
}

static void a_newer_schema_is_left_alone(void **state)
{
    struct store_options options = options_of(*state, STORE_WRITE);
    struct store *store = NULL;
    struct complaint why = {""};

    options.schema = 7;
    assert_ok(store_open(&options, &store, &why));
    put_one(store, FIRST, "k", "v");
    store_close(store);
    options.schema = 6;
    assert_err(ERR_NEWER, store_open(&options, &store, &why));
    assert_says(&why, "newer version");
    assert_says(&why, "install");
    options.mode = STORE_READ;
    assert_err(ERR_NEWER, store_open(&options, &store, &why));
    options.schema = 7;
    assert_ok(store_open(&options, &store, &why));
    assert_value(store, FIRST, "k", "v");
    store_close(store);
}

static enum err steps(struct txn *txn, uint32_t from, struct complaint *why)
{
    char name[16];

    snprintf(name, sizeof name, "step %u", from);
    if (from == 3) {
        return complain(why, ERR_FULL, "step 3 fails");
    }
    return txn_put(txn, FIRST, b(name), b("done"));
}

static void an_older_schema_goes_up_step_by_step(void **state)
{
    struct store_options options = options_of(*state, STORE_WRITE);
    struct store *store = open_in(*state, STORE_WRITE);
    struct complaint why = {""};

    store_close(store);
    options.migrate = steps;
    options.schema = 3;
    options.mode = STORE_READ;
    assert_err(ERR_UNAVAILABLE, store_open(&options, &store, &why)); /* its writer comes first */
    options.mode = STORE_WRITE;
    assert_ok_why(store_open(&options, &store, &why), &why);
    assert_value(store, FIRST, "step 1", "done");
    assert_value(store, FIRST, "step 2", "done");
    store_close(store);
    options.mode = STORE_READ;
    assert_ok(store_open(&options, &store, &why));
    store_close(store);
}

static void a_failed_step_leaves_the_older_schema(void **state)
{
    struct store_options options = options_of(*state, STORE_WRITE);
    struct store *store = open_in(*state, STORE_WRITE);
    struct complaint why = {""};

    store_close(store);
    options.migrate = steps;
    options.schema = 4;
    assert_err(ERR_FULL, store_open(&options, &store, &why));
    assert_says(&why, "step 3 fails");
    store = open_in(*state, STORE_WRITE); /* of schema 1 */
    assert_value(store, FIRST, "step 1", NULL);
    store_close(store);
}

static void a_step_that_is_missing_is_said(void **state)
{
    struct store_options options = options_of(*state, STORE_WRITE);
    struct store *store = open_in(*state, STORE_WRITE);
    struct complaint why = {""};

    store_close(store);
    options.schema = 2;
    assert_err(ERR_CORRUPT, store_open(&options, &store, &why));
    assert_says(&why, "schema 1 to 2");
}

/* ---- folders and processes ---- */

static void both_users_of_the_group_may_write_whatever_the_umask(void **state)
{
    const char *folder = temp_path(*state, "deep/device");
    struct stat st;

    mode_t before = umask(0077);
    store_close(open_in(folder, STORE_WRITE));
    umask(before);
    assert_int_equal(stat(folder, &st), 0);
    assert_int_equal(st.st_mode & 07777, 02770);
    assert_int_equal(stat(temp_path(folder, "data.mdb"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0660);
    assert_int_equal(stat(temp_path(folder, "lock.mdb"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0660);
    assert_int_equal(stat(temp_path(folder, "open.lock"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0660);
}

static int write_from_another_process(const char *folder)
{
    struct store *store = open_in(folder, STORE_WRITE);

    put_one(store, FIRST, "from", "the child");
    store_close(store);
    return 0;
}

static void processes_meet_in_the_store(void **state)
{
    struct store *store;

    store_close(open_in(*state, STORE_WRITE));
    assert_int_equal(in_a_child(write_from_another_process, *state), 0);
    store = open_in(*state, STORE_READ);
    assert_value(store, FIRST, "from", "the child");
    store_close(store);
}

/* The child begins first, so that the parent opens an environment that is in use. */
static void a_reader_sees_what_another_process_commits(void **state)
{
    int to_child[2], to_parent[2];
    char byte = 0;

    store_close(open_in(*state, STORE_WRITE));
    assert_int_equal(pipe(to_child), 0);
    assert_int_equal(pipe(to_parent), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct store *store = open_in(*state, STORE_WRITE);
        bool told = write(to_parent[1], "o", 1) == 1 && read(to_child[0], &byte, 1) == 1;
        put_one(store, FIRST, "k", "v");
        store_close(store);
        _exit(told ? 0 : 1);
    }
    assert_int_equal(read(to_parent[0], &byte, 1), 1);
    struct store *store = open_in(*state, STORE_READ);
    assert_value(store, FIRST, "k", NULL);
    assert_int_equal(write(to_child[1], "g", 1), 1);
    int status = 1;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_value(store, FIRST, "k", "v");
    store_close(store);
    for (int i = 0; i < 2; i++) {
        close(to_child[i]);
        close(to_parent[i]);
    }
}

static int die_while_reading(const char *folder)
{
    struct store *store = open_in(folder, STORE_READ);
    struct txn *txn = NULL;

    return txn_begin_read(store, &txn) == OK ? 0 : 1; /* exits with its reader's slot taken */
}

static int die_while_writing(const char *folder)
{
    struct store *store = open_in(folder, STORE_WRITE);
    struct txn *txn = NULL;

    if (txn_begin_write(store, &txn) != OK) {
        return 1;
    }
    return txn_put(txn, FIRST, b("k"), b("never committed")) == OK ? 0 : 1;
}

static void a_process_that_died_blocks_nobody(void **state)
{
    struct store *store;

    store_close(open_in(*state, STORE_WRITE));
    assert_int_equal(in_a_child(die_while_reading, *state), 0);
    assert_int_equal(in_a_child(die_while_writing, *state), 0);
    store = open_in(*state, STORE_WRITE);
    store_check_readers(store);
    assert_value(store, FIRST, "k", NULL);
    put_one(store, FIRST, "k", "v");
    store_close(store);
}

static void a_copy_holds_the_same(void **state)
{
    struct store *store = open_in(*state, STORE_WRITE), *copy;
    const char *folder = temp_path(*state, "copies/2026-11-24");
    struct complaint why = {""};

    put_one(store, FIRST, "k", "v");
    assert_ok_why(store_copy(store, folder, &why), &why);
    put_one(store, FIRST, "k", "later");
    assert_err(ERR_EXISTS, store_copy(store, folder, &why));
    copy = open_in(folder, STORE_READ);
    assert_value(copy, FIRST, "k", "v");
    store_close(copy);
    store_close(store);
}

/* As a user who may read the folder and not write to it. */
static int read_without_rights(const char *folder)
{
    struct store_options options = options_of(folder, STORE_READ);
    struct store *store = NULL;
    struct complaint why = {""};
    struct txn *txn = NULL;
    struct bytes value;

    if (geteuid() == 0 && setuid(NOBODY) != 0) {
        return 2;
    }
    enum err err = store_open(&options, &store, &why);
    if (err) {
        return 10 + (int)err;
    }
    bool same = txn_begin_read(store, &txn) == OK && txn_get(txn, FIRST, b("k"), &value) == OK &&
                bytes_equal(value, b("v"));
    txn_abort(txn);
    store_close(store);
    return same ? 0 : 1;
}

static void forbid_writing(const char *folder)
{
    static const char *const files[] = {"data.mdb", "lock.mdb", "open.lock"};

    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(chmod(temp_path(folder, files[i]), 0444), 0);
    }
    assert_int_equal(chmod(folder, 0555), 0);
}

static void a_folder_without_rights_is_read_without_its_lock(void **state)
{
    struct store *store = open_in(*state, STORE_WRITE);

    put_one(store, FIRST, "k", "v");
    store_close(store);
    forbid_writing(*state);
    assert_int_equal(in_a_child(read_without_rights, *state), 0);
    assert_int_equal(chmod(*state, 0755), 0);
}

static void nobody_reads_without_a_lock_while_another_has_it_open(void **state)
{
    struct store *store = open_in(*state, STORE_WRITE);

    put_one(store, FIRST, "k", "v");
    forbid_writing(*state);
    assert_int_equal(in_a_child(read_without_rights, *state), 10 + ERR_DENIED);
    store_close(store);
    assert_int_equal(chmod(*state, 0755), 0);
}

/* ---- damage ---- */

static void a_file_that_was_never_begun_is_begun_again(void **state)
{
    static const uint8_t zeros[8192];
    static const size_t sizes[] = {0, 1, 4096, sizeof zeros};
    struct store *store;

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        temp_file(*state, "data.mdb", bytes_of(zeros, sizes[i]));
        store = open_in(*state, STORE_WRITE);
        put_one(store, FIRST, "k", "v");
        assert_value(store, FIRST, "k", "v");
        store_close(store);
        assert_int_equal(store_damaged(*state), 0);
        assert_int_equal(unlink(temp_path(*state, "data.mdb")), 0);
    }
}

static void a_foreign_file_is_refused_and_set_aside_on_request(void **state)
{
    static uint8_t letter[20000];
    struct store_options options = options_of(*state, STORE_WRITE);
    struct store *store = NULL;
    struct complaint why = {""};
    unsigned n = 9;
    struct stat st;

    memset(letter, 'x', sizeof letter);
    temp_file(*state, "data.mdb", bytes_of(letter, sizeof letter));
    assert_err(ERR_CORRUPT, store_open(&options, &store, &why));
    assert_says(&why, *state);
    assert_ok_why(store_set_aside(&options, &n, &why), &why);
    assert_int_equal(n, 1);
    assert_int_equal(stat(temp_path(*state, "data.mdb.damaged-1"), &st), 0);
    assert_int_equal(st.st_size, sizeof letter);
    store = open_in(*state, STORE_WRITE);
    put_one(store, FIRST, "k", "v");
    store_close(store);
    assert_ok(store_set_aside(&options, &n, &why)); /* it is sound now */
    assert_int_equal(n, 0);
    temp_file(*state, "data.mdb", bytes_of(letter, sizeof letter));
    assert_ok(store_set_aside(&options, &n, &why));
    assert_int_equal(n, 2);
    assert_int_equal(store_damaged(*state), 2);
}

/* ---- running ahead ---- */

enum { AHEAD_BYTES = 256 * 1024, BLOCK_BYTES = 3000 };

static struct store *open_ahead(const char *folder, size_t map_bytes)
{
    struct store_options options = options_of(folder, STORE_WRITE);
    struct store *store = NULL;
    struct complaint why = {""};

    options.ahead_bytes = AHEAD_BYTES;
    options.map_bytes = map_bytes;
    assert_ok_why(store_open(&options, &store, &why), &why);
    return store;
}

static uint64_t size_of_file(const char *folder)
{
    char path[1024];
    struct stat st;

    snprintf(path, sizeof path, "%s/data.mdb", folder);
    assert_int_equal(stat(path, &st), 0);
    return (uint64_t)st.st_size;
}

static enum err put_block(struct store *store, unsigned n)
{
    static uint8_t block[BLOCK_BYTES];
    struct txn *txn = NULL;
    char key[16];

    snprintf(key, sizeof key, "%08u", n);
    memset(block, (int)n, sizeof block);
    assert_ok(txn_begin_write(store, &txn));
    enum err err = txn_put(txn, FIRST, b(key), bytes_of(block, sizeof block));
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

static void assert_blocks(struct store *store, unsigned count)
{
    struct txn *txn = NULL;
    struct bytes value;
    char key[16];

    assert_ok(txn_begin_read(store, &txn));
    for (unsigned n = 0; n < count; n++) {
        snprintf(key, sizeof key, "%08u", n);
        assert_ok(txn_get(txn, FIRST, b(key), &value));
        assert_int_equal(value.size, BLOCK_BYTES);
        assert_int_equal(value.data[0], (uint8_t)n);
        assert_int_equal(value.data[BLOCK_BYTES - 1], (uint8_t)n);
    }
    txn_abort(txn);
}

static void a_file_that_runs_ahead_grows_seldom_and_keeps_all(void **state)
{
    enum { BLOCKS = 200 };
    struct store *store = open_ahead(*state, MAP_BYTES);
    uint64_t before = size_of_file(*state);
    unsigned grown = 0;

    assert_true(before >= AHEAD_BYTES);
    for (unsigned n = 0; n < BLOCKS; n++) {
        assert_ok(put_block(store, n));
        uint64_t now = size_of_file(*state);
        assert_true(now >= before);
        grown += now > before;
        before = now;
    }
    assert_true(grown >= 2 && grown <= 6); /* 800 kB in steps of 192 kB or more */
    assert_blocks(store, BLOCKS);
    store_close(store);
    store = open_ahead(*state, MAP_BYTES);
    assert_int_equal(size_of_file(*state), before);
    assert_blocks(store, BLOCKS);
    store_close(store);
}

enum { EACH = 120 };

/* Every other block, from `first` on. */
static enum err put_every_other(const char *folder, unsigned first)
{
    struct store *store = open_ahead(folder, MAP_BYTES);
    enum err err = OK;

    for (unsigned n = 0; !err && n < EACH; n++) {
        err = put_block(store, 2 * n + first);
    }
    store_close(store);
    return err;
}

/* Two programs at once: neither lays zeros over what the other has written. */
static void two_that_run_ahead_spoil_nothing_for_each_other(void **state)
{
    int status = 0;

    store_close(open_ahead(*state, MAP_BYTES));
    pid_t child = fork();
    if (child == 0) {
        _exit(put_every_other(*state, 1) == OK ? 0 : 1);
    }
    enum err err = put_every_other(*state, 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_ok(err);
    assert_int_equal(status, 0);
    struct store *store = open_ahead(*state, MAP_BYTES);
    assert_blocks(store, 2 * EACH);
    store_close(store);
}

enum { HELD_MS = 300 };

/* Holds the writer's lock for a while and says whether the file was let alone meanwhile. */
static bool is_let_alone(const char *folder, int told)
{
    struct store *store = open_in(folder, STORE_WRITE);
    uint64_t before = size_of_file(folder);
    struct txn *txn = NULL;

    assert_ok(txn_begin_write(store, &txn));
    assert_int_equal(write(told, "h", 1), 1);
    (void)poll(NULL, 0, HELD_MS);
    bool same = size_of_file(folder) == before;
    txn_abort(txn);
    store_close(store);
    return same;
}

static void a_file_runs_ahead_only_while_nobody_writes(void **state)
{
    int told[2], status = 0;
    char byte = 0;

    store_close(open_in(*state, STORE_WRITE));
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    if (child == 0) {
        _exit(is_let_alone(*state, told[1]) ? 0 : 1);
    }
    ssize_t held = read(told[0], &byte, 1);
    struct store *store = open_ahead(*state, MAP_BYTES);
    assert_int_equal(waitpid(child, &status, 0), child);
    close(told[0]);
    close(told[1]);
    assert_int_equal(held, 1);
    assert_int_equal(status, 0);
    assert_true(size_of_file(*state) > AHEAD_BYTES);
    store_close(store);
}

static void a_file_never_runs_ahead_of_its_limit(void **state)
{
    enum { SMALL_MAP_BYTES = 512 * 1024 };
    struct store *store = open_ahead(*state, SMALL_MAP_BYTES);
    unsigned n = 0;

    while (put_block(store, n) == OK) {
        n++;
    }
    assert_true(n > 50);
    assert_true(size_of_file(*state) <= SMALL_MAP_BYTES);
    assert_blocks(store, n);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_committed_is_there_after_reopening, temp_folder),
        TEST(an_aborted_transaction_changes_nothing, temp_folder),
        TEST(putting_new_leaves_what_is_there, temp_folder),
        TEST(keys_and_values_have_limits, temp_folder),
        TEST(numbers_begin_at_zero, temp_folder),
        TEST(a_cleared_table_is_empty_and_alone, temp_folder),
        TEST(a_reading_transaction_sees_one_moment, temp_folder),
        TEST(a_walk_stays_within_its_prefix, temp_folder),
        TEST(a_walk_begins_where_it_is_told, temp_folder),
        TEST(deleting_on_the_way_skips_nothing, temp_folder),
        TEST(a_full_map_leaves_the_store_as_it_was, temp_folder),
        TEST(usage_grows_and_has_a_limit, temp_folder),
        TEST(a_reader_cannot_write_and_finds_no_store_to_make, temp_folder),
        TEST(a_newer_schema_is_left_alone, temp_folder),
        TEST(an_older_schema_goes_up_step_by_step, temp_folder),
        TEST(a_failed_step_leaves_the_older_schema, temp_folder),
        TEST(a_step_that_is_missing_is_said, temp_folder),
        TEST(both_users_of_the_group_may_write_whatever_the_umask, temp_folder),
        TEST(processes_meet_in_the_store, temp_folder),
        TEST(a_reader_sees_what_another_process_commits, temp_folder),
        TEST(a_process_that_died_blocks_nobody, temp_folder),
        TEST(a_copy_holds_the_same, temp_folder),
        TEST(a_folder_without_rights_is_read_without_its_lock, temp_folder),
        TEST(nobody_reads_without_a_lock_while_another_has_it_open, temp_folder),
        TEST(a_file_that_was_never_begun_is_begun_again, temp_folder),
        TEST(a_foreign_file_is_refused_and_set_aside_on_request, temp_folder),
        TEST(a_file_that_runs_ahead_grows_seldom_and_keeps_all, temp_folder),
        TEST(two_that_run_ahead_spoil_nothing_for_each_other, temp_folder),
        TEST(a_file_runs_ahead_only_while_nobody_writes, temp_folder),
        TEST(a_file_never_runs_ahead_of_its_limit, temp_folder),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
