/* cert_pin.c - see cert_pin.h. */
#include "cert_pin.h"

#include <string.h>

#include "hash.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* ---- base64 ---- */

static enum err base64_parse(struct text from, struct arena *arena, struct bytes *to)
{
    struct buffer b = buffer_begin(arena);
    uint32_t group = 0;
    unsigned bits = 0;

    for (size_t i = 0; i < from.size; i++) {
        const char *letter = strchr(letters, from.data[i]);
        if (from.data[i] == '\n' || from.data[i] == '\r' || from.data[i] == '=') {
            continue;
        }
        if (from.data[i] == '\0' || !letter) {
            return ERR_INVALID;
        }
        group = group << 6 | (uint32_t)(letter - letters);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            buffer_add_byte(&b, (uint8_t)(group >> bits));
        }
    }
    return buffer_end(&b, to);
}

static void base64_format(const uint8_t *from, size_t size, char *to)
{
    size_t at = 0;

    for (size_t i = 0; i < size; i += 3) {
        uint32_t group = (uint32_t)from[i] << 16;
        group |= i + 1 < size ? (uint32_t)from[i + 1] << 8 : 0;
        group |= i + 2 < size ? from[i + 2] : 0;
        to[at++] = letters[group >> 18 & 63];
        to[at++] = letters[group >> 12 & 63];
        to[at++] = i + 1 < size ? letters[group >> 6 & 63] : '=';
        to[at++] = i + 2 < size ? letters[group & 63] : '=';
    }
    to[at] = '\0';
}

/* ---- DER ---- */

enum { TAG_SEQUENCE = 0x30, TAG_VERSION = 0xa0, FIELDS_BEFORE_KEY = 5, LENGTH_BYTES_MAX = 3 };

/* The first element of *rest: all of it, and what is inside. */
static bool element(struct bytes *rest, uint8_t *tag, struct bytes *whole, struct bytes *inside)
{
    size_t at = 2, size;

    if (rest->size < 2) {
        return false;
    }
    *tag = rest->data[0];
    size = rest->data[1];
    if (size & 0x80) {
        size_t count = size & 0x7f;
        size = 0;
        if (count == 0 || count > LENGTH_BYTES_MAX || rest->size < at + count) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            size = size << 8 | rest->data[at++];
        }
    }
    if (size > rest->size - at) {
        return false;
    }
    *whole = bytes_of(rest->data, at + size);
    *inside = bytes_of(rest->data + at, size);
    *rest = bytes_of(rest->data + at + size, rest->size - at - size);
    return true;
}

/* Certificate -> tbsCertificate -> [version], serial, algorithm, issuer, validity, subject, key. */
static enum err key_find(struct bytes der, struct bytes *key)
{
    struct bytes whole, inside, fields;
    uint8_t tag;

    if (!element(&der, &tag, &whole, &inside) || tag != TAG_SEQUENCE ||
        !element(&inside, &tag, &whole, &fields) || tag != TAG_SEQUENCE) {
        return ERR_INVALID;
    }
    for (int i = 0; i < FIELDS_BEFORE_KEY; i++) {
        if (!element(&fields, &tag, &whole, &inside)) {
            return ERR_INVALID;
        }
        i -= tag == TAG_VERSION ? 1 : 0; /* not counted: it may be absent */
    }
    if (!element(&fields, &tag, key, &inside) || tag != TAG_SEQUENCE) {
        return ERR_INVALID;
    }
    return OK;
}

enum err cert_pin(struct text pem, struct arena *arena, char to[CERT_PIN_BYTES])
{
    static const char scheme[] = "sha256//";
    static const char begin[] = "-----BEGIN CERTIFICATE-----", end[] = "-----END CERTIFICATE-----";
    const char *from, *until;
    uint8_t sum[SHA256_BYTES];
    struct bytes der, key;

    from = memmem(pem.data, pem.size, begin, strlen(begin));
    if (!from) {
        return ERR_INVALID;
    }
    from += strlen(begin);
    until = memmem(from, pem.size - (size_t)(from - pem.data), end, strlen(end));
    if (!until) {
        return ERR_INVALID;
    }
    enum err err = base64_parse((struct text){from, (size_t)(until - from)}, arena, &der);
    err = err ? err : key_find(der, &key);
    if (err) {
        return err;
    }
    sha256_of(key, sum);
    memcpy(to, scheme, sizeof scheme - 1);
    base64_format(sum, sizeof sum, to + sizeof scheme - 1);
    return OK;
}
