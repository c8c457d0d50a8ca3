/* What a resident types finds what they mean, and a signature never hides a match. */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "match.h"
#include "utf8.h"

static struct match_query query_of(const char *text)
{
    struct match_query query;

    assert_ok(match_parse(text_of(text), &query));
    return query;
}

/* The place of a query of one term, "" when it is not there. */
static struct text found(const char *query_text, const char *text)
{
    struct match_query query = query_of(query_text);
    size_t at = 0, size = 0;

    assert_int_equal(query.count, 1);
    if (!match_find(&query.terms[0], text_of(text), &at, &size)) {
        return text_of("");
    }
    return text_slice(text_of(text), at, at + size);
}

#define assert_found(query, text, expected) assert_text(found(query, text), expected)

static void characters_find_themselves_in_any_form(void **state)
{
    (void)state;
    assert_found("低保", "本月低保名单", "低保");
    assert_found("樂", "文娱活动音乐会", "乐");
    assert_found("電動車", "电动车棚", "电动车");
    assert_found("低保", "低价保险", "");
}

static void initials_and_syllables_find_characters(void **state)
{
    (void)state;
    assert_found("dbj", "享受低保金的家庭", "低保金");
    assert_found("dibaojin", "享受低保金的家庭", "低保金");
    assert_found("dibj", "享受低保金的家庭", "低保金");
    assert_found("yinhang", "到银行取", "银行");
    assert_found("chongfu", "不得重复", "重复");
    assert_found("dbk", "享受低保金的家庭", "");
}

static void the_end_of_a_word_may_still_be_missing(void **state)
{
    (void)state;
    assert_found("dib", "低保", "低保");
    assert_found("dibao", "低保", "低保");
    assert_found("xiangsh", "享受", "享受");
}

static void letters_find_letters_as_written(void **state)
{
    (void)state;
    assert_found("wifi", "活动室 WiFi 密码", "WiFi");
    assert_found("a座", "A座一楼", "A座");
}

static void characters_and_letters_mix(void **state)
{
    (void)state;
    assert_found("低bj", "低保金", "低保金");
    assert_found("3haol", "3号楼加装电梯", "3号楼");
}

static void marks_blanks_and_line_ends_hide_nothing(void **state)
{
    (void)state;
    assert_found("居务公开", "居务\n公**开**", "居务\n公**开");
    assert_found("5550125", "电话 555-0125", "555-0125");
    assert_found("3268.60", "支出 3,268.60 元", "3,268.60");
}

static void a_full_stop_ends_a_phrase(void **state)
{
    (void)state;
    assert_found("保金", "低保、金额", "");
}

static void blanks_part_terms_and_both_count(void **state)
{
    struct match_query query = query_of("  低保  名单 ");

    (void)state;
    assert_int_equal(query.count, 2);
    query = query_of("低保,名单。十月");
    assert_int_equal(query.count, 2);
}

static void nothing_to_look_for_is_said(void **state)
{
    struct match_query query;
    char long_term[MATCH_TERM_CHARS_MAX + 2];

    (void)state;
    assert_err(ERR_INVALID, match_parse(text_of(""), &query));
    assert_err(ERR_INVALID, match_parse(text_of(" ,。、"), &query));
    assert_err(ERR_INVALID, match_parse(text_of("一 二 三 四 五"), &query));
    memset(long_term, 'a', sizeof long_term - 1);
    long_term[sizeof long_term - 1] = '\0';
    assert_err(ERR_INVALID, match_parse(text_of(long_term), &query));
    long_term[MATCH_TERM_CHARS_MAX] = '\0';
    assert_ok(match_parse(text_of(long_term), &query));
}

static bool possible(const char *query_text, const char *text, struct match_signature *signature)
{
    struct match_query query = query_of(query_text);

    match_signature_begin(signature);
    match_signature_add(signature, text_of(text));
    return match_possible(&query.terms[0], match_signature_end(signature));
}

static void a_signature_tells_most_of_what_is_not_there(void **state)
{
    static struct match_signature signature;

    (void)state;
    assert_true(possible("dbj", "享受低保金的家庭", &signature));
    assert_false(possible("电梯", "享受低保金的家庭", &signature));
    assert_false(possible("zqx", "享受低保金的家庭", &signature));
}

static void a_signature_after_others_is_what_it_would_be_alone(void **state)
{
    (void)state;
    static struct match_signature alone, after;
    static const char *const texts[] = {"享受低保金的家庭", "3号楼的电梯坏了", "电梯", "",
                                        "3号楼的电梯坏了"};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        match_signature_begin(&alone);
        match_signature_next(&after);
        match_signature_add(&alone, text_of(texts[i]));
        match_signature_add(&after, text_of(texts[i]));
        assert_true(bytes_equal(match_signature_end(&alone), match_signature_end(&after)));
    }
}

static void a_signature_is_smaller_than_its_text(void **state)
{
    static struct match_signature signature;
    static char text[30000];
    size_t size = 0;

    (void)state;
    match_signature_begin(&signature);
    for (uint32_t i = 0; i < 1300; i++) { /* 650 characters and more, hardly two alike */
        size += utf8_put(0x4e00 + i * 37 % 6000, text + size);
    }
    match_signature_add(&signature, (struct text){text, size});
    struct bytes folded = match_signature_end(&signature);
    assert_true(folded.size <= size);
    assert_true(folded.size >= MATCH_SIGNATURE_BYTES_MIN);
}

/* A pseudorandom text over few characters, so that queries often stand in it. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static struct text random_text(uint32_t *seed, const uint32_t *alphabet, size_t letters,
                               size_t chars, char *to)
{
    size_t size = 0;

    for (size_t i = 0; i < chars; i++) {
        size += utf8_put(alphabet[next_random(seed) % letters], to + size);
    }
    return (struct text){to, size};
}

static void a_signature_never_hides_a_match(void **state)
{
    static const uint32_t in_text[] = {0x4f4e, 0x4fdd, 0x91d1, 0x884c, 0x91cd, 0x4e50, ' ',
                                       '-',    'a',    'b',    '3',    0x3001, 0x7eff, 0x5b89};
    static const uint32_t in_query[] = {'d', 'i', 'b', 'a',    'o',    'j',    'x', 'h', 'z',
                                        'l', 'v', '3', 0x4f4e, 0x884c, 0x6a02, 'n', 'g'};
    static struct match_signature signature;
    char text_room[400], query_room[64];
    struct match_query query;
    uint32_t seed = 7;
    unsigned matches = 0;

    (void)state;
    for (unsigned round = 0; round < 20000; round++) {
        size_t at, size;
        struct text text = random_text(&seed, in_text, sizeof in_text / sizeof in_text[0],
                                       next_random(&seed) % 60, text_room);
        struct text typed = random_text(&seed, in_query, sizeof in_query / sizeof in_query[0],
                                        1 + next_random(&seed) % 6, query_room);
        assert_ok(match_parse(typed, &query));
        if (!match_find(&query.terms[0], text, &at, &size)) {
            continue;
        }
        assert_true(size > 0 && at + size <= text.size);
        match_signature_begin(&signature);
        match_signature_add(&signature, text);
        assert_true(match_possible(&query.terms[0], match_signature_end(&signature)));
        matches++;
    }
    assert_true(matches > 1000);
}

static void a_signature_of_a_foreign_size_hides_nothing(void **state)
{
    const uint8_t rubbish[24] = {0};
    struct match_query query = query_of("低保");

    (void)state;
    assert_true(match_possible(&query.terms[0], bytes_of(rubbish, 0)));
    assert_true(match_possible(&query.terms[0], bytes_of(rubbish, sizeof rubbish)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(characters_find_themselves_in_any_form),
        TEST_PLAIN(initials_and_syllables_find_characters),
        TEST_PLAIN(the_end_of_a_word_may_still_be_missing),
        TEST_PLAIN(letters_find_letters_as_written),
        TEST_PLAIN(characters_and_letters_mix),
        TEST_PLAIN(marks_blanks_and_line_ends_hide_nothing),
        TEST_PLAIN(a_full_stop_ends_a_phrase),
        TEST_PLAIN(blanks_part_terms_and_both_count),
        TEST_PLAIN(nothing_to_look_for_is_said),
        TEST_PLAIN(a_signature_tells_most_of_what_is_not_there),
        TEST_PLAIN(a_signature_after_others_is_what_it_would_be_alone),
        TEST_PLAIN(a_signature_is_smaller_than_its_text),
        TEST_PLAIN(a_signature_never_hides_a_match),
        TEST_PLAIN(a_signature_of_a_foreign_size_hides_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
