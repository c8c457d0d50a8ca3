/* support.c - see support.h. */
#include "support.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEPT = 8, HEX_BYTES_MAX = 64 * 1024 };

void support_assert_err(enum err expected, enum err got, const char *what, const char *file,
                        int line)
{
    if (expected != got) {
        print_error("%s: \"%s\" instead of \"%s\"\n", what, err_name(got), err_name(expected));
        _fail(file, line);
    }
}

void support_assert_ok_why(enum err got, const struct complaint *why, const char *what,
                           const char *file, int line)
{
    if (got != OK) {
        print_error("it says: %s\n", why->text);
    }
    support_assert_err(OK, got, what, file, line);
}

void support_assert_says(const struct complaint *why, const char *part, const char *file, int line)
{
    if (!strstr(why->text, part)) {
        print_error("it says \"%s\", without \"%s\"\n", why->text, part);
        _fail(file, line);
    }
}

void support_assert_text(struct text text, const char *expected, const char *file, int line)
{
    if (!text_is(text, expected)) {
        print_error("\"%.*s\" instead of \"%s\"\n", TEXT_ARG(text), expected);
        _fail(file, line);
    }
}

static void must(bool done, const char *what)
{
    if (!done) {
        perror(what);
        abort();
    }
}

struct bytes bytes_of_text(const char *nul_terminated)
{
    return text_bytes(text_of(nul_terminated));
}

struct bytes bytes_of_hex(const char *hex)
{
    static uint8_t kept[KEPT][HEX_BYTES_MAX];
    static size_t next;
    char digits[3] = "";
    size_t count = 0, size = 0;
    uint8_t *to = kept[next++ % KEPT];

    for (; *hex; hex++) {
        if (*hex == ' ' || *hex == '\n') {
            continue;
        }
        digits[count++] = *hex;
        if (count == 2) {
            must(size < HEX_BYTES_MAX && hex_parse(text_of(digits), &to[size++], 1) == OK, hex);
            count = 0;
        }
    }
    must(count == 0, "an odd number of hex digits");
    return bytes_of(to, size);
}

int test_arena_setup(void **state)
{
    struct arena *arena = calloc(1, sizeof *arena);
    must(arena && arena_init(arena, TEST_ARENA_BYTES) == OK, "test_arena");
    *state = arena;
    return 0;
}

int test_arena_teardown(void **state)
{
    arena_deinit(*state);
    free(*state);
    return 0;
}

void temp_folder_make(char path[TEMP_PATH_BYTES_MAX])
{
    const char *base = getenv("TMPDIR");
    int size =
        snprintf(path, TEMP_PATH_BYTES_MAX, "%s/noticepoint.XXXXXX", base && *base ? base : "/tmp");
    must(size > 0 && size < TEMP_PATH_BYTES_MAX && mkdtemp(path), "temp_folder_make");
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

/* A test may have taken the right to write away; without it nothing inside can be removed. */
static int unlock_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)walk;
    if (type == FTW_D || type == FTW_DNR) {
        (void)!chmod(path, 0700);
    }
    return 0;
}

void folder_remove(const char *path)
{
    nftw(path, unlock_entry, 16, FTW_PHYS);
    must(nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS) == 0, path);
}

int temp_folder_setup(void **state)
{
    char *path = malloc(TEMP_PATH_BYTES_MAX);
    must(path != NULL, "temp_folder");
    temp_folder_make(path);
    *state = path;
    return 0;
}

int temp_folder_teardown(void **state)
{
    folder_remove(*state);
    free(*state);
    return 0;
}

const char *temp_path(const char *folder, const char *name)
{
    static char kept[KEPT][TEMP_PATH_BYTES_MAX];
    static size_t next;
    char *to = kept[next++ % KEPT];
    int size = snprintf(to, TEMP_PATH_BYTES_MAX, "%s/%s", folder, name);
    must(size > 0 && size < TEMP_PATH_BYTES_MAX, "temp_path");
    return to;
}

void temp_file(const char *folder, const char *name, struct bytes bytes)
{
    FILE *file = fopen(temp_path(folder, name), "wb");
    must(file != NULL, name);
    must(bytes.size == 0 || fwrite(bytes.data, 1, bytes.size, file) == bytes.size, name);
    must(fclose(file) == 0, name);
}

struct bytes file_bytes(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        fail_msg("%s: there is no such file", path);
    }
    struct buffer buffer = buffer_begin(arena);
    struct bytes bytes = {0};
    uint8_t block[4096];
    for (size_t size; (size = fread(block, 1, sizeof block, file)) > 0;) {
        buffer_add(&buffer, block, size);
    }
    fclose(file);
    must(buffer_end(&buffer, &bytes) == OK, "file_bytes");
    return bytes;
}

uint64_t dice_roll(struct dice *dice)
{
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return dice->state * UINT64_C(0x2545F4914F6CDD1D);
}

uint64_t dice_below(struct dice *dice, uint64_t limit)
{
    return (dice_roll(dice) >> 11) % limit;
}
