/* drop.c - see drop.h. */
#include "drop.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "hash.h"
#include "import.h"
#include "import_paths.h"
#include "log.h"
#include "plain.h"

#define DROP_RESULT "结果.txt"

struct found {
    char (*paths)[FILE_PATH_BYTES_MAX];
    size_t count;
    int64_t newest_s;
    struct hash hash;
};

static bool is_wanted(const char *name)
{
    return import_is_wanted(name) && strcmp(name, DROP_RESULT) != 0;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void hash_found(struct found *found)
{
    struct hasher hasher;
    hasher_begin(&hasher);
    for (size_t i = 0; i < found->count; i++) {
        struct stat st;
        if (stat(found->paths[i], &st) != 0) {
            continue;
        }
        const int64_t facts[] = {st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec};
        hasher_add(&hasher, bytes_of(found->paths[i], strlen(found->paths[i]) + 1));
        hasher_add(&hasher, bytes_of(facts, sizeof facts));
        found->newest_s = st.st_mtim.tv_sec > found->newest_s ? st.st_mtim.tv_sec : found->newest_s;
    }
    found->hash = hasher_end(&hasher);
}

static enum err list_folder(const char *folder, struct found *found, struct complaint *why)
{
    DIR *dir = opendir(folder);
    if (!dir) {
        return complain(why, file_err(errno), "打不开 %s:%s", folder, strerror(errno));
    }
    for (struct dirent *d = readdir(dir); d && found->count < DROP_FILES_MAX; d = readdir(dir)) {
        if (is_wanted(d->d_name) &&
            path_join(found->paths[found->count], folder, d->d_name) == OK) {
            found->count++;
        }
    }
    closedir(dir);
    qsort(found->paths, found->count, sizeof *found->paths, compare_paths);
    hash_found(found);
    return OK;
}

/* Each file by itself: one that is wrong keeps no other back. */
static void import_each(struct site *site, const struct found *found, FILE *report)
{
    for (size_t i = 0; i < found->count; i++) {
        struct complaint why = {0};
        const char *path = found->paths[i];
        size_t mark = arena_mark(&site->scratch);
        fprintf(report, "【%s】\n", strrchr(path, '/') + 1);
        enum err err = import_run(site, &path, 1, NULL, report, &why);
        if (err) {
            complaint_make_plain(&why, err);
            fprintf(report, "没有导入。%s\n", why.text);
        }
        fprintf(report, "\n");
        arena_rewind(&site->scratch, mark);
    }
}

static enum err import_found(struct drop *drop, struct site *site, const struct found *found,
                             struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    char *text = NULL;
    size_t size = 0;
    FILE *report = open_memstream(&text, &size);
    if (!report) {
        return ERR_NOMEM;
    }
    import_each(site, found, report);
    fclose(report);
    enum err err = path_join(path, drop->folder, DROP_RESULT);
    err = err ? err : file_write(path, bytes_of(text, size), 0664, why);
    free(text);
    log_info("drop: %zu files looked at", found->count);
    return err;
}

enum err drop_look(struct drop *drop, struct site *site, int64_t clock_s, struct complaint *why)
{
    struct found found = {.paths = calloc(DROP_FILES_MAX, sizeof *found.paths)};
    if (!found.paths) {
        return ERR_NOMEM;
    }
    enum err err = list_folder(drop->folder, &found, why);
    bool settled = clock_s - found.newest_s >= DROP_SETTLE_S;
    if (!err && settled && found.count > 0 && !hash_equal(&found.hash, &drop->seen)) {
        drop->seen = found.hash;
        err = import_found(drop, site, &found, why);
    }
    free(found.paths);
    return err;
}
