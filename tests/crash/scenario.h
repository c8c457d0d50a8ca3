/* scenario.h - a program that is stopped at its n-th durable call, in three parts.
 *
 *   scenario NAME prepare FOLDER   makes the state before
 *   scenario NAME act FOLDER       what is interrupted; prints "done" when it was told that it is
 *   scenario NAME verify FOLDER    prints what it finds: "before", "after", or neither and why
 *
 * act exits 0 when done and 3 when an error was returned, after printing "error NAME: sentence" and
 * reading the state of before through the same handle. */
#pragma once

#include "bytes.h"

enum { EXIT_DONE = 0, EXIT_BROKEN = 2, EXIT_ERROR = 3 };

enum finding { FOUND_BEFORE, FOUND_AFTER, FOUND_NEITHER };

struct scenario {
    const char *name;
    void (*prepare)(const char *folder);
    int (*act)(const char *folder);
    enum finding (*verify)(const char *folder);
};

/* Those of the program, NULL-terminated: scenarios_store.c, scenarios_office.c. */
extern const struct scenario *const scenarios[];

extern const struct scenario scenario_outbox_append, scenario_outbox_first, scenario_outbox_ack,
    scenario_outbox_settle, scenario_outbox_migrate, scenario_content_flip, scenario_content_whole,
    scenario_content_expire, scenario_device_damaged;
extern const struct scenario scenario_office_publish, scenario_office_sign, scenario_office_intake,
    scenario_office_answer, scenario_office_collect, scenario_office_tidy;

/* What cannot fail in a scenario ends it: prints the line and exits with EXIT_BROKEN. */
#define must(e) must_hold((e) == OK, #e, __FILE__, __LINE__)
#define must_be(condition) must_hold((condition), #condition, __FILE__, __LINE__)
void must_hold(bool holds, const char *what, const char *file, int line);

/* Prints "done" so that it is out before anything else happens. */
void say_done(void);
/* Prints the error; returns EXIT_ERROR. */
int say_error(enum err err, const struct complaint *why);
/* Says on standard error what was found; returns FOUND_NEITHER. */
enum finding neither(const char *what);
