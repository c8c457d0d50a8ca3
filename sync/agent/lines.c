/* lines.c - see lines.h. */
#include "lines.h"

#include <stdlib.h>
#include <string.h>

#include "agent.h"
#include "log.h"

/* ---- which there are ---- */

static struct line *line_find(struct lines *lines, const char *origin)
{
    for (size_t i = 0; i < lines->count; i++) {
        if (strcmp(lines->at[i].origin, origin) == 0) {
            return &lines->at[i];
        }
    }
    return NULL;
}

static void line_close(struct line *line)
{
    if (line->transport.close) {
        line->transport.close(line->transport.data);
    }
    free(line->origin);
    *line = (struct line){0};
}

void lines_close(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        line_close(&lines->at[i]);
    }
    *lines = (struct lines){0};
}

static enum err line_add(struct lines *lines, struct text origin, line_open_fn *open, void *data,
                         struct complaint *why)
{
    char name[LINE_ORIGIN_BYTES_MAX];
    struct line line = {0};

    if (origin.size == 0 || origin.size >= sizeof name || lines->count == LINES_MAX) {
        return complain(why, ERR_INVALID, "no origin, or more than %d", LINES_MAX);
    }
    text_copy(origin, name, sizeof name);
    if (line_find(lines, name)) {
        return OK;
    }
    line.origin = strdup(name);
    enum err err =
        line.origin ? open(data, line.origin, lines->count == 0, &line.transport, why) : ERR_NOMEM;
    if (err) {
        line.transport = (struct transport){0};
        line_close(&line);
        return err;
    }
    lines->at[lines->count++] = line;
    return OK;
}

static bool policy_names(const struct texts *origins, const char *origin)
{
    for (size_t i = 0; i < origins->count; i++) {
        if (text_is(origins->at[i], origin)) {
            return true;
        }
    }
    return false;
}

/* What neither the command line nor the policy names any more. */
static void lines_drop(struct lines *lines, const struct texts *origins)
{
    size_t kept = 1;

    for (size_t i = 1; i < lines->count; i++) {
        struct line *line = &lines->at[i];
        if (policy_names(origins, line->origin)) {
            lines->at[kept++] = *line;
        } else {
            line_close(line);
        }
    }
    if (kept < lines->count) {
        lines->count = kept;
        lines->fetched = lines->pushed = 0;
    }
}

enum err lines_begin(struct lines *lines, const char *given, line_open_fn *open, void *data,
                     struct complaint *why)
{
    return line_add(lines, text_of(given), open, data, why);
}

void lines_refresh(struct agent *agent, line_open_fn *open, void *data)
{
    struct policy policy = {0};
    struct complaint why = {0};
    size_t mark = arena_mark(&agent->scratch);

    if (agent->lines.count > 0 && agent->enrolled &&
        agent_record(agent, KIND_policy, "policy", &policy, NULL) == OK) {
        lines_drop(&agent->lines, &policy.origins);
        for (size_t i = 0; i < policy.origins.count; i++) {
            struct text origin = policy.origins.at[i];
            if (line_add(&agent->lines, origin, open, data, &why)) {
                log_warn("the policy's origin %.*s is left out: %s", TEXT_ARG(origin), why.text);
            }
        }
    }
    arena_rewind(&agent->scratch, mark);
}

void lines_reopen(struct agent *agent, const char *origin, line_open_fn *open, void *data)
{
    struct line *line = line_find(&agent->lines, origin);
    struct transport fresh = {0};
    struct complaint why = {0};

    if (!line) {
        return;
    }
    if (open(data, line->origin, line == agent->lines.at, &fresh, &why)) {
        log_warn("%s stays as it was: %s", origin, why.text);
        return;
    }
    if (line->transport.close) {
        line->transport.close(line->transport.data);
    }
    line->transport = fresh;
    line->failures = 0;
    line->rest_until_s = 0;
    agent->transport = agent->lines.at[0].transport;
}

/* ---- trying them ---- */

/* Not our own disk or memory. */
static bool is_lines_fault(enum err err)
{
    return err == ERR_UNAVAILABLE || err == ERR_INVALID || err == ERR_MISMATCH ||
           err == ERR_DENIED || err == ERR_NOT_FOUND;
}

static void line_note(struct line *line, int64_t boot_s, enum err err)
{
    int64_t rest_s = LINE_REST_S_FIRST;

    if (!err) {
        line->failures = 0;
        line->rest_until_s = 0;
        return;
    }
    for (unsigned i = 0; i < line->failures && rest_s < LINE_REST_S_MAX; i++) {
        rest_s *= 2;
    }
    line->failures++;
    line->rest_until_s = boot_s + (rest_s < LINE_REST_S_MAX ? rest_s : LINE_REST_S_MAX);
}

static size_t line_rested_longest(const struct lines *lines)
{
    size_t best = 0;

    for (size_t i = 1; i < lines->count; i++) {
        if (lines->at[i].rest_until_s < lines->at[best].rest_until_s) {
            best = i;
        }
    }
    return best;
}

static enum err line_use(struct agent *agent, size_t index, line_try_fn *attempt,
                         struct complaint *why)
{
    struct line *line = &agent->lines.at[index];

    *why = (struct complaint){0};
    agent->transport = line->transport;
    if (agent->transport.doubt_clock) {
        agent->transport.doubt_clock(agent->transport.data, agent->clock.doubtful);
    }
    enum err err = attempt(agent, why);
    if (!err || is_lines_fault(err)) {
        line_note(line, agent->time.since_boot_s, err);
    }
    if (err && agent->lines.count > 1) {
        complaint_prefix(why, "%s", line->origin);
    }
    return err;
}

enum err lines_try(struct agent *agent, size_t *at, line_try_fn *attempt, struct complaint *why)
{
    struct lines *lines = &agent->lines;
    enum err err = ERR_UNAVAILABLE;
    bool tried = false;

    if (lines->count == 0) {
        return attempt(agent, why); /* one transport, set by hand */
    }
    for (size_t i = 0, first = *at; i < lines->count; i++) {
        size_t index = (first + i) % lines->count;
        if (lines->at[index].rest_until_s <= agent->time.since_boot_s) {
            tried = true;
            *at = index;
            err = line_use(agent, index, attempt, why);
            if (!err || !is_lines_fault(err)) {
                return err;
            }
        }
    }
    if (!tried) {
        *at = line_rested_longest(lines);
        err = line_use(agent, *at, attempt, why);
    }
    return err;
}
