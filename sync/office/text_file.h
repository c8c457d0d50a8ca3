/* text_file.h - a text file as staff have it, turned into well-formed UTF-8.
 *
 * Office programs here write UTF-8 (with or without a BOM) or GB18030 (of which GBK and GB2312 are
 * parts). Which one it is, is read off the bytes; what is neither is refused with the line where it
 * breaks, never repaired. */
#pragma once

#include "arena.h"

enum { TEXT_FILE_BYTES_MAX = 1024 * 1024 };

enum text_encoding { ENCODING_UTF8, ENCODING_UTF8_BOM, ENCODING_GB18030 };

struct text_file {
    struct text decoded; /* character by character, line ends as they were */
    struct text text;    /* the same with CRLF and lone CR as LF: what records hold */
    enum text_encoding encoding;
};

/* ERR_INVALID, in Chinese, naming the line: neither encoding, UTF-16, controls inside; ERR_FULL:
 * more than TEXT_FILE_BYTES_MAX; ERR_NOMEM. Everything lives in the arena or in `raw`. */
MUST_CHECK enum err text_file_decode(struct bytes raw, struct arena *arena, struct text_file *file,
                                     struct complaint *why);
/* Reads and decodes. The sentence does not name the path: the caller does. */
MUST_CHECK enum err text_file_read(const char *path, struct arena *arena, struct text_file *file,
                                   struct complaint *why);
/* The line number, from 1, of a byte offset. */
unsigned text_line_at(struct text text, size_t offset);
const char *text_encoding_name(enum text_encoding encoding);
