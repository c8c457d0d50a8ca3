/* desk.h - a kiosk's agent and an office in memory between which no network lies. */
#pragma once

#include "agent.h"
#include "echo.h"
#include "heartbeat.h"
#include "kit.h"
#include "outbox.h"

enum { DESK_TAKEN_MAX = 64 };

/* What the office does with a PUT. */
enum desk_mood {
    DESK_ACKS,    /* takes it and acknowledges in the body */
    DESK_TAKES,   /* takes it; the acknowledgement lies in ack/<kiosk> */
    DESK_FORGES,  /* says 200 and keeps nothing: a hostile proxy */
    DESK_ANSWERS, /* only the status below */
    DESK_BREAKS,  /* takes it, and the connection breaks before the answer */
    DESK_IS_AWAY, /* no connection at all */
};

struct desk {
    struct kit kit;
    char folder[TEMP_PATH_BYTES_MAX];
    struct agent agent;
    struct agent_time time;
    struct complaint why;

    enum desk_mood mood;
    int status; /* DESK_ANSWERS */
    unsigned retry_after_s;
    bool plain_refused; /* as over plain http to another machine, without plain_ok */
    size_t cut_after;   /* a GET breaks off after so many bytes of the body; 0: never */
    int cuts;           /* how many times */
    bool no_ranges;

    /* the office's side */
    const struct signer *echo_signer; /* the office's key is locked: it echoes by this one */
    uint64_t epoch, counter;
    struct bytes grant; /* rides along with every acknowledgement */
    struct ack_item taken[DESK_TAKEN_MAX];
    size_t taken_count;
    bool has_nonce;
    uint8_t nonce[NONCE_BYTES];
    uint64_t beat_number; /* of the newest heartbeat; each is higher */
    struct health health; /* its numbers; the texts are gone */
    int64_t ack_issued_s;

    /* what went over the line */
    unsigned gets, puts, beats, conditional, not_modified;
    uint64_t body_bytes;
    char log[4096]; /* "GET v1/..." lines of this round */
};

/* Fixtures: an office with nothing published and a kiosk that knows nothing; then one that is
 * enrolled with the kit's kiosk key; then one that is admitted, with one notice in view. */
int desk_setup(void **state);
int desk_teardown(void **state);
int enrolled_setup(void **state);
int enrolled_teardown(void **state);
int admitted_setup(void **state);
int admitted_teardown(void **state);

/* The way to the office in memory. */
struct transport desk_transport(struct desk *desk);
/* One round; the log and counters begin anew. */
enum err desk_round(struct desk *desk);
/* The agent ends without a word, and another begins on the same folder. */
void desk_restart(struct desk *desk);
/* Puts a letter into the outbox as the kiosk does; its id is {n}. */
void desk_letter(struct desk *desk, uint8_t n);
struct outbox_figures desk_figures(struct desk *desk);
/* Puts the acknowledgement of what is taken into the tree. */
void desk_put_ack(struct desk *desk, const struct signer *signer);
/* The title of the notice in view under `key`; empty: none. */
struct text desk_title(struct desk *desk, const char *key);
