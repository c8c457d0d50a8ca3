/* photograph.h - pictures as phones make them, made here: four fields of colour under noise that
 * does not compress. */
#pragma once

#include "arena.h"

enum photograph_kind { PHOTOGRAPH_JPEG, PHOTOGRAPH_PROGRESSIVE, PHOTOGRAPH_PNG, PHOTOGRAPH_CMYK };

/* `noise` 0 to 255: how far a pixel is from its field's colour: red, green; blue, grey. */
struct bytes photograph_make(struct arena *arena, enum photograph_kind kind, uint32_t w, uint32_t h,
                             unsigned noise);
/* Decodes a JPEG and tells the mean colour of each of its four fields, 0xRRGGBB. */
void photograph_look(struct bytes jpeg, uint32_t *w, uint32_t *h, uint32_t fields[4]);
