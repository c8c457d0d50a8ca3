/* A grant is for one kiosk of one office, and for nobody on the way. */
#include "kit.h"

#include <string.h>

#include "box.h"
#include "cbor.h"
#include "grant.h"

static struct grant a_grant(struct kit *kit)
{
    return (struct grant){.office = kit->root.office,
                          .kiosk = text_of(kit->kiosk_id),
                          .origin = text_of("https://store.example/city/wutongli"),
                          .access_key = text_of("AK1"),
                          .secret_key = text_of("secret/1+"),
                          .region = text_of("default"),
                          .pin = text_of("")};
}

static void the_kiosk_reads_what_the_office_sealed(void **state)
{
    struct kit *kit = *state;
    struct grant grant = a_grant(kit), opened;
    struct bytes sealed;

    assert_ok(grant_seal(&grant, &kit->kiosk.pk, &kit->arena, &sealed));
    assert_true(sealed.size <= GRANT_BYTES_MAX);
    assert_ok(grant_open(sealed, &kit->root, &kit->kiosk, &kit->arena, &opened));
    assert_text(opened.origin, "https://store.example/city/wutongli");
    assert_text(opened.access_key, "AK1");
    assert_text(opened.secret_key, "secret/1+");
    assert_text(opened.region, "default");
    assert_text(opened.pin, "");
}

static void nobody_else_reads_it(void **state)
{
    struct kit *kit = *state;
    struct grant grant = a_grant(kit), opened;
    struct bytes sealed;

    assert_ok(grant_seal(&grant, &kit->kiosk.pk, &kit->arena, &sealed));
    assert_err(ERR_DENIED, grant_open(sealed, &kit->root, &kit->stranger, &kit->arena, &opened));
    assert_null(memmem(sealed.data, sealed.size, "secret/1+", strlen("secret/1+")));
}

static void one_for_another_kiosk_or_office_is_refused(void **state)
{
    struct kit *kit = *state;
    struct grant grant = a_grant(kit), opened;
    struct bytes sealed;

    grant.kiosk = text_of("0123456789abcdef");
    assert_ok(grant_seal(&grant, &kit->kiosk.pk, &kit->arena, &sealed));
    assert_err(ERR_MISMATCH, grant_open(sealed, &kit->root, &kit->kiosk, &kit->arena, &opened));
    grant = a_grant(kit);
    grant.office = text_of("other");
    assert_ok(grant_seal(&grant, &kit->kiosk.pk, &kit->arena, &sealed));
    assert_err(ERR_MISMATCH, grant_open(sealed, &kit->root, &kit->kiosk, &kit->arena, &opened));
}

static void what_is_too_long_or_missing_is_not_sealed(void **state)
{
    static char long_text[GRANT_TEXT_BYTES_MAX + 2];
    struct kit *kit = *state;
    struct grant grant = a_grant(kit);
    struct bytes sealed;

    memset(long_text, 'a', sizeof long_text - 1);
    grant.pin = text_of(long_text);
    assert_err(ERR_INVALID, grant_seal(&grant, &kit->kiosk.pk, &kit->arena, &sealed));
    grant = a_grant(kit);
    grant.secret_key = text_of("");
    assert_err(ERR_INVALID, grant_seal(&grant, &kit->kiosk.pk, &kit->arena, &sealed));
}

/* Anyone can seal to the kiosk: what is inside is as hostile as the rest. */
static void a_box_with_something_else_in_it_is_no_grant(void **state)
{
    struct kit *kit = *state;
    struct box_public pk;
    struct grant opened;
    struct bytes sealed;

    assert_ok(box_public_of_signer(&kit->kiosk.pk, &pk));
    assert_ok(box_seal(&pk, bytes_of_text("hello"), &kit->arena, &sealed));
    assert_err(ERR_INVALID, grant_open(sealed, &kit->root, &kit->kiosk, &kit->arena, &opened));
    assert_ok(box_seal(&pk, bytes_of(NULL, 0), &kit->arena, &sealed));
    assert_err(ERR_INVALID, grant_open(sealed, &kit->root, &kit->kiosk, &kit->arena, &opened));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_kiosk_reads_what_the_office_sealed, kit),
        TEST(nobody_else_reads_it, kit),
        TEST(one_for_another_kiosk_or_office_is_refused, kit),
        TEST(what_is_too_long_or_missing_is_not_sealed, kit),
        TEST(a_box_with_something_else_in_it_is_no_grant, kit),
    };
    return cmocka_run_group_tests_name("wire.grant", tests, NULL, NULL);
}
