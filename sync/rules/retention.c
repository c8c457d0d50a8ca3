/* retention.c - see retention.h. */
#include "retention.h"

#include <stdio.h>

enum { DECEMBER = 12, PURGE_ROWS_MAX = 3000 };

int archive_year(const struct calendar *calendar, struct period period, int32_t published_day)
{
    struct civil_date published = civil_date_of(published_day);
    if (published.month > calendar->archive_month || period.kind == PERIOD_NONE) {
        return published.year;
    }
    int ended = civil_date_of(period_ends(calendar, period)).year;
    return ended == published.year - 1 ? ended : published.year;
}

int32_t archive_keep_until(const struct calendar *calendar, int year)
{
    return civil_day_of_ymd(year + calendar->archive_keep_years, DECEMBER, 31);
}

bool archive_may_delete(const struct calendar *calendar, int year, int32_t day)
{
    return day > archive_keep_until(calendar, year);
}

enum err archive_check_delete(const struct calendar *calendar, int year, int32_t day,
                              struct complaint *why)
{
    if (archive_may_delete(calendar, year, day)) {
        return OK;
    }
    char until[CIVIL_DATE_BYTES], years[16];
    if (calendar->archive_keep_years == 6) {
        snprintf(years, sizeof(years), "六");
    } else {
        snprintf(years, sizeof(years), " %d ", calendar->archive_keep_years);
    }
    return complain(why, ERR_DENIED,
                    "%d 年卷至少保存%s年，到 %s 为止，之前谁也不能删除（公开制度第十二条）", year,
                    years, civil_format_date(archive_keep_until(calendar, year), until));
}

static enum err check_act(const struct purge_act *act, struct complaint *why)
{
    if (text_trim(act->by).size == 0 || text_trim(act->approver).size == 0) {
        return complain(why, ERR_INVALID, "销毁档案要写明经办人和批准人");
    }
    if (text_trim(act->reason).size == 0) {
        return complain(why, ERR_INVALID, "销毁档案要写明原因");
    }
    return OK;
}

static bool is_of_volume(const struct calendar *calendar, const struct archived *held, int year)
{
    return archive_year(calendar, held->period, held->published_day) == year;
}

enum err archive_purge(const struct calendar *calendar, const struct archived *held, size_t count,
                       int year, const struct purge_act *act, struct arena *arena,
                       struct purge *purge, struct complaint *why)
{
    enum err err = archive_check_delete(calendar, year, act->on, why);
    err = err ? err : check_act(act, why);
    if (err) {
        return err;
    }
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        found += is_of_volume(calendar, &held[i], year);
    }
    if (found == 0) {
        return complain(why, ERR_INVALID, "%d 年卷里没有东西可以销毁", year);
    }
    if (found > PURGE_ROWS_MAX) {
        return complain(why, ERR_FULL, "%d 年卷超过 %d 件，写不进一份销毁记录", year,
                        PURGE_ROWS_MAX);
    }
    struct purge_row *rows = ARENA_ARRAY(arena, struct purge_row, found);
    if (!rows) {
        return ERR_NOMEM;
    }
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_of_volume(calendar, &held[i], year)) {
            rows[at++] = (struct purge_row){
                .key = held[i].key, .version = held[i].version, .hash = held[i].hash};
        }
    }
    *purge = (struct purge){.year = (uint64_t)year,
                            .on = act->on,
                            .by = act->by,
                            .approver = act->approver,
                            .reason = act->reason};
    purge->rows.at = rows;
    purge->rows.count = found;
    return OK;
}
