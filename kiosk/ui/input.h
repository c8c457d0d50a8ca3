/* input.h - what a person did since the last frame: touch, mouse and keys on one path.
 *
 * One frame holds at most one press and one release, in this order, so that nothing gets lost; what
 * comes after waits for the next frame. A second finger is ignored until the first is up. Time
 * comes in here and nowhere else: nothing in ui or pages reads a clock. */
#pragma once

#include "bytes.h"

enum { INPUT_KEYS_MAX = 16, INPUT_TEXT_BYTES_MAX = 256, INPUT_PATH_MAX = 64 };

enum input_key {
    KEY_NONE,
    KEY_BACKSPACE,
    KEY_DELETE,
    KEY_ENTER,
    KEY_ESCAPE,
    KEY_TAB,
    KEY_BACKTAB,
    KEY_LEFT,
    KEY_RIGHT,
    KEY_UP,
    KEY_DOWN,
    KEY_HOME,
    KEY_END,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_STAFF, /* F12: as the held corner, for who has a keyboard but no touch that works */
    KEY_AIM,   /* F11: fit the touch panel to the picture */
};

enum input_act { INPUT_DOWN, INPUT_MOVE, INPUT_UP, INPUT_CANCEL };

struct input {
    int64_t now_ms; /* monotonic; the origin means nothing */

    bool down;      /* a finger or the button is down at the end of this frame */
    bool pressed;   /* went down in this frame, at press_x, press_y */
    bool released;  /* went up in this frame, at x, y */
    bool cancelled; /* the touch was taken away: nothing acts */
    int x, y;       /* the last place */
    int press_x, press_y;
    int64_t pointer; /* which finger is down; INPUT_POINTER_NONE */
    struct {
        int32_t x, y; /* units of the panel, see touch_map.h */
        bool mouse;   /* by a pointer, not by a finger */
    } felt;           /* the last place as the panel itself felt it, before any map */
    struct {
        int x, y;
    } path[INPUT_PATH_MAX]; /* where it moved in this frame, in order; for writing */
    size_t path_count;      /* when full, the last place is kept up to date */
    int wheel;              /* notches, positive: towards the end of the text */

    enum input_key keys[INPUT_KEYS_MAX];
    size_t key_count;
    char text[INPUT_TEXT_BYTES_MAX]; /* typed characters, UTF-8, no controls */
    size_t text_size;

    bool quit;    /* the window was closed, or a signal asked for the end */
    bool resized; /* the screen's size changed: make a new theme */
    bool woken;   /* screen_post was called */
    bool any;     /* a person did something: restart the idle time */
};

#define INPUT_POINTER_NONE INT64_MIN
#define INPUT_POINTER_MOUSE (INT64_MIN + 1)

void input_init(struct input *input);
/* Forgets what happened (not who is down) and takes the time. */
void input_begin(struct input *input, int64_t now_ms);
/* False: this frame is full (a release was taken already), offer it again after input_begin. */
bool input_point(struct input *input, int64_t pointer, enum input_act act, int x, int y);
bool input_press_key(struct input *input, enum input_key key);
bool input_type(struct input *input, struct text text); /* controls are dropped */
