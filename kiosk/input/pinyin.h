/* pinyin.h - the pinyin engine as the kiosk sees it: a child process that may hang or die.
 *
 * It is started at the first question, killed and started again when it does not answer within
 * PINYIN_HANG_MS or answers nonsense, and given up for this resident after PINYIN_RESTARTS_MAX. */
#pragma once

#include "engine.h"

enum { PINYIN_HANG_MS = 2000, PINYIN_START_MS = 8000, PINYIN_RESTARTS_MAX = 3 };

struct pinyin;

/* NULL: no memory. Paths are copied; nothing is started yet. */
struct pinyin *pinyin_new(const char *program, const char *folder);
void pinyin_free(struct pinyin *pinyin); /* accepts NULL */
struct input_engine pinyin_engine(struct pinyin *pinyin);
int pinyin_child(const struct pinyin *pinyin); /* its process, 0 none */
