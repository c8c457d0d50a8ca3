/* words_on.h - where words stand on the glass, as whoever looks at it sees. */
#pragma once

#include "draw_list.h"

/* Their middle: by themselves, else within others; the topmost. False: they are not in view. */
bool words_on(const struct draw_list *list, struct text text, int *x, int *y);
/* By themselves only: a key's letter is in many words. */
bool key_on(const struct draw_list *list, struct text text, int *x, int *y);
