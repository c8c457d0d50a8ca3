#include "layout.h"

static int at_most(int size, int limit)
{
    if (size < 0) {
        return 0;
    }
    return size < limit ? size : limit;
}

struct rect cut_top(struct rect *rest, int size)
{
    size = at_most(size, rest->h);
    struct rect part = {rest->x, rest->y, rest->w, size};
    rest->y += size;
    rest->h -= size;
    return part;
}

struct rect cut_bottom(struct rect *rest, int size)
{
    size = at_most(size, rest->h);
    rest->h -= size;
    return (struct rect){rest->x, rest->y + rest->h, rest->w, size};
}

struct rect cut_left(struct rect *rest, int size)
{
    size = at_most(size, rest->w);
    struct rect part = {rest->x, rest->y, size, rest->h};
    rest->x += size;
    rest->w -= size;
    return part;
}

struct rect cut_right(struct rect *rest, int size)
{
    size = at_most(size, rest->w);
    rest->w -= size;
    return (struct rect){rest->x + rest->w, rest->y, size, rest->h};
}

/* Begin and end of the index-th of `count` parts of `whole` with gaps between. */
static void split(int whole, int count, int index, int gap, int *start, int *size)
{
    int each = (whole - gap * (count - 1)) / count;

    if (each < 0) {
        each = 0;
    }
    *start = index * (each + gap);
    *size = index == count - 1 && whole > *start ? whole - *start : each;
}

struct rect split_columns(struct rect whole, int count, int index, int gap)
{
    int start, size;

    split(whole.w, count, index, gap, &start, &size);
    return (struct rect){whole.x + start, whole.y, size, whole.h};
}

struct rect split_rows(struct rect whole, int count, int index, int gap)
{
    int start, size;

    split(whole.h, count, index, gap, &start, &size);
    return (struct rect){whole.x, whole.y + start, whole.w, size};
}

struct rect inset(struct rect rect, int by)
{
    return inset_xy(rect, by, by);
}

struct rect inset_xy(struct rect rect, int by_x, int by_y)
{
    int w = rect.w - 2 * by_x, h = rect.h - 2 * by_y;

    return (struct rect){rect.x + by_x, rect.y + by_y, w > 0 ? w : 0, h > 0 ? h : 0};
}

struct rect centre(struct rect rect, int w, int h)
{
    return (struct rect){rect.x + (rect.w - w) / 2, rect.y + (rect.h - h) / 2, w, h};
}

bool rect_is_empty(struct rect rect)
{
    return rect.w <= 0 || rect.h <= 0;
}

bool rect_has(struct rect rect, int x, int y)
{
    return x >= rect.x && y >= rect.y && x < rect.x + rect.w && y < rect.y + rect.h;
}

bool rect_covers(struct rect rect, struct rect inner)
{
    return inner.x >= rect.x && inner.y >= rect.y && inner.x + inner.w <= rect.x + rect.w &&
           inner.y + inner.h <= rect.y + rect.h;
}

bool rect_equal(struct rect a, struct rect b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

struct rect rect_common(struct rect a, struct rect b)
{
    int x = a.x > b.x ? a.x : b.x, y = a.y > b.y ? a.y : b.y;
    int right = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    int bottom = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;

    if (right <= x || bottom <= y) {
        return (struct rect){x, y, 0, 0};
    }
    return (struct rect){x, y, right - x, bottom - y};
}

struct rect rect_around(struct rect a, struct rect b)
{
    if (rect_is_empty(a)) {
        return b;
    }
    if (rect_is_empty(b)) {
        return a;
    }
    int x = a.x < b.x ? a.x : b.x, y = a.y < b.y ? a.y : b.y;
    int right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    int bottom = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct rect){x, y, right - x, bottom - y};
}
