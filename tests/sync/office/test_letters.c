/* A letter is read, answered under its receipt, or taken back; residents see each step. */
#include <stdlib.h>
#include <string.h>

#include "booth.h"
#include "key_renewal.h"

static void send_letter(struct post *post)
{
    const struct letter letter = {
        .receipt = text_of(post->receipt),
        .category = text_of("意见"),
        .text = text_of("三楼路灯不亮"),
        .name = text_of("王*英"),
        .at = post->desk->site.now_s,
    };
    assert_int_equal(
        booth_send(&post->booth, &post->intake, KIND_letter, &letter, post->receipt, NULL).status,
        201);
}

static unsigned send_retract(struct post *post)
{
    const struct retract retract = {.receipt = text_of(post->receipt),
                                    .at = post->desk->site.now_s};
    return booth_send(&post->booth, &post->intake, KIND_retract, &retract, post->receipt, NULL)
        .status;
}

static void publish(struct post *post)
{
    struct desk *desk = post->desk;
    assert_ok_why(publish_run(&desk->site, &desk->publisher, PUBLISH_OWN, NULL, &desk->why),
                  &desk->why);
}

static struct text key_of(struct post *post, const char *kind, struct shared_key *key)
{
    struct site *site = &post->desk->site;
    struct receipt_loc loc;
    char hex[2 * RECEIPT_LOC_BYTES + 1];
    assert_ok(
        receipt_key(text_of(post->receipt), site->root.office, site->root.receipt_cost, key, &loc));
    hex_format(bytes_of(loc.b, sizeof loc.b), hex);
    return arena_printf(&site->scratch, "%s/%s", kind, hex);
}

static unsigned told_state(struct post *post)
{
    struct shared_key key;
    struct receipt receipt;
    publish(post);
    desk_record(post->desk, key_of(post, "receipt", &key).data, &receipt);
    return (unsigned)receipt.state;
}

/* What the command prints, in desk->report. */
static enum err print(struct post *post, const char *id, bool json)
{
    struct desk *desk = post->desk;
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    assert_non_null(file);
    enum err err =
        id ? letter_print(&desk->site, text_of(id), &desk->mailbox, json, file, &desk->why)
           : inbox_print(&desk->site, json, file, &desk->why);
    fclose(file);
    text_copy(text_of(text), desk->report, sizeof desk->report);
    free(text);
    return err;
}

static void a_letter_that_arrived_is_told_received(void **state)
{
    struct post *post = *state;
    send_letter(post);
    assert_true(post->intake.publish_due);
    assert_int_equal(told_state(post), RECEIPT_RECEIVED);
    assert_ok(print(post, NULL, false));
    assert_reported(post->desk, booth_hex(1));
    assert_reported(post->desk, "未读");
}

static void reading_shows_the_text_and_is_told_as_handling(void **state)
{
    struct post *post = *state;
    send_letter(post);
    assert_int_equal(told_state(post), RECEIPT_RECEIVED);
    assert_ok_why(print(post, "ab00", false), &post->desk->why); /* the id's beginning is enough */
    assert_reported(post->desk, "三楼路灯不亮");
    assert_reported(post->desk, "王*英");
    assert_int_equal(told_state(post), RECEIPT_HANDLING);
}

static void the_answer_opens_with_the_receipt_alone(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    struct shared_key key;
    struct reply reply;
    struct bytes plain;
    struct answer_text answer;
    send_letter(post);
    assert_ok_why(letter_answer(&desk->site, text_of(booth_hex(1)), text_of("已报修,三天内修好。"),
                                text_of("何晓梅"), &desk->mailbox, &desk->publisher.office,
                                &desk->why),
                  &desk->why);
    assert_int_equal(told_state(post), RECEIPT_ANSWERED);
    desk_record(desk, key_of(post, "reply", &key).data, &reply);
    assert_ok(shared_open(&key, reply.box, &desk->site.scratch, &plain));
    assert_ok(answer_text_decode(plain, &desk->site.scratch, &answer, &desk->why));
    assert_text(answer.text, "已报修,三天内修好。");
    assert_text(answer.by, "何晓梅");
}

static void a_letter_taken_back_is_no_longer_listed_and_cannot_be_answered(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    send_letter(post);
    assert_int_equal(told_state(post), RECEIPT_RECEIVED);
    assert_int_equal(send_retract(post), 201);
    assert_int_equal(told_state(post), RECEIPT_RETRACTED);
    assert_ok(print(post, NULL, false));
    assert_null(strstr(desk->report, booth_hex(1)));
    assert_reported(desk, "已撤回的信 1 封");
    assert_err(ERR_INVALID,
               letter_answer(&desk->site, text_of(booth_hex(1)), text_of("x"), text_of(""),
                             &desk->mailbox, &desk->publisher.office, &desk->why));
}

static void an_answered_letter_cannot_be_taken_back(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    send_letter(post);
    assert_ok(letter_answer(&desk->site, text_of(booth_hex(1)), text_of("好"), text_of(""),
                            &desk->mailbox, &desk->publisher.office, &desk->why));
    assert_int_equal(send_retract(post), 201);
    assert_int_equal(told_state(post), RECEIPT_ANSWERED);
}

static void a_retraction_may_come_before_its_letter(void **state)
{
    struct post *post = *state;
    assert_int_equal(send_retract(post), 201);
    send_letter(post);
    assert_int_equal(told_state(post), RECEIPT_RETRACTED);
}

static void an_answer_given_at_a_kiosk_waits_for_the_office(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    const struct answer answer = {.receipt = text_of(post->receipt),
                                  .text = text_of("明天来修。"),
                                  .by = text_of("蒋丽"),
                                  .at = desk->site.now_s};
    send_letter(post);
    assert_int_equal(
        booth_send(&post->booth, &post->intake, KIND_answer, &answer, post->receipt, NULL).status,
        201);
    assert_int_equal(told_state(post), RECEIPT_RECEIVED);
    assert_ok(print(post, NULL, false));
    assert_reported(desk, "待确认");
    assert_err(ERR_INVALID, answer_confirm(&desk->site, text_of(booth_hex(1)), &desk->mailbox,
                                           &desk->publisher.office, &desk->why));
    assert_ok_why(answer_confirm(&desk->site, text_of(booth_hex(2)), &desk->mailbox,
                                 &desk->publisher.office, &desk->why),
                  &desk->why);
    assert_int_equal(told_state(post), RECEIPT_ANSWERED);
    assert_ok(print(post, NULL, false));
    assert_reported(desk, "已确认");
}

static void another_key_does_not_open_a_letter(void **state)
{
    struct post *post = *state;
    struct mailbox_keys other = {.count = 1};
    send_letter(post);
    box_keypair(&other.at[0].pk, &other.at[0].sk);
    assert_err(ERR_DENIED, letter_print(&post->desk->site, text_of(booth_hex(1)), &other, false,
                                        stdout, &post->desk->why));
}

/* ---- kept long enough ---- */

static void answer(struct post *post, uint64_t n)
{
    struct desk *desk = post->desk;
    assert_ok_why(letter_answer(&desk->site, text_of(booth_hex(n)), text_of("已报修。"),
                                text_of("何晓梅"), &desk->mailbox, &desk->publisher.office,
                                &desk->why),
                  &desk->why);
}

static void days_pass(struct desk *desk, int days)
{
    desk->site.now_s += (int64_t)days * CIVIL_DAY_S;
    assert_ok_why(publish_head(&desk->site, &desk->publisher, &desk->why), &desk->why);
    arena_reset(&desk->site.scratch);
}

static struct inbox_item item_of(struct post *post, uint64_t n)
{
    struct site *site = &post->desk->site;
    struct inbox_item item;
    struct upload_id id = booth_id(n);
    struct txn *txn = NULL;
    assert_ok(txn_begin_read(site->store, &txn));
    assert_ok(inbox_get(site, txn, &id, &item));
    txn_abort(txn);
    return item;
}

static void a_letter_kept_long_enough_is_destroyed_and_still_known(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    enum { KEEP_DAYS = 730 };
    struct bytes sent;
    struct shared_key key;
    assert_ok_why(desk_publish(desk), &desk->why);
    const struct letter letter = {.receipt = text_of(post->receipt),
                                  .category = text_of("意见"),
                                  .text = text_of("三楼路灯不亮"),
                                  .at = desk->site.now_s};
    assert_int_equal(
        booth_send(&post->booth, &post->intake, KIND_letter, &letter, post->receipt, &sent).status,
        201);
    uint8_t *kept = malloc(sent.size);
    assert_non_null(kept);
    memcpy(kept, sent.data, sent.size);
    answer(post, 1);
    assert_int_equal(told_state(post), RECEIPT_ANSWERED);
    struct text receipt = key_of(post, "receipt", &key);
    char receipt_key_text[64];
    text_copy(receipt, receipt_key_text, sizeof receipt_key_text);
    days_pass(desk, KEEP_DAYS - 1);
    assert_int_equal(item_of(post, 1).purged_s, 0);
    days_pass(desk, 1);
    struct inbox_item item = item_of(post, 1);
    assert_true(item.purged_s > 0 && item.envelope.size == 0 && !item.has_loc);
    assert_true(item.answered_s > 0); /* a month's figures hold */
    assert_err(ERR_INVALID, print(post, booth_hex(1), false));
    assert_non_null(strstr(desk->why.text, "已经销毁"));
    assert_ok(print(post, NULL, false));
    assert_reported(desk, "满保存期已销毁 1 封");
    /* From a kiosk that was away for years: not taken as new, and acknowledged. */
    assert_int_equal(booth_put(&post->booth, &post->intake, 1, bytes_of(kept, sent.size)).status,
                     200);
    assert_int_equal(item_of(post, 1).envelope.size, 0);
    free(kept);
    /* To the end of the month its state can be looked up. */
    assert_true(desk_has(desk, SITE_PUBLISHED, receipt_key_text));
    days_pass(desk, 31);
    assert_false(desk_has(desk, SITE_PUBLISHED, receipt_key_text));
}

static void a_letter_that_waits_for_its_answer_is_never_destroyed(void **state)
{
    struct post *post = *state;
    assert_ok(desk_publish(post->desk));
    send_letter(post);
    publish(post);
    days_pass(post->desk, 4000);
    assert_ok_why(print(post, booth_hex(1), false), &post->desk->why);
    assert_reported(post->desk, "三楼路灯不亮");
}

static void what_belongs_to_a_letter_goes_with_it(void **state)
{
    struct post *post = *state;
    const struct visit visit = {
        .at = post->desk->site.now_s, .reason = text_of("咨询"), .host = text_of("何晓梅")};
    assert_ok(desk_publish(post->desk));
    send_letter(post);
    assert_int_equal(send_retract(post), 201);
    assert_int_equal(booth_send(&post->booth, &post->intake, KIND_visit, &visit, NULL, NULL).status,
                     201);
    publish(post);
    days_pass(post->desk, 731);
    assert_true(item_of(post, 1).purged_s > 0);
    assert_true(item_of(post, 2).purged_s > 0);
    assert_int_equal(item_of(post, 3).purged_s, 0); /* a register, no letter */
}

/* ---- another mailbox key ---- */

static void renew_mailbox(struct desk *desk)
{
    const char *const roles[] = {"mailbox"};
    const struct renewal_wish wish = {
        .roles = roles, .count = 1, .passphrases = &desk->passphrases};
    bool changed;
    assert_ok_why(renewal_propose(&desk->site, &wish, NULL, &desk->why), &desk->why);
    assert_ok_why(renewal_agree(&desk->site, "root-1", &desk->passphrases, NULL, &desk->why),
                  &desk->why);
    assert_ok_why(renewal_agree(&desk->site, "root-3", &desk->passphrases, NULL, &desk->why),
                  &desk->why);
    assert_ok_why(renewal_take(&desk->site, NULL, &desk->why), &desk->why);
    assert_ok_why(site_root_look(&desk->site, &changed, &desk->why), &desk->why);
    assert_true(changed);
    assert_ok_why(mailbox_keys_open(&desk->site, &desk->passphrases, &desk->mailbox, &desk->why),
                  &desk->why);
}

static void retire(struct desk *desk)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    assert_non_null(file);
    assert_ok_why(mailbox_keys_retire(&desk->site, &desk->mailbox, file, &desk->why), &desk->why);
    fclose(file);
    text_copy(text_of(text), desk->report, sizeof desk->report);
    free(text);
    assert_ok_why(mailbox_keys_open(&desk->site, &desk->passphrases, &desk->mailbox, &desk->why),
                  &desk->why);
}

static bool old_key_file_is_there(struct desk *desk, const char *ending)
{
    char path[FILE_PATH_BYTES_MAX], part[64];
    snprintf(part, sizeof part, "keys/mailbox.key.old-%s", ending);
    assert_ok(site_path(&desk->site, part, path));
    return file_exists(path);
}

static void what_was_sealed_to_old_mailbox_keys_still_opens(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    assert_ok(desk_publish(desk));
    send_letter(post); /* to the first */
    renew_mailbox(desk);
    send_letter(post); /* to the second */
    renew_mailbox(desk);
    send_letter(post); /* to the third */
    assert_int_equal(desk->mailbox.count, 3);
    for (uint64_t n = 1; n <= 3; n++) {
        assert_ok_why(print(post, booth_hex(n), false), &desk->why);
        assert_reported(desk, "三楼路灯不亮");
    }
    assert_ok_why(desk_publish(desk), &desk->why); /* nothing is to be signed anew */
}

static void an_old_mailbox_key_is_destroyed_when_nothing_needs_it(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    assert_ok(desk_publish(desk));
    send_letter(post);
    renew_mailbox(desk);
    retire(desk);
    assert_reported(desk, "改封给现在这把信箱钥匙的：1 份");
    assert_reported(desk, "屏幕上可能还有封给它的信");
    assert_int_equal(desk->mailbox.count, 2);
    assert_true(old_key_file_is_there(desk, "1"));
    desk->site.now_s += 91 * CIVIL_DAY_S;
    retire(desk);
    assert_reported(desk, "换钥匙以后还没有来过"); /* it may bring letters yet */
    assert_int_equal(booth_beat(&post->booth, &post->intake, 1, NULL).status, 200);
    retire(desk);
    assert_reported(desk, "已销毁");
    assert_int_equal(desk->mailbox.count, 1);
    assert_false(old_key_file_is_there(desk, "1"));
    assert_ok_why(print(post, booth_hex(1), false), &desk->why); /* sealed anew */
    assert_reported(desk, "三楼路灯不亮");
}

static void an_old_mailbox_key_that_does_not_open_is_not_replaced_by_mistake(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    char path[FILE_PATH_BYTES_MAX], away[FILE_PATH_BYTES_MAX];
    const char *const roles[] = {"mailbox"};
    struct renewal_wish wish = {.roles = roles, .count = 1, .passphrases = &desk->passphrases};
    assert_ok(site_path(&desk->site, "keys/mailbox.key", path));
    assert_ok(site_path(&desk->site, "away.key", away));
    assert_int_equal(rename(path, away), 0);
    assert_err(ERR_DENIED, renewal_propose(&desk->site, &wish, NULL, &desk->why));
    assert_non_null(strstr(desk->why.text, "--lost"));
    assert_int_equal(rename(away, path), 0);
    assert_ok_why(renewal_propose(&desk->site, &wish, NULL, &desk->why), &desk->why);
}

static void visits_are_counted_and_the_list_is_json_too(void **state)
{
    struct post *post = *state;
    const struct visit visit = {
        .at = post->desk->site.now_s, .reason = text_of("咨询"), .host = text_of("何晓梅")};
    send_letter(post);
    assert_int_equal(booth_send(&post->booth, &post->intake, KIND_visit, &visit, NULL, NULL).status,
                     201);
    assert_ok(print(post, NULL, true));
    assert_reported(post->desk, "\"visits\":1");
    assert_reported(post->desk, "\"state\":\"received\"");
    assert_ok(print(post, booth_hex(2), true));
    assert_reported(post->desk, "咨询");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_letter_that_arrived_is_told_received, post),
        TEST(reading_shows_the_text_and_is_told_as_handling, post),
        TEST(the_answer_opens_with_the_receipt_alone, post),
        TEST(a_letter_taken_back_is_no_longer_listed_and_cannot_be_answered, post),
        TEST(an_answered_letter_cannot_be_taken_back, post),
        TEST(a_retraction_may_come_before_its_letter, post),
        TEST(an_answer_given_at_a_kiosk_waits_for_the_office, post),
        TEST(another_key_does_not_open_a_letter, post),
        TEST(a_letter_kept_long_enough_is_destroyed_and_still_known, post),
        TEST(a_letter_that_waits_for_its_answer_is_never_destroyed, post),
        TEST(what_belongs_to_a_letter_goes_with_it, post),
        TEST(what_was_sealed_to_old_mailbox_keys_still_opens, post),
        TEST(an_old_mailbox_key_is_destroyed_when_nothing_needs_it, post),
        TEST(an_old_mailbox_key_that_does_not_open_is_not_replaced_by_mistake, post),
        TEST(visits_are_counted_and_the_list_is_json_too, post),
    };
    return cmocka_run_group_tests_name("letters", tests, NULL, NULL);
}
