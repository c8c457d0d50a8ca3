/* ui_sheet.h - a long or wide table: fixed head and sum, rows that scroll, columns that pan by
 * keys.
 *
 * For tables that ui_table cannot show whole: up to UI_SHEET_ROWS_MAX rows and
 * UI_SHEET_COLUMNS_MAX columns. It fills the rectangle it is given and scrolls in it by finger,
 * wheel and keys; only rows in view are laid out. Columns that do not fit are reached by two keys,
 * the first ones stay. A row is one or two lines high; a cell that needs more ends in "…", and a
 * touch on any row opens it in place: every column's title and its whole text. No drag, no second
 * finger. It is a scroll region of its own, so it cannot stand inside another. */
#pragma once

#include "ui.h"

enum { UI_SHEET_ROWS_MAX = 2048, UI_SHEET_COLUMNS_MAX = 20 };
/* Ids that a sheet takes from its own on: the region, two keys, the rows. */
enum { UI_SHEET_IDS = 3 + UI_SHEET_ROWS_MAX };

struct ui_sheet {
    struct ui_column columns[UI_SHEET_COLUMNS_MAX];
    size_t column_count;
    size_t fixed;     /* how many of the first columns stay when others pan */
    size_t row_count; /* more than UI_SHEET_ROWS_MAX is logged and left out */
    bool foot;        /* the last row is a sum: it stands below the scrolling rows, bold, on sand */
    /* The text of a cell; needs to live until the frame's next call of `cell`. */
    struct text (*cell)(const void *data, size_t row, size_t column);
    const void *data;
    uint64_t version;               /* another one: the cells changed, widths are measured again */
    struct text back_word, on_word; /* on the keys that pan; of no use where all columns fit */
};

/* What outlives a frame; zeroed by the page when it is entered. */
struct ui_sheet_state {
    struct ui_scroll scroll; /* ui_scroll_page pages it */
    size_t first;            /* the first column shown behind the fixed ones */
    size_t open_row;         /* 1 + the row that is opened; 0: none */
    uint64_t measured;
    int natural_px[UI_SHEET_COLUMNS_MAX]; /* about what the widest cell takes in one line */
};

/* Draws it into `rect`. Returns the row that was touched in this frame (and is now opened or closed
 * again), or -1. */
int ui_sheet(struct ui *ui, int id, struct rect rect, const struct ui_sheet *sheet,
             struct ui_sheet_state *state);
