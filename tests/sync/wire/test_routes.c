/* Names on the wire: each has one form, and nothing else is a name. */
#include "kit.h"

static const struct hash HASH = {{0xab, 0xcd}};
static const struct upload_id ID = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}};
static const char KIOSK[] = "0123456789abcdef";

static struct route parsed(const char *path)
{
    return route_parse(text_of(path));
}

static void every_name_is_what_it_says(void **state)
{
    char to[ROUTE_BYTES_MAX];
    struct text office = text_of("wutongli"), kiosk = text_of(KIOSK);
    struct route route;
    (void)state;

    route_site(to);
    assert_string_equal(to, "v1/site");
    assert_int_equal(parsed(to).kind, ROUTE_TREE);
    assert_false(parsed(to).immutable);
    route_root(to, office, 12);
    assert_string_equal(to, "v1/wutongli/root/12");
    route = parsed(to);
    assert_int_equal(route.kind, ROUTE_TREE);
    assert_text(route.office, "wutongli");
    assert_int_equal(route.seq, 12);
    assert_true(route.immutable);
    route_head(to, office);
    assert_string_equal(to, "v1/wutongli/head");
    assert_int_equal(parsed(to).kind, ROUTE_TREE);
    assert_false(parsed(to).immutable);
    route_log(to, office, 0x4b7);
    assert_string_equal(to, "v1/wutongli/log/00000000000004b7");
    assert_int_equal(parsed(to).seq, 0x4b7);
    route_object(to, office, &HASH);
    assert_string_equal(to, "v1/wutongli/o/ab/abcd0000000000000000000000000000000000000000000000"
                            "00000000000000");
    assert_true(parsed(to).immutable);
    route_snapshot(to, office, &HASH);
    assert_true(parsed(to).immutable);
    route_ack(to, office, kiosk);
    assert_string_equal(to, "v1/wutongli/ack/0123456789abcdef");
    assert_int_equal(parsed(to).kind, ROUTE_ACK);
    assert_text(parsed(to).kiosk, KIOSK);
    route_enrol(to, office, kiosk);
    assert_int_equal(parsed(to).kind, ROUTE_ENROL);
    route_heartbeat(to, office, kiosk);
    assert_string_equal(to, "v1/hb/wutongli/0123456789abcdef");
    assert_int_equal(parsed(to).kind, ROUTE_HEARTBEAT);
    route_upload(to, office, kiosk, 3, &ID);
    assert_string_equal(to,
                        "v1/up/wutongli/0123456789abcdef/0000000000000003-0102030405060708090a");
    route = parsed(to);
    assert_int_equal(route.kind, ROUTE_UPLOAD);
    assert_int_equal(route.seq, 3);
    assert_memory_equal(route.id.b, ID.b, sizeof ID.b);
}

static void anything_else_is_no_name(void **state)
{
    static const char *const none[] = {
        "",
        "v1",
        "v1/",
        "/v1/site",
        "v2/site",
        "v1/site/",
        "v1/wutongli",
        "v1/wutongli/",
        "v1/wutongli/head/",
        "v1/wutongli/Head",
        "v1/wutongli/../head",
        "v1/../head",
        "v1//head",
        "v1/wutongli/root/0",
        "v1/wutongli/root/01",
        "v1/wutongli/root/",
        "v1/wutongli/root/-1",
        "v1/wutongli/root/99999999999999999999",
        "v1/wutongli/log/1",
        "v1/wutongli/log/00000000000004B7",
        "v1/wutongli/o/ab/cdef000000000000000000000000000000000000000000000000000000000000",
        "v1/wutongli/snap/abcd",
        "v1/wutongli/ack/0123456789abcde",
        "v1/wutongli/ack/0123456789abcdeF",
        "v1/enrol/wutongli",
        "v1/enrol/Wutongli/0123456789abcdef",
        "v1/up/wutongli/0123456789abcdef/3-01",
        "v1/up/wutongli/0123456789abcdef/0000000000000003_0102030405060708090a",
        "v1/up/wutongli/0123456789abcdef/0000000000000003-0102030405060708090a/x",
        "v1/hb/wutongli/0123456789abcdef/x",
        "v1/up/root/1",
    };
    (void)state;

    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        if (parsed(none[i]).kind != ROUTE_NONE) {
            fail_msg("\"%s\" passed for a name", none[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(every_name_is_what_it_says),
        TEST_PLAIN(anything_else_is_no_name),
    };
    return cmocka_run_group_tests_name("wire.routes", tests, NULL, NULL);
}
