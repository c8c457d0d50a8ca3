#include "ui_mark.h"

#include <string.h>

#include "ui_impl.h"

void ui_mark_set(struct ui *ui, struct text whole, size_t from, size_t to)
{
    ui->mark = (struct ui_mark){.whole = whole, .from = from, .to = to};
}

bool ui_mark_seen(const struct ui *ui, struct rect *rect)
{
    *rect = ui->mark.at;
    return ui->mark.seen;
}

bool mark_says(const struct ui *ui, const struct text_span *spans, size_t count)
{
    struct text left = ui->mark.whole;

    if (left.size == 0) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct text part = spans[i].text;
        if (part.size > left.size ||
            (part.size > 0 && memcmp(part.data, left.data, part.size) != 0)) {
            return false;
        }
        left = text_slice(left, part.size, left.size);
    }
    return left.size == 0;
}

static void note(struct ui *ui, struct rect rect)
{
    if (!ui->scroll) {
        return; /* what stands still cannot be scrolled to */
    }
    if (!ui->mark.seen) {
        ui->mark.at = rect;
    } else if (rect.y + rect.h > ui->mark.at.y + ui->mark.at.h) {
        ui->mark.at.h = rect.y + rect.h - ui->mark.at.y;
    }
    ui->mark.seen = true;
}

void mark_draw(struct ui *ui, const struct text_layout *layout, int x, int y)
{
    uint32_t from = (uint32_t)ui->mark.from, to = (uint32_t)ui->mark.to;
    int pad = theme_px(ui->theme, 4);

    for (uint32_t i = 0; i < layout->line_count; i++) {
        const struct text_line *line = &layout->lines[i];
        if (line->byte + line->byte_count <= from || line->byte >= to) {
            continue;
        }
        int left = from > line->byte ? text_caret_at(layout, from).x : line->x;
        bool ends = to < line->byte + line->byte_count;
        int right = ends ? text_caret_at(layout, to).x : line->x + line->width;
        struct rect rect = {x + left - pad, y + line->top, right - left + 2 * pad, line->height};
        if (right > left) {
            draw_fill(ui->list, rect, color_of(ui, COLOR_AMBER_TINT));
            struct rect foot = rect;
            draw_fill(ui->list, cut_bottom(&foot, pad), color_of(ui, COLOR_AMBER));
            note(ui, rect);
        }
    }
}
