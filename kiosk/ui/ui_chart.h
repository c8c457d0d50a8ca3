/* ui_chart.h - bars and a year's line, for people who read charts rarely.
 *
 * The axis always begins at zero, so that twice as high is twice as much. Amounts stand at the bars
 * or points themselves, not on an axis; where there is no room for all, at the marked one, the
 * highest and the lowest, and a touch marks another. Amounts and labels come as texts: nothing is
 * formatted here. What the chart says must also stand in a table or sentence of the page. */
#pragma once

#include "ui.h"

enum { UI_CHART_VALUES_MAX = 36 };

struct ui_chart_value {
    struct text label;  /* below: "1月"; those that would touch the one before are left out */
    struct text amount; /* "3,150.80" */
    int64_t value;      /* between -2^52 and 2^52 */
    bool missing;       /* no bar; the line has a gap */
};
struct ui_chart {
    const struct ui_chart_value *values;
    size_t count; /* at most UI_CHART_VALUES_MAX; later ones are left out */
    int marked;   /* index of the one in red, -1: none */
};

/* Both draw into `rect` and return the index that was touched in this frame, or -1. Targets have
 * the ids first_id .. first_id + count - 1; first_id 0: not to be touched. */
int ui_chart_bars(struct ui *ui, int first_id, struct rect rect, const struct ui_chart *chart);
int ui_chart_line(struct ui *ui, int first_id, struct rect rect, const struct ui_chart *chart);
/* A height at which either reads well. */
int ui_chart_height(const struct ui *ui);
