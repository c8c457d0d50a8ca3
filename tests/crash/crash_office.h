/* crash_office.h - an office as the commands open it, for scenarios. */
#pragma once

#include "head.h"
#include "inbox.h"
#include "intake.h"
#include "keys.h"
#include "log_entry.h"
#include "publish.h"
#include "scenario.h"
#include "signing.h"

struct office {
    struct site site;
    struct passphrases passphrases;
    struct publisher publisher;
    struct signer supervision;
    struct mailbox_keys mailbox;
    struct complaint why;
};

/* Midnight of a day of 2026, civil. */
int64_t moment(int month, int day);
/* Founds FOLDER/site, with open keys. */
void office_found(const char *folder);
/* On 2026-11-08. office_try: an error instead of an end. */
enum err office_try(struct office *o, const char *folder);
void office_open(struct office *o, const char *folder);
void office_import(struct office *o, const char *folder, const char *name, const char *text);
enum err office_sign(struct office *o, enum role role); /* all that waits for it */
enum err office_publish(struct office *o);

/* ---- what a kiosk would find ---- */

bool tree_read(struct office *o, const char *route, struct bytes *bytes);
bool log_read(struct office *o, uint64_t seq, struct log_entry *log, struct bytes *plain);
bool object_is_there(struct office *o, const struct log_entry *log, const struct entry *entry);
/* All that a kiosk which knows nothing fetches: the head, its snapshot, the logs behind it and
 * their objects; each is there, whole, and as signed. `note` (may be NULL) sees each entry. False,
 * and neither() says what is wrong. */
typedef void entry_note_fn(const struct entry *entry, void *data);
bool fresh_read(struct office *o, entry_note_fn *note, void *data, struct head *head);
