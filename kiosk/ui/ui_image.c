#include "ui_image.h"

#include "forget.h"
#include "mix.h"
#include "ui_impl.h"

/* ---- pictures ---- */

static int words_height(struct ui *ui, int width, const struct ui_image *image)
{
    return ui_text_height(ui, width - 2 * ui->theme->gap, STYLE_SMALL, image->words) +
           2 * ui->theme->gap;
}

enum err ui_image_fit(struct ui *ui, const struct ui_image *image, int max_w, int max_h, int *w,
                      int *h)
{
    struct image_head head;

    if (!ui->images || max_w <= 0 || max_h <= 0 || image_head_read(image->file, &head)) {
        *w = max_w;
        *h = words_height(ui, max_w, image);
        return ERR_INVALID;
    }
    int64_t wide = head.w * 2 < max_w ? head.w * 2 : max_w;
    int64_t high = wide * head.h / head.w;
    if (high > max_h) {
        high = max_h;
        wide = high * head.w / head.h;
    }
    *w = (int)(wide > 1 ? wide : 1);
    *h = (int)(high > 1 ? high : 1);
    return OK;
}

void ui_image(struct ui *ui, struct rect rect, const struct ui_image *image)
{
    struct image_pixels pixels = {0};
    enum image_state state = IMAGE_BROKEN;

    if (rect_is_empty(rect) || !ui_is_visible(ui, rect)) {
        return;
    }
    if (ui->images) {
        state = image_get(ui->images, image->key, image->file, rect.w, rect.h, &pixels);
    }
    if (state == IMAGE_READY) {
        draw_image(ui->list, rect, image->key, pixels.data, image->words);
        return;
    }
    draw_fill(ui->list, rect, color_of(ui, COLOR_SAND));
    if (state == IMAGE_WAITS) {
        wake_at(ui, ui->input->now_ms);
        return;
    }
    struct rect words = inset(rect, ui->theme->gap);
    ui_text_aligned(ui, words, STYLE_SMALL, COLOR_INK, ALIGN_CENTRE, image->words);
}

/* ---- QR codes ---- */

/* A code costs milliseconds to compute, so that those of the page stay until it is left. */
static const struct qr *code_of(struct ui *ui, struct bytes data, enum err *err)
{
    uint64_t key = mix_bytes(1, data.data, data.size) | 1;

    for (size_t i = 0; i < UI_QRS_MAX; i++) {
        if (ui->qrs[i].key == key) {
            return &ui->qrs[i].code;
        }
    }
    struct ui_qr_kept *kept = &ui->qrs[ui->qr_next];
    *err = qr_encode(data, &kept->code);
    if (*err) {
        return NULL;
    }
    kept->key = key;
    ui->qr_next = (ui->qr_next + 1) % UI_QRS_MAX;
    return &kept->code;
}

enum err ui_qr(struct ui *ui, struct rect rect, struct bytes data, struct text words)
{
    enum err err = OK;
    const struct qr *code = code_of(ui, data, &err);

    if (!code) {
        return err;
    }
    int modules = code->side + 2 * QR_QUIET, side = rect.w < rect.h ? rect.w : rect.h;
    int module_px = side / modules;
    if (module_px < UI_QR_MODULE_PX_MIN) {
        return ERR_INVALID;
    }
    struct rect ground = centre(rect, modules * module_px, modules * module_px);
    draw_fill(ui->list, ground, 0xffffffffu);
    int at = QR_QUIET * module_px;
    draw_modules(ui->list, ground.x + at, ground.y + at, module_px, code->side, code->bits,
                 0xff000000u, words);
    return OK;
}

void ui_qrs_forget(struct ui *ui)
{
    forget_used(ui->qrs, sizeof ui->qrs);
}
