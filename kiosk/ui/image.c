#include "image.h"

#include <SDL.h>
#include <SDL_image.h>
#include <assert.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

struct slot {
    uint64_t key;
    int w, h;
    uint32_t *pixels; /* NULL: waits, or is broken */
    bool broken;
    uint64_t asked, used; /* frames: the first that asked, the last that used it */
};

struct image_store {
    struct slot slots[IMAGES_MAX];
    size_t bytes_max, bytes;
    uint64_t frame;
    bool has_decoded; /* in this frame */
    void *library;
    bool library_missing;
    SDL_Surface *(*load)(SDL_RWops *source, int free_source, const char *type);
};

enum err image_store_new(size_t bytes_max, struct image_store **out)
{
    struct image_store *store = calloc(1, sizeof *store);

    if (!store) {
        return ERR_NOMEM;
    }
    store->bytes_max = bytes_max ? bytes_max : IMAGE_STORE_BYTES_DEFAULT;
    *out = store;
    return OK;
}

static size_t slot_bytes(const struct slot *slot)
{
    return slot->pixels ? (size_t)slot->w * (size_t)slot->h * sizeof *slot->pixels : 0;
}

static void slot_clear(struct image_store *store, struct slot *slot)
{
    store->bytes -= slot_bytes(slot);
    free(slot->pixels);
    *slot = (struct slot){0};
}

void image_store_free(struct image_store *store)
{
    if (!store) {
        return;
    }
    for (size_t i = 0; i < IMAGES_MAX; i++) {
        slot_clear(store, &store->slots[i]);
    }
    if (store->library) {
        dlclose(store->library);
    }
    free(store);
}

size_t image_store_held(const struct image_store *store)
{
    return store->bytes;
}

void image_store_begin(struct image_store *store)
{
    store->frame++;
    store->has_decoded = false;
}

/* ---- decoding ---- */

static bool library_open(struct image_store *store)
{
    if (!store->library && !store->library_missing) {
        store->library = dlopen("libSDL2_image-2.0.so.0", RTLD_NOW | RTLD_LOCAL);
        /* POSIX lets a function be kept in an object pointer; ISO C has no words for it. */
        void *symbol = store->library ? dlsym(store->library, "IMG_LoadTyped_RW") : NULL;
        memcpy(&store->load, &symbol, sizeof symbol);
        store->library_missing = symbol == NULL;
        if (store->library_missing) {
            log_error(
                "pictures cannot be shown: the Debian package libsdl2-image-2.0-0 is missing");
        }
    }
    return !store->library_missing;
}

/* The whole picture as 0xAARRGGBB, to be freed by SDL_FreeSurface; NULL when it cannot be read. */
static SDL_Surface *decode(const struct image_store *store, struct bytes file,
                           const struct image_head *head)
{
    SDL_RWops *source = SDL_RWFromConstMem(file.data, (int)file.size);
    SDL_Surface *raw =
        source ? store->load(source, 1, head->kind == IMAGE_PNG ? "PNG" : "JPG") : NULL;
    SDL_Surface *surface = raw ? SDL_ConvertSurfaceFormat(raw, SDL_PIXELFORMAT_ARGB8888, 0) : NULL;

    SDL_FreeSurface(raw);
    return surface;
}

/* Where the pixel (x, y) of the turned picture stands in the stored one (EXIF 2.3, table 6). */
static uint32_t pixel_at(const SDL_Surface *from, int turning, int x, int y)
{
    int last_x = from->w - 1, last_y = from->h - 1, at_x = x, at_y = y;

    switch (turning) {
    case 2:
        at_x = last_x - x;
        break;
    case 3:
        at_x = last_x - x;
        at_y = last_y - y;
        break;
    case 4:
        at_y = last_y - y;
        break;
    case 5:
        at_x = y;
        at_y = x;
        break;
    case 6:
        at_x = y;
        at_y = last_y - x;
        break;
    case 7:
        at_x = last_x - y;
        at_y = last_y - x;
        break;
    case 8:
        at_x = last_x - y;
        at_y = x;
        break;
    default:
        break;
    }
    const uint8_t *row = (const uint8_t *)from->pixels + (size_t)at_y * (size_t)from->pitch;
    return ((const uint32_t *)(const void *)row)[at_x];
}

/* The mean of the pixels from (x, y) up to (x2, y2), on white. */
static uint32_t mean(const SDL_Surface *from, int turning, int x, int y, int x2, int y2)
{
    uint64_t red = 0, green = 0, blue = 0, count = 0;

    for (int row = y; row < y2; row++) {
        for (int column = x; column < x2; column++) {
            uint32_t pixel = pixel_at(from, turning, column, row);
            uint32_t alpha = pixel >> 24, white = (255 - alpha) * 255;
            red += (pixel >> 16 & 0xff) * alpha + white;
            green += (pixel >> 8 & 0xff) * alpha + white;
            blue += (pixel & 0xff) * alpha + white;
            count += 255;
        }
    }
    return 0xff000000u | (uint32_t)((red + count / 2) / count) << 16 |
           (uint32_t)((green + count / 2) / count) << 8 | (uint32_t)((blue + count / 2) / count);
}

static void scale(const SDL_Surface *from, const struct image_head *head, struct slot *slot)
{
    for (int y = 0; y < slot->h; y++) {
        int top = (int)((int64_t)y * head->h / slot->h);
        int bottom = (int)((int64_t)(y + 1) * head->h / slot->h);
        for (int x = 0; x < slot->w; x++) {
            int left = (int)((int64_t)x * head->w / slot->w);
            int right = (int)((int64_t)(x + 1) * head->w / slot->w);
            slot->pixels[(size_t)y * (size_t)slot->w + (size_t)x] =
                mean(from, head->turning, left, top, right > left ? right : left + 1,
                     bottom > top ? bottom : top + 1);
        }
    }
}

/* ---- slots ---- */

/* The one least lately used that no frame shows any more; NULL when all are shown. */
static struct slot *oldest(struct image_store *store)
{
    struct slot *found = NULL;

    for (size_t i = 0; i < IMAGES_MAX; i++) {
        struct slot *slot = &store->slots[i];
        if (slot->used < store->frame && (!found || slot->used < found->used)) {
            found = slot;
        }
    }
    return found;
}

static struct slot *slot_of(struct image_store *store, uint64_t key, int w, int h)
{
    for (size_t i = 0; i < IMAGES_MAX; i++) {
        struct slot *slot = &store->slots[i];
        if (slot->used > 0 && slot->key == key && slot->w == w && slot->h == h) {
            return slot;
        }
    }
    struct slot *slot = oldest(store);
    if (slot) {
        slot_clear(store, slot);
        *slot = (struct slot){.key = key, .w = w, .h = h, .asked = store->frame};
    }
    return slot;
}

/* Lets go of what no frame shows until `bytes` fit. */
static bool make_room(struct image_store *store, size_t bytes)
{
    while (store->bytes + bytes > store->bytes_max) {
        struct slot *slot = NULL;
        for (size_t i = 0; i < IMAGES_MAX; i++) {
            struct slot *other = &store->slots[i];
            bool idle = other->pixels && other->used < store->frame;
            slot = idle && (!slot || other->used < slot->used) ? other : slot;
        }
        if (!slot) {
            return false;
        }
        slot_clear(store, slot);
    }
    return true;
}

static void fill(struct image_store *store, struct slot *slot, struct bytes file)
{
    struct image_head head = {0};
    SDL_Surface *surface = NULL;
    size_t bytes = (size_t)slot->w * (size_t)slot->h * sizeof *slot->pixels;

    if (image_head_read(file, &head) == OK && library_open(store)) {
        surface = decode(store, file, &head);
    }
    bool turned = head.turning >= 5;
    if (surface && surface->w == (turned ? head.h : head.w) &&
        surface->h == (turned ? head.w : head.h)) {
        slot->pixels = malloc(bytes);
    }
    if (slot->pixels) {
        store->bytes += bytes;
        scale(surface, &head, slot);
    } else {
        slot->broken = true;
        log_warn("a picture of %zu bytes cannot be shown", file.size);
    }
    SDL_FreeSurface(surface);
}

enum image_state image_get(struct image_store *store, uint64_t key, struct bytes file, int w, int h,
                           struct image_pixels *out)
{
    assert(w > 0 && h > 0);
    size_t bytes = (size_t)w * (size_t)h * sizeof(uint32_t);
    struct slot *slot = bytes <= store->bytes_max ? slot_of(store, key, w, h) : NULL;

    if (!slot) {
        return IMAGE_NO_ROOM;
    }
    slot->used = store->frame;
    if (!slot->pixels && !slot->broken && slot->asked < store->frame && !store->has_decoded) {
        store->has_decoded = true;
        if (!make_room(store, bytes)) {
            return IMAGE_NO_ROOM;
        }
        fill(store, slot, file);
    }
    if (slot->broken) {
        return IMAGE_BROKEN;
    }
    if (!slot->pixels) {
        return IMAGE_WAITS;
    }
    *out = (struct image_pixels){slot->pixels, w, h};
    return IMAGE_READY;
}
