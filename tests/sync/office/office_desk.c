/* desk.c - see desk.h. */
#include "office_desk.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "init.h"

enum { COST_KIB = 8 };

static void found_office(struct desk *desk)
{
    const struct init_options options = {
        .folder = desk->site_folder,
        .id = "linden",
        .name = "菩提路社区居委会",
        .term_start = "2026-01-05",
        .office_holder = "顾明远",
        .supervision_holder = "郑秀珍",
        .supervision_office = "街道民政科",
        .supervision_phone = "555-0100",
        .demo = true,
        .passphrases = &desk->passphrases,
        .cost = {1, COST_KIB},
        .now_s = civil_midnight(civil_day_of_ymd(2026, 1, 5), CIVIL_OFFSET_MIN_DEFAULT),
    };
    FILE *quiet = fopen("/dev/null", "w");
    assert_non_null(quiet);
    assert_ok_why(init_run(&options, quiet, &desk->why), &desk->why);
    fclose(quiet);
}

static void take_keys(struct desk *desk)
{
    const char *folder = desk->site_folder;
    struct passphrases *p = &desk->passphrases;
    for (size_t i = 0; i < KEY_ROLES; i++) {
        p->told[i] = true; /* tests need no reminder */
    }
    assert_ok(key_signer(folder, "head", p, &desk->publisher.head, &desk->why));
    assert_ok(key_signer(folder, "office", p, &desk->publisher.office, &desk->why));
    assert_ok(key_signer(folder, "supervision", p, &desk->supervision, &desk->why));
    assert_ok(mailbox_keys_open(&desk->site, p, &desk->mailbox, &desk->why));
    desk->publisher.has_office = true;
}

void desk_set_time(struct desk *desk, const char *civil)
{
    assert_ok(civil_parse_time(text_of(civil), CIVIL_OFFSET_MIN_DEFAULT, &desk->site.now_s));
}

int desk_setup(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    assert_ok(seal_start());
    temp_folder_make(desk->folder);
    text_copy(text_of(temp_path(desk->folder, "site")), desk->site_folder,
              sizeof desk->site_folder);
    found_office(desk);
    assert_ok_why(site_open(desk->site_folder, 0, &desk->site, &desk->why), &desk->why);
    take_keys(desk);
    desk_set_time(desk, "2026-11-08 09:00");
    *state = desk;
    return 0;
}

int desk_teardown(void **state)
{
    struct desk *desk = *state;
    site_close(&desk->site);
    folder_remove(desk->folder);
    free(desk);
    return 0;
}

/* What a call printed, kept in desk->report. */
struct capture {
    FILE *file;
    char *text;
    size_t size;
};

static void capture_begin(struct desk *desk, struct capture *c)
{
    desk->why = (struct complaint){0};
    *c = (struct capture){0};
    c->file = open_memstream(&c->text, &c->size);
    assert_non_null(c->file);
}

static enum err capture_end(struct desk *desk, struct capture *c, enum err err)
{
    fclose(c->file);
    text_copy(text_of(c->text), desk->report, sizeof desk->report);
    free(c->text);
    arena_reset(&desk->site.scratch);
    return err;
}

void desk_file(struct desk *desk, const char *name, const char *text)
{
    temp_file(desk->folder, name, bytes_of_text(text));
}

static enum err import_with(struct desk *desk, const char *const *names, size_t count,
                            const char *correction)
{
    struct capture c;
    const char *paths[8];
    assert_true(count <= 7); /* what temp_path() keeps */
    for (size_t i = 0; i < count; i++) {
        paths[i] = temp_path(desk->folder, names[i]);
    }
    capture_begin(desk, &c);
    return capture_end(desk, &c,
                       import_run(&desk->site, paths, count, correction, c.file, &desk->why));
}

enum err desk_import(struct desk *desk, const char *name)
{
    return import_with(desk, &name, 1, NULL);
}

enum err desk_import_corrected(struct desk *desk, const char *name, const char *correction)
{
    return import_with(desk, &name, 1, correction);
}

enum err desk_import_files(struct desk *desk, const char *const *names, size_t count)
{
    return import_with(desk, names, count, NULL);
}

enum err desk_sign(struct desk *desk, enum role role, const char *key)
{
    struct capture c;
    const struct sign_job job = {
        .role = role,
        .signer = role == ROLE_OFFICE ? &desk->publisher.office : &desk->supervision,
        .passphrases = &desk->passphrases,
        .keys = &key,
        .count = key ? 1 : 0,
    };
    capture_begin(desk, &c);
    return capture_end(desk, &c, sign_run(&desk->site, &job, c.file, &desk->why));
}

enum err desk_publish(struct desk *desk)
{
    struct capture c;
    capture_begin(desk, &c);
    return capture_end(
        desk, &c,
        publish_run(&desk->site, &desk->publisher, PUBLISH_EVERYTHING, c.file, &desk->why));
}

struct entry desk_entry(struct desk *desk, const char *key)
{
    struct txn *txn = NULL;
    struct entry entry = {0};
    assert_ok(txn_begin_read(desk->site.store, &txn));
    assert_ok(site_newest(&desk->site, txn, text_of(key), &entry, NULL));
    txn_abort(txn);
    return entry;
}

bool desk_has(struct desk *desk, enum site_table table, const char *key)
{
    struct txn *txn = NULL;
    struct bytes value;
    assert_ok(txn_begin_read(desk->site.store, &txn));
    enum err err = txn_get(txn, table, text_bytes(text_of(key)), &value);
    txn_abort(txn);
    assert_true(err == OK || err == ERR_NOT_FOUND);
    return !err;
}

void desk_record(struct desk *desk, const char *key, void *record)
{
    struct entry entry = desk_entry(desk, key);
    struct txn *txn = NULL;
    assert_ok(txn_begin_read(desk->site.store, &txn));
    assert_ok_why(site_record(&desk->site, txn, &entry, record, &desk->why), &desk->why);
    txn_abort(txn);
}

uint64_t desk_count(struct desk *desk, enum site_table table)
{
    struct txn *txn = NULL;
    uint64_t count = 0;
    assert_ok(txn_begin_read(desk->site.store, &txn));
    assert_ok(txn_count(txn, table, &count));
    txn_abort(txn);
    return count;
}

void desk_refuses(struct desk *desk, const char *text, const char *part)
{
    uint64_t drafts = desk_count(desk, SITE_DRAFTS);

    desk_file(desk, "refused.md", text);
    assert_int_not_equal(desk_import(desk, "refused.md"), OK);
    assert_reported(desk, part);
    assert_int_equal(desk_count(desk, SITE_DRAFTS), drafts);
}

enum err desk_withdraw(struct desk *desk, const char *key, const char *reason)
{
    struct capture c;
    capture_begin(desk, &c);
    return capture_end(desk, &c,
                       withdraw_run(&desk->site, text_of(key), reason, c.file, &desk->why));
}
