/* tree.c - see tree.h. */
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MODE = 0644, FOLDER_MODE = 0755 };

enum err tree_path(const struct site *site, const char *route, char to[FILE_PATH_BYTES_MAX])
{
    int size = snprintf(to, FILE_PATH_BYTES_MAX, "%s/tree/%s", site->folder, route);
    return size < 0 || size >= FILE_PATH_BYTES_MAX ? ERR_INVALID : OK;
}

static enum err failed(const char *what, const char *path, struct complaint *why)
{
    int number = errno;
    return complain(why, file_err(number), "%s %s:%s", what, path, strerror(number));
}

static enum err make_parent(const char *path, struct complaint *why)
{
    char folder[FILE_PATH_BYTES_MAX];
    const char *slash = strrchr(path, '/');
    text_copy((struct text){path, (size_t)(slash - path)}, folder, sizeof folder);
    return folder_make(folder, FOLDER_MODE, why);
}

enum err tree_file_open(const struct site *site, const char *part, struct tree_file *file,
                        struct complaint *why)
{
    file->fd = -1;
    enum err err = tree_path(site, part, file->path);
    err = err ? err : make_parent(file->path, why);
    if (err) {
        return err;
    }
    int fd = open(file->path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
    if (fd < 0) {
        return failed("写不了", file->path, why);
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 || ftruncate(fd, 0) != 0) { /* what a crash left */
        err = errno == EWOULDBLOCK ? complain(why, ERR_BUSY, "%s 正由别的程序写", file->path)
                                   : failed("写不了", file->path, why);
        close(fd);
        return err;
    }
    file->fd = fd;
    return OK;
}

enum err tree_file_write(struct tree_file *file, struct bytes bytes, struct complaint *why)
{
    while (bytes.size > 0) {
        ssize_t done = write(file->fd, bytes.data, bytes.size);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done < 0) {
            return failed("写不了", file->path, why);
        }
        bytes = bytes_of(bytes.data + done, bytes.size - (size_t)done);
    }
    return OK;
}

void tree_file_abort(struct tree_file *file)
{
    if (file->fd >= 0) {
        close(file->fd);
        unlink(file->path);
        file->fd = -1;
    }
}

enum err tree_file_finish(const struct site *site, struct tree_file *file, const char *route,
                          struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    enum err err = tree_path(site, route, path);
    err = err ? err : make_parent(path, why);
    if (err) {
        return err;
    }
    if (rename(file->path, path) != 0) { /* before the lock on it ends */
        return failed("改不了名", path, why);
    }
    err = close(file->fd) == 0 ? OK : failed("写不了", path, why);
    file->fd = -1;
    return err;
}

enum err tree_put(const struct site *site, const char *route, struct bytes bytes,
                  struct complaint *why)
{
    struct tree_file file;
    enum err err = tree_file_open(site, ".part", &file, why);
    err = err ? err : tree_file_write(&file, bytes, why);
    err = err ? err : tree_file_finish(site, &file, route, why);
    if (err) {
        tree_file_abort(&file);
    }
    return err;
}

enum err tree_put_durable(const struct site *site, const char *route, struct bytes bytes,
                          struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    enum err err = tree_path(site, route, path);
    err = err ? err : make_parent(path, why);
    return err ? err : file_write_later(path, bytes, FILE_MODE, why);
}

enum err tree_sync(const struct site *site, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    enum err err = tree_path(site, "", path);
    if (err) {
        return err;
    }
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return failed("打不开", path, why);
    }
    err = syncfs(fd) == 0 ? OK : failed("写不了", path, why);
    close(fd);
    return err;
}

/* One name in a folder of the tree. */
static enum err sweep_one(const struct site *site, const char *folder, const char *name,
                          tree_goes_fn *goes, void *data, size_t *removed, struct complaint *why)
{
    char route[ROUTE_BYTES_MAX], path[FILE_PATH_BYTES_MAX];
    int size = snprintf(route, sizeof route, "%s/%s", folder, name);
    if (size < 0 || (size_t)size >= sizeof route) {
        return OK; /* no name of ours */
    }
    struct route parsed = route_parse(text_of(route));
    if (parsed.kind != ROUTE_TREE || !parsed.immutable || !goes(&parsed, text_of(name), data)) {
        return OK;
    }
    enum err err = tree_path(site, route, path);
    if (!err && unlink(path) != 0 && errno != ENOENT) {
        return failed("删不掉", path, why);
    }
    *removed += err ? 0 : 1;
    return err;
}

enum err tree_sweep(const struct site *site, const char *folder, tree_goes_fn *goes, void *data,
                    size_t *removed, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    struct dirent *found;
    enum err err = tree_path(site, folder, path);
    DIR *open_folder = err ? NULL : opendir(path);

    if (!open_folder) {
        return err ? err : errno == ENOENT ? OK : failed("打不开", path, why);
    }
    while (!err && (found = readdir(open_folder)) != NULL) {
        err = sweep_one(site, folder, found->d_name, goes, data, removed, why);
    }
    closedir(open_folder);
    return err;
}
