/* Who sits where, whose relative, which building: tables that are judged before anybody signs. */
#include <string.h>

#include "office_desk.h"
#include "policy_edit.h"

#define ROLL_HEADER "组织,姓名,职务,分工,小组,身份,电话,任职,离任\n"
#define COMMITTEE                                                                                  \
    ROLL_HEADER "居委会,应设席位,3,,,,,,\n居委会,当选日期,,,,,,2026-01-05,\n"        \
                "居委会,顾明远,主任,全面工作,,,,2026-01-05,\n"                         \
                "居委会,林秀英,副主任,居务公开,,,,2026-01-05,\n"                      \
                "居委会,何晓梅,委员,民政,,,,2026-01-05,\n"

static void each_body_of_the_table_becomes_its_roll(void **state)
{
    struct desk *desk = *state;
    struct roll roll;
    desk_file(desk, "people.csv",
              COMMITTEE "监督小组,宋长河,组长,,一组,居民代表,,2026-01-05,\n"
                        "监督小组,郑秀珍,组员,,二组,居民代表,,2026-01-05,\n");
    assert_ok_why(desk_import(desk, "people.csv"), &desk->why);
    assert_reported(desk, "roll/committee");
    assert_reported(desk, "roll/supervision");
    assert_reported(desk, "提醒：监督小组现在 2 人");
    desk_record(desk, "roll/committee", &roll);
    assert_int_equal(roll.rows.count, 3);
    assert_int_equal(roll.seats, 3);
    assert_int_equal(roll.elected, civil_day_of_ymd(2026, 1, 5));
    assert_text(roll.rows.at[1].duties, "居务公开");
    assert_ok(desk_sign(desk, ROLE_OFFICE, "roll/committee"));
    assert_reported(desk, "待监督小组签字");
}

static void a_member_of_the_committee_in_the_group_is_refused(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "people.csv", COMMITTEE "监督小组,何晓梅,组长,,一组,居民代表,,2026-01-05,\n");
    assert_err(ERR_INVALID, desk_import(desk, "people.csv"));
    assert_reported(desk, "何晓梅");
    assert_false(desk_has(desk, SITE_DRAFTS, "roll/committee")); /* all or nothing */
}

static void so_is_a_relative_and_the_relatives_stay_here(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "kin.csv", "成员,亲属,关系\n林秀英,宋长河,配偶\n");
    desk_file(desk, "people.csv", COMMITTEE "监督小组,宋长河,组长,,一组,居民代表,,2026-01-05,\n");
    assert_ok_why(desk_import(desk, "kin.csv"), &desk->why);
    assert_reported(desk, "只留在居委会，不公布");
    assert_true(desk_has(desk, SITE_KEPT, "kin"));
    assert_false(desk_has(desk, SITE_DRAFTS, "kin"));
    assert_err(ERR_INVALID, desk_import(desk, "people.csv"));
    assert_reported(desk, "宋长河");
}

static void an_unknown_body_is_named_with_its_line(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "people.csv", ROLL_HEADER "理事会,甲,主任,,,,,,\n");
    assert_err(ERR_INVALID, desk_import(desk, "people.csv"));
    assert_reported(desk, "第 2 行：组织“理事会”不认识");
}

#define ZONE_HEADER "责任区,负责人,电话,副手,地点,楼栋,小组,户数,每周走访\n"

static void zones_know_their_buildings(void **state)
{
    struct desk *desk = *state;
    struct zone zone;
    desk_file(desk, "zones.csv",
              ZONE_HEADER "第一责任区,林秀英,555-0121,,,1号楼、2号楼；3号楼,一组,120,6\n");
    assert_ok_why(desk_import(desk, "zones.csv"), &desk->why);
    desk_record(desk, "zone/1", &zone);
    assert_int_equal(zone.buildings.count, 3);
    assert_text(zone.buildings.at[2], "3号楼");
    assert_int_equal(zone.weekly_target, 6);
    assert_ok(desk_import(desk, "zones.csv"));
    assert_reported(desk, "没有变化");
}

static void one_building_in_two_zones_is_refused(void **state)
{
    struct desk *desk = *state;
    desk_file(desk, "zones.csv",
              ZONE_HEADER "东,林秀英,,,,1号楼、2号楼,,,\n西,何晓梅,,,,二号楼,,,\n");
    assert_err(ERR_INVALID, desk_import(desk, "zones.csv"));
    assert_false(desk_has(desk, SITE_DRAFTS, "zone/1"));
}

static void rest_days_contacts_and_hours_change_the_rules(void **state)
{
    struct desk *desk = *state;
    struct policy policy;
    assert_ok(desk_publish(desk));
    desk_file(desk, "days.csv",
              "开始,结束,名称,上班\n2026-10-01,2026-10-07,国庆节,否\n2026-10-10,,调休,是\n");
    desk_file(desk, "contacts.csv", "单位,电话,地址\n街道民政科,555-0100,菩提路1号\n");
    desk_file(desk, "hours.csv", "星期,开始,结束\n星期一,08:30,11:30\n周日,09:00,11:00\n");
    const char *const names[] = {"days.csv", "contacts.csv", "hours.csv"};
    assert_ok_why(desk_import_files(desk, names, 3), &desk->why);
    desk_record(desk, "policy", &policy);
    assert_int_equal(policy.days.count, 2);
    assert_true(policy.days.at[1].working);
    assert_int_equal(policy.contacts.count, 1);
    assert_int_equal(policy.hours.count, 2);
    assert_int_equal(policy.hours.at[1].weekday, 7);
    assert_int_equal(desk_entry(desk, "policy").version, 2);
}

static void an_empty_saturday_is_an_error_to_staff(void **state)
{
    struct desk *desk = *state;
    char csv[2048];
    size_t size = (size_t)snprintf(csv, sizeof csv, "日期,开始,结束,值班人,岗位,电话,地点\n");
    for (int day = 1; day <= 30; day++) {
        if (day != 14) { /* a Saturday */
            size += (size_t)snprintf(csv + size, sizeof csv - size,
                                     "2026-11-%02d,09:00,11:00,林秀英,,,\n", day);
        }
    }
    desk_file(desk, "duty.csv", csv);
    assert_ok_why(desk_import(desk, "duty.csv"), &desk->why);
    assert_reported(desk, "错误：2026-11-14（星期六）没有人值班");
    assert_null(strstr(desk->report, "2026-11-15"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_body_of_the_table_becomes_its_roll, desk),
        TEST(a_member_of_the_committee_in_the_group_is_refused, desk),
        TEST(so_is_a_relative_and_the_relatives_stay_here, desk),
        TEST(an_unknown_body_is_named_with_its_line, desk),
        TEST(zones_know_their_buildings, desk),
        TEST(one_building_in_two_zones_is_refused, desk),
        TEST(an_empty_saturday_is_an_error_to_staff, desk),
        TEST(rest_days_contacts_and_hours_change_the_rules, desk),
    };
    return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
