/* crash_office.c - see crash_office.h. */
#include "crash_office.h"

#include <stdio.h>

#include "file.h"
#include "hash.h"
#include "import.h"
#include "init.h"
#include "pack.h"
#include "routes.h"
#include "snapshot.h"
#include "tree.h"

enum { COST_KIB = 8 };

int64_t moment(int month, int day)
{
    return civil_midnight(civil_day_of_ymd(2026, month, day), CIVIL_OFFSET_MIN_DEFAULT);
}

static void site_folder(const char *folder, char to[FILE_PATH_BYTES_MAX])
{
    must(path_join(to, folder, "site"));
}

enum err office_try(struct office *o, const char *folder)
{
    char path[FILE_PATH_BYTES_MAX];
    *o = (struct office){0};
    site_folder(folder, path);
    for (size_t i = 0; i < KEY_ROLES; i++) {
        o->passphrases.told[i] = true;
    }
    enum err err = site_open(path, moment(11, 8), &o->site, &o->why);
    if (err) {
        return err;
    }
    must(key_signer(path, "head", &o->passphrases, &o->publisher.head, &o->why));
    must(key_signer(path, "office", &o->passphrases, &o->publisher.office, &o->why));
    must(key_signer(path, "supervision", &o->passphrases, &o->supervision, &o->why));
    must(mailbox_keys_open(&o->site, &o->passphrases, &o->mailbox, &o->why));
    o->publisher.has_office = true;
    return OK;
}

void office_open(struct office *o, const char *folder)
{
    must(office_try(o, folder));
}

void office_found(const char *folder)
{
    char path[FILE_PATH_BYTES_MAX];
    struct passphrases passphrases = {0};
    struct complaint why;
    FILE *quiet = fopen("/dev/null", "w");
    site_folder(folder, path);
    const struct init_options options = {
        .folder = path,
        .id = "linden",
        .name = "菩提路社区居委会",
        .term_start = "2026-01-05",
        .office_holder = "顾明远",
        .supervision_holder = "郑秀珍",
        .demo = true,
        .passphrases = &passphrases,
        .cost = {1, COST_KIB},
        .now_s = moment(1, 5),
    };
    must_be(quiet != NULL);
    must(init_run(&options, quiet, &why));
    fclose(quiet);
}

void office_import(struct office *o, const char *folder, const char *name, const char *text)
{
    char path[FILE_PATH_BYTES_MAX];
    const char *paths[] = {path};
    FILE *quiet = fopen("/dev/null", "w");
    must(path_join(path, folder, name));
    must(file_write(path, text_bytes(text_of(text)), 0600, &o->why));
    must_be(quiet != NULL);
    must(import_run(&o->site, paths, 1, NULL, quiet, &o->why));
    fclose(quiet);
    arena_reset(&o->site.scratch);
}

enum err office_sign(struct office *o, enum role role)
{
    FILE *quiet = fopen("/dev/null", "w");
    const struct sign_job job = {
        .role = role,
        .signer = role == ROLE_OFFICE ? &o->publisher.office : &o->supervision,
        .passphrases = &o->passphrases,
    };
    must_be(quiet != NULL);
    enum err err = sign_run(&o->site, &job, quiet, &o->why);
    fclose(quiet);
    arena_reset(&o->site.scratch);
    return err;
}

enum err office_publish(struct office *o)
{
    enum err err = publish_run(&o->site, &o->publisher, PUBLISH_EVERYTHING, NULL, &o->why);
    arena_reset(&o->site.scratch);
    return err;
}

/* ---- what a kiosk would find ---- */

bool tree_read(struct office *o, const char *route, struct bytes *bytes)
{
    char path[FILE_PATH_BYTES_MAX];
    must(tree_path(&o->site, route, path));
    return file_exists(path) && file_read(path, LOG_BYTES_MAX, &o->site.scratch, bytes, NULL) == OK;
}

bool log_read(struct office *o, uint64_t seq, struct log_entry *log, struct bytes *plain)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes frame;
    route_log(route, o->site.root.office, seq);
    return tree_read(o, route, &frame) &&
           unpack_frame(frame, LOG_BYTES_MAX, &o->site.scratch, plain) == OK &&
           log_entry_decode(*plain, &o->site.scratch, log, NULL) == OK;
}

bool object_is_there(struct office *o, const struct log_entry *log, const struct entry *entry)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes frame, plain;
    for (size_t i = 0; i < log->object_count; i++) {
        struct hash hash = hash_of(log->objects[i]);
        if (hash_equal(&hash, &entry->hash)) {
            return true;
        }
    }
    route_object(route, o->site.root.office, &entry->hash);
    if (!tree_read(o, route, &frame) ||
        unpack_frame(frame, RECORD_BYTES_MAX, &o->site.scratch, &plain) != OK) {
        return false;
    }
    return entry_check_object(entry, &o->site.root, plain, NULL) == OK;
}

struct fresh {
    struct office *office;
    entry_note_fn *note;
    void *data;
};

static enum err fresh_item(const struct entry *entry, struct bytes entry_bytes, struct bytes object,
                           void *data, struct complaint *why)
{
    const struct fresh *fresh = data;
    (void)entry_bytes;
    if (fresh->note) {
        fresh->note(entry, fresh->data);
    }
    return entry_check_object(entry, &fresh->office->site.root, object, why);
}

/* False when it is missing or damaged; *seq and *tip: where its logs begin. */
static bool fresh_snapshot(struct fresh *fresh, const struct head *head, uint64_t *seq,
                           struct hash *tip)
{
    struct office *o = fresh->office;
    char route[ROUTE_BYTES_MAX];
    struct snapshot_reader reader;
    struct bytes frame, plain;
    route_snapshot(route, o->site.root.office, &head->snapshot);
    if (!tree_read(o, route, &frame) ||
        unpack_frame(frame, SNAPSHOT_BYTES_MAX, &o->site.scratch, &plain)) {
        return false;
    }
    must(snapshot_read_begin(&reader, &o->site.scratch));
    if (snapshot_read(&reader, plain, &o->why, fresh_item, fresh) ||
        snapshot_read_end(&reader, &head->snapshot, &o->why)) {
        return false;
    }
    *seq = reader.seq;
    *tip = reader.tip;
    return true;
}

static bool fresh_log(struct fresh *fresh, uint64_t seq, struct hash *tip)
{
    struct office *o = fresh->office;
    struct log_entry log;
    struct bytes plain;
    if (!log_read(o, seq, &log, &plain) ||
        log_entry_check(&log, &o->site.root, seq - 1, tip, &o->why)) {
        return neither("a log is missing, damaged or unchained") == FOUND_BEFORE;
    }
    for (size_t i = 0; i < log.entry_count; i++) {
        if (fresh->note) {
            fresh->note(&log.entries[i], fresh->data);
        }
        if (!object_is_there(o, &log, &log.entries[i])) {
            return neither("an object is missing or damaged") == FOUND_BEFORE;
        }
    }
    *tip = hash_of(plain);
    return true;
}

bool fresh_read(struct office *o, entry_note_fn *note, void *data, struct head *head)
{
    char route[ROUTE_BYTES_MAX];
    struct fresh fresh = {.office = o, .note = note, .data = data};
    struct bytes bytes;
    struct hash tip = {0};
    uint64_t seq = 0;
    bool whole = true;
    size_t mark = arena_mark(&o->site.scratch);
    route_head(route, o->site.root.office);
    if (!tree_read(o, route, &bytes) || head_open(bytes, &o->site.root, head, &o->why)) {
        return neither("the head is missing or damaged") == FOUND_BEFORE;
    }
    if (!fresh_snapshot(&fresh, head, &seq, &tip)) {
        return neither("the snapshot is missing or damaged") == FOUND_BEFORE;
    }
    while (whole && seq++ < head->seq) {
        whole = fresh_log(&fresh, seq, &tip);
    }
    if (whole && !hash_equal(&tip, &head->tip)) {
        return neither("the head names another log") == FOUND_BEFORE;
    }
    head->office = text_of(""); /* it lay in the arena */
    arena_rewind(&o->site.scratch, mark);
    return whole;
}
