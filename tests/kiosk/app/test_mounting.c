/* The picture's turn and the touches' map are tried before they are kept, and outlive a restart. */
#include <stdlib.h>

#include "app_parts.h"
#include "device.h"
#include "support.h"

struct bench {
    struct app app;
    struct app_secret secret;
    struct input input;
};

static int bench_setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    bool started_over;
    char *folder = NULL;

    assert_non_null(b);
    assert_int_equal(temp_folder_setup((void **)&folder), 0);
    b->app.secret = &b->secret;
    b->app.model = &b->secret.model;
    b->app.options.data = folder;
    b->secret.model.staff.in = true;
    b->secret.model.place.page = PAGE_STAFF_PANEL;
    assert_ok(screen_open_memory(400, 300, &b->app.screen));
    assert_ok(device_open(temp_path(folder, "device"), STORE_WRITE, DEVICE_MAP_BYTES_DEFAULT,
                          &b->app.folder.device, &started_over, NULL));
    app_mounting_open(&b->app);
    *state = b;
    return 0;
}

static int bench_teardown(void **state)
{
    struct bench *b = *state;
    void *folder = (void *)(uintptr_t)b->app.options.data;

    store_close(b->app.folder.device);
    screen_close(b->app.screen);
    free(b);
    return temp_folder_teardown(&folder);
}

static void act(struct bench *b, enum intent_kind kind)
{
    const struct intent intent = {.kind = kind};
    app_mounting_act(&b->app, &intent, &b->input);
}

static void pass(struct bench *b, int64_t ms)
{
    b->app.now_ms += ms;
    app_mounting_step(&b->app);
}

static const struct model_panel *shown(const struct bench *b)
{
    return &b->secret.model.staff.panel;
}

static int width(const struct bench *b)
{
    return screen_surface(b->app.screen).w;
}

/* Aims at every cross as a panel feels it that is moved by an eighth and half as wide. */
static void aim_all(struct bench *b, bool badly)
{
    act(b, INTENT_PANEL_AIM);
    for (size_t i = 0; i < MOUNTING_AIMS; i++) {
        struct touch_place target = mounting_target(i);
        assert_int_equal(shown(b)->target_x, target.x);
        b->input.felt.x = badly && i == 4 ? 0 : target.x / 2 + TOUCH_ONE / 8;
        b->input.felt.y = target.y;
        act(b, INTENT_PANEL_POINT);
    }
}

static void a_turn_goes_back_unless_somebody_says_that_it_is_right(void **state)
{
    struct bench *b = *state;

    assert_int_equal(width(b), 400);
    act(b, INTENT_PANEL_TURN);
    assert_int_equal(width(b), 300);
    assert_true(shown(b)->trying);
    pass(b, MOUNTING_TRY_S * 1000 - 1);
    assert_int_equal(width(b), 300);
    pass(b, 1);
    assert_int_equal(width(b), 400);
    assert_int_equal(shown(b)->said, PANEL_SAID_BACK);
}

static void a_turn_that_is_right_outlives_a_restart(void **state)
{
    struct bench *b = *state;

    act(b, INTENT_PANEL_TURN);
    act(b, INTENT_PANEL_KEEP);
    assert_int_equal(shown(b)->said, PANEL_SAID_KEPT);
    pass(b, 60 * 1000);
    assert_int_equal(width(b), 300);
    screen_set_turn(b->app.screen, TURN_NONE);
    app_mounting_open(&b->app);
    assert_int_equal(width(b), 300);
}

static void leaving_the_page_or_staff_mode_takes_back_what_is_tried(void **state)
{
    struct bench *b = *state;

    act(b, INTENT_PANEL_TURN);
    b->secret.model.place.page = PAGE_HOME;
    pass(b, 1);
    assert_int_equal(width(b), 400);
    b->secret.model.place.page = PAGE_STAFF_PANEL;
    b->secret.model.staff.in = false;
    act(b, INTENT_PANEL_TURN); /* nobody is in */
    assert_int_equal(width(b), 400);
}

static void five_touches_put_the_panel_right(void **state)
{
    struct bench *b = *state;

    aim_all(b, false);
    assert_true(shown(b)->trying);
    struct touch_place at =
        touch_map_apply(&b->app.panel.finger, (struct touch_place){TOUCH_ONE / 8, TOUCH_ONE / 2});
    assert_in_range(at.x + 100, 0, 200); /* what it feels at an eighth is its left edge */
    assert_true(touch_map_is_none(&b->app.panel.mouse));
    act(b, INTENT_PANEL_KEEP);
    b->app.panel = mounting_none();
    app_mounting_open(&b->app);
    assert_false(touch_map_is_none(&b->app.panel.finger));
}

static void a_touch_astray_changes_nothing(void **state)
{
    struct bench *b = *state;

    aim_all(b, true);
    assert_int_equal(shown(b)->said, PANEL_SAID_ASTRAY);
    assert_false(shown(b)->trying);
    assert_true(touch_map_is_none(&b->app.panel.finger));
}

static void nobody_who_aims_is_waited_for_a_minute(void **state)
{
    struct bench *b = *state;

    act(b, INTENT_PANEL_AIM);
    pass(b, MOUNTING_AIM_S * 1000 - 1);
    assert_true(shown(b)->aiming);
    pass(b, 1);
    assert_false(shown(b)->aiming);
}

static void what_is_kept_and_not_sane_is_as_none(void **state)
{
    static const uint8_t bad[][49] = {{9}, {TURN_RIGHT, 0xff}};
    struct bench *b = *state;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct txn *txn = NULL;
        assert_ok(txn_begin_write(b->app.folder.device, &txn));
        assert_ok(device_note_panel(txn, bytes_of(bad[i], sizeof bad[i])));
        assert_ok(txn_commit(txn));
        struct mounting mounting = mounting_read(b->app.folder.device);
        assert_true(touch_map_is_none(&mounting.finger));
        assert_int_equal(mounting.turn, i == 0 ? TURN_NONE : TURN_RIGHT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_turn_goes_back_unless_somebody_says_that_it_is_right, bench),
        TEST(a_turn_that_is_right_outlives_a_restart, bench),
        TEST(leaving_the_page_or_staff_mode_takes_back_what_is_tried, bench),
        TEST(five_touches_put_the_panel_right, bench),
        TEST(a_touch_astray_changes_nothing, bench),
        TEST(nobody_who_aims_is_waited_for_a_minute, bench),
        TEST(what_is_kept_and_not_sane_is_as_none, bench),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
