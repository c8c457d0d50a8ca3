/* mirror_bucket.c - see mirror_bucket.h. */
#include "mirror_bucket.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ack.h"
#include "city.h"
#include "drain.h"
#include "head.h"
#include "tree.h"

enum {
    NAMES_BYTES = 256 * 1024 * 1024, /* address space; touched only as far as there are names */
    NAMES_MAX = 2 * 1000 * 1000,
    ATTEMPTS = 3, /* a publication may take a file away while it is copied */
    LOCK_MODE = 0660,
    REPORTS_OLD_MAX = 1000, /* cleared away in one run */
    HEAD_OLD_S = 20 * 3600, /* then it is issued anew: its age is on every screen */
};

static const char mutable_control[] = "no-cache";
static const char immutable_control[] = "public, max-age=31536000, immutable";

/* A file of the tree. */
struct leaf {
    const char *name;
    uint64_t size;
    bool immutable;
    bool there;   /* something is in the bucket under its name */
    bool fitting; /* with its size */
};

/* What is in the bucket and goes once the head is there. */
struct stale {
    const char *name, *id;
};

struct bucket_mirror {
    struct site *site;
    struct bucket *bucket;
    const struct bucket_mirror_options *options;
    struct bucket_mirrored *mirrored;
    char from[FILE_PATH_BYTES_MAX];
    struct head head; /* that the bucket gets */
    struct bytes head_bytes;
    struct arena names;
    struct leaf *leaves;
    struct stale *stale;
    size_t leaf_count, stale_count;
    struct complaint *why;
};

static enum err failed(struct bucket_mirror *m, const char *what, const char *path)
{
    int number = errno;
    return complain(m->why, file_err(number), "%s %s：%s", what, path, strerror(number));
}

/* ---- what is here ---- */

static enum err leaf_note(const char *name, void *data)
{
    struct bucket_mirror *m = data;
    struct route route = route_parse(text_of(name));
    char path[FILE_PATH_BYTES_MAX];
    struct stat st;

    if (route.kind != ROUTE_TREE && route.kind != ROUTE_ACK) {
        return OK;
    }
    enum err err = path_join(path, m->from, name);
    if (err || lstat(path, &st) != 0) {
        return err; /* it left the tree meanwhile */
    }
    const char *copy = arena_text(&m->names, text_of(name)).data;
    if (!copy || m->leaf_count == NAMES_MAX) {
        return ERR_NOMEM;
    }
    m->leaves[m->leaf_count++] =
        (struct leaf){.name = copy, .size = (uint64_t)st.st_size, .immutable = route.immutable};
    return OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct leaf *)a)->name, ((const struct leaf *)b)->name);
}

static enum err tree_read(struct bucket_mirror *m)
{
    m->leaf_count = m->stale_count = 0;
    arena_reset(&m->names);
    enum err err = folder_walk(m->from, leaf_note, m, m->why);
    qsort(m->leaves, m->leaf_count, sizeof *m->leaves, by_name);
    return err;
}

static enum err head_read(struct bucket_mirror *m)
{
    char path[FILE_PATH_BYTES_MAX], route[ROUTE_BYTES_MAX];

    route_head(route, m->site->root.office);
    enum err err = path_join(path, m->from, route);
    err = err ? err : file_read(path, HEAD_BYTES_MAX, &m->site->scratch, &m->head_bytes, m->why);
    return err ? err : head_open(m->head_bytes, &m->site->root, &m->head, m->why);
}

/* ---- what is there ---- */

static struct leaf *leaf_find(struct bucket_mirror *m, struct text name)
{
    char key[ROUTE_BYTES_MAX];

    if (name.size >= sizeof key) {
        return NULL;
    }
    const struct leaf wanted = {.name = text_copy(name, key, sizeof key)};
    return bsearch(&wanted, m->leaves, m->leaf_count, sizeof wanted, by_name);
}

/* The newest version of what is in the tree stays; earlier ones, markers, and what the tree no
 * longer has go. Names that are none of the tree are left alone. */
static enum err version_note(const struct bucket_version *version, void *data)
{
    struct bucket_mirror *m = data;
    enum route_kind kind = route_parse(version->name).kind;
    struct leaf *leaf = leaf_find(m, version->name);

    if (kind != ROUTE_TREE && kind != ROUTE_ACK) {
        return OK;
    }
    if (leaf && version->newest && !version->marker) {
        leaf->there = true;
        leaf->fitting = version->size == leaf->size;
        return OK;
    }
    if (m->stale_count == NAMES_MAX) {
        return OK; /* the next run sees them */
    }
    struct stale *stale = &m->stale[m->stale_count];
    stale->name = leaf ? leaf->name : arena_text(&m->names, version->name).data;
    stale->id = arena_text(&m->names, version->id).data;
    if (!stale->name || !stale->id) {
        return ERR_NOMEM;
    }
    m->stale_count++;
    return OK;
}

static enum err bucket_read(struct bucket_mirror *m)
{
    char part[ROUTE_BYTES_MAX];

    route_site(part);
    enum err err = bucket_versions(m->bucket, part, version_note, m, m->why);
    snprintf(part, sizeof part, "v1/%.*s/", TEXT_ARG(m->site->root.office));
    return err ? err : bucket_versions(m->bucket, part, version_note, m, m->why);
}

/* Asked of the list: a store answers 403, not 404, to a GET of what is not there, unless one may
 * list all of the bucket. */
static bool is_there(struct bucket_mirror *m, const char *name)
{
    const struct leaf *leaf = leaf_find(m, text_of(name));
    return leaf && leaf->there;
}

/* The head that is there, judged; etag "": there is none. */
static enum err head_judge_there(struct bucket_mirror *m, char etag[HTTP_ETAG_BYTES_MAX + 1],
                                 bool *same)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes bytes;
    struct head there;

    etag[0] = '\0';
    *same = false;
    route_head(route, m->site->root.office);
    if (!is_there(m, route)) {
        return OK;
    }
    enum err err =
        bucket_get(m->bucket, route, NULL, HEAD_BYTES_MAX, &m->site->scratch, &bytes, etag, m->why);
    if (err) {
        return err == ERR_NOT_FOUND || err == ERR_FULL ? OK : err; /* no head of ours, then */
    }
    *same = bytes_equal(bytes, m->head_bytes);
    if (*same || head_open(bytes, &m->site->root, &there, NULL) ||
        head_judge(&m->head, there.seq, &there.tip, there.issued_s, m->head.issued_s) <
            HEAD_ROLLBACK) {
        return OK; /* what is not signed under this root is replaced: kiosks refuse it anyway */
    }
    return complain(m->why, ERR_MISMATCH,
                    "对象存储里已有第 %llu 期，不是这个资料文件夹公布的（这里第 %llu 期）；"
                    "请确认没有两台电脑同时用，资料也不是从旧备份恢复的。对象存储没有改动",
                    (unsigned long long)there.seq, (unsigned long long)m->head.seq);
}

/* ---- what goes there ---- */

static enum err put_bytes(struct bucket_mirror *m, const char *name, struct bytes bytes,
                          bool immutable)
{
    const struct bucket_put put = {.name = name,
                                   .bytes = bytes,
                                   .cache_control =
                                       immutable ? immutable_control : mutable_control};
    return bucket_put(m->bucket, &put, m->why);
}

static enum err is_same_there(struct bucket_mirror *m, const char *name, struct bytes bytes,
                              bool *same)
{
    struct arena arena;
    struct bytes there;
    enum err err = arena_init(&arena, bytes.size + 1);

    *same = false;
    if (err) {
        return err;
    }
    err = bucket_get(m->bucket, name, NULL, bytes.size, &arena, &there, NULL, m->why);
    *same = !err && bytes_equal(there, bytes);
    arena_deinit(&arena);
    return err == ERR_NOT_FOUND || err == ERR_FULL ? OK : err;
}

static enum err mapped_put(struct bucket_mirror *m, const struct leaf *leaf, struct bytes bytes)
{
    bool same = false;
    enum err err = leaf->fitting ? is_same_there(m, leaf->name, bytes, &same) : OK;

    if (!err && !same) {
        err = put_bytes(m, leaf->name, bytes, true);
        m->mirrored->copied += err ? 0 : 1;
    }
    return err;
}

/* ERR_NOT_FOUND: it left the tree meanwhile. */
static enum err leaf_put(struct bucket_mirror *m, const struct leaf *leaf)
{
    char path[FILE_PATH_BYTES_MAX];
    struct stat st;
    enum err err = path_join(path, m->from, leaf->name);
    int fd = err ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0 || fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size == 0) {
        err = err ? err : fd < 0 ? failed(m, "读不了", path) : ERR_CORRUPT;
    } else {
        void *at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        err = at == MAP_FAILED ? failed(m, "读不了", path)
                               : mapped_put(m, leaf, bytes_of(at, (size_t)st.st_size));
        if (at != MAP_FAILED) {
            munmap(at, (size_t)st.st_size);
        }
    }
    if (fd >= 0) {
        close(fd);
    }
    return err;
}

static enum err immutable_put(struct bucket_mirror *m)
{
    enum err err = OK;
    for (size_t i = 0; !err && i < m->leaf_count; i++) {
        const struct leaf *leaf = &m->leaves[i];
        if (leaf->immutable && (!leaf->fitting || m->options->check)) {
            err = leaf_put(m, leaf);
        }
    }
    return err;
}

/* Small and mutable: read there and replaced if it differs. */
static enum err small_put(struct bucket_mirror *m, const char *name, struct bytes bytes)
{
    bool same = false;
    enum err err = is_there(m, name) ? is_same_there(m, name, bytes, &same) : OK;
    return err || same ? err : put_bytes(m, name, bytes, false);
}

static enum err hint_put(struct bucket_mirror *m)
{
    char path[FILE_PATH_BYTES_MAX], route[ROUTE_BYTES_MAX];
    struct bytes bytes;

    route_site(route);
    enum err err = path_join(path, m->from, route);
    err = err ? err : file_read(path, ROOT_BYTES_MAX * 4, &m->site->scratch, &bytes, m->why);
    return err ? err : small_put(m, route, bytes);
}

static enum err head_put_if(struct bucket_mirror *m, const char *route, const char *etag,
                            bool condition)
{
    const struct bucket_put put = {.name = route,
                                   .bytes = m->head_bytes,
                                   .once = condition && !etag[0],
                                   .if_match = condition && etag[0] ? etag : NULL,
                                   .cache_control = mutable_control};
    return bucket_put(m->bucket, &put, m->why);
}

/* A condition failed: whose head is there now? */
static enum err head_look(struct bucket_mirror *m, const char *route, const char *etag, bool *ours,
                          bool *unchanged)
{
    char now[HTTP_ETAG_BYTES_MAX + 1] = "";
    struct bytes bytes;
    enum err err =
        bucket_get(m->bucket, route, NULL, HEAD_BYTES_MAX, &m->site->scratch, &bytes, now, m->why);

    *ours = !err && bytes_equal(bytes, m->head_bytes);
    *unchanged = !err && now[0] && strcmp(now, etag) == 0;
    return err == ERR_FULL ? OK : err;
}

/* Unless another writer came between. Ceph 16 compares the condition of a PUT with the version that
 * is to come, so that it never holds: then what was just seen to be unchanged is replaced. */
static enum err head_put(struct bucket_mirror *m, const char *etag)
{
    char route[ROUTE_BYTES_MAX];
    bool ours = false, unchanged = false;

    route_head(route, m->site->root.office);
    enum err err = head_put_if(m, route, etag, true);
    if (err != ERR_MISMATCH) {
        return err;
    }
    err = head_look(m, route, etag, &ours, &unchanged);
    if (err || ours) { /* ours: an answer was lost on the way */
        return err;
    }
    return unchanged ? head_put_if(m, route, etag, false)
                     : complain(m->why, ERR_MISMATCH,
                                "别的电脑同时在往对象存储放这个居委会的内容；请只用一台");
}

/* Only what belongs to the head that is there: a kiosk would take a later place for one held back.
 */
static enum err ack_put(struct bucket_mirror *m, const struct leaf *leaf)
{
    char path[FILE_PATH_BYTES_MAX];
    struct route route = route_parse(text_of(leaf->name));
    struct bytes bytes;
    struct ack ack;
    size_t mark = arena_mark(&m->site->scratch);
    enum err err = path_join(path, m->from, leaf->name);

    err = err ? err : file_read(path, ACK_BYTES_MAX, &m->site->scratch, &bytes, m->why);
    if (!err && ack_open(bytes, &m->site->root, route.kiosk, &m->site->scratch, &ack, NULL) == OK &&
        ack.seq <= m->head.seq) {
        err = small_put(m, leaf->name, bytes);
    }
    arena_rewind(&m->site->scratch, mark);
    return err;
}

static enum err acks_put(struct bucket_mirror *m)
{
    enum err err = OK;
    for (size_t i = 0; !err && i < m->leaf_count; i++) {
        if (route_parse(text_of(m->leaves[i].name)).kind == ROUTE_ACK) {
            err = ack_put(m, &m->leaves[i]);
        }
    }
    return err;
}

/* ---- what goes away ---- */

/* A publication meanwhile may have brought back what was not in the tree: then all is kept until
 * the next run. */
static enum err is_head_still_ours(struct bucket_mirror *m, bool *ours)
{
    char path[FILE_PATH_BYTES_MAX], route[ROUTE_BYTES_MAX];
    struct bytes now;

    route_head(route, m->site->root.office);
    enum err err = path_join(path, m->from, route);
    err = err ? err : file_read(path, HEAD_BYTES_MAX, &m->site->scratch, &now, m->why);
    *ours = !err && bytes_equal(now, m->head_bytes);
    return err;
}

static enum err stale_remove(struct bucket_mirror *m)
{
    bool ours;
    enum err err = is_head_still_ours(m, &ours);

    for (size_t i = 0; !err && ours && i < m->stale_count; i++) {
        const struct stale *stale = &m->stale[i];
        err = bucket_delete(m->bucket, stale->name, stale->id[0] ? stale->id : NULL, m->why);
        m->mirrored->removed += err ? 0 : 1;
    }
    return err;
}

/* ---- all ---- */

static enum err pass(struct bucket_mirror *m)
{
    char etag[HTTP_ETAG_BYTES_MAX + 1];
    bool same;
    enum err err = head_read(m);

    err = err ? err : tree_read(m);
    err = err ? err : bucket_read(m);
    err = err ? err : head_judge_there(m, etag, &same);
    err = err ? err : immutable_put(m);
    err = err ? err : hint_put(m);
    err = err || same ? err : head_put(m, etag);
    err = err ? err : acks_put(m);
    return err ? err : stale_remove(m);
}

/* ---- the city's view ---- */

static enum err old_report(const struct bucket_version *version, void *data)
{
    struct bucket_mirror *m = data;
    struct stale *stale = &m->stale[m->stale_count];

    if (version->newest || m->stale_count == REPORTS_OLD_MAX) {
        return OK;
    }
    stale->name = arena_text(&m->names, version->name).data;
    stale->id = arena_text(&m->names, version->id).data;
    m->stale_count += stale->name && stale->id ? 1 : 0;
    return OK;
}

static enum err report_put(struct bucket_mirror *m, const struct intake *intake)
{
    struct bucket *top = m->options->top;
    char name[ROUTE_BYTES_MAX];
    struct bucket_put put = {.name = name, .cache_control = mutable_control};

    m->stale_count = 0;
    snprintf(name, sizeof name, CITY_BUCKET_PART "%.*s", TEXT_ARG(m->site->root.office));
    enum err err = city_report_make(m->site, intake->has_mailbox ? &intake->mailbox : NULL,
                                    &m->names, &put.bytes, m->why);
    err = err ? err : bucket_put(top, &put, m->why);
    err = err ? err : bucket_versions(top, name, old_report, m, m->why);
    for (size_t i = 0; !err && i < m->stale_count; i++) {
        if (strcmp(m->stale[i].name, name) == 0) { /* not of fleet/wutongli-2 */
            err = bucket_delete(top, name, m->stale[i].id, m->why);
        }
    }
    return err;
}

static enum err tree_mirror(struct bucket_mirror *m, const struct intake *intake)
{
    size_t mark = arena_mark(&m->site->scratch);

    m->leaves = calloc(NAMES_MAX, sizeof *m->leaves);
    m->stale = calloc(NAMES_MAX, sizeof *m->stale);
    enum err err = !m->leaves || !m->stale ? ERR_NOMEM : arena_init(&m->names, NAMES_BYTES);
    if (!err) {
        err = ERR_NOT_FOUND;
    }
    for (int i = 0; err == ERR_NOT_FOUND && i < ATTEMPTS; i++) {
        arena_rewind(&m->site->scratch, mark);
        err = pass(m);
    }
    err = err || !m->options->top ? err : report_put(m, intake);
    arena_rewind(&m->site->scratch, mark);
    m->mirrored->seq = m->head.seq;
    free(m->leaves);
    free(m->stale);
    arena_deinit(&m->names);
    return err;
}

/* One run at a time: what one finds to be in the bucket, another might delete. */
static enum err run_lock(const struct site *site, int *fd, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    enum err err = site_path(site, "mirror.lock", path);

    *fd = err ? -1 : open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, LOCK_MODE);
    if (err || *fd < 0) {
        return err ? err : complain(why, file_err(errno), "打不开 %s：%s", path, strerror(errno));
    }
    if (flock(*fd, LOCK_EX | LOCK_NB)) {
        close(*fd);
        *fd = -1;
        return complain(why, ERR_BUSY, "另一个 mirror 正在进行；等它做完");
    }
    return OK;
}

static void tell(const struct bucket_mirrored *d, FILE *report)
{
    fprintf(report,
            "对象存储：第 %llu 期，新文件 %zu 个，删去 %zu 个；屏幕写的：%u 份新的，%u 份以前收过",
            (unsigned long long)d->seq, d->copied, d->removed, d->taken, d->known);
    if (d->refused > 0) {
        fprintf(report, "，%u 份没有收（不是本居委会已接纳的屏幕写的）", d->refused);
    }
    if (d->left > 0) {
        fprintf(report, "，%u 份还留在那里", d->left);
    }
    fputc('\n', report);
}

/* What kiosks left in the bucket, and what that brings about here. */
static enum err letters_take(struct bucket_mirror *m, struct intake *intake)
{
    struct bucket_mirrored *done = m->mirrored;
    struct delivery delivery;
    size_t mark = arena_mark(&m->site->scratch);
    enum err err = head_read(m);
    bool anew = !err && m->site->now_s - m->head.issued_s >= HEAD_OLD_S;

    arena_rewind(&m->site->scratch, mark);
    err = err ? err : delivery_begin(&delivery, intake);
    if (err) {
        return err;
    }
    err = drain(&delivery, m->bucket, &done->left, m->why);
    err = delivery_end(&delivery, anew, err, m->why);
    done->taken = delivery.taken;
    done->known = delivery.known;
    done->refused = delivery.refused;
    return err;
}

enum err mirror_bucket_run(struct intake *intake, struct bucket *bucket,
                           const struct bucket_mirror_options *options,
                           struct bucket_mirrored *mirrored, FILE *report, struct complaint *why)
{
    struct bucket_mirror m = {.site = intake->site,
                              .bucket = bucket,
                              .options = options,
                              .mirrored = mirrored,
                              .why = why};
    int lock_fd;

    *mirrored = (struct bucket_mirrored){0};
    enum err err = tree_path(intake->site, "", m.from);
    err = err ? err : run_lock(intake->site, &lock_fd, why);
    if (err) {
        return err;
    }
    m.from[strlen(m.from) - 1] = '\0'; /* tree_path ends with a slash */
    err = letters_take(&m, intake);
    err = err ? err : tree_mirror(&m, intake);
    close(lock_fd);
    if (!err && report) {
        tell(mirrored, report);
    }
    return err;
}
