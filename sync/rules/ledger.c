/* ledger.c - see ledger.h. */
#include "ledger.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { FEN_A_YUAN = 100, GROUP_DIGITS = 3, FEN_DECIMALS_MAX = 2, PERCENT_ALL = 100 };

/* ---- sums as text ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The part before the point: digits, either without separators or in proper groups of three. */
static bool parse_yuan(struct text text, int64_t *yuan)
{
    size_t since_comma = 0;
    bool grouped = false;
    int64_t value = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == ',') {
            bool good = grouped ? since_comma == GROUP_DIGITS
                                : since_comma >= 1 && since_comma <= GROUP_DIGITS;
            if (!good) {
                return false;
            }
            grouped = true;
            since_comma = 0;
        } else if (is_digit(c)) {
            value = value * 10 + (c - '0');
            since_comma++;
            if (value > FEN_MAX / FEN_A_YUAN) {
                return false;
            }
        } else {
            return false;
        }
    }
    *yuan = value;
    return grouped ? since_comma == GROUP_DIGITS : since_comma >= 1;
}

static bool parse_decimals(struct text text, int64_t *fen)
{
    if (text.size < 1 || text.size > FEN_DECIMALS_MAX) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (!is_digit(text.data[i])) {
            return false;
        }
    }
    *fen = (text.data[0] - '0') * 10 + (text.size > 1 ? text.data[1] - '0' : 0);
    return true;
}

enum err fen_parse(struct text yuan, int64_t *fen)
{
    struct text rest = text_trim(yuan), whole;
    bool negative = rest.size > 0 && rest.data[0] == '-';
    if (negative) {
        rest = text_slice(rest, 1, rest.size);
    }
    bool has_point = rest.size > 0 && memchr(rest.data, '.', rest.size) != NULL;
    int64_t yuan_value = 0, fen_value = 0;
    if (!text_split(&rest, '.', &whole) || !parse_yuan(whole, &yuan_value) ||
        (has_point && !parse_decimals(rest, &fen_value))) {
        return ERR_INVALID;
    }
    int64_t total = yuan_value * FEN_A_YUAN + fen_value;
    if (total > FEN_MAX) {
        return ERR_INVALID;
    }
    *fen = negative ? -total : total;
    return OK;
}

char *fen_format(int64_t fen, char to[FEN_BYTES])
{
    assert(fen >= -FEN_MAX * 10 && fen <= FEN_MAX * 10);
    uint64_t size = fen < 0 ? (uint64_t)-fen : (uint64_t)fen;
    char backwards[FEN_BYTES];
    size_t n = 0, digits = 0;
    uint64_t yuan = size / FEN_A_YUAN;
    do {
        if (digits > 0 && digits % GROUP_DIGITS == 0) {
            backwards[n++] = ',';
        }
        backwards[n++] = (char)('0' + yuan % 10);
        yuan /= 10;
        digits++;
    } while (yuan > 0);
    char *at = to;
    if (fen < 0) {
        *at++ = '-';
    }
    while (n > 0) {
        *at++ = backwards[--n];
    }
    unsigned rest = (unsigned)(size % FEN_A_YUAN);
    *at++ = '.';
    *at++ = (char)('0' + rest / 10);
    *at++ = (char)('0' + rest % 10);
    *at = '\0';
    return to;
}

/* ---- sums ---- */

struct ledger_sums ledger_sum(const struct disclosure *disclosure)
{
    struct ledger_sums sums = {.opening = disclosure->opening};
    for (size_t i = 0; i < disclosure->rows.count; i++) {
        sums.income += disclosure->rows.at[i].income;
        sums.spending += disclosure->rows.at[i].spending;
    }
    sums.closing = sums.opening + sums.income - sums.spending;
    return sums;
}

/* ---- checks ---- */

/* "第 5 行（2026-10-12 楼道灯具更换）" */
static void name_line(const struct ledger_row *row, size_t index,
                      const struct ledger_source *source, char *to, size_t size)
{
    size_t first = source && source->first_line ? source->first_line : 1;
    char date[CIVIL_DATE_BYTES] = "";
    if (row->date) {
        civil_format_date(row->date, date);
    }
    snprintf(to, size, "第 %zu 行（%s%s%.*s）", first + index, date, row->date ? " " : "",
             TEXT_ARG(row->item));
}

static bool sum_in_range(int64_t fen)
{
    return fen >= 0 && fen <= FEN_MAX;
}

static enum err check_row(const struct calendar *calendar, const struct ledger_row *row,
                          struct period period, const char *line, struct complaint *why)
{
    if (text_trim(row->item).size == 0) {
        return complain(why, ERR_INVALID, "%s没有写项目", line);
    }
    if (text_trim(row->category).size == 0) {
        return complain(why, ERR_INVALID, "%s没有写类别", line);
    }
    if (text_trim(row->handler).size == 0) {
        return complain(why, ERR_INVALID,
                        "%s缺经手人：每笔收支都要有审批人和经手人签字（工作制度·居务公开），请补填",
                        line);
    }
    if (text_trim(row->approver).size == 0) {
        return complain(why, ERR_INVALID,
                        "%s缺审批人：每笔收支都要有审批人和经手人签字（工作制度·居务公开），请补填",
                        line);
    }
    if (!sum_in_range(row->income) || !sum_in_range(row->spending)) {
        return complain(why, ERR_INVALID,
                        "%s的金额不能是负数，也不能超过一万亿元；退款请记在另一栏", line);
    }
    if ((row->income > 0) == (row->spending > 0)) {
        return complain(why, ERR_INVALID, "%s的收入和支出要填一个，且只填一个", line);
    }
    if (row->date < period_begins(calendar, period) || row->date > period_ends(calendar, period)) {
        char name[PERIOD_BYTES];
        return complain(why, ERR_INVALID, "%s的日期不在 %s 之内，请改日期或记到别的月份", line,
                        period_format(period, name));
    }
    return OK;
}

static enum err check_categories(const struct disclosure *disclosure, struct complaint *why)
{
    struct text names[LEDGER_CATEGORIES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < disclosure->rows.count; i++) {
        struct text name = text_trim(disclosure->rows.at[i].category);
        size_t at = 0;
        while (at < count && !text_equal(names[at], name)) {
            at++;
        }
        if (at < count) {
            continue;
        }
        if (count == LEDGER_CATEGORIES_MAX) {
            return complain(why, ERR_INVALID, "类别超过 %d 种，请合并", LEDGER_CATEGORIES_MAX);
        }
        names[count++] = name;
    }
    return OK;
}

static enum err check_balances(const struct disclosure *disclosure,
                               const struct ledger_source *source, struct complaint *why)
{
    char a[FEN_BYTES], b[FEN_BYTES], c[FEN_BYTES], d[FEN_BYTES], e[FEN_BYTES];
    struct ledger_sums sums = ledger_sum(disclosure);
    if (source->has_closing && sums.closing != source->closing) {
        return complain(
            why, ERR_INVALID,
            "账不平：上月结余 %s ＋ 收入 %s － 支出 %s ＝ %s，表上的本月结余却是 %s，相差 "
            "%s；请逐行核对",
            fen_format(sums.opening, a), fen_format(sums.income, b), fen_format(sums.spending, c),
            fen_format(sums.closing, d), fen_format(source->closing, e),
            fen_format(source->closing - sums.closing, (char[FEN_BYTES]){0}));
    }
    if (source->has_previous && sums.opening != source->previous_closing) {
        return complain(
            why, ERR_INVALID,
            "接不上：表上的上月结余是 %s，而上一期公开的结余是 %s；请核对，上一期有错就先更正",
            fen_format(sums.opening, a), fen_format(source->previous_closing, b));
    }
    return OK;
}

enum err ledger_check(const struct calendar *calendar, const struct disclosure *disclosure,
                      const struct ledger_source *source, struct complaint *why)
{
    struct period period;
    if (period_parse(disclosure->period, &period)) {
        return complain(why, ERR_INVALID, "账目的期别“%.*s”不对，请写成 2026-10 的样子",
                        TEXT_ARG(disclosure->period));
    }
    if (disclosure->opening < -FEN_MAX || disclosure->opening > FEN_MAX) {
        return complain(why, ERR_INVALID, "上月结余超过一万亿元，请核对");
    }
    for (size_t i = 0; i < disclosure->rows.count; i++) {
        const struct ledger_row *row = &disclosure->rows.at[i];
        char line[320];
        name_line(row, i, source, line, sizeof(line));
        enum err err = check_row(calendar, row, period, line, why);
        if (err) {
            return err;
        }
    }
    enum err err = check_categories(disclosure, why);
    if (!err && source) {
        err = check_balances(disclosure, source, why);
    }
    return err;
}

/* ---- categories ---- */

void shares_of_hundred(const int64_t *parts, size_t count, unsigned *percents)
{
    assert(count <= LEDGER_CATEGORIES_MAX);
    int64_t remainders[LEDGER_CATEGORIES_MAX] = {0};
    int64_t total = 0;
    unsigned given = 0;
    for (size_t i = 0; i < count; i++) {
        total += parts[i];
    }
    for (size_t i = 0; i < count; i++) {
        if (total == 0) {
            percents[i] = 0;
            continue;
        }
        /* A total is at most 2 000 times FEN_MAX: times 100 it would leave int64. */
        __int128 scaled = (__int128)parts[i] * PERCENT_ALL;
        percents[i] = (unsigned)(scaled / total);
        remainders[i] = (int64_t)(scaled % total);
        given += percents[i];
    }
    for (; total > 0 && given < PERCENT_ALL; given++) {
        size_t largest = 0;
        for (size_t i = 1; i < count; i++) {
            largest = remainders[i] > remainders[largest] ? i : largest;
        }
        percents[largest]++;
        remainders[largest] = -1;
    }
}

static void categories_sort(struct ledger_category *categories, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct ledger_category moving = categories[i];
        size_t at = i;
        for (; at > 0 && categories[at - 1].sum < moving.sum; at--) {
            categories[at] = categories[at - 1];
        }
        categories[at] = moving;
    }
}

size_t ledger_categories(const struct disclosure *disclosure, bool income,
                         struct ledger_category *categories, size_t max)
{
    size_t count = 0;
    max = max < LEDGER_CATEGORIES_MAX ? max : LEDGER_CATEGORIES_MAX;
    for (size_t i = 0; i < disclosure->rows.count; i++) {
        const struct ledger_row *row = &disclosure->rows.at[i];
        int64_t sum = income ? row->income : row->spending;
        struct text name = text_trim(row->category);
        size_t at = 0;
        while (at < count && !text_equal(categories[at].name, name)) {
            at++;
        }
        if (sum == 0 || (at == count && count == max)) {
            continue;
        }
        if (at == count) {
            categories[count++] = (struct ledger_category){.name = name};
        }
        categories[at].sum += sum;
    }
    categories_sort(categories, count);
    int64_t sums[LEDGER_CATEGORIES_MAX] = {0};
    unsigned percents[LEDGER_CATEGORIES_MAX];
    for (size_t i = 0; i < count; i++) {
        sums[i] = categories[i].sum;
    }
    shares_of_hundred(sums, count, percents);
    for (size_t i = 0; i < count; i++) {
        categories[i].percent = percents[i];
    }
    return count;
}
