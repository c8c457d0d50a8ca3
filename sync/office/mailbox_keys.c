/* mailbox_keys.c - see mailbox_keys.h. */
#include "mailbox_keys.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "acts.h"
#include "cbor.h"
#include "fleet.h"
#include "inbox.h"
#include "log.h"
#include "policy.h"

enum {
    RING_FIELDS = 3,
    SECRET_BOX_BYTES = BOX_KEY_BYTES + BOX_SEAL_EXTRA_BYTES,
    PK_HEX = 16, /* of a public key, to tell keys apart */
};

const char mailbox_ring[] = "mailbox-ring";

/* ---- the ring: [[public half, replaced at, secret sealed to the present key], ...] ---- */

enum err mailbox_ring_encode(const struct mailbox_keys *keys, const struct box_public *next,
                             int64_t now_s, struct arena *arena, struct bytes *ring)
{
    uint8_t block[SECRET_BOX_BYTES * 2];
    struct buffer b = buffer_begin(arena);
    if (keys->count >= MAILBOX_KEYS_MAX) {
        return ERR_FULL;
    }
    cbor_write_array(&b, keys->count);
    for (size_t i = 0; i < keys->count; i++) {
        const struct mailbox_key *key = &keys->at[i];
        struct arena small;
        struct bytes box;
        arena_init_over(&small, block, sizeof block);
        enum err err = box_seal(next, bytes_of(key->sk.b, sizeof key->sk.b), &small, &box);
        if (err) {
            return err;
        }
        cbor_write_array(&b, RING_FIELDS);
        cbor_write_bytes(&b, bytes_of(key->pk.b, sizeof key->pk.b));
        cbor_write_int(&b, key->replaced_s ? key->replaced_s : now_s);
        cbor_write_bytes(&b, box);
    }
    return buffer_end(&b, ring);
}

static enum err ring_decode(struct bytes ring, struct mailbox_keys *keys)
{
    uint8_t block[SECRET_BOX_BYTES * 2];
    struct cbor_reader r;
    cbor_read_begin(&r, ring);
    size_t count = cbor_read_array(&r, MAILBOX_KEYS_MAX - 1);
    for (size_t i = 0; i < count; i++) {
        struct mailbox_key *key = &keys->at[keys->count];
        struct arena small;
        struct bytes secret;
        (void)cbor_read_array(&r, RING_FIELDS);
        cbor_read_fixed(&r, key->pk.b, sizeof key->pk.b);
        key->replaced_s = cbor_read_int(&r);
        struct bytes box = cbor_read_bytes(&r);
        arena_init_over(&small, block, sizeof block);
        if (box.size != SECRET_BOX_BYTES || box_open(&keys->at[0].sk, box, &small, &secret) != OK ||
            secret.size != BOX_KEY_BYTES) {
            log_warn("以前的一把信箱钥匙打不开：封给它的信看不了");
            continue;
        }
        memcpy(key->sk.b, secret.data, BOX_KEY_BYTES);
        keys->count++;
    }
    wipe(block, sizeof block);
    return cbor_read_end(&r) ? ERR_CORRUPT : OK;
}

enum err mailbox_keys_open(struct site *site, struct passphrases *p, struct mailbox_keys *keys,
                           struct complaint *why)
{
    struct txn *txn = NULL;
    struct bytes ring;
    *keys = (struct mailbox_keys){.count = 1};
    enum err err = key_mailbox(site->folder, p, &keys->at[0].sk, why);
    if (err) {
        return err;
    }
    box_secret_public(&keys->at[0].sk, &keys->at[0].pk);
    err = txn_begin_read(site->store, &txn);
    err = err ? err : txn_get(txn, SITE_META, text_bytes(text_of(mailbox_ring)), &ring);
    err = err ? err : ring_decode(ring, keys);
    txn_abort(txn);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* ---- opening ---- */

static enum err content_key(const struct mailbox_keys *keys, struct bytes box,
                            struct shared_key *content, size_t *which)
{
    uint8_t block[SECRET_BOX_BYTES * 2];
    enum err err = ERR_DENIED;
    for (size_t i = 0; err && i < keys->count; i++) {
        struct arena small;
        struct bytes plain;
        arena_init_over(&small, block, sizeof block);
        err = box_open(&keys->at[i].sk, box, &small, &plain);
        if (!err && plain.size != sizeof content->b) {
            err = ERR_DENIED;
        }
        if (!err) {
            memcpy(content->b, plain.data, sizeof content->b);
            *which = i;
        }
    }
    wipe(block, sizeof block);
    return err;
}

enum err mailbox_open(const struct mailbox_keys *keys, const struct envelope *envelope,
                      struct bytes key_box, struct arena *arena, struct bytes *object)
{
    struct shared_key content;
    size_t which;
    enum err err = ERR_DENIED;
    if (key_box.size > 0) {
        err = content_key(keys, key_box, &content, &which);
    }
    err = err ? content_key(keys, envelope->key_box, &content, &which) : OK;
    err = err ? err : envelope_open_with(envelope, &content, arena, object);
    wipe(&content, sizeof content);
    return err;
}

/* ---- the end of an old key ---- */

struct retiring {
    struct site *site;
    struct txn *txn;
    const struct mailbox_keys *keys;
    struct mailbox_keys left; /* that stay */
    size_t sealed_anew;
    FILE *report;
    struct complaint *why;
};

/* What only an old key opens is sealed to the present one. */
static enum err seal_anew(struct retiring *r, struct inbox_item *item)
{
    struct envelope envelope;
    struct shared_key content;
    size_t which = 0;
    if (item->purged_s || item->key_box.size > 0 || envelope_decode(item->envelope, &envelope)) {
        return OK;
    }
    enum err err = content_key(r->keys, envelope.key_box, &content, &which);
    if (err || which == 0) {
        wipe(&content, sizeof content);
        return OK; /* opens by the present key, or by none that we have */
    }
    err = box_seal(&r->keys->at[0].pk, bytes_of(content.b, sizeof content.b), &r->site->scratch,
                   &item->key_box);
    wipe(&content, sizeof content);
    err = err ? err : inbox_put(r->site, r->txn, item);
    r->sealed_anew += err ? 0 : 1;
    return err;
}

static enum err seal_all_anew(struct retiring *r)
{
    struct upload_id *ids;
    size_t count = 0;
    enum err err = inbox_ids(r->site, r->txn, &ids, &count);
    for (size_t i = 0; !err && i < count; i++) {
        struct inbox_item item;
        size_t mark = arena_mark(&r->site->scratch);
        err = inbox_get(r->site, r->txn, &ids[i], &item);
        err = err ? err : seal_anew(r, &item);
        arena_rewind(&r->site->scratch, mark);
    }
    return err;
}

static void pk_format(const struct mailbox_key *key, char to[PK_HEX + 1])
{
    hex_format(bytes_of(key->pk.b, PK_HEX / 2), to);
}

/* Its file may lie beside the present one, or not be on this computer. It goes before the ring says
 * so: a cut in between leaves a key that is destroyed by the next run. */
static enum err files_remove(struct retiring *r, const struct mailbox_key *key)
{
    char folder[FILE_PATH_BYTES_MAX], path[FILE_PATH_BYTES_MAX];
    struct dirent *found;
    enum err err = site_path(r->site, "keys", folder);
    DIR *open_folder = err ? NULL : opendir(folder);
    if (!open_folder) {
        return err ? err : complain(r->why, file_err(errno), "打不开 %s", folder);
    }
    while (!err && (found = readdir(open_folder)) != NULL) {
        struct key_file info;
        if (!text_starts(text_of(found->d_name), "mailbox.key.old-") ||
            path_join(path, folder, found->d_name) || key_file_look(path, &info, NULL) ||
            memcmp(info.public_half, key->pk.b, sizeof key->pk.b) != 0) {
            continue;
        }
        if (unlink(path) != 0) {
            err = complain(r->why, file_err(errno), "删不掉 %s：%s", path, strerror(errno));
        }
    }
    closedir(open_folder);
    return err;
}

static enum err destroy(struct retiring *r, const struct mailbox_key *key)
{
    char hex[PK_HEX + 1], date[CIVIL_DATE_BYTES];
    pk_format(key, hex);
    civil_format_date(civil_day_at(key->replaced_s, CIVIL_OFFSET_MIN_DEFAULT), date);
    enum err err = files_remove(r, key);
    err = err ? err : act_add(r->site, r->txn, "mailbox", "destroy key %s replaced %s", hex, date);
    if (!err) {
        fprintf(r->report, "旧信箱钥匙 %s（%s 换下）：已销毁，以后再也打不开封给它的信\n", hex,
                date);
    }
    return err;
}

/* True, and why, when a letter sealed to it may still come. */
static bool is_awaited(struct retiring *r, const struct mailbox_key *key, unsigned keep_days)
{
    char hex[PK_HEX + 1], date[CIVIL_DATE_BYTES], kiosk[KIOSK_ID_BYTES];
    int64_t until_s = key->replaced_s + (int64_t)keep_days * CIVIL_DAY_S;
    pk_format(key, hex);
    civil_format_date(civil_day_at(until_s, CIVIL_OFFSET_MIN_DEFAULT), date);
    if (r->site->now_s < until_s) {
        fprintf(r->report, "旧信箱钥匙 %s：留到 %s，屏幕上可能还有封给它的信\n", hex, date);
        return true;
    }
    if (fleet_silent_since(r->site, r->txn, key->replaced_s, kiosk)) {
        fprintf(r->report,
                "旧信箱钥匙 %s：屏幕 %s 换钥匙以后还没有来过，先留着；那块屏幕不用了就先停用\n",
                hex, kiosk);
        return true;
    }
    return false;
}

static enum err keys_sort_out(struct retiring *r)
{
    struct policy policy;
    struct calendar calendar;
    struct bytes ring;
    enum err err = site_policy(r->site, r->txn, &policy, &calendar, r->why);
    unsigned days = err || policy.outbox_keep_days == 0 ? (unsigned)POLICY_OUTBOX_KEEP_DAYS
                                                        : (unsigned)policy.outbox_keep_days;
    for (size_t i = 1; !err && i < r->keys->count; i++) {
        const struct mailbox_key *key = &r->keys->at[i];
        if (is_awaited(r, key, days)) {
            r->left.at[r->left.count++] = *key;
        } else {
            err = destroy(r, key);
        }
    }
    err = err ? err
              : mailbox_ring_encode(&r->left, &r->keys->at[0].pk, r->site->now_s, &r->site->scratch,
                                    &ring);
    return err ? err : txn_put(r->txn, SITE_META, text_bytes(text_of(mailbox_ring)), ring);
}

enum err mailbox_keys_retire(struct site *site, const struct mailbox_keys *keys, FILE *report,
                             struct complaint *why)
{
    struct retiring r = {.site = site, .keys = keys, .report = report, .why = why};
    size_t mark = arena_mark(&site->scratch);
    enum err err = txn_begin_write(site->store, &r.txn);
    if (err) {
        return err;
    }
    err = seal_all_anew(&r);
    if (!err && r.sealed_anew > 0) {
        err = act_add(site, r.txn, "mailbox", "seal anew %zu", r.sealed_anew);
    }
    err = err ? err : keys_sort_out(&r);
    arena_rewind(&site->scratch, mark);
    wipe(&r.left, sizeof r.left);
    if (err) {
        txn_abort(r.txn);
        return err;
    }
    err = txn_commit(r.txn);
    if (!err) {
        fprintf(report, "改封给现在这把信箱钥匙的：%zu 份\n", r.sealed_anew);
    }
    return err;
}
