/* A phone with no network gets the text itself, in forms that any phone reads. */
#include "support.h"

#include <string.h>

#include "civil.h"
#include "take.h"
#include "utf8.h"

static const struct take_event hearing = {
    .id = {"meeting/1@wutongli", 18},
    .written_s = 1795000000,
};

static struct take_event hearing_of(const char *title)
{
    struct take_event event = hearing;

    event.title = text_of(title);
    assert_ok(civil_parse_time(text_of("2026-11-26 19:00"), 480, &event.start_s));
    return event;
}

/* Unfolds and splits into lines; every line but the last ends with CRLF and none is over 75 bytes.
 */
static void assert_lines(struct text code)
{
    struct text rest = code, line;

    assert_true(text_ends(code, "\r\n"));
    while (text_split(&rest, '\n', &line)) {
        if (rest.size == 0 && line.size == 0) {
            break;
        }
        assert_true(text_ends(line, "\r"));
        assert_true(line.size - 1 <= TAKE_LINE_BYTES_MAX);
        assert_true(utf8_valid(text_bytes(line)));
    }
}

static bool contains(struct text text, const char *part)
{
    return memmem(text.data, text.size, part, strlen(part)) != NULL;
}

static void a_meeting_is_an_event_in_universal_time(void **state)
{
    struct arena *arena = *state;
    struct take_event event = hearing_of("加装电梯听证会");
    struct text code;

    event.place = text_of("1号楼活动室");
    assert_ok(take_event(&event, arena, &code));
    assert_lines(code);
    assert_true(text_starts(code, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assert_true(contains(code, "\r\nDTSTART:20261126T110000Z\r\n"));
    assert_true(contains(code, "\r\nDTEND:20261126T120000Z\r\n"));
    assert_true(contains(code, "\r\nSUMMARY:加装电梯听证会\r\n"));
    assert_true(contains(code, "\r\nLOCATION:1号楼活动室\r\n"));
    assert_true(text_ends(code, "END:VEVENT\r\nEND:VCALENDAR\r\n"));
}

static void a_meeting_without_an_hour_takes_the_day(void **state)
{
    struct arena *arena = *state;
    struct take_event event = hearing_of("居民会议");
    struct text code;

    event.start_s = 0;
    event.day = civil_day_of_ymd(2026, 12, 22);
    assert_ok(take_event(&event, arena, &code));
    assert_true(contains(code, "\r\nDTSTART;VALUE=DATE:20261222\r\n"));
    assert_false(contains(code, "DTEND"));
}

static void what_would_be_syntax_is_escaped(void **state)
{
    struct arena *arena = *state;
    struct take_event event = hearing_of("一,二;三\\四\n五\r");
    struct text code;

    assert_ok(take_event(&event, arena, &code));
    assert_true(contains(code, "SUMMARY:一\\,二\\;三\\\\四\\n五\r\n"));
}

static void long_lines_are_folded_between_characters(void **state)
{
    struct arena *arena = *state;
    struct take_event event =
        hearing_of("关于三号楼加装电梯资金分摊办法和施工期间临时停车安排的第二次听证会的预备通知");
    struct text code;

    assert_ok(take_event(&event, arena, &code));
    assert_lines(code);
    assert_true(contains(code, "\r\n "));
}

static void a_note_that_does_not_fit_is_left_out(void **state)
{
    struct arena *arena = *state;
    struct take_event event = hearing_of("听证会");
    struct text code;
    char note[TAKE_CODE_BYTES_MAX + 1];

    memset(note, 'n', sizeof note);
    event.note = (struct text){note, 20};
    assert_ok(take_event(&event, arena, &code));
    assert_true(contains(code, "DESCRIPTION:"));
    event.note.size = sizeof note;
    assert_ok(take_event(&event, arena, &code));
    assert_false(contains(code, "DESCRIPTION:"));
    event.title = (struct text){note, sizeof note};
    assert_err(ERR_FULL, take_event(&event, arena, &code));
}

static void an_event_needs_a_title_and_a_day(void **state)
{
    struct arena *arena = *state;
    struct take_event event = hearing_of("");
    struct text code;

    assert_err(ERR_INVALID, take_event(&event, arena, &code));
    event = hearing_of("听证会");
    event.start_s = 0;
    assert_err(ERR_INVALID, take_event(&event, arena, &code));
}

static void a_contact_is_a_card_that_any_phone_reads(void **state)
{
    struct arena *arena = *state;
    const struct take_contact contact = {.name = text_of("蒋丽"),
                                         .organisation = text_of("梧桐里社区居委会"),
                                         .post = text_of("值班"),
                                         .phone = text_of("555-0125")};
    struct text code;

    assert_ok(take_contact(&contact, arena, &code));
    assert_lines(code);
    assert_text(code, "BEGIN:VCARD\r\nVERSION:3.0\r\nN:蒋丽\r\nFN:蒋丽\r\nORG:梧桐里社区居委会\r\n"
                      "TITLE:值班\r\nTEL;TYPE=VOICE:555-0125\r\nEND:VCARD\r\n");
}

/* The codes without their numbers, put together. */
static void assert_whole(struct text text, const struct text *codes, size_t count)
{
    size_t at = 0;

    for (size_t i = 0; i < count; i++) {
        struct text rest = codes[i], number = text_of("");
        assert_true(codes[i].size <= TAKE_CODE_BYTES_MAX);
        assert_true(utf8_valid(text_bytes(codes[i])));
        if (count > 1) {
            assert_true(text_split(&rest, ' ', &number));
        }
        assert_true(at + rest.size <= text.size);
        assert_memory_equal(text.data + at, rest.data, rest.size);
        at += rest.size;
    }
    assert_int_equal(at, text.size);
}

static void a_short_text_is_one_code_as_it_is(void **state)
{
    struct arena *arena = *state;
    struct text codes[TAKE_CODES_MAX];
    size_t count = 0;

    assert_ok(take_text(text_of("周四停水。"), arena, codes, &count));
    assert_int_equal(count, 1);
    assert_text(codes[0], "周四停水。");
    assert_err(ERR_INVALID, take_text(text_of(""), arena, codes, &count));
}

static void a_long_text_is_cut_at_lines_and_put_together_again(void **state)
{
    struct arena *arena = *state;
    struct text codes[TAKE_CODES_MAX];
    struct buffer b = buffer_begin(arena);
    struct bytes out;
    size_t count = 0;

    for (int i = 0; i < 60; i++) {
        buffer_printf(&b, "第%d条 爱护公共设施,人人有责。\n", i);
    }
    assert_ok(buffer_end(&b, &out));
    assert_ok(take_text(bytes_text(out), arena, codes, &count));
    assert_true(count > 1);
    assert_true(text_starts(codes[0], "(1/"));
    assert_whole(bytes_text(out), codes, count);
    for (size_t i = 0; i + 1 < count; i++) {
        assert_true(text_ends(codes[i], "\n"));
    }
}

static void a_text_without_any_stop_is_cut_between_characters(void **state)
{
    struct arena *arena = *state;
    struct text codes[TAKE_CODES_MAX];
    char text[3 * 700];
    size_t count = 0, size = 0;

    while (size + 3 <= sizeof text) {
        size += utf8_put(0x4e00, text + size);
    }
    assert_ok(take_text((struct text){text, size}, arena, codes, &count));
    assert_whole((struct text){text, size}, codes, count);
}

static void what_takes_too_many_codes_is_refused(void **state)
{
    struct arena *arena = *state;
    struct text codes[TAKE_CODES_MAX];
    static char text[TAKE_CODE_BYTES_MAX * TAKE_CODES_MAX + 1];
    size_t count = 0;

    memset(text, 'a', sizeof text);
    assert_err(ERR_FULL, take_text((struct text){text, sizeof text}, arena, codes, &count));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_meeting_is_an_event_in_universal_time, test_arena),
        TEST(a_meeting_without_an_hour_takes_the_day, test_arena),
        TEST(what_would_be_syntax_is_escaped, test_arena),
        TEST(long_lines_are_folded_between_characters, test_arena),
        TEST(a_note_that_does_not_fit_is_left_out, test_arena),
        TEST(an_event_needs_a_title_and_a_day, test_arena),
        TEST(a_contact_is_a_card_that_any_phone_reads, test_arena),
        TEST(a_short_text_is_one_code_as_it_is, test_arena),
        TEST(a_long_text_is_cut_at_lines_and_put_together_again, test_arena),
        TEST(a_text_without_any_stop_is_cut_between_characters, test_arena),
        TEST(what_takes_too_many_codes_is_refused, test_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
