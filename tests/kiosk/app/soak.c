/* soak.c - taps at high speed through every page, for as long as one likes: what is held stays
 * flat.
 *
 * usage: soak [--taps N] [--seed S] [--letters N] [--plot FILE.svg]
 *
 * The whole app on screen_memory, with its store, its children and its engines; time is ours, so
 * nothing waits. A tour begins at each place in turn and goes where the taps lead: on targets, on
 * nothing, strokes, drags, keys, typed text, pauses that bring the idle warning, the wipe and the
 * slides. Staff come in by their PIN. After each tour the screen comes to rest, and there what is
 * held must be what was held before. NOTICEPOINT_LONG=1 makes 200 000 taps the default. */
#include "glass.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app_parts.h"
#include "file.h"
#include "image.h"
#include "memory_meter.h"

enum {
    TAPS = 1200,
    TAPS_LONG = 200000,
    TAPS_A_VISIT = 8,
    TOURS_A_LETTER = 8,
    LETTERS = 4,
    TAP_MS = 40,
    REST_MS = 200 * 1000,
    PATIENCE = 20000,             /* turns of a millisecond in which a child answers */
    GROWTH_KIB_MAX = 3 * 1024,    /* after letters (issue 5) */
    UNEVEN_BYTES_MAX = 24 * 1024, /* what faces and decoders may still load late */
    SLOPE_MAX = 1000,             /* 1 KiB per 1 000 taps, in 1/1000 */
};
#define CODE "1234567890123456"
#define PIN "246810"
#define PICTURE "picture/cicjjhmkiplbmpfehdljackbpcjmeabg" /* of tests/sample/ramp.png */
#define PASSPHRASE "梧桐树下十里长街灯火"

static const char *const places[] = {
    "home",
    "board",
    "item/disclosure/2026-10/05/1",
    "ledger/disclosure/2026-10/05/1",
    "compare/disclosure/2026-10/05/1",
    "changes/2026-11",
    "archive/2026/2026-11",
    "meetings",
    "meeting/meeting/2026-11-20-1",
    "duty",
    "building",
    "building/5号楼",
    "organisation",
    "regulations",
    "regulation/regulation/disclosure",
    "notices",
    "notice/notice/water",
    "picture/" PICTURE,
    "mailbox",
    "write",
    "contact",
    "review",
    "receipt/730518462902",
    "lookup",
    "answers",
    "search",
    "take/item/disclosure/2026-10/05/1",
    "lost",
    "emergency",
    "attract",
};
static const char *const staff_places[] = {
    "staff",         "staff-book/visit",    "staff-letters",    "staff-due",   "staff-clock",
    "staff-letters", "staff-entry/visit/0", "staff-book/asset", "staff-panel",
};
enum {
    PLACES = sizeof places / sizeof places[0],
    STAFF_PLACES = sizeof staff_places / sizeof staff_places[0],
};

struct soak {
    struct glass *glass;
    struct ui_targets targets;
    uint64_t dice, taps;
    uint64_t visits[PAGES];
    uint64_t busy_kib; /* the most with the engines at work */
    struct meter meter;
};

/* ---- chance ---- */

static uint32_t roll(struct soak *soak, uint32_t sides)
{
    soak->dice ^= soak->dice << 13;
    soak->dice ^= soak->dice >> 7;
    soak->dice ^= soak->dice << 17;
    return (uint32_t)(soak->dice >> 32) % sides;
}

static struct app *app_of(struct soak *soak)
{
    return soak->glass->app;
}

static const struct model *model_of(struct soak *soak)
{
    return app_model(soak->glass->app);
}

/* ---- acts ---- */

static void note(struct soak *soak)
{
    soak->visits[model_of(soak)->place.page]++;
}

/* Of the picture, which staff may have turned. */
static uint32_t wide(const struct soak *soak)
{
    return (uint32_t)screen_surface(soak->glass->screen).w;
}

static uint32_t high(const struct soak *soak)
{
    return (uint32_t)screen_surface(soak->glass->screen).h;
}

static void tap_at(struct soak *soak, int x, int y)
{
    glass_finger(soak->glass, INPUT_DOWN, x, y);
    glass_pass(soak->glass, TAP_MS);
    glass_finger(soak->glass, INPUT_UP, x, y);
    glass_pass(soak->glass, TAP_MS);
    soak->taps++;
    note(soak);
}

static void tap_somewhere(struct soak *soak)
{
    tap_at(soak, (int)roll(soak, wide(soak)), (int)roll(soak, high(soak)));
}

static void tap_target(struct soak *soak)
{
    size_t count = soak->targets.count < UI_TARGETS_MAX ? soak->targets.count : UI_TARGETS_MAX;

    if (count == 0) {
        tap_somewhere(soak);
        return;
    }
    struct rect seen = soak->targets.at[roll(soak, (uint32_t)count)].seen;
    tap_at(soak, seen.x + (int)roll(soak, (uint32_t)seen.w),
           seen.y + (int)roll(soak, (uint32_t)seen.h));
}

/* A drag on what scrolls, a stroke on the writing pad. */
static void drag(struct soak *soak)
{
    enum { STEPS = 6, STEP_PX = 40 };
    int x = (int)roll(soak, wide(soak)), y = (int)roll(soak, high(soak));

    glass_finger(soak->glass, INPUT_DOWN, x, y);
    for (int i = 0; i < STEPS; i++) {
        x += (int)roll(soak, 2 * STEP_PX) - STEP_PX;
        y += (int)roll(soak, 2 * STEP_PX) - STEP_PX;
        glass_finger(soak->glass, INPUT_MOVE, x, y);
    }
    glass_finger(soak->glass, INPUT_UP, x, y);
    glass_pass(soak->glass, TAP_MS);
    soak->taps++;
    note(soak);
}

static void type(struct soak *soak)
{
    static const char *const texts[] = {"灯", "门口有积水。", "dbj", "5", "2026", "𠮷", "a b"};

    glass_type(soak->glass, texts[roll(soak, sizeof texts / sizeof texts[0])]);
}

static void press_key(struct soak *soak)
{
    struct glass *glass = soak->glass;

    screen_set_now(glass->screen, glass->now_ms);
    screen_wait(glass->screen, &glass->input, 0);
    assert_true(input_press_key(&glass->input, (enum input_key)(1 + roll(soak, KEY_PAGE_DOWN))));
    if (app_turn(glass->app, &glass->input, &glass->moment)) {
        glass_turn(glass);
    }
}

static void act(struct soak *soak)
{
    uint32_t number = roll(soak, 100);

    if (number < 74) {
        tap_target(soak);
    } else if (number < 84) {
        drag(soak);
    } else if (number < 89) {
        tap_somewhere(soak);
    } else if (number < 93) {
        type(soak);
    } else if (number < 96) {
        press_key(soak);
    } else if (number < 99) {
        glass_pass(soak->glass, roll(soak, 3000));
    } else {
        glass_pass(soak->glass,
                   60 * 1000 + roll(soak, 30 * 1000)); /* the warning stands, or it is over */
    }
}

static void go(struct soak *soak, const char *name)
{
    struct place place;

    assert_ok(place_parse(text_of(name), &place));
    app_of(soak)->touched_ms = soak->glass->now_ms; /* somebody went there */
    app_go(app_of(soak), place);
    glass_turn(soak->glass);
    note(soak);
}

static void visit(struct soak *soak, const char *name)
{
    go(soak, name);
    for (int i = 0; i < TAPS_A_VISIT; i++) {
        act(soak);
    }
    if (app_of(soak)->engines && model_of(soak)->draft.panel.waiting) {
        uint64_t now_kib = meter_rss_anon_kib();
        soak->busy_kib = now_kib > soak->busy_kib ? now_kib : soak->busy_kib;
    }
}

/* Untouched until everything is wiped and the home page stands; the slides have not begun. */
static void rest(struct soak *soak)
{
    struct app *app = soak->glass->app;

    app->panel = app->panel_kept = mounting_none(); /* a turned picture holds 8 MB more */
    mounting_apply(&app->panel, app->screen);
    app->must_theme = true;
    glass_pass(soak->glass, REST_MS);
    for (int i = 0; i < PATIENCE && meter_children() > 0; i++) {
        usleep(5000);
        glass_turn(soak->glass);
    }
    if (model_of(soak)->place.page == PAGE_ATTRACT) {
        tap_somewhere(soak);
    }
    if (model_of(soak)->place.page != PAGE_HOME || meter_children() > 0) {
        printf("soak: not at rest after %llu taps: page %s, %d children, the pinyin engine %d\n",
               (unsigned long long)soak->taps, page_name(model_of(soak)->place.page),
               (int)meter_children(), input_engines_child(soak->glass->app->engines));
        fflush(stdout);
    }
    assert_int_equal(model_of(soak)->place.page, PAGE_HOME);
    assert_int_equal(meter_children(), 0);
}

/* ---- staff ---- */

static bool await(struct soak *soak, const bool *flag)
{
    for (int i = 0; i < PATIENCE && !*flag; i++) {
        usleep(1000);
        glass_turn(soak->glass);
    }
    return *flag;
}

static void confirm(struct soak *soak, const char *typed)
{
    const struct model_staff *staff = &model_of(soak)->staff;

    glass_type(soak->glass, typed);
    glass_tap_word(soak->glass, TX_CONFIRM);
    soak->taps++;
    for (int i = 0; i < PATIENCE && staff->busy; i++) {
        usleep(1000);
        glass_turn(soak->glass);
    }
}

/* False: guesses of the taps before have locked the person out. */
static bool staff_enter_by_pin(struct soak *soak)
{
    const struct model_staff *staff = &model_of(soak)->staff;

    if (app_is_dark(soak->glass->app)) { /* at night the first touch only wakes the screen */
        tap_somewhere(soak);
    }
    glass_hold(soak->glass, 60, 60, 5000);
    assert_int_equal(model_of(soak)->place.page, PAGE_STAFF_PIN);
    note(soak);
    glass_tap(soak->glass, text_of("王建国"));
    if (staff->locked_s > 0) {
        glass_pass(soak->glass, (staff->locked_s + 1) * 1000);
        return false;
    }
    if (staff->activating) {
        static const char *const steps[] = {CODE, PIN, PIN, PASSPHRASE, PASSPHRASE};
        for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
            confirm(soak, steps[i]);
        }
    } else {
        confirm(soak, PIN);
    }
    return await(soak, &staff->in);
}

static void vault_open(struct soak *soak)
{
    const struct model_staff *staff = &model_of(soak)->staff;

    go(soak, "staff-letters");
    if (staff->vault_open || !glass_shows(soak->glass, word(TX_VAULT_ASK))) {
        return;
    }
    glass_tap_word(soak->glass, TX_VAULT_ASK);
    glass_type(soak->glass, PASSPHRASE);
    glass_tap_word(soak->glass, TX_VAULT_UNLOCK);
    for (int i = 0; i < PATIENCE && staff->busy; i++) {
        usleep(1000);
        glass_turn(soak->glass);
    }
}

static void staff_sitting(struct soak *soak)
{
    if (!staff_enter_by_pin(soak)) {
        return;
    }
    vault_open(soak);
    if (model_of(soak)->staff.letter_count > 0) {
        app_apply(app_of(soak), &(struct intent){.kind = INTENT_LETTER_OPEN, .value = 0});
        glass_turn(soak->glass);
        note(soak);
    }
    for (size_t i = 0; i < STAFF_PLACES; i++) {
        go(soak, staff_places[i]);
    }
    for (size_t i = 0; i < STAFF_PLACES && model_of(soak)->staff.in; i++) {
        visit(soak, staff_places[(i + soak->meter.count) % STAFF_PLACES]);
    }
}

/* ---- letters ---- */

/* A letter by phrases, strokes and keys, handed in, its receipt read. */
static void letter(struct soak *soak)
{
    enum { STROKES = 12 };

    go(soak, "write");
    glass_tap_word(soak->glass, TX_CATEGORY_0);
    for (int i = 0; i < STROKES; i++) {
        drag(soak);
    }
    go(soak, "write");
    if (model_of(soak)->draft.category < 0) { /* a stroke ended on what throws the letter away */
        glass_tap_word(soak->glass, TX_CATEGORY_0);
    }
    glass_tap_word(soak->glass, TX_INPUT_PINYIN);
    for (const char *keys = "wuye"; *keys; keys++) {
        glass_tap(soak->glass, (struct text){keys, 1});
        for (int i = 0; i < PATIENCE && model_of(soak)->draft.panel.waiting; i++) {
            usleep(1000);
            glass_turn(soak->glass);
        }
    }
    uint64_t now_kib = meter_rss_anon_kib();
    soak->busy_kib = now_kib > soak->busy_kib ? now_kib : soak->busy_kib;
    glass_type(soak->glass, "门口有积水。");
    go(soak, "review");
    glass_tap_word(soak->glass, TX_SUBMIT);
    glass_await(soak->glass, PAGE_RECEIPT);
    glass_tap_word(soak->glass, TX_DONE_CLEAR);
    glass_pass(soak->glass, 30 * 60 * 1000); /* so many letters an hour, and no more */
    rest(soak);
}

static void letters(struct soak *soak, unsigned count)
{
    rest(soak);
    uint64_t pss_kib = meter_pss_kib(), anon_kib = meter_rss_anon_kib(), heap = meter_heap_bytes();

    printf("letters: at rest %llu KiB PSS, %llu KiB held by malloc\n", (unsigned long long)pss_kib,
           (unsigned long long)heap / 1024);
    for (unsigned i = 0; i < count; i++) {
        letter(soak);
        printf("letters: after %u: %+lld KiB PSS (%+lld anonymous), %+lld KiB held, no child\n",
               i + 1, (long long)meter_pss_kib() - (long long)pss_kib,
               (long long)meter_rss_anon_kib() - (long long)anon_kib,
               ((long long)meter_heap_bytes() - (long long)heap) / 1024);
        assert_int_equal(meter_children(), 0);
    }
    printf("letters: with the engines at work %llu KiB RssAnon\n",
           (unsigned long long)soak->busy_kib);
    assert_true(meter_heap_bytes() < heap + (uint64_t)GROWTH_KIB_MAX * 1024);
    if (!meter_is_sanitized()) {
        assert_true(meter_pss_kib() < pss_kib + GROWTH_KIB_MAX);
    }
}

/* ---- all of it ---- */

static void tour(struct soak *soak, uint64_t taps)
{
    for (size_t i = 0; i < PLACES && soak->taps < taps; i++) {
        visit(soak, places[i]);
    }
    rest(soak);
    if (soak->meter.count % TOURS_A_LETTER == 1) {
        letter(soak);
    }
    staff_sitting(soak);
    rest(soak);
    app_of(soak)->touched_ms = soak->glass->now_ms;
    app_apply(app_of(soak), &(struct intent){.kind = INTENT_CLEAN});
    glass_turn(soak->glass);
    tap_somewhere(soak);
    rest(soak);
    meter_take(&soak->meter, soak->taps, image_store_held(app_of(soak)->images));
}

static void put_more(struct site *site)
{
    const struct meeting meeting = {.type = text_of("hearing"),
                                    .title = text_of("电梯加装听证会"),
                                    .date = on("2026-11-20"),
                                    .time = text_of("19:00"),
                                    .place = text_of("活动室")};
    const struct notice notice = {.title = text_of("停水通知"),
                                  .text = text_of("明天上午停水。\n\n![斜坡](" PICTURE ")"),
                                  .date = on("2026-11-11")};
    const struct regulation regulation = {.title = text_of("居务公开制度"),
                                          .text = text_of("第一条 居务公开。\n第二条 每月十日。")};
    struct picture picture = {.words = text_of("3号楼门口的斜坡")};
    struct complaint why;
    struct text buildings[] = {text_of("5号楼")};
    struct zone zone = {.name = text_of("第一责任区"), .person = text_of("李秀兰")};

    assert_ok_why(file_read(SAMPLE_FOLDER "/ramp.png", 100000, &site->arena, &picture.file, &why),
                  &why);
    zone.buildings.at = buildings;
    zone.buildings.count = 1;
    site_put(site, KIND_meeting, "meeting/2026-11-20-1", 1, &meeting, 0, 0, SIGN_OFFICE);
    site_put(site, KIND_notice, "notice/water", 1, &notice, 0, 0, SIGN_OFFICE);
    site_put(site, KIND_picture, PICTURE, 1, &picture, 0, 0, SIGN_OFFICE);
    site_put(site, KIND_regulation, "regulation/disclosure", 1, &regulation, 0, 0, SIGN_BOTH);
    site_put(site, KIND_zone, "zone/1", 1, &zone, 0, 0, SIGN_OFFICE);
    site_flip(site, site->folder, at("2026-11-12 09:30"));
}

static void report(struct soak *soak, uint64_t seed, const char *plot)
{
    const struct meter *meter = &soak->meter;
    size_t half = meter->count / 2;
    int64_t heap = meter_heap_slope(meter, half), rss = meter_rss_slope(meter, half);
    const struct meter_sample *last = &meter->at[meter->count - 1];
    char title[160];

    snprintf(title, sizeof title,
             "seed %llu: %+.3f KiB of heap, %+.3f KiB of RssAnon per 1 000 taps",
             (unsigned long long)seed, (double)heap / 1000, (double)rss / 1000);
    printf("soak: %llu taps, %zu tours, %s (second half)\n", (unsigned long long)soak->taps,
           meter->count, title);
    printf("soak: at rest %llu KiB held by malloc, %llu KiB RssAnon%s\n",
           (unsigned long long)last->heap_bytes / 1024, (unsigned long long)last->rss_anon_kib,
           meter_is_sanitized() ? " (sanitized: means nothing)" : "");
    for (int i = 0; i < PAGES; i++) {
        printf("%s %llu%s", page_name((enum page_id)i), (unsigned long long)soak->visits[i],
               i + 1 < PAGES ? ", " : "\n");
    }
    if (plot) {
        assert_true(meter_plot(meter, plot, title));
    }
}

static void judge(const struct soak *soak)
{
    const struct meter *meter = &soak->meter;
    size_t half = meter->count / 2;

    for (int i = 0; i < PAGES; i++) {
        if (soak->visits[i] == 0) {
            fail_msg("page %s was never seen", page_name((enum page_id)i));
        }
    }
    assert_true(meter->count >= 4);
    assert_true(meter_heap_max(meter, half, meter->count) <=
                meter_heap_max(meter, 1, half) + UNEVEN_BYTES_MAX);
    if (meter->count >= 40) {
        assert_true(meter_heap_slope(meter, half) < SLOPE_MAX);
    }
}

int main(int argc, char **argv)
{
    static struct soak soak;
    const char *longer = getenv("NOTICEPOINT_LONG"), *plot = NULL;
    uint64_t taps = longer && strcmp(longer, "1") == 0 ? TAPS_LONG : TAPS, seed = 20261126;
    uint64_t letter_count = LETTERS;
    void *glass = NULL;

    for (int i = 1; i + 1 < argc; i += 2) {
        uint64_t number = strtoull(argv[i + 1], NULL, 10);
        taps = strcmp(argv[i], "--taps") == 0 ? number : taps;
        seed = strcmp(argv[i], "--seed") == 0 ? number : seed;
        letter_count = strcmp(argv[i], "--letters") == 0 ? number : letter_count;
        plot = strcmp(argv[i], "--plot") == 0 ? argv[i + 1] : plot;
    }
    printf("soak: %llu taps, seed %llu\n", (unsigned long long)taps, (unsigned long long)seed);
    soak.dice = seed * 0x9e3779b97f4a7c15u + 1;
    assert_int_equal(glass_setup(&glass), 0);
    soak.glass = glass;
    put_more(&soak.glass->site);
    glass_restart(soak.glass);
    app_of(&soak)->ui.targets = &soak.targets;
    letters(&soak, (unsigned)letter_count);
    while (soak.taps < taps) {
        tour(&soak, taps);
    }
    report(&soak, seed, plot);
    judge(&soak);
    glass_teardown(&glass);
    return 0;
}
