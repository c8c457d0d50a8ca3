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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_written_draft_is_found_and_a_wiped_one_is_not, glass),
        TEST(a_letter_handed_in_leaves_only_what_is_sealed, glass),
    };
    return cmocka_run_group_tests_name("wipe", tests, NULL, NULL);
}
