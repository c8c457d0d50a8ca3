/* replay.c - runs a fuzz target over every file of a folder, where there is no libFuzzer.
 *
 * Also over every beginning of each file: a cut input is what a network gives most often. Exit code
 * 77 (skipped) when there is no such folder or nothing in it. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    INPUT_BYTES_MAX = 1024 * 1024,
    CUT_BYTES_MAX = 4096, /* longer inputs are not replayed cut: it would take minutes */
    EXIT_SKIPPED = 77,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* From a block of exactly this size, so that AddressSanitizer sees a read past its end. */
static void run_input(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact) {
        abort();
    }
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static int run_file(const char *path)
{
    static uint8_t input[INPUT_BYTES_MAX];
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return -1;
    }
    size_t size = fread(input, 1, sizeof input, file);
    fclose(file);
    for (size_t cut = 0; cut < size && size <= CUT_BYTES_MAX; cut++) {
        run_input(input, cut);
    }
    run_input(input, size);
    return 0;
}

static int run_folder(const char *folder, size_t *count)
{
    char path[4096];
    struct stat info;
    DIR *dir = opendir(folder);
    if (!dir) {
        return 0;
    }
    int failed = 0;
    for (const struct dirent *entry; (entry = readdir(dir)) && !failed;) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (stat(path, &info) == 0 && S_ISREG(info.st_mode)) {
            failed = run_file(path);
            ++*count;
        }
    }
    closedir(dir);
    return failed;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    for (int i = 1; i < argc; i++) {
        if (run_folder(argv[i], &count) != 0) {
            return 1;
        }
    }
    if (count == 0) {
        printf("SKIPPED: no corpus\n");
        return EXIT_SKIPPED;
    }
    printf("%zu inputs\n", count);
    return 0;
}
