/* voice_main.c - noticepoint-voice: sentences in on standard input, sound out of the loudspeaker,
 * and on standard output which sentence began and ended (voice_wire.h).
 *
 * Started by the kiosk for one reading and killed with it. A recording comes on descriptor 3. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "espeak.h"
#include "log.h"
#include "recording.h"
#include "sound.h"
#include "utf8.h"
#include "voice_wire.h"

enum {
    RECORDING_FD = 3,
    WAIT_MS = 20, /* while something sounds */
    PART_SAMPLES_MAX = 4096,
    MEMORY_BYTES_MAX = 512 * 1024 * 1024,
    CPU_S_MAX = 600,
    FILES_MAX = 64,
};

/* What is sounding: samples of a sentence, or a recording. */
struct playing {
    bool active;
    uint32_t serial;
    const int16_t *samples;
    size_t count, at;
    struct recording *recording;
    bool over; /* everything was handed over */
};

struct player {
    struct sound *sound;
    struct playing playing;
    unsigned volume;
    bool loaded; /* the engine */
    int speech_rate_hz;
};

/* The address sanitizer reserves terabytes: there is no limit to set then. */
static void set_limits(void)
{
    const struct rlimit cpu = {CPU_S_MAX, CPU_S_MAX}, none = {0, 0}, files = {FILES_MAX, FILES_MAX};

    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    setrlimit(RLIMIT_CPU, &cpu);
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_NOFILE, &files);
#ifndef __SANITIZE_ADDRESS__
    const struct rlimit memory = {MEMORY_BYTES_MAX, MEMORY_BYTES_MAX};
    setrlimit(RLIMIT_AS, &memory);
#endif
}

static bool tell(enum voice_event_kind kind, uint32_t serial)
{
    uint8_t bytes[VOICE_EVENT_BYTES];
    const struct voice_event event = {kind, serial};

    voice_event_encode(&event, bytes);
    return write(STDOUT_FILENO, bytes, sizeof bytes) == (ssize_t)sizeof bytes;
}

/* ---- what is asked ---- */

static enum err open_sound(struct player *player, int rate_hz, struct complaint *why)
{
    if (player->sound && sound_rate(player->sound) == rate_hz) {
        sound_set_volume(player->sound, player->volume);
        return OK;
    }
    sound_close(player->sound);
    player->sound = NULL;
    enum err err = sound_open(rate_hz, &player->sound, why);
    if (!err) {
        sound_set_volume(player->sound, player->volume);
    }
    return err;
}

static enum err begin_saying(struct player *player, struct text text, struct complaint *why)
{
    enum err err = OK;

    if (!player->loaded) {
        err = espeak_load(&player->speech_rate_hz, why);
        player->loaded = !err;
    }
    if (!err) {
        err = open_sound(player, player->speech_rate_hz, why);
    }
    if (!err) {
        err = espeak_speak(text.data, text.size, &player->playing.samples, &player->playing.count);
    }
    return err;
}

static enum err begin_playing(struct player *player, struct complaint *why)
{
    static uint8_t file[RECORDING_BYTES_MAX + 1];
    size_t size = 0;
    ssize_t part;

    while (size < sizeof file && (part = read(RECORDING_FD, file + size, sizeof file - size)) > 0) {
        size += (size_t)part;
    }
    enum err err = recording_open(bytes_of(file, size), &player->playing.recording, why);
    return err ? err : open_sound(player, RECORDING_RATE_HZ, why);
}

static bool begin(struct player *player, const struct voice_command *command)
{
    struct complaint why = {""};

    recording_close(player->playing.recording);
    player->playing = (struct playing){.serial = command->serial};
    enum err err = command->kind == VOICE_SAY ? begin_saying(player, command->text, &why)
                                              : begin_playing(player, &why);
    if (err) {
        log_error("%s", why.text[0] ? why.text : err_name(err));
        return tell(VOICE_FAILED, command->serial);
    }
    player->playing.active = true;
    return tell(VOICE_BEGAN, command->serial);
}

static bool read_whole(void *to, size_t size)
{
    for (size_t got = 0; got < size;) {
        ssize_t part = read(STDIN_FILENO, (char *)to + got, size - got);
        if (part <= 0 && !(part < 0 && errno == EINTR)) {
            return false;
        }
        got += part > 0 ? (size_t)part : 0;
    }
    return true;
}

/* False: the other side is gone or not the kiosk. */
static bool serve(struct player *player)
{
    static char text[VOICE_TEXT_BYTES_MAX + 1];
    uint8_t head[VOICE_HEAD_BYTES];
    struct voice_command command;
    size_t size = 0;

    if (!read_whole(head, sizeof head) || voice_head_decode(head, &command, &size) ||
        !read_whole(text, size)) {
        return false;
    }
    text[size] = 0;
    if (!utf8_valid(bytes_of(text, size)) || memchr(text, 0, size)) {
        return false;
    }
    command.text = (struct text){text, size};
    player->volume = command.volume;
    if (command.kind != VOICE_VOLUME) {
        return begin(player, &command);
    }
    if (player->sound) {
        sound_set_volume(player->sound, command.volume);
    }
    return true;
}

/* ---- what sounds ---- */

static size_t next_samples(struct playing *playing, size_t max, int16_t *room,
                           const int16_t **samples)
{
    size_t left = playing->count - playing->at;

    if (playing->recording) {
        *samples = room;
        return recording_read(playing->recording, room, max);
    }
    size_t count = left < max ? left : max;
    *samples = playing->samples + playing->at;
    playing->at += count;
    return count;
}

/* Hands over as much as may be. False: the other side is gone. */
static bool sound_on(struct player *player)
{
    struct playing *playing = &player->playing;
    int16_t room[PART_SAMPLES_MAX];
    const int16_t *samples = room;

    while (playing->active && !playing->over) {
        size_t space = sound_room(player->sound);
        if (space == 0) {
            break;
        }
        size_t count = next_samples(playing, space < PART_SAMPLES_MAX ? space : PART_SAMPLES_MAX,
                                    room, &samples);
        if (count == 0 || sound_put(player->sound, samples, count)) {
            playing->over = true;
        }
    }
    if (playing->active && playing->over && sound_is_quiet(player->sound)) {
        playing->active = false;
        return tell(VOICE_ENDED, playing->serial);
    }
    return true;
}

int main(int argc, char **argv)
{
    static struct player player = {.volume = 3};
    bool alive = true;

    (void)argv;
    log_open("noticepoint-voice");
    if (argc != 1) {
        fprintf(stderr, "Usage: noticepoint-voice\n"
                        "Started by noticepoint-kiosk; it speaks a binary protocol.\n");
        return EXIT_USAGE;
    }
    set_limits();
    while (alive) {
        struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
        int ready = poll(&input, 1, player.playing.active ? WAIT_MS : -1);
        if (ready > 0) {
            alive = serve(&player);
        } else if (ready < 0 && errno != EINTR) {
            alive = false;
        }
        alive = alive && sound_on(&player);
    }
    recording_close(player.playing.recording);
    sound_close(player.sound);
    return 0;
}
