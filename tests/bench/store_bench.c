/* store_bench.c - what a durable submission costs: our outbox against a bare LMDB put and commit,
 * and against a bare write and fdatasync, turn by turn in one run, so that the disk's moods hit all
 * alike.
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
#include "outbox.h"
#include "random.h"

enum { ENVELOPE_BYTES = 1024, ROUNDS_MAX = 10000 };

static double ours_ms[ROUNDS_MAX], lmdb_ms[ROUNDS_MAX], raw_ms[ROUNDS_MAX], ratio[ROUNDS_MAX];

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

static void append_ours(struct store *device, const uint8_t *bytes)
{
    struct txn *txn;
    struct upload_id id;
    uint64_t seq;
    random_fill(id.b, sizeof(id.b));
    check(txn_begin_write(device, &txn), "begin");
    check(outbox_next_seq(txn, &seq), "next seq");
    check(outbox_append(txn, seq, id, bytes_of(bytes, ENVELOPE_BYTES)), "append");
    check(txn_commit(txn), "commit");
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

    struct store *device;
    struct complaint why = {""};
    bool started_over;
    snprintf(path, sizeof(path), "%s/device", argv[1]);
    check(device_open(path, STORE_WRITE, DEVICE_MAP_BYTES_DEFAULT, &device, &started_over, &why),
          why.text);

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

    for (int i = 0; i < rounds; i++) {
        double a = now_ms();
        append_ours(device, bytes);
        double b = now_ms();
        put_lmdb(env, dbi, (uint64_t)i + 1, bytes);
        double c = now_ms();
        check(write(raw, bytes, sizeof(bytes)) != sizeof(bytes), "write");
        check(fdatasync(raw), "fdatasync");
        double d = now_ms();
        ours_ms[i] = b - a;
        lmdb_ms[i] = c - b;
        raw_ms[i] = d - c;
        ratio[i] = (b - a) / (c - b);
    }
    double over_lmdb = median(ratio, rounds), ours = median(ours_ms, rounds);
    printf("{\"rounds\":%d,\"ours_ms\":%.3f,\"lmdb_ms\":%.3f,\"raw_ms\":%.3f,"
           "\"ours_over_lmdb_paired\":%.3f,\"ours_over_raw\":%.3f}\n",
           rounds, ours, median(lmdb_ms, rounds), median(raw_ms, rounds), over_lmdb,
           ours / median(raw_ms, rounds));
    mdb_env_close(env);
    store_close(device);
    return 0;
}
