/* sealed.h - an object under a content key of its own, and that key sealed to the mailbox: what
 * envelopes and heartbeats have in common. Private to wire/. */
#pragma once

#include "box.h"
#include "fields.h"

/* Makes a fresh content key, given back in *key: wipe it, whatever happens. */
MUST_CHECK enum err content_seal(const struct box_public *mailbox, struct bytes object,
                                 struct arena *arena, struct shared_key *key, struct bytes *key_box,
                                 struct bytes *box);
/* Two fields: the sealed key, then the box. */
void content_boxes_read(struct fields *fields, struct bytes *key_box, struct bytes *box);
/* ERR_DENIED. Wipe the key. */
MUST_CHECK enum err content_key_open(const struct box_secret *mailbox, struct bytes key_box,
                                     struct arena *arena, struct shared_key *key);
/* 16 lower-case hex digits. */
bool kiosk_id_valid(struct text id);
