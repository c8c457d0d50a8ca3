#include "match.h"

#include <string.h>

#include "readings.h"
#include "utf8.h"

enum { PROBES = 3 };

/* What a feature is of. */
enum { OF_CHARACTER = 1, OF_PAIR, OF_LETTER, OF_LETTERS, OF_THREE_LETTERS };

static bool is_letter(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0x3000;
}

/* What is passed over in text and query alike: blanks, line ends, Markdown's marks, the dashes and
 * points inside numbers and names (full width ones are folded before). */
static bool is_nothing(uint32_t c)
{
    return (c < 0x80 && !is_letter(c) && !(c >= '0' && c <= '9')) || c == 0x3000 ||
           (c >= 0x2010 && c <= 0x2027) || c == 0xb7;
}

/* 、。〈 and their kin end a phrase. */
static bool is_stop(uint32_t c)
{
    return c >= 0x3001 && c <= 0x301f;
}

/* ---- the query ---- */

static void term_ends(struct match_term *term)
{
    for (size_t i = 0; i < term->count; i++) {
        char letters[READING_LETTERS_MAX];
        term->ends[i] = 1ULL << (i + 1);
        for (size_t n = 0; n < READING_LETTERS_MAX && i + n < term->count; n++) {
            if (!is_letter(term->chars[i + n])) {
                break;
            }
            letters[n] = (char)term->chars[i + n];
            if (reading_begins(letters, n + 1)) {
                term->ends[i] |= 1ULL << (i + n + 1);
            }
        }
    }
}

enum err match_parse(struct text query, struct match_query *parsed)
{
    struct match_term *term = NULL;
    struct text rest = query;

    if (query.size > MATCH_QUERY_BYTES_MAX) {
        return ERR_INVALID;
    }
    memset(parsed, 0, sizeof *parsed);
    while (rest.size > 0) {
        uint32_t c = reading_fold(utf8_next(&rest));
        if (is_blank(c) || is_stop(c)) {
            term = NULL;
            continue;
        }
        if (is_nothing(c)) {
            continue;
        }
        if (!term) {
            if (parsed->count == MATCH_TERMS_MAX) {
                return ERR_INVALID;
            }
            term = &parsed->terms[parsed->count++];
        }
        if (term->count == MATCH_TERM_CHARS_MAX) {
            return ERR_INVALID;
        }
        term->chars[term->count++] = c;
    }
    for (size_t i = 0; i < parsed->count; i++) {
        term_ends(&parsed->terms[i]);
    }
    return parsed->count > 0 ? OK : ERR_INVALID;
}

/* ---- the text ---- */

/* Where the term can stand after the character `c`, from where it could before (bits: characters of
 * the term used up). */
static uint64_t step(const struct match_term *term, uint64_t before, uint32_t c)
{
    const char *syllables[READINGS_MAX];
    size_t syllable_count = SIZE_MAX; /* not looked up */
    uint64_t after = 0;

    for (size_t i = 0; i < term->count; i++) {
        if (!(before & 1ULL << i)) {
            continue;
        }
        if (term->chars[i] == c) {
            after |= 1ULL << (i + 1);
            continue;
        }
        if (!is_letter(term->chars[i])) {
            continue;
        }
        if (syllable_count == SIZE_MAX) {
            syllable_count = reading_of(c, syllables);
        }
        for (size_t s = 0; s < syllable_count; s++) {
            for (size_t n = 0; syllables[s][n] && i + n < term->count &&
                               term->chars[i + n] == (uint32_t)syllables[s][n];
                 n++) {
                after |= 1ULL << (i + n + 1);
            }
        }
    }
    return after;
}

/* Does the term stand at the front of `text`? Then how many bytes it takes. */
static bool match_here(const struct match_term *term, struct text text, size_t *size)
{
    struct text rest = text;
    uint64_t reached = 1;

    while (rest.size > 0) {
        uint32_t c = reading_fold(utf8_next(&rest));
        if (is_nothing(c)) {
            continue;
        }
        reached = step(term, reached, c);
        if (!reached) {
            return false;
        }
        if (reached & 1ULL << term->count) {
            *size = text.size - rest.size;
            return true;
        }
        reached &= (1ULL << term->count) - 1;
    }
    return false;
}

/* Can a match begin with this (folded) character? */
static bool may_begin(const struct match_term *term, uint32_t c)
{
    return !is_nothing(c) && step(term, 1, c) != 0;
}

bool match_find(const struct match_term *term, struct text text, size_t *at, size_t *size)
{
    struct text rest = text;

    while (rest.size > 0) {
        struct text here = rest;
        uint32_t c = reading_fold(utf8_next(&rest));
        if (may_begin(term, c) && match_here(term, here, size)) {
            *at = text.size - here.size;
            return true;
        }
    }
    return false;
}

/* ---- signatures ---- */

static uint64_t feature(unsigned of, uint32_t a, uint32_t b)
{
    uint64_t x = (uint64_t)of << 60 ^ (uint64_t)a << 30 ^ b;

    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL; /* splitmix64's finaliser */
    x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
    return x ^ x >> 31;
}

/* The bits of a feature in a signature of `bits` bits, a power of two, so that a large one can be
 * folded into a small one. */
static size_t probe(uint64_t feature_hash, unsigned n, size_t bits)
{
    return (size_t)(feature_hash >> (20 * n)) & (bits - 1);
}

static void put(struct match_signature *signature, uint64_t feature_hash)
{
    for (unsigned n = 0; n < PROBES; n++) {
        size_t bit = probe(feature_hash, n, MATCH_SIGNATURE_BYTES_MAX * 8);
        signature->bits[bit / 8] |= (uint8_t)(1U << bit % 8);
    }
}

static bool has(struct bytes signature, uint64_t feature_hash)
{
    for (unsigned n = 0; n < PROBES; n++) {
        size_t bit = probe(feature_hash, n, signature.size * 8);
        if (!(signature.data[bit / 8] & 1U << bit % 8)) {
            return false;
        }
    }
    return true;
}

/* The first letters a character can be typed with, as bits: its readings', or itself. */
static uint32_t letters_of(uint32_t c)
{
    const char *syllables[READINGS_MAX];
    uint32_t letters = 0;

    if (is_letter(c)) {
        return 1U << (c - 'a');
    }
    size_t count = reading_of(c, syllables);
    for (size_t i = 0; i < count; i++) {
        letters |= 1U << (syllables[i][0] - 'a');
    }
    return letters;
}

void match_signature_begin(struct match_signature *signature)
{
    memset(signature, 0, sizeof *signature);
    signature->number = 1;
}

void match_signature_next(struct match_signature *signature)
{
    if (signature->number == UINT32_MAX) {
        match_signature_begin(signature);
        return;
    }
    signature->number++;
    signature->text_bytes = 0;
    memset(signature->letters, 0, sizeof signature->letters);
    memset(signature->characters, 0, sizeof signature->characters);
    memset(signature->words, 0, sizeof signature->words);
}

/* The lowest letter of a set, taken out of it. */
static uint32_t next_letter(uint32_t *letters)
{
    uint32_t letter = (uint32_t)__builtin_ctz(*letters);

    *letters &= *letters - 1;
    return letter;
}

enum { LETTERS = 26, PAIRS_FROM = LETTERS, THREES_FROM = PAIRS_FROM + LETTERS * LETTERS };

/* Notes letters by their number; false: they were noted before. */
static bool is_new(struct match_signature *signature, size_t number)
{
    uint64_t bit = 1ULL << number % 64, *word = &signature->letters[number / 64];
    bool fresh = !(*word & bit);

    *word |= bit;
    return fresh;
}

/* The letters of a character and of the two before it: alone, as pairs, as threes. */
static void put_letters(struct match_signature *signature, const uint32_t letters[3])
{
    for (uint32_t third = letters[2]; third;) {
        uint32_t c = next_letter(&third);
        if (is_new(signature, c)) {
            put(signature, feature(OF_LETTER, c, 0));
        }
        for (uint32_t second = letters[1]; second;) {
            uint32_t b = next_letter(&second), pair = b * LETTERS + c;
            if (is_new(signature, PAIRS_FROM + pair)) {
                put(signature, feature(OF_LETTERS, b, c));
            }
            for (uint32_t first = letters[0]; first;) {
                uint32_t a = next_letter(&first);
                if (is_new(signature, THREES_FROM + a * LETTERS * LETTERS + pair)) {
                    put(signature, feature(OF_THREE_LETTERS, a * LETTERS + b, c));
                }
            }
        }
    }
}

/* A character and the two before it; false: the same three were added before. */
static bool is_new_row(struct match_signature *signature, const uint32_t row[3])
{
    enum { CHARACTER_BITS = 21, PLACE_BITS = 10 };
    uint64_t three =
        (uint64_t)row[0] << 2 * CHARACTER_BITS | (uint64_t)row[1] << CHARACTER_BITS | row[2];
    size_t place = (size_t)(three * 0x9e3779b97f4a7c15ULL >> (64 - PLACE_BITS));
    bool fresh = signature->characters[place] != three;

    _Static_assert(sizeof signature->characters / sizeof signature->characters[0] ==
                       1U << PLACE_BITS,
                   "a place for each hash");
    signature->characters[place] = three;
    return fresh;
}

/* A character as it is searched for. */
static struct match_known *know(struct match_signature *signature, uint32_t raw)
{
    struct match_known *known = &signature->known[raw % MATCH_KNOWN];

    if (known->raw != raw) {
        uint32_t folded = reading_fold(raw);
        *known = (struct match_known){.raw = raw};
        if (!is_nothing(folded)) {
            known->folded = folded;
            known->letters = letters_of(folded);
        }
    }
    return known;
}

void match_signature_add(struct match_signature *signature, struct text text)
{
    struct text rest = text;
    uint32_t row[3] = {0}, letters[3] = {0};

    signature->text_bytes += text.size;
    while (rest.size > 0) {
        struct match_known *known = know(signature, utf8_next(&rest));
        if (!known->folded) {
            continue;
        }
        row[0] = row[1];
        row[1] = row[2];
        row[2] = known->folded;
        letters[0] = letters[1];
        letters[1] = letters[2];
        letters[2] = known->letters;
        if (!is_new_row(signature, row)) {
            continue;
        }
        if (known->put_in != signature->number) {
            known->put_in = signature->number;
            put(signature, feature(OF_CHARACTER, row[2], 0));
        }
        if (row[1]) {
            put(signature, feature(OF_PAIR, row[1], row[2]));
        }
        put_letters(signature, letters);
    }
}

/* How many bits a signature of `words` words has when its halves are laid over each other. */
static size_t ones_of_half(const uint64_t *words, size_t count)
{
    size_t ones = 0;

    for (size_t i = 0; i < count / 2; i++) {
        ones += (size_t)__builtin_popcountll(words[i] | words[i + count / 2]);
    }
    return ones;
}

struct bytes match_signature_end(struct match_signature *signature)
{
    size_t bytes = MATCH_SIGNATURE_BYTES_MAX;

    while (bytes > MATCH_SIGNATURE_BYTES_MIN) {
        size_t count = bytes / sizeof *signature->words;
        bool small_enough = bytes <= signature->text_bytes / 4 * 3;
        if (small_enough && ones_of_half(signature->words, count) * 2 > bytes / 2 * 8) {
            break; /* half of it would be over half full */
        }
        for (size_t i = 0; i < count / 2; i++) {
            signature->words[i] |= signature->words[i + count / 2];
        }
        bytes /= 2;
    }
    return bytes_of(signature->bits, bytes);
}

/* Is the feature there that chars[at] must leave, alone and coming after the part that began at
 * `before` (SIZE_MAX: it is the first)? */
static bool pair_possible(const struct match_term *term, size_t before, size_t at,
                          struct bytes signature)
{
    uint32_t c = term->chars[at];
    bool letter = is_letter(c);

    if (letter ? !has(signature, feature(OF_LETTER, c - 'a', 0))
               : !has(signature, feature(OF_CHARACTER, c, 0))) {
        return false;
    }
    if (before == SIZE_MAX || is_letter(term->chars[before]) != letter) {
        return true;
    }
    uint32_t b = term->chars[before];
    return letter ? has(signature, feature(OF_LETTERS, b - 'a', c - 'a'))
                  : has(signature, feature(OF_PAIR, b, c));
}

/* The same for three parts in a row that are letters; `first`: where the one before `before` may
 * have begun, as bits. */
static bool three_possible(const struct match_term *term, uint64_t first, size_t before, size_t at,
                           struct bytes signature)
{
    uint32_t b = term->chars[before], c = term->chars[at];

    if (!first || !is_letter(b) || !is_letter(c)) {
        return true;
    }
    for (; first; first &= first - 1) {
        uint32_t a = term->chars[__builtin_ctzll(first)];
        if (!is_letter(a) ||
            has(signature, feature(OF_THREE_LETTERS, (a - 'a') * 26 + b - 'a', c - 'a'))) {
            return true;
        }
    }
    return false;
}

bool match_possible(const struct match_term *term, struct bytes signature)
{
    uint64_t from[MATCH_TERM_CHARS_MAX + 1] = {0}; /* bit k: a part began at k and ends here */

    if (signature.size < MATCH_SIGNATURE_BYTES_MIN || signature.size > MATCH_SIGNATURE_BYTES_MAX ||
        (signature.size & (signature.size - 1))) {
        return true;
    }
    for (size_t i = 0; i < term->count; i++) {
        bool possible = i == 0 && pair_possible(term, SIZE_MAX, 0, signature);
        for (size_t k = 0; k < i; k++) { /* parts that cannot stand before are struck out */
            if (!(from[i] & 1ULL << k)) {
                continue;
            }
            if (pair_possible(term, k, i, signature) &&
                three_possible(term, from[k], k, i, signature)) {
                possible = true;
            } else {
                from[i] &= ~(1ULL << k);
            }
        }
        for (size_t j = i + 1; possible && j <= term->count; j++) {
            if (term->ends[i] & 1ULL << j) {
                from[j] |= 1ULL << i;
            }
        }
    }
    return from[term->count] != 0;
}
