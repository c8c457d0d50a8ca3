/* An offer proves that the kiosk holds the key it offers; the hint only saves typing. */
#include "enrol_text.h"
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

static void an_offer_as_text_gives_back_what_it_was_made_of(void **state)
{
    struct kit *kit = *state;
    char text[ENROL_TEXT_BYTES], fingerprint[FINGERPRINT_CHARS + 1];
    struct enrol_text offer;

    root_fingerprint(kit->root_bytes, fingerprint);
    for (uint8_t n = 1; n < 60; n++) {
        struct signer kiosk = kit_signer(n);
        enrol_text_format(kit->root.office, &kiosk.pk, fingerprint, text);
        assert_true(strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-") == strlen(text));
        assert_ok(enrol_text_parse(text_of(text), &offer));
        assert_string_equal(offer.office, "wutongli");
        assert_string_equal(offer.fingerprint, fingerprint);
        assert_true(public_key_equal(&offer.pk, &kiosk.pk));
    }
    for (char *c = text; *c; c++) {
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c); /* typed small */
    }
    assert_ok(enrol_text_parse(text_of(text), &offer));
}

static void a_slip_in_an_offer_as_text_is_noticed(void **state)
{
    struct kit *kit = *state;
    char text[ENROL_TEXT_BYTES], slip[ENROL_TEXT_BYTES + 1];
    struct enrol_text offer;

    enrol_text_format(kit->root.office, &kit->kiosk.pk, "abcdefghijklmnop", text);
    size_t key_at = strlen("NP1:wutongli:") + 17, size = strlen(text);
    for (size_t i = 0; i < size; i++) {
        memcpy(slip, text, size + 1);
        slip[i] = slip[i] == 'B' ? 'C' : 'B';
        enum err err = enrol_text_parse(text_of(slip), &offer);
        bool in_id_or_key = i >= key_at - 17 && i < key_at + ENROL_KEY_CHARS;
        assert_true(!in_id_or_key || err != OK);
        memcpy(slip, text, i);
        memcpy(slip + i, text + i + 1, size - i); /* one left out */
        err = enrol_text_parse(text_of(slip), &offer);
        assert_true(err != OK || (i > 3 && i < strlen("NP1:wutongli"))); /* another office's name */
    }
    assert_err(ERR_INVALID, enrol_text_parse(text_of(""), &offer));
    assert_err(ERR_INVALID, enrol_text_parse(text_of("https://example.invalid"), &offer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_offer_gives_back_what_it_was_made_of, kit),
        TEST(nobody_offers_the_key_of_another, kit),
        TEST(a_name_over_the_limit_is_refused, kit),
        TEST(the_hint_lists_offices, kit),
        TEST(an_offer_as_text_gives_back_what_it_was_made_of, kit),
        TEST(a_slip_in_an_offer_as_text_is_noticed, kit),
    };
    return cmocka_run_group_tests_name("wire.enrol", tests, NULL, NULL);
}
