#include "golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "picture.h"
#include "support.h"

enum { LIST_BYTES_MAX = 1024 * 1024 };

static bool is_updating(void)
{
    const char *value = getenv("UPDATE_GOLDEN");

    return value && strcmp(value, "1") == 0;
}

/* FOLDER/NAME + ending, its folders made. */
static void path_of(char path[FILE_PATH_BYTES_MAX], const char *folder, const char *name,
                    const char *ending)
{
    struct complaint why = {{0}};

    snprintf(path, FILE_PATH_BYTES_MAX, "%s/%s", folder, name);
    *strrchr(path, '/') = 0;
    assert_ok_why(folder_make(path, 0777, &why), &why);
    snprintf(path, FILE_PATH_BYTES_MAX, "%s/%s%s", folder, name, ending);
}

static size_t differing_pixels(struct surface a, struct surface b)
{
    size_t count = 0;

    for (int y = 0; y < a.h; y++) {
        for (int x = 0; x < a.w; x++) {
            count += a.pixels[y * a.stride + x] != b.pixels[y * b.stride + x];
        }
    }
    return count;
}

void golden_assert_picture(const char *name, struct surface surface, const char *file, int line)
{
    char path[FILE_PATH_BYTES_MAX];
    struct complaint why = {{0}};
    struct arena arena;
    struct surface reference;

    path_of(path, GOLDEN_FOLDER, name, ".png");
    if (is_updating()) {
        assert_ok_why(picture_write(path, surface, &why), &why);
        return;
    }
    assert_ok(arena_init(&arena, 64 * 1024 * 1024));
    enum err err = picture_read(path, &arena, &reference, &why);
    size_t differing = SIZE_MAX;
    if (!err && reference.w == surface.w && reference.h == surface.h) {
        differing = differing_pixels(reference, surface);
    }
    arena_deinit(&arena);
    if (differing == 0) {
        return;
    }
    path_of(path, GOLDEN_ERR_FOLDER, name, "_err.png");
    assert_ok_why(picture_write(path, surface, &why), &why);
    print_error("%s: the picture differs from its reference (%s); see %s\n", name,
                err ? why.text : "pixels or size", path);
    _fail(file, line);
}

static bool same_as_file(const char *path, const char *data, size_t size)
{
    struct complaint why = {{0}};
    struct arena arena;
    struct bytes reference;

    assert_ok(arena_init(&arena, 2 * LIST_BYTES_MAX));
    bool same = file_read(path, LIST_BYTES_MAX, &arena, &reference, &why) == OK &&
                bytes_equal(reference, bytes_of(data, size));
    arena_deinit(&arena);
    return same;
}

void golden_assert_list(const char *name, const struct draw_list *list, const char *file, int line)
{
    char path[FILE_PATH_BYTES_MAX];
    struct complaint why = {{0}};
    char *data = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&data, &size);

    assert_non_null(memory);
    assert_false(list->overflow);
    draw_list_print(list, memory);
    fclose(memory);
    path_of(path, GOLDEN_FOLDER, name, ".txt");
    bool same = true;
    if (is_updating()) {
        assert_ok_why(file_write(path, bytes_of(data, size), 0644, &why), &why);
    } else {
        same = same_as_file(path, data, size);
    }
    if (!same) {
        path_of(path, GOLDEN_ERR_FOLDER, name, "_err.txt");
        assert_ok_why(file_write(path, bytes_of(data, size), 0644, &why), &why);
        print_error("%s: the draw list differs from its reference; see %s\n", name, path);
    }
    free(data);
    if (!same) {
        _fail(file, line);
    }
}

const char *golden_font_folder(void)
{
    return FONT_FOLDER;
}

struct text_engine *golden_text(void)
{
    struct text_options options = {.folder = FONT_FOLDER};
    struct text_engine *engine = NULL;
    struct complaint why = {{0}};

    assert_ok_why(text_open(&options, &engine, &why), &why);
    return engine;
}
