/* ui_mark.h - a piece of text that is being read aloud stands on a coloured ground.
 *
 * The text is known by what it says, not by where it lies: whatever is drawn in a frame that says
 * exactly `whole` gets the mark, in whatever spans it comes. */
#pragma once

#include "ui.h"

/* Before a frame's page. `from` .. `to`: bytes of `whole` that are marked; `whole` empty: none. It
 * must live until the frame ends. */
void ui_mark_set(struct ui *ui, struct text whole, size_t from, size_t to);
/* Where the mark was drawn in this frame's open scroll region, or the last one. False: nowhere. */
bool ui_mark_seen(const struct ui *ui, struct rect *rect);
