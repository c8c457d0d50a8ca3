/* app_mounting.c - the panel's turn and its touches, tried before they are kept. */
#include "app_parts.h"

#include "log.h"

enum { MS = 1000 };

static struct model_panel *shown(struct app *app)
{
    return &app->model->staff.panel;
}

void app_mounting_open(struct app *app)
{
    app->panel = app->options.read_only ? mounting_none() : mounting_read(app->folder.device);
    app->panel_kept = app->panel;
    mounting_apply(&app->panel, app->screen);
}

static void show_target(struct app *app)
{
    struct touch_place target = mounting_target((size_t)shown(app)->aim);

    shown(app)->target_x = target.x;
    shown(app)->target_y = target.y;
}

static void apply(struct app *app)
{
    mounting_apply(&app->panel, app->screen);
    app->must_theme = true;
}

/* As it was before anything was tried. */
static void go_back(struct app *app, enum panel_said said)
{
    *shown(app) = (struct model_panel){.said = said};
    app->panel = app->panel_kept;
    app->panel_until_ms = 0;
    apply(app);
}

static void try_out(struct app *app, bool turned)
{
    *shown(app) = (struct model_panel){
        .trying = true, .turned = turned, .left_ms = (int64_t)MOUNTING_TRY_S * MS};
    app->panel_until_ms = app->now_ms + (int64_t)MOUNTING_TRY_S * MS;
    apply(app);
}

static void turn(struct app *app)
{
    app->panel.turn = (enum turn)((app->panel.turn + 1) % TURNS);
    try_out(app, true);
}

/* Felt as the panel itself feels it: what is tried counts only once it is kept. */
static void aim(struct app *app)
{
    if (shown(app)->trying) {
        go_back(app, PANEL_SAID_NOTHING);
    }
    *shown(app) = (struct model_panel){.aiming = true, .left_ms = (int64_t)MOUNTING_AIM_S * MS};
    app->panel_until_ms = app->now_ms + (int64_t)MOUNTING_AIM_S * MS;
    show_target(app);
}

static void aimed(struct app *app)
{
    struct touch_map map;
    bool mouse = app->felt_mouse[0];

    for (size_t i = 1; i < MOUNTING_AIMS; i++) {
        if (app->felt_mouse[i] != mouse) { /* two kinds of touches are two panels */
            go_back(app, PANEL_SAID_ASTRAY);
            return;
        }
    }
    if (mounting_fit(app->panel.turn, app->felt, &map) != TOUCH_FITS) {
        go_back(app, PANEL_SAID_ASTRAY);
        return;
    }
    *(mouse ? &app->panel.mouse : &app->panel.finger) = map;
    try_out(app, false);
}

static void point(struct app *app, const struct input *input)
{
    int n = shown(app)->aim;

    if (!shown(app)->aiming || n < 0 || n >= MOUNTING_AIMS) {
        return;
    }
    app->felt[n] = (struct touch_place){input->felt.x, input->felt.y};
    app->felt_mouse[n] = input->felt.mouse;
    app->panel_until_ms = app->now_ms + (int64_t)MOUNTING_AIM_S * MS;
    shown(app)->aim = n + 1;
    if (n + 1 == MOUNTING_AIMS) {
        aimed(app);
    } else {
        show_target(app);
    }
}

static void keep(struct app *app)
{
    struct txn *txn = NULL;

    if (!shown(app)->trying) {
        return;
    }
    enum err err = txn_begin_write(app->folder.device, &txn);
    if (!err) {
        err = mounting_write(txn, &app->panel);
        if (err) {
            txn_abort(txn);
        } else {
            err = txn_commit(txn);
        }
    }
    if (err) {
        log_error("the panel's settings cannot be kept: %s", err_name(err));
        go_back(app, PANEL_SAID_DISK);
        return;
    }
    log_info("the panel: turn %d, touches set anew", (int)app->panel.turn);
    app->panel_kept = app->panel;
    app->panel_until_ms = 0;
    *shown(app) = (struct model_panel){.said = PANEL_SAID_KEPT};
}

void app_mounting_act(struct app *app, const struct intent *intent, const struct input *input)
{
    if (!app->model->staff.in || app->options.read_only) {
        return;
    }
    if (intent->kind == INTENT_PANEL_TURN) {
        turn(app);
    } else if (intent->kind == INTENT_PANEL_AIM) {
        aim(app);
    } else if (intent->kind == INTENT_PANEL_POINT) {
        point(app, input);
    } else if (intent->kind == INTENT_PANEL_KEEP) {
        keep(app);
    } else if (intent->kind == INTENT_PANEL_UNDO) {
        go_back(app, PANEL_SAID_BACK);
    }
}

void app_mounting_step(struct app *app)
{
    if (app->panel_until_ms == 0) {
        if (app->model->place.page != PAGE_STAFF_PANEL) {
            shown(app)->said = PANEL_SAID_NOTHING;
        }
        return;
    }
    shown(app)->left_ms = app->panel_until_ms - app->now_ms;
    if (app->model->place.page != PAGE_STAFF_PANEL || !app->model->staff.in ||
        shown(app)->left_ms <= 0) {
        go_back(app, PANEL_SAID_BACK);
    }
}
