#include <SDL.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "log.h"
#include "screen_impl.h"
#include "sight.h"
#include "window_move.h"

struct screen_sdl {
    struct screen screen;
    SDL_Window *window;
    struct screen_options options; /* to make the window anew */
    struct window_move move;
    const void *touched; /* the surface whose pages are there */
    bool fresh, hidden;
    bool behind;    /* the surface may lack what the display has moved; until it is painted whole */
    SDL_Event held; /* did not fit the last frame */
    bool is_held;
    Uint32 wake_event;
    atomic_bool posted;
};

static bool is_full(const struct screen_options *options)
{
    return options->full || options->width == 0;
}

static struct screen_sdl *sdl_of(struct screen *screen)
{
    return (struct screen_sdl *)screen;
}

/* Work that SDL does at its start and that nobody here needs: reading the compose table, asking for
 * an input method, starting a D-Bus session. It would cost more than our whole first frame. */
static void avoid_work(void)
{
    setenv("XCOMPOSEFILE", "/dev/null", 1);
    setenv("XMODIFIERS", "@im=none", 1);
    setenv("SDL_IM_MODULE", "none", 1);
    setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", 1);
    /* Where X is not there, SDL would go on to its off-screen driver, and nobody would see a thing.
     * SDL_VIDEODRIVER in the environment goes before. */
    SDL_SetHint(SDL_HINT_VIDEODRIVER, "x11");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_IME_SHOW_UI, "0");
}

/* ---- pixels ---- */

/* The first frame touches every page of the surface; asking for all at once saves thousands of page
 * faults. A kernel that cannot does it the slow way. */
static void touch_pages(const SDL_Surface *surface)
{
    enum { PAGE = 4096 };
    uintptr_t from = (uintptr_t)surface->pixels / PAGE * PAGE;
    uintptr_t to = (uintptr_t)surface->pixels + (size_t)surface->pitch * (size_t)surface->h;

#ifdef MADV_POPULATE_WRITE
    (void)madvise((void *)from, to - from, MADV_POPULATE_WRITE);
#else
    (void)from;
    (void)to;
#endif
}

static struct surface sdl_surface(struct screen *screen)
{
    SDL_Surface *surface = SDL_GetWindowSurface(sdl_of(screen)->window);
    struct surface none = {0};

    if (!surface || surface->format->BytesPerPixel != 4) {
        return none;
    }
    if (surface->pixels != sdl_of(screen)->touched) {
        touch_pages(surface);
        sdl_of(screen)->touched = surface->pixels;
    }
    return (struct surface){surface->pixels, surface->w, surface->h, surface->pitch / 4};
}

static bool sdl_is_fresh(struct screen *screen)
{
    struct screen_sdl *sdl = sdl_of(screen);
    bool fresh = sdl->fresh;

    sdl->fresh = false;
    sdl->behind = sdl->behind && !fresh;
    return fresh;
}

static void sdl_present(struct screen *screen, const struct rect *rects, size_t count)
{
    enum { RECTS_MAX = DAMAGE_RECTS_MAX + 1 };
    SDL_Rect out[RECTS_MAX];

    for (size_t i = 0; i < count && i < RECTS_MAX; i++) {
        out[i] = (SDL_Rect){rects[i].x, rects[i].y, rects[i].w, rects[i].h};
    }
    if (SDL_UpdateWindowSurfaceRects(sdl_of(screen)->window, out, (int)count) != 0) {
        log_warn("screen: %s", SDL_GetError());
        sdl_of(screen)->fresh = true;
    }
}

static bool sdl_move(struct screen *screen, struct rect view, int up)
{
    struct screen_sdl *sdl = sdl_of(screen);
    bool moved = !sdl->fresh && window_move(&sdl->move, sdl->window, view, up);

    sdl->behind = sdl->behind || moved;
    return moved;
}

/* ---- input ---- */

static enum input_key key_of(const SDL_Keysym *key)
{
    switch (key->sym) {
    case SDLK_BACKSPACE:
        return KEY_BACKSPACE;
    case SDLK_DELETE:
        return KEY_DELETE;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        return KEY_ENTER;
    case SDLK_ESCAPE:
    case SDLK_AC_BACK:
        return KEY_ESCAPE;
    case SDLK_TAB:
        return key->mod & KMOD_SHIFT ? KEY_BACKTAB : KEY_TAB;
    case SDLK_LEFT:
        return KEY_LEFT;
    case SDLK_RIGHT:
        return KEY_RIGHT;
    case SDLK_UP:
        return KEY_UP;
    case SDLK_DOWN:
        return KEY_DOWN;
    case SDLK_HOME:
        return KEY_HOME;
    case SDLK_END:
        return KEY_END;
    case SDLK_PAGEUP:
        return KEY_PAGE_UP;
    case SDLK_PAGEDOWN:
        return KEY_PAGE_DOWN;
    case SDLK_F11:
        return KEY_AIM;
    case SDLK_F12:
        return KEY_STAFF;
    default:
        return KEY_NONE;
    }
}

/* A panel without a driver of its own may say anything. */
static int32_t unit_of(float share)
{
    return share > -8 && share < 8 ? (int32_t)(share * TOUCH_ONE) : 0;
}

static bool take_finger(struct screen_sdl *sdl, struct input *input, const SDL_TouchFingerEvent *e,
                        enum input_act act)
{
    return screen_point(&sdl->screen, input, (int64_t)e->fingerId, act,
                        (struct touch_place){unit_of(e->x), unit_of(e->y)});
}

static struct touch_place mouse_place(struct screen_sdl *sdl, int x, int y)
{
    int w, h;

    SDL_GetWindowSize(sdl->window, &w, &h);
    return (struct touch_place){screen_unit(x, w), screen_unit(y, h)};
}

static bool take_button(struct screen_sdl *sdl, struct input *input, const SDL_MouseButtonEvent *e,
                        enum input_act act)
{
    if (e->button != SDL_BUTTON_LEFT || e->which == SDL_TOUCH_MOUSEID) {
        return true;
    }
    return screen_point(&sdl->screen, input, INPUT_POINTER_MOUSE, act,
                        mouse_place(sdl, e->x, e->y));
}

static bool take_motion(struct screen_sdl *sdl, struct input *input, const SDL_MouseMotionEvent *e)
{
    return e->which == SDL_TOUCH_MOUSEID || screen_point(&sdl->screen, input, INPUT_POINTER_MOUSE,
                                                         INPUT_MOVE, mouse_place(sdl, e->x, e->y));
}

static void take_wheel(struct screen_sdl *sdl, struct input *input, const SDL_MouseWheelEvent *e)
{
    int x, y;

    if (!input->down) { /* nobody follows a mouse that only hovers */
        SDL_GetMouseState(&x, &y);
        screen_pixel(&sdl->screen, true, mouse_place(sdl, x, y), &input->x, &input->y);
    }
    input->wheel -= e->y;
    input->any = true;
}

/* The display is another one, or its pixels are gone: the next frame is painted whole, into a
 * surface of the size there is now. */
static void lose_pixels(struct screen_sdl *sdl, struct input *input)
{
    input->resized = true;
    sdl->fresh = true;
}

/* A window without a manager stays as large as the display was when it was made. */
static void take_display_event(struct screen_sdl *sdl, struct input *input,
                               const SDL_DisplayEvent *e)
{
    SDL_Rect bounds;

    log_info("display %u: %s", e->display,
             e->event == SDL_DISPLAYEVENT_DISCONNECTED ? "unplugged"
             : e->event == SDL_DISPLAYEVENT_CONNECTED  ? "plugged in"
                                                       : "changed");
    if (is_full(&sdl->options) && e->event != SDL_DISPLAYEVENT_DISCONNECTED &&
        SDL_GetDisplayBounds(sdl->options.display, &bounds) == 0) {
        SDL_SetWindowFullscreen(sdl->window, 0);
        SDL_SetWindowPosition(sdl->window, bounds.x, bounds.y);
        SDL_SetWindowSize(sdl->window, bounds.w, bounds.h);
        SDL_SetWindowFullscreen(sdl->window, SDL_WINDOW_FULLSCREEN_DESKTOP);
    }
    lose_pixels(sdl, input);
}

/* What the display does not have, or has lost, is in our surface, or has to be painted. */
static void present_again(struct screen_sdl *sdl, struct input *input)
{
    if (sdl->behind) {
        lose_pixels(sdl, input);
    } else if (!sdl->fresh) {
        SDL_UpdateWindowSurface(sdl->window);
    }
}

static void take_window_event(struct screen_sdl *sdl, struct input *input, const SDL_WindowEvent *e)
{
    switch (e->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        input->resized = true;
        sdl->fresh = true;
        break;
    case SDL_WINDOWEVENT_EXPOSED:
        present_again(sdl, input);
        break;
    case SDL_WINDOWEVENT_HIDDEN:
    case SDL_WINDOWEVENT_MINIMIZED:
        sdl->hidden = true;
        break;
    case SDL_WINDOWEVENT_SHOWN: /* nobody promises that the pixels outlived it */
    case SDL_WINDOWEVENT_RESTORED:
        if (sdl->hidden) { /* each start says "shown" too, and is painted once */
            sdl->hidden = false;
            lose_pixels(sdl, input);
        }
        break;
    case SDL_WINDOWEVENT_FOCUS_LOST:
    case SDL_WINDOWEVENT_LEAVE:
        input_point(input, input->pointer, INPUT_CANCEL, 0, 0);
        break;
    default:
        break;
    }
}

/* False: the event has to wait for the next frame. */
static bool take_event(struct screen_sdl *sdl, struct input *input, const SDL_Event *event)
{
    switch (event->type) {
    case SDL_FINGERDOWN:
        return take_finger(sdl, input, &event->tfinger, INPUT_DOWN);
    case SDL_FINGERMOTION:
        return take_finger(sdl, input, &event->tfinger, INPUT_MOVE);
    case SDL_FINGERUP:
        return take_finger(sdl, input, &event->tfinger, INPUT_UP);
    case SDL_MOUSEBUTTONDOWN:
        return take_button(sdl, input, &event->button, INPUT_DOWN);
    case SDL_MOUSEBUTTONUP:
        return take_button(sdl, input, &event->button, INPUT_UP);
    case SDL_MOUSEMOTION:
        return take_motion(sdl, input, &event->motion);
    case SDL_MOUSEWHEEL:
        take_wheel(sdl, input, &event->wheel);
        return true;
    case SDL_KEYDOWN: {
        enum input_key key = key_of(&event->key.keysym);
        return key == KEY_NONE || input_press_key(input, key);
    }
    case SDL_TEXTINPUT:
        return input_type(input, text_of(event->text.text));
    case SDL_WINDOWEVENT:
        take_window_event(sdl, input, &event->window);
        return true;
    case SDL_DISPLAYEVENT:
        take_display_event(sdl, input, &event->display);
        return true;
    case SDL_SYSWMEVENT: /* is_wanted let it pass */
        present_again(sdl, input);
        return true;
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        lose_pixels(sdl, input);
        return true;
    case SDL_QUIT:
        input->quit = true;
        return true;
    default:
        if (event->type == sdl->wake_event) {
            atomic_store(&sdl->posted, false);
            input->woken = true;
        }
        return true;
    }
}

/* Of the server's own events those alone that say something was lost; each move has an answer, and
 * would wake us for nothing. */
static int is_wanted(void *data, SDL_Event *event)
{
    (void)data;
    return event->type != SDL_SYSWMEVENT || window_move_was_lost(event);
}

/* Waits for the first event; SDL sleeps on the X connection, so an idle kiosk does not wake up. */
static bool first_event(struct screen_sdl *sdl, SDL_Event *event, int64_t timeout_ms)
{
    if (sdl->is_held) {
        *event = sdl->held;
        sdl->is_held = false;
        return true;
    }
    if (timeout_ms < 0) {
        return SDL_WaitEvent(event) == 1;
    }
    if (timeout_ms == 0) {
        return SDL_PollEvent(event) == 1;
    }
    return SDL_WaitEventTimeout(event, timeout_ms < INT32_MAX ? (int)timeout_ms : INT32_MAX) == 1;
}

static void sdl_wait(struct screen *screen, struct input *input, int64_t timeout_ms)
{
    struct screen_sdl *sdl = sdl_of(screen);
    SDL_Event event;

    input_begin(input, 0);
    for (bool more = first_event(sdl, &event, timeout_ms); more;
         more = SDL_PollEvent(&event) == 1) {
        if (!take_event(sdl, input, &event)) {
            sdl->held = event;
            sdl->is_held = true;
            break;
        }
    }
    input->now_ms = (int64_t)SDL_GetTicks64();
}

static void sdl_post(struct screen *screen)
{
    struct screen_sdl *sdl = sdl_of(screen);
    SDL_Event event = {.type = sdl->wake_event};

    if (!atomic_exchange(&sdl->posted, true) && SDL_PushEvent(&event) != 1) {
        atomic_store(&sdl->posted, false);
    }
}

static int64_t sdl_now_ms(const struct screen *screen)
{
    (void)screen;
    return (int64_t)SDL_GetTicks64();
}

/* ---- opening ---- */

static void sdl_close(struct screen *screen)
{
    window_move_end(&sdl_of(screen)->move);
    SDL_DestroyWindow(sdl_of(screen)->window);
    SDL_Quit();
    free(screen);
}

static SDL_Window *open_window(const struct screen_options *options)
{
    Uint32 flags = is_full(options) ? SDL_WINDOW_FULLSCREEN_DESKTOP : SDL_WINDOW_RESIZABLE;
    int w = options->width ? options->width : 1080, h = options->height ? options->height : 1920;
    int at = (int)SDL_WINDOWPOS_UNDEFINED_DISPLAY((unsigned)options->display);
    SDL_Window *window = SDL_CreateWindow(options->title, at, at, w, h, flags);

    if (window && flags == SDL_WINDOW_FULLSCREEN_DESKTOP) {
        SDL_ShowCursor(SDL_DISABLE);
    }
    return window;
}

static enum err sdl_shows(struct screen *screen, struct rect rect, bool *same)
{
    return sight_compare(sdl_of(screen)->window, sdl_surface(screen), rect, same);
}

static enum err sdl_reopen(struct screen *screen)
{
    struct screen_sdl *sdl = sdl_of(screen);
    SDL_Window *window = open_window(&sdl->options);

    if (!window) {
        log_error("screen: no new window: %s", SDL_GetError());
        return ERR_UNAVAILABLE;
    }
    window_move_end(&sdl->move);
    SDL_DestroyWindow(sdl->window);
    SDL_RaiseWindow(window);
    sdl->window = window;
    sdl->touched = NULL;
    sdl->fresh = true;
    return OK;
}

static const struct screen_ops sdl_ops = {
    sdl_close, sdl_surface, sdl_is_fresh, sdl_present, sdl_wait,
    sdl_post,  sdl_now_ms,  sdl_shows,    sdl_reopen,  sdl_move,
};

/* Which displays there are, for who asked for another one. */
static enum err complain_display(int wanted, struct complaint *why)
{
    char list[COMPLAINT_BYTES_MAX / 2] = "";
    int count = SDL_GetNumVideoDisplays();
    size_t used = 0;

    for (int i = 0; i < count && used < sizeof list; i++) {
        SDL_Rect bounds = {0};
        const char *name = SDL_GetDisplayName(i);
        (void)SDL_GetDisplayBounds(i, &bounds);
        int more = snprintf(list + used, sizeof list - used, "%s%d (%s, %dx%d)", i ? ", " : "", i,
                            name ? name : "no name", bounds.w, bounds.h);
        used += more > 0 ? (size_t)more : 0;
    }
    return complain(why, ERR_UNAVAILABLE,
                    "there is no display %d; --display takes one of those there are: %s", wanted,
                    list);
}

static enum err open_display(struct screen_sdl *sdl, struct complaint *why)
{
    if (SDL_Init(SDL_INIT_VIDEO) == 0) {
        if (sdl->options.display >= SDL_GetNumVideoDisplays()) {
            return complain_display(sdl->options.display, why);
        }
        sdl->window = open_window(&sdl->options);
    }
    return sdl->window ? OK
                       : complain(why, ERR_UNAVAILABLE,
                                  "no display to draw on: %s; is DISPLAY set, and Xorg up?",
                                  SDL_GetError());
}

enum err screen_open_sdl(const struct screen_options *options, struct screen **out,
                         struct complaint *why)
{
    struct screen_sdl *sdl = calloc(1, sizeof *sdl);

    if (!sdl) {
        return ERR_NOMEM;
    }
    avoid_work();
    screen_init(&sdl->screen, &sdl_ops);
    sdl->options = *options;
    enum err err = open_display(sdl, why);
    if (err) {
        SDL_Quit();
        free(sdl);
        return err;
    }
    sdl->fresh = true;
    sdl->wake_event = SDL_RegisterEvents(1);
    SDL_EventState(SDL_SYSWMEVENT, SDL_ENABLE);
    SDL_SetEventFilter(is_wanted, NULL);
    SDL_StartTextInput();
    *out = &sdl->screen;
    return OK;
}
