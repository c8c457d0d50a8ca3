/* main.c - noticepoint-sync: the one that talks to the office. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "agent.h"
#include "backoff.h"
#include "civil.h"
#include "credentials.h"
#include "enrolment.h"
#include "hash.h"
#include "log.h"
#include "notes.h"
#include "options.h"
#include "random.h"
#include "status.h"
#include "stick.h"
#include "watch.h"

enum { STATUS_ARENA_BYTES = 256 * 1024, MAP_MIB_MAX = 1024 * 1024, INTERVAL_S_MAX = 24 * 3600 };

static const struct option_spec specs[] = {
    {"data", "DIR", "the kiosk's data folder (content and device lie in it)"},
    {"origin", "URL", "where the office's tree is served: http://HOST:PORT or https://HOST"},
    {"stick", "DIR", "a USB stick from the office instead of a server (enrol, once)"},
    {"office", "ID", "which office, when the origin serves several (enrol)"},
    {"expect", "FINGERPRINT", "the office's 16 characters; another office is not pinned (enrol)"},
    {"name", "NAME", "what the office shall call this kiosk (enrol)"},
    {"pin", "PIN", "sha256//... of the origin's TLS key; kept at enrolment"},
    {"ca", "FILE", "certificates to trust instead of the system's"},
    {"store-keys", "FILE",
     "this kiosk's keys for an object store; only its owner may read the file"},
    {"proxy", "URL", "HTTP proxy; the environment's proxies are not used"},
    {"interval", "S", "seconds between rounds (run; default 300)"},
    {"map-mib", "N", "upper limit of the content store in MiB (default 1024)"},
    {"json", NULL, "the status as JSON"},
    {"now", "TIME", "believe this time (YYYY-MM-DD[THH:MM[:SS]], or ...Z for UTC); for tests"},
    {"help", NULL, "this text"},
    {"version", NULL, "the version"},
};
enum { SPEC_COUNT = sizeof specs / sizeof specs[0] };

/* What the command line says. */
struct command {
    const char *verb, *data, *origin, *stick, *office, *expect, *name, *pin, *ca, *proxy;
    const char *store_keys;
    struct credentials credentials; /* from store_keys, else granted; for its origin's line alone */
    struct hash granted;            /* of the grant that is in use */
    unsigned interval_s;
    size_t map_bytes;
    bool json, now_set;
    int64_t now_s, now_boot_s; /* --now, and when it was so */
};

static volatile sig_atomic_t stop;

static int64_t clock_s(clockid_t id)
{
    struct timespec ts = {0};
    clock_gettime(id, &ts);
    return ts.tv_sec;
}

static uint64_t monotonic_ms(void)
{
    struct timespec ts = {0};
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

static struct agent_time time_read(const struct command *command)
{
    struct agent_time time = {.raw_s = clock_s(CLOCK_REALTIME),
                              .since_boot_s = clock_s(CLOCK_BOOTTIME)};

    if (command->now_set) {
        time.raw_s = command->now_s + (time.since_boot_s - command->now_boot_s);
        time.set = true;
    }
    return time;
}

/* ---- the command line ---- */

static void print_help(void)
{
    printf(
        "noticepoint-sync - brings what the office publishes, and takes what was written here\n"
        "\n"
        "  noticepoint-sync --data DIR --origin URL enrol    pin the office's root, offer a key\n"
        "  noticepoint-sync --data DIR --origin URL once     one round\n"
        "  noticepoint-sync --data DIR --origin URL run      rounds until SIGTERM\n"
        "  noticepoint-sync --data DIR --stick DIR once      the same, from and to a USB stick\n"
        "  noticepoint-sync --data DIR status [--json]       what is true of this kiosk\n"
        "\n");
    options_print_help(specs, SPEC_COUNT);
    printf("\nExit codes: 0 done, 2 usage, 65 what the office shows is refused, 69 the office is "
           "not reached\nor another agent is at work, 74 disk, 77 denied, 1 not enrolled.\n");
}

static enum err number_option(const struct options *options, const char *name, uint64_t max,
                              uint64_t *value, struct complaint *why)
{
    const char *given = option_value(options, name);

    if (given && (text_parse_uint(text_of(given), max, value) || *value == 0)) {
        return complain(why, ERR_INVALID, "--%s %s: a number from 1 to %" PRIu64 " is needed", name,
                        given, max);
    }
    return OK;
}

static enum err command_read(const struct options *options, struct command *command,
                             struct complaint *why)
{
    uint64_t interval_s = INTERVAL_S_DEFAULT, map_mib = 0;
    const char *now = option_value(options, "now");
    enum err err = number_option(options, "interval", INTERVAL_S_MAX, &interval_s, why);

    if (!err) {
        err = number_option(options, "map-mib", MAP_MIB_MAX, &map_mib, why);
    }
    if (err) {
        return err;
    }
    *command = (struct command){
        .data = option_value(options, "data"),
        .origin = option_value(options, "origin"),
        .stick = option_value(options, "stick"),
        .office = option_value(options, "office"),
        .expect = option_value(options, "expect"),
        .name = option_value(options, "name"),
        .pin = option_value(options, "pin"),
        .ca = option_value(options, "ca"),
        .proxy = option_value(options, "proxy"),
        .store_keys = option_value(options, "store-keys"),
        .json = option_given(options, "json"),
        .interval_s = (unsigned)interval_s,
        .map_bytes = (size_t)map_mib * 1024 * 1024,
        .now_boot_s = clock_s(CLOCK_BOOTTIME),
    };
    if (now) {
        command->now_set = true;
        if (civil_parse_time(text_of(now), CIVIL_OFFSET_MIN_DEFAULT, &command->now_s)) {
            return complain(why, ERR_INVALID, "--now %s: no such time", now);
        }
    }
    if (options->word_count != 1) {
        return complain(why, ERR_INVALID, "one of enrol, once, run, status is needed");
    }
    command->verb = options->words[0];
    if (!command->data) {
        return complain(why, ERR_INVALID, "--data DIR is needed");
    }
    return OK;
}

/* ---- verbs ---- */

static int say(enum err err, const struct complaint *why)
{
    log_error("%s", why->text[0] ? why->text : err_name(err));
    return err_exit_code(err);
}

static int status_run(const struct command *command)
{
    struct complaint why = {0};
    struct arena arena = {0};
    struct status status;
    struct text text;
    struct agent_time time = time_read(command);
    const struct clock_facts clock = {
        .raw_s = time.raw_s,
        .since_boot_s = time.since_boot_s,
        .floor_s = time.set ? time.raw_s : NOTICEPOINT_BUILT_S,
        .signed_s = time.set ? time.raw_s : 0,
    };
    enum err err = arena_init(&arena, STATUS_ARENA_BYTES);

    if (!err) {
        err = status_read(command->data, &clock, &arena, &status, &why);
    }
    if (!err) {
        err = command->json ? status_json(&status, &arena, &text)
                            : status_text(&status, CIVIL_OFFSET_MIN_DEFAULT, &arena, &text);
    }
    if (!err && (fwrite(text.data, 1, text.size, stdout) != text.size || fflush(stdout))) {
        err = complain(&why, ERR_IO, "standard output cannot be written");
    }
    arena_deinit(&arena);
    return err ? say(err, &why) : 0;
}

/* The pin is of the office's own server; another carrier has another key, and needs none for what
 * is signed. */
static enum err line_open(void *data, const char *origin, bool first, struct transport *transport,
                          struct complaint *why)
{
    const struct command *command = data;
    const struct credentials *store = &command->credentials;
    bool is_store = store->origin[0] && strcmp(store->origin, origin) == 0;
    struct http *http = NULL;
    const struct http_options options = {
        .origin = origin,
        .proxy = command->proxy,
        .pin = is_store && store->pin[0] ? store->pin
               : first                   ? command->pin
                                         : NULL,
        .ca = command->ca,
        .stop = &stop,
        .keys = is_store ? &store->keys : NULL,
    };
    enum err err = http_new(&options, &http, why);

    if (!err) {
        *transport = is_store ? transport_store(http) : transport_http(http);
    }
    return err;
}

/* What the office granted counts as if it had been given by --store-keys; a file goes before. The
 * line that the keys before were for loses them. */
static void grant_use(struct agent *agent, struct command *command, const struct grant *grant)
{
    const struct credentials_words words = {.access_key = grant->access_key,
                                            .secret_key = grant->secret_key,
                                            .region = grant->region,
                                            .origin = grant->origin,
                                            .pin = grant->pin};
    struct credentials *store = &command->credentials;
    struct complaint why = {0};
    char before[sizeof store->origin];

    text_copy(text_of(store->origin), before, sizeof before);
    if (credentials_given(&words, "the office's keys for a store", store, &why)) {
        log_warn("%s", why.text);
    }
    if (before[0] && strcmp(before, store->origin) != 0) {
        lines_reopen(agent, before, line_open, command);
    }
    lines_reopen(agent, store->origin, line_open, command);
}

static void grant_refresh(struct agent *agent, struct command *command)
{
    struct grant grant;
    struct bytes sealed;
    size_t mark = arena_mark(&agent->scratch);

    if (!command->store_keys && agent_grant(agent, &sealed, &grant) == OK) {
        struct hash hash = hash_of(sealed);
        if (!hash_equal(&hash, &command->granted)) {
            command->granted = hash;
            grant_use(agent, command, &grant);
        }
    }
    agent_scratch_wipe(agent, mark);
}

static enum err round_run(struct agent *agent, struct command *command, struct complaint *why)
{
    struct agent_time time = time_read(command);

    grant_refresh(agent, command);
    lines_refresh(agent, line_open, command);
    *why = (struct complaint){0};
    enum err err = agent_round(agent, &time, why);
    if (!err && agent->told.text[0]) {
        log_warn("%s", agent->told.text);
    }
    return err;
}

/* Sleeps until the next round is due: the interval, less after trouble, or at once when something
 * was written; but never before the office wants to hear from us again. */
static void rest(struct agent *agent, struct watch *watch, const struct command *command,
                 unsigned failures)
{
    uint32_t dice;
    random_fill(&dice, sizeof dice);
    uint64_t now = monotonic_ms(), quiet = now + (uint64_t)agent->retry_after_s * 1000;
    uint64_t due =
        now + (failures ? backoff_ms(failures, dice) : interval_ms(command->interval_s, dice));

    due = due < quiet ? quiet : due;
    while (!stop && (now = monotonic_ms()) < due) {
        if (now >= quiet && agent_outbox_grew(agent)) {
            return;
        }
        (void)watch_wait(watch, due - now);
    }
}

static int rounds_run(struct agent *agent, struct command *command)
{
    struct complaint why;
    struct watch watch;
    unsigned failures = 0;

    watch_begin(&watch, command->data, &stop);
    log_info("kiosk %s, a round every %u s", agent->kiosk_id, command->interval_s);
    while (!stop) {
        enum err err = round_run(agent, command, &why);
        if (err && !stop) {
            log_error("%s", why.text);
        }
        failures = err ? failures + 1 : 0;
        watch_drain(&watch);
        rest(agent, &watch, command, failures);
    }
    watch_end(&watch);
    log_info("ended");
    return 0;
}

static enum err pin_note(struct agent *agent, const char *pin, struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err;

    if (!pin) {
        return OK;
    }
    if ((err = txn_begin_write(agent->device, &txn)) ||
        (err = note_put(txn, NOTE_PIN, text_bytes(text_of(pin))))) {
        txn_abort(txn);
    } else {
        err = txn_commit(txn);
    }
    return err ? complain(why, err, "%s: the pin cannot be kept", agent->folder) : OK;
}

static int enrol_run(struct agent *agent, struct command *command)
{
    struct complaint why = {0}, offer_why = {0};
    struct enrolment e;
    enum err err =
        enrolment_pin(agent, text_of(command->office), text_of(command->expect), &e, &why);

    if (!err) {
        err = pin_note(agent, command->pin, &why);
    }
    if (err) {
        return say(err, &why);
    }
    printf("office       %.*s %.*s\n", TEXT_ARG(e.office), TEXT_ARG(e.name));
    printf("kiosk        %s\n", e.kiosk_id);
    printf("fingerprint  %.4s %.4s %.4s %.4s\n", e.fingerprint, e.fingerprint + 4,
           e.fingerprint + 8, e.fingerprint + 12);
    printf("offer        %s\n", e.offer);
    printf("Compare the fingerprint with the one on the office's screen before you admit the "
           "kiosk there.\n");
    fflush(stdout);
    err = round_run(agent, command, &why); /* reading does not wait for admission */
    enum err offer_err = enrolment_offer(agent, text_of(command->name), &offer_why);
    if (offer_err) {
        complaint_prefix(&offer_why, "the kiosk's key could not be offered");
        say(offer_err, &offer_why);
    }
    return err ? say(err, &why) : err_exit_code(offer_err);
}

/* The pin given, else the one kept at enrolment; `to` holds it. */
static const char *pin_read(struct agent *agent, const struct command *command, char *to,
                            size_t size)
{
    struct txn *txn = NULL;
    struct bytes pin = {0};

    if (command->pin) {
        return command->pin;
    }
    to[0] = '\0';
    if (txn_begin_read(agent->device, &txn) == OK && note_get(txn, NOTE_PIN, &pin) == OK) {
        text_copy(bytes_text(pin), to, size);
    }
    txn_abort(txn);
    return to[0] ? to : NULL;
}

/* What was sent a moment ago over a line goes on the stick all the same. */
static enum err sent_forget(struct agent *agent, struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err;

    if ((err = txn_begin_write(agent->device, &txn)) ||
        (err = note_put_number(txn, NOTE_SENT_SEQ, 0))) {
        txn_abort(txn);
    } else {
        err = txn_commit(txn);
    }
    return err ? complain(why, err, "%s/device cannot be written", agent->folder) : OK;
}

/* A round by a stick: what it brings is taken, what waits is put on it. */
static int stick_run(struct agent *agent, struct command *command)
{
    struct complaint why = {0};
    struct stick *stick = NULL;
    size_t count = 0;
    enum err err = stick_open(command->stick, &stick, &why);
    int code = 0;

    err = err ? err : sent_forget(agent, &why);
    if (err) {
        stick_free(stick);
        return say(err, &why);
    }
    agent->transport = transport_stick(stick);
    if (strcmp(command->verb, "enrol") == 0) {
        code = enrol_run(agent, command);
    } else {
        err = round_run(agent, command, &why);
        code = err ? say(err, &why) : 0;
    }
    err = stick_finish(stick, agent->kiosk_id, &count, &why);
    if (!err) {
        printf("publication  %llu\nwritten      %zu for the office\n",
               (unsigned long long)agent->state.seq, count);
    }
    stick_free(stick);
    return err ? say(err, &why) : code;
}

static enum err store_keys_read(struct command *command, struct complaint *why)
{
    if (!command->store_keys) {
        return OK;
    }
    enum err err = credentials_read(command->store_keys, &command->credentials, why);
    if (!err && !command->credentials.origin[0]) {
        err = complain(why, ERR_INVALID, "%s: origin = URL is needed: which line the keys are for",
                       command->store_keys);
    }
    return err;
}

static int agent_run(struct command *command)
{
    char pin[512];
    struct complaint why = {0};
    struct agent agent = {.lock_fd = -1};
    const struct agent_options options = {.folder = command->data,
                                          .content_map_bytes = command->map_bytes,
                                          .built_s = NOTICEPOINT_BUILT_S};
    enum err err = agent_open(&options, &agent, &why);
    int code = 0;

    if (!err && command->stick) {
        struct agent_time time = time_read(command);
        agent_judge(&agent, &time);
        code = agent.enrolled || strcmp(command->verb, "enrol") == 0
                   ? stick_run(&agent, command)
                   : say(complain(&why, ERR_NOT_FOUND, "%s is not enrolled yet; run `enrol` first",
                                  command->data),
                         &why);
        agent_close(&agent);
        return code;
    }
    if (!err) {
        command->pin = pin_read(&agent, command, pin, sizeof pin);
        err = lines_begin(&agent.lines, command->origin, line_open, command, &why);
    }
    if (err) {
        agent_close(&agent);
        return say(err, &why);
    }
    agent.transport = agent.lines.at[0].transport;
    struct agent_time time = time_read(command);
    agent_judge(&agent, &time);
    if (strcmp(command->verb, "enrol") == 0) {
        code = enrol_run(&agent, command);
    } else if (!agent.enrolled) {
        err = complain(&why, ERR_NOT_FOUND, "%s is not enrolled yet; run `enrol` first",
                       command->data);
        code = say(err, &why);
    } else if (strcmp(command->verb, "once") == 0) {
        err = round_run(&agent, command, &why);
        code = err ? say(err, &why) : 0;
    } else {
        code = rounds_run(&agent, command);
    }
    agent_close(&agent);
    return code;
}

static int usage(const struct complaint *why)
{
    log_error("%s (see --help)", why->text);
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    struct complaint why = {0};
    struct options options;
    struct command command;

    log_open("noticepoint-sync");
    umask(0007);
    if (options_parse(specs, SPEC_COUNT, argc, argv, &options, &why)) {
        return usage(&why);
    }
    if (option_given(&options, "help")) {
        print_help();
        return 0;
    }
    if (option_given(&options, "version")) {
        puts("noticepoint-sync " NOTICEPOINT_VERSION);
        return 0;
    }
    if (command_read(&options, &command, &why)) {
        return usage(&why);
    }
    enum err err = seal_start();
    err = err ? err : store_keys_read(&command, &why);
    if (err) {
        return say(err, &why);
    }
    if (strcmp(command.verb, "status") == 0) {
        return status_run(&command);
    }
    if (strcmp(command.verb, "enrol") != 0 && strcmp(command.verb, "once") != 0 &&
        strcmp(command.verb, "run") != 0) {
        complain(&why, ERR_INVALID, "%s: one of enrol, once, run, status is needed", command.verb);
        return usage(&why);
    }
    if (!command.origin == !command.stick) {
        complain(&why, ERR_INVALID, "--origin URL, or --stick DIR, is needed");
        return usage(&why);
    }
    if (command.stick && strcmp(command.verb, "run") == 0) {
        complain(&why, ERR_INVALID, "--stick goes with enrol and once");
        return usage(&why);
    }
    int code = agent_run(&command);
    credentials_wipe(&command.credentials);
    return code;
}
