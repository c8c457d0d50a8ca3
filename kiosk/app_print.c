/* app_print.c - between a page that can be printed and the program that prints it. */
#include "app_parts.h"

#include "log.h"
#include "paper_slip.h"
#include "words.h"

enum { SLIP_ROOM_BYTES = 512 * 1024 /* of one slip, there only while it is made */ };

static struct text print_words(struct app *app, enum print_state state)
{
    static const enum word words[] = {
        [PRINT_SENT] = TX_PRINTING,         [PRINT_DONE] = TX_PRINT_DONE,
        [PRINT_NO_PAPER] = TX_PRINT_PAPER,  [PRINT_JAM] = TX_PRINT_JAM,
        [PRINT_OPEN] = TX_PRINT_OPEN,       [PRINT_OFFLINE] = TX_PRINT_OFFLINE,
        [PRINT_STOPPED] = TX_PRINT_STOPPED, [PRINT_WAITS] = TX_PRINT_STOPPED,
        [PRINT_BUSY] = TX_PRINT_BUSY,       [PRINT_NO_PRINTER] = TX_PRINT_OFFLINE,
        [PRINT_FAILED] = TX_PRINT_FAILED,
    };
    bool lasts = print_state_is_last(state) && state != PRINT_DONE;

    return app->print_private && lasts ? word(TX_PRINT_COPY) : word(words[state]);
}

static enum err write_slip(struct app *app, enum paper_part part, struct arena *arena,
                           struct bytes *bytes)
{
    struct slip slip;

    enum err err = paper_write(app->model, part, arena, &slip);
    if (!err) {
        app->print_private = slip.is_private;
        err = slip_encode(&slip, arena, bytes);
    }
    return err;
}

void app_print(struct app *app, int64_t part)
{
    const struct app_options *options = &app->options;
    char *const arguments[] = {app->print_program, app->printer, app->paper, app->print_fonts,
                               NULL};
    struct arena arena;
    struct bytes bytes;

    if (!options->print_program || app->print.active || part < PAPER_PAGE || part > PAPER_ANSWER) {
        return;
    }
    void *room = secret_new(SLIP_ROOM_BYTES);
    if (!room) {
        app_say(app, word(TX_PRINT_FAILED));
        return;
    }
    arena_init_over(&arena, room, SLIP_ROOM_BYTES);
    enum err err = write_slip(app, (enum paper_part)part, &arena, &bytes);
    if (!err) {
        err = print_job_start(&app->print, arguments, bytes, app->now_ms);
    }
    secret_free(room, SLIP_ROOM_BYTES);
    if (err) {
        log_error("nothing is printed: %s", err_name(err));
        app_say(app, word(TX_PRINT_FAILED));
        return;
    }
    app_say(app, word(TX_PRINTING));
}

bool app_print_turn(struct app *app)
{
    struct model_print *print = &app->model->print;

    print->available = app->options.print_program != NULL;
    bool changed = app->print.active && print_job_turn(&app->print, app->now_ms);
    if (changed && app->print.has_state) {
        app_say(app, print_words(app, app->print.state));
    }
    print->busy = app->print.active;
    int fd = print_job_fd(&app->print);
    if (fd >= 0 && app->lookout && lookout_fd(app->lookout, fd)) {
        log_error("too many children are watched");
    }
    return false; /* drawn in this turn */
}

enum err app_print_open(struct app *app)
{
    const struct app_options *options = &app->options;

    print_job_init(&app->print);
    if (!options->print_program) {
        return OK;
    }
    text_copy(text_of(options->print_program), app->print_program, sizeof app->print_program);
    text_copy(text_of(options->printer), app->printer, sizeof app->printer);
    text_copy(text_of(options->paper), app->paper, sizeof app->paper);
    text_copy(text_of(options->fonts), app->print_fonts, sizeof app->print_fonts);
    return OK;
}
