/* enrolment.c - see enrolment.h. */
#include "enrolment.h"

#include <stdio.h>

#include "enrol.h"
#include "enrol_text.h"
#include "fetch.h"
#include "routes.h"

enum {
    STATUS_OK = 200,
    STATUS_CREATED = 201,
    STATUS_BAD = 400,
    STATUS_FORBIDDEN = 403,
    STATUS_CONFLICT = 409,
    STATUS_TOO_MANY = 429,
    LISTED_BYTES_MAX = 512,
    ROOTS_MAX = 1000,
};

/* ---- which office ---- */

static enum err hint_get(struct agent *agent, struct site_hint *hint, struct complaint *why)
{
    char route[ROUTE_BYTES_MAX];
    struct http_answer answer;
    struct bytes bytes;

    route_site(route);
    const struct http_get get = {.path = route, .max = SITE_HINT_BYTES_MAX};
    enum err err = transport_get(&agent->transport, &get, &agent->scratch, &answer, &bytes, why);
    if (err) {
        return err;
    }
    if (answer.status != STATUS_OK) {
        return answer_refuse(agent, route, &answer, why);
    }
    return site_hint_decode(bytes, hint)
               ? complain(why, ERR_INVALID, "%s: no office answers there", route)
               : OK;
}

static void offices_list(const struct site_hint *hint, char to[LISTED_BYTES_MAX])
{
    size_t size = 0;

    to[0] = '\0';
    for (size_t i = 0; i < hint->count && size < LISTED_BYTES_MAX; i++) {
        int n = snprintf(to + size, LISTED_BYTES_MAX - size, "%s%.*s", i ? ", " : "",
                         TEXT_ARG(hint->offices[i].id));
        size += n > 0 ? (size_t)n : 0;
    }
}

/* The hint is not signed: it only spares typing. */
static enum err office_find(struct agent *agent, struct text *office, struct complaint *why)
{
    char listed[LISTED_BYTES_MAX];
    struct site_hint *hint = ARENA_NEW(&agent->scratch, struct site_hint);
    enum err err = hint ? hint_get(agent, hint, why) : ERR_NOMEM;

    if (err) {
        return err;
    }
    if (hint->count == 1) {
        *office = hint->offices[0].id;
        return OK;
    }
    offices_list(hint, listed);
    return complain(why, ERR_INVALID, "%zu offices answer there; give one with --office: %s",
                    hint->count, listed);
}

/* ---- its newest root ---- */

/* From root/1 on, each valid as the successor of the one before. */
static enum err chain_walk(struct agent *agent, struct text office, struct bytes *bytes,
                           struct root *root, struct complaint *why)
{
    struct root next;
    struct bytes next_bytes;
    enum err err = fetch_root(agent, office, 1, &agent->scratch, bytes, root, why);

    for (int i = 0; !err && i < ROOTS_MAX; i++) {
        err =
            fetch_root(agent, office, root->version + 1, &agent->scratch, &next_bytes, &next, why);
        if (err == ERR_NOT_FOUND) {
            *why = (struct complaint){0};
            return OK;
        }
        if (!err) {
            err = root_follows(root, &next, next_bytes, why);
        }
        if (!err) {
            *root = next;
            *bytes = next_bytes;
        }
    }
    return err ? err : complain(why, ERR_INVALID, "more than %d roots", ROOTS_MAX);
}

/* Pinned already: the office must show that very root, at the place where we hold it. */
static enum err pinned_compare(struct agent *agent, struct text office, struct complaint *why)
{
    char ours[FINGERPRINT_CHARS + 1], theirs[FINGERPRINT_CHARS + 1];
    struct bytes bytes;
    struct root root;

    if (office.size > 0 && !text_equal(office, agent->root.office)) {
        return complain(why, ERR_MISMATCH,
                        "this kiosk belongs to the office %.*s; nothing was changed",
                        TEXT_ARG(agent->root.office));
    }
    enum err err = fetch_root(agent, agent->root.office, agent->root.version, &agent->scratch,
                              &bytes, &root, why);
    if (err == ERR_NOT_FOUND) {
        return complain(why, ERR_MISMATCH,
                        "the office %.*s, to which this kiosk belongs, is not served there; "
                        "nothing was changed",
                        TEXT_ARG(agent->root.office));
    }
    if (err || bytes_equal(bytes, agent->trust.root)) {
        return err;
    }
    root_fingerprint(agent->trust.root, ours);
    root_fingerprint(bytes, theirs);
    return complain(why, ERR_MISMATCH,
                    "another root is served there (%s) than this kiosk has pinned (%s); nothing "
                    "was changed. To give the kiosk to another office, take its data folder away",
                    theirs, ours);
}

/* ---- */

static enum err pin(struct agent *agent, struct bytes root, struct complaint *why)
{
    struct txn *txn = NULL;
    struct public_key pk;
    struct secret_key sk;
    enum err err = txn_begin_write(agent->device, &txn);

    sign_keypair(&pk, &sk);
    if (!err && root.size > 0) {
        err = trust_set_root(txn, root);
    }
    if (!err && !agent->has_key) {
        err = trust_set_key(txn, &sk);
    }
    wipe(&sk, sizeof sk);
    if (err) {
        txn_abort(txn);
    } else {
        err = txn_commit(txn);
    }
    return err ? complain(why, err, "%s: root and key cannot be kept", agent->folder)
               : agent_load(agent, why);
}

/* As a person writes it down: in groups, in capitals. */
static bool fingerprint_is(const char *fingerprint, struct text expected)
{
    size_t at = 0;

    for (size_t i = 0; i < expected.size; i++) {
        char c = expected.data[i];
        c = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        if (c != ' ' && c != '-' && (at == FINGERPRINT_CHARS || c != fingerprint[at++])) {
            return false;
        }
    }
    return at == FINGERPRINT_CHARS;
}

static enum err expected_check(struct bytes root, struct text expected, struct complaint *why)
{
    char found[FINGERPRINT_CHARS + 1];

    root_fingerprint(root, found);
    if (expected.size == 0 || fingerprint_is(found, expected)) {
        return OK;
    }
    return complain(why, ERR_MISMATCH,
                    "the office there shows the fingerprint %.4s %.4s %.4s %.4s, not the one that "
                    "was expected; nothing was pinned. Is this the right address?",
                    found, found + 4, found + 8, found + 12);
}

static enum err pin_first(struct agent *agent, struct text office, struct text expected,
                          struct complaint *why)
{
    struct bytes bytes;
    struct root root;
    enum err err = OK;

    if (office.size == 0) {
        err = office_find(agent, &office, why);
    } else if (!office_id_valid(office)) {
        err = complain(why, ERR_INVALID, "%.*s is no office id", TEXT_ARG(office));
    }
    if (!err) {
        err = chain_walk(agent, office, &bytes, &root, why);
    }
    if (err == ERR_NOT_FOUND) {
        err = complain(why, ERR_INVALID, "the office %.*s is not served there", TEXT_ARG(office));
    }
    err = err ? err : expected_check(bytes, expected, why);
    return err ? err : pin(agent, bytes, why);
}

enum err enrolment_pin(struct agent *agent, struct text office, struct text expected,
                       struct enrolment *enrolment, struct complaint *why)
{
    bool before = agent->enrolled;

    arena_reset(&agent->scratch);
    enum err err =
        before ? pinned_compare(agent, office, why) : pin_first(agent, office, expected, why);
    if (!err && before) {
        err = expected_check(agent->trust.root, expected, why);
    }
    if (!err && !agent->has_key) {
        err = pin(agent, bytes_of(NULL, 0), why);
    }
    if (err) {
        return err;
    }
    *enrolment = (struct enrolment){
        .office = agent->root.office, .name = agent->root.name, .was_enrolled = before};
    root_fingerprint(agent->trust.root, enrolment->fingerprint);
    enrol_text_format(agent->root.office, &agent->kiosk.pk, enrolment->fingerprint,
                      enrolment->offer);
    text_copy(text_of(agent->kiosk_id), enrolment->kiosk_id, sizeof enrolment->kiosk_id);
    return OK;
}

/* What the office says to an offer, in words that somebody in a hall can act on. */
static enum err offer_answered(struct agent *agent, const char *route,
                               const struct http_answer *answer, struct complaint *why)
{
    switch (answer->status) {
    case STATUS_OK: /* offered before */
    case STATUS_CREATED:
        return OK;
    case STATUS_CONFLICT:
        return complain(why, ERR_MISMATCH,
                        "the office knows another key under the id %s: two kiosks under one id. "
                        "Take this kiosk's data folder away and enrol it anew",
                        agent->kiosk_id);
    case STATUS_TOO_MANY:
        return complain(why, ERR_UNAVAILABLE,
                        "too many kiosks wait for the office already; let it admit or revoke some, "
                        "then enrol again");
    case STATUS_BAD:
    case STATUS_FORBIDDEN:
        return complain(why, ERR_DENIED, "the office does not take our offer (%d); is it %.*s?",
                        answer->status, TEXT_ARG(agent->root.office));
    default:
        return answer_refuse(agent, route, answer, why);
    }
}

enum err enrolment_offer(struct agent *agent, struct text name, struct complaint *why)
{
    char route[ROUTE_BYTES_MAX];
    struct http_answer answer;
    struct policy policy;
    struct bytes offer, body;

    arena_reset(&agent->scratch);
    bool plain_ok =
        agent_record(agent, KIND_policy, "policy", &policy, NULL) == OK && policy.plain_upload;
    enum err err = enrol_encode(agent->root.office, name, &agent->kiosk, &agent->scratch, &offer);
    if (err) {
        return complain(why, err, "the name of the kiosk is too long");
    }
    route_enrol(route, agent->root.office, text_of(agent->kiosk_id));
    const struct http_put put = {
        .path = route, .bytes = offer, .plain_ok = plain_ok, .max = ENROL_BYTES_MAX};
    err = agent->transport.put(agent->transport.data, &put, &agent->scratch, &answer, &body, why);
    return err ? err : offer_answered(agent, route, &answer, why);
}
