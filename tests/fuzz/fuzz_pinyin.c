/* fuzz_pinyin.c - what kiosk and pinyin engine take from each other is what the other side writes.
 *
 * A question or an answer that decodes is encoded again: the same bytes. */
#include <stdlib.h>
#include <string.h>

#include "pinyin_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool held)
{
    if (!held) {
        abort();
    }
}

static void same(struct bytes body, const struct pinyin_message *message)
{
    must(message->size == body.size + PINYIN_LENGTH_BYTES);
    must(pinyin_body_size(message->data) == body.size);
    must(memcmp(message->data + PINYIN_LENGTH_BYTES, body.data, body.size) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pinyin_message message;
    static struct input_query query;
    static struct input_answer answer;
    struct bytes body = bytes_of(data, size);

    if (pinyin_query_decode(body, &query) == OK) {
        must(query.keys_size <= QUERY_KEYS_MAX && query.count <= CANDIDATES_MAX);
        must(pinyin_query_encode(&query, &message) == OK);
        same(body, &message);
    }
    if (pinyin_answer_decode(body, &answer) == OK) {
        must(answer.count <= CANDIDATES_MAX && answer.rest_size <= QUERY_KEYS_MAX);
        must(pinyin_answer_encode(&answer, &message) == OK);
        same(body, &message);
    }
    return 0;
}
