/* A hostile office: it holds the keys, and shows every message with every field changed and signed
 * anew. Each is refused with a reason that names the matter, the old view stays, it is counted and
 * told, and it costs a handful of requests. */
#include "desk.h"

#include <stdio.h>
#include <string.h>

#include "acknowledge.h"
#include "mutant.h"
#include "notes.h"
#include "push.h"
#include "status.h"

static const char KEY[] = "notice/water";

enum { REASONS_MAX = 6, REQUESTS_MAX = 6 };

/* What may be said of a field, and what of its changes is no fault: those are not shown. */
struct verdict {
    unsigned field;
    const char *reasons[REASONS_MAX];
    const char *harmless[REASONS_MAX];
};

struct suite {
    struct desk *desk;
    const char *what;
    const struct verdict *verdicts;
    size_t verdict_count;
    unsigned shown;
};

static const struct verdict *verdict_of(const struct suite *suite, unsigned field)
{
    for (size_t i = 0; i < suite->verdict_count; i++) {
        if (suite->verdicts[i].field == field) {
            return &suite->verdicts[i];
        }
    }
    fail_msg("%s: nobody says what becomes of field %u", suite->what, field);
    return NULL;
}

static bool is_harmless(const struct suite *suite, const struct mutant *mutant)
{
    const struct verdict *verdict = verdict_of(suite, mutant->field);

    for (size_t i = 0; i < REASONS_MAX && verdict->harmless[i]; i++) {
        if (strstr(mutant->name, verdict->harmless[i])) {
            return true;
        }
    }
    return false;
}

static bool is_said(const struct suite *suite, const struct mutant *mutant, const char *why)
{
    const struct verdict *verdict = verdict_of(suite, mutant->field);

    for (size_t i = 0; i < REASONS_MAX && verdict->reasons[i]; i++) {
        if (strstr(why, verdict->reasons[i])) {
            return true;
        }
    }
    return false;
}

static uint64_t note(struct desk *desk, const char *name)
{
    struct txn *txn = NULL;
    uint64_t n;

    assert_ok(txn_begin_read(desk->agent.device, &txn));
    assert_ok(note_number(txn, name, &n));
    txn_abort(txn);
    return n;
}

static void assert_told(struct desk *desk, const char *what)
{
    const struct clock_facts clock = {.raw_s = desk->time.raw_s};
    struct status status;

    assert_ok_why(status_read(desk->folder, &clock, &desk->agent.scratch, &status, &desk->why),
                  &desk->why);
    if (!status.in_trouble || status.error.size == 0 || status.refused == 0) {
        fail_msg("%s: the status does not tell", what);
    }
}

/* One round over what lies in the tree: refused, and nothing has changed. */
static void refuse(struct suite *suite, const struct mutant *mutant)
{
    struct desk *desk = suite->desk;
    struct hash tip = desk->agent.trust.tip;
    uint64_t seq = desk->agent.state.seq, refused = note(desk, NOTE_REFUSED);

    desk->time.raw_s++;
    enum err err = desk_round(desk);
    suite->shown++;
    if (!err) {
        fail_msg("%s, %s: taken", suite->what, mutant->name);
    }
    char why[COMPLAINT_BYTES_MAX];
    snprintf(why, sizeof why, "%s", desk->why.text);
    if (!is_said(suite, mutant, why)) {
        fail_msg("%s, %s: refused with \"%s\"", suite->what, mutant->name, why);
    }
    assert_ok(agent_load(&desk->agent, &desk->why));
    if (desk->agent.state.seq != seq || !hash_equal(&tip, &desk->agent.trust.tip) ||
        desk->agent.trust.seq != seq) {
        fail_msg("%s, %s: the view has changed", suite->what, mutant->name);
    }
    assert_text(desk_title(desk, KEY), "停水通知");
    if (err != ERR_UNAVAILABLE && note(desk, NOTE_REFUSED) != refused + 1) {
        fail_msg("%s, %s: not counted", suite->what, mutant->name);
    }
    if (err != ERR_UNAVAILABLE) {
        assert_told(desk, mutant->name);
    }
    if (desk->gets > REQUESTS_MAX) {
        fail_msg("%s, %s: %u requests", suite->what, mutant->name, desk->gets);
    }
}

typedef void show_fn(struct desk *desk, struct bytes bytes);

/* Shows each mutant of `item` and takes it back. */
static void show_all(struct suite *suite, struct bytes item, show_fn *show)
{
    static struct mutant mutants[MUTANTS_MAX];
    struct arena *arena = &suite->desk->kit.arena;
    size_t mark = arena_mark(arena);
    size_t count = mutants_of(item, arena, mutants);

    for (size_t i = 0; i < count; i++) {
        if (!is_harmless(suite, &mutants[i])) {
            size_t inner = arena_mark(arena);
            show(suite->desk, mutants[i].bytes);
            refuse(suite, &mutants[i]);
            arena_rewind(arena, inner);
        }
    }
    show(suite->desk, item);
    (void)mark; /* what was shown last stays in the tree */
}

static struct bytes payload_of(struct bytes block)
{
    struct signed_block found;
    assert_ok(signed_decode(block, &found));
    return found.payload;
}

static struct bytes tree_get(struct desk *desk, const char *route)
{
    struct bytes *bytes = kit_get(&desk->kit, route);
    assert_non_null(bytes);
    return *bytes;
}

static void sign_put(struct desk *desk, const char *route, const char *context,
                     struct bytes payload, const struct signer *const *signers, size_t count)
{
    struct bytes bytes;
    assert_ok(signed_encode(context, payload, signers, count, &desk->kit.arena, &bytes));
    kit_put(&desk->kit, route, bytes);
}

/* ---- head ---- */

static void put_head(struct desk *desk, struct bytes payload)
{
    char route[ROUTE_BYTES_MAX];
    const struct signer *signers[] = {&desk->kit.head};
    route_head(route, desk->kit.root.office);
    sign_put(desk, route, CONTEXT_HEAD, payload, signers, 1);
}

static struct bytes head_payload(struct desk *desk)
{
    char route[ROUTE_BYTES_MAX];
    route_head(route, desk->kit.root.office);
    return payload_of(tree_get(desk, route));
}

/* The message as it should be is taken afterwards, also with a field that we do not know. */
static void take(struct desk *desk)
{
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk->agent.state.seq, desk->kit.seq);
    const struct clock_facts clock = {.raw_s = desk->time.raw_s};
    struct status status;
    assert_ok(status_read(desk->folder, &clock, &desk->agent.scratch, &status, &desk->why));
    assert_false(status.in_trouble);
}

static void every_field_of_a_head(void **state)
{
    static const struct verdict verdicts[] = {
        {1, {"not a head", "another office"}, {NULL}},
        {2, {"not a head", "root/2: there is none"}, {NULL}},
        {3, {"not a head", "log 4 is missing", "fork"}, {NULL}},
        {4, {"not a head"}, {"zero", "one more", "one less"}},
        {5, {"not a head", "not what the head names"}, {NULL}},
        {6, {"not a head"}, {NULL}},
        {7, {"not a head", "newer version of this program"}, {"zero", "one less"}},
        {8, {"not a head"}, {"missing"}}, /* what stands in it: every_field_of_an_endorsement */
    };
    struct desk *desk = *state;
    struct suite suite = {desk, "head", verdicts, sizeof verdicts / sizeof verdicts[0], 0};

    kit_publish_notice(&desk->kit, "notice/power", 1, "停电通知");
    kit_publish_snapshot(&desk->kit); /* for a head with all its fields */
    show_all(&suite, head_payload(desk), put_head);
    assert_true(suite.shown > 60);
    put_head(desk, mutant_grown(head_payload(desk), &desk->kit.arena));
    take(desk);
}

/* ---- snapshot, as the head names it and as it is ---- */

/* A head with these bytes as its fields 6 and 8; `endorsements` empty: there is no field 8. */
static void put_head_with(struct desk *desk, struct bytes snapshot, struct bytes endorsements)
{
    struct bytes payload;
    struct head head = kit_head(&desk->kit);
    struct buffer b = buffer_begin(&desk->kit.arena);

    cbor_write_map(&b, endorsements.size > 0 ? 8 : 7);
    cbor_write_uint(&b, 1);
    cbor_write_text(&b, head.office);
    cbor_write_uint(&b, 2);
    cbor_write_uint(&b, head.root_version);
    cbor_write_uint(&b, 3);
    cbor_write_uint(&b, head.seq);
    cbor_write_uint(&b, 4);
    cbor_write_uint(&b, (uint64_t)head.issued_s);
    cbor_write_uint(&b, 5);
    cbor_write_bytes(&b, bytes_of(head.tip.b, sizeof head.tip.b));
    cbor_write_uint(&b, 6);
    buffer_add(&b, snapshot.data, snapshot.size);
    cbor_write_uint(&b, 7);
    cbor_write_uint(&b, head.min_agent);
    if (endorsements.size > 0) {
        cbor_write_uint(&b, 8);
        buffer_add(&b, endorsements.data, endorsements.size);
    }
    assert_ok(buffer_end(&b, &payload));
    put_head(desk, payload);
}

static void put_head_snapshot(struct desk *desk, struct bytes list)
{
    put_head_with(desk, list, (struct bytes){0});
}

static struct bytes snapshot_list(struct desk *desk)
{
    struct bytes list;
    struct buffer b = buffer_begin(&desk->kit.arena);

    cbor_write_array(&b, 3);
    cbor_write_bytes(&b, bytes_of(desk->kit.snapshot.b, HASH_BYTES));
    cbor_write_uint(&b, desk->kit.snapshot_size);
    cbor_write_uint(&b, desk->kit.snapshot_seq);
    assert_ok(buffer_end(&b, &list));
    return list;
}

/* A kiosk far behind needs the snapshot. */
static void publish_many(struct desk *desk)
{
    for (int i = 0; i <= SNAPSHOT_BEHIND_MAX; i++) {
        kit_publish_notice(&desk->kit, "notice/power", (uint64_t)i + 1, "停电通知");
    }
    kit_publish_snapshot(&desk->kit);
}

static void every_field_of_what_a_head_says_of_its_snapshot(void **state)
{
    static const struct verdict verdicts[] = {
        {0, {"not a head", "the server answers 404"}, {NULL}},
        {1, {"not a head", "snapshot: not a whole frame of", "not the one that the head"}, {NULL}},
        {2, {"not a head", "not the one that the head"}, {NULL}},
    };
    struct desk *desk = *state;
    struct suite suite = {desk, "snapshot in the head", verdicts, 3, 0};

    publish_many(desk);
    show_all(&suite, snapshot_list(desk), put_head_snapshot);
    assert_true(suite.shown > 30);
    take(desk);
}

static enum err pass(const struct entry *entry, struct bytes entry_bytes, struct bytes object,
                     void *data, struct complaint *why)
{
    (void)entry, (void)entry_bytes, (void)object, (void)data, (void)why;
    return OK;
}

/* The snapshot's plain bytes, changed; the head names what they are now, as far as they are one. */
static void put_snapshot(struct desk *desk, struct bytes plain)
{
    char route[ROUTE_BYTES_MAX];
    struct snapshot_reader reader;
    size_t mark = arena_mark(&desk->kit.arena);

    assert_ok(snapshot_read_begin(&reader, &desk->kit.arena));
    enum err err = snapshot_read(&reader, plain, &desk->why, pass, NULL);
    (void)err; /* then its name is of no account */
    arena_rewind(&desk->kit.arena, mark);
    desk->kit.snapshot = hasher_end(&reader.name);
    desk->kit.snapshot_size = plain.size;
    route_snapshot(route, desk->kit.root.office, &desk->kit.snapshot);
    kit_put(&desk->kit, route, kit_frame(&desk->kit, plain));
    put_head_snapshot(desk, snapshot_list(desk));
}

static struct bytes snapshot_plain(struct desk *desk)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes plain;
    route_snapshot(route, desk->kit.root.office, &desk->kit.snapshot);
    assert_ok(unpack_frame(tree_get(desk, route), 1024 * 1024, &desk->kit.arena, &plain));
    return plain;
}

/* A part of a message, changed inside its whole. */
static struct {
    struct bytes before, behind;
    show_fn *whole;
} place;

static struct bytes place_in(struct bytes whole, struct bytes part, show_fn *show)
{
    size_t at = (size_t)(part.data - whole.data);
    place.before = bytes_of(whole.data, at);
    place.behind = bytes_of(part.data + part.size, whole.size - at - part.size);
    place.whole = show;
    return part;
}

static void put_part(struct desk *desk, struct bytes part)
{
    struct bytes whole;
    struct buffer b = buffer_begin(&desk->kit.arena);

    buffer_add(&b, place.before.data, place.before.size);
    buffer_add(&b, part.data, part.size);
    buffer_add(&b, place.behind.data, place.behind.size);
    assert_ok(buffer_end(&b, &whole));
    place.whole(desk, whole);
}

/* Item number `index` of a sequence of items. */
static struct bytes item_of(struct bytes plain, size_t index)
{
    struct bytes rest = plain;
    size_t size = 0;

    for (size_t i = 0; i <= index; i++) {
        rest = bytes_of(rest.data + size, rest.size - size);
        assert_ok(cbor_check_first(rest, &size));
    }
    return bytes_of(rest.data, size);
}

static void every_field_of_a_snapshots_head(void **state)
{
    static const struct verdict verdicts[] = {
        {1, {"not a snapshot", "not the one that the head"}, {NULL}},
        {2, {"not a snapshot", "not the one that the head"}, {NULL}},
        {3, {"not a snapshot", "its past is not ours"}, {NULL}},
        {4,
         {"not a snapshot", "cut short", "more than the", "is no entry", "has no object"},
         {NULL}},
    };
    struct desk *desk = *state;
    struct suite suite = {desk, "snapshot", verdicts, 4, 0};

    publish_many(desk);
    kit_publish_notice(&desk->kit, "notice/behind", 1, "之后的"); /* so that its tip is used */
    struct bytes plain = snapshot_plain(desk);
    show_all(&suite, place_in(plain, item_of(plain, 0), put_snapshot), put_part);
    assert_true(suite.shown > 40);
    take(desk);
}

/* A hostile server holds the head key, not those of office and supervision. */
#define UNSIGNED "is missing or wrong"

/* ---- the office's endorsement of a snapshot ---- */

static void put_head_endorsed(struct desk *desk, struct bytes endorsements)
{
    put_head_with(desk, snapshot_list(desk), endorsements);
}

/* Whoever holds the head key alone gets nothing in that the office has not signed, whatever stands
 * where the office's endorsement should. */
static void every_field_of_an_endorsement(void **state)
{
    static const struct verdict list_verdicts[] = {{0, {"not a head", UNSIGNED}, {NULL}}};
    static const struct verdict pair_verdicts[] = {{0, {"not a head", UNSIGNED}, {NULL}},
                                                   {1, {"not a head", UNSIGNED}, {NULL}}};
    struct desk *desk = *state;
    struct suite suite = {desk, "endorsements", list_verdicts, 1, 0};
    struct bytes list;

    for (int i = 0; i <= SNAPSHOT_BEHIND_MAX; i++) {
        kit_publish_notice(&desk->kit, "notice/power", (uint64_t)i + 1, "停电通知");
    }
    desk->kit.live[desk->kit.live_count - 1].signatures[0].signature.b[9] ^= 1;
    kit_publish_snapshot(&desk->kit);
    struct buffer b = buffer_begin(&desk->kit.arena);
    signature_list_write(&b, &desk->kit.endorsement, 1);
    assert_ok(buffer_end(&b, &list));
    struct bytes pair = bytes_of(list.data + 1, list.size - 1); /* behind the list's own head */
    const struct mutant stripped = {.name = "field 0: no endorsement"};
    put_head_snapshot(desk, snapshot_list(desk));
    refuse(&suite, &stripped);
    show_all(&suite, list, put_head_endorsed);
    suite.verdicts = pair_verdicts;
    suite.verdict_count = 2;
    show_all(&suite, place_in(list, pair, put_head_endorsed), put_part);
    assert_true(suite.shown > 30);
    take(desk); /* that one is the office's */
}

/* ---- entries ---- */

#define ENTRY_VERDICTS(form, cut)                                                                  \
    {                                                                                              \
        {0,                                                                                        \
         {form, cut, "not a ", "nothing that an office publishes", "may stand under", UNSIGNED},   \
         {NULL}},                                                                                  \
            {1, {form, cut, "may stand under", "an object", UNSIGNED}, {NULL}},                    \
            {2, {form, cut, UNSIGNED}, {NULL}},                                                    \
            {3, {form, cut, "bytes instead of", UNSIGNED}, {NULL}},                                \
            {4, {form, cut, "an object", "other bytes", UNSIGNED}, {NULL}},                        \
            {5, {form, cut, UNSIGNED}, {NULL}}, {6, {form, cut, UNSIGNED}, {NULL}},                \
            {7, {form, cut, UNSIGNED}, {NULL}},                                                    \
    }

static void every_field_of_an_entry_in_a_snapshot(void **state)
{
    static const struct verdict verdicts[] = {
        {0,
         {"is no entry", "cut short", "not a ", "nothing that an office publishes",
          "may stand under", UNSIGNED},
         {NULL}},
        {1, {"is no entry", "cut short", "may stand under", "an object", UNSIGNED}, {NULL}},
        {2, {"is no entry", "cut short", UNSIGNED}, {NULL}},
        {3, {"is no entry", "cut short", UNSIGNED}, {NULL}},
        {4, {"is no entry", "cut short", UNSIGNED}, {NULL}},
        {5, {"is no entry", "cut short", UNSIGNED}, {NULL}},
    };
    struct desk *desk = *state;
    struct suite suite = {desk, "entry in a snapshot", verdicts, 6, 0};

    publish_many(desk);
    struct bytes plain = snapshot_plain(desk);
    show_all(&suite, place_in(plain, item_of(plain, 1), put_snapshot), put_part);
    assert_true(suite.shown > 70);
    take(desk);
}

/* ---- log ---- */

/* The last log's plain bytes, changed; the head names what they are now. */
static void put_log(struct desk *desk, struct bytes plain)
{
    char route[ROUTE_BYTES_MAX];
    struct head head = kit_head(&desk->kit);

    head.tip = hash_of(plain);
    kit_put_head(&desk->kit, &head, &desk->kit.head);
    route_log(route, desk->kit.root.office, desk->kit.seq);
    kit_put(&desk->kit, route, kit_frame(&desk->kit, plain));
}

static struct bytes log_plain(struct desk *desk)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes plain;
    route_log(route, desk->kit.root.office, desk->kit.seq);
    assert_ok(unpack_frame(tree_get(desk, route), LOG_BYTES_MAX, &desk->kit.arena, &plain));
    return plain;
}

static void every_field_of_a_log(void **state)
{
    static const struct verdict verdicts[] = {
        {1, {"not a log entry", "of another office"}, {NULL}},
        {2, {"not a log entry", "does not follow"}, {NULL}},
        {3, {"not a log entry", "its past is not ours"}, {NULL}},
        {4, {"not a log entry"}, {NULL}},
        {5, {"not a log entry", "the server answers 404"}, {NULL}},
    };
    struct desk *desk = *state;
    struct suite suite = {desk, "log", verdicts, 5, 0};

    kit_publish_notice(&desk->kit, "notice/power", 1, "停电通知");
    show_all(&suite, log_plain(desk), put_log);
    assert_true(suite.shown > 50);
    put_log(desk, mutant_grown(log_plain(desk), &desk->kit.arena));
    desk->kit.tip = hash_of(log_plain(desk));
    take(desk);
}

/* A disclosure in a log of its own, and the bytes of its entry inside `plain`. */
static struct bytes publish_disclosure(struct desk *desk, struct bytes *plain)
{
    struct bytes object = kit_disclosure(&desk->kit, "十月收支");
    struct entry entry =
        kit_entry(&desk->kit, KIND_disclosure, "disclosure/2026-10/05/1", 2, object);
    struct log_entry log;

    kit_publish(&desk->kit, &entry, &object, 1, true);
    *plain = log_plain(desk);
    assert_ok(log_entry_decode(*plain, &desk->kit.arena, &log, &desk->why));
    return log.entry_bytes[0];
}

static void every_field_of_an_entry_in_a_log(void **state)
{
    static const struct verdict verdicts[] = ENTRY_VERDICTS("not a log entry", "not a log entry");
    struct desk *desk = *state;
    struct suite suite = {desk, "entry in a log", verdicts, 8, 0};
    struct bytes plain, entry = publish_disclosure(desk, &plain);

    show_all(&suite, place_in(plain, entry, put_log), put_part);
    assert_true(suite.shown > 90);
    take(desk);
}

static void every_field_of_both_signatures_of_an_entry(void **state)
{
    static const struct verdict verdicts[] = {
        {0, {"not a log entry", "is missing or wrong"}, {NULL}},
        {1, {"not a log entry", "is missing or wrong"}, {NULL}},
        {2, {"not a log entry", "is missing or wrong"}, {NULL}},
    };
    struct desk *desk = *state;
    struct suite suite = {desk, "signature", verdicts, 3, 0};
    struct bytes plain, entry = publish_disclosure(desk, &plain);
    struct cbor_reader r;

    cbor_read_begin(&r, entry);
    (void)cbor_read_array(&r, 8);
    for (int field = 0; field < 7; field++) {
        (void)cbor_read_item(&r);
    }
    assert_int_equal(cbor_read_array(&r, 4), 2);
    for (int i = 0; i < 2; i++) { /* the office's, then the supervision group's */
        show_all(&suite, place_in(plain, cbor_read_item(&r), put_log), put_part);
    }
    assert_true(suite.shown > 60);
    take(desk);
}

/* ---- objects ---- */

static void put_object(struct desk *desk, struct bytes frame)
{
    char route[ROUTE_BYTES_MAX];
    struct entry *last = &desk->kit.live[desk->kit.live_count - 1];
    route_object(route, desk->kit.root.office, &last->hash);
    kit_put(&desk->kit, route, frame);
}

static void put_plain_object(struct desk *desk, struct bytes object)
{
    put_object(desk, kit_frame(&desk->kit, object));
}

static void every_field_of_an_object_and_every_fault_of_its_frame(void **state)
{
    static const struct verdict verdicts[] = {
        {0, {"bytes instead of", "other bytes", "no frame of"}, {NULL}},
        {1, {"bytes instead of", "other bytes", "no frame of"}, {NULL}},
        {2, {"bytes instead of", "other bytes", "no frame of"}, {NULL}},
    };
    static const uint8_t bomb[] = {0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0,    0,    0,
                                   0,    0,    0x10, 0,    0,    0x01, 0x00, 0x00};
    static const uint8_t skippable[] = {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    struct desk *desk = *state;
    struct suite suite = {desk, "object", verdicts, 3, 0};
    struct bytes object = kit_notice(&desk->kit, "停电通知");
    struct entry entry = kit_entry(&desk->kit, KIND_notice, "notice/power", 1, object);

    kit_publish(&desk->kit, &entry, &object, 1, false);
    struct bytes whole = kit_frame(&desk->kit, object);
    show_all(&suite, object, put_plain_object);
    static uint8_t longer[4096];
    memcpy(longer, whole.data, whole.size);
    const struct {
        const char *name;
        struct bytes frame;
    } frames[] = {
        {"cut", bytes_of(whole.data, whole.size - 1)},
        {"something behind", bytes_of(longer, whole.size + 1)},
        {"two frames", bytes_of(longer, whole.size * 2)},
        {"declares a gibibyte", bytes_of(bomb, sizeof bomb)},
        {"skippable", bytes_of(skippable, sizeof skippable)},
        {"empty", bytes_of_text("")},
        {"a page", bytes_of_text("<html>welcome to this hotel</html>")},
    };
    memcpy(longer + whole.size, whole.data, whole.size);
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        struct mutant mutant = {.field = 0};
        snprintf(mutant.name, sizeof mutant.name, "frame: %s", frames[i].name);
        put_object(desk, frames[i].frame);
        refuse(&suite, &mutant);
    }
    put_object(desk, whole);
    take(desk);
}

/* ---- root ---- */

static void put_root(struct desk *desk, struct bytes payload)
{
    char route[ROUTE_BYTES_MAX];
    const struct signer *signers[] = {&desk->kit.keepers[0], &desk->kit.keepers[1]};
    route_root(route, desk->kit.root.office, 2);
    sign_put(desk, route, CONTEXT_ROOT, payload, signers, 2);
}

static void every_field_of_a_root(void **state)
{
    static const struct verdict verdicts[] = {
        {1, {"not a root", "not an office id", "root 2 of", "another office"}, {NULL}},
        {2, {"not a root", "name is empty"}, {"its last byte", "one byte"}},
        {3, {"not a root", "root 1 of", "root 3 of", "versions begin"}, {NULL}},
        {4, {"not a root"}, {NULL}},
        {5, {"not a root"}, {"its last byte"}},
        {6, {"not a root"}, {NULL}},
    };
    struct desk *desk = *state;
    struct suite suite = {desk, "root", verdicts, 6, 0};
    char route[ROUTE_BYTES_MAX];

    kit_next_root(&desk->kit);
    route_root(route, desk->kit.root.office, 2);
    show_all(&suite, payload_of(tree_get(desk, route)), put_root);
    assert_true(suite.shown > 50);
    assert_int_equal(desk->agent.root.version, 1);
    take(desk);
    assert_int_equal(desk->agent.root.version, 2);
}

/* ---- acknowledgement and echo: nothing is done, nothing is confirmed ---- */

static void put_ack(struct desk *desk, struct bytes payload)
{
    char route[ROUTE_BYTES_MAX];
    const struct signer *signers[] = {&desk->kit.office};
    route_ack(route, desk->kit.root.office, text_of(desk->kit.kiosk_id));
    sign_put(desk, route, CONTEXT_ACK, payload, signers, 1);
}

static void every_field_of_an_acknowledgement(void **state)
{
    static const struct verdict verdicts[] = {
        {1, {"not an acknowledgement", "not for us"}, {NULL}},
        {2, {"not an acknowledgement", "not for us"}, {NULL}},
        {3, {"not an acknowledgement"}, {"zero", "one more", "one less", "2^6"}},
        {4, {"not an acknowledgement"}, {"zero", "one more", "one less", "2^6"}},
        {5, {"not an acknowledgement"}, {"no list"}},
        {6, {"not an acknowledgement"}, {"no bytes", "its last byte"}},
        {7, {"not an acknowledgement", "older acknowledgement", "too far"}, {"one more"}},
        {8, {"not an acknowledgement"}, {"false for it"}},
        {9, {"not an acknowledgement"}, {NULL}},
        {10,
         {"not an acknowledgement"},
         {"missing", "its last byte", "one byte longer",
          "one byte shorter"}}, /* another's keys: told */
    };
    struct desk *desk = *state;
    struct suite suite = {desk, "acknowledgement", verdicts, 10, 0};
    char route[ROUTE_BYTES_MAX];

    desk->mood = DESK_TAKES;
    desk->grant = bytes_of_text("keys of a store, sealed to somebody else");
    desk_letter(desk, 1);
    desk_put_ack(desk, &desk->kit.office);
    assert_ok_why(desk_round(desk), &desk->why); /* sent, and an acknowledgement of nothing */
    desk_put_ack(desk, &desk->kit.office);
    route_ack(route, desk->kit.root.office, text_of(desk->kit.kiosk_id));
    show_all(&suite, payload_of(tree_get(desk, route)), put_ack);
    assert_true(suite.shown > 70);
    assert_int_equal(desk_figures(desk).waiting, 1);
    put_ack(desk, mutant_grown(payload_of(tree_get(desk, route)), &desk->kit.arena));
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk_figures(desk).done, 1);
}

static void every_field_of_an_echo(void **state)
{
    static struct mutant mutants[MUTANTS_MAX];
    struct desk *desk = *state;
    struct kit *kit = &desk->kit;
    const struct signer *signers[] = {&kit->head};
    struct bytes block, changed;

    desk->mood = DESK_TAKES;
    desk->time.raw_s += PUSH_HEARTBEAT_S;
    assert_ok_why(desk_round(desk), &desk->why);
    uint64_t before = note(desk, NOTE_ECHO_AT);
    struct echo echo = {.office = kit->root.office,
                        .kiosk = text_of(kit->kiosk_id),
                        .seq = kit->seq,
                        .tip = kit->tip,
                        .issued_s = KIT_NOW_S};
    memcpy(echo.nonce, desk->nonce, sizeof echo.nonce);
    assert_ok(echo_encode(&echo, &kit->head, &kit->arena, &block));
    size_t count = mutants_of(payload_of(block), &kit->arena, mutants);
    for (size_t i = 0; i < count; i++) {
        if (mutants[i].field < 5) { /* 5: when; of no account */
            assert_ok(
                signed_encode(CONTEXT_ECHO, mutants[i].bytes, signers, 1, &kit->arena, &changed));
            enum err err = echo_take(&desk->agent, changed, &desk->why);
            if (note(desk, NOTE_ECHO_AT) != before) { /* a later place is heard, and no proof */
                fail_msg("echo, %s: taken (%s)", mutants[i].name, err_name(err));
            }
        }
    }
    assert_true(count > 40);
    assert_ok_why(echo_take(&desk->agent, block, &desk->why), &desk->why);
    assert_int_equal(note(desk, NOTE_ECHO_AT), desk->time.raw_s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_field_of_a_head, admitted),
        TEST(every_field_of_what_a_head_says_of_its_snapshot, admitted),
        TEST(every_field_of_a_snapshots_head, admitted),
        TEST(every_field_of_an_endorsement, admitted),
        TEST(every_field_of_an_entry_in_a_snapshot, admitted),
        TEST(every_field_of_a_log, admitted),
        TEST(every_field_of_an_entry_in_a_log, admitted),
        TEST(every_field_of_both_signatures_of_an_entry, admitted),
        TEST(every_field_of_an_object_and_every_fault_of_its_frame, admitted),
        TEST(every_field_of_a_root, admitted),
        TEST(every_field_of_an_acknowledgement, admitted),
        TEST(every_field_of_an_echo, admitted),
    };
    return cmocka_run_group_tests_name("agent.hostile", tests, NULL, NULL);
}
