/* font.h - the faces and the pictures of their glyphs; internal to ui.
 *
 * Files are mapped, so that their pages are shared and only those that are read count; a face is
 * opened when a character first needs it. */
#pragma once

#include "cache.h"
#include "text.h"

struct font_set;

MUST_CHECK enum err font_set_new(const char *folder, size_t glyph_bytes, struct font_set **out,
                                 struct complaint *why);
void font_set_free(struct font_set *set); /* accepts NULL */
/* Gives the pages of the files back until they are read again. */
void font_set_rest(struct font_set *set);

struct font_glyph {
    uint32_t id;     /* as text_glyph.id */
    int advance_upm; /* thousandths of the size */
};
/* In `face`, else in a face that has it, else the box with its number. */
struct font_glyph font_glyph_of(struct font_set *set, enum text_face face, uint32_t character);
struct text_picture font_picture(struct font_set *set, uint32_t id, int size_px, int turn_deg);
void font_stats(const struct font_set *set, struct text_stats *stats);
