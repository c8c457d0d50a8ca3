/* A recording is Ogg Opus and says nothing but what is heard. */
#include "support.h"

#include <string.h>

#include "file.h"
#include "sound_file.h"

static struct bytes tone(struct arena *arena)
{
    struct bytes file;
    struct complaint why;

    assert_ok_why(file_read(TONE, SOUND_BYTES_MAX, arena, &file, &why), &why);
    return file;
}

/* Ogg's checksum by long division, bit by bit. */
static uint32_t sum_of(const uint8_t *at, size_t size)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < size * 8; i++) {
        uint32_t bit = at[i / 8] >> (7 - i % 8) & 1U, top = sum >> 31;
        sum = sum << 1 ^ (top != bit ? 0x04c11db7U : 0);
    }
    return sum;
}

/* A page with one packet of at most 254 bytes. */
static void page(struct buffer *b, unsigned flags, uint32_t number, uint64_t granule,
                 struct bytes packet)
{
    uint8_t bytes[27 + 1 + 254] = "OggS";
    size_t size = 28 + packet.size;

    bytes[5] = (uint8_t)flags;
    for (int i = 0; i < 8; i++) {
        bytes[6 + i] = (uint8_t)(granule >> 8 * i);
    }
    bytes[18] = (uint8_t)number;
    bytes[26] = 1;
    bytes[27] = (uint8_t)packet.size;
    memcpy(bytes + 28, packet.data, packet.size);
    uint32_t sum = sum_of(bytes, size);
    for (int i = 0; i < 4; i++) {
        bytes[22 + i] = (uint8_t)(sum >> 8 * i);
    }
    buffer_add(b, bytes, size);
}

#define PACKET(text) bytes_of(text, sizeof(text) - 1)
#define OPUS_HEAD PACKET("OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00")

/* Head, tags, and one packet that ends at `granule`. */
static struct bytes made(struct arena *arena, struct bytes tags, uint64_t granule)
{
    struct bytes file;
    struct buffer b = buffer_begin(arena);

    page(&b, 2, 0, 0, OPUS_HEAD);
    page(&b, 0, 1, 0, tags);
    page(&b, 4, 2, granule, PACKET("\xf8\xff\xfe"));
    assert_ok(buffer_end(&b, &file));
    return file;
}

#define PLAIN_TAGS PACKET("OpusTags\x02\x00\x00\x00xy\x00\x00\x00\x00")

static void refused(struct bytes file, const char *part)
{
    struct complaint why = {0};
    uint64_t seconds;

    assert_err(ERR_INVALID, sound_check(file, &seconds, &why));
    assert_says(&why, part);
}

static void what_a_program_wrote_is_taken_with_its_length(void **state)
{
    struct arena *arena = *state;
    uint64_t seconds = 0;

    assert_ok(sound_check(tone(arena), &seconds, NULL));
    assert_int_equal(seconds, 1); /* 0.4 s */
    assert_ok(sound_check(made(arena, PLAIN_TAGS, 48000 * 61 + 1), &seconds, NULL));
    assert_int_equal(seconds, 62);
}

static void every_damaged_byte_and_every_cut_is_noticed(void **state)
{
    struct arena *arena = *state;
    struct bytes file = tone(arena);
    uint8_t damaged[2048];
    uint64_t seconds;

    for (size_t i = 0; i < file.size; i++) {
        memcpy(damaged, file.data, file.size);
        damaged[i] ^= 0x40;
        assert_err(ERR_INVALID, sound_check(bytes_of(damaged, file.size), &seconds, NULL));
        assert_err(ERR_INVALID, sound_check(bytes_of(file.data, i), &seconds, NULL));
    }
}

static void who_recorded_it_and_where_does_not_leave_the_office(void **state)
{
    struct arena *arena = *state;
    uint64_t seconds;

    refused(made(arena,
                 PACKET("OpusTags\x00\x00\x00\x00\x01\x00\x00\x00\x0a\x00\x00\x00"
                        "ARTIST=abc"),
                 48000),
            "谁录的");
    refused(made(arena, PACKET("OpusTags\x00\x00\x00\x00\x00\x00\x00\x00GPS"), 48000), "别的内容");
    refused(made(arena, PACKET("OpusTags\x00\x00\x00\x00\x02\x00\x00\x00"), 48000), "别的说明");
    assert_ok(sound_check(made(arena,
                               PACKET("OpusTags\x00\x00\x00\x00\x01\x00\x00\x00\x09\x00\x00\x00"
                                      "ENCODER=a\0\0"),
                               48000),
                          &seconds, NULL));
}

static void other_sound_is_refused_with_what_to_do(void **state)
{
    struct arena *arena = *state;
    struct bytes file;
    struct buffer b = buffer_begin(arena);

    refused(bytes_of_text("RIFF....WAVEfmt "), "不是 Opus");
    refused(bytes_of(NULL, 0), "不是 Opus");
    page(&b, 2, 0, 0, PACKET("\x01vorbis and more of it"));
    assert_ok(buffer_end(&b, &file));
    refused(file, "不是 Opus");
    refused(made(arena, PACKET("nothing like tags"), 48000), "坏了");
}

static void an_empty_or_endless_one_is_refused(void **state)
{
    struct arena *arena = *state;
    static uint8_t large[SOUND_BYTES_MAX + 1];

    refused(made(arena, PLAIN_TAGS, 0), "是空的");
    refused(made(arena, PLAIN_TAGS, 48000 * (uint64_t)SOUND_SECONDS_MAX), "超过 15 分钟");
    refused(bytes_of(large, sizeof large), "至多 480 KB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_a_program_wrote_is_taken_with_its_length, test_arena),
        TEST(every_damaged_byte_and_every_cut_is_noticed, test_arena),
        TEST(who_recorded_it_and_where_does_not_leave_the_office, test_arena),
        TEST(other_sound_is_refused_with_what_to_do, test_arena),
        TEST(an_empty_or_endless_one_is_refused, test_arena),
    };
    return cmocka_run_group_tests_name("sound_file", tests, NULL, NULL);
}
