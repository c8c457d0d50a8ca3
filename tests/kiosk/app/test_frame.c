/* The office hears what the resting board looks like: rarely, only when it changed, and nothing of
 * what a person reads or writes. */
#include "glass.h"

#include "file.h"
#include "frame_note.h"
#include "hash.h"

struct noted {
    struct hash frame;
    int64_t at_s;
};

static struct noted noted(struct glass *glass)
{
    struct noted noted;
    struct store *device = NULL;
    struct txn *txn = NULL;
    struct complaint why = {""};
    char path[FILE_PATH_BYTES_MAX];
    bool started_over;

    assert_ok(path_join(path, glass->site.folder, "device"));
    assert_ok_why(
        device_open(path, STORE_READ, DEVICE_MAP_BYTES_DEFAULT, &device, &started_over, &why),
        &why);
    assert_ok(txn_begin_read(device, &txn));
    assert_ok(device_frame(txn, &noted.frame, &noted.at_s));
    txn_abort(txn);
    store_close(device);
    return noted;
}

static void the_first_picture_is_noted_with_its_time(void **state)
{
    struct glass *glass = *state;
    struct noted first;

    app_free(glass->app); /* a store is open once in a process */
    first = noted(glass);
    glass->app = NULL;
    assert_false(hash_is_none(&first.frame));
    assert_int_equal(first.at_s, at("2026-11-12 10:00"));
}

static void another_picture_is_noted_when_the_last_note_is_old(void **state)
{
    struct frame_note note = {.noted = false};
    struct glass *glass = *state;
    struct draw_list list = {.hash = 1};
    struct store *device = NULL;
    struct complaint why = {""};
    char path[FILE_PATH_BYTES_MAX];
    bool started_over;
    struct noted first, again;

    app_free(glass->app);
    glass->app = NULL;
    assert_ok(path_join(path, glass->site.folder, "device"));
#define TURN(now_s, now_ms)                                                                        \
    assert_ok(                                                                                     \
        device_open(path, STORE_WRITE, DEVICE_MAP_BYTES_DEFAULT, &device, &started_over, &why));   \
    frame_note_turn(&note, device, &list, now_s, now_ms);                                          \
    store_close(device)
    TURN(100, 0);
    first = noted(glass);
    assert_int_equal(first.at_s, 100);
    TURN(1000, FRAME_NOTE_MS * 3); /* the same picture */
    again = noted(glass);
    assert_int_equal(again.at_s, 100);
    list.hash = 2;
    TURN(200, FRAME_NOTE_MS - 1); /* too soon */
    assert_int_equal(noted(glass).at_s, 100);
    TURN(300, FRAME_NOTE_MS);
    again = noted(glass);
    assert_int_equal(again.at_s, 300);
    assert_false(hash_equal(&again.frame, &first.frame));
#undef TURN
}

/* A letter on the glass for half an hour leaves no trace in what the office hears. */
static void what_a_person_reads_and_writes_is_not_noted(void **state)
{
    struct glass *glass = *state;
    int64_t began_s = glass->moment.raw_ms / 1000;

    glass_tap_word(glass, TX_MAILBOX_TITLE);
    glass_tap_word(glass, TX_WRITE_SECOND);
    glass_tap_word(glass, TX_CATEGORY_0);
    for (int i = 0; i < 60; i++) {
        glass_type(glass, "灯");
        glass_pass(glass, 30 * 1000);
    }
    assert_int_equal(app_model(glass->app)->place.page, PAGE_WRITE);
    app_free(glass->app);
    glass->app = NULL;
    assert_int_equal(noted(glass).at_s, began_s);
}

/* Ten idle hours: no more notes than the interval allows. */
static void an_idle_board_is_noted_rarely(void **state)
{
    struct glass *glass = *state;
    uint64_t before = app_frames(glass->app);

    for (int i = 0; i < 600; i++) {
        glass_pass(glass, 60 * 1000);
    }
    assert_true(app_frames(glass->app) > before); /* slides go by */
    int64_t ended_s = glass->moment.raw_ms / 1000;
    app_free(glass->app);
    glass->app = NULL;
    struct noted last = noted(glass);
    assert_true(last.at_s > at("2026-11-12 10:00"));
    assert_true(last.at_s <= ended_s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_picture_is_noted_with_its_time, glass),
        TEST(another_picture_is_noted_when_the_last_note_is_old, glass),
        TEST(what_a_person_reads_and_writes_is_not_noted, glass),
        TEST(an_idle_board_is_noted_rarely, glass),
    };
    return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
