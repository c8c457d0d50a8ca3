#include "draw_list.h"

#include <assert.h>
#include <inttypes.h>

#include "log.h"
#include "mix.h"

void draw_list_begin(struct draw_list *list, int width, int height, uint32_t background)
{
    list->width = width;
    list->height = height;
    list->background = background | 0xff000000u;
    list->command_count = list->glyph_count = list->text_size = list->region_count = 0;
    list->bits_size = 0;
    list->clips[0] = (struct rect){0, 0, width, height};
    list->clip_count = 1;
    list->region = 0;
    list->overflow = false;
    list->hash = 0;
}

static void overflow(struct draw_list *list, const char *what)
{
    if (!list->overflow) {
        log_error("draw list: more %s than fit one frame", what);
    }
    list->overflow = true;
}

struct rect draw_clip(const struct draw_list *list)
{
    return list->clips[list->clip_count - 1];
}

/* A new command with its clip; NULL when nothing of it would be seen, or the list is full. */
static struct draw_command *push(struct draw_list *list, enum draw_kind kind, struct rect rect)
{
    struct rect clip = draw_clip(list);

    if (rect_is_empty(rect_common(rect, clip))) {
        return NULL;
    }
    if (list->command_count == DRAW_COMMANDS_MAX) {
        overflow(list, "commands");
        return NULL;
    }
    struct draw_command *command = &list->commands[list->command_count++];
    *command = (struct draw_command){
        .kind = (uint8_t)kind, .region = list->region, .rect = rect, .clip = clip};
    return command;
}

void draw_fill(struct draw_list *list, struct rect rect, uint32_t color)
{
    struct draw_command *command = push(list, DRAW_FILL, rect);

    if (command) {
        command->color = color;
    }
}

void draw_round(struct draw_list *list, struct rect rect, int radius, uint32_t color, int border,
                uint32_t border_color)
{
    struct draw_command *command = push(list, DRAW_ROUND, rect);
    int most = (rect.w < rect.h ? rect.w : rect.h) / 2;

    if (command) {
        command->color = color;
        command->radius = (int16_t)(radius < most ? radius : most);
        command->border = (int16_t)border;
        command->color2 = border_color;
    }
}

void draw_ring(struct draw_list *list, struct rect rect, uint32_t color, int border,
               uint32_t border_color)
{
    struct draw_command *command = push(list, DRAW_RING, rect);

    if (command) {
        command->color = color;
        command->border = (int16_t)border;
        command->color2 = border_color;
    }
}

void draw_stroke(struct draw_list *list, const struct draw_point *points, size_t count, int width,
                 uint32_t color)
{
    assert(count >= 2 && count <= DRAW_POINTS_MAX);
    struct rect rect = {points[0].x, points[0].y, 1, 1};
    for (size_t i = 1; i < count; i++) {
        rect = rect_around(rect, (struct rect){points[i].x, points[i].y, 1, 1});
    }
    int out = width / 2 + 2;
    rect = (struct rect){rect.x - out, rect.y - out, rect.w + 2 * out, rect.h + 2 * out};
    struct draw_command *command = push(list, DRAW_STROKE, rect);
    if (command) {
        command->color = color;
        command->border = (int16_t)width;
        command->point_count = (uint8_t)count;
        memcpy(command->points, points, count * sizeof *points);
    }
}

/* ---- pictures ---- */

static void say(struct draw_list *list, struct draw_command *command, struct text words)
{
    if (list->text_size + words.size > DRAW_TEXT_BYTES_MAX) {
        overflow(list, "text");
        return;
    }
    command->text = (uint32_t)list->text_size;
    command->text_size = (uint32_t)words.size;
    if (words.size > 0) {
        memcpy(list->text + list->text_size, words.data, words.size);
    }
    list->text_size += words.size;
}

void draw_image(struct draw_list *list, struct rect rect, uint64_t key, const uint32_t *pixels,
                struct text words)
{
    struct draw_command *command = push(list, DRAW_IMAGE, rect);

    if (command) {
        command->image.key = key;
        command->image.pixels = pixels;
        say(list, command, words);
    }
}

void draw_modules(struct draw_list *list, int x, int y, int module_px, int side,
                  const uint8_t *bits, uint32_t color, struct text words)
{
    size_t size = ((size_t)side * (size_t)side + 7) / 8;
    struct rect rect = {x, y, side * module_px, side * module_px};

    assert(side > 0 && side <= UINT8_MAX);
    if (list->bits_size + size > DRAW_BITS_BYTES_MAX) {
        overflow(list, "modules");
        return;
    }
    struct draw_command *command = push(list, DRAW_MODULES, rect);
    if (!command) {
        return;
    }
    command->color = color;
    command->border = (int16_t)module_px;
    command->point_count = (uint8_t)side;
    command->bits = (uint32_t)list->bits_size;
    memcpy(list->bits + list->bits_size, bits, size);
    list->bits_size += size;
    say(list, command, words);
}

/* ---- text ---- */

/* Glyphs of one line that share a span. */
struct run {
    const struct text_glyph *glyphs;
    uint32_t count;
    const struct text_span *span;
    struct text text; /* what they say */
};

static struct text run_text(const struct text_span *spans, const struct text_glyph *glyphs,
                            uint32_t count, uint32_t byte_end)
{
    uint32_t span_start = 0;

    for (uint8_t s = 0; s < glyphs[0].span; s++) {
        span_start += (uint32_t)spans[s].text.size;
    }
    struct text text = spans[glyphs[0].span].text;
    uint32_t from = glyphs[0].byte - span_start, to = byte_end - span_start;
    (void)count;
    return text_slice(text, from, to < text.size ? to : text.size);
}

/* The next run of a line from glyph `*at` on; false at its end. */
static bool next_run(const struct text_layout *layout, const struct text_line *line,
                     const struct text_span *spans, uint32_t *at, struct run *run)
{
    if (*at == line->glyph_count) {
        return false;
    }
    const struct text_glyph *glyphs = &layout->glyphs[line->glyph + *at];
    uint32_t count = 1;
    while (*at + count < line->glyph_count && glyphs[count].span == glyphs[0].span) {
        count++;
    }
    uint32_t byte_end = line->byte + line->byte_count;
    if (*at + count < line->glyph_count) {
        byte_end = glyphs[count].byte;
    } else if (line->feed) {
        byte_end--;
    }
    *run = (struct run){glyphs, count, &spans[glyphs[0].span],
                        run_text(spans, glyphs, count, byte_end)};
    *at += count;
    return true;
}

static bool room_for_run(struct draw_list *list, const struct run *run)
{
    if (list->glyph_count + run->count > DRAW_GLYPHS_MAX) {
        overflow(list, "glyphs");
        return false;
    }
    if (list->text_size + run->text.size > DRAW_TEXT_BYTES_MAX) {
        overflow(list, "text");
        return false;
    }
    return true;
}

/* Wherever ink can be: an em and a bit around the pens. */
static struct rect run_bounds(const struct run *run, int x, int baseline)
{
    int size = run->span->size_px, out = size / 4 + 1;
    int first = run->glyphs[0].x, last = run->glyphs[run->count - 1].x;

    return (struct rect){x + first - out, baseline - size - out, last - first + size + 2 * out,
                         size + size / 2 + out};
}

static struct draw_command *push_run(struct draw_list *list, const struct run *run,
                                     struct rect bounds, int x, int baseline)
{
    if (!room_for_run(list, run)) {
        return NULL;
    }
    struct draw_command *command = push(list, DRAW_TEXT, bounds);
    if (!command) {
        return NULL;
    }
    command->color = run->span->color;
    command->size_px = (int16_t)run->span->size_px;
    command->x = x;
    command->baseline = baseline;
    command->glyph = (uint32_t)list->glyph_count;
    command->glyph_count = run->count;
    command->text = (uint32_t)list->text_size;
    command->text_size = (uint32_t)run->text.size;
    if (run->text.size > 0) {
        memcpy(list->text + list->text_size, run->text.data, run->text.size);
    }
    list->text_size += run->text.size;
    for (uint32_t i = 0; i < run->count; i++) {
        list->glyphs[list->glyph_count++] =
            (struct draw_glyph){run->glyphs[i].id, (int16_t)run->glyphs[i].x, 0};
    }
    return command;
}

/* The first line whose bottom lies below y. */
static uint32_t first_line_below(const struct text_layout *layout, int y)
{
    uint32_t low = 0, high = layout->line_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct text_line *line = &layout->lines[middle];
        if (line->top + 2 * line->height <= y) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void draw_layout(struct draw_list *list, const struct text_layout *layout,
                 const struct text_span *spans, size_t span_count, int x, int y)
{
    struct rect clip = draw_clip(list);

    (void)span_count;
    for (uint32_t i = first_line_below(layout, clip.y - y); i < layout->line_count; i++) {
        const struct text_line *line = &layout->lines[i];
        uint32_t at = 0;
        struct run run;
        if (y + line->top - line->height > clip.y + clip.h) {
            return;
        }
        while (next_run(layout, line, spans, &at, &run)) {
            int baseline = y + line->baseline;
            push_run(list, &run, run_bounds(&run, x + line->x, baseline), x + line->x, baseline);
        }
    }
}

void draw_line_turned(struct draw_list *list, const struct text_layout *layout, uint32_t index,
                      const struct text_span *spans, size_t span_count, int x, int y, int turn_deg)
{
    const struct text_line *line = &layout->lines[index];
    uint32_t at = 0;
    struct run run;

    (void)span_count;
    while (next_run(layout, line, spans, &at, &run)) {
        int reach = run.glyphs[run.count - 1].x + 2 * run.span->size_px;
        struct rect bounds = {x - reach, y - reach, 2 * reach, 2 * reach};
        struct draw_command *command = push_run(list, &run, bounds, x, y);
        for (uint32_t i = 0; command && i < command->glyph_count; i++) {
            int glyph_x = run.glyphs[i].x, glyph_y = 0;
            text_turn(turn_deg, &glyph_x, &glyph_y);
            list->glyphs[command->glyph + i].x = (int16_t)glyph_x;
            list->glyphs[command->glyph + i].y = (int16_t)glyph_y;
        }
        if (command) {
            command->turn_deg = (int8_t)turn_deg;
        }
    }
}

/* ---- clips and regions ---- */

void draw_clip_push(struct draw_list *list, struct rect rect)
{
    assert(list->clip_count < DRAW_CLIPS_MAX);
    struct rect clip = rect_common(draw_clip(list), rect);
    list->clips[list->clip_count++] = clip;
}

void draw_clip_pop(struct draw_list *list)
{
    assert(list->clip_count > 1);
    list->clip_count--;
}

void draw_region_begin(struct draw_list *list, int id, struct rect view, int offset,
                       uint32_t background)
{
    assert(list->region == 0 && list->region_count < DRAW_REGIONS_MAX);
    view = rect_common(view, draw_clip(list));
    draw_fill(list, view, background | 0xff000000u);
    draw_clip_push(list, view);
    list->regions[list->region_count++] =
        (struct draw_region){id, view, offset, (uint32_t)list->command_count, 0};
    list->region = (uint8_t)list->region_count;
}

void draw_region_end(struct draw_list *list)
{
    assert(list->region != 0);
    list->regions[list->region - 1].end = (uint32_t)list->command_count;
    list->region = 0;
    draw_clip_pop(list);
}

/* ---- hash ---- */

static uint64_t mix_rect(uint64_t hash, struct rect rect, int y_shift)
{
    hash = mix(hash, (uint64_t)(uint32_t)rect.x << 32 | (uint32_t)(rect.y + y_shift));
    return mix(hash, (uint64_t)(uint32_t)rect.w << 32 | (uint32_t)rect.h);
}

/* What a command of a region looks like does not change when the region scrolls: its y counts from
 * the top of the content, and the view as its clip is left out. */
static uint64_t command_hash(const struct draw_list *list, const struct draw_command *command)
{
    const struct draw_region *region = command->region ? &list->regions[command->region - 1] : NULL;
    int shift = region ? region->offset : 0;
    uint64_t hash = mix(command->kind, region ? (uint64_t)region->id : 0);

    hash = mix_rect(hash, command->rect, shift);
    if (!region || !rect_equal(command->clip, region->view)) {
        hash = mix_rect(hash, command->clip, shift);
    }
    hash = mix(hash, (uint64_t)command->color << 32 | command->color2);
    hash = mix(hash, (uint64_t)(uint16_t)command->radius << 48 |
                         (uint64_t)(uint16_t)command->border << 32 |
                         (uint64_t)(uint16_t)command->size_px << 16 |
                         (uint64_t)(uint8_t)command->turn_deg << 8 | command->point_count);
    if (command->glyph_count > 0) {
        hash =
            mix(hash, (uint64_t)(uint32_t)command->x << 32 | (uint32_t)(command->baseline + shift));
        hash = mix_bytes(hash, &list->glyphs[command->glyph],
                         command->glyph_count * sizeof list->glyphs[0]);
    }
    if (command->kind == DRAW_IMAGE) {
        return mix(hash, command->image.key);
    }
    if (command->kind == DRAW_MODULES) {
        size_t modules = (size_t)command->point_count * command->point_count;
        return mix_bytes(hash, &list->bits[command->bits], (modules + 7) / 8);
    }
    for (int i = 0; i < command->point_count; i++) {
        hash = mix(hash, (uint64_t)(uint16_t)command->points[i].x << 32 |
                             (uint32_t)(command->points[i].y + shift));
    }
    return hash;
}

static struct rect moved(struct rect rect, int dx, int dy)
{
    rect.x += dx;
    rect.y += dy;
    return rect;
}

void draw_list_shift(struct draw_list *list, int dx, int dy)
{
    for (size_t i = 0; i < list->command_count; i++) {
        struct draw_command *command = &list->commands[i];
        command->rect = moved(command->rect, dx, dy);
        /* Within the screen: SDL mistakes a rectangle that begins left of it. */
        command->clip = rect_common(moved(command->clip, dx, dy),
                                    (struct rect){0, 0, list->width, list->height});
        command->x += dx;
        command->baseline += dy;
        for (size_t p = 0; command->kind == DRAW_STROKE && p < command->point_count; p++) {
            command->points[p].x = (int16_t)(command->points[p].x + dx);
            command->points[p].y = (int16_t)(command->points[p].y + dy);
        }
    }
    for (size_t i = 0; i < list->region_count; i++) {
        list->regions[i].view = moved(list->regions[i].view, dx, dy);
    }
}

enum err draw_list_end(struct draw_list *list)
{
    assert(list->region == 0 && list->clip_count == 1);
    uint64_t hash = mix((uint64_t)list->width << 32 | (uint32_t)list->height, list->background);

    for (size_t i = 0; i < list->region_count; i++) {
        const struct draw_region *region = &list->regions[i];
        hash = mix_rect(mix(hash, (uint64_t)region->id), region->view, 0);
        hash = mix(hash, (uint64_t)region->offset);
    }
    for (size_t i = 0; i < list->command_count; i++) {
        list->commands[i].hash = command_hash(list, &list->commands[i]);
        hash = mix(hash, list->commands[i].hash);
    }
    list->hash = hash;
    return list->overflow ? ERR_FULL : OK;
}

/* ---- print ---- */

static void print_rect(FILE *to, struct rect rect)
{
    fprintf(to, " %d,%d %dx%d", rect.x, rect.y, rect.w, rect.h);
}

static void print_command(FILE *to, const struct draw_list *list,
                          const struct draw_command *command)
{
    switch ((enum draw_kind)command->kind) {
    case DRAW_FILL:
        fputs("fill", to);
        print_rect(to, command->rect);
        fprintf(to, " %08x", command->color);
        break;
    case DRAW_ROUND:
    case DRAW_RING:
        fputs(command->kind == DRAW_ROUND ? "round" : "ring", to);
        print_rect(to, command->rect);
        fprintf(to, " %08x", command->color);
        if (command->kind == DRAW_ROUND) {
            fprintf(to, " radius %d", command->radius);
        }
        if (command->border > 0) {
            fprintf(to, " border %d %08x", command->border, command->color2);
        }
        break;
    case DRAW_TEXT: {
        struct text text = {list->text + command->text, command->text_size};
        fprintf(to, "text %d,%d size %d %08x", command->x, command->baseline, command->size_px,
                command->color);
        if (command->turn_deg) {
            fprintf(to, " turn %d", command->turn_deg);
        }
        fprintf(to, " \"%.*s\"", TEXT_ARG(text));
        break;
    }
    case DRAW_IMAGE: {
        struct text words = {list->text + command->text, command->text_size};
        fputs("image", to);
        print_rect(to, command->rect);
        fprintf(to, " %016" PRIx64 " \"%.*s\"", command->image.key, TEXT_ARG(words));
        break;
    }
    case DRAW_MODULES: {
        struct text words = {list->text + command->text, command->text_size};
        size_t modules = (size_t)command->point_count * command->point_count;
        fputs("modules", to);
        print_rect(to, command->rect);
        fprintf(to, " %08x side %d of %016" PRIx64 " \"%.*s\"", command->color,
                command->point_count, mix_bytes(0, &list->bits[command->bits], (modules + 7) / 8),
                TEXT_ARG(words));
        break;
    }
    case DRAW_STROKE:
        fprintf(to, "stroke %d %08x", command->border, command->color);
        for (int i = 0; i < command->point_count; i++) {
            fprintf(to, " %d,%d", command->points[i].x, command->points[i].y);
        }
        break;
    }
    fputc('\n', to);
}

void draw_list_print(const struct draw_list *list, FILE *to)
{
    struct rect clip = {0, 0, list->width, list->height};
    int region = 0;

    fprintf(to, "list %dx%d %08x\n", list->width, list->height, list->background);
    for (size_t i = 0; i < list->command_count; i++) {
        const struct draw_command *command = &list->commands[i];
        if (command->region != region) {
            region = command->region;
            if (region == 0) {
                fputs("region end\n", to);
            } else {
                fprintf(to, "region %d offset %d\n", list->regions[region - 1].id,
                        list->regions[region - 1].offset);
            }
        }
        if (!rect_equal(command->clip, clip)) {
            clip = command->clip;
            fputs("clip", to);
            print_rect(to, clip);
            fputc('\n', to);
        }
        print_command(to, list, command);
    }
}
