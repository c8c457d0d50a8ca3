/* data_folder.h - the data folder of one kiosk, opened: content, device, and the root it believes.
 *
 * DIR/content is written by the agent and may be missing (nothing was fetched yet) or be replaced
 * while we run (it was damaged and is fetched again); DIR/device is made when it is missing.
 * Nothing here judges what content says; snapshot_model.h does. */
#pragma once

#include "content.h"
#include "device.h"
#include "root.h"
#include "trust.h"

struct data_folder {
    char path[512], content_path[600], device_path[600];
    bool read_only;          /* a render: nothing is made, nothing is written */
    struct content *content; /* NULL: nothing was ever fetched */
    uint64_t content_file;   /* which file is open, to notice that it was replaced */
    struct store *device;    /* NULL: read_only, and there is none */
    bool started_over;       /* a damaged device store was set aside, now or earlier */
    struct arena arena;      /* what follows lives here */
    struct trust trust;
    bool enrolled; /* `root` is the pinned one, checked */
    struct root root;
    struct hash root_hash;
    struct content_state state; /* all zero before the first content */
};

/* What data_folder_refresh() found to be new. */
struct data_news {
    bool trust, root, content, confirmed;
};

/* ERR_IO, ERR_CORRUPT, ERR_NEWER, ERR_READONLY, ERR_FULL with a sentence. */
MUST_CHECK enum err data_folder_open(struct data_folder *folder, const char *path, bool read_only,
                                     struct complaint *why);
void data_folder_close(struct data_folder *folder);
/* Reads trust and state anew; opens content that has appeared or was replaced. */
MUST_CHECK enum err data_folder_refresh(struct data_folder *folder, struct data_news *news);
