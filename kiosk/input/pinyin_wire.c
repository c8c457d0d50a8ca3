#include "pinyin_wire.h"

#include <string.h>

#include "utf8.h"

/* A question:  'Q' kind scheme keys_size serial(4) pick(2) first(2) count keys...
 * An answer:   'A' flags count rest_size serial(4) commit_size commit... preedit_size preedit...
 *              rest... count x (size text...) */
enum { QUERY_HEAD = 13, ANSWER_HEAD = 8, FLAG_MORE = 1, FLAG_FAILED = 2, PICK_MAX = 0xffff };

/* ---- writing ---- */

static bool put(struct pinyin_message *message, const void *data, size_t size)
{
    if (size > sizeof message->data - message->size) {
        return false;
    }
    memcpy(message->data + message->size, data, size);
    message->size += size;
    return true;
}

static bool put_byte(struct pinyin_message *message, size_t value)
{
    uint8_t byte = (uint8_t)value;

    return value <= UINT8_MAX && put(message, &byte, 1);
}

static bool put_candidate(struct pinyin_message *message, const struct input_candidate *candidate)
{
    return candidate->size <= CANDIDATE_BYTES_MAX && put_byte(message, candidate->size) &&
           put(message, candidate->text, candidate->size);
}

static void begin(struct pinyin_message *message)
{
    message->size = PINYIN_LENGTH_BYTES;
}

static enum err end(struct pinyin_message *message)
{
    size_t size = message->size - PINYIN_LENGTH_BYTES;

    message->data[0] = (uint8_t)(size >> 8);
    message->data[1] = (uint8_t)size;
    return OK;
}

enum err pinyin_query_encode(const struct input_query *query, struct pinyin_message *message)
{
    uint8_t head[QUERY_HEAD] = {'Q', (uint8_t)query->kind, (uint8_t)query->scheme,
                                (uint8_t)query->keys_size};

    if ((query->kind != QUERY_KEYS && query->kind != QUERY_PICK) ||
        query->keys_size > QUERY_KEYS_MAX || query->pick > PICK_MAX || query->first > PICK_MAX ||
        query->count > CANDIDATES_MAX) {
        return ERR_INVALID;
    }
    be32_put(head + 4, query->serial);
    head[8] = (uint8_t)(query->pick >> 8);
    head[9] = (uint8_t)query->pick;
    head[10] = (uint8_t)(query->first >> 8);
    head[11] = (uint8_t)query->first;
    head[12] = (uint8_t)query->count;
    begin(message);
    if (!put(message, head, sizeof head) || !put(message, query->keys, query->keys_size)) {
        return ERR_INVALID;
    }
    return end(message);
}

enum err pinyin_answer_encode(const struct input_answer *answer, struct pinyin_message *message)
{
    uint8_t head[ANSWER_HEAD] = {
        'A', (uint8_t)((answer->more ? FLAG_MORE : 0) | (answer->failed ? FLAG_FAILED : 0)),
        (uint8_t)answer->count, (uint8_t)answer->rest_size};
    bool fits = answer->count <= CANDIDATES_MAX && answer->rest_size <= QUERY_KEYS_MAX;

    be32_put(head + 4, answer->serial);
    begin(message);
    fits = fits && put(message, head, sizeof head) && put_candidate(message, &answer->commit) &&
           put_candidate(message, &answer->preedit) &&
           put(message, answer->rest, answer->rest_size);
    for (size_t i = 0; fits && i < answer->count; i++) {
        fits = put_candidate(message, &answer->candidates[i]);
    }
    return fits ? end(message) : ERR_FULL;
}

/* ---- reading ---- */

size_t pinyin_body_size(const uint8_t length[PINYIN_LENGTH_BYTES])
{
    size_t size = (size_t)length[0] << 8 | length[1];

    return size <= PINYIN_MESSAGE_MAX ? size : 0;
}

bool pinyin_key_valid(enum pinyin_scheme scheme, char key)
{
    return (key >= 'a' && key <= 'z') || key == '\'' ||
           (scheme == SCHEME_NINE && key >= '2' && key <= '9');
}

static bool keys_valid(enum pinyin_scheme scheme, const char *keys, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (!pinyin_key_valid(scheme, keys[i])) {
            return false;
        }
    }
    return true;
}

enum err pinyin_query_decode(struct bytes body, struct input_query *query)
{
    const uint8_t *head = body.data;
    struct input_query got = {0};

    if (body.size < QUERY_HEAD || head[0] != 'Q' ||
        (head[1] != QUERY_KEYS && head[1] != QUERY_PICK) || head[2] >= SCHEME_COUNT ||
        head[3] > QUERY_KEYS_MAX || body.size != QUERY_HEAD + (size_t)head[3] ||
        head[12] > CANDIDATES_MAX) {
        return ERR_INVALID;
    }
    got.kind = head[1];
    got.scheme = head[2];
    got.keys_size = head[3];
    got.serial = be32_get(head + 4);
    got.pick = (size_t)head[8] << 8 | head[9];
    got.first = (size_t)head[10] << 8 | head[11];
    got.count = head[12];
    memcpy(got.keys, head + QUERY_HEAD, got.keys_size);
    if (!keys_valid(got.scheme, got.keys, got.keys_size)) {
        return ERR_INVALID;
    }
    *query = got;
    return OK;
}

static bool take_bytes(struct bytes *rest, void *to, size_t size)
{
    if (size > rest->size) {
        return false;
    }
    memcpy(to, rest->data, size);
    rest->data += size;
    rest->size -= size;
    return true;
}

/* Text for a letter: well-formed, without controls. */
static bool take_candidate(struct bytes *rest, struct input_candidate *candidate)
{
    if (!take_bytes(rest, &candidate->size, 1) || candidate->size > CANDIDATE_BYTES_MAX ||
        !take_bytes(rest, candidate->text, candidate->size)) {
        return false;
    }
    struct bytes text = {(const uint8_t *)candidate->text, candidate->size};
    struct text each = bytes_text(text);
    if (!utf8_valid(text) || utf8_has_unwanted(each)) {
        return false;
    }
    while (each.size > 0) {
        uint32_t character = utf8_next(&each);
        if (character < 0x20 || character == 0x7f) {
            return false;
        }
    }
    return true;
}

static bool take_answer(struct bytes rest, struct input_answer *answer)
{
    uint8_t head[ANSWER_HEAD];

    if (!take_bytes(&rest, head, sizeof head) || head[0] != 'A' ||
        head[1] > (FLAG_MORE | FLAG_FAILED) || head[2] > CANDIDATES_MAX ||
        head[3] > QUERY_KEYS_MAX) {
        return false;
    }
    answer->more = head[1] & FLAG_MORE;
    answer->failed = head[1] & FLAG_FAILED;
    answer->count = head[2];
    answer->rest_size = head[3];
    answer->serial = be32_get(head + 4);
    if (!take_candidate(&rest, &answer->commit) || !take_candidate(&rest, &answer->preedit) ||
        !take_bytes(&rest, answer->rest, answer->rest_size) ||
        !keys_valid(SCHEME_NINE, answer->rest, answer->rest_size)) {
        return false;
    }
    for (size_t i = 0; i < answer->count; i++) {
        if (!take_candidate(&rest, &answer->candidates[i]) || answer->candidates[i].size == 0) {
            return false;
        }
    }
    return rest.size == 0;
}

enum err pinyin_answer_decode(struct bytes body, struct input_answer *answer)
{
    struct input_answer got = {0};
    bool good = take_answer(body, &got);

    if (good) {
        *answer = got;
    }
    explicit_bzero(&got, sizeof got);
    return good ? OK : ERR_INVALID;
}
