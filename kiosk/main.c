/* main.c - noticepoint-kiosk: the command line, the clocks, the loop; or one picture of a page. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app.h"
#include "civil.h"
#include "engine.h"
#include "file.h"
#include "hash.h"
#include "helper.h"
#include "log.h"
#include "options.h"
#include "picture.h"
#include "secret.h"

enum {
    RENDER_WIDTH = 1080,
    RENDER_HEIGHT = 1920,
    DISPLAYS_MAX = 16,
    RENDER_TURNS = 3, /* sizes known only after a first frame settle */
    MS = 1000,
};

static const struct option_spec specs[] = {
    {"data", "DIR", "the kiosk's data folder (content and device); made if missing"},
    {"size", "WxH", "size of the window in pixels (default: the whole display)"},
    {"display", "N", "which display, from 0 on, where there are several (default 0)"},
    {"diagonal", "INCHES", "diagonal of the panel (default 21.5)"},
    {"scale", "S", "text: standard, large or xlarge"},
    {"contrast", NULL, "high contrast"},
    {"low-reach", NULL, "all controls within reach from a wheelchair"},
    {"fonts", "DIR", "folder of the faces (or NOTICEPOINT_FONTS)"},
    {"full", NULL, "full screen, also with --size"},
    {"printer", "NAME", "print on this printer of CUPS (default: there is none)"},
    {"paper", "P", "what is in it: 58 or 80 (a receipt printer, mm) or a4 (default 80)"},
    {"now", "TIME", "for tests: the clock starts at TIME (YYYY-MM-DD HH:MM), also its floor"},
    {"doubtful", NULL, "for tests: the clock may not be believed"},
    {"open", "PAGE", "begin with this page"},
    {"render", "PAGE", "draw PAGE into OUT.png and end; no display is needed"},
    {"render-text", "PAGE",
     "the same as text: one drawing command a line, to OUT or standard output"},
    {"at", "TIME", "the moment shown by --render"},
    {"help", NULL, "this text"},
    {"version", NULL, "the version"},
};
enum { SPECS = sizeof specs / sizeof specs[0] };

static int print_help(void)
{
    printf("noticepoint-kiosk --data DIR [options]\n"
           "noticepoint-kiosk --data DIR --render PAGE --at TIME [options] OUT.png\n\n"
           "Shows the notice board of a residents' committee on a touch screen.\n"
           "PAGE: home, board/2026-11, item/KEY, meetings, meeting/KEY, duty, regulations,\n"
           "      regulation/KEY, notices, notice/KEY, mailbox, write, contact, review,\n"
           "      receipt/DIGITS, lookup, staff-pin, staff ...\n\n");
    options_print_help(specs, SPECS);
    printf("\nExit codes: 0 fine, 2 usage, 65 damaged data, 69 no display or no fonts, 74 disk.\n");
    return 0;
}

static int usage(const struct complaint *why)
{
    fprintf(stderr, "noticepoint-kiosk: %s\n(--help tells the options)\n", why->text);
    return EXIT_USAGE;
}

/* ---- the command line ---- */

struct arguments {
    struct app_options app;
    struct screen_options screen;
    const char *render; /* page; NULL: run */
    bool as_text;
    const char *out;
    const char *at; /* --at or --now; NULL: the system clock */
    struct place place;
};

static enum err parse_size(const char *size, int *width, int *height, struct complaint *why)
{
    struct text rest = text_of(size), part;
    uint64_t w, h;

    if (!text_split(&rest, 'x', &part) || text_parse_uint(part, PICTURE_SIDE_PX_MAX, &w) ||
        text_parse_uint(rest, PICTURE_SIDE_PX_MAX, &h) || w < 200 || h < 200) {
        return complain(why, ERR_INVALID, "--size wants WIDTHxHEIGHT such as 1080x1920, not %s",
                        size);
    }
    *width = (int)w;
    *height = (int)h;
    return OK;
}

static enum err parse_diagonal(const char *text, int *tenth_in, struct complaint *why)
{
    struct text rest = text_of(text), inches;
    uint64_t whole, tenth = 0;

    if (!text_split(&rest, '.', &inches) || text_parse_uint(inches, 200, &whole) || rest.size > 1 ||
        (rest.size && text_parse_uint(rest, 9, &tenth)) || whole < 5) {
        return complain(why, ERR_INVALID, "--diagonal wants inches such as 21.5, not %s", text);
    }
    *tenth_in = (int)(whole * 10 + tenth);
    return OK;
}

static enum err parse_scale(const char *text, enum theme_scale *scale, struct complaint *why)
{
    static const char *const names[] = {"standard", "large", "xlarge"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(text, names[i]) == 0) {
            *scale = (enum theme_scale)i;
            return OK;
        }
    }
    return complain(why, ERR_INVALID, "--scale is standard, large or xlarge, not %s", text);
}

static enum err parse_display(const char *text, int *display, struct complaint *why)
{
    uint64_t number;

    if (text_parse_uint(text_of(text), DISPLAYS_MAX - 1, &number)) {
        return complain(why, ERR_INVALID, "--display wants a number from 0 on, not %s", text);
    }
    *display = (int)number;
    return OK;
}

static enum err take_look(const struct options *options, struct arguments *arguments,
                          struct complaint *why)
{
    const char *size = option_value(options, "size"), *scale = option_value(options, "scale");
    const char *diagonal = option_value(options, "diagonal");
    const char *display = option_value(options, "display");
    enum err err = OK;

    if (size) {
        err = parse_size(size, &arguments->screen.width, &arguments->screen.height, why);
    }
    if (!err && diagonal) {
        err = parse_diagonal(diagonal, &arguments->app.diagonal_tenth_in, why);
    }
    if (!err && scale) {
        err = parse_scale(scale, &arguments->app.scale, why);
    }
    if (!err && display) {
        err = parse_display(display, &arguments->screen.display, why);
    }
    const char *paper = option_value(options, "paper");
    if (!err && paper && strcmp(paper, "58") != 0 && strcmp(paper, "80") != 0 &&
        strcmp(paper, "a4") != 0) {
        return complain(why, ERR_INVALID, "--paper is 58, 80 or a4, not %s", paper);
    }
    arguments->app.contrast = option_given(options, "contrast");
    arguments->app.low_reach = option_given(options, "low-reach");
    arguments->app.doubtful = option_given(options, "doubtful");
    arguments->screen.full = option_given(options, "full");
    return err;
}

static enum err take_place(const struct options *options, struct arguments *arguments,
                           struct complaint *why)
{
    const char *text = option_value(options, "render-text");
    const char *page = option_value(options, "render");

    arguments->as_text = text != NULL;
    arguments->render = text ? text : page;
    page = arguments->render ? arguments->render : option_value(options, "open");
    arguments->place = place_of(PAGE_HOME, text_of(""));
    if (page && place_parse(text_of(page), &arguments->place)) {
        return complain(why, ERR_INVALID, "there is no page %s", page);
    }
    arguments->at = option_value(options, arguments->render ? "at" : "now");
    if (arguments->render && !arguments->at) {
        return complain(why, ERR_INVALID, "--render wants --at TIME (YYYY-MM-DD HH:MM)");
    }
    size_t words = arguments->render ? 1 : 0;
    if (options->word_count > words ||
        (arguments->render && !arguments->as_text && options->word_count == 0)) {
        return complain(why, ERR_INVALID,
                        words ? "--render wants one file to write: OUT.png"
                              : "nothing else may be given");
    }
    arguments->out = options->word_count ? options->words[0] : NULL;
    arguments->app.first = arguments->place;
    return OK;
}

static enum err take_arguments(const struct options *options, struct arguments *arguments,
                               struct complaint *why)
{
    arguments->app.data = option_value(options, "data");
    if (!arguments->app.data) {
        return complain(why, ERR_INVALID, "--data DIR is missing");
    }
    enum err err = take_look(options, arguments, why);
    return err ? err : take_place(options, arguments, why);
}

/* ---- fonts ---- */

static enum err find_fonts(const struct options *options, char to[TEXT_FONT_PATH_BYTES_MAX],
                           struct complaint *why)
{
    const char *given = option_value(options, "fonts");
    char self[TEXT_FONT_PATH_BYTES_MAX];

    given = given ? given : getenv("NOTICEPOINT_FONTS");
    if (given) {
        snprintf(to, TEXT_FONT_PATH_BYTES_MAX, "%s", given);
        return OK;
    }
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    self[size > 0 ? size : 0] = 0;
    return text_font_folder(self, to, why);
}

/* ---- engines of the input panel ---- */

static void find_engines(struct app_options *app, char *folder, char *program)
{
    char self[FILE_PATH_BYTES_MAX];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);

    self[size > 0 ? size : 0] = 0;
    if (input_engines_find(self, getenv("NOTICEPOINT_INPUT"), folder, program)) {
        log_info("the engines of handwriting and pinyin are not installed (noticepoint-input)");
        return;
    }
    app->input_folder = folder;
    app->input_program = program;
}

/* ---- the voice ---- */

static void find_voice(struct app_options *app, char *program)
{
    char self[FILE_PATH_BYTES_MAX];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);

    self[size > 0 ? size : 0] = 0;
    if (helper_find(self, "noticepoint-voice", program) == OK) {
        app->voice_program = program;
    }
}

/* ---- the printer ---- */

static void find_printer(const struct options *options, struct app_options *app, char *program)
{
    char self[FILE_PATH_BYTES_MAX];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);

    app->printer = option_value(options, "printer");
    app->paper = option_value(options, "paper");
    app->paper = app->paper ? app->paper : "80";
    self[size > 0 ? size : 0] = 0;
    if (!app->printer) {
        return;
    }
    if (helper_find(self, "noticepoint-print", program)) {
        log_warn("nothing can be printed: noticepoint-print is not installed");
        return;
    }
    app->print_program = program;
}

/* ---- clocks ---- */

/* --now and --at: the clock begins at a moment of ours and goes on from there. */
struct clocks {
    int64_t shift_ms; /* added to the system's */
    bool frozen;      /* a render: time stands */
    int64_t at_ms;
};

static int64_t read_clock_ms(clockid_t id)
{
    struct timespec now;

    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * MS + now.tv_nsec / 1000000;
}

static struct app_moment read_moment(const struct clocks *clocks)
{
    if (clocks->frozen) {
        return (struct app_moment){.raw_ms = clocks->at_ms, .boot_s = 0};
    }
    return (struct app_moment){.raw_ms = read_clock_ms(CLOCK_REALTIME) + clocks->shift_ms,
                               .boot_s = read_clock_ms(CLOCK_BOOTTIME) / MS};
}

/* Times on the command line are civil in the default offset; the policy is not open yet. */
static enum err set_clocks(struct arguments *arguments, struct clocks *clocks,
                           struct complaint *why)
{
    int64_t at_s;

    if (!arguments->at) {
        return OK;
    }
    if (civil_parse_time(text_of(arguments->at), CIVIL_OFFSET_MIN_DEFAULT, &at_s)) {
        return complain(why, ERR_INVALID,
                        "%s is no time; write YYYY-MM-DD HH:MM, or YYYY-MM-DDTHH:MM:SSZ",
                        arguments->at);
    }
    arguments->app.floor_s = at_s;
    arguments->app.sets_clock = true;
    clocks->frozen = arguments->render != NULL;
    clocks->at_ms = at_s * MS;
    clocks->shift_ms = at_s * MS - read_clock_ms(CLOCK_REALTIME);
    return OK;
}

/* ---- one picture ---- */

static enum err write_text(const struct app *app, const char *path, struct complaint *why)
{
    FILE *out = path ? fopen(path, "w") : stdout;

    if (!out) {
        return complain(why, ERR_IO, "%s cannot be written", path);
    }
    draw_list_print(app_draws(app), out);
    bool failed = ferror(out) != 0;
    failed = (path ? fclose(out) : fflush(out)) != 0 || failed;
    return failed ? complain(why, ERR_IO, "%s cannot be written", path ? path : "the text") : OK;
}

static enum err render_page(const struct arguments *arguments, const struct clocks *clocks,
                            struct complaint *why)
{
    struct app_moment moment = read_moment(clocks);
    struct screen *screen = NULL;
    struct app *app = NULL;
    struct input input;
    int width = arguments->screen.width ? arguments->screen.width : RENDER_WIDTH;
    int height = arguments->screen.height ? arguments->screen.height : RENDER_HEIGHT;

    enum err err = screen_open_memory(width, height, &screen);
    if (!err) {
        err = app_new(&arguments->app, screen, &moment, &app, why);
    }
    input_init(&input);
    for (int i = 0; !err && i < RENDER_TURNS; i++) {
        screen_wait(screen, &input, 0);
        (void)app_turn(app, &input, &moment);
    }
    if (!err) {
        err = arguments->as_text ? write_text(app, arguments->out, why)
                                 : picture_write(arguments->out, screen_surface(screen), why);
        err = err == ERR_NOT_FOUND ? ERR_IO : err; /* no such folder */
    }
    app_free(app);
    screen_close(screen);
    return err;
}

/* ---- the loop ---- */

/* The watching thread takes them, and wakes the loop: no handler runs amid a frame. */
static void block_signals(void)
{
    sigset_t ends;

    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void loop(struct app *app, struct screen *screen, const struct clocks *clocks)
{
    struct app_moment moment = read_moment(clocks);
    struct input input;
    bool again = true;

    input_init(&input);
    while (!app_has_ended(app) && !input.quit) {
        int64_t timeout_ms = again ? 0 : app_timeout_ms(app, screen_now_ms(screen), &moment);
        screen_wait(screen, &input, timeout_ms);
        moment = read_moment(clocks);
        again = app_turn(app, &input, &moment);
        moment = read_moment(clocks);
        memset(input.text, 0, sizeof input.text); /* what was typed lives in its field only */
        memset(input.path, 0, sizeof input.path);
    }
}

static enum err run(const struct arguments *arguments, const struct clocks *clocks,
                    struct complaint *why)
{
    struct app_moment moment = read_moment(clocks);
    struct screen *screen = NULL;
    struct app *app = NULL;

    block_signals();
    enum err err = folder_make(arguments->app.data, 02770, why);
    if (!err) {
        err = screen_open_sdl(&arguments->screen, &screen, why);
    }
    if (!err) {
        err = app_new(&arguments->app, screen, &moment, &app, why);
    }
    if (!err) {
        secret_harden_process();
        loop(app, screen, clocks);
    }
    app_free(app);
    screen_close(screen);
    return err;
}

int main(int argc, char **argv)
{
    static struct options options;
    struct complaint why = {0};
    char fonts[TEXT_FONT_PATH_BYTES_MAX];
    char engine_folder[FILE_PATH_BYTES_MAX], engine_program[FILE_PATH_BYTES_MAX];
    char voice_program[FILE_PATH_BYTES_MAX], print_program[FILE_PATH_BYTES_MAX];
    struct arguments arguments = {
        .app = {.staff_cost = password_cost_default(), .floor_s = NOTICEPOINT_BUILD_S},
        .screen = {.title = "Noticepoint"},
    };
    struct clocks clocks = {0};

    log_open("noticepoint-kiosk");
    if (options_parse(specs, SPECS, argc, argv, &options, &why)) {
        return usage(&why);
    }
    if (option_given(&options, "help")) {
        return print_help();
    }
    if (option_given(&options, "version")) {
        printf("noticepoint-kiosk %s\n", NOTICEPOINT_VERSION);
        return 0;
    }
    if (take_arguments(&options, &arguments, &why) || set_clocks(&arguments, &clocks, &why)) {
        return usage(&why);
    }
    umask(0007);
    enum err err = seal_start();
    if (!err) {
        err = find_fonts(&options, fonts, &why);
    }
    arguments.app.fonts = fonts;
    arguments.app.read_only = arguments.render != NULL;
    if (!arguments.render) {
        find_engines(&arguments.app, engine_folder, engine_program);
        find_voice(&arguments.app, voice_program);
        find_printer(&options, &arguments.app, print_program);
    }
    if (!err) {
        err = arguments.render ? render_page(&arguments, &clocks, &why)
                               : run(&arguments, &clocks, &why);
    }
    if (err) {
        log_error("%s", why.text[0] ? why.text : err_name(err));
    }
    return err_exit_code(err == ERR_NOT_FOUND ? ERR_UNAVAILABLE : err); /* the fonts are missing */
}
