/* Places are named by people (--render) and by other pages; each name leads to one page or to none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#include "page.h"

static void a_page_without_argument_is_its_name(void **state)
{
    struct place place;

    (void)state;
    assert_ok(place_parse(text_of("home"), &place));
    assert_int_equal(place.page, PAGE_HOME);
    assert_string_equal(place.arg, "");
    assert_err(ERR_INVALID, place_parse(text_of("home/now"), &place));
    assert_err(ERR_INVALID, place_parse(text_of("home/"), &place));
}

static void the_argument_is_everything_behind_the_first_slash(void **state)
{
    struct place place;

    (void)state;
    assert_ok(place_parse(text_of("item/disclosure/2026-10/05/1"), &place));
    assert_int_equal(place.page, PAGE_ITEM);
    assert_string_equal(place.arg, "disclosure/2026-10/05/1");
}

static void an_argument_that_is_needed_is_missed(void **state)
{
    struct place place;

    (void)state;
    assert_err(ERR_INVALID, place_parse(text_of("item"), &place));
    assert_err(ERR_INVALID, place_parse(text_of("regulation"), &place));
    assert_ok(place_parse(text_of("board"), &place));
    assert_ok(place_parse(text_of("board/2026-11"), &place));
    assert_string_equal(place.arg, "2026-11");
}

static void an_unknown_name_leads_nowhere(void **state)
{
    struct place place = {.page = PAGE_DUTY};

    (void)state;
    assert_err(ERR_INVALID, place_parse(text_of(""), &place));
    assert_err(ERR_INVALID, place_parse(text_of("hom"), &place));
    assert_err(ERR_INVALID, place_parse(text_of("homepage"), &place));
    assert_err(ERR_INVALID, place_parse(text_of("/home"), &place));
    assert_int_equal(place.page, PAGE_DUTY); /* untouched */
}

static void an_argument_has_its_limit(void **state)
{
    char name[5 + PLACE_ARG_BYTES_MAX + 1];
    struct place place;

    (void)state;
    memset(name, 'k', sizeof name);
    for (size_t i = 0; i < 5; i++) {
        name[i] = "item/"[i];
    }
    assert_ok(place_parse((struct text){name, 5 + PLACE_ARG_BYTES_MAX - 1}, &place));
    assert_int_equal(strlen(place.arg), PLACE_ARG_BYTES_MAX - 1);
    assert_err(ERR_INVALID, place_parse((struct text){name, 5 + PLACE_ARG_BYTES_MAX}, &place));
}

static void every_page_has_a_name_that_leads_to_it(void **state)
{
    char name[64];

    (void)state;
    for (int page = 0; page < PAGES; page++) {
        struct place place;
        snprintf(name, sizeof name, "%s", page_name((enum page_id)page));
        if (place_parse(text_of(name), &place) != OK) {
            snprintf(name, sizeof name, "%s/k", page_name((enum page_id)page));
            assert_ok(place_parse(text_of(name), &place));
        }
        assert_int_equal(place.page, page);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_page_without_argument_is_its_name),
        TEST_PLAIN(the_argument_is_everything_behind_the_first_slash),
        TEST_PLAIN(an_argument_that_is_needed_is_missed),
        TEST_PLAIN(an_unknown_name_leads_nowhere),
        TEST_PLAIN(an_argument_has_its_limit),
        TEST_PLAIN(every_page_has_a_name_that_leads_to_it),
    };
    return cmocka_run_group_tests_name("place", tests, NULL, NULL);
}
