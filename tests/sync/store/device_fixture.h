/* device_fixture.h - a device store in a folder of its own: *state is a struct device_fixture *. */
#pragma once

#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "hash.h"
#include "outbox.h"

enum { FIXTURE_MAP_BYTES = 64 * 1024 * 1024, FIXTURE_ARENA_BYTES = 1024 * 1024 };

struct device_fixture {
    char folder[TEMP_PATH_BYTES_MAX];
    struct store *device;
    struct txn *txn; /* a writing one, begun by the setup; the teardown aborts it */
    struct arena arena;
};

static inline void fixture_open(struct device_fixture *f)
{
    bool started_over = true;
    struct complaint why = {""};

    assert_ok_why(
        device_open(f->folder, STORE_WRITE, FIXTURE_MAP_BYTES, &f->device, &started_over, &why),
        &why);
    assert_false(started_over);
    assert_ok(txn_begin_write(f->device, &f->txn));
}

/* Commits, closes, and opens again: what is there now was on the disk. */
static inline void fixture_reopen(struct device_fixture *f)
{
    assert_ok(txn_commit(f->txn));
    store_close(f->device);
    fixture_open(f);
}

static inline int device_setup(void **state)
{
    struct device_fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    assert_ok(seal_start());
    assert_ok(arena_init(&f->arena, FIXTURE_ARENA_BYTES));
    temp_folder_make(f->folder);
    fixture_open(f);
    *state = f;
    return 0;
}

static inline int device_teardown(void **state)
{
    struct device_fixture *f = *state;

    txn_abort(f->txn);
    store_close(f->device);
    folder_remove(f->folder);
    arena_deinit(&f->arena);
    free(f);
    return 0;
}

static inline struct upload_id id_of(uint8_t n)
{
    struct upload_id id;

    memset(id.b, n, sizeof id.b);
    return id;
}

static inline struct hash hash_of_text(const char *text)
{
    return hash_of(bytes_of_text(text));
}

/* Appends under the next number. */
static inline uint64_t append(struct txn *txn, uint8_t n, const char *envelope)
{
    uint64_t seq = 0;

    assert_ok(outbox_next_seq(txn, &seq));
    assert_ok(outbox_append(txn, seq, id_of(n), bytes_of_text(envelope)));
    return seq;
}

static inline void acknowledge(struct txn *txn, uint8_t n, const char *envelope, int64_t now_s)
{
    struct hash hash = hash_of_text(envelope);

    assert_ok(outbox_ack(txn, id_of(n), &hash, now_s));
}
