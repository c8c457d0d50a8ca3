/* kiosk_hand.c - a whole kiosk without a display, for the kills: a letter is written by finger on
 * a screen in memory; or what the glass would show is listed.
 *
 *   crash_kiosk DATA write TEXT LINGER_MS   "kept" when the start tells of a letter whose receipt
 * was never seen; "receipt DIGITS" once it is on the glass; then it stays for LINGER_MS more
 *   crash_kiosk DATA look                   "at SEQ TIP", then "KEY VERSION HASH" of the whole
 * view; each object is there and is what its entry says
 *
 * The limits on letters have tests of their own; here they begin anew with each start. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app.h"
#include "content.h"
#include "device.h"
#include "draw_list.h"
#include "entry.h"
#include "file.h"
#include "hash.h"
#include "log.h"
#include "screen.h"
#include "words.h"

enum {
    WIDTH = 540,
    HEIGHT = 960,
    DIAGONAL_TENTH_IN = 215,
    MS = 1000,
    TURN_MS = 2,
    STEP_MS_MAX = 100,
    PATIENCE_MS = 120 * MS, /* for a loaded machine; then something is broken */
    LOOK_ARENA_BYTES = 64 * 1024 * 1024,
    LOOK_ITEMS_MAX = 100000,
    OBJECT_ARENA_BYTES = 2 * RECORD_BYTES_MAX,
};

static void must(enum err err, const char *what, const struct complaint *why)
{
    if (err) {
        fprintf(stderr, "%s: %s %s\n", what, err_name(err), why ? why->text : "");
        exit(err_exit_code(err));
    }
}

/* ---- the finger ---- */

struct hand {
    struct screen *screen;
    struct app *app;
    struct input input;
    int64_t until_ms;
    int64_t read_ms, now_ms; /* the clock as last read; the time that the kiosk is told */
};

static int64_t clock_ms(clockid_t id)
{
    struct timespec now;

    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * MS + now.tv_nsec / 1000000;
}

static struct app_moment moment_now(void)
{
    return (struct app_moment){.raw_ms = clock_ms(CLOCK_REALTIME),
                               .boot_s = clock_ms(CLOCK_BOOTTIME) / MS};
}

/* The input of the next turn begins. However long a loaded machine lets us wait, the kiosk does not
 * take its visitor for gone. */
static void turn_begin(struct hand *hand)
{
    int64_t read_ms = clock_ms(CLOCK_MONOTONIC), passed_ms = read_ms - hand->read_ms;

    hand->read_ms = read_ms;
    hand->now_ms += passed_ms < STEP_MS_MAX ? passed_ms : STEP_MS_MAX;
    screen_set_now(hand->screen, hand->now_ms);
    screen_wait(hand->screen, &hand->input, 0);
}

static void turn_end(struct hand *hand)
{
    struct app_moment moment = moment_now();

    while (app_turn(hand->app, &hand->input, &moment)) {
        memset(hand->input.text, 0, sizeof hand->input.text);
        turn_begin(hand);
        moment = moment_now();
    }
    memset(hand->input.text, 0, sizeof hand->input.text);
}

static void turn(struct hand *hand)
{
    turn_begin(hand);
    turn_end(hand);
}

static void turn_or_give_up(struct hand *hand, const char *what)
{
    if (clock_ms(CLOCK_MONOTONIC) > hand->until_ms) {
        fprintf(stderr, "waited in vain: %s, on page %s\n", what,
                page_name(app_model(hand->app)->place.page));
        draw_list_print(app_draws(hand->app), stderr);
        exit(EXIT_FAILURE);
    }
    usleep(TURN_MS * MS);
    turn(hand);
}

static bool find(const struct hand *hand, struct text words, int *x, int *y)
{
    const struct draw_list *list = app_draws(hand->app);

    for (size_t i = list->command_count; i-- > 0;) {
        const struct draw_command *command = &list->commands[i];
        if (command->kind == DRAW_TEXT && command->text_size >= words.size &&
            memcmp(list->text + command->text, words.data, words.size) == 0) {
            *x = command->rect.x + command->rect.w / 2;
            *y = command->rect.y + command->rect.h / 2;
            return *y < HEIGHT;
        }
    }
    return false;
}

static void touch(struct hand *hand, enum input_act act, int x, int y)
{
    turn_begin(hand);
    (void)input_point(&hand->input, 1, act, x, y);
    turn_end(hand);
}

static void tap(struct hand *hand, enum word id)
{
    int x = 0, y = 0;

    while (!find(hand, word(id), &x, &y)) {
        turn_or_give_up(hand, word(id).data);
    }
    touch(hand, INPUT_DOWN, x, y);
    touch(hand, INPUT_UP, x, y);
}

static void type(struct hand *hand, const char *text)
{
    turn_begin(hand);
    (void)input_type(&hand->input, text_of(text));
    turn_end(hand);
}

/* ---- a letter ---- */

static void limits_forget(const char *data)
{
    static const char *const names[] = {"letters", "letters-day"};
    char folder[FILE_PATH_BYTES_MAX];
    struct complaint why = {""};
    struct store *device = NULL;
    struct txn *txn = NULL;
    bool started_over;

    must(path_join(folder, data, "device"), data, NULL);
    must(device_open(folder, STORE_WRITE, DEVICE_MAP_BYTES_DEFAULT, &device, &started_over, &why),
         folder, &why);
    must(started_over ? ERR_CORRUPT : OK, "the device store was set aside", NULL);
    must(txn_begin_write(device, &txn), "begin", NULL);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        enum err err = txn_del(txn, DEVICE_LIMITS, text_bytes(text_of(names[i])));
        must(err == ERR_NOT_FOUND ? OK : err, names[i], NULL);
    }
    must(txn_commit(txn), "commit", NULL);
    store_close(device);
}

static void say(const char *what, const char *more)
{
    printf("%s%s%s\n", what, more[0] ? " " : "", more);
    fflush(stdout);
}

static void write_letter(struct hand *hand, const char *text)
{
    const struct model *model = app_model(hand->app);

    tap(hand, TX_MAILBOX_TITLE);
    tap(hand, TX_WRITE_SECOND);
    tap(hand, TX_CATEGORY_0);
    type(hand, text);
    tap(hand, TX_NEXT_STEP);
    tap(hand, TX_NEXT_REVIEW);
    tap(hand, TX_SUBMIT);
    while (model->place.page != PAGE_RECEIPT || model->receipt.busy) {
        turn_or_give_up(hand, "the receipt");
    }
    turn(hand); /* now it is on the glass */
    say("receipt", model->receipt.digits);
}

static int write_command(const char *data, const char *text, int linger_ms)
{
    struct hand hand = {.until_ms = clock_ms(CLOCK_MONOTONIC) + PATIENCE_MS};
    struct complaint why = {""};
    const struct app_options options = {
        .data = data,
        .fonts = FONT_FOLDER,
        .diagonal_tenth_in = DIAGONAL_TENTH_IN,
        .first = place_of(PAGE_HOME, text_of("")),
        .staff_cost = {.ops = 1, .mem_kib = PASSWORD_MEM_KIB_MIN},
    };
    struct app_moment moment = moment_now();

    limits_forget(data);
    must(screen_open_memory(WIDTH, HEIGHT, &hand.screen), "screen", NULL);
    must(app_new(&options, hand.screen, &moment, &hand.app, &why), "app", &why);
    input_init(&hand.input);
    turn(&hand);
    if (text_equal(app_model(hand.app)->message, word(TX_SAY_KEPT_BEFORE))) {
        say("kept", "");
    }
    write_letter(&hand, text);
    for (int64_t end_ms = clock_ms(CLOCK_MONOTONIC) + linger_ms;
         clock_ms(CLOCK_MONOTONIC) < end_ms;) {
        usleep(TURN_MS * MS);
        turn(&hand);
    }
    app_free(hand.app);
    screen_close(hand.screen);
    return 0;
}

/* ---- the view ---- */

static void look_item(struct content *content, const struct content_item *item,
                      struct arena *objects)
{
    char hex[2 * HASH_BYTES + 1];
    struct complaint why = {""};
    struct entry entry;
    struct bytes object;

    must(entry_decode(item->entry, &entry), "an entry of the view", NULL);
    arena_reset(objects);
    must(content_object(content, &entry.hash, objects, &object), "an object of the view", NULL);
    must(entry_fits_object(&entry, object, &why), "an object of the view", &why);
    hex_format(bytes_of(entry.hash.b, sizeof entry.hash.b), hex);
    printf("%.*s %llu %s\n", TEXT_ARG(item->key), (unsigned long long)entry.version, hex);
}

/* The state before and after the list: an update between the two says nothing. */
static bool look(struct content *content, struct arena *arena, struct arena *objects,
                 struct content_item *items)
{
    char hex[2 * HASH_BYTES + 1];
    struct content_state before = {0}, after = {0};
    size_t count = 0;

    arena_reset(arena);
    enum err err = content_state(content, arena, &before);
    if (err == ERR_NOT_FOUND) {
        puts("at 0 -");
        return true;
    }
    must(err, "state", NULL);
    must(content_list(content, text_of(""), false, arena, items, LOOK_ITEMS_MAX, &count), "list",
         NULL);
    must(content_state(content, arena, &after), "state", NULL);
    if (before.seq != after.seq) {
        return false;
    }
    hex_format(bytes_of(before.tip.b, sizeof before.tip.b), hex);
    printf("at %llu %s\n", (unsigned long long)before.seq, hex);
    for (size_t i = 0; i < count; i++) {
        look_item(content, &items[i], objects);
    }
    return true;
}

static int look_command(const char *data)
{
    char folder[FILE_PATH_BYTES_MAX];
    struct complaint why = {""};
    struct content *content = NULL;
    struct arena arena, objects;
    struct content_item *items = calloc(LOOK_ITEMS_MAX, sizeof *items);

    must(items ? OK : ERR_NOMEM, "items", NULL);
    must(arena_init(&arena, LOOK_ARENA_BYTES), "arena", NULL);
    must(arena_init(&objects, OBJECT_ARENA_BYTES), "arena", NULL);
    must(path_join(folder, data, "content"), data, NULL);
    enum err err = content_open(folder, STORE_READ, CONTENT_MAP_BYTES_DEFAULT, &content, &why);
    if (err == ERR_NOT_FOUND) {
        puts("at 0 -");
    } else {
        must(err, folder, &why);
        while (!look(content, &arena, &objects, items)) {
        }
    }
    content_close(content);
    arena_deinit(&objects);
    arena_deinit(&arena);
    free(items);
    return 0;
}

int main(int argc, char **argv)
{
    log_open("crash_kiosk");
    umask(0007);
    must(seal_start(), "seal", NULL);
    if (argc == 5 && strcmp(argv[2], "write") == 0) {
        uint64_t linger_ms = 0;
        must(text_parse_uint(text_of(argv[4]), PATIENCE_MS, &linger_ms), "LINGER_MS", NULL);
        return write_command(argv[1], argv[3], (int)linger_ms);
    }
    if (argc == 3 && strcmp(argv[2], "look") == 0) {
        return look_command(argv[1]);
    }
    fprintf(stderr, "usage: crash_kiosk DATA write TEXT LINGER_MS | DATA look\n");
    return EXIT_USAGE;
}
