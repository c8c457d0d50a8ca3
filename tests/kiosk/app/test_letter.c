/* A letter is durable or it is not there, its receipt finds it anywhere, and full disks are told.
 */
#include "site_fixture.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hash.h"
#include "letter.h"
#include "lookup.h"
#include "outbox.h"
#include "receipts.h"
#include "secret.h"
#include "submit.h"
#include "vault.h"
#include "words.h"

/* ---- what the commit does in this test (linked with --wrap=txn_commit) ---- */

enum commit_act { COMMIT, DIE_BEFORE, DIE_AFTER, DISK_FULL, DISK_READ_ONLY };
static enum commit_act commit_act;

enum err __real_txn_commit(struct txn *txn);
enum err __wrap_txn_commit(struct txn *txn);
enum err __wrap_txn_commit(struct txn *txn)
{
    enum commit_act act = commit_act;

    if (act == DIE_BEFORE) {
        kill(getpid(), SIGKILL);
    }
    if (act == DISK_FULL || act == DISK_READ_ONLY) {
        txn_abort(txn);
        return act == DISK_FULL ? ERR_FULL : ERR_READONLY;
    }
    enum err err = __real_txn_commit(txn);
    if (act == DIE_AFTER) {
        kill(getpid(), SIGKILL);
    }
    return err;
}

/* ---- a desk: a kiosk with a draft on it ---- */

struct desk {
    struct site site;
    struct data_folder folder;
    struct snapshot snapshot;
    struct submit submit;
    struct lookup lookup;
    struct draft draft;
    struct clock_verdict clock;
    struct arena secret;
};

static void desk_open(struct desk *desk, const char *path)
{
    struct complaint why = {""};

    assert_ok_why(data_folder_open(&desk->folder, path, false, &why), &why);
    assert_ok(snapshot_init(&desk->snapshot, &desk->folder));
    desk->snapshot.now_s = desk->clock.now_s;
    snapshot_renew(&desk->snapshot);
}

static void desk_close(struct desk *desk)
{
    snapshot_deinit(&desk->snapshot);
    data_folder_close(&desk->folder);
}

static void write_draft(struct desk *desk)
{
    struct draft *draft = &desk->draft;

    memset(draft, 0, sizeof *draft);
    textfield_init(&draft->text, draft->text_buffer, sizeof draft->text_buffer);
    textfield_init(&draft->name, draft->name_buffer, sizeof draft->name_buffer);
    textfield_init(&draft->phone, draft->phone_buffer, sizeof draft->phone_buffer);
    draft->category = 1;
    textfield_set(&draft->text, text_of("二楼的灯不亮了，请修一修。"));
    textfield_set(&draft->name, text_of(" 张三 "));
}

static int desk_setup(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);

    assert_non_null(desk);
    commit_act = COMMIT;
    site_make(&desk->site);
    desk->clock.now_s = at("2026-11-12 10:24");
    assert_ok(arena_init(&desk->secret, 256 * 1024));
    site_flip(&desk->site, desk->site.folder, at("2026-11-12 09:00"));
    desk_open(desk, desk->site.folder);
    write_draft(desk);
    *state = desk;
    return 0;
}

static int desk_teardown(void **state)
{
    struct desk *desk = *state;

    commit_act = COMMIT;
    submit_forget(&desk->submit);
    lookup_forget(&desk->lookup);
    desk_close(desk);
    arena_deinit(&desk->secret);
    site_unmake(&desk->site);
    free(desk);
    return 0;
}

static void prepare(struct desk *desk)
{
    enum err err;

    assert_ok(submit_prepare(&desk->submit, &desk->folder));
    while ((err = submit_poll(&desk->submit)) == ERR_BUSY) {
        usleep(1000);
    }
    assert_ok(err);
}

static struct submit_outcome hand_in(struct desk *desk)
{
    prepare(desk);
    return submit_letter(&desk->submit, &desk->folder, &desk->draft, &desk->clock, &desk->secret);
}

static struct outbox_figures figures(struct desk *desk)
{
    struct outbox_figures figures;
    struct txn *txn;

    assert_ok(txn_begin_read(desk->folder.device, &txn));
    assert_ok(outbox_figures(txn, &figures));
    txn_abort(txn);
    return figures;
}

static struct model_receipt look_up(struct desk *desk, const char *digits)
{
    struct model_receipt receipt = {0};

    assert_ok(lookup_now(&desk->lookup, &desk->folder, text_of(digits)));
    lookup_fill(&desk->lookup, &desk->snapshot, &desk->secret, &receipt);
    return receipt;
}

/* What the office finds in the first waiting envelope. */
static struct bytes opened(struct desk *desk, enum kind kind)
{
    struct outbox_item item;
    struct envelope envelope;
    struct bytes object;
    struct txn *txn;
    size_t count;

    assert_ok(txn_begin_read(desk->folder.device, &txn));
    assert_ok(outbox_peek(txn, 1, &desk->site.arena, &item, 1, &count));
    txn_abort(txn);
    assert_int_equal(count, 1);
    assert_ok(envelope_check(item.envelope, &desk->site.kiosk.pk));
    assert_ok(envelope_decode(item.envelope, &envelope));
    assert_int_equal(envelope.kind, kind);
    assert_ok(envelope_open(&envelope, &desk->site.mailbox_secret, &desk->site.arena, &object));
    return object;
}

static struct letter opened_letter(struct desk *desk)
{
    struct letter letter;

    assert_ok(letter_decode(opened(desk, KIND_letter), &desk->site.arena, &letter, NULL));
    return letter;
}

/* ---- handing in ---- */

static void the_office_alone_can_open_what_was_handed_in(void **state)
{
    struct desk *desk = *state;
    char digits[RECEIPT_DIGITS + 1];

    prepare(desk);
    memcpy(digits, desk->submit.digits, sizeof digits);
    assert_ok(hand_in(desk).err);
    struct letter letter = opened_letter(desk);
    assert_text(letter.text, "二楼的灯不亮了，请修一修。");
    assert_text(letter.name, "张三");
    assert_int_equal(letter.phone.size, 0);
    assert_text(letter.receipt, digits);
    assert_true(text_equal(letter.category, word_category(1)));
    assert_true(receipt_valid(text_of(digits)));
}

static void what_is_about_an_item_goes_up_as_an_opinion_on_it(void **state)
{
    struct desk *desk = *state;
    struct opinion opinion;

    text_copy(text_of("disclosure/2026-10/05/1"), desk->draft.about, sizeof desk->draft.about);
    assert_ok(hand_in(desk).err);
    assert_ok(opinion_decode(opened(desk, KIND_opinion), &desk->site.arena, &opinion, NULL));
    assert_text(opinion.about, "disclosure/2026-10/05/1");
    assert_int_equal(opinion.item, 5);
    assert_text(opinion.text, "二楼的灯不亮了，请修一修。");
    assert_text(opinion.name, "张三");
}

static void what_is_about_a_meeting_stays_a_letter(void **state)
{
    struct desk *desk = *state;

    text_copy(text_of("meeting/2026-11-20-1"), desk->draft.about, sizeof desk->draft.about);
    assert_ok(hand_in(desk).err);
    assert_text(opened_letter(desk).about, "meeting/2026-11-20-1");
}

static void a_letter_needs_a_category_and_words(void **state)
{
    struct desk *desk = *state;

    desk->draft.category = -1;
    assert_err(ERR_INVALID, hand_in(desk).err);
    desk->draft.category = 0;
    textfield_set(&desk->draft.text, text_of(" \n "));
    assert_err(ERR_INVALID, hand_in(desk).err);
    assert_int_equal(figures(desk).waiting, 0);
}

static void each_letter_has_a_receipt_of_its_own(void **state)
{
    struct desk *desk = *state;
    char first[RECEIPT_DIGITS + 1];

    assert_ok(hand_in(desk).err);
    memcpy(first, desk->submit.digits, sizeof first);
    assert_ok(hand_in(desk).err);
    assert_string_not_equal(first, desk->submit.digits);
    assert_int_equal(figures(desk).waiting, 2);
}

static void the_seventh_letter_in_a_row_has_to_wait(void **state)
{
    struct desk *desk = *state;

    for (int i = 0; i < SUBMIT_BURST; i++) {
        assert_ok(hand_in(desk).err);
    }
    struct submit_outcome outcome = hand_in(desk);
    assert_err(ERR_FULL, outcome.err);
    assert_true(outcome.limited);
    assert_true(outcome.wait_s > 0 && outcome.wait_s <= SUBMIT_BACK_S);
    desk->clock.now_s += outcome.wait_s;
    assert_ok(hand_in(desk).err);
    assert_int_equal(figures(desk).waiting, SUBMIT_BURST + 1);
}

static void a_full_disk_keeps_nothing_and_the_receipt_serves_again(void **state)
{
    struct desk *desk = *state;
    char digits[RECEIPT_DIGITS + 1];

    prepare(desk);
    memcpy(digits, desk->submit.digits, sizeof digits);
    commit_act = DISK_FULL;
    struct submit_outcome outcome = hand_in(desk);
    assert_err(ERR_FULL, outcome.err);
    assert_false(outcome.limited);
    commit_act = DISK_READ_ONLY;
    assert_err(ERR_READONLY, hand_in(desk).err);
    commit_act = COMMIT;
    assert_int_equal(figures(desk).waiting, 0);
    assert_ok(hand_in(desk).err);
    assert_text(opened_letter(desk).receipt, digits);
}

static void without_a_root_there_is_no_office_to_write_to(void **state)
{
    struct desk *desk = *state;

    desk->folder.enrolled = false;
    assert_err(ERR_UNAVAILABLE, submit_prepare(&desk->submit, &desk->folder));
    assert_err(
        ERR_UNAVAILABLE,
        submit_letter(&desk->submit, &desk->folder, &desk->draft, &desk->clock, &desk->secret).err);
}

/* ---- the plug is pulled ---- */

static void hand_in_and_die(struct desk *desk, enum commit_act act)
{
    int status;

    desk_close(desk);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        desk_open(desk, desk->site.folder);
        prepare(desk);
        commit_act = act;
        (void)hand_in(desk);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    desk_open(desk, desk->site.folder);
}

static void killed_before_the_commit_there_is_no_letter(void **state)
{
    struct desk *desk = *state;
    bool unshown = true;

    hand_in_and_die(desk, DIE_BEFORE);
    assert_int_equal(figures(desk).waiting, 0);
    assert_ok(submit_unshown(&desk->folder, &unshown));
    assert_false(unshown);
}

static void killed_after_the_commit_the_letter_is_there_and_told_once(void **state)
{
    struct desk *desk = *state;
    bool unshown = false;

    hand_in_and_die(desk, DIE_AFTER);
    assert_int_equal(figures(desk).waiting, 1);
    assert_text(opened_letter(desk).text, "二楼的灯不亮了，请修一修。");
    assert_ok(submit_unshown(&desk->folder, &unshown));
    assert_true(unshown);
    assert_ok(submit_unshown(&desk->folder, &unshown));
    assert_false(unshown);
}

static void a_receipt_that_was_painted_is_not_told_again(void **state)
{
    struct desk *desk = *state;
    bool unshown = true;

    assert_ok(hand_in(desk).err);
    assert_ok(submit_mark_shown(&desk->folder));
    assert_ok(submit_unshown(&desk->folder, &unshown));
    assert_false(unshown);
}

/* ---- looking it up ---- */

static void the_writer_finds_the_letter_by_its_receipt(void **state)
{
    struct desk *desk = *state;

    assert_ok(hand_in(desk).err);
    struct model_receipt receipt = look_up(desk, desk->submit.digits);
    assert_int_equal(receipt.state, LETTER_KEPT);
    assert_int_equal(receipt.submitted_s, desk->clock.now_s);
    assert_true(receipt.can_retract);
    assert_int_equal(receipt.promised_by, on("2026-11-19")); /* five working days */
}

static void a_receipt_of_nobody_is_unknown_and_a_wrong_one_invalid(void **state)
{
    struct desk *desk = *state;
    char digits[RECEIPT_DIGITS + 1];

    receipt_new(digits);
    assert_int_equal(look_up(desk, digits).state, LETTER_UNKNOWN);
    assert_false(look_up(desk, digits).can_retract);
    digits[0] = digits[0] == '9' ? '0' : (char)(digits[0] + 1);
    assert_err(ERR_INVALID, lookup_now(&desk->lookup, &desk->folder, text_of(digits)));
}

static void the_sixth_look_in_a_minute_has_to_wait(void **state)
{
    struct desk *desk = *state;
    char digits[RECEIPT_DIGITS + 1];
    int64_t wait_s = 0;

    receipt_new(digits);
    for (int i = 0; i < LOOKUP_BURST; i++) {
        assert_ok(lookup_start(&desk->lookup, &desk->folder, text_of(digits), desk->clock.now_s,
                               &wait_s));
        while (lookup_poll(&desk->lookup) == ERR_BUSY) {
            usleep(1000);
        }
        assert_true(desk->lookup.known);
    }
    assert_err(ERR_FULL, lookup_start(&desk->lookup, &desk->folder, text_of(digits),
                                      desk->clock.now_s, &wait_s));
    assert_true(wait_s > 0 && wait_s <= LOOKUP_BACK_S);
}

/* What the office publishes of a letter. */
static void publish_state(struct desk *desk, enum receipt_state state_now, const char *answer)
{
    struct site *site = &desk->site;
    struct lookup *lookup = &desk->lookup;
    struct bytes loc = bytes_of(lookup->loc.b, sizeof lookup->loc.b), object, box;
    char hex[2 * RECEIPT_LOC_BYTES + 1];
    const struct receipt receipt = {.loc = loc, .state = state_now, .at = at("2026-11-13 09:00")};
    const struct answer_text text = {text_of(answer), text_of("王建国"), at("2026-11-13 09:00")};

    hex_format(loc, hex);
    site_put(site, KIND_receipt, arena_printf(&site->arena, "receipt/%s", hex).data, site->seq + 1,
             &receipt, 0, 0, SIGN_OFFICE);
    if (answer[0]) {
        assert_ok(answer_text_encode(&text, &site->arena, &object, NULL));
        assert_ok(shared_seal(&lookup->key, object, &site->arena, &box));
        const struct reply reply = {loc, box};
        site_put(site, KIND_reply, arena_printf(&site->arena, "reply/%s", hex).data, 1, &reply, 0,
                 0, SIGN_OFFICE);
    }
}

static void the_answer_is_found_at_another_kiosk_without_a_network(void **state)
{
    struct desk *desk = *state;
    char digits[RECEIPT_DIGITS + 1], other[TEMP_PATH_BYTES_MAX];

    assert_ok(hand_in(desk).err);
    memcpy(digits, desk->submit.digits, sizeof digits);
    (void)look_up(desk, digits);
    publish_state(desk, RECEIPT_ANSWERED, "周五前修好。");
    site_put_policy(&desk->site, 2, "2026-09");
    desk_close(desk);
    temp_folder_make(other);
    site_enrol(&desk->site, other);
    site_flip(&desk->site, other, at("2026-11-13 10:00"));
    desk->clock.now_s = at("2026-11-13 10:24");
    desk_open(desk, other);
    struct model_receipt receipt = look_up(desk, digits);
    assert_int_equal(receipt.state, LETTER_ANSWERED);
    assert_text(receipt.answer, "周五前修好。");
    assert_text(receipt.answer_by, "王建国");
    assert_false(receipt.can_retract);
    assert_int_equal(receipt.submitted_s, 0); /* that is known only where it was written */
    desk_close(desk);
    folder_remove(other);
    desk_open(desk, desk->site.folder);
}

static void the_offices_word_goes_before_our_own(void **state)
{
    struct desk *desk = *state;

    assert_ok(hand_in(desk).err);
    (void)look_up(desk, desk->submit.digits);
    publish_state(desk, RECEIPT_HANDLING, "");
    desk_close(desk);
    site_flip(&desk->site, desk->site.folder, at("2026-11-13 10:00"));
    desk_open(desk, desk->site.folder);
    assert_int_equal(look_up(desk, desk->submit.digits).state, LETTER_HANDLING);
}

/* ---- taking it back ---- */

static void a_letter_taken_back_sends_word_and_leaves_the_vault(void **state)
{
    struct desk *desk = *state;
    struct box_public vault;
    struct box_secret vault_secret;
    struct txn *txn;
    uint64_t count;

    box_keypair(&vault, &vault_secret);
    assert_ok(txn_begin_write(desk->folder.device, &txn));
    assert_ok(vault_set_public(txn, &vault));
    assert_ok(txn_commit(txn));
    assert_ok(hand_in(desk).err);
    assert_ok(txn_begin_read(desk->folder.device, &txn));
    assert_ok(txn_count(txn, DEVICE_VAULT, &count));
    uint64_t with_letter = count;
    txn_abort(txn);
    (void)look_up(desk, desk->submit.digits);
    assert_ok(submit_retract(&desk->folder, text_of(desk->lookup.digits), &desk->lookup.loc,
                             &desk->clock, &desk->secret));
    assert_int_equal(look_up(desk, desk->submit.digits).state, LETTER_RETRACTED);
    assert_int_equal(figures(desk).waiting, 2); /* the letter and the word that it is taken back */
    assert_ok(txn_begin_read(desk->folder.device, &txn));
    assert_ok(txn_count(txn, DEVICE_VAULT, &count));
    assert_int_equal(count, with_letter - 1);
    txn_abort(txn);
}

static void an_answered_letter_cannot_be_taken_back(void **state)
{
    struct desk *desk = *state;
    struct bytes sealed;
    struct txn *txn;

    assert_ok(hand_in(desk).err);
    (void)look_up(desk, desk->submit.digits);
    const struct answer_text text = {text_of("修好了。"), text_of("李秀兰"), desk->clock.now_s};
    struct bytes object;
    assert_ok(answer_text_encode(&text, &desk->site.arena, &object, NULL));
    assert_ok(shared_seal(&desk->lookup.key, object, &desk->site.arena, &sealed));
    assert_ok(txn_begin_write(desk->folder.device, &txn));
    assert_ok(receipt_answer(txn, &desk->lookup.loc, sealed, desk->clock.now_s));
    assert_ok(txn_commit(txn));
    struct model_receipt receipt = look_up(desk, desk->submit.digits);
    assert_int_equal(receipt.state, LETTER_ANSWERED_HERE);
    assert_text(receipt.answer, "修好了。");
    assert_err(ERR_DENIED, submit_retract(&desk->folder, text_of(desk->lookup.digits),
                                          &desk->lookup.loc, &desk->clock, &desk->secret));
    assert_int_equal(figures(desk).waiting, 1);
}

static void our_own_write_raises_the_floor_unless_the_clock_is_doubtful(void **state)
{
    struct desk *desk = *state;
    struct data_news news;
    int64_t floor_s = desk->folder.trust.floor_s;

    desk->clock.doubtful = true;
    assert_ok(hand_in(desk).err);
    assert_true(opened_letter(desk).doubtful);
    assert_ok(data_folder_refresh(&desk->folder, &news));
    assert_int_equal(desk->folder.trust.floor_s, floor_s);
    desk->clock.doubtful = false;
    assert_ok(hand_in(desk).err);
    assert_ok(data_folder_refresh(&desk->folder, &news));
    assert_int_equal(desk->folder.trust.floor_s, desk->clock.now_s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_office_alone_can_open_what_was_handed_in, desk),
        TEST(a_letter_needs_a_category_and_words, desk),
        TEST(what_is_about_an_item_goes_up_as_an_opinion_on_it, desk),
        TEST(what_is_about_a_meeting_stays_a_letter, desk),
        TEST(each_letter_has_a_receipt_of_its_own, desk),
        TEST(the_seventh_letter_in_a_row_has_to_wait, desk),
        TEST(a_full_disk_keeps_nothing_and_the_receipt_serves_again, desk),
        TEST(without_a_root_there_is_no_office_to_write_to, desk),
        TEST(killed_before_the_commit_there_is_no_letter, desk),
        TEST(killed_after_the_commit_the_letter_is_there_and_told_once, desk),
        TEST(a_receipt_that_was_painted_is_not_told_again, desk),
        TEST(the_writer_finds_the_letter_by_its_receipt, desk),
        TEST(a_receipt_of_nobody_is_unknown_and_a_wrong_one_invalid, desk),
        TEST(the_sixth_look_in_a_minute_has_to_wait, desk),
        TEST(the_answer_is_found_at_another_kiosk_without_a_network, desk),
        TEST(the_offices_word_goes_before_our_own, desk),
        TEST(a_letter_taken_back_sends_word_and_leaves_the_vault, desk),
        TEST(an_answered_letter_cannot_be_taken_back, desk),
        TEST(our_own_write_raises_the_floor_unless_the_clock_is_doubtful, desk),
    };
    return cmocka_run_group_tests_name("letter", tests, NULL, NULL);
}
