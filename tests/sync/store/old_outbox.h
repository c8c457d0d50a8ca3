/* old_outbox.h - a device store as schemas 1 (outbox_migrate.c) and 2 wrote it. */
#pragma once

#include <string.h>

#include "device.h"
#include "hash.h"
#include "outbox.h"

static inline enum err old_device_open(const char *folder, uint32_t schema, struct store **device,
                                       struct complaint *why)
{
    static const char *const tables[] = {"meta",  "outbox", "outbox_id", "vault", "receipts",
                                         "books", "staff",  "limits",    "audit"};
    const struct store_options options = {.folder = folder,
                                          .mode = STORE_WRITE,
                                          .map_bytes = (size_t)16 * 1024 * 1024,
                                          .tables = tables,
                                          .table_count = DEVICE_TABLES,
                                          .schema = schema};

    return store_open(&options, device, why);
}

static inline enum err old_row_put(struct txn *txn, char kind, uint64_t seq, struct upload_id id,
                                   struct bytes envelope)
{
    uint8_t key[9] = {(uint8_t)kind}, value[UPLOAD_ID_BYTES + OUTBOX_ENVELOPE_BYTES_MAX];

    be64_put(key + 1, seq);
    memcpy(value, id.b, sizeof id.b);
    if (envelope.size > 0) {
        memcpy(value + sizeof id.b, envelope.data, envelope.size);
    }
    return txn_put(txn, DEVICE_OUTBOX, bytes_of(key, sizeof key),
                   bytes_of(value, sizeof id.b + envelope.size));
}

static inline enum err old_place_put(struct txn *txn, uint64_t seq, struct upload_id id,
                                     enum outbox_state state, int64_t done_s, struct bytes envelope)
{
    uint8_t value[8 + 1 + 8 + 4 + HASH_BYTES];
    struct hash hash = hash_of(envelope);

    be64_put(value, seq);
    value[8] = (uint8_t)state;
    be64_put(value + 9, (uint64_t)done_s);
    be32_put(value + 17, (uint32_t)envelope.size);
    memcpy(value + 21, hash.b, HASH_BYTES);
    return txn_put(txn, DEVICE_OUTBOX_ID, bytes_of(id.b, sizeof id.b),
                   bytes_of(value, sizeof value));
}

static inline enum err old_item_put(struct txn *txn, uint64_t seq, struct upload_id id,
                                    enum outbox_state state, int64_t done_s, struct bytes envelope)
{
    enum err err = old_row_put(txn, 'e', seq, id, envelope);

    if (!err && state == OUTBOX_WAITING) {
        err = old_row_put(txn, 'w', seq, id, bytes_of(NULL, 0));
    }
    return err ? err : old_place_put(txn, seq, id, state, done_s, envelope);
}

static inline enum err old_figures_put(struct txn *txn, const struct outbox_figures *figures)
{
    enum err err = txn_put_number(txn, DEVICE_META, "outbox_waiting", figures->waiting);

    err = err ? err : txn_put_number(txn, DEVICE_META, "outbox_bytes", figures->waiting_bytes);
    err = err ? err : txn_put_number(txn, DEVICE_META, "outbox_done", figures->done);
    err = err ? err : txn_put_number(txn, DEVICE_META, "outbox_conflicts", figures->conflicts);
    return err ? err : txn_put_number(txn, DEVICE_META, "outbox_seq", figures->last_seq);
}

/* Schema 2: an envelope that waits, with its id's row. */
static inline enum err two_item_put(struct txn *txn, uint64_t seq, struct upload_id id,
                                    struct bytes envelope)
{
    uint8_t key[9] = {'w'}, id_key[1 + UPLOAD_ID_BYTES] = {'i'};
    uint8_t row[UPLOAD_ID_BYTES + 1 + 8 + HASH_BYTES + OUTBOX_ENVELOPE_BYTES_MAX] = {0};
    size_t head = UPLOAD_ID_BYTES + 1 + 8 + HASH_BYTES;
    struct hash hash = hash_of(envelope);

    be64_put(key + 1, seq);
    memcpy(id_key + 1, id.b, sizeof id.b);
    memcpy(row, id.b, sizeof id.b);
    row[UPLOAD_ID_BYTES] = OUTBOX_WAITING;
    memcpy(row + UPLOAD_ID_BYTES + 1 + 8, hash.b, HASH_BYTES);
    memcpy(row + head, envelope.data, envelope.size);
    enum err err =
        txn_put(txn, DEVICE_OUTBOX, bytes_of(key, sizeof key), bytes_of(row, head + envelope.size));
    return err ? err
               : txn_put(txn, DEVICE_OUTBOX, bytes_of(id_key, sizeof id_key), bytes_of(key + 1, 8));
}

/* Schema 2: the figures alone. */
static inline enum err two_figures_put(struct txn *txn, const struct outbox_figures *figures)
{
    uint8_t value[5 * 8];

    be64_put(value, figures->waiting);
    be64_put(value + 8, figures->waiting_bytes);
    be64_put(value + 16, figures->done);
    be64_put(value + 24, figures->conflicts);
    be64_put(value + 32, figures->last_seq);
    return txn_put(txn, DEVICE_OUTBOX, bytes_of("x", 1), bytes_of(value, sizeof value));
}
