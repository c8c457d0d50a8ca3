#include "voice_wire.h"

#include <string.h>

#include "utf8.h"

enum { AT_KIND = 0, AT_VOLUME = 1, AT_SIZE = 2, AT_SERIAL = 4 };

enum err voice_command_encode(const struct voice_command *command, uint8_t *to, size_t *size)
{
    bool says = command->kind == VOICE_SAY;

    if (command->text.size > VOICE_TEXT_BYTES_MAX || says != (command->text.size > 0)) {
        return ERR_INVALID;
    }
    to[AT_KIND] = (uint8_t)command->kind;
    to[AT_VOLUME] = (uint8_t)command->volume;
    to[AT_SIZE] = (uint8_t)(command->text.size >> 8);
    to[AT_SIZE + 1] = (uint8_t)command->text.size;
    be32_put(to + AT_SERIAL, command->serial);
    if (says) {
        memcpy(to + VOICE_HEAD_BYTES, command->text.data, command->text.size);
    }
    *size = VOICE_HEAD_BYTES + command->text.size;
    return OK;
}

enum err voice_head_decode(const uint8_t head[VOICE_HEAD_BYTES], struct voice_command *command,
                           size_t *text_size)
{
    size_t size = (size_t)(head[AT_SIZE] << 8 | head[AT_SIZE + 1]);
    bool says = head[AT_KIND] == VOICE_SAY;

    if (head[AT_KIND] < VOICE_SAY || head[AT_KIND] > VOICE_VOLUME || head[AT_VOLUME] < 1 ||
        head[AT_VOLUME] > VOICE_VOLUME_MAX || size > VOICE_TEXT_BYTES_MAX || says != (size > 0)) {
        return ERR_INVALID;
    }
    *command = (struct voice_command){.kind = (enum voice_command_kind)head[AT_KIND],
                                      .volume = head[AT_VOLUME],
                                      .serial = be32_get(head + AT_SERIAL)};
    *text_size = size;
    return OK;
}

void voice_event_encode(const struct voice_event *event, uint8_t to[VOICE_EVENT_BYTES])
{
    memset(to, 0, VOICE_EVENT_BYTES);
    to[AT_KIND] = (uint8_t)event->kind;
    be32_put(to + AT_SERIAL, event->serial);
}

enum err voice_event_decode(const uint8_t from[VOICE_EVENT_BYTES], struct voice_event *event)
{
    if (from[AT_KIND] < VOICE_BEGAN || from[AT_KIND] > VOICE_FAILED || from[1] || from[2] ||
        from[3]) {
        return ERR_INVALID;
    }
    *event = (struct voice_event){(enum voice_event_kind)from[AT_KIND], be32_get(from + AT_SERIAL)};
    return OK;
}
