/* data_folder.c - see data_folder.h. */
#include "data_folder.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "hash.h"
#include "log.h"

enum { FOLDER_ARENA_BYTES = 2 * TRUST_ROOT_BYTES_MAX + 64 * 1024 };

static uint64_t file_number(const char *folder)
{
    char path[700];
    struct stat st;

    snprintf(path, sizeof path, "%s/data.mdb", folder);
    return stat(path, &st) ? 0 : (uint64_t)st.st_ino;
}

/* Content that is missing is no error, and neither is damage: the agent sets it aside and fetches
 * again, and we come back when the file changes. */
static void open_content(struct data_folder *folder)
{
    struct complaint why = {0};
    uint64_t file = file_number(folder->content_path);

    if (folder->content && file == folder->content_file) {
        return;
    }
    content_close(folder->content);
    folder->content = NULL;
    folder->content_file = file;
    if (!file) {
        return;
    }
    enum err err = content_open(folder->content_path, STORE_READ, CONTENT_MAP_BYTES_DEFAULT,
                                &folder->content, &why);
    if (err) {
        folder->content = NULL;
        if (err != ERR_NOT_FOUND) {
            log_error("content cannot be opened: %s", why.text);
        }
    }
}

static enum err open_device(struct data_folder *folder, struct complaint *why)
{
    bool started_over = false;
    enum store_mode mode = folder->read_only ? STORE_READ : STORE_WRITE;
    enum err err = device_open(folder->device_path, mode, DEVICE_MAP_BYTES_DEFAULT, &folder->device,
                               &started_over, why);

    if (err) {
        folder->device = NULL;
        return folder->read_only && err == ERR_NOT_FOUND ? OK : err;
    }
    folder->started_over = started_over;
    store_check_readers(folder->device);
    return OK;
}

static enum err read_trust(struct data_folder *folder)
{
    struct txn *txn = NULL;
    uint64_t damaged = 0;

    folder->trust = (struct trust){0};
    if (!folder->device) {
        return OK;
    }
    enum err err = txn_begin_read(folder->device, &txn);
    if (!err) {
        err = trust_get(txn, &folder->arena, &folder->trust);
    }
    if (!err) {
        err = device_damaged(txn, &damaged);
        folder->started_over = folder->started_over || damaged > 0;
    }
    txn_abort(txn);
    return err;
}

static void check_root(struct data_folder *folder)
{
    struct complaint why = {0};

    folder->enrolled = false;
    folder->root_hash = (struct hash){0};
    if (folder->trust.root.size == 0) {
        return;
    }
    folder->root_hash = hash_of(folder->trust.root);
    enum err err = root_open(folder->trust.root, &folder->root, &why);
    if (err) {
        log_error("the pinned root cannot be used (%s): %s", err_name(err), why.text);
        return;
    }
    folder->enrolled = true;
}

static enum err read_state(struct data_folder *folder)
{
    folder->state = (struct content_state){0};
    if (!folder->content) {
        return OK;
    }
    enum err err = content_state(folder->content, &folder->arena, &folder->state);
    return err == ERR_NOT_FOUND ? OK : err;
}

static bool trust_same(const struct trust *a, const struct trust *b)
{
    return a->floor_s == b->floor_s && a->signed_s == b->signed_s && a->offset_s == b->offset_s &&
           a->admitted == b->admitted && a->has_key == b->has_key;
}

enum err data_folder_refresh(struct data_folder *folder, struct data_news *news)
{
    struct trust trust = folder->trust;
    struct content_state state = folder->state;
    struct hash root = folder->root_hash;
    struct content *content = folder->content;

    *news = (struct data_news){0};
    arena_reset(&folder->arena);
    enum err err = read_trust(folder);
    check_root(folder);
    open_content(folder);
    enum err state_err = read_state(folder);
    news->trust = !trust_same(&trust, &folder->trust);
    news->root = !hash_equal(&root, &folder->root_hash);
    news->content = content != folder->content || state.seq != folder->state.seq ||
                    !hash_equal(&state.tip, &folder->state.tip);
    news->confirmed =
        state.checked_s != folder->state.checked_s || state.issued_s != folder->state.issued_s;
    return err ? err : state_err;
}

enum err data_folder_open(struct data_folder *folder, const char *path, bool read_only,
                          struct complaint *why)
{
    struct data_news news;

    *folder = (struct data_folder){.read_only = read_only};
    if (strlen(path) >= sizeof folder->path) {
        return complain(why, ERR_INVALID, "the path of the data folder is too long: %s", path);
    }
    snprintf(folder->path, sizeof folder->path, "%s", path);
    snprintf(folder->content_path, sizeof folder->content_path, "%s/content", path);
    snprintf(folder->device_path, sizeof folder->device_path, "%s/device", path);
    enum err err = arena_init(&folder->arena, FOLDER_ARENA_BYTES);
    if (!err) {
        err = open_device(folder, why);
    }
    if (!err) {
        err = data_folder_refresh(folder, &news);
    }
    if (err) {
        data_folder_close(folder);
    }
    return err;
}

void data_folder_close(struct data_folder *folder)
{
    content_close(folder->content);
    store_close(folder->device);
    arena_deinit(&folder->arena);
    *folder = (struct data_folder){0};
}
