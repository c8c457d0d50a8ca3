/* emergency.h - the screen of an emergency, which also stands before the home page while it lasts.
 *
 * Private to kiosk/pages. */
#pragma once

#include "parts.h"

/* Draws model->emergency over the whole screen. True: "seen, on to the home page" was touched. */
bool emergency_draw(struct page *page);
