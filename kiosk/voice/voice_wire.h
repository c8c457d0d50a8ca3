/* voice_wire.h - what the kiosk and noticepoint-voice say to each other over two pipes.
 *
 * A command is eight bytes (kind, volume, size and serial, big-endian) and `size` bytes of text; an
 * event eight bytes. Neither side believes the other: what does not decode is ERR_INVALID, and the
 * kiosk then ends the child, the child itself. */
#pragma once

#include "bytes.h"

enum {
    VOICE_HEAD_BYTES = 8,
    VOICE_EVENT_BYTES = 8,
    VOICE_TEXT_BYTES_MAX = 4000, /* with its head below PIPE_BUF */
    VOICE_VOLUME_MAX = 5,        /* 1 .. 5 */
};

enum voice_command_kind {
    VOICE_SAY = 1, /* the text, by the engine */
    VOICE_PLAY,    /* the recording on descriptor 3 */
    VOICE_VOLUME,  /* from now on */
};

struct voice_command {
    enum voice_command_kind kind;
    unsigned volume;
    uint32_t serial;
    struct text text; /* VOICE_SAY: 1 .. VOICE_TEXT_BYTES_MAX bytes, UTF-8; else empty */
};

enum voice_event_kind { VOICE_BEGAN = 1, VOICE_ENDED, VOICE_FAILED };

struct voice_event {
    enum voice_event_kind kind;
    uint32_t serial;
};

/* `to` has VOICE_HEAD_BYTES + VOICE_TEXT_BYTES_MAX. ERR_INVALID: a text too long or missing. */
MUST_CHECK enum err voice_command_encode(const struct voice_command *command, uint8_t *to,
                                         size_t *size);
/* The first VOICE_HEAD_BYTES; *text_size bytes of text follow. */
MUST_CHECK enum err voice_head_decode(const uint8_t head[VOICE_HEAD_BYTES],
                                      struct voice_command *command, size_t *text_size);
void voice_event_encode(const struct voice_event *event, uint8_t to[VOICE_EVENT_BYTES]);
MUST_CHECK enum err voice_event_decode(const uint8_t from[VOICE_EVENT_BYTES],
                                       struct voice_event *event);
