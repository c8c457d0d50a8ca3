/* booth.c - see booth.h. */
#include "booth.h"

#include <string.h>

void booth_init(struct booth *booth, uint8_t seed)
{
    uint8_t bytes[32];
    memset(bytes, seed, sizeof bytes);
    *booth = (struct booth){0};
    sign_keypair_from_seed(bytes, &booth->signer.pk, &booth->signer.sk);
    kiosk_id_of(&booth->signer.pk, booth->id);
}

struct intake desk_intake(struct desk *desk)
{
    return (struct intake){
        .site = &desk->site,
        .publisher = desk->publisher,
        .has_head = true,
        .has_mailbox = true,
        .mailbox = desk->mailbox,
    };
}

static struct route route_of(const struct booth *booth, const struct intake *intake,
                             enum route_kind kind)
{
    return (struct route){
        .kind = kind, .office = intake->site->root.office, .kiosk = text_of(booth->id)};
}

unsigned booth_offer(struct booth *booth, struct intake *intake)
{
    struct route route = route_of(booth, intake, ROUTE_ENROL);
    struct bytes bytes;
    assert_ok(enrol_encode(intake->site->root.office, text_of("1号楼大厅"), &booth->signer,
                           &intake->site->scratch, &bytes));
    return intake_put(intake, &route, bytes).status;
}

struct upload_id booth_id(uint64_t seq)
{
    struct upload_id id = {{0xAB}};
    be64_put(id.b + 2, seq);
    return id;
}

struct intake_answer booth_put(struct booth *booth, struct intake *intake, uint64_t seq,
                               struct bytes bytes)
{
    struct route route = route_of(booth, intake, ROUTE_UPLOAD);
    route.seq = seq;
    route.id = booth_id(seq);
    return intake_put(intake, &route, bytes);
}

static struct bytes seal(struct booth *booth, struct intake *intake, uint64_t seq, enum kind kind,
                         const void *record, const char *receipt)
{
    struct site *site = intake->site;
    struct shared_key content, key;
    struct receipt_loc loc;
    struct bytes object, out;
    struct upload_id id = booth_id(seq);
    struct complaint why = {0};
    assert_ok_why(record_encode(kind, record, &site->scratch, &object, &why), &why);
    if (receipt) {
        assert_ok(
            receipt_key(text_of(receipt), site->root.office, site->root.receipt_cost, &key, &loc));
    }
    assert_ok(envelope_seal(&site->root, &booth->signer, seq, &id, kind, receipt ? &loc : NULL,
                            object, &site->scratch, &content, &out));
    return out;
}

struct intake_answer booth_send(struct booth *booth, struct intake *intake, enum kind kind,
                                const void *record, const char *receipt, struct bytes *sent)
{
    uint64_t seq = ++booth->seq;
    struct bytes bytes = seal(booth, intake, seq, kind, record, receipt);
    if (sent) {
        *sent = bytes;
    }
    return booth_put(booth, intake, seq, bytes);
}

struct intake_answer booth_put_beat(struct booth *booth, struct intake *intake,
                                    struct heartbeat beat)
{
    struct site *site = intake->site;
    struct route route = route_of(booth, intake, ROUTE_HEARTBEAT);
    const struct health health = {.version = text_of("0.1.0"), .free_kib = 4711};
    struct bytes object, bytes;
    assert_ok(health_encode(&health, &site->scratch, &object, NULL));
    assert_ok(heartbeat_seal(&beat, &site->root, &booth->signer, object, &site->scratch, &bytes));
    return intake_put(intake, &route, bytes);
}

struct intake_answer booth_beat(struct booth *booth, struct intake *intake, uint8_t nonce,
                                const struct ack *confirmed)
{
    struct heartbeat beat = {.number = ++booth->beats};
    memset(beat.nonce, nonce, sizeof beat.nonce);
    if (confirmed) {
        beat.ack_epoch = confirmed->epoch;
        beat.ack_counter = confirmed->counter;
    }
    return booth_put_beat(booth, intake, beat);
}

const char *booth_hex(uint64_t seq)
{
    static char hex[UPLOAD_ID_HEX + 1];
    struct upload_id id = booth_id(seq);
    hex_format(bytes_of(id.b, sizeof id.b), hex);
    return hex;
}

int post_setup(void **state)
{
    static struct post post;
    memset(&post, 0, sizeof post);
    void *desk = NULL;
    desk_setup(&desk);
    post.desk = desk;
    post.intake = desk_intake(desk);
    post.intake.admit_new = true;
    booth_init(&post.booth, 1);
    booth_offer(&post.booth, &post.intake);
    memcpy(post.receipt, "20261108001", 11);
    post.receipt[11] = receipt_check_digit(post.receipt);
    *state = &post;
    return 0;
}

int post_teardown(void **state)
{
    void *desk = ((struct post *)*state)->desk;
    return desk_teardown(&desk);
}
