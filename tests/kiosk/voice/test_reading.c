/* Dates, sums, telephones and the rest are said as an old neighbour says them, and each sentence
 * keeps its place in the text. */
#include <string.h>

#include "support.h"

#include "reading.h"

enum { SENTENCES_MAX = 64 };

static struct text read_hinted(struct arena *arena, const char *source, enum reading_hint hint)
{
    struct reading_sentence sentences[SENTENCES_MAX];
    size_t count = 0;

    assert_ok(reading_sentences(text_of(source), hint, arena, sentences, SENTENCES_MAX, &count));
    return count == 1 ? sentences[0].spoken : text_of("(not one sentence)");
}

#define assert_read(source, expected)                                                              \
    support_assert_text(read_hinted(arena, (source), READING_TEXT), (expected), __FILE__, __LINE__)

static void dates_are_said_year_digit_by_digit(void **state)
{
    struct arena *arena = *state;

    assert_read("2026-11-10", "二〇二六年十一月十日");
    assert_read("2026/1/9", "二〇二六年一月九日");
    assert_read("2026.10.20起", "二〇二六年十月二十日起");
    assert_read("2026年10月1日", "二〇二六年十月一日");
    assert_read("2026 年 2 月", "二〇二六年二月");
    assert_read("2026-10", "二〇二六年十月");
    assert_read("2026-Q3", "二〇二六年三季度");
    assert_read("2024年至2027年", "二〇二四年至二〇二七年");
    assert_read("2024-2027年", "二〇二四到二〇二七年");
    assert_read("二○二六年*月*日", "二〇二六年某月某日");
    assert_read("12月2日（星期三）", "十二月二日，星期三");
    assert_read("2026-13-40", "两千零二十六到十三到四十"); /* no date: read as it stands */
}

static void times_are_said_by_the_hour(void **state)
{
    struct arena *arena = *state;

    assert_read("19:00", "十九点");
    assert_read("08:05", "八点零五分");
    assert_read("2:30", "两点三十分");
    assert_read("02:00", "两点");
    assert_read("12:02", "十二点零二分");
    assert_read("24:00", "二十四点");
    assert_read("8:00――12:00", "八点到十二点");
    assert_read("08:30-17:30", "八点三十分到十七点三十分");
    assert_read("晚上10：00前", "晚上十点前");
    assert_read("比分3:2", "比分三比二");
}

static void sums_are_said_in_yuan_jiao_and_fen(void **state)
{
    struct arena *arena = *state;

    assert_read("¥1,234.50", "一千二百三十四元五角");
    assert_read("￥0.05", "五分");
    assert_read("1.05元", "一元零五分");
    assert_read("¥-3", "负三元");
    assert_read("2元", "两元");
    assert_read("0.00元", "零元");
    assert_read("26,412.36 元", "两万六千四百一十二元三角六分");
    assert_read("21,766.10", "两万一千七百六十六元一角");
    assert_read("12.5万元", "十二点五万元");
    assert_read("¥3万", "三万元");
    assert_read("8.125元", "八点一二五元");
    support_assert_text(read_hinted(arena, "620.00", READING_YUAN), "六百二十元", __FILE__,
                        __LINE__);
    support_assert_text(read_hinted(arena, "-95.40", READING_YUAN), "负九十五元四角", __FILE__,
                        __LINE__);
    support_assert_text(read_hinted(arena, "3人", READING_YUAN), "三人", __FILE__, __LINE__);
}

static void numbers_are_said_as_quantities(void **state)
{
    struct arena *arena = *state;

    assert_read("0", "零");
    assert_read("10", "十");
    assert_read("12", "十二");
    assert_read("20", "二十");
    assert_read("110户", "一百一十户");
    assert_read("101", "一百零一");
    assert_read("1005", "一千零五");
    assert_read("2000", "两千");
    assert_read("10010", "一万零一十");
    assert_read("12345人", "一万二千三百四十五人");
    assert_read("20000", "两万");
    assert_read("100000000户", "幺零零零零零零零零户");
    assert_read("100,000,000户", "一亿户");
    assert_read("1,000,050,000", "十亿零五万");
    assert_read("3.50", "三点五零");
    assert_read("-3℃", "负三摄氏度");
    assert_read("007", "零零七");
}

static void two_is_the_other_two_before_what_is_counted(void **state)
{
    struct arena *arena = *state;

    assert_read("2个", "两个");
    assert_read("2 户", "两户");
    assert_read("2-3天", "两到三天");
    assert_read("2号楼", "二号楼");
    assert_read("第2条", "第二条");
    assert_read("12个", "十二个");
    assert_read("2月", "二月");
    assert_read("2单元", "二单元");
}

static void telephones_are_said_digit_by_digit(void **state)
{
    struct arena *arena = *state;

    assert_read("打 555-0100", "打五五五，零幺零零");
    assert_read("010-12345678", "零幺零，幺二三四五六七八");
    assert_read("400-810-1234", "四零零，八幺零，幺二三四");
    assert_read("13800138000", "幺三八，零零幺三，八零零零");
    assert_read("拨打12345", "拨打幺二三四五");
    assert_read("电话：110", "电话，幺幺零");
    assert_read("100-2000元", "一百到两千元");
    assert_read("热线12320转8012", "热线幺二三二零转八零幺二");
    support_assert_text(read_hinted(arena, "5550100", READING_DIAL), "五五五零幺零零", __FILE__,
                        __LINE__);
}

static void parts_of_a_whole_come_the_chinese_way_round(void **state)
{
    struct arena *arena = *state;

    assert_read("15%", "百分之十五");
    assert_read("12.5％", "百分之十二点五");
    assert_read("10%-20%", "百分之十到百分之二十");
    assert_read("10-20%", "百分之十到百分之二十");
    assert_read("1/2以上", "二分之一以上");
    assert_read("3‰", "千分之三");
    assert_read("1:3", "一比三");
}

static void houses_rooms_and_ordinals(void **state)
{
    struct arena *arena = *state;

    assert_read("4号到 9号楼", "四号到九号楼");
    assert_read("3号楼402室", "三号楼四零二室");
    assert_read("2单元1501", "二单元幺五零幺");
    assert_read("8-10号楼", "八到十号楼");
    assert_read("梧桐路120号", "梧桐路一百二十号");
    assert_read("第12期", "第十二期");
    assert_read("No.3", "三号");
}

static void letters_and_units_are_said_too(void **state)
{
    struct arena *arena = *state;

    assert_read("G10", "记十");
    assert_read("APP", "诶批批");
    assert_read("90㎡", "九十平方米");
    assert_read("120.5 m²", "一百二十点五平方米");
    assert_read("5kg大米", "五公斤大米");
    assert_read("220V", "二百二十伏");
    assert_read("5元/次", "五元每次");
    assert_read("www.example.invalid/a?b=1", "网址请看屏幕");
    assert_read("36.5℃", "三十六点五摄氏度");
}

static void marks_are_pauses_or_nothing(void **state)
{
    struct arena *arena = *state;

    assert_read("《居民公约》（试行），大家遵守", "居民公约，试行，大家遵守");
    assert_read("“一事一议”", "一事一议");
    assert_read("（一）见面打招呼,有事搭把手", "一，见面打招呼，有事搭把手");
    assert_read("收入＋支出＝结余", "收入加支出等于结余");
    assert_read("灯具 × 3", "灯具乘三");
    assert_read("好👍的", "好的"); /* what has no sound is left out */
}

static void each_sentence_keeps_its_place(void **state)
{
    static const char source[] = "  今天停水。请提前存水！（不收费。）\n\n来电555-0123；谢谢";
    static const char *const expected[] = {"今天停水。", "请提前存水！", "（不收费。）",
                                           "来电555-0123；", "谢谢"};
    struct reading_sentence sentences[SENTENCES_MAX];
    size_t count = 0;

    assert_ok(
        reading_sentences(text_of(source), READING_TEXT, *state, sentences, SENTENCES_MAX, &count));
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++) {
        struct text part = text_slice(text_of(source), sentences[i].from, sentences[i].to);
        assert_text(part, expected[i]);
    }
    assert_text(sentences[3].spoken, "来电五五五，零幺二三");
}

static void a_long_sentence_is_cut_at_a_comma_and_loses_nothing(void **state)
{
    struct arena *arena = *state;
    struct buffer buffer = buffer_begin(arena);
    struct bytes bytes;
    struct reading_sentence sentences[SENTENCES_MAX];
    size_t count = 0, at = 0;

    for (int i = 0; i < 60; i++) {
        buffer_add_text(&buffer, text_of("楼道的灯换好了，"));
    }
    assert_ok(buffer_end(&buffer, &bytes));
    struct text source = bytes_text(bytes);
    assert_ok(reading_sentences(source, READING_TEXT, arena, sentences, SENTENCES_MAX, &count));
    assert_true(count > 4);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(sentences[i].from, at);
        assert_true(sentences[i].spoken.size <= READING_SPOKEN_BYTES_MAX);
        at = sentences[i].to;
    }
    assert_int_equal(at, source.size);
}

static void more_sentences_than_asked_for_are_left_out(void **state)
{
    struct reading_sentence sentences[2];
    size_t count = 0;

    assert_ok(
        reading_sentences(text_of("一。二。三。"), READING_TEXT, *state, sentences, 2, &count));
    assert_int_equal(count, 2);
}

static void a_text_without_sound_has_no_sentence(void **state)
{
    struct reading_sentence sentences[2];
    size_t count = 9;

    assert_ok(
        reading_sentences(text_of("——　（）\n\n• *"), READING_TEXT, *state, sentences, 2, &count));
    assert_int_equal(count, 0);
    assert_ok(reading_sentences(text_of(""), READING_TEXT, *state, sentences, 2, &count));
    assert_int_equal(count, 0);
}

static void a_small_arena_is_told(void **state)
{
    struct reading_sentence sentences[2];
    size_t count = 0;
    char block[8];
    struct arena small;

    (void)state;
    arena_init_over(&small, block, sizeof block);
    assert_err(ERR_NOMEM, reading_sentences(text_of("今天停水半天。"), READING_TEXT, &small,
                                            sentences, 2, &count));
}

static void words_that_voices_get_wrong_become_pinyin(void **state)
{
    struct text out;

    assert_ok(reading_pinyin(text_of("请到银行，找行长重新办"), *state, &out));
    assert_text(out, "请到 yin2 hang2 ，找 hang2 zhang3  chong2 xin1 办");
    assert_ok(reading_pinyin(text_of("青少年办事处"), *state, &out));
    assert_text(out, " qing1 shao4 nian2  ban4 shi4 chu4 "); /* the longest word wins */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(dates_are_said_year_digit_by_digit, test_arena),
        TEST(times_are_said_by_the_hour, test_arena),
        TEST(sums_are_said_in_yuan_jiao_and_fen, test_arena),
        TEST(numbers_are_said_as_quantities, test_arena),
        TEST(two_is_the_other_two_before_what_is_counted, test_arena),
        TEST(telephones_are_said_digit_by_digit, test_arena),
        TEST(parts_of_a_whole_come_the_chinese_way_round, test_arena),
        TEST(houses_rooms_and_ordinals, test_arena),
        TEST(letters_and_units_are_said_too, test_arena),
        TEST(marks_are_pauses_or_nothing, test_arena),
        TEST(each_sentence_keeps_its_place, test_arena),
        TEST(a_long_sentence_is_cut_at_a_comma_and_loses_nothing, test_arena),
        TEST(more_sentences_than_asked_for_are_left_out, test_arena),
        TEST(a_text_without_sound_has_no_sentence, test_arena),
        TEST(a_small_arena_is_told, test_arena),
        TEST(words_that_voices_get_wrong_become_pinyin, test_arena),
    };
    return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
