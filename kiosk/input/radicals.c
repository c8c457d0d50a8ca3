#include "radicals.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "file.h"

/* The file, little-endian:
 *   "NPRADI01", u32 radicals, u32 characters,
 *   radicals x { u32 character that shows it, u32 strokes, u32 first, u32 count },
 *   characters x { u32 remaining strokes << 24 | character }, radical by radical. */
enum {
    MAGIC_BYTES = 8,
    HEAD_BYTES = 16,
    GROUP_BYTES = 16,
    CHARACTER_BYTES = 4,
    GROUPS_MAX = 1024,
    CHARACTERS_MAX = 128 * 1024,
    FILE_BYTES_MAX = HEAD_BYTES + GROUPS_MAX * GROUP_BYTES + CHARACTERS_MAX * CHARACTER_BYTES,
    CHARACTER_MASK = 0xffffff,
    CHARACTER_LAST = 0x10ffff,
};

struct group {
    uint32_t radical, strokes, first, count;
};

struct radicals {
    struct arena arena;
    struct group *groups;
    uint32_t *characters;
    size_t group_count, character_count;
};

static uint32_t le32(const uint8_t *from)
{
    return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

static bool sizes_fit(struct radicals *radicals, struct bytes file)
{
    if (file.size < HEAD_BYTES || memcmp(file.data, "NPRADI01", MAGIC_BYTES) != 0) {
        return false;
    }
    radicals->group_count = le32(file.data + MAGIC_BYTES);
    radicals->character_count = le32(file.data + MAGIC_BYTES + 4);
    return radicals->group_count <= GROUPS_MAX && radicals->character_count <= CHARACTERS_MAX &&
           file.size == HEAD_BYTES + radicals->group_count * GROUP_BYTES +
                            radicals->character_count * CHARACTER_BYTES;
}

static enum err take_file(struct radicals *radicals, struct bytes file)
{
    if (!sizes_fit(radicals, file)) {
        return ERR_CORRUPT;
    }
    radicals->groups = ARENA_ARRAY(&radicals->arena, struct group, radicals->group_count);
    radicals->characters = ARENA_ARRAY(&radicals->arena, uint32_t, radicals->character_count);
    if (!radicals->groups || !radicals->characters) {
        return ERR_NOMEM;
    }
    const uint8_t *at = file.data + HEAD_BYTES;
    for (size_t i = 0; i < radicals->group_count; i++, at += GROUP_BYTES) {
        struct group group = {le32(at), le32(at + 4), le32(at + 8), le32(at + 12)};
        if (group.radical > CHARACTER_LAST || group.first > radicals->character_count ||
            group.count > radicals->character_count - group.first) {
            return ERR_CORRUPT;
        }
        radicals->groups[i] = group;
    }
    for (size_t i = 0; i < radicals->character_count; i++, at += CHARACTER_BYTES) {
        radicals->characters[i] = le32(at) & CHARACTER_MASK;
        if (radicals->characters[i] < 0x80 || radicals->characters[i] > CHARACTER_LAST) {
            return ERR_CORRUPT;
        }
    }
    return OK;
}

enum err radicals_open(const char *path, struct radicals **out, struct complaint *why)
{
    struct bytes file;
    struct radicals *radicals = calloc(1, sizeof *radicals);

    if (!radicals || arena_init(&radicals->arena, 2 * FILE_BYTES_MAX)) {
        free(radicals);
        return complain(why, ERR_NOMEM, "no memory for the radicals");
    }
    enum err err = file_read(path, FILE_BYTES_MAX, &radicals->arena, &file, why);
    if (!err) {
        err = take_file(radicals, file);
        if (err) {
            complain(why, err, "%s is no file of radicals; build it again", path);
        }
    }
    if (err) {
        radicals_close(radicals);
        return err;
    }
    *out = radicals;
    return OK;
}

void radicals_close(struct radicals *radicals)
{
    if (radicals) {
        arena_deinit(&radicals->arena);
        free(radicals);
    }
}

size_t radicals_of(const struct radicals *radicals, uint32_t strokes, size_t first,
                   uint32_t *characters, size_t max, bool *more)
{
    size_t seen = 0, count = 0;

    *more = false;
    for (size_t i = 0; i < radicals->group_count; i++) {
        /* The few beyond the last button are under it. */
        uint32_t own = radicals->groups[i].strokes;
        own = own > RADICAL_STROKES_MAX ? RADICAL_STROKES_MAX : own;
        if (own != strokes || seen++ < first) {
            continue;
        }
        if (count == max) {
            *more = true;
            break;
        }
        characters[count++] = radicals->groups[i].radical;
    }
    return count;
}

size_t radicals_under(const struct radicals *radicals, uint32_t radical, size_t first,
                      uint32_t *characters, size_t max, bool *more)
{
    *more = false;
    for (size_t i = 0; i < radicals->group_count; i++) {
        const struct group *group = &radicals->groups[i];
        if (group->radical != radical || first >= group->count) {
            continue;
        }
        size_t left = group->count - first, count = left < max ? left : max;
        memcpy(characters, radicals->characters + group->first + first,
               count * sizeof characters[0]);
        *more = left > count;
        return count;
    }
    return 0;
}
