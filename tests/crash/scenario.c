#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "log.h"

void must_hold(bool holds, const char *what, const char *file, int line)
{
    if (!holds) {
        fprintf(stderr, "%s:%d: %s\n", file, line, what);
        exit(EXIT_BROKEN);
    }
}

void say_done(void)
{
    puts("done");
    fflush(stdout);
}

int say_error(enum err err, const struct complaint *why)
{
    printf("error %s: %s\n", err_name(err), why->text);
    fflush(stdout);
    return EXIT_ERROR;
}

enum finding neither(const char *what)
{
    fprintf(stderr, "neither before nor after: %s\n", what);
    return FOUND_NEITHER;
}

static const struct scenario *scenario_find(const char *name)
{
    for (size_t i = 0; scenarios[i]; i++) {
        if (strcmp(scenarios[i]->name, name) == 0) {
            return scenarios[i];
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    static const char *const findings[] = {"before", "after", "neither"};
    const struct scenario *scenario = argc == 4 ? scenario_find(argv[1]) : NULL;

    if (!scenario) {
        fprintf(stderr, "usage: scenario NAME prepare|act|verify FOLDER\n");
        return EXIT_BROKEN;
    }
    log_open("scenario");
    must(seal_start());
    if (strcmp(argv[2], "prepare") == 0) {
        scenario->prepare(argv[3]);
        return 0;
    }
    if (strcmp(argv[2], "act") == 0) {
        return scenario->act(argv[3]);
    }
    puts(findings[scenario->verify(argv[3])]);
    return 0;
}
