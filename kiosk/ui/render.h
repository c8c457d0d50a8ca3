/* render.h - frame after frame onto a screen, painting only what changed.
 *
 *     struct draw_list *list = render_begin(render, background);
 *     ... ui_begin(&ui, list, &input) ... page ... ui_end(&ui)
 *     render_end(render, screen);
 *
 * An equal list costs its hash and nothing else: no pixel is touched, nothing is presented. */
#pragma once

#include "screen.h"

struct render;

MUST_CHECK enum err render_new(struct text_engine *text, struct render **out);
void render_free(struct render *render); /* accepts NULL */
/* The list to fill, begun with the size of the screen. */
struct draw_list *render_begin(struct render *render, struct screen *screen, uint32_t background);
/* From now on every frame stands so many pixels off its place: against burn-in. */
void render_set_shift(struct render *render, int dx, int dy);
/* Ends the list, paints and presents the difference. *presented (may be NULL): something changed.
 * ERR_FULL: the list overflowed; what there is has been painted. */
MUST_CHECK enum err render_end(struct render *render, struct screen *screen, bool *presented);
/* Where the display moves its own pixels, those of the surface stay behind while something scrolls:
 * only what is presented is painted. Before somebody looks at the surface: paints what is behind.
 * False: the surface is not what was presented; the next frame will be painted whole. */
bool render_settle(struct render *render, struct screen *screen);
const struct draw_list *render_list(const struct render *render); /* the one on screen */
const struct damage *render_damage(const struct render *render);  /* of the last render_end */
/* The pixels are not what they should be: the next frame is painted and presented whole. */
void render_repaint(struct render *render);
/* Overwrites what both frames say; the next frame is painted whole. After a draft was wiped. */
void render_forget(struct render *render);
