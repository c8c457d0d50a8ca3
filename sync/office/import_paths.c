#include "import_paths.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"

bool import_is_wanted(const char *name)
{
    struct text text = text_of(name);
    return name[0] != '.' && !text_starts(text, "README") &&
           (text_ends(text, ".txt") || text_ends(text, ".md") || text_ends(text, ".csv"));
}

struct list {
    const char **at;
    size_t count;
    struct arena *arena;
};

static enum err add(struct list *list, const char *path, struct complaint *why)
{
    struct text kept = arena_text(list->arena, text_of(path));

    if (!kept.data) {
        return ERR_NOMEM;
    }
    if (list->count == IMPORT_FILES_MAX) {
        return complain(why, ERR_FULL, "一次最多导入 %d 个文件；请分几次", IMPORT_FILES_MAX);
    }
    list->at[list->count++] = kept.data;
    return OK;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum err add_folder(struct list *list, const char *folder, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    size_t before = list->count;
    enum err err = OK;
    DIR *dir = opendir(folder);

    if (!dir) {
        return complain(why, file_err(errno), "打不开文件夹 %s:%s", folder, strerror(errno));
    }
    for (struct dirent *d = readdir(dir); d && !err; d = readdir(dir)) {
        struct stat st;
        if (import_is_wanted(d->d_name) && path_join(path, folder, d->d_name) == OK &&
            stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
            err = add(list, path, why);
        }
    }
    closedir(dir);
    if (!err && list->count == before) {
        return complain(why, ERR_INVALID, "%s 里没有可以导入的 .txt、.md、.csv 文件", folder);
    }
    if (!err) {
        qsort(list->at + before, list->count - before, sizeof *list->at, compare_names);
    }
    return err;
}

enum err import_paths(const char *const *given, size_t count, struct arena *arena,
                      const char ***paths, size_t *path_count, struct complaint *why)
{
    struct list list = {.at = ARENA_ARRAY(arena, const char *, IMPORT_FILES_MAX), .arena = arena};
    enum err err = list.at ? OK : ERR_NOMEM;

    for (size_t i = 0; i < count && !err; i++) {
        struct stat st;
        bool folder = stat(given[i], &st) == 0 && S_ISDIR(st.st_mode);
        err = folder ? add_folder(&list, given[i], why) : add(&list, given[i], why);
    }
    *paths = list.at;
    *path_count = list.count;
    return err;
}
