/* pen.c - what a kiosk writes, from the command line: into the outbox of a data folder, through the
 * same store and wire as the kiosk. For the end-to-end tests.
 *
 *   e2e_pen DATA letter TEXT          prints the receipt
 *   e2e_pen DATA retract RECEIPT
 *   e2e_pen DATA answer RECEIPT TEXT
 *   e2e_pen DATA visit REASON
 *   e2e_pen DATA opinion ITEM KEY TEXT  prints the receipt
 *   e2e_pen DATA seal REASON NAME
 *   e2e_pen STORE newer               makes STORE one of a later program */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "device.h"
#include "envelope.h"
#include "file.h"
#include "hash.h"
#include "random.h"
#include "trust.h"

struct pen {
    struct store *device;
    struct txn *txn;
    struct arena arena;
    struct root root;
    struct signer kiosk;
    struct complaint why;
};

static enum err open_device(struct pen *pen, const char *folder)
{
    char path[FILE_PATH_BYTES_MAX];
    struct trust trust;
    bool started_over;
    enum err err = arena_init(&pen->arena, 8 * 1024 * 1024);
    err = err ? err : path_join(path, folder, "device");
    err = err ? err
              : device_open(path, STORE_WRITE, DEVICE_MAP_BYTES_DEFAULT, &pen->device,
                            &started_over, &pen->why);
    err = err ? err : txn_begin_write(pen->device, &pen->txn);
    err = err ? err : trust_get(pen->txn, &pen->arena, &trust);
    err = err ? err : root_open(trust.root, &pen->root, &pen->why);
    err = err ? err : trust_key(pen->txn, &pen->kiosk.sk);
    if (!err) {
        secret_key_public(&pen->kiosk.sk, &pen->kiosk.pk);
    }
    return err;
}

static enum err send(struct pen *pen, enum kind kind, const void *record, const char *receipt)
{
    struct shared_key key, content;
    struct receipt_loc loc;
    struct upload_id id;
    struct bytes object, envelope;
    uint64_t seq = 0;
    enum err err = record_encode(kind, record, &pen->arena, &object, &pen->why);
    if (!err && receipt) {
        err = receipt_key(text_of(receipt), pen->root.office, pen->root.receipt_cost, &key, &loc);
    }
    random_fill(id.b, sizeof id.b);
    err = err ? err : outbox_next_seq(pen->txn, &seq);
    err = err ? err
              : envelope_seal(&pen->root, &pen->kiosk, seq, &id, kind, receipt ? &loc : NULL,
                              object, &pen->arena, &content, &envelope);
    return err ? err : outbox_append(pen->txn, seq, id, envelope);
}

static enum err write_letter(struct pen *pen, const char *text)
{
    char receipt[RECEIPT_DIGITS + 1];
    receipt_new(receipt);
    const struct letter letter = {
        .receipt = text_of(receipt),
        .category = text_of("意见"),
        .text = text_of(text),
        .at = (int64_t)time(NULL),
    };
    enum err err = send(pen, KIND_letter, &letter, receipt);
    if (!err) {
        printf("%s\n", receipt);
    }
    return err;
}

static enum err write_retract(struct pen *pen, const char *receipt)
{
    const struct retract retract = {.receipt = text_of(receipt), .at = (int64_t)time(NULL)};
    return send(pen, KIND_retract, &retract, receipt);
}

static enum err write_answer(struct pen *pen, const char *receipt, const char *text)
{
    const struct answer answer = {.receipt = text_of(receipt),
                                  .text = text_of(text),
                                  .by = text_of("何晓梅"),
                                  .at = (int64_t)time(NULL)};
    return send(pen, KIND_answer, &answer, receipt);
}

static enum err write_visit(struct pen *pen, const char *reason)
{
    const struct visit visit = {
        .at = (int64_t)time(NULL), .reason = text_of(reason), .host = text_of("何晓梅")};
    return send(pen, KIND_visit, &visit, NULL);
}

static enum err write_opinion(struct pen *pen, const char *item, const char *about,
                              const char *text)
{
    char receipt[RECEIPT_DIGITS + 1];
    uint64_t number = 0;
    receipt_new(receipt);
    enum err err = text_parse_uint(text_of(item), 12, &number);
    const struct opinion opinion = {.receipt = text_of(receipt),
                                    .about = text_of(about),
                                    .item = number,
                                    .text = text_of(text),
                                    .at = (int64_t)time(NULL)};
    err = err ? err : send(pen, KIND_opinion, &opinion, receipt);
    if (!err) {
        printf("%s\n", receipt);
    }
    return err;
}

static enum err write_seal_use(struct pen *pen, const char *reason, const char *name)
{
    const struct seal_use use = {.reason = text_of(reason),
                                 .date = civil_day_at((int64_t)time(NULL), 480),
                                 .name = text_of(name),
                                 .address = text_of("5号楼"),
                                 .stamped_by = text_of("顾明远")};
    return send(pen, KIND_seal_use, &use, NULL);
}

static enum err write_what(struct pen *pen, int argc, char **argv)
{
    const char *what = argv[2];
    if (argc == 4 && strcmp(what, "letter") == 0) {
        return write_letter(pen, argv[3]);
    }
    if (argc == 4 && strcmp(what, "retract") == 0) {
        return write_retract(pen, argv[3]);
    }
    if (argc == 5 && strcmp(what, "answer") == 0) {
        return write_answer(pen, argv[3], argv[4]);
    }
    if (argc == 4 && strcmp(what, "visit") == 0) {
        return write_visit(pen, argv[3]);
    }
    if (argc == 6 && strcmp(what, "opinion") == 0) {
        return write_opinion(pen, argv[3], argv[4], argv[5]);
    }
    if (argc == 5 && strcmp(what, "seal") == 0) {
        return write_seal_use(pen, argv[3], argv[4]);
    }
    return complain(&pen->why, ERR_INVALID, "letter, retract, answer, visit, opinion or seal");
}

/* Nothing but the number of the schema changes. */
static enum err nothing_to_migrate(struct txn *txn, uint32_t from, struct complaint *why)
{
    (void)txn;
    (void)from;
    (void)why;
    return OK;
}

static enum err make_newer(const char *folder, struct complaint *why)
{
    enum { LATER_SCHEMA = 9 };
    struct store *store = NULL;
    const struct store_options options = {.folder = folder,
                                          .mode = STORE_WRITE,
                                          .map_bytes = DEVICE_MAP_BYTES_DEFAULT,
                                          .schema = LATER_SCHEMA,
                                          .migrate = nothing_to_migrate};
    enum err err = store_open(&options, &store, why);
    store_close(store);
    return err;
}

int main(int argc, char **argv)
{
    static struct pen pen;
    if (argc == 3 && strcmp(argv[2], "newer") == 0) {
        enum err err = make_newer(argv[1], &pen.why);
        if (err) {
            fprintf(stderr, "e2e_pen: %s %s\n", err_name(err), pen.why.text);
        }
        return err_exit_code(err);
    }
    if (argc < 4 || seal_start()) {
        return EXIT_USAGE;
    }
    enum err err = open_device(&pen, argv[1]);
    err = err ? err : write_what(&pen, argc, argv);
    if (err) {
        fprintf(stderr, "e2e_pen: %s %s\n", err_name(err), pen.why.text);
        txn_abort(pen.txn);
    } else {
        err = txn_commit(pen.txn);
    }
    store_close(pen.device);
    arena_deinit(&pen.arena);
    return err_exit_code(err);
}
