/* page_picture.c - one picture as large as the screen lets it be, and twice that, by keys alone: no
 * drag, no second finger. */
#include "parts.h"
#include "ui_image.h"

enum {
    ID_SCROLL = UI_ID(PAGE_PICTURE, 0),
    ID_LARGER,
    ID_LEFT,
    ID_RIGHT,
    ID_UP,
    ID_DOWN,                      /* the pager's second */
    PIXELS_MAX = 4 * 1000 * 1000, /* of an enlarged picture, by the store's room */
    STEPS = 2,                    /* from its left end to its right one */
};

/* The size it is drawn at: the whole of it in the view, or enlarged. False: it is not enlarged any
 * further. */
static bool enlarge(const struct rect *view, int *w, int *h)
{
    int64_t pixels = (int64_t)*w * *h * 4;

    if (pixels > PIXELS_MAX || *w * 2 < view->w) {
        return false;
    }
    *w *= 2;
    *h *= 2;
    return true;
}

/* Two keys below the view that move it sideways. */
static void sideways_cut(struct page *page, struct rect *body, int hidden)
{
    int *at = &page->state->tab, step = (hidden + STEPS - 1) / STEPS;
    struct rect keys = cut_bottom(body, page->theme->button_h + page->theme->gap);

    keys = cut_bottom(&keys, page->theme->button_h);
    struct rect left = cut_left(&keys, (keys.w - page->theme->gap) / 2);
    (void)cut_left(&keys, page->theme->gap);
    if (ui_button(page->ui, ID_LEFT, left, word(TX_PICTURE_LEFT),
                  *at > 0 ? BUTTON_PLAIN : BUTTON_DISABLED)) {
        *at = *at > step ? *at - step : 0;
    }
    if (ui_button(page->ui, ID_RIGHT, keys, word(TX_PICTURE_RIGHT),
                  *at < hidden ? BUTTON_PLAIN : BUTTON_DISABLED)) {
        *at = *at + step < hidden ? *at + step : hidden;
    }
}

static void enlarged(struct page *page, struct rect body, const struct ui_image *image, int w,
                     int h)
{
    struct ui_scroll *scroll = &page->state->scroll;
    int hidden = w > body.w ? w - body.w : 0;

    if (hidden > 0) {
        sideways_cut(page, &body, hidden);
    }
    if (h > body.h) {
        struct rect keys = cut_bottom(&body, page->theme->button_h + page->theme->gap);
        keys = cut_bottom(&keys, page->theme->button_h);
        ui_pager(page->ui, ID_UP, keys, scroll, word(TX_PAGE_UP), word(TX_PAGE_DOWN));
    }
    page->state->tab = page->state->tab > hidden ? hidden : page->state->tab;
    struct rect rest = scroll_open(page, ID_SCROLL, body, scroll);
    struct rect picture = {rest.x + (hidden ? -page->state->tab : (rest.w - w) / 2), rest.y, w, h};
    ui_image(page->ui, picture, image);
    space(&rest, h);
    scroll_close(page, rest, body, scroll);
}

static void whole(struct page *page, struct rect body, const struct ui_image *image, int w, int h)
{
    struct rect words = {body.x, 0, body.w,
                         ui_text_height(page->ui, body.w, STYLE_BODY, image->words)};
    int gap = page->theme->gap, room = body.h - words.h - gap;

    if (h > room && (room <= 0 || ui_image_fit(page->ui, image, body.w, room, &w, &h))) {
        return; /* no room at all */
    }
    struct rect picture = {body.x + (body.w - w) / 2, body.y + (room - h) / 2, w, h};
    words.y = picture.y + h + gap;
    ui_image(page->ui, picture, image);
    (void)ui_text_aligned(page->ui, words, STYLE_BODY, COLOR_INK, ALIGN_CENTRE, image->words);
}

void page_picture_frame(struct page *page)
{
    const struct model_picture *picture =
        page->model->picture_count > 0 ? &page->model->pictures[0] : NULL;
    struct head head = {.title = word(TX_PICTURE_TITLE)};
    struct ui_frame frame = frame_open(page, &head);
    struct bar_button larger = {
        ID_LARGER, word(TX_PICTURE_LARGER), BUTTON_PLAIN, true, {.kind = INTENT_NONE, .value = 1}};
    int *is_large = &page->state->group;
    int w = 0, h = 0;

    if (!picture || picture->file.size == 0) {
        struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
        nothing_cut(page, &rest, word(TX_GONE_TITLE), word(TX_GONE_TEXT));
        scroll_close(page, rest, frame.body, &page->state->scroll);
        bar_usual(page, frame.bar, NULL, 0);
        return;
    }
    const struct ui_image image = {picture->id, picture->file, picture->words};
    struct rect body = inset(frame.body, px(page, 16));
    bool can = !ui_image_fit(page->ui, &image, body.w, body.h, &w, &h);
    int large_w = w, large_h = h;
    can = can && enlarge(&body, &large_w, &large_h);
    if (*is_large && can) {
        larger.text = word(TX_PICTURE_WHOLE);
        enlarged(page, body, &image, large_w, large_h);
    } else {
        whole(page, body, &image, w, h);
    }
    bar_usual(page, frame.bar, &larger, can ? 1 : 0);
    if (page->intent.kind == INTENT_NONE && page->intent.value == 1) {
        page->intent.value = 0;
        *is_large = !*is_large;
        page->state->tab = 0;
        page->state->scroll = (struct ui_scroll){0};
        ui_wake(page->ui, page->ui->input->now_ms); /* drawn already in this frame */
    }
}
