/* sound_file.c - see sound_file.h. Pages: RFC 3533, section 6. Their first two packets: RFC 7845,
 * section 5. */
#include "sound_file.h"

#include <string.h>

#include "file.h"

enum {
    PAGE_HEAD_BYTES = 27,
    PAGE_CHECKSUM_AT = 22,
    PAGE_SEGMENTS_AT = 26,
    SEGMENT_FULL = 255, /* a packet goes on behind it */
    FLAG_GOES_ON = 1,
    FLAG_FIRST = 2,
    RATE_HZ = 48000, /* granules of every Opus stream */
    CHANNELS_MAX = 2,
    HEAD_BYTES = 19,
    COMMENTS_MAX = 16,
};

struct page {
    unsigned flags, segments;
    uint64_t granule;
    uint32_t serial, number;
    const uint8_t *lacing;
    struct bytes body;
};

static uint32_t le32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static uint64_t le64(const uint8_t *at)
{
    return le32(at) | (uint64_t)le32(at + 4) << 32;
}

/* Polynomial 0x04c11db7, nothing reflected; the checksum's own bytes count as zero. */
static uint32_t checksum(struct bytes page)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < page.size; i++) {
        bool own = i >= PAGE_CHECKSUM_AT && i < PAGE_CHECKSUM_AT + 4;
        sum ^= (uint32_t)(own ? 0 : page.data[i]) << 24;
        for (int bit = 0; bit < 8; bit++) {
            sum = sum & 0x80000000U ? sum << 1 ^ 0x04c11db7U : sum << 1;
        }
    }
    return sum;
}

/* False: no whole page stands at the beginning of *rest. */
static bool page_take(struct bytes *rest, struct page *page)
{
    const uint8_t *at = rest->data;
    if (rest->size < PAGE_HEAD_BYTES || memcmp(at, "OggS", 4) != 0 || at[4] != 0) {
        return false;
    }
    *page = (struct page){.flags = at[5],
                          .granule = le64(at + 6),
                          .serial = le32(at + 14),
                          .number = le32(at + 18),
                          .segments = at[PAGE_SEGMENTS_AT],
                          .lacing = at + PAGE_HEAD_BYTES};
    size_t head = PAGE_HEAD_BYTES + page->segments, body = 0;
    if (rest->size < head) {
        return false;
    }
    for (unsigned i = 0; i < page->segments; i++) {
        body += page->lacing[i];
    }
    if (rest->size < head + body ||
        checksum(bytes_of(at, head + body)) != le32(at + PAGE_CHECKSUM_AT)) {
        return false;
    }
    page->body = bytes_of(at + head, body);
    *rest = bytes_of(at + head + body, rest->size - head - body);
    return true;
}

/* One packet, whole, and nothing else. */
static bool holds_one_packet(const struct page *page)
{
    for (unsigned i = 0; i + 1 < page->segments; i++) {
        if (page->lacing[i] != SEGMENT_FULL) {
            return false;
        }
    }
    return page->segments > 0 && page->lacing[page->segments - 1] < SEGMENT_FULL &&
           !(page->flags & FLAG_GOES_ON);
}

static bool head_is_opus(const struct page *page, uint64_t *skip)
{
    const uint8_t *at = page->body.data;
    if (!(page->flags & FLAG_FIRST) || !holds_one_packet(page) || page->body.size < HEAD_BYTES ||
        memcmp(at, "OpusHead", 8) != 0 || at[8] > 15 || at[9] < 1 || at[9] > CHANNELS_MAX) {
        return false;
    }
    *skip = (uint64_t)at[10] | (uint64_t)at[11] << 8;
    return true;
}

/* A length and as many bytes. */
static bool string_take(struct bytes *rest, struct text *string)
{
    if (rest->size < 4 || le32(rest->data) > rest->size - 4) {
        return false;
    }
    size_t size = le32(rest->data);
    *string = (struct text){(const char *)rest->data + 4, size};
    *rest = bytes_of(rest->data + 4 + size, rest->size - 4 - size);
    return true;
}

static bool is_zero(struct bytes bytes)
{
    size_t i = 0;
    while (i < bytes.size && bytes.data[i] == 0) {
        i++;
    }
    return i == bytes.size;
}

/* Which program wrote it, and nothing of people and places. */
static enum err comments_check(const struct page *page, struct complaint *why)
{
    struct bytes rest = page->body;
    struct text string;
    if (rest.size < 8 || memcmp(rest.data, "OpusTags", 8) != 0) {
        return complain(why, ERR_INVALID, "录音文件坏了；请重新导出一次");
    }
    if (!holds_one_packet(page)) {
        return complain(why, ERR_INVALID, "录音里带着图片或很长的说明；请不带说明再导出一次");
    }
    rest = bytes_of(rest.data + 8, rest.size - 8);
    if (!string_take(&rest, &string) || rest.size < 4) {
        return complain(why, ERR_INVALID, "录音文件坏了；请重新导出一次");
    }
    uint32_t count = le32(rest.data);
    rest = bytes_of(rest.data + 4, rest.size - 4);
    for (uint32_t i = 0; i < count; i++) {
        if (i == COMMENTS_MAX || !string_take(&rest, &string) || !text_starts(string, "ENCODER")) {
            return complain(why, ERR_INVALID,
                            "录音里带着别的说明（谁录的、在哪里录的）；请不带说明再导出一次");
        }
    }
    return is_zero(rest) ? OK
                         : complain(why, ERR_INVALID, "录音里带着别的内容；请不带说明再导出一次");
}

static enum err length_check(uint64_t granule, uint64_t skip, uint64_t *seconds,
                             struct complaint *why)
{
    uint64_t samples = granule > skip ? granule - skip : 0;
    if (samples == 0 || samples / RATE_HZ >= SOUND_SECONDS_MAX) {
        return complain(why, ERR_INVALID, "录音是空的，或超过 %d 分钟；请分几段",
                        SOUND_SECONDS_MAX / 60);
    }
    *seconds = (samples + RATE_HZ - 1) / RATE_HZ;
    return OK;
}

enum err sound_check(struct bytes file, uint64_t *seconds, struct complaint *why)
{
    struct bytes rest = file;
    struct page page;
    uint64_t skip = 0, granule = 0;
    uint32_t number = 0, serial = 0;
    if (file.size > SOUND_BYTES_MAX) {
        return complain(why, ERR_INVALID,
                        "录音有 %zu KB，至多 %d KB；请用 12 kbit/s、单声道再导出一次，或分几段",
                        file.size / 1024, SOUND_BYTES_MAX / 1024);
    }
    if (!page_take(&rest, &page) || !head_is_opus(&page, &skip)) {
        return complain(why, ERR_INVALID,
                        "这不是 Opus 录音（.opus）；手机录的先用录音软件另存为 Opus");
    }
    serial = page.serial;
    while (rest.size > 0) {
        enum err err = OK;
        if (!page_take(&rest, &page) || page.serial != serial || page.number != ++number ||
            (page.flags & FLAG_FIRST)) {
            return complain(why, ERR_INVALID, "录音不完整，可能没有拷完；请重新拷一次");
        }
        if (number == 1) {
            err = comments_check(&page, why);
        } else if (page.granule != UINT64_MAX) { /* no packet ends in it */
            granule = page.granule;
        }
        if (err) {
            return err;
        }
    }
    return length_check(granule, skip, seconds, why);
}

enum err sound_file_read(const char *path, struct arena *arena, struct bytes *file,
                         uint64_t *seconds, struct complaint *why)
{
    size_t mark = arena_mark(arena);
    enum err err = file_read(path, SOUND_BYTES_MAX + 1, arena, file, why);
    if (err == ERR_NOT_FOUND) {
        complain(why, err, "没有录音 %s；请放在同一个文件夹里", path);
    } else if (err == ERR_FULL) {
        complain(why, err, "录音超过 %d KB；请用 12 kbit/s、单声道再导出一次，或分几段",
                 SOUND_BYTES_MAX / 1024);
    }
    err = err ? err : sound_check(*file, seconds, why);
    if (err) {
        arena_rewind(arena, mark);
    }
    return err;
}
