/* A page is read aloud when somebody asks for it, and is quiet at a tap, on another page, at night
 * and when the screen is wiped. */
#include "glass.h"

#include <unistd.h>

#include "blob_key.h"
#include "hash.h"

enum { AWAIT_TURNS_MAX = 20000 };

static const struct model_voice *voice_of(const struct glass *glass)
{
    return &app_model(glass->app)->voice;
}

/* Turns until the sentence `line` is being read. */
static void await_line(struct glass *glass, uint32_t line)
{
    for (int turns = 0; voice_of(glass)->line < line; turns++) {
        assert_true(turns < AWAIT_TURNS_MAX);
        assert_true(voice_of(glass)->on);
        usleep(1000);
        glass_turn(glass);
    }
}

static void await_quiet(struct glass *glass)
{
    for (int turns = 0; voice_of(glass)->on; turns++) {
        assert_true(turns < AWAIT_TURNS_MAX);
        usleep(1000);
        glass_turn(glass);
    }
}

static void open_item(struct glass *glass, const char *program)
{
    glass->voice = program;
    glass_restart(glass);
    glass_tap_word(glass, TX_TILE_BOARD);
    glass_tap(glass, text_of("工作经费收支"));
    assert_int_equal(app_model(glass->app)->place.page, PAGE_ITEM);
}

static void begin_reading(struct glass *glass)
{
    open_item(glass, ENDLESS_VOICE);
    glass_tap_word(glass, TX_ALOUD);
    assert_true(voice_of(glass)->on);
    await_line(glass, 1);
}

static void without_a_voice_there_is_no_button(void **state)
{
    struct glass *glass = *state;

    open_item(glass, NULL);
    assert_false(glass_shows(glass, word(TX_ALOUD)));
}

static void the_sentence_being_read_is_marked_and_can_be_made_louder(void **state)
{
    struct glass *glass = *state;

    begin_reading(glass);
    assert_true(voice_of(glass)->whole.size > 0);
    assert_true(voice_of(glass)->to > voice_of(glass)->from);
    assert_int_equal(voice_of(glass)->volume, 3);
    glass_tap_word(glass, TX_ALOUD_LOUDER);
    glass_tap_word(glass, TX_ALOUD_LOUDER);
    glass_tap_word(glass, TX_ALOUD_LOUDER); /* the loudest stays the loudest */
    assert_int_equal(voice_of(glass)->volume, MODEL_VOLUME_MAX);
    assert_true(voice_of(glass)->on);
    glass_tap_word(glass, TX_ALOUD_SOFTER);
    assert_int_equal(voice_of(glass)->volume, MODEL_VOLUME_MAX - 1);
}

static void it_is_read_to_its_end_and_is_quiet(void **state)
{
    struct glass *glass = *state;

    open_item(glass, FAKE_VOICE);
    glass_tap_word(glass, TX_ALOUD);
    await_quiet(glass);
    assert_false(glass_shows(glass, word(TX_ALOUD_FAILED)));
    assert_true(glass_shows(glass, word(TX_ALOUD)));
}

static void the_board_is_read_from_its_bar(void **state)
{
    struct glass *glass = *state;

    glass->voice = ENDLESS_VOICE;
    glass_restart(glass);
    glass_tap_word(glass, TX_TILE_BOARD);
    assert_false(glass_shows(glass, word(TX_ALOUD_STOP)));
    glass_tap_word(glass, TX_ALOUD);
    await_line(glass, 1);
    assert_true(glass_shows(glass, word(TX_ALOUD_STOP)));
    assert_true(voice_of(glass)->whole.size > 0);
    glass_tap_word(glass, TX_ALOUD_STOP);
    assert_false(voice_of(glass)->on);
    assert_true(glass_shows(glass, word(TX_ALOUD)));
}

static void a_tap_anywhere_stops_it(void **state)
{
    struct glass *glass = *state;

    begin_reading(glass);
    glass_tap_word(glass, TX_ALOUD_STOP);
    assert_false(voice_of(glass)->on);
    glass_tap_word(glass, TX_ALOUD);
    await_line(glass, 1);
    glass_finger(glass, INPUT_DOWN, 540, 500);
    glass_finger(glass, INPUT_UP, 540, 500);
    assert_false(voice_of(glass)->on);
    assert_int_equal(voice_of(glass)->whole.size, 0);
}

static void another_page_is_quiet(void **state)
{
    struct glass *glass = *state;

    begin_reading(glass);
    glass_tap_word(glass, TX_BACK);
    assert_int_equal(app_model(glass->app)->place.page, PAGE_BOARD);
    assert_false(voice_of(glass)->on);
}

static void whoever_listens_is_not_wiped_away_and_whoever_left_is(void **state)
{
    struct glass *glass = *state;

    begin_reading(glass);
    glass_tap_word(glass, TX_ALOUD_LOUDER);
    glass_pass(glass, 5 * 60 * 1000); /* longer than the screen would wait */
    assert_true(voice_of(glass)->on);
    assert_int_equal(app_model(glass->app)->place.page, PAGE_ITEM);
    for (int i = 0; i < 20 && app_model(glass->app)->place.page == PAGE_ITEM; i++) {
        glass_pass(glass, 60 * 1000);
    }
    assert_int_equal(app_model(glass->app)->place.page, PAGE_HOME);
    assert_false(voice_of(glass)->on);
    assert_int_equal(voice_of(glass)->volume, 3); /* the next person begins anew */
}

static void at_night_nothing_sounds(void **state)
{
    struct glass *glass = *state;

    begin_reading(glass);
    glass->moment.raw_ms = at("2026-11-12 23:30") * 1000;
    glass_turn(glass);
    assert_false(voice_of(glass)->on);
    assert_true(glass_shows(glass, word(TX_ALOUD_NIGHT)));
    assert_false(glass_shows(glass, word(TX_ALOUD)));
}

static void a_voice_that_cannot_speak_is_told(void **state)
{
    struct glass *glass = *state;

    open_item(glass, "/nonexistent/noticepoint-voice");
    glass_tap_word(glass, TX_ALOUD);
    await_quiet(glass);
    assert_true(glass_shows(glass, word(TX_ALOUD_FAILED)));
}

/* A notice with a recording that holds `sound`. */
static void open_recorded(struct glass *glass, const char *program, const char *sound)
{
    struct hash hash = hash_of(bytes_of_text(sound));
    char key[BLOB_KEY_BYTES];
    const struct recording recording = {.file = bytes_of_text(sound), .seconds = 1};
    const struct notice notice = {.title = text_of("停水通知"),
                                  .text = text_of("明天停水。"),
                                  .recording = text_of(blob_key("recording", &hash, key))};

    site_put(&glass->site, KIND_recording, key, 1, &recording, 0, 0, SIGN_OFFICE);
    site_put(&glass->site, KIND_notice, "notice/water", 1, &notice, 0, 0, SIGN_OFFICE);
    site_flip(&glass->site, glass->site.folder, at("2026-11-12 09:00"));
    glass->voice = program;
    glass_restart(glass);
    glass_tap_word(glass, TX_TILE_NOTICES);
    glass_tap(glass, text_of("停水通知"));
    assert_int_equal(app_model(glass->app)->place.page, PAGE_NOTICE);
}

static void the_offices_own_recording_goes_before_the_voice(void **state)
{
    struct glass *glass = *state;

    open_recorded(glass, ENDLESS_VOICE, "OggS and a voice");
    assert_false(glass_shows(glass, word(TX_ALOUD)));
    glass_tap_word(glass, TX_ALOUD_RECORDING);
    assert_true(voice_of(glass)->on);
    for (int i = 0; i < 50; i++) {
        usleep(1000);
        glass_turn(glass);
    }
    assert_true(voice_of(glass)->on);
    assert_int_equal(voice_of(glass)->line, 0); /* nobody knows where it is in the text */
    glass_tap_word(glass, TX_ALOUD_STOP);
    assert_false(voice_of(glass)->on);
}

static void a_recording_is_played_to_its_end(void **state)
{
    struct glass *glass = *state;

    open_recorded(glass, FAKE_VOICE, "OggS and a voice");
    glass_tap_word(glass, TX_ALOUD_RECORDING);
    await_quiet(glass);
    assert_false(glass_shows(glass, word(TX_ALOUD_FAILED)));
}

static void a_recording_that_cannot_be_played_gives_way_to_the_voice(void **state)
{
    struct glass *glass = *state;

    open_recorded(glass, ENDLESS_VOICE, "no sound at all");
    glass_tap_word(glass, TX_ALOUD_RECORDING);
    await_line(glass, 1);
    assert_true(voice_of(glass)->whole.size > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_voice_there_is_no_button, glass),
        TEST(the_sentence_being_read_is_marked_and_can_be_made_louder, glass),
        TEST(it_is_read_to_its_end_and_is_quiet, glass),
        TEST(the_board_is_read_from_its_bar, glass),
        TEST(a_tap_anywhere_stops_it, glass),
        TEST(another_page_is_quiet, glass),
        TEST(whoever_listens_is_not_wiped_away_and_whoever_left_is, glass),
        TEST(at_night_nothing_sounds, glass),
        TEST(a_voice_that_cannot_speak_is_told, glass),
        TEST(the_offices_own_recording_goes_before_the_voice, glass),
        TEST(a_recording_is_played_to_its_end, glass),
        TEST(a_recording_that_cannot_be_played_gives_way_to_the_voice, glass),
    };
    return cmocka_run_group_tests_name("aloud", tests, NULL, NULL);
}
