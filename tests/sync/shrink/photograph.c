/* photograph.c - see photograph.h. */
#include "photograph.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

#include "support.h"

enum { CHANNELS = 3, CMYK_CHANNELS = 4 };

static const uint8_t colours[4][CHANNELS] = {
    {200, 40, 40}, {40, 160, 40}, {40, 40, 200}, {128, 128, 128}};

static unsigned field_of(uint32_t x, uint32_t y, uint32_t w, uint32_t h)
{
    return (x >= w / 2 ? 1U : 0U) + (y >= h / 2 ? 2U : 0U);
}

static uint8_t *paint(uint32_t w, uint32_t h, unsigned channels, unsigned noise)
{
    uint8_t *pixels = malloc((size_t)w * h * channels);
    uint32_t seed = 1;
    assert_non_null(pixels);
    for (uint32_t y = 0; y < h; y++) {
        for (uint32_t x = 0; x < w; x++) {
            for (unsigned i = 0; i < channels; i++) {
                seed = seed * 1664525U + 1013904223U;
                int value = colours[field_of(x, y, w, h)][i % CHANNELS] +
                            (noise ? (int)((seed >> 16) % (2 * noise + 1)) - (int)noise : 0);
                pixels[((size_t)y * w + x) * channels + i] = (uint8_t)(value < 0     ? 0
                                                                       : value > 255 ? 255
                                                                                     : value);
            }
        }
    }
    return pixels;
}

static struct bytes make_png(struct arena *arena, const uint8_t *pixels, uint32_t w, uint32_t h)
{
    png_image image;
    png_alloc_size_t size = 0;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.format = PNG_FORMAT_RGB;
    image.width = w;
    image.height = h;
    image.flags = PNG_IMAGE_FLAG_FAST;
    assert_int_not_equal(png_image_write_get_memory_size(image, size, 0, pixels, 0, NULL), 0);
    uint8_t *made = arena_alloc(arena, size);
    assert_non_null(made);
    assert_int_not_equal(png_image_write_to_memory(&image, made, &size, 0, pixels, 0, NULL), 0);
    return bytes_of(made, size);
}

static struct bytes make_jpeg(struct arena *arena, const uint8_t *pixels, uint32_t w, uint32_t h,
                              enum photograph_kind kind)
{
    unsigned char *made = NULL;
    unsigned long size = 0;
    tjhandle jpeg = tjInitCompress();
    assert_non_null(jpeg);
    assert_int_equal(tjCompress2(jpeg, pixels, (int)w, 0, (int)h,
                                 kind == PHOTOGRAPH_CMYK ? TJPF_CMYK : TJPF_RGB, &made, &size,
                                 TJSAMP_420, 95,
                                 kind == PHOTOGRAPH_PROGRESSIVE ? TJFLAG_PROGRESSIVE : 0),
                     0);
    struct bytes bytes = arena_copy(arena, made, size);
    assert_non_null(bytes.data);
    tjFree(made);
    tjDestroy(jpeg);
    return bytes;
}

struct bytes photograph_make(struct arena *arena, enum photograph_kind kind, uint32_t w, uint32_t h,
                             unsigned noise)
{
    uint8_t *pixels = paint(w, h, kind == PHOTOGRAPH_CMYK ? CMYK_CHANNELS : CHANNELS, noise);
    struct bytes made = kind == PHOTOGRAPH_PNG ? make_png(arena, pixels, w, h)
                                               : make_jpeg(arena, pixels, w, h, kind);
    free(pixels);
    return made;
}

void photograph_look(struct bytes jpeg, uint32_t *w, uint32_t *h, uint32_t fields[4])
{
    int width, height, sampling, space;
    uint64_t sums[4][CHANNELS] = {0}, counts[4] = {0};
    tjhandle handle = tjInitDecompress();
    assert_int_equal(
        tjDecompressHeader3(handle, jpeg.data, jpeg.size, &width, &height, &sampling, &space), 0);
    *w = (uint32_t)width;
    *h = (uint32_t)height;
    uint8_t *pixels = malloc((size_t)*w * *h * CHANNELS);
    assert_non_null(pixels);
    assert_int_equal(
        tjDecompress2(handle, jpeg.data, jpeg.size, pixels, width, 0, height, TJPF_RGB, 0), 0);
    for (uint32_t y = 0; y < *h; y++) {
        for (uint32_t x = 0; x < *w; x++) {
            unsigned field = field_of(x, y, *w, *h);
            counts[field]++;
            for (unsigned i = 0; i < CHANNELS; i++) {
                sums[field][i] += pixels[((size_t)y * *w + x) * CHANNELS + i];
            }
        }
    }
    for (unsigned f = 0; f < 4; f++) {
        fields[f] = 0;
        for (unsigned i = 0; i < CHANNELS; i++) {
            fields[f] = fields[f] << 8 | (uint32_t)(sums[f][i] / counts[f]);
        }
    }
    free(pixels);
    tjDestroy(handle);
}
