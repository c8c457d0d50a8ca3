/* city_bench.c - what a kiosk costs in a city's look, from one to ten thousand of them.
 *
 *   city_bench FOLDER ROUNDS     writes reports of 1, 100 and 10 000 kiosks there, and looks at
 * each
 *
 * Prints one JSON object: microseconds a kiosk as JSON and as metrics, and how the dearest compares
 * with 100. What is written goes to /dev/null. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cbor.h"
#include "city.h"
#include "hash.h"

enum { SIZES = 3, REPORT_BYTES = 4 * 1024 * 1024, NOW_S = 1794300000, US = 1000000 };

static const unsigned sizes[SIZES] = {1, 100, 10000};

static void check(int failed, const char *what)
{
    if (failed) {
        fprintf(stderr, "city_bench: %s failed (%d)\n", what, failed);
        exit(74);
    }
}

static double cpu_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * US + (double)t.tv_nsec / 1000;
}

static void kiosk_add(struct buffer *b, unsigned number)
{
    char id[17];

    snprintf(id, sizeof id, "%016x", number);
    cbor_write_array(b, 14);
    cbor_write_text(b, text_of(id));
    cbor_write_text(b, text_of("三号楼大厅"));
    cbor_write_uint(b, CITY_ADMITTED);
    cbor_write_uint(b, NOW_S - number % 5000);
    cbor_write_uint(b, 1200);
    cbor_write_bool(b, true);
    cbor_write_text(b, text_of("0.1.0"));
    cbor_write_uint(b, number % 3);
    cbor_write_uint(b, 1024 * 1024);
    cbor_write_uint(b, 0);
    cbor_write_int(b, 43000);
    cbor_write_uint(b, NOW_S - 60);
    cbor_write_text(b, text_of(number % 50 ? "" : "the line to the office broke off"));
    cbor_write_bool(b, false);
}

static void report_write(const char *path, unsigned count)
{
    struct arena arena;
    struct bytes bytes;

    check(arena_init(&arena, REPORT_BYTES), "memory");
    struct buffer b = buffer_begin(&arena);
    cbor_write_map(&b, 6);
    cbor_write_uint(&b, 1);
    cbor_write_uint(&b, 1);
    cbor_write_uint(&b, 2);
    cbor_write_text(&b, text_of("wutongli"));
    cbor_write_uint(&b, 3);
    cbor_write_text(&b, text_of("梧桐里社区居委会"));
    cbor_write_uint(&b, 4);
    cbor_write_uint(&b, NOW_S);
    cbor_write_uint(&b, 5);
    cbor_write_array(&b, 2);
    cbor_write_uint(&b, 1200);
    cbor_write_uint(&b, NOW_S - 7200);
    cbor_write_uint(&b, 6);
    cbor_write_array(&b, count);
    for (unsigned i = 0; i < count; i++) {
        kiosk_add(&b, i);
    }
    check(buffer_end(&b, &bytes), "report");
    check(file_write(path, bytes, 0600, NULL), "file");
    arena_deinit(&arena);
}

/* Microseconds a kiosk, the least of all rounds; with more than one, enough looks in each that the
 * clock can tell. */
static double look(const char *path, unsigned count, enum city_form form, int rounds, FILE *nowhere)
{
    const struct city_options options = {
        .paths = &path, .path_count = 1, .form = form, .now_s = NOW_S};
    unsigned times = rounds == 1 ? 1 : 500 / count + 1;
    double least = 1e18;

    for (int round = 0; round < rounds; round++) {
        double begun = cpu_us();
        for (unsigned i = 0; i < times; i++) {
            check(city_run(&options, nowhere, NULL), "look");
        }
        double each = (cpu_us() - begun) / times / count;
        least = each < least ? each : least;
    }
    return least;
}

int main(int argc, char **argv)
{
    FILE *nowhere = fopen("/dev/null", "w");
    double us[SIZES][2];

    check(seal_start(), "libsodium");
    check(argc != 3 || !nowhere, "usage: city_bench FOLDER ROUNDS;");
    for (int i = 0; i < SIZES; i++) {
        char path[FILE_PATH_BYTES_MAX];
        snprintf(path, sizeof path, "%s/%u.report", argv[1], sizes[i]);
        report_write(path, sizes[i]);
        us[i][0] = look(path, sizes[i], CITY_JSON, atoi(argv[2]), nowhere);
        us[i][1] = look(path, sizes[i], CITY_METRICS, atoi(argv[2]), nowhere);
    }
    printf("{\"json_us\": {\"1\": %.1f, \"100\": %.2f, \"10000\": %.2f}, \"metrics_us\": {\"1\": "
           "%.1f, "
           "\"100\": %.2f, \"10000\": %.2f}, \"json_10000_over_100\": %.2f, "
           "\"metrics_10000_over_100\": %.2f}\n",
           us[0][0], us[1][0], us[2][0], us[0][1], us[1][1], us[2][1], us[2][0] / us[1][0],
           us[2][1] / us[1][1]);
    fclose(nowhere);
    return 0;
}
