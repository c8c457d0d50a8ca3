/* 我这栋楼找谁: a building is found the way people say it (W2). */
#include "cases.h"

#include "zones.h"

static void assert_building(const char *text, const char *estate, unsigned number, char wing)
{
    struct building building;
    assert_ok(building_parse(text_of(text), &building));
    if (strcmp(building.estate, estate) != 0 || building.number != number ||
        building.wing != wing) {
        fail_msg("%s: \"%s\" %u %c", text, building.estate, building.number,
                 building.wing ? building.wing : '-');
    }
}

static void one_building_has_many_names(void **state)
{
    static const char *const five[] = {"5号楼",  "5幢",   "5栋",     "5号", "五号楼",
                                       "第五幢", "５＃",  "05号楼",  "5",   "五",
                                       "5 号楼", "5栋楼", "第5号楼", "五座"};
    (void)state;
    for (size_t i = 0; i < sizeof five / sizeof five[0]; i++) {
        assert_building(five[i], "", 5, 0);
    }
    assert_building("十二号楼", "", 12, 0);
    assert_building("二十幢", "", 20, 0);
    assert_building("一百零三号", "", 103, 0);
    assert_building("一二号楼", "", 12, 0);
    assert_building("5A号楼", "", 5, 'A');
    assert_building("5号楼B座", "", 5, 'B');
    assert_building("A座", "", 0, 'A');
    assert_building("甲座", "", 0, 'A');
    assert_building("5号楼302室", "", 5, 0);
    assert_building("5-302", "", 5, 0);
    assert_building("梧桐苑5号楼", "梧桐苑", 5, 0);
    assert_building("解放路12号5幢", "解放路12号", 5, 0);
    assert_building("五一新村3栋", "五一新村", 3, 0);
    assert_building("梧桐苑", "梧桐苑", 0, 0);
}

static void what_is_no_building_is_refused(void **state)
{
    struct building building;
    char longest[400];
    (void)state;
    assert_err(ERR_INVALID, building_parse(text_of(""), &building));
    assert_err(ERR_INVALID, building_parse(text_of("   "), &building));
    assert_err(ERR_INVALID, building_parse(text_of("99999号楼"), &building));
    memset(longest, 'x', sizeof longest);
    assert_err(ERR_INVALID, building_parse((struct text){longest, sizeof longest}, &building));
}

static struct text first_buildings[2], second_buildings[2], third_buildings[1];
static struct zone zones[3];

static void make_zones(void)
{
    first_buildings[0] = text_of("1号楼");
    first_buildings[1] = text_of("梧桐苑5号楼");
    second_buildings[0] = text_of("2号楼");
    second_buildings[1] = text_of("桂花苑5幢");
    third_buildings[0] = text_of("12号楼");
    zones[0] = (struct zone){.name = text_of("第一责任区"),
                             .person = text_of("蒋丽"),
                             .buildings = {first_buildings, 2}};
    zones[1] = (struct zone){.name = text_of("第二责任区"),
                             .person = text_of("沈芳"),
                             .deputy = text_of("小王"),
                             .buildings = {second_buildings, 2}};
    zones[2] = (struct zone){.name = text_of("第三责任区"),
                             .person = text_of("顾明远"),
                             .buildings = {third_buildings, 1},
                             .groups = {third_buildings, 1}};
}

static void a_resident_finds_the_person(void **state)
{
    const struct zone *found[3];
    (void)state;
    make_zones();
    assert_int_equal(zones_of_building(zones, 3, text_of("一幢"), found, 3), 1);
    assert_text(found[0]->person, "蒋丽");
    assert_int_equal(zones_of_building(zones, 3, text_of("12栋"), found, 3), 1);
    assert_text(found[0]->person, "顾明远");
    assert_int_equal(zones_of_building(zones, 3, text_of("桂花苑5号楼302室"), found, 3), 1);
    assert_text(found[0]->person, "沈芳");
    assert_int_equal(zones_of_building(zones, 3, text_of("5号楼"), found, 3), 2); /* which one? */
    assert_int_equal(zones_of_building(zones, 3, text_of("5号楼"), found, 1), 2);
    assert_int_equal(zones_of_building(zones, 3, text_of("梧桐苑1号楼"), found, 3), 1);
    assert_int_equal(zones_of_building(zones, 3, text_of("9号楼"), found, 3), 0);
    assert_int_equal(zones_of_building(zones, 3, text_of("枫林苑5号楼"), found, 3), 0);
    assert_text(zone_of_person(zones, 3, text_of("小 王"))->name, "第二责任区");
    assert_null(zone_of_person(zones, 3, text_of("小李")));
    assert_text(zone_of_group(zones, 3, text_of("12号楼"))->name, "第三责任区");
    assert_null(zone_of_group(zones, 3, text_of("第九小组")));
}

static void zones_that_cannot_be_are_refused(void **state)
{
    static struct member row;
    struct roll committee = {.body = text_of("committee")};
    struct people people = {.committee = &committee};
    struct complaint why = {0};
    (void)state;
    make_zones();
    assert_ok_why(zones_check(zones, 3, NULL, day("2026-11-25"), &why), &why);
    third_buildings[0] = text_of("第二幢");
    assert_err(ERR_INVALID, zones_check(zones, 3, NULL, day("2026-11-25"), &why));
    assert_says(&why, "第二责任区");
    assert_says(&why, "第三责任区");
    make_zones();
    zones[0].buildings.count = 0;
    assert_err(ERR_INVALID, zones_check(zones, 3, NULL, day("2026-11-25"), &why));
    make_zones();
    row = (struct member){.name = text_of("蒋丽")};
    committee.rows.at = &row;
    committee.rows.count = 1;
    assert_ok_why(zones_check(zones, 1, &people, day("2026-11-25"), &why), &why);
    assert_err(ERR_INVALID, zones_check(zones, 2, &people, day("2026-11-25"), &why)); /* W2 */
    assert_says(&why, "沈芳");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(one_building_has_many_names),
        TEST_PLAIN(what_is_no_building_is_refused),
        TEST_PLAIN(a_resident_finds_the_person),
        TEST_PLAIN(zones_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests_name("zones", tests, NULL, NULL);
}
