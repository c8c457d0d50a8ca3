/* site_fixture.h - a community made in a temporary folder: keys, root, published records, a kiosk.
 *
 * What the office would publish is encoded and signed by the wire's own functions and flipped into
 * the content store, as the agent would do it; the kiosk's device store is enrolled. */
#pragma once

#include "support.h"

#include "content.h"
#include "device.h"
#include "entry.h"
#include "envelope.h"
#include "head.h"
#include "trust.h"

enum { SITE_CHANGES_MAX = 64 };

enum signs { SIGN_NONE = 0, SIGN_OFFICE = 1, SIGN_SUPERVISION = 2, SIGN_BOTH = 3, SIGN_WRONG = 4 };

struct site {
    char folder[TEMP_PATH_BYTES_MAX]; /* the kiosk's data folder */
    struct arena arena;
    struct signer root_key, office, supervision, head, kiosk, stranger;
    struct box_public mailbox;
    struct box_secret mailbox_secret;
    struct root root;
    struct bytes root_bytes;
    struct content_change changes[SITE_CHANGES_MAX];
    struct hash objects[SITE_CHANGES_MAX];
    struct bytes bodies[SITE_CHANGES_MAX];
    size_t change_count;
    uint64_t seq;
};

/* *state is a struct site *, enrolled, with the policy of 梧桐里社区 published and open. */
int site_setup(void **state);
int site_teardown(void **state);
void site_make(struct site *site);
void site_unmake(struct site *site);
/* Enrols the data folder (another kiosk of the same office when it is another folder). */
void site_enrol(struct site *site, const char *folder);

/* Adds a record to the next flip. */
void site_put(struct site *site, enum kind kind, const char *key, uint64_t version,
              const void *record, int64_t opens_s, int64_t until_s, enum signs signs);
/* The content store of `folder` gets what was put; a head issued at `issued_s`. */
void site_flip(struct site *site, const char *folder, int64_t issued_s);
/* Flips one bit of an object as it lies in the content store. */
void site_spoil_object(struct site *site, const char *key);

/* Moments in the community's time: "2026-11-12 10:24". */
int64_t at(const char *time);
int32_t on(const char *date);

/* ---- records of the sample community ---- */

struct disclosure plain_item(unsigned item, const char *period, const char *title,
                             const char *text);
struct disclosure ledger_item(struct site *site, const char *period);
void site_put_policy(struct site *site, uint64_t version, const char *first_board);
/* A member of staff whose activation code is `code`. */
void site_put_person(struct site *site, const char *id, const char *name, const char *code);
