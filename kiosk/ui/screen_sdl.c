#include <SDL.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "log.h"
#include "screen_impl.h"

struct screen_sdl {
    struct screen screen;
    SDL_Window *window;
    const void *touched; /* the surface whose pages are there */
    bool fresh;
    SDL_Event held; /* did not fit the last frame */
    bool is_held;
    Uint32 wake_event;
    atomic_bool posted;
};

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
    bool fresh = sdl_of(screen)->fresh;

    sdl_of(screen)->fresh = false;
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
    default:
        return KEY_NONE;
    }
}

static bool take_finger(struct screen_sdl *sdl, struct input *input, const SDL_TouchFingerEvent *e,
                        enum input_act act)
{
    int w, h;

    SDL_GetWindowSize(sdl->window, &w, &h);
    return input_point(input, (int64_t)e->fingerId, act, (int)(e->x * (float)w),
                       (int)(e->y * (float)h));
}

static bool take_button(struct input *input, const SDL_MouseButtonEvent *e, enum input_act act)
{
    if (e->button != SDL_BUTTON_LEFT || e->which == SDL_TOUCH_MOUSEID) {
        return true;
    }
    return input_point(input, INPUT_POINTER_MOUSE, act, e->x, e->y);
}

static void take_window_event(struct screen_sdl *sdl, struct input *input, const SDL_WindowEvent *e)
{
    switch (e->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        input->resized = true;
        sdl->fresh = true;
        break;
    case SDL_WINDOWEVENT_EXPOSED: /* what the server lost is still in our surface */
        if (!sdl->fresh) {
            SDL_UpdateWindowSurface(sdl->window);
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
        return take_button(input, &event->button, INPUT_DOWN);
    case SDL_MOUSEBUTTONUP:
        return take_button(input, &event->button, INPUT_UP);
    case SDL_MOUSEMOTION:
        return event->motion.which == SDL_TOUCH_MOUSEID ||
               input_point(input, INPUT_POINTER_MOUSE, INPUT_MOVE, event->motion.x,
                           event->motion.y);
    case SDL_MOUSEWHEEL:
        if (!input->down) {
            SDL_GetMouseState(&input->x, &input->y); /* nobody follows a mouse that only hovers */
        }
        input->wheel -= event->wheel.y;
        input->any = true;
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
    SDL_DestroyWindow(sdl_of(screen)->window);
    SDL_Quit();
    free(screen);
}

static const struct screen_ops sdl_ops = {sdl_close, sdl_surface, sdl_is_fresh, sdl_present,
                                          sdl_wait,  sdl_post,    sdl_now_ms};

static SDL_Window *open_window(const struct screen_options *options)
{
    Uint32 flags =
        options->full || options->width == 0 ? SDL_WINDOW_FULLSCREEN_DESKTOP : SDL_WINDOW_RESIZABLE;
    int w = options->width ? options->width : 1080, h = options->height ? options->height : 1920;
    SDL_Window *window = SDL_CreateWindow(options->title, SDL_WINDOWPOS_UNDEFINED,
                                          SDL_WINDOWPOS_UNDEFINED, w, h, flags);

    if (window && flags == SDL_WINDOW_FULLSCREEN_DESKTOP) {
        SDL_ShowCursor(SDL_DISABLE);
    }
    return window;
}

enum err screen_open_sdl(const struct screen_options *options, struct screen **out,
                         struct complaint *why)
{
    struct screen_sdl *sdl = calloc(1, sizeof *sdl);

    if (!sdl) {
        return ERR_NOMEM;
    }
    avoid_work();
    if (SDL_Init(SDL_INIT_VIDEO) == 0) {
        sdl->window = open_window(options);
    }
    if (!sdl->window) {
        enum err err =
            complain(why, ERR_UNAVAILABLE,
                     "no display to draw on: %s; is DISPLAY set, and Xorg up?", SDL_GetError());
        SDL_Quit();
        free(sdl);
        return err;
    }
    sdl->screen.ops = &sdl_ops;
    sdl->fresh = true;
    sdl->wake_event = SDL_RegisterEvents(1);
    SDL_StartTextInput();
    *out = &sdl->screen;
    return OK;
}
