#include "picture.h"

#include <errno.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

enum { PICTURE_BYTES_MAX = 64 * 1024 * 1024, PATH_MAX_BYTES = FILE_PATH_BYTES_MAX + 8 };

/* libpng jumps here; the message is kept for the complaint. */
struct trouble {
    char said[128];
};

static void handle_error(png_structp png, png_const_charp message)
{
    struct trouble *trouble = png_get_error_ptr(png);

    snprintf(trouble->said, sizeof trouble->said, "%s", message);
    png_longjmp(png, 1);
}

static void handle_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static bool write_rows(FILE *file, struct surface surface, uint8_t *row, struct trouble *trouble)
{
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, trouble, handle_error, handle_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;

    if (!info || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_init_io(png, file);
    png_set_compression_level(png, 9);
    png_set_filter(png, 0, PNG_FILTER_NONE);
    png_set_IHDR(png, info, (png_uint_32)surface.w, (png_uint_32)surface.h, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int y = 0; y < surface.h; y++) {
        const uint32_t *from = surface.pixels + (size_t)y * (size_t)surface.stride;
        for (int x = 0; x < surface.w; x++) {
            row[3 * x] = (uint8_t)(from[x] >> 16);
            row[3 * x + 1] = (uint8_t)(from[x] >> 8);
            row[3 * x + 2] = (uint8_t)from[x];
        }
        png_write_row(png, row);
    }
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    return true;
}

enum err picture_write(const char *path, struct surface surface, struct complaint *why)
{
    char beside[PATH_MAX_BYTES];
    struct trouble trouble = {{0}};
    enum err err = OK;
    uint8_t *row = malloc(3 * (size_t)surface.w);
    FILE *file = NULL;

    snprintf(beside, sizeof beside, "%s.new", path);
    if (row) {
        file = fopen(beside, "wbe");
    }
    if (!file) {
        err = complain(why, row ? file_err(errno) : ERR_NOMEM, "%s: cannot be written: %s", path,
                       strerror(errno));
        goto done;
    }
    if (!write_rows(file, surface, row, &trouble)) {
        err = complain(why, ERR_IO, "%s: %s", path, trouble.said);
    }
    if (fclose(file) != 0 && !err) {
        err = complain(why, file_err(errno), "%s: %s", path, strerror(errno));
    }
    if (!err && rename(beside, path) != 0) {
        err = complain(why, file_err(errno), "%s: %s", path, strerror(errno));
    }
    if (err) {
        unlink(beside);
    }

done:
    free(row);
    return err;
}

static enum err decode(png_image *image, struct bytes bytes, struct arena *arena,
                       struct surface *out)
{
    if (!png_image_begin_read_from_memory(image, bytes.data, bytes.size)) {
        return ERR_INVALID;
    }
    if (image->width > PICTURE_SIDE_PX_MAX || image->height > PICTURE_SIDE_PX_MAX) {
        return ERR_INVALID;
    }
    image->format = PNG_FORMAT_BGRA; /* 0xAARRGGBB on a little-endian machine */
    uint32_t *pixels = ARENA_ARRAY(arena, uint32_t, (size_t)image->width * image->height);
    if (!pixels) {
        return ERR_NOMEM;
    }
    if (!png_image_finish_read(image, NULL, pixels, 0, NULL)) {
        return ERR_INVALID;
    }
    *out = (struct surface){pixels, (int)image->width, (int)image->height, (int)image->width};
    return OK;
}

enum err picture_read(const char *path, struct arena *arena, struct surface *out,
                      struct complaint *why)
{
    struct bytes bytes;
    png_image image = {.version = PNG_IMAGE_VERSION};
    enum err err = file_read(path, PICTURE_BYTES_MAX, arena, &bytes, why);

    if (err) {
        return err;
    }
    err = decode(&image, bytes, arena, out);
    if (err) {
        complain(why, err, "%s: %s", path, image.message[0] ? image.message : err_name(err));
    }
    png_image_free(&image);
    return err;
}
