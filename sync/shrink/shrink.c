/* shrink.c - see shrink.h. */
#include "shrink.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

enum { EIGHTHS = 8, CHANNELS = 3 };

/* What a viewer hardly sees, down to what still shows what is on it. */
static const int fidelities[] = {82, 74, 66, 58};

const struct shrink_limits shrink_limits_kiosk = {
    .read_pixels = SHRINK_READ_PIXELS_MAX,
    .pixels = 3200 * 1000,
    .side_px = 8000,
    .bytes = 400 * 1000,
};

struct pixels {
    uint8_t *rgb; /* rows of w * CHANNELS bytes */
    uint32_t w, h;
};

struct source {
    struct bytes file;
    bool is_png;
    uint32_t w, h;
    tjhandle jpeg;       /* NULL for a PNG */
    struct pixels whole; /* of a PNG, once it was decoded */
};

static uint32_t eighths_of(uint32_t side, uint32_t eighths)
{
    return (side * eighths + EIGHTHS - 1) / EIGHTHS;
}

static uint8_t *rgb_new(uint32_t w, uint32_t h)
{
    return malloc((size_t)w * h * CHANNELS);
}

/* ---- JPEG ---- */

static enum err jpeg_look(struct source *s)
{
    int w, h, sampling, colours;

    s->jpeg = tjInitDecompress();
    if (!s->jpeg) {
        return ERR_NOMEM;
    }
    if (tjDecompressHeader3(s->jpeg, s->file.data, s->file.size, &w, &h, &sampling, &colours) ||
        w <= 0 || h <= 0 || colours == TJCS_CMYK || colours == TJCS_YCCK) {
        return ERR_INVALID;
    }
    s->w = (uint32_t)w;
    s->h = (uint32_t)h;
    return OK;
}

/* The decoder leaves out what a smaller picture does not need. */
static enum err jpeg_pixels(const struct source *s, uint32_t eighths, struct pixels *to)
{
    *to = (struct pixels){.w = eighths_of(s->w, eighths), .h = eighths_of(s->h, eighths)};
    to->rgb = rgb_new(to->w, to->h);
    if (!to->rgb) {
        return ERR_NOMEM;
    }
    int failed = tjDecompress2(s->jpeg, s->file.data, s->file.size, to->rgb, (int)to->w, 0,
                               (int)to->h, TJPF_RGB, TJFLAG_LIMITSCANS);
    /* A warning: something is odd, and any viewer shows it none the less. */
    if (failed && tjGetErrorCode(s->jpeg) != TJERR_WARNING) {
        free(to->rgb);
        to->rgb = NULL;
        return ERR_INVALID;
    }
    return OK;
}

/* ---- PNG ---- */

static bool png_open(const struct source *s, png_image *image)
{
    memset(image, 0, sizeof *image);
    image->version = PNG_IMAGE_VERSION;
    return png_image_begin_read_from_memory(image, s->file.data, s->file.size) != 0;
}

static enum err png_look(struct source *s)
{
    png_image image;
    bool good = png_open(s, &image) && image.width > 0 && image.height > 0;

    s->w = image.width;
    s->h = image.height;
    png_image_free(&image);
    return good ? OK : ERR_INVALID;
}

/* What is transparent becomes white, as on the kiosk. */
static enum err png_whole(struct source *s)
{
    static const png_color white = {255, 255, 255};
    png_image image;

    if (s->whole.rgb) {
        return OK;
    }
    uint8_t *rgb = rgb_new(s->w, s->h);
    if (!rgb) {
        return ERR_NOMEM;
    }
    bool good = png_open(s, &image);
    image.format = PNG_FORMAT_RGB;
    good = good && image.width == s->w && image.height == s->h &&
           png_image_finish_read(&image, &white, rgb, 0, NULL);
    png_image_free(&image);
    if (!good) {
        free(rgb);
        return ERR_INVALID;
    }
    s->whole = (struct pixels){rgb, s->w, s->h};
    return OK;
}

/* The mean of the pixels of `from` that lie below the pixel (x, y) of a picture of `w` by `h`. */
static void mean(const struct pixels *from, const struct pixels *to, uint32_t x, uint32_t y,
                 uint8_t *pixel)
{
    uint32_t x1 = (uint32_t)((uint64_t)x * from->w / to->w),
             x2 = (uint32_t)((uint64_t)(x + 1) * from->w / to->w),
             y1 = (uint32_t)((uint64_t)y * from->h / to->h),
             y2 = (uint32_t)((uint64_t)(y + 1) * from->h / to->h);
    uint32_t sum[CHANNELS] = {0}, count = (x2 - x1) * (y2 - y1);

    for (uint32_t row = y1; row < y2; row++) {
        const uint8_t *at = from->rgb + ((size_t)row * from->w + x1) * CHANNELS;
        for (uint32_t i = 0; i < (x2 - x1) * CHANNELS; i++) {
            sum[i % CHANNELS] += at[i];
        }
    }
    for (uint32_t i = 0; i < CHANNELS; i++) {
        pixel[i] = (uint8_t)((sum[i] + count / 2) / count);
    }
}

static enum err png_pixels(struct source *s, uint32_t eighths, struct pixels *to)
{
    enum err err = png_whole(s);

    *to = (struct pixels){.w = eighths_of(s->w, eighths), .h = eighths_of(s->h, eighths)};
    to->rgb = err ? NULL : rgb_new(to->w, to->h);
    if (!to->rgb) {
        return err ? err : ERR_NOMEM;
    }
    for (uint32_t y = 0; y < to->h; y++) {
        for (uint32_t x = 0; x < to->w; x++) {
            mean(&s->whole, to, x, y, to->rgb + ((size_t)y * to->w + x) * CHANNELS);
        }
    }
    return OK;
}

/* ---- either ---- */

static enum err source_open(struct source *s, struct bytes file)
{
    *s = (struct source){.file = file};
    s->is_png = file.size >= 8 && png_sig_cmp(file.data, 0, 8) == 0;
    return s->is_png ? png_look(s) : jpeg_look(s);
}

static void source_close(struct source *s)
{
    if (s->jpeg) {
        tjDestroy(s->jpeg);
    }
    free(s->whole.rgb);
}

/* ERR_FULL: with none of the fidelities. */
static enum err encode(tjhandle jpeg, const struct pixels *pixels, size_t bytes_max,
                       struct shrunk *shrunk)
{
    unsigned char *made = NULL;
    unsigned long size = 0;

    for (size_t i = 0; i < sizeof fidelities / sizeof fidelities[0]; i++) {
        if (tjCompress2(jpeg, pixels->rgb, (int)pixels->w, 0, (int)pixels->h, TJPF_RGB, &made,
                        &size, TJSAMP_420, fidelities[i], TJFLAG_ACCURATEDCT)) {
            tjFree(made);
            return ERR_NOMEM;
        }
        if (size <= bytes_max) {
            *shrunk = (struct shrunk){made, size, pixels->w, pixels->h};
            return OK;
        }
    }
    tjFree(made);
    return ERR_FULL;
}

static bool fits(const struct source *s, uint32_t eighths, const struct shrink_limits *limits)
{
    uint32_t w = eighths_of(s->w, eighths), h = eighths_of(s->h, eighths);
    return w <= limits->side_px && h <= limits->side_px && (uint64_t)w * h <= limits->pixels;
}

static enum err shrink_to(struct source *s, uint32_t eighths, const struct shrink_limits *limits,
                          tjhandle jpeg, struct shrunk *shrunk)
{
    struct pixels pixels;
    enum err err = s->is_png ? png_pixels(s, eighths, &pixels) : jpeg_pixels(s, eighths, &pixels);

    err = err ? err : encode(jpeg, &pixels, limits->bytes, shrunk);
    free(pixels.rgb);
    return err;
}

enum err shrink_picture(struct bytes file, const struct shrink_limits *limits,
                        struct shrunk *shrunk)
{
    struct source s;
    enum err err = source_open(&s, file);

    *shrunk = (struct shrunk){0};
    if (!err && (uint64_t)s.w * s.h > limits->read_pixels) {
        err = ERR_INVALID;
    }
    tjhandle jpeg = err ? NULL : tjInitCompress();
    if (!err) {
        err = jpeg ? ERR_FULL : ERR_NOMEM;
    }
    for (uint32_t eighths = EIGHTHS; err == ERR_FULL && eighths > 0; eighths--) {
        if (fits(&s, eighths, limits)) {
            err = shrink_to(&s, eighths, limits, jpeg, shrunk);
        }
    }
    if (jpeg) {
        tjDestroy(jpeg);
    }
    source_close(&s);
    return err;
}

void shrink_free(struct shrunk *shrunk)
{
    tjFree(shrunk->bytes);
    *shrunk = (struct shrunk){0};
}
