/* mirror.c - see mirror.h. */
#include "mirror.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ack.h"
#include "head.h"
#include "routes.h"
#include "tree.h"

enum {
    FILE_MODE = 0644,
    FOLDER_MODE = 0755,
    BLOCK_BYTES = 64 * 1024,
    ATTEMPTS = 3, /* a publication may take a file away while it is copied */
};

struct mirror {
    struct site *site;
    char from[FILE_PATH_BYTES_MAX], to[FILE_PATH_BYTES_MAX];
    struct head head; /* that the copy is made for */
    struct bytes head_bytes;
    size_t copied, removed;
    uint64_t copied_bytes;
    struct complaint *why;
};

static enum err failed(struct mirror *m, const char *what, const char *path)
{
    int number = errno;
    return complain(m->why, file_err(number), "%s %s：%s", what, path, strerror(number));
}

/* ---- one file ---- */

static enum err pour(struct mirror *m, int from, int to, const char *path)
{
    uint8_t block[BLOCK_BYTES];
    ssize_t size;

    while ((size = read(from, block, sizeof block)) > 0) {
        for (ssize_t done = 0, n; done < size; done += n) {
            n = write(to, block + done, (size_t)(size - done));
            if (n < 0) {
                return failed(m, "写不了", path);
            }
        }
        m->copied_bytes += (uint64_t)size;
    }
    return size < 0 ? failed(m, "读不了", path) : OK;
}

/* ERR_NOT_FOUND: it left the tree meanwhile. */
static enum err copy_whole(struct mirror *m, const char *from_path, const char *to_path)
{
    char part[FILE_PATH_BYTES_MAX];
    enum err err = path_join(part, m->to, ".part");
    int from = open(from_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (err || from < 0) {
        if (from >= 0) {
            close(from);
        }
        return err ? err : failed(m, "读不了", from_path);
    }
    int to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
    err = to < 0 ? failed(m, "写不了", part) : pour(m, from, to, to_path);
    if (!err && fsync(to) != 0) {
        err = failed(m, "写不了", part);
    }
    if (to >= 0 && close(to) != 0 && !err) {
        err = failed(m, "写不了", part);
    }
    close(from);
    if (!err && rename(part, to_path) != 0) {
        err = failed(m, "改不了名", to_path);
    }
    m->copied += err ? 0 : 1;
    return err;
}

/* Immutable: there already with the same size is the same. */
static bool is_there(const char *from, const char *to)
{
    struct stat a, b;
    return lstat(from, &a) == 0 && lstat(to, &b) == 0 && S_ISREG(b.st_mode) &&
           a.st_size == b.st_size;
}

/* ---- folders ---- */

static enum err parent_make(struct mirror *m, const char *path)
{
    char folder[FILE_PATH_BYTES_MAX];
    const char *slash = strrchr(path, '/');
    text_copy((struct text){path, (size_t)(slash - path)}, folder, sizeof folder);
    return folder_make(folder, FOLDER_MODE, m->why);
}

static enum err copy_named(const char *name, void *data)
{
    struct mirror *m = data;
    char from[FILE_PATH_BYTES_MAX], to[FILE_PATH_BYTES_MAX];
    struct route route = route_parse(text_of(name));
    enum err err = path_join(from, m->from, name);

    err = err ? err : path_join(to, m->to, name);
    if (err || route.kind != ROUTE_TREE || !route.immutable || is_there(from, to)) {
        return err; /* the head, the hint and acknowledgements have their turn */
    }
    err = parent_make(m, to);
    return err ? err : copy_whole(m, from, to);
}

/* Only what belongs to the head that was copied: a kiosk would take a later place for one held
 * back. */
static enum err copy_ack(const char *name, void *data)
{
    struct mirror *m = data;
    char from[FILE_PATH_BYTES_MAX], to[FILE_PATH_BYTES_MAX];
    struct route route = route_parse(text_of(name));
    struct bytes bytes;
    struct ack ack;
    enum err err = path_join(from, m->from, name);

    err = err ? err : path_join(to, m->to, name);
    if (err || route.kind != ROUTE_ACK) {
        return err;
    }
    size_t mark = arena_mark(&m->site->scratch);
    err = file_read(from, ACK_BYTES_MAX, &m->site->scratch, &bytes, m->why);
    if (!err && ack_open(bytes, &m->site->root, route.kiosk, &m->site->scratch, &ack, NULL) == OK &&
        ack.seq <= m->head.seq) {
        err = parent_make(m, to);
        err = err ? err : file_write_later(to, bytes, FILE_MODE, m->why);
    }
    arena_rewind(&m->site->scratch, mark);
    return err;
}

/* What is in the copy and no longer in the tree. */
static enum err remove_gone(const char *name, void *data)
{
    struct mirror *m = data;
    char from[FILE_PATH_BYTES_MAX], to[FILE_PATH_BYTES_MAX];
    struct route route = route_parse(text_of(name));
    enum err err = path_join(from, m->from, name);

    err = err ? err : path_join(to, m->to, name);
    if (!err && route.kind == ROUTE_TREE && route.immutable && !file_exists(from)) {
        m->removed += unlink(to) == 0 ? 1 : 0;
    }
    return err;
}

/* ---- all ---- */

static enum err small_copy(struct mirror *m, const char *name, struct bytes bytes)
{
    char to[FILE_PATH_BYTES_MAX];
    enum err err = path_join(to, m->to, name);
    err = err ? err : parent_make(m, to);
    return err ? err : file_write_later(to, bytes, FILE_MODE, m->why);
}

static enum err head_read(struct mirror *m, char route[ROUTE_BYTES_MAX])
{
    char path[FILE_PATH_BYTES_MAX];
    route_head(route, m->site->root.office);
    enum err err = path_join(path, m->from, route);
    err = err ? err : file_read(path, HEAD_BYTES_MAX, &m->site->scratch, &m->head_bytes, m->why);
    return err ? err : head_open(m->head_bytes, &m->site->root, &m->head, m->why);
}

static enum err hint_copy(struct mirror *m)
{
    char path[FILE_PATH_BYTES_MAX], route[ROUTE_BYTES_MAX];
    struct bytes bytes;
    route_site(route);
    enum err err = path_join(path, m->from, route);
    err = err ? err : file_read(path, ROOT_BYTES_MAX * 4, &m->site->scratch, &bytes, m->why);
    return err ? err : small_copy(m, route, bytes);
}

/* A publication meanwhile may have taken away what the copied head still names: then the copy keeps
 * all until the next time. */
static enum err gone_remove(struct mirror *m)
{
    char path[FILE_PATH_BYTES_MAX], route[ROUTE_BYTES_MAX];
    struct bytes now;
    enum err err = site_lock(m->site, m->why);

    route_head(route, m->site->root.office);
    err = err ? err : path_join(path, m->from, route);
    err = err ? err : file_read(path, HEAD_BYTES_MAX, &m->site->scratch, &now, m->why);
    if (!err && bytes_equal(now, m->head_bytes)) {
        err = folder_walk(m->to, remove_gone, m, m->why);
    }
    site_unlock(m->site);
    return err;
}

static enum err pass(struct mirror *m)
{
    char route[ROUTE_BYTES_MAX];
    enum err err = head_read(m, route);
    err = err ? err : folder_walk(m->from, copy_named, m, m->why);
    err = err ? err : hint_copy(m);
    err = err ? err : small_copy(m, route, m->head_bytes);
    err = err ? err : folder_walk(m->from, copy_ack, m, m->why);
    return err ? err : gone_remove(m);
}

static enum err target_check(struct mirror *m, const char *target)
{
    char site[FILE_PATH_BYTES_MAX], copy[FILE_PATH_BYTES_MAX];
    enum err err = folder_make(target, FOLDER_MODE, m->why);

    if (err) {
        return err;
    }
    if (!realpath(m->site->folder, site) || !realpath(target, copy)) {
        return failed(m, "打不开", target);
    }
    if (text_starts(text_of(copy), site) &&
        (copy[strlen(site)] == '\0' || copy[strlen(site)] == '/')) {
        return complain(m->why, ERR_INVALID, "%s 在资料文件夹里面；请换一个地方", target);
    }
    text_copy(text_of(copy), m->to, sizeof m->to);
    return tree_path(m->site, "", m->from);
}

enum err mirror_run(struct site *site, const char *target, FILE *report, struct complaint *why)
{
    struct mirror m = {.site = site, .why = why};
    size_t mark = arena_mark(&site->scratch);
    enum err err = target_check(&m, target);

    if (!err) {
        m.from[strlen(m.from) - 1] = '\0'; /* tree_path ends with a slash */
        err = ERR_NOT_FOUND;
    }
    for (int i = 0; err == ERR_NOT_FOUND && i < ATTEMPTS; i++) {
        err = pass(&m);
    }
    arena_rewind(&site->scratch, mark);
    if (!err && report) {
        fprintf(report, "已复制到 %s：第 %llu 期，新文件 %zu 个，删去 %zu 个\n", target,
                (unsigned long long)m.head.seq, m.copied, m.removed);
    }
    return err;
}
