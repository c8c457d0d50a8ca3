/* Every kind of kinds.def is filled, encoded, decoded and encoded again; each rule names its field.
 *
 * The filler and the lists of fields are made from kinds.def here a second time, so a new kind or
 * field is tested as soon as it is written down. */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "record.h"

/* ---- a filler for each shape ---- */

struct filler {
    struct dice dice;
    struct arena *arena;
};

enum { REQ = 1, OPT = 0, FILL_BYTES_MAX = 300 };

static bool skips(struct filler *f, int need)
{
    return need == OPT && dice_below(&f->dice, 3) == 0;
}

static struct text fill_text(struct filler *f, size_t max)
{
    static const char words[] = "梧桐里社区居民委员会*a\n\t\"\\";
    size_t size = 1 + dice_below(&f->dice, max < FILL_BYTES_MAX ? max : FILL_BYTES_MAX);
    char *to = arena_alloc(f->arena, size);
    assert_non_null(to);
    for (size_t at = 0; at < size;) {
        size_t han = dice_below(&f->dice, 10);
        if (size - at >= 3 && dice_below(&f->dice, 2)) {
            memcpy(to + at, words + 3 * han, 3);
            at += 3;
        } else {
            to[at++] = words[30 + dice_below(&f->dice, 6)];
        }
    }
    return (struct text){to, size};
}

static struct bytes fill_bytes(struct filler *f, size_t size)
{
    uint8_t *to = arena_alloc(f->arena, size);
    assert_non_null(to);
    for (size_t i = 0; i < size; i++) {
        to[i] = (uint8_t)(1 + dice_below(&f->dice, 255));
    }
    return bytes_of(to, size);
}

#define SHAPE(name)                                                                                \
    static void name##_fill(struct name *r, struct filler *f)                                      \
    {
#define END(name) }
#define UINT(s, k, field, need, max)                                                               \
    r->field = skips(f, need) ? 0 : 1 + dice_below(&f->dice, (max));
#define INT(s, k, field, need)                                                                     \
    r->field = skips(f, need) ? 0 : (int64_t)dice_roll(&f->dice) >> dice_below(&f->dice, 60);
#define BOOL(s, k, field, need) r->field = !skips(f, need);
#define DATE(s, k, field, need)                                                                    \
    r->field = skips(f, need) ? 0 : (int32_t)(1 + dice_below(&f->dice, 80000));
#define TIME(s, k, field, need)                                                                    \
    r->field = skips(f, need) ? 0 : (int64_t)(1 + dice_below(&f->dice, 4000000000));
#define TEXT(s, k, field, need, max) r->field = skips(f, need) ? text_of("") : fill_text(f, (max));
#define BLOB(s, k, field, need, max)                                                               \
    r->field = skips(f, need) ? bytes_of(NULL, 0)                                                  \
                              : fill_bytes(f, 1 + dice_below(&f->dice, (max) < 99 ? (max) : 99));
#define HASH(s, k, field, need)                                                                    \
    memset(r->field.b, skips(f, need) ? 0 : (int)(1 + dice_below(&f->dice, 255)), HASH_BYTES);
#define PKEY(s, k, field, need)                                                                    \
    memset(r->field.b, (int)(1 + dice_below(&f->dice, 255)), PUBLIC_KEY_BYTES);
#define LIST(s, k, field, row, max)                                                                \
    r->field.count = dice_below(&f->dice, 6);                                                      \
    r->field.at = ARENA_ARRAY(f->arena, struct row, r->field.count);                               \
    for (size_t i = 0; i < r->field.count; i++) {                                                  \
        row##_fill(&r->field.at[i], f);                                                            \
    }
#define TEXTS(s, k, field, max, size)                                                              \
    r->field.count = dice_below(&f->dice, 6);                                                      \
    r->field.at = ARENA_ARRAY(f->arena, struct text, r->field.count);                              \
    for (size_t i = 0; i < r->field.count; i++) {                                                  \
        r->field.at[i] = fill_text(f, (size));                                                     \
    }
#include "kinds.def"

/* ---- the fields, as data ---- */

enum what { A_NUMBER, A_TEXT, A_BLOB, A_LIST, ANOTHER };

struct field_case {
    const char *shape, *name, *row;
    size_t offset, size;
    int need;
    enum what what;
    uint64_t max;
};

#define CASE(s, field, need, what, max) CASE_ROW(s, field, need, what, max, NULL)
#define CASE_ROW(s, field, need, what, max, row)                                                   \
    {#s, #field, row, offsetof(struct s, field), sizeof(((struct s *)0)->field), need, what, max},
#define UINT(s, k, field, need, max) CASE(s, field, need, A_NUMBER, max)
#define INT(s, k, field, need) CASE(s, field, need, ANOTHER, 0)
#define BOOL(s, k, field, need) CASE(s, field, need, ANOTHER, 0)
#define DATE(s, k, field, need) CASE(s, field, need, ANOTHER, 0)
#define TIME(s, k, field, need) CASE(s, field, need, ANOTHER, 0)
#define TEXT(s, k, field, need, max) CASE(s, field, need, A_TEXT, max)
#define BLOB(s, k, field, need, max) CASE(s, field, need, A_BLOB, max)
#define HASH(s, k, field, need) CASE(s, field, need, ANOTHER, 0)
#define PKEY(s, k, field, need) CASE(s, field, need, ANOTHER, 0)
#define LIST(s, k, field, row, max) CASE_ROW(s, field, OPT, A_LIST, max, #row)
#define TEXTS(s, k, field, max, size) CASE_ROW(s, field, OPT, A_LIST, max, "")
static const struct field_case fields[] = {
#include "kinds.def"
};
enum { FIELD_COUNT = sizeof fields / sizeof fields[0] };

struct kind_case {
    const char *name;
    size_t size;
    enum kind kind;
    enum signed_by by;
};

#define KIND(code, shape, by) {#shape, sizeof(struct shape), KIND_##shape, by},
static const struct kind_case kinds[] = {
#include "kinds.def"
};
enum { KIND_COUNT = sizeof kinds / sizeof kinds[0], RECORD_STRUCT_MAX = 4096 };

static void fill(enum kind kind, void *record, struct filler *f)
{
    memset(record, 0, RECORD_STRUCT_MAX);
    switch (kind) {
#define KIND(code, shape, by)                                                                      \
    case KIND_##shape:                                                                             \
        shape##_fill(record, f);                                                                   \
        break;
#include "kinds.def"
    case KIND_NONE:
        break;
    }
}

static _Alignas(max_align_t) uint8_t record[RECORD_STRUCT_MAX], again[RECORD_STRUCT_MAX];
static struct complaint why;

/* ---- tests ---- */

static void every_kind_comes_back_and_has_one_form(void **state)
{
    struct arena *arena = *state;
    struct filler f = {{20261124}, arena};
    for (size_t i = 0; i < KIND_COUNT * 50; i++) {
        const struct kind_case *kind = &kinds[i % KIND_COUNT];
        struct bytes object, second;
        struct text json, json_again;
        arena_reset(arena);
        fill(kind->kind, record, &f);
        assert_ok_why(record_encode(kind->kind, record, arena, &object, &why), &why);
        assert_ok(cbor_check(object));
        assert_int_equal(record_kind(object), kind->kind);
        assert_ok_why(record_decode(kind->kind, object, arena, again, &why), &why);
        assert_ok(record_encode(kind->kind, again, arena, &second, &why));
        assert_true(bytes_equal(object, second));
        assert_ok(record_json(kind->kind, record, arena, &json));
        assert_ok(record_json(kind->kind, again, arena, &json_again));
        assert_true(text_equal(json, json_again));
    }
}

static void kinds_have_their_names_and_signers(void **state)
{
    (void)state;
    for (size_t i = 0; i < KIND_COUNT; i++) {
        assert_string_equal(kind_name(kinds[i].kind), kinds[i].name);
        assert_int_equal(kind_of_name(text_of(kinds[i].name)), kinds[i].kind);
        assert_int_equal(kind_struct_size(kinds[i].kind), kinds[i].size);
        assert_int_equal(kind_signed_by(kinds[i].kind), kinds[i].by);
        assert_true(kind_is_known((uint64_t)kinds[i].kind));
    }
    assert_string_equal(kind_name((enum kind)63), "unknown");
    assert_int_equal(kind_of_name(text_of("none")), KIND_NONE);
    assert_false(kind_is_known(0));
    assert_false(kind_is_known(UINT64_MAX));
}

static enum err encode(enum kind kind, struct arena *arena)
{
    struct bytes object;
    return record_encode(kind, record, arena, &object, &why);
}

static void a_required_field_left_out_is_named(void **state)
{
    struct arena *arena = *state;
    struct filler f = {{7}, arena};
    size_t tried = 0;
    for (size_t k = 0; k < KIND_COUNT; k++) {
        for (size_t i = 0; i < FIELD_COUNT; i++) {
            if (fields[i].need == REQ && strcmp(fields[i].shape, kinds[k].name) == 0) {
                fill(kinds[k].kind, record, &f);
                memset(record + fields[i].offset, 0, fields[i].size);
                assert_err(ERR_INVALID, encode(kinds[k].kind, arena));
                assert_says(&why, kinds[k].name);
                assert_says(&why, fields[i].name);
                assert_says(&why, "missing");
                arena_reset(arena);
                tried++;
            }
        }
    }
    assert_true(tried > KIND_COUNT);
}

static void a_required_field_left_out_of_a_row_is_named_with_its_place(void **state)
{
    struct disclosure *disclosure = (struct disclosure *)record;
    struct filler f = {{7}, *state};
    fill(KIND_disclosure, record, &f);
    struct ledger_row rows[3];
    for (size_t i = 0; i < 3; i++) {
        ledger_row_fill(&rows[i], &f);
    }
    rows[1].approver = text_of("");
    disclosure->rows.at = rows;
    disclosure->rows.count = 3;
    assert_err(ERR_INVALID, encode(KIND_disclosure, *state));
    assert_string_equal(why.text, "disclosure: rows, entry 2: approver: is missing");
}

static void a_value_over_its_limit_is_named_and_one_at_the_limit_is_fine(void **state)
{
    static char long_text[491520 + 1]; /* the longest is a picture */
    struct arena *arena = *state;
    struct filler f = {{9}, arena};
    memset(long_text, 'a', sizeof long_text);
    for (size_t k = 0; k < KIND_COUNT; k++) {
        for (size_t i = 0; i < FIELD_COUNT; i++) {
            const struct field_case *field = &fields[i];
            if (strcmp(field->shape, kinds[k].name) != 0 || field->what == ANOTHER ||
                field->what == A_LIST) {
                continue;
            }
            for (uint64_t over = 0; over < 2; over++) {
                uint64_t number = field->max + over;
                struct text text = {long_text, (size_t)number};
                fill(kinds[k].kind, record, &f);
                if (field->what == A_NUMBER) {
                    memcpy(record + field->offset, &number, sizeof number);
                } else {
                    memcpy(record + field->offset, &text, sizeof text);
                }
                assert_err(over ? ERR_INVALID : OK, encode(kinds[k].kind, arena));
                if (over) {
                    assert_says(&why, field->name);
                }
                arena_reset(arena);
            }
        }
    }
}

static void a_list_over_its_limit_is_named(void **state)
{
    static struct text topics[31];
    struct meeting *meeting = (struct meeting *)record;
    struct filler f = {{9}, *state};
    fill(KIND_meeting, record, &f);
    for (size_t i = 0; i < 31; i++) {
        topics[i] = text_of("议题");
    }
    meeting->topics = (struct texts){topics, 31};
    assert_err(ERR_INVALID, encode(KIND_meeting, *state));
    assert_says(&why, "topics");
    meeting->topics.count = 30;
    assert_ok(encode(KIND_meeting, *state));
    topics[4] = text_of("");
    assert_err(ERR_INVALID, encode(KIND_meeting, *state));
    assert_says(&why, "topics, entry 5");
}

static void texts_with_what_does_not_belong_are_refused(void **state)
{
    const struct {
        const char *text, *says;
    } cases[] = {{"a\r\n", "U+000D"},        {"\xEF\xBB\xBF题", "U+FEFF"},
                 {"\xE2\x80\xAE", "U+202E"}, {"\x1B[2J", "U+001B"},
                 {"\xFF", "UTF-8"},          {"\xC0\x80", "UTF-8"},
                 {"\xED\xA0\x80", "UTF-8"},  {"\xC2\x85", "U+0085"}};
    struct notice notice = {.title = text_of("通知"), .text = text_of("x")};
    struct bytes object;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        notice.text = text_of(cases[i].text);
        assert_err(ERR_INVALID, notice_encode(&notice, *state, &object, &why));
        assert_says(&why, "notice: text");
        assert_says(&why, cases[i].says);
    }
    notice.text = text_of("一\n\t二　𠀀");
    assert_ok(notice_encode(&notice, *state, &object, &why));
}

static void days_and_moments_stay_in_their_range(void **state)
{
    struct notice notice = {.title = text_of("a"), .text = text_of("b"), .date = INT32_MAX};
    struct receipt receipt = {.loc = bytes_of("l", 1), .state = 1, .at = -5};
    struct bytes object;
    assert_err(ERR_INVALID, notice_encode(&notice, *state, &object, &why));
    assert_says(&why, "date");
    assert_err(ERR_INVALID, receipt_encode(&receipt, *state, &object, &why));
    assert_says(&why, "at");
    receipt.at = INT64_MAX;
    assert_err(ERR_INVALID, receipt_encode(&receipt, *state, &object, &why));
}

/* {0: 13, 1: "t", 2: "x"} and more pairs. */
static enum err decode_notice(struct arena *arena, const char *head, const char *more)
{
    struct bytes a = bytes_of_hex(head), b = bytes_of_hex(more);
    struct bytes both;
    struct notice notice;
    struct buffer buffer = buffer_begin(arena);
    buffer_add(&buffer, a.data, a.size);
    buffer_add(&buffer, b.data, b.size);
    assert_ok(buffer_end(&buffer, &both));
    why.text[0] = '\0';
    return notice_decode(both, arena, &notice, &why);
}

static void keys_of_a_newer_office_are_skipped(void **state)
{
    assert_ok_why(decode_notice(*state, "a3 00 0d 01 61 74 02 61 78", ""), &why);
    assert_ok_why(decode_notice(*state, "a4 00 0d 01 61 74 02 61 78", "18 63 82 01 a1 02 41 78"),
                  &why);
    assert_ok_why(decode_notice(*state, "a4 00 0d 01 61 74 02 61 78", "61 78 20"), &why);
}

static void keys_of_a_newer_office_are_skipped_in_rows_too(void **state)
{
    struct duty duty;
    /* {0: 12, 1: "2026-11", 2: [{0: 9, 1: "2026-11-10", 3: 60, 4: "p", 99: 1}]} */
    struct bytes object = bytes_of_hex("a3 00 0c 01 67 323032362d3131 02 81 a5 00 09 01 6a "
                                       "323032362d31312d3130 03 18 3c 04 61 70 18 63 01");
    assert_ok_why(duty_decode(object, *state, &duty, &why), &why);
    assert_int_equal(duty.rows.count, 1);
    assert_int_equal(duty.rows.at[0].date, 20767);
    assert_int_equal(duty.rows.at[0].to_min, 60);
    assert_text(duty.rows.at[0].person, "p");
}

static void what_the_encoder_would_not_write_is_refused(void **state)
{
    const struct {
        const char *head, *more, *says;
    } cases[] = {
        {"a2 00 0d 01 61 74", "", "text"},                                    /* missing */
        {"a3 00 0d 01 60 02 61 78", "", "title"},                             /* empty */
        {"a3 00 0d 01 41 74 02 61 78", "", "title"},                          /* bytes, not text */
        {"a4 00 0d 01 61 74 02 61 78", "03 6a 323032362d30322d3330", "date"}, /* 2026-02-30 */
        {"a4 00 0d 01 61 74 02 61 78", "03 6a 313937302d30312d3031", "date"}, /* day 0 */
        {"a4 00 0d 01 61 74 02 61 78", "03 01", "date"},                      /* a number */
        {"a3 00 0d 01 62 74 0d 02 61 78", "", "title"},                       /* a CR */
        {"a3 00 0d 02 61 78 01 61 74", "", "deterministic"},                  /* order */
        {"a3 00 0d 01 61 74 02 61 78", "00", "deterministic"},                /* left over */
        {"83 00 0d 01", "", "record"},                                        /* a list */
        {"a1 01 0d", "", "record"},                                           /* no kind */
        {"a1 00 61 78", "", "record"},                                        /* kind a text */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_err(ERR_INVALID, decode_notice(*state, cases[i].head, cases[i].more));
        assert_says(&why, cases[i].says);
    }
}

static void false_and_zero_are_not_written(void **state)
{
    struct bytes object;
    struct letter letter = {
        .receipt = text_of("1"), .category = text_of("c"), .text = text_of("t"), .at = 9};
    assert_ok(letter_encode(&letter, *state, &object, &why));
    assert_true(bytes_equal(object, bytes_of_hex("a5 00 18 1e 01 61 31 02 61 63 03 61 74 06 09")));
    struct bytes with_false = bytes_of_hex("a6 00 18 1e 01 61 31 02 61 63 03 61 74 06 09 07 f4");
    assert_err(ERR_INVALID, letter_decode(with_false, *state, &letter, &why));
    assert_says(&why, "doubtful");
}

static void an_object_of_another_kind_is_a_mismatch(void **state)
{
    struct letter letter = {.at = 77};
    assert_err(ERR_MISMATCH,
               letter_decode(bytes_of_hex("a3 00 0d 01 61 74 02 61 78"), *state, &letter, &why));
    assert_err(ERR_MISMATCH, letter_decode(bytes_of_hex("a1 00 18 3f"), *state, &letter, &why));
    assert_int_equal(letter.at, 77);
    assert_int_equal(record_kind(bytes_of_hex("a1 00 18 3f")), KIND_NONE);
    assert_int_equal(record_kind(bytes_of_hex("80")), KIND_NONE);
    assert_int_equal(record_kind(bytes_of(NULL, 0)), KIND_NONE);
    assert_int_equal(record_kind(bytes_of_hex("a0")), KIND_NONE);
}

static void an_object_cut_anywhere_is_refused_and_the_arena_given_back(void **state)
{
    struct arena *arena = *state;
    struct filler f = {{3}, arena};
    struct bytes object;
    fill(KIND_disclosure, record, &f);
    assert_ok(record_encode(KIND_disclosure, record, arena, &object, &why));
    size_t mark = arena_mark(arena);
    for (size_t cut = 0; cut < object.size; cut++) {
        assert_err(ERR_INVALID,
                   record_decode(KIND_disclosure, bytes_of(object.data, cut), arena, again, &why));
        assert_int_equal(arena_mark(arena), mark);
    }
}

static void an_arena_too_small_is_said(void **state)
{
    struct arena *arena = *state, small;
    struct filler f = {{3}, arena};
    static uint8_t block[64];
    struct bytes object;
    struct policy policy;
    fill(KIND_policy, record, &f);
    struct period_rule rules[2] = {{.item = 1, .period = text_of("month")},
                                   {.item = 2, .period = text_of("year")}};
    ((struct policy *)record)->periods.at = rules;
    ((struct policy *)record)->periods.count = 2;
    arena_init_over(&small, block, sizeof block);
    assert_err(ERR_NOMEM, record_encode(KIND_policy, record, &small, &object, &why));
    assert_int_equal(arena_mark(&small), 0);
    assert_ok(record_encode(KIND_policy, record, arena, &object, &why));
    arena_init_over(&small, block, 8);
    assert_err(ERR_NOMEM, policy_decode(object, &small, &policy, &why));
    assert_int_equal(arena_mark(&small), 0);
}

static void a_record_too_large_in_all_is_refused(void **state)
{
    static struct ledger_row rows[2000];
    static char text[240];
    struct disclosure disclosure = {
        .item = 5, .part = 1, .period = text_of("2026-10"), .title = text_of("a")};
    struct bytes object;
    memset(text, 'a', sizeof text);
    for (size_t i = 0; i < 2000; i++) {
        rows[i] = (struct ledger_row){.date = 20000,
                                      .item = {text, sizeof text},
                                      .category = text_of("c"),
                                      .handler = text_of("h"),
                                      .approver = text_of("a")};
    }
    disclosure.rows.at = rows;
    disclosure.rows.count = 2000;
    size_t mark = arena_mark(*state);
    assert_err(ERR_INVALID, disclosure_encode(&disclosure, *state, &object, &why));
    assert_says(&why, "524288");
    assert_int_equal(arena_mark(*state), mark);
}

static void the_json_view_shows_every_field(void **state)
{
    struct ledger_row row = {.date = 20767,
                             .item = text_of("购置\"办公\"用品"),
                             .category = text_of("办公"),
                             .handler = text_of("陈"),
                             .approver = text_of("周"),
                             .spending = 32050};
    struct disclosure disclosure = {.item = 5,
                                    .part = 1,
                                    .period = text_of("2026-10"),
                                    .title = text_of("经费"),
                                    .has_ledger = true,
                                    .opening = -5,
                                    .rows = {&row, 1}};
    struct text json;
    disclosure.corrects.b[0] = 0xAB;
    assert_ok(record_json(KIND_disclosure, &disclosure, *state, &json));
    assert_text(
        json,
        "{\"kind\":\"disclosure\",\"item\":5,\"part\":1,\"period\":\"2026-10\",\"title\":\"经费\","
        "\"nil\":false,\"text\":\"\",\"has_ledger\":true,\"opening\":-5,\"rows\":[{\"date\":"
        "\"2026-11-10\",\"item\":\"购置\\\"办公\\\"用品\",\"category\":\"办公\",\"handler\":\"陈\","
        "\"approver\":\"周\",\"income\":0,\"spending\":32050}],\"handler\":\"\",\"approver\":\"\","
        "\"corrects\":\"ab00000000000000000000000000000000000000000000000000000000000000\","
        "\"corrected_on\":null,\"correction\":\"\",\"until\":null,\"opens\":null,\"first_opened\":"
        "null,\"recording\":\"\"}");
}

static void keys_are_plain_paths(void **state)
{
    char longest[RECORD_KEY_BYTES_MAX + 2];
    (void)state;
    memset(longest, 'k', sizeof longest);
    assert_true(record_key_valid((struct text){longest, RECORD_KEY_BYTES_MAX}));
    assert_false(record_key_valid((struct text){longest, RECORD_KEY_BYTES_MAX + 1}));
    assert_true(record_key_valid(text_of("disclosure/2026-Q3/05/1")));
    const char *const wrong[] = {"", "/a", "a/", "a//b", "a b", "居", "a.b", "a_b", "/", ".."};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(record_key_valid(text_of(wrong[i])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_kind_comes_back_and_has_one_form, test_arena),
        TEST_PLAIN(kinds_have_their_names_and_signers),
        TEST(a_required_field_left_out_is_named, test_arena),
        TEST(a_required_field_left_out_of_a_row_is_named_with_its_place, test_arena),
        TEST(a_value_over_its_limit_is_named_and_one_at_the_limit_is_fine, test_arena),
        TEST(a_list_over_its_limit_is_named, test_arena),
        TEST(texts_with_what_does_not_belong_are_refused, test_arena),
        TEST(days_and_moments_stay_in_their_range, test_arena),
        TEST(keys_of_a_newer_office_are_skipped, test_arena),
        TEST(keys_of_a_newer_office_are_skipped_in_rows_too, test_arena),
        TEST(what_the_encoder_would_not_write_is_refused, test_arena),
        TEST(false_and_zero_are_not_written, test_arena),
        TEST(an_object_of_another_kind_is_a_mismatch, test_arena),
        TEST(an_object_cut_anywhere_is_refused_and_the_arena_given_back, test_arena),
        TEST(an_arena_too_small_is_said, test_arena),
        TEST(a_record_too_large_in_all_is_refused, test_arena),
        TEST(the_json_view_shows_every_field, test_arena),
        TEST_PLAIN(keys_are_plain_paths),
    };
    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
