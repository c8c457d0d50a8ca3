/* fleet.c - see fleet.h. */
#include "fleet.h"

#include <string.h>

#include "acts.h"
#include "hash.h"
#include "json_print.h"
#include "publish.h"
#include "routes.h"
#include "tree.h"

enum {
    KIOSK_FIELDS = 13,
    COUNTER_BYTES = 8, /* as stored, the highest byte first */
    ACK_KEY_BYTES = KIOSK_ID_HEX + COUNTER_BYTES + UPLOAD_ID_BYTES,
    LISTING_BYTES_MAX = 16 * 1024 * 1024, /* as JSON */
};

/* ---- the stored form ---- */

static enum err decode_kiosk(struct bytes id, struct bytes value, struct kiosk_state *kiosk)
{
    struct cbor_reader r;
    *kiosk = (struct kiosk_state){0};
    if (id.size != KIOSK_ID_HEX) {
        return ERR_CORRUPT;
    }
    memcpy(kiosk->id, id.data, KIOSK_ID_HEX);
    cbor_read_begin(&r, value);
    (void)cbor_read_array(&r, KIOSK_FIELDS);
    cbor_read_fixed(&r, kiosk->pk.b, sizeof kiosk->pk.b);
    kiosk->name = cbor_read_text(&r);
    kiosk->offered_s = cbor_read_int(&r);
    kiosk->heard_s = cbor_read_int(&r);
    kiosk->admitted = cbor_read_bool(&r);
    kiosk->revoked = cbor_read_bool(&r);
    kiosk->counter = cbor_read_uint(&r);
    kiosk->confirmed = cbor_read_uint(&r);
    kiosk->issued_s = cbor_read_int(&r);
    struct bytes nonce = cbor_read_bytes(&r);
    kiosk->has_nonce = nonce.size == NONCE_BYTES;
    if (kiosk->has_nonce) {
        memcpy(kiosk->nonce, nonce.data, NONCE_BYTES);
    }
    kiosk->beat_number = cbor_read_uint(&r);
    kiosk->view_seq = cbor_read_uint(&r);
    cbor_read_fixed(&r, kiosk->view_tip.b, sizeof kiosk->view_tip.b);
    return cbor_read_end(&r) ? ERR_CORRUPT : OK;
}

enum err fleet_get(struct site *site, struct txn *txn, struct text id, struct kiosk_state *kiosk)
{
    struct bytes value;
    enum err err = txn_get(txn, SITE_KIOSKS, text_bytes(id), &value);
    if (err) {
        return err;
    }
    value = arena_copy(&site->scratch, value.data, value.size);
    return value.data ? decode_kiosk(text_bytes(id), value, kiosk) : ERR_NOMEM;
}

enum err fleet_put(struct site *site, struct txn *txn, const struct kiosk_state *kiosk)
{
    struct bytes value;
    struct buffer b = buffer_begin(&site->scratch);
    cbor_write_array(&b, KIOSK_FIELDS);
    cbor_write_bytes(&b, bytes_of(kiosk->pk.b, sizeof kiosk->pk.b));
    cbor_write_text(&b, kiosk->name);
    cbor_write_int(&b, kiosk->offered_s);
    cbor_write_int(&b, kiosk->heard_s);
    cbor_write_bool(&b, kiosk->admitted);
    cbor_write_bool(&b, kiosk->revoked);
    cbor_write_uint(&b, kiosk->counter);
    cbor_write_uint(&b, kiosk->confirmed);
    cbor_write_int(&b, kiosk->issued_s);
    cbor_write_bytes(&b, bytes_of(kiosk->nonce, kiosk->has_nonce ? NONCE_BYTES : 0));
    cbor_write_uint(&b, kiosk->beat_number);
    cbor_write_uint(&b, kiosk->view_seq);
    cbor_write_bytes(&b, bytes_of(kiosk->view_tip.b, sizeof kiosk->view_tip.b));
    enum err err = buffer_end(&b, &value);
    return err ? err : txn_put(txn, SITE_KIOSKS, text_bytes(text_of(kiosk->id)), value);
}

bool fleet_silent_since(struct site *site, struct txn *txn, int64_t since_s,
                        char id[KIOSK_ID_BYTES])
{
    struct cursor cursor;
    struct bytes key, value;
    bool found = false;
    (void)site;
    if (cursor_open(txn, SITE_KIOSKS, (struct bytes){0}, &cursor)) {
        return false;
    }
    while (!found && !cursor_next(&cursor, &key, &value)) {
        struct kiosk_state kiosk;
        found = decode_kiosk(key, value, &kiosk) == OK && kiosk.admitted && !kiosk.revoked &&
                kiosk.heard_s <= since_s;
        if (found) {
            text_copy(text_of(kiosk.id), id, KIOSK_ID_BYTES);
        }
    }
    cursor_close(&cursor);
    return found;
}

/* ---- keys of an object store ---- */

/* {counter that first carries it, COUNTER_BYTES; the sealed grant} */
static struct bytes grant_name(struct site *site, const char *kiosk)
{
    return text_bytes(arena_printf(&site->scratch, "grant/%s", kiosk));
}

enum err fleet_grant(struct site *site, struct txn *txn, struct text id, const struct grant *keys,
                     struct complaint *why)
{
    struct kiosk_state kiosk;
    struct bytes sealed;
    enum err err = fleet_get(site, txn, id, &kiosk);

    if (err == ERR_NOT_FOUND || (!err && (!kiosk.admitted || kiosk.revoked))) {
        return complain(why, ERR_INVALID, "编号为 %.*s 的屏幕没有接纳；用 admit --list 查看",
                        TEXT_ARG(id));
    }
    struct grant grant = *keys;
    grant.office = site->root.office;
    grant.kiosk = text_of(kiosk.id);
    err = err ? err : grant_seal(&grant, &kiosk.pk, &site->scratch, &sealed);
    if (err) {
        return complain(why, err, "这份钥匙太长，封不进去");
    }
    struct bytes name = grant_name(site, kiosk.id);
    uint8_t *value = arena_alloc(&site->scratch, COUNTER_BYTES + sealed.size);
    if (!name.data || !value) {
        return ERR_NOMEM;
    }
    be64_put(value, kiosk.counter + 1);
    memcpy(value + COUNTER_BYTES, sealed.data, sealed.size);
    err = txn_put(txn, SITE_META, name, bytes_of(value, COUNTER_BYTES + sealed.size));
    return err ? err : act_add(site, txn, "office", "grant %s", kiosk.id);
}

/* What the next acknowledgement carries; empty: nothing. */
static enum err grant_get(struct site *site, struct txn *txn, const struct kiosk_state *kiosk,
                          uint64_t *counter, struct bytes *sealed)
{
    struct bytes name = grant_name(site, kiosk->id), value;
    enum err err = name.data ? txn_get(txn, SITE_META, name, &value) : ERR_NOMEM;

    *sealed = (struct bytes){0};
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    if (value.size <= COUNTER_BYTES) {
        return ERR_CORRUPT;
    }
    *counter = be64_get(value.data);
    *sealed = arena_copy(&site->scratch, value.data + COUNTER_BYTES, value.size - COUNTER_BYTES);
    return sealed->data ? OK : ERR_NOMEM;
}

/* Whether or not there is one. */
static enum err grant_drop(struct site *site, struct txn *txn, const struct kiosk_state *kiosk)
{
    struct bytes name = grant_name(site, kiosk->id);
    enum err err = name.data ? txn_del(txn, SITE_META, name) : ERR_NOMEM;
    return err == ERR_NOT_FOUND ? OK : err;
}

/* Once the kiosk has it. */
static enum err grant_forget(struct site *site, struct txn *txn, const struct kiosk_state *kiosk)
{
    uint64_t counter = 0;
    struct bytes sealed;
    enum err err = grant_get(site, txn, kiosk, &counter, &sealed);
    return err || sealed.size == 0 || counter > kiosk->confirmed ? err
                                                                 : grant_drop(site, txn, kiosk);
}

/* ---- offers and admission ---- */

static enum err count_waiting(struct txn *txn, unsigned *waiting)
{
    struct cursor cursor;
    struct bytes key, value;
    *waiting = 0;
    enum err err = cursor_open(txn, SITE_KIOSKS, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct kiosk_state kiosk;
        err = decode_kiosk(key, value, &kiosk);
        if (err) {
            break;
        }
        *waiting += kiosk.admitted || kiosk.revoked ? 0 : 1;
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err fleet_offer(struct site *site, struct txn *txn, struct text id,
                     const struct enrol_offer *offer)
{
    struct kiosk_state kiosk;
    unsigned waiting;
    enum err err = fleet_get(site, txn, id, &kiosk);
    if (err != ERR_NOT_FOUND) {
        return err ? err : public_key_equal(&kiosk.pk, &offer->pk) ? ERR_EXISTS : ERR_MISMATCH;
    }
    err = count_waiting(txn, &waiting);
    if (err || waiting >= FLEET_WAITING_MAX) {
        return err ? err : ERR_FULL;
    }
    kiosk = (struct kiosk_state){.pk = offer->pk, .name = offer->name, .offered_s = site->now_s};
    text_copy(id, kiosk.id, sizeof kiosk.id);
    err = fleet_put(site, txn, &kiosk);
    return err ? err : act_add(site, txn, "serve", "offer %s", kiosk.id);
}

static enum err stage_kiosk(struct site *site, struct txn *txn, const struct kiosk_state *kiosk,
                            const struct signer *office, struct complaint *why)
{
    const struct kiosk record = {
        .id = text_of(kiosk->id),
        .key = kiosk->pk,
        .name = kiosk->name,
        .revoked = kiosk->revoked,
        .at = site->now_s,
    };
    struct text key = arena_printf(&site->scratch, "kiosk/%s", kiosk->id);
    return key.data ? publish_stage(site, txn, office, key, KIND_kiosk, &record, site->now_s, why)
                    : ERR_NOMEM;
}

enum err fleet_admit(struct site *site, struct txn *txn, struct text id, bool revoke,
                     const struct signer *office, struct complaint *why)
{
    struct kiosk_state kiosk;
    enum err err = fleet_get(site, txn, id, &kiosk);
    if (err == ERR_NOT_FOUND) {
        return complain(why, ERR_INVALID, "没有编号为 %.*s 的屏幕；用 admit --list 查看",
                        TEXT_ARG(id));
    }
    if (err) {
        return err;
    }
    kiosk.admitted = !revoke;
    kiosk.revoked = revoke;
    err = fleet_put(site, txn, &kiosk);
    err = err || !revoke ? err : grant_drop(site, txn, &kiosk); /* keys it never had */
    err = err ? err : stage_kiosk(site, txn, &kiosk, office, why);
    return err ? err : act_add(site, txn, "office", "%s %s", revoke ? "revoke" : "admit", kiosk.id);
}

/* ---- heartbeats ---- */

/* The newest, as it came: what is sealed in it waits for whoever has the mailbox key. */
static struct bytes beat_name(struct site *site, const char *kiosk)
{
    return text_bytes(arena_printf(&site->scratch, "beat/%s", kiosk));
}

enum err fleet_beat(struct site *site, struct txn *txn, struct kiosk_state *kiosk,
                    const struct heartbeat *beat, struct bytes bytes)
{
    bool same = beat->number == kiosk->beat_number && kiosk->has_nonce &&
                memcmp(beat->nonce, kiosk->nonce, NONCE_BYTES) == 0;
    struct bytes name = beat_name(site, kiosk->id);

    if (beat->number < kiosk->beat_number || (beat->number == kiosk->beat_number && !same)) {
        return ERR_MISMATCH;
    }
    kiosk->heard_s = site->now_s;
    kiosk->beat_number = beat->number;
    kiosk->has_nonce = true;
    memcpy(kiosk->nonce, beat->nonce, NONCE_BYTES);
    kiosk->view_seq = beat->seq;
    kiosk->view_tip = beat->tip;
    enum err err = name.data ? txn_put(txn, SITE_META, name, bytes) : ERR_NOMEM;
    return err ? err : fleet_put(site, txn, kiosk);
}

static enum err beat_open(const struct heartbeat *beat, const struct mailbox_keys *mailbox,
                          struct arena *arena, struct bytes *health)
{
    enum err err = ERR_DENIED;
    for (size_t i = 0; err == ERR_DENIED && i < mailbox->count; i++) {
        err = heartbeat_open(beat, &mailbox->at[i].sk, arena, health);
    }
    return err;
}

enum err fleet_health(struct site *site, struct txn *txn, struct text id,
                      const struct mailbox_keys *mailbox, struct health *health)
{
    struct heartbeat beat;
    struct bytes bytes, object;
    char kiosk[KIOSK_ID_BYTES];

    text_copy(id, kiosk, sizeof kiosk);
    struct bytes name = beat_name(site, kiosk);
    enum err err = name.data ? txn_get(txn, SITE_META, name, &bytes) : ERR_NOMEM;
    if (err) {
        return err;
    }
    err = heartbeat_decode(bytes, &beat) ? ERR_CORRUPT : OK;
    err = err ? err : beat_open(&beat, mailbox, &site->scratch, &object);
    return err ? err : health_decode(object, &site->scratch, health, NULL);
}

/* ---- acknowledgements ---- */

static struct bytes ack_prefix(const struct kiosk_state *kiosk)
{
    return bytes_of(kiosk->id, KIOSK_ID_HEX);
}

static uint64_t ack_counter_of(struct bytes key)
{
    return be64_get(key.data + KIOSK_ID_HEX);
}

/* Is it on the list that the next acknowledgement carries? */
static bool is_noted(struct txn *txn, const struct kiosk_state *kiosk, const struct upload_id *id)
{
    struct cursor cursor;
    struct bytes key, value;
    bool noted = false;
    if (cursor_open(txn, SITE_ACKS, ack_prefix(kiosk), &cursor)) {
        return false;
    }
    while (!noted && !cursor_next(&cursor, &key, &value)) {
        noted = key.size == ACK_KEY_BYTES &&
                memcmp(key.data + KIOSK_ID_HEX + COUNTER_BYTES, id->b, UPLOAD_ID_BYTES) == 0;
    }
    cursor_close(&cursor);
    return noted;
}

enum err fleet_note_taken(struct site *site, struct txn *txn, struct kiosk_state *kiosk,
                          const struct upload_id *id, const struct hash *hash)
{
    uint8_t key[ACK_KEY_BYTES];
    (void)site;
    if (is_noted(txn, kiosk, id)) {
        return OK;
    }
    memcpy(key, kiosk->id, KIOSK_ID_HEX);
    be64_put(key + KIOSK_ID_HEX, kiosk->counter + 1);
    memcpy(key + KIOSK_ID_HEX + COUNTER_BYTES, id->b, UPLOAD_ID_BYTES);
    return txn_put(txn, SITE_ACKS, bytes_of(key, sizeof key), bytes_of(hash->b, HASH_BYTES));
}

/* The first noted key whose counter is confirmed. */
static enum err first_confirmed(struct txn *txn, const struct kiosk_state *kiosk, uint64_t counter,
                                uint8_t key[ACK_KEY_BYTES])
{
    struct cursor cursor;
    struct bytes found, value;
    enum err err = cursor_open(txn, SITE_ACKS, ack_prefix(kiosk), &cursor);
    if (err) {
        return err;
    }
    err = cursor_next(&cursor, &found, &value);
    if (!err && (found.size != ACK_KEY_BYTES || ack_counter_of(found) > counter)) {
        err = ERR_NOT_FOUND;
    }
    if (!err) {
        memcpy(key, found.data, ACK_KEY_BYTES);
    }
    cursor_close(&cursor);
    return err;
}

enum err fleet_confirm(struct site *site, struct txn *txn, struct kiosk_state *kiosk,
                       uint64_t epoch, uint64_t counter)
{
    uint8_t key[ACK_KEY_BYTES];
    uint64_t ours;
    enum err err = txn_get_number(txn, SITE_META, "epoch", &ours);
    if (err || epoch != ours || counter > kiosk->counter) {
        return err; /* of another life of this office: it says nothing about this one */
    }
    kiosk->confirmed = counter > kiosk->confirmed ? counter : kiosk->confirmed;
    while (!(err = first_confirmed(txn, kiosk, kiosk->confirmed, key))) {
        err = txn_del(txn, SITE_ACKS, bytes_of(key, sizeof key));
        if (err) {
            return err;
        }
    }
    err = err == ERR_NOT_FOUND ? grant_forget(site, txn, kiosk) : err;
    return err ? err : fleet_put(site, txn, kiosk);
}

static enum err list_taken(struct txn *txn, const struct kiosk_state *kiosk, struct arena *arena,
                           struct ack *ack)
{
    struct cursor cursor;
    struct bytes key, value;
    ack->items = ARENA_ARRAY(arena, struct ack_item, ACK_ITEMS_MAX);
    if (!ack->items) {
        return ERR_NOMEM;
    }
    enum err err = cursor_open(txn, SITE_ACKS, ack_prefix(kiosk), &cursor);
    if (err) {
        return err;
    }
    while (ack->count < ACK_ITEMS_MAX && !(err = cursor_next(&cursor, &key, &value))) {
        struct ack_item *item = &ack->items[ack->count++];
        if (key.size != ACK_KEY_BYTES || value.size != HASH_BYTES) {
            err = ERR_CORRUPT;
            break;
        }
        memcpy(item->id.b, key.data + KIOSK_ID_HEX + COUNTER_BYTES, UPLOAD_ID_BYTES);
        memcpy(item->hash.b, value.data, HASH_BYTES);
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* What the head in the tree names. */
static enum err publication_get(struct txn *txn, uint64_t *seq, struct hash *tip)
{
    enum err err = txn_get_number(txn, SITE_META, "tree-seq", seq);
    return err ? err : site_get_value(txn, "tree-tip", tip->b, sizeof tip->b);
}

static enum err make_ack(struct site *site, struct txn *txn, struct kiosk_state *kiosk,
                         const struct signer *office, struct bytes *bytes)
{
    struct ack ack = {
        .office = site->root.office,
        .kiosk = text_of(kiosk->id),
        .counter = ++kiosk->counter,
        .has_nonce = kiosk->has_nonce,
        .admitted = kiosk->admitted,
    };
    kiosk->issued_s = site->now_s > kiosk->issued_s ? site->now_s : kiosk->issued_s;
    ack.issued_s = kiosk->issued_s;
    memcpy(ack.nonce, kiosk->nonce, NONCE_BYTES);
    enum err err = txn_get_number(txn, SITE_META, "epoch", &ack.epoch);
    err = err ? err : publication_get(txn, &ack.seq, &ack.tip);
    err = err ? err : list_taken(txn, kiosk, &site->scratch, &ack);
    err = err ? err : grant_get(site, txn, kiosk, &(uint64_t){0}, &ack.grant);
    err = err ? err : fleet_put(site, txn, kiosk);
    return err ? err : ack_encode(&ack, office, &site->scratch, bytes);
}

/* The file is written before the counter is committed: the store's writer lock keeps two processes
 * apart, and a counter that a crash takes back is only used once more. */
static enum err acknowledge_in(struct site *site, struct txn *txn, struct text id,
                               const struct signer *office, struct bytes *bytes,
                               struct complaint *why)
{
    struct kiosk_state kiosk;
    char route[ROUTE_BYTES_MAX];
    enum err err = fleet_get(site, txn, id, &kiosk);
    err = err ? err : make_ack(site, txn, &kiosk, office, bytes);
    route_ack(route, site->root.office, id);
    return err ? err : tree_put_durable(site, route, *bytes, why);
}

enum err fleet_acknowledge(struct site *site, struct text id, const struct signer *office,
                           struct bytes *bytes, struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_write(site->store, &txn);
    if (err) {
        return err;
    }
    err = acknowledge_in(site, txn, id, office, bytes, why);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

enum err fleet_echo(struct site *site, struct text id, const struct signer *head,
                    struct bytes *bytes)
{
    struct txn *txn = NULL;
    struct kiosk_state kiosk;
    struct echo echo = {.office = site->root.office, .kiosk = id, .issued_s = site->now_s};
    enum err err = txn_begin_read(site->store, &txn);

    err = err ? err : fleet_get(site, txn, id, &kiosk);
    err = err ? err : kiosk.has_nonce ? OK : ERR_NOT_FOUND;
    err = err ? err : publication_get(txn, &echo.seq, &echo.tip);
    txn_abort(txn);
    if (err) {
        return err;
    }
    memcpy(echo.nonce, kiosk.nonce, NONCE_BYTES);
    return echo_encode(&echo, head, &site->scratch, bytes);
}

/* Something was noted after the newest acknowledgement. */
static bool is_owed(struct txn *txn, const struct kiosk_state *kiosk)
{
    struct cursor cursor;
    struct bytes key, value;
    if (cursor_open_last(txn, SITE_ACKS, ack_prefix(kiosk), &cursor)) {
        return false;
    }
    bool owed = !cursor_next(&cursor, &key, &value) && key.size == ACK_KEY_BYTES &&
                ack_counter_of(key) > kiosk->counter;
    cursor_close(&cursor);
    return owed;
}

/* The first kiosk after `after` that is owed an acknowledgement. */
static enum err next_owed(struct site *site, char after[KIOSK_ID_BYTES])
{
    struct txn *txn = NULL;
    struct cursor cursor;
    struct bytes key, value;
    bool found = false;
    enum err err = txn_begin_read(site->store, &txn);
    if (err) {
        return err;
    }
    err = cursor_open(txn, SITE_KIOSKS, (struct bytes){0}, &cursor);
    if (!err) {
        while (!found && !(err = cursor_next(&cursor, &key, &value))) {
            struct kiosk_state kiosk;
            found = !decode_kiosk(key, value, &kiosk) && strcmp(kiosk.id, after) > 0 &&
                    is_owed(txn, &kiosk);
            if (found) {
                memcpy(after, kiosk.id, KIOSK_ID_BYTES);
            }
        }
        cursor_close(&cursor);
    }
    txn_abort(txn);
    return err;
}

enum err fleet_acknowledge_waiting(struct site *site, const struct signer *office,
                                   struct complaint *why)
{
    char id[KIOSK_ID_BYTES] = "";
    struct bytes bytes;
    enum err err;
    while (!(err = next_owed(site, id))) {
        size_t mark = arena_mark(&site->scratch);
        err = fleet_acknowledge(site, text_of(id), office, &bytes, why);
        arena_rewind(&site->scratch, mark);
        if (err) {
            return err;
        }
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

/* ---- listing ---- */

struct listing {
    struct site *site;
    struct txn *txn;
    const struct mailbox_keys *mailbox; /* NULL: what is sealed stays so */
    struct json *json;                  /* NULL: lines */
    FILE *out;
};

/* False: nothing came yet, or it cannot be read. */
static bool told_by(const struct listing *list, const struct kiosk_state *kiosk,
                    struct health *health)
{
    return list->mailbox &&
           fleet_health(list->site, list->txn, text_of(kiosk->id), list->mailbox, health) == OK;
}

static void print_kiosk(const struct listing *list, const struct kiosk_state *kiosk)
{
    char time[CIVIL_TIME_BYTES];
    struct health health;
    int64_t at_s = kiosk->heard_s ? kiosk->heard_s : kiosk->offered_s;

    fprintf(list->out, "%s\t%s\t%s\t%.*s", kiosk->id,
            kiosk->revoked    ? "已停用"
            : kiosk->admitted ? "已接纳"
                              : "待接纳",
            civil_format_time(at_s, CIVIL_OFFSET_MIN_DEFAULT, time), TEXT_ARG(kiosk->name));
    if (told_by(list, kiosk, &health)) {
        if (health.frame_at) {
            fprintf(list->out, "\t画面 %s",
                    civil_format_time(health.frame_at, CIVIL_OFFSET_MIN_DEFAULT, time));
        }
        if (health.trouble.size > 0) {
            fprintf(list->out, "\t故障 %.*s", TEXT_ARG(health.trouble));
        }
    }
    fputc('\n', list->out);
}

static void json_health(const struct health *health, struct json *json)
{
    char hex[2 * HASH_BYTES + 1];

    json_object(json, "told");
    json_text(json, "version", health->version);
    json_text(json, "trouble", health->trouble);
    json_uint(json, "waiting", health->waiting);
    json_uint(json, "free_kib", health->free_kib);
    json_uint(json, "refused", health->refused);
    if (health->frame_at) {
        hex_format(bytes_of(health->frame.b, sizeof health->frame.b), hex);
        json_text(json, "frame", text_of(hex));
        json_int(json, "frame_at", health->frame_at);
    }
    json_object_end(json);
}

static void json_kiosk(const struct listing *list, const struct kiosk_state *kiosk)
{
    struct json *json = list->json;
    struct health health;

    json_object(json, NULL);
    json_text(json, "id", text_of(kiosk->id));
    json_text(json, "name", kiosk->name);
    json_bool(json, "admitted", kiosk->admitted);
    json_bool(json, "revoked", kiosk->revoked);
    json_int(json, "offered_at", kiosk->offered_s);
    json_int(json, "heard_at", kiosk->heard_s);
    json_uint(json, "seq", kiosk->view_seq);
    if (told_by(list, kiosk, &health)) {
        json_health(&health, json);
    }
    json_object_end(json);
}

static enum err print_all(const struct listing *list)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(list->txn, SITE_KIOSKS, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct kiosk_state kiosk;
        size_t mark = arena_mark(&list->site->scratch);
        err = decode_kiosk(key, value, &kiosk);
        if (err) {
            break;
        }
        if (list->json) {
            json_kiosk(list, &kiosk);
        } else {
            print_kiosk(list, &kiosk);
        }
        arena_rewind(&list->site->scratch, mark);
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* The text grows at the end of an arena that the listing itself does not touch. */
static enum err print_json(struct listing *list)
{
    struct arena arena;
    struct json json;
    enum err err = arena_init(&arena, LISTING_BYTES_MAX);
    if (err) {
        return err;
    }
    struct buffer b = buffer_begin(&arena);
    json_begin(&json, &b);
    json_array(&json, NULL);
    list->json = &json;
    err = print_all(list);
    json_array_end(&json);
    err = err ? err : json_print(&json, list->out);
    arena_deinit(&arena);
    return err;
}

enum err fleet_print(struct site *site, const struct mailbox_keys *mailbox, bool json, FILE *out,
                     struct complaint *why)
{
    struct listing list = {.site = site, .mailbox = mailbox, .out = out};
    enum err err = txn_begin_read(site->store, &list.txn);
    err = err ? err : json ? print_json(&list) : print_all(&list);
    txn_abort(list.txn);
    (void)why;
    return err;
}
