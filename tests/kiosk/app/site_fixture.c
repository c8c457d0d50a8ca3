/* site_fixture.c - see site_fixture.h. */
#include "site_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "hash.h"
#include "policy.h"
#include "store.h"

enum { ARENA_BYTES = 8 * 1024 * 1024 };

int64_t at(const char *time)
{
    int64_t at_s = 0;

    assert_ok(civil_parse_time(text_of(time), CIVIL_OFFSET_MIN_DEFAULT, &at_s));
    return at_s;
}

int32_t on(const char *date)
{
    int32_t day = 0;

    assert_ok(civil_parse_date(text_of(date), &day));
    return day;
}

static void make_key(struct signer *signer, uint8_t n)
{
    uint8_t seed[32];

    memset(seed, n, sizeof seed);
    sign_keypair_from_seed(seed, &signer->pk, &signer->sk);
}

static void add_role(struct root *root, enum role role, const struct signer *signer,
                     const char *holder)
{
    root->roles[role].threshold = 1;
    root->roles[role].keys[0] = signer->pk;
    root->roles[role].holders[0] = text_of(holder);
    root->roles[role].count = 1;
}

static void make_root(struct site *site)
{
    struct root root = {
        .office = text_of("wutongli"),
        .name = text_of("梧桐里社区居民委员会"),
        .version = 1,
        .mailbox = site->mailbox,
        .receipt_cost = {.ops = 1, .mem_kib = PASSWORD_MEM_KIB_MIN},
    };
    struct complaint why = {""};
    struct bytes payload;
    const struct signer *signers[] = {&site->root_key};

    add_role(&root, ROLE_ROOT, &site->root_key, "");
    add_role(&root, ROLE_OFFICE, &site->office, "");
    add_role(&root, ROLE_SUPERVISION, &site->supervision, "陈丽华");
    add_role(&root, ROLE_HEAD, &site->head, "");
    assert_ok(root_encode(&root, &site->arena, &payload));
    assert_ok(signed_encode(CONTEXT_ROOT, payload, signers, 1, &site->arena, &site->root_bytes));
    assert_ok_why(root_open(site->root_bytes, &site->root, &why), &why);
}

void site_enrol(struct site *site, const char *folder)
{
    struct store *device = NULL;
    struct txn *txn = NULL;
    struct complaint why = {""};
    bool started_over;

    assert_ok_why(device_open(temp_path(folder, "device"), STORE_WRITE, DEVICE_MAP_BYTES_DEFAULT,
                              &device, &started_over, &why),
                  &why);
    assert_ok(txn_begin_write(device, &txn));
    assert_ok(trust_set_root(txn, site->root_bytes));
    assert_ok(trust_set_key(txn, &site->kiosk.sk));
    assert_ok(trust_raise_floor(txn, at("2026-11-01 08:00")));
    assert_ok(trust_set_signed(txn, at("2026-11-01 08:00")));
    assert_ok(txn_commit(txn));
    store_close(device);
}

void site_make(struct site *site)
{
    memset(site, 0, sizeof *site);
    assert_ok(seal_start());
    assert_ok(arena_init(&site->arena, ARENA_BYTES));
    temp_folder_make(site->folder);
    make_key(&site->root_key, 1);
    make_key(&site->office, 2);
    make_key(&site->supervision, 3);
    make_key(&site->head, 4);
    make_key(&site->kiosk, 5);
    make_key(&site->stranger, 6);
    box_keypair(&site->mailbox, &site->mailbox_secret);
    make_root(site);
    site_enrol(site, site->folder);
    site_put_policy(site, 1, "2026-09");
}

void site_unmake(struct site *site)
{
    folder_remove(site->folder);
    arena_deinit(&site->arena);
}

int site_setup(void **state)
{
    struct site *site = calloc(1, sizeof *site);

    assert_non_null(site);
    site_make(site);
    *state = site;
    return 0;
}

int site_teardown(void **state)
{
    site_unmake(*state);
    free(*state);
    return 0;
}

void site_put(struct site *site, enum kind kind, const char *key, uint64_t version,
              const void *record, int64_t opens_s, int64_t until_s, enum signs signs)
{
    size_t n = site->change_count++;
    struct complaint why = {""};
    struct bytes object, bytes;
    struct text office = site->root.office;

    assert_true(n < SITE_CHANGES_MAX);
    assert_ok_why(record_encode(kind, record, &site->arena, &object, &why), &why);
    struct entry entry = {
        .kind = kind,
        .key = arena_text(&site->arena, text_of(key)),
        .version = version,
        .size = object.size,
        .hash = hash_of(object),
        .opens_s = opens_s,
        .until_s = until_s,
    };
    int64_t signed_s = opens_s ? opens_s : at("2026-11-01 08:00");
    if (signs & SIGN_OFFICE) {
        assert_ok(entry_sign(&entry, office, &site->office, signed_s));
    }
    if (signs & SIGN_SUPERVISION) {
        assert_ok(entry_sign(&entry, office, &site->supervision, signed_s));
    }
    if (signs & SIGN_WRONG) {
        assert_ok(entry_sign(&entry, office, &site->stranger, signed_s));
    }
    assert_ok(entry_encode(&entry, &site->arena, &bytes));
    site->changes[n] = (struct content_change){.key = entry.key, .ver = version, .entry = bytes};
    site->objects[n] = entry.hash;
    site->bodies[n] = object;
}

void site_flip(struct site *site, const char *folder, int64_t issued_s)
{
    struct content *content = NULL;
    struct complaint why = {""};
    struct content_state state = {
        .issued_s = issued_s, .checked_s = issued_s, .root = site->root_bytes};
    struct head head = {.office = site->root.office, .root_version = 1, .issued_s = issued_s};

    site->seq++;
    state.seq = head.seq = site->seq;
    memset(state.tip.b, (int)site->seq, sizeof state.tip.b);
    head.tip = state.tip;
    assert_ok(head_encode(&head, &site->head, &site->arena, &state.head));
    assert_ok_why(content_open(temp_path(folder, "content"), STORE_WRITE, CONTENT_MAP_BYTES_DEFAULT,
                               &content, &why),
                  &why);
    for (size_t i = 0; i < site->change_count; i++) {
        assert_ok(content_stage(content, &site->objects[i], site->bodies[i]));
    }
    assert_ok(content_stage_end(content));
    assert_ok_why(
        content_flip(content, site->changes, site->objects, site->change_count, &state, &why),
        &why);
    content_close(content);
    site->change_count = 0;
}

/* The object's bytes stand in the file as they are; the last of them is changed there. */
void site_spoil_object(struct site *site, const char *key)
{
    struct content *content = NULL;
    struct entry entry;
    struct bytes bytes, object, file;
    const char *path = temp_path(site->folder, "content/data.mdb");

    assert_ok(content_open(temp_path(site->folder, "content"), STORE_READ,
                           CONTENT_MAP_BYTES_DEFAULT, &content, NULL));
    assert_ok(content_entry(content, text_of(key), &site->arena, &bytes));
    assert_ok(entry_decode(bytes, &entry));
    assert_ok(content_object(content, &entry.hash, &site->arena, &object));
    content_close(content);
    struct arena whole;
    assert_ok(arena_init(&whole, 64 * 1024 * 1024));
    file = file_bytes(&whole, path);
    uint8_t *found = memmem(whole.base, file.size, object.data, object.size);
    assert_non_null(found);
    FILE *out = fopen(path, "r+b");
    assert_non_null(out);
    assert_int_equal(fseek(out, (long)(found - file.data) + (long)object.size - 1, SEEK_SET), 0);
    fputc(found[object.size - 1] ^ 1, out);
    assert_int_equal(fclose(out), 0);
    arena_deinit(&whole);
}

/* ---- records ---- */

struct disclosure plain_item(unsigned item, const char *period, const char *title, const char *text)
{
    return (struct disclosure){
        .item = item,
        .part = 1,
        .period = text_of(period),
        .title = text_of(title),
        .text = text_of(text),
        .handler = text_of("李秀兰"),
        .approver = text_of("王建国"),
    };
}

struct disclosure ledger_item(struct site *site, const char *period)
{
    struct disclosure record = plain_item(5, period, "工作经费收支", "");
    struct ledger_row *rows = ARENA_ARRAY(&site->arena, struct ledger_row, 3);
    int32_t day;

    assert_non_null(rows);
    assert_ok(civil_parse_date(arena_printf(&site->arena, "%s-05", period), &day));
    rows[0] = (struct ledger_row){
        day, text_of("街道拨款"), text_of("拨款"), text_of("李秀兰"), text_of("王建国"), 500000, 0};
    rows[1] = (struct ledger_row){
        day + 1, text_of("楼道灯更换"), text_of("维修"), text_of("李秀兰"), text_of("王建国"), 0,
        120050};
    rows[2] = (struct ledger_row){
        day + 2, text_of("重阳节慰问"), text_of("慰问"), text_of("李秀兰"), text_of("王建国"), 0,
        80000};
    record.has_ledger = true;
    record.opening = 100000;
    record.rows.at = rows;
    record.rows.count = 3;
    return record;
}

void site_put_policy(struct site *site, uint64_t version, const char *first_board)
{
    struct policy policy;

    assert_ok(policy_seed(&site->arena, &policy));
    policy.office = site->root.office;
    policy.name = text_of("梧桐里社区居民委员会");
    policy.term_start = on("2024-07-01");
    policy.first_board = text_of(first_board);
    policy.utc_offset_min = CIVIL_OFFSET_MIN_DEFAULT;
    policy.supervision_office = text_of("街道民政科");
    policy.supervision_phone = text_of("555-0100");
    policy.office_phone = text_of("555-0123");
    policy.idle_s = 80;
    policy.dark_from_min = 23 * 60;
    policy.dark_to_min = 5 * 60 + 30;
    site_put(site, KIND_policy, "policy", version, &policy, 0, 0, SIGN_BOTH);
}

void site_put_person(struct site *site, const char *id, const char *name, const char *code)
{
    static const uint8_t salt[PASSWORD_SALT_BYTES] = {7};
    struct shared_key *key = ARENA_NEW(&site->arena, struct shared_key);

    assert_non_null(key);
    assert_ok(password_key(text_bytes(text_of(code)), salt, site->root.receipt_cost, key));
    const struct person person = {
        .id = text_of(id),
        .name = text_of(name),
        .role = text_of("director"),
        .activation_salt = bytes_of(salt, sizeof salt),
        .activation_hash = bytes_of(key->b, sizeof key->b),
    };
    struct text place = arena_printf(&site->arena, "person/%s", id);
    site_put(site, KIND_person, place.data, 1, &person, 0, 0, SIGN_BOTH);
}
