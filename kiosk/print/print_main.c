/* print_main.c - noticepoint-print: one slip (descriptor 3) onto one printer, and on standard
 * output how far it is (print_wire.h).
 *
 * Started by the kiosk for one slip. It lays the slip out, hands it to the printing system, watches
 * it for a while and ends. What waits then is printed when the printer can; a private slip is taken
 * back instead, for who takes it out of the printer later is somebody else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "log.h"
#include "print_wire.h"
#include "printer.h"
#include "slip_layout.h"

enum {
    SLIP_FD = 3,
    ARENA_BYTES = 512 * 1024,
    LOOK_EVERY_MS = 500,
    WATCH_S = 60,
    CPU_S_MAX = 120,
    DARK_BELOW = 150, /* of 255: thin strokes stay whole on paper */
};

static void set_limits(void)
{
    const struct rlimit cpu = {CPU_S_MAX, CPU_S_MAX}, none = {0, 0};

    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    setrlimit(RLIMIT_CPU, &cpu);
    setrlimit(RLIMIT_CORE, &none);
}

static void tell(enum print_state state)
{
    uint8_t bytes[PRINT_EVENT_BYTES];

    print_event_encode(state, bytes);
    if (write(STDOUT_FILENO, bytes, sizeof bytes) != (ssize_t)sizeof bytes) {
        log_warn("nobody listens any more"); /* the slip is printed all the same */
    }
}

static enum err read_slip(struct arena *arena, struct slip *slip, struct complaint *why)
{
    static uint8_t file[SLIP_BYTES_MAX + 1];
    size_t size = 0;
    ssize_t part;

    while (size < sizeof file && (part = read(SLIP_FD, file + size, sizeof file - size)) > 0) {
        size += (size_t)part;
    }
    enum err err = slip_decode(bytes_of(file, size), arena, slip);
    return err ? complain(why, err, "what is on descriptor 3 is no slip") : OK;
}

static unsigned brightness(uint32_t color)
{
    return ((color >> 16 & 255) * 77 + (color >> 8 & 255) * 150 + (color & 255) * 29) >> 8;
}

static enum err send_rows(struct printer *printer, struct surface surface)
{
    uint8_t row[(2400 + 7) / 8];
    size_t size = ((size_t)surface.w + 7) / 8;
    enum err err = size <= sizeof row ? OK : ERR_INVALID;

    for (int y = 0; !err && y < surface.h; y++) {
        const uint32_t *pixels = surface.pixels + (size_t)y * (size_t)surface.stride;
        memset(row, 0, size);
        for (int x = 0; x < surface.w; x++) {
            if (brightness(pixels[x]) < DARK_BELOW) {
                row[x / 8] |= (uint8_t)(0x80 >> (x % 8));
            }
        }
        err = printer_row(printer, row, size);
    }
    return err;
}

static enum err send_page(struct printer *printer, struct text_engine *text,
                          const struct slip_pages *pages, size_t page)
{
    static struct draw_list list;
    const struct slip_format *format = pages->format;
    struct surface surface = {NULL, format->width_px, slip_page_height(pages, page),
                              format->width_px};

    surface.pixels = calloc((size_t)surface.w * (size_t)surface.h, sizeof surface.pixels[0]);
    if (!surface.pixels) {
        return ERR_NOMEM;
    }
    const struct printer_page what = {surface.w, surface.h, format->dpi, format->media};
    enum err err = slip_page_draw(text, pages, page, &list, surface);
    if (!err) {
        err = printer_page(printer, &what);
    }
    if (!err) {
        err = send_rows(printer, surface);
    }
    free(surface.pixels);
    return err;
}

static enum err send(struct printer *printer, struct text_engine *text, const struct slip *slip,
                     enum slip_paper paper)
{
    struct slip_pages pages;

    slip_lay_out(text, slip, paper, &pages);
    if (pages.cut) {
        log_warn("the slip is longer than %d pages and ends there", SLIP_PAGES_MAX);
    }
    enum err err = printer_begin(printer, slip_formats[paper].media);
    for (size_t i = 0; !err && i < pages.count; i++) {
        err = send_page(printer, text, &pages, i);
    }
    return err ? err : printer_end(printer);
}

/* Until it is out, or long enough. */
static void watch(struct printer *printer, bool is_private)
{
    enum print_state told = PRINT_SENT, state = PRINT_SENT;

    for (int i = 0; i < WATCH_S * 1000 / LOOK_EVERY_MS; i++) {
        if (printer_look(printer, &state)) {
            state = PRINT_OFFLINE;
        }
        if (print_state_is_last(state)) {
            break;
        }
        if (state != told) {
            tell(state);
            told = state;
        }
        usleep(LOOK_EVERY_MS * 1000);
    }
    if (is_private) { /* printed or not: nothing of it stays in the queue's records */
        printer_cancel(printer);
        state = print_state_is_last(state) ? state : PRINT_FAILED;
    }
    if (state != told) {
        tell(state);
    }
}

static enum print_state state_of(enum err err)
{
    return err == ERR_FULL                                  ? PRINT_BUSY
           : err == ERR_NOT_FOUND || err == ERR_UNAVAILABLE ? PRINT_NO_PRINTER
                                                            : PRINT_FAILED;
}

static enum err print(const char *name, enum slip_paper paper, const char *fonts,
                      struct complaint *why)
{
    const struct text_options options = {.folder = fonts};
    struct printer *printer = NULL;
    struct text_engine *text = NULL;
    struct arena arena;
    struct slip slip;

    enum err err = arena_init(&arena, ARENA_BYTES);
    if (err) {
        return err;
    }
    err = read_slip(&arena, &slip, why);
    if (!err) {
        err = text_open(&options, &text, why);
        err = err == ERR_NOT_FOUND ? ERR_CORRUPT : err; /* the fonts, not the printer */
    }
    if (!err) {
        err = printer_open(name, &printer, why);
    }
    if (!err) {
        err = send(printer, text, &slip, paper);
        if (err) {
            printer_cancel(printer);
        } else {
            tell(PRINT_SENT);
            watch(printer, slip.is_private);
        }
    }
    printer_close(printer);
    text_close(text);
    arena_deinit(&arena);
    return err;
}

int main(int argc, char **argv)
{
    struct complaint why = {""};
    enum slip_paper paper;

    log_open("noticepoint-print");
    if (argc != 4 || strlen(argv[1]) > PRINTER_NAME_BYTES_MAX ||
        slip_paper_parse(text_of(argv[2]), &paper)) {
        fprintf(stderr, "Usage: noticepoint-print PRINTER 58|80|a4 FONTS\n"
                        "Started by noticepoint-kiosk with a slip on descriptor 3.\n");
        return EXIT_USAGE;
    }
    set_limits();
    enum err err = print(argv[1], paper, argv[3], &why);
    if (err) {
        log_error("%s", why.text[0] ? why.text : err_name(err));
        tell(state_of(err));
    }
    return err_exit_code(err);
}
