#include "limit.h"

#include <assert.h>
#include <string.h>

#include "device.h"

/* The bucket in seconds: `credit_s` of them are saved up, at the moment `at_s`; a token costs
 * per_s. */
struct bucket {
    uint64_t credit_s;
    int64_t at_s;
};

enum { BUCKET_BYTES = 16 };

static enum err bucket_get(struct txn *txn, const struct limit *limit, int64_t now_s,
                           struct bucket *bucket)
{
    struct bytes value;
    uint64_t full_s = (uint64_t)limit->burst * limit->per_s;

    assert(limit->burst > 0 && limit->per_s > 0);
    *bucket = (struct bucket){.credit_s = full_s, .at_s = now_s};
    enum err err = txn_get(txn, DEVICE_LIMITS, text_bytes(text_of(limit->name)), &value);
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    if (value.size != BUCKET_BYTES) {
        return ERR_CORRUPT;
    }
    bucket->credit_s = be64_get(value.data);
    int64_t then_s = (int64_t)be64_get(value.data + 8);
    if (now_s > then_s) {
        uint64_t passed_s = (uint64_t)now_s - (uint64_t)then_s;
        bucket->credit_s = passed_s > full_s ? full_s : bucket->credit_s + passed_s;
    }
    if (bucket->credit_s > full_s) {
        bucket->credit_s = full_s; /* the limit was lowered, or the bucket is full */
    }
    return OK;
}

static enum err bucket_put(struct txn *txn, const struct limit *limit, const struct bucket *bucket)
{
    uint8_t value[BUCKET_BYTES];

    be64_put(value, bucket->credit_s);
    be64_put(value + 8, (uint64_t)bucket->at_s);
    return txn_put(txn, DEVICE_LIMITS, text_bytes(text_of(limit->name)),
                   bytes_of(value, sizeof value));
}

enum err limit_take(struct txn *txn, const struct limit *limit, int64_t now_s, int64_t *wait_s)
{
    struct bucket bucket;

    enum err err = bucket_get(txn, limit, now_s, &bucket);
    if (err) {
        return err;
    }
    bool taken = bucket.credit_s >= limit->per_s;
    if (taken) {
        bucket.credit_s -= limit->per_s;
    }
    err = bucket_put(txn, limit, &bucket);
    if (err || taken) {
        return err;
    }
    *wait_s = (int64_t)(limit->per_s - bucket.credit_s);
    return ERR_FULL;
}

enum err limit_left(struct txn *txn, const struct limit *limit, int64_t now_s, uint32_t *left)
{
    struct bucket bucket;

    enum err err = bucket_get(txn, limit, now_s, &bucket);
    if (!err) {
        *left = (uint32_t)(bucket.credit_s / limit->per_s);
    }
    return err;
}
