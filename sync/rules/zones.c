/* zones.c - see zones.h. */
#include "zones.h"

#include <string.h>

#include "utf8.h"

enum { CHARACTERS_MAX = 60, NO_DIGIT = -1, TEN = 10, HUNDRED = 100 };

/* The text as characters: full width made half, blanks dropped, letters large. */
struct letters {
    uint32_t at[CHARACTERS_MAX + 1]; /* 0 behind the last */
    size_t count;
};

static uint32_t plain(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E) {
        c -= 0xFF01 - '!';
    }
    return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

static enum err read_letters(struct text text, struct letters *letters)
{
    letters->count = 0;
    for (uint32_t c; (c = utf8_next(&text)) != 0;) {
        c = plain(c);
        if (c == ' ' || c == '\t' || c == '\n' || c == 0x3000) {
            continue;
        }
        if (letters->count == CHARACTERS_MAX) {
            return ERR_INVALID;
        }
        letters->at[letters->count++] = c;
    }
    letters->at[letters->count] = 0;
    return letters->count > 0 ? OK : ERR_INVALID;
}

/* ---- numbers, in digits or in words ---- */

static int word_digit(uint32_t c)
{
    static const uint32_t words[] = {0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,  /* 零一二三四 */
                                     0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D}; /* 五六七八九 */
    for (int i = 0; i < TEN; i++) {
        if (words[i] == c) {
            return i;
        }
    }
    return c == 0x3007 ? 0 : c == 0x4E24 ? 2 : NO_DIGIT; /* 〇 两 */
}

static bool is_unit(uint32_t c)
{
    return c == 0x5341 || c == 0x767E; /* 十 百 */
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* 5, 05, 十二, 一百零三, 一二 from `at`; 0 when there is no number, or it is too large. */
static unsigned read_number(const struct letters *letters, size_t at, size_t *end)
{
    unsigned total = 0, digit = 0;
    bool worded = !is_digit(letters->at[at]);
    size_t i = at;
    for (; i < letters->count && total <= BUILDING_NUMBER_MAX && digit <= BUILDING_NUMBER_MAX;
         i++) {
        uint32_t c = letters->at[i];
        if (!worded && is_digit(c)) {
            digit = digit * TEN + (unsigned)(c - '0');
        } else if (worded && word_digit(c) != NO_DIGIT) {
            digit = digit * TEN + (unsigned)word_digit(c);
        } else if (worded && is_unit(c)) {
            total += (digit ? digit : 1) * (c == 0x5341 ? TEN : HUNDRED);
            digit = 0;
        } else {
            break;
        }
    }
    *end = i;
    total += digit;
    return total <= BUILDING_NUMBER_MAX ? total : 0;
}

static bool starts_number(const struct letters *letters, size_t at)
{
    uint32_t c = letters->at[at], before = at > 0 ? letters->at[at - 1] : 0;
    if (is_digit(c)) {
        return !is_digit(before);
    }
    bool is_word = word_digit(c) != NO_DIGIT || is_unit(c);
    return is_word && word_digit(before) == NO_DIGIT && !is_unit(before);
}

/* ---- what stands behind the number ---- */

enum strength { NOTHING, WEAK, STRONG };

/* 号楼 幢 栋 座 # say "building"; 号 and 楼 alone may be a street's number or a floor. */
static enum strength read_suffix(const struct letters *letters, size_t at, size_t *end)
{
    static const uint32_t strong[] = {0x5E62, 0x680B, 0x5EA7, '#'}; /* 幢 栋 座 */
    uint32_t c = letters->at[at];
    *end = at + 1;
    for (size_t i = 0; i < sizeof strong / sizeof strong[0]; i++) {
        if (c == strong[i]) {
            *end += letters->at[at + 1] == 0x697C; /* 5栋楼 */
            return STRONG;
        }
    }
    if (c == 0x53F7 && letters->at[at + 1] == 0x697C) { /* 号楼 */
        *end = at + 2;
        return STRONG;
    }
    return c == 0x53F7 || c == 0x697C || c == 0 || c == '-' ? WEAK : NOTHING;
}

static char wing_of(uint32_t c)
{
    static const uint32_t stems[] = {0x7532, 0x4E59, 0x4E19, 0x4E01}; /* 甲乙丙丁 */
    if (c >= 'A' && c <= 'Z') {
        return (char)c;
    }
    for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++) {
        if (c == stems[i]) {
            return (char)('A' + (char)i);
        }
    }
    return 0;
}

struct reading {
    size_t from; /* where the number, or a wing alone, begins */
    unsigned number;
    char wing;
    enum strength strength;
};

static struct reading read_at(const struct letters *letters, size_t at)
{
    struct reading reading = {.from = at};
    size_t end = at, behind;
    if (starts_number(letters, at)) {
        reading.number = read_number(letters, at, &end);
        if (reading.number == 0) {
            return reading;
        }
    } else if (wing_of(letters->at[at]) == 0) {
        return reading;
    }
    if (end < letters->count && (reading.wing = wing_of(letters->at[end])) != 0) {
        end++; /* 5A号楼, A座 */
    }
    reading.strength = read_suffix(letters, end, &behind);
    if (reading.number == 0 && reading.strength != STRONG) {
        reading.strength = NOTHING; /* a letter alone needs its 座 */
    }
    if (reading.strength == STRONG && reading.wing == 0 && behind < letters->count &&
        letters->at[behind + 1] == 0x5EA7) { /* 5号楼A座 */
        reading.wing = wing_of(letters->at[behind]);
    }
    return reading;
}

static void copy_estate(const struct letters *letters, size_t count, struct building *building)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t c = letters->at[i];
        bool joins = i + 1 == count && (c == 0x7B2C || c == '-' || c == 0xB7); /* 第 */
        char put[4];
        size_t bytes = utf8_put(c, put);
        if (joins || size + bytes >= BUILDING_NAME_BYTES) {
            break;
        }
        memcpy(building->estate + size, put, bytes);
        size += bytes;
    }
    building->estate[size] = '\0';
}

enum err building_parse(struct text text, struct building *building)
{
    struct letters letters;
    struct reading best = {.strength = NOTHING};
    struct building made = {0};
    if (read_letters(text, &letters)) {
        return ERR_INVALID;
    }
    for (size_t at = 0; at < letters.count && best.strength != STRONG; at++) {
        struct reading reading = read_at(&letters, at);
        if (reading.strength > best.strength) {
            best = reading;
        }
    }
    made.number = best.number;
    made.wing = best.wing;
    copy_estate(&letters, best.strength == NOTHING ? letters.count : best.from, &made);
    if (best.strength == NOTHING && is_digit(letters.at[0])) {
        return ERR_INVALID; /* a number no house has */
    }
    *building = made;
    return OK;
}

static bool same_number(const struct building *a, const struct building *b)
{
    return a->number == b->number && a->wing == b->wing && (a->number != 0 || a->wing != 0);
}

bool building_equal(const struct building *a, const struct building *b)
{
    return strcmp(a->estate, b->estate) == 0 && a->number == b->number && a->wing == b->wing;
}

/* ---- zones ---- */

static bool zone_holds(const struct zone *zone, const struct building *asked, bool whole)
{
    for (size_t i = 0; i < zone->buildings.count; i++) {
        struct building building;
        if (building_parse(zone->buildings.at[i], &building)) {
            continue;
        }
        bool one_left_out = building.estate[0] == '\0' || asked->estate[0] == '\0';
        if (whole ? building_equal(&building, asked)
                  : one_left_out && same_number(&building, asked)) {
            return true;
        }
    }
    return false;
}

static size_t zones_that_hold(const struct zone *zones, size_t count, const struct building *asked,
                              bool whole, const struct zone **found, size_t max)
{
    size_t hits = 0;
    for (size_t i = 0; i < count; i++) {
        if (!zone_holds(&zones[i], asked, whole)) {
            continue;
        }
        if (hits < max) {
            found[hits] = &zones[i];
        }
        hits++;
    }
    return hits;
}

size_t zones_of_building(const struct zone *zones, size_t count, struct text asked,
                         const struct zone **found, size_t max)
{
    struct building building;
    if (building_parse(asked, &building)) {
        return 0;
    }
    size_t hits = zones_that_hold(zones, count, &building, true, found, max);
    return hits ? hits : zones_that_hold(zones, count, &building, false, found, max);
}

const struct zone *zone_of_group(const struct zone *zones, size_t count, struct text group)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t g = 0; g < zones[i].groups.count; g++) {
            if (name_equal(zones[i].groups.at[g], group)) {
                return &zones[i];
            }
        }
    }
    return NULL;
}

const struct zone *zone_of_person(const struct zone *zones, size_t count, struct text person)
{
    for (size_t i = 0; i < count; i++) {
        if (name_equal(zones[i].person, person) ||
            (zones[i].deputy.size > 0 && name_equal(zones[i].deputy, person))) {
            return &zones[i];
        }
    }
    return NULL;
}

static enum err check_buildings(const struct zone *zones, size_t index, struct complaint *why)
{
    const struct zone *zone = &zones[index], *other;
    struct building building;
    for (size_t i = 0; i < zone->buildings.count; i++) {
        struct text name = zone->buildings.at[i];
        if (building_parse(name, &building)) {
            return complain(why, ERR_INVALID, "责任区“%.*s”的楼“%.*s”认不出来，请写成 5号楼",
                            TEXT_ARG(zone->name), TEXT_ARG(name));
        }
        if (zones_that_hold(zones, index, &building, true, &other, 1) > 0) {
            return complain(why, ERR_INVALID,
                            "%.*s同时在责任区“%.*s”和“%.*s”里，一栋楼只归一个责任区",
                            TEXT_ARG(name), TEXT_ARG(other->name), TEXT_ARG(zone->name));
        }
    }
    return OK;
}

enum err zones_check(const struct zone *zones, size_t count, const struct people *people,
                     int32_t day, struct complaint *why)
{
    for (size_t i = 0; i < count; i++) {
        const struct zone *zone = &zones[i];
        if (zone->buildings.count == 0 && zone->groups.count == 0) {
            return complain(why, ERR_INVALID, "责任区“%.*s”没有写哪几栋楼，也没有写居民小组",
                            TEXT_ARG(zone->name));
        }
        enum err err = check_buildings(zones, i, why);
        if (err) {
            return err;
        }
        if (people && people->committee && !roll_find(people->committee, zone->person, day) &&
            !roll_find(people->workers, zone->person, day)) {
            return complain(why, ERR_INVALID,
                            "责任区“%.*s”的%.*s不在居委会和社区工作者名册里（工作制度第二项）",
                            TEXT_ARG(zone->name), TEXT_ARG(zone->person));
        }
    }
    return OK;
}
