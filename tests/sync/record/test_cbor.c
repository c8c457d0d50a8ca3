/* One meaning has one byte form: every other form is refused, at every length of input. */
#include "support.h"

#include <string.h>

#include "cbor.h"

static void every_number_is_written_shortest_and_read_back(void **state)
{
    const struct {
        int64_t value;
        const char *hex;
    } cases[] = {
        {0, "00"},
        {23, "17"},
        {24, "18 18"},
        {255, "18 ff"},
        {256, "19 0100"},
        {65535, "19 ffff"},
        {65536, "1a 00010000"},
        {INT64_C(4294967295), "1a ffffffff"},
        {INT64_C(4294967296), "1b 0000000100000000"},
        {INT64_MAX, "1b 7fffffffffffffff"},
        {-1, "20"},
        {-24, "37"},
        {-25, "38 18"},
        {-257, "39 0100"},
        {INT64_MIN, "3b 7fffffffffffffff"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bytes bytes;
        struct cbor_reader r;
        struct buffer b = buffer_begin(*state);
        cbor_write_int(&b, cases[i].value);
        assert_ok(buffer_end(&b, &bytes));
        assert_true(bytes_equal(bytes, bytes_of_hex(cases[i].hex)));
        assert_ok(cbor_check(bytes));
        cbor_read_begin(&r, bytes);
        assert_true(cbor_read_int(&r) == cases[i].value);
        assert_ok(cbor_read_end(&r));
    }
}

static void every_type_is_written_and_read_back(void **state)
{
    struct bytes bytes;
    struct cbor_reader r;
    uint8_t fixed[3];
    enum cbor_type type;
    struct buffer b = buffer_begin(*state);
    cbor_write_array(&b, 7);
    cbor_write_uint(&b, UINT64_MAX);
    cbor_write_bool(&b, true);
    cbor_write_bool(&b, false);
    cbor_write_text(&b, text_of("居委会"));
    cbor_write_bytes(&b, bytes_of("\0\1\2", 3));
    cbor_write_map(&b, 1);
    cbor_write_uint(&b, 1);
    cbor_write_text(&b, text_of(""));
    cbor_write_bytes(&b, bytes_of(NULL, 0));
    assert_ok(buffer_end(&b, &bytes));
    assert_ok(cbor_check(bytes));

    cbor_read_begin(&r, bytes);
    assert_ok(cbor_peek(&r, &type));
    assert_int_equal(type, CBOR_ARRAY);
    assert_int_equal(cbor_read_array(&r, 7), 7);
    assert_true(cbor_read_uint(&r) == UINT64_MAX);
    assert_true(cbor_read_bool(&r));
    assert_ok(cbor_peek(&r, &type));
    assert_int_equal(type, CBOR_BOOL);
    assert_false(cbor_read_bool(&r));
    assert_text(cbor_read_text(&r), "居委会");
    cbor_read_fixed(&r, fixed, 3);
    assert_memory_equal(fixed, "\0\1\2", 3);
    struct bytes item = cbor_read_item(&r);
    assert_true(bytes_equal(item, bytes_of_hex("a1 01 60")));
    assert_int_equal(cbor_read_bytes(&r).size, 0);
    assert_err(ERR_NOT_FOUND, cbor_peek(&r, &type));
    assert_ok(cbor_read_end(&r));
}

static void every_other_form_is_refused(void **state)
{
    const struct {
        const char *why, *hex;
    } cases[] = {
        {"23 in two bytes", "18 17"},
        {"255 in three bytes", "19 00ff"},
        {"65535 in five bytes", "1a 0000ffff"},
        {"2^32-1 in nine bytes", "1b 00000000ffffffff"},
        {"-24 in two bytes", "38 17"},
        {"a byte string's size not shortest", "58 01 00"},
        {"a text's size not shortest", "78 01 61"},
        {"a list's count not shortest", "98 01 00"},
        {"a map's count not shortest", "b8 01 00 00"},
        {"reserved 28", "1c"},
        {"reserved 30", "1e"},
        {"indefinite number", "1f"},
        {"indefinite bytes", "5f 41 00 ff"},
        {"indefinite text", "7f 61 61 ff"},
        {"indefinite list", "9f 01 ff"},
        {"indefinite map", "bf 01 02 ff"},
        {"a stray break", "ff"},
        {"a tag", "c0 60"},
        {"a long tag", "d8 18 41 00"},
        {"half float", "f9 0000"},
        {"single float", "fa 00000000"},
        {"double float", "fb 0000000000000000"},
        {"null", "f6"},
        {"undefined", "f7"},
        {"simple value 0", "e0"},
        {"simple value 255", "f8 ff"},
        {"true in two bytes", "f8 15"},
        {"keys out of order", "a2 02 00 01 00"},
        {"a key twice", "a2 01 00 01 00"},
        {"a longer key before a shorter", "a2 18 18 00 17 00"},
        {"keys out of order inside", "81 a2 02 00 01 00"},
        {"a text that is not UTF-8", "61 ff"},
        {"a text that is overlong", "62 c080"},
        {"a text cut in a character", "62 e4b8"},
        {"a key that is not UTF-8", "a1 61 ff 00"},
        {"bytes left over", "00 00"},
        {"nothing", ""},
        {"a count beyond the input", "9b 7fffffffffffffff"},
        {"a size beyond the input", "5b ffffffffffffffff"},
        {"a map with half a pair", "a1 00"},
        {"nine levels", "81 81 81 81 81 81 81 81 81 00"},
        {"nine levels of maps", "a1 00 a1 00 a1 00 a1 00 a1 00 a1 00 a1 00 a1 00 a1 00 00"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cbor_reader r;
        if (cbor_check(bytes_of_hex(cases[i].hex)) != ERR_INVALID) {
            fail_msg("accepted: %s", cases[i].why);
        }
        cbor_read_begin(&r, bytes_of_hex(cases[i].hex));
        cbor_read_item(&r);
        assert_err(ERR_INVALID, cbor_read_end(&r));
    }
    assert_ok(cbor_check(bytes_of_hex("81 81 81 81 81 81 81 81 00")));
    assert_ok(cbor_check(bytes_of_hex("a2 17 00 18 18 00")));
}

/* A list of everything, for cutting. */
static const char everything[] =
    "87 18 64 39 0100 43 010203 66 e5b185e5a794 f5 82 00 f4 a2 01 1a 00010000 18 18 a1 60 40";

static void an_input_cut_anywhere_is_refused(void **state)
{
    struct bytes whole = bytes_of_hex(everything);
    size_t size = 0;
    (void)state;
    assert_ok(cbor_check(whole));
    assert_ok(cbor_check_first(whole, &size));
    assert_int_equal(size, whole.size);
    for (size_t cut = 1; cut < whole.size; cut++) {
        assert_err(ERR_INVALID, cbor_check(bytes_of(whole.data, cut)));
        assert_err(ERR_INVALID, cbor_check_first(bytes_of(whole.data, cut), &size));
    }
    assert_err(ERR_NOT_FOUND, cbor_check_first(bytes_of(whole.data, 0), &size));
}

static void the_first_of_several_items_is_measured(void **state)
{
    size_t size = 0;
    (void)state;
    assert_ok(cbor_check_first(bytes_of_hex("82 01 02 ff"), &size));
    assert_int_equal(size, 3);
}

static void another_type_than_asked_for_is_an_error(void **state)
{
    struct cbor_reader r;
    uint8_t fixed[2] = {7, 7};
    (void)state;
#define REFUSED(hex, read)                                                                         \
    do {                                                                                           \
        cbor_read_begin(&r, bytes_of_hex(hex));                                                    \
        (void)(read);                                                                              \
        assert_err(ERR_INVALID, cbor_read_end(&r));                                                \
    } while (0)
    REFUSED("20", cbor_read_uint(&r));
    REFUSED("60", cbor_read_uint(&r));
    REFUSED("1b 8000000000000000", cbor_read_int(&r));
    REFUSED("3b 8000000000000000", cbor_read_int(&r));
    REFUSED("40", cbor_read_text(&r).size);
    REFUSED("60", cbor_read_bytes(&r).size);
    REFUSED("01", cbor_read_bool(&r));
    REFUSED("a0", cbor_read_array(&r, 9));
    REFUSED("80", cbor_read_map(&r, 9));
    REFUSED("83 00 00 00", cbor_read_array(&r, 2));
    REFUSED("41 01", (cbor_read_fixed(&r, fixed, 2), 0));
    assert_int_equal(fixed[0], 0);
#undef REFUSED
}

static void after_an_error_everything_is_empty(void **state)
{
    struct cbor_reader r;
    enum cbor_type type;
    (void)state;
    cbor_read_begin(&r, bytes_of_hex("60 01 61 61 f5 41 00"));
    assert_int_equal(cbor_read_uint(&r), 0);
    assert_int_equal(cbor_read_uint(&r), 0);
    assert_int_equal(cbor_read_text(&r).size, 0);
    assert_false(cbor_read_bool(&r));
    assert_int_equal(cbor_read_item(&r).size, 0);
    assert_err(ERR_INVALID, cbor_peek(&r, &type));
    assert_err(ERR_INVALID, cbor_read_end(&r));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_number_is_written_shortest_and_read_back, test_arena),
        TEST(every_type_is_written_and_read_back, test_arena),
        TEST_PLAIN(every_other_form_is_refused),
        TEST_PLAIN(an_input_cut_anywhere_is_refused),
        TEST_PLAIN(the_first_of_several_items_is_measured),
        TEST_PLAIN(another_type_than_asked_for_is_an_error),
        TEST_PLAIN(after_an_error_everything_is_empty),
    };
    return cmocka_run_group_tests_name("cbor", tests, NULL, NULL);
}
