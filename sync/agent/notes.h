/* notes.h - what the agent remembers between rounds and tells in its status; in device's meta table
 * under names that begin with "sync.". Nothing here is trusted: losing it costs a request. */
#pragma once

#include "store.h"

#define NOTE_HEAD_ETAG "sync.head_etag"
#define NOTE_ACK_ETAG "sync.ack_etag"
#define NOTE_ACK_ISSUED "sync.ack_issued" /* of the newest acknowledgement accepted */
#define NOTE_SENT_SEQ "sync.sent_seq"     /* envelopes up to here were sent */
#define NOTE_SENT_AT "sync.sent_at"
#define NOTE_NONCE "sync.nonce" /* of the newest heartbeat, until it is echoed */
#define NOTE_BEAT_AT "sync.beat_at"
#define NOTE_BEAT_SUM "sync.beat_sum"       /* of what the newest heartbeat told */
#define NOTE_BEAT_NUMBER "sync.beat_number" /* of the newest heartbeat made */
#define NOTE_REFUSED "sync.refused"         /* rounds in which something shown to us was refused */
#define NOTE_REFUSAL "sync.refusal"         /* the newest of those, as a sentence */
#define NOTE_ECHO_AT "sync.echo_at"         /* when the office last echoed a nonce, our clock */
#define NOTE_ECHO_BOOT "sync.echo_boot"     /* the same, CLOCK_BOOTTIME */
#define NOTE_OFFICE_SEQ "sync.office_seq"   /* the newest publication, by the newest echo */
#define NOTE_PURGE_AT "sync.purge_at"
#define NOTE_ERROR "sync.error" /* the newest trouble, as a sentence */
#define NOTE_ERROR_AT "sync.error_at"
#define NOTE_SUCCESS_AT "sync.success_at" /* the first good round after it */
#define NOTE_GRANT "sync.grant"           /* of the office, sealed as it came */
#define NOTE_PIN "sync.pin"               /* of the office's TLS key, from enrolment */

/* A view until the transaction ends; empty when there is none. */
MUST_CHECK enum err note_get(struct txn *txn, const char *name, struct bytes *value);
MUST_CHECK enum err note_put(struct txn *txn, const char *name, struct bytes value);
MUST_CHECK enum err note_drop(struct txn *txn, const char *name);
MUST_CHECK enum err note_number(struct txn *txn, const char *name, uint64_t *n);
MUST_CHECK enum err note_put_number(struct txn *txn, const char *name, uint64_t n);
