/* entry.h - one published version of one record: its name, its hash, and who signed.
 *
 * CBOR [kind, key, version, size, hash, opens_at, until, [[key id, signed_at, signature], ...]].
 * What each signature covers: CBOR [office, kind, key, version, hash, opens_at, until, signed_at]
 * under CONTEXT_ITEM. (DESIGN's list, and the moment of signing, which the glass shows beside the
 * name.) */
#pragma once

#include "root.h"

enum { ENTRY_SIGNATURES_MAX = 4, ENTRY_BYTES_MAX = 1024 };

struct entry_signature {
    struct key_id id;
    int64_t signed_s;
    struct signature signature;
};

struct entry {
    enum kind kind;
    struct text key;
    uint64_t version; /* rises under a key */
    uint64_t size;    /* of the object, at most RECORD_BYTES_MAX */
    struct hash hash;
    int64_t opens_s; /* 0: at once */
    int64_t until_s; /* 0: no end. From this moment on it may not be shown */
    struct entry_signature signatures[ENTRY_SIGNATURES_MAX];
    size_t signature_count;
};

void entry_write(struct buffer *buffer, const struct entry *entry);
MUST_CHECK enum err entry_encode(const struct entry *entry, struct arena *arena, struct bytes *out);
/* `key` points into `bytes`. ERR_INVALID. A kind we do not know is kept as its code. */
MUST_CHECK enum err entry_decode(struct bytes bytes, struct entry *entry);
/* Beside its object (snapshot.h), which tells size and hash: CBOR [kind, key, version, opens_at,
 * until, signatures]. Decoded, size and hash are still 0. */
void entry_write_beside(struct buffer *buffer, const struct entry *entry);
MUST_CHECK enum err entry_decode_beside(struct bytes bytes, struct entry *entry);
/* Adds a signature. ERR_FULL: there are ENTRY_SIGNATURES_MAX. Signing twice replaces. */
MUST_CHECK enum err entry_sign(struct entry *entry, struct text office, const struct signer *signer,
                               int64_t signed_s);
/* All signatures that the kind asks for (kind_signed_by) are there and valid. ERR_DENIED names what
 * is missing. For an unknown kind the office's is enough. */
MUST_CHECK enum err entry_check(const struct entry *entry, const struct root *root,
                                struct complaint *why);
/* The same for an item of a snapshot that the office has endorsed (head.h): its own signatures need
 * only stand there, by keys of this root, since the office has checked them. All others are
 * verified. What is shown is verified whole each time: this is no word on display. */
MUST_CHECK enum err entry_check_endorsed(const struct entry *entry, const struct root *root,
                                         struct complaint *why);
/* Who signed in a role: index into root->roles[role], or false. */
bool entry_signed_by(const struct entry *entry, const struct root *root, enum role role,
                     size_t *index, int64_t *signed_s);
/* The object is what the entry says: size, hash, kind. ERR_MISMATCH. No word on signatures. */
MUST_CHECK enum err entry_fits_object(const struct entry *entry, struct bytes object,
                                      struct complaint *why);
/* The last of these alone, for an entry whose size and hash were reckoned from this object. */
MUST_CHECK enum err entry_fits_kind(const struct entry *entry, struct bytes object,
                                    struct complaint *why);
/* entry_fits_object, then entry_check. */
MUST_CHECK enum err entry_check_object(const struct entry *entry, const struct root *root,
                                       struct bytes object, struct complaint *why);
bool entry_is_open(const struct entry *entry, int64_t now_s);
