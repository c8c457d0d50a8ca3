/* app_parts.h - the state of the kiosk, shared by the sources of app. */
#pragma once

#include "app.h"
#include "engine.h"
#include "file.h"
#include "frame_note.h"
#include "lookout.h"
#include "lookup.h"
#include "mounting.h"
#include "print_job.h"
#include "render.h"
#include "secret.h"
#include "staff_mode.h"
#include "submit.h"
#include "voice.h"

enum {
    NAV_MAX = 12,
    STAFF_SECRET_BYTES = 1024 * 1024,
    ANSWER_SECRET_BYTES = 64 * 1024,
    WORK_SECRET_BYTES = 128 * 1024,
    PRINTER_NAME_BYTES_MAX = 127,
    PAPER_NAME_BYTES_MAX = 3,
};

/* Where one is and came from. */
struct nav {
    struct {
        struct place place;
        struct page_state state;
    } at[NAV_MAX];
    size_t count; /* at least 1 */
};

/* All that may hold a person's words, in one block of secret memory. */
struct app_secret {
    struct model model;
    struct nav nav;
    struct submit submit;
    struct lookup lookup;
    struct staff_mode staff;
    struct arena staff_arena, answer_arena, work_arena; /* over the blocks below */
    uint8_t staff_block[STAFF_SECRET_BYTES];
    uint8_t answer_block[ANSWER_SECRET_BYTES];
    uint8_t work_block[WORK_SECRET_BYTES];
};

struct app {
    struct app_options options;
    struct screen *screen;
    struct text_engine *text;
    struct render *render;
    struct image_store *images;
    struct theme theme;
    struct ui ui;
    struct data_folder folder;
    struct snapshot snapshot;
    struct lookout *lookout;
    struct input_engines *engines; /* NULL: a render, or not installed */
    struct voice *voice;           /* NULL: a render, or not installed */
    struct app_script *script;     /* what is being read, else NULL */
    bool playing;                  /* the office's recording, from sound_fd */
    int sound_fd;
    struct print_job print;
    bool print_private; /* what is on its way is */
    char print_program[FILE_PATH_BYTES_MAX], print_fonts[FILE_PATH_BYTES_MAX];
    char printer[PRINTER_NAME_BYTES_MAX + 1], paper[PAPER_NAME_BYTES_MAX + 1];
    struct app_secret *secret;
    struct model *model; /* secret->model */

    int64_t raw_s, raw_ms_part, boot_s, now_ms;
    int64_t floor_boot_s; /* since boot, when the floor was last raised in this run; else 0 */
    int64_t floor_s;
    struct clock_verdict clock;

    int64_t cleaning_until_ms; /* while the page is PAGE_CLEANING */
    int64_t listened_ms;       /* last touch of somebody who is read to */
    int64_t touched_ms;        /* last time a person did something */
    bool must_load;            /* the place, the content or the day is another */
    bool must_fill;            /* only what app itself fills: receipt, staff */
    bool must_theme;
    bool must_draw;                    /* state changed after the frame was drawn */
    bool submit_wanted;                /* the receipt is still being computed */
    bool receipt_unseen;               /* just submitted, not painted yet */
    bool dark;                         /* night: nothing is drawn */
    struct mounting panel, panel_kept; /* in force; as it is in the store */
    int64_t panel_until_ms;            /* something is tried or aimed at until then; else 0 */
    struct touch_place felt[MOUNTING_AIMS];
    bool felt_mouse[MOUNTING_AIMS];
    int64_t looked_min; /* the minute in which the picture was last looked at */
    struct frame_note frame_note;
    uint64_t blanks, frozen;
    unsigned unshown_looks; /* in a row */
    uint64_t frames;
};

/* ---- app.c ---- */
struct place *app_place(struct app *app);
void app_go(struct app *app, struct place place);
void app_back(struct app *app);
void app_home(struct app *app); /* the draft stays */
void app_say(struct app *app, struct text text);
struct staff_room app_staff_room(struct app *app);
/* Wipes what residents typed and were shown: draft, lookup, receipt, and their traces in what was
 * drawn. */
void app_forget_resident(struct app *app);
/* What was searched for and which receipt was looked up: whoever comes next need not know. */
void app_forget_search(struct app *app);
void app_forget_staff(struct app *app);
void app_watch_child(struct app *app, const struct child *child);

/* ---- app_writing.c ---- */
/* Passes the input panel's questions to the engines and their answers back. True: something
 * changed. */
bool app_writing_turn(struct app *app);

/* ---- app_aloud.c ---- */
/* Before a frame: what the voice says now. True: state changed. */
bool app_aloud_turn(struct app *app, const struct input *input);
/* After it: a tap that is not about loudness ends the reading. */
void app_aloud_touched(struct app *app, const struct input *input, const struct intent *intent);
/* Reads the page; a private one only once its reader said yes. */
void app_speak(struct app *app, bool confirmed);
void app_hush(struct app *app); /* and forgets what was read */
void app_volume(struct app *app, int64_t volume);
void app_usual_volume(struct app *app);

/* ---- app_mounting.c ---- */
void app_mounting_open(struct app *app); /* as it was kept */
void app_mounting_step(struct app *app); /* before a frame: what nobody said is right goes back */
void app_mounting_act(struct app *app, const struct intent *intent, const struct input *input);

/* ---- app_print.c ---- */
MUST_CHECK enum err app_print_open(struct app *app);
bool app_print_turn(struct app *app);          /* before a frame */
void app_print(struct app *app, int64_t part); /* enum paper_part */

/* ---- app_apply.c ---- */
/* True: state changed. */
bool app_apply(struct app *app, const struct intent *intent);
/* Takes what the children computed. True: something changed. */
bool app_poll_children(struct app *app);
/* What app itself puts into the model: the receipt's state, the staff pages' lists. */
void app_fill(struct app *app);
