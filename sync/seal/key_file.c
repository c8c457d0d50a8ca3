#include "key_file.h"

#include <string.h>

#include "cbor.h"
#include "file.h"
#include "random.h"

enum {
    FIELD_ROLE = 1,
    FIELD_PUBLIC,
    FIELD_OPEN, /* there, and true, only in an open file; then the next three are not */
    FIELD_SALT,
    FIELD_OPS,
    FIELD_KIB,
    FIELD_SECRET,
    FIELDS_MAX = FIELD_SECRET,
    FIELDS_OPEN = 4, /* pairs in the map */
    FIELDS_SEALED = 6,
    /* Which fields are there, as bits. */
    FORM_OPEN = 1 << FIELD_ROLE | 1 << FIELD_PUBLIC | 1 << FIELD_OPEN | 1 << FIELD_SECRET,
    FORM_SEALED = 1 << FIELD_ROLE | 1 << FIELD_PUBLIC | 1 << FIELD_SALT | 1 << FIELD_OPS |
                  1 << FIELD_KIB | 1 << FIELD_SECRET,
    WORK_BYTES = 2 * KEY_FILE_BYTES_MAX,
};

/* A key file, read. The views point into its bytes. */
struct parsed {
    struct key_file info;
    struct bytes salt;
    struct password_cost cost;
    struct bytes secret;
};

static bool role_valid(struct text role)
{
    return role.size >= 1 && role.size <= KEY_ROLE_BYTES_MAX &&
           memchr(role.data, '\0', role.size) == NULL;
}

static uint32_t read_cost(struct cbor_reader *r)
{
    uint64_t value = cbor_read_uint(r);

    return value > UINT32_MAX ? 0 : (uint32_t)value; /* 0 is not a valid cost either */
}

/* One pair; returns its field's bit, 0 for a field that no key file has. */
static unsigned read_field(struct cbor_reader *r, struct parsed *p, struct text *role)
{
    uint64_t field = cbor_read_uint(r);

    switch (field) {
    case FIELD_ROLE:
        *role = cbor_read_text(r);
        break;
    case FIELD_PUBLIC:
        cbor_read_fixed(r, p->info.public_half, sizeof p->info.public_half);
        break;
    case FIELD_OPEN:
        p->info.open = cbor_read_bool(r);
        break;
    case FIELD_SALT:
        p->salt = cbor_read_bytes(r);
        break;
    case FIELD_OPS:
        p->cost.ops = read_cost(r);
        break;
    case FIELD_KIB:
        p->cost.mem_kib = read_cost(r);
        break;
    case FIELD_SECRET:
        p->secret = cbor_read_bytes(r);
        break;
    default:
        return 0;
    }
    return 1U << field;
}

static bool form_valid(const struct parsed *p, unsigned form)
{
    if (p->info.open) {
        return form == FORM_OPEN;
    }
    return form == FORM_SEALED && p->salt.size == PASSWORD_SALT_BYTES &&
           password_cost_valid(p->cost);
}

static enum err parse(struct bytes file, struct parsed *parsed)
{
    struct cbor_reader r;
    struct text role = {NULL, 0};
    struct parsed p = {.salt = {NULL, 0}};
    unsigned form = 0;

    if (file.size > KEY_FILE_BYTES_MAX || cbor_check(file) != OK) {
        return ERR_CORRUPT;
    }
    cbor_read_begin(&r, file);
    size_t pairs = cbor_read_map(&r, FIELDS_MAX);
    for (size_t i = 0; i < pairs && !r.err; i++) {
        unsigned bit = read_field(&r, &p, &role);
        if (bit == 0) {
            return ERR_CORRUPT;
        }
        form |= bit;
    }
    if (cbor_read_end(&r) != OK || !form_valid(&p, form) || !role_valid(role) ||
        p.secret.size == 0) {
        return ERR_CORRUPT;
    }
    text_copy(role, p.info.role, sizeof p.info.role);
    *parsed = p;
    return OK;
}

enum err key_file_decode(struct bytes file, struct key_file *info)
{
    struct parsed parsed;

    enum err err = parse(file, &parsed);
    if (!err) {
        *info = parsed.info;
    }
    return err;
}

static enum err encode(const struct parsed *p, struct arena *arena, struct bytes *file)
{
    struct buffer b = buffer_begin(arena);

    cbor_write_map(&b, p->info.open ? FIELDS_OPEN : FIELDS_SEALED);
    cbor_write_uint(&b, FIELD_ROLE);
    cbor_write_text(&b, text_of(p->info.role));
    cbor_write_uint(&b, FIELD_PUBLIC);
    cbor_write_bytes(&b, bytes_of(p->info.public_half, sizeof p->info.public_half));
    if (p->info.open) {
        cbor_write_uint(&b, FIELD_OPEN);
        cbor_write_bool(&b, true);
    } else {
        cbor_write_uint(&b, FIELD_SALT);
        cbor_write_bytes(&b, p->salt);
        cbor_write_uint(&b, FIELD_OPS);
        cbor_write_uint(&b, p->cost.ops);
        cbor_write_uint(&b, FIELD_KIB);
        cbor_write_uint(&b, p->cost.mem_kib);
    }
    cbor_write_uint(&b, FIELD_SECRET);
    cbor_write_bytes(&b, p->secret);
    return buffer_end(&b, file);
}

static enum err seal_secret(struct bytes secret, struct bytes passphrase,
                            const uint8_t salt[PASSWORD_SALT_BYTES], struct password_cost cost,
                            struct arena *arena, struct bytes *sealed, struct complaint *why)
{
    struct shared_key key;

    enum err err = password_key(passphrase, salt, cost, &key);
    if (err) {
        return complain(why, err,
                        err == ERR_NOMEM
                            ? "not enough memory for Argon2id (%u KiB)"
                            : "the passphrase is too long, or the cost (%u KiB) out of range",
                        cost.mem_kib);
    }
    err = shared_seal(&key, secret, arena, sealed);
    wipe(&key, sizeof key);
    return err;
}

enum err key_file_write(const char *path, const char *role, const uint8_t public_half[32],
                        struct bytes secret, struct bytes passphrase, struct password_cost cost,
                        struct complaint *why)
{
    _Alignas(16) uint8_t work[WORK_BYTES];
    uint8_t salt[PASSWORD_SALT_BYTES] = {0};
    struct arena arena;
    struct bytes file;
    struct parsed p = {.info.open = passphrase.size == 0,
                       .salt = bytes_of(salt, sizeof salt),
                       .cost = cost,
                       .secret = secret};
    enum err err = OK;

    if (!role_valid(text_of(role)) || secret.size == 0 || secret.size > KEY_SECRET_BYTES_MAX) {
        return complain(why, ERR_INVALID, "%s: not a role and secret of a key file", path);
    }
    arena_init_over(&arena, work, sizeof work);
    text_copy(text_of(role), p.info.role, sizeof p.info.role);
    memcpy(p.info.public_half, public_half, sizeof p.info.public_half);
    if (!p.info.open) {
        random_fill(salt, sizeof salt);
        err = seal_secret(secret, passphrase, salt, cost, &arena, &p.secret, why);
    }
    if (!err) {
        err = encode(&p, &arena, &file);
    }
    if (!err) {
        err = file_write_new(path, file, 0600, why);
    }
    wipe(work, sizeof work);
    return err;
}

/* The file's bytes and their parts; both live in the arena. */
static enum err load(const char *path, struct arena *arena, struct parsed *parsed,
                     struct complaint *why)
{
    struct bytes file;

    enum err err = file_read(path, KEY_FILE_BYTES_MAX, arena, &file, why);
    if (err == ERR_FULL) {
        return complain(why, ERR_CORRUPT, "%s: not a key file (too large)", path);
    }
    if (err) {
        return err;
    }
    err = parse(file, parsed);
    return err ? complain(why, err, "%s: not a key file, or damaged; restore it from its backup",
                          path)
               : OK;
}

enum err key_file_look(const char *path, struct key_file *info, struct complaint *why)
{
    _Alignas(16) uint8_t work[WORK_BYTES];
    struct arena arena;
    struct parsed parsed;

    arena_init_over(&arena, work, sizeof work);
    enum err err = load(path, &arena, &parsed, why);
    if (!err) {
        *info = parsed.info;
    }
    wipe(work, sizeof work);
    return err;
}

/* Does the secret belong to the public half? 64 bytes sign, 32 open boxes. */
static bool halves_match(struct bytes secret, const uint8_t public_half[32])
{
    struct public_key pk;
    struct box_public box_pk;

    if (secret.size == SECRET_KEY_BYTES) {
        struct secret_key sk, again;
        memcpy(sk.b, secret.data, sizeof sk.b);
        sign_keypair_from_seed(sk.b, &pk, &again); /* the first 32 bytes are the seed */
        bool same = memcmp(again.b, sk.b, sizeof sk.b) == 0;
        wipe(&sk, sizeof sk);
        wipe(&again, sizeof again);
        return same && memcmp(pk.b, public_half, sizeof pk.b) == 0;
    }
    if (secret.size == BOX_KEY_BYTES) {
        struct box_secret sk;
        memcpy(sk.b, secret.data, sizeof sk.b);
        box_secret_public(&sk, &box_pk);
        wipe(&sk, sizeof sk);
        return memcmp(box_pk.b, public_half, sizeof box_pk.b) == 0;
    }
    return false;
}

static enum err open_secret(const char *path, const struct parsed *p, struct bytes passphrase,
                            struct arena *arena, struct bytes *secret, struct complaint *why)
{
    struct shared_key key;

    if (p->info.open) {
        *secret = p->secret;
        return OK;
    }
    if (passphrase.size == 0) {
        return complain(why, ERR_DENIED, "%s: the key of %s needs its passphrase", path,
                        p->info.role);
    }
    enum err err = password_key(passphrase, p->salt.data, p->cost, &key);
    if (err == ERR_NOMEM) {
        return complain(why, err, "%s: not enough memory for Argon2id (%u KiB)", path,
                        p->cost.mem_kib);
    }
    if (!err) { /* else: too long to be the passphrase */
        err = shared_open(&key, p->secret, arena, secret);
        wipe(&key, sizeof key);
    }
    return err ? complain(why, ERR_DENIED, "%s: wrong passphrase for the key of %s", path,
                          p->info.role)
               : OK;
}

enum err key_file_read(const char *path, struct bytes passphrase, uint8_t *secret, size_t size,
                       struct complaint *why)
{
    _Alignas(16) uint8_t work[WORK_BYTES];
    struct arena arena;
    struct parsed p;
    struct bytes plain = {NULL, 0};

    arena_init_over(&arena, work, sizeof work);
    enum err err = load(path, &arena, &p, why);
    if (!err) {
        err = open_secret(path, &p, passphrase, &arena, &plain, why);
    }
    if (!err && (plain.size != size || !halves_match(plain, p.info.public_half))) {
        err = complain(why, ERR_CORRUPT, "%s: the secret does not belong to this public key", path);
    }
    if (!err) {
        memcpy(secret, plain.data, size);
    }
    wipe(work, sizeof work);
    return err;
}
