/* The office stopped in the middle of a publication, a signature, a letter coming in, an answer:
 * what residents can fetch is that of before or that of after, whole, and the next act completes
 * it. */
#include <stdio.h>
#include <string.h>

#include "crash_office.h"
#include "enrol.h"
#include "file.h"
#include "fleet.h"
#include "hash.h"
#include "head.h"
#include "letter.h"
#include "plain.h"
#include "receipt_key.h"
#include "routes.h"

enum { LETTER_SEQ = 1 };

#define KEY "disclosure/2026-10/05/1"
#define LONG_KEY "disclosure/2026-10/07/1"
#define ENVELOPE "letter.envelope"

/* One small disclosure that rides in the log, and a list of persons that is a file of its own. */
static void import_two(struct office *o, const char *folder)
{
    office_import(o, folder, "05.md",
                  "---\nkind: disclosure\nitem: 5\nperiod: 2026-10\n---\n正文。\n");
    office_import(
        o, folder, "07.md",
        "---\nkind: disclosure\nitem: 7\nperiod: 2026-10\nuntil: 2026-12-31\n---\n名单。\n");
}

/* ---- what a kiosk would find ---- */

struct view {
    uint64_t seq;
    bool has_item, has_list;
};

/* Everything that the head names is there, chained, signed and whole; false says what is not. */
static bool view_read(struct office *o, struct view *view)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes bytes;
    struct head head;
    struct hash tip = {0};
    *view = (struct view){0};
    route_head(route, o->site.root.office);
    if (!tree_read(o, route, &bytes) || head_open(bytes, &o->site.root, &head, &o->why)) {
        return neither("the head is missing or damaged") == FOUND_BEFORE;
    }
    view->seq = head.seq;
    for (uint64_t seq = 1; seq <= head.seq; seq++) {
        struct log_entry log;
        if (!log_read(o, seq, &log, &bytes) ||
            log_entry_check(&log, &o->site.root, seq - 1, &tip, &o->why)) {
            return neither("a log is missing, damaged or unchained") == FOUND_BEFORE;
        }
        for (size_t i = 0; i < log.entry_count; i++) {
            if (!object_is_there(o, &log, &log.entries[i])) {
                return neither("an object is missing or damaged") == FOUND_BEFORE;
            }
            view->has_item = view->has_item || text_is(log.entries[i].key, KEY);
            view->has_list = view->has_list || text_is(log.entries[i].key, LONG_KEY);
        }
        tip = hash_of(bytes);
    }
    return hash_equal(&tip, &head.tip) || neither("the head names another log") == FOUND_BEFORE;
}

/* ---- publish ---- */

static void publish_prepare(const char *folder)
{
    struct office o;
    office_found(folder);
    office_open(&o, folder);
    must(office_publish(&o)); /* the policy, as log 1 */
    import_two(&o, folder);
    must(office_sign(&o, ROLE_OFFICE));
    must(office_sign(&o, ROLE_SUPERVISION));
    site_close(&o.site);
}

static int publish_act(const char *folder)
{
    struct office o;
    struct view view;
    enum err err = office_try(&o, folder);
    if (err) {
        return say_error(err, &o.why);
    }
    err = office_publish(&o);
    if (!err) {
        say_done();
    } else {
        must_be(view_read(&o, &view)); /* whoever fetches now gets the old view, whole */
    }
    struct complaint why = o.why;
    site_close(&o.site);
    complaint_make_plain(&why, err); /* as the program does before it says it */
    return err ? say_error(err, &why) : EXIT_DONE;
}

static enum finding publish_verify(const char *folder)
{
    struct office o;
    struct view view, later;
    office_open(&o, folder);
    if (!view_read(&o, &view)) {
        return FOUND_NEITHER;
    }
    if (view.has_item != view.has_list) {
        return neither("half of it was published");
    }
    must(office_publish(&o)); /* and it goes on: completed, and published once */
    if (!view_read(&o, &later)) {
        return FOUND_NEITHER;
    }
    if (later.seq != 2 || !later.has_item || !later.has_list) {
        return neither("the next publication does not complete it");
    }
    site_close(&o.site);
    return view.has_item ? FOUND_AFTER : FOUND_BEFORE;
}

const struct scenario scenario_office_publish = {"office_publish", publish_prepare, publish_act,
                                                 publish_verify};

/* ---- sign ---- */

static void sign_prepare(const char *folder)
{
    struct office o;
    office_found(folder);
    office_open(&o, folder);
    import_two(&o, folder);
    must(office_sign(&o, ROLE_OFFICE));
    site_close(&o.site);
}

static int sign_act(const char *folder)
{
    struct office o;
    enum err err = office_try(&o, folder);
    if (err) {
        return say_error(err, &o.why);
    }
    err = office_sign(&o, ROLE_SUPERVISION);
    if (!err) {
        say_done();
    }
    struct complaint why = o.why;
    site_close(&o.site);
    complaint_make_plain(&why, err); /* as the program does before it says it */
    return err ? say_error(err, &why) : EXIT_DONE;
}

static bool is_signed(struct office *o, const char *key)
{
    struct txn *txn = NULL;
    struct entry entry;
    must(txn_begin_read(o->site.store, &txn));
    must(site_newest(&o->site, txn, text_of(key), &entry, NULL));
    txn_abort(txn);
    return entry_check(&entry, &o->site.root, NULL) == OK;
}

static enum finding sign_verify(const char *folder)
{
    struct office o;
    struct view view;
    office_open(&o, folder);
    bool first = is_signed(&o, KEY), second = is_signed(&o, LONG_KEY);
    if (first != second) {
        return neither("half of it is signed");
    }
    must(office_sign(&o, ROLE_SUPERVISION));
    must(office_publish(&o));
    must_be(view_read(&o, &view) && view.has_item && view.has_list);
    site_close(&o.site);
    return first ? FOUND_AFTER : FOUND_BEFORE;
}

const struct scenario scenario_office_sign = {"office_sign", sign_prepare, sign_act, sign_verify};

/* ---- a letter comes in ---- */

static struct signer kiosk_signer(char id[KIOSK_ID_BYTES])
{
    uint8_t seed[32];
    struct signer signer;
    memset(seed, 7, sizeof seed);
    sign_keypair_from_seed(seed, &signer.pk, &signer.sk);
    kiosk_id_of(&signer.pk, id);
    return signer;
}

static struct upload_id letter_id(void)
{
    return (struct upload_id){{0xAB, 0xCD}};
}

static struct intake intake_of(struct office *o)
{
    return (struct intake){.site = &o->site,
                           .publisher = o->publisher,
                           .has_head = true,
                           .has_mailbox = true,
                           .mailbox = o->mailbox};
}

static void admit_kiosk(struct office *o)
{
    char id[KIOSK_ID_BYTES];
    struct signer signer = kiosk_signer(id);
    struct bytes offer;
    struct intake intake = intake_of(o);
    intake.admit_new = true;
    struct route route = {.kind = ROUTE_ENROL, .office = o->site.root.office, .kiosk = text_of(id)};
    must(enrol_encode(o->site.root.office, text_of("大厅"), &signer, &o->site.scratch, &offer));
    must_be(intake_put(&intake, &route, offer).status == 201);
}

/* Sealed once: each run sends the same bytes. */
static void write_letter(struct office *o, const char *folder)
{
    char id[KIOSK_ID_BYTES], receipt[RECEIPT_DIGITS + 1], path[FILE_PATH_BYTES_MAX];
    struct signer signer = kiosk_signer(id);
    struct shared_key key, content;
    struct receipt_loc loc;
    struct bytes object, envelope;
    struct upload_id upload = letter_id();
    memcpy(receipt, "12345678901", RECEIPT_DIGITS);
    receipt[RECEIPT_DIGITS - 1] = receipt_check_digit(receipt);
    receipt[RECEIPT_DIGITS] = '\0';
    const struct letter letter = {.receipt = text_of(receipt),
                                  .category = text_of("建议"),
                                  .text = text_of("楼道灯不亮"),
                                  .at = o->site.now_s};
    must(receipt_key(text_of(receipt), o->site.root.office, o->site.root.receipt_cost, &key, &loc));
    must(letter_encode(&letter, &o->site.scratch, &object, &o->why));
    must(envelope_seal(&o->site.root, &signer, LETTER_SEQ, &upload, KIND_letter, &loc, object,
                       &o->site.scratch, &content, &envelope));
    must(path_join(path, folder, ENVELOPE));
    must(file_write(path, envelope, 0600, &o->why));
}

static unsigned send_letter(struct office *o, const char *folder)
{
    char id[KIOSK_ID_BYTES], path[FILE_PATH_BYTES_MAX];
    struct intake intake = intake_of(o);
    struct bytes envelope;
    (void)kiosk_signer(id);
    struct route route = {.kind = ROUTE_UPLOAD,
                          .office = o->site.root.office,
                          .kiosk = text_of(id),
                          .seq = LETTER_SEQ,
                          .id = letter_id()};
    must(path_join(path, folder, ENVELOPE));
    must(file_read(path, OUTBOX_ENVELOPE_BYTES_MAX, &o->site.arena, &envelope, &o->why));
    unsigned status = intake_put(&intake, &route, envelope).status;
    arena_reset(&o->site.scratch);
    return status;
}

static void intake_prepare(const char *folder)
{
    struct office o;
    office_found(folder);
    office_open(&o, folder);
    admit_kiosk(&o);
    must(office_publish(&o));
    write_letter(&o, folder);
    site_close(&o.site);
}

static int intake_act(const char *folder)
{
    struct office o;
    office_open(&o, folder);
    must_be(send_letter(&o, folder) == 201);
    say_done();
    site_close(&o.site);
    return EXIT_DONE;
}

static uint64_t letters_in(struct office *o)
{
    struct txn *txn = NULL;
    uint64_t count = 0;
    must(txn_begin_read(o->site.store, &txn));
    must(txn_count(txn, SITE_INBOX, &count));
    txn_abort(txn);
    return count;
}

static enum finding intake_verify(const char *folder)
{
    struct office o;
    office_open(&o, folder);
    uint64_t before = letters_in(&o);
    unsigned status = send_letter(&o, folder); /* the kiosk sends again: taken once */
    if (status != (before ? 200U : 201U) || letters_in(&o) != 1) {
        return neither("a letter was lost or doubled");
    }
    site_close(&o.site);
    return before ? FOUND_AFTER : FOUND_BEFORE;
}

const struct scenario scenario_office_intake = {"office_intake", intake_prepare, intake_act,
                                                intake_verify};

/* ---- an answer ---- */

static void answer_prepare(const char *folder)
{
    struct office o;
    intake_prepare(folder);
    office_open(&o, folder);
    must_be(send_letter(&o, folder) == 201);
    must(office_publish(&o));
    site_close(&o.site);
}

static enum err answer(struct office *o)
{
    char id[UPLOAD_ID_HEX + 1];
    struct upload_id upload = letter_id();
    hex_format(bytes_of(upload.b, UPLOAD_ID_BYTES), id);
    enum err err = letter_answer(&o->site, text_of(id), text_of("已报修。"), text_of("何晓梅"),
                                 &o->mailbox, &o->publisher.office, &o->why);
    arena_reset(&o->site.scratch);
    return err;
}

static int answer_act(const char *folder)
{
    struct office o;
    enum err err = office_try(&o, folder);
    if (err) {
        return say_error(err, &o.why);
    }
    err = answer(&o);
    struct complaint why = o.why;
    if (!err) {
        say_done();
    }
    site_close(&o.site);
    complaint_make_plain(&why, err); /* as the program does before it says it */
    return err ? say_error(err, &why) : EXIT_DONE;
}

/* The letter's state and the sealed reply go together. */
static enum finding answer_verify(const char *folder)
{
    struct office o;
    struct txn *txn = NULL;
    struct inbox_item item;
    struct cursor cursor;
    struct bytes key, value;
    char id[UPLOAD_ID_HEX + 1];
    struct upload_id upload = letter_id();
    office_open(&o, folder);
    hex_format(bytes_of(upload.b, UPLOAD_ID_BYTES), id);
    must(txn_begin_read(o.site.store, &txn));
    must(inbox_find(&o.site, txn, text_of(id), &item, &o.why));
    must(cursor_open(txn, SITE_DRAFTS, text_bytes(text_of("reply/")), &cursor));
    bool reply = cursor_next(&cursor, &key, &value) == OK;
    cursor_close(&cursor);
    txn_abort(txn);
    bool answered = item.state == RECEIPT_ANSWERED;
    if (answered != reply) {
        return neither("a state without its reply, or the reverse");
    }
    must_be(answered || answer(&o) == OK); /* and it can be answered now */
    must(office_publish(&o));
    site_close(&o.site);
    return answered ? FOUND_AFTER : FOUND_BEFORE;
}

const struct scenario scenario_office_answer = {"office_answer", answer_prepare, answer_act,
                                                answer_verify};
