#include "font.h"

#include <errno.h>
#include <fcntl.h>
#include <ft2build.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include FT_FREETYPE_H
#include FT_ADVANCES_H
#include FT_OUTLINE_H
#include FT_TRIGONOMETRY_H

#include "log.h"

enum { FILE_SANS, FILE_SANS_BOLD, FILE_SERIF_BOLD, FILE_RARE, FILE_WIDE, FILE_COUNT };
enum { MISSING_MAX = 64 };
enum { KNOWN_MAX = 4096, GLYPHS_MAX = 8192, EM = 1000, BOX_DIGITS_MAX = 6 };

static const char *const file_names[FILE_COUNT] = {
    [FILE_SANS] = "sans.otf",
    [FILE_SANS_BOLD] = "sans-bold.otf",
    [FILE_SERIF_BOLD] = "serif-bold.otf",
    [FILE_RARE] = "rare.otf",
    [FILE_WIDE] = "wide.ttf",
};

/* Where a face looks for a character, in this order. */
static const uint8_t fallbacks[FACE_COUNT][4] = {
    [FACE_SANS] = {FILE_SANS, FILE_SERIF_BOLD, FILE_RARE, FILE_WIDE},
    [FACE_SANS_BOLD] = {FILE_SANS_BOLD, FILE_SANS, FILE_RARE, FILE_WIDE},
    [FACE_SERIF_BOLD] = {FILE_SERIF_BOLD, FILE_SANS, FILE_RARE, FILE_WIDE},
};

struct font_file {
    char path[TEXT_FONT_PATH_BYTES_MAX];
    void *map;
    size_t size;
    FT_Face face;
    int size_px; /* as set in FreeType */
    bool missing;
};

/* What a character is in a face: a direct-mapped table in front of the cmap. */
struct known {
    uint32_t key; /* character << 2 | face, plus 1 so that 0 is empty */
    struct font_glyph glyph;
};

struct font_set {
    FT_Library library;
    struct font_file files[FILE_COUNT];
    struct known known[KNOWN_MAX];
    struct cache pictures;
    uint8_t *box; /* 2 * TEXT_SIZE_PX_MAX squared: a picture that no cache holds */
    uint64_t drawn;
    uint32_t missing[MISSING_MAX]; /* characters that no face has, each once */
    size_t missing_count;
};

/* In front of a cached picture's pixels. */
struct picture_head {
    int16_t w, h, left, top;
};

static enum err files_find(struct font_set *set, const char *folder, struct complaint *why)
{
    for (int i = 0; i < FILE_COUNT; i++) {
        struct font_file *file = &set->files[i];
        int size = snprintf(file->path, sizeof file->path, "%s/%s", folder, file_names[i]);
        if (size < 0 || (size_t)size >= sizeof file->path) {
            return complain(why, ERR_NOT_FOUND, "%s: this path is too long", folder);
        }
        if (access(file->path, R_OK) == 0) {
            continue;
        }
        if (i < FILE_RARE) {
            return complain(why, ERR_NOT_FOUND,
                            "%s: this font is missing. It is made from the Debian package "
                            "fonts-noto-cjk when Noticepoint is built: build or install again",
                            file->path);
        }
        file->missing = true;
        log_info(
            "%s is not there (package noticepoint-rare-names): some rare characters are shown as "
            "boxes with their number",
            file->path);
    }
    return OK;
}

enum err font_set_new(const char *folder, size_t glyph_bytes, struct font_set **out,
                      struct complaint *why)
{
    struct font_set *set = calloc(1, sizeof *set);
    enum err err = set ? files_find(set, folder, why) : ERR_NOMEM;

    if (!err) {
        err = cache_init(&set->pictures, glyph_bytes, GLYPHS_MAX);
    }
    if (!err) {
        set->box = malloc((size_t)4 * TEXT_SIZE_PX_MAX * TEXT_SIZE_PX_MAX);
        err = set->box && FT_Init_FreeType(&set->library) == 0 ? OK : ERR_NOMEM;
    }
    if (err) {
        font_set_free(set);
        return err;
    }
    *out = set;
    return OK;
}

void font_set_free(struct font_set *set)
{
    if (!set) {
        return;
    }
    for (int i = 0; i < FILE_COUNT; i++) {
        if (set->files[i].face) {
            FT_Done_Face(set->files[i].face);
        }
        if (set->files[i].map) {
            munmap(set->files[i].map, set->files[i].size);
        }
    }
    if (set->library) {
        FT_Done_FreeType(set->library);
    }
    cache_deinit(&set->pictures);
    free(set->box);
    free(set);
}

static bool file_map(struct font_file *file)
{
    struct stat stat;
    int fd = open(file->path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        return false;
    }
    if (fstat(fd, &stat) == 0 && stat.st_size > 0) {
        void *map = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (map != MAP_FAILED) {
            file->map = map;
            file->size = (size_t)stat.st_size;
        }
    }
    close(fd);
    return file->map != NULL;
}

/* The opened face, or NULL: a broken file is told once, and its characters come from the others. */
static FT_Face face_open(struct font_set *set, int index)
{
    struct font_file *file = &set->files[index];

    if (file->face || file->missing) {
        return file->face;
    }
    if (!file_map(file) ||
        FT_New_Memory_Face(set->library, file->map, (FT_Long)file->size, 0, &file->face) != 0) {
        log_error("%s cannot be used as a font: %s", file->path, strerror(errno));
        file->face = NULL;
        file->missing = true;
    }
    return file->face;
}

/* Told without the character: it may stand in somebody's name. */
static void note_missing(struct font_set *set, uint32_t character)
{
    for (size_t i = 0; i < set->missing_count; i++) {
        if (set->missing[i] == character) {
            return;
        }
    }
    if (set->missing_count < MISSING_MAX) {
        set->missing[set->missing_count++] = character;
        log_warn("characters that no face has, shown as boxes with their number: %zu%s",
                 set->missing_count, set->missing_count == MISSING_MAX ? " or more" : "");
    }
}

static struct font_glyph find_glyph(struct font_set *set, enum text_face face, uint32_t character)
{
    for (size_t i = 0; i < sizeof fallbacks[face]; i++) {
        int file = fallbacks[face][i];
        FT_Face ft = face_open(set, file);
        FT_UInt glyph = ft ? FT_Get_Char_Index(ft, character) : 0;
        FT_Fixed advance;
        if (glyph && FT_Get_Advance(ft, glyph, FT_LOAD_NO_SCALE, &advance) == 0) {
            return (struct font_glyph){(uint32_t)file << 24 | glyph,
                                       (int)(advance * EM / ft->units_per_EM)};
        }
    }
    note_missing(set, character);
    return (struct font_glyph){TEXT_GLYPH_MISSING | character, EM};
}

void font_set_rest(struct font_set *set)
{
    for (int i = 0; i < FILE_COUNT; i++) {
        if (set->files[i].map) {
            (void)madvise(set->files[i].map, set->files[i].size, MADV_DONTNEED);
        }
    }
}

struct font_glyph font_glyph_of(struct font_set *set, enum text_face face, uint32_t character)
{
    uint32_t key = (character << 2 | (uint32_t)face) + 1;
    struct known *known = &set->known[(character * 3 + (uint32_t)face) % KNOWN_MAX];

    if (known->key != key) {
        *known = (struct known){key, find_glyph(set, face, character)};
    }
    return known->glyph;
}

/* Renders into FreeType's slot, which holds it until the next call. */
static struct text_picture draw_glyph(struct font_set *set, uint32_t id, int size_px, int turn_deg)
{
    struct font_file *file = &set->files[id >> 24];
    FT_Face face = face_open(set, (int)(id >> 24));

    if (!face) {
        return (struct text_picture){0};
    }
    if (file->size_px != size_px && FT_Set_Pixel_Sizes(face, 0, (FT_UInt)size_px) == 0) {
        file->size_px = size_px;
    }
    if (FT_Load_Glyph(face, id & 0xffffff, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0) {
        return (struct text_picture){0};
    }
    if (turn_deg != 0) {
        FT_Vector across;
        FT_Vector_Unit(&across, (FT_Angle)turn_deg * 65536);
        FT_Matrix matrix = {across.x, -across.y, across.y, across.x};
        FT_Outline_Transform(&face->glyph->outline, &matrix);
    }
    if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0) {
        return (struct text_picture){0};
    }
    set->drawn++;
    const FT_Bitmap *bitmap = &face->glyph->bitmap;
    return (struct text_picture){bitmap->buffer, (int)bitmap->width, (int)bitmap->rows,
                                 face->glyph->bitmap_left, face->glyph->bitmap_top};
}

static void box_blit(uint8_t *box, int side, struct text_picture picture, int x, int y)
{
    for (int row = 0; row < picture.h; row++) {
        for (int column = 0; column < picture.w; column++) {
            int to_x = x + column, to_y = y + row;
            if (to_x >= 0 && to_y >= 0 && to_x < side && to_y < side) {
                box[to_y * side + to_x] |= picture.data[row * picture.w + column];
            }
        }
    }
}

/* A frame of one em with the character's number in it, in two rows of hex digits. */
static struct text_picture draw_box(struct font_set *set, uint32_t character, int size_px)
{
    char digits[BOX_DIGITS_MAX + 3];
    int side = size_px * 9 / 10, edge = size_px / 24 + 1;
    int count = snprintf(digits, sizeof digits, "%04X", character);
    int per_row = (count + 1) / 2, digit_px = side * 9 / (per_row * 6 + 4);

    if (side < 3) {
        return (struct text_picture){0};
    }
    memset(set->box, 0, (size_t)side * (size_t)side);
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            if (x < edge || y < edge || x >= side - edge || y >= side - edge) {
                set->box[y * side + x] = 255;
            }
        }
    }
    for (int i = 0; i < count && digit_px > 3; i++) {
        struct font_glyph glyph = font_glyph_of(set, FACE_SANS, (uint32_t)digits[i]);
        struct text_picture picture = draw_glyph(set, glyph.id, digit_px, 0);
        int column = i % per_row, row = i / per_row;
        int advance = digit_px * glyph.advance_upm / EM;
        int x = (side - per_row * advance) / 2 + column * advance + picture.left;
        int y = side / 4 + row * side / 2 - row * edge + digit_px * 3 / 8 - picture.top;
        box_blit(set->box, side, picture, x, y);
    }
    return (struct text_picture){set->box, side, side, (size_px - side) / 2,
                                 size_px * 88 / 100 - (size_px - side) / 2};
}

/* 32 levels are as smooth to the eye as 256, and renders compress better. */
static void keep_levels(uint8_t *to, const uint8_t *from, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        to[i] = (uint8_t)((from[i] & 0xf8) | from[i] >> 5);
    }
}

struct text_picture font_picture(struct font_set *set, uint32_t id, int size_px, int turn_deg)
{
    uint64_t key = (uint64_t)(turn_deg + 360) << 48 | (uint64_t)size_px << 32 | id;
    struct picture_head *head = cache_get(&set->pictures, key);

    if (head) {
        const uint8_t *data = head->w > 0 ? (const uint8_t *)(head + 1) : NULL;
        return (struct text_picture){data, head->w, head->h, head->left, head->top};
    }
    if (size_px > TEXT_SIZE_PX_MAX || size_px < 1) {
        return (struct text_picture){0};
    }
    bool missing = id >= TEXT_GLYPH_MISSING;
    struct text_picture picture =
        missing ? draw_box(set, id & 0xffffff, size_px) : draw_glyph(set, id, size_px, turn_deg);
    size_t size = (size_t)picture.w * (size_t)picture.h;
    head = cache_put(&set->pictures, key, sizeof *head + size);
    if (!head) { /* larger than the whole cache: it lives in FreeType's slot until the next call */
        if (size > 0) {
            keep_levels(set->box, picture.data, size);
            picture.data = set->box;
        }
        return picture;
    }
    *head = (struct picture_head){(int16_t)picture.w, (int16_t)picture.h, (int16_t)picture.left,
                                  (int16_t)picture.top};
    if (size > 0) {
        keep_levels((uint8_t *)(head + 1), picture.data, size);
        picture.data = (const uint8_t *)(head + 1);
    } else {
        picture.data = NULL;
    }
    return picture;
}

void font_stats(const struct font_set *set, struct text_stats *stats)
{
    stats->glyphs_drawn = set->drawn;
    stats->glyphs_evicted = set->pictures.evicted;
    stats->characters_missing = (unsigned)set->missing_count;
    stats->glyph_bytes = set->pictures.used;
    for (int i = 0; i < FILE_COUNT; i++) {
        stats->faces_open += set->files[i].face != NULL;
    }
}

void text_turn(int turn_deg, int *x, int *y)
{
    FT_Vector vector = {(FT_Pos)*x * 64, (FT_Pos) - *y * 64};

    FT_Vector_Rotate(&vector, (FT_Angle)turn_deg * 65536);
    *x = (int)((vector.x + 32) >> 6);
    *y = -(int)((vector.y + 32) >> 6);
}
