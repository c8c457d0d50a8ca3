/* enrol_text.c - see enrol_text.h. */
#include "enrol_text.h"

#include <stdio.h>
#include <string.h>

enum { PARTS = 5 };

static char capital(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

static char small(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

void enrol_text_format(struct text office, const struct public_key *pk,
                       const char fingerprint[FINGERPRINT_CHARS + 1], char to[ENROL_TEXT_BYTES])
{
    uint8_t padded[PUBLIC_KEY_BYTES + 1] = {0}; /* 52 characters are four bits more than 32 bytes */
    char key[ENROL_KEY_CHARS + 1], id[KIOSK_ID_BYTES];

    memcpy(padded, pk->b, sizeof pk->b);
    base32_format(bytes_of(padded, sizeof padded), ENROL_KEY_CHARS, key);
    kiosk_id_of(pk, id);
    snprintf(to, ENROL_TEXT_BYTES, "NP1:%.*s:%s:%s:%s", TEXT_ARG(office), id, key, fingerprint);
    for (char *c = to; *c; c++) {
        *c = capital(*c);
    }
}

/* One form per key: the bits beyond it are 0. */
static enum err key_parse(const char *from, struct public_key *pk)
{
    uint8_t bytes[PUBLIC_KEY_BYTES + 1] = {0};

    for (size_t i = 0; i < ENROL_KEY_CHARS; i++) {
        static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
        const char *digit = strchr(digits, from[i]);
        if (from[i] == '\0' || !digit) {
            return ERR_INVALID;
        }
        unsigned value = (unsigned)(digit - digits);
        for (size_t bit = 0; bit < 5; bit++) {
            size_t at = i * 5 + bit;
            bytes[at / 8] |= (uint8_t)((value >> (4 - bit) & 1) << (7 - at % 8));
        }
    }
    if (from[ENROL_KEY_CHARS] != '\0' || bytes[PUBLIC_KEY_BYTES] != 0) {
        return ERR_INVALID;
    }
    memcpy(pk->b, bytes, sizeof pk->b);
    return OK;
}

enum err enrol_text_parse(struct text text, struct enrol_text *offer)
{
    char copy[ENROL_TEXT_BYTES], key[ENROL_TEXT_BYTES], id[KIOSK_ID_BYTES];
    struct text parts[PARTS], rest;
    struct enrol_text found = {0};
    size_t count = 0;

    text = text_trim(text);
    if (text.size == 0 || text.size >= sizeof copy) {
        return ERR_INVALID;
    }
    for (size_t i = 0; i < text.size; i++) {
        copy[i] = small(text.data[i]);
    }
    rest = (struct text){copy, text.size};
    while (count < PARTS && text_split(&rest, ':', &parts[count])) {
        count++;
    }
    if (count != PARTS || rest.data || !text_is(parts[0], "np1") || !office_id_valid(parts[1]) ||
        parts[2].size != KIOSK_ID_BYTES - 1 || parts[3].size != ENROL_KEY_CHARS ||
        parts[4].size != FINGERPRINT_CHARS) {
        return ERR_INVALID;
    }
    text_copy(parts[1], found.office, sizeof found.office);
    text_copy(parts[2], found.kiosk, sizeof found.kiosk);
    text_copy(parts[3], key, sizeof key);
    text_copy(parts[4], found.fingerprint, sizeof found.fingerprint);
    if (key_parse(key, &found.pk)) {
        return ERR_INVALID;
    }
    kiosk_id_of(&found.pk, id);
    if (strcmp(id, found.kiosk) != 0) {
        return ERR_MISMATCH;
    }
    *offer = found;
    return OK;
}
