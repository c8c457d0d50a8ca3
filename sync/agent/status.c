/* status.c - see status.h. */
#include "status.h"

#include <string.h>

#include "civil.h"
#include "content.h"
#include "device.h"
#include "file.h"
#include "json.h"
#include "notes.h"
#include "outbox.h"
#include "root.h"
#include "trust.h"

static void trust_tell(const struct trust *trust, struct arena *arena, struct status *status)
{
    struct root root;

    status->admitted = trust->admitted;
    status->has_key = trust->has_key;
    if (trust->has_key) {
        kiosk_id_of(&trust->pk, status->kiosk_id);
    }
    if (trust->root.size == 0 || root_open(trust->root, &root, NULL)) {
        return;
    }
    status->enrolled = true;
    status->office = arena_text(arena, root.office);
    status->name = arena_text(arena, root.name);
    status->root_version = root.version;
    root_fingerprint(trust->root, status->fingerprint);
    if (trust->has_key) {
        enrol_text_format(root.office, &trust->pk, status->fingerprint, status->offer);
    }
}

static enum err notes_tell(struct txn *txn, struct arena *arena, struct status *status)
{
    struct bytes error, refusal;
    uint64_t error_at, success_at, echo_at;
    enum err err;

    if ((err = note_get(txn, NOTE_ERROR, &error)) ||
        (err = note_number(txn, NOTE_ERROR_AT, &error_at)) ||
        (err = note_number(txn, NOTE_SUCCESS_AT, &success_at)) ||
        (err = note_number(txn, NOTE_REFUSED, &status->refused)) ||
        (err = note_get(txn, NOTE_REFUSAL, &refusal)) ||
        (err = note_number(txn, NOTE_ECHO_AT, &echo_at))) {
        return err;
    }
    status->error = arena_text(arena, bytes_text(error));
    status->refusal = arena_text(arena, bytes_text(refusal));
    status->error_s = (int64_t)error_at;
    status->in_trouble = error_at > success_at;
    status->echo_s = (int64_t)echo_at;
    return OK;
}

static void clock_tell(const struct trust *trust, const struct clock_facts *clock,
                       struct status *status)
{
    struct clock_facts facts = *clock;

    if (facts.signed_s == 0) { /* not set by --now */
        facts.floor_s = trust->floor_s > facts.floor_s ? trust->floor_s : facts.floor_s;
        facts.offset_s = trust->offset_s;
        facts.signed_s = trust->signed_s;
    }
    struct clock_verdict verdict = clock_judge(&facts);
    status->floor_s = facts.floor_s;
    status->now_s = verdict.now_s;
    status->doubtful = verdict.doubtful;
}

static enum err device_tell(struct store *device, const struct clock_facts *clock,
                            struct arena *arena, struct status *status)
{
    struct txn *txn = NULL;
    struct trust trust = {0};
    struct outbox_figures figures = {0};
    enum err err = OK;

    if (device &&
        ((err = txn_begin_read(device, &txn)) || (err = trust_get(txn, arena, &trust)) ||
         (err = outbox_figures(txn, &figures)) || (err = notes_tell(txn, arena, status)))) {
        txn_abort(txn);
        return err;
    }
    txn_abort(txn);
    trust_tell(&trust, arena, status);
    clock_tell(&trust, clock, status);
    status->waiting = figures.waiting;
    status->done = figures.done;
    status->conflicts = figures.conflicts;
    return OK;
}

static enum err content_tell(struct content *content, struct arena *arena, struct status *status)
{
    struct content_state state = {0};
    enum err err = content_state(content, arena, &state);

    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    status->has_content = !err && state.head.size > 0;
    status->seq = state.seq;
    status->issued_s = state.issued_s;
    status->checked_s = state.checked_s;
    return err;
}

/* ERR_NOT_FOUND of an opening is no error: nothing was made yet. */
static enum err opened(enum err err)
{
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err status_read(const char *folder, const struct clock_facts *clock, struct arena *arena,
                     struct status *status, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    struct status found = {0};
    struct store *device = NULL;
    struct content *content = NULL;
    bool started_over;

    if (!file_exists(folder)) {
        return complain(why, ERR_NOT_FOUND, "%s: there is no such folder", folder);
    }
    enum err err = path_join(path, folder, "device");
    if (!err) {
        err = opened(
            device_open(path, STORE_READ, DEVICE_MAP_BYTES_DEFAULT, &device, &started_over, why));
    }
    if (!err) {
        err = device_tell(device, clock, arena, &found);
    }
    if (!err) {
        err = path_join(path, folder, "content");
    }
    if (!err) {
        err = opened(content_open(path, STORE_READ, CONTENT_MAP_BYTES_DEFAULT, &content, why));
    }
    if (!err && content) {
        err = content_tell(content, arena, &found);
    }
    content_close(content);
    store_close(device);
    if (err) {
        return why && why->text[0] ? err : complain(why, err, "%s cannot be read", folder);
    }
    if (why) {
        *why = (struct complaint){0};
    }
    *status = found;
    return OK;
}

/* ---- for a person ---- */

static void line_time(struct buffer *b, const char *name, int64_t at_s, int offset_min)
{
    char time[CIVIL_TIME_BYTES] = "never";

    buffer_printf(b, "%-12s %s\n", name, at_s ? civil_format_time(at_s, offset_min, time) : time);
}

static const char *standing(const struct status *status)
{
    return !status->enrolled  ? "not enrolled"
           : status->admitted ? "admitted"
                              : "waits for the office to admit it; it reads, but does not send";
}

enum err status_text(const struct status *status, int offset_min, struct arena *arena,
                     struct text *out)
{
    struct bytes bytes;
    struct buffer b = buffer_begin(arena);

    buffer_printf(&b, "%-12s %s %s\n", "kiosk", status->has_key ? status->kiosk_id : "-",
                  standing(status));
    if (status->enrolled) {
        buffer_printf(&b, "%-12s %.*s %.*s\n", "office", TEXT_ARG(status->office),
                      TEXT_ARG(status->name));
        buffer_printf(&b, "%-12s %llu, %.4s %.4s %.4s %.4s\n", "root",
                      (unsigned long long)status->root_version, status->fingerprint,
                      status->fingerprint + 4, status->fingerprint + 8, status->fingerprint + 12);
    }
    buffer_printf(&b, "%-12s %llu\n", "publication", (unsigned long long)status->seq);
    line_time(&b, "issued", status->issued_s, offset_min);
    line_time(&b, "checked", status->checked_s, offset_min);
    line_time(&b, "echoed", status->echo_s, offset_min);
    buffer_printf(&b, "%-12s %llu waiting, %llu done, %llu in conflict\n", "outbox",
                  (unsigned long long)status->waiting, (unsigned long long)status->done,
                  (unsigned long long)status->conflicts);
    if (status->error.size > 0) {
        char time[CIVIL_TIME_BYTES];
        buffer_printf(&b, "%-12s %s: %.*s\n", status->in_trouble ? "trouble" : "last trouble",
                      civil_format_time(status->error_s, offset_min, time),
                      TEXT_ARG(status->error));
    }
    if (status->refused > 0) {
        buffer_printf(&b, "%-12s %llu rounds; the last: %.*s\n", "refused",
                      (unsigned long long)status->refused, TEXT_ARG(status->refusal));
    }
    line_time(&b, "clock floor", status->floor_s, offset_min);
    line_time(&b, status->doubtful ? "now (doubt)" : "now", status->now_s, offset_min);
    enum err err = buffer_end(&b, &bytes);
    if (!err) {
        *out = bytes_text(bytes);
    }
    return err;
}

/* ---- for a program ---- */

static void json_moment(struct json *j, const char *name, int64_t at_s)
{
    if (at_s) {
        json_int(j, name, at_s);
    } else {
        json_null(j, name);
    }
}

static void json_text_or_null(struct json *j, const char *name, struct text text)
{
    if (text.size > 0) {
        json_text(j, name, text);
    } else {
        json_null(j, name);
    }
}

enum err status_json(const struct status *status, struct arena *arena, struct text *out)
{
    struct bytes bytes;
    struct json j;
    struct buffer b = buffer_begin(arena);

    json_begin(&j, &b);
    json_object(&j, NULL);
    json_bool(&j, "enrolled", status->enrolled);
    json_text_or_null(&j, "office", status->office);
    json_text_or_null(&j, "name", status->name);
    json_text_or_null(&j, "root", text_of(status->fingerprint));
    json_uint(&j, "root_version", status->root_version);
    json_text_or_null(&j, "kiosk", text_of(status->kiosk_id));
    json_text_or_null(&j, "offer", text_of(status->offer));
    json_bool(&j, "admitted", status->admitted);
    json_uint(&j, "seq", status->seq);
    json_moment(&j, "issued", status->issued_s);
    json_moment(&j, "checked", status->checked_s);
    json_moment(&j, "echoed", status->echo_s);
    json_uint(&j, "waiting", status->waiting);
    json_uint(&j, "done", status->done);
    json_uint(&j, "conflicts", status->conflicts);
    json_text_or_null(&j, "last_error", status->error);
    json_moment(&j, "last_error_at", status->error_s);
    json_bool(&j, "in_trouble", status->in_trouble);
    json_uint(&j, "refused", status->refused);
    json_text_or_null(&j, "last_refusal", status->refusal);
    json_moment(&j, "floor", status->floor_s);
    json_moment(&j, "now", status->now_s);
    json_bool(&j, "doubtful", status->doubtful);
    json_object_end(&j);
    buffer_add_byte(&b, '\n');
    enum err err = buffer_end(&b, &bytes);
    if (!err) {
        *out = bytes_text(bytes);
    }
    return err;
}
