/* picture_file.c - see picture_file.h. PNG: W3C "Portable Network Graphics", third edition, §5 and
 * §11. JPEG: ITU-T T.81, annex B. EXIF's orientation: JEITA CP-3451, tag 274. */
#include "picture_file.h"

#include <string.h>

#include "file.h"
#include "log.h"
#include "picture_shrink.h"

struct reading {
    struct bytes rest;
    struct buffer out;
    struct complaint *why;
    uint32_t w, h;
    unsigned turning; /* EXIF's orientation; 1: as it lies */
};

static bool take(struct reading *r, size_t size, struct bytes *part)
{
    if (size > r->rest.size) {
        return false;
    }
    *part = bytes_of(r->rest.data, size);
    r->rest = bytes_of(r->rest.data + size, r->rest.size - size);
    return true;
}

static enum err cut_short(const struct reading *r)
{
    return complain(r->why, ERR_INVALID, "图片不完整，可能没有拷完；请重新拷一次");
}

static enum err broken(const struct reading *r)
{
    return complain(r->why, ERR_INVALID, "图片坏了；请重新拷一次，或用看图软件另存一份");
}

static enum err take_size(struct reading *r, uint32_t w, uint32_t h)
{
    r->w = w;
    r->h = h;
    return w == 0 || h == 0 ? broken(r) : OK;
}

/* ERR_FULL: sound, but larger than a kiosk shows. */
static enum err judge(const struct reading *r, struct bytes made, struct complaint *why)
{
    if (r->w > PICTURE_SIDE_PX_MAX || r->h > PICTURE_SIDE_PX_MAX ||
        (uint64_t)r->w * r->h > PICTURE_PIXELS_MAX) {
        return complain(
            why, ERR_FULL,
            "图片有 %u×%u 个像素，屏幕显示不了这么大的；请用看图软件改成宽 1600 左右再存", r->w,
            r->h);
    }
    if (made.size > PICTURE_BYTES_MAX) {
        return complain(why, ERR_FULL,
                        "图片有 %zu kB，最多 %d kB；请用看图软件改成宽 1600 左右，存成 JPEG",
                        made.size / 1024, PICTURE_BYTES_MAX / 1024);
    }
    return OK;
}

/* ---- PNG ---- */

static const uint8_t png_begins[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

static bool png_is_kept(const uint8_t type[4])
{
    static const char *const kept[] = {"IHDR", "PLTE", "tRNS", "gAMA", "sRGB", "IDAT", "IEND"};

    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        if (memcmp(type, kept[i], 4) == 0) {
            return true;
        }
    }
    return false;
}

/* One chunk: length, type, data, checksum. */
static enum err png_chunk(struct reading *r, bool first, bool *data_seen, bool *ended)
{
    enum { AROUND = 12, IHDR_BYTES = 13 };
    struct bytes chunk;
    uint32_t size = r->rest.size >= AROUND ? be32_get(r->rest.data) : UINT32_MAX;

    if (size > INT32_MAX || !take(r, (size_t)size + AROUND, &chunk)) {
        return cut_short(r);
    }
    const uint8_t *type = chunk.data + 4, *data = chunk.data + 8;
    bool is_head = memcmp(type, "IHDR", 4) == 0;
    if (is_head != first || (is_head && size != IHDR_BYTES)) {
        return broken(r);
    }
    enum err err = is_head ? take_size(r, be32_get(data), be32_get(data + 4)) : OK;
    *data_seen = *data_seen || memcmp(type, "IDAT", 4) == 0;
    *ended = memcmp(type, "IEND", 4) == 0;
    if (!err && png_is_kept(type)) {
        buffer_add(&r->out, chunk.data, chunk.size);
    }
    return err;
}

static enum err png_clean(struct reading *r)
{
    bool data_seen = false, ended = false;
    struct bytes magic;
    enum err err = take(r, sizeof png_begins, &magic) ? OK : cut_short(r);

    buffer_add(&r->out, png_begins, sizeof png_begins);
    for (bool first = true; !err && !ended; first = false) {
        err = png_chunk(r, first, &data_seen, &ended);
    }
    return err || data_seen ? err : cut_short(r);
}

/* ---- JPEG ---- */

enum {
    SOF0 = 0xc0,
    SOF1,
    SOF2,
    DHT = 0xc4,
    SOF15 = 0xcf,
    RST0 = 0xd0,
    RST7 = 0xd7,
    SOI,
    EOI,
    SOS,
    DQT,
    DRI = 0xdd,
    APP0 = 0xe0,
    APP1,
    APP14 = 0xee,
    DAC = 0xcc,
    JPG = 0xc8,
};

struct tiff {
    struct bytes bytes;
    bool little;
};

static bool tiff_number(const struct tiff *t, size_t at, size_t size, uint32_t *number)
{
    if (at > t->bytes.size || size > t->bytes.size - at) {
        return false;
    }
    *number = 0;
    for (size_t i = 0; i < size; i++) {
        *number = *number << 8 | t->bytes.data[t->little ? at + size - 1 - i : at + i];
    }
    return true;
}

/* EXIF's orientation, 1 where there is none. */
static unsigned turning_of(struct bytes app1)
{
    enum { EXIF_HEAD = 6, ENTRY_BYTES = 12, ENTRIES_MAX = 64, ORIENTATION = 274, SHORT = 3 };
    uint32_t magic, at, count, tag, type, value;

    if (app1.size < EXIF_HEAD + 8 || memcmp(app1.data, "Exif\0\0", EXIF_HEAD) != 0) {
        return 1;
    }
    struct tiff t = {bytes_of(app1.data + EXIF_HEAD, app1.size - EXIF_HEAD), false};
    t.little = t.bytes.data[0] == 'I';
    if (!tiff_number(&t, 2, 2, &magic) || magic != 42 || !tiff_number(&t, 4, 4, &at) ||
        !tiff_number(&t, at, 2, &count)) {
        return 1;
    }
    for (size_t i = 0; i < count && i < ENTRIES_MAX; i++) {
        size_t entry = (size_t)at + 2 + i * ENTRY_BYTES;
        if (!tiff_number(&t, entry, 2, &tag) || !tiff_number(&t, entry + 2, 2, &type) ||
            !tiff_number(&t, entry + 8, 2, &value)) {
            return 1;
        }
        if (tag == ORIENTATION && type == SHORT && value >= 1 && value <= 8) {
            return value;
        }
    }
    return 1;
}

/* An APP1 segment that holds the orientation and nothing else. */
static void turning_write(struct buffer *out, unsigned turning)
{
    const uint8_t segment[] = {0xff, APP1, 0, 34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M',
                               0,    42,   0, 0,    0,   8, /* the first directory */
                               0,    1,    1, 0x12, 0,   3,   0,   0,   0, 1, 0,   (uint8_t)turning,
                               0,    0,    0, 0,    0,   0};
    buffer_add(out, segment, sizeof segment);
}

static bool jpeg_is_kept(unsigned marker, struct bytes body)
{
    if (marker == APP0) {
        return body.size >= 5 && memcmp(body.data, "JFIF", 5) == 0;
    }
    if (marker == APP14) { /* says how colours were turned */
        return body.size >= 5 && memcmp(body.data, "Adobe", 5) == 0;
    }
    return marker == DQT || marker == DHT || marker == DRI || marker == SOS ||
           (marker >= SOF0 && marker <= SOF2);
}

struct jpeg {
    bool sized;
    unsigned scans;
};

static enum err jpeg_frame(struct reading *r, struct jpeg *jpeg, unsigned marker, struct bytes body)
{
    enum { HEIGHT_AT = 1, WIDTH_AT = 3, FRAME_BYTES_MIN = 6 };

    if (marker > SOF2 || body.size < FRAME_BYTES_MIN || jpeg->sized) {
        return complain(r->why, ERR_INVALID,
                        "这种 JPEG 屏幕显示不了；请用看图软件另存为普通的 JPEG 或 PNG");
    }
    jpeg->sized = true;
    const uint8_t *b = body.data;
    return take_size(r, (uint32_t)b[WIDTH_AT] << 8 | b[WIDTH_AT + 1],
                     (uint32_t)b[HEIGHT_AT] << 8 | b[HEIGHT_AT + 1]);
}

/* What is coded behind the head of a scan: up to the next marker that is none of its own. */
static enum err jpeg_scan(struct reading *r, struct jpeg *jpeg)
{
    size_t size = 0;
    struct bytes data;

    while (size + 1 < r->rest.size) {
        unsigned next = r->rest.data[size + 1];
        if (r->rest.data[size] == 0xff && next != 0 && next != 0xff &&
            !(next >= RST0 && next <= RST7)) {
            break;
        }
        size++;
    }
    if (size + 1 >= r->rest.size || !take(r, size, &data)) {
        return cut_short(r);
    }
    if (++jpeg->scans > PICTURE_SCANS_MAX || !jpeg->sized) {
        return complain(r->why, ERR_INVALID, "图片坏了，或存得太碎；请用看图软件另存一份");
    }
    buffer_add(&r->out, data.data, data.size);
    return OK;
}

/* Does the marker begin a frame (B.1.1.3)? */
static bool is_frame(unsigned marker)
{
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
}

static enum err jpeg_segment(struct reading *r, struct jpeg *jpeg, unsigned marker)
{
    struct bytes segment;
    size_t size = r->rest.size >= 2 ? (size_t)r->rest.data[0] << 8 | r->rest.data[1] : 0;

    if (size < 2 || !take(r, size, &segment)) {
        return cut_short(r);
    }
    struct bytes body = bytes_of(segment.data + 2, size - 2);
    enum err err = is_frame(marker) ? jpeg_frame(r, jpeg, marker, body) : OK;
    unsigned turning = marker == APP1 && r->turning == 1 ? turning_of(body) : 1;
    if (turning > 1) {
        r->turning = turning;
        turning_write(&r->out, turning);
    }
    if (!err && jpeg_is_kept(marker, body)) {
        const uint8_t head[] = {0xff, (uint8_t)marker};
        buffer_add(&r->out, head, sizeof head);
        buffer_add(&r->out, segment.data, segment.size);
    }
    return err || marker != SOS ? err : jpeg_scan(r, jpeg);
}

static enum err jpeg_clean(struct reading *r)
{
    static const uint8_t begins[] = {0xff, SOI}, ends[] = {0xff, EOI};
    struct jpeg jpeg = {0};
    struct bytes part;
    enum err err = take(r, sizeof begins, &part) ? OK : cut_short(r);

    buffer_add(&r->out, begins, sizeof begins);
    while (!err) {
        if (!take(r, 1, &part) || part.data[0] != 0xff) {
            return cut_short(r);
        }
        do { /* a marker may have more of these before it */
            if (!take(r, 1, &part)) {
                return cut_short(r);
            }
        } while (part.data[0] == 0xff);
        if (part.data[0] == EOI) {
            break;
        }
        err = jpeg_segment(r, &jpeg, part.data[0]);
    }
    if (!err && jpeg.scans == 0) {
        return cut_short(r);
    }
    buffer_add(&r->out, ends, sizeof ends);
    return err;
}

/* ---- either ---- */

static enum err clean(struct bytes file, struct arena *arena, struct reading *r, struct bytes *out,
                      struct complaint *why)
{
    *r = (struct reading){.rest = file, .out = buffer_begin(arena), .why = why, .turning = 1};
    bool png =
        file.size >= sizeof png_begins && memcmp(file.data, png_begins, sizeof png_begins) == 0;
    bool jpeg =
        file.size >= 3 && file.data[0] == 0xff && file.data[1] == SOI && file.data[2] == 0xff;

    if (!png && !jpeg) {
        return complain(why, ERR_INVALID, "不是 PNG 或 JPEG 图片（手机拍的 HEIC 要先另存为 JPEG）");
    }
    enum err err = png ? png_clean(r) : jpeg_clean(r);
    return err ? err : buffer_end(&r->out, out);
}

enum err picture_clean(struct bytes file, struct arena *arena, struct bytes *out,
                       struct complaint *why)
{
    struct reading r;
    enum err err = clean(file, arena, &r, out, why);
    return err ? err : judge(&r, *out, why);
}

/* A JPEG that says how it is to be turned. */
static enum err turn(struct bytes jpeg, unsigned turning, struct arena *arena, struct bytes *out)
{
    struct buffer b = buffer_begin(arena);

    buffer_add(&b, jpeg.data, jpeg.size < 2 ? jpeg.size : 2);
    if (turning > 1) {
        turning_write(&b, turning);
    }
    if (jpeg.size > 2) {
        buffer_add(&b, jpeg.data + 2, jpeg.size - 2);
    }
    return buffer_end(&b, out);
}

/* Where it cannot be made smaller here, `why` still says what to do by hand. */
static enum err shrink(struct bytes large, unsigned turning, struct arena *arena, struct bytes *out,
                       struct complaint *why)
{
    struct complaint ignored = {0};
    struct bytes small, turned;
    enum err err = picture_shrink(large, arena, &small);

    err = err ? err : turn(small, turning, arena, &turned);
    err = err ? err : picture_clean(turned, arena, out, &ignored);
    if (err) {
        log_warn("a picture could not be made smaller: %s %s", err_name(err), ignored.text);
        return ERR_FULL;
    }
    *why = (struct complaint){0};
    return OK;
}

enum err picture_file_read(const char *path, struct arena *arena, struct picture_file *picture,
                           struct complaint *why)
{
    struct bytes file;
    struct reading r;
    size_t mark = arena_mark(arena);

    *picture = (struct picture_file){0};
    enum err err = file_read(path, PICTURE_FILE_BYTES_MAX, arena, &file, why);

    if (err == ERR_NOT_FOUND) {
        complain(why, err, "没有图片 %s；请放在同一个文件夹里", path);
    } else if (err == ERR_FULL) {
        complain(why, err, "图片文件超过 %d MB；请用看图软件改小再存",
                 PICTURE_FILE_BYTES_MAX / 1024 / 1024);
    }
    err = err ? err : clean(file, arena, &r, &picture->bytes, why);
    err = err ? err : judge(&r, picture->bytes, why);
    if (err == ERR_FULL && picture->bytes.size > 0) {
        err = shrink(picture->bytes, r.turning, arena, &picture->bytes, why);
        picture->shrunk = err == OK;
    }
    if (err) {
        arena_rewind(arena, mark);
    }
    return err;
}
