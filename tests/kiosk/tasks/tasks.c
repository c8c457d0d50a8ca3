/* tasks.c - what residents come for, done by a pointer on a real window (XTEST), with everything
 * tapped counted and timed.
 *
 *   kiosk_tasks DATA WIDTH HEIGHT standard|large|xlarge "YYYY-MM-DD HH:MM" [RECEIPT]
 *
 * The kiosk runs in this process, so that the driver sees where words stand, as a person does; the
 * pointer goes by the X server. One line a task: name, taps, swipes, seconds from the first tap to
 * the words looked for. With RECEIPT the answer to that letter is looked up as well; else a letter
 * is written, and its receipt is the last line. */
#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app.h"
#include "civil.h"
#include "words.h"
#include "words_on.h"

enum {
    QUIET_MS = 250, /* no frame for so long: what was tapped has been answered */
    WAIT_MS = 15000,
    PRESS_MS = 80,
    STEP_MS = 16,
    SWIPES_MAX = 25,
    SWIPE_STEPS = 12,
    STEPS_MAX = 12,
    KEY_BYTES_MAX = 3, /* one character */
};

#define ANSWER "已经换好" /* what the office answered, see kiosk_tasks.sh */

static struct app *app;
static struct screen *screen;
static struct input input;
static Display *display;
static int width, height;
static int64_t shift_ms;
static unsigned taps, swipes;

static int64_t clock_ms(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct app_moment moment_now(void)
{
    return (struct app_moment){.raw_ms = clock_ms(CLOCK_REALTIME) + shift_ms,
                               .boot_s = clock_ms(CLOCK_BOOTTIME) / 1000};
}

static void give_up(const char *what, struct text text)
{
    fprintf(stderr, "kiosk_tasks: %s \"%.*s\" on page %s, %dx%d\n", what, TEXT_ARG(text),
            page_name(app_model(app)->place.page), width, height);
    draw_list_print(app_draws(app), stderr);
    exit(1);
}

/* ---- the kiosk, and a pointer ---- */

static void turn(void)
{
    struct app_moment moment = moment_now();
    bool again;

    do {
        screen_wait(screen, &input, 0);
        again = app_turn(app, &input, &moment);
        memset(input.text, 0, sizeof input.text);
    } while (again);
}

static void run_ms(int64_t ms)
{
    int64_t end = clock_ms(CLOCK_MONOTONIC) + ms;

    while (clock_ms(CLOCK_MONOTONIC) < end) {
        turn();
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    }
}

/* Until nothing has moved for a while. */
static void settle(void)
{
    int64_t end = clock_ms(CLOCK_MONOTONIC) + WAIT_MS, quiet = clock_ms(CLOCK_MONOTONIC);
    uint64_t frames = app_frames(app);

    while (clock_ms(CLOCK_MONOTONIC) < end && clock_ms(CLOCK_MONOTONIC) - quiet < QUIET_MS) {
        run_ms(STEP_MS);
        if (app_frames(app) != frames || app_model(app)->receipt.busy) {
            frames = app_frames(app);
            quiet = clock_ms(CLOCK_MONOTONIC);
        }
    }
}

static void point(int x, int y)
{
    XTestFakeMotionEvent(display, -1, x, y, 0);
    XSync(display, False);
}

static void press(bool down)
{
    XTestFakeButtonEvent(display, 1, down, 0);
    XSync(display, False);
}

static void tap_at(int x, int y)
{
    point(x, y);
    run_ms(STEP_MS);
    press(true);
    run_ms(PRESS_MS);
    press(false);
    taps++;
    settle();
}

/* One finger up the page, held at its end so that nothing glides on. */
static void swipe(void)
{
    int x = width > height ? width * 2 / 3 : width / 2, from = height * 65 / 100;

    point(x, from);
    run_ms(STEP_MS);
    press(true);
    for (int i = 1; i <= SWIPE_STEPS; i++) {
        point(x, from - i * height * 30 / 100 / SWIPE_STEPS);
        run_ms(STEP_MS);
    }
    run_ms(6 * STEP_MS);
    press(false);
    swipes++;
    settle();
}

/* One of the words between bars: large letters break a title in another place. */
static bool in_view(struct text text, int *x, int *y)
{
    struct text one;

    while (text_split(&text, '|', &one)) {
        bool is_key = one.size <= KEY_BYTES_MAX;
        if (is_key ? key_on(app_draws(app), one, x, y) : words_on(app_draws(app), one, x, y)) {
            return true;
        }
    }
    return false;
}

/* Looks for the words, further down if need be. False: they are not on this page. */
static bool look(struct text text, int *x, int *y)
{
    for (int i = 0; !in_view(text, x, y); i++) {
        int down_x, down_y;
        if (i == SWIPES_MAX) {
            return false;
        }
        if (words_on(app_draws(app), word(TX_PAGE_DOWN), &down_x, &down_y)) {
            tap_at(down_x, down_y);
        } else {
            swipe();
        }
    }
    return true;
}

static void tap(const char *text)
{
    int x, y;

    if (!look(text_of(text), &x, &y)) {
        give_up("there is no", text_of(text));
    }
    tap_at(x, y);
}

/* ---- tasks ---- */

static void home(void)
{
    int x, y;

    if (app_model(app)->place.page != PAGE_HOME &&
        words_on(app_draws(app), word(TX_HOME), &x, &y)) {
        tap_at(x, y);
    }
    if (app_model(app)->place.page != PAGE_HOME) {
        give_up("there is no way to", word(TX_HOME));
    }
}

static void tell(const char *name, int64_t begun_ms)
{
    printf("%s\t%u\t%u\t%.1f\n", name, taps, swipes,
           (double)(clock_ms(CLOCK_MONOTONIC) - begun_ms - QUIET_MS) / 1000);
    fflush(stdout);
}

/* Taps each of the words in turn, until `goal` is on the glass. */
static void task(const char *name, const char *const steps[STEPS_MAX], const char *goal)
{
    int x, y;

    taps = swipes = 0;
    int64_t begun = clock_ms(CLOCK_MONOTONIC);
    for (size_t i = 0; i < STEPS_MAX && steps[i]; i++) {
        tap(steps[i]);
    }
    if (!look(text_of(goal), &x, &y)) {
        give_up("it does not come to", text_of(goal));
    }
    tell(name, begun);
}

#define STEPS(...) ((const char *const[STEPS_MAX]){__VA_ARGS__})

static void read_tasks(void)
{
    task("这个月的经费花了多少", STEPS("居务公开", "经费收支|经费收|工作经费|社区工作经"),
         "本月支出");
    task("谁签的字", STEPS(NULL), "已签字");
    home();
    task("下次会议什么时候", STEPS("会议公告", "听证会"), "19:00");
    home();
    task("5号楼找谁", STEPS("值班联系", "我这栋楼找谁", "5号楼"), "555-01");
    home();
    task("查一条公约", STEPS("规章制度", "居民公约", "目录", "敬老爱幼"), "独居老人的邻居");
    home();
}

/* The button's name is the size it leads to; afterwards the size is what it was. */
static void scale_task(enum theme_scale scale)
{
    if (scale == SCALE_STANDARD) {
        task("字大一些", STEPS("大字"), "特大字");
        tap("特大字");
        tap("标准字");
    } else if (scale == SCALE_LARGE) {
        task("字大一些", STEPS("特大字"), "标准字");
        tap("标准字");
        tap("大字");
    }
}

/* Letters and digits stand on keys of their own. */
static void type_keys(const char *keys)
{
    for (const char *at = keys; *at; at++) {
        char key[2] = {*at, 0};
        tap(key);
    }
}

/* By full pinyin, the whole sentence taken as the engine says it. */
static void write_letter(void)
{
    static const struct {
        const char *keys, *sentence;
    } parts[] = {{"ludenghuaile", "路灯坏了"}, {"qingpairenlaikan", "请派人来看"}};

    tap("主任信箱");
    tap("写信");
    tap("公共设施");
    tap("拼音");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        type_keys(parts[i].keys);
        tap(parts[i].sentence);
    }
    tap("写好了，下一步");
    tap("下一步，看一遍");
    tap("交给主任信箱");
}

static void letter_task(void)
{
    int x, y;

    taps = swipes = 0;
    int64_t begun = clock_ms(CLOCK_MONOTONIC);
    write_letter();
    if (!look(word(TX_RECEIPT_TITLE), &x, &y)) {
        give_up("it does not come to", word(TX_RECEIPT_TITLE));
    }
    tell("写一封信（拼音，9个字）", begun);
    printf("%s\n", app_model(app)->receipt.digits);
}

static void lookup_task(const char *receipt)
{
    int x, y;

    taps = swipes = 0;
    int64_t begun = clock_ms(CLOCK_MONOTONIC);
    tap("主任信箱");
    tap("查回复");
    type_keys(receipt);
    tap("查");
    if (!look(text_of(ANSWER), &x, &y)) {
        give_up("it does not come to", text_of(ANSWER));
    }
    tell("看回复", begun);
}

int main(int argc, char **argv)
{
    struct complaint why = {0};
    int64_t at_s;

    if (argc < 6 || civil_parse_time(text_of(argv[5]), CIVIL_OFFSET_MIN_DEFAULT, &at_s)) {
        fprintf(stderr, "usage: see the head of tasks.c\n");
        return 2;
    }
    width = atoi(argv[2]);
    height = atoi(argv[3]);
    shift_ms = at_s * 1000 - clock_ms(CLOCK_REALTIME);
    const struct screen_options window = {.title = "tasks", .width = width, .height = height};
    const struct app_options options = {
        .data = argv[1],
        .fonts = FONT_FOLDER,
        .input_folder = INPUT_FOLDER,
        .input_program = PINYIN_PROGRAM,
        .scale = strcmp(argv[4], "xlarge") == 0  ? SCALE_XLARGE
                 : strcmp(argv[4], "large") == 0 ? SCALE_LARGE
                                                 : SCALE_STANDARD,
        .floor_s = at_s,
        .sets_clock = true,
        .first = place_of(PAGE_HOME, text_of("")),
        .staff_cost = {.ops = 1, .mem_kib = PASSWORD_MEM_KIB_MIN},
    };
    struct app_moment moment = moment_now();
    display = XOpenDisplay(NULL);
    if (!display || screen_open_sdl(&window, &screen, &why) ||
        app_new(&options, screen, &moment, &app, &why)) {
        fprintf(stderr, "kiosk_tasks: %s\n", display ? why.text : "no display");
        return 69;
    }
    input_init(&input);
    settle();
    if (argc > 6) {
        lookup_task(argv[6]);
    } else {
        read_tasks();
        scale_task(options.scale);
        letter_task();
    }
    app_free(app);
    screen_close(screen);
    XCloseDisplay(display);
    return 0;
}
