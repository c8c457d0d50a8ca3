/* After an idle wipe, what a resident had typed is nowhere: not in this process, not on the disk.
 */
#include "glass.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    MARK_BYTES_MAX = 64,
    PAGE_BYTES = 4096,
    REGION_BYTES_MAX = 1 << 29, /* larger ones are the sanitizer's shadow */
    CHUNK_BYTES = 1 << 20,
};

/* The words to look for lie in a shared page of their own, and shared pages are left out of the
 * search; the program's text holds them only in disguise. */
struct mark {
    char *page;
    size_t size;
    char *chunk; /* what is searched just now */
};

static char *own_pages(size_t size)
{
    char *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert_ptr_not_equal(pages, MAP_FAILED);
    return pages;
}

static struct mark mark_make(void)
{
    static const char disguised[] = "dsbzqpuupn.6302.mvt"; /* each one too high */
    struct mark mark = {own_pages(PAGE_BYTES), sizeof disguised - 1, own_pages(CHUNK_BYTES)};

    for (size_t i = 0; i < mark.size; i++) {
        mark.page[i] = (char)(disguised[i] - 1);
    }
    return mark;
}

static void mark_drop(struct mark *mark)
{
    munmap(mark->page, PAGE_BYTES);
    munmap(mark->chunk, CHUNK_BYTES);
}

static bool chunk_has(int memory, const struct mark *mark, uintptr_t from, size_t size)
{
    ssize_t got = pread(memory, mark->chunk, size, (off_t)from);

    return got > 0 && memmem(mark->chunk, (size_t)got, mark->page, mark->size);
}

static size_t region_count(int memory, const struct mark *mark, uintptr_t from, uintptr_t to)
{
    size_t found = 0;

    for (uintptr_t at = from; at < to; at += CHUNK_BYTES - MARK_BYTES_MAX) {
        size_t size = to - at < CHUNK_BYTES ? to - at : CHUNK_BYTES;
        found += chunk_has(memory, mark, at, size) ? 1 : 0;
    }
    return found;
}

/* How many places of this process hold the mark. */
static size_t memory_count(const struct mark *mark, bool tell)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    char line[512], mode[8], name[256];
    unsigned long from, to;
    size_t count = 0;

    assert_non_null(maps);
    assert_true(memory >= 0);
    while (fgets(line, sizeof line, maps)) {
        name[0] = 0;
        if (sscanf(line, "%lx-%lx %7s %*s %*s %*s %255s", &from, &to, mode, name) < 3 ||
            mode[0] != 'r' || mode[1] != 'w' || mode[3] != 'p' || to - from > REGION_BYTES_MAX) {
            continue;
        }
        size_t found = region_count(memory, mark, from, to);
        if (found && tell) {
            print_error("found in %lx-%lx %s\n", from, to, name);
        }
        count += found;
    }
    fclose(maps);
    close(memory);
    return count;
}

static bool file_has(const char *path, const struct mark *mark)
{
    struct arena arena;
    bool has;

    assert_ok(arena_init(&arena, 64 * 1024 * 1024));
    struct bytes bytes = file_bytes(&arena, path);
    has = memmem(bytes.data, bytes.size, mark->page, mark->size) != NULL;
    arena_deinit(&arena);
    return has;
}

static void a_written_draft_is_found_and_a_wiped_one_is_not(void **state)
{
    struct glass *glass = *state;
    struct mark mark = mark_make();

    assert_int_equal(memory_count(&mark, true), 0);
    glass_tap_word(glass, TX_MAILBOX_TITLE);
    glass_tap_word(glass, TX_WRITE_SECOND);
    glass_tap_word(glass, TX_CATEGORY_0);
    glass_type(glass, mark.page);
    glass_tap_word(glass, TX_NEXT_STEP);
    glass_tap_word(glass, TX_NEXT_REVIEW);
    assert_true(memory_count(&mark, false) > 0); /* the search does find it */
    glass_pass(glass, 81 * 1000);
    assert_int_equal(app_model(glass->app)->place.page, PAGE_HOME);
    assert_int_equal(memory_count(&mark, true), 0);
    assert_false(file_has(temp_path(glass->site.folder, "device/data.mdb"), &mark));
    mark_drop(&mark);
}

static void a_letter_handed_in_leaves_only_what_is_sealed(void **state)
{
    struct glass *glass = *state;
    struct mark mark = mark_make();

    glass_tap_word(glass, TX_MAILBOX_TITLE);
    glass_tap_word(glass, TX_WRITE_SECOND);
    glass_tap_word(glass, TX_CATEGORY_0);
    glass_type(glass, mark.page);
    glass_tap_word(glass, TX_NEXT_STEP);
    glass_tap_word(glass, TX_NEXT_REVIEW);
    glass_tap_word(glass, TX_SUBMIT);
    glass_await(glass, PAGE_RECEIPT);
    glass_tap_word(glass, TX_DONE_CLEAR);
    assert_int_equal(memory_count(&mark, true), 0);
    assert_false(file_has(temp_path(glass->site.folder, "device/data.mdb"), &mark));
    mark_drop(&mark);
}

/* The engines of the input panel: how many processes of ours there are. */
static size_t child_count(void)
{
    char path[64], pids[256] = "";
    size_t count = 0;

    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t size = fread(pids, 1, sizeof pids - 1, file);
    fclose(file);
    for (size_t i = 0; i < size; i++) {
        count += pids[i] == ' ';
    }
    return count;
}

static bool folder_has(const char *folder, const struct mark *mark);

static bool entry_has(const char *folder, const struct dirent *entry, const struct mark *mark)
{
    char path[TEMP_PATH_BYTES_MAX];

    if (entry->d_name[0] == '.' ||
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) >= (int)sizeof path) {
        return false;
    }
    if (entry->d_type == DT_DIR) {
        return folder_has(path, mark);
    }
    return entry->d_type == DT_REG && file_has(path, mark);
}

/* Any file below the folder has the mark. */
static bool folder_has(const char *folder, const struct mark *mark)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    bool has = false;

    assert_non_null(entries);
    while ((entry = readdir(entries))) {
        has = entry_has(folder, entry, mark) || has;
    }
    closedir(entries);
    return has;
}

/* Waits until the pinyin engine has answered. */
static void await_words(struct glass *glass)
{
    for (int i = 0; app_model(glass->app)->draft.panel.waiting; i++) {
        assert_true(i < 5000);
        usleep(2000);
        glass_turn(glass);
    }
}

static void pinyin_leaves_no_key_no_word_and_no_process(void **state)
{
    static const char disguised[] = "{ivbohmpveboujmpvtivj"; /* twenty letters, each one too high */
    struct glass *glass = *state;
    struct mark keys = mark_make();

    if (access(PINYIN_PROGRAM, X_OK)) {
        skip();
    }
    size_t before = child_count();
    for (size_t i = 0; i < sizeof disguised - 1; i++) {
        keys.page[i] = (char)(disguised[i] - 1);
    }
    keys.size = sizeof disguised - 1;
    assert_int_equal(memory_count(&keys, true), 0);
    glass_tap_word(glass, TX_MAILBOX_TITLE);
    glass_tap_word(glass, TX_WRITE_SECOND);
    glass_tap_word(glass, TX_CATEGORY_0);
    glass_tap_word(glass, TX_INPUT_PINYIN);
    for (size_t i = 0; i < keys.size; i++) {
        glass_tap(glass, (struct text){keys.page + i, 1});
        await_words(glass);
    }
    assert_true(child_count() > before);
    assert_true(memory_count(&keys, false) > 0); /* the search does find it */
    glass_tap_word(glass, TX_INPUT_CHOOSE);
    await_words(glass);
    assert_true(app_model(glass->app)->draft.text.size > 0);
    glass_tap_word(glass, TX_DISCARD);
    if (glass_shows(glass, word(TX_DISCARD))) { /* it asks once more */
        glass_tap_word(glass, TX_DISCARD);
    }
    assert_int_equal(app_model(glass->app)->place.page, PAGE_HOME);
    assert_true(child_count() <= before);
    assert_int_equal(memory_count(&keys, true), 0);
    assert_false(folder_has(glass->site.folder, &keys));
    assert_false(folder_has(INPUT_FOLDER, &keys)); /* nothing learnt beside the dictionary */
    mark_drop(&keys);
}

/* Who searched and went home leaves neither the words nor the engine for whoever comes next. */
static void a_search_is_forgotten_at_home(void **state)
{
    struct glass *glass = *state;

    if (access(PINYIN_PROGRAM, X_OK)) {
        skip();
    }
    size_t before = child_count();
    glass_tap_word(glass, TX_TILE_SEARCH);
    glass_type(glass, "water");
    assert_true(app_model(glass->app)->search.query.size > 0);
    glass_tap_word(glass, TX_INPUT_PINYIN);
    glass_tap(glass, text_of("d"));
    await_words(glass);
    assert_true(child_count() > before);
    glass_tap_word(glass, TX_HOME);
    assert_int_equal(app_model(glass->app)->search.query.size, 0);
    glass_pass(glass, 200 * 1000);
    assert_true(child_count() <= before);
    glass_tap_word(glass, TX_TILE_SEARCH);
    assert_false(glass_shows(glass, text_of("water")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_written_draft_is_found_and_a_wiped_one_is_not, glass),
        TEST(a_letter_handed_in_leaves_only_what_is_sealed, glass),
        TEST(pinyin_leaves_no_key_no_word_and_no_process, glass),
        TEST(a_search_is_forgotten_at_home, glass),
    };
    return cmocka_run_group_tests_name("wipe", tests, NULL, NULL);
}
