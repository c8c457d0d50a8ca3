/* civil.c - see civil.h. */
#include "civil.h"

#include <assert.h>
#include <string.h>

/* Days from 0000-03-01 to 1970-01-01; years counted from March end with the leap day. */
enum { EPOCH_DAYS = 719468, ERA_YEARS = 400, ERA_DAYS = 146097 };

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t quotient = a / b;
    return quotient - (a % b != 0 && (a % b < 0) != (b < 0));
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int civil_month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    assert(month >= 1 && month <= 12);
    return days[month - 1] + (month == 2 && is_leap(year));
}

bool civil_date_valid(struct civil_date date)
{
    return date.year >= CIVIL_YEAR_MIN && date.year <= CIVIL_YEAR_MAX && date.month >= 1 &&
           date.month <= 12 && date.day >= 1 && date.day <= civil_month_days(date.year, date.month);
}

int32_t civil_day(struct civil_date date)
{
    return civil_day_of_ymd(date.year, date.month, date.day);
}

int32_t civil_day_of_ymd(int year, int month, int day)
{
    int64_t march_year = (int64_t)year - (month <= 2);
    int64_t era = floor_div(march_year, ERA_YEARS);
    int64_t year_of_era = march_year - era * ERA_YEARS;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int32_t)(era * ERA_DAYS + day_of_era - EPOCH_DAYS);
}

struct civil_date civil_date_of(int32_t day)
{
    int64_t shifted = (int64_t)day + EPOCH_DAYS;
    int64_t era = floor_div(shifted, ERA_DAYS);
    int64_t day_of_era = shifted - era * ERA_DAYS;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;
    int month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
    return (struct civil_date){
        .year = (int)(year_of_era + era * ERA_YEARS + (month <= 2)),
        .month = month,
        .day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1),
    };
}

int civil_weekday(int32_t day)
{
    int64_t since_monday = (int64_t)day + 3; /* 1970-01-01 was a Thursday */
    return (int)(since_monday - floor_div(since_monday, 7) * 7);
}

int32_t civil_add_months(int32_t day, int months)
{
    struct civil_date date = civil_date_of(day);
    int64_t month0 = (int64_t)date.year * 12 + (date.month - 1) + months;
    int year = (int)floor_div(month0, 12);
    int month = (int)(month0 - (int64_t)year * 12) + 1;
    int last = civil_month_days(year, month);
    return civil_day_of_ymd(year, month, date.day < last ? date.day : last);
}

/* Seconds of the community's wall clock, kept where days fit an int32_t. */
static int64_t local_s(int64_t at_s, int offset_min)
{
    const int64_t limit = (int64_t)(INT32_MAX - 1) * CIVIL_DAY_S;
    int64_t at = at_s > limit ? limit : at_s < -limit ? -limit : at_s;
    return at + (int64_t)offset_min * 60;
}

int32_t civil_day_at(int64_t at_s, int offset_min)
{
    return (int32_t)floor_div(local_s(at_s, offset_min), CIVIL_DAY_S);
}

int64_t civil_midnight(int32_t day, int offset_min)
{
    return (int64_t)day * CIVIL_DAY_S - (int64_t)offset_min * 60;
}

struct civil_time civil_time_at(int64_t at_s, int offset_min)
{
    int64_t local = local_s(at_s, offset_min);
    int32_t day = civil_day_at(at_s, offset_min);
    int second = (int)(local - (int64_t)day * CIVIL_DAY_S);
    return (struct civil_time){
        .date = civil_date_of(day),
        .hour = second / 3600,
        .minute = second / 60 % 60,
        .second = second % 60,
        .weekday = civil_weekday(day),
    };
}

/* Exactly `count` digits at text[from..]; -1 when they are not all there. */
static int digits_at(struct text text, size_t from, size_t count)
{
    int value = 0;
    if (from + count > text.size) {
        return -1;
    }
    for (size_t i = from; i < from + count; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return -1;
        }
        value = value * 10 + (text.data[i] - '0');
    }
    return value;
}

enum err civil_parse_date(struct text text, int32_t *day)
{
    if (text.size != CIVIL_DATE_BYTES - 1 || text.data[4] != '-' || text.data[7] != '-') {
        return ERR_INVALID;
    }
    struct civil_date date = {.year = digits_at(text, 0, 4),
                              .month = digits_at(text, 5, 2),
                              .day = digits_at(text, 8, 2)};
    if (!civil_date_valid(date)) {
        return ERR_INVALID;
    }
    *day = civil_day(date);
    return OK;
}

enum err civil_parse_clock(struct text text, int *minutes)
{
    int hour = digits_at(text, 0, 2);
    int minute = digits_at(text, 3, 2);
    if (text.size != 5 || text.data[2] != ':' || hour < 0 || minute < 0 || minute > 59 ||
        hour * 60 + minute > 24 * 60) {
        return ERR_INVALID;
    }
    *minutes = hour * 60 + minute;
    return OK;
}

enum { DATE_SIZE = CIVIL_DATE_BYTES - 1, MINUTE_SIZE = DATE_SIZE + 6, SECOND_SIZE = DATE_SIZE + 9 };

enum err civil_parse_time(struct text text, int offset_min, int64_t *at_s)
{
    int32_t day;
    int minutes = 0;
    int second = 0;
    bool utc = text.size == SECOND_SIZE + 1 && text.data[SECOND_SIZE] == 'Z';
    size_t size = text.size - utc;

    if (size != DATE_SIZE && size != MINUTE_SIZE && size != SECOND_SIZE) {
        return ERR_INVALID;
    }
    enum err err = civil_parse_date(text_slice(text, 0, DATE_SIZE), &day);
    if (!err && size > DATE_SIZE) {
        bool parted = text.data[DATE_SIZE] == 'T' || text.data[DATE_SIZE] == ' ';
        err = parted ? civil_parse_clock(text_slice(text, DATE_SIZE + 1, MINUTE_SIZE), &minutes)
                     : ERR_INVALID;
    }
    if (!err && size == SECOND_SIZE) {
        second = text.data[MINUTE_SIZE] == ':' ? digits_at(text, MINUTE_SIZE + 1, 2) : -1;
    }
    if (err || second < 0 || second > 59 || minutes >= 24 * 60) {
        return ERR_INVALID;
    }
    *at_s = civil_midnight(day, utc ? 0 : offset_min) + (int64_t)minutes * 60 + second;
    return OK;
}

static void put_digits(char *to, size_t count, int value)
{
    for (size_t i = count; i > 0; i--) {
        to[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
}

/* "YYYY-MM-DD" without a NUL; x-es for a year that four digits cannot say. */
static void put_date(char *to, struct civil_date date)
{
    memcpy(to, "xxxx-xx-xx", DATE_SIZE);
    if (date.year >= 0 && date.year <= 9999) {
        put_digits(to, 4, date.year);
        put_digits(to + 5, 2, date.month);
        put_digits(to + 8, 2, date.day);
    }
}

char *civil_format_date(int32_t day, char to[CIVIL_DATE_BYTES])
{
    put_date(to, civil_date_of(day));
    to[DATE_SIZE] = '\0';
    return to;
}

char *civil_format_time(int64_t at_s, int offset_min, char to[CIVIL_TIME_BYTES])
{
    struct civil_time time = civil_time_at(at_s, offset_min);
    put_date(to, time.date);
    memcpy(to + DATE_SIZE, " xx:xx", sizeof " xx:xx");
    put_digits(to + DATE_SIZE + 1, 2, time.hour);
    put_digits(to + DATE_SIZE + 4, 2, time.minute);
    return to;
}
