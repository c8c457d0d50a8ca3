/* What never belongs on a public board is found however it is written, and plain numbers pass.
 * All numbers are made up; they only satisfy their check digits. */
#include "cases.h"

#include "privacy.h"

static enum privacy_kind kind_in(const char *text)
{
    struct privacy_hit hit = {PRIVACY_NONE, 0, 0};
    return privacy_find(text_of(text), 0, NULL, &hit) ? hit.kind : PRIVACY_NONE;
}

static void assert_all(const char *const *texts, size_t count, enum privacy_kind kind)
{
    for (size_t i = 0; i < count; i++) {
        if (kind_in(texts[i]) != kind) {
            fail_msg("\"%s\": kind %d, not %d", texts[i], kind_in(texts[i]), kind);
        }
    }
}
#define ASSERT_ALL(texts, kind) assert_all((texts), sizeof(texts) / sizeof((texts)[0]), (kind))

static void id_numbers_are_found_however_they_are_written(void **state)
{
    static const char *const found[] = {
        "身份证11010519491231002X。", "身份证 11010519491231002x",
        "31010619800101001X",         "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",       "110105-1949-1231-002X",
        "110105.19491231.002X",       "110105\n19491231\r\n002X",
        "110105　19491231　002X",     "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
        "编号0011010519491231002X", /* grown on to other digits */
        "|王某|11010519491231002X|",
    };
    (void)state;
    ASSERT_ALL(found, PRIVACY_ID18);
    assert_int_equal(kind_in("310106198002300019"), PRIVACY_NONE); /* 30 February */
    assert_int_equal(kind_in("110105194912310021"), PRIVACY_NONE); /* wrong check character */
}

static void old_id_numbers_have_a_date(void **state)
{
    static const char *const found[] = {"证号110105491231002", "110105 491231 002"};
    static const char *const passed[] = {"110105491331002", "990105491231002", "1101054912310021"};
    (void)state;
    ASSERT_ALL(found, PRIVACY_ID15);
    ASSERT_ALL(passed, PRIVACY_NONE);
}

static void bank_cards_satisfy_luhn(void **state)
{
    static const char *const found[] = {
        "卡号6217001234567893", "6217 0012 3456 7893",
        "6217-0012-3456-7893",  "６２１７００１２３４５６７８９３",
        "6222020000001234566",  "6222 0200 0000 1234 566",
        "622202 0000001234566", "622202123456789012",
        "62284804025648900",
    };
    static const char *const passed[] = {
        "6217001234567894",    /* one digit off */
        "0000 0000 0000 0000", /* a form to fill in */
        "1234567812345670",    /* no card begins with 1 */
    };
    (void)state;
    ASSERT_ALL(found, PRIVACY_CARD);
    ASSERT_ALL(passed, PRIVACY_NONE);
}

static void mobile_numbers_are_found(void **state)
{
    static const char *const found[] = {
        "电话13800001234",     "138 0000 1234",          "138-0000-1234",
        "138.0000.1234",       "+86 138 0000 1234",      "+8613800001234",
        "008613800001234",     "１３８００００１２３４", "1 3 8 0 0 0 0 1 2 3 4",
        "手机：138\n00001234", "19912345678，找小李",    "（13800001234）",
    };
    static const char *const passed[] = {
        "12800001234",  /* no such prefix */
        "1380000123",   /* ten digits */
        "138000012345", /* twelve: a receipt */
        "555-0123",     "a13800001234", "sha13800001234b",
    };
    (void)state;
    ASSERT_ALL(found, PRIVACY_MOBILE);
    ASSERT_ALL(passed, PRIVACY_NONE);
}

static void landlines_with_their_area_code_are_found(void **state)
{
    static const char *const found[] = {
        "0755-23456789", "021-61234567",     "(021)6123 4567",           "（0512）5123456",
        "02161234567",   "电话075561234567", "０２１－６１２３４５６７", "010 6123 4567",
    };
    static const char *const passed[] = {
        "555-0100",   "6123 4567",   "021-1234567", /* Shanghai has eight digits */
        "0755-12345", "01-61234567", "400-820-8820", "12345", "2021-61234567", "A0215123456",
    };
    (void)state;
    ASSERT_ALL(found, PRIVACY_PHONE);
    ASSERT_ALL(passed, PRIVACY_NONE);
}

static void words_and_other_digits_are_digits(void **state)
{
    static const char *const found[] = {
        "一三八〇〇〇〇一二三四",
        "幺三八零零零零幺二三四",
        "壹叁捌零零零零壹贰叁肆",
        "138OOOO1234",
        "①③⑧○○○○①②③④",
        "138〇〇〇〇1234",
        "共13800001234一户",
        "电话138**0000**1234",
    };
    static const char *const passed[] = {
        "一九九八年一月二日三点四十五分",
        "一二三四五六七",
        "百分之三十八点一二三四五六七",
        "一三八〇〇〇〇一二三",
    };
    (void)state;
    ASSERT_ALL(found, PRIVACY_MOBILE);
    ASSERT_ALL(passed, PRIVACY_NONE);
}

static void addresses_end_at_the_room(void **state)
{
    static const char *const found[] = {
        "幸福路12号502室",   "5号楼302室",    "3幢2单元501",       "12弄3号1102室",
        "A座1801室",         "桂花苑5-302室", "五号楼三〇二室",    "12号 3单元 502 室",
        "| 5号楼 | 302室 |", "5号楼\n302室",  "3号楼2单元501漏水", "第5幢第2单元第502室",
        "8栋1203房",         "8栋1203房间",   "5号楼302漏水",      "5号楼302办理",
        "5号楼1203房屋修缮", "12弄3号1102",   "5幢 302，已修",
    };
    static const char *const passed[] = {
        "302室",
        "活动室在5号楼",
        "5号楼205会议室",
        "幸福路12号",
        "3号楼2单元",
        "5号楼居民活动室",
        "3单元 24户",
        "2单元120户",
        "1-3房型",
        "12号，502室",
        "5号楼加装电梯的事到302室谈",
        "5号楼302户",
        "5号楼302办公室",
        "3号楼1205.00元",
        "5号楼1200",
        "12号302",
        "| 5号楼 | 1205 |",
    };
    (void)state;
    ASSERT_ALL(found, PRIVACY_ADDRESS);
    ASSERT_ALL(passed, PRIVACY_NONE);
}

static void strong_numbers_are_found_over_the_cells_of_a_table(void **state)
{
    (void)state;
    assert_int_equal(kind_in("| 110105 | 19491231 | 002X |"), PRIVACY_ID18);
    assert_int_equal(kind_in("| 6217 | 0012 | 3456 | 7893 |"), PRIVACY_CARD);
    assert_int_equal(kind_in("| 138 | 0000 | 1234 |"), PRIVACY_NONE); /* sums look like this */
}

static void dates_sums_and_tables_pass(void **state)
{
    static const char *const passed[] = {
        "2026-10-09 2026-10-12 2026-10-16",
        "2026-10-01 2026-10-08 1000",
        "| 2026-10-12 | 楼道灯具更换 | 2,380.00 | 18240.50 |",
        "上月结余 18,240.50 收入 12,000.00 支出 9,316.80",
        "2026年10月9日 08:30-17:30",
        "13 号楼 1500 元 2026-11-10",
        "3-502、13-1801 两户",
        "电话 555-0100、555-0123、555-0147",
        "1.\n2.\n3.\n4.\n5.\n6.\n7.\n",
        "回执 4820 1937 5566",
        "",
        "没有数字的一句话。",
    };
    (void)state;
    ASSERT_ALL(passed, PRIVACY_NONE);
}

static void a_hit_names_its_bytes_and_the_search_goes_on(void **state)
{
    struct text text = text_of("王：13800001234；李：15900001234。");
    struct privacy_hit hit;
    (void)state;
    assert_true(privacy_find(text, 0, NULL, &hit));
    assert_int_equal(hit.from, strlen("王："));
    assert_int_equal(hit.to, strlen("王：13800001234"));
    assert_true(privacy_find(text, hit.to, NULL, &hit));
    assert_int_equal(hit.from, strlen("王：13800001234；李："));
    assert_false(privacy_find(text, hit.to, NULL, &hit));
}

static void offices_own_telephones_pass(void **state)
{
    struct text phones[] = {{0}, {0}};
    struct privacy_allowed allowed = {.phones = phones, .count = 2};
    struct privacy_hit hit;
    (void)state;
    phones[0] = text_of("555-0100");
    phones[1] = text_of("138 0000 1234");
    assert_false(privacy_find(text_of("值班手机 138-0000-1234"), 0, &allowed, &hit));
    assert_true(privacy_find(text_of("值班手机 138-0000-1235"), 0, &allowed, &hit));
    assert_true(privacy_find(text_of("13800001234 15900001234"), 0, &allowed, &hit));
    assert_int_equal(hit.from, 12);
}

static void a_long_run_of_digits_hides_nothing(void **state)
{
    char text[400];
    struct privacy_hit hit;
    (void)state;
    for (size_t at = 0; at < 160; at++) {
        memset(text, '9', sizeof(text));
        snprintf(text + at, sizeof(text) - at, "31010619800101001X");
        assert_true(privacy_find(text_of(text), 0, NULL, &hit));
        assert_int_equal(hit.kind, PRIVACY_ID18);
        assert_int_equal(hit.from, at);
    }
}

static void the_sentence_names_the_line_and_hides_the_number(void **state)
{
    struct complaint why = {0};
    (void)state;
    assert_ok_why(privacy_check(text_of("第一行\n第二行"), NULL, &why), &why);
    assert_err(ERR_INVALID, privacy_check(text_of("第一行\n\n找小李 13800001234"), NULL, &why));
    assert_says(&why, "第 3 行");
    assert_says(&why, "手机号码");
    assert_says(&why, "138…");
    assert_null(strstr(why.text, "1380"));
}

/* Whatever bytes come, as long as they are UTF-8: every range lies in the text and moves on. */
static void random_text_is_searched_to_its_end(void **state)
{
    static const char *const pieces[] = {"1",  "3",  "8",  "0", "19", "9", "X",  " ",  "-",
                                         "\n", "２", "。", "a", "·",  ".", "62", "　", "张"};
    struct dice dice = {.state = 99};
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char text[600];
        size_t size = 0, from = 0;
        struct privacy_hit hit;
        while (size < 500) {
            const char *piece = pieces[dice_below(&dice, sizeof(pieces) / sizeof(pieces[0]))];
            while (*piece) {
                text[size++] = *piece++;
            }
        }
        while (privacy_find((struct text){text, size}, from, NULL, &hit)) {
            assert_true(hit.from >= from && hit.from < hit.to && hit.to <= size);
            from = hit.to;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(id_numbers_are_found_however_they_are_written),
        TEST_PLAIN(old_id_numbers_have_a_date),
        TEST_PLAIN(bank_cards_satisfy_luhn),
        TEST_PLAIN(mobile_numbers_are_found),
        TEST_PLAIN(landlines_with_their_area_code_are_found),
        TEST_PLAIN(words_and_other_digits_are_digits),
        TEST_PLAIN(addresses_end_at_the_room),
        TEST_PLAIN(strong_numbers_are_found_over_the_cells_of_a_table),
        TEST_PLAIN(dates_sums_and_tables_pass),
        TEST_PLAIN(a_hit_names_its_bytes_and_the_search_goes_on),
        TEST_PLAIN(offices_own_telephones_pass),
        TEST_PLAIN(a_long_run_of_digits_hides_nothing),
        TEST_PLAIN(the_sentence_names_the_line_and_hides_the_number),
        TEST_PLAIN(random_text_is_searched_to_its_end),
    };
    return cmocka_run_group_tests_name("privacy", tests, NULL, NULL);
}
