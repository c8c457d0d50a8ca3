/* retention.c - see retention.h. */
#include "retention.h"

enum { JANUARY = 1, DECEMBER = 12 };

int archive_year(const struct calendar *calendar, struct period period, int32_t published_day)
{
    struct civil_date published = civil_date_of(published_day);
    if (published.month != JANUARY || period.kind == PERIOD_NONE) {
        return published.year;
    }
    int ended = civil_date_of(period_ends(calendar, period)).year;
    return ended == published.year - 1 ? ended : published.year;
}

int32_t archive_keep_until(int year)
{
    return civil_day_of_ymd(year + ARCHIVE_KEEP_YEARS, DECEMBER, 31);
}

bool archive_may_delete(int year, int32_t day)
{
    return day > archive_keep_until(year);
}

enum err archive_check_delete(int year, int32_t day, struct complaint *why)
{
    if (archive_may_delete(year, day)) {
        return OK;
    }
    char until[CIVIL_DATE_BYTES];
    return complain(why, ERR_DENIED,
                    "%d 年卷至少保存六年，到 %s 为止，之前谁也不能删除（公开制度第十二条）", year,
                    civil_format_date(archive_keep_until(year), until));
}
