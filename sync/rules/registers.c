/* registers.c - see registers.h. */
#include "registers.h"

#include "people.h"
#include "rule_or_seed.h"
#include "zones.h"

enum { MONTHS_A_YEAR = 12, DAYS_A_WEEK = 7 };

/* ---- what every entry has ---- */

bool kind_is_book(enum kind kind)
{
    return kind == KIND_visit || kind == KIND_shift || kind == KIND_home_visit ||
           kind == KIND_seal_use || kind == KIND_asset || kind == KIND_study ||
           kind == KIND_liaison;
}

struct correction {
    struct bytes id;
    struct text words;
};

static struct correction correction_of(const struct book_fact *fact)
{
    const void *record = fact->record;
#define CORRECTION(shape)                                                                          \
    case KIND_##shape:                                                                             \
        return (struct correction){((const struct shape *)record)->corrects,                       \
                                   ((const struct shape *)record)->correction};
    switch ((int)fact->kind) {
        CORRECTION(visit)
        CORRECTION(shift)
        CORRECTION(home_visit)
        CORRECTION(seal_use)
        CORRECTION(asset)
        CORRECTION(study)
        CORRECTION(liaison)
    default:
        break;
    }
#undef CORRECTION
    return (struct correction){0};
}

struct bytes book_corrects(const struct book_fact *fact)
{
    return correction_of(fact).id;
}

int32_t book_day(const struct book_fact *fact, int offset_min)
{
    const void *record = fact->record;
    switch ((int)fact->kind) {
    case KIND_visit:
        return civil_day_at(((const struct visit *)record)->at, offset_min);
    case KIND_shift:
        return civil_day_at(((const struct shift *)record)->at, offset_min);
    case KIND_home_visit:
        return civil_day_at(((const struct home_visit *)record)->at, offset_min);
    case KIND_seal_use:
        return ((const struct seal_use *)record)->date;
    case KIND_asset:
        return ((const struct asset *)record)->date;
    case KIND_study:
        return ((const struct study *)record)->date;
    case KIND_liaison:
        return ((const struct liaison *)record)->date;
    default:
        return 0;
    }
}

/* ---- what makes sense ---- */

static enum err check_shift(const struct shift *shift, struct complaint *why)
{
    if (shift->ended != 0 && shift->ended < shift->at) {
        return complain(why, ERR_INVALID, "值班结束的时间早于开始的时间，请核对");
    }
    if (shift->handover.size > 0 && shift->handed_to.size == 0) {
        return complain(why, ERR_INVALID, "写了移交的事，却没有写交给谁（工作制度第一项）");
    }
    return OK;
}

static enum err check_home_visit(const struct home_visit *visit, int offset_min,
                                 struct complaint *why)
{
    if (visit->passed_on != 0 && visit->passed_to.size == 0) {
        return complain(why, ERR_INVALID, "写了转报的日期，却没有写转给哪个部门（工作制度第二项）");
    }
    if (visit->passed_to.size > 0 && visit->opinion.size == 0) {
        return complain(why, ERR_INVALID, "写了转给哪个部门，却没有写居民的意见（工作制度第二项）");
    }
    if (visit->passed_on != 0 && visit->passed_on < civil_day_at(visit->at, offset_min)) {
        return complain(why, ERR_INVALID, "转报的日期早于走访的日期，请核对");
    }
    return OK;
}

static bool change_is_known(struct text change)
{
    return text_is(change, "bought") || text_is(change, "given") || text_is(change, "scrapped") ||
           text_is(change, "counted");
}

static enum err check_asset(const struct asset *asset, struct complaint *why)
{
    if (!change_is_known(asset->change)) {
        return complain(
            why, ERR_INVALID,
            "物品变动“%.*s”不认识，请写 bought（添置）、given（受赠）、scrapped（报损）或 "
            "counted（清点）（工作制度第九项）",
            TEXT_ARG(asset->change));
    }
    if (asset->quantity == 0 && !text_is(asset->change, "counted")) {
        return complain(why, ERR_INVALID, "没有写数量（工作制度第九项）");
    }
    if (asset->value < 0) {
        return complain(why, ERR_INVALID, "金额不能是负数");
    }
    return OK;
}

static enum err check_study(const struct study *study, struct complaint *why)
{
    return study->due > 0 && study->present > study->due
               ? complain(why, ERR_INVALID, "到会 %llu 人比应到 %llu 人还多，请核对",
                          (unsigned long long)study->present, (unsigned long long)study->due)
               : OK;
}

static enum err check_own(const struct book_fact *fact, int offset_min, struct complaint *why)
{
    switch ((int)fact->kind) {
    case KIND_shift:
        return check_shift(fact->record, why);
    case KIND_home_visit:
        return check_home_visit(fact->record, offset_min, why);
    case KIND_asset:
        return check_asset(fact->record, why);
    case KIND_study:
        return check_study(fact->record, why);
    default: /* the codec asks for all a visitor, a seal use and a call must say */
        return OK;
    }
}

enum err book_check(const struct book_fact *fact, int offset_min, int32_t today,
                    struct complaint *why)
{
    struct correction correction = correction_of(fact);
    if (!kind_is_book(fact->kind)) {
        return complain(why, ERR_INVALID, "“%s”不是登记簿", kind_name(fact->kind));
    }
    if (book_day(fact, offset_min) > today) {
        return complain(why, ERR_INVALID, "日期在今天之后，请核对");
    }
    if (correction.id.size > 0 && correction.id.size != ENTRY_ID_BYTES) {
        return complain(why, ERR_INVALID, "更正没有指明是哪一条登记");
    }
    if ((correction.id.size > 0) != (correction.words.size > 0)) {
        return complain(why, ERR_INVALID,
                        "登记簿只能更正，不能改；更正要指明原来那条，并写明错在哪里");
    }
    return check_own(fact, offset_min, why);
}

static bool corrects(const struct book_fact *fact, const struct book_fact *old)
{
    struct bytes id = book_corrects(fact);
    return id.size > 0 && fact->kind == old->kind && bytes_equal(id, old->id);
}

enum err book_check_correction(const struct book_fact *fact, const struct book_fact *old,
                               const struct book_fact *facts, size_t count, struct complaint *why)
{
    if (book_corrects(fact).size == 0) {
        return OK;
    }
    if (!old || old->kind != fact->kind || !bytes_equal(book_corrects(fact), old->id)) {
        return complain(why, ERR_INVALID, "要更正的那条登记不在这本登记簿里");
    }
    for (size_t i = 0; i < count; i++) {
        if (corrects(&facts[i], old) && !bytes_equal(facts[i].id, fact->id)) {
            return complain(why, ERR_EXISTS, "那条登记已经更正过，请更正最后的一条");
        }
    }
    return OK;
}

size_t books_standing(const struct book_fact *facts, size_t count, bool *stands)
{
    size_t standing = count;
    for (size_t i = 0; i < count; i++) {
        stands[i] = true;
    }
    /* Corrections are few: for each of them the book is walked once. */
    for (size_t i = 0; i < count; i++) {
        if (book_corrects(&facts[i]).size == 0) {
            continue;
        }
        for (size_t old = 0; old < count; old++) {
            if (old != i && stands[old] && corrects(&facts[i], &facts[old])) {
                stands[old] = false;
                standing--;
            }
        }
    }
    return standing;
}

/* ---- figures ---- */

unsigned books_between(const struct books *books, enum kind kind, int32_t from, int32_t to)
{
    unsigned count = 0;
    for (size_t i = 0; i < books->count; i++) {
        if (books->facts[i].kind == kind) {
            int32_t day = book_day(&books->facts[i], books->offset_min);
            count += day >= from && day <= to;
        }
    }
    return count;
}

int32_t week_begins(int32_t day)
{
    return day - civil_weekday(day);
}

size_t visits_to_follow(const struct books *books, int32_t day, const struct visit **visits,
                        size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < books->count; i++) {
        const struct visit *visit = books->facts[i].record;
        if (books->facts[i].kind != KIND_visit || visit->follow_on == 0 || visit->follow_on > day) {
            continue;
        }
        if (count < max) {
            visits[count] = visit;
        }
        count++;
    }
    return count;
}

static bool shift_is_told(const struct books *books, const struct duty_row *row)
{
    for (size_t i = 0; i < books->count; i++) {
        const struct shift *shift = books->facts[i].record;
        if (books->facts[i].kind == KIND_shift && name_equal(shift->person, row->person) &&
            civil_day_at(shift->at, books->offset_min) == row->date) {
            return true;
        }
    }
    return false;
}

size_t shifts_missing(const struct books *books, const struct duty *months, size_t month_count,
                      int32_t from, int32_t to, struct shift_gap *gaps, size_t max)
{
    size_t count = 0;
    for (size_t m = 0; m < month_count; m++) {
        for (size_t i = 0; i < months[m].rows.count; i++) {
            const struct duty_row *row = &months[m].rows.at[i];
            if (row->date < from || row->date > to || shift_is_told(books, row)) {
                continue;
            }
            if (count < max) {
                gaps[count] = (struct shift_gap){row->date, row};
            }
            count++;
        }
    }
    return count;
}

const struct shift *shift_last(const struct books *books, int64_t now_s)
{
    const struct shift *last = NULL;
    for (size_t i = 0; i < books->count; i++) {
        const struct shift *shift = books->facts[i].record;
        if (books->facts[i].kind == KIND_shift && shift->at < now_s &&
            (!last || shift->at > last->at)) {
            last = shift;
        }
    }
    return last;
}

/* ---- home visits (W2) ---- */

static bool visit_is_of_zone(const struct home_visit *visit, const struct zone *zone)
{
    return name_equal(visit->person, zone->person) ||
           (zone->deputy.size > 0 && name_equal(visit->person, zone->deputy));
}

static bool same_household(const struct home_visit *a, const struct home_visit *b)
{
    return name_equal(a->household, b->household) && name_equal(a->building, b->building);
}

/* Was the household of entry `index` called on earlier in the same week, by the same zone? */
static bool visited_before(const struct books *books, const struct zone *zone, size_t index,
                           int32_t monday)
{
    const struct home_visit *visit = books->facts[index].record;
    for (size_t i = 0; i < index; i++) {
        const struct home_visit *other = books->facts[i].record;
        if (books->facts[i].kind == KIND_home_visit && visit_is_of_zone(other, zone) &&
            week_begins(civil_day_at(other->at, books->offset_min)) == monday &&
            same_household(visit, other)) {
            return true;
        }
    }
    return false;
}

struct zone_week zone_week_of(const struct books *books, const struct zone *zone, int32_t day)
{
    int32_t monday = week_begins(day);
    struct zone_week week = {.zone = zone,
                             .target = zone->weekly_target ? (unsigned)zone->weekly_target : 1};
    for (size_t i = 0; i < books->count; i++) {
        const struct home_visit *visit = books->facts[i].record;
        if (books->facts[i].kind != KIND_home_visit || !visit_is_of_zone(visit, zone)) {
            continue;
        }
        week.not_passed += visit->opinion.size > 0 && visit->passed_on == 0;
        if (week_begins(civil_day_at(visit->at, books->offset_min)) == monday) {
            week.visited += !visited_before(books, zone, i, monday);
        }
    }
    return week;
}

/* ---- goods (W9) ---- */

static struct asset_line *line_of_item(struct asset_line *lines, size_t *count, size_t max,
                                       const struct asset *asset)
{
    for (size_t i = 0; i < *count; i++) {
        if (name_equal(lines[i].item, asset->item)) {
            return &lines[i];
        }
    }
    if (*count == max) {
        return NULL;
    }
    lines[*count] = (struct asset_line){.item = asset->item};
    return &lines[(*count)++];
}

static int64_t book_change(const struct asset *asset)
{
    int64_t quantity = (int64_t)asset->quantity;
    if (text_is(asset->change, "counted")) {
        return 0;
    }
    return text_is(asset->change, "scrapped") ? -quantity : quantity;
}

static void take_asset(struct asset_line *line, const struct asset *asset, int year)
{
    line->unit = asset->unit.size > 0 ? asset->unit : line->unit;
    line->book += book_change(asset);
    if (!text_is(asset->change, "counted")) {
        line->value += text_is(asset->change, "scrapped") ? 0 : asset->value;
    } else if (civil_date_of(asset->date).year == year && asset->date >= line->counted_on) {
        line->counted = true;
        line->counted_on = asset->date;
        line->goods = (int64_t)asset->quantity;
    }
}

/* The book as it was on the day of the count: what changed later is not the count's concern. */
static int64_t book_on(const struct books *books, struct text item, int32_t day)
{
    int64_t book = 0;
    for (size_t i = 0; i < books->count; i++) {
        const struct asset *asset = books->facts[i].record;
        if (books->facts[i].kind == KIND_asset && asset->date <= day &&
            name_equal(asset->item, item)) {
            book += book_change(asset);
        }
    }
    return book;
}

int64_t asset_difference(const struct asset_line *line)
{
    return line->counted ? line->goods - line->at_count : 0;
}

size_t assets_on(const struct books *books, int32_t day, struct asset_line *lines, size_t max)
{
    int year = civil_date_of(day).year;
    size_t count = 0;
    for (size_t i = 0; i < books->count; i++) {
        const struct asset *asset = books->facts[i].record;
        if (books->facts[i].kind != KIND_asset || asset->date > day) {
            continue;
        }
        struct asset_line *line = line_of_item(lines, &count, max, asset);
        if (line) {
            take_asset(line, asset, year);
        }
    }
    for (size_t i = 0; i < count; i++) {
        lines[i].at_count =
            lines[i].counted ? book_on(books, lines[i].item, lines[i].counted_on) : 0;
    }
    return count;
}

struct stocktake stocktake_of(const struct books *books, const struct rule_set *rules, int year,
                              int32_t day, struct asset_line *lines, size_t max)
{
    int month = (int)rule_or_seed_number(rules, RULE_stocktake_month);
    int32_t begins = civil_day_of_ymd(year, month, 1);
    int32_t ends = civil_day_of_ymd(year, MONTHS_A_YEAR, 31);
    struct stocktake stocktake = {.due = day >= begins};
    size_t count = assets_on(books, day < ends ? day : ends, lines, max);
    for (size_t i = 0; i < count; i++) {
        const struct asset_line *line = &lines[i];
        bool counted = line->counted && line->counted_on >= begins;
        if (line->book == 0 && !counted) {
            continue;
        }
        stocktake.items++;
        stocktake.counted += counted;
        stocktake.differing += counted && asset_difference(line) != 0;
    }
    stocktake.overdue = day > ends && stocktake.counted < stocktake.items;
    return stocktake;
}

/* ---- calls on organisations (W8) ---- */

size_t liaisons_on(const struct books *books, int32_t day, struct liaison_line *lines, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < books->count; i++) {
        const struct liaison *liaison = books->facts[i].record;
        if (books->facts[i].kind != KIND_liaison || liaison->date > day) {
            continue;
        }
        size_t at = 0;
        while (at < count && !name_equal(lines[at].organisation, liaison->organisation)) {
            at++;
        }
        if (at == max) {
            continue;
        }
        if (at == count) {
            lines[count++] = (struct liaison_line){.organisation = liaison->organisation};
        }
        if (liaison->date >= lines[at].last_on) {
            lines[at].last_on = liaison->date;
            lines[at].next_on = liaison->next;
            lines[at].person = liaison->person;
        }
    }
    return count;
}
