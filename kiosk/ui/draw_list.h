/* draw_list.h - one frame as a list of commands, in fixed memory.
 *
 * What a page emits; nothing here touches pixels. Coordinates are those of the screen. Each command
 * carries the clip that held when it was pushed. A full list is an error: it is logged once,
 * `overflow` stays set, and tests assert that it is not. */
#pragma once

#include <stdio.h>

#include "layout.h"
#include "text.h"

enum {
    DRAW_COMMANDS_MAX = 2048,
    DRAW_GLYPHS_MAX = 16384,
    DRAW_TEXT_BYTES_MAX = 64 * 1024,
    DRAW_CLIPS_MAX = 16,            /* nested */
    DRAW_REGIONS_MAX = 4,           /* scroll regions of one frame, not nested */
    DRAW_POINTS_MAX = 4,            /* of one stroke */
    DRAW_BITS_BYTES_MAX = 8 * 1024, /* modules of all QR codes */
};

enum draw_kind {
    DRAW_FILL,    /* rect in color (with its alpha) */
    DRAW_ROUND,   /* rounded rect: color inside, color2 as a border of `border` px; alpha 0: none */
    DRAW_RING,    /* circle in rect: color inside, color2 ring of `border` px */
    DRAW_TEXT,    /* glyphs of one style, from (rect.x, baseline) */
    DRAW_STROKE,  /* polyline of `border` px with round ends, in color */
    DRAW_IMAGE,   /* the pixels of `image`, exactly as large as rect */
    DRAW_MODULES, /* a square of point_count * point_count modules of `border` px, in color */
};

struct draw_point {
    int16_t x, y;
};

struct draw_command {
    uint8_t kind;
    uint8_t region; /* 0, or 1 + index of the scroll region it belongs to */
    uint8_t point_count;
    int8_t turn_deg;  /* DRAW_TEXT: each glyph turned about its pen */
    struct rect rect; /* every pixel it may touch lies within (before the clip) */
    struct rect clip;
    uint32_t color, color2;
    int16_t radius, border;
    int16_t size_px; /* DRAW_TEXT */
    int32_t x, baseline;
    uint32_t glyph, glyph_count; /* in draw_list.glyphs */
    uint32_t text, text_size;    /* in draw_list.text: what the glyphs say */
    union {
        struct draw_point points[DRAW_POINTS_MAX];
        struct {
            uint64_t key;           /* names the pixels */
            const uint32_t *pixels; /* of the image store: valid until the next frame begins */
        } image;
        uint32_t bits; /* DRAW_MODULES: in draw_list.bits, row by row, lowest bit first */
    };
    uint64_t hash; /* of all the above as seen from its region, so scrolling keeps it */
};

struct draw_glyph {
    uint32_t id;
    int16_t x, y; /* from (command.x, command.baseline) */
};

struct draw_region {
    int id;
    struct rect view;
    int offset;          /* pixels scrolled down */
    uint32_t first, end; /* its commands */
};

struct draw_list {
    int width, height;
    uint32_t background; /* opaque, under everything */
    struct draw_command commands[DRAW_COMMANDS_MAX];
    size_t command_count;
    struct draw_glyph glyphs[DRAW_GLYPHS_MAX];
    size_t glyph_count;
    char text[DRAW_TEXT_BYTES_MAX];
    size_t text_size;
    uint8_t bits[DRAW_BITS_BYTES_MAX];
    size_t bits_size;
    struct draw_region regions[DRAW_REGIONS_MAX];
    size_t region_count;
    struct rect clips[DRAW_CLIPS_MAX];
    size_t clip_count;
    uint8_t region; /* open region, 0 none */
    bool overflow;
    uint64_t hash; /* after draw_list_end */
};

void draw_list_begin(struct draw_list *list, int width, int height, uint32_t background);
/* Moves all of the list by so many pixels, before draw_list_end; the background stays. */
void draw_list_shift(struct draw_list *list, int dx, int dy);
/* Computes the hash. ERR_FULL: something did not fit and is missing. */
MUST_CHECK enum err draw_list_end(struct draw_list *list);

void draw_fill(struct draw_list *list, struct rect rect, uint32_t color);
void draw_round(struct draw_list *list, struct rect rect, int radius, uint32_t color, int border,
                uint32_t border_color);
void draw_ring(struct draw_list *list, struct rect rect, uint32_t color, int border,
               uint32_t border_color);
void draw_stroke(struct draw_list *list, const struct draw_point *points, size_t count, int width,
                 uint32_t color);
/* Pixels of exactly rect.w x rect.h; `key` names them, `words` say what they show. */
void draw_image(struct draw_list *list, struct rect rect, uint64_t key, const uint32_t *pixels,
                struct text words);
/* side * side modules (side < 256) of module_px from (x, y); set bits are painted. */
void draw_modules(struct draw_list *list, int x, int y, int module_px, int side,
                  const uint8_t *bits, uint32_t color, struct text words);
/* All lines of a layout with its top left corner at (x, y); lines out of the clip are left out.
 * `spans` as given to text_lay_out. */
void draw_layout(struct draw_list *list, const struct text_layout *layout,
                 const struct text_span *spans, size_t span_count, int x, int y);
/* One line of a layout, its baseline beginning at (x, y), turned about that point (seals). */
void draw_line_turned(struct draw_list *list, const struct text_layout *layout, uint32_t line,
                      const struct text_span *spans, size_t span_count, int x, int y, int turn_deg);

void draw_clip_push(struct draw_list *list, struct rect rect);
void draw_clip_pop(struct draw_list *list);
/* What is pushed until the end belongs to a region whose content stands `offset` px up. It is
 * opaque: `background` is filled first, so that its pixels can be moved. */
void draw_region_begin(struct draw_list *list, int id, struct rect view, int offset,
                       uint32_t background);
void draw_region_end(struct draw_list *list);
struct rect draw_clip(const struct draw_list *list); /* the one that holds now */

/* One command a line, for goldens. */
void draw_list_print(const struct draw_list *list, FILE *to);
