/* read_bench.c - what reading a record of 4 kB costs: from our content store, as it lies there and
 * with its hash checked again, against a prepared select of SQLite, turn by turn in one run, all
 * warm.
 *
 * usage: read_bench FOLDER ROUNDS; a round reads READS records picked at random in each way. Prints
 * one JSON object: medians in nanoseconds a record, and paired ratios. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "content.h"
#include "content_private.h"
#include "hash.h"
#include "random.h"

enum {
    RECORDS = 5000,
    RECORD_BYTES = 4096,
    READS = 2000,
    ROUNDS_MAX = 1000,
    MAP_BYTES = 256 * 1024 * 1024,
    WAYS = 3,
};

static struct hash hashes[RECORDS];
static uint8_t bodies[RECORDS][RECORD_BYTES];
static double cost_ns[WAYS][ROUNDS_MAX];
static unsigned seen; /* so that no read is left out */

static void check(int failed, const char *what)
{
    if (failed) {
        fprintf(stderr, "read_bench: %s failed (%d)\n", what, failed);
        exit(74);
    }
}

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *values, int n)
{
    static double sorted[ROUNDS_MAX];
    memcpy(sorted, values, (size_t)n * sizeof *values);
    qsort(sorted, (size_t)n, sizeof *sorted, by_value);
    return sorted[n / 2];
}

static double median_ratio(const double *a, const double *b, int n)
{
    static double ratio[ROUNDS_MAX];
    for (int i = 0; i < n; i++) {
        ratio[i] = a[i] / b[i];
    }
    return median(ratio, n);
}

/* As the kiosk reads what it has verified: a short transaction, the object, a copy of it. */
static void read_held(struct content *content, size_t n, struct arena *arena)
{
    struct txn *txn = NULL;
    struct bytes held;
    check(content_look_begin(content, &txn), "begin");
    check(txn_get(txn, TABLE_OBJECTS, bytes_of(hashes[n].b, HASH_BYTES), &held), "get");
    seen += arena_copy(arena, held.data, held.size).data[n % RECORD_BYTES];
    content_look_end(content, txn);
}

static void read_checked(struct content *content, size_t n, struct arena *arena)
{
    struct bytes object;
    check(content_object(content, &hashes[n], arena, &object), "object");
    seen += object.data[n % RECORD_BYTES];
}

static void read_sqlite(sqlite3_stmt *select, size_t n, struct arena *arena)
{
    sqlite3_bind_blob(select, 1, hashes[n].b, HASH_BYTES, SQLITE_STATIC);
    check(sqlite3_step(select) != SQLITE_ROW, "select");
    struct bytes copy =
        arena_copy(arena, sqlite3_column_blob(select, 0), (size_t)sqlite3_column_bytes(select, 0));
    seen += copy.data[n % RECORD_BYTES];
    sqlite3_reset(select);
}

static struct content *content_fill(const char *folder)
{
    char path[1024];
    struct content *content;
    struct complaint why = {""};
    snprintf(path, sizeof path, "%s/content", folder);
    check(content_open(path, STORE_WRITE, MAP_BYTES, &content, &why), why.text);
    for (size_t i = 0; i < RECORDS; i++) {
        random_fill(bodies[i], RECORD_BYTES);
        hashes[i] = hash_of(bytes_of(bodies[i], RECORD_BYTES));
        check(content_stage(content, &hashes[i], bytes_of(bodies[i], RECORD_BYTES)), "stage");
    }
    check(content_stage_end(content), "stage");
    return content;
}

static sqlite3 *sqlite_fill(const char *folder, sqlite3_stmt **select)
{
    char path[1024];
    sqlite3 *db;
    sqlite3_stmt *insert;
    snprintf(path, sizeof path, "%s/sqlite", folder);
    check(sqlite3_open(path, &db), "sqlite open");
    check(sqlite3_exec(db,
                       "pragma journal_mode=wal; pragma cache_size=-65536;"
                       "create table o(hash blob primary key, body blob) without rowid; begin",
                       NULL, NULL, NULL),
          "sqlite create");
    check(sqlite3_prepare_v2(db, "insert into o values(?, ?)", -1, &insert, NULL), "prepare");
    for (size_t i = 0; i < RECORDS; i++) {
        sqlite3_bind_blob(insert, 1, hashes[i].b, HASH_BYTES, SQLITE_STATIC);
        sqlite3_bind_blob(insert, 2, bodies[i], RECORD_BYTES, SQLITE_STATIC);
        check(sqlite3_step(insert) != SQLITE_DONE, "insert");
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    check(sqlite3_exec(db, "commit", NULL, NULL, NULL), "sqlite commit");
    check(sqlite3_prepare_v2(db, "select body from o where hash = ?", -1, select, NULL), "prepare");
    return db;
}

static void round_run(struct content *content, sqlite3_stmt *select, int round, struct arena *arena)
{
    for (int way = 0; way < WAYS; way++) {
        double began = now_ns();
        for (unsigned i = 0; i < READS; i++) {
            size_t n = (i * 2654435761U + (unsigned)round) % RECORDS;
            arena_reset(arena);
            if (way == 0) {
                read_held(content, n, arena);
            } else if (way == 1) {
                read_checked(content, n, arena);
            } else {
                read_sqlite(select, n, arena);
            }
        }
        cost_ns[way][round] = (now_ns() - began) / READS;
    }
}

int main(int argc, char **argv)
{
    int rounds = argc == 3 ? atoi(argv[2]) : 0;
    struct arena arena;
    sqlite3_stmt *select;
    if (rounds < 1 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: read_bench FOLDER ROUNDS\n");
        return 2;
    }
    check(seal_start(), "seal");
    check(arena_init(&arena, 2 * RECORD_BYTES), "arena");
    struct content *content = content_fill(argv[1]);
    sqlite3 *db = sqlite_fill(argv[1], &select);
    round_run(content, select, 0, &arena); /* warm */
    for (int i = 0; i < rounds; i++) {
        round_run(content, select, i, &arena);
    }
    printf("{\"rounds\":%d,\"held_ns\":%.0f,\"checked_ns\":%.0f,\"sqlite_ns\":%.0f,"
           "\"held_over_sqlite\":%.3f,\"checked_over_sqlite\":%.3f,\"seen\":%u}\n",
           rounds, median(cost_ns[0], rounds), median(cost_ns[1], rounds),
           median(cost_ns[2], rounds), median_ratio(cost_ns[0], cost_ns[2], rounds),
           median_ratio(cost_ns[1], cost_ns[2], rounds), seen);
    sqlite3_finalize(select);
    sqlite3_close(db);
    content_close(content);
    arena_deinit(&arena);
    return 0;
}
