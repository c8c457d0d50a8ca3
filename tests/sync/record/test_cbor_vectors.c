/* The 81 examples of RFC 8949, Appendix A: what we read means what the standard says and is written
 * the same; what our subset refuses is refused for its form alone, so the same value in our form is
 * taken. */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "cbor.h"

enum { DIAGNOSTIC_BYTES = 256, ITEMS_MAX = 32 };

struct example {
    const char *diagnostic, *hex;
};

static const struct example taken[] = {
    {"0", "00"},
    {"1", "01"},
    {"10", "0a"},
    {"23", "17"},
    {"24", "1818"},
    {"25", "1819"},
    {"100", "1864"},
    {"1000", "1903e8"},
    {"1000000", "1a000f4240"},
    {"1000000000000", "1b000000e8d4a51000"},
    {"18446744073709551615", "1bffffffffffffffff"},
    {"-1", "20"},
    {"-10", "29"},
    {"-100", "3863"},
    {"-1000", "3903e7"},
    {"false", "f4"},
    {"true", "f5"},
    {"h''", "40"},
    {"h'01020304'", "4401020304"},
    {"\"\"", "60"},
    {"\"a\"", "6161"},
    {"\"IETF\"", "6449455446"},
    {"\"\"\\\"", "62225c"}, /* the two characters as they are */
    {"\"\u00fc\"", "62c3bc"},
    {"\"\u6c34\"", "63e6b0b4"},
    {"\"\U00010151\"", "64f0908591"},
    {"[]", "80"},
    {"[1, 2, 3]", "83010203"},
    {"[1, [2, 3], [4, 5]]", "8301820203820405"},
    {"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]",
     "98190102030405060708090a0b0c0d0e0f101112131415161718181819"},
    {"{}", "a0"},
    {"{1: 2, 3: 4}", "a201020304"},
    {"{\"a\": 1, \"b\": [2, 3]}", "a26161016162820203"},
    {"[\"a\", {\"b\": \"c\"}]", "826161a161626163"},
    {"{\"a\": \"A\", \"b\": \"B\", \"c\": \"C\", \"d\": \"D\", \"e\": \"E\"}",
     "a56161614161626142616361436164614461656145"},
};

/* Why a form is not ours. */
enum reason { A_FLOAT, A_TAG, NO_VALUE, A_SIMPLE_VALUE, INDEFINITE };

static const struct {
    enum reason reason;
    const char *diagnostic, *hex;
    const char *ours; /* the same without what is refused; NULL: there is none */
} refused[] = {
    {A_TAG, "18446744073709551616", "c249010000000000000000", "49010000000000000000"},
    {A_TAG, "-18446744073709551617", "c349010000000000000000", "49010000000000000000"},
    {A_FLOAT, "0.0", "f90000", "00"},
    {A_FLOAT, "-0.0", "f98000", NULL},
    {A_FLOAT, "1.0", "f93c00", "01"},
    {A_FLOAT, "1.1", "fb3ff199999999999a", NULL},
    {A_FLOAT, "1.5", "f93e00", NULL},
    {A_FLOAT, "65504.0", "f97bff", "19ffe0"},
    {A_FLOAT, "100000.0", "fa47c35000", "1a000186a0"},
    {A_FLOAT, "3.4028234663852886e+38", "fa7f7fffff", NULL},
    {A_FLOAT, "1.0e+300", "fb7e37e43c8800759c", NULL},
    {A_FLOAT, "5.960464477539063e-8", "f90001", NULL},
    {A_FLOAT, "0.00006103515625", "f90400", NULL},
    {A_FLOAT, "-4.0", "f9c400", "23"},
    {A_FLOAT, "-4.1", "fbc010666666666666", NULL},
    {A_FLOAT, "Infinity", "f97c00", NULL},
    {A_FLOAT, "NaN", "f97e00", NULL},
    {A_FLOAT, "-Infinity", "f9fc00", NULL},
    {A_FLOAT, "Infinity", "fa7f800000", NULL},
    {A_FLOAT, "NaN", "fa7fc00000", NULL},
    {A_FLOAT, "-Infinity", "faff800000", NULL},
    {A_FLOAT, "Infinity", "fb7ff0000000000000", NULL},
    {A_FLOAT, "NaN", "fb7ff8000000000000", NULL},
    {A_FLOAT, "-Infinity", "fbfff0000000000000", NULL},
    {NO_VALUE, "null", "f6", NULL},
    {NO_VALUE, "undefined", "f7", NULL},
    {A_SIMPLE_VALUE, "simple(16)", "f0", NULL},
    {A_SIMPLE_VALUE, "simple(255)", "f8ff", NULL},
    {A_TAG, "0(\"2013-03-21T20:04:00Z\")", "c074323031332d30332d32315432303a30343a30305a",
     "74323031332d30332d32315432303a30343a30305a"},
    {A_TAG, "1(1363896240)", "c11a514b67b0", "1a514b67b0"},
    {A_TAG, "1(1363896240.5)", "c1fb41d452d9ec200000", NULL},
    {A_TAG, "23(h'01020304')", "d74401020304", "4401020304"},
    {A_TAG, "24(h'6449455446')", "d818456449455446", "456449455446"},
    {A_TAG, "32(\"http://www.example.com\")", "d82076687474703a2f2f7777772e6578616d706c652e636f6d",
     "76687474703a2f2f7777772e6578616d706c652e636f6d"},
    {INDEFINITE, "(_ h'0102', h'030405')", "5f42010243030405ff", "450102030405"},
    {INDEFINITE, "(_ \"strea\", \"ming\")", "7f657374726561646d696e67ff", "6973747265616d696e67"},
    {INDEFINITE, "[_ ]", "9fff", "80"},
    {INDEFINITE, "[_ 1, [2, 3], [_ 4, 5]]", "9f018202039f0405ffff", "8301820203820405"},
    {INDEFINITE, "[_ 1, [2, 3], [4, 5]]", "9f01820203820405ff", "8301820203820405"},
    {INDEFINITE, "[1, [2, 3], [_ 4, 5]]", "83018202039f0405ff", "8301820203820405"},
    {INDEFINITE, "[1, [_ 2, 3], [4, 5]]", "83019f0203ff820405", "8301820203820405"},
    {INDEFINITE, "[_ 1, 2, ... 25]", "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff",
     "98190102030405060708090a0b0c0d0e0f101112131415161718181819"},
    {INDEFINITE, "{_ \"a\": 1, \"b\": [_ 2, 3]}", "bf61610161629f0203ffff", "a26161016162820203"},
    {INDEFINITE, "[\"a\", {_ \"b\": \"c\"}]", "826161bf61626163ff", "826161a161626163"},
    {INDEFINITE, "{_ \"Fun\": true, \"Amt\": -2}", "bf6346756ef563416d7421ff",
     "a263416d74216346756ef5"}, /* and its keys in order */
};

/* The one that is well-formed for us, and that no number of ours holds. */
static const struct example no_number = {"-18446744073709551616", "3bffffffffffffffff"};

enum {
    TAKEN = sizeof taken / sizeof taken[0],
    REFUSED = sizeof refused / sizeof refused[0],
    APPENDIX_A = 81,
};
_Static_assert(TAKEN + REFUSED + 1 == APPENDIX_A, "every example is here");

/* ---- through the reader and the writer, and into words ---- */

struct told {
    char words[DIAGNOSTIC_BYTES];
    size_t size;
};

__attribute__((format(printf, 2, 3))) static void tell(struct told *told, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int n = vsnprintf(told->words + told->size, sizeof told->words - told->size, format, args);
    va_end(args);
    assert_true(n >= 0 && (size_t)n < sizeof told->words - told->size);
    told->size += (size_t)n;
}

static void through(struct cbor_reader *r, struct buffer *b, struct told *told);

static void through_all(struct cbor_reader *r, struct buffer *b, struct told *told, bool is_map)
{
    size_t count = is_map ? cbor_read_map(r, ITEMS_MAX) : cbor_read_array(r, ITEMS_MAX);

    if (is_map) {
        cbor_write_map(b, count);
    } else {
        cbor_write_array(b, count);
    }
    tell(told, is_map ? "{" : "[");
    for (size_t i = 0; i < count; i++) {
        tell(told, i ? ", " : "");
        through(r, b, told);
        if (is_map) {
            tell(told, ": ");
            through(r, b, told);
        }
    }
    tell(told, is_map ? "}" : "]");
}

static void through_bytes(struct cbor_reader *r, struct buffer *b, struct told *told)
{
    char hex[2 * DIAGNOSTIC_BYTES + 1];
    struct bytes bytes = cbor_read_bytes(r);

    cbor_write_bytes(b, bytes);
    hex_format(bytes, hex);
    tell(told, "h'%s'", hex);
}

static void through(struct cbor_reader *r, struct buffer *b, struct told *told)
{
    enum cbor_type type;
    uint64_t number;
    int64_t negative;
    struct text text;
    bool yes;

    assert_ok(cbor_peek(r, &type));
    switch (type) {
    case CBOR_UINT:
        number = cbor_read_uint(r);
        cbor_write_uint(b, number);
        tell(told, "%llu", (unsigned long long)number);
        break;
    case CBOR_NEGATIVE:
        negative = cbor_read_int(r);
        cbor_write_int(b, negative);
        tell(told, "%lld", (long long)negative);
        break;
    case CBOR_BYTES:
        through_bytes(r, b, told);
        break;
    case CBOR_TEXT:
        text = cbor_read_text(r);
        cbor_write_text(b, text);
        tell(told, "\"%.*s\"", TEXT_ARG(text));
        break;
    case CBOR_ARRAY:
    case CBOR_MAP:
        through_all(r, b, told, type == CBOR_MAP);
        break;
    case CBOR_BOOL:
        yes = cbor_read_bool(r);
        cbor_write_bool(b, yes);
        tell(told, yes ? "true" : "false");
        break;
    }
}

static void what_we_take_means_what_the_standard_says(void **state)
{
    for (size_t i = 0; i < TAKEN; i++) {
        struct bytes input = bytes_of_hex(taken[i].hex), again;
        struct told told = {.size = 0};
        struct cbor_reader r;
        struct buffer b = buffer_begin(*state);

        if (cbor_check(input) != OK) {
            fail_msg("refused: %s", taken[i].diagnostic);
        }
        cbor_read_begin(&r, input);
        through(&r, &b, &told);
        assert_ok(cbor_read_end(&r));
        assert_ok(buffer_end(&b, &again));
        assert_string_equal(told.words, taken[i].diagnostic);
        assert_true(bytes_equal(again, input));
    }
}

static void what_is_not_our_form_is_refused_and_its_value_is_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < REFUSED; i++) {
        if (cbor_check(bytes_of_hex(refused[i].hex)) != ERR_INVALID) {
            fail_msg("taken: %s", refused[i].diagnostic);
        }
        if (refused[i].ours && cbor_check(bytes_of_hex(refused[i].ours)) != OK) {
            fail_msg("refused in our form too: %s", refused[i].diagnostic);
        }
    }
}

/* A form is refused for the reason given: its first foreign head says which it is. */
static bool head_is(enum reason reason, uint8_t head)
{
    unsigned major = head >> 5, info = head & 31;

    switch (reason) {
    case A_FLOAT:
        return major == 7 && info >= 25 && info <= 27;
    case A_TAG:
        return major == 6;
    case NO_VALUE:
        return head == 0xF6 || head == 0xF7;
    case A_SIMPLE_VALUE:
        return major == 7 && (info < 20 || info == 24);
    case INDEFINITE:
        return info == 31 && major >= 2 && major <= 5;
    }
    return false;
}

static void each_reason_stands_in_the_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < REFUSED; i++) {
        struct bytes input = bytes_of_hex(refused[i].hex);
        bool found = false;

        for (size_t at = 0; at < input.size && !found; at++) {
            found = head_is(refused[i].reason, input.data[at]);
            if (refused[i].reason != INDEFINITE) {
                break; /* those begin with it */
            }
        }
        if (!found) {
            fail_msg("another reason: %s", refused[i].diagnostic);
        }
    }
}

static void a_number_below_all_numbers_is_nobodys(void **state)
{
    struct cbor_reader r;
    struct bytes input = bytes_of_hex(no_number.hex);

    (void)state;
    assert_ok(cbor_check(input));
    cbor_read_begin(&r, input);
    assert_true(cbor_read_int(&r) == 0);
    assert_err(ERR_INVALID, cbor_read_end(&r));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_we_take_means_what_the_standard_says, test_arena),
        TEST_PLAIN(what_is_not_our_form_is_refused_and_its_value_is_not),
        TEST_PLAIN(each_reason_stands_in_the_bytes),
        TEST_PLAIN(a_number_below_all_numbers_is_nobodys),
    };
    return cmocka_run_group_tests_name("cbor_vectors", tests, NULL, NULL);
}
