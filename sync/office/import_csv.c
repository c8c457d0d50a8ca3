/* import_csv.c - ledgers and duty rosters from spreadsheets. */
#include <stdlib.h>
#include <string.h>

#include "import_table.h"
#include "ledger.h"
#include "roster.h"

enum {
    LEDGER_COLUMNS = 7,
    DUTY_COLUMNS = 7,
    LEDGER_ROWS_MAX = 2000, /* kinds.def */
    DUTY_ROWS_MAX = 310,
    DUTY_MONTHS_MAX = 24,
    PART_MAX = 99,
    GAPS_SHOWN_MAX = 31,
};

static const char *const ledger_header[LEDGER_COLUMNS] = {"日期",   "项目", "类别", "经手人",
                                                          "审批人", "收入", "支出"};
static const char *const duty_header[DUTY_COLUMNS] = {"日期", "开始", "结束", "值班人",
                                                      "岗位", "电话", "地点"};

static enum err parse_date(const struct csv_row *row, int32_t *day, struct complaint *why)
{
    struct text cell = csv_cell(row, 0);
    if (civil_parse_date(cell, day)) {
        return complain(why, ERR_INVALID,
                        "第 %u 行：“%.*s”不是日期，或没有这一天；要写成 2026-10-09", row->line,
                        TEXT_ARG(cell));
    }
    return OK;
}

/* ---- ledgers ---- */

static enum err parse_sum(const struct csv_row *row, size_t column, int64_t *fen,
                          struct complaint *why)
{
    struct text cell = csv_cell(row, column);
    *fen = 0;
    if (cell.size > 0 && fen_parse(cell, fen)) {
        return complain(why, ERR_INVALID,
                        "第 %u 行：%s“%.*s”不是金额；要写成 1234.50，至多两位小数", row->line,
                        ledger_header[column], TEXT_ARG(cell));
    }
    return OK;
}

/* 上月结余 or 本月结余 (上期, 本期): its sum stands under 收入. */
static bool is_balance(const struct csv_row *row, const char *of)
{
    struct text name = csv_cell(row, 1);
    return text_starts(name, of) && text_ends(name, "结余");
}

static enum err check_balances(const struct csv *csv, struct complaint *why)
{
    if (csv->count < 3 || !is_balance(&csv->rows[1], "上")) {
        return complain(why, ERR_INVALID, "第 %u 行应是“上月结余”（项目一栏），金额写在收入一栏",
                        csv->count > 1 ? csv->rows[1].line : 2);
    }
    if (!is_balance(&csv->rows[csv->count - 1], "本")) {
        return complain(why, ERR_INVALID, "第 %u 行（最后一行）应是“本月结余”，金额写在收入一栏",
                        csv->rows[csv->count - 1].line);
    }
    return OK;
}

static enum err parse_row(const struct csv_row *row, struct ledger_row *to, struct complaint *why)
{
    *to = (struct ledger_row){
        .item = csv_cell(row, 1),
        .category = csv_cell(row, 2),
        .handler = csv_cell(row, 3),
        .approver = csv_cell(row, 4),
    };
    if (row->count > LEDGER_COLUMNS) {
        return complain(why, ERR_INVALID, "第 %u 行多出一栏；金额里的逗号要加引号", row->line);
    }
    enum err err = parse_date(row, &to->date, why);
    err = err ? err : parse_sum(row, 5, &to->income, why);
    return err ? err : parse_sum(row, 6, &to->spending, why);
}

/* Each row by itself, so that a complaint names its line whatever blank lines stand between. */
static enum err check_row(const struct import *import, const struct disclosure *whole,
                          const struct ledger_row *row, unsigned line, struct complaint *why)
{
    struct ledger_row copy = *row;
    struct disclosure alone = *whole;
    const struct ledger_source source = {.first_line = line};
    alone.opening = 0;
    alone.rows.at = &copy;
    alone.rows.count = 1;
    return ledger_check(&import->calendar, &alone, &source, why);
}

static enum err parse_ledger_rows(const struct import *import, const struct csv *csv,
                                  struct disclosure *record, struct complaint *why)
{
    size_t count = csv->count - 3; /* header and the two balances */
    if (count > LEDGER_ROWS_MAX) {
        return complain(why, ERR_FULL, "台账超过 %d 行", LEDGER_ROWS_MAX);
    }
    record->rows.at = ARENA_ARRAY(&import->site->scratch, struct ledger_row, count);
    record->rows.count = count;
    if (!record->rows.at) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        const struct csv_row *row = &csv->rows[i + 2];
        enum err err = parse_row(row, &record->rows.at[i], why);
        err = err ? err : check_row(import, record, &record->rows.at[i], row->line, why);
        if (err) {
            return err;
        }
    }
    return OK;
}

/* The ledger of the same item and part for another period, if we have one. */
static enum err ledger_of(struct import *import, const struct disclosure *record,
                          struct period period, struct text *key, struct disclosure *ledger)
{
    char text[PERIOD_BYTES];
    struct entry entry;
    *key =
        arena_printf(&import->site->scratch, "disclosure/%s/%02u/%u", period_format(period, text),
                     (unsigned)record->item, (unsigned)record->part);
    enum err err =
        key->data ? site_newest(import->site, import->txn, *key, &entry, NULL) : ERR_NOMEM;
    if (!err && entry.kind != KIND_disclosure) {
        return ERR_NOT_FOUND;
    }
    err = err ? err : site_record(import->site, import->txn, &entry, ledger, NULL);
    return !err && !ledger->has_ledger ? ERR_NOT_FOUND : err;
}

/* The closing balance of the period before, when we have its ledger. */
static enum err previous_closing(struct import *import, const struct disclosure *record,
                                 struct ledger_source *source)
{
    struct period period;
    struct text key;
    struct disclosure before;
    enum err err = period_parse(record->period, &period);
    err = err ? err : ledger_of(import, record, period_previous(period), &key, &before);
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    source->has_previous = true;
    source->previous_closing = ledger_sum(&before).closing;
    return OK;
}

/* A month that is corrected may leave the next one hanging: that one must follow, but it is another
 * record, so staff are told and nothing is refused. */
static enum err warn_of_next(struct import *import, const struct disclosure *record)
{
    struct period period;
    struct text key;
    struct disclosure after;
    char a[FEN_BYTES], b[FEN_BYTES];
    enum err err = period_parse(record->period, &period);
    err = err ? err : ledger_of(import, record, period_next(period), &key, &after);
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    int64_t closing = ledger_sum(record).closing;
    if (closing != after.opening) {
        fprintf(import->done, "%.*s\t注意：上月结余写的是 %s，而 %.*s 的结余是 %s，请接着更正它\n",
                TEXT_ARG(key), fen_format(after.opening, a), TEXT_ARG(record->period),
                fen_format(closing, b));
    }
    return OK;
}

/* "05-2026-10.csv", "10-2026-10-2.csv": item, period, and the part when there are several. */
static enum err parse_ledger_name(const struct import *import, const char *name,
                                  struct disclosure *record, struct complaint *why)
{
    struct text stem = text_slice(text_of(name), 0, strlen(name) - strlen(".csv")), item;
    struct period period;
    uint64_t number = 0;
    record->part = 1;
    if (!text_split(&stem, '-', &item) || !stem.data || text_parse_uint(item, PART_MAX, &number)) {
        return complain(why, ERR_INVALID, "台账的文件名要写成 05-2026-10.csv（事项编号-期间）");
    }
    const char *dash = stem.size ? memrchr(stem.data, '-', stem.size) : NULL;
    if (dash && period_parse(stem, &period)) {
        struct text part = text_slice(stem, (size_t)(dash - stem.data) + 1, stem.size);
        if (text_parse_uint(part, PART_MAX, &record->part) == OK && record->part > 0) {
            stem = text_slice(stem, 0, (size_t)(dash - stem.data));
        }
    }
    record->item = number;
    record->period = stem;
    return import_check_period(import, (unsigned)number, stem, 0, why);
}

static enum err import_ledger(struct import *import, const struct import_file *file,
                              const struct csv *csv, struct complaint *why)
{
    struct disclosure record = {.has_ledger = true};
    struct ledger_source source = {.has_closing = true};
    enum err err = parse_ledger_name(import, file->name, &record, why);
    err = err ? err : check_balances(csv, why);
    err = err ? err : parse_sum(&csv->rows[1], 5, &record.opening, why);
    err = err ? err : parse_sum(&csv->rows[csv->count - 1], 5, &source.closing, why);
    err = err ? err : parse_ledger_rows(import, csv, &record, why);
    err = err ? err : previous_closing(import, &record, &source);
    if (err) {
        return err;
    }
    source.opening_line = csv->rows[1].line;
    source.closing_line = csv->rows[csv->count - 1].line;
    source.first_line = csv->rows[2].line;
    err = ledger_check(&import->calendar, &record, &source, why);
    err = err ? err : import_disclosure(import, &record, SIDE_LEDGER, why);
    return err ? err : warn_of_next(import, &record);
}

/* ---- duty rosters ---- */

static enum err parse_clock(const struct csv_row *row, size_t column, uint64_t *minutes,
                            struct complaint *why)
{
    struct text cell = csv_cell(row, column);
    int value = 0;
    if (civil_parse_clock(cell, &value)) {
        return complain(why, ERR_INVALID, "第 %u 行：%s“%.*s”不是时间；要写成 08:30", row->line,
                        duty_header[column], TEXT_ARG(cell));
    }
    *minutes = (uint64_t)value;
    return OK;
}

static enum err parse_duty_row(const struct csv_row *row, struct duty_row *to,
                               struct complaint *why)
{
    *to = (struct duty_row){
        .person = csv_cell(row, 3),
        .post = csv_cell(row, 4),
        .phone = csv_cell(row, 5),
        .place = csv_cell(row, 6),
    };
    if (to->person.size == 0) {
        return complain(why, ERR_INVALID, "第 %u 行没有值班人；请补上姓名", row->line);
    }
    enum err err = parse_date(row, &to->date, why);
    err = err ? err : parse_clock(row, 1, &to->from_min, why);
    err = err ? err : parse_clock(row, 2, &to->to_min, why);
    if (!err && to->to_min <= to->from_min) {
        err = complain(why, ERR_INVALID, "第 %u 行：结束时间要晚于开始时间", row->line);
    }
    return err;
}

static struct period month_of(const struct import *import, int32_t day)
{
    return period_of_day(&import->calendar, PERIOD_MONTH, day);
}

/* W1: somebody is on duty on every Saturday, Sunday and holiday of a month that has a roster. */
static void tell_gaps(struct import *import, const struct duty *record, struct period month)
{
    static const char *const weekdays[] = {"一", "二", "三", "四", "五", "六", "日"};
    int32_t days[GAPS_SHOWN_MAX];
    char date[CIVIL_DATE_BYTES];
    size_t count =
        roster_gaps_by(record, 1, &import->rules.workdays, period_begins(&import->calendar, month),
                       period_ends(&import->calendar, month), days, GAPS_SHOWN_MAX);
    for (size_t i = 0; i < count && i < GAPS_SHOWN_MAX; i++) {
        fprintf(import->done, "错误：%s（星期%s）没有人值班，请补上（工作制度第一项）\n",
                civil_format_date(days[i], date), weekdays[civil_weekday(days[i])]);
    }
}

/* The record of one month, from all rows of the file that lie in it. */
static enum err put_month(struct import *import, struct period month, const struct duty_row *rows,
                          size_t count, struct complaint *why)
{
    char text[PERIOD_BYTES];
    struct duty record = {.month = text_of(period_format(month, text))};
    record.rows.at = ARENA_ARRAY(&import->site->scratch, struct duty_row, count);
    struct text key = arena_printf(&import->site->scratch, "duty/%s", text);
    if (!record.rows.at || !key.data) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        if (period_equal(month, month_of(import, rows[i].date))) {
            record.rows.at[record.rows.count++] = rows[i];
        }
    }
    if (record.rows.count > DUTY_ROWS_MAX) {
        return complain(why, ERR_FULL, "%s 的值班超过 %d 行", text, DUTY_ROWS_MAX);
    }
    enum err err = roster_check(&record, why);
    err = err ? err : import_put(import, key, KIND_duty, &record, 0, why);
    if (!err) {
        tell_gaps(import, &record, month);
    }
    return err;
}

static enum err put_months(struct import *import, const struct duty_row *rows, size_t count,
                           struct complaint *why)
{
    struct period seen[DUTY_MONTHS_MAX];
    size_t months = 0;
    for (size_t i = 0; i < count; i++) {
        struct period month = month_of(import, rows[i].date);
        size_t m = 0;
        while (m < months && !period_equal(seen[m], month)) {
            m++;
        }
        if (m < months) {
            continue;
        }
        if (months == DUTY_MONTHS_MAX) {
            return complain(why, ERR_FULL, "值班表超过 %d 个月；请分成几个文件", DUTY_MONTHS_MAX);
        }
        seen[months++] = month;
        enum err err = put_month(import, month, rows, count, why);
        if (err) {
            return err;
        }
    }
    return OK;
}

static enum err import_duty(struct import *import, const struct csv *csv, struct complaint *why)
{
    size_t count = csv->count - 1;
    struct duty_row *rows = ARENA_ARRAY(&import->site->scratch, struct duty_row, count);
    if (!rows) {
        return ERR_NOMEM;
    }
    if (count == 0) {
        return complain(why, ERR_INVALID, "第 2 行起应有值班安排，这里一行也没有");
    }
    for (size_t i = 0; i < count; i++) {
        enum err err = parse_duty_row(&csv->rows[i + 1], &rows[i], why);
        if (err) {
            return err;
        }
    }
    return put_months(import, rows, count, why);
}

enum err import_csv(struct import *import, const struct import_file *file, struct complaint *why)
{
    struct csv csv;
    struct disclosure named = {0};
    enum err err = csv_parse(file->file.text, &import->site->scratch, &csv, why);
    if (err) {
        return err;
    }
    if (csv.count == 0) {
        return complain(why, ERR_INVALID, "文件是空的；请检查是不是没有保存");
    }
    if (!import_table_is_exempt(&csv)) {
        err = import_check_privacy(import, file->file.text, why);
        if (err) {
            return err;
        }
    }
    if (csv_has_header(&csv, ledger_header, LEDGER_COLUMNS)) {
        return import_ledger(import, file, &csv, why);
    }
    if (csv_has_header(&csv, duty_header, DUTY_COLUMNS)) {
        return import_duty(import, &csv, why);
    }
    if (parse_ledger_name(import, file->name, &named, NULL) == OK) { /* a ledger is meant */
        return complain(why, ERR_INVALID,
                        "第 %u 行的表头不对；台账要写“日期,项目,类别,经手人,审批人,收入,支出”",
                        csv.rows[0].line);
    }
    return import_table(import, &csv, why);
}
