/* agenda.h - everything the documents ask of the committee, due and overdue, and the Monday
 * meeting's agenda made from it (rules/compliance.h). */
#pragma once

#include <stdio.h>

#include "mailbox_keys.h"
#include "site.h"

enum agenda_form {
    AGENDA_MONDAY, /* left over, this week, coming */
    AGENDA_ALL,    /* the list */
    AGENDA_PEOPLE, /* how much falls to whom */
};

/* `mailbox` NULL: the books stay closed, and nothing is asked of them. JSON: an array of {kind,
 * state, due_on, days, who, what, article, key, item, section}. */
MUST_CHECK enum err agenda_print(struct site *site, int32_t day, enum agenda_form form,
                                 const struct mailbox_keys *mailbox, bool json, FILE *out,
                                 struct complaint *why);
