/* withdraw.c - see withdraw.h. */
#include "withdraw.h"

#include <string.h>

#include "acts.h"

/* Item and period, so that the board still knows which row this was. */
static enum err fill_place(struct site *site, struct txn *txn, const struct entry *entry,
                           struct withdraw *w, struct complaint *why)
{
    struct disclosure d;
    struct announce a;
    enum err err = OK;
    if (entry->kind == KIND_disclosure) {
        err = site_record(site, txn, entry, &d, why);
        w->item = err ? 0 : d.item;
        w->period = err ? text_of("") : d.period;
    } else if (entry->kind == KIND_announce) {
        err = site_record(site, txn, entry, &a, why);
        w->item = err ? 0 : a.item;
        w->period = err ? text_of("") : a.period;
    }
    return err;
}

static enum err put_withdrawal(struct site *site, struct txn *txn, const struct entry *published,
                               const char *reason, struct complaint *why)
{
    struct policy policy;
    struct calendar calendar;
    struct entry entry = {.key = published->key, .version = published->version + 1};
    struct withdraw w = {
        .of_kind = published->kind,
        .key = published->key,
        .title = site_title(site, txn, published),
        .reason = text_of(reason),
    };
    enum err err = site_policy(site, txn, &policy, &calendar, why);
    if (err) {
        return err;
    }
    w.on = civil_day_at(site->now_s, calendar.offset_min);
    err = fill_place(site, txn, published, &w, why);
    err = err ? err : site_put_record(site, txn, KIND_withdraw, &w, &entry, why);
    err = err ? err : site_put_entry(site, txn, SITE_DRAFTS, &entry);
    return err ? err : act_add(site, txn, "withdraw", "%.*s", TEXT_ARG(entry.key));
}

static enum err drop_draft(struct site *site, struct txn *txn, struct text key, const char *reason,
                           FILE *report, struct complaint *why)
{
    struct entry announced;
    enum err err = txn_del(txn, SITE_DRAFTS, text_bytes(key));
    if (err == ERR_NOT_FOUND) {
        return complain(why, ERR_INVALID, "没有“%.*s”；用 list 查看全部", TEXT_ARG(key));
    }
    struct text name = arena_printf(&site->scratch, "announce/%.*s", TEXT_ARG(key));
    err = err ? err : name.data ? OK : ERR_NOMEM;
    err = err ? err : act_add(site, txn, "withdraw", "draft %.*s", TEXT_ARG(key));
    err = err ? err : site_entry(site, txn, SITE_PUBLISHED, name, &announced);
    if (err == ERR_NOT_FOUND) {
        fprintf(report, "%.*s\t草稿已取消（从未公布）\n", TEXT_ARG(key));
        return OK;
    }
    err = err ? err : put_withdrawal(site, txn, &announced, reason, why);
    if (!err) {
        fprintf(report, "%.*s\t草稿已取消；标题已公布过，撤回待两方签字：%.*s\n", TEXT_ARG(key),
                TEXT_ARG(name));
    }
    return err;
}

static enum err withdraw_in(struct site *site, struct txn *txn, struct text key, const char *reason,
                            FILE *report, struct complaint *why)
{
    struct entry published;
    enum err err = site_entry(site, txn, SITE_PUBLISHED, key, &published);
    if (err == ERR_NOT_FOUND) {
        return drop_draft(site, txn, key, reason, report, why);
    }
    if (!err && published.kind == KIND_withdraw) {
        return complain(why, ERR_INVALID, "“%.*s”已经撤回", TEXT_ARG(key));
    }
    err = err ? err : put_withdrawal(site, txn, &published, reason, why);
    if (!err) {
        struct text recording = site_recording(site, txn, &published);
        fprintf(report, "%.*s\t撤回待居委会和监督小组签字\n", TEXT_ARG(key));
        if (recording.size > 0) {
            fprintf(report, "%.*s\t它的录音还在网上：录音也不该留的，再撤回这一条\n",
                    TEXT_ARG(recording));
        }
    }
    return err;
}

enum err withdraw_run(struct site *site, struct text key, const char *reason, FILE *report,
                      struct complaint *why)
{
    struct txn *txn = NULL;
    if (!reason || text_trim(text_of(reason)).size == 0) {
        return complain(why, ERR_INVALID, "请用 --reason 写明撤回的原因，居民会看到");
    }
    enum err err = txn_begin_write(site->store, &txn);
    if (err) {
        return err;
    }
    err = withdraw_in(site, txn, key, reason, report, why);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}
