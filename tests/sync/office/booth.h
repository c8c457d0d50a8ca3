/* booth.h - a kiosk as the office sees it: a key, and the envelopes it signs. */
#pragma once

#include "fleet.h"
#include "office_desk.h"

struct booth {
    struct signer signer;
    char id[KIOSK_ID_BYTES];
    uint64_t seq, beats;
};

void booth_init(struct booth *booth, uint8_t seed);
unsigned booth_offer(struct booth *booth, struct intake *intake);
/* Seals and PUTs; the id is made of the seq. `receipt` NULL: no loc. Keeps the bytes in *sent. */
struct intake_answer booth_send(struct booth *booth, struct intake *intake, enum kind kind,
                                const void *record, const char *receipt, struct bytes *sent);
struct intake_answer booth_put(struct booth *booth, struct intake *intake, uint64_t seq,
                               struct bytes bytes);
struct upload_id booth_id(uint64_t seq);
/* The next heartbeat; `confirmed` NULL: no acknowledgement was seen yet. */
struct intake_answer booth_beat(struct booth *booth, struct intake *intake, uint8_t nonce,
                                const struct ack *confirmed);
struct intake_answer booth_put_beat(struct booth *booth, struct intake *intake,
                                    struct heartbeat beat);
struct intake desk_intake(struct desk *desk);

/* The hex of booth_id(seq), in a static block. */
const char *booth_hex(uint64_t seq);

struct post { /* an office with one admitted kiosk */
    struct desk *desk;
    struct intake intake;
    struct booth booth;
    char receipt[RECEIPT_DIGITS + 1];
};
/* *state is a struct post *. */
int post_setup(void **state);
int post_teardown(void **state);
