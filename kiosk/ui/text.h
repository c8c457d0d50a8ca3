/* text.h - Chinese text as lines of glyphs.
 *
 * Runs by face coverage with a fallback face for rare characters; a character that no face has is
 * drawn as a box with its number (U+XXXX), never left out. Lines break by UAX #14 ("zh") and by the
 * rules of Chinese punctuation: none that closes at the start of a line, none that opens at its
 * end, adjacent full-width marks squeezed, one at the end of a line may take half an em. Text is
 * never cut: a layout says how high it is, and pages scroll.
 *
 * Layouts and glyph pictures are cached under fixed caps; nothing is allocated after text_open
 * except by FreeType when a face is first used. */
#pragma once

#include "bytes.h"
#include "theme.h"

enum text_face { FACE_SANS, FACE_SANS_BOLD, FACE_SERIF_BOLD, FACE_COUNT };
enum text_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

enum {
    TEXT_GLYPH_BYTES_DEFAULT = 3 * 1024 * 1024,
    TEXT_LAYOUT_BYTES_DEFAULT = 1024 * 1024,
    TEXT_BYTES_MAX = 32 * 1024, /* of one layout, all spans together; more is cut and logged */
    TEXT_SPANS_MAX = 32,
    TEXT_SIZE_PX_MAX = 400,
    TEXT_LINE_PERMILLE = 1500, /* usual line height, of the size */
    TEXT_WIDTH_ANY = 1 << 20,  /* no wrapping */
    TEXT_FONT_PATH_BYTES_MAX = 1024,
};

struct text_engine;

struct text_options {
    const char *folder;  /* sans.otf sans-bold.otf serif-bold.otf; if there: rare.otf wide.ttf */
    size_t glyph_bytes;  /* cap of the glyph cache; 0: the default */
    size_t layout_bytes; /* cap of the layout cache; 0: the default */
};

/* Finds the folder of the fonts from the program's own path (/proc/self/exe): beside the build, or
 * ../share/noticepoint/fonts. ERR_NOT_FOUND: `why` names where it looked. */
MUST_CHECK enum err text_font_folder(const char *program_path, char to[TEXT_FONT_PATH_BYTES_MAX],
                                     struct complaint *why);
/* Checks that the three faces are there; each is opened when first used.
 * ERR_NOT_FOUND: `why` names the file and the Debian package it is made from. ERR_NOMEM. */
MUST_CHECK enum err text_open(const struct text_options *options, struct text_engine **out,
                              struct complaint *why);
void text_close(struct text_engine *engine); /* accepts NULL */

/* A piece of text in one face, size and colour. */
struct text_span {
    struct text text;
    uint8_t face; /* enum text_face */
    int size_px;
    bool tight;     /* brackets take half their width (labels and titles) */
    uint32_t color; /* 0xAARRGGBB; no part of the layout */
};

struct text_glyph {
    uint32_t id;   /* font << 24 | glyph index; TEXT_GLYPH_MISSING | character for the box */
    uint32_t byte; /* offset of its character in the spans' texts, joined */
    int32_t x;     /* from the line's x; whole pixels */
    uint8_t span;
};
#define TEXT_GLYPH_MISSING 0xff000000u

struct text_line {
    int x, width;    /* x: by the alignment; width: without what hangs at its end */
    int advance;     /* with it: where a caret behind the last character stands */
    bool feed;       /* a line feed ends it */
    int top, height; /* within the layout */
    int baseline;    /* y within the layout */
    uint32_t glyph, glyph_count;
    uint32_t byte, byte_count; /* with the blanks and the line feed at its end */
};

struct text_layout {
    int width, height; /* of the longest line; of all lines */
    uint32_t line_count, glyph_count;
    const struct text_line *lines;
    const struct text_glyph *glyphs;
};

/* Lines for `spans` within width_px. Line feeds in the text end lines; TAB is a blank. The answer
 * is valid until the next call on the engine, and never NULL; what does not fit the cache at all is
 * cut (and logged). */
const struct text_layout *text_lay_out(struct text_engine *engine, const struct text_span *spans,
                                       size_t span_count, int width_px, int line_permille,
                                       enum text_align align);
/* The pixels one line would take without wrapping. */
int text_width(struct text_engine *engine, const struct text_span *spans, size_t span_count);

/* Where a caret before byte `offset` stands: x within the layout and the index of its line. */
struct text_caret {
    int x;
    uint32_t line;
};
struct text_caret text_caret_at(const struct text_layout *layout, uint32_t offset);
/* The byte offset nearest to a point of the layout, always at a character's boundary. */
uint32_t text_offset_at(const struct text_layout *layout, int x, int y);

/* A glyph's picture: A8, row by row without gaps. `data` is valid until the next call on the
 * engine; NULL for a glyph without ink. `turn_deg` turns it about its pen (seals), 0 otherwise. */
struct text_picture {
    const uint8_t *data;
    int w, h;
    int left, top; /* of the picture's corner from the pen, y up */
};
struct text_picture text_glyph_picture(struct text_engine *engine, uint32_t id, int size_px,
                                       int turn_deg);
/* (x, y) turned counter-clockwise about the origin, y down; the same on every machine. */
void text_turn(int turn_deg, int *x, int *y);
/* From the middle of a line down to its baseline, which puts Han characters in the middle. */
int text_baseline_drop(int size_px);

/* What the caches did; for tests and the bench. */
struct text_stats {
    uint64_t glyphs_drawn, glyphs_evicted, layouts_made, layouts_evicted;
    size_t glyph_bytes, layout_bytes; /* in use now */
    unsigned faces_open;
    unsigned characters_missing; /* different ones that no face has; 64 means that or more */
};
struct text_stats text_stats(const struct text_engine *engine);
/* Overwrites layouts and work space, which tell what was laid out. After a draft was wiped. */
void text_forget(struct text_engine *engine);
