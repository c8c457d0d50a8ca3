/* match.h - what a person typed into the search field, and where it stands in a text.
 *
 * A query is up to MATCH_TERMS_MAX terms with blanks between; all must be found. Characters match
 * any of their forms (reading_fold()); a run of small letters matches the same letters, or
 * characters in a row whose syllables begin with its parts: `dbj`, `dibaoj` and `dibaojin` find
 * 低保金. Blanks, line ends and Markdown's marks inside the text do not count, so a line break
 * hides nothing.
 *
 * A signature is what is kept of a text to tell quickly that a term is *not* in it: a Bloom filter
 * of its characters, pairs of neighbours, and first letters of readings with their pairs and
 * threes. */
#pragma once

#include "bytes.h"

enum {
    MATCH_TERMS_MAX = 4,
    MATCH_TERM_CHARS_MAX = 32,
    MATCH_QUERY_BYTES_MAX = 512,
    MATCH_SIGNATURE_BYTES_MIN = 8,
    MATCH_SIGNATURE_BYTES_MAX = 8192,
};

struct match_term {
    uint32_t chars[MATCH_TERM_CHARS_MAX]; /* folded */
    size_t count;
    uint64_t ends[MATCH_TERM_CHARS_MAX]; /* bit j: chars[i] .. chars[j - 1] can stand for one
                                            character (a letter's beginnings of syllables) */
};

struct match_query {
    struct match_term terms[MATCH_TERMS_MAX];
    size_t count;
};

/* ERR_INVALID: nothing to look for (blanks and punctuation only), or over a limit. */
MUST_CHECK enum err match_parse(struct text query, struct match_query *parsed);

/* The first place of the term in the text; false: none. `at` and `size` are bytes of `text`. */
bool match_find(const struct match_term *term, struct text text, size_t *at, size_t *size);

enum { MATCH_KNOWN = 512 };

/* A character that was met, as it is searched for. */
struct match_known {
    uint32_t raw, folded; /* folded 0: it is passed over */
    uint32_t letters;     /* bits: the first letters it can be typed with */
    uint32_t put_in;      /* the number of the newest signature it was put into */
};

/* Collects the signature of several texts. */
struct match_signature {
    uint32_t number;                       /* from 1 */
    size_t text_bytes;                     /* of all texts added */
    struct match_known known[MATCH_KNOWN]; /* each at the place of its number; kept from one
                                              signature to the next */
    /* What is in already, so that it is not reckoned again: most of what a text is made of comes
     * more than once. */
    uint64_t letters[(26 + 26 * 26 + 26 * 26 * 26 + 63) / 64]; /* bits: alone, pairs, threes */
    uint64_t characters[1024]; /* three in a row, each at the place of its hash */
    union {
        uint8_t bits[MATCH_SIGNATURE_BYTES_MAX];
        uint64_t words[MATCH_SIGNATURE_BYTES_MAX / 8];
    };
};

void match_signature_begin(struct match_signature *signature);
/* Begins another one in the place of one that was begun: quicker, for many. */
void match_signature_next(struct match_signature *signature);
void match_signature_add(struct match_signature *signature, struct text text);
/* Folds it to the smallest power of two of bytes that is not over half full, and in any case to at
 * most three quarters of the texts. A view of `signature`. */
struct bytes match_signature_end(struct match_signature *signature);
/* False: the term is surely in none of the texts. A signature of a size that match_signature_end()
 * does not make says true. */
bool match_possible(const struct match_term *term, struct bytes signature);
