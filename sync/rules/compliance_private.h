/* compliance_private.h - the list while it is being made: compliance.c asks each line of work for
 * its obligations. */
#pragma once

#include "compliance.h"

struct compliance {
    const struct compliance_facts *facts;
    const struct rule_set *rules;
    struct board_moment moment;
    int32_t today;
    struct arena *arena;
    struct obligation *at; /* OBLIGATIONS_MAX */
    size_t count;
    bool failed; /* the arena was too small */
};

/* Adds `obligation` with its state and days judged from due_on (0: OBLIGATION_AMISS), and the
 * sentence. What is due later than OBLIGATION_SOON_DAYS is left out unless `always`. */
void oblige(struct compliance *list, struct obligation obligation, bool always, const char *format,
            ...) __attribute__((format(printf, 4, 5)));
/* The one in office with that post, "" when nobody is known. */
struct text post_holder(const struct compliance *list, const struct roll *roll, const char *post);
struct text director_of(const struct compliance *list);

void compliance_board(struct compliance *list);    /* G, and opinions on items */
void compliance_people(struct compliance *list);   /* G9, G10, R9, R10 */
void compliance_meetings(struct compliance *list); /* R, T, W3, W5, W6 */
void compliance_books(struct compliance *list);    /* W1, W2, W8, W9, the mailbox */
