/* JSON comes out valid, in UTF-8, and escaped only where the format demands it. */
#include "support.h"

#include "json.h"

static struct buffer buffer;
static struct json j;

static void begin(void **state)
{
    buffer = buffer_begin(*state);
    json_begin(&j, &buffer);
}

static struct text end(void)
{
    struct bytes bytes;
    assert_ok(buffer_end(&buffer, &bytes));
    return bytes_text(bytes);
}

static void commas_stand_between_and_only_between(void **state)
{
    begin(state);
    json_object(&j, NULL);
    json_uint(&j, "a", UINT64_MAX);
    json_array(&j, "b");
    json_array(&j, NULL);
    json_array_end(&j);
    json_int(&j, NULL, INT64_MIN);
    json_null(&j, NULL);
    json_object(&j, NULL);
    json_object_end(&j);
    json_array_end(&j);
    json_bool(&j, "c", true);
    json_object_end(&j);
    assert_text(end(), "{\"a\":18446744073709551615,\"b\":[[],-9223372036854775808,null,{}],"
                       "\"c\":true}");
}

static void only_what_json_demands_is_escaped(void **state)
{
    begin(state);
    json_text(&j, NULL, text_of("居\"委\\会/\n\t\x01\x1F𠀀"));
    assert_text(end(), "\"居\\\"委\\\\会/\\n\\t\\u0001\\u001f𠀀\"");
}

static void bytes_are_hex_and_days_are_dates(void **state)
{
    begin(state);
    json_array(&j, NULL);
    json_hex(&j, NULL, bytes_of("\x00\xFF", 2));
    json_date(&j, NULL, 20767);
    json_date(&j, NULL, 0);
    json_array_end(&j);
    assert_text(end(), "[\"00ff\",\"2026-11-10\",null]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(commas_stand_between_and_only_between, test_arena),
        TEST(only_what_json_demands_is_escaped, test_arena),
        TEST(bytes_are_hex_and_days_are_dates, test_arena),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
