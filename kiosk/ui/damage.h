/* damage.h - which pixels differ between two frames.
 *
 * Commands that both frames hold in the same order cost nothing; the bounds of all others are
 * damaged. A scroll region that only moved has its pixels moved and its new strip damaged. */
#pragma once

#include "draw_list.h"

enum { DAMAGE_RECTS_MAX = 12 };

struct damage {
    struct rect rects[DAMAGE_RECTS_MAX]; /* to paint anew, after the move */
    size_t count;
    struct rect move; /* pixels of this view go up by move_up px first; empty: none */
    int move_up;      /* may be negative */
};

void damage_whole(struct damage *damage, int width, int height);
void damage_add(struct damage *damage, struct rect rect); /* merges; never loses a pixel */
/* Frames of the same size. */
void damage_between(struct damage *damage, const struct draw_list *old_list,
                    const struct draw_list *new_list);
