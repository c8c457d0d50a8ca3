/* image.h - pictures of published objects (PNG, JPEG), decoded and scaled under fixed caps.
 *
 * What a file claims is read by our own code first (image_head_read): a picture that is too large,
 * of another kind or made of too many scans never reaches the decoder. Decoding is work for a frame
 * of its own: the first time a picture is asked for it is not there yet, the frame is drawn with
 * its place kept free, and one picture is decoded in each frame that follows. The scaled pixels
 * stay until their room is wanted by others; the file and the decoded whole do not.
 *
 * image.c is the one module that includes SDL2_image, and loads the library when the first picture
 * comes: linked, it would add its eight libraries to every start. */
#pragma once

#include "bytes.h"

enum {
    IMAGE_FILE_BYTES_MAX = 4 * 1024 * 1024,
    IMAGE_SIDE_PX_MAX = 8192,
    IMAGE_PIXELS_MAX = 6 * 1000 * 1000, /* the office shrinks what cameras give */
    IMAGE_SCANS_MAX = 32,               /* of a JPEG: each costs as much as the whole picture */
    IMAGES_MAX = 16,                    /* held at once */
    IMAGE_STORE_BYTES_DEFAULT = 24 * 1024 * 1024,
};

enum image_kind { IMAGE_PNG, IMAGE_JPEG };

struct image_head {
    enum image_kind kind;
    int w, h;    /* as it is to be looked at, after turning */
    int turning; /* EXIF's orientation, 1..8; 1: as stored */
};

/* Pure. ERR_INVALID: neither PNG nor JPEG, cut short, or beyond a limit above. */
MUST_CHECK enum err image_head_read(struct bytes file, struct image_head *head);

struct image_store;

struct image_pixels {
    const uint32_t *data; /* w * h, 0xFFRRGGBB; on white where the picture was see-through */
    int w, h;
};

enum image_state { IMAGE_READY, IMAGE_WAITS, IMAGE_BROKEN, IMAGE_NO_ROOM };

/* Nothing is allocated before the first picture; then at most bytes_max of pixels are held, and
 * while one is decoded four bytes for each of its pixels. */
MUST_CHECK enum err image_store_new(size_t bytes_max, struct image_store **out);
void image_store_free(struct image_store *store);         /* accepts NULL */
void image_store_begin(struct image_store *store);        /* a frame begins */
size_t image_store_held(const struct image_store *store); /* bytes of pixels; at most bytes_max */

/* The picture `key` scaled to exactly w x h. `key` names the bytes (their hash): a file that
 * changes has another. IMAGE_READY: *out is valid until the next image_store_begin. IMAGE_WAITS:
 * ask again in the next frame. IMAGE_BROKEN: the file cannot be shown (logged once). IMAGE_NO_ROOM:
 * what this frame shows already fills the store. */
enum image_state image_get(struct image_store *store, uint64_t key, struct bytes file, int w, int h,
                           struct image_pixels *out);
