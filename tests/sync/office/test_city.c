/* A kiosk's colour is its gravest trouble; a report from outside is read whole or not at all. */
#include <stdlib.h>
#include <string.h>

#include "cbor.h"
#include "city.h"
#include "support.h"

enum { NOW_S = 1794300000, MINUTE_S = 60 };

static struct city_report report = {.seq = 7, .issued_s = NOW_S - 90 * MINUTE_S};

static struct city_kiosk well(void)
{
    return (struct city_kiosk){.id = text_of("0123456789abcdef"),
                               .state = CITY_ADMITTED,
                               .heard_s = NOW_S - 10 * MINUTE_S,
                               .seq = 7,
                               .told = true,
                               .version = text_of("1.2"),
                               .free_kib = 1024 * 1024};
}

static enum city_colour judge(const struct city_kiosk *kiosk, const char *part)
{
    const char *why = NULL;
    enum city_colour colour = city_judge(&report, kiosk, text_of("1.2"), NOW_S, &why);
    assert_non_null(strstr(why, part));
    return colour;
}

static void a_kiosk_that_was_heard_and_shows_the_newest_is_green(void **state)
{
    struct city_kiosk kiosk = well();
    (void)state;

    assert_int_equal(judge(&kiosk, ""), CITY_GREEN);
    kiosk.told = false; /* the mailbox key was locked: what is known is well */
    kiosk.free_kib = 0;
    assert_int_equal(judge(&kiosk, ""), CITY_GREEN);
}

static void silence_grows_from_amber_to_red(void **state)
{
    struct city_kiosk kiosk = well();
    (void)state;

    kiosk.heard_s = NOW_S - CITY_SILENT_S;
    assert_int_equal(judge(&kiosk, "一小时"), CITY_AMBER);
    kiosk.heard_s = NOW_S - CITY_LOST_S;
    assert_int_equal(judge(&kiosk, "一天"), CITY_RED);
    kiosk.heard_s = 0;
    assert_int_equal(judge(&kiosk, "从来没有"), CITY_RED);
    kiosk.heard_s = NOW_S + CITY_LOST_S;
    assert_int_equal(judge(&kiosk, "将来"), CITY_AMBER);
}

static void what_a_kiosk_tells_counts(void **state)
{
    struct city_kiosk kiosk = well();
    (void)state;

    kiosk.seq = 6;
    assert_int_equal(judge(&kiosk, "不是最新一期"), CITY_AMBER);
    kiosk.heard_s = report.issued_s + 10 * MINUTE_S; /* it had no time yet */
    assert_int_equal(judge(&kiosk, "一小时"), CITY_AMBER);
    kiosk.heard_s = NOW_S - 10 * MINUTE_S;
    kiosk.trouble = text_of("the head is refused");
    assert_int_equal(judge(&kiosk, "故障"), CITY_RED);
    kiosk.free_kib = CITY_FREE_OUT_KIB - 1;
    assert_int_equal(judge(&kiosk, "磁盘满"), CITY_RED);
    kiosk = well();
    kiosk.free_kib = CITY_FREE_LOW_KIB - 1;
    assert_int_equal(judge(&kiosk, "快满"), CITY_AMBER);
    kiosk = well();
    kiosk.version = text_of("1.1");
    assert_int_equal(judge(&kiosk, "程序"), CITY_AMBER);
    kiosk = well();
    kiosk.temp_mc = CITY_HOT_MC;
    assert_int_equal(judge(&kiosk, "过热"), CITY_AMBER);
    kiosk = well();
    kiosk.astray = true;
    assert_int_equal(judge(&kiosk, "对不上"), CITY_RED);
    kiosk = well();
    kiosk.state = CITY_WAITS;
    assert_int_equal(judge(&kiosk, "接纳"), CITY_AMBER);
}

/* A report with one kiosk of this name and id, as another program might write it. */
static struct bytes written(uint64_t form, const char *id, const char *name, uint64_t state)
{
    static uint8_t block[1024];
    struct arena arena;
    struct bytes bytes;

    arena_init_over(&arena, block, sizeof block);
    struct buffer b = buffer_begin(&arena);
    cbor_write_map(&b, 6);
    cbor_write_uint(&b, 1);
    cbor_write_uint(&b, form);
    cbor_write_uint(&b, 2);
    cbor_write_text(&b, text_of("wutongli"));
    cbor_write_uint(&b, 3);
    cbor_write_text(&b, text_of("梧桐里"));
    cbor_write_uint(&b, 4);
    cbor_write_uint(&b, NOW_S);
    cbor_write_uint(&b, 5);
    cbor_write_array(&b, 2);
    cbor_write_uint(&b, 7);
    cbor_write_uint(&b, NOW_S);
    cbor_write_uint(&b, 6);
    cbor_write_array(&b, 1);
    cbor_write_array(&b, 14);
    cbor_write_text(&b, text_of(id));
    cbor_write_text(&b, text_of(name));
    cbor_write_uint(&b, state);
    cbor_write_uint(&b, NOW_S);
    cbor_write_uint(&b, 7);
    cbor_write_bool(&b, false);
    cbor_write_text(&b, text_of(""));
    cbor_write_uint(&b, 0);
    cbor_write_uint(&b, 0);
    cbor_write_uint(&b, 0);
    cbor_write_int(&b, -1);
    cbor_write_uint(&b, 0);
    cbor_write_text(&b, text_of(""));
    cbor_write_bool(&b, true);
    assert_ok(buffer_end(&b, &bytes));
    return bytes;
}

static void a_report_is_read_kiosk_by_kiosk(void **state)
{
    struct city_report read;
    struct city_kiosk kiosk;
    size_t at = 0;
    (void)state;

    assert_ok(city_report_read(written(1, "0123456789abcdef", "北门", 1), &read));
    assert_text(read.office, "wutongli");
    assert_int_equal(read.kiosk_count, 1);
    assert_ok(city_report_next(&read, &at, &kiosk));
    assert_text(kiosk.name, "北门");
    assert_int_equal(kiosk.temp_mc, -1);
    assert_true(kiosk.astray);
    assert_err(ERR_NOT_FOUND, city_report_next(&read, &at, &kiosk));
}

static void what_is_no_report_is_refused(void **state)
{
    struct city_report read;
    (void)state;

    assert_err(ERR_NEWER, city_report_read(written(2, "0123456789abcdef", "", 1), &read));
    assert_err(ERR_INVALID, city_report_read(written(1, "0123456789ABCDEF", "", 1), &read));
    assert_err(ERR_INVALID, city_report_read(written(1, "0123456789abcdef", "", 3), &read));
    /* Names stand on somebody's terminal. */
    assert_err(ERR_INVALID, city_report_read(written(1, "0123456789abcdef", "\x1b[2J", 1), &read));
    assert_err(ERR_INVALID, city_report_read((struct bytes){0}, &read));
    struct bytes whole = written(1, "0123456789abcdef", "北门", 1);
    for (size_t size = 0; size < whole.size; size++) {
        assert_err(ERR_INVALID, city_report_read(bytes_of(whole.data, size), &read));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kiosk_that_was_heard_and_shows_the_newest_is_green),
        cmocka_unit_test(silence_grows_from_amber_to_red),
        cmocka_unit_test(what_a_kiosk_tells_counts),
        cmocka_unit_test(a_report_is_read_kiosk_by_kiosk),
        cmocka_unit_test(what_is_no_report_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
