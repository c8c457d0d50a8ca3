/* ui_impl.h - what the parts of ui share. */
#pragma once

#include "ui.h"

/* Line height of a style, in thousandths of its size. */
int style_permille(enum theme_style style);
uint32_t color_of(const struct ui *ui, enum theme_color color);

struct tone_colors {
    uint32_t ink, tint, line;
};
struct tone_colors tone_colors(const struct ui *ui, enum ui_tone tone);
/* Half way between two opaque colours. */
uint32_t color_between(uint32_t a, uint32_t b);

/* A label of a size of its own, as ui_label otherwise. */
void label_sized(struct ui *ui, struct rect rect, int face, int size_px, uint32_t color,
                 enum text_align align, struct text text);
/* Do the spans say what is marked? Then mark_draw before their letters. */
bool mark_says(const struct ui *ui, const struct text_span *spans, size_t count);
void mark_draw(struct ui *ui, const struct text_layout *layout, int x, int y);
/* A frame is wanted at `at_ms` even if nobody touches anything. */
void wake_at(struct ui *ui, int64_t at_ms);
/* QR codes may say what was private to the page. */
void ui_qrs_forget(struct ui *ui);
void chevron(struct ui *ui, struct rect rect, uint32_t color);
