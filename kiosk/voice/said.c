#include "said.h"

struct pair {
    const char *word, *as;
};

static const char *const words[] = {
#define SAID(id, text) [id] = (text),
#include "said.def"
};

static const char *const measures[] = {
#define MEASURE(text) (text),
#include "said.def"
};

static const char *const dials[] = {
#define DIALS(text) (text),
#include "said.def"
};

static const struct pair units[] = {
#define UNIT(sign, text) {(sign), (text)},
#include "said.def"
};

static const struct pair sounds[] = {
#define SOUNDS(word, pinyin) {(word), (pinyin)},
#include "said.def"
};

static const char *const letters[26] = {
#define LETTER(letter, text) [(letter) - 'A'] = (text),
#include "said.def"
};

struct text said(enum said id)
{
    return text_of(words[id]);
}

struct text said_digit(unsigned digit)
{
    return said((enum said)(SAID_0 + digit % 10));
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

struct text said_letter(char letter)
{
    return is_letter(letter) ? text_of(letters[(letter | 0x20) - 'a']) : text_of("");
}

bool said_is_measure(struct text text)
{
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++) {
        if (text_starts(text, measures[i])) {
            return true;
        }
    }
    return false;
}

bool said_dials(struct text text)
{
    for (size_t i = 0; i < sizeof dials / sizeof dials[0]; i++) {
        if (text_ends(text, dials[i])) {
            return true;
        }
    }
    return false;
}

/* How many bytes of `text` the word takes at its front; 0: it does not stand there. Each character
 * meets the whole table, so it looks no further than the first byte that differs. */
static size_t takes(const char *word, struct text text)
{
    size_t n = 0;

    while (word[n] != '\0' && n < text.size && word[n] == text.data[n]) {
        n++;
    }
    return word[n] == '\0' ? n : 0;
}

/* *size: of its word. */
static const struct pair *longest(const struct pair *pairs, size_t count, struct text text,
                                  size_t *size)
{
    const struct pair *best = NULL;

    for (size_t i = 0; i < count; i++) {
        size_t taken = takes(pairs[i].word, text);
        if (taken > 0 && (!best || taken > *size)) {
            best = &pairs[i];
            *size = taken;
        }
    }
    return best;
}

struct text said_unit(struct text text, size_t *size)
{
    const struct pair *unit = longest(units, sizeof units / sizeof units[0], text, size);

    if (!unit) {
        return text_of("");
    }
    if (*size < text.size &&
        (is_letter(text.data[*size]) || (text.data[*size] >= '0' && text.data[*size] <= '9'))) {
        return text_of(""); /* 5G网 is no gram, 3M is no metre */
    }
    return text_of(unit->as);
}

struct text said_sounds(struct text text, size_t *size)
{
    const struct pair *sound = longest(sounds, sizeof sounds / sizeof sounds[0], text, size);

    if (!sound) {
        return text_of("");
    }
    return text_of(sound->as);
}
