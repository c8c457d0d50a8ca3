/* city_report.c - see city_report.h. */
#include "city_report.h"

#include "cbor.h"
#include "fleet.h"
#include "head.h"
#include "root.h"
#include "routes.h"
#include "tree.h"

enum { REPORT_FORM = 1, REPORT_FIELDS = 6, KIOSK_FIELDS = 14 };

/* ---- writing ---- */

/* An office restored from an old copy, another office's content, or a fork. */
static bool is_astray(const struct kiosk_state *kiosk, const struct head *head)
{
    return kiosk->view_seq > head->seq || (kiosk->view_seq == head->seq && kiosk->view_seq > 0 &&
                                           !hash_equal(&kiosk->view_tip, &head->tip));
}

static void kiosk_write(struct buffer *b, const struct kiosk_state *kiosk,
                        const struct health *health, const struct head *head)
{
    static const struct health nothing;
    bool told = health != NULL;

    health = told ? health : &nothing;
    cbor_write_array(b, KIOSK_FIELDS);
    cbor_write_text(b, text_of(kiosk->id));
    cbor_write_text(b, kiosk->name);
    cbor_write_uint(b, kiosk->revoked    ? CITY_REVOKED
                       : kiosk->admitted ? CITY_ADMITTED
                                         : CITY_WAITS);
    cbor_write_uint(b, (uint64_t)kiosk->heard_s);
    cbor_write_uint(b, kiosk->view_seq);
    cbor_write_bool(b, told);
    cbor_write_text(b, health->version);
    cbor_write_uint(b, health->waiting);
    cbor_write_uint(b, health->free_kib);
    cbor_write_uint(b, health->refused);
    cbor_write_int(b, health->temp_mc);
    cbor_write_uint(b, (uint64_t)health->frame_at);
    cbor_write_text(b, health->trouble);
    cbor_write_bool(b, is_astray(kiosk, head));
}

struct report_writer {
    struct site *site;
    const struct mailbox_keys *mailbox;
    const struct head *head;
    struct txn *txn;
    struct buffer *to; /* NULL: only counts */
    size_t count;
};

static enum err kiosk_add(struct report_writer *w, struct text id)
{
    struct kiosk_state kiosk;
    struct health health;
    size_t mark = arena_mark(&w->site->scratch);
    enum err err = fleet_get(w->site, w->txn, id, &kiosk);

    w->count++;
    if (!err && w->count > CITY_KIOSKS_MAX) {
        err = ERR_FULL;
    }
    if (!err && w->to) {
        bool told = w->mailbox && fleet_health(w->site, w->txn, id, w->mailbox, &health) == OK;
        kiosk_write(w->to, &kiosk, told ? &health : NULL, w->head);
    }
    arena_rewind(&w->site->scratch, mark);
    return err;
}

static enum err kiosks_walk(struct report_writer *w)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(w->txn, SITE_KIOSKS, (struct bytes){0}, &cursor);

    if (err) {
        return err;
    }
    w->count = 0;
    while (!(err = cursor_next(&cursor, &key, &value))) {
        err = kiosk_add(w, bytes_text(key));
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err head_read(struct site *site, struct head *head, struct complaint *why)
{
    char route[ROUTE_BYTES_MAX], path[FILE_PATH_BYTES_MAX];
    struct bytes bytes;

    *head = (struct head){0};
    route_head(route, site->root.office);
    enum err err = tree_path(site, route, path);
    err = err ? err : file_read(path, HEAD_BYTES_MAX, &site->scratch, &bytes, NULL);
    if (err == ERR_NOT_FOUND) {
        return OK; /* nothing is published yet */
    }
    return err ? err : head_open(bytes, &site->root, head, why);
}

enum err city_report_make(struct site *site, const struct mailbox_keys *mailbox,
                          struct arena *arena, struct bytes *report, struct complaint *why)
{
    struct buffer buffer;
    struct head head;
    struct report_writer w = {.site = site, .mailbox = mailbox, .head = &head};
    size_t mark = arena_mark(&site->scratch);
    enum err err = head_read(site, &head, why);

    err = err ? err : txn_begin_read(site->store, &w.txn);
    err = err ? err : kiosks_walk(&w);
    if (!err) {
        buffer = buffer_begin(arena);
        cbor_write_map(&buffer, REPORT_FIELDS);
        cbor_write_uint(&buffer, 1);
        cbor_write_uint(&buffer, REPORT_FORM);
        cbor_write_uint(&buffer, 2);
        cbor_write_text(&buffer, site->root.office);
        cbor_write_uint(&buffer, 3);
        cbor_write_text(&buffer, site->root.name);
        cbor_write_uint(&buffer, 4);
        cbor_write_uint(&buffer, (uint64_t)site->now_s);
        cbor_write_uint(&buffer, 5);
        cbor_write_array(&buffer, 2);
        cbor_write_uint(&buffer, head.seq);
        cbor_write_uint(&buffer, (uint64_t)head.issued_s);
        cbor_write_uint(&buffer, 6);
        cbor_write_array(&buffer, w.count);
        w.to = &buffer;
        err = kiosks_walk(&w);
        err = err ? err : buffer_end(&buffer, report);
    }
    txn_abort(w.txn);
    arena_rewind(&site->scratch, mark);
    return err == ERR_FULL ? complain(why, err, "屏幕超过 %d 块", CITY_KIOSKS_MAX) : err;
}

/* ---- reading ---- */

static void expect(struct cbor_reader *r, bool holds)
{
    if (!holds && !r->err) {
        r->err = ERR_INVALID;
    }
}

static struct text short_text(struct cbor_reader *r, size_t max)
{
    struct text text = cbor_read_text(r);

    expect(r, text.size <= max);
    for (size_t i = 0; i < text.size; i++) { /* it will stand on somebody's terminal */
        expect(r, (unsigned char)text.data[i] >= ' ' && text.data[i] != 0x7f);
    }
    return text;
}

static int64_t moment(struct cbor_reader *r)
{
    uint64_t value = cbor_read_uint(r);
    expect(r, value <= INT64_MAX);
    return (int64_t)value;
}

static bool is_kiosk_id(struct text id)
{
    uint8_t bytes[KIOSK_ID_HEX / 2];
    return id.size == KIOSK_ID_HEX && hex_parse(id, bytes, sizeof bytes) == OK;
}

static void kiosk_read(struct cbor_reader *r, struct city_kiosk *k)
{
    expect(r, cbor_read_array(r, KIOSK_FIELDS) == KIOSK_FIELDS);
    k->id = cbor_read_text(r);
    expect(r, is_kiosk_id(k->id));
    k->name = short_text(r, CITY_NAME_BYTES_MAX);
    uint64_t state = cbor_read_uint(r);
    expect(r, state <= CITY_REVOKED);
    k->state = (enum city_state)state;
    k->heard_s = moment(r);
    k->seq = cbor_read_uint(r);
    k->told = cbor_read_bool(r);
    k->version = short_text(r, CITY_VERSION_BYTES_MAX);
    k->waiting = cbor_read_uint(r);
    k->free_kib = cbor_read_uint(r);
    k->refused = cbor_read_uint(r);
    k->temp_mc = cbor_read_int(r);
    k->frame_s = moment(r);
    k->trouble = short_text(r, CITY_TROUBLE_BYTES_MAX);
    k->astray = cbor_read_bool(r);
}

/* The key and then what stands under it. */
static void field(struct cbor_reader *r, uint64_t number)
{
    expect(r, cbor_read_uint(r) == number);
}

enum err city_report_read(struct bytes bytes, struct city_report *report)
{
    struct cbor_reader r;
    struct city_kiosk kiosk;

    *report = (struct city_report){0};
    if (bytes.size > CITY_REPORT_BYTES_MAX || cbor_check(bytes)) {
        return ERR_INVALID;
    }
    cbor_read_begin(&r, bytes);
    expect(&r, cbor_read_map(&r, REPORT_FIELDS) == REPORT_FIELDS);
    field(&r, 1);
    uint64_t form = cbor_read_uint(&r);
    if (!r.err && form > REPORT_FORM) {
        return ERR_NEWER;
    }
    expect(&r, form == REPORT_FORM);
    field(&r, 2);
    report->office = short_text(&r, OFFICE_ID_BYTES_MAX);
    expect(&r, office_id_valid(report->office));
    field(&r, 3);
    report->name = short_text(&r, CITY_NAME_BYTES_MAX);
    field(&r, 4);
    report->made_s = moment(&r);
    field(&r, 5);
    expect(&r, cbor_read_array(&r, 2) == 2);
    report->seq = cbor_read_uint(&r);
    report->issued_s = moment(&r);
    field(&r, 6);
    report->kiosk_count = cbor_read_array(&r, CITY_KIOSKS_MAX);
    if (!r.err) {
        report->kiosks = bytes_of(r.at, (size_t)(r.end - r.at));
    }
    for (size_t i = 0; !r.err && i < report->kiosk_count; i++) {
        kiosk_read(&r, &kiosk);
    }
    return cbor_read_end(&r) ? ERR_INVALID : OK;
}

enum err city_report_next(const struct city_report *report, size_t *at, struct city_kiosk *kiosk)
{
    struct cbor_reader r;

    if (*at >= report->kiosks.size) {
        return ERR_NOT_FOUND;
    }
    cbor_read_begin(&r, bytes_of(report->kiosks.data + *at, report->kiosks.size - *at));
    kiosk_read(&r, kiosk);
    *at = report->kiosks.size - (size_t)(r.end - r.at);
    return r.err;
}
