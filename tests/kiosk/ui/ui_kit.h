/* ui_kit.h - a page with every piece of ui on it, for the golden pictures and the damage tests. */
#pragma once

#include "render.h"
#include "ui.h"

struct kit {
    struct ui ui;
    struct theme theme;
    struct ui_scroll scroll;
    char line_buffer[64], area_buffer[512];
    struct textfield line, area;
    bool checked;
    int clicks;   /* of the main button */
    int last_row; /* index of the row that was touched, -1 none */
    int page;     /* 0 pieces, 1 table and text, 2 writing */
};

enum { KIT_MAIN = 2 * 4096 + 1, KIT_ROW = 2 * 4096 + 100, KIT_LINE = 2 * 4096 + 50, KIT_AREA };

void kit_init(struct kit *kit, struct text_engine *text, const struct theme_options *options);
/* One frame of it into the list. */
void kit_frame(struct kit *kit, struct draw_list *list, const struct input *input);
