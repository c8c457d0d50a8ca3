/* What the office shows is taken whole or not at all; what is refused leaves the old view. */
#include "desk.h"

#include <string.h>

#include "content.h"
#include "install.h"

static const char KEY[] = "notice/water", DISCLOSURE[] = "disclosure/2026-10/05/1";

/* Refused with this reason, and the view is as it was. */
static void refused(struct desk *desk, enum err err, const char *reason)
{
    uint64_t seq = desk->agent.state.seq;

    assert_err(err, desk_round(desk));
    assert_says(&desk->why, reason);
    assert_int_equal(desk->agent.state.seq, seq);
    assert_ok(agent_load(&desk->agent, &desk->why));
    assert_int_equal(desk->agent.state.seq, seq);
    assert_int_equal(desk->agent.trust.seq, seq);
}

static void log_route(struct desk *desk, uint64_t seq, char to[ROUTE_BYTES_MAX])
{
    route_log(to, desk->kit.root.office, seq);
}

/* ---- what goes well ---- */

static void a_first_round_brings_what_is_there(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    kit_publish_notice(&desk->kit, "notice/power", 1, "停电通知");
    assert_ok_why(desk_round(desk), &desk->why);
    assert_text(desk_title(desk, KEY), "停水通知");
    assert_text(desk_title(desk, "notice/power"), "停电通知");
    assert_int_equal(desk->agent.state.seq, 2);
    assert_int_equal(desk->agent.trust.seq, 2);
    assert_int_equal(desk->agent.trust.floor_s, desk->kit.issued_s);
    assert_int_equal(desk->agent.state.checked_s, desk->time.raw_s);
}

static void an_office_with_nothing_yet_is_fine(void **state)
{
    struct desk *desk = *state;

    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->agent.state.seq, 0);
    assert_int_equal(desk->agent.trust.floor_s, desk->kit.issued_s);
}

static void nothing_new_costs_one_request_without_a_body(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    desk->time.raw_s += 300;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->gets, 1);
    assert_int_equal(desk->puts, 0);
    assert_int_equal(desk->not_modified, 1);
    assert_int_equal(desk->body_bytes, 0);
    assert_ok(agent_load(&desk->agent, &desk->why));
    assert_int_equal(desk->agent.state.checked_s, desk->time.raw_s);
}

static void one_changed_and_one_added_cost_two_requests(void **state)
{
    struct desk *desk = *state;
    struct bytes objects[2];
    struct entry entries[2];

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    objects[0] = kit_notice(&desk->kit, "停水通知(更正)");
    objects[1] = kit_notice(&desk->kit, "停电通知");
    entries[0] = kit_entry(&desk->kit, KIND_notice, KEY, 2, objects[0]);
    entries[1] = kit_entry(&desk->kit, KIND_notice, "notice/power", 1, objects[1]);
    kit_publish(&desk->kit, entries, objects, 2, true);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->gets, 2);
    assert_text(desk_title(desk, KEY), "停水通知(更正)");
    assert_text(desk_title(desk, "notice/power"), "停电通知");
}

static void large_objects_are_fetched_by_their_hash(void **state)
{
    struct desk *desk = *state;
    struct bytes object = kit_notice(&desk->kit, "停水通知");
    struct entry entry = kit_entry(&desk->kit, KIND_notice, KEY, 1, object);

    kit_publish(&desk->kit, &entry, &object, 1, false);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->gets, 3);
    assert_text(desk_title(desk, KEY), "停水通知");
}

static void a_newer_issue_of_the_same_head_is_kept(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    desk->kit.issued_s += 86400;
    struct head head = kit_head(&desk->kit);
    kit_put_head(&desk->kit, &head, &desk->kit.head);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->agent.state.issued_s, desk->kit.issued_s);
    assert_int_equal(desk->agent.trust.floor_s, desk->kit.issued_s);
    assert_int_equal(desk->agent.state.seq, 1);
}

static void a_withdrawal_takes_the_place_of_what_it_withdraws(void **state)
{
    struct desk *desk = *state;
    const char *key = "disclosure/2026-10/05/1";
    struct bytes object = kit_disclosure(&desk->kit, "十月收支");
    struct entry entry = kit_entry(&desk->kit, KIND_disclosure, key, 1, object);
    const struct withdraw withdraw = {.of_kind = KIND_disclosure,
                                      .key = text_of(key),
                                      .title = text_of("十月收支"),
                                      .reason = text_of("金额有误"),
                                      .on = 20000};
    struct disclosure disclosure;
    struct withdraw found;

    kit_publish(&desk->kit, &entry, &object, 1, true);
    assert_ok(desk_round(desk));
    assert_ok(agent_record(&desk->agent, KIND_disclosure, key, &disclosure, &desk->why));
    object = kit_object(&desk->kit, KIND_withdraw, &withdraw);
    entry = kit_entry(&desk->kit, KIND_withdraw, key, 2, object);
    kit_publish(&desk->kit, &entry, &object, 1, true);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_err(ERR_NOT_FOUND,
               agent_record(&desk->agent, KIND_disclosure, key, &disclosure, &desk->why));
    assert_ok(agent_record(&desk->agent, KIND_withdraw, key, &found, &desk->why));
    assert_text(found.reason, "金额有误");
}

/* ---- snapshots ---- */

static void publish_many(struct desk *desk, int count)
{
    for (int i = 0; i < count; i++) {
        char key[] = "notice/00";
        key[7] = (char)('0' + i / 10);
        key[8] = (char)('0' + i % 10);
        kit_publish_notice(&desk->kit, key, 1, "通知");
    }
}

static void a_first_sync_takes_the_snapshot_and_the_logs_behind_it(void **state)
{
    struct desk *desk = *state;

    publish_many(desk, 20);
    kit_publish_snapshot(&desk->kit);
    kit_publish_notice(&desk->kit, "notice/03", 2, "新通知");
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->gets, 3); /* head, snapshot, one log */
    assert_text(desk_title(desk, "notice/00"), "通知");
    assert_text(desk_title(desk, "notice/03"), "新通知");
    assert_text(desk_title(desk, "notice/19"), "通知");
}

static void a_kiosk_far_behind_takes_the_snapshot(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    publish_many(desk, SNAPSHOT_BEHIND_MAX + 1);
    kit_publish_snapshot(&desk->kit);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->gets, 2);
    assert_text(desk_title(desk, KEY), "停水通知");
    assert_text(desk_title(desk, "notice/64"), "通知");
}

static void where_a_log_is_gone_the_snapshot_stands_for_it(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX];

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    publish_many(desk, 3);
    kit_publish_snapshot(&desk->kit); /* of log 4 */
    kit_publish_notice(&desk->kit, "notice/01", 2, "新通知");
    log_route(desk, 3, route);
    kit_remove(&desk->kit, route);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->agent.state.seq, 5);
    assert_text(desk_title(desk, KEY), "停水通知");
    assert_text(desk_title(desk, "notice/01"), "新通知");
    assert_text(desk_title(desk, "notice/02"), "通知");
}

static void no_snapshot_of_the_past_stands_for_a_log(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX];

    publish_many(desk, 3);
    kit_publish_snapshot(&desk->kit);
    assert_ok(desk_round(desk));
    kit_publish_notice(&desk->kit, "notice/01", 2, "新通知");
    log_route(desk, 4, route);
    struct bytes log = *kit_get(&desk->kit, route);
    kit_remove(&desk->kit, route);
    assert_err(ERR_UNAVAILABLE, desk_round(desk));
    assert_non_null(strstr(desk->why.text, "log 4 is missing"));
    assert_text(desk_title(desk, "notice/01"), "通知"); /* the old view stays */
    kit_put(&desk->kit, route, log);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_text(desk_title(desk, "notice/01"), "新通知");
}

static void a_snapshot_goes_on_where_it_broke_off(void **state)
{
    struct desk *desk = *state;

    publish_many(desk, 40);
    kit_publish_snapshot(&desk->kit);
    desk->cut_after = 2500;
    desk->cuts = 1;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->gets, 3);
    assert_text(desk_title(desk, "notice/39"), "通知");
}

static void a_snapshot_goes_on_after_a_restart_and_without_ranges(void **state)
{
    struct desk *desk = *state;

    publish_many(desk, 90);
    kit_publish_snapshot(&desk->kit);
    desk->cut_after = 1500;
    desk->cuts = 100;
    assert_err(ERR_UNAVAILABLE, desk_round(desk));
    assert_int_equal(desk->agent.state.seq, 0);
    desk_restart(desk);
    desk->cuts = 0;
    desk->no_ranges = true;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_text(desk_title(desk, "notice/89"), "通知");
}

static void a_bad_snapshot_changes_nothing_and_is_fetched_anew(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX];

    publish_many(desk, 3);
    kit_publish_snapshot(&desk->kit);
    route_snapshot(route, desk->kit.root.office, &desk->kit.snapshot);
    struct bytes good = *kit_get(&desk->kit, route);
    struct bytes bad = arena_copy(&desk->kit.arena, good.data, good.size);
    desk->kit.arena.base[bad.data - desk->kit.arena.base + (ptrdiff_t)bad.size / 2] ^= 1;
    kit_put(&desk->kit, route, bad);
    assert_int_not_equal(desk_round(desk), OK);
    assert_int_equal(desk->agent.state.seq, 0);
    kit_put(&desk->kit, route, good);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->agent.state.seq, 3);
}

static void a_snapshot_of_an_older_version_is_refused(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    struct entry old = desk->kit.live[0];
    struct bytes old_object = desk->kit.live_objects[0];
    kit_publish_notice(&desk->kit, KEY, 2, "停水通知(更正)");
    assert_ok(desk_round(desk));
    publish_many(desk, SNAPSHOT_BEHIND_MAX + 1);
    desk->kit.live[0] = old; /* the head's key alone tries to bring it back */
    desk->kit.live_objects[0] = old_object;
    kit_publish_snapshot(&desk->kit);
    refused(desk, ERR_MISMATCH, "version 1 after version 2");
    assert_text(desk_title(desk, KEY), "停水通知(更正)");
}

/* A snapshot of three notices and a disclosure in which a signature is wrong: the first one's
 * or, `supervision`, the second. */
static void publish_wrong(struct desk *desk, bool supervision)
{
    struct bytes object = kit_disclosure(&desk->kit, "十月收支");
    struct entry entry = kit_entry(&desk->kit, KIND_disclosure, DISCLOSURE, 1, object);

    publish_many(desk, 3);
    kit_publish(&desk->kit, &entry, &object, 1, true);
    desk->kit.live[3].signatures[supervision ? 1 : 0].signature.b[7] ^= 1;
    kit_publish_snapshot(&desk->kit);
}

static void what_the_office_has_endorsed_is_not_verified_once_more_for_it(void **state)
{
    struct desk *desk = *state;

    publish_wrong(desk, false);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->agent.state.seq, 4);
}

static void without_the_offices_word_every_signature_is_verified(void **state)
{
    struct desk *desk = *state;
    const struct signer *others[] = {NULL, &desk->kit.head, &desk->kit.supervision,
                                     &desk->kit.stranger};

    publish_wrong(desk, false);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        kit_endorse(&desk->kit, others[i]);
        refused(desk, ERR_MISMATCH, "the office signature is missing or wrong");
        assert_int_equal(desk->agent.state.seq, 0);
    }
}

static void the_offices_word_is_none_for_the_supervision_group(void **state)
{
    struct desk *desk = *state;

    publish_wrong(desk, true);
    refused(desk, ERR_MISMATCH, "the supervision signature is missing or wrong");
    assert_int_equal(desk->agent.state.seq, 0);
}

static void an_endorsed_snapshot_is_the_one_that_was_endorsed(void **state)
{
    struct desk *desk = *state;

    publish_many(desk, 3);
    kit_publish_snapshot(&desk->kit);
    struct key_signature endorsement = desk->kit.endorsement;
    desk->kit.live[1].signatures[0].signature.b[7] ^= 1; /* by whoever holds the head key */
    kit_publish_snapshot(&desk->kit);
    desk->kit.endorsement = endorsement;
    struct head head = kit_head(&desk->kit);
    kit_put_head(&desk->kit, &head, &desk->kit.head);
    refused(desk, ERR_MISMATCH, "the office signature is missing or wrong");
}

/* ---- what is refused ---- */

static void a_rollback_is_refused(void **state)
{
    struct desk *desk = *state;
    struct head old = kit_head(&desk->kit);

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    kit_put_head(&desk->kit, &old, &desk->kit.head);
    refused(desk, ERR_MISMATCH, "rollback");
    assert_text(desk_title(desk, KEY), "停水通知");
}

static void a_fork_is_refused(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    struct head head = kit_head(&desk->kit);
    head.tip.b[0] ^= 1;
    head.issued_s += 10;
    kit_put_head(&desk->kit, &head, &desk->kit.head);
    refused(desk, ERR_MISMATCH, "fork");
}

static void an_older_issue_is_refused(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    struct head head = kit_head(&desk->kit);
    head.issued_s -= 10;
    kit_put_head(&desk->kit, &head, &desk->kit.head);
    refused(desk, ERR_MISMATCH, "older issue");
}

static void a_head_from_the_far_future_is_refused(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    struct head head = kit_head(&desk->kit);
    head.issued_s += (int64_t)401 * 86400;
    kit_put_head(&desk->kit, &head, &desk->kit.head);
    refused(desk, ERR_MISMATCH, "too far ahead");
}

static void an_agent_too_old_says_so(void **state)
{
    struct desk *desk = *state;
    struct head head = kit_head(&desk->kit);

    head.min_agent = AGENT_PROTOCOL + 1;
    kit_put_head(&desk->kit, &head, &desk->kit.head);
    refused(desk, ERR_MISMATCH, "newer version of this program");
}

static void a_skipped_log_is_refused(void **state)
{
    struct desk *desk = *state;
    char two[ROUTE_BYTES_MAX], three[ROUTE_BYTES_MAX];

    publish_many(desk, 3);
    log_route(desk, 2, two);
    log_route(desk, 3, three);
    struct bytes second = *kit_get(&desk->kit, two);
    kit_put(&desk->kit, two, *kit_get(&desk->kit, three));
    refused(desk, ERR_MISMATCH, "does not follow");
    kit_remove(&desk->kit, two);
    refused(desk, ERR_UNAVAILABLE, "log 2 is missing");
    kit_put(&desk->kit, two, second);
    assert_ok_why(desk_round(desk), &desk->why);
}

static void a_head_signed_by_another_key_is_refused(void **state)
{
    struct desk *desk = *state;
    struct head head = kit_head(&desk->kit);

    kit_put_head(&desk->kit, &head, &desk->kit.office);
    refused(desk, ERR_MISMATCH, "not signed");
}

static void a_missing_supervision_signature_refuses_the_update(void **state)
{
    struct desk *desk = *state;
    struct bytes object = kit_disclosure(&desk->kit, "十月收支");
    struct entry entry =
        kit_entry(&desk->kit, KIND_disclosure, "disclosure/2026-10/05/1", 1, object);

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    kit_sign(&desk->kit, &entry, true, false);
    kit_publish(&desk->kit, &entry, &object, 1, true);
    refused(desk, ERR_MISMATCH, "supervision signature");
}

/* The object at o/<hash>, replaced by another frame. */
static void object_replace(struct desk *desk, struct bytes frame, const char *reason)
{
    struct bytes object = kit_notice(&desk->kit, "停水通知");
    struct entry entry = kit_entry(&desk->kit, KIND_notice, KEY, 1, object);
    char route[ROUTE_BYTES_MAX];

    kit_publish(&desk->kit, &entry, &object, 1, false);
    route_object(route, desk->kit.root.office, &entry.hash);
    struct bytes good = *kit_get(&desk->kit, route);
    kit_put(&desk->kit, route, frame);
    refused(desk, ERR_MISMATCH, reason);
    kit_put(&desk->kit, route, good);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_text(desk_title(desk, KEY), "停水通知");
}

static void a_changed_object_is_refused(void **state)
{
    struct desk *desk = *state;
    object_replace(desk, kit_frame(&desk->kit, kit_notice(&desk->kit, "停电通知")),
                   "other bytes than were signed");
}

static void an_oversize_object_is_refused(void **state)
{
    struct desk *desk = *state;
    static uint8_t zeros[4 * 1024 * 1024];
    object_replace(desk, kit_frame(&desk->kit, bytes_of(zeros, sizeof zeros)), "no frame of");
}

static void a_truncated_object_is_refused(void **state)
{
    struct desk *desk = *state;
    struct bytes frame = kit_frame(&desk->kit, kit_notice(&desk->kit, "停水通知"));
    object_replace(desk, bytes_of(frame.data, frame.size - 3), "no frame of");
}

static void a_body_over_the_limit_is_refused(void **state)
{
    struct desk *desk = *state;
    static uint8_t large[HEAD_BYTES_MAX + 1];
    char route[ROUTE_BYTES_MAX];

    route_head(route, desk->kit.root.office);
    kit_put(&desk->kit, route, bytes_of(large, sizeof large));
    refused(desk, ERR_INVALID, "larger than it may be");
}

static void the_page_of_a_captive_portal_is_no_head(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX];

    route_head(route, desk->kit.root.office);
    kit_put(&desk->kit, route, bytes_of_text("<html>please log in</html>"));
    refused(desk, ERR_INVALID, "not a head");
}

static void another_sites_head_is_refused(void **state)
{
    struct desk *desk = *state;
    static struct kit other;
    char route[ROUTE_BYTES_MAX], theirs[ROUTE_BYTES_MAX];

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    kit_make(&other, "other");
    route_head(route, desk->kit.root.office);
    route_head(theirs, other.root.office);
    kit_put(&desk->kit, route, *kit_get(&other, theirs));
    refused(desk, ERR_MISMATCH, "another office");
    kit_free(&other);
}

static void an_entry_of_the_same_version_is_refused(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    kit_publish_notice(&desk->kit, KEY, 1, "别的通知");
    refused(desk, ERR_MISMATCH, "version 1 after version 1");
    assert_text(desk_title(desk, KEY), "停水通知");
}

/* ---- what has ended ---- */

static void an_object_that_has_ended_may_be_missing(void **state)
{
    struct desk *desk = *state;
    struct bytes objects[2];
    struct entry entries[2];
    char route[ROUTE_BYTES_MAX];

    objects[0] = kit_notice(&desk->kit, "名单");
    objects[1] = kit_notice(&desk->kit, "停电通知");
    entries[0] = kit_entry(&desk->kit, KIND_notice, "notice/list", 1, objects[0]);
    entries[1] = kit_entry(&desk->kit, KIND_notice, "notice/power", 1, objects[1]);
    entries[0].until_s = desk->kit.issued_s + 30;
    kit_sign(&desk->kit, &entries[0], true, false);
    kit_publish(&desk->kit, entries, objects, 2, false);
    route_object(route, desk->kit.root.office, &entries[0].hash);
    kit_remove(&desk->kit, route);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_text(desk_title(desk, "notice/power"), "停电通知");
    assert_text(desk_title(desk, "notice/list"), "");
}

static void an_object_that_has_not_ended_must_be_there(void **state)
{
    struct desk *desk = *state;
    struct bytes object = kit_notice(&desk->kit, "名单");
    struct entry entry = kit_entry(&desk->kit, KIND_notice, "notice/list", 1, object);
    char route[ROUTE_BYTES_MAX];

    entry.until_s = desk->kit.issued_s + 86400;
    kit_sign(&desk->kit, &entry, true, false);
    kit_publish(&desk->kit, &entry, &object, 1, false);
    route_object(route, desk->kit.root.office, &entry.hash);
    kit_remove(&desk->kit, route);
    refused(desk, ERR_UNAVAILABLE, "the server answers 404");
}

/* ---- roots ---- */

static void a_new_root_is_followed_and_kept(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    desk->kit.root.roles[ROLE_HEAD].keys[0] = kit_signer(200).pk;
    desk->kit.head = kit_signer(200);
    kit_next_root(&desk->kit);
    kit_next_root(&desk->kit);
    kit_publish_notice(&desk->kit, KEY, 2, "停水通知(更正)");
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->agent.root.version, 3);
    assert_text(desk_title(desk, KEY), "停水通知(更正)");
    desk_restart(desk);
    assert_int_equal(desk->agent.root.version, 3);
}

static void a_root_that_the_keepers_did_not_sign_is_refused(void **state)
{
    struct desk *desk = *state;

    desk->kit.keepers[0] = kit_signer(201);
    desk->kit.keepers[1] = kit_signer(202);
    desk->kit.root.roles[ROLE_ROOT].keys[0] = desk->kit.keepers[0].pk;
    desk->kit.root.roles[ROLE_ROOT].keys[1] = desk->kit.keepers[1].pk;
    kit_next_root(&desk->kit);
    refused(desk, ERR_MISMATCH, "signed by 0 keys of root 1");
    assert_int_equal(desk->agent.root.version, 1);
}

static void a_root_in_between_that_is_missing_is_waited_for(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX];

    kit_next_root(&desk->kit);
    kit_next_root(&desk->kit);
    route_root(route, desk->kit.root.office, 2);
    kit_remove(&desk->kit, route);
    refused(desk, ERR_UNAVAILABLE, "root/2");
}

/* The office's disk was lost, and what it has now begins lower than what kiosks hold. */
static void office_begins_again(struct desk *desk, const char *title)
{
    desk->kit.seq = 0;
    desk->kit.tip = (struct hash){0};
    desk->kit.snapshot = (struct hash){0};
    desk->kit.live_count = 0;
    desk->kit.issued_s -= 86400;
    kit_publish_notice(&desk->kit, KEY, 1, title);
}

static void a_new_root_lets_an_office_begin_again(void **state)
{
    struct desk *desk = *state;

    for (int i = 1; i <= 3; i++) {
        kit_publish_notice(&desk->kit, KEY, (uint64_t)i, "停水通知");
    }
    kit_publish_notice(&desk->kit, "notice/gone", 1, "没有备份的");
    assert_ok(desk_round(desk));
    office_begins_again(desk, "重新开始");
    refused(desk, ERR_MISMATCH, "rollback"); /* nobody but the keepers may */
    kit_next_root(&desk->kit);
    office_begins_again(desk, "重新开始");
    assert_ok_why(desk_round(desk), &desk->why);
    assert_text(desk_title(desk, KEY), "重新开始");
    assert_text(desk_title(desk, "notice/gone"), "");
    assert_int_equal(desk->agent.trust.seq, 1);
    assert_int_equal(desk->agent.trust.floor_s, desk->kit.issued_s);
    desk_restart(desk);
    assert_int_equal(desk->agent.trust.seq, 1);
    desk->kit.issued_s += 86400;
    kit_publish_notice(&desk->kit, KEY, 2, "再往后");
    assert_ok_why(desk_round(desk), &desk->why);
    office_begins_again(desk, "再来一次"); /* one root, one new beginning */
    refused(desk, ERR_MISMATCH, "rollback");
}

static void a_new_root_with_an_empty_office_leaves_the_board(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    desk->kit.seq = 0;
    desk->kit.tip = (struct hash){0};
    kit_next_root(&desk->kit);
    struct head head = kit_head(&desk->kit);
    kit_put_head(&desk->kit, &head, &desk->kit.head);
    refused(desk, ERR_MISMATCH, "rollback");
    assert_text(desk_title(desk, KEY), "停水通知");
}

/* A stolen head key issues again and again. */
static void the_head_key_alone_moves_the_clock_one_step_in_all(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    struct head head = kit_head(&desk->kit);
    head.issued_s += (int64_t)300 * 86400;
    kit_put_head(&desk->kit, &head, &desk->kit.head);
    assert_ok_why(desk_round(desk), &desk->why);
    head.issued_s += (int64_t)300 * 86400;
    kit_put_head(&desk->kit, &head, &desk->kit.head);
    refused(desk, ERR_MISMATCH, "too far ahead");
    kit_next_root(&desk->kit); /* the keepers give the server another key, and the time again */
    desk->kit.issued_s += 60;
    kit_publish_notice(&desk->kit, KEY, 2, "停水通知");
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->agent.trust.floor_s, desk->kit.issued_s);
}

/* ---- power cuts ---- */

static void a_cut_between_a_new_beginning_and_trust_heals(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX];
    struct head head;

    for (int i = 1; i <= 3; i++) {
        kit_publish_notice(&desk->kit, KEY, (uint64_t)i, "停水通知");
    }
    assert_ok(desk_round(desk));
    kit_next_root(&desk->kit);
    char away[ROUTE_BYTES_MAX];
    office_begins_again(desk, "重新开始");
    route_log(away, desk->kit.root.office, 1);
    struct bytes log = *kit_get(&desk->kit, away);
    kit_remove(&desk->kit, away); /* the root is taken in this round, the rest is not */
    assert_err(ERR_UNAVAILABLE, desk_round(desk));
    kit_put(&desk->kit, away, log);
    assert_ok(agent_load(&desk->agent, &desk->why));
    agent_judge(&desk->agent, &desk->time);
    route_head(route, desk->kit.root.office);
    struct bytes bytes = *kit_get(&desk->kit, route);
    assert_ok(head_open(bytes, &desk->agent.root, &head, NULL));
    assert_ok_why(install(&desk->agent, &head, bytes, &desk->why), &desk->why);
    desk_restart(desk); /* before the trust state was written */
    assert_int_equal(desk->agent.state.seq, 1);
    assert_int_equal(desk->agent.trust.seq, 1);
    assert_int_equal(desk->agent.trust.tip_root, 2);
    assert_text(desk_title(desk, KEY), "重新开始");
}

static void a_cut_between_flip_and_trust_heals(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX];
    struct head head;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(agent_load(&desk->agent, &desk->why));
    agent_judge(&desk->agent, &desk->time);
    route_head(route, desk->kit.root.office);
    struct bytes bytes = *kit_get(&desk->kit, route);
    assert_ok(head_open(bytes, &desk->agent.root, &head, NULL));
    assert_ok_why(install(&desk->agent, &head, bytes, &desk->why), &desk->why);
    desk_restart(desk); /* before the trust state was written */
    assert_int_equal(desk->agent.trust.seq, 1);
    assert_true(hash_equal(&desk->agent.trust.tip, &head.tip));
    struct head old = {.office = desk->kit.root.office,
                       .root_version = 1,
                       .issued_s = desk->kit.issued_s,
                       .min_agent = 1};
    kit_put_head(&desk->kit, &old, &desk->kit.head);
    refused(desk, ERR_MISMATCH, "rollback");
}

static void a_line_that_breaks_leaves_the_old_view(void **state)
{
    struct desk *desk = *state;
    struct bytes objects[3];
    struct entry entries[3];
    static const char *const keys[] = {"notice/1", "notice/2", "notice/3"};

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    for (int i = 0; i < 3; i++) {
        objects[i] = kit_notice(&desk->kit, keys[i]);
        entries[i] = kit_entry(&desk->kit, KIND_notice, keys[i], 1, objects[i]);
    }
    kit_publish(&desk->kit, entries, objects, 3, false);
    char route[ROUTE_BYTES_MAX];
    route_object(route, desk->kit.root.office, &entries[2].hash);
    struct bytes last = *kit_get(&desk->kit, route);
    kit_remove(&desk->kit, route);
    refused(desk, ERR_UNAVAILABLE, "404");
    assert_text(desk_title(desk, "notice/1"), "");
    kit_put(&desk->kit, route, last);
    assert_ok(desk_round(desk));
    assert_int_equal(desk->gets, 3); /* head, log, and the one object that was missing */
    assert_text(desk_title(desk, "notice/3"), "notice/3");
}

static void a_view_that_was_lost_is_fetched_again_but_never_an_older_one(void **state)
{
    struct desk *desk = *state;
    struct head old;

    publish_many(desk, 2);
    old = kit_head(&desk->kit);
    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    assert_ok(desk_round(desk));
    agent_close(&desk->agent);
    folder_remove(temp_path(desk->folder, "content"));
    desk_restart(desk);
    assert_int_equal(desk->agent.state.seq, 0);
    struct head now = kit_head(&desk->kit);
    kit_put_head(&desk->kit, &old, &desk->kit.head);
    assert_err(ERR_MISMATCH, desk_round(desk));
    assert_says(&desk->why, "rollback");
    kit_put_head(&desk->kit, &now, &desk->kit.head);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_text(desk_title(desk, KEY), "停水通知");
}

static void a_view_of_another_office_is_dropped(void **state)
{
    struct desk *desk = *state;
    struct txn *txn = NULL;

    publish_many(desk, 5);
    assert_ok(desk_round(desk));
    agent_close(&desk->agent);
    /* The kiosk is given to another office, the content forgotten. */
    folder_remove(temp_path(desk->folder, "device"));
    kit_free(&desk->kit);
    kit_make(&desk->kit, "other");
    kit_publish_notice(&desk->kit, KEY, 1, "别处的通知");
    desk_restart(desk);
    assert_ok(txn_begin_write(desk->agent.device, &txn));
    assert_ok(trust_set_root(txn, desk->kit.root_bytes));
    assert_ok(trust_set_key(txn, &desk->kit.kiosk.sk));
    assert_ok(txn_commit(txn));
    assert_ok_why(desk_round(desk), &desk->why);
    assert_text(desk_title(desk, KEY), "别处的通知");
    assert_text(desk_title(desk, "notice/00"), "");
}

/* ---- clock ---- */

static void a_clock_of_1970_is_not_believed(void **state)
{
    struct desk *desk = *state;

    kit_publish_notice(&desk->kit, KEY, 1, "停水通知");
    desk->time.raw_s = 1000;
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->agent.trust.floor_s, desk->kit.issued_s);
    assert_ok(desk_round(desk));
    assert_true(desk->agent.clock.doubtful);
    assert_true(desk->agent.clock.now_s >= desk->kit.issued_s);
}

static void a_kiosk_that_is_not_enrolled_says_so(void **state)
{
    struct desk *desk = *state;

    assert_err(ERR_NOT_FOUND, desk_round(desk));
    assert_says(&desk->why, "not enrolled");
    assert_int_equal(desk->gets, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_first_round_brings_what_is_there, enrolled),
        TEST(an_office_with_nothing_yet_is_fine, enrolled),
        TEST(nothing_new_costs_one_request_without_a_body, enrolled),
        TEST(one_changed_and_one_added_cost_two_requests, enrolled),
        TEST(large_objects_are_fetched_by_their_hash, enrolled),
        TEST(a_newer_issue_of_the_same_head_is_kept, enrolled),
        TEST(a_withdrawal_takes_the_place_of_what_it_withdraws, enrolled),
        TEST(a_first_sync_takes_the_snapshot_and_the_logs_behind_it, enrolled),
        TEST(a_kiosk_far_behind_takes_the_snapshot, enrolled),
        TEST(where_a_log_is_gone_the_snapshot_stands_for_it, enrolled),
        TEST(no_snapshot_of_the_past_stands_for_a_log, enrolled),
        TEST(a_snapshot_goes_on_where_it_broke_off, enrolled),
        TEST(a_snapshot_goes_on_after_a_restart_and_without_ranges, enrolled),
        TEST(a_bad_snapshot_changes_nothing_and_is_fetched_anew, enrolled),
        TEST(a_snapshot_of_an_older_version_is_refused, enrolled),
        TEST(what_the_office_has_endorsed_is_not_verified_once_more_for_it, enrolled),
        TEST(without_the_offices_word_every_signature_is_verified, enrolled),
        TEST(the_offices_word_is_none_for_the_supervision_group, enrolled),
        TEST(an_endorsed_snapshot_is_the_one_that_was_endorsed, enrolled),
        TEST(a_rollback_is_refused, enrolled),
        TEST(a_fork_is_refused, enrolled),
        TEST(an_older_issue_is_refused, enrolled),
        TEST(a_head_from_the_far_future_is_refused, enrolled),
        TEST(an_agent_too_old_says_so, enrolled),
        TEST(a_skipped_log_is_refused, enrolled),
        TEST(a_head_signed_by_another_key_is_refused, enrolled),
        TEST(a_missing_supervision_signature_refuses_the_update, enrolled),
        TEST(a_changed_object_is_refused, enrolled),
        TEST(an_oversize_object_is_refused, enrolled),
        TEST(a_truncated_object_is_refused, enrolled),
        TEST(a_body_over_the_limit_is_refused, enrolled),
        TEST(the_page_of_a_captive_portal_is_no_head, enrolled),
        TEST(another_sites_head_is_refused, enrolled),
        TEST(an_entry_of_the_same_version_is_refused, enrolled),
        TEST(an_object_that_has_ended_may_be_missing, enrolled),
        TEST(an_object_that_has_not_ended_must_be_there, enrolled),
        TEST(a_new_root_is_followed_and_kept, enrolled),
        TEST(a_root_that_the_keepers_did_not_sign_is_refused, enrolled),
        TEST(a_root_in_between_that_is_missing_is_waited_for, enrolled),
        TEST(a_cut_between_a_new_beginning_and_trust_heals, enrolled),
        TEST(the_head_key_alone_moves_the_clock_one_step_in_all, enrolled),
        TEST(a_new_root_with_an_empty_office_leaves_the_board, enrolled),
        TEST(a_new_root_lets_an_office_begin_again, enrolled),
        TEST(a_cut_between_flip_and_trust_heals, enrolled),
        TEST(a_line_that_breaks_leaves_the_old_view, enrolled),
        TEST(a_view_that_was_lost_is_fetched_again_but_never_an_older_one, enrolled),
        TEST(a_view_of_another_office_is_dropped, enrolled),
        TEST(a_clock_of_1970_is_not_believed, enrolled),
        TEST(a_kiosk_that_is_not_enrolled_says_so, desk),
    };
    return cmocka_run_group_tests_name("agent.fetch", tests, NULL, NULL);
}
