/* A file is read whole or not at all, and a write leaves the old or the new. */
#include "support.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

static struct arena arena;
static struct complaint why;

static int folder_setup(void **state)
{
    return arena_init(&arena, 1 << 20) == OK ? temp_folder_setup(state) : -1;
}

static int folder_teardown(void **state)
{
    arena_deinit(&arena);
    return temp_folder_teardown(state);
}

static size_t entry_count(const char *folder)
{
    size_t count = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    while (readdir(dir)) {
        count++;
    }
    closedir(dir);
    return count - 2; /* . and .. */
}

static void what_is_written_is_read_back(void **state)
{
    const char *path = temp_path(*state, "a");
    struct bytes bytes;
    struct stat info;
    assert_ok_why(file_write(path, bytes_of_text("one"), 0640, &why), &why);
    assert_ok_why(file_write(path, bytes_of_text("two"), 0600, &why), &why);
    assert_ok_why(file_read(path, 3, &arena, &bytes, &why), &why);
    assert_text(bytes_text(bytes), "two");
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(entry_count(*state), 1);
}

static void an_empty_file_is_read_as_empty(void **state)
{
    struct bytes bytes = bytes_of("x", 1);
    assert_ok(file_write(temp_path(*state, "a"), bytes_of(NULL, 0), 0600, &why));
    assert_ok(file_read(temp_path(*state, "a"), 0, &arena, &bytes, &why));
    assert_int_equal(bytes.size, 0);
}

static void what_cannot_be_read_is_said_with_its_path(void **state)
{
    struct bytes bytes;
    uint8_t block[2];
    struct arena tiny;
    arena_init_over(&tiny, block, sizeof block);
    temp_file(*state, "four", bytes_of_text("1234"));
    assert_int_equal(symlink("four", temp_path(*state, "link")), 0);
    assert_int_equal(mkfifo(temp_path(*state, "fifo"), 0600), 0);

    assert_err(ERR_NOT_FOUND, file_read(temp_path(*state, "none"), 9, &arena, &bytes, &why));
    assert_says(&why, "/none");
    assert_err(ERR_FULL, file_read(temp_path(*state, "four"), 3, &arena, &bytes, &why));
    assert_says(&why, "/four");
    assert_err(ERR_NOMEM, file_read(temp_path(*state, "four"), 4, &tiny, &bytes, &why));
    assert_err(ERR_INVALID, file_read(temp_path(*state, "link"), 9, &arena, &bytes, &why));
    assert_err(ERR_INVALID, file_read(temp_path(*state, "fifo"), 9, &arena, &bytes, &why));
    assert_err(ERR_INVALID, file_read(*state, 9, &arena, &bytes, &why));
}

static void a_failed_write_keeps_the_old_file_and_leaves_nothing(void **state)
{
    const char *path = temp_path(*state, "a");
    static const uint8_t big[100000];
    struct rlimit old, small = {4096, 4096};
    assert_ok(file_write(path, bytes_of_text("old"), 0600, &why));

    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small.rlim_max = old.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum err err = file_write(path, bytes_of(big, sizeof big), 0600, &why);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);

    assert_err(ERR_FULL, err);
    assert_says(&why, path);
    assert_text(bytes_text(file_bytes(&arena, path)), "old");
    assert_int_equal(entry_count(*state), 1);
}

static void a_file_written_later_is_a_second_younger(void **state)
{
    const char *path = temp_path(*state, "head");
    struct stat info;
    time_t before = 0;

    for (int i = 0; i < 4; i++) { /* within a second, as a publication after another may be */
        assert_ok_why(file_write_later(path, bytes_of_text("head"), 0600, &why), &why);
        assert_int_equal(stat(path, &info), 0);
        assert_true(info.st_mtim.tv_sec > before);
        before = info.st_mtim.tv_sec;
    }
}

static void a_write_into_no_folder_says_so(void **state)
{
    assert_err(ERR_NOT_FOUND,
               file_write(temp_path(*state, "no/a"), bytes_of_text("x"), 0600, &why));
    assert_says(&why, "no/a");
}

static void a_new_file_replaces_none(void **state)
{
    const char *path = temp_path(*state, "a");
    assert_ok(file_write_new(path, bytes_of_text("one"), 0600, &why));
    assert_err(ERR_EXISTS, file_write_new(path, bytes_of_text("two"), 0600, &why));
    assert_text(bytes_text(file_bytes(&arena, path)), "one");
    assert_int_equal(entry_count(*state), 1);
}

static void folders_are_made_with_those_above(void **state)
{
    assert_ok(folder_make(temp_path(*state, "a/b/c"), 0700, &why));
    assert_ok(folder_make(temp_path(*state, "a/b/c"), 0700, &why));
    assert_true(file_exists(temp_path(*state, "a/b/c")));
    temp_file(*state, "f", bytes_of_text("x"));
    assert_err(ERR_EXISTS, folder_make(temp_path(*state, "f"), 0700, &why));
    assert_int_not_equal(folder_make(temp_path(*state, "f/g"), 0700, &why), OK);
}

struct seen {
    size_t count;
    bool inner;
};

static enum err see(const char *name, void *data)
{
    struct seen *seen = data;
    seen->count++;
    seen->inner = seen->inner || strcmp(name, "a/b/f") == 0;
    return strcmp(name, "stop") == 0 ? ERR_FULL : OK;
}

static void a_walk_sees_regular_files_and_follows_no_link(void **state)
{
    struct seen seen = {0};

    assert_ok(folder_make(temp_path(*state, "a/b"), 0700, &why));
    temp_file(*state, "a/b/f", bytes_of_text("x"));
    temp_file(*state, ".part", bytes_of_text("x"));
    assert_int_equal(symlink("a/b/f", temp_path(*state, "link")), 0);
    assert_int_equal(symlink("a", temp_path(*state, "way")), 0);
    assert_int_equal(mkfifo(temp_path(*state, "pipe"), 0600), 0);
    assert_ok_why(folder_walk(*state, see, &seen, &why), &why);
    assert_int_equal(seen.count, 1);
    assert_true(seen.inner);
    assert_ok(folder_walk(temp_path(*state, "nowhere"), see, &seen, &why));
    temp_file(*state, "stop", bytes_of_text("x"));
    assert_err(ERR_FULL, folder_walk(*state, see, &seen, &why));
}

static void a_path_too_long_is_refused(void **state)
{
    char to[FILE_PATH_BYTES_MAX];
    char name[FILE_PATH_BYTES_MAX];
    (void)state;
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_err(ERR_INVALID, path_join(to, "/a", name));
    assert_err(ERR_INVALID, file_write(name, bytes_of_text("x"), 0600, &why));
    assert_ok(path_join(to, "/a", "b"));
    assert_string_equal(to, "/a/b");
}

static void errno_becomes_our_code(void **state)
{
    (void)state;
    assert_err(ERR_FULL, file_err(ENOSPC));
    assert_err(ERR_READONLY, file_err(EROFS));
    assert_err(ERR_DENIED, file_err(EACCES));
    assert_err(ERR_IO, file_err(EIO));
    assert_err(OK, file_err(0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_is_read_back, folder),
        TEST(an_empty_file_is_read_as_empty, folder),
        TEST(what_cannot_be_read_is_said_with_its_path, folder),
        TEST(a_failed_write_keeps_the_old_file_and_leaves_nothing, folder),
        TEST(a_file_written_later_is_a_second_younger, folder),
        TEST(a_write_into_no_folder_says_so, folder),
        TEST(a_new_file_replaces_none, folder),
        TEST(folders_are_made_with_those_above, folder),
        TEST(a_walk_sees_regular_files_and_follows_no_link, folder),
        TEST_PLAIN(a_path_too_long_is_refused),
        TEST_PLAIN(errno_becomes_our_code),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
