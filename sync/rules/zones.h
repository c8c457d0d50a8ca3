/* zones.h - 民情责任区 (W2): who looks after which building, found the way residents say it.
 *
 * 5号楼, 5幢, 5栋, 5号, 五号楼, 第五幢, ５＃ and 05号楼 are one building; 梧桐苑5号楼 is the same
 * when no other estate has a number five. A door number behind it (5-302, 5号楼302室) is not looked
 * at, and nothing of what was asked is kept. */
#pragma once

#include "people.h"

enum { BUILDING_NAME_BYTES = 61, BUILDING_NUMBER_MAX = 9999 };

struct building {
    char estate[BUILDING_NAME_BYTES]; /* what stands before the number, "" nothing */
    unsigned number;                  /* 0: a name without number, all of it in `estate` */
    char wing; /* 'A'..'Z' for 5A号楼 or A座, 0 none; 甲 乙 丙 丁 are A to D */
};

/* ERR_INVALID: empty, too long, or a number beyond BUILDING_NUMBER_MAX. */
MUST_CHECK enum err building_parse(struct text text, struct building *building);
bool building_equal(const struct building *a, const struct building *b);

/* The zones that hold the building asked for, at most `max` written, all counted: exactly the one
 * where estate, number and wing agree; else every zone where number and wing do (the estate was
 * left out on one side). 0: none. */
size_t zones_of_building(const struct zone *zones, size_t count, struct text asked,
                         const struct zone **found, size_t max);
/* The zone of a residents' group; NULL: none. */
const struct zone *zone_of_group(const struct zone *zones, size_t count, struct text group);
/* The zone somebody is responsible for, as first or deputy; NULL: none. */
const struct zone *zone_of_person(const struct zone *zones, size_t count, struct text person);
/* ERR_INVALID with a Chinese sentence: no building and no group, a building that cannot be read,
 * one building in two zones, a person who is neither in the committee nor a worker on `day` (W2;
 * only when a roll is known). `people` may be NULL. */
MUST_CHECK enum err zones_check(const struct zone *zones, size_t count, const struct people *people,
                                int32_t day, struct complaint *why);
