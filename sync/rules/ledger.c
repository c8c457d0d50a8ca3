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
    uint64_t size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
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

/* a + b, stopping at int64's ends; says whether it had to. */
static bool add_saturated(int64_t a, int64_t b, int64_t *sum)
{
    if (__builtin_add_overflow(a, b, sum)) {
        *sum = b < 0 ? INT64_MIN : INT64_MAX;
        return true;
    }
    return false;
}

int64_t fen_add(int64_t a, int64_t b)
{
    int64_t sum;
    (void)add_saturated(a, b, &sum);
    return sum;
}

struct ledger_sums ledger_sum(const struct disclosure *disclosure)
{
    struct ledger_sums sums = {.opening = disclosure->opening};
    int64_t result = 0;
    for (size_t i = 0; i < disclosure->rows.count; i++) {
        const struct ledger_row *row = &disclosure->rows.at[i];
        sums.overflow |= add_saturated(sums.income, row->income, &sums.income);
        sums.overflow |= add_saturated(sums.spending, row->spending, &sums.spending);
    }
    if (__builtin_sub_overflow(sums.income, sums.spending, &result)) {
        result = sums.income < 0 ? INT64_MIN : INT64_MAX;
        sums.overflow = true;
    }
    sums.overflow |= add_saturated(sums.opening, result, &sums.closing);
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

/* The days between which a line must lie. */
struct days {
    struct period period;
    int32_t first, last;
};

static enum err complain_of_row(const struct days *days, const struct ledger_row *row,
                                const char *line, struct complaint *why)
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
    if (row->date < days->first || row->date > days->last) {
        char name[PERIOD_BYTES];
        return complain(why, ERR_INVALID, "%s的日期不在 %s 之内，请改日期或记到别的月份", line,
                        period_format(days->period, name));
    }
    return OK;
}

static bool is_blank(struct text text)
{
    return text_trim(text).size == 0;
}

/* The same rules without words: most rows are good, and there may be thousands. */
static bool row_is_good(const struct days *days, const struct ledger_row *row)
{
    return !is_blank(row->item) && !is_blank(row->category) && !is_blank(row->handler) &&
           !is_blank(row->approver) && sum_in_range(row->income) && sum_in_range(row->spending) &&
           (row->income > 0) != (row->spending > 0) && row->date >= days->first &&
           row->date <= days->last;
}

static enum err check_row(const struct days *days, const struct ledger_row *row, size_t index,
                          const struct ledger_source *source, struct complaint *why)
{
    char line[320];
    if (row_is_good(days, row)) {
        return OK;
    }
    name_line(row, index, source, line, sizeof(line));
    return complain_of_row(days, row, line, why);
}

/* The categories met so far. Most names fit in eight bytes (two or three Chinese characters are six
 * or nine), and comparing those as a number makes thousands of lines cheap. */
struct names {
    struct text at[LEDGER_CATEGORIES_MAX];
    uint64_t head[LEDGER_CATEGORIES_MAX];
    size_t count;
};

static uint64_t head_of(struct text name)
{
    uint64_t head = 0;
    if (name.size > 0) {
        memcpy(&head, name.data, name.size < sizeof(head) ? name.size : sizeof(head));
    }
    return head;
}

/* Where `name` stands, or names->count. */
static size_t find_name(const struct names *names, struct text name)
{
    uint64_t head = head_of(name);
    for (size_t i = 0; i < names->count; i++) {
        if (names->head[i] == head && names->at[i].size == name.size &&
            (name.size <= sizeof(head) || text_equal(names->at[i], name))) {
            return i;
        }
    }
    return names->count;
}

static void add_name(struct names *names, struct text name)
{
    assert(names->count < LEDGER_CATEGORIES_MAX);
    names->at[names->count] = name;
    names->head[names->count++] = head_of(name);
}

static enum err check_categories(const struct disclosure *disclosure, struct complaint *why)
{
    struct names names;
    names.count = 0;
    for (size_t i = 0; i < disclosure->rows.count; i++) {
        struct text name = text_trim(disclosure->rows.at[i].category);
        if (find_name(&names, name) < names.count) {
            continue;
        }
        if (names.count == LEDGER_CATEGORIES_MAX) {
            return complain(why, ERR_INVALID, "类别超过 %d 种，请合并", LEDGER_CATEGORIES_MAX);
        }
        add_name(&names, name);
    }
    return OK;
}

/* Puts the line that the sentence is about before it. */
static enum err complain_at(size_t line, struct complaint *why)
{
    if (!why || line == 0) {
        return ERR_INVALID;
    }
    const struct complaint said = *why;
    return complain(why, ERR_INVALID, "第 %zu 行：%s", line, said.text);
}

static enum err check_balances(const struct disclosure *disclosure,
                               const struct ledger_source *source, struct complaint *why)
{
    char a[FEN_BYTES], b[FEN_BYTES], c[FEN_BYTES], d[FEN_BYTES], e[FEN_BYTES], f[FEN_BYTES];
    struct ledger_sums sums = ledger_sum(disclosure);
    if (source->has_closing && (source->closing < -FEN_MAX || source->closing > FEN_MAX)) {
        return complain(why, ERR_INVALID, "本月结余超过一万亿元，请核对");
    }
    if (source->has_closing && sums.closing != source->closing) {
        complain(why, ERR_INVALID,
                 "账不平：上月结余 %s ＋ 收入 %s － 支出 %s ＝ %s，表上的本月结余却是 %s，相差 "
                 "%s；请逐行核对",
                 fen_format(sums.opening, a), fen_format(sums.income, b),
                 fen_format(sums.spending, c), fen_format(sums.closing, d),
                 fen_format(source->closing, e), fen_format(source->closing - sums.closing, f));
        return complain_at(source->closing_line, why);
    }
    if (source->has_previous && sums.opening != source->previous_closing) {
        complain(why, ERR_INVALID,
                 "接不上：表上的上月结余是 %s，而上一期公开的结余是 %s；请核对，上一期有错就先更正",
                 fen_format(sums.opening, a), fen_format(source->previous_closing, b));
        return complain_at(source->opening_line, why);
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
    if (disclosure->rows.count > LEDGER_LINES_MAX) {
        return complain(why, ERR_FULL, "台账有 %zu 行，至多 %d 行，请分成几部分",
                        disclosure->rows.count, LEDGER_LINES_MAX);
    }
    const struct days days = {period, period_begins(calendar, period),
                              period_ends(calendar, period)};
    for (size_t i = 0; i < disclosure->rows.count; i++) {
        enum err err = check_row(&days, &disclosure->rows.at[i], i, source, why);
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
    /* 128 bits: a total times 100 leaves int64, and nobody has checked the parts. */
    __int128 remainders[LEDGER_CATEGORIES_MAX] = {0};
    __int128 total = 0;
    unsigned given = 0;
    for (size_t i = 0; i < count; i++) {
        assert(parts[i] >= 0);
        total += parts[i];
    }
    for (size_t i = 0; i < count; i++) {
        if (total == 0) {
            percents[i] = 0;
            continue;
        }
        __int128 scaled = (__int128)parts[i] * PERCENT_ALL;
        percents[i] = (unsigned)(scaled / total);
        remainders[i] = scaled % total;
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

/* Without percents, in order of appearance. */
static size_t sum_categories(const struct disclosure *disclosure, bool income,
                             struct ledger_category *categories, size_t max)
{
    struct names names;
    names.count = 0;
    max = max < LEDGER_CATEGORIES_MAX ? max : LEDGER_CATEGORIES_MAX;
    for (size_t i = 0; i < disclosure->rows.count; i++) {
        const struct ledger_row *row = &disclosure->rows.at[i];
        int64_t sum = income ? row->income : row->spending;
        if (sum <= 0) {
            continue;
        }
        struct text name = text_trim(row->category);
        size_t at = find_name(&names, name);
        if (at == names.count) {
            if (at == max) {
                continue;
            }
            categories[at] = (struct ledger_category){.name = name};
            add_name(&names, name);
        }
        categories[at].sum = fen_add(categories[at].sum, sum);
    }
    return names.count;
}

size_t ledger_categories(const struct disclosure *disclosure, bool income,
                         struct ledger_category *categories, size_t max)
{
    size_t count = sum_categories(disclosure, income, categories, max);
    int64_t sums[LEDGER_CATEGORIES_MAX] = {0};
    unsigned percents[LEDGER_CATEGORIES_MAX];
    categories_sort(categories, count);
    for (size_t i = 0; i < count; i++) {
        sums[i] = categories[i].sum;
    }
    shares_of_hundred(sums, count, percents);
    for (size_t i = 0; i < count; i++) {
        categories[i].percent = percents[i];
    }
    return count;
}

/* ---- month beside month ---- */

/* Rounded half away from zero, within int. */
static int percent_of(int64_t difference, int64_t before)
{
    if (before <= 0) {
        return 0;
    }
    __int128 scaled = (__int128)difference * PERCENT_ALL * 2;
    scaled = (scaled + (difference < 0 ? -before : before)) / ((__int128)before * 2);
    return scaled > INT32_MAX ? INT32_MAX : scaled < INT32_MIN ? INT32_MIN : (int)scaled;
}

static struct ledger_course course_of(struct text name, int64_t before, int64_t now)
{
    struct ledger_course course = {
        .name = name, .before = before, .now = now, .difference = now - before};
    course.course = before == 0    ? CATEGORY_NEW
                    : now == 0     ? CATEGORY_GONE
                    : now > before ? CATEGORY_MORE
                    : now < before ? CATEGORY_LESS
                                   : CATEGORY_SAME;
    course.percent = percent_of(course.difference, before);
    return course;
}

static int64_t sum_in(const struct ledger_category *categories, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(categories[i].name, name)) {
            return categories[i].sum;
        }
    }
    return 0;
}

size_t ledger_compare(const struct disclosure *before, const struct disclosure *now, bool income,
                      struct ledger_course *courses, size_t max)
{
    struct ledger_category old[LEDGER_CATEGORIES_MAX], new[LEDGER_CATEGORIES_MAX];
    size_t old_count = ledger_categories(before, income, old, LEDGER_CATEGORIES_MAX);
    size_t new_count = ledger_categories(now, income, new, LEDGER_CATEGORIES_MAX);
    size_t count = 0;
    for (size_t i = 0; i < new_count && count < max; i++) {
        courses[count++] = course_of(new[i].name, sum_in(old, old_count, new[i].name), new[i].sum);
    }
    for (size_t i = 0; i < old_count && count < max; i++) {
        if (sum_in(new, new_count, old[i].name) == 0) {
            courses[count++] = course_of(old[i].name, old[i].sum, 0);
        }
    }
    return count;
}

enum err ledger_check_chain(const struct disclosure *ledgers, size_t count, size_t *at,
                            struct complaint *why)
{
    for (size_t i = 1; i < count; i++) {
        const struct disclosure *before = &ledgers[i - 1], *now = &ledgers[i];
        struct period old, new;
        char a[FEN_BYTES], b[FEN_BYTES];
        if (period_parse(before->period, &old) || period_parse(now->period, &new) ||
            !period_equal(period_next(old), new)) {
            continue;
        }
        struct ledger_sums sums = ledger_sum(before);
        if (sums.closing != now->opening) {
            *at = i;
            return complain(why, ERR_INVALID,
                            "%.*s 的上月结余是 %s，而 %.*s 的结余是 %s，接不上；请核对，前一期有错"
                            "就先更正",
                            TEXT_ARG(now->period), fen_format(now->opening, a),
                            TEXT_ARG(before->period), fen_format(sums.closing, b));
        }
    }
    return OK;
}
