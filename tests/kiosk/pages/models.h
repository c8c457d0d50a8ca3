/* models.h - models of a fictitious community for the tests of pages: full, empty, and hostile.
 *
 * 梧桐里社区 on 25 November 2026, 10:24; telephones are 555-01xx. What a model holds lives in the
 * arena, so it can be changed by a test before a frame. */
#pragma once

#include "arena.h"
#include "page.h"

enum { MODELS_OFFSET_MIN = 480 };

/* Everything there is, as on a good day; shows the page `place` ("item/disclosure/2026-10/05/1").
 */
struct model *model_full(struct arena *arena, const char *place);
/* A kiosk that was never connected. */
struct model *model_empty(struct arena *arena, const char *place);
/* Very long names, endless words, characters that no face has, lists at their limits. */
struct model *model_hostile(struct arena *arena, const char *place);

/* Names of places, one or more for each page. */
extern const char *const model_places[];
extern const size_t model_place_count;

/* A kiosk of one page: theme, ui, draw list; makes frames and taps. */
struct bench {
    struct model *model;
    struct page_state state;
    struct theme theme;
    struct ui ui;
    struct draw_list list;
    struct input input;
    int64_t now_ms;
};
/* `bench` is large: keep it off the stack. */
void bench_init(struct bench *bench, struct text_engine *text, struct model *model, int width,
                int height, enum theme_scale scale);
struct intent bench_frame(struct bench *bench);  /* with the input gathered so far */
struct intent bench_settle(struct bench *bench); /* a few frames without input */
struct intent bench_tap(struct bench *bench, int x, int y);
/* Does the list say `text` somewhere? Lines are joined, so wrapping does not matter. */
bool bench_says(const struct bench *bench, const char *text);
