/* carry.c - see carry.h. */
#include "carry.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle.h"
#include "collect.h"
#include "delivery.h"
#include "hash.h"
#include "head.h"
#include "log_entry.h"
#include "snapshot.h"
#include "tree.h"

enum {
    FILE_MODE = 0644,
    BLOCK_BYTES = 64 * 1024,
};

struct carry {
    struct delivery delivery;
    struct site *site;
    const char *folder;
    struct carried *carried;
    FILE *report;
    struct complaint *why;
    int fd; /* of the bundle being read or written */
};

/* ---- what came ---- */

static enum err read_at(void *data, uint64_t at, uint8_t *to, size_t size)
{
    struct carry *c = data;
    while (size > 0) {
        ssize_t n = pread(c->fd, to, size, (off_t)at);
        if (n <= 0 && !(n < 0 && errno == EINTR)) {
            return n == 0 ? ERR_INVALID : file_err(errno);
        }
        if (n > 0) {
            at += (uint64_t)n;
            to += n;
            size -= (size_t)n;
        }
    }
    return OK;
}

/* As if it had been PUT. */
static enum err item_take(struct carry *c, const struct bundle_item *item)
{
    struct arena *arena = &c->site->scratch;
    struct route route = route_parse(text_of(item->name));
    size_t limit = intake_limit(&route), mark = arena_mark(arena);

    if (limit == 0 || item->size > limit) {
        c->delivery.refused++;
        return OK;
    }
    uint8_t *body = arena_alloc(arena, (size_t)item->size);
    enum err err = body ? read_at(c, item->at, body, (size_t)item->size) : ERR_NOMEM;
    if (!err) {
        (void)delivery_take(&c->delivery, &route, bytes_of(body, (size_t)item->size));
    }
    arena_rewind(arena, mark);
    return err;
}

static enum err bundle_take(struct carry *c, uint64_t size)
{
    struct bundle_reader reader;
    struct bundle_item item;
    enum err err = bundle_begin(&reader, size, read_at, c);

    while (!err && !(err = bundle_next(&reader, &item))) {
        err = item_take(c, &item);
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

static const char up_before[] = "noticepoint-", up_behind[] = "-up.bundle";

/* noticepoint-<16 hex digits>-up.bundle, and nothing else. */
static bool is_up_bundle(const char *name)
{
    struct text text = text_of(name), id;

    if (!text_starts(text, up_before) || !text_ends(text, up_behind) ||
        text.size != strlen(up_before) + KIOSK_ID_HEX + strlen(up_behind)) {
        return false;
    }
    id = text_slice(text, strlen(up_before), strlen(up_before) + KIOSK_ID_HEX);
    for (size_t i = 0; i < id.size; i++) {
        if (!((id.data[i] >= '0' && id.data[i] <= '9') ||
              (id.data[i] >= 'a' && id.data[i] <= 'f'))) {
            return false;
        }
    }
    return true;
}

/* One bundle that is no bundle does not keep the others from being taken. */
static void file_take(struct carry *c, int folder_fd, const char *name)
{
    struct stat info;
    enum err err = ERR_INVALID;

    c->fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (c->fd >= 0 && fstat(c->fd, &info) == 0 && S_ISREG(info.st_mode)) {
        c->carried->files++;
        err = bundle_take(c, (uint64_t)info.st_size);
        delivery_heard(&c->delivery, text_slice(text_of(name), strlen(up_before),
                                                strlen(up_before) + KIOSK_ID_HEX));
    }
    if (err && c->report) {
        fprintf(c->report, "%s 不完整或不是屏幕写的，没有全收；请在那块屏幕上重新插一次U盘\n",
                name);
    }
    if (c->fd >= 0) {
        close(c->fd);
    }
    c->fd = -1;
}

static enum err all_take(struct carry *c)
{
    DIR *folder = opendir(c->folder);
    struct dirent *found;

    if (!folder) {
        return complain(c->why, file_err(errno), "打不开 %s：%s", c->folder, strerror(errno));
    }
    while ((found = readdir(folder)) != NULL) {
        if (is_up_bundle(found->d_name)) {
            file_take(c, dirfd(folder), found->d_name);
        }
    }
    closedir(folder);
    return OK;
}

/* ---- what goes ---- */

static enum err put(struct carry *c, const void *from, size_t size)
{
    const uint8_t *at = from;
    for (size_t done = 0; done < size;) {
        ssize_t n = write(c->fd, at + done, size - done);
        if (n < 0 && errno != EINTR) {
            return complain(c->why, file_err(errno), "写不了 %s：%s", c->folder, strerror(errno));
        }
        done += n > 0 ? (size_t)n : 0;
    }
    c->carried->bytes += size;
    return OK;
}

static enum err pour(struct carry *c, int from, uint64_t size)
{
    uint8_t block[BLOCK_BYTES];
    enum err err = OK;
    while (!err && size > 0) {
        ssize_t n = read(from, block, size < sizeof block ? (size_t)size : sizeof block);
        if (n <= 0) {
            return complain(c->why, ERR_IO, "读不了已公布的文件");
        }
        err = put(c, block, (size_t)n);
        size -= (uint64_t)n;
    }
    return err;
}

/* A file of the tree under its name; one that is not there is left out (it has ended). */
static enum err tree_item(struct carry *c, const char *route)
{
    char path[FILE_PATH_BYTES_MAX];
    uint8_t head[BUNDLE_ITEM_HEAD_BYTES];
    struct stat info;
    enum err err = tree_path(c->site, route, path);
    int from = err ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (from < 0 || fstat(from, &info)) {
        return err;
    }
    bundle_item_head(route, (uint64_t)info.st_size, head);
    err = put(c, head, sizeof head);
    err = err ? err : put(c, route, strlen(route));
    err = err ? err : pour(c, from, (uint64_t)info.st_size);
    c->carried->items += err ? 0 : 1;
    close(from);
    return err;
}

static enum err log_items(struct carry *c, struct txn *txn, uint64_t seq)
{
    char route[ROUTE_BYTES_MAX];
    struct log_entry log;
    struct bytes plain;
    uint8_t key[8];

    be64_put(key, seq);
    route_log(route, c->site->root.office, seq);
    enum err err = tree_item(c, route);
    err = err ? err : txn_get(txn, SITE_LOGS, bytes_of(key, sizeof key), &plain);
    err = err ? err : log_entry_decode(plain, &c->site->scratch, &log, c->why);
    for (size_t i = 0; !err && i < log.entry_count; i++) {
        /* What rides in the log has no file of its own, and is left out. */
        route_object(route, c->site->root.office, &log.entries[i].hash);
        err = tree_item(c, route);
    }
    return err;
}

/* As far back as a kiosk goes by logs; whoever is further behind takes the snapshot. */
static enum err logs_items(struct carry *c, const struct head *head)
{
    struct txn *txn = NULL;
    uint64_t kept = 1, behind = head->snapshot_seq > SNAPSHOT_BEHIND_MAX
                                    ? head->snapshot_seq - SNAPSHOT_BEHIND_MAX
                                    : 1;
    enum err err = txn_begin_read(c->site->store, &txn);

    err = err ? err : collect_log_first(txn, &kept);
    for (uint64_t seq = behind < kept ? kept : behind; !err && seq <= head->seq; seq++) {
        size_t mark = arena_mark(&c->site->scratch);
        err = log_items(c, txn, seq);
        arena_rewind(&c->site->scratch, mark);
    }
    txn_abort(txn);
    return err;
}

static enum err ack_items(struct carry *c)
{
    char part[ROUTE_BYTES_MAX], path[FILE_PATH_BYTES_MAX];
    struct dirent *found;
    enum err err = OK;

    snprintf(part, sizeof part, "v1/%.*s/ack", TEXT_ARG(c->site->root.office));
    err = tree_path(c->site, part, path);
    DIR *folder = err ? NULL : opendir(path);
    while (!err && folder && (found = readdir(folder)) != NULL) {
        char route[ROUTE_BYTES_MAX];
        int size = snprintf(route, sizeof route, "%s/%s", part, found->d_name);
        if (size > 0 && (size_t)size < sizeof route &&
            route_parse(text_of(route)).kind == ROUTE_ACK) {
            err = tree_item(c, route);
        }
    }
    if (folder) {
        closedir(folder);
    }
    return err;
}

static enum err all_items(struct carry *c)
{
    char route[ROUTE_BYTES_MAX], path[FILE_PATH_BYTES_MAX];
    struct text office = c->site->root.office;
    uint8_t end[BUNDLE_ITEM_HEAD_BYTES];
    struct bytes bytes;
    struct head head;

    route_head(route, office);
    enum err err = tree_path(c->site, route, path);
    err = err ? err : file_read(path, HEAD_BYTES_MAX, &c->site->scratch, &bytes, c->why);
    err = err ? err : head_open(bytes, &c->site->root, &head, c->why);
    err = err ? err : put(c, bundle_magic, BUNDLE_MAGIC_BYTES);
    err = err ? err : tree_item(c, route);
    route_site(route);
    err = err ? err : tree_item(c, route);
    for (uint64_t n = 1; !err && n <= c->site->root.version; n++) {
        route_root(route, office, n);
        err = tree_item(c, route);
    }
    if (!err && !hash_is_none(&head.snapshot)) {
        route_snapshot(route, office, &head.snapshot);
        err = tree_item(c, route);
    }
    err = err ? err : logs_items(c, &head);
    err = err ? err : ack_items(c);
    bundle_item_head(NULL, 0, end);
    c->carried->seq = err ? 0 : head.seq;
    return err ? err : put(c, end, 2);
}

static enum err bundle_write(struct carry *c)
{
    char part[FILE_PATH_BYTES_MAX], path[FILE_PATH_BYTES_MAX];
    enum err err = path_join(part, c->folder, "noticepoint.part");

    err = err ? err : path_join(path, c->folder, "noticepoint.bundle");
    if (err) {
        return err;
    }
    (void)unlink(part);
    c->fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
    if (c->fd < 0) {
        return complain(c->why, file_err(errno), "写不了 %s：%s", part, strerror(errno));
    }
    err = all_items(c);
    if (!err && c->carried->bytes > BUNDLE_BYTES_MAX) {
        err = complain(c->why, ERR_FULL, "内容超过 %d MiB，U盘带不了；请用网络",
                       BUNDLE_BYTES_MAX / 1024 / 1024);
    }
    if (!err && fsync(c->fd)) {
        err = complain(c->why, file_err(errno), "写不了 %s：%s", part, strerror(errno));
    }
    close(c->fd);
    c->fd = -1;
    if (!err && rename(part, path)) {
        err = complain(c->why, file_err(errno), "写不了 %s：%s", path, strerror(errno));
    }
    if (err) {
        (void)unlink(part);
    }
    return err;
}

/* ---- */

static void tell(const struct carry *c)
{
    const struct carried *d = c->carried;
    if (!c->report) {
        return;
    }
    fprintf(c->report, "从U盘收到 %u 份新的，%u 份以前收过", d->taken, d->known);
    if (d->offers) {
        fprintf(c->report, "，%u 块屏幕申请接入（用 admit --list 查看）", d->offers);
    }
    if (d->refused) {
        fprintf(c->report, "，%u 份没有收（不是本居委会已接纳的屏幕写的）", d->refused);
    }
    fprintf(c->report, "\n已写到U盘：第 %llu 期，%llu KB；请插到每块没有网络的屏幕上\n",
            (unsigned long long)d->seq, (unsigned long long)(d->bytes / 1024));
}

enum err carry_run(struct intake *intake, const char *folder, struct carried *carried, FILE *report,
                   struct complaint *why)
{
    struct carry c = {.site = intake->site,
                      .folder = folder,
                      .carried = carried,
                      .report = report,
                      .why = why,
                      .fd = -1};
    *carried = (struct carried){0};
    enum err err = delivery_begin(&c.delivery, intake);
    if (err) {
        return err;
    }
    err = delivery_end(&c.delivery, true, all_take(&c), why);
    carried->taken = c.delivery.taken;
    carried->known = c.delivery.known;
    carried->refused = c.delivery.refused;
    carried->offers = c.delivery.offers;
    err = err ? err : bundle_write(&c);
    if (!err) {
        tell(&c);
    }
    return err;
}
