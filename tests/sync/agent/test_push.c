/* What was written here goes up, once, and is done only when the office has signed for it. */
#include "desk.h"

#include <stdio.h>
#include <string.h>

#include "notes.h"
#include "push.h"

static void assert_outbox(struct desk *desk, unsigned waiting, unsigned done, unsigned conflicts)
{
    struct outbox_figures figures = desk_figures(desk);
    assert_int_equal(figures.waiting, waiting);
    assert_int_equal(figures.done, done);
    assert_int_equal(figures.conflicts, conflicts);
}

/* How often the round's log has this beginning of a line. */
static int lines(const struct desk *desk, const char *begin)
{
    int count = 0;
    for (const char *at = desk->log; (at = strstr(at, begin)) != NULL; at++) {
        count++;
    }
    return count;
}

static void a_letter_goes_up_and_is_done_by_the_acknowledgement(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk_letter(desk, 2);
    assert_outbox(desk, 2, 0, 0);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_outbox(desk, 0, 2, 0);
    assert_int_equal(lines(desk, "PUT v1/up/"), 2);
    assert_int_equal(desk->taken_count, 2);
}

static void nothing_goes_up_before_the_office_admits(void **state)
{
    struct desk *desk = *state;

    desk->mood = DESK_ACKS;
    desk_letter(desk, 1);
    kit_publish_notice(&desk->kit, "notice/water", 1, "停水通知");
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->puts, 0);
    assert_text(desk_title(desk, "notice/water"), "停水通知"); /* reading does not wait */
    kit_publish_kiosk(&desk->kit, 1, false);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_outbox(desk, 0, 1, 0);
    assert_true(desk->agent.trust.admitted);
}

static void a_revoked_kiosk_sends_nothing(void **state)
{
    struct desk *desk = *state;

    kit_publish_kiosk(&desk->kit, 2, true);
    desk_letter(desk, 1);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->puts, 0);
    assert_outbox(desk, 1, 0, 0);
    assert_ok(agent_load(&desk->agent, &desk->why));
    assert_false(desk->agent.trust.admitted);
}

static void an_entry_for_another_key_admits_nobody(void **state)
{
    struct desk *desk = *state;
    char key[64];
    const struct kiosk kiosk = {
        .id = text_of(desk->kit.kiosk_id), .key = desk->kit.stranger.pk, .at = KIT_NOW_S};
    struct bytes object = kit_object(&desk->kit, KIND_kiosk, &kiosk);

    snprintf(key, sizeof key, "kiosk/%s", desk->kit.kiosk_id);
    struct entry entry = kit_entry(&desk->kit, KIND_kiosk, key, 1, object);
    kit_publish(&desk->kit, &entry, &object, 1, true);
    desk_letter(desk, 1);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->puts, 0);
}

static void a_forged_200_leaves_the_letter_waiting(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk->mood = DESK_FORGES;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_outbox(desk, 1, 0, 0);
    desk->mood = DESK_ACKS;
    desk->time.raw_s += PUSH_RESEND_S;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_outbox(desk, 0, 1, 0);
}

static void an_acknowledgement_by_another_key_is_none(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk->mood = DESK_TAKES;
    assert_ok_why(desk_round(desk), &desk->why);
    desk_put_ack(desk, &desk->kit.head);
    assert_err(ERR_DENIED, desk_round(desk));
    assert_says(&desk->why, "not signed by the office");
    assert_outbox(desk, 1, 0, 0);
    desk_put_ack(desk, &desk->kit.office);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_outbox(desk, 0, 1, 0);
}

static void an_acknowledgement_of_other_bytes_is_a_conflict(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk->mood = DESK_TAKES;
    assert_ok_why(desk_round(desk), &desk->why);
    desk->taken[0].hash.b[0] ^= 1;
    desk_put_ack(desk, &desk->kit.office);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_outbox(desk, 0, 0, 1);
}

static void what_was_sent_is_not_sent_again_before_an_hour(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk->mood = DESK_TAKES;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(lines(desk, "PUT v1/up/"), 1);
    assert_int_equal(lines(desk, "GET v1/wutongli/ack/"), 1);
    desk->time.raw_s += 300;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(lines(desk, "PUT v1/up/"), 0);
    assert_int_equal(lines(desk, "GET v1/wutongli/ack/"), 1);
    desk_letter(desk, 2); /* a new one goes at once, and alone */
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(lines(desk, "PUT v1/up/"), 1);
    desk->time.raw_s += PUSH_RESEND_S;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(lines(desk, "PUT v1/up/"), 2);
    assert_int_equal(desk->taken_count, 2);
}

static void a_broken_answer_repeats_the_same_bytes(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk->mood = DESK_BREAKS;
    assert_err(ERR_UNAVAILABLE, desk_round(desk));
    assert_int_equal(desk->taken_count, 1);
    assert_outbox(desk, 1, 0, 0);
    desk->mood = DESK_ACKS;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->taken_count, 1); /* 200: the same bytes */
    assert_outbox(desk, 0, 1, 0);
}

static void other_bytes_under_our_name_are_kept_and_told(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk->taken[0] = (struct ack_item){.id = {{1}}, .hash = {{9}}}; /* a cloned card was first */
    desk->taken_count = 1;
    desk->mood = DESK_TAKES;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_outbox(desk, 0, 0, 1);
    assert_non_null(strstr(desk->agent.told.text, "copied"));
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(lines(desk, "PUT v1/up/"), 0);
}

static void there_already_counts_as_sent_only(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk->mood = DESK_ANSWERS;
    desk->status = 412;
    (void)desk_round(desk); /* the heartbeat is answered so too */
    assert_outbox(desk, 1, 0, 0);
    assert_int_equal(lines(desk, "GET v1/wutongli/ack/"), 1);
}

static void too_large_does_not_block_what_comes_behind(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk_letter(desk, 2);
    desk->mood = DESK_ANSWERS;
    desk->status = 413;
    (void)desk_round(desk);
    assert_int_equal(lines(desk, "PUT v1/up/"), 2);
    assert_outbox(desk, 2, 0, 0); /* never dropped */
}

static void later_stops_the_queue_and_is_honoured(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk_letter(desk, 2);
    desk->mood = DESK_ANSWERS;
    desk->status = 429;
    desk->retry_after_s = 120;
    assert_err(ERR_UNAVAILABLE, desk_round(desk));
    assert_int_equal(lines(desk, "PUT v1/up/"), 1);
    assert_int_equal(desk->agent.retry_after_s, 120);
    assert_outbox(desk, 2, 0, 0);
}

static void a_new_epoch_queues_everything_again(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk_letter(desk, 2);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_outbox(desk, 0, 2, 0);
    desk->epoch = 10; /* restored from a copy that lacks both */
    desk->counter = 0;
    desk->taken_count = 0;
    desk_letter(desk, 3);
    desk_letter(desk, 4);
    assert_ok_why(desk_round(desk), &desk->why); /* all in one round */
    assert_outbox(desk, 0, 4, 0);
    assert_int_equal(desk->taken_count, 4);
}

static void a_lower_counter_queues_everything_again(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk_letter(desk, 2);
    assert_ok_why(desk_round(desk), &desk->why);
    desk->counter = 0;
    desk->taken_count = 1;
    desk_letter(desk, 3);
    desk_letter(desk, 4);
    assert_ok_why(desk_round(desk), &desk->why); /* all in one round */
    assert_outbox(desk, 0, 4, 0);
    assert_int_equal(desk->taken_count, 4);
}

static void a_replayed_acknowledgement_is_ignored(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk->mood = DESK_TAKES;
    assert_ok(desk_round(desk));
    desk_put_ack(desk, &desk->kit.office); /* names letter 1 */
    assert_ok(desk_round(desk));
    assert_outbox(desk, 0, 1, 0);
    char route[ROUTE_BYTES_MAX];
    route_ack(route, desk->kit.root.office, text_of(desk->kit.kiosk_id));
    struct bytes old = *kit_get(&desk->kit, route);
    desk->epoch = 10; /* restored without letter 1 */
    desk->taken_count = 0;
    desk->ack_issued_s += 60;
    desk_letter(desk, 2);
    desk_put_ack(desk, &desk->kit.office);
    assert_ok(desk_round(desk));
    assert_outbox(desk, 2, 0, 0);
    kit_put(&desk->kit, route, old); /* a mirror shows the one from before */
    assert_err(ERR_MISMATCH, desk_round(desk));
    assert_says(&desk->why, "older acknowledgement");
    assert_outbox(desk, 2, 0, 0);
}

/* ---- heartbeat ---- */

static uint64_t number(struct desk *desk, const char *name)
{
    struct txn *txn = NULL;
    uint64_t n;

    assert_ok(txn_begin_read(desk->agent.device, &txn));
    assert_ok(note_number(txn, name, &n));
    txn_abort(txn);
    return n;
}

static void a_heartbeat_goes_when_there_is_something_to_tell(void **state)
{
    struct desk *desk = *state;

    for (int i = 0; i < 3; i++) {
        desk->time.raw_s += 10;
        assert_ok(desk_round(desk));
        assert_int_equal(desk->beats, 0);
    }
    desk->mood = DESK_TAKES;
    desk_letter(desk, 1);
    assert_ok(desk_round(desk));
    assert_int_equal(desk->beats, 1); /* one more waits */
    assert_ok(desk_round(desk));
    assert_int_equal(desk->beats, 0);
    desk->time.raw_s += PUSH_HEARTBEAT_S;
    assert_ok(desk_round(desk));
    assert_int_equal(desk->beats, 1);
}

static void the_echo_of_the_nonce_is_noted(void **state)
{
    struct desk *desk = *state;

    desk->time.raw_s += PUSH_HEARTBEAT_S;
    desk->time.since_boot_s += PUSH_HEARTBEAT_S;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(number(desk, NOTE_ECHO_AT), desk->time.raw_s);
    assert_int_equal(number(desk, NOTE_ECHO_BOOT), desk->time.since_boot_s);
}

static void another_nonce_is_no_echo(void **state)
{
    struct desk *desk = *state;
    uint64_t before = number(desk, NOTE_ECHO_AT);

    desk->mood = DESK_TAKES;
    desk->time.raw_s += PUSH_HEARTBEAT_S;
    assert_ok(desk_round(desk));
    desk->nonce[0] ^= 1;
    desk_put_ack(desk, &desk->kit.office);
    assert_ok(desk_round(desk));
    assert_int_equal(number(desk, NOTE_ECHO_AT), before);
    desk->nonce[0] ^= 1;
    desk->ack_issued_s++;
    desk_put_ack(desk, &desk->kit.office);
    assert_ok(desk_round(desk));
    assert_int_equal(number(desk, NOTE_ECHO_AT), desk->time.raw_s);
}

static void a_freeze_shows_by_the_office_naming_a_later_publication(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX];

    assert_ok_why(desk_round(desk), &desk->why);
    uint64_t before = number(desk, NOTE_ECHO_AT);
    route_head(route, desk->kit.root.office);
    struct bytes old = *kit_get(&desk->kit, route);
    kit_publish_notice(&desk->kit, "notice/later", 1, "后来的通知");
    kit_put(&desk->kit, route, old); /* a carrier that goes on showing what was */
    desk->time.raw_s += PUSH_HEARTBEAT_S;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->beats, 1);
    assert_int_equal(number(desk, NOTE_ECHO_AT), before); /* heard, and not confirmed */
    assert_ok_why(desk_round(desk), &desk->why);
    assert_says(&desk->agent.told, "held back");
    assert_int_equal(number(desk, NOTE_REFUSED), 1);
    assert_text(desk_title(desk, "notice/later"), "");
}

static void another_history_under_our_number_is_told(void **state)
{
    struct desk *desk = *state;

    assert_ok_why(desk_round(desk), &desk->why);
    uint64_t before = number(desk, NOTE_ECHO_AT);
    desk->kit.tip.b[0] ^= 1; /* what the office itself holds */
    desk->time.raw_s += PUSH_HEARTBEAT_S;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_says(&desk->agent.told, "not the one that was shown");
    assert_int_equal(number(desk, NOTE_ECHO_AT), before);
}

static void the_head_key_echoes_where_the_office_key_is_locked(void **state)
{
    struct desk *desk = *state;

    desk->echo_signer = &desk->kit.head;
    desk->time.raw_s += PUSH_HEARTBEAT_S;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(number(desk, NOTE_ECHO_AT), desk->time.raw_s);
    desk->echo_signer = &desk->kit.stranger; /* and nobody else does */
    desk->time.raw_s += PUSH_HEARTBEAT_S;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(number(desk, NOTE_ECHO_AT), desk->time.raw_s - PUSH_HEARTBEAT_S);
}

static void a_later_heartbeat_at_the_office_is_a_copied_card(void **state)
{
    struct desk *desk = *state;

    desk->mood = DESK_ANSWERS;
    desk->status = 409;
    desk->time.raw_s += PUSH_HEARTBEAT_S;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_says(&desk->agent.told, "copied");
}

/* ---- the way ---- */

static void plain_http_is_used_only_where_the_policy_allows(void **state)
{
    struct desk *desk = *state;
    struct policy policy = {.office = desk->kit.root.office,
                            .name = desk->kit.root.name,
                            .preset = text_of("seed"),
                            .term_start = 20000,
                            .term_years = 5,
                            .first_board = text_of("2026-10"),
                            .disclosure_day = 10};

    desk->plain_refused = true;
    desk_letter(desk, 1);
    assert_err(ERR_DENIED, desk_round(desk));
    assert_outbox(desk, 1, 0, 0);
    policy.plain_upload = true;
    struct bytes object = kit_object(&desk->kit, KIND_policy, &policy);
    struct entry entry = kit_entry(&desk->kit, KIND_policy, "policy", 1, object);
    kit_publish(&desk->kit, &entry, &object, 1, true);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_outbox(desk, 0, 1, 0);
}

static void no_connection_is_one_attempt(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    desk->mood = DESK_IS_AWAY;
    assert_err(ERR_UNAVAILABLE, desk_round(desk));
    assert_int_equal(desk->gets + desk->puts, 1);
    assert_outbox(desk, 1, 0, 0);
}

static void a_refused_head_does_not_keep_letters_back(void **state)
{
    struct desk *desk = *state;
    struct head head = kit_head(&desk->kit);

    head.tip.b[0] ^= 1;
    kit_put_head(&desk->kit, &head, &desk->kit.head);
    desk_letter(desk, 1);
    assert_err(ERR_MISMATCH, desk_round(desk));
    assert_says(&desk->why, "fork");
    assert_outbox(desk, 0, 1, 0);
}

static void what_is_done_long_enough_is_purged(void **state)
{
    struct desk *desk = *state;

    desk_letter(desk, 1);
    assert_ok(desk_round(desk));
    assert_outbox(desk, 0, 1, 0);
    desk_letter(desk, 2);
    desk->mood = DESK_TAKES;
    desk->time.raw_s += (int64_t)91 * 86400;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_outbox(desk, 1, 0, 0); /* what waits is never dropped */
}

static void what_has_passed_its_day_leaves_the_disk(void **state)
{
    struct desk *desk = *state;
    struct bytes object = kit_notice(&desk->kit, "救助名单"), held;
    struct entry entry = kit_entry(&desk->kit, KIND_notice, "notice/list", 1, object);
    struct hash hash = hash_of(object);

    entry.until_s = desk->time.raw_s + 86400;
    kit_sign(&desk->kit, &entry, true, false);
    kit_publish(&desk->kit, &entry, &object, 1, true);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_text(desk_title(desk, "notice/list"), "救助名单");
    desk->time.raw_s = entry.until_s; /* from this moment on */
    desk->time.since_boot_s += 86400;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_err(ERR_NOT_FOUND, content_entry(desk->agent.content, text_of("notice/list"),
                                            &desk->agent.scratch, &held));
    assert_false(content_has(desk->agent.content, &hash));
    assert_text(desk_title(desk, "notice/water"), "停水通知");
    kit_publish_notice(&desk->kit, "notice/after", 1, "之后的"); /* and nothing is in the way */
    assert_ok_why(desk_round(desk), &desk->why);
    assert_text(desk_title(desk, "notice/after"), "之后的");
}

/* A day on, so that what is over is looked for. */
static void a_day_passes(struct desk *desk)
{
    desk->time.raw_s += 86400;
    desk->time.since_boot_s += 86400;
    assert_ok_why(desk_round(desk), &desk->why);
}

static void what_a_volume_held_goes_with_the_record_of_its_end(void **state)
{
    struct desk *desk = *state;
    const char *key = "disclosure/2026-10/05/1", *kept = "disclosure/2026-10/06/1";
    struct bytes first = kit_disclosure(&desk->kit, "十月收支"),
                 second = kit_disclosure(&desk->kit, "十月收支（更正）"), held;
    struct hash first_hash = hash_of(first), second_hash = hash_of(second);
    struct entry entry = kit_entry(&desk->kit, KIND_disclosure, key, 1, first);

    kit_publish(&desk->kit, &entry, &first, 1, true);
    entry = kit_entry(&desk->kit, KIND_disclosure, key, 2, second);
    kit_publish(&desk->kit, &entry, &second, 1, true);
    entry =
        kit_entry(&desk->kit, KIND_disclosure, kept, 1, first); /* the same content, and stays */
    kit_publish(&desk->kit, &entry, &first, 1, true);
    assert_ok_why(desk_round(desk), &desk->why);
    a_day_passes(desk);
    assert_true(content_has(desk->agent.content, &second_hash));

    struct purge_row rows[] = {{text_of(key), 1, first_hash}, {text_of(key), 2, second_hash}};
    struct purge purge = {.year = 2026,
                          .on = 20000,
                          .by = text_of("李敏"),
                          .approver = text_of("陈立"),
                          .reason = text_of("保存期满"),
                          .rows = {rows, 2}};
    struct bytes object = kit_object(&desk->kit, KIND_purge, &purge);
    entry = kit_entry(&desk->kit, KIND_purge, "purge/2026", 1, object);
    kit_publish(&desk->kit, &entry, &object, 1, true);
    a_day_passes(desk);
    assert_err(ERR_NOT_FOUND,
               content_entry(desk->agent.content, text_of(key), &desk->agent.scratch, &held));
    assert_err(ERR_NOT_FOUND, content_entry_version(desk->agent.content, text_of(key), 1,
                                                    &desk->agent.scratch, &held));
    assert_false(content_has(desk->agent.content, &second_hash));
    assert_true(content_has(desk->agent.content, &first_hash));
    assert_ok(content_entry(desk->agent.content, text_of(kept), &desk->agent.scratch, &held));
    assert_text(desk_title(desk, "notice/water"), "停水通知");
}

static void of_what_tells_a_state_only_the_newest_stays(void **state)
{
    struct desk *desk = *state;
    uint8_t loc[RECEIPT_LOC_BYTES] = {1};
    const char *key = "receipt/01000000000000000000000000000000";
    struct bytes held;

    for (enum receipt_state told = RECEIPT_RECEIVED; told <= RECEIPT_ANSWERED; told++) {
        const struct receipt receipt = {
            .loc = bytes_of(loc, sizeof loc), .state = told, .at = desk->time.raw_s};
        struct bytes object = kit_object(&desk->kit, KIND_receipt, &receipt);
        struct entry entry = kit_entry(&desk->kit, KIND_receipt, key, (uint64_t)told, object);
        kit_publish(&desk->kit, &entry, &object, 1, true);
        assert_ok_why(desk_round(desk), &desk->why);
    }
    kit_publish_notice(&desk->kit, "notice/water", 2, "改到后天");
    struct hash vain = hash_of(text_bytes(text_of("came in vain")));
    assert_ok(content_stage(desk->agent.content, &vain, text_bytes(text_of("came in vain"))));
    assert_ok(content_stage_end(desk->agent.content));
    a_day_passes(desk);
    assert_err(ERR_NOT_FOUND, content_entry_version(desk->agent.content, text_of(key), 2,
                                                    &desk->agent.scratch, &held));
    assert_ok(
        content_entry_version(desk->agent.content, text_of(key), 3, &desk->agent.scratch, &held));
    assert_ok(content_entry_version(desk->agent.content, text_of("notice/water"), 1,
                                    &desk->agent.scratch, &held));
    assert_false(content_has(desk->agent.content, &vain));
}

static void the_outbox_tells_when_it_grew(void **state)
{
    struct desk *desk = *state;

    assert_false(agent_outbox_grew(&desk->agent));
    desk_letter(desk, 1);
    assert_true(agent_outbox_grew(&desk->agent));
    assert_ok(desk_round(desk));
    assert_false(agent_outbox_grew(&desk->agent));
}

static struct bytes grant_make(struct desk *desk, const char *secret, const struct signer *to)
{
    const struct grant grant = {.office = desk->kit.root.office,
                                .kiosk = text_of(desk->kit.kiosk_id),
                                .origin = text_of("http://store/city/wutongli"),
                                .access_key = text_of("AK"),
                                .secret_key = text_of(secret),
                                .region = text_of("default")};
    struct bytes sealed;

    assert_ok(grant_seal(&grant, &to->pk, &desk->kit.arena, &sealed));
    return sealed;
}

static void keys_for_a_store_come_with_an_acknowledgement_and_stay(void **state)
{
    struct desk *desk = *state;
    struct grant grant;
    struct bytes sealed;

    assert_err(ERR_NOT_FOUND, agent_grant(&desk->agent, &sealed, &grant));
    desk->grant = grant_make(desk, "secret1", &desk->kit.kiosk);
    desk_letter(desk, 1);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_ok(agent_grant(&desk->agent, &sealed, &grant));
    assert_text(grant.secret_key, "secret1");
    desk->grant = bytes_of(NULL, 0); /* confirmed: the office sends them no more */
    desk_letter(desk, 2);
    assert_ok_why(desk_round(desk), &desk->why);
    desk_restart(desk);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_ok(agent_grant(&desk->agent, &sealed, &grant));
    assert_text(grant.secret_key, "secret1");
    desk->grant = grant_make(desk, "secret2", &desk->kit.kiosk);
    desk_letter(desk, 3);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_ok(agent_grant(&desk->agent, &sealed, &grant));
    assert_text(grant.secret_key, "secret2");
}

static void keys_sealed_to_another_change_nothing_and_the_letter_is_done(void **state)
{
    struct desk *desk = *state;
    struct grant grant;
    struct bytes sealed;

    desk->grant = grant_make(desk, "secret1", &desk->kit.stranger);
    desk_letter(desk, 1);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_outbox(desk, 0, 1, 0);
    assert_err(ERR_NOT_FOUND, agent_grant(&desk->agent, &sealed, &grant));
    assert_says(&desk->agent.told, "cannot be read");
}

/* A store that takes nothing without keys: they lie beside what it refuses. */
static void a_refused_letter_makes_it_look_for_keys(void **state)
{
    struct desk *desk = *state;
    struct grant grant;
    struct bytes sealed;

    desk->grant = grant_make(desk, "secret1", &desk->kit.kiosk);
    desk_put_ack(desk, &desk->kit.office);
    desk->mood = DESK_ANSWERS;
    desk->status = 403;
    desk_letter(desk, 1);
    assert_err(ERR_DENIED, desk_round(desk));
    assert_ok(agent_grant(&desk->agent, &sealed, &grant));
    assert_outbox(desk, 1, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_letter_goes_up_and_is_done_by_the_acknowledgement, admitted),
        TEST(nothing_goes_up_before_the_office_admits, enrolled),
        TEST(a_revoked_kiosk_sends_nothing, admitted),
        TEST(an_entry_for_another_key_admits_nobody, enrolled),
        TEST(a_forged_200_leaves_the_letter_waiting, admitted),
        TEST(an_acknowledgement_by_another_key_is_none, admitted),
        TEST(an_acknowledgement_of_other_bytes_is_a_conflict, admitted),
        TEST(what_was_sent_is_not_sent_again_before_an_hour, admitted),
        TEST(a_broken_answer_repeats_the_same_bytes, admitted),
        TEST(other_bytes_under_our_name_are_kept_and_told, admitted),
        TEST(there_already_counts_as_sent_only, admitted),
        TEST(too_large_does_not_block_what_comes_behind, admitted),
        TEST(later_stops_the_queue_and_is_honoured, admitted),
        TEST(a_new_epoch_queues_everything_again, admitted),
        TEST(a_lower_counter_queues_everything_again, admitted),
        TEST(a_replayed_acknowledgement_is_ignored, admitted),
        TEST(a_heartbeat_goes_when_there_is_something_to_tell, admitted),
        TEST(the_echo_of_the_nonce_is_noted, admitted),
        TEST(another_nonce_is_no_echo, admitted),
        TEST(a_freeze_shows_by_the_office_naming_a_later_publication, admitted),
        TEST(another_history_under_our_number_is_told, admitted),
        TEST(the_head_key_echoes_where_the_office_key_is_locked, admitted),
        TEST(a_later_heartbeat_at_the_office_is_a_copied_card, admitted),
        TEST(plain_http_is_used_only_where_the_policy_allows, admitted),
        TEST(no_connection_is_one_attempt, admitted),
        TEST(a_refused_head_does_not_keep_letters_back, admitted),
        TEST(what_is_done_long_enough_is_purged, admitted),
        TEST(what_has_passed_its_day_leaves_the_disk, admitted),
        TEST(what_a_volume_held_goes_with_the_record_of_its_end, admitted),
        TEST(of_what_tells_a_state_only_the_newest_stays, admitted),
        TEST(the_outbox_tells_when_it_grew, admitted),
        TEST(keys_for_a_store_come_with_an_acknowledgement_and_stay, admitted),
        TEST(keys_sealed_to_another_change_nothing_and_the_letter_is_done, admitted),
        TEST(a_refused_letter_makes_it_look_for_keys, admitted),
    };
    return cmocka_run_group_tests_name("agent.push", tests, NULL, NULL);
}
