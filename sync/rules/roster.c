/* roster.c - see roster.h. */
#include "roster.h"

enum { SATURDAY = 5, SUNDAY = 6, MINUTE_S = 60 };

static bool row_before(const struct duty_row *a, const struct duty_row *b)
{
    return a->date != b->date ? a->date < b->date : a->from_min < b->from_min;
}

/* Keeps rows[0 .. *count) sorted; rows are few, so a plain insertion does. */
static void rows_insert(const struct duty_row **rows, size_t *count, size_t max,
                        const struct duty_row *row)
{
    size_t at = *count;
    if (at == max) {
        if (max == 0 || !row_before(row, rows[max - 1])) {
            return;
        }
        at--;
    } else {
        (*count)++;
    }
    for (; at > 0 && row_before(row, rows[at - 1]); at--) {
        rows[at] = rows[at - 1];
    }
    rows[at] = row;
}

size_t roster_on(const struct duty *months, size_t count, int32_t day, const struct duty_row **rows,
                 size_t max)
{
    size_t found = 0;
    for (size_t m = 0; m < count; m++) {
        for (size_t i = 0; i < months[m].rows.count; i++) {
            const struct duty_row *row = &months[m].rows.at[i];
            if (row->date == day) {
                rows_insert(rows, &found, max, row);
            }
        }
    }
    return found;
}

static unsigned minute_at(int64_t now_s, int offset_min)
{
    int32_t day = civil_day_at(now_s, offset_min);
    return (unsigned)((now_s - civil_midnight(day, offset_min)) / MINUTE_S);
}

size_t roster_at(const struct duty *months, size_t count, int offset_min, int64_t now_s,
                 const struct duty_row **rows, size_t max)
{
    int32_t day = civil_day_at(now_s, offset_min);
    unsigned minute = minute_at(now_s, offset_min);
    size_t found = 0;
    for (size_t m = 0; m < count; m++) {
        for (size_t i = 0; i < months[m].rows.count; i++) {
            const struct duty_row *row = &months[m].rows.at[i];
            if (row->date == day && row->from_min <= minute && minute < row->to_min) {
                rows_insert(rows, &found, max, row);
            }
        }
    }
    return found;
}

const struct duty_row *roster_next(const struct duty *months, size_t count, int offset_min,
                                   int64_t now_s, int days)
{
    int32_t today = civil_day_at(now_s, offset_min);
    unsigned minute = minute_at(now_s, offset_min);
    const struct duty_row *next = NULL;
    for (size_t m = 0; m < count; m++) {
        for (size_t i = 0; i < months[m].rows.count; i++) {
            const struct duty_row *row = &months[m].rows.at[i];
            bool is_ahead = row->date > today || (row->date == today && row->from_min > minute);
            if (is_ahead && row->date <= today + days && (!next || row_before(row, next))) {
                next = row;
            }
        }
    }
    return next;
}

int32_t roster_weekend(int32_t day)
{
    int weekday = civil_weekday(day);
    return weekday == SUNDAY ? day - 1 : day + (SATURDAY - weekday);
}

size_t roster_gaps_by(const struct duty *months, size_t count, const struct workdays *workdays,
                      int32_t from, int32_t to, int32_t *days, size_t max)
{
    size_t gaps = 0;
    for (int32_t day = from; day <= to; day++) {
        const struct duty_row *row;
        if (workday_is(workdays, day) || roster_on(months, count, day, &row, 1) > 0) {
            continue;
        }
        if (gaps < max) {
            days[gaps] = day;
        }
        gaps++;
    }
    return gaps;
}

size_t roster_gaps(const struct duty *months, size_t count, int32_t from, int32_t to, int32_t *days,
                   size_t max)
{
    static const struct workdays weekdays = {0}; /* no holidays: Saturdays and Sundays alone */
    return roster_gaps_by(months, count, &weekdays, from, to, days, max);
}

static bool rows_clash(const struct duty_row *a, const struct duty_row *b)
{
    return a->date == b->date && text_equal(a->person, b->person) && a->from_min < b->to_min &&
           b->from_min < a->to_min;
}

static enum err check_row(const struct duty *duty, size_t index, struct period month,
                          struct complaint *why)
{
    const struct duty_row *row = &duty->rows.at[index];
    char date[CIVIL_DATE_BYTES];
    civil_format_date(row->date, date);
    if (!period_equal(calendar_month_of(row->date), month)) {
        return complain(why, ERR_INVALID, "第 %zu 个班次的日期 %s 不在 %.*s 月内", index + 1, date,
                        TEXT_ARG(duty->month));
    }
    if (row->from_min >= row->to_min) {
        return complain(why, ERR_INVALID, "第 %zu 个班次（%s %.*s）的结束时间不晚于开始时间",
                        index + 1, date, TEXT_ARG(row->person));
    }
    for (size_t other = 0; other < index; other++) {
        if (rows_clash(row, &duty->rows.at[other])) {
            return complain(why, ERR_INVALID,
                            "第 %zu 和第 %zu 个班次（%s）是同一人，时间重叠：%.*s", other + 1,
                            index + 1, date, TEXT_ARG(row->person));
        }
    }
    return OK;
}

enum err roster_check(const struct duty *duty, struct complaint *why)
{
    struct period month;
    if (period_parse(duty->month, &month) || month.kind != PERIOD_MONTH) {
        return complain(why, ERR_INVALID, "值班表的月份“%.*s”不对，请写成 2026-11 的样子",
                        TEXT_ARG(duty->month));
    }
    for (size_t i = 0; i < duty->rows.count; i++) {
        enum err err = check_row(duty, i, month, why);
        if (err) {
            return err;
        }
    }
    return OK;
}
