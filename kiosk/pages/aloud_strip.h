/* aloud_strip.h - the strip above the buttons that reads a page aloud, and the page that follows.
 */
#pragma once

#include "parts.h"

/* Cut from the body's foot where the page can be read and a voice is installed. */
void aloud_strip_cut(struct page *page, struct rect *body);
/* The board has ten rows to show at once: at the standard scale its button stands in the bar, and
 * the strip comes when something is read. False: nothing can be read now. */
bool aloud_bar_button(struct page *page, struct bar_button *button);
/* After a scroll region: brings the sentence that is being read into view, once. */
void aloud_follow(struct page *page, struct rect view, struct ui_scroll *scroll);
