#include "slip_layout.h"

#include <string.h>

#include "qr.h"

#define BLACK 0xff000000u
#define WHITE 0xffffffffu

enum {
    LINE_PERMILLE = 1350,
    CODE_SHARE = 3, /* a QR code takes at most so much of an A4's width: a third */
};

const struct slip_format slip_formats[PAPERS] = {
    [PAPER_58] = {"58", 384, 203, 0, 8, 27, "om_58mm-roll_58x0mm"},
    [PAPER_80] = {"80", 576, 203, 0, 12, 30, "om_80mm-roll_80x0mm"},
    [PAPER_A4] = {"a4", 1654, 200, 2339, 140, 39, "iso_a4_210x297mm"},
};

enum err slip_paper_parse(struct text name, enum slip_paper *paper)
{
    for (int i = 0; i < PAPERS; i++) {
        if (text_is(name, slip_formats[i].name)) {
            *paper = (enum slip_paper)i;
            return OK;
        }
    }
    return ERR_INVALID;
}

/* ---- one line ---- */

struct look {
    uint8_t face;
    int size_px, before, after;
    enum text_align align;
};

static struct look look_of(const struct slip_format *format, enum slip_kind kind)
{
    int body = format->body_px;
    struct look look = {FACE_SANS, body, 0, body / 4, ALIGN_LEFT};

    switch (kind) {
    case SLIP_TITLE:
        return (struct look){FACE_SERIF_BOLD, body * 3 / 2, body / 3, body / 2, ALIGN_LEFT};
    case SLIP_HEADING:
        return (struct look){FACE_SANS_BOLD, body * 9 / 8, body / 2, body / 4, ALIGN_LEFT};
    case SLIP_SMALL:
        look.size_px = body * 4 / 5;
        return look;
    case SLIP_DIGITS:
        return (struct look){FACE_SANS_BOLD, body * 3 / 2, body / 2, body / 2, ALIGN_CENTRE};
    case SLIP_RULE:
    case SLIP_CODE:
        return (struct look){FACE_SANS, body, body / 3, body / 3, ALIGN_LEFT};
    case SLIP_TEXT:
    case SLIP_PAIR:
    case SLIP_KINDS:
    default:
        return look;
    }
}

static int inner_width(const struct slip_format *format)
{
    return format->width_px - 2 * format->margin_px;
}

static struct text_span span_of(const struct look *look, struct text text)
{
    return (struct text_span){
        .text = text, .face = look->face, .size_px = look->size_px, .color = BLACK};
}

/* At its place in the column; `list` NULL: only its height. */
static int text_at(struct text_engine *text, struct draw_list *list, const struct look *look,
                   struct text what, int x, int y, int width, enum text_align align)
{
    struct text_span span = span_of(look, what);
    const struct text_layout *layout = text_lay_out(text, &span, 1, width, LINE_PERMILLE, align);

    if (list) {
        draw_layout(list, layout, &span, 1, x, y);
    }
    return layout->height;
}

static int pair_at(struct text_engine *text, struct draw_list *list, const struct look *look,
                   struct text what, int x, int y, int width)
{
    struct text left = {0}, right = what;

    (void)text_split(&right, '\t', &left);
    struct text_span span = span_of(look, right);
    int right_w = right.size > 0 ? text_width(text, &span, 1) + look->size_px / 2 : 0;
    if (right_w > width / 2) { /* one below the other */
        int height = text_at(text, list, look, left, x, y, width, ALIGN_LEFT);
        return height + text_at(text, list, look, right, x, y + height, width, ALIGN_RIGHT);
    }
    int left_h = text_at(text, list, look, left, x, y, width - right_w, ALIGN_LEFT);
    if (right.size == 0) {
        return left_h;
    }
    int right_h = text_at(text, list, look, right, x + width - right_w, y, right_w, ALIGN_RIGHT);
    return left_h > right_h ? left_h : right_h;
}

/* As large as whole pixels allow, with its quiet margin. */
static int code_at(struct draw_list *list, const struct slip_format *format, struct text what,
                   int x, int y, int width)
{
    struct qr qr;

    if (qr_encode(text_bytes(what), &qr)) {
        return 0;
    }
    int most = format->height_px > 0 ? width / CODE_SHARE : width * 3 / 4;
    int modules = qr.side + 2 * QR_QUIET, module = most / modules > 0 ? most / modules : 1;
    int side = module * modules;
    if (list) {
        draw_modules(list, x + (width - side) / 2 + QR_QUIET * module, y + QR_QUIET * module,
                     module, qr.side, qr.bits, BLACK, what);
    }
    return side;
}

static int line_at(struct text_engine *text, struct draw_list *list,
                   const struct slip_format *format, const struct slip_line *line, int y)
{
    struct look look = look_of(format, line->kind);
    int x = format->margin_px, width = inner_width(format), height = 2;
    int top = y + look.before;

    if (line->kind == SLIP_RULE) {
        if (list) {
            draw_fill(list, (struct rect){x, top, width, height}, BLACK);
        }
    } else if (line->kind == SLIP_CODE) {
        height = code_at(list, format, line->text, x, top, width);
    } else if (line->kind == SLIP_PAIR) {
        height = pair_at(text, list, &look, line->text, x, top, width);
    } else {
        height = text_at(text, list, &look, line->text, x, top, width, look.align);
    }
    return look.before + height + look.after;
}

/* ---- pages ---- */

/* The last place at or before `limit` where a page may end within this line: between two lines of
 * its letters. */
static int break_within(struct text_engine *text, const struct slip_format *format,
                        const struct slip_line *line, int y, int limit)
{
    struct look look = look_of(format, line->kind);
    struct text_span span = span_of(&look, line->text);
    int best = y;

    if (line->kind == SLIP_RULE || line->kind == SLIP_CODE || line->kind == SLIP_PAIR) {
        return y;
    }
    const struct text_layout *layout =
        text_lay_out(text, &span, 1, inner_width(format), LINE_PERMILLE, look.align);
    for (uint32_t i = 1; i < layout->line_count; i++) {
        int top = y + look.before + layout->lines[i].top;
        best = top <= limit ? top : best;
    }
    return best;
}

static int foot_height(struct text_engine *text, const struct slip *slip,
                       const struct slip_format *format)
{
    struct look look = look_of(format, SLIP_SMALL);

    return slip->foot.size > 0 ? look.size_px + text_at(text, NULL, &look, slip->foot, 0, 0,
                                                        inner_width(format), ALIGN_LEFT)
                               : 0;
}

static int room_of(const struct slip_pages *pages)
{
    const struct slip_format *format = pages->format;
    int height = format->height_px > 0 ? format->height_px : SLIP_ROLL_PX_MAX;
    int room = height - 2 * format->margin_px - pages->foot_h;

    return room > format->body_px ? room : format->body_px;
}

void slip_lay_out(struct text_engine *text, const struct slip *slip, enum slip_paper paper,
                  struct slip_pages *pages)
{
    int y = 0, from = 0;

    *pages = (struct slip_pages){.slip = slip, .format = &slip_formats[paper], .count = 1};
    pages->foot_h = foot_height(text, slip, pages->format);
    int room = room_of(pages);
    for (size_t i = 0; i < slip->count && !pages->cut; i++) {
        int height = line_at(text, NULL, pages->format, &slip->lines[i], y);
        while (y + height - from > room && !pages->cut) {
            int to = break_within(text, pages->format, &slip->lines[i], y, from + room);
            to = to > from ? to : from + room; /* higher than a page: it goes on */
            if (pages->count == SLIP_PAGES_MAX) {
                pages->cut = true;
                y = from + room - height;
                break;
            }
            pages->from[pages->count++] = to;
            from = to;
        }
        y += height;
    }
    pages->from[pages->count] = y;
}

int slip_page_height(const struct slip_pages *pages, size_t page)
{
    int used = pages->from[page + 1] - pages->from[page];

    return pages->format->height_px > 0 ? pages->format->height_px
                                        : used + 2 * pages->format->margin_px + pages->foot_h;
}

static void foot_draw(struct text_engine *text, const struct slip_pages *pages,
                      struct draw_list *list, int height)
{
    const struct slip_format *format = pages->format;
    struct look look = look_of(format, SLIP_SMALL);
    int y = height - format->margin_px - pages->foot_h + look.size_px;

    if (pages->foot_h > 0) {
        draw_fill(list,
                  (struct rect){format->margin_px, y - look.size_px / 2, inner_width(format), 2},
                  BLACK);
        (void)text_at(text, list, &look, pages->slip->foot, format->margin_px, y,
                      inner_width(format), ALIGN_LEFT);
    }
}

enum err slip_page_draw(struct text_engine *text, const struct slip_pages *pages, size_t page,
                        struct draw_list *list, struct surface surface)
{
    const struct slip_format *format = pages->format;
    int from = pages->from[page], to = pages->from[page + 1], y = format->margin_px - from;
    struct rect room = {0, format->margin_px, surface.w, to - from};

    draw_list_begin(list, surface.w, surface.h, WHITE);
    draw_clip_push(list, room);
    for (size_t i = 0; i < pages->slip->count; i++) {
        int height = line_at(text, NULL, format, &pages->slip->lines[i], y);
        if (y + height > room.y && y < room.y + room.h) {
            (void)line_at(text, list, format, &pages->slip->lines[i], y);
        }
        y += height;
    }
    draw_clip_pop(list);
    foot_draw(text, pages, list, surface.h);
    enum err err = draw_list_end(list);
    paint(surface, text, list, (struct rect){0, 0, surface.w, surface.h});
    return err;
}
