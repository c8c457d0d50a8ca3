/* app_apply.c - what the page wants, done: the only place where intents change state. */
#include "app_parts.h"

#include <stdio.h>
#include <string.h>

#include "log.h"
#include "words.h"

/* ---- letters ---- */

static void prepare_receipt(struct app *app)
{
    struct submit *submit = &app->secret->submit;

    if (app->options.read_only || submit->ready || submit->child.running) {
        return;
    }
    enum err err = submit_prepare(submit, &app->folder);
    if (err && err != ERR_UNAVAILABLE) {
        log_error("no receipt can be prepared: %s", err_name(err));
    }
    app_watch_child(app, &submit->child);
}

static struct text call_words(struct app *app, enum word id)
{
    struct text phone = app->model->site.office_phone;

    return word_fill(&app->snapshot.page, id, phone.size ? phone : word(TX_SAY_THE_OFFICE));
}

static void say_not_kept(struct app *app, const struct submit_outcome *outcome)
{
    struct arena *arena = &app->snapshot.page;

    if (outcome->limited) {
        app_say(app,
                word_fill(arena, TX_SAY_TOO_MANY, word_number(arena, (outcome->wait_s + 59) / 60)));
    } else if (outcome->err == ERR_INVALID) {
        app_say(app, word(TX_SAY_WRITE_FIRST));
    } else if (outcome->err == ERR_UNAVAILABLE) {
        app_say(app, call_words(app, TX_SAY_NOT_ENROLLED));
    } else if (outcome->err == ERR_FULL) {
        app_say(app, call_words(app, TX_SAY_NOT_KEPT_FULL));
    } else {
        app_say(app, call_words(app, TX_SAY_NOT_KEPT));
    }
}

/* The letter is durable: its receipt takes the draft's place. */
static void show_receipt(struct app *app, const struct submit *used)
{
    struct app_secret *secret = app->secret;
    struct lookup found = {.known = true, .key = used->key, .loc = used->loc};

    memcpy(found.digits, used->digits, sizeof found.digits);
    app_forget_resident(app);
    secret->lookup = found;
    wipe(&found, sizeof found);
    app_home(app);
    secret->model.receipt.just_submitted = true;
    app->receipt_unseen = true;
    app_go(app, place_of(PAGE_RECEIPT, text_of(secret->lookup.digits)));
}

static void submit_now(struct app *app)
{
    struct app_secret *secret = app->secret;
    struct submit_outcome outcome = submit_letter(&secret->submit, &app->folder, &app->model->draft,
                                                  &app->clock, &secret->work_arena);

    app->submit_wanted = false;
    if (outcome.err) {
        say_not_kept(app, &outcome);
        return;
    }
    struct submit used = secret->submit;
    show_receipt(app, &used);
    wipe(&used, sizeof used);
}

static void submit_wish(struct app *app)
{
    prepare_receipt(app);
    if (app->secret->submit.child.running) {
        app->submit_wanted = true;
        app_say(app, word(TX_SAY_KEEPING));
        return;
    }
    submit_now(app);
}

static void look_up(struct app *app)
{
    struct app_secret *secret = app->secret;
    struct model_receipt *receipt = &app->model->receipt;
    struct text digits = textfield_text(&app->model->lookup);
    int64_t wait_s = 0;

    *receipt = (struct model_receipt){0};
    enum err err = lookup_start(&secret->lookup, &app->folder, digits, app->clock.now_s, &wait_s);
    if (!err) {
        app_watch_child(app, &secret->lookup.child);
        receipt->busy = true;
        app_go(app, place_of(PAGE_RECEIPT, digits));
        textfield_wipe(&app->model->lookup);
        return;
    }
    receipt->invalid = err == ERR_INVALID;
    receipt->limited = err == ERR_FULL && wait_s > 0;
    receipt->wait_s = wait_s;
    if (!receipt->invalid && !receipt->limited) {
        app_say(app, call_words(app, TX_SAY_CANNOT_LOOK_UP));
    }
}

static void retract(struct app *app)
{
    struct app_secret *secret = app->secret;
    struct lookup *lookup = &secret->lookup;

    app->model->receipt.retract_asked = false;
    if (!lookup->known || !app->model->receipt.can_retract) {
        return;
    }
    enum err err = submit_retract(&app->folder, text_of(lookup->digits), &lookup->loc, &app->clock,
                                  &secret->work_arena);
    if (err == ERR_DENIED) {
        app_say(app, word(TX_SAY_ANSWERED_ALREADY));
    } else if (err) {
        app_say(app, call_words(app, TX_SAY_NOT_KEPT));
    } else {
        lookup->retracted = true;
    }
    app->must_fill = true;
}

/* ---- going ---- */

/* What a letter already begun is about stays, unless it is begun anew from elsewhere. */
static void begin_letter(struct draft *draft, const struct place *place)
{
    if (place->arg[0] || textfield_text(&draft->text).size == 0) {
        memcpy(draft->about, place->arg, sizeof place->arg);
    }
    if (draft_is_opinion(draft) && draft->category < 0) {
        draft->category = TX_CATEGORY_4 - TX_CATEGORY_0; /* 居务公开 */
    }
}

static void go(struct app *app, const struct place *place)
{
    bool staff_page = page_is_staff(place->page);

    if (staff_page && !app->model->staff.in) {
        return; /* the way in is the held corner */
    }
    if (place->page == PAGE_WRITE) {
        begin_letter(&app->model->draft, place);
    }
    enum book book = place->page == PAGE_STAFF_BOOK ? book_of_name(text_of(place->arg)) : BOOKS;
    if (book != BOOKS) {
        struct staff_room room = app_staff_room(app);
        staff_open_book(&app->secret->staff, &room, book);
    }
    if (place->page == PAGE_LOOKUP) {
        textfield_wipe(&app->model->lookup);
        wipe(&app->model->receipt, sizeof app->model->receipt);
        lookup_forget(&app->secret->lookup);
    }
    app_go(app, *place);
    if (place->page == PAGE_WRITE || place->page == PAGE_CONTACT || place->page == PAGE_REVIEW) {
        prepare_receipt(app);
    }
}

static void end_sitting(struct app *app)
{
    app_forget_resident(app);
    app_home(app);
}

/* ---- staff ---- */

static void enter_staff(struct app *app)
{
    struct staff_room room;

    app_forget_resident(app); /* staff find nothing of what a resident left */
    app_home(app);
    app_go(app, place_of(PAGE_STAFF_PIN, text_of("")));
    room = app_staff_room(app);
    staff_enter(&app->secret->staff, &room);
}

static void leave_staff(struct app *app)
{
    app_forget_staff(app);
    app_home(app);
}

/* PIN or activation went through: the overview takes the PIN page's place. */
static void let_staff_in(struct app *app)
{
    struct text message = app->model->message;

    app_home(app);
    app_go(app, place_of(PAGE_STAFF, text_of("")));
    app_say(app, message);
}

static void staff_intent(struct app *app, const struct intent *intent)
{
    static void (*const acts[])(struct staff_mode *, struct staff_room *) = {
        [INTENT_STAFF_SECRET] = staff_secret_typed, [INTENT_VAULT_OPEN] = staff_open_vault,
        [INTENT_ENTRY_SAVE] = staff_save_entry,     [INTENT_ANSWER_SAVE] = staff_save_answer,
        [INTENT_CLOCK_SET] = staff_set_clock,
    };
    struct staff_mode *staff = &app->secret->staff;
    struct staff_room room = app_staff_room(app);

    app_say(app, (struct text){0});
    if (intent->kind == INTENT_STAFF_PERSON) {
        staff_choose(staff, &room, intent->value);
    } else {
        acts[intent->kind](staff, &room);
    }
    app->model->staff.busy = staff->child.running;
    app_watch_child(app, &staff->child);
    app->must_fill = intent->kind != INTENT_ANSWER_SAVE;
}

/* Which entry: the place says it for the way back, staff->entry for the page. */
static void open_entry(struct app *app, int64_t index)
{
    struct model_staff *staff = &app->model->staff;
    char arg[PLACE_ARG_BYTES_MAX];

    if (!staff->in || index < 0 || (size_t)index >= staff->entry_count) {
        return;
    }
    snprintf(arg, sizeof arg, "%s/%lld", kind_name(book_look(staff->entries_of)->kind),
             (long long)index);
    staff->entry = (int)index;
    staff->entry_saved = false;
    app_go(app, place_of(PAGE_STAFF_ENTRY, text_of(arg)));
}

/* The entry's page gives way to its book's, whose form now corrects it. */
static void correct_entry(struct app *app, bool yes)
{
    struct staff_mode *staff = &app->secret->staff;
    struct staff_room room = app_staff_room(app);
    const struct book_look *look = book_look(app->model->staff.entries_of);

    if (!yes) {
        staff_correct_not(staff, &room);
        return;
    }
    staff_correct_entry(staff, &room);
    app_back(app);
    if (app_place(app)->page != PAGE_STAFF_BOOK) { /* it was opened from the overview */
        app_go(app, place_of(PAGE_STAFF_BOOK, text_of(kind_name(look->kind))));
    }
}

static void list_entries(struct app *app, bool earlier)
{
    app->model->staff.earlier = earlier;
    app->must_fill = true;
}

static void open_letter(struct app *app, int64_t index)
{
    struct model_staff *staff = &app->model->staff;

    if (!staff->in || index < 0 || (size_t)index >= staff->letter_count) {
        return;
    }
    staff->letter = (int)index;
    textfield_wipe(&staff->answer);
    app_go(app, place_of(PAGE_STAFF_LETTER, text_of(staff->letters[index].id)));
}

/* Whoever wipes the glass leaves staff mode first. */
static void start_cleaning(struct app *app)
{
    leave_staff(app);
    app_go(app, place_of(PAGE_CLEANING, text_of("")));
    app->cleaning_until_ms = app->now_ms + (int64_t)CLEANING_S * 1000;
}

/* ---- all intents ---- */

static void next_scale(struct app *app)
{
    struct model *model = app->model;

    model->scale =
        model->scale == SCALE_XLARGE ? SCALE_STANDARD : (enum theme_scale)(model->scale + 1);
    app->must_theme = true;
}

/* One switch over all of them and no default: the compiler names the intent that was forgotten. */
bool app_apply(struct app *app, const struct intent *intent)
{
    struct model *model = app->model;

    switch (intent->kind) {
    case INTENT_NONE:
        return false;
    case INTENT_GO:
        go(app, &intent->place);
        break;
    case INTENT_BACK:
        app_back(app);
        break;
    case INTENT_HOME:
        app_forget_search(app);
        app_home(app);
        break;
    case INTENT_SCALE:
        next_scale(app);
        break;
    case INTENT_CONTRAST:
        model->contrast = !model->contrast;
        app->must_theme = true;
        break;
    case INTENT_LOW_REACH:
        model->low_reach = !model->low_reach;
        app->must_theme = true;
        break;
    case INTENT_STAY:
        app->touched_ms = app->now_ms;
        model->idle_left_ms = -1;
        break;
    case INTENT_DISCARD:
        if (model->staff.in) {
            leave_staff(app);
        }
        app->touched_ms = app->now_ms;
        model->idle_left_ms = -1;
        end_sitting(app);
        break;
    case INTENT_DONE:
        end_sitting(app);
        break;
    case INTENT_CATEGORY:
        model->draft.category = (int)intent->value;
        if (intent->value >= 0) { /* its sentences lie open first */
            model->draft.panel.category = (int)intent->value;
        }
        break;
    case INTENT_SUBMIT:
        submit_wish(app);
        break;
    case INTENT_SEARCH:
        app->must_load = true;
        break;
    case INTENT_LOOKUP:
        look_up(app);
        break;
    case INTENT_RETRACT_ASK:
        model->receipt.retract_asked = true;
        break;
    case INTENT_RETRACT_NO:
        model->receipt.retract_asked = false;
        break;
    case INTENT_RETRACT:
        retract(app);
        break;
    case INTENT_STAFF:
        enter_staff(app);
        break;
    case INTENT_STAFF_OUT:
        leave_staff(app);
        break;
    case INTENT_PANEL_TURN: /* done by app_mounting_act, which knows the touch */
    case INTENT_PANEL_AIM:
    case INTENT_PANEL_POINT:
    case INTENT_PANEL_KEEP:
    case INTENT_PANEL_UNDO:
        break;
    case INTENT_CLEAN:
        start_cleaning(app);
        break;
    case INTENT_ENTRY_OPEN:
        open_entry(app, intent->value);
        break;
    case INTENT_ENTRY_CORRECT:
        correct_entry(app, intent->value >= 0);
        break;
    case INTENT_ENTRIES:
        list_entries(app, intent->value == 1);
        break;
    case INTENT_LETTER_OPEN:
        open_letter(app, intent->value);
        break;
    case INTENT_SPEAK:
        app_speak(app, intent->value == 1);
        break;
    case INTENT_PRINT:
        app_print(app, intent->value);
        break;
    case INTENT_HUSH:
        app_hush(app);
        break;
    case INTENT_VOLUME:
        app_volume(app, intent->value);
        break;
    case INTENT_STAFF_PERSON:
    case INTENT_STAFF_SECRET:
    case INTENT_VAULT_OPEN:
    case INTENT_ENTRY_SAVE:
    case INTENT_ANSWER_SAVE:
    case INTENT_CLOCK_SET:
        staff_intent(app, intent);
        break;
    }
    return true;
}

/* ---- what children computed ---- */

static bool poll_submit(struct app *app)
{
    if (!app->secret->submit.child.running) {
        return false;
    }
    enum err err = submit_poll(&app->secret->submit);
    if (err == ERR_BUSY) {
        return false;
    }
    if (err) {
        log_error("a receipt could not be computed: %s", err_name(err));
    }
    if (app->submit_wanted) {
        submit_now(app);
    }
    return true;
}

static bool poll_lookup(struct app *app)
{
    if (!app->secret->lookup.child.running) {
        return false;
    }
    enum err err = lookup_poll(&app->secret->lookup);
    if (err == ERR_BUSY) {
        return false;
    }
    app->model->receipt.busy = false;
    if (err) {
        log_error("a receipt could not be looked up: %s", err_name(err));
        app->model->receipt.state = LETTER_UNKNOWN;
        app_say(app, call_words(app, TX_SAY_CANNOT_LOOK_UP));
    }
    app->must_fill = true;
    return true;
}

static bool poll_staff(struct app *app)
{
    struct staff_mode *staff = &app->secret->staff;
    struct staff_room room = app_staff_room(app);
    bool was_in = app->model->staff.in;

    if (!staff_poll(staff, &room)) {
        return false;
    }
    app_watch_child(app, &staff->child);
    if (!was_in && app->model->staff.in) {
        let_staff_in(app);
    }
    app->must_fill = app->model->place.page != PAGE_STAFF_LETTER;
    return true;
}

bool app_poll_children(struct app *app)
{
    bool changed = poll_submit(app);
    changed = poll_lookup(app) || changed;
    return poll_staff(app) || changed;
}

/* ---- filling ---- */

static void fill_receipt(struct app *app)
{
    struct app_secret *secret = app->secret;
    struct lookup *lookup = &secret->lookup;
    struct text digits = text_of(app_place(app)->arg);

    if (app->options.read_only && !lookup->known &&
        lookup_now(lookup, &app->folder, digits) == ERR_INVALID) {
        app->model->receipt = (struct model_receipt){.invalid = true};
        text_copy(digits, app->model->receipt.digits, sizeof app->model->receipt.digits);
    }
    if (!lookup->known) {
        return;
    }
    wipe(secret->answer_block, secret->answer_arena.used);
    arena_reset(&secret->answer_arena);
    lookup_fill(lookup, &app->snapshot, &secret->answer_arena, &app->model->receipt);
}

void app_fill(struct app *app)
{
    struct staff_mode *staff = &app->secret->staff;
    struct staff_room room = app_staff_room(app);
    enum page_id page = app->model->place.page;

    if (page == PAGE_RECEIPT) {
        fill_receipt(app);
    } else if (page == PAGE_STAFF) {
        staff_fill_overview(staff, &room);
    } else if (page == PAGE_STAFF_BOOK || page == PAGE_STAFF_ENTRY) {
        staff_fill_book(staff, &room);
    } else if (page == PAGE_STAFF_LETTERS) {
        staff_fill_letters(staff, &room);
    }
}
