/* turn.h - a picture that lies on its panel another way than the panel is wired.
 *
 * A panel mounted upright is mostly wired as one lying down. The picture is painted upright and
 * carried over turned, rectangle by rectangle; touches go the other way. TURN_RIGHT: what is up in
 * the picture points to the panel's right. Pure. */
#pragma once

#include "paint.h"
#include "touch_map.h"

enum turn { TURN_NONE, TURN_RIGHT, TURN_HALF, TURN_LEFT, TURNS };

/* Are the picture's width and height the panel's height and width? */
bool turn_is_sideways(enum turn turn);
/* From the panel to the picture and back, in units of each. */
struct touch_place turn_to_picture(enum turn turn, struct touch_place panel);
struct touch_place turn_to_panel(enum turn turn, struct touch_place picture);
/* Where a rectangle of the picture lies on its panel. */
struct rect turn_rect(enum turn turn, struct rect rect, struct surface panel);
/* Copies `rect` of the picture (clipped to it) onto a panel of fitting size, and says where it lies
 * there. */
struct rect turn_copy(enum turn turn, struct surface picture, struct rect rect,
                      struct surface panel);
