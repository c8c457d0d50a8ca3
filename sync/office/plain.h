/* plain.h - what lower layers say in English, said to staff in plain Chinese.
 *
 * The lower layers speak to programmers as well, so their sentences are English and exact. Where
 * one of them would reach a member of staff, the office says by its code what happened and what to
 * do, and keeps the exact words behind for whoever is asked for help. */
#pragma once

#include "errors.h"

/* Rewrites `why` when it holds no Chinese (or nothing at all): a record's field that is too long,
 * missing or holds an odd character is named as staff know it, everything else by `err`. Sentences
 * that are Chinese already stay. */
void complaint_make_plain(struct complaint *why, enum err err);
