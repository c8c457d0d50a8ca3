/* staff.h - who may use this kiosk's staff mode: PIN checks, lock-outs, wrapped vault secrets.
 *
 * Names and roles come from the signed `person` records; here is only what was set at this kiosk.
 * Storage alone: back-off and lock-out are decided by the caller. Each function works inside the
 * caller's transaction on device.h's store. */
#pragma once

#include "password.h"
#include "store.h"

enum {
    STAFF_ID_BYTES_MAX = 32,
    STAFF_WRAPPED_BYTES = BOX_KEY_BYTES + SHARED_SEAL_EXTRA_BYTES, /* shared_seal of a box_secret */
    STAFF_MAX = 200,
};

struct staff {
    char id[STAFF_ID_BYTES_MAX + 1]; /* of the person record */
    uint8_t pin_salt[PASSWORD_SALT_BYTES];
    struct password_cost pin_cost;
    struct shared_key pin_check; /* password_key(PIN, pin_salt, pin_cost) */
    uint32_t failures;           /* in a row */
    int64_t locked_until_s;      /* 0: not locked */
    bool has_vault;              /* this person holds a passphrase for the vault */
    uint8_t vault_salt[PASSWORD_SALT_BYTES];
    struct password_cost vault_cost;
    uint8_t vault_wrapped[STAFF_WRAPPED_BYTES]; /* the vault's secret under that passphrase's key */
};

/* ERR_NOT_FOUND: this person has not activated a PIN here. */
MUST_CHECK enum err staff_get(struct txn *txn, const char *id, struct staff *staff);
/* Puts or replaces. ERR_INVALID: the id is empty or too long; ERR_FULL: STAFF_MAX is reached. */
MUST_CHECK enum err staff_put(struct txn *txn, const struct staff *staff);
/* OK when there is none. */
MUST_CHECK enum err staff_drop(struct txn *txn, const char *id);
/* In the order of ids; *count <= max. */
MUST_CHECK enum err staff_list(struct txn *txn, struct staff *list, size_t max, size_t *count);
