/* The first meeting: one root is pinned, and no other ever takes its place. */
#include "desk.h"

#include <stdio.h>
#include <string.h>

#include "enrolment.h"

static void a_kiosk_pins_the_only_office_and_makes_a_key(void **state)
{
    struct desk *desk = *state;
    struct enrolment e;
    char fingerprint[FINGERPRINT_CHARS + 1], id[KIOSK_ID_BYTES];

    assert_ok_why(enrolment_pin(&desk->agent, text_of(""), text_of(""), &e, &desk->why),
                  &desk->why);
    assert_text(e.office, "wutongli");
    assert_false(e.was_enrolled);
    root_fingerprint(desk->kit.root_bytes, fingerprint);
    assert_string_equal(e.fingerprint, fingerprint);
    kiosk_id_of(&desk->agent.kiosk.pk, id);
    assert_string_equal(e.kiosk_id, id);
    assert_true(desk->agent.enrolled);
    desk_restart(desk);
    assert_true(desk->agent.enrolled);
    assert_string_equal(desk->agent.kiosk_id, id); /* the key stays */
}

static void an_office_that_is_not_the_one_expected_is_not_pinned(void **state)
{
    struct desk *desk = *state;
    char fingerprint[FINGERPRINT_CHARS + 1], spoken[2 * FINGERPRINT_CHARS];
    struct enrolment e;
    struct enrol_text offer;

    assert_err(ERR_MISMATCH, enrolment_pin(&desk->agent, text_of(""),
                                           text_of("aaaa bbbb cccc dddd"), &e, &desk->why));
    assert_says(&desk->why, "not the one that was expected");
    assert_false(desk->agent.enrolled);
    root_fingerprint(desk->kit.root_bytes, fingerprint);
    snprintf(spoken, sizeof spoken, "%.4s %.4s-%.8s", fingerprint, fingerprint + 4,
             fingerprint + 8);
    spoken[0] = (char)(spoken[0] >= 'a' ? spoken[0] - 'a' + 'A' : spoken[0]);
    assert_ok_why(enrolment_pin(&desk->agent, text_of(""), text_of(spoken), &e, &desk->why),
                  &desk->why);
    assert_ok(enrol_text_parse(text_of(e.offer), &offer));
    assert_string_equal(offer.kiosk, e.kiosk_id);
    assert_string_equal(offer.fingerprint, fingerprint);
}

static void what_the_office_says_to_an_offer_is_told_plainly(void **state)
{
    static const struct {
        int status;
        enum err err;
        const char *says;
    } cases[] = {{200, OK, ""},
                 {201, OK, ""},
                 {409, ERR_MISMATCH, "two kiosks under one id"},
                 {429, ERR_UNAVAILABLE, "too many kiosks wait"},
                 {403, ERR_DENIED, "does not take our offer"},
                 {503, ERR_UNAVAILABLE, "answers 503"}};
    struct desk *desk = *state;
    struct enrolment e;

    assert_ok(enrolment_pin(&desk->agent, text_of(""), text_of(""), &e, &desk->why));
    desk->mood = DESK_ANSWERS;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        desk->status = cases[i].status;
        desk->why = (struct complaint){0};
        assert_err(cases[i].err, enrolment_offer(&desk->agent, text_of("大厅"), &desk->why));
        assert_says(&desk->why, cases[i].says);
    }
}

static void the_newest_root_is_pinned_through_the_chain(void **state)
{
    struct desk *desk = *state;
    struct enrolment e;

    kit_next_root(&desk->kit);
    kit_next_root(&desk->kit);
    assert_ok_why(enrolment_pin(&desk->agent, text_of("wutongli"), text_of(""), &e, &desk->why),
                  &desk->why);
    assert_int_equal(desk->agent.root.version, 3);
}

static void a_chain_that_breaks_pins_nothing(void **state)
{
    struct desk *desk = *state;
    struct enrolment e;

    desk->kit.keepers[0] = kit_signer(201);
    desk->kit.keepers[1] = kit_signer(202);
    desk->kit.root.roles[ROLE_ROOT].keys[0] = desk->kit.keepers[0].pk;
    desk->kit.root.roles[ROLE_ROOT].keys[1] = desk->kit.keepers[1].pk;
    kit_next_root(&desk->kit);
    assert_err(ERR_DENIED, enrolment_pin(&desk->agent, text_of(""), text_of(""), &e, &desk->why));
    assert_false(desk->agent.enrolled);
    desk_restart(desk);
    assert_false(desk->agent.enrolled);
    assert_false(desk->agent.has_key);
}

static void of_several_offices_one_must_be_named(void **state)
{
    struct desk *desk = *state;
    static struct site_hint hint;
    struct enrolment e;
    struct bytes bytes;

    hint.count = 2;
    hint.offices[0].id = text_of("wutongli");
    hint.offices[1].id = text_of("other");
    assert_ok(site_hint_encode(&hint, &desk->kit.arena, &bytes));
    kit_put(&desk->kit, "v1/site", bytes);
    assert_err(ERR_INVALID, enrolment_pin(&desk->agent, text_of(""), text_of(""), &e, &desk->why));
    assert_says(&desk->why, "--office: wutongli, other");
    assert_ok_why(enrolment_pin(&desk->agent, text_of("wutongli"), text_of(""), &e, &desk->why),
                  &desk->why);
}

static void an_office_that_is_not_there_is_named(void **state)
{
    struct desk *desk = *state;
    struct enrolment e;

    assert_err(ERR_INVALID,
               enrolment_pin(&desk->agent, text_of("other"), text_of(""), &e, &desk->why));
    assert_says(&desk->why, "other is not served there");
    assert_err(ERR_INVALID,
               enrolment_pin(&desk->agent, text_of("Not/An"), text_of(""), &e, &desk->why));
    assert_says(&desk->why, "no office id");
}

static void another_root_is_refused_and_nothing_changes(void **state)
{
    struct desk *desk = *state;
    struct enrolment e;

    assert_ok(enrolment_pin(&desk->agent, text_of(""), text_of(""), &e, &desk->why));
    char before[FINGERPRINT_CHARS + 1];
    memcpy(before, e.fingerprint, sizeof before);
    /* The same id, other keys: somebody else's office. */
    for (uint8_t i = 0; i < 3; i++) {
        desk->kit.keepers[i] = kit_signer((uint8_t)(210 + i));
        desk->kit.root.roles[ROLE_ROOT].keys[i] = desk->kit.keepers[i].pk;
    }
    kit_put(&desk->kit, "v1/wutongli/root/1", kit_sign_root(&desk->kit, &desk->kit.root, 3));
    assert_err(ERR_MISMATCH, enrolment_pin(&desk->agent, text_of(""), text_of(""), &e, &desk->why));
    assert_says(&desk->why, "another root");
    assert_says(&desk->why, "nothing was changed");
    desk_restart(desk);
    root_fingerprint(desk->agent.trust.root, e.fingerprint);
    assert_string_equal(e.fingerprint, before);
}

static void another_office_is_refused_and_nothing_changes(void **state)
{
    struct desk *desk = *state;
    struct enrolment e;

    assert_ok(enrolment_pin(&desk->agent, text_of(""), text_of(""), &e, &desk->why));
    assert_err(ERR_MISMATCH,
               enrolment_pin(&desk->agent, text_of("other"), text_of(""), &e, &desk->why));
    assert_says(&desk->why, "belongs to the office wutongli");
    kit_remove(&desk->kit, "v1/wutongli/root/1");
    assert_err(ERR_MISMATCH, enrolment_pin(&desk->agent, text_of(""), text_of(""), &e, &desk->why));
    assert_says(&desk->why, "is not served there");
}

static void enrolling_again_changes_nothing(void **state)
{
    struct desk *desk = *state;
    struct enrolment first, again;

    assert_ok(enrolment_pin(&desk->agent, text_of(""), text_of(""), &first, &desk->why));
    kit_next_root(&desk->kit); /* later roots are the rounds' business */
    assert_ok_why(enrolment_pin(&desk->agent, text_of(""), text_of(""), &again, &desk->why),
                  &desk->why);
    assert_true(again.was_enrolled);
    assert_string_equal(first.kiosk_id, again.kiosk_id);
    assert_string_equal(first.fingerprint, again.fingerprint);
}

static void the_key_is_offered_under_its_own_name(void **state)
{
    struct desk *desk = *state;
    struct enrolment e;

    assert_ok(enrolment_pin(&desk->agent, text_of(""), text_of(""), &e, &desk->why));
    desk->log[0] = '\0';
    assert_ok_why(enrolment_offer(&desk->agent, text_of("3号楼大厅"), &desk->why), &desk->why);
    assert_non_null(strstr(desk->log, "PUT v1/enrol/wutongli/"));
    assert_non_null(strstr(desk->log, e.kiosk_id));
    desk->mood = DESK_ANSWERS;
    desk->status = 405; /* a web server that serves the tree and takes nothing */
    assert_err(ERR_UNAVAILABLE, enrolment_offer(&desk->agent, text_of(""), &desk->why));
    assert_says(&desk->why, "405");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_kiosk_pins_the_only_office_and_makes_a_key, desk),
        TEST(an_office_that_is_not_the_one_expected_is_not_pinned, desk),
        TEST(what_the_office_says_to_an_offer_is_told_plainly, desk),
        TEST(the_newest_root_is_pinned_through_the_chain, desk),
        TEST(a_chain_that_breaks_pins_nothing, desk),
        TEST(of_several_offices_one_must_be_named, desk),
        TEST(an_office_that_is_not_there_is_named, desk),
        TEST(another_root_is_refused_and_nothing_changes, desk),
        TEST(another_office_is_refused_and_nothing_changes, desk),
        TEST(enrolling_again_changes_nothing, desk),
        TEST(the_key_is_offered_under_its_own_name, desk),
    };
    return cmocka_run_group_tests_name("agent.enrolment", tests, NULL, NULL);
}
