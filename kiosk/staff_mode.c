/* staff_mode.c - see staff_mode.h: who comes in, and the vault's lock. */
#include "staff_mode.h"

#include <stdio.h>
#include <string.h>

#include "audit.h"
#include "limit.h"
#include "log.h"
#include "outbox.h"
#include "random.h"
#include "staff_parts.h"
#include "utf8.h"
#include "vault.h"
#include "words.h"

static const struct limit codes = {"staff-codes", STAFF_CODE_BURST, STAFF_CODE_BACK_S};

void staff_say(struct staff_room *room, enum word id)
{
    room->model->message = word(id);
}

enum err staff_audit(struct txn *txn, const struct staff_mode *mode, const struct staff_room *room,
                     const char *act)
{
    char line[AUDIT_LINE_BYTES_MAX];

    snprintf(line, sizeof line, "%s %s", mode->id, act);
    return audit_add(txn, room->clock.now_s, text_of(line));
}

enum err staff_begin(struct staff_mode *mode, enum staff_work work, struct child_job *job)
{
    enum err err = child_start(&mode->child, job);

    if (!err) {
        mode->work = work;
    }
    return err;
}

enum err staff_end(struct staff_room *room, struct txn *txn, enum err err)
{
    if (err) {
        txn_abort(txn);
    } else {
        err = txn_commit(txn);
    }
    if (err) {
        log_error("staff mode could not save: %s", err_name(err));
        staff_say(room, TX_SAY_NOT_SAVED);
    }
    return err;
}

int64_t staff_lock_s(uint32_t failures)
{
    static const int64_t waits_s[] = {30, 60, 300, 900, 900, 900, 900};
    enum { WAITS = sizeof waits_s / sizeof waits_s[0] };

    if (failures < STAFF_FREE_TRIES) {
        return 0;
    }
    uint32_t step = failures - STAFF_FREE_TRIES;
    return step < WAITS ? waits_s[step] : STAFF_LOCK_S_MAX;
}

/* ---- who ---- */

static const struct person *person_at(const struct staff_room *room, int64_t index)
{
    return index >= 0 && (size_t)index < room->snapshot->people_count
               ? &room->snapshot->people[index]
               : NULL;
}

static void activation_name(const char *id, char to[STAFF_ID_BYTES_MAX + 16])
{
    snprintf(to, STAFF_ID_BYTES_MAX + 16, "activated-%s", id);
}

/* Which activation the PIN belongs to: a new code from the office asks for a new PIN. */
static uint64_t activation_number(const struct person *person)
{
    return person->activation_hash.size >= 8 ? be64_get(person->activation_hash.data) | 1 : 1;
}

static bool is_active(struct txn *txn, const struct person *person, struct staff *record)
{
    char id[STAFF_ID_BYTES_MAX + 1], name[STAFF_ID_BYTES_MAX + 16];
    uint64_t number;

    text_copy(person->id, id, sizeof id);
    activation_name(id, name);
    return !staff_get(txn, id, record) && !txn_get_number(txn, DEVICE_META, name, &number) &&
           number == activation_number(person);
}

void staff_list_people(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;
    struct staff record;
    struct txn *txn = NULL;
    (void)mode;

    if (!room->folder->device || txn_begin_read(room->folder->device, &txn)) {
        return;
    }
    for (size_t i = 0; i < staff->people_count; i++) {
        staff->people[i].active = is_active(txn, &room->snapshot->people[i], &record);
    }
    wipe(&record, sizeof record);
    txn_abort(txn);
}

static void clear_secret(struct staff_room *room, size_t chars_max, bool digits_only)
{
    struct textfield *secret = &room->model->staff.secret;

    textfield_wipe(secret);
    secret->chars_max = chars_max;
    secret->digits_only = digits_only;
    secret->secret = true;
}

/* The PIN page asks for this next. */
static void ask(struct staff_room *room, int step)
{
    enum { CODE, PIN, PIN_AGAIN };

    room->model->staff.activation_step = step;
    if (step == CODE) {
        clear_secret(room, STAFF_CODE_DIGITS, true);
    } else if (step == PIN || step == PIN_AGAIN) {
        clear_secret(room, STAFF_PIN_DIGITS, true);
    } else {
        clear_secret(room, PASSWORD_BYTES_MAX, false);
    }
}

static void forget_person(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;

    child_stop(&mode->child);
    wipe(mode, sizeof *mode);
    staff->person = -1;
    staff->activating = staff->busy = staff->wrong = staff->in = staff->vault_open = false;
    staff->activation_step = 0;
    staff->locked_s = 0;
    staff->tries_left = STAFF_FREE_TRIES;
    staff->name = (struct text){0};
    clear_secret(room, STAFF_PIN_DIGITS, true);
}

void staff_enter(struct staff_mode *mode, struct staff_room *room)
{
    forget_person(mode, room);
    staff_list_people(mode, room);
}

static void show_lock(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;
    int64_t left_s = mode->locked_until_s - room->clock.now_s;
    uint32_t failures = mode->record.failures;

    staff->locked_s = left_s > 0 ? left_s : 0;
    staff->tries_left = failures < STAFF_FREE_TRIES ? (int)(STAFF_FREE_TRIES - failures) : 1;
}

void staff_tick(struct staff_mode *mode, struct staff_room *room)
{
    if (mode->locked_until_s) {
        show_lock(mode, room);
    }
}

void staff_choose(struct staff_mode *mode, struct staff_room *room, int64_t index)
{
    struct model_staff *staff = &room->model->staff;
    const struct person *person = person_at(room, index);
    struct txn *txn = NULL;

    if (!person || staff->in || !room->folder->device) {
        return;
    }
    forget_person(mode, room);
    staff->person = (int)index;
    text_copy(person->id, mode->id, sizeof mode->id);
    text_copy(person->name, mode->name, sizeof mode->name);
    if (txn_begin_read(room->folder->device, &txn)) {
        staff_say(room, TX_SAY_NOT_SAVED);
        return;
    }
    staff->activating = !is_active(txn, person, &mode->record);
    struct box_public vault;
    mode->makes_vault = staff->activating && vault_public(txn, &vault) == ERR_NOT_FOUND;
    txn_abort(txn);
    mode->locked_until_s = mode->record.locked_until_s;
    if (staff->activating) {
        ask(room, 0);
    }
    show_lock(mode, room);
}

/* ---- the PIN ---- */

/* Counts a try before it is computed. ERR_BUSY: still locked. */
static enum err count_try(struct staff_mode *mode, struct staff_room *room)
{
    struct txn *txn = NULL;
    int64_t now_s = room->clock.now_s;

    enum err err = txn_begin_write(room->folder->device, &txn);
    if (!err) {
        err = staff_get(txn, mode->id, &mode->record);
    }
    if (!err && mode->record.locked_until_s > now_s) {
        txn_abort(txn);
        mode->locked_until_s = mode->record.locked_until_s;
        return ERR_BUSY;
    }
    if (!err) {
        mode->record.failures++;
        int64_t wait_s = staff_lock_s(mode->record.failures);
        mode->record.locked_until_s = wait_s ? now_s + wait_s : 0;
        err = staff_put(txn, &mode->record);
    }
    return staff_end(room, txn, err);
}

static struct child_job password_job(struct text words, const uint8_t salt[PASSWORD_SALT_BYTES],
                                     struct password_cost cost)
{
    struct child_job job = {.work = CHILD_PASSWORD, .cost = cost};

    child_job_words(&job, words);
    memcpy(job.salt, salt, sizeof job.salt);
    return job;
}

static void check_pin(struct staff_mode *mode, struct staff_room *room)
{
    struct text typed = textfield_text(&room->model->staff.secret);

    enum err err = count_try(mode, room);
    if (err) {
        show_lock(mode, room);
        clear_secret(room, STAFF_PIN_DIGITS, true);
        return;
    }
    struct child_job job = password_job(typed, mode->record.pin_salt, mode->record.pin_cost);
    clear_secret(room, STAFF_PIN_DIGITS, true);
    if (staff_begin(mode, STAFF_CHECK_PIN, &job)) {
        staff_say(room, TX_SAY_NOT_SAVED);
    }
}

static void let_in(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;

    mode->locked_until_s = 0;
    staff->wrong = false;
    staff->in = true;
    staff->activating = false;
    staff->name = text_of(mode->name);
    staff->locked_s = 0;
    clear_secret(room, PASSWORD_BYTES_MAX, false); /* next: the vault's passphrase */
}

static void pin_checked(struct staff_mode *mode, struct staff_room *room,
                        const struct child_answer *answer)
{
    struct model_staff *staff = &room->model->staff;
    bool right = !answer->err && shared_key_equal(&answer->key, &mode->record.pin_check);
    struct txn *txn = NULL;

    enum err err = txn_begin_write(room->folder->device, &txn);
    if (right) {
        mode->record.failures = 0;
        mode->record.locked_until_s = 0;
    }
    if (!err && right) {
        err = staff_put(txn, &mode->record);
    }
    if (!err) {
        err = staff_audit(txn, mode, room, right ? "in" : "wrong PIN");
    }
    if (staff_end(room, txn, err)) {
        return;
    }
    if (right) {
        let_in(mode, room);
        return;
    }
    staff->wrong = true;
    mode->locked_until_s = mode->record.locked_until_s;
    show_lock(mode, room);
}

/* ---- first use ---- */

static bool take_code_limit(struct staff_mode *mode, struct staff_room *room)
{
    struct txn *txn = NULL;
    int64_t wait_s = 0;

    enum err err = txn_begin_write(room->folder->device, &txn);
    if (!err) {
        err = limit_take(txn, &codes, room->clock.now_s, &wait_s);
    }
    if (err == ERR_FULL && wait_s > 0) {
        txn_abort(txn);
        mode->locked_until_s = room->clock.now_s + wait_s;
        show_lock(mode, room);
        return false;
    }
    return !staff_end(room, txn, err);
}

static void check_code(struct staff_mode *mode, struct staff_room *room)
{
    const struct person *person = person_at(room, room->model->staff.person);
    struct text typed = text_trim(textfield_text(&room->model->staff.secret));

    if (!person || person->activation_salt.size != PASSWORD_SALT_BYTES ||
        !take_code_limit(mode, room)) {
        ask(room, 0);
        return;
    }
    struct child_job job =
        password_job(typed, person->activation_salt.data, room->folder->root.receipt_cost);
    ask(room, 0);
    if (staff_begin(mode, STAFF_CHECK_CODE, &job)) {
        staff_say(room, TX_SAY_NOT_SAVED);
    }
}

static void code_checked(struct staff_mode *mode, struct staff_room *room,
                         const struct child_answer *answer)
{
    const struct person *person = person_at(room, room->model->staff.person);
    struct shared_key expected;

    bool right = person && !answer->err && person->activation_hash.size == sizeof expected.b;
    if (right) {
        memcpy(expected.b, person->activation_hash.data, sizeof expected.b);
        right = shared_key_equal(&answer->key, &expected);
    }
    room->model->staff.wrong = !right;
    mode->locked_until_s = 0;
    ask(room, right ? 1 : 0);
}

static void pin_typed(struct staff_mode *mode, struct staff_room *room)
{
    struct text typed = textfield_text(&room->model->staff.secret);

    if (typed.size != STAFF_PIN_DIGITS) {
        staff_say(room, TX_SAY_PIN_SIX);
        ask(room, 1);
        return;
    }
    text_copy(typed, mode->pin, sizeof mode->pin);
    ask(room, 2);
}

static void make_pin(struct staff_mode *mode, struct staff_room *room)
{
    random_fill(mode->record.pin_salt, sizeof mode->record.pin_salt);
    mode->record.pin_cost = room->cost;
    struct child_job job =
        password_job(text_of(mode->pin), mode->record.pin_salt, mode->record.pin_cost);
    wipe(mode->pin, sizeof mode->pin);
    if (staff_begin(mode, STAFF_MAKE_PIN, &job)) {
        staff_say(room, TX_SAY_NOT_SAVED);
    }
}

static void pin_again(struct staff_mode *mode, struct staff_room *room)
{
    struct text typed = textfield_text(&room->model->staff.secret);

    if (!text_is(typed, mode->pin)) {
        room->model->staff.wrong = true;
        staff_say(room, TX_SAY_PIN_DIFFERS);
        wipe(mode->pin, sizeof mode->pin);
        ask(room, 1);
        return;
    }
    if (mode->makes_vault) {
        ask(room, 3);
        return;
    }
    ask(room, 2);
    make_pin(mode, room);
}

static void passphrase_typed(struct staff_mode *mode, struct staff_room *room)
{
    struct text typed = textfield_text(&room->model->staff.secret);

    if (utf8_count(typed) < PASSPHRASE_CHARS_MIN || typed.size > PASSWORD_BYTES_MAX) {
        staff_say(room, TX_SAY_PASSPHRASE_SHORT);
        ask(room, 3);
        return;
    }
    text_copy(typed, mode->passphrase, sizeof mode->passphrase);
    ask(room, 4);
}

static void passphrase_again(struct staff_mode *mode, struct staff_room *room)
{
    struct text typed = textfield_text(&room->model->staff.secret);

    if (!text_is(typed, mode->passphrase)) {
        room->model->staff.wrong = true;
        staff_say(room, TX_SAY_PIN_DIFFERS);
        wipe(mode->passphrase, sizeof mode->passphrase);
        ask(room, 3);
        return;
    }
    ask(room, 4);
    make_pin(mode, room);
}

/* Everything is computed: the person, and with the first one the vault. */
static void activate(struct staff_mode *mode, struct staff_room *room,
                     const struct box_public *vault)
{
    const struct person *person = person_at(room, room->model->staff.person);
    char name[STAFF_ID_BYTES_MAX + 16];
    struct txn *txn = NULL;

    enum err err = person ? txn_begin_write(room->folder->device, &txn) : ERR_NOT_FOUND;
    if (!err && vault) {
        err = vault_set_public(txn, vault);
    }
    if (!err) {
        err = staff_put(txn, &mode->record);
    }
    activation_name(mode->id, name);
    if (!err) {
        err = txn_put_number(txn, DEVICE_META, name, activation_number(person));
    }
    if (!err) {
        err = staff_audit(txn, mode, room, vault ? "activated, vault made" : "activated");
    }
    if (staff_end(room, txn, err)) {
        return;
    }
    let_in(mode, room);
    room->model->staff.vault_open = mode->vault_open = vault != NULL;
    if (!vault && !mode->record.has_vault) {
        staff_say(room, TX_SAY_VAULT_BY_COLLEAGUE);
    }
}

static void pin_made(struct staff_mode *mode, struct staff_room *room,
                     const struct child_answer *answer)
{
    struct staff *record = &mode->record;

    if (answer->err) {
        staff_say(room, TX_SAY_NOT_SAVED);
        return;
    }
    memcpy(record->id, mode->id, sizeof record->id);
    record->pin_check = answer->key;
    record->failures = 0;
    record->locked_until_s = 0;
    if (!mode->makes_vault) {
        activate(mode, room, NULL);
        return;
    }
    random_fill(record->vault_salt, sizeof record->vault_salt);
    record->vault_cost = room->cost;
    struct child_job job =
        password_job(text_of(mode->passphrase), record->vault_salt, record->vault_cost);
    wipe(mode->passphrase, sizeof mode->passphrase);
    if (staff_begin(mode, STAFF_MAKE_VAULT, &job)) {
        staff_say(room, TX_SAY_NOT_SAVED);
    }
}

static void vault_made(struct staff_mode *mode, struct staff_room *room,
                       const struct child_answer *answer)
{
    struct box_public vault;
    struct bytes wrapped;
    size_t mark = arena_mark(room->secret);

    box_keypair(&vault, &mode->vault);
    enum err err = answer->err;
    if (!err) {
        err = shared_seal(&answer->key, bytes_of(mode->vault.b, sizeof mode->vault.b), room->secret,
                          &wrapped);
    }
    if (!err && wrapped.size == sizeof mode->record.vault_wrapped) {
        memcpy(mode->record.vault_wrapped, wrapped.data, wrapped.size);
        mode->record.has_vault = true;
        activate(mode, room, &vault);
    } else {
        staff_say(room, TX_SAY_NOT_SAVED);
    }
    arena_rewind(room->secret, mark);
}

/* ---- the vault ---- */

void staff_open_vault(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;
    struct text typed = textfield_text(&staff->secret);

    if (!staff->in || mode->child.running || typed.size == 0) {
        return;
    }
    if (!mode->record.has_vault) {
        staff_say(room, TX_SAY_VAULT_BY_COLLEAGUE);
    } else if (take_code_limit(mode, room)) {
        struct child_job job =
            password_job(typed, mode->record.vault_salt, mode->record.vault_cost);
        if (staff_begin(mode, STAFF_OPEN_VAULT, &job)) {
            staff_say(room, TX_SAY_NOT_SAVED);
        }
    }
    clear_secret(room, PASSWORD_BYTES_MAX, false);
}

static void vault_opened(struct staff_mode *mode, struct staff_room *room,
                         const struct child_answer *answer)
{
    struct model_staff *staff = &room->model->staff;
    struct bytes wrapped = bytes_of(mode->record.vault_wrapped, sizeof mode->record.vault_wrapped);
    struct bytes plain;
    struct txn *txn = NULL;
    size_t mark = arena_mark(room->secret);

    bool opened = !answer->err && !shared_open(&answer->key, wrapped, room->secret, &plain) &&
                  plain.size == sizeof mode->vault.b;
    if (opened) {
        memcpy(mode->vault.b, plain.data, plain.size);
    }
    wipe(room->secret->base + mark, room->secret->used - mark);
    arena_rewind(room->secret, mark);
    staff->wrong = !opened;
    staff->vault_open = mode->vault_open = opened;
    mode->locked_until_s = 0;
    enum err err = txn_begin_write(room->folder->device, &txn);
    if (!err) {
        err = staff_audit(txn, mode, room, opened ? "opened the vault" : "wrong passphrase");
    }
    if (staff_end(room, txn, err)) {
        staff->vault_open = mode->vault_open =
            false; /* nothing is read without a line in the book */
    }
}

/* ---- what was typed, what came back ---- */

void staff_secret_typed(struct staff_mode *mode, struct staff_room *room)
{
    static void (*const steps[])(struct staff_mode *, struct staff_room *) = {
        check_code, pin_typed, pin_again, passphrase_typed, passphrase_again};
    struct model_staff *staff = &room->model->staff;

    if (mode->child.running || staff->person < 0 || staff->locked_s > 0 ||
        staff->secret.size == 0) {
        return;
    }
    room->model->message = (struct text){0};
    staff->wrong = false;
    if (staff->activating) {
        steps[staff->activation_step](mode, room);
    } else {
        check_pin(mode, room);
    }
    staff->busy = mode->child.running;
}

bool staff_poll(struct staff_mode *mode, struct staff_room *room)
{
    static void (*const takers[])(struct staff_mode *, struct staff_room *,
                                  const struct child_answer *) = {
        [STAFF_CHECK_CODE] = code_checked, [STAFF_CHECK_PIN] = pin_checked,
        [STAFF_MAKE_PIN] = pin_made,       [STAFF_MAKE_VAULT] = vault_made,
        [STAFF_OPEN_VAULT] = vault_opened, [STAFF_MAKE_ANSWER] = staff_finish_answer,
    };
    struct child_answer answer;
    enum staff_work work = mode->work;

    if (work == STAFF_IDLE || child_take(&mode->child, &answer)) {
        return false;
    }
    mode->work = STAFF_IDLE;
    takers[work](mode, room, &answer);
    wipe(&answer, sizeof answer);
    room->model->staff.busy = mode->child.running;
    return true;
}

void staff_leave(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;

    forget_person(mode, room);
    for (int i = 0; i < BOOKS; i++) {
        entry_form_wipe(&staff->forms[i]);
    }
    textfield_wipe(&staff->answer);
    wipe(&staff->undo, sizeof staff->undo);
    panel_wipe(&room->model->draft.panel);
    room->model->draft.writing = &room->model->draft.text;
    textfield_wipe(&staff->clock);
    staff_begin_list(room);
    staff->letter = -1;
    staff->entry_saved = staff->earlier = staff->clock_wrong = false;
    wipe(room->secret->base, room->secret->used);
    arena_reset(room->secret);
}
