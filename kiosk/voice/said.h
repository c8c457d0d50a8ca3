/* said.h - the words of said.def by id. */
#pragma once

#include "bytes.h"

enum said {
#define SAID(id, text) id,
#include "said.def"
    SAID_COUNT
};

/* Literals of the program: valid for ever. */
struct text said(enum said id);
struct text said_digit(unsigned digit); /* 0 .. 9 */
struct text said_letter(char letter);   /* A .. Z, a .. z; else empty */
/* Does `text` begin with a word that counts things? */
bool said_is_measure(struct text text);
/* Does `text` end with a word after which a telephone number comes? */
bool said_dials(struct text text);
/* The longest unit `text` begins with, not followed by another letter; *size: its bytes. Empty:
 * none. */
struct text said_unit(struct text text, size_t *size);
/* The longest word that the voice would say wrongly; *size: its bytes. Empty: none. */
struct text said_sounds(struct text text, size_t *size);
