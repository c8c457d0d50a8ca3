#include "receipt_key.h"

#include <string.h>

#include "hash.h"
#include "random.h"

static const char SALT_CONTEXT[] = "np-receipt-v1"; /* its NUL is the 0x00 between */
static const char LOC_CONTEXT[3] = "loc";

_Static_assert((int)PASSWORD_SALT_BYTES <= (int)HASH_BYTES, "the salt is a part of the hash");

void receipt_new(char digits[RECEIPT_DIGITS + 1])
{
    random_digits(digits, RECEIPT_DIGITS - 1);
    digits[RECEIPT_DIGITS - 1] = receipt_check_digit(digits);
    digits[RECEIPT_DIGITS] = '\0';
}

static struct hash salt_of(struct text office)
{
    struct hasher hasher;

    hasher_begin(&hasher);
    hasher_add(&hasher, bytes_of(SALT_CONTEXT, sizeof SALT_CONTEXT));
    hasher_add(&hasher, text_bytes(office));
    return hasher_end(&hasher);
}

static struct receipt_loc loc_of(const struct shared_key *key)
{
    struct hasher hasher;
    struct receipt_loc loc;

    hasher_begin(&hasher);
    hasher_add(&hasher, bytes_of(key->b, sizeof key->b));
    hasher_add(&hasher, bytes_of(LOC_CONTEXT, sizeof LOC_CONTEXT));
    struct hash hash = hasher_end(&hasher);
    memcpy(loc.b, hash.b, sizeof loc.b);
    return loc;
}

enum err receipt_key(struct text digits, struct text office, struct password_cost cost,
                     struct shared_key *key, struct receipt_loc *loc)
{
    struct shared_key made;

    if (!receipt_valid(digits)) {
        return ERR_INVALID;
    }
    struct hash salt = salt_of(office);
    enum err err = password_key(text_bytes(digits), salt.b, cost, &made);
    if (err) {
        return err;
    }
    *key = made;
    *loc = loc_of(&made);
    return OK;
}
