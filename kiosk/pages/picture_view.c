/* picture_view.c - a published picture within a text (parts.h). */
#include "parts.h"
#include "ui_image.h"

const struct model_picture *picture_named(const struct page *page, struct text key)
{
    for (size_t i = 0; i < page->model->picture_count; i++) {
        if (text_equal(page->model->pictures[i].key, key)) {
            return &page->model->pictures[i];
        }
    }
    return NULL;
}

/* Words in the place of a picture that cannot be shown. */
static int words_draw(struct page *page, struct text words, int width, const struct rect *rect)
{
    int pad = px(page, 24);
    struct text said = FILL(page, TX_PICTURE_MISSING, words);
    int height = ui_text_height(page->ui, width - 2 * pad, STYLE_BODY, said) + 2 * pad;

    if (rect) {
        struct rect box = {rect->x, rect->y, width, height};
        struct rect inside = ui_card(page->ui, box, TONE_AMBER);
        inside = (struct rect){box.x + pad, box.y + pad, width - 2 * pad, inside.h};
        (void)ui_text(page->ui, inside, STYLE_BODY, COLOR_INK, said);
    }
    return height;
}

/* The picture and its words, its rect within `rect`. */
static int shown_draw(struct page *page, int id, const struct ui_image *image, struct text key,
                      int width, int max_h, const struct rect *rect)
{
    int w, h, gap = px(page, 10);

    if (ui_image_fit(page->ui, image, width, max_h, &w, &h)) {
        return words_draw(page, image->words, width, rect);
    }
    int below = ui_text_height(page->ui, width, STYLE_SMALL, image->words);
    if (rect) {
        struct rect picture = {rect->x + (width - w) / 2, rect->y, w, h};
        struct rect words = {rect->x, rect->y + h + gap, width, below};
        int least = page->theme->touch_min;
        ui_image(page->ui, picture, image);
        (void)ui_text_aligned(page->ui, words, STYLE_SMALL, COLOR_MUTED, ALIGN_CENTRE,
                              image->words);
        if (id && w >= least && h >= least && ui_touch(page->ui, id, picture, NULL)) {
            go(page, PAGE_PICTURE, key);
        }
    }
    return h + gap + below;
}

int picture_draw(struct page *page, int id, struct text key, struct text words, int width,
                 int max_h, const struct rect *rect)
{
    const struct model_picture *picture = picture_named(page, key);

    if (!picture || picture->file.size == 0) {
        return words_draw(page, words, width, rect);
    }
    const struct ui_image image = {
        .key = picture->id, .file = picture->file, .words = words.size ? words : picture->words};
    return shown_draw(page, id, &image, key, width, max_h, rect);
}
