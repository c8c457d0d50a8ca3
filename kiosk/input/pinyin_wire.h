/* pinyin_wire.h - what the kiosk and noticepoint-pinyin say to each other over two pipes.
 *
 * Each message is two bytes of length (big-endian) and so many bytes, at most PINYIN_MESSAGE_MAX.
 * Neither side believes the other: whatever does not decode exactly is ERR_INVALID, and the kiosk
 * then ends the child. */
#pragma once

#include "engine.h"

enum {
    PINYIN_LENGTH_BYTES = 2,
    PINYIN_MESSAGE_MAX = 4000, /* below PIPE_BUF with its length: written whole or not at all */
};

struct pinyin_message {
    uint8_t data[PINYIN_LENGTH_BYTES + PINYIN_MESSAGE_MAX];
    size_t size; /* with the length */
};

/* QUERY_KEYS and QUERY_PICK only; others are ERR_INVALID. */
MUST_CHECK enum err pinyin_query_encode(const struct input_query *query,
                                        struct pinyin_message *message);
MUST_CHECK enum err pinyin_query_decode(struct bytes body, struct input_query *query);
/* ERR_FULL: the candidates do not fit one message. */
MUST_CHECK enum err pinyin_answer_encode(const struct input_answer *answer,
                                         struct pinyin_message *message);
MUST_CHECK enum err pinyin_answer_decode(struct bytes body, struct input_answer *answer);
/* The size of the body that a message's first two bytes tell; 0: no message may be so. */
size_t pinyin_body_size(const uint8_t length[PINYIN_LENGTH_BYTES]);
bool pinyin_key_valid(enum pinyin_scheme scheme, char key);
