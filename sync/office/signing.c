/* signing.c - see signing.h. */
#include "signing.h"

#include <string.h>

#include "acts.h"
#include "convening.h"
#include "facts.h"
#include "four_forms.h"
#include "gate.h"
#include "ledger.h"
#include "mailbox.h"
#include "mediation.h"
#include "meeting.h"
#include "plain.h"
#include "policy.h"
#include "resolution.h"
#include "roster.h"

static const char *role_title(enum role role)
{
    return role == ROLE_OFFICE ? "居委会" : "监督小组";
}

static bool role_is_needed(const struct entry *entry, enum role role)
{
    enum signed_by by = kind_signed_by(entry->kind);
    return role == ROLE_OFFICE ? by == SIGNED_BY_OFFICE || by == SIGNED_BY_BOTH
                               : by == SIGNED_BY_BOTH;
}

bool sign_is_missing(const struct site *site, const struct entry *entry, enum role role)
{
    size_t index;
    int64_t signed_s;
    return role_is_needed(entry, role) &&
           !entry_signed_by(entry, &site->root, role, &index, &signed_s);
}

/* ---- what the rules say of the content ---- */

struct judge {
    struct site *site;
    struct txn *txn;
    struct policy policy;
    struct calendar calendar;
    struct rule_set rules;
    int32_t today;
};

static enum err judge_begin(struct judge *judge, struct complaint *why)
{
    enum err err = site_policy(judge->site, judge->txn, &judge->policy, &judge->calendar, why);
    err = err ? err : rule_set_init(&judge->policy, &judge->rules);
    judge->today = civil_day_at(judge->site->now_s, judge->calendar.offset_min);
    return err;
}

static enum err check_disclosure(const struct judge *judge, const struct disclosure *d,
                                 struct complaint *why)
{
    if (!d->nil && d->text.size == 0 && !d->has_ledger) {
        return complain(why, ERR_INVALID,
                        "既没有正文也没有台账；请补上，或写 nil: true（本期无此项）");
    }
    enum err err = OK;
    if (d->item != 7 || names_are_listed(d->text)) {
        err = gate_check_persons(d, why);
    }
    return err || !d->has_ledger ? err : ledger_check(&judge->calendar, d, NULL, why);
}

/* G10: the group as it would be with this roll. */
static enum err check_roll(const struct judge *judge, const struct roll *roll,
                           struct complaint *why)
{
    struct people people;
    enum err err = roll_check(roll, &judge->rules, why);
    err = err ? err : facts_people(judge->site, judge->txn, FACTS_NEWEST, &people);
    err = err ? err : supervision_check(&people, judge->today, why);
    return err == ERR_DENIED ? ERR_INVALID : err;
}

/* What is signed can be read by anyone: a mediation's matter is not among it (T9-T13). */
static enum err check_meeting(const struct meeting *meeting, struct complaint *why)
{
    enum err err = meeting_check(meeting, why);
    return err ? err : meeting_check_public(meeting, NULL, why);
}

static enum err check_record(const struct judge *judge, const struct entry *entry,
                             const void *record, struct complaint *why)
{
    switch ((int)entry->kind) {
    case KIND_disclosure:
        return check_disclosure(judge, record, why);
    case KIND_meeting:
        return check_meeting(record, why);
    case KIND_duty:
        return roster_check(record, why);
    case KIND_policy:
        return policy_check(record, why);
    case KIND_roll:
        return check_roll(judge, record, why);
    case KIND_notice:
        return notice_check(record, &judge->rules, why);
    case KIND_resolution:
        return resolution_check(record, why);
    case KIND_proposal:
        return proposal_check(record, why);
    case KIND_thread:
        return thread_check(record, why);
    case KIND_mailbox:
        return mailbox_check(record, why);
    case KIND_forms:
        return forms_check(record, judge->today, why);
    default:
        return OK;
    }
}

static enum err check_content(const struct judge *judge, const struct entry *entry,
                              int32_t *due_day, int32_t *asked_day, struct complaint *why)
{
    struct period period;
    void *record = arena_alloc(&judge->site->scratch, kind_struct_size(entry->kind));
    *due_day = *asked_day = 0;
    enum err err = record ? site_record(judge->site, judge->txn, entry, record, why) : ERR_NOMEM;
    err = err ? err : gate_check(entry->kind, record, &judge->policy, entry->key, why);
    err = err ? err : check_record(judge, entry, record, why);
    if (err || entry->kind != KIND_disclosure) {
        return err;
    }
    const struct disclosure *d = record;
    if (period_parse(d->period, &period) == OK && d->item <= ITEM_COUNT) {
        *due_day = calendar_due_day(&judge->calendar, (unsigned)d->item, period);
    }
    *asked_day = d->opens;
    return OK;
}

/* ---- signing ---- */

static bool same_day(const struct calendar *calendar, int64_t a, int64_t b)
{
    return a > 0 && civil_day_at(a, calendar->offset_min) == civil_day_at(b, calendar->offset_min);
}

/* The opening has moved since the office signed: its signature no longer fits, and is made anew
 * with the day it was first given, if its key is at hand. */
static enum err resign_office(struct site *site, const struct sign_job *job, struct entry *entry,
                              int64_t opens_s, int64_t signed_s, FILE *report)
{
    struct signer office;
    entry->signature_count = 0;
    entry->opens_s = opens_s;
    if (!key_is_ready(site->folder, "office", job->passphrases)) {
        if (report) {
            fprintf(report, "%.*s\t开放时间已变，请居委会再签一次\n", TEXT_ARG(entry->key));
        }
        return OK;
    }
    enum err err = key_signer(site->folder, "office", job->passphrases, &office, NULL);
    err = err ? err : entry_sign(entry, site->root.office, &office, signed_s);
    wipe(&office, sizeof office);
    return err;
}

static enum err settle_opening(struct site *site, const struct judge *judge,
                               const struct sign_job *job, struct entry *entry, int32_t due_day,
                               int32_t asked_day, FILE *report)
{
    size_t index;
    int64_t signed_s;
    if (entry->kind != KIND_disclosure) {
        return OK; /* opens when it is published */
    }
    enum role other = job->role == ROLE_OFFICE ? ROLE_SUPERVISION : ROLE_OFFICE;
    bool other_signed = entry_signed_by(entry, &site->root, other, &index, &signed_s);
    int64_t opens_s = calendar_opens_at(&judge->calendar, due_day, site->now_s, asked_day);
    if (!other_signed) {
        entry->opens_s = opens_s;
        return OK;
    }
    if (job->role == ROLE_OFFICE || same_day(&judge->calendar, entry->opens_s, opens_s)) {
        return OK; /* as the other side signed it */
    }
    return resign_office(site, job, entry, opens_s, signed_s, report);
}

enum err sign_draft(struct site *site, struct txn *txn, const struct sign_job *job,
                    struct entry *entry, FILE *report, struct complaint *why)
{
    struct judge judge = {.site = site, .txn = txn};
    int32_t due_day, asked_day;

    enum err err = judge_begin(&judge, why);
    err = err ? err : check_content(&judge, entry, &due_day, &asked_day, why);
    err = err ? err : settle_opening(site, &judge, job, entry, due_day, asked_day, report);
    err = err ? err : entry_sign(entry, site->root.office, job->signer, site->now_s);
    err = err ? err : site_put_entry(site, txn, SITE_DRAFTS, entry);
    return err ? err
               : act_add(site, txn, role_name(job->role), "sign %.*s v%llu", TEXT_ARG(entry->key),
                         (unsigned long long)entry->version);
}

static void tell_signed(const struct site *site, const struct entry *entry, enum role role,
                        FILE *report)
{
    enum role other = role == ROLE_OFFICE ? ROLE_SUPERVISION : ROLE_OFFICE;
    char time[CIVIL_TIME_BYTES];
    fprintf(report, "%.*s\t%s已签", TEXT_ARG(entry->key), role_title(role));
    if (sign_is_missing(site, entry, other)) {
        fprintf(report, "，待%s签字", role_title(other));
    } else if (entry->opens_s > site->now_s) {
        fprintf(report, "，%s 开放",
                civil_format_time(entry->opens_s, CIVIL_OFFSET_MIN_DEFAULT, time));
    }
    fputc('\n', report);
}

static enum err sign_one(struct site *site, struct txn *txn, const struct sign_job *job,
                         struct text key, FILE *report, struct complaint *why)
{
    struct entry entry;
    enum err err = site_entry(site, txn, SITE_DRAFTS, key, &entry);
    if (err == ERR_NOT_FOUND) {
        err = site_entry(site, txn, SITE_PUBLISHED, key, &entry);
        if (err == ERR_NOT_FOUND) {
            return complain(why, ERR_INVALID, "没有这一条；用 list 查看全部");
        }
        if (!err) {
            fprintf(report, "%.*s\t已公布，不用再签\n", TEXT_ARG(key));
        }
        return err;
    }
    if (err) {
        return err;
    }
    if (!role_is_needed(&entry, job->role)) {
        fprintf(report, "%.*s\t不用%s签字\n", TEXT_ARG(key), role_title(job->role));
        return OK;
    }
    if (!sign_is_missing(site, &entry, job->role)) {
        fprintf(report, "%.*s\t%s已经签过，没有变化\n", TEXT_ARG(key), role_title(job->role));
        return OK;
    }
    err = sign_draft(site, txn, job, &entry, report, why);
    if (!err) {
        tell_signed(site, &entry, job->role, report);
    }
    return err;
}

/* All drafts that lack the signature, collected first: signing changes the table. */
static enum err missing_keys(struct site *site, struct txn *txn, enum role role, struct text **keys,
                             size_t *count)
{
    struct cursor cursor;
    struct bytes key, value;
    uint64_t drafts = 0;
    *count = 0;
    enum err err = txn_count(txn, SITE_DRAFTS, &drafts);
    *keys = ARENA_ARRAY(&site->scratch, struct text, drafts);
    err = err ? err : *keys ? OK : ERR_NOMEM;
    err = err ? err : cursor_open(txn, SITE_DRAFTS, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value)) && *count < drafts) {
        struct entry entry;
        if (entry_decode(value, &entry) == OK && sign_is_missing(site, &entry, role)) {
            (*keys)[*count] = arena_text(&site->scratch, bytes_text(key));
            *count += (*keys)[*count].data ? 1 : 0;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err sign_keys(struct site *site, struct txn *txn, const struct sign_job *job,
                          const struct text *keys, size_t count, FILE *report,
                          struct complaint *why)
{
    unsigned refused = 0;
    for (size_t i = 0; i < count; i++) {
        struct complaint told = {0};
        size_t mark = arena_mark(&site->scratch);
        enum err err = sign_one(site, txn, job, keys[i], report, &told);
        arena_rewind(&site->scratch, mark);
        if (err && err != ERR_INVALID) {
            complaint_make_plain(&told, err);
            return complain(why, err, "%.*s: %s", TEXT_ARG(keys[i]), told.text);
        }
        if (err) {
            complaint_make_plain(&told, err);
            fprintf(report, "%.*s\t不能签字：%s\n", TEXT_ARG(keys[i]), told.text);
            refused++;
        }
    }
    return refused ? complain(why, ERR_INVALID, "%u 条没有签：请改正后重新导入，再签", refused)
                   : OK;
}

static enum err sign_all(struct site *site, struct txn *txn, const struct sign_job *job,
                         FILE *report, struct complaint *why)
{
    struct text *keys = NULL;
    size_t count = job->count;
    if (count == 0) {
        enum err err = missing_keys(site, txn, job->role, &keys, &count);
        if (err) {
            return err;
        }
        if (count == 0) {
            fprintf(report, "没有要%s签字的\n", role_title(job->role));
        }
        return sign_keys(site, txn, job, keys, count, report, why);
    }
    keys = ARENA_ARRAY(&site->scratch, struct text, count);
    if (!keys) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        keys[i] = text_of(job->keys[i]);
    }
    return sign_keys(site, txn, job, keys, count, report, why);
}

enum err sign_run(struct site *site, const struct sign_job *job, FILE *report,
                  struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_write(site->store, &txn);
    if (err) {
        return err;
    }
    err = sign_all(site, txn, job, report, why);
    if (err && err != ERR_INVALID) {
        txn_abort(txn);
        return err;
    }
    enum err committed = txn_commit(txn); /* what passed is signed, whatever was refused */
    return committed ? committed : err;
}
