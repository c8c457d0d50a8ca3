/* Every field of every register is asked for, as kinds.def has it, and what is typed becomes the
 * record. */
#include "support.h"

#include <string.h>

#include "civil.h"
#include "entry_form.h"

enum { OFFSET_MIN = 480 };

static struct entry_form form;

static struct entry_form_start start(void)
{
    return (struct entry_form_start){
        .now_s = civil_midnight(civil_day_of_ymd(2026, 11, 25), OFFSET_MIN) + 10 * 3600 + 24 * 60,
        .offset_min = OFFSET_MIN,
        .person = text_of("王秀兰")};
}

static int fresh_setup(void **state)
{
    (void)state;
    return 0;
}

static int fresh_teardown(void **state)
{
    static const struct entry_form zeros;

    (void)state;
    entry_form_wipe(&form);
    assert_memory_equal(form.buffer, zeros.buffer, sizeof form.buffer);
    return 0;
}

static struct entry_form_field *field(const char *name)
{
    for (size_t i = 0; i < form.count; i++) {
        if (strcmp(form.fields[i].ask.name, name) == 0) {
            return &form.fields[i];
        }
    }
    fail();
    return NULL;
}

static void type(const char *name, const char *value)
{
    textfield_set(&field(name)->text, text_of(value));
}

static bool is_asked(const struct book_look *look, const char *name)
{
    for (size_t i = 0; i < look->ask_count; i++) {
        if (strcmp(look->asks[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void every_field_of_every_register_is_asked_for(void **state)
{
    struct record_field field;

    (void)state;
    for (int book = 0; book < BOOKS; book++) {
        const struct book_look *look = book_look((enum book)book);
        assert_int_equal(book_of_name(text_of(kind_name(look->kind))), book);
        for (size_t i = 0; record_field_at(look->kind, i, &field); i++) {
            bool own = strcmp(field.name, "corrects") == 0 || strcmp(field.name, "correction") == 0;
            assert_int_equal(is_asked(look, field.name), !own);
        }
        for (size_t i = 0; i < look->ask_count; i++) {
            assert_true(ask_field(look, &look->asks[i], &field));
            assert_true(word(look->asks[i].label).size > 0);
        }
    }
    assert_int_equal(book_of_name(text_of("health")), BOOKS); /* written by machines */
}

/* All texts of one entry, and the words of a correction, have their full length. */
static void every_field_has_the_room_that_its_kind_allows(void **state)
{
    static const uint8_t id[ENTRY_FORM_ID_BYTES] = {1};
    struct entry_form_start at = start();

    (void)state;
    for (int book = 0; book < BOOKS; book++) {
        entry_form_begin(&form, (enum book)book, &at);
        entry_form_correct(&form, id, at.now_s);
        assert_int_equal(form.count, book_look((enum book)book)->ask_count + 1);
        for (size_t i = 0; i < form.count; i++) {
            const struct entry_form_field *it = &form.fields[i];
            if (it->record.type == FIELD_TEXT) {
                assert_int_equal(it->text.max, it->record.max);
            }
        }
    }
}

static void a_slip_begins_now_with_who_is_in(void **state)
{
    struct entry_form_start at = start();
    struct visit visit;

    (void)state;
    entry_form_begin(&form, BOOK_visit, &at);
    assert_int_equal(form.fields[entry_form_lacks(&form)].ask.label, TX_ASK_REASON);
    type("reason", "  开证明 ");
    assert_int_equal(entry_form_lacks(&form), -1);
    entry_form_record(&form, OFFSET_MIN, &visit);
    assert_true(visit.at == at.now_s);
    assert_text(visit.host, "王秀兰");
    assert_text(visit.reason, "开证明");
    assert_int_equal(visit.follow_on, 0);
}

static void a_shift_that_ends_before_it_began_ends_the_next_day(void **state)
{
    struct entry_form_start at = start();
    struct shift shift;

    (void)state;
    entry_form_begin(&form, BOOK_shift, &at);
    type("at", "2030");
    type("ended", "0615");
    entry_form_record(&form, OFFSET_MIN, &shift);
    assert_true(shift.ended - shift.at == (9 * 60 + 45) * 60);
    type("ended", "24");
    assert_string_equal(form.fields[entry_form_lacks(&form)].ask.name, "ended");
    type("ended", "");
    entry_form_record(&form, OFFSET_MIN, &shift);
    assert_true(shift.ended == 0);
}

static void sums_and_numbers_are_read_as_people_write_them(void **state)
{
    struct entry_form_start at = start();
    struct asset asset;

    (void)state;
    entry_form_begin(&form, BOOK_asset, &at);
    type("change", "受赠");
    type("item", "折叠椅");
    type("quantity", "20");
    type("value", "1560.5");
    assert_int_equal(entry_form_lacks(&form), -1);
    entry_form_record(&form, OFFSET_MIN, &asset);
    assert_text(asset.change, "given");
    assert_int_equal(asset.quantity, 20);
    assert_int_equal(asset.value, 156050);
    type("quantity", "1000001");
    assert_string_equal(form.fields[entry_form_lacks(&form)].ask.name, "quantity");
    type("quantity", "20");
    type("value", "1.2.3");
    assert_string_equal(form.fields[entry_form_lacks(&form)].ask.name, "value");
}

static void a_record_filled_in_comes_out_the_same(void **state)
{
    static const uint8_t id[ENTRY_FORM_ID_BYTES] = {9, 8, 7};
    struct entry_form_start at = start();
    struct home_visit old = {.at = at.now_s - 86400,
                             .person = text_of("李敏"),
                             .building = text_of("5号楼"),
                             .household = text_of("302室"),
                             .opinion = text_of("路灯不亮"),
                             .passed_to = text_of("物业公司"),
                             .passed_on = civil_day_of_ymd(2026, 11, 25)};
    struct home_visit now;

    (void)state;
    entry_form_begin(&form, BOOK_home_visit, &at);
    entry_form_fill(&form, &old, OFFSET_MIN);
    entry_form_correct(&form, id, old.at);
    assert_string_equal(form.fields[entry_form_lacks(&form)].ask.name, "correction");
    type("correction", "写错了楼");
    assert_int_equal(entry_form_lacks(&form), -1);
    entry_form_record(&form, OFFSET_MIN, &now);
    assert_true(now.at == old.at);
    assert_text(now.person, "李敏");
    assert_text(now.household, "302室");
    assert_text(now.opinion, "路灯不亮");
    assert_int_equal(now.passed_on, old.passed_on);
    assert_int_equal(now.corrects.size, ENTRY_FORM_ID_BYTES);
    assert_memory_equal(now.corrects.data, id, sizeof id);
    assert_text(now.correction, "写错了楼");
}

static void a_register_lists_its_own_period(void **state)
{
    int32_t wednesday = civil_day_of_ymd(2026, 11, 25);

    (void)state;
    assert_int_equal(book_period_begins(BOOK_visit, wednesday), wednesday);
    assert_int_equal(book_period_begins(BOOK_home_visit, wednesday), wednesday - 2); /* Monday */
    assert_int_equal(book_period_begins(BOOK_seal_use, wednesday), civil_day_of_ymd(2026, 11, 1));
    assert_int_equal(book_period_begins(BOOK_asset, wednesday), civil_day_of_ymd(2026, 1, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_field_of_every_register_is_asked_for, fresh),
        TEST(every_field_has_the_room_that_its_kind_allows, fresh),
        TEST(a_slip_begins_now_with_who_is_in, fresh),
        TEST(a_shift_that_ends_before_it_began_ends_the_next_day, fresh),
        TEST(sums_and_numbers_are_read_as_people_write_them, fresh),
        TEST(a_record_filled_in_comes_out_the_same, fresh),
        TEST(a_register_lists_its_own_period, fresh),
    };
    return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
