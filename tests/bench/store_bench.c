/* store_bench.c - what a durable submission costs: our outbox against a bare LMDB put and commit,
 * and against a bare write and fdatasync, one after the other in an order of its own each round, so
 * that the disk's moods hit all alike. Told apart: a whole letter as the kiosk keeps it, with its
 * vault key, receipt and limits.
 *
 * usage: store_bench FOLDER ROUNDS. Prints one JSON object of medians and paired ratios. */
#include <fcntl.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "hash.h"
#include "limit.h"
#include "outbox.h"
#include "random.h"
#include "receipts.h"
#include "vault.h"

enum { ENVELOPE_BYTES = 1024, SEALED_KEY_BYTES = 80, ROUNDS_MAX = 10000 };

enum who { OURS, LMDB, RAW, LETTER };
enum { WHO_COUNT = LETTER + 1 };

static double ms[WHO_COUNT][ROUNDS_MAX];
static double ratio[ROUNDS_MAX], letter_ratio[ROUNDS_MAX];

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void check(int failed, const char *what)
{
    if (failed) {
        fprintf(stderr, "store_bench: %s failed (%d)\n", what, failed);
        exit(74);
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int n)
{
    qsort(values, (size_t)n, sizeof(*values), by_value);
    return values[n / 2];
}

static struct upload_id append(struct txn *txn, const uint8_t *bytes)
{
    struct upload_id id;
    uint64_t seq;
    random_fill(id.b, sizeof(id.b));
    check(outbox_next_seq(txn, &seq), "next seq");
    check(outbox_append(txn, seq, id, bytes_of(bytes, ENVELOPE_BYTES)), "append");
    return id;
}

static void append_ours(struct store *device, const uint8_t *bytes)
{
    struct txn *txn;
    check(txn_begin_write(device, &txn), "begin");
    append(txn, bytes);
    check(txn_commit(txn), "commit");
}

/* What kiosk/submit.c does in one transaction, sealing aside. */
static void append_letter(struct store *device, const uint8_t *bytes, int64_t now_s)
{
    static const struct limit burst = {"letters", 3, 60}, day = {"letters-day", 100, 60};
    struct txn *txn;
    struct receipt_loc loc;
    int64_t wait_s;
    uint64_t kept;
    random_fill(loc.b, sizeof(loc.b));
    check(txn_begin_write(device, &txn), "begin");
    check(limit_take(txn, &burst, now_s, &wait_s), "limit");
    check(limit_take(txn, &day, now_s, &wait_s), "limit");
    struct upload_id id = append(txn, bytes);
    check(vault_put(txn, id, bytes_of(bytes, SEALED_KEY_BYTES)), "vault");
    check(receipt_put(txn, &loc, id, now_s), "receipt");
    check(txn_get_number(txn, DEVICE_META, "letters-kept", &kept), "count");
    check(txn_put_number(txn, DEVICE_META, "letters-kept", kept + 1), "count");
    check(txn_commit(txn), "commit");
}

static struct store *open_device(const char *folder, const char *name)
{
    char path[1024];
    struct store *device;
    struct complaint why = {""};
    bool started_over;
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    check(device_open(path, STORE_WRITE, DEVICE_MAP_BYTES_DEFAULT, &device, &started_over, &why),
          why.text);
    return device;
}

static void put_lmdb(MDB_env *env, MDB_dbi dbi, uint64_t n, const uint8_t *bytes)
{
    MDB_txn *txn;
    uint8_t key[8];
    be64_put(key, n);
    MDB_val k = {sizeof(key), key}, v = {ENVELOPE_BYTES, (void *)(uintptr_t)bytes};
    check(mdb_txn_begin(env, NULL, 0, &txn), "mdb begin");
    check(mdb_put(txn, dbi, &k, &v, MDB_APPEND), "mdb put");
    check(mdb_txn_commit(txn), "mdb commit");
}

struct files {
    struct store *device, *letters;
    MDB_env *env;
    MDB_dbi dbi;
    int raw;
};

static void submit(const struct files *files, enum who who, uint64_t n, const uint8_t *bytes)
{
    switch (who) {
    case OURS:
        append_ours(files->device, bytes);
        break;
    case LMDB:
        put_lmdb(files->env, files->dbi, n + 1, bytes);
        break;
    case RAW:
        check(write(files->raw, bytes, ENVELOPE_BYTES) != ENVELOPE_BYTES, "write");
        check(fdatasync(files->raw), "fdatasync");
        break;
    case LETTER:
        append_letter(files->letters, bytes, (int64_t)n * 60);
        break;
    }
}

/* Who follows a large write pays for it: each round has an order of its own. */
static void shuffle(enum who order[WHO_COUNT])
{
    for (int i = 0; i < WHO_COUNT; i++) {
        uint8_t any;
        random_fill(&any, sizeof any);
        int with = any % (i + 1);
        order[i] = order[with];
        order[with] = (enum who)i;
    }
}

int main(int argc, char **argv)
{
    char path[1024];
    uint8_t bytes[ENVELOPE_BYTES];
    int rounds = argc == 3 ? atoi(argv[2]) : 0;
    if (rounds < 1 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: store_bench FOLDER ROUNDS\n");
        return 2;
    }
    check(seal_start(), "seal");
    random_fill(bytes, sizeof(bytes));

    struct store *device = open_device(argv[1], "device"), *letters = open_device(argv[1], "whole");

    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi dbi;
    snprintf(path, sizeof(path), "%s/bare", argv[1]);
    mkdir(path, 0700);
    check(mdb_env_create(&env), "env");
    mdb_env_set_mapsize(env, DEVICE_MAP_BYTES_DEFAULT);
    check(mdb_env_open(env, path, 0, 0600), "mdb open");
    check(mdb_txn_begin(env, NULL, 0, &txn), "begin");
    check(mdb_dbi_open(txn, NULL, 0, &dbi), "dbi");
    check(mdb_txn_commit(txn), "commit");

    snprintf(path, sizeof(path), "%s/raw", argv[1]);
    int raw = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    check(raw < 0, "open");

    const struct files files = {device, letters, env, dbi, raw};
    for (int i = 0; i < rounds; i++) {
        enum who order[WHO_COUNT];
        shuffle(order);
        for (int turn = 0; turn < WHO_COUNT; turn++) {
            enum who who = order[turn];
            double from = now_ms();
            submit(&files, who, (uint64_t)i, bytes);
            ms[who][i] = now_ms() - from;
        }
        ratio[i] = ms[OURS][i] / ms[LMDB][i];
        letter_ratio[i] = ms[LETTER][i] / ms[LMDB][i];
    }
    double ours = median(ms[OURS], rounds), bare = median(ms[RAW], rounds);
    printf("{\"rounds\":%d,\"ours_ms\":%.3f,\"lmdb_ms\":%.3f,\"raw_ms\":%.3f,"
           "\"ours_over_lmdb_paired\":%.3f,\"ours_over_raw\":%.3f,\"letter_ms\":%.3f,"
           "\"letter_over_lmdb_paired\":%.3f}\n",
           rounds, ours, median(ms[LMDB], rounds), bare, median(ratio, rounds), ours / bare,
           median(ms[LETTER], rounds), median(letter_ratio, rounds));
    mdb_env_close(env);
    store_close(device);
    store_close(letters);
    return 0;
}
