/* hand.c - see hand.h. Two steps: a histogram of directions picks SHORT_LIST templates, then both
 * ways of "every point has a near point of the same direction" put these in order. */
#include "hand.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "file.h"

/* The file (little-endian, like every machine this runs on; checked by the magic's version):
 *   "NPHAND01", u32 characters, u32 strokes,
 *   characters x { u32 character, u32 first stroke, u8 strokes, u8 how common, u16 0 }, ascending,
 *   strokes x { POINTS x { u8 x, u8 y } } in a square of 256, y down. */
enum {
    MAGIC_BYTES = 8,
    HEAD_BYTES = 16,
    ENTRY_BYTES = 12,
    POINTS = 8,
    STROKE_BYTES = 2 * POINTS,
    FILE_BYTES_MAX = 16 * 1024 * 1024,
    CHARACTERS_MAX = 32 * 1024,
};

enum {
    CELLS = 5, /* of the histogram, each way */
    DIRECTIONS = 4,
    BINS = CELLS * CELLS * DIRECTIONS,
    BIN_NORM = 1000, /* length of a histogram as a vector */
    SHORT_LIST = 200,
    SIDE = 240,           /* the longer side of a character after scaling, of 256 */
    SPREAD = 30,          /* then the mean distance from its middle is made this, of 128 */
    MIDDLE = 64,          /* marks lie within 1 .. 127 */
    STEP = 9,             /* ink is read at points so far apart, of 256 */
    MARKS_MAX = 320,      /* read of one character */
    UNIT = 12,            /* length of a direction: its products still fit 16 bits */
    TURN_SHIFT = 5,       /* a partner that runs across costs UNIT^4 >> TURN_SHIFT */
    FAR = 22 * 22,        /* a point without a partner costs this */
    SHIFT_PERMILLE = 600, /* how far a stroke gives way towards the ink */
    SHIFT_MAX = 11,
    STROKE_JOINED_COST = 3,
    STROKE_EXTRA_COST = 4,
    RARE_COST_PERMILLE = 160, /* for characters hardly met, per step of 255 */
};

/* A place on a stroke: where, which way, how much of the stroke it stands for. */
struct marks {
    int16_t x[MARKS_MAX], y[MARKS_MAX], ux[MARKS_MAX], uy[MARKS_MAX], weight[MARKS_MAX];
    size_t count;
};

struct entry {
    uint32_t character;
    uint32_t first; /* stroke */
    uint8_t strokes, common;
};

struct hand {
    struct entry *entries;
    int16_t (*bins)[BINS];
    uint8_t (*strokes)[STROKE_BYTES]; /* scaled as ink is */
    size_t count, stroke_count;
    /* Of the ink being read. */
    struct marks ink, shape;
    struct short_one {
        int32_t value;
        uint32_t entry;
    } list[SHORT_LIST];
};

/* ---- ink ---- */

void hand_ink_add(struct hand_ink *ink, bool begins, int x, int y)
{
    size_t used = ink->first[ink->stroke_count];

    if (begins) {
        if (ink->stroke_count == HAND_STROKES_MAX || used == HAND_POINTS_MAX) {
            return;
        }
        ink->stroke_count++;
        ink->first[ink->stroke_count] = (uint16_t)used;
    }
    if (ink->stroke_count == 0 || used == HAND_POINTS_MAX) {
        return;
    }
    ink->points[used] = (struct hand_point){(int16_t)x, (int16_t)y};
    ink->first[ink->stroke_count] = (uint16_t)(used + 1);
}

void hand_ink_undo(struct hand_ink *ink)
{
    if (ink->stroke_count > 0) {
        size_t from = ink->first[ink->stroke_count - 1], to = ink->first[ink->stroke_count];
        explicit_bzero(&ink->points[from], (to - from) * sizeof ink->points[0]);
        ink->first[ink->stroke_count--] = 0;
    }
}

void hand_ink_wipe(struct hand_ink *ink)
{
    explicit_bzero(ink, sizeof *ink);
}

/* ---- integers ---- */

/* IEEE 754 rounds a square root correctly, so this is the same everywhere. */
static int root(int64_t square)
{
    return (int)sqrt((double)square);
}

static int clamp(int value, int limit)
{
    return value > limit ? limit : value < -limit ? -limit : value;
}

/* ---- scaling ---- */

struct frame {
    int left, top, width, height; /* of what is written */
    int to_w, to_h;               /* and becomes */
};

/* The longer side becomes SIDE; the shorter one comes half way with it, so that a squat hand and a
 * slender one meet, and a line stays a line. */
static struct frame frame_of(int left, int top, int right, int bottom)
{
    int width = right - left, height = bottom - top;
    int longer = width > height ? width : height;
    struct frame frame = {left, top, width, height, SIDE, SIDE};

    if (longer == 0) {
        frame.width = frame.height = 1;
        return frame;
    }
    frame.to_w = root((int64_t)SIDE * SIDE * width / longer);
    frame.to_h = root((int64_t)SIDE * SIDE * height / longer);
    frame.width = width ? width : 1;
    frame.height = height ? height : 1;
    return frame;
}

static int scaled_x(const struct frame *frame, int x)
{
    return 128 - frame->to_w / 2 + (x - frame->left) * frame->to_w / frame->width;
}

static int scaled_y(const struct frame *frame, int y)
{
    return 128 - frame->to_h / 2 + (y - frame->top) * frame->to_h / frame->height;
}

/* ---- reading strokes ---- */

static void mark(struct marks *marks, int x, int y, int weight)
{
    size_t n = marks->count;

    if (n < MARKS_MAX) {
        marks->x[n] = (int16_t)x;
        marks->y[n] = (int16_t)y;
        marks->weight[n] = (int16_t)weight;
        marks->count++;
    }
}

/* Gives the marks of one stroke their directions, from neighbour to neighbour: fingers tremble, and
 * glass reports whole pixels. */
static void turn_marks(struct marks *marks, size_t from)
{
    for (size_t i = from; i < marks->count; i++) {
        size_t a = i > from ? i - 1 : i, b = i + 1 < marks->count ? i + 1 : i;
        int dx = marks->x[b] - marks->x[a], dy = marks->y[b] - marks->y[a];
        int length = root(256 * ((int64_t)dx * dx + (int64_t)dy * dy)) + 1;
        marks->ux[i] = (int16_t)(dx * UNIT * 16 / length);
        marks->uy[i] = (int16_t)(dy * UNIT * 16 / length);
    }
}

/* Marks of one piece of a line, `carry` of its way having been used since the last mark. */
static int mark_piece(struct marks *marks, int x0, int y0, int x1, int y1, int step, int carry)
{
    int dx = x1 - x0, dy = y1 - y0, length = root((int64_t)dx * dx + (int64_t)dy * dy);
    int at = step - carry;

    for (; at <= length && length > 0; at += step) {
        mark(marks, x0 + dx * at / length, y0 + dy * at / length, step);
    }
    return length - (at - step);
}

static void mean_of(const struct marks *marks, int *x, int *y, int64_t *weights)
{
    int64_t sum_x = 0, sum_y = 0;

    *weights = 0;
    for (size_t i = 0; i < marks->count; i++) {
        sum_x += (int64_t)marks->x[i] * marks->weight[i];
        sum_y += (int64_t)marks->y[i] * marks->weight[i];
        *weights += marks->weight[i];
    }
    *weights = *weights ? *weights : 1;
    *x = (int)(sum_x / *weights);
    *y = (int)(sum_y / *weights);
}

/* Moves the centre of what is written to the middle and stretches it to an even spread: a long tail
 * or a hook then pushes the rest of the character nowhere, as it would with its frame alone. */
static void even_out(struct marks *marks)
{
    int x, y;
    int64_t weights, square_x = 0, square_y = 0;

    mean_of(marks, &x, &y, &weights);
    for (size_t i = 0; i < marks->count; i++) {
        int dx = marks->x[i] - x, dy = marks->y[i] - y;
        square_x += (int64_t)dx * dx * marks->weight[i];
        square_y += (int64_t)dy * dy * marks->weight[i];
    }
    int spread_x = root(square_x / weights) + 1, spread_y = root(square_y / weights) + 1;
    int wider = spread_x > spread_y ? spread_x : spread_y;
    int to_x = root((int64_t)SPREAD * SPREAD * spread_x / wider);
    int to_y = root((int64_t)SPREAD * SPREAD * spread_y / wider);
    for (size_t i = 0; i < marks->count; i++) {
        int dx = clamp((marks->x[i] - x) * to_x / spread_x, MIDDLE - 1);
        int dy = clamp((marks->y[i] - y) * to_y / spread_y, MIDDLE - 1);
        marks->x[i] = (int16_t)(MIDDLE + dx);
        marks->y[i] = (int16_t)(MIDDLE + dy);
    }
}

static struct frame frame_of_ink(const struct hand_ink *ink)
{
    int left = INT16_MAX, top = INT16_MAX, right = INT16_MIN, bottom = INT16_MIN;

    for (size_t i = 0; i < ink->first[ink->stroke_count]; i++) {
        struct hand_point p = ink->points[i];
        left = p.x < left ? p.x : left;
        right = p.x > right ? p.x : right;
        top = p.y < top ? p.y : top;
        bottom = p.y > bottom ? p.y : bottom;
    }
    return frame_of(left, top, right, bottom);
}

static int ink_length(const struct hand_ink *ink, const struct frame *frame)
{
    int length = 0;

    for (size_t s = 0; s < ink->stroke_count; s++) {
        for (size_t i = ink->first[s] + 1u; i < ink->first[s + 1]; i++) {
            int dx = scaled_x(frame, ink->points[i].x) - scaled_x(frame, ink->points[i - 1].x);
            int dy = scaled_y(frame, ink->points[i].y) - scaled_y(frame, ink->points[i - 1].y);
            length += root((int64_t)dx * dx + (int64_t)dy * dy);
        }
    }
    return length;
}

static void read_ink(const struct hand_ink *ink, struct marks *marks)
{
    struct frame frame = frame_of_ink(ink);
    int length = ink_length(ink, &frame), room = MARKS_MAX - HAND_STROKES_MAX;
    int step = length / room + 1 > STEP ? length / room + 1 : STEP;

    marks->count = 0;
    for (size_t s = 0; s < ink->stroke_count; s++) {
        int carry = step / 2; /* the ends are marked too, nearly */
        size_t before = marks->count, from = ink->first[s], to = ink->first[s + 1];
        for (size_t i = from + 1; i < to; i++) {
            struct hand_point a = ink->points[i - 1], b = ink->points[i];
            carry = mark_piece(marks, scaled_x(&frame, a.x), scaled_y(&frame, a.y),
                               scaled_x(&frame, b.x), scaled_y(&frame, b.y), step, carry);
        }
        if (marks->count < before + 2 && to > from) { /* a dot: both its ends */
            struct hand_point a = ink->points[from], b = ink->points[to - 1];
            marks->count = before;
            mark(marks, scaled_x(&frame, a.x), scaled_y(&frame, a.y), step / 2);
            mark(marks, scaled_x(&frame, b.x), scaled_y(&frame, b.y), step / 2);
        }
        turn_marks(marks, before);
    }
    even_out(marks);
}

static void read_template(const struct hand *hand, const struct entry *entry, struct marks *marks)
{
    marks->count = 0;
    for (size_t s = 0; s < entry->strokes; s++) {
        const uint8_t *p = hand->strokes[entry->first + s];
        size_t before = marks->count;
        for (int i = 0; i < POINTS; i++) {
            int to = i < POINTS - 1 ? i + 1 : i - 1;
            int dx = p[2 * to] - p[2 * i], dy = p[2 * to + 1] - p[2 * i + 1];
            mark(marks, p[2 * i], p[2 * i + 1], root((int64_t)dx * dx + (int64_t)dy * dy) + 1);
        }
        turn_marks(marks, before);
    }
    even_out(marks);
}

/* ---- the histogram ---- */

/* Spreads a mark over the four cells around it and the two directions nearest to its own. */
static void count_mark(int32_t *bins, const struct marks *marks, size_t i)
{
    int ux = marks->ux[i], uy = marks->uy[i];
    int along = ux * ux - uy * uy, across = 2 * ux * uy; /* twice the angle */
    const int share[DIRECTIONS] = {along > 0 ? along : 0, across > 0 ? across : 0,
                                   along < 0 ? -along : 0, across < 0 ? -across : 0};
    int fx = marks->x[i] * CELLS * 2 - 128,
        fy = marks->y[i] * CELLS * 2 - 128; /* 1/256 of a cell */

    for (int cy = 0; cy < 2; cy++) {
        for (int cx = 0; cx < 2; cx++) {
            int x = (fx >> 8) + cx, y = (fy >> 8) + cy;
            int part = (cx ? fx & 255 : 256 - (fx & 255)) * (cy ? fy & 255 : 256 - (fy & 255));
            if (x < 0 || y < 0 || x >= CELLS || y >= CELLS) {
                continue;
            }
            for (int d = 0; d < DIRECTIONS; d++) {
                bins[(y * CELLS + x) * DIRECTIONS + d] +=
                    (int32_t)((int64_t)part * share[d] * marks->weight[i] >> 20);
            }
        }
    }
}

/* Square roots of the counts, so that one long stroke does not drown the rest; of equal length. */
static void fill_bins(const struct marks *marks, int16_t *to)
{
    int32_t bins[BINS] = {0};
    int64_t sum = 0;

    for (size_t i = 0; i < marks->count; i++) {
        count_mark(bins, marks, i);
    }
    for (int b = 0; b < BINS; b++) {
        sum += bins[b];
    }
    int norm = root(sum);
    for (int b = 0; b < BINS; b++) {
        to[b] = (int16_t)(norm ? root((int64_t)bins[b] * 256) * (BIN_NORM / 16) / norm : 0);
    }
}

static int32_t bins_alike(const int16_t *a, const int16_t *b)
{
    int32_t sum = 0;

    for (int i = 0; i < BINS; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

/* ---- the short list ---- */

static int compare_short(const void *a, const void *b)
{
    const struct short_one *x = a, *y = b;

    if (x->value != y->value) {
        return x->value < y->value ? 1 : -1;
    }
    return x->entry < y->entry ? -1 : 1;
}

static void sift_down(struct short_one *list, size_t count, size_t at)
{
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= count) {
            return;
        }
        child += child + 1 < count && list[child + 1].value < list[child].value;
        if (list[at].value <= list[child].value) {
            return;
        }
        struct short_one swap = list[at];
        list[at] = list[child];
        list[child] = swap;
        at = child;
    }
}

/* The SHORT_LIST templates of the most alike histograms, kept in a heap with the least on top. */
static size_t short_list(struct hand *hand, const int16_t *bins)
{
    size_t count = 0;

    for (size_t i = 0; i < hand->count; i++) {
        struct short_one one = {bins_alike(bins, hand->bins[i]), (uint32_t)i};
        if (count < SHORT_LIST) {
            hand->list[count++] = one;
            for (size_t at = count; count == SHORT_LIST && at-- > 0;) {
                sift_down(hand->list, count, at);
            }
        } else if (one.value > hand->list[0].value) {
            hand->list[0] = one;
            sift_down(hand->list, count, 0);
        }
    }
    return count;
}

/* ---- the close look ---- */

/* For mark i of `a`: the cost of its nearest mark of `b`. All in 16 bits, so that the compiler
 * handles eight at a time. */
static int nearest(const struct marks *a, size_t i, const struct marks *b)
{
    int16_t x = a->x[i], y = a->y[i], ux = a->ux[i], uy = a->uy[i], best = FAR;
    int count = (int)b->count;

    for (int j = 0; j < count; j++) {
        int16_t dx = (int16_t)(b->x[j] - x), dy = (int16_t)(b->y[j] - y);
        int16_t turn = (int16_t)((int16_t)(ux * b->uy[j]) - (int16_t)(uy * b->ux[j]));
        int16_t far = (int16_t)((int16_t)(dx * dx) + (int16_t)(dy * dy));
        int16_t cost = (int16_t)(far + (int16_t)((int16_t)(turn * turn) >> TURN_SHIFT));
        best = cost < best ? cost : best;
    }
    return best;
}

/* Which mark that was; b->count: none, all are far. */
static size_t nearest_mark(const struct marks *a, size_t i, const struct marks *b, int cost)
{
    size_t j = 0;

    for (; cost < FAR && j < b->count; j++) {
        int dx = b->x[j] - a->x[i], dy = b->y[j] - a->y[i];
        int turn = a->ux[i] * b->uy[j] - a->uy[i] * b->ux[j];
        if (dx * dx + dy * dy + (turn * turn >> TURN_SHIFT) == cost) {
            return j;
        }
    }
    return b->count;
}

/* Moves each stroke of the shape part of the way to the ink that lies nearest. */
static void give_way(struct marks *shape, const struct marks *ink)
{
    for (size_t from = 0; from < shape->count; from += POINTS) {
        int dx = 0, dy = 0, found = 0;
        for (size_t i = from; i < from + POINTS; i++) {
            size_t which = nearest_mark(shape, i, ink, nearest(shape, i, ink));
            if (which < ink->count) {
                dx += ink->x[which] - shape->x[i];
                dy += ink->y[which] - shape->y[i];
                found++;
            }
        }
        if (found == 0) {
            continue;
        }
        dx = clamp(dx * SHIFT_PERMILLE / (found * 1000), SHIFT_MAX);
        dy = clamp(dy * SHIFT_PERMILLE / (found * 1000), SHIFT_MAX);
        for (size_t i = from; i < from + POINTS; i++) {
            shape->x[i] = (int16_t)(shape->x[i] + dx);
            shape->y[i] = (int16_t)(shape->y[i] + dy);
        }
    }
}

/* Mean cost, by weight, of finding each mark of `a` in `b`. */
static int32_t one_way(const struct marks *a, const struct marks *b)
{
    int64_t sum = 0, weights = 0;

    for (size_t i = 0; i < a->count; i++) {
        sum += (int64_t)nearest(a, i, b) * a->weight[i];
        weights += a->weight[i];
    }
    return weights ? (int32_t)(sum / weights) : FAR;
}

static int32_t entry_cost(struct hand *hand, const struct entry *entry, size_t ink_strokes)
{
    int more = (int)entry->strokes - (int)ink_strokes;

    read_template(hand, entry, &hand->shape);
    give_way(&hand->shape, &hand->ink);
    int32_t cost = one_way(&hand->shape, &hand->ink) + one_way(&hand->ink, &hand->shape);
    /* Joining is usual, so strokes too few cost less than strokes too many. */
    cost += more > 0 ? more * STROKE_JOINED_COST : -more * STROKE_EXTRA_COST;
    return cost + (255 - entry->common) * RARE_COST_PERMILLE / 1000;
}

size_t hand_match(struct hand *hand, const struct hand_ink *ink, uint32_t *characters, size_t max)
{
    int16_t bins[BINS];

    if (ink->stroke_count == 0 || ink->first[ink->stroke_count] == 0) {
        return 0;
    }
    read_ink(ink, &hand->ink);
    fill_bins(&hand->ink, bins);
    size_t count = short_list(hand, bins);
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = &hand->entries[hand->list[i].entry];
        hand->list[i].value = -entry_cost(hand, entry, ink->stroke_count);
    }
    qsort(hand->list, count, sizeof hand->list[0], compare_short);
    count = count < max ? count : max;
    for (size_t i = 0; i < count; i++) {
        characters[i] = hand->entries[hand->list[i].entry].character;
    }
    explicit_bzero(bins, sizeof bins);
    return count;
}

/* ---- the file ---- */

static uint32_t le32(const uint8_t *from)
{
    return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

static bool sizes_fit(struct bytes file, uint32_t *characters, uint32_t *strokes)
{
    if (file.size < HEAD_BYTES || memcmp(file.data, "NPHAND01", MAGIC_BYTES) != 0) {
        return false;
    }
    *characters = le32(file.data + MAGIC_BYTES);
    *strokes = le32(file.data + MAGIC_BYTES + 4);
    return *characters > 0 && *characters <= CHARACTERS_MAX && *strokes > 0 &&
           *strokes <= CHARACTERS_MAX * HAND_STROKES_MAX &&
           file.size ==
               HEAD_BYTES + (size_t)*characters * ENTRY_BYTES + (size_t)*strokes * STROKE_BYTES;
}

/* Each character has one to HAND_STROKES_MAX strokes, all of them in the file. */
static bool take_entry(const uint8_t *at, uint32_t strokes, struct entry *entry)
{
    *entry = (struct entry){le32(at), le32(at + 4), at[8], at[9]};
    return entry->character > 0x7f && entry->character <= 0x10ffff && entry->strokes > 0 &&
           entry->strokes <= MARKS_MAX / POINTS && entry->first <= strokes &&
           entry->strokes <= strokes - entry->first;
}

/* Scales a template's strokes as ink is scaled, and counts its directions. */
static void prepare(struct hand *hand, const struct entry *entry, const uint8_t *raw, int16_t *bins)
{
    int left = 255, top = 255, right = 0, bottom = 0;

    for (size_t i = 0; i < (size_t)entry->strokes * POINTS; i++) {
        left = raw[2 * i] < left ? raw[2 * i] : left;
        right = raw[2 * i] > right ? raw[2 * i] : right;
        top = raw[2 * i + 1] < top ? raw[2 * i + 1] : top;
        bottom = raw[2 * i + 1] > bottom ? raw[2 * i + 1] : bottom;
    }
    struct frame frame = frame_of(left, top, right, bottom);
    for (size_t i = 0; i < (size_t)entry->strokes * POINTS; i++) {
        uint8_t *to = &hand->strokes[entry->first + i / POINTS][i % POINTS * 2];
        to[0] = (uint8_t)scaled_x(&frame, raw[2 * i]);
        to[1] = (uint8_t)scaled_y(&frame, raw[2 * i + 1]);
    }
    read_template(hand, entry, &hand->shape);
    fill_bins(&hand->shape, bins);
}

static enum err take_file(struct hand *hand, struct bytes file)
{
    uint32_t characters = 0, strokes = 0;

    if (!sizes_fit(file, &characters, &strokes)) {
        return ERR_CORRUPT;
    }
    hand->entries = calloc(characters, sizeof hand->entries[0]);
    hand->bins = calloc(characters, sizeof hand->bins[0]);
    hand->strokes = calloc(strokes, sizeof hand->strokes[0]);
    if (!hand->entries || !hand->bins || !hand->strokes) {
        return ERR_NOMEM;
    }
    const uint8_t *at = file.data + HEAD_BYTES, *lines = at + (size_t)characters * ENTRY_BYTES;
    for (uint32_t i = 0; i < characters; i++, at += ENTRY_BYTES) {
        struct entry *entry = &hand->entries[i];
        if (!take_entry(at, strokes, entry) ||
            (i > 0 && entry->character <= hand->entries[i - 1].character)) {
            return ERR_CORRUPT;
        }
        prepare(hand, entry, lines + (size_t)entry->first * STROKE_BYTES, hand->bins[i]);
    }
    hand->count = characters;
    return OK;
}

enum err hand_open(const char *path, struct hand **out, struct complaint *why)
{
    struct arena arena;
    struct bytes file;
    struct hand *hand = calloc(1, sizeof *hand);

    if (!hand || arena_init(&arena, FILE_BYTES_MAX)) {
        free(hand);
        return complain(why, ERR_NOMEM, "no memory for the handwriting templates");
    }
    enum err err = file_read(path, FILE_BYTES_MAX, &arena, &file, why);
    if (!err) {
        err = take_file(hand, file);
        if (err == ERR_CORRUPT) {
            complain(why, err, "%s is no file of handwriting templates; build it again", path);
        } else if (err) {
            complain(why, err, "no memory for the handwriting templates");
        }
    }
    arena_deinit(&arena);
    if (err) {
        hand_close(hand);
        return err;
    }
    *out = hand;
    return OK;
}

void hand_close(struct hand *hand)
{
    if (!hand) {
        return;
    }
    free(hand->entries);
    free(hand->bins);
    free(hand->strokes);
    explicit_bzero(hand, sizeof *hand);
    free(hand);
}

size_t hand_size(const struct hand *hand)
{
    return hand->count;
}

uint32_t hand_character(const struct hand *hand, size_t index)
{
    return hand->entries[index].character;
}

static int compare_character(const void *key, const void *entry)
{
    uint32_t a = *(const uint32_t *)key, b = ((const struct entry *)entry)->character;

    return a < b ? -1 : a > b;
}

enum err hand_template(const struct hand *hand, uint32_t character, struct hand_ink *ink)
{
    const struct entry *entry =
        bsearch(&character, hand->entries, hand->count, sizeof hand->entries[0], compare_character);

    if (!entry) {
        return ERR_NOT_FOUND;
    }
    hand_ink_wipe(ink);
    for (size_t s = 0; s < entry->strokes; s++) {
        const uint8_t *p = hand->strokes[entry->first + s];
        for (int i = 0; i < POINTS; i++) {
            hand_ink_add(ink, i == 0, p[2 * i], p[2 * i + 1]);
        }
    }
    return OK;
}
