/* rime.h - librime as our pinyin engine; rime.c alone includes its header.
 *
 * Learning is off by schema: there is no user dictionary, and the folder is only read. */
#pragma once

#include "engine.h"

struct rime;

/* Loads the three schemes of `folder` (made by data/make_pinyin.py), all of them touched once so
 * that nothing needs to be opened later. ERR_NOT_FOUND: they are not there. One per process. */
MUST_CHECK enum err rime_open(const char *folder, struct rime **rime, struct complaint *why);
/* QUERY_KEYS or QUERY_PICK. */
void rime_answer(struct rime *rime, const struct input_query *query, struct input_answer *answer);
