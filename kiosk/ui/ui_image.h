/* ui_image.h - a published picture, or a QR code, on a page.
 *
 * ui needs a store for pictures (ui->images, set once after ui_init); without one only their words
 * are shown. */
#pragma once

#include "image.h"
#include "qr.h"
#include "ui.h"

struct ui_image {
    uint64_t key;      /* names the bytes: the first eight of the object's hash */
    struct bytes file; /* needs to live until the call returns */
    struct text words; /* what it shows, in words: stands in its place when it cannot be shown */
};

/* The size of the picture in max_w x max_h, its sides in proportion, never larger than twice its
 * own. ERR_INVALID (*w x *h is then the room its words need in max_w): it cannot be shown. */
MUST_CHECK enum err ui_image_fit(struct ui *ui, const struct ui_image *image, int max_w, int max_h,
                                 int *w, int *h);
/* Fills `rect`, whose size should come from ui_image_fit. Out of sight it costs nothing. */
void ui_image(struct ui *ui, struct rect rect, const struct ui_image *image);

/* A QR code as large as whole pixels a module let it be in `rect`, in its middle, dark on light in
 * every theme, its quiet zone included. `words` is what a test or a reader for the blind finds.
 * ERR_FULL: more than QR_BYTES_MAX bytes; ERR_INVALID: none, or `rect` has no room for
 * UI_QR_MODULE_PX_MIN pixels a module. Nothing is drawn then. */
enum { UI_QR_MODULE_PX_MIN = 2 };
MUST_CHECK enum err ui_qr(struct ui *ui, struct rect rect, struct bytes data, struct text words);
