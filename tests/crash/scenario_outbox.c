/* A letter is submitted: envelope, vault copy and receipt become durable together. Or one of three
 * is acknowledged. Two wait before. */
#include <stdio.h>
#include <string.h>

#include "device.h"
#include "hash.h"
#include "old_outbox.h"
#include "receipts.h"
#include "scenario.h"
#include "trust.h"
#include "vault.h"

enum {
    MAP_BYTES = 16 * 1024 * 1024,
    ENVELOPE_BYTES = 5000,
    BLOCK_BYTES = 256 * 1024,
    LETTERS_MAX = 20,
    NEWEST = 16, /* as many ids stand beside the figures (outbox.c); the next letter moves them */
};

static const uint8_t sealed_key[10] = {1, 2, 3};
static uint8_t block[BLOCK_BYTES];

static struct store *open_device(const char *folder, bool *started_over, struct complaint *why,
                                 enum err *err)
{
    struct store *device = NULL;

    *err = device_open(folder, STORE_WRITE, MAP_BYTES, &device, started_over, why);
    return device;
}

static struct upload_id id_of(uint64_t n)
{
    struct upload_id id;

    memset(id.b, (int)n, sizeof id.b);
    return id;
}

static struct receipt_loc loc_of(uint64_t n)
{
    struct receipt_loc loc;

    memset(loc.b, (int)n, sizeof loc.b);
    return loc;
}

static struct bytes envelope_of(uint64_t n)
{
    static uint8_t envelope[ENVELOPE_BYTES];

    memset(envelope, (int)('a' + n), sizeof envelope);
    return bytes_of(envelope, sizeof envelope);
}

static enum err letter_put(struct txn *txn, uint64_t n)
{
    struct receipt_loc loc = loc_of(n);
    uint64_t seq = 0;

    enum err err = outbox_next_seq(txn, &seq);
    if (!err) {
        err = outbox_append(txn, seq, id_of(n), envelope_of(n));
    }
    if (!err) {
        err = vault_put(txn, id_of(n), bytes_of(sealed_key, sizeof sealed_key));
    }
    return err ? err : receipt_put(txn, &loc, id_of(n), 1000);
}

static enum err letter_submit(struct store *device, uint64_t n)
{
    struct txn *txn = NULL;

    enum err err = txn_begin_write(device, &txn);
    if (err) {
        return err;
    }
    err = letter_put(txn, n);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

static enum err letter_acknowledge(struct store *device, uint64_t n)
{
    struct hash hash = hash_of(envelope_of(n));
    struct txn *txn = NULL;

    enum err err = txn_begin_write(device, &txn);
    if (err) {
        return err;
    }
    err = outbox_ack(txn, id_of(n), &hash, 2000);
    if (!err) {
        err = trust_set_ack(txn, 1, 7);
    }
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

/* ---- what is there ---- */

/* Letter n is there whole (1), not at all (0), or in part (-1). */
static int letter_look(struct txn *txn, uint64_t n, enum outbox_state *state)
{
    struct receipt_loc loc = loc_of(n);
    struct arena arena;
    struct outbox_item item;
    struct receipt_note note;
    struct bytes sealed;

    arena_init_over(&arena, block, sizeof block);
    enum err in_outbox = outbox_find(txn, id_of(n), &arena, &item);
    enum err in_vault = vault_get(txn, id_of(n), &arena, &sealed);
    enum err in_receipts = receipt_get(txn, &loc, &arena, &note);
    if (in_outbox == ERR_NOT_FOUND && in_vault == ERR_NOT_FOUND && in_receipts == ERR_NOT_FOUND) {
        return 0;
    }
    if (in_outbox || in_vault || in_receipts || item.seq != n ||
        !bytes_equal(item.envelope, envelope_of(n))) {
        return -1;
    }
    *state = item.state;
    return 1;
}

/* The figures and the queue agree with `kept` letters of which `done` is acknowledged (0: none). */
static bool outbox_agrees(struct txn *txn, uint64_t kept, uint64_t done)
{
    struct outbox_figures figures;
    static struct outbox_item items[LETTERS_MAX];
    struct arena arena;
    size_t count = 0;
    uint64_t waiting = kept - (done ? 1 : 0);

    arena_init_over(&arena, block, sizeof block);
    if (outbox_figures(txn, &figures) != OK ||
        outbox_peek(txn, 0, &arena, items, LETTERS_MAX, &count) != OK) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (items[i].seq == done) {
            return false;
        }
    }
    return figures.last_seq == kept && figures.waiting == waiting && count == waiting &&
           figures.waiting_bytes == waiting * ENVELOPE_BYTES && figures.done == (done ? 1 : 0);
}

static bool letters_are(struct txn *txn, uint64_t kept, uint64_t done)
{
    for (uint64_t n = 1; n <= kept + 1; n++) {
        enum outbox_state state = OUTBOX_WAITING;
        int found = letter_look(txn, n, &state);
        if (found != (n <= kept ? 1 : 0) ||
            (found && state != (n == done ? OUTBOX_DONE : OUTBOX_WAITING))) {
            return false;
        }
    }
    return outbox_agrees(txn, kept, done);
}

static bool store_has(struct store *device, uint64_t kept, uint64_t done)
{
    struct txn *txn = NULL;

    if (txn_begin_read(device, &txn) != OK) {
        return false;
    }
    bool has = letters_are(txn, kept, done);
    txn_abort(txn);
    return has;
}

static struct store *open_to_verify(const char *folder)
{
    struct complaint why = {""};
    bool started_over = true;
    enum err err;

    struct store *device = open_device(folder, &started_over, &why, &err);
    must(err);
    must_be(!started_over); /* a stopped process is no damage */
    return device;
}

/* ---- scenarios ---- */

static void prepare_letters(const char *folder, uint64_t count)
{
    struct complaint why = {""};
    bool started_over;
    enum err err;

    struct store *device = open_device(folder, &started_over, &why, &err);
    must(err);
    for (uint64_t n = 1; n <= count; n++) {
        must(letter_submit(device, n));
    }
    store_close(device);
}

static void prepare_two(const char *folder)
{
    prepare_letters(folder, 2);
}

static void prepare_three(const char *folder)
{
    prepare_letters(folder, 3);
}

static void prepare_newest(const char *folder)
{
    prepare_letters(folder, NEWEST);
}

static void prepare_nothing(const char *folder)
{
    (void)folder;
}

static int act(const char *folder, enum err (*change)(struct store *device, uint64_t n), uint64_t n,
               uint64_t kept_before)
{
    struct complaint why = {""};
    bool started_over = false;
    enum err err;

    struct store *device = open_device(folder, &started_over, &why, &err);
    must_be(!started_over);
    if (err) {
        return say_error(err, &why);
    }
    err = change(device, n);
    if (!err) {
        say_done();
    } else {
        complain(&why, err, "%s: the letter was not taken (%s)", folder, err_name(err));
        must_be(store_has(device, kept_before, 0)); /* it goes on being readable */
    }
    store_close(device);
    return err ? say_error(err, &why) : EXIT_DONE;
}

static int append_act(const char *folder)
{
    return act(folder, letter_submit, 3, 2);
}

static int first_act(const char *folder)
{
    return act(folder, letter_submit, 1, 0);
}

static int settle_act(const char *folder)
{
    return act(folder, letter_submit, NEWEST + 1, NEWEST);
}

static int ack_act(const char *folder)
{
    return act(folder, letter_acknowledge, 2, 3);
}

static enum finding verify(const char *folder, uint64_t kept_before, uint64_t kept_after,
                           uint64_t done_after)
{
    struct store *device = open_to_verify(folder);
    enum finding finding = FOUND_NEITHER;

    if (store_has(device, kept_before, 0)) {
        finding = FOUND_BEFORE;
    } else if (store_has(device, kept_after, done_after)) {
        finding = FOUND_AFTER;
    } else {
        finding = neither("letters");
    }
    /* And it goes on: the next letter gets the next number. */
    uint64_t next = (finding == FOUND_AFTER ? kept_after : kept_before) + 1;
    must(letter_submit(device, next));
    store_close(device);
    return finding;
}

static enum finding append_verify(const char *folder)
{
    return verify(folder, 2, 3, 0);
}

static enum finding first_verify(const char *folder)
{
    return verify(folder, 0, 1, 0);
}

static enum finding settle_verify(const char *folder)
{
    return verify(folder, NEWEST, NEWEST + 1, 0);
}

static enum finding ack_verify(const char *folder)
{
    return verify(folder, 3, 3, 2);
}

const struct scenario scenario_outbox_append = {"outbox_append", prepare_two, append_act,
                                                append_verify};
const struct scenario scenario_outbox_first = {"outbox_first", prepare_nothing, first_act,
                                               first_verify};
const struct scenario scenario_outbox_settle = {"outbox_settle", prepare_newest, settle_act,
                                                settle_verify};
const struct scenario scenario_outbox_ack = {"outbox_ack", prepare_three, ack_act, ack_verify};

/* ---- the outbox of an earlier version is brought up ---- */

static enum err old_letters_put(struct txn *txn, uint64_t count, uint64_t done)
{
    struct outbox_figures figures = {.waiting = count - 1,
                                     .waiting_bytes = (count - 1) * ENVELOPE_BYTES,
                                     .done = 1,
                                     .last_seq = count};
    enum err err = OK;

    for (uint64_t n = 1; !err && n <= count; n++) {
        struct receipt_loc loc = loc_of(n);
        enum outbox_state state = n == done ? OUTBOX_DONE : OUTBOX_WAITING;
        uint8_t key[8], value[UPLOAD_ID_BYTES + sizeof sealed_key];
        be64_put(key, n); /* as vault.c keeps it, then and now */
        memset(value, (int)n, UPLOAD_ID_BYTES);
        memcpy(value + UPLOAD_ID_BYTES, sealed_key, sizeof sealed_key);
        err = old_item_put(txn, n, id_of(n), state, n == done ? 2000 : 0, envelope_of(n));
        err =
            err ? err : txn_put(txn, DEVICE_VAULT, bytes_of(key, 8), bytes_of(value, sizeof value));
        err = err ? err : receipt_put(txn, &loc, id_of(n), 1000);
    }
    return err ? err : old_figures_put(txn, &figures);
}

static void old_prepare(const char *folder)
{
    struct complaint why = {""};
    struct store *device = NULL;
    struct txn *txn = NULL;

    must(old_device_open(folder, 1, &device, &why));
    must(txn_begin_write(device, &txn));
    must(old_letters_put(txn, 3, 2));
    must(txn_commit(txn));
    store_close(device);
}

/* Opening is all that is done. */
static enum err letter_leave(struct store *device, uint64_t n)
{
    (void)device;
    (void)n;
    return OK;
}

static int old_act(const char *folder)
{
    return act(folder, letter_leave, 0, 3);
}

/* Of the old schema or of the new, and then brought up: the same letters. */
static enum finding old_verify(const char *folder)
{
    struct complaint why = {""};
    struct store *old = NULL;

    enum err err = old_device_open(folder, 1, &old, &why);
    must_be(err == OK || err == ERR_NEWER);
    store_close(old);
    struct store *device = open_to_verify(folder);
    bool has = store_has(device, 3, 2);
    must(letter_submit(device, 4));
    store_close(device);
    if (!has) {
        return neither("letters");
    }
    return err == OK ? FOUND_BEFORE : FOUND_AFTER;
}

const struct scenario scenario_outbox_migrate = {"outbox_migrate", old_prepare, old_act,
                                                 old_verify};

/* ---- a damaged device is set aside ---- */

enum { RUBBISH_BYTES = 20000 };

static void damaged_prepare(const char *folder)
{
    char path[1100];

    prepare_nothing(folder);
    snprintf(path, sizeof path, "%s/data.mdb", folder);
    FILE *file = fopen(path, "wb");
    must_be(file != NULL);
    for (int i = 0; i < RUBBISH_BYTES; i++) {
        must_be(fputc('?', file) == '?');
    }
    must_be(fclose(file) == 0);
}

static int damaged_act(const char *folder)
{
    struct complaint why = {""};
    bool started_over = false;
    enum err err;

    struct store *device = open_device(folder, &started_over, &why, &err);
    if (err) {
        return say_error(err, &why);
    }
    must_be(started_over);
    say_done();
    store_close(device);
    return EXIT_DONE;
}

static bool rubbish_is_kept(const char *folder)
{
    char path[1100];
    long size = 0;

    snprintf(path, sizeof path, "%s/data.mdb.damaged-1", folder);
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    while (fgetc(file) == '?') {
        size++;
    }
    fclose(file);
    return size == RUBBISH_BYTES;
}

/* Before: it was not told yet, and is now. After: it was. Never a second file set aside. */
static enum finding damaged_verify(const char *folder)
{
    struct complaint why = {""};
    bool started_over = false;
    enum err err;

    struct store *device = open_device(folder, &started_over, &why, &err);
    must(err);
    must(letter_submit(device, 1));
    store_close(device);
    if (!rubbish_is_kept(folder) || store_damaged(folder) != 1) {
        return neither("the damaged file");
    }
    return started_over ? FOUND_BEFORE : FOUND_AFTER;
}

const struct scenario scenario_device_damaged = {"device_damaged", damaged_prepare, damaged_act,
                                                 damaged_verify};
