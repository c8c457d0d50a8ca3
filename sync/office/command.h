/* command.h - what the commands of noticepoint-office share: the open site, the options, the keys.
 *
 * main.c has the table of commands with the words and options each takes and checks them before a
 * command runs; command_*.c do the work by asking the modules. */
#pragma once

#include "credentials.h"
#include "keys.h"
#include "options.h"
#include "publish.h"
#include "site.h"

#define LISTEN_DEFAULT "127.0.0.1:8710"

struct command {
    struct options options;
    struct passphrases passphrases;
    struct site site; /* open, but for init, bucket and fleet */
    int64_t now_s, clock_offset_s;
    const char *const *words; /* after SITE */
    size_t word_count;
    struct {
        const char *access_key, *secret_key, *region, *token;
    } store; /* what the environment says of an object store; NULL: nothing */
    struct credentials credentials;
    struct complaint why;
    bool misused; /* ends with EXIT_USAGE */
};

const char *command_value(const struct command *c, const char *name);
bool command_given(const struct command *c, const char *name);
/* A sentence that ends the program with EXIT_USAGE. */
MUST_CHECK enum err command_misused(struct command *c, const char *sentence);

/* --on DATE, else the civil day of now. */
MUST_CHECK enum err command_day(struct command *c, int32_t *day);

MUST_CHECK enum err command_signer(struct command *c, const char *role, struct signer *signer);
/* The head's key must open; the office's is taken when it is at hand. */
MUST_CHECK enum err command_publisher(struct command *c, struct publisher *p);
/* Sends what a command brought about, if the keys are at hand; else the next `publish` does. */
MUST_CHECK enum err command_publish_own(struct command *c);

MUST_CHECK enum err command_init(struct command *c);
MUST_CHECK enum err command_serve(struct command *c);
MUST_CHECK enum err command_tidy(struct command *c);
MUST_CHECK enum err command_mirror(struct command *c);
MUST_CHECK enum err command_move(struct command *c);
MUST_CHECK enum err command_stick(struct command *c);
MUST_CHECK enum err command_bucket(struct command *c);
MUST_CHECK enum err command_report(struct command *c);
MUST_CHECK enum err command_fleet(struct command *c);
MUST_CHECK enum err command_key(struct command *c);
MUST_CHECK enum err command_admit(struct command *c);
MUST_CHECK enum err command_staff(struct command *c);
MUST_CHECK enum err command_log(struct command *c);
MUST_CHECK enum err command_fingerprint(struct command *c);

MUST_CHECK enum err command_import(struct command *c);
MUST_CHECK enum err command_sign(struct command *c);
MUST_CHECK enum err command_publish(struct command *c);
MUST_CHECK enum err command_list(struct command *c);
MUST_CHECK enum err command_show(struct command *c);
MUST_CHECK enum err command_export(struct command *c);
MUST_CHECK enum err command_withdraw(struct command *c);
MUST_CHECK enum err command_ready(struct command *c);

MUST_CHECK enum err command_policy(struct command *c);
MUST_CHECK enum err command_due(struct command *c);
MUST_CHECK enum err command_meeting(struct command *c);
MUST_CHECK enum err command_agenda(struct command *c);
MUST_CHECK enum err command_book(struct command *c);
MUST_CHECK enum err command_sheet(struct command *c);
MUST_CHECK enum err command_changes(struct command *c);
MUST_CHECK enum err command_forms(struct command *c);
MUST_CHECK enum err command_archive(struct command *c);
MUST_CHECK enum err command_delete(struct command *c);

MUST_CHECK enum err command_inbox(struct command *c);
MUST_CHECK enum err command_letter(struct command *c);
MUST_CHECK enum err command_answer(struct command *c);
MUST_CHECK enum err command_grade(struct command *c);
MUST_CHECK enum err command_mailbox(struct command *c);
