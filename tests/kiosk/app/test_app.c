/* A finger's path over the glass: reading, writing a letter, looking it up, the held corner. */
#include "glass.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "outbox.h"

static enum page_id page_of(const struct glass *glass)
{
    return app_model(glass->app)->place.page;
}

static uint64_t waiting(struct glass *glass)
{
    struct store *device;
    struct outbox_figures figures;
    struct txn *txn;
    bool started_over;

    assert_ok(device_open(temp_path(glass->site.folder, "device"), STORE_READ,
                          DEVICE_MAP_BYTES_DEFAULT, &device, &started_over, NULL));
    assert_ok(txn_begin_read(device, &txn));
    assert_ok(outbox_figures(txn, &figures));
    txn_abort(txn);
    store_close(device);
    return figures.waiting;
}

/* From home to the page that shows a letter before it is handed in. */
static void write_letter(struct glass *glass)
{
    glass_tap_word(glass, TX_MAILBOX_TITLE);
    glass_tap_word(glass, TX_WRITE_SECOND);
    assert_int_equal(page_of(glass), PAGE_WRITE);
    glass_tap_word(glass, TX_CATEGORY_0);
    glass_tap_word(glass, TX_INPUT_PHRASES);
    glass_tap(glass, word_phrase(0, 0));
    glass_tap(glass, word_phrase(0, 1));
    glass_tap_word(glass, TX_NEXT_STEP);
    assert_int_equal(page_of(glass), PAGE_CONTACT);
    glass_tap_word(glass, TX_NEXT_REVIEW);
    assert_int_equal(page_of(glass), PAGE_REVIEW);
}

static void a_finger_reads_an_item_from_home(void **state)
{
    struct glass *glass = *state;

    assert_true(glass_shows(glass, text_of("555-0100"))); /* G10, on every screen */
    glass_tap_word(glass, TX_TILE_BOARD);
    assert_int_equal(page_of(glass), PAGE_BOARD);
    glass_tap(glass, text_of("工作经费收支"));
    assert_int_equal(page_of(glass), PAGE_ITEM);
    assert_int_equal(app_model(glass->app)->item.state, ITEM_SHOWN);
    assert_true(glass_shows(glass, text_of("555-0100")));
    glass_tap_word(glass, TX_BACK);
    assert_int_equal(page_of(glass), PAGE_BOARD);
    glass_tap_word(glass, TX_HOME);
    assert_int_equal(page_of(glass), PAGE_HOME);
}

static void a_letter_by_finger_gives_a_receipt_that_finds_it(void **state)
{
    struct glass *glass = *state;
    char digits[RECEIPT_DIGITS + 1];

    write_letter(glass);
    glass_tap_word(glass, TX_SUBMIT);
    glass_await(glass, PAGE_RECEIPT);
    const struct model *model = app_model(glass->app);
    assert_int_equal(model->receipt.state, LETTER_KEPT);
    assert_true(model->receipt.just_submitted);
    assert_int_equal(model->draft.text.size, 0);
    memcpy(digits, model->receipt.digits, sizeof digits);
    assert_int_equal(waiting(glass), 1);
    assert_true(glass_shows(glass, text_slice(text_of(digits), 0, 4)));
    glass_tap_word(glass, TX_DONE_CLEAR);
    assert_int_equal(page_of(glass), PAGE_HOME);
    assert_int_equal(model->receipt.digits[0], 0);

    glass_tap_word(glass, TX_MAILBOX_TITLE);
    glass_tap_word(glass, TX_LOOKUP_SECOND);
    assert_int_equal(page_of(glass), PAGE_LOOKUP);
    for (int i = 0; i < RECEIPT_DIGITS; i++) {
        glass_tap(glass, text_slice(text_of(digits), (size_t)i, (size_t)i + 1));
    }
    glass_tap_word(glass, TX_LOOKUP_GO);
    glass_await(glass, PAGE_RECEIPT);
    assert_int_equal(model->receipt.state, LETTER_KEPT);
    glass_tap_word(glass, TX_RETRACT);
    glass_tap_word(glass, TX_RETRACT_YES);
    assert_int_equal(model->receipt.state, LETTER_RETRACTED);
    assert_int_equal(waiting(glass), 2);
}

static void typing_adds_to_the_letter(void **state)
{
    struct glass *glass = *state;

    glass_tap_word(glass, TX_MAILBOX_TITLE);
    glass_tap_word(glass, TX_WRITE_SECOND);
    glass_tap_word(glass, TX_CATEGORY_0);
    glass_type(glass, "门口有积水");
    assert_text(textfield_text(&app_model(glass->app)->draft.text), "门口有积水");
}

static void the_held_corner_leads_to_the_pin_and_a_tap_does_not(void **state)
{
    struct glass *glass = *state;

    glass_hold(glass, 60, 60, 100);
    assert_int_equal(page_of(glass), PAGE_HOME);
    glass_hold(glass, 60, 60, 5000);
    assert_int_equal(page_of(glass), PAGE_STAFF_PIN);
    assert_true(glass_shows(glass, text_of("王建国")));
}

/* First use: code, PIN twice, passphrase twice. */
static void enter_staff(struct glass *glass)
{
    const struct model *model = app_model(glass->app);

    glass_hold(glass, 60, 60, 5000);
    glass_tap(glass, text_of("王建国"));
    assert_true(model->staff.activating);
    glass_type(glass, "1234567890123456");
    glass_tap_word(glass, TX_CONFIRM);
    for (int i = 0; i < 5000 && model->staff.activation_step == 0; i++) {
        usleep(1000);
        glass_turn(glass);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(model->staff.activation_step, 1 + i);
        glass_type(glass, "246810");
        glass_tap_word(glass, TX_CONFIRM);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(model->staff.activation_step, 3 + i);
        glass_type(glass, "梧桐树下十里长街灯火");
        glass_tap_word(glass, TX_CONFIRM);
    }
    glass_await(glass, PAGE_STAFF);
}

static void staff_pages_open_only_after_the_pin(void **state)
{
    struct glass *glass = *state;

    enter_staff(glass);
    assert_true(app_model(glass->app)->staff.in);
    assert_true(app_model(glass->app)->staff.vault_open);
}

/* ---- idling ---- */

static void an_idle_screen_warns_then_wipes_and_returns(void **state)
{
    struct glass *glass = *state;
    const struct model *model = app_model(glass->app);

    write_letter(glass);
    glass_pass(glass, 59 * 1000);
    assert_int_equal(model->idle_left_ms, -1);
    glass_pass(glass, 2 * 1000);
    assert_true(model->idle_left_ms > 0);
    assert_true(glass_shows(glass, word(TX_IDLE_TITLE)));
    glass_tap_word(glass, TX_IDLE_STAY);
    assert_int_equal(model->idle_left_ms, -1);
    assert_int_equal(page_of(glass), PAGE_REVIEW);
    glass_pass(glass, 79 * 1000);
    assert_int_equal(page_of(glass), PAGE_REVIEW);
    glass_pass(glass, 2 * 1000);
    assert_int_equal(page_of(glass), PAGE_HOME);
    assert_int_equal(model->draft.text.size, 0);
    assert_int_equal(model->draft.category, -1);
}

static void the_warning_offers_to_wipe_at_once(void **state)
{
    struct glass *glass = *state;

    write_letter(glass);
    glass_pass(glass, 65 * 1000);
    glass_tap_word(glass, TX_IDLE_DISCARD);
    assert_int_equal(page_of(glass), PAGE_HOME);
    assert_int_equal(app_model(glass->app)->draft.text.size, 0);
}

static void an_idle_home_page_draws_nothing_between_minutes(void **state)
{
    struct glass *glass = *state;
    uint64_t frames = app_frames(glass->app);

    assert_int_equal(app_timeout_ms(glass->app, glass->now_ms, &glass->moment), 60 * 1000);
    glass_pass(glass, 30 * 1000);
    assert_int_equal(app_frames(glass->app), frames);
    assert_int_equal(app_timeout_ms(glass->app, glass->now_ms, &glass->moment), 30 * 1000);
    glass_pass(glass, 30 * 1000);
    assert_int_equal(app_frames(glass->app), frames + 1); /* the clock on the glass */
}

static void larger_letters_go_back_when_the_person_has_left(void **state)
{
    struct glass *glass = *state;

    glass_tap_word(glass, TX_SCALE_LARGE);
    assert_int_equal(app_model(glass->app)->scale, SCALE_LARGE);
    glass_pass(glass, 81 * 1000);
    assert_int_equal(app_model(glass->app)->scale, SCALE_STANDARD);
}

/* ---- nobody is there ---- */

static void slides_go_by_when_nobody_came_for_minutes(void **state)
{
    struct glass *glass = *state;
    uint64_t frames;

    glass_pass(glass, (ATTRACT_AFTER_S - 60) * 1000);
    assert_int_equal(page_of(glass), PAGE_HOME);
    glass_pass(glass, 120 * 1000);
    assert_int_equal(page_of(glass), PAGE_ATTRACT);
    frames = app_frames(glass->app);
    glass_pass(glass, 30 * 1000);
    assert_true(app_frames(glass->app) - frames <= 1); /* with the clock, and not in between */
    glass_hold(glass, 540, 900, 20);
    assert_int_equal(page_of(glass), PAGE_HOME);
}

static void the_glass_can_be_wiped_for_a_minute(void **state)
{
    struct glass *glass = *state;

    enter_staff(glass);
    glass_tap_word(glass, TX_CLEANING);
    assert_int_equal(page_of(glass), PAGE_CLEANING);
    assert_false(app_model(glass->app)->staff.in);
    glass_hold(glass, 540, 1800, 20); /* the cloth */
    assert_int_equal(page_of(glass), PAGE_CLEANING);
    glass_pass(glass, (CLEANING_S - 5) * 1000);
    assert_int_equal(page_of(glass), PAGE_CLEANING);
    glass_pass(glass, 6 * 1000);
    assert_int_equal(page_of(glass), PAGE_HOME);
}

/* ---- an opinion on an item ---- */

static void what_is_written_from_an_item_is_an_opinion_on_it(void **state)
{
    struct glass *glass = *state;
    const struct model *model = app_model(glass->app);

    glass_tap_word(glass, TX_TILE_BOARD);
    glass_tap(glass, text_of("社区工作经费收支"));
    glass_tap_word(glass, TX_ASK_SHORT);
    assert_int_equal(page_of(glass), PAGE_WRITE);
    assert_true(draft_is_opinion(&model->draft));
    assert_true(glass_shows(glass, word(TX_OPINION_SHOWN)));
    glass_tap_word(glass, TX_BACK_STEP);
    glass_tap_word(glass, TX_HOME);
    glass_tap_word(glass, TX_TILE_MAILBOX);
    glass_tap_word(glass, TX_WRITE_TITLE);
    assert_false(draft_is_opinion(&model->draft)); /* nothing was written: begun anew */
}

/* ---- care of the panel ---- */

static void go_to_night(struct glass *glass)
{
    glass_pass(glass, (at("2026-11-12 23:00") - at("2026-11-12 10:00")) * 1000);
    glass_pass(glass, 1000);
}

static void at_night_the_screen_rests_and_the_first_touch_only_wakes_it(void **state)
{
    struct glass *glass = *state;

    glass_pass(glass, (at("2026-11-12 22:59") - at("2026-11-12 10:00")) * 1000);
    assert_false(app_is_dark(glass->app));
    glass_pass(glass, 60 * 1000);
    assert_true(app_is_dark(glass->app));
    assert_int_equal(app_draws(glass->app)->command_count, 0);
    glass_hold(glass, 540, 1300, 20); /* where the mailbox's card stands by day */
    assert_false(app_is_dark(glass->app));
    assert_int_equal(page_of(glass), PAGE_HOME);
    assert_true(glass_shows(glass, word(TX_TILE_MAILBOX)));
}

static void whoever_is_there_at_night_is_not_left_in_the_dark(void **state)
{
    struct glass *glass = *state;

    go_to_night(glass);
    glass_hold(glass, 540, 5, 20);
    glass_tap_word(glass, TX_TILE_MAILBOX);
    glass_pass(glass, 70 * 1000); /* the warning stands */
    assert_false(app_is_dark(glass->app));
    glass_pass(glass, 11 * 1000); /* wiped; the person has left */
    glass_pass(glass, 81 * 1000);
    assert_true(app_is_dark(glass->app));
    glass_pass(glass, (at("2026-11-13 05:30") - at("2026-11-12 23:00")) * 1000);
    assert_false(app_is_dark(glass->app));
}

static void the_picture_moves_a_little_while_nobody_looks(void **state)
{
    struct glass *glass = *state;
    struct rect before = app_draws(glass->app)->commands[0].rect, now = before;
    int moves = 0;

    for (int i = 0; i < 12; i++) {
        glass_pass(glass, 6 * 60 * 1000);
        struct rect next = app_draws(glass->app)->commands[0].rect;
        assert_true(abs(next.x - now.x) <= 2 && abs(next.y - now.y) <= 2);
        moves += next.x != now.x || next.y != now.y;
        now = next;
    }
    assert_true(moves >= 11);
    glass_hold(glass, 540, 900, 20); /* slides go by: any touch brings the home page */
    glass_tap_word(glass, TX_TILE_MAILBOX);
    now = app_draws(glass->app)->commands[0].rect;
    glass_pass(glass, 60 * 1000);
    assert_int_equal(app_draws(glass->app)->commands[0].rect.x, now.x);
}

static void a_blank_picture_is_painted_anew_within_the_minute(void **state)
{
    struct glass *glass = *state;
    struct surface surface = screen_surface(glass->screen);

    glass_pass(glass, 60 * 1000);
    assert_int_equal(app_blanks(glass->app), 0);
    memset(surface.pixels, 0, (size_t)surface.stride * (size_t)surface.h * sizeof *surface.pixels);
    glass_pass(glass, 10 * 1000);
    assert_int_equal(app_blanks(glass->app), 0); /* not looked at yet */
    memset(surface.pixels, 0, (size_t)surface.stride * (size_t)surface.h * sizeof *surface.pixels);
    glass_pass(glass, 50 * 1000);
    assert_int_equal(app_blanks(glass->app), 1);
    assert_int_not_equal(surface.pixels[(size_t)surface.stride * 300 + 300], 0);
}

static void a_picture_that_does_not_reach_the_display_is_painted_and_opened_anew(void **state)
{
    struct glass *glass = *state;

    screen_set_frozen(glass->screen, false); /* the display is looked at from here on */
    glass_pass(glass, 60 * 1000);
    assert_int_equal(app_frozen(glass->app), 0);
    screen_set_frozen(glass->screen, true);
    glass_tap_word(glass, TX_TILE_BOARD); /* another picture, of which nothing arrives */
    glass_pass(glass, 60 * 1000);
    assert_int_equal(app_frozen(glass->app), 1);
    screen_set_frozen(glass->screen, false);
    glass_pass(glass, 60 * 1000); /* painting it anew sufficed */
    assert_in_range(app_frozen(glass->app), 1, 2);
    uint64_t seen = app_frozen(glass->app);
    glass_pass(glass, 60 * 1000);
    assert_int_equal(app_frozen(glass->app), seen);
    screen_set_frozen(glass->screen, true);
    glass_tap_word(glass, TX_TILE_BOARD);
    for (int i = 0; i < 4; i++) { /* nothing helps: a new window every other minute */
        glass_pass(glass, 60 * 1000);
    }
    assert_in_range(app_frozen(glass->app), seen + 2, seen + 4);
    assert_int_equal(app_blanks(glass->app), 0);
}

static void what_the_display_scrolled_by_itself_is_found_right(void **state)
{
    struct glass *glass = *state;
    static const char article[] = "第一条 居委会每月十日把上个月的事写在这里，大家都来看。\n\n";
    char text[60 * sizeof article];
    struct regulation regulation = {.title = text_of("居务公开制度")};

    for (size_t i = 0; i < 60; i++) {
        memcpy(text + i * (sizeof article - 1), article, sizeof article);
    }
    regulation.text = text_of(text);
    site_put(&glass->site, KIND_regulation, "regulation/disclosure", 1, &regulation, 0, 0,
             SIGN_BOTH);
    site_flip(&glass->site, glass->site.folder, at("2026-11-12 09:30"));
    glass_restart(glass);
    screen_set_frozen(glass->screen, false);
    glass_tap_word(glass, TX_TILE_REGULATIONS);
    glass_tap(glass, regulation.title);
    glass_pass(glass, 20 * 1000);
    for (int i = 0; i < 3; i++) {
        glass_finger(glass, INPUT_DOWN, 540, 1400);
        for (int y = 1360; y >= 800; y -= 40) {
            glass_finger(glass, INPUT_MOVE, 540, y);
        }
        glass_finger(glass, INPUT_UP, 540, 800);
        glass_pass(glass, 20 * 1000); /* looked at within the minute */
    }
    glass_pass(glass, 60 * 1000);
    assert_int_equal(app_frozen(glass->app), 0);
    assert_int_equal(app_blanks(glass->app), 0);
}

/* ---- time ---- */

static void midnight_of_the_tenth_opens_the_board(void **state)
{
    struct glass *glass = *state;
    struct disclosure record = plain_item(7, "2026-11", "低保情况", "见附表。");

    site_put(&glass->site, KIND_disclosure, "disclosure/2026-11/07/1", 1, &record,
             at("2026-12-10 00:00"), 0, SIGN_BOTH);
    site_flip(&glass->site, glass->site.folder, at("2026-11-12 10:00"));
    glass->moment.raw_ms = at("2026-12-09 23:59") * 1000;
    glass_restart(glass);
    glass_tap_word(glass, TX_TILE_BOARD);
    assert_int_not_equal(app_model(glass->app)->board.rows[6].state, BOARD_PUBLISHED);
    glass_pass(glass, 60 * 1000);
    assert_int_equal(app_model(glass->app)->board.rows[6].state, BOARD_PUBLISHED);
}

static void a_clock_before_the_floor_is_said_to_be_doubtful(void **state)
{
    struct glass *glass = *state;

    glass->moment.raw_ms = at("2020-01-01 00:00") * 1000;
    glass_restart(glass);
    assert_true(app_model(glass->app)->doubtful);
    assert_true(app_model(glass->app)->now_s >= at("2026-11-01 08:00"));
    assert_true(glass_shows(glass, word(TX_CLOCK_DOUBTFUL)));
}

static void new_content_is_on_the_glass_by_itself(void **state)
{
    struct glass *glass = *state;
    struct disclosure record = plain_item(4, "2026-Q3", "决议执行情况", "三件。");
    uint64_t seq = app_model(glass->app)->site.seq;

    site_put(&glass->site, KIND_disclosure, "disclosure/2026-Q3/04/1", 1, &record,
             at("2026-11-12 09:30"), 0, SIGN_BOTH);
    site_flip(&glass->site, glass->site.folder, at("2026-11-12 10:00"));
    for (int i = 0; i < 5000 && app_model(glass->app)->site.seq == seq; i++) {
        usleep(1000); /* woken by the watching thread; nothing else asks */
        glass_turn(glass);
    }
    assert_int_equal(app_model(glass->app)->site.seq, seq + 1);
    assert_int_equal(app_model(glass->app)->board.rows[3].state, BOARD_PUBLISHED);
}

static void a_letter_kept_before_a_crash_is_told_at_the_next_start(void **state)
{
    struct glass *glass = *state;
    struct store *device;
    struct txn *txn;
    bool started_over;

    assert_ok(device_open(temp_path(glass->site.folder, "device"), STORE_WRITE,
                          DEVICE_MAP_BYTES_DEFAULT, &device, &started_over, NULL));
    assert_ok(txn_begin_write(device, &txn));
    assert_ok(txn_put_number(txn, DEVICE_META, "letters-kept", 1));
    assert_ok(txn_commit(txn));
    store_close(device);
    glass_restart(glass);
    assert_true(text_equal(app_model(glass->app)->message, word(TX_SAY_KEPT_BEFORE)));
    glass_restart(glass);
    assert_int_equal(app_model(glass->app)->message.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_finger_reads_an_item_from_home, glass_sdl_setup,
                                        glass_teardown),
        cmocka_unit_test_setup_teardown(a_letter_by_finger_gives_a_receipt_that_finds_it,
                                        glass_sdl_setup, glass_teardown),
        cmocka_unit_test_setup_teardown(the_held_corner_leads_to_the_pin_and_a_tap_does_not,
                                        glass_sdl_setup, glass_teardown),
        TEST(a_finger_reads_an_item_from_home, glass),
        TEST(a_letter_by_finger_gives_a_receipt_that_finds_it, glass),
        TEST(typing_adds_to_the_letter, glass),
        TEST(the_held_corner_leads_to_the_pin_and_a_tap_does_not, glass),
        TEST(staff_pages_open_only_after_the_pin, glass),
        TEST(an_idle_screen_warns_then_wipes_and_returns, glass),
        TEST(the_warning_offers_to_wipe_at_once, glass),
        TEST(an_idle_home_page_draws_nothing_between_minutes, glass),
        TEST(larger_letters_go_back_when_the_person_has_left, glass),
        TEST(slides_go_by_when_nobody_came_for_minutes, glass),
        TEST(the_glass_can_be_wiped_for_a_minute, glass),
        TEST(what_is_written_from_an_item_is_an_opinion_on_it, glass),
        TEST(at_night_the_screen_rests_and_the_first_touch_only_wakes_it, glass),
        TEST(whoever_is_there_at_night_is_not_left_in_the_dark, glass),
        TEST(the_picture_moves_a_little_while_nobody_looks, glass),
        TEST(a_blank_picture_is_painted_anew_within_the_minute, glass),
        TEST(a_picture_that_does_not_reach_the_display_is_painted_and_opened_anew, glass),
        TEST(what_the_display_scrolled_by_itself_is_found_right, glass),
        TEST(midnight_of_the_tenth_opens_the_board, glass),
        TEST(a_clock_before_the_floor_is_said_to_be_doubtful, glass),
        TEST(new_content_is_on_the_glass_by_itself, glass),
        TEST(a_letter_kept_before_a_crash_is_told_at_the_next_start, glass),
    };
    return cmocka_run_group_tests_name("app", tests, NULL, NULL);
}
