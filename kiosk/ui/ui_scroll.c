#include "ui_impl.h"

#include <stdlib.h>

enum {
    FRAME_MS = 16,
    STEP_MS = 8, /* a fling is counted in steps of this length, whatever the frames are */
    STEP_KEEPS_PERMILLE = 976, /* of the speed */
    SPEED_MIN_PX_S = 40,
    SPEED_MAX_PX_S = 9000,
    REST_MS = 90, /* a finger that lay still so long before it left does not fling */
    ENDLESS_PX = 1 << 24,
    WHEEL_LINES = 3,
};

static int offset_max(const struct ui_scroll *scroll)
{
    return scroll->content_h > scroll->view_h ? scroll->content_h - scroll->view_h : 0;
}

static int clamp(int value, int low, int high)
{
    if (value < low) {
        return low;
    }
    return value > high ? high : value;
}

void ui_scroll_to(struct ui_scroll *scroll, int offset)
{
    scroll->offset = clamp(offset, 0, offset_max(scroll));
    scroll->speed = 0;
}

void ui_scroll_page(struct ui_scroll *scroll, int pages, int overlap_px)
{
    int page = scroll->view_h > overlap_px ? scroll->view_h - overlap_px : scroll->view_h;

    ui_scroll_to(scroll, scroll->offset + pages * page);
}

bool ui_scroll_can(const struct ui_scroll *scroll, int direction)
{
    return direction < 0 ? scroll->offset > 0 : scroll->offset < offset_max(scroll);
}

int ui_scroll_page_count(const struct ui_scroll *scroll)
{
    if (scroll->view_h <= 0 || scroll->content_h <= scroll->view_h) {
        return 1;
    }
    return (scroll->content_h + scroll->view_h - 1) / scroll->view_h;
}

int ui_scroll_page_number(const struct ui_scroll *scroll)
{
    if (scroll->view_h <= 0) {
        return 1;
    }
    if (!ui_scroll_can(scroll, 1)) {
        return ui_scroll_page_count(scroll);
    }
    return (scroll->offset + scroll->view_h / 2) / scroll->view_h + 1;
}

/* ---- the finger ---- */

static void finger_down(struct ui *ui, int id, struct ui_scroll *scroll)
{
    ui->drag_id = id;
    if (scroll->speed != 0) { /* it only stops what was moving */
        ui->slid = true;
        scroll->speed = 0;
    }
    scroll->drag_from = scroll->offset;
    scroll->last_y = ui->press_y;
    scroll->last_ms = ui->press_ms;
}

static void finger_moves(struct ui *ui, struct ui_scroll *scroll)
{
    const struct input *input = ui->input;
    int moved = input->y - ui->press_y;

    if (!ui->slid && abs(moved) > ui->theme->slop) {
        ui->slid = true;
    }
    if (!ui->slid) {
        return;
    }
    scroll->offset = clamp(scroll->drag_from - moved, 0, offset_max(scroll));
    int64_t ms = input->now_ms - scroll->last_ms;
    if (ms > 0 && input->y != scroll->last_y) {
        int64_t speed = (int64_t)(scroll->last_y - input->y) * 1000 / ms;
        speed = (speed + scroll->speed) / 2; /* two samples: one is too nervous */
        scroll->speed = (int32_t)(speed > SPEED_MAX_PX_S    ? SPEED_MAX_PX_S
                                  : speed < -SPEED_MAX_PX_S ? -SPEED_MAX_PX_S
                                                            : speed);
        scroll->last_y = input->y;
        scroll->last_ms = input->now_ms;
    }
}

static void finger_up(struct ui *ui, struct ui_scroll *scroll)
{
    bool rested = ui->input->now_ms - scroll->last_ms > REST_MS;

    if (!ui->slid || rested || ui->input->cancelled) {
        scroll->speed = 0;
    }
    scroll->at_ms = ui->input->now_ms;
    scroll->rest_64 = 0;
}

static void take_finger(struct ui *ui, int id, struct rect view, struct ui_scroll *scroll)
{
    const struct input *input = ui->input;

    if (ui->off) {
        return;
    }
    if (input->pressed && ui->drag_id == 0 && rect_has(view, ui->press_x, ui->press_y)) {
        finger_down(ui, id, scroll);
    }
    if (ui->drag_id != id) {
        return;
    }
    finger_moves(ui, scroll);
    if (!input->down) {
        finger_up(ui, scroll);
    }
}

/* ---- what moves by itself ---- */

static void fling(struct ui *ui, int id, struct ui_scroll *scroll)
{
    if (scroll->speed == 0 || (ui->drag_id == id && ui->input->down)) {
        return;
    }
    int64_t at = scroll->at_ms, now = ui->input->now_ms;
    for (; now - at >= STEP_MS && abs(scroll->speed) > SPEED_MIN_PX_S; at += STEP_MS) {
        int32_t step_64 = scroll->speed * STEP_MS * 64 / 1000 + scroll->rest_64;
        scroll->offset += step_64 / 64;
        scroll->rest_64 = step_64 % 64;
        scroll->speed = scroll->speed * STEP_KEEPS_PERMILLE / 1000;
    }
    scroll->at_ms = at;
    int inside = clamp(scroll->offset, 0, offset_max(scroll));
    if (inside != scroll->offset || abs(scroll->speed) <= SPEED_MIN_PX_S) {
        scroll->speed = 0;
    }
    scroll->offset = inside;
    if (scroll->speed != 0) {
        wake_at(ui, now + FRAME_MS);
    }
}

static void take_keys(struct ui *ui, struct rect view, struct ui_scroll *scroll)
{
    int line = ui_line_h(ui, STYLE_BODY), by = 0;

    if (ui->off) {
        return;
    }
    if (ui->input->wheel != 0 && rect_has(view, ui->input->x, ui->input->y)) {
        by += ui->input->wheel * WHEEL_LINES * line;
    }
    by += ui_key(ui, KEY_PAGE_DOWN) ? view.h - line : 0;
    by -= ui_key(ui, KEY_PAGE_UP) ? view.h - line : 0;
    if (ui->focus == 0) {
        by += ui_key(ui, KEY_DOWN) ? line : 0;
        by -= ui_key(ui, KEY_UP) ? line : 0;
        by += ui_key(ui, KEY_END) ? ENDLESS_PX : 0;
        by -= ui_key(ui, KEY_HOME) ? ENDLESS_PX : 0;
    }
    if (by != 0) {
        ui_scroll_to(scroll, scroll->offset + by);
    }
}

/* ---- region ---- */

struct rect ui_scroll_begin(struct ui *ui, int id, struct rect view, struct ui_scroll *scroll,
                            enum theme_color background)
{
    take_finger(ui, id, view, scroll);
    take_keys(ui, view, scroll);
    fling(ui, id, scroll);
    ui->scroll = scroll;
    ui->scroll_view = view;
    ui->scroll_id = id;
    ui->scroll_top = view.y - scroll->offset;
    draw_region_begin(ui->list, id, view, scroll->offset, color_of(ui, background));
    return (struct rect){view.x, ui->scroll_top, view.w, ENDLESS_PX};
}

void ui_scroll_end(struct ui *ui, struct rect rest)
{
    struct ui_scroll *scroll = ui->scroll;

    draw_region_end(ui->list);
    scroll->content_h = rest.y - ui->scroll_top;
    scroll->view_h = ui->scroll_view.h;
    int inside = clamp(scroll->offset, 0, offset_max(scroll));
    if (inside != scroll->offset) { /* the content got shorter */
        scroll->offset = inside;
        wake_at(ui, ui->input->now_ms);
    }
    ui->scroll = NULL;
}

void ui_pager(struct ui *ui, int first_id, struct rect rect, struct ui_scroll *scroll,
              struct text up_word, struct text down_word)
{
    int overlap = ui_line_h(ui, STYLE_BODY), gap = ui->theme->gap;
    enum ui_button_kind up = ui_scroll_can(scroll, -1) ? BUTTON_PLAIN : BUTTON_DISABLED;
    enum ui_button_kind down = ui_scroll_can(scroll, 1) ? BUTTON_PLAIN : BUTTON_DISABLED;

    if (ui_button(ui, first_id, split_columns(rect, 2, 0, gap), up_word, up)) {
        ui_scroll_page(scroll, -1, overlap);
    }
    if (ui_button(ui, first_id + 1, split_columns(rect, 2, 1, gap), down_word, down)) {
        ui_scroll_page(scroll, 1, overlap);
    }
}

bool ui_is_visible(const struct ui *ui, struct rect rect)
{
    return !rect_is_empty(rect_common(rect, draw_clip(ui->list)));
}

void ui_scroll_mark(struct ui *ui, struct rect rect, const struct ui_scroll *scroll)
{
    if (scroll->content_h <= scroll->view_h || scroll->view_h <= 0) {
        return;
    }
    int thumb = (int)((int64_t)rect.h * scroll->view_h / scroll->content_h);
    thumb = thumb > rect.w * 4 ? thumb : rect.w * 4;
    thumb = thumb < rect.h ? thumb : rect.h;
    int at = (int)((int64_t)(rect.h - thumb) * scroll->offset / offset_max(scroll));
    bool plain = ui->theme->palette == PALETTE_CONTRAST; /* all lines are black there */
    draw_round(ui->list, rect, rect.w / 2, color_of(ui, plain ? COLOR_SAND : COLOR_LINE),
               plain ? 1 : 0, color_of(ui, COLOR_LINE));
    draw_round(ui->list, (struct rect){rect.x, rect.y + at, rect.w, thumb}, rect.w / 2,
               color_of(ui, COLOR_EDGE), 0, 0);
}
