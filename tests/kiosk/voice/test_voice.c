/* The voice as a process: it may die, hang or talk nonsense, and nothing of it is left behind. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support.h"

#include "file.h"
#include "voice.h"

enum { WAIT_MS = 1000, WAITS_MAX = 120, SAMPLES_MIN = 1000 };

static struct text sentences[4];

static struct voice *begin(const char *program, const char *first, const char *second)
{
    struct voice *voice = voice_new(program);

    assert_non_null(voice);
    sentences[0] = text_of(first);
    sentences[1] = text_of(second);
    voice_begin(voice, sentences, second ? 2 : 1);
    return voice;
}

/* Turns at `now_ms`, which stands, until it is quiet or `until` is reached. */
static void turn_until(struct voice *voice, enum speech_state until, int64_t now_ms)
{
    for (int i = 0; i < WAITS_MAX; i++) {
        (void)voice_turn(voice, now_ms);
        if (voice_speech(voice)->state == until) {
            return;
        }
        struct pollfd news = {.fd = voice_fd(voice), .events = POLLIN};
        (void)poll(&news, 1, WAIT_MS);
    }
    fail_msg("the voice never came to state %d", until);
}

static void it_says_one_sentence_after_the_other(void **state)
{
    struct voice *voice = begin(FAKE_VOICE, "one", "two");

    (void)state;
    turn_until(voice, SPEECH_QUIET, 0);
    assert_false(voice_speech(voice)->failed);
    assert_int_equal(voice_speech(voice)->at, 2);
    assert_int_equal(voice_fd(voice), -1); /* the process is gone with the reading */
    voice_free(voice);
}

static void one_that_dies_is_started_once_more(void **state)
{
    struct voice *voice = begin(FAKE_VOICE, "one", "die");

    (void)state;
    turn_until(voice, SPEECH_QUIET, 0);
    assert_true(voice_speech(voice)->failed);
    voice_free(voice);
}

static void one_that_lies_or_fails_is_given_up(void **state)
{
    (void)state;
    struct voice *voice = begin(FAKE_VOICE, "lie", NULL);
    turn_until(voice, SPEECH_QUIET, 0);
    assert_true(voice_speech(voice)->failed);
    voice_free(voice);
    voice = begin(FAKE_VOICE, "fail", NULL);
    turn_until(voice, SPEECH_QUIET, 0);
    assert_true(voice_speech(voice)->failed);
    voice_free(voice);
}

static void one_that_hangs_is_killed(void **state)
{
    struct voice *voice = begin(FAKE_VOICE, "hang", NULL);

    (void)state;
    (void)voice_turn(voice, 0);
    assert_int_equal(voice_due_ms(voice), SPEECH_BEGIN_MS);
    (void)voice_turn(voice, SPEECH_BEGIN_MS);
    assert_int_equal(voice_speech(voice)->state, SPEECH_LOADING); /* a new one */
    (void)voice_turn(voice, 2 * SPEECH_BEGIN_MS);
    assert_int_equal(voice_speech(voice)->state, SPEECH_QUIET);
    assert_true(voice_speech(voice)->failed);
    assert_int_equal(voice_fd(voice), -1);
    voice_free(voice);
}

static void a_program_that_is_missing_is_given_up(void **state)
{
    struct voice *voice = begin("/nonexistent/noticepoint-voice", "one", NULL);

    (void)state;
    turn_until(voice, SPEECH_QUIET, 0);
    assert_true(voice_speech(voice)->failed);
    voice_free(voice);
}

static void hush_ends_it_in_the_midst_of_a_sentence(void **state)
{
    struct voice *voice = begin(FAKE_VOICE, "mute", NULL);

    (void)state;
    turn_until(voice, SPEECH_SPEAKING, 0);
    voice_set_volume(voice, 5);
    voice_hush(voice);
    assert_int_equal(voice_speech(voice)->state, SPEECH_QUIET);
    assert_false(voice_speech(voice)->failed);
    assert_false(voice_turn(voice, 10));
    voice_free(voice);
}

static void commands_and_events_survive_the_pipe(void **state)
{
    uint8_t bytes[VOICE_HEAD_BYTES + VOICE_TEXT_BYTES_MAX];
    const struct voice_command say = {VOICE_SAY, 4, 77, text_of("你好")};
    const struct voice_command empty = {.kind = VOICE_SAY, .volume = 3};
    struct voice_command got;
    struct voice_event event = {VOICE_ENDED, 0x01020304}, back;
    size_t size = 0, text_size = 0;

    (void)state;
    assert_ok(voice_command_encode(&say, bytes, &size));
    assert_ok(voice_head_decode(bytes, &got, &text_size));
    assert_int_equal(got.kind, VOICE_SAY);
    assert_int_equal(got.volume, 4);
    assert_int_equal(got.serial, 77);
    assert_int_equal(text_size, 6);
    assert_int_equal(size, VOICE_HEAD_BYTES + 6);
    assert_err(ERR_INVALID, voice_command_encode(&empty, bytes, &size));
    bytes[1] = VOICE_VOLUME_MAX + 1;
    assert_err(ERR_INVALID, voice_head_decode(bytes, &got, &text_size));
    memset(bytes, 0xff, VOICE_HEAD_BYTES);
    assert_err(ERR_INVALID, voice_head_decode(bytes, &got, &text_size));
    voice_event_encode(&event, bytes);
    assert_ok(voice_event_decode(bytes, &back));
    assert_int_equal(back.serial, event.serial);
    bytes[2] = 1;
    assert_err(ERR_INVALID, voice_event_decode(bytes, &back));
}

#ifdef REAL_VOICE
/* Into a file instead of a loudspeaker. */
static size_t samples_heard(struct arena *arena, const char *path)
{
    struct bytes bytes = file_bytes(arena, path);
    size_t heard = 0;

    for (size_t i = 0; i + 1 < bytes.size; i += 2) {
        heard += bytes.data[i] != 0 || bytes.data[i + 1] != 0;
    }
    return heard;
}

static void the_real_voice_makes_sound(void **state)
{
    struct arena arena;
    char folder[TEMP_PATH_BYTES_MAX];

    (void)state;
    assert_ok(arena_init(&arena, TEST_ARENA_BYTES));
    temp_folder_make(folder);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", temp_path(folder, "heard.raw"), 1);
    struct voice *voice = begin(REAL_VOICE, "好", "请到 yin2 hang2 ");
    turn_until(voice, SPEECH_SPEAKING, 0);
    turn_until(voice, SPEECH_QUIET, 1);
    assert_false(voice_speech(voice)->failed);
    assert_true(samples_heard(&arena, temp_path(folder, "heard.raw")) > SAMPLES_MIN);
    voice_free(voice);
    folder_remove(folder);
    arena_deinit(&arena);
}

static void a_voice_without_a_sound_device_fails_and_is_told(void **state)
{
    (void)state;
    setenv("SDL_AUDIODRIVER", "no-such-driver", 1);
    struct voice *voice = begin(REAL_VOICE, "好", NULL);
    turn_until(voice, SPEECH_QUIET, 0);
    assert_true(voice_speech(voice)->failed);
    voice_free(voice);
}

static void a_recording_is_played_to_its_end(void **state)
{
    struct arena arena;
    char folder[TEMP_PATH_BYTES_MAX];
    int fd = open(TONE, O_RDONLY | O_CLOEXEC);
    struct voice *voice = voice_new(REAL_VOICE);

    (void)state;
    assert_true(fd >= 0);
    assert_ok(arena_init(&arena, TEST_ARENA_BYTES));
    temp_folder_make(folder);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", temp_path(folder, "heard.raw"), 1);
    voice_begin_recording(voice, fd);
    turn_until(voice, SPEECH_SPEAKING, 0);
    turn_until(voice, SPEECH_QUIET, 1);
    assert_false(voice_speech(voice)->failed);
    assert_true(samples_heard(&arena, temp_path(folder, "heard.raw")) > SAMPLES_MIN);
    voice_free(voice);
    close(fd);
    folder_remove(folder);
    arena_deinit(&arena);
}

static void what_is_no_recording_is_not_played(void **state)
{
    char name[] = "/tmp/noticepoint-sound-XXXXXX";
    int fd = mkstemp(name);
    struct voice *voice = voice_new(REAL_VOICE);

    (void)state;
    assert_true(fd >= 0);
    unlink(name);
    assert_int_equal(write(fd, "OggS nonsense", 13), 13);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    voice_begin_recording(voice, fd);
    turn_until(voice, SPEECH_QUIET, 0);
    assert_true(voice_speech(voice)->failed);
    voice_free(voice);
    close(fd);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(it_says_one_sentence_after_the_other),
        TEST_PLAIN(one_that_dies_is_started_once_more),
        TEST_PLAIN(one_that_lies_or_fails_is_given_up),
        TEST_PLAIN(one_that_hangs_is_killed),
        TEST_PLAIN(a_program_that_is_missing_is_given_up),
        TEST_PLAIN(hush_ends_it_in_the_midst_of_a_sentence),
        TEST_PLAIN(commands_and_events_survive_the_pipe),
#ifdef REAL_VOICE
        TEST_PLAIN(the_real_voice_makes_sound),
        TEST_PLAIN(a_voice_without_a_sound_device_fails_and_is_told),
        TEST_PLAIN(a_recording_is_played_to_its_end),
        TEST_PLAIN(what_is_no_recording_is_not_played),
#endif
    };
    signal(SIGPIPE, SIG_IGN); /* as the kiosk does: a voice may be gone before it is asked */
    return cmocka_run_group_tests_name("voice", tests, NULL, NULL);
}
