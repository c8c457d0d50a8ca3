/* fetch.c - see fetch.h. */
#include "fetch.h"

#include <string.h>

#include "head.h"
#include "install.h"
#include "log.h"
#include "notes.h"
#include "routes.h"

enum { STATUS_OK = 200, STATUS_NOT_MODIFIED = 304, STATUS_NOT_FOUND = 404 };

enum err answer_refuse(struct agent *agent, const char *route, const struct http_answer *answer,
                       struct complaint *why)
{
    if (answer->retry_after_s > agent->retry_after_s) {
        agent->retry_after_s = answer->retry_after_s;
    }
    return complain(why, ERR_UNAVAILABLE, "%s: the server answers %d", route, answer->status);
}

/* ---- roots ---- */

enum err fetch_root(struct agent *agent, struct text office, uint64_t version, struct arena *arena,
                    struct bytes *bytes, struct root *root, struct complaint *why)
{
    char route[ROUTE_BYTES_MAX];
    struct http_answer answer;

    route_root(route, office, version);
    const struct http_get get = {.path = route, .max = ROOT_BYTES_MAX};
    enum err err = transport_get(&agent->transport, &get, arena, &answer, bytes, why);
    if (err) {
        return err;
    }
    if (answer.status == STATUS_NOT_FOUND) {
        return complain(why, ERR_NOT_FOUND, "%s: there is none", route);
    }
    if (answer.status != STATUS_OK) {
        return answer_refuse(agent, route, &answer, why);
    }
    err = root_open(*bytes, root, why);
    if (!err && (root->version != version || !text_equal(root->office, office))) {
        err = complain(why, ERR_MISMATCH, "it is root %llu of %.*s",
                       (unsigned long long)root->version, TEXT_ARG(root->office));
    }
    if (err) {
        complaint_prefix(why, "%s", route);
    }
    return err;
}

static enum err root_keep(struct agent *agent, struct bytes bytes, struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_write(agent->device, &txn);

    if (!err) {
        err = trust_set_root(txn, bytes);
    }
    if (err) {
        txn_abort(txn);
    } else {
        err = txn_commit(txn);
    }
    return err ? complain(why, err, "%s: the new root cannot be kept", agent->folder)
               : agent_load(agent, why);
}

/* From the pinned root up to `version`, one by one; each is kept as soon as it holds. */
static enum err roots_follow(struct agent *agent, uint64_t version, struct complaint *why)
{
    struct bytes bytes;
    struct root next;

    while (agent->root.version < version) {
        size_t mark = arena_mark(&agent->scratch);
        enum err err = fetch_root(agent, agent->root.office, agent->root.version + 1,
                                  &agent->scratch, &bytes, &next, why);
        if (err == ERR_NOT_FOUND) {
            err = ERR_UNAVAILABLE;
        }
        if (!err) {
            err = root_follows(&agent->root, &next, bytes, why);
        }
        if (!err) {
            err = root_keep(agent, bytes, why);
        }
        if (err) {
            return err;
        }
        arena_rewind(&agent->scratch, mark);
        log_info("root %llu follows", (unsigned long long)agent->root.version);
    }
    return OK;
}

/* ---- head ---- */

static bool view_is_current(const struct agent *agent)
{
    return agent->state.seq == agent->trust.seq && agent->state.head.size > 0;
}

/* What the server called the head we hold; "" when it must be fetched. */
static enum err etag_get(struct agent *agent, char to[HTTP_ETAG_BYTES_MAX + 1])
{
    struct txn *txn = NULL;
    struct bytes etag;

    to[0] = '\0';
    if (!view_is_current(agent) || agent->etag_line != agent->lines.fetched) {
        return OK;
    }
    enum err err = txn_begin_read(agent->device, &txn);
    if (!err) {
        err = note_get(txn, NOTE_HEAD_ETAG, &etag);
    }
    if (!err && etag.size <= HTTP_ETAG_BYTES_MAX) {
        text_copy(bytes_text(etag), to, HTTP_ETAG_BYTES_MAX + 1);
    }
    txn_abort(txn);
    return err;
}

/* After the view: the trust state. (A power cut in between is healed by agent_load.) */
static enum err head_trust(struct agent *agent, const struct head *head, const char *etag,
                           struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err;

    /* The head key alone moves the clock by one step in all; the office's key, or the first head we
     * see, says where the step begins. */
    int64_t base_s = agent->trust.base_s == 0 ? head->issued_s : agent->office_signed_s;
    base_s = base_s < head->issued_s ? base_s : head->issued_s;
    if ((err = txn_begin_write(agent->device, &txn)) ||
        (agent_begins_anew(agent) && (err = trust_restart(txn, head->issued_s))) ||
        (head->seq > 0 && (err = trust_set_tip(txn, agent->root.version, head->seq, &head->tip))) ||
        (err = trust_raise_base(txn, base_s)) || (err = trust_raise_floor(txn, head->issued_s)) ||
        (err = trust_set_signed(txn, head->issued_s)) ||
        (err = note_put(txn, NOTE_HEAD_ETAG, text_bytes(text_of(etag))))) {
        txn_abort(txn);
    } else {
        err = txn_commit(txn);
    }
    return err ? complain(why, err, "%s: the trust state cannot be written", agent->folder) : OK;
}

static enum head_step judge(const struct agent *agent, const struct head *head)
{
    const struct trust *trust = &agent->trust;
    int64_t issued_s = agent->state.seq == trust->seq ? agent->state.issued_s : trust->signed_s;

    /* A new root sets right what a stolen head key, or a lost disk at the office, did. But an empty
     * office is no reason for an empty board. */
    if (agent_begins_anew(agent) && head->seq > 0) {
        return head_judge(head, 0, &(struct hash){0}, 0, 0);
    }
    return head_judge(head, trust->seq, &trust->tip, issued_s,
                      trust->base_s ? trust->base_s : trust->floor_s);
}

/* A head that was accepted tells the time at least: a kiosk that knew nothing may believe its clock
 * now. */
static void clock_learn(struct agent *agent, int64_t issued_s)
{
    struct agent_time time = agent->time;
    struct trust *trust = &agent->trust;

    bool anew = agent_begins_anew(agent);

    trust->floor_s = issued_s > trust->floor_s || anew ? issued_s : trust->floor_s;
    trust->signed_s = issued_s > trust->signed_s || anew ? issued_s : trust->signed_s;
    agent_judge(agent, &time);
}

/* The signed head, checked and judged. */
static enum err head_check(struct agent *agent, struct bytes bytes, struct head *head,
                           enum head_step *step, struct complaint *why)
{
    uint64_t root_version;

    if (head_peek_root(bytes, &root_version)) {
        return complain(why, ERR_INVALID, "not a head");
    }
    /* Another site's roots are none of ours. */
    enum err err = root_version > agent->root.version ? roots_follow(agent, root_version, why) : OK;
    if (!err) {
        err = head_open(bytes, &agent->root, head, why);
    }
    if (err) {
        return err;
    }
    *step = judge(agent, head);
    return *step == HEAD_SAME || *step == HEAD_NEWER
               ? OK
               : complain(why, ERR_MISMATCH, "%s (office %llu, here %llu)", head_step_reason(*step),
                          (unsigned long long)head->seq, (unsigned long long)agent->trust.seq);
}

/* By the office's newest echo there is a later publication than this carrier shows. Then another
 * line is asked; with no other one it is told, and is no error of ours. */
static enum err held_back_check(struct agent *agent, struct complaint *why)
{
    struct txn *txn = NULL;
    uint64_t told = 0;
    enum err err = OK;

    if (txn_begin_read(agent->device, &txn) == OK &&
        note_number(txn, NOTE_OFFICE_SEQ, &told) == OK && told > agent->trust.seq) {
        complain(&agent->told, ERR_MISMATCH,
                 "held back: the office has publication %llu, this carrier shows %llu",
                 (unsigned long long)told, (unsigned long long)agent->trust.seq);
        if (agent->lines.count > 1) {
            err = complain(why, ERR_MISMATCH, "%s", agent->told.text);
        }
    } else if (agent->lines.count > 1) {
        agent->told = (struct complaint){0}; /* another line said so in this round */
    }
    txn_abort(txn);
    return err;
}

static enum err head_take(struct agent *agent, struct bytes bytes, const char *etag,
                          struct complaint *why)
{
    struct head head;
    enum head_step step = HEAD_SAME;
    enum err err = head_check(agent, bytes, &head, &step, why);

    if (err) {
        return err;
    }
    agent->office_signed_s = 0;
    clock_learn(agent, head.issued_s);
    bool differs = head.seq != agent->state.seq || !hash_equal(&head.tip, &agent->state.tip);
    if (head.seq > agent->state.seq || (agent_begins_anew(agent) && differs)) {
        err = install(agent, &head, bytes, why);
    } else {
        err = content_confirm(agent->content, head.issued_s, agent->clock.now_s, bytes);
        if (err) {
            complain(why, err, "%s: the head cannot be kept", agent->folder);
        }
    }
    if (!err) {
        err = head_trust(agent, &head, etag, why);
    }
    err = err ? err : agent_load(agent, why);
    agent->etag_line = agent->lines.fetched;
    return err ? err : held_back_check(agent, why);
}

/* A signature that fails is bad data like any other: ERR_DENIED is for what we may not do. */
static enum err fetch_fail(enum err err, const char *route, struct complaint *why)
{
    if (err != ERR_INVALID && err != ERR_MISMATCH && err != ERR_DENIED) {
        complaint_prefix(why, "%s", route);
        return err;
    }
    const struct complaint said = *why;
    return complain(why, err == ERR_DENIED ? ERR_MISMATCH : err,
                    "%s: %s; refused, the view stays as it was. Is this the address of the office "
                    "that the kiosk was enrolled at, and does nothing on the way change files?",
                    route, said.text);
}

enum err fetch(struct agent *agent, struct complaint *why)
{
    char route[ROUTE_BYTES_MAX], etag[HTTP_ETAG_BYTES_MAX + 1];
    struct http_answer answer;
    struct bytes bytes;

    arena_reset(&agent->scratch);
    enum err err = etag_get(agent, etag);
    if (err) {
        return complain(why, err, "%s: the notes cannot be read", agent->folder);
    }
    route_head(route, agent->root.office);
    const struct http_get get = {.path = route, .etag = etag, .max = HEAD_BYTES_MAX};
    err = transport_get(&agent->transport, &get, &agent->scratch, &answer, &bytes, why);
    if (err) {
        return err;
    }
    if (answer.status == STATUS_NOT_MODIFIED && etag[0]) {
        err = content_confirm(agent->content, agent->state.issued_s, agent->clock.now_s,
                              agent->state.head);
        return err ? complain(why, err, "%s: the head cannot be kept", agent->folder)
                   : held_back_check(agent, why);
    }
    if (answer.status != STATUS_OK) {
        return answer_refuse(agent, route, &answer, why);
    }
    err = head_take(agent, bytes, answer.etag, why);
    return err ? fetch_fail(err, route, why) : OK;
}
