/* A message between kiosk and engine is taken only when it is exactly one. */
#include <string.h>

#include "pinyin_wire.h"
#include "support.h"

static struct bytes body_of(const struct pinyin_message *message)
{
    return bytes_of(message->data + PINYIN_LENGTH_BYTES, message->size - PINYIN_LENGTH_BYTES);
}

static void a_question_arrives_as_it_was_asked(void **state)
{
    struct input_query query = {.kind = QUERY_PICK,
                                .serial = 0xdeadbeef,
                                .scheme = SCHEME_NINE,
                                .keys = "xiao7826",
                                .keys_size = 8,
                                .pick = 300,
                                .first = 7,
                                .count = 6};
    struct input_query got;
    struct pinyin_message message;

    (void)state;
    assert_ok(pinyin_query_encode(&query, &message));
    assert_int_equal(pinyin_body_size(message.data), message.size - PINYIN_LENGTH_BYTES);
    assert_ok(pinyin_query_decode(body_of(&message), &got));
    assert_int_equal(got.serial, query.serial);
    assert_int_equal(got.scheme, SCHEME_NINE);
    assert_int_equal(got.pick, 300);
    assert_int_equal(got.first, 7);
    assert_int_equal(got.keys_size, 8);
    assert_memory_equal(got.keys, "xiao7826", 8);
}

static void an_answer_arrives_as_it_was_given(void **state)
{
    struct input_answer answer = {
        .serial = 9, .more = true, .count = 2, .rest = "le", .rest_size = 2};
    struct input_answer got;
    struct pinyin_message message;

    (void)state;
    answer.candidates[0] = (struct input_candidate){6, "电梯"};
    answer.candidates[1] = (struct input_candidate){3, "点"};
    answer.commit = (struct input_candidate){3, "坏"};
    assert_ok(pinyin_answer_encode(&answer, &message));
    assert_ok(pinyin_answer_decode(body_of(&message), &got));
    assert_true(got.more && !got.failed);
    assert_int_equal(got.count, 2);
    assert_memory_equal(got.candidates[0].text, "电梯", 6);
    assert_memory_equal(got.commit.text, "坏", 3);
    assert_memory_equal(got.rest, "le", 2);
}

static void any_shorter_or_longer_message_is_refused(void **state)
{
    struct input_answer answer = {.serial = 9, .count = 1}, got;
    struct pinyin_message message;

    (void)state;
    answer.candidates[0] = (struct input_candidate){6, "电梯"};
    assert_ok(pinyin_answer_encode(&answer, &message));
    struct bytes body = body_of(&message);
    for (size_t size = 0; size < body.size; size++) {
        assert_err(ERR_INVALID, pinyin_answer_decode(bytes_of(body.data, size), &got));
    }
    message.data[message.size] = 0;
    assert_err(ERR_INVALID, pinyin_answer_decode(bytes_of(body.data, body.size + 1), &got));
}

static void text_that_does_not_belong_in_a_letter_is_refused(void **state)
{
    static const char *const bad[] = {"a\n", "\x01", "\xff", "\xe2\x80\xae"};
    struct pinyin_message message;
    struct input_answer got;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct input_answer answer = {.count = 1};
        answer.candidates[0].size = (uint8_t)strlen(bad[i]);
        memcpy(answer.candidates[0].text, bad[i], strlen(bad[i]));
        assert_ok(pinyin_answer_encode(&answer, &message));
        assert_err(ERR_INVALID, pinyin_answer_decode(body_of(&message), &got));
    }
}

static void keys_that_the_scheme_has_not_are_refused(void **state)
{
    struct input_query query = {
        .kind = QUERY_KEYS, .keys = "ab7", .keys_size = 3, .scheme = SCHEME_FULL};
    struct pinyin_message message;
    struct input_query got;

    (void)state;
    assert_ok(pinyin_query_encode(&query, &message));
    assert_err(ERR_INVALID, pinyin_query_decode(body_of(&message), &got));
    query.kind = QUERY_HAND;
    assert_err(ERR_INVALID, pinyin_query_encode(&query, &message));
}

static void a_full_answer_fits_one_write(void **state)
{
    struct input_answer answer = {.count = CANDIDATES_MAX, .rest_size = QUERY_KEYS_MAX};
    struct pinyin_message message;

    (void)state;
    memset(answer.rest, 'a', QUERY_KEYS_MAX);
    for (size_t i = 0; i < CANDIDATES_MAX; i++) {
        answer.candidates[i].size = CANDIDATE_BYTES_MAX;
        memset(answer.candidates[i].text, 'x', CANDIDATE_BYTES_MAX);
    }
    assert_ok(pinyin_answer_encode(&answer, &message));
    assert_true(message.size <= 4096); /* PIPE_BUF: whole or not at all */
    const uint8_t huge[PINYIN_LENGTH_BYTES] = {0xff, 0xff};
    assert_int_equal(pinyin_body_size(huge), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_question_arrives_as_it_was_asked),
        TEST_PLAIN(an_answer_arrives_as_it_was_given),
        TEST_PLAIN(any_shorter_or_longer_message_is_refused),
        TEST_PLAIN(text_that_does_not_belong_in_a_letter_is_refused),
        TEST_PLAIN(keys_that_the_scheme_has_not_are_refused),
        TEST_PLAIN(a_full_answer_fits_one_write),
    };
    return cmocka_run_group_tests_name("pinyin_wire", tests, NULL, NULL);
}
