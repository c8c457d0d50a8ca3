/* An offer proves that the kiosk holds the key it offers; the hint only saves typing. */
#include "kit.h"

#include <string.h>

static void an_offer_gives_back_what_it_was_made_of(void **state)
{
    struct kit *kit = *state;
    struct enrol_offer offer;
    struct bytes bytes;

    assert_ok(
        enrol_encode(kit->root.office, text_of("3号楼大厅"), &kit->kiosk, &kit->arena, &bytes));
    assert_ok(enrol_open(bytes, &offer));
    assert_text(offer.office, "wutongli");
    assert_text(offer.name, "3号楼大厅");
    assert_true(public_key_equal(&offer.pk, &kit->kiosk.pk));
}

static void nobody_offers_the_key_of_another(void **state)
{
    struct kit *kit = *state;
    struct signer mixed = {.pk = kit->kiosk.pk, .sk = kit->stranger.sk};
    struct enrol_offer offer;
    struct bytes bytes;

    assert_ok(enrol_encode(kit->root.office, text_of(""), &mixed, &kit->arena, &bytes));
    assert_err(ERR_DENIED, enrol_open(bytes, &offer));
}

static void a_name_over_the_limit_is_refused(void **state)
{
    struct kit *kit = *state;
    char name[122];
    struct bytes bytes;

    memset(name, 'a', sizeof name);
    name[121] = '\0';
    assert_err(ERR_INVALID,
               enrol_encode(kit->root.office, text_of(name), &kit->kiosk, &kit->arena, &bytes));
    name[120] = '\0';
    assert_ok(enrol_encode(kit->root.office, text_of(name), &kit->kiosk, &kit->arena, &bytes));
}

static void the_hint_lists_offices(void **state)
{
    struct kit *kit = *state;
    static struct site_hint hint, decoded;
    struct bytes bytes;

    hint.count = 2;
    hint.offices[0].id = text_of("wutongli");
    hint.offices[0].name = text_of("梧桐里社区居民委员会");
    hint.offices[1].id = text_of("other");
    hint.offices[1].name = text_of("别的社区");
    assert_ok(site_hint_encode(&hint, &kit->arena, &bytes));
    assert_ok(site_hint_decode(bytes, &decoded));
    assert_int_equal(decoded.count, 2);
    assert_text(decoded.offices[1].id, "other");
    assert_text(decoded.offices[0].name, "梧桐里社区居民委员会");
    hint.offices[1].id = text_of("../etc");
    assert_ok(site_hint_encode(&hint, &kit->arena, &bytes));
    assert_err(ERR_INVALID, site_hint_decode(bytes, &decoded));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_offer_gives_back_what_it_was_made_of, kit),
        TEST(nobody_offers_the_key_of_another, kit),
        TEST(a_name_over_the_limit_is_refused, kit),
        TEST(the_hint_lists_offices, kit),
    };
    return cmocka_run_group_tests_name("wire.enrol", tests, NULL, NULL);
}
