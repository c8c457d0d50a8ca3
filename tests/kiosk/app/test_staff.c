/* Staff come in with a PIN, are locked out by guesses, and read only with the vault open. */
#include "site_fixture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit.h"
#include "books.h"
#include "lookup.h"
#include "outbox.h"
#include "secret.h"
#include "staff_mode.h"
#include "submit.h"
#include "words.h"

#define CODE "1234567890123456"
#define PASSPHRASE "梧桐树下十里长街灯火"

struct office_room {
    struct site site;
    struct data_folder folder;
    struct snapshot snapshot;
    struct model model;
    struct staff_mode mode;
    struct staff_room room;
    struct arena secret;
};

static void room_open(struct office_room *r)
{
    struct complaint why = {""};

    assert_ok_why(data_folder_open(&r->folder, r->site.folder, false, &why), &why);
    assert_ok(snapshot_init(&r->snapshot, &r->folder));
    r->room.folder = &r->folder;
    r->room.snapshot = &r->snapshot;
    r->model.place = place_of(PAGE_STAFF_PIN, text_of(""));
    snapshot_load(&r->snapshot, &r->room.clock, &r->model);
    staff_enter(&r->mode, &r->room);
}

static void room_close(struct office_room *r)
{
    staff_leave(&r->mode, &r->room);
    snapshot_deinit(&r->snapshot);
    data_folder_close(&r->folder);
}

static void fields_open(struct model_staff *staff)
{
    textfield_init(&staff->secret, staff->secret_buffer, PASSWORD_BYTES_MAX);
    for (int i = 0; i < BOOKS; i++) {
        entry_form_wipe(&staff->forms[i]);
    }
    textfield_init(&staff->answer, staff->answer_buffer, sizeof staff->answer_buffer);
    textfield_init(&staff->clock, staff->clock_buffer, 12);
}

static int room_setup(void **state)
{
    struct office_room *r = calloc(1, sizeof *r);

    assert_non_null(r);
    site_make(&r->site);
    site_put_person(&r->site, "wang", "王建国", CODE);
    site_put_person(&r->site, "li", "李秀兰", "6543210987654321");
    site_flip(&r->site, r->site.folder, at("2026-11-12 09:00"));
    assert_ok(arena_init(&r->secret, 1024 * 1024));
    fields_open(&r->model.staff);
    r->room = (struct staff_room){
        .model = &r->model,
        .secret = &r->secret,
        .clock = {.now_s = at("2026-11-12 10:00")},
        .raw_s = at("2026-11-12 10:00"),
        .cost = {.ops = 1, .mem_kib = PASSWORD_MEM_KIB_MIN},
    };
    room_open(r);
    *state = r;
    return 0;
}

static int room_teardown(void **state)
{
    struct office_room *r = *state;

    room_close(r);
    arena_deinit(&r->secret);
    site_unmake(&r->site);
    free(r);
    return 0;
}

/* ---- acts ---- */

static void settle(struct office_room *r)
{
    while (r->mode.child.running) {
        usleep(1000);
        (void)staff_poll(&r->mode, &r->room);
    }
}

static void type(struct office_room *r, const char *secret)
{
    textfield_set(&r->model.staff.secret, text_of(secret));
    staff_secret_typed(&r->mode, &r->room);
    settle(r);
}

static int64_t person_of(const struct office_room *r, const char *id)
{
    for (size_t i = 0; i < r->model.staff.people_count; i++) {
        if (text_is(r->model.staff.people[i].id, id)) {
            return (int64_t)i;
        }
    }
    fail();
    return -1;
}

static void activate(struct office_room *r, const char *id, const char *code, const char *pin,
                     const char *passphrase)
{
    staff_choose(&r->mode, &r->room, person_of(r, id));
    assert_true(r->model.staff.activating);
    type(r, code);
    assert_int_equal(r->model.staff.activation_step, 1);
    type(r, pin);
    type(r, pin);
    if (passphrase) {
        assert_int_equal(r->model.staff.activation_step, 3);
        type(r, passphrase);
        type(r, passphrase);
    }
    assert_true(r->model.staff.in);
}

static void come_in(struct office_room *r, const char *id, const char *pin)
{
    staff_enter(&r->mode, &r->room);
    staff_choose(&r->mode, &r->room, person_of(r, id));
    assert_false(r->model.staff.activating);
    type(r, pin);
}

static void open_vault(struct office_room *r, const char *passphrase)
{
    textfield_set(&r->model.staff.secret, text_of(passphrase));
    staff_open_vault(&r->mode, &r->room);
    settle(r);
}

static size_t audit_lines(struct office_room *r, const char *containing)
{
    struct audit_line lines[64];
    struct txn *txn;
    size_t count, found = 0;
    char text[AUDIT_LINE_BYTES_MAX + 1];

    assert_ok(txn_begin_read(r->folder.device, &txn));
    assert_ok(audit_list(txn, 0, &r->site.arena, lines, 64, &count));
    txn_abort(txn);
    for (size_t i = 0; i < count; i++) {
        found += strstr(text_copy(lines[i].text, text, sizeof text), containing) ? 1 : 0;
    }
    return found;
}

/* ---- coming in ---- */

static void first_use_asks_for_code_pin_and_passphrase(void **state)
{
    struct office_room *r = *state;

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    assert_text(r->model.staff.name, "王建国");
    assert_true(r->model.staff.vault_open);
    assert_int_equal(audit_lines(r, "wang activated"), 1);
    room_close(r);
    room_open(r);
    assert_true(r->model.staff.people[person_of(r, "wang")].active);
    assert_false(r->model.staff.people[person_of(r, "li")].active);
    come_in(r, "wang", "246810");
    assert_true(r->model.staff.in);
    assert_false(r->model.staff.vault_open);
}

static void a_wrong_code_lets_nobody_set_a_pin(void **state)
{
    struct office_room *r = *state;

    staff_choose(&r->mode, &r->room, person_of(r, "wang"));
    type(r, "1111111111111111");
    assert_true(r->model.staff.wrong);
    assert_int_equal(r->model.staff.activation_step, 0);
    for (int i = 0; i < STAFF_CODE_BURST; i++) {
        type(r, "1111111111111111");
    }
    assert_true(r->model.staff.locked_s > 0);
}

static void two_pins_that_differ_are_asked_again(void **state)
{
    struct office_room *r = *state;

    staff_choose(&r->mode, &r->room, person_of(r, "wang"));
    type(r, CODE);
    type(r, "246810");
    type(r, "246811");
    assert_int_equal(r->model.staff.activation_step, 1);
    assert_true(r->model.message.size > 0);
    assert_false(r->model.staff.in);
}

static void a_short_passphrase_is_refused(void **state)
{
    struct office_room *r = *state;

    staff_choose(&r->mode, &r->room, person_of(r, "wang"));
    type(r, CODE);
    type(r, "246810");
    type(r, "246810");
    type(r, "九个字不够长啊喂");
    assert_int_equal(r->model.staff.activation_step, 3);
    assert_false(r->model.staff.in);
}

static void who_comes_later_needs_a_colleague_for_the_vault(void **state)
{
    struct office_room *r = *state;

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    staff_leave(&r->mode, &r->room);
    activate(r, "li", "6543210987654321", "135791", NULL);
    assert_false(r->model.staff.vault_open);
    assert_true(text_equal(r->model.message, word(TX_SAY_VAULT_BY_COLLEAGUE)));
    open_vault(r, PASSPHRASE);
    assert_false(r->model.staff.vault_open);
}

static void wrong_pins_lock_and_the_lock_outlives_a_restart(void **state)
{
    struct office_room *r = *state;

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    staff_leave(&r->mode, &r->room);
    come_in(r, "wang", "000000");
    assert_true(r->model.staff.wrong);
    assert_int_equal(r->model.staff.tries_left, STAFF_FREE_TRIES - 1);
    type(r, "000001");
    type(r, "000002");
    assert_int_equal(r->model.staff.locked_s, staff_lock_s(STAFF_FREE_TRIES));
    assert_int_equal(audit_lines(r, "wrong PIN"), 3);
    type(r, "246810"); /* the right one, but not now */
    assert_false(r->model.staff.in);
    room_close(r);
    room_open(r);
    come_in(r, "wang", "246810");
    assert_false(r->model.staff.in);
    assert_true(r->model.staff.locked_s > 0);
    r->room.clock.now_s += staff_lock_s(STAFF_FREE_TRIES);
    come_in(r, "wang", "246810");
    assert_true(r->model.staff.in);
}

static void waits_grow_and_end_at_an_hour(void **state)
{
    (void)state;
    assert_int_equal(staff_lock_s(STAFF_FREE_TRIES - 1), 0);
    for (uint32_t failures = STAFF_FREE_TRIES; failures < 40; failures++) {
        assert_true(staff_lock_s(failures) <= staff_lock_s(failures + 1));
    }
    assert_int_equal(staff_lock_s(1000), STAFF_LOCK_S_MAX);
}

static void a_try_is_counted_before_it_is_computed(void **state)
{
    struct office_room *r = *state;
    struct staff record;
    struct txn *txn;

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    staff_leave(&r->mode, &r->room);
    staff_choose(&r->mode, &r->room, person_of(r, "wang"));
    textfield_set(&r->model.staff.secret, text_of("000000"));
    staff_secret_typed(&r->mode, &r->room);
    assert_ok(txn_begin_read(r->folder.device, &txn)); /* as if the plug were pulled now */
    assert_ok(staff_get(txn, "wang", &record));
    txn_abort(txn);
    assert_int_equal(record.failures, 1);
    settle(r);
}

static void a_new_activation_code_asks_for_a_new_pin(void **state)
{
    struct office_room *r = *state;

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    room_close(r);
    site_put_person(&r->site, "wang", "王建国", "9999888877776666");
    r->site.changes[0].ver = 2;
    struct entry entry;
    struct bytes bytes;
    assert_ok(entry_decode(r->site.changes[0].entry, &entry));
    entry.version = 2;
    entry.signature_count = 0;
    assert_ok(entry_sign(&entry, r->site.root.office, &r->site.office, at("2026-11-12 09:30")));
    assert_ok(
        entry_sign(&entry, r->site.root.office, &r->site.supervision, at("2026-11-12 09:30")));
    assert_ok(entry_encode(&entry, &r->site.arena, &bytes));
    r->site.changes[0].entry = bytes;
    site_flip(&r->site, r->site.folder, at("2026-11-12 09:40"));
    room_open(r);
    activate(r, "wang", "9999888877776666", "112233", NULL);
    open_vault(r, PASSPHRASE); /* the passphrase stays who it was */
    assert_true(r->model.staff.vault_open);
}

static void the_wrong_passphrase_opens_nothing(void **state)
{
    struct office_room *r = *state;

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    staff_leave(&r->mode, &r->room);
    come_in(r, "wang", "246810");
    open_vault(r, "梧桐树下十里长街灯灭");
    assert_true(r->model.staff.wrong);
    assert_false(r->model.staff.vault_open);
    open_vault(r, PASSPHRASE);
    assert_true(r->model.staff.vault_open);
    assert_int_equal(audit_lines(r, "opened the vault"), 1);
}

/* ---- the desk ---- */

/* Turns to a register; what is typed goes into the field of that name. */
static void turn_to(struct office_room *r, enum book book)
{
    r->model.place = place_of(PAGE_STAFF_BOOK, text_of(kind_name(book_look(book)->kind)));
    staff_open_book(&r->mode, &r->room, book);
}

static struct entry_form_field *field_of(struct office_room *r, enum book book, const char *name)
{
    struct entry_form *form = &r->model.staff.forms[book];

    for (size_t i = 0; i < form->count; i++) {
        if (strcmp(form->fields[i].ask.name, name) == 0) {
            return &form->fields[i];
        }
    }
    fail();
    return NULL;
}

static void fill_in(struct office_room *r, enum book book, const char *name, const char *value)
{
    textfield_set(&field_of(r, book, name)->text, text_of(value));
}

/* True: it was kept. */
static bool save_entry(struct office_room *r)
{
    r->model.message = (struct text){0};
    staff_save_entry(&r->mode, &r->room);
    return r->model.staff.entry_saved;
}

static uint64_t waiting(struct office_room *r)
{
    struct outbox_figures figures;
    struct txn *txn;

    assert_ok(txn_begin_read(r->folder.device, &txn));
    assert_ok(outbox_figures(txn, &figures));
    txn_abort(txn);
    return figures.waiting;
}

static void a_visitor_is_sealed_and_read_back_with_the_vault(void **state)
{
    struct office_room *r = *state;
    struct model_staff *staff = &r->model.staff;

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    turn_to(r, BOOK_visit);
    fill_in(r, BOOK_visit, "name", "张三");
    assert_false(save_entry(r)); /* the reason is missing: it is named, and asked for at once */
    assert_non_null(memmem(r->model.message.data, r->model.message.size, "事由", 6));
    assert_string_equal(staff->forms[BOOK_visit].fields[staff->forms[BOOK_visit].writing].ask.name,
                        "reason");
    fill_in(r, BOOK_visit, "reason", "咨询低保");
    assert_true(save_entry(r));
    assert_int_equal(field_of(r, BOOK_visit, "name")->text.size, 0);
    staff_fill_book(&r->mode, &r->room);
    assert_int_equal(staff->entry_count, 1);
    const struct visit *visit = staff->entries[0].record;
    assert_text(visit->name, "张三");
    assert_text(visit->host, "王建国");
    assert_true(visit->at == r->room.clock.now_s);
    assert_int_equal(waiting(r), 1);
    assert_int_equal(audit_lines(r, "wang logged a visit"), 1);
    staff_leave(&r->mode, &r->room);
    come_in(r, "wang", "246810");
    staff_fill_book(&r->mode, &r->room);
    assert_int_equal(staff->entry_count, 1);
    assert_null(staff->entries[0].record); /* the vault is shut */
    assert_int_equal(staff->books[BOOK_visit].count, 1);
}

/* With what each register must say at least (W1, W2, W6, W8, W9, W10). */
static void every_register_takes_an_entry(void **state)
{
    static const struct {
        enum book book;
        const char *values[3][2];
    } cases[] = {
        {BOOK_visit, {{"reason", "开证明"}}},
        {BOOK_shift, {{"text", "一切正常"}}},
        {BOOK_home_visit, {{"household", "302室"}}},
        {BOOK_seal_use, {{"reason", "居住证明"}, {"name", "张三"}, {"address", "3号楼"}}},
        {BOOK_asset, {{"change", "添置"}, {"item", "折叠椅"}, {"quantity", "20"}}},
        {BOOK_study, {{"subject", "消防法"}}},
        {BOOK_liaison, {{"organisation", "第二小学"}}},
    };
    struct office_room *r = *state;
    struct model_staff *staff = &r->model.staff;

    assert_int_equal(sizeof cases / sizeof cases[0], BOOKS);
    activate(r, "wang", CODE, "246810", PASSPHRASE);
    for (size_t i = 0; i < BOOKS; i++) {
        turn_to(r, cases[i].book);
        for (size_t v = 0; v < 3 && cases[i].values[v][0]; v++) {
            fill_in(r, cases[i].book, cases[i].values[v][0], cases[i].values[v][1]);
        }
        assert_true(save_entry(r));
        staff_fill_book(&r->mode, &r->room);
        assert_int_equal(staff->entry_count, 1);
        assert_non_null(staff->entries[0].record);
        assert_int_equal(staff->books[cases[i].book].count, 1);
    }
    assert_int_equal(waiting(r), BOOKS);
}

static void what_the_rules_refuse_is_said_in_their_words(void **state)
{
    struct office_room *r = *state;

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    turn_to(r, BOOK_asset);
    fill_in(r, BOOK_asset, "change", "添置");
    fill_in(r, BOOK_asset, "item", "折叠椅");
    assert_false(save_entry(r)); /* how many? */
    assert_non_null(memmem(r->model.message.data, r->model.message.size, "数量", 6));
    field_of(r, BOOK_asset, "date")->day = r->model.today + 1;
    fill_in(r, BOOK_asset, "quantity", "20");
    assert_false(save_entry(r));
    assert_int_equal(waiting(r), 0);
    turn_to(r, BOOK_visit);
    fill_in(r, BOOK_visit, "reason", "开证明");
    fill_in(r, BOOK_visit, "at", "2575");
    assert_false(save_entry(r));
    assert_non_null(memmem(r->model.message.data, r->model.message.size, "来访时间", 12));
}

static void a_correction_names_the_old_entry_and_takes_its_place(void **state)
{
    struct office_room *r = *state;
    struct model_staff *staff = &r->model.staff;

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    turn_to(r, BOOK_seal_use);
    fill_in(r, BOOK_seal_use, "reason", "居住证明");
    fill_in(r, BOOK_seal_use, "name", "张三");
    fill_in(r, BOOK_seal_use, "address", "3号楼");
    assert_true(save_entry(r));
    staff_fill_book(&r->mode, &r->room);
    uint8_t old[ENTRY_FORM_ID_BYTES];
    memcpy(old, staff->entries[0].id, sizeof old);
    staff->entry = 0;
    staff_correct_entry(&r->mode, &r->room);
    assert_text(textfield_text(&field_of(r, BOOK_seal_use, "name")->text), "张三");
    fill_in(r, BOOK_seal_use, "name", "张三丰");
    assert_false(save_entry(r)); /* what was wrong must be said */
    fill_in(r, BOOK_seal_use, "correction", "名字少写了一个字");
    assert_true(save_entry(r));
    staff_fill_book(&r->mode, &r->room);
    assert_int_equal(staff->entry_count, 2); /* both stay */
    assert_int_equal(staff->books[BOOK_seal_use].count, 1);
    const struct seal_use *now = staff->entries[0].record;
    assert_text(now->name, "张三丰");
    assert_int_equal(now->corrects.size, sizeof old);
    assert_memory_equal(now->corrects.data, old, sizeof old);
    assert_true(staff->entries[0].corrects && !staff->entries[0].corrected);
    assert_true(staff->entries[1].corrected);
    assert_int_equal(audit_lines(r, "corrected a seal_use"), 1);
    staff->entry = 1; /* once more the first: the last in the line is the one to correct */
    staff_correct_entry(&r->mode, &r->room);
    fill_in(r, BOOK_seal_use, "correction", "又错了");
    assert_false(save_entry(r));
    assert_true(text_equal(r->model.message, word(TX_SAY_CORRECTED_ALREADY)));
}

static void an_entry_may_be_corrected_without_the_vault(void **state)
{
    struct office_room *r = *state;
    struct model_staff *staff = &r->model.staff;

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    turn_to(r, BOOK_visit);
    fill_in(r, BOOK_visit, "reason", "开证明");
    assert_true(save_entry(r));
    staff_leave(&r->mode, &r->room);
    come_in(r, "wang", "246810");
    staff_fill_book(&r->mode, &r->room);
    staff->entry = 0;
    staff_correct_entry(&r->mode, &r->room);
    assert_int_equal(field_of(r, BOOK_visit, "reason")->text.size, 0); /* nothing is known of it */
    fill_in(r, BOOK_visit, "reason", "咨询政策");
    fill_in(r, BOOK_visit, "correction", "记错了事由");
    assert_true(save_entry(r));
    staff_fill_book(&r->mode, &r->room);
    assert_int_equal(staff->entry_count, 2);
    assert_int_equal(staff->books[BOOK_visit].count, 1);
}

/* A letter handed in at this kiosk; its digits. */
static void hand_in_about(struct office_room *r, const char *about, char digits[RECEIPT_DIGITS + 1])
{
    static struct draft draft;
    struct submit submit = {0};

    memset(&draft, 0, sizeof draft);
    textfield_init(&draft.text, draft.text_buffer, sizeof draft.text_buffer);
    textfield_init(&draft.name, draft.name_buffer, sizeof draft.name_buffer);
    textfield_init(&draft.phone, draft.phone_buffer, sizeof draft.phone_buffer);
    draft.category = 0;
    text_copy(text_of(about), draft.about, sizeof draft.about);
    textfield_set(&draft.text, text_of("楼道灯不亮。"));
    assert_ok(submit_prepare(&submit, &r->folder));
    while (submit_poll(&submit) == ERR_BUSY) {
        usleep(1000);
    }
    memcpy(digits, submit.digits, RECEIPT_DIGITS + 1);
    assert_ok(submit_letter(&submit, &r->folder, &draft, &r->room.clock, &r->secret).err);
    submit_forget(&submit);
}

static void hand_in(struct office_room *r, char digits[RECEIPT_DIGITS + 1])
{
    hand_in_about(r, "", digits);
}

static void an_opinion_on_an_item_is_read_like_a_letter(void **state)
{
    struct office_room *r = *state;
    struct model_staff *staff = &r->model.staff;
    char digits[RECEIPT_DIGITS + 1];

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    hand_in_about(r, "disclosure/2026-10/05/1", digits);
    open_vault(r, PASSPHRASE);
    staff_fill_letters(&r->mode, &r->room);
    assert_int_equal(staff->letter_count, 1);
    assert_text(staff->letters[0].text, "楼道灯不亮。");
    assert_text(staff->letters[0].about, "disclosure/2026-10/05/1");
    assert_text(staff->letters[0].category, "居务公开");
}

static void a_letter_is_read_answered_and_found_by_its_receipt(void **state)
{
    struct office_room *r = *state;
    struct model_staff *staff = &r->model.staff;
    struct lookup lookup = {0};
    struct model_receipt receipt = {0};
    char digits[RECEIPT_DIGITS + 1];

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    staff_leave(&r->mode, &r->room);
    hand_in(r, digits);
    come_in(r, "wang", "246810");
    staff_fill_letters(&r->mode, &r->room);
    assert_int_equal(staff->letter_count, 0); /* the vault is shut */
    open_vault(r, PASSPHRASE);
    staff_fill_letters(&r->mode, &r->room);
    assert_int_equal(staff->letter_count, 1);
    assert_text(staff->letters[0].text, "楼道灯不亮。");
    staff->letter = 0;
    textfield_set(&staff->answer, text_of("明天修。"));
    staff_save_answer(&r->mode, &r->room);
    settle(r);
    assert_true(staff->letters[0].answered);
    assert_int_equal(staff->answer.size, 0);
    assert_ok(lookup_now(&lookup, &r->folder, text_of(digits)));
    lookup_fill(&lookup, &r->snapshot, &r->secret, &receipt);
    assert_int_equal(receipt.state, LETTER_ANSWERED_HERE);
    assert_text(receipt.answer, "明天修。");
    assert_text(receipt.answer_by, "王建国");
    staff_fill_letters(&r->mode, &r->room);
    assert_int_equal(staff->letter_count, 0); /* answered: its key has left the vault */
    lookup_forget(&lookup);
}

static void a_letter_taken_back_cannot_be_answered(void **state)
{
    struct office_room *r = *state;
    struct model_staff *staff = &r->model.staff;
    struct lookup lookup = {0};
    char digits[RECEIPT_DIGITS + 1];

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    hand_in(r, digits);
    staff_fill_letters(&r->mode, &r->room);
    assert_int_equal(staff->letter_count, 1);
    assert_ok(lookup_now(&lookup, &r->folder, text_of(digits)));
    assert_ok(
        submit_retract(&r->folder, text_of(digits), &lookup.loc, &r->room.clock, &r->site.arena));
    staff->letter = 0;
    textfield_set(&staff->answer, text_of("明天修。"));
    staff_save_answer(&r->mode, &r->room);
    settle(r);
    assert_false(staff->letters[0].answered);
    assert_true(r->model.message.size > 0);
    lookup_forget(&lookup);
}

static void the_clock_is_set_within_what_was_signed(void **state)
{
    struct office_room *r = *state;
    struct model_staff *staff = &r->model.staff;
    struct data_news news;

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    textfield_set(&staff->clock, text_of("202013451200"));
    staff_set_clock(&r->mode, &r->room);
    assert_true(staff->clock_wrong);
    textfield_set(&staff->clock, text_of("202609010800")); /* before the floor */
    staff_set_clock(&r->mode, &r->room);
    assert_true(staff->clock_wrong);
    textfield_set(&staff->clock, text_of("203011121000")); /* beyond what the office signed */
    staff_set_clock(&r->mode, &r->room);
    assert_true(staff->clock_wrong);
    textfield_set(&staff->clock, text_of("202611121030"));
    staff_set_clock(&r->mode, &r->room);
    assert_false(staff->clock_wrong);
    assert_ok(data_folder_refresh(&r->folder, &news));
    assert_int_equal(r->folder.trust.offset_s, 30 * 60);
}

static void leaving_wipes_what_was_typed_and_read(void **state)
{
    struct office_room *r = *state;
    char digits[RECEIPT_DIGITS + 1];
    static const struct model_staff zeros;

    activate(r, "wang", CODE, "246810", PASSPHRASE);
    hand_in(r, digits);
    staff_fill_letters(&r->mode, &r->room);
    turn_to(r, BOOK_visit);
    fill_in(r, BOOK_visit, "name", "张三");
    textfield_set(&r->model.staff.answer, text_of("明天修。"));
    size_t used = r->secret.used;
    assert_true(used > 0);
    staff_leave(&r->mode, &r->room);
    for (size_t i = 0; i < used; i++) {
        assert_int_equal(r->secret.base[i], 0);
    }
    assert_memory_equal(r->model.staff.forms[BOOK_visit].buffer, zeros.forms[0].buffer,
                        sizeof zeros.forms[0].buffer);
    assert_memory_equal(r->model.staff.answer_buffer, zeros.answer_buffer,
                        sizeof zeros.answer_buffer);
    assert_memory_equal(r->model.staff.secret_buffer, zeros.secret_buffer,
                        sizeof zeros.secret_buffer);
    assert_false(r->mode.vault_open);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(first_use_asks_for_code_pin_and_passphrase, room),
        TEST(a_wrong_code_lets_nobody_set_a_pin, room),
        TEST(two_pins_that_differ_are_asked_again, room),
        TEST(a_short_passphrase_is_refused, room),
        TEST(who_comes_later_needs_a_colleague_for_the_vault, room),
        TEST(wrong_pins_lock_and_the_lock_outlives_a_restart, room),
        TEST_PLAIN(waits_grow_and_end_at_an_hour),
        TEST(a_try_is_counted_before_it_is_computed, room),
        TEST(a_new_activation_code_asks_for_a_new_pin, room),
        TEST(the_wrong_passphrase_opens_nothing, room),
        TEST(a_visitor_is_sealed_and_read_back_with_the_vault, room),
        TEST(every_register_takes_an_entry, room),
        TEST(what_the_rules_refuse_is_said_in_their_words, room),
        TEST(a_correction_names_the_old_entry_and_takes_its_place, room),
        TEST(an_entry_may_be_corrected_without_the_vault, room),
        TEST(a_letter_is_read_answered_and_found_by_its_receipt, room),
        TEST(an_opinion_on_an_item_is_read_like_a_letter, room),
        TEST(a_letter_taken_back_cannot_be_answered, room),
        TEST(the_clock_is_set_within_what_was_signed, room),
        TEST(leaving_wipes_what_was_typed_and_read, room),
    };
    return cmocka_run_group_tests_name("staff", tests, NULL, NULL);
}
