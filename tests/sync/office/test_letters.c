/* A letter is read, answered under its receipt, or taken back; residents see each step. */
#include <stdlib.h>
#include <string.h>

#include "booth.h"

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
    struct box_public pk;
    struct box_secret other;
    send_letter(post);
    box_keypair(&pk, &other);
    assert_err(ERR_DENIED, letter_print(&post->desk->site, text_of(booth_hex(1)), &other, false,
                                        stdout, &post->desk->why));
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
        TEST(visits_are_counted_and_the_list_is_json_too, post),
    };
    return cmocka_run_group_tests_name("letters", tests, NULL, NULL);
}
