/* due.c - see due.h. */
#include "due.h"

static struct due_line line_of(const struct board_row *row)
{
    bool is_due = row->state != BOARD_NOT_DUE;
    return (struct due_line){
        .item = row->item,
        .part = row->item >= ITEM_COUNT ? row->part : 0,
        .period = is_due ? row->period : (struct period){PERIOD_NONE, 0, 0},
        .due_on = is_due ? row->due_day : 0,
        .state = row->state,
        .overdue_days = row->overdue_days,
        .late_days = row->late_days,
        .archive_year = row->archive_year,
        .next_due_on = row->next_due_day,
        .nil = row->nil,
        .corrected = row->corrected,
        .record = row->record,
    };
}

struct board_moment due_moment(const struct calendar *calendar, int32_t day)
{
    return (struct board_moment){.now_s = civil_midnight(day + 1, calendar->offset_min) - 1};
}

void due_list(const struct board *board, struct board_moment moment, struct due *due)
{
    const struct period today = {PERIOD_NONE, 0, 0};
    struct board_row rows[ITEM_PARTS_MAX];

    due->on = civil_day_at(moment.now_s, board->calendar->offset_min);
    due->days_left = calendar_days_left(board->calendar, due->on);
    due->next_disclosure_day = due->on + (int32_t)due->days_left;
    board_rows(board, moment, today, rows);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        due->items[i] = line_of(&rows[i]);
    }
    board_other_rows(board, moment, today, rows);
    for (size_t i = 0; i < OTHER_COUNT; i++) {
        due->others[i] = line_of(&rows[i]);
    }
    due->part_count = board_parts(board, moment, today, ITEM_COUNT, rows, ITEM_PARTS_MAX);
    for (size_t i = 0; i < due->part_count; i++) {
        due->parts[i] = line_of(&rows[i]);
    }
}
