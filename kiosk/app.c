/* app.c - see app.h: time, idling, loading, the frame. */
#include "app_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "care.h"
#include "image.h"
#include "log.h"
#include "words.h"

#define BLACK 0xff000000U

enum {
    MS = 1000,
    MINUTE_S = 60,
    STACK_TRACE_BYTES = 384 * 1024,
    BLANK_STEP_PX = 24,      /* of the look at the picture, once a minute */
    BLANK_COMMANDS_MIN = 20, /* a page of ours has more; fewer may well be one colour */
    SIGHT_STRIPS = 5,        /* of the picture, that are compared with the display */
    SIGHT_STRIP_PX = 2,      /* high */
    SIGHT_REOPEN = 2,        /* looks in a row that failed: a new window */
};

/* ---- places ---- */

struct place *app_place(struct app *app)
{
    struct nav *nav = &app->secret->nav;
    return &nav->at[nav->count - 1].place;
}

static struct page_state *page_state_of(struct app *app)
{
    struct nav *nav = &app->secret->nav;
    return &nav->at[nav->count - 1].state;
}

static void arrive(struct app *app)
{
    app_hush(app);
    app->model->place = *app_place(app);
    app->model->message = (struct text){0};
    app->must_load = true;
    ui_reset(&app->ui);
}

void app_go(struct app *app, struct place place)
{
    struct nav *nav = &app->secret->nav;
    bool same_page = app_place(app)->page == place.page;

    if (!same_page && nav->count == NAV_MAX) { /* the oldest but home is forgotten */
        memmove(&nav->at[1], &nav->at[2], (NAV_MAX - 2) * sizeof nav->at[0]);
        nav->count--;
    }
    nav->count += same_page ? 0 : 1;
    memset(&nav->at[nav->count - 1], 0, sizeof nav->at[0]);
    nav->at[nav->count - 1].place = place;
    arrive(app);
}

void app_back(struct app *app)
{
    struct nav *nav = &app->secret->nav;

    if (nav->count > 1) {
        nav->count--;
        wipe(&nav->at[nav->count], sizeof nav->at[0]);
    } else {
        nav->at[0].place = place_of(PAGE_HOME, text_of(""));
    }
    arrive(app);
}

void app_home(struct app *app)
{
    struct nav *nav = &app->secret->nav;

    wipe(nav, sizeof *nav);
    nav->count = 1;
    nav->at[0].place = place_of(PAGE_HOME, text_of(""));
    arrive(app);
}

void app_say(struct app *app, struct text text)
{
    app->model->message = text;
}

/* ---- forgetting ---- */

/* What frames left behind on the stack below us. */
static __attribute__((noinline)) void wipe_stack(void)
{
    uint8_t below[STACK_TRACE_BYTES];
    wipe(below, sizeof below);
}

static void forget_drawn(struct app *app)
{
    render_forget(app->render);
    text_forget(app->text);
    wipe_stack();
}

static void fields_init(struct model *model);
static void search_fields_init(struct model *model);

void app_forget_resident(struct app *app)
{
    struct app_secret *secret = app->secret;

    wipe(&secret->model.draft, sizeof secret->model.draft);
    wipe(&secret->model.receipt, sizeof secret->model.receipt);
    wipe(secret->model.lookup_buffer, sizeof secret->model.lookup_buffer);
    wipe(&secret->model.search, sizeof secret->model.search);
    lookup_forget(&secret->lookup);
    submit_forget(&secret->submit);
    wipe(secret->answer_block, secret->answer_arena.used);
    arena_reset(&secret->answer_arena);
    fields_init(&secret->model);
    app->submit_wanted = false;
    if (app->engines) {
        input_engines_leave(app->engines);
    }
    app_hush(app);
    app_usual_volume(app);
    forget_drawn(app);
}

void app_forget_search(struct app *app)
{
    struct model *model = app->model;

    wipe(&model->search, sizeof model->search);
    wipe(model->lookup_buffer, sizeof model->lookup_buffer);
    search_fields_init(model);
}

void app_forget_staff(struct app *app)
{
    struct staff_room room = app_staff_room(app);

    staff_leave(&app->secret->staff, &room);
    if (app->engines) {
        input_engines_leave(app->engines);
    }
    forget_drawn(app);
}

struct staff_room app_staff_room(struct app *app)
{
    return (struct staff_room){.folder = &app->folder,
                               .snapshot = &app->snapshot,
                               .model = app->model,
                               .secret = &app->secret->staff_arena,
                               .clock = app->clock,
                               .raw_s = app->raw_s,
                               .cost = app->options.staff_cost};
}

void app_watch_child(struct app *app, const struct child *child)
{
    if (child->running && app->lookout && lookout_fd(app->lookout, child->fd)) {
        log_error("too many children are watched");
    }
}

/* ---- time ---- */

static void take_moment(struct app *app, const struct app_moment *moment)
{
    app->raw_s = moment->raw_ms / MS;
    app->raw_ms_part = moment->raw_ms % MS;
    app->boot_s = moment->boot_s;
}

static void judge_clock(struct app *app)
{
    const struct trust *trust = &app->folder.trust;
    bool ours = app->options.sets_clock;
    int64_t floor_s =
        !ours && trust->floor_s > app->options.floor_s ? trust->floor_s : app->options.floor_s;
    const struct clock_facts facts = {
        .raw_s = app->raw_s,
        .offset_s = ours && app->options.read_only ? 0 : trust->offset_s,
        .floor_s = floor_s,
        .signed_s = ours ? floor_s : trust->signed_s,
        .since_boot_s = app->boot_s,
        .floor_boot_s = app->floor_boot_s,
        .forced_doubtful = app->options.doubtful,
    };

    app->floor_s = floor_s;
    app->clock = clock_judge(&facts);
}

/* The floor rose while we ran: doubtful time goes on from there. */
static void note_floor(struct app *app, int64_t before_s)
{
    if (app->folder.trust.floor_s > before_s) {
        app->floor_boot_s = app->boot_s;
    }
}

static int64_t to_next_minute_ms(const struct app *app)
{
    int64_t second = app->clock.now_s % MINUTE_S;
    return (MINUTE_S - second) * MS - app->raw_ms_part;
}

/* ---- idling ---- */

static int64_t idle_limit_ms(const struct app *app)
{
    int64_t policy_s = (int64_t)app->snapshot.policy.idle_s;

    if (page_is_staff(app->model->place.page)) {
        return STAFF_IDLE_S * MS;
    }
    return (policy_s > IDLE_WARN_S ? policy_s : IDLE_S_DEFAULT) * MS;
}

static bool draft_is_empty(const struct draft *draft)
{
    return draft->category < 0 && draft->text.size == 0 && draft->name.size == 0 &&
           draft->phone.size == 0 && !panel_is_composing(&draft->panel);
}

/* Nothing on the glass that the next person should not find. */
static bool is_at_rest(const struct app *app)
{
    const struct model *model = app->model;

    bool home = model->place.page == PAGE_HOME && app->secret->nav.count == 1;

    return (home || model->place.page == PAGE_ATTRACT) && draft_is_empty(&model->draft) &&
           model->scale == app->options.scale && model->contrast == app->options.contrast &&
           model->low_reach == app->options.low_reach && model->message.size == 0;
}

static void idle_over(struct app *app)
{
    app_forget_staff(app);
    app_forget_resident(app);
    app->model->scale = app->options.scale;
    app->model->contrast = app->options.contrast;
    app->model->low_reach = app->options.low_reach;
    app->model->idle_left_ms = -1;
    app->must_theme = true;
    app_home(app);
}

/* Somebody began to write, thought better of it and went home: nothing is to be asked, but what the
 * engines hold of it goes, and their memory with it. */
static void engines_rest(struct app *app, bool untouched)
{
    if (untouched && app->engines && input_engines_child(app->engines) > 0) {
        input_engines_leave(app->engines);
    }
}

/* While the warning stands, only what it asks for counts. */
static void idle_step(struct app *app, const struct input *input)
{
    int64_t limit_ms = idle_limit_ms(app);

    if (app->options.read_only) {
        return;
    }
    if (app->touched_ms == 0 || (input->any && app->model->idle_left_ms < 0)) {
        app->touched_ms = input->now_ms;
    }
    app->model->idle_left_ms = -1;
    if (is_at_rest(app)) {
        engines_rest(app, input->now_ms - app->touched_ms >= limit_ms);
        return;
    }
    int64_t left_ms = app->touched_ms + limit_ms - input->now_ms;
    if (left_ms <= 0) {
        idle_over(app);
        app->touched_ms = input->now_ms;
    } else if (left_ms <= IDLE_WARN_S * MS) {
        app->model->idle_left_ms = left_ms;
    }
}

/* Nobody is there: slides go by until somebody is. */
static void attract_step(struct app *app, const struct input *input)
{
    int64_t rested_ms = input->now_ms - app->touched_ms;

    if (app->options.read_only || !app->model->site.has_content ||
        app->model->place.page != PAGE_HOME || !is_at_rest(app) || app->touched_ms == 0 ||
        rested_ms < (int64_t)ATTRACT_AFTER_S * MS) {
        return;
    }
    app_go(app, place_of(PAGE_ATTRACT, text_of("")));
}

/* Nothing reacts while the glass is wiped; then the home page comes back. */
static void cleaning_step(struct app *app, const struct input *input)
{
    if (app->model->place.page != PAGE_CLEANING) {
        return;
    }
    app->touched_ms = input->now_ms;
    app->model->cleaning_left_ms = app->cleaning_until_ms - input->now_ms;
    if (app->model->cleaning_left_ms <= 0) {
        app_home(app);
    }
}

static int64_t idle_timeout_ms(const struct app *app, int64_t now_ms)
{
    int64_t left_ms = app->touched_ms + idle_limit_ms(app) - now_ms;

    if (app->options.read_only || is_at_rest(app)) {
        return INT64_MAX;
    }
    if (left_ms > IDLE_WARN_S * MS) {
        return left_ms - IDLE_WARN_S * MS;
    }
    return left_ms % MS ? left_ms % MS : MS; /* the countdown shows seconds */
}

/* ---- care of the panel ---- */

static int minute_of_day(const struct app *app)
{
    struct civil_time time = civil_time_at(app->clock.now_s, app_offset_min(app));
    return time.hour * 60 + time.minute;
}

/* The screen rests when it is night, nobody is there and nothing urgent is said; the touch that
 * wakes it does nothing else. */
static void rest_step(struct app *app, struct input *input)
{
    const struct policy *policy = &app->snapshot.policy;
    bool was_dark = app->dark;
    int64_t untouched_ms = input->now_ms - app->touched_ms;

    app->dark = !app->options.read_only && !app->clock.doubtful && is_at_rest(app) &&
                app->model->emergency.key.size == 0 && untouched_ms >= idle_limit_ms(app) &&
                care_is_night(policy->dark_from_min, policy->dark_to_min, minute_of_day(app));
    if (was_dark && input->any) {
        app->touched_ms = input->now_ms;
        app->dark = false;
        if (app->model->place.page == PAGE_ATTRACT) {
            app_home(app);
        }
        input_begin(input, input->now_ms);
    }
}

/* Until the picture goes dark for the night, if it may now. */
static int64_t dark_timeout_ms(const struct app *app, int64_t now_ms)
{
    const struct policy *policy = &app->snapshot.policy;
    int64_t left_ms = app->touched_ms + idle_limit_ms(app) - now_ms;

    if (app->dark || app->options.read_only || left_ms < 0 || !is_at_rest(app) ||
        !care_is_night(policy->dark_from_min, policy->dark_to_min, minute_of_day(app))) {
        return INT64_MAX; /* the minute's turn will see */
    }
    return left_ms;
}

static void shift_step(struct app *app)
{
    struct care_shift shift = {0, 0};

    if (!app->options.read_only && is_at_rest(app)) { /* never under somebody's eyes */
        shift = care_shift_at(app->clock.now_s);
        render_set_shift(app->render, shift.x, shift.y);
    }
}

/* What was presented against what the display shows: another window above ours, a driver that
 * hangs, a server that lost our pixels. Painting anew helps with the last, a new window with the
 * others. False: it is painted anew, and not worth another look before that. */
static bool look_at_display(struct app *app)
{
    struct surface surface = screen_surface(app->screen);
    struct rect strips[SIGHT_STRIPS];
    bool shown = true;

    for (int i = 0; i < SIGHT_STRIPS; i++) {
        strips[i] = (struct rect){0, surface.h * (2 * i + 1) / (2 * SIGHT_STRIPS), surface.w,
                                  SIGHT_STRIP_PX};
    }
    if (screen_is_shown(app->screen, strips, SIGHT_STRIPS, &shown) || shown) {
        app->unshown_looks = 0;
        return true;
    }
    app->frozen++;
    app->unshown_looks++;
    log_error("the display shows another picture than was drawn (%" PRIu64 ")", app->frozen);
    render_repaint(app->render);
    if (app->unshown_looks >= SIGHT_REOPEN && !screen_reopen(app->screen)) {
        log_warn("a new window was opened");
        app->unshown_looks = 0;
        app->must_theme = true;
    }
    return false;
}

/* Before the next frame hides it: a picture of one colour where a page should be. Once a minute. */
static void look_at_picture(struct app *app)
{
    struct surface surface = screen_surface(app->screen);
    int64_t minute = app->clock.now_s / MINUTE_S;

    if (minute == app->looked_min || app->options.read_only || !surface.pixels) {
        return;
    }
    if (!render_settle(app->render, app->screen)) { /* nothing is shown yet, or it will be anew */
        return;
    }
    app->looked_min = minute;
    if (!look_at_display(app)) { /* a new window has other pixels than `surface` */
        return;
    }
    if (!app->dark && render_list(app->render)->command_count >= BLANK_COMMANDS_MIN &&
        care_is_blank(surface.pixels, surface.w, surface.h, surface.stride, BLANK_STEP_PX)) {
        log_error("the picture was blank; it is painted anew");
        render_repaint(app->render);
        app->blanks++;
    }
}

/* ---- what changed in the stores ---- */

static void take_news(struct app *app)
{
    struct data_news news;
    int64_t floor_s = app->folder.trust.floor_s;

    enum err err = data_folder_refresh(&app->folder, &news);
    if (err) {
        log_error("the data folder cannot be read: %s", err_name(err));
        return;
    }
    note_floor(app, floor_s);
    if (news.root || news.content) {
        snapshot_renew(&app->snapshot);
    }
    app->must_load = app->must_load || news.root || news.content || news.trust;
    app->must_fill = true; /* an acknowledgement may have come */
    judge_clock(app);
}

/* Readings that are stale once the place is left. */
static void load(struct app *app)
{
    struct staff_room room;

    if (app->must_load) {
        app->model->site.disk_full = !app->options.read_only && !submit_has_room(&app->folder);
        snapshot_load(&app->snapshot, &app->clock, app->model);
        app->model->site.idle_s = (unsigned)(idle_limit_ms(app) / MS);
        if (app->model->place.page == PAGE_STAFF_PIN) {
            room = app_staff_room(app);
            staff_list_people(&app->secret->staff, &room);
        }
    }
    if (app->must_load || app->must_fill) {
        app_fill(app);
    }
    app->must_load = app->must_fill = false;
}

/* ---- the frame ---- */

static void make_theme(struct app *app)
{
    struct surface surface = screen_surface(app->screen);
    const struct theme_options options = {
        .width_px = surface.w,
        .height_px = surface.h,
        .diagonal_tenth_in = app->options.diagonal_tenth_in,
        .scale = app->model->scale,
        .palette = app->model->contrast ? PALETTE_CONTRAST : PALETTE_WARM,
        .low_reach = app->model->low_reach,
    };

    theme_init(&app->theme, &options);
    app->must_theme = false;
}

static struct intent draw(struct app *app, struct input *input)
{
    bool presented = false;
    struct draw_list *list =
        render_begin(app->render, app->screen, app->dark ? BLACK : app->theme.color[COLOR_PAPER]);
    struct intent intent = {.kind = INTENT_NONE};

    ui_begin(&app->ui, list, input);
    if (!app->dark) {
        intent = page_frame(app->model->place.page, page_state_of(app), &app->ui, app->model);
    }
    ui_end(&app->ui);
    enum err err = render_end(app->render, app->screen, &presented);
    if (err) {
        log_error("page %s has more to show than a frame holds", page_name(app->model->place.page));
    }
    app->frames += presented ? 1 : 0;
    return intent;
}

/* The receipt is on the glass now: after a crash there is nothing left to tell. */
static void note_painted(struct app *app)
{
    if (app->receipt_unseen && app->model->place.page == PAGE_RECEIPT) {
        enum err err = submit_mark_shown(&app->folder);
        if (err) {
            log_warn("it could not be noted that a receipt was shown: %s", err_name(err));
        }
        app->receipt_unseen = false;
    }
}

/* The office hears what the resting board looks like. */
static void note_frame(struct app *app)
{
    if (!app->options.read_only && is_at_rest(app)) {
        frame_note_turn(&app->frame_note, app->folder.device, render_list(app->render),
                        app->clock.now_s, app->now_ms);
    }
}

/* A touch beside the buttons of the warning means "go on" too. */
static bool stays(const struct app *app, const struct input *input, const struct intent *intent)
{
    return app->model->idle_left_ms >= 0 && intent->kind == INTENT_NONE &&
           (input->released || input->key_count > 0 || input->text_size > 0);
}

bool app_turn(struct app *app, struct input *input, const struct app_moment *moment)
{
    bool doubtful = app->clock.doubtful;

    take_moment(app, moment);
    judge_clock(app);
    app->now_ms = input->now_ms;
    if (app->lookout && lookout_take(app->lookout)) {
        take_news(app);
    }
    if (snapshot_tick(&app->snapshot, &app->clock, app->model) || doubtful != app->clock.doubtful) {
        app->must_load = true;
    }
    bool changed = app_poll_children(app);
    cleaning_step(app, input);
    changed = app_aloud_turn(app, input) || changed;
    changed = app_print_turn(app) || changed;
    idle_step(app, input);
    attract_step(app, input);
    rest_step(app, input);
    shift_step(app);
    app_mounting_step(app);
    struct staff_room room = app_staff_room(app);
    staff_tick(&app->secret->staff, &room);
    if (input->resized || app->must_theme) {
        make_theme(app);
    }
    load(app);
    look_at_picture(app);
    struct intent intent = draw(app, input);
    note_painted(app);
    note_frame(app);
    if (stays(app, input, &intent)) {
        intent.kind = INTENT_STAY;
    }
    app_aloud_touched(app, input, &intent);
    app_mounting_act(app, &intent, input);
    changed = app_apply(app, &intent) || changed;
    changed = app_writing_turn(app) || changed || app->must_draw;
    app->must_draw = false;
    return changed || app->must_load || app->must_fill || app->must_theme;
}

int64_t app_timeout_ms(const struct app *app, int64_t now_ms, const struct app_moment *moment)
{
    int64_t due_ms = ui_timeout_ms(&app->ui, now_ms);
    int64_t passed_ms = moment->raw_ms - (app->raw_s * MS + app->raw_ms_part);
    int64_t minute_ms = to_next_minute_ms(app) - (passed_ms > 0 ? passed_ms : 0);
    int64_t idle_ms = idle_timeout_ms(app, now_ms), dark_ms = dark_timeout_ms(app, now_ms);

    idle_ms = dark_ms < idle_ms ? dark_ms : idle_ms;
    due_ms = due_ms < 0 ? INT64_MAX : due_ms;
    due_ms = minute_ms < due_ms ? minute_ms : due_ms;
    due_ms = idle_ms < due_ms ? idle_ms : due_ms;
    if (app->print.active) {
        due_ms = app->print.due_ms - now_ms < due_ms ? app->print.due_ms - now_ms : due_ms;
    }
    if (app->voice && voice_due_ms(app->voice) != INT64_MAX) {
        int64_t voice_ms = voice_due_ms(app->voice) - now_ms;
        due_ms = voice_ms < due_ms ? voice_ms : due_ms;
    }
    if (app->engines && input_engines_due_ms(app->engines) != INT64_MAX) {
        int64_t engine_ms = input_engines_due_ms(app->engines) - now_ms;
        due_ms = engine_ms < due_ms ? engine_ms : due_ms;
    }
    if ((app->model->staff.locked_s > 0 || app->model->place.page == PAGE_CLEANING ||
         app->panel_until_ms > 0) &&
        due_ms > MS) {
        due_ms = MS; /* the wait is counted down on the glass */
    }
    return due_ms < 0 ? 0 : due_ms;
}

/* ---- opening ---- */

static void search_fields_init(struct model *model)
{
    textfield_init(&model->lookup, model->lookup_buffer, RECEIPT_DIGITS);
    model->lookup.digits_only = true;
    model->lookup.chars_max = RECEIPT_DIGITS;
    textfield_init(&model->search.query, model->search.query_buffer,
                   sizeof model->search.query_buffer);
}

static void fields_init(struct model *model)
{
    struct draft *draft = &model->draft;

    draft->category = -1;
    textfield_init(&draft->text, draft->text_buffer, sizeof draft->text_buffer);
    draft->text.multiline = true;
    draft->text.chars_max = MODEL_LETTER_CHARS_MAX;
    draft->text.undo = &draft->text_undo;
    draft->writing = &draft->text;
    panel_init(&draft->panel);
    textfield_init(&draft->name, draft->name_buffer, sizeof draft->name_buffer);
    textfield_init(&draft->phone, draft->phone_buffer, sizeof draft->phone_buffer);
    search_fields_init(model);
}

static void staff_fields_init(struct model_staff *staff)
{
    textfield_init(&staff->secret, staff->secret_buffer, PASSWORD_BYTES_MAX);
    staff->secret.secret = true;
    for (int i = 0; i < BOOKS; i++) {
        entry_form_wipe(&staff->forms[i]);
    }
    textfield_init(&staff->answer, staff->answer_buffer, sizeof staff->answer_buffer);
    staff->answer.multiline = true;
    textfield_init(&staff->clock, staff->clock_buffer, 12);
    staff->clock.digits_only = true;
    staff->person = staff->letter = staff->entry = -1;
}

static enum err make_secret(struct app *app)
{
    struct app_secret *secret = secret_new(sizeof *secret);

    if (!secret) {
        return ERR_NOMEM;
    }
    app->secret = secret;
    app->model = &secret->model;
    arena_init_over(&secret->staff_arena, secret->staff_block, sizeof secret->staff_block);
    arena_init_over(&secret->answer_arena, secret->answer_block, sizeof secret->answer_block);
    arena_init_over(&secret->work_arena, secret->work_block, sizeof secret->work_block);
    app->model->idle_left_ms = -1;
    app->model->scale = app->options.scale;
    app->model->contrast = app->options.contrast;
    app->model->low_reach = app->options.low_reach;
    app_usual_volume(app);
    fields_init(app->model);
    staff_fields_init(&app->model->staff);
    secret->nav.count = 1;
    secret->nav.at[0].place = place_of(PAGE_HOME, text_of(""));
    if (app->options.first.page != PAGE_HOME) {
        secret->nav.count = 2;
        secret->nav.at[1].place = app->options.first;
    }
    app->model->place = *app_place(app);
    return OK;
}

static void handle_wake(void *data)
{
    screen_post(data);
}

static enum err open_parts(struct app *app, struct complaint *why)
{
    const struct text_options text = {.folder = app->options.fonts};

    enum err err = data_folder_open(&app->folder, app->options.data, app->options.read_only, why);
    if (!err) {
        err = snapshot_init(&app->snapshot, &app->folder);
    }
    if (!err) {
        err = text_open(&text, &app->text, why);
    }
    if (!err) {
        err = render_new(app->text, &app->render);
    }
    if (!err) {
        err = image_store_new(IMAGE_STORE_BYTES_DEFAULT, &app->images);
    }
    if (!err && !app->options.read_only && app->options.input_folder) {
        err =
            input_engines_new(app->options.input_folder, app->options.input_program, &app->engines);
    }
    if (!err) {
        err = app_print_open(app);
    }
    if (!err && !app->options.read_only && app->options.voice_program) {
        app->voice = voice_new(app->options.voice_program);
        err = app->voice ? OK : ERR_NOMEM;
    }
    if (!err && !app->options.read_only) {
        err = lookout_open(app->options.data, handle_wake, app->screen, &app->lookout, why);
    }
    return err ? err : make_secret(app);
}

/* Something was kept, and its writer never saw the receipt. */
static void tell_unshown(struct app *app)
{
    bool unshown = false;

    if (!submit_unshown(&app->folder, &unshown) && unshown) {
        app_say(app, word(TX_SAY_KEPT_BEFORE));
    }
}

enum err app_new(const struct app_options *options, struct screen *screen,
                 const struct app_moment *moment, struct app **out, struct complaint *why)
{
    struct app *app = calloc(1, sizeof *app);

    if (!app) {
        return ERR_NOMEM;
    }
    app->options = *options;
    app->screen = screen;
    enum err err = open_parts(app, why);
    if (err) {
        app_free(app);
        return err;
    }
    take_moment(app, moment);
    judge_clock(app);
    app->must_load = true;
    app_mounting_open(app);
    make_theme(app);
    ui_init(&app->ui, &app->theme, app->text);
    app->ui.images = app->images;
    tell_unshown(app);
    *out = app;
    return OK;
}

void app_free(struct app *app)
{
    if (!app) {
        return;
    }
    lookout_close(app->lookout);
    if (app->secret) {
        app_hush(app);
    }
    print_job_forget(&app->print);
    voice_free(app->voice);
    input_engines_free(app->engines);
    if (app->secret) {
        child_stop(&app->secret->submit.child);
        child_stop(&app->secret->lookup.child);
        child_stop(&app->secret->staff.child);
    }
    secret_free(app->secret, sizeof *app->secret);
    render_free(app->render);
    image_store_free(app->images);
    text_close(app->text);
    snapshot_deinit(&app->snapshot);
    data_folder_close(&app->folder);
    free(app);
}

bool app_has_ended(const struct app *app)
{
    return app->lookout && lookout_ended(app->lookout);
}

int app_offset_min(const struct app *app)
{
    return snapshot_offset_min(&app->snapshot);
}

const struct model *app_model(const struct app *app)
{
    return app->model;
}

const struct draw_list *app_draws(const struct app *app)
{
    return render_list(app->render);
}

bool app_is_dark(const struct app *app)
{
    return app->dark;
}

uint64_t app_blanks(const struct app *app)
{
    return app->blanks;
}

uint64_t app_frozen(const struct app *app)
{
    return app->frozen;
}

uint64_t app_frames(const struct app *app)
{
    return app->frames;
}
