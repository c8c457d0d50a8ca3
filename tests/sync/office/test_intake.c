/* What a kiosk sends is taken once, durably, and acknowledged by its hash; others are turned away.
 */
#include <string.h>

#include "booth.h"
#include "hash.h"

static char receipt_digits[RECEIPT_DIGITS + 1];

static const char *receipt(void)
{
    memcpy(receipt_digits, "12345678901", RECEIPT_DIGITS); /* its last byte is set below */
    receipt_digits[11] = receipt_check_digit(receipt_digits);
    return receipt_digits;
}

static struct letter letter_of(const char *text)
{
    return (struct letter){
        .receipt = text_of(receipt()),
        .category = text_of("意见"),
        .text = text_of(text),
        .at = 1794100000,
    };
}

static void admit(struct booth *booth, struct intake *intake)
{
    intake->admit_new = true;
    assert_int_equal(booth_offer(booth, intake), 201);
}

static struct ack read_ack(struct desk *desk, struct booth *booth, struct bytes bytes)
{
    struct ack ack;
    assert_ok_why(ack_open(bytes, &desk->site.root, text_of(booth->id), &desk->site.scratch, &ack,
                           &desk->why),
                  &desk->why);
    return ack;
}

static void an_offer_is_noted_once_and_admits_nobody(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    struct letter letter = letter_of("路灯不亮");
    booth_init(&booth, 1);
    assert_int_equal(booth_offer(&booth, &intake), 201);
    assert_int_equal(booth_offer(&booth, &intake), 200);
    assert_int_equal(booth_send(&booth, &intake, KIND_letter, &letter, receipt(), NULL).status,
                     403);
    assert_int_equal(desk_count(desk, SITE_INBOX), 0);
}

static void admit_new_publishes_the_kiosks_key(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    struct kiosk record;
    char key[64];
    booth_init(&booth, 1);
    admit(&booth, &intake);
    assert_true(intake.publish_due);
    snprintf(key, sizeof key, "kiosk/%s", booth.id);
    desk_record(desk, key, &record);
    assert_memory_equal(record.key.b, booth.signer.pk.b, sizeof record.key.b);
    assert_false(record.revoked);
}

static void offers_that_wait_have_a_limit(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    for (unsigned i = 0; i < FLEET_WAITING_MAX; i++) {
        booth_init(&booth, (uint8_t)(i + 1));
        assert_int_equal(booth_offer(&booth, &intake), 201);
    }
    booth_init(&booth, FLEET_WAITING_MAX + 1);
    assert_int_equal(booth_offer(&booth, &intake), 429);
}

static void a_letter_is_stored_and_acknowledged_by_its_hash(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    struct letter letter = letter_of("路灯不亮");
    struct bytes sent;
    booth_init(&booth, 1);
    admit(&booth, &intake);
    struct intake_answer answer =
        booth_send(&booth, &intake, KIND_letter, &letter, receipt(), &sent);
    assert_int_equal(answer.status, 201);
    struct ack ack = read_ack(desk, &booth, answer.body);
    struct hash hash = hash_of(sent);
    struct upload_id id = booth_id(1);
    assert_int_equal(ack.count, 1);
    assert_memory_equal(ack.items[0].id.b, id.b, UPLOAD_ID_BYTES);
    assert_true(hash_equal(&ack.items[0].hash, &hash));
    assert_true(ack.admitted);
}

static void the_same_bytes_again_are_the_same_letter(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    struct letter letter = letter_of("路灯不亮");
    struct bytes sent;
    booth_init(&booth, 1);
    admit(&booth, &intake);
    struct intake_answer first =
        booth_send(&booth, &intake, KIND_letter, &letter, receipt(), &sent);
    struct intake_answer again = booth_put(&booth, &intake, 1, sent);
    assert_int_equal(again.status, 200);
    assert_int_equal(desk_count(desk, SITE_INBOX), 1);
    struct ack a = read_ack(desk, &booth, first.body), b = read_ack(desk, &booth, again.body);
    assert_int_equal(b.count, 1);
    assert_true(b.counter > a.counter);
    assert_int_equal(a.epoch, b.epoch);
}

static void other_bytes_under_a_used_name_are_a_conflict(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    struct letter letter = letter_of("路灯不亮");
    booth_init(&booth, 1);
    admit(&booth, &intake);
    assert_int_equal(booth_send(&booth, &intake, KIND_letter, &letter, receipt(), NULL).status,
                     201);
    booth.seq = 0; /* the card's copy uses the name again */
    assert_int_equal(booth_send(&booth, &intake, KIND_letter, &letter, receipt(), NULL).status,
                     409);
    assert_int_equal(desk_count(desk, SITE_INBOX), 1);
}

static void a_wrong_name_key_or_form_is_turned_away(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth, other;
    struct letter letter = letter_of("路灯不亮");
    struct bytes sent;
    booth_init(&booth, 1);
    booth_init(&other, 2);
    admit(&booth, &intake);
    admit(&other, &intake);
    assert_int_equal(booth_send(&booth, &intake, KIND_letter, &letter, receipt(), &sent).status,
                     201);
    assert_int_equal(booth_put(&booth, &intake, 2, sent).status, 400); /* another seq */
    assert_int_equal(booth_put(&other, &intake, 1, sent).status, 400); /* another kiosk */
    assert_int_equal(booth_put(&booth, &intake, 1, bytes_of_text("x")).status, 400);
    uint8_t bent[OUTBOX_ENVELOPE_BYTES_MAX];
    memcpy(bent, sent.data, sent.size);
    bent[sent.size - 1] ^= 1; /* in the signature */
    assert_int_equal(booth_put(&booth, &intake, 1, bytes_of(bent, sent.size)).status, 403);
    assert_int_equal(desk_count(desk, SITE_INBOX), 1);
}

static void admit_or_revoke(struct desk *desk, const struct booth *booth, bool revoke)
{
    struct txn *txn = NULL;
    assert_ok(txn_begin_write(desk->site.store, &txn));
    assert_ok(fleet_admit(&desk->site, txn, text_of(booth->id), revoke, &desk->publisher.office,
                          &desk->why));
    assert_ok(txn_commit(txn));
}

static void a_revoked_kiosk_is_turned_away(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    booth_init(&booth, 1);
    admit(&booth, &intake);
    assert_int_equal(booth_beat(&booth, &intake, 7, NULL).status, 200);
    admit_or_revoke(desk, &booth, true);
    assert_int_equal(booth_beat(&booth, &intake, 7, NULL).status, 403);
    assert_int_equal(booth_offer(&booth, &intake), 200); /* and --admit-new does not undo it */
    assert_int_equal(booth_beat(&booth, &intake, 7, NULL).status, 403);
}

static void give_keys(struct desk *desk, struct booth *booth)
{
    struct txn *txn = NULL;
    const struct grant keys = {
        .origin = text_of("s3://store.example/bucket"),
        .access_key = text_of("AK"),
        .secret_key = text_of("SK"),
        .region = text_of("r1"),
        .pin = text_of(""),
    };
    assert_ok(txn_begin_write(desk->site.store, &txn));
    assert_ok_why(fleet_grant(&desk->site, txn, text_of(booth->id), &keys, &desk->why), &desk->why);
    assert_ok(txn_commit(txn));
}

static void keys_of_a_store_ride_along_until_the_kiosk_has_them(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    struct grant opened;
    booth_init(&booth, 1);
    admit(&booth, &intake);
    struct ack before = read_ack(desk, &booth, booth_beat(&booth, &intake, 1, NULL).body);
    assert_int_equal(before.grant.size, 0);
    give_keys(desk, &booth);
    struct ack first = read_ack(desk, &booth, booth_beat(&booth, &intake, 2, &before).body);
    assert_ok(
        grant_open(first.grant, &desk->site.root, &booth.signer, &desk->site.scratch, &opened));
    assert_text(opened.secret_key, "SK");
    struct ack again = read_ack(desk, &booth, booth_beat(&booth, &intake, 3, &before).body);
    assert_true(bytes_equal(again.grant, first.grant)); /* that answer may have been lost */
    struct ack after = read_ack(desk, &booth, booth_beat(&booth, &intake, 4, &first).body);
    assert_int_equal(after.grant.size, 0);
}

static void keys_not_sent_yet_go_with_a_revocation(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    booth_init(&booth, 1);
    admit(&booth, &intake);
    give_keys(desk, &booth);
    admit_or_revoke(desk, &booth, true);
    admit_or_revoke(desk, &booth, false);
    struct ack ack = read_ack(desk, &booth, booth_beat(&booth, &intake, 1, NULL).body);
    assert_true(ack.admitted);
    assert_int_equal(ack.grant.size, 0);
}

static void a_heartbeats_nonce_comes_back_and_confirmed_items_leave_the_list(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    struct letter letter = letter_of("路灯不亮");
    booth_init(&booth, 1);
    admit(&booth, &intake);
    struct intake_answer first = booth_send(&booth, &intake, KIND_letter, &letter, receipt(), NULL);
    struct ack seen = read_ack(desk, &booth, first.body);
    struct intake_answer beat = booth_beat(&booth, &intake, 9, NULL);
    struct ack ack = read_ack(desk, &booth, beat.body);
    assert_int_equal(beat.status, 200);
    assert_true(ack.has_nonce);
    assert_int_equal(ack.nonce[0], 9);
    assert_int_equal(ack.count, 1); /* not confirmed yet */
    struct ack elsewhere = seen;
    elsewhere.epoch ^= 1; /* another life of this office */
    ack = read_ack(desk, &booth, booth_beat(&booth, &intake, 10, &elsewhere).body);
    assert_int_equal(ack.count, 1);
    ack = read_ack(desk, &booth, booth_beat(&booth, &intake, 11, &seen).body);
    assert_int_equal(ack.count, 0);
}

static void the_nonce_comes_back_while_the_mailbox_key_is_locked_away(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    struct txn *txn = NULL;
    struct health health;
    booth_init(&booth, 1);
    admit(&booth, &intake);
    intake.has_mailbox = false;
    struct ack ack = read_ack(desk, &booth, booth_beat(&booth, &intake, 9, NULL).body);
    assert_true(ack.has_nonce);
    assert_int_equal(ack.nonce[0], 9);
    assert_ok(txn_begin_read(desk->site.store, &txn)); /* the rest waits for the key */
    assert_ok(fleet_health(&desk->site, txn, text_of(booth.id), &desk->mailbox, &health));
    assert_int_equal(health.free_kib, 4711);
    txn_abort(txn);
}

static void an_earlier_heartbeat_is_a_conflict_and_the_same_is_none(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    booth_init(&booth, 1);
    admit(&booth, &intake);
    const struct heartbeat second = {.number = 2, .nonce = {2}}, first = {.number = 1};
    const struct heartbeat copied = {.number = 2, .nonce = {3}};
    assert_int_equal(booth_put_beat(&booth, &intake, second).status, 200);
    assert_int_equal(booth_put_beat(&booth, &intake, second).status, 200);
    assert_int_equal(booth_put_beat(&booth, &intake, first).status, 409);
    assert_int_equal(booth_put_beat(&booth, &intake, copied).status, 409);
}

static void without_the_offices_key_letters_are_stored_and_acknowledged_later(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    struct letter letter = letter_of("路灯不亮");
    struct bytes later;
    booth_init(&booth, 1);
    admit(&booth, &intake);
    intake.publisher.has_office = false;
    struct intake_answer answer =
        booth_send(&booth, &intake, KIND_letter, &letter, receipt(), NULL);
    assert_int_equal(answer.status, 201);
    assert_int_equal(answer.body.size, 0);
    assert_ok(fleet_acknowledge(&desk->site, text_of(booth.id), &desk->publisher.office, &later,
                                &desk->why));
    assert_int_equal(read_ack(desk, &booth, later).count, 1);
}

static void one_kiosk_cannot_fill_the_office_in_a_day(void **state)
{
    struct desk *desk = *state;
    struct intake intake = desk_intake(desk);
    struct booth booth;
    struct txn *txn = NULL;
    char name[64];
    const struct visit visit = {.at = 1794100000, .reason = text_of("咨询"), .host = text_of("何")};
    booth_init(&booth, 1);
    admit(&booth, &intake);
    snprintf(name, sizeof name, "uploads/%s", booth.id);
    assert_ok(txn_begin_write(desk->site.store, &txn));
    assert_ok(txn_put_number(txn, SITE_META, name,
                             (uint64_t)(desk->site.now_s / CIVIL_DAY_S) << 20 |
                                 (UPLOADS_PER_DAY_MAX - 1)));
    assert_ok(txn_commit(txn));
    assert_int_equal(booth_send(&booth, &intake, KIND_visit, &visit, NULL, NULL).status, 201);
    struct intake_answer over = booth_send(&booth, &intake, KIND_visit, &visit, NULL, NULL);
    assert_int_equal(over.status, 429);
    assert_true(over.retry_after_s > 0);
    desk->site.now_s += CIVIL_DAY_S;
    assert_int_equal(booth_send(&booth, &intake, KIND_visit, &visit, NULL, NULL).status, 201);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_offer_is_noted_once_and_admits_nobody, desk),
        TEST(admit_new_publishes_the_kiosks_key, desk),
        TEST(offers_that_wait_have_a_limit, desk),
        TEST(a_letter_is_stored_and_acknowledged_by_its_hash, desk),
        TEST(the_same_bytes_again_are_the_same_letter, desk),
        TEST(other_bytes_under_a_used_name_are_a_conflict, desk),
        TEST(a_wrong_name_key_or_form_is_turned_away, desk),
        TEST(a_revoked_kiosk_is_turned_away, desk),
        TEST(keys_of_a_store_ride_along_until_the_kiosk_has_them, desk),
        TEST(keys_not_sent_yet_go_with_a_revocation, desk),
        TEST(a_heartbeats_nonce_comes_back_and_confirmed_items_leave_the_list, desk),
        TEST(the_nonce_comes_back_while_the_mailbox_key_is_locked_away, desk),
        TEST(an_earlier_heartbeat_is_a_conflict_and_the_same_is_none, desk),
        TEST(without_the_offices_key_letters_are_stored_and_acknowledged_later, desk),
        TEST(one_kiosk_cannot_fill_the_office_in_a_day, desk),
    };
    return cmocka_run_group_tests_name("intake", tests, NULL, NULL);
}
