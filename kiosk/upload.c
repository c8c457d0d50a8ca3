/* upload.c - see upload.h. */
#include "upload.h"

#include "log.h"
#include "random.h"

static enum err seal_and_append(struct txn *txn, const struct data_folder *folder, enum kind kind,
                                struct bytes object, const struct receipt_loc *loc,
                                struct arena *secret, struct upload_id *id,
                                struct shared_key *content_key)
{
    struct signer kiosk;
    struct bytes envelope;
    uint64_t seq;

    enum err err = trust_key(txn, &kiosk.sk);
    if (err) {
        return err == ERR_NOT_FOUND ? ERR_UNAVAILABLE : err;
    }
    secret_key_public(&kiosk.sk, &kiosk.pk);
    random_fill(id->b, sizeof id->b);
    err = outbox_next_seq(txn, &seq);
    if (!err) {
        err = envelope_seal(&folder->root, &kiosk, seq, id, kind, loc, object, secret, content_key,
                            &envelope);
    }
    if (!err) {
        err = outbox_append(txn, seq, *id, envelope);
    }
    wipe(&kiosk, sizeof kiosk);
    return err;
}

enum err upload_append(struct txn *txn, const struct data_folder *folder, enum kind kind,
                       const void *record, const struct receipt_loc *loc, struct arena *secret,
                       struct upload_id *id, struct shared_key *content_key)
{
    struct complaint why = {0};
    struct bytes object;
    size_t mark = arena_mark(secret);

    if (!folder->enrolled) {
        return ERR_UNAVAILABLE;
    }
    enum err err = record_encode(kind, record, secret, &object, &why);
    if (err) {
        log_warn("a %s cannot be written: %s", kind_name(kind), why.text);
    } else {
        err = seal_and_append(txn, folder, kind, object, loc, secret, id, content_key);
    }
    wipe(secret->base + mark, secret->used - mark);
    arena_rewind(secret, mark);
    return err;
}

enum err upload_raise_floor(struct txn *txn, const struct clock_verdict *clock)
{
    return clock->doubtful ? OK : trust_note_write(txn, clock->now_s);
}
