/* fuzz_reading.c - whatever is written comes apart into sentences that follow each other, and each
 * is said in Han characters and pauses alone. The first byte is the hint. */
#include <stdlib.h>

#include "reading.h"
#include "utf8.h"

enum { SENTENCES_MAX = 64, ROOM_BYTES = 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void must_be_speakable(struct text spoken)
{
    must(spoken.size > 0 && spoken.size <= READING_SPOKEN_BYTES_MAX);
    must(utf8_valid(text_bytes(spoken)));
    for (size_t i = 0; i < spoken.size; i++) {
        must((uint8_t)spoken.data[i] >= 0x80);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static _Alignas(16) uint8_t room[ROOM_BYTES];
    struct reading_sentence sentences[SENTENCES_MAX];
    struct arena arena;
    size_t count = 0, at = 0;
    struct text pinyin;

    if (size < 2 || !utf8_valid(bytes_of(data + 1, size - 1))) {
        return 0;
    }
    struct text source = {(const char *)data + 1, size - 1};
    arena_init_over(&arena, room, sizeof room);
    enum err err = reading_sentences(source, (enum reading_hint)(data[0] % 3), &arena, sentences,
                                     SENTENCES_MAX, &count);
    must(err == OK && count <= SENTENCES_MAX);
    for (size_t i = 0; i < count; i++) {
        must(sentences[i].from >= at && sentences[i].from < sentences[i].to);
        must(sentences[i].to <= source.size);
        at = sentences[i].to;
        must(utf8_valid(text_bytes(text_slice(source, sentences[i].from, at))));
        must_be_speakable(sentences[i].spoken);
        must(reading_pinyin(sentences[i].spoken, &arena, &pinyin) == OK);
        must(utf8_valid(text_bytes(pinyin)));
    }
    return 0;
}
