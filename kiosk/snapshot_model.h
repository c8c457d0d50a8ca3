/* snapshot_model.h - what the store holds, as the model that pages see.
 *
 * Nothing reaches the model that was not checked against the pinned root: signatures as the kind
 * asks, and the object's hash (checked.h). What opens later, ended, or was withdrawn is told by its
 * state and never by its content; what fails the check is told as such. Each load reads the store
 * in short transactions and leaves no view of it behind: texts of the model live in the snapshot's
 * arena until the next load. The privacy gate (rules/privacy.h) is asked again before showing. */
#pragma once

#include "checked.h"
#include "clock.h"
#include "data_folder.h"
#include "model.h"
#include "policy.h" /* rules */
#include "rule_set.h"

enum {
    SNAPSHOT_FACTS_MAX = 4096, /* disclosures, announcements and withdrawals in the view */
    SNAPSHOT_PEOPLE_MAX = MODEL_STAFF_MAX,
};

/* A published record, found good. Views into the arena it was read into. */
struct shown {
    struct entry entry;
    struct bytes object;
};

struct snapshot {
    struct data_folder *folder; /* the caller's */
    struct checked checked;
    struct arena base;    /* until the content or the root changes: policy, people, facts */
    struct arena page;    /* until the next load */
    struct arena scratch; /* within one call */
    struct arena files;   /* of pictures; until the next load */
    struct model_picture pictures[MODEL_PICTURES_MAX]; /* that the texts loaded show */
    size_t picture_count;
    bool has_policy;
    struct policy policy;
    struct calendar calendar;
    struct rule_set rules;                     /* of policy */
    struct person people[SNAPSHOT_PEOPLE_MAX]; /* staff who have not left */
    size_t people_count;
    bool facts_ready;
    struct published *facts;
    struct fact_check *checks; /* beside facts */
    size_t fact_count;
    struct board board; /* over facts */
    int64_t now_s;
    int64_t changes_s; /* the next moment at which something opens or ends; INT64_MAX: none known */
};

MUST_CHECK enum err snapshot_init(struct snapshot *snapshot, struct data_folder *folder);
void snapshot_deinit(struct snapshot *snapshot);
/* The content or the root is another one: forgets what was read, reads policy and people. */
void snapshot_renew(struct snapshot *snapshot);
int snapshot_offset_min(const struct snapshot *snapshot); /* the default without a policy */

/* Fills what model->place shows, and what every page shows: site, now, doubt. After this the model
 * stays right until snapshot->changes_s, the next midnight, or a renewal. Leaves draft, receipt,
 * lookup and staff alone, but for readiness and people of the staff pages. */
void snapshot_load(struct snapshot *snapshot, const struct clock_verdict *clock,
                   struct model *model);
/* The office's own reading under this key, Ogg Opus. ERR_NOT_FOUND: none that is in force;
 * ERR_MISMATCH: it is not what its name says; ERR_INVALID. */
MUST_CHECK enum err snapshot_recording(struct snapshot *snapshot, struct text key,
                                       struct arena *arena, struct bytes *file);

/* Only what changes with time alone: now, doubt, today, freshness. True: the day is another one or
 * changes_s has passed, so load again. */
bool snapshot_tick(struct snapshot *snapshot, const struct clock_verdict *clock,
                   struct model *model);

/* One published record, checked; ERR_NOT_FOUND (also: not open, ended, or of another kind);
 * ERR_DENIED, ERR_MISMATCH: there is one that must not be believed. Copied into `arena`. */
MUST_CHECK enum err snapshot_record(struct snapshot *snapshot, enum kind kind, struct text key,
                                    struct arena *arena, struct shown *shown);
