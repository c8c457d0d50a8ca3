/* staff_parts.h - what the sources of staff mode share. */
#pragma once

#include "staff_mode.h"
#include "words.h"

void staff_say(struct staff_room *room, enum word id);
/* A line for the audit book: "<person> <act>". */
MUST_CHECK enum err staff_audit(struct txn *txn, const struct staff_mode *mode,
                                const struct staff_room *room, const char *act);
MUST_CHECK enum err staff_begin(struct staff_mode *mode, enum staff_work work,
                                struct child_job *job);
/* Commits when err is OK, else aborts and says that nothing was saved. */
MUST_CHECK enum err staff_end(struct staff_room *room, struct txn *txn, enum err err);
void staff_finish_answer(struct staff_mode *mode, struct staff_room *room,
                         const struct child_answer *answer);
/* What was opened before is wiped first, so the arena serves one list at a time. */
void staff_begin_list(struct staff_room *room);
/* The overview's: how many entries each register has, letters, and today's visitors. */
void staff_fill_books(struct staff_mode *mode, struct staff_room *room);
