/* fuzz_envelope.c - what the office reads from a kiosk, and a kiosk from the office's mailbox:
 * envelope, offer, acknowledgement, grant, hint, entry. */
#include "fuzz_wire.h"

#include "ack.h"
#include "echo.h"
#include "enrol.h"
#include "entry.h"
#include "envelope.h"
#include "grant.h"
#include "heartbeat.h"

enum { ARENA_BYTES = 4 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_envelope(struct bytes input, struct arena *arena)
{
    struct signer kiosk = fuzz_signer(7);
    struct box_secret mailbox;
    struct envelope envelope;
    struct bytes object;

    memset(mailbox.b, FUZZ_MARK + 8, sizeof mailbox.b);
    bool is_form = envelope_decode(input, &envelope) == OK;
    bool is_ours = envelope_check(input, &kiosk.pk) == OK;
    must(is_form || !is_ours);
    if (is_form && envelope_open(&envelope, &mailbox, arena, &object) == OK) {
        must(!kind_is_known(envelope.kind) || record_kind(object) == envelope.kind);
    }
}

static void check_ack(struct bytes input, const struct root *root, struct arena *arena)
{
    struct signer kiosk = fuzz_signer(7), office = fuzz_signer(4);
    char id[KIOSK_ID_BYTES];
    struct ack ack;
    struct bytes again;

    kiosk_id_of(&kiosk.pk, id);
    if (ack_open(input, root, text_of(id), arena, &ack, NULL) == OK) {
        must(ack_encode(&ack, &office, arena, &again) == OK && bytes_equal(input, again));
    }
}

static void check_entry(struct bytes input, struct arena *arena)
{
    struct entry entry;
    struct bytes again;

    if (entry_decode(input, &entry) == OK) {
        must(entry_encode(&entry, arena, &again) == OK && bytes_equal(input, again));
    }
}

static void check_beat(struct bytes input, const struct root *root, struct arena *arena)
{
    struct signer kiosk = fuzz_signer(7);
    struct box_secret mailbox;
    struct heartbeat beat;
    struct echo echo;
    struct bytes health;
    char id[KIOSK_ID_BYTES];

    memset(mailbox.b, FUZZ_MARK + 8, sizeof mailbox.b);
    bool is_form = heartbeat_decode(input, &beat) == OK;
    must(is_form || heartbeat_check(input, &kiosk.pk) != OK);
    if (is_form && heartbeat_open(&beat, &mailbox, arena, &health) == OK) {
        must(record_kind(health) == KIND_health);
    }
    kiosk_id_of(&kiosk.pk, id);
    if (echo_open(input, root, text_of(id), &echo, NULL) == OK) {
        must(text_equal(echo.office, root->office));
    }
}

static void check_grant(struct bytes input, struct arena *arena)
{
    struct signer kiosk = fuzz_signer(7);
    struct grant grant;
    struct bytes sealed;

    if (grant_decode(input, &grant) == OK) {
        must(office_id_valid(grant.office) && grant.origin.size > 0 && grant.secret_key.size > 0);
        must(grant_seal(&grant, &kiosk.pk, arena, &sealed) == OK ||
             input.size > GRANT_BYTES_MAX - 512);
    }
}

static void check_hint(struct bytes input)
{
    static struct site_hint hint;

    if (site_hint_decode(input, &hint) == OK) {
        must(hint.count <= SITE_OFFICES_MAX);
        for (size_t i = 0; i < hint.count; i++) {
            must(office_id_valid(hint.offices[i].id));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    static struct root root;
    struct bytes input = bytes_of(data, size);
    struct enrol_offer offer;

    if (root.version == 0) {
        root = fuzz_root();
        must(arena_init(&arena, ARENA_BYTES) == OK);
    }
    arena_reset(&arena);
    check_envelope(input, &arena);
    check_ack(input, &root, &arena);
    check_beat(input, &root, &arena);
    check_entry(input, &arena);
    check_grant(input, &arena);
    check_hint(input);
    if (enrol_open(input, &offer) == OK) {
        must(office_id_valid(offer.office));
    }
    return 0;
}
