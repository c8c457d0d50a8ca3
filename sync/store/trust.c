#include "trust.h"

#include <string.h>

#include "device.h"
#include "outbox.h"

/* Names in DEVICE_META. */
static const char ROOT[] = "root", KEY[] = "key", SEQ[] = "seq", TIP[] = "tip",
                  TIP_ROOT[] = "tip_root", BASE[] = "base", FLOOR[] = "floor", SIGNED[] = "signed",
                  OFFSET[] = "offset", ACK_EPOCH[] = "ack_epoch", ACK_COUNTER[] = "ack_counter",
                  ACK_SEEN[] = "ack_seen", ADMITTED[] = "admitted";

static struct bytes name_bytes(const char *name)
{
    return text_bytes(text_of(name));
}

static enum err get(struct txn *txn, const char *name, struct bytes *value)
{
    enum err err = txn_get(txn, DEVICE_META, name_bytes(name), value);

    if (err == ERR_NOT_FOUND) {
        *value = bytes_of(NULL, 0);
        return OK;
    }
    return err;
}

static enum err get_number(struct txn *txn, const char *name, uint64_t *n)
{
    return txn_get_number(txn, DEVICE_META, name, n);
}

/* Moments are kept as two's complement. */
static enum err get_moment(struct txn *txn, const char *name, int64_t *at_s)
{
    uint64_t n = 0;

    enum err err = get_number(txn, name, &n);
    *at_s = (int64_t)n;
    return err;
}

static enum err get_flag(struct txn *txn, const char *name, bool *flag)
{
    uint64_t n = 0;

    enum err err = get_number(txn, name, &n);
    *flag = n != 0;
    return err;
}

static enum err get_pk(struct txn *txn, struct trust *trust)
{
    struct secret_key sk;

    enum err err = trust_key(txn, &sk);
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    trust->has_key = true;
    secret_key_public(&sk, &trust->pk);
    wipe(&sk, sizeof sk);
    return OK;
}

static enum err get_tip(struct txn *txn, struct hash *tip)
{
    struct bytes value;

    enum err err = get(txn, TIP, &value);
    if (err || value.size == 0) {
        return err;
    }
    if (value.size != sizeof tip->b) {
        return ERR_CORRUPT;
    }
    memcpy(tip->b, value.data, sizeof tip->b);
    return OK;
}

static enum err get_root(struct txn *txn, struct arena *arena, struct bytes *root)
{
    struct bytes value;

    enum err err = get(txn, ROOT, &value);
    if (err || value.size == 0) {
        return err;
    }
    *root = arena_copy(arena, value.data, value.size);
    return root->data ? OK : ERR_NOMEM;
}

enum err trust_get(struct txn *txn, struct arena *arena, struct trust *trust)
{
    struct trust t = {.seq = 0};
    uint64_t next_upload = 0;
    enum err err;

    if ((err = get_root(txn, arena, &t.root)) || (err = get_pk(txn, &t)) ||
        (err = get_number(txn, SEQ, &t.seq)) || (err = get_tip(txn, &t.tip)) ||
        (err = get_number(txn, TIP_ROOT, &t.tip_root)) ||
        (err = get_moment(txn, BASE, &t.base_s)) || (err = get_moment(txn, FLOOR, &t.floor_s)) ||
        (err = get_moment(txn, SIGNED, &t.signed_s)) ||
        (err = get_moment(txn, OFFSET, &t.offset_s)) ||
        (err = get_number(txn, ACK_EPOCH, &t.ack_epoch)) ||
        (err = get_number(txn, ACK_COUNTER, &t.ack_counter)) ||
        (err = get_flag(txn, ACK_SEEN, &t.ack_seen)) ||
        (err = get_flag(txn, ADMITTED, &t.admitted)) ||
        (err = outbox_next_seq(txn, &next_upload))) {
        return err;
    }
    t.next_upload = next_upload;
    *trust = t;
    return OK;
}

enum err trust_set_root(struct txn *txn, struct bytes root)
{
    if (root.size == 0 || root.size > TRUST_ROOT_BYTES_MAX) {
        return ERR_INVALID;
    }
    return txn_put(txn, DEVICE_META, name_bytes(ROOT), root);
}

enum err trust_set_key(struct txn *txn, const struct secret_key *sk)
{
    return txn_put_new(txn, DEVICE_META, name_bytes(KEY), bytes_of(sk->b, sizeof sk->b));
}

enum err trust_key(struct txn *txn, struct secret_key *sk)
{
    struct bytes value;

    enum err err = txn_get(txn, DEVICE_META, name_bytes(KEY), &value);
    if (err) {
        return err;
    }
    if (value.size != sizeof sk->b) {
        return ERR_CORRUPT;
    }
    memcpy(sk->b, value.data, sizeof sk->b);
    return OK;
}

enum err trust_set_tip(struct txn *txn, uint64_t root, uint64_t seq, const struct hash *tip)
{
    uint64_t highest = 0, under = 0;
    struct hash known = {{0}};
    enum err err;

    if ((err = get_number(txn, SEQ, &highest)) || (err = get_number(txn, TIP_ROOT, &under)) ||
        (err = get_tip(txn, &known))) {
        return err;
    }
    bool anew = under > 0 && root > under;
    if (root < under || (seq < highest && !anew)) {
        return OK; /* the highest stays */
    }
    if (seq == highest && !anew && !hash_is_none(&known) && !hash_equal(&known, tip)) {
        return ERR_MISMATCH;
    }
    if ((err = txn_put_number(txn, DEVICE_META, SEQ, seq)) ||
        (err = txn_put_number(txn, DEVICE_META, TIP_ROOT, root))) {
        return err;
    }
    return txn_put(txn, DEVICE_META, name_bytes(TIP), bytes_of(tip->b, sizeof tip->b));
}

/* Moments that only rise. */
static enum err raise_moment(struct txn *txn, const char *name, int64_t at_s)
{
    int64_t known_s = 0;

    enum err err = get_moment(txn, name, &known_s);
    if (err || at_s <= known_s) {
        return err;
    }
    return txn_put_number(txn, DEVICE_META, name, (uint64_t)at_s);
}

enum err trust_raise_base(struct txn *txn, int64_t base_s)
{
    return raise_moment(txn, BASE, base_s);
}

enum err trust_raise_floor(struct txn *txn, int64_t floor_s)
{
    return raise_moment(txn, FLOOR, floor_s);
}

enum err trust_note_write(struct txn *txn, int64_t now_s)
{
    enum { DAY_S = 86400 };
    int64_t signed_s = 0;
    enum err err = get_moment(txn, SIGNED, &signed_s);
    int64_t latest_s = signed_s + (int64_t)TRUST_WRITE_DAYS_MAX * DAY_S;

    if (err || signed_s == 0) {
        return err; /* nobody vouches for this clock */
    }
    return raise_moment(txn, FLOOR, now_s < latest_s ? now_s : latest_s);
}

enum err trust_restart(struct txn *txn, int64_t at_s)
{
    enum err err = txn_put_number(txn, DEVICE_META, BASE, (uint64_t)at_s);

    err = err ? err : txn_put_number(txn, DEVICE_META, FLOOR, (uint64_t)at_s);
    return err ? err : txn_put_number(txn, DEVICE_META, SIGNED, (uint64_t)at_s);
}

enum err trust_set_signed(struct txn *txn, int64_t signed_s)
{
    return raise_moment(txn, SIGNED, signed_s);
}

enum err trust_set_offset(struct txn *txn, int64_t offset_s)
{
    return txn_put_number(txn, DEVICE_META, OFFSET, (uint64_t)offset_s);
}

enum err trust_set_ack(struct txn *txn, uint64_t epoch, uint64_t counter)
{
    enum err err = txn_put_number(txn, DEVICE_META, ACK_EPOCH, epoch);

    if (!err) {
        err = txn_put_number(txn, DEVICE_META, ACK_COUNTER, counter);
    }
    return err ? err : txn_put_number(txn, DEVICE_META, ACK_SEEN, 1);
}

enum err trust_set_admitted(struct txn *txn, bool admitted)
{
    return txn_put_number(txn, DEVICE_META, ADMITTED, admitted ? 1 : 0);
}
