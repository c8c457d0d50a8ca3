/* text_file.c - see text_file.h. */
#include "text_file.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "file.h"
#include "utf8.h"

enum { GB18030_GROWTH = 2 }; /* two bytes become three; four become at most four */

unsigned text_line_at(struct text text, size_t offset)
{
    unsigned line = 1;
    for (size_t i = 0; i < offset && i < text.size; i++) {
        line += text.data[i] == '\n' ? 1 : 0;
    }
    return line;
}

const char *text_encoding_name(enum text_encoding encoding)
{
    static const char *const names[] = {"UTF-8", "UTF-8 (BOM)", "GB18030"};
    return names[encoding];
}

/* Is this UTF-8 with a few broken places rather than another encoding? Chinese in UTF-8 is runs of
 * well-formed triples; Chinese in GB18030 makes hardly any. */
static bool looks_like_utf8(struct bytes bytes)
{
    size_t good = 0, bad = 0;
    for (size_t at = 0; at < bytes.size;) {
        struct bytes rest = bytes_of(bytes.data + at, bytes.size - at);
        size_t valid = utf8_error_offset(rest);
        for (size_t i = 0; i < valid; i++) {
            good += (rest.data[i] & 0xF0) == 0xE0 ? 1 : 0;
        }
        bad += valid < rest.size ? 1 : 0;
        at += valid + 1;
    }
    return good > bad;
}

static enum err gb18030_decode(struct bytes raw, struct arena *arena, struct text *text)
{
    size_t room = raw.size * GB18030_GROWTH + 16;
    char *to = arena_alloc(arena, room);
    if (!to) {
        return ERR_NOMEM;
    }
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == (iconv_t)-1) {
        return ERR_UNAVAILABLE;
    }
    char *in = (char *)(uintptr_t)raw.data; /* iconv does not write to its input */
    char *out = to;
    size_t left = raw.size, out_left = room;
    size_t done = iconv(converter, &in, &left, &out, &out_left);
    iconv_close(converter);
    *text = (struct text){to, (size_t)(out - to)};
    return done == (size_t)-1 || left > 0 ? ERR_INVALID : OK;
}

static struct text without_carriage_returns(struct text text, struct arena *arena)
{
    if (text.size == 0 || !memchr(text.data, '\r', text.size)) {
        return text;
    }
    char *to = arena_alloc(arena, text.size);
    size_t size = 0;
    for (size_t i = 0; to && i < text.size; i++) {
        bool pair = text.data[i] == '\r' && i + 1 < text.size && text.data[i + 1] == '\n';
        if (!pair) {
            to[size++] = text.data[i] == '\r' ? '\n' : text.data[i];
        }
    }
    return (struct text){to, size};
}

static enum err check_characters(struct text text, struct complaint *why)
{
    struct text rest = text;
    while (rest.size > 0) {
        size_t at = text.size - rest.size;
        uint32_t c = utf8_next(&rest);
        if (utf8_is_unwanted(c)) {
            return complain(why, ERR_INVALID,
                            "第 %u 行有不可见的控制字符（U+%04X）；请删去后再导入",
                            text_line_at(text, at), (unsigned)c);
        }
    }
    return OK;
}

static enum err refuse_bytes(struct bytes raw, struct complaint *why)
{
    size_t at = utf8_error_offset(raw);
    struct text text = {(const char *)raw.data, raw.size};
    return complain(
        why, ERR_INVALID,
        "第 %u 行不是有效的 UTF-8，也不是 GB18030 文字；请用记事本打开，另存为 UTF-8 后再导入",
        text_line_at(text, at));
}

static enum err decode(struct bytes raw, struct arena *arena, struct text_file *file,
                       struct complaint *why)
{
    static const uint8_t bom[] = {0xEF, 0xBB, 0xBF};
    if (raw.size >= 2 &&
        (memcmp(raw.data, "\xFF\xFE", 2) == 0 || memcmp(raw.data, "\xFE\xFF", 2) == 0)) {
        return complain(why, ERR_INVALID, "是 UTF-16 编码；请另存为 UTF-8 后再导入");
    }
    file->encoding = ENCODING_UTF8;
    if (raw.size >= sizeof bom && memcmp(raw.data, bom, sizeof bom) == 0) {
        file->encoding = ENCODING_UTF8_BOM;
        raw = bytes_of(raw.data + sizeof bom, raw.size - sizeof bom);
    }
    file->decoded = (struct text){(const char *)raw.data, raw.size};
    if (utf8_valid(raw)) {
        return OK;
    }
    if (file->encoding == ENCODING_UTF8_BOM || looks_like_utf8(raw)) {
        return refuse_bytes(raw, why);
    }
    file->encoding = ENCODING_GB18030;
    enum err err = gb18030_decode(raw, arena, &file->decoded);
    return err == ERR_INVALID ? refuse_bytes(raw, why) : err;
}

enum err text_file_decode(struct bytes raw, struct arena *arena, struct text_file *out,
                          struct complaint *why)
{
    struct text_file file = {0};
    if (raw.size > TEXT_FILE_BYTES_MAX) {
        return complain(why, ERR_FULL, "文件超过 %d KB；请分成几个文件",
                        TEXT_FILE_BYTES_MAX / 1024);
    }
    enum err err = decode(raw, arena, &file, why);
    if (err) {
        return err;
    }
    file.text = without_carriage_returns(file.decoded, arena);
    if (file.decoded.size > 0 && !file.text.data) {
        return ERR_NOMEM;
    }
    err = check_characters(file.text, why);
    if (!err) {
        *out = file;
    }
    return err;
}

enum err text_file_read(const char *path, struct arena *arena, struct text_file *file,
                        struct complaint *why)
{
    struct bytes raw;
    struct complaint told = {0};
    enum err err = file_read(path, TEXT_FILE_BYTES_MAX, arena, &raw, &told);
    switch (err) {
    case OK:
        return text_file_decode(raw, arena, file, why);
    case ERR_FULL:
        return complain(why, err, "文件超过 %d KB；请分成几个文件", TEXT_FILE_BYTES_MAX / 1024);
    case ERR_NOT_FOUND:
        return complain(why, ERR_INVALID, "没有这个文件");
    case ERR_INVALID:
        return complain(why, err, "不是普通文件");
    case ERR_EXISTS:
    case ERR_MISMATCH:
    case ERR_DENIED:
    case ERR_NOMEM:
    case ERR_IO:
    case ERR_READONLY:
    case ERR_CORRUPT:
    case ERR_NEWER:
    case ERR_UNAVAILABLE:
    case ERR_BUSY:
        break;
    }
    return complain(why, err, "读不出来（%s）", told.text);
}
