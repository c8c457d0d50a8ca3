/* site.c - see site.h. */
#include "site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hash.h"
#include "migrate.h"

enum {
    TREE_FILE_MODE = 0644,
    LOCK_MODE = 0660,
    /* Up to this size a data.mdb holds no record, and the store begins it again. A site that has
     * been made is always larger: a smaller one has been cut. */
    SITE_STORE_BYTES_MIN = 2 * 4096,
};

static const char *const table_names[SITE_TABLES] = {
    [SITE_META] = "meta",       [SITE_DRAFTS] = "drafts",   [SITE_PUBLISHED] = "published",
    [SITE_HISTORY] = "history", [SITE_OBJECTS] = "objects", [SITE_ORIGINALS] = "originals",
    [SITE_SOURCES] = "sources", [SITE_LOGS] = "logs",       [SITE_INBOX] = "inbox",
    [SITE_LOCS] = "locs",       [SITE_KIOSKS] = "kiosks",   [SITE_ACKS] = "acks",
    [SITE_ACTS] = "acts",       [SITE_KEPT] = "kept",
};

enum err site_store_open(const char *folder, struct store **store, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    enum err err = path_join(path, folder, "store");
    if (err) {
        return complain(why, err, "路径太长：%s", folder);
    }
    return store_open(&(struct store_options){.folder = path,
                                              .mode = STORE_WRITE,
                                              .map_bytes = SITE_MAP_BYTES,
                                              .tables = table_names,
                                              .table_count = SITE_TABLES,
                                              .schema = SITE_SCHEMA,
                                              .migrate = site_migrate},
                      store, why);
}

enum err site_path(const struct site *site, const char *part, char to[FILE_PATH_BYTES_MAX])
{
    return path_join(to, site->folder, part);
}

static enum err load_root(struct site *site, struct complaint *why)
{
    struct txn *txn = NULL;
    struct bytes root;
    enum err err = txn_begin_read(site->store, &txn);
    if (err) {
        return err;
    }
    err = txn_get(txn, SITE_META, text_bytes(text_of("root")), &root);
    if (!err) {
        site->root_bytes = arena_copy(&site->arena, root.data, root.size);
        err = site->root_bytes.data ? OK : ERR_NOMEM;
    }
    txn_abort(txn);
    if (err == ERR_NOT_FOUND) {
        return complain(why, ERR_INVALID, "%s 里没有居委会的资料；请先运行 init", site->folder);
    }
    return err ? err : root_open(site->root_bytes, &site->root, why);
}

static enum err open_parts(struct site *site, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    struct stat st;
    enum err err = site_path(site, "store/data.mdb", path);
    if (!err && stat(path, &st) == 0 && st.st_size <= SITE_STORE_BYTES_MIN) {
        return complain(why, ERR_CORRUPT, "%s 损坏了，只剩 %lld 字节；请用备份恢复，不要重新 init",
                        path, (long long)st.st_size);
    }
    if (err || !file_exists(path)) {
        return complain(why, ERR_INVALID,
                        "%s 不是居委会的资料文件夹（没有 store/）；请检查路径，或先运行 init",
                        site->folder);
    }
    err = arena_init(&site->arena, SITE_ARENA_BYTES);
    err = err ? err : arena_init(&site->scratch, SITE_SCRATCH_BYTES);
    err = err ? err : site_store_open(site->folder, &site->store, why);
    return err ? err : load_root(site, why);
}

enum err site_open(const char *folder, int64_t now_s, struct site *site, struct complaint *why)
{
    *site = (struct site){.now_s = now_s, .lock_fd = -1};
    if (strlen(folder) >= sizeof site->folder) {
        return complain(why, ERR_INVALID, "路径太长");
    }
    text_copy(text_of(folder), site->folder, sizeof site->folder);
    enum err err = open_parts(site, why);
    if (err) {
        site_close(site);
    }
    return err;
}

enum err site_root_look(struct site *site, bool *changed, struct complaint *why)
{
    struct txn *txn = NULL;
    struct bytes root;
    enum err err = txn_begin_read(site->store, &txn);

    *changed = false;
    err = err ? err : txn_get(txn, SITE_META, text_bytes(text_of("root")), &root);
    *changed = !err && !bytes_equal(root, site->root_bytes);
    txn_abort(txn);
    return err || !*changed ? err : load_root(site, why); /* the arena holds one more root */
}

void site_close(struct site *site)
{
    site_unlock(site);
    store_close(site->store);
    arena_deinit(&site->arena);
    arena_deinit(&site->scratch);
    site->store = NULL;
}

static enum err lock(struct site *site, int how, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    enum err err = site_path(site, "lock", path);
    if (err || site->lock_fd >= 0) {
        return err;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, LOCK_MODE);
    if (fd < 0) {
        return complain(why, file_err(errno), "打不开 %s:%s", path, strerror(errno));
    }
    while (flock(fd, how) != 0) {
        if (errno != EINTR) {
            err = errno == EWOULDBLOCK
                      ? complain(why, ERR_BUSY, "别的程序正在公布；请过一会儿再来")
                      : complain(why, file_err(errno), "锁不住 %s:%s", path, strerror(errno));
            close(fd);
            return err;
        }
    }
    site->lock_fd = fd;
    return OK;
}

enum err site_lock(struct site *site, struct complaint *why)
{
    return lock(site, LOCK_EX, why);
}

enum err site_lock_now(struct site *site, struct complaint *why)
{
    return lock(site, LOCK_EX | LOCK_NB, why);
}

void site_unlock(struct site *site)
{
    if (site->lock_fd >= 0) {
        close(site->lock_fd); /* gives the lock back */
        site->lock_fd = -1;
    }
}

enum err site_policy(struct site *site, struct txn *txn, struct policy *policy,
                     struct calendar *calendar, struct complaint *why)
{
    struct entry entry;
    enum err err = site_entry(site, txn, SITE_PUBLISHED, text_of("policy"), &entry);
    err =
        err == ERR_NOT_FOUND ? site_entry(site, txn, SITE_DRAFTS, text_of("policy"), &entry) : err;
    if (err == ERR_NOT_FOUND || (!err && entry.kind != KIND_policy)) {
        return complain(why, ERR_CORRUPT, "资料里没有规则记录（policy）");
    }
    err = err ? err : site_record(site, txn, &entry, policy, why);
    return err ? err : calendar_init(policy, calendar);
}

enum err site_entry(struct site *site, struct txn *txn, enum site_table table, struct text key,
                    struct entry *entry)
{
    struct bytes value;
    enum err err = txn_get(txn, table, text_bytes(key), &value);
    if (err) {
        return err;
    }
    value = arena_copy(&site->scratch, value.data, value.size);
    return value.data ? entry_decode(value, entry) : ERR_NOMEM;
}

enum err site_newest(struct site *site, struct txn *txn, struct text key, struct entry *entry,
                     bool *draft)
{
    enum err err = site_entry(site, txn, SITE_DRAFTS, key, entry);
    if (draft) {
        *draft = !err;
    }
    return err == ERR_NOT_FOUND ? site_entry(site, txn, SITE_PUBLISHED, key, entry) : err;
}

enum err site_put_entry(struct site *site, struct txn *txn, enum site_table table,
                        const struct entry *entry)
{
    struct bytes bytes;
    enum err err = entry_encode(entry, &site->scratch, &bytes);
    return err ? err : txn_put(txn, table, text_bytes(entry->key), bytes);
}

enum err site_history_key(struct site *site, struct text key, uint64_t version, struct bytes *name)
{
    uint8_t number[8];
    struct buffer b = buffer_begin(&site->scratch);
    be64_put(number, version);
    buffer_add_text(&b, key);
    buffer_add_byte(&b, 0); /* no key holds one */
    buffer_add(&b, number, sizeof number);
    return buffer_end(&b, name);
}

enum err site_object(struct site *site, struct txn *txn, const struct hash *hash,
                     struct bytes *object)
{
    struct bytes value;
    enum err err = txn_get(txn, SITE_OBJECTS, bytes_of(hash->b, HASH_BYTES), &value);
    if (err) {
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    }
    *object = arena_copy(&site->scratch, value.data, value.size);
    return object->data ? OK : ERR_NOMEM;
}

enum err site_put_record(struct site *site, struct txn *txn, enum kind kind, const void *record,
                         struct entry *entry, struct complaint *why)
{
    struct bytes object;
    enum err err = record_encode(kind, record, &site->scratch, &object, why);
    if (err) {
        return err;
    }
    entry->kind = kind;
    entry->size = object.size;
    entry->hash = hash_of(object);
    return txn_put(txn, SITE_OBJECTS, bytes_of(entry->hash.b, HASH_BYTES), object);
}

enum err site_record(struct site *site, struct txn *txn, const struct entry *entry, void *record,
                     struct complaint *why)
{
    struct bytes object;
    enum err err = site_object(site, txn, &entry->hash, &object);
    return err ? err : record_decode(entry->kind, object, &site->scratch, record, why);
}

enum err site_put_kept(struct site *site, struct txn *txn, struct text key, enum kind kind,
                       const void *record, bool *changed, struct complaint *why)
{
    struct bytes object, before;
    enum err err = record_encode(kind, record, &site->scratch, &object, why);
    if (err) {
        return err;
    }
    err = txn_get(txn, SITE_KEPT, text_bytes(key), &before);
    *changed = err || !bytes_equal(before, object);
    return err && err != ERR_NOT_FOUND ? err : txn_put(txn, SITE_KEPT, text_bytes(key), object);
}

enum err site_kept(struct site *site, struct txn *txn, struct text key, enum kind kind,
                   void *record)
{
    struct bytes value;
    enum err err = txn_get(txn, SITE_KEPT, text_bytes(key), &value);
    if (err) {
        return err;
    }
    value = arena_copy(&site->scratch, value.data, value.size);
    return value.data ? record_decode(kind, value, &site->scratch, record, NULL) : ERR_NOMEM;
}

/* Any shape fits: the largest is a few hundred bytes. */
union any_record {
    struct disclosure disclosure;
    struct regulation regulation;
    struct announce announce;
    struct withdraw withdraw;
    struct meeting meeting;
    struct notice notice;
    struct service service;
    struct emergency emergency;
    struct slide slide;
    struct policy policy;
    struct person person;
    struct duty duty;
    struct kiosk kiosk;
    struct reply reply;
    struct receipt receipt;
};

static struct text title_of(enum kind kind, const union any_record *r)
{
    switch ((int)kind) {
    case KIND_disclosure:
        return r->disclosure.title;
    case KIND_regulation:
        return r->regulation.title;
    case KIND_announce:
        return r->announce.title;
    case KIND_withdraw:
        return r->withdraw.title;
    case KIND_meeting:
        return r->meeting.title;
    case KIND_notice:
        return r->notice.title;
    case KIND_service:
        return r->service.title;
    case KIND_emergency:
        return r->emergency.title;
    case KIND_slide:
        return r->slide.title;
    case KIND_policy:
        return r->policy.name;
    case KIND_person:
        return r->person.name;
    case KIND_kiosk:
        return r->kiosk.name;
    case KIND_duty:
        return r->duty.month;
    case KIND_picture:
        return text_of("图片");
    case KIND_recording:
        return text_of("录音");
    default:
        return text_of("");
    }
}

static struct text recording_of(enum kind kind, const union any_record *r)
{
    switch ((int)kind) {
    case KIND_disclosure:
        return r->disclosure.recording;
    case KIND_regulation:
        return r->regulation.recording;
    case KIND_meeting:
        return r->meeting.recording;
    case KIND_notice:
        return r->notice.recording;
    case KIND_service:
        return r->service.recording;
    default:
        return text_of("");
    }
}

static bool read_any(struct site *site, struct txn *txn, const struct entry *entry,
                     union any_record *record)
{
    return kind_struct_size(entry->kind) <= sizeof *record &&
           site_record(site, txn, entry, record, NULL) == OK;
}

struct text site_title(struct site *site, struct txn *txn, const struct entry *entry)
{
    union any_record record = {0};
    return read_any(site, txn, entry, &record) ? title_of(entry->kind, &record) : text_of("");
}

struct text site_recording(struct site *site, struct txn *txn, const struct entry *entry)
{
    union any_record record = {0};
    return read_any(site, txn, entry, &record) ? recording_of(entry->kind, &record) : text_of("");
}

enum err site_get_value(struct txn *txn, const char *name, void *to, size_t size)
{
    struct bytes value;
    enum err err = txn_get(txn, SITE_META, text_bytes(text_of(name)), &value);
    memset(to, 0, size);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err || value.size != size) {
        return err ? err : ERR_CORRUPT;
    }
    memcpy(to, value.data, size);
    return OK;
}

enum err site_put_value(struct txn *txn, const char *name, const void *from, size_t size)
{
    return txn_put(txn, SITE_META, text_bytes(text_of(name)), bytes_of(from, size));
}
