/* snapshot_parts.h - what the sources of the snapshot share. */
#pragma once

#include "snapshot_model.h"

/* An entry as the store has it (version 0: the newest), checked, whatever its kind and time. */
MUST_CHECK enum err snapshot_entry(struct snapshot *snapshot, struct text key, uint64_t version,
                                   struct arena *arena, struct entry *entry, struct complaint *why);
MUST_CHECK enum err snapshot_object(struct snapshot *snapshot, const struct entry *entry,
                                    struct arena *arena, struct bytes *object,
                                    struct complaint *why);
/* A place names a record by its key, with or without the kind's prefix in front. */
struct text snapshot_key(struct snapshot *snapshot, const char *prefix, const char *given);
/* Not embargoed and not ended at the snapshot's now; notes when that changes. */
bool snapshot_is_open(struct snapshot *snapshot, const struct entry *entry);

/* Calls `handle` for each record of `kind` whose key begins with `prefix` that is checked and open,
 * the last key first, at most `max`. */
typedef void handle_shown(struct snapshot *snapshot, const struct shown *shown, void *data);
void snapshot_each(struct snapshot *snapshot, enum kind kind, const char *prefix, size_t max,
                   handle_shown *handle, void *data);
/* False: the text holds what never belongs on a public board. */
bool snapshot_gate(const struct snapshot *snapshot, struct text text);
/* The same for all texts of a record (rules/gate.h). */
bool snapshot_passes(const struct snapshot *snapshot, enum kind kind, const void *record);
/* A Markdown text; the pictures in it are read as well. */
struct blocks snapshot_markdown(struct snapshot *snapshot, struct text text);
/* Notes the office's own reading of the page's text, if it is there and what it says it is. */
void snapshot_note_recording(struct snapshot *snapshot, struct text key, struct model *model);
/* Reads a picture for the model, once. What must not be believed has no file there. */
void snapshot_picture(struct snapshot *snapshot, struct text key);

/* Is what the fact tells believable? */
struct fact_check {
    enum { FACT_UNCHECKED, FACT_GOOD, FACT_BAD } state;
    uint64_t version;
};

void snapshot_facts(struct snapshot *snapshot); /* reads them unless they are there */
/* The row of one fact, its record checked. `record` is one of snapshot->facts. */
struct board_row snapshot_row(struct snapshot *snapshot, const struct model *model,
                              const struct published *record);
/* The ten rows of a month (PERIOD_NONE: today's), their records checked. */
void snapshot_rows(struct snapshot *snapshot, const struct model *model, struct period month,
                   struct board_row rows[ITEM_COUNT]);
/* The disclosure under `key`: there, open, signed, and fit to be shown. */
bool snapshot_disclosure(struct snapshot *snapshot, struct text key, struct arena *arena,
                         struct disclosure *record);
/* The same, with accounts. */
bool snapshot_accounts(struct snapshot *snapshot, struct text key, struct arena *arena,
                       struct disclosure *record);
/* The key of the same item and part one period earlier; empty where there is none. */
struct text snapshot_key_before(struct snapshot *snapshot, struct text key, struct period period);
/* Number and check code of the board month in model->board. */
void load_issue(struct snapshot *snapshot, struct model *model);
void load_compare(struct snapshot *snapshot, struct model *model);
void load_changes(struct snapshot *snapshot, struct model *model);
void load_archive(struct snapshot *snapshot, struct model *model);
void load_board(struct snapshot *snapshot, struct model *model);
void load_organisation(struct snapshot *snapshot, struct model *model);
void load_building(struct snapshot *snapshot, struct model *model);
void load_compliance(struct snapshot *snapshot, struct model *model);
void load_emergency(struct snapshot *snapshot, struct model *model);
void load_slides(struct snapshot *snapshot, struct model *model);
void load_answers(struct snapshot *snapshot, struct model *model);
void load_search(struct snapshot *snapshot, struct model *model);
/* What stands beside the item of model->item: the four forms, opinions and answers. */
void load_beside(struct snapshot *snapshot, struct model *model);
/* What the meeting of model->meeting resolved, and which sitting it is. */
void load_resolutions(struct snapshot *snapshot, struct model *model);
void load_item(struct snapshot *snapshot, struct model *model);
void load_readiness(struct snapshot *snapshot, struct model *model);
void load_meetings(struct snapshot *snapshot, struct model *model);
void load_next_meeting(struct snapshot *snapshot, struct model *model);
void load_meeting(struct snapshot *snapshot, struct model *model);
void load_duty(struct snapshot *snapshot, struct model *model);
void load_regulations(struct snapshot *snapshot, struct model *model);
void load_regulation(struct snapshot *snapshot, struct model *model);
void load_notices(struct snapshot *snapshot, struct model *model);
void load_notice(struct snapshot *snapshot, struct model *model);
