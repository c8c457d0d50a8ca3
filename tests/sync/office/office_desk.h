/* office_desk.h - an office in a temporary folder, with a desk to do its work at. */
#pragma once

#include "support.h"

#include "import.h"
#include "intake.h"
#include "publish.h"
#include "signing.h"
#include "withdraw.h"

enum { REPORT_BYTES_MAX = 16 * 1024 };

struct desk {
    char folder[TEMP_PATH_BYTES_MAX]; /* for files to import */
    char site_folder[TEMP_PATH_BYTES_MAX];
    struct site site;
    struct passphrases passphrases;
    struct publisher publisher;
    struct signer supervision;
    struct mailbox_keys mailbox;
    struct complaint why;
    char report[REPORT_BYTES_MAX]; /* of the last call */
};

/* *state is a struct desk *: office "linden", term from 2026-01-05, now 2026-11-08 09:00 civil. */
int desk_setup(void **state);
int desk_teardown(void **state);
void desk_set_time(struct desk *desk, const char *civil);

/* Puts a file there and imports it (with others when NULL-terminated names follow). */
void desk_file(struct desk *desk, const char *name, const char *text);
enum err desk_import(struct desk *desk, const char *name);
enum err desk_import_corrected(struct desk *desk, const char *name, const char *correction);
enum err desk_import_files(struct desk *desk, const char *const *names, size_t count);
enum err desk_sign(struct desk *desk, enum role role, const char *key); /* NULL: all */
enum err desk_publish(struct desk *desk);

/* The newest entry under a key; the test fails when there is none. */
struct entry desk_entry(struct desk *desk, const char *key);
bool desk_has(struct desk *desk, enum site_table table, const char *key);
/* Decodes the newest record under the key. */
void desk_record(struct desk *desk, const char *key, void *record);
uint64_t desk_count(struct desk *desk, enum site_table table);
#define assert_reported(desk, part) assert_non_null(strstr((desk)->report, part))
/* The file `text` is not imported: the report says `part`, and no draft comes of it. */
void desk_refuses(struct desk *desk, const char *text, const char *part);
/* withdraw_run(); what it says is in the report. */
enum err desk_withdraw(struct desk *desk, const char *key, const char *reason);
