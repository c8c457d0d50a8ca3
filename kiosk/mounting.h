/* mounting.h - how the picture lies on the panel and where touches go, as staff settled it; kept in
 * the device store, so it outlives content, office and power. */
#pragma once

#include "screen.h"
#include "store.h"

enum {
    MOUNTING_TRY_S = 15, /* to say that it is right; then it is as before */
    MOUNTING_AIM_S = 60, /* to the next touch */
    MOUNTING_AIMS = 5,   /* the corners, and the middle that shows whether they were well met */
};

struct mounting {
    enum turn turn;
    struct touch_map finger, mouse;
};

struct mounting mounting_none(void);
/* As kept. What is not there or not sane (a damaged store, a map that would lock people out) is as
 * mounting_none() has it. */
struct mounting mounting_read(struct store *device);
/* In the caller's transaction. */
MUST_CHECK enum err mounting_write(struct txn *txn, const struct mounting *panel);
void mounting_apply(const struct mounting *panel, struct screen *screen);

/* Where the n-th target stands in the picture, in its units: one after the other round the corners,
 * the middle last. */
struct touch_place mounting_target(size_t number);
/* The map that sends what was felt to the targets of a picture turned so. */
enum touch_fit mounting_fit(enum turn turn, const struct touch_place felt[MOUNTING_AIMS],
                            struct touch_map *map);
