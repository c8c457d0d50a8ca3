/* Damage is found before anybody walks into it: whatever the bytes of the file, opening ends in OK
 * or an error, and what is read afterwards is what was written or ERR_CORRUPT. */
#include "support.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "store.h"

/* Linked with --wrap=pread: the disk as it reads without a map. */
static bool disk_fails;
ssize_t __real_pread(int fd, void *to, size_t size, off_t at);
ssize_t __wrap_pread(int fd, void *to, size_t size, off_t at);
ssize_t __wrap_pread(int fd, void *to, size_t size, off_t at)
{
    if (disk_fails) {
        errno = EIO;
        return -1;
    }
    return __real_pread(fd, to, size, at);
}

enum { MAP_BYTES = 16 * 1024 * 1024, FIRST = 0, SECOND, PLAIN, TABLES };

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

enum { ENTRIES = 300, BIG_BYTES = 9000 };

/* Many small values, some large ones, and a list of free pages. */
static void fill(const char *folder)
{
    struct store *store = open_in(folder, STORE_WRITE);
    static uint8_t big[BIG_BYTES];
    struct txn *txn = NULL;
    char key[16];

    memset(big, 0x5a, sizeof big);
    for (int round = 0; round < 3; round++) {
        assert_ok(txn_begin_write(store, &txn));
        for (int i = 0; i < ENTRIES; i++) {
            snprintf(key, sizeof key, "key %03d", i);
            assert_ok(txn_put(txn, FIRST, b(key), b("a value of some length, the same for all")));
            if (i % 30 == 0) {
                assert_ok(txn_put(txn, SECOND, b(key), bytes_of(big, sizeof big)));
            }
        }
        assert_ok(txn_commit(txn));
    }
    store_close(store);
}

/* All that fill() put is there and unchanged, or the damage is told. */
static void assert_whole_or_told(struct store *store)
{
    struct txn *txn = NULL;
    struct bytes value;
    char key[16];

    assert_ok(txn_begin_read(store, &txn));
    for (int i = 0; i < ENTRIES; i++) {
        snprintf(key, sizeof key, "key %03d", i);
        enum err err = txn_get(txn, FIRST, b(key), &value);
        if (err != ERR_CORRUPT) {
            assert_ok(err);
            assert_true(bytes_equal(value, b("a value of some length, the same for all")));
        }
        if (i % 30 == 0) {
            err = txn_get(txn, SECOND, b(key), &value);
            assert_true(err == ERR_CORRUPT || (err == OK && value.size == BIG_BYTES &&
                                               value.data[0] == 0x5a && value.data[8999] == 0x5a));
        }
    }
    txn_abort(txn);
}

static void open_damaged(const char *folder, int *refused)
{
    struct store_options options = options_of(folder, STORE_WRITE);
    struct store *store = NULL;

    enum err err = store_open(&options, &store, NULL);
    if (err) {
        /* VERSION_MISMATCH stands for a newer LMDB; a flipped version number looks the same. */
        assert_true(err == ERR_CORRUPT || err == ERR_NEWER);
        (*refused)++;
        return;
    }
    assert_whole_or_told(store);
    store_close(store);
}

static void a_flipped_bit_is_told_and_never_crashes(void **state)
{
    struct arena arena;
    struct dice dice = {.state = 0x5eed};
    int refused = 0;

    assert_ok(arena_init(&arena, 4 * 1024 * 1024));
    fill(*state);
    struct bytes whole = file_bytes(&arena, temp_path(*state, "data.mdb"));
    uint8_t *copy = arena_alloc(&arena, whole.size);
    size_t pages = whole.size / 4096;
    for (size_t i = 0; i < pages; i++) {
        /* In each page, either among the heads of page and nodes or anywhere. */
        size_t at = i * 4096 + dice_below(&dice, i % 2 ? 4096 : 64);
        memcpy(copy, whole.data, whole.size);
        copy[at] ^= (uint8_t)(1U << dice_below(&dice, 8));
        temp_file(*state, "data.mdb", bytes_of(copy, whole.size));
        open_damaged(*state, &refused);
    }
    assert_true(refused > (int)pages / 4); /* the test does hit what matters */
    arena_deinit(&arena);
}

static void a_cut_file_is_told_and_never_crashes(void **state)
{
    struct arena arena;
    int refused = 0, cuts = 0;

    assert_ok(arena_init(&arena, 4 * 1024 * 1024));
    fill(*state);
    struct bytes whole = file_bytes(&arena, temp_path(*state, "data.mdb"));
    for (size_t size = 3 * 4096; size < whole.size; size += 5 * 4096 + 1) {
        temp_file(*state, "data.mdb", bytes_of(whole.data, size));
        open_damaged(*state, &refused);
        cuts++;
    }
    assert_true(refused >= cuts - 2); /* the last pages may be free ones */
    arena_deinit(&arena);
}

static void a_page_of_rubbish_is_told_and_never_crashes(void **state)
{
    struct arena arena;
    struct dice dice = {.state = 77};
    int refused = 0;

    assert_ok(arena_init(&arena, 4 * 1024 * 1024));
    fill(*state);
    struct bytes whole = file_bytes(&arena, temp_path(*state, "data.mdb"));
    uint8_t *copy = arena_alloc(&arena, whole.size);
    for (size_t page = 2; page < whole.size / 4096; page++) {
        memcpy(copy, whole.data, whole.size);
        for (size_t i = 0; i < 4096; i++) {
            copy[page * 4096 + i] = (uint8_t)dice_roll(&dice);
        }
        temp_file(*state, "data.mdb", bytes_of(copy, whole.size));
        open_damaged(*state, &refused);
    }
    assert_true(refused > 0);
    arena_deinit(&arena);
}

static void a_disk_that_cannot_read_is_no_damage_and_nothing_is_set_aside(void **state)
{
    struct store_options options = options_of(*state, STORE_WRITE);
    struct complaint why = {""};
    struct store *store = NULL;
    struct arena arena;
    unsigned aside = 9;

    assert_ok(arena_init(&arena, 4 * 1024 * 1024));
    fill(*state);
    struct bytes whole = file_bytes(&arena, temp_path(*state, "data.mdb"));
    temp_file(*state, "data.mdb", bytes_of(whole.data, whole.size / 2)); /* ends the child */
    disk_fails = true;
    assert_err(ERR_IO, store_open(&options, &store, &why));
    assert_says(&why, "disk cannot read it");
    assert_ok(store_set_aside(&options, &aside, &why));
    disk_fails = false;
    assert_int_equal(aside, 0);
    assert_int_equal(store_damaged(*state), 0);
    assert_err(ERR_CORRUPT, store_open(&options, &store, &why)); /* read at last: it is damage */
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_flipped_bit_is_told_and_never_crashes, temp_folder),
        TEST(a_cut_file_is_told_and_never_crashes, temp_folder),
        TEST(a_page_of_rubbish_is_told_and_never_crashes, temp_folder),
        TEST(a_disk_that_cannot_read_is_no_damage_and_nothing_is_set_aside, temp_folder),
    };
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
