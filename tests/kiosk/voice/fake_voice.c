/* fake_voice.c - a voice that does at once what the sentence says: "die", "hang", "lie", "fail",
 * "mute" (begins and never ends); anything else is said in no time. Of a recording it knows an Ogg
 * page. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "voice_wire.h"

static int tell(enum voice_event_kind kind, uint32_t serial)
{
    uint8_t bytes[VOICE_EVENT_BYTES];
    const struct voice_event event = {kind, serial};

    voice_event_encode(&event, bytes);
    return write(STDOUT_FILENO, bytes, sizeof bytes) == (ssize_t)sizeof bytes ? 0 : 1;
}

static int do_as_told(const struct voice_command *command, const char *text)
{
    if (command->kind == VOICE_VOLUME) {
        return 0;
    }
    char begins[4] = "";
    if (command->kind == VOICE_PLAY &&
        (read(3, begins, 4) != 4 || memcmp(begins, "OggS", 4) != 0)) {
        return tell(VOICE_FAILED, command->serial);
    }
    if (strcmp(text, "die") == 0) {
        return 1;
    }
    if (strcmp(text, "hang") == 0) {
        return 0;
    }
    if (strcmp(text, "lie") == 0) {
        return write(STDOUT_FILENO, "nonsense", VOICE_EVENT_BYTES) == VOICE_EVENT_BYTES ? 0 : 1;
    }
    if (strcmp(text, "fail") == 0) {
        return tell(VOICE_FAILED, command->serial);
    }
    int failed = tell(VOICE_BEGAN, command->serial);
#ifdef NEVER_ENDS
    return failed;
#endif
    return failed || strcmp(text, "mute") == 0 ? failed : tell(VOICE_ENDED, command->serial);
}

int main(void)
{
    uint8_t head[VOICE_HEAD_BYTES];
    char text[VOICE_TEXT_BYTES_MAX + 1];
    struct voice_command command;
    size_t size;

    while (read(STDIN_FILENO, head, sizeof head) == (ssize_t)sizeof head) {
        if (voice_head_decode(head, &command, &size) ||
            (size > 0 && read(STDIN_FILENO, text, size) != (ssize_t)size)) {
            return 1;
        }
        text[size] = 0;
        if (do_as_told(&command, text)) {
            return 1;
        }
    }
    return 0;
}
