/* options.h - the command line of our programs: long options, then words.
 *
 * `--name value`, `--name=value`, flags, and words in any order; `--` ends the options. One table
 * per program gives the parser and the help text, so the two cannot disagree. */
#pragma once

#include "bytes.h"

enum { OPTION_WORDS_MAX = 1024, OPTION_SPECS_MAX = 96 };

struct option_spec {
    const char *name;  /* without the dashes */
    const char *value; /* its placeholder in the help ("FILE"); NULL for a flag */
    const char *help;
};

enum option_fault {
    OPTION_FINE,
    OPTION_UNKNOWN,
    OPTION_TAKES_NO_VALUE,
    OPTION_NEEDS_VALUE,
    OPTION_TOO_MANY_WORDS,
};

struct options {
    const struct option_spec *specs;
    size_t spec_count;
    const char *values[OPTION_SPECS_MAX]; /* by index in specs; NULL: not given. A flag's is "" */
    const char *words[OPTION_WORDS_MAX];
    size_t word_count;
    /* What was wrong and where, for a program that says it in its own words. */
    enum option_fault fault;
    const char *fault_at;               /* the argument */
    const struct option_spec *fault_of; /* NULL for an unknown one */
};

/* ERR_INVALID with a sentence: unknown option, value missing, too many words. Views of argv. */
MUST_CHECK enum err options_parse(const struct option_spec *specs, size_t spec_count, int argc,
                                  char *const *argv, struct options *options,
                                  struct complaint *why);
const char *option_value(const struct options *options, const char *name); /* NULL: not given */
bool option_given(const struct options *options, const char *name);
/* Lines of "  --name VALUE   help" to standard output. */
void options_print_help(const struct option_spec *specs, size_t spec_count);
