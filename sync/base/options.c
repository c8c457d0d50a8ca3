/* options.c - see options.h. */
#include "options.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { SPECS_MAX = sizeof((struct options *)0)->values / sizeof(const char *) };

/* The index of the option called name[0..size); spec_count when there is none. */
static size_t spec_find(const struct option_spec *specs, size_t spec_count, const char *name,
                        size_t size)
{
    size_t i = 0;
    while (i < spec_count &&
           !(strlen(specs[i].name) == size && memcmp(specs[i].name, name, size) == 0)) {
        i++;
    }
    return i;
}

static void note_fault(struct options *options, enum option_fault fault, const char *at,
                       const struct option_spec *of)
{
    options->fault = fault;
    options->fault_at = at;
    options->fault_of = of;
}

/* Takes argv[*at], an option, and its value if that is the next argument. */
static enum err parse_option(int argc, char *const *argv, int *at, struct options *options,
                             struct complaint *why)
{
    const char *name = argv[*at] + 2;
    const char *equals = strchr(name, '=');
    size_t size = equals ? (size_t)(equals - name) : strlen(name);
    size_t index = spec_find(options->specs, options->spec_count, name, size);

    if (index == options->spec_count) {
        note_fault(options, OPTION_UNKNOWN, argv[*at], NULL);
        return complain(why, ERR_INVALID, "unknown option --%.*s; see --help", (int)size, name);
    }
    const struct option_spec *spec = &options->specs[index];
    if (!spec->value) {
        if (equals) {
            note_fault(options, OPTION_TAKES_NO_VALUE, argv[*at], spec);
            return complain(why, ERR_INVALID, "option --%s takes no value", spec->name);
        }
        options->values[index] = "";
        return OK;
    }
    if (equals) {
        options->values[index] = equals + 1;
        return OK;
    }
    /* What begins with dashes is an option whose neighbour forgot its value; `=` can still say it.
     */
    if (*at + 1 >= argc || strncmp(argv[*at + 1], "--", 2) == 0) {
        note_fault(options, OPTION_NEEDS_VALUE, argv[*at], spec);
        return complain(why, ERR_INVALID, "option --%s needs a value: --%s %s", spec->name,
                        spec->name, spec->value);
    }
    options->values[index] = argv[++*at];
    return OK;
}

static enum err add_word(struct options *options, const char *word, struct complaint *why)
{
    if (options->word_count == OPTION_WORDS_MAX) {
        note_fault(options, OPTION_TOO_MANY_WORDS, word, NULL);
        return complain(why, ERR_INVALID, "more than %d words on the command line",
                        OPTION_WORDS_MAX);
    }
    options->words[options->word_count++] = word;
    return OK;
}

enum err options_parse(const struct option_spec *specs, size_t spec_count, int argc,
                       char *const *argv, struct options *options, struct complaint *why)
{
    assert(spec_count <= SPECS_MAX);
    *options = (struct options){.specs = specs, .spec_count = spec_count};
    bool only_words = false;
    enum err err = OK;

    for (int i = 1; i < argc && !err; i++) {
        if (only_words || argv[i][0] != '-' || argv[i][1] == '\0') {
            err = add_word(options, argv[i], why);
        } else if (strcmp(argv[i], "--") == 0) {
            only_words = true;
        } else if (argv[i][1] == '-') {
            err = parse_option(argc, argv, &i, options, why);
        } else {
            note_fault(options, OPTION_UNKNOWN, argv[i], NULL);
            err = complain(why, ERR_INVALID, "unknown option %s; see --help", argv[i]);
        }
    }
    return err;
}

const char *option_value(const struct options *options, const char *name)
{
    size_t index = spec_find(options->specs, options->spec_count, name, strlen(name));
    assert(index < options->spec_count);
    return options->values[index];
}

bool option_given(const struct options *options, const char *name)
{
    return option_value(options, name) != NULL;
}

/* The width of "  --name VALUE". */
static int left_size(const struct option_spec *spec)
{
    return (int)(4 + strlen(spec->name) + (spec->value ? 1 + strlen(spec->value) : 0));
}

void options_print_help(const struct option_spec *specs, size_t spec_count)
{
    int widest = 0;
    for (size_t i = 0; i < spec_count; i++) {
        int size = left_size(&specs[i]);
        widest = size > widest ? size : widest;
    }
    for (size_t i = 0; i < spec_count; i++) {
        printf("  --%s%s%s%*s%s\n", specs[i].name, specs[i].value ? " " : "",
               specs[i].value ? specs[i].value : "", widest - left_size(&specs[i]) + 2, "",
               specs[i].help);
    }
}
