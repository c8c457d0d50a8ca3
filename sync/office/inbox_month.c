/* inbox_month.c - how simple or complex a letter is, and a month's figures (inbox.h). */
#include "inbox.h"

#include <string.h>

#include "acts.h"
#include "json_print.h"

enum err inbox_facts(struct site *site, struct txn *txn, struct letter_fact **facts, size_t *count)
{
    struct upload_id *ids;
    size_t total, n = 0;
    enum err err = inbox_ids(site, txn, &ids, &total);
    struct letter_fact *list =
        err ? NULL : ARENA_ARRAY(&site->scratch, struct letter_fact, total + 1);
    err = err ? err : list ? OK : ERR_NOMEM;
    for (size_t i = 0; !err && i < total; i++) {
        struct inbox_item item;
        err = inbox_get(site, txn, &ids[i], &item);
        if (!err && inbox_has_writer(&item)) {
            char hex[UPLOAD_ID_HEX + 1];
            list[n] = inbox_fact(&item);
            hex_format(bytes_of(item.id.b, UPLOAD_ID_BYTES), hex);
            list[n].id = arena_text(&site->scratch, text_of(hex));
            n++;
        }
    }
    *facts = list;
    *count = n;
    return err;
}

static enum err grade_in(struct site *site, struct txn *txn, struct text id,
                         enum letter_grade grade, struct text note, struct complaint *why)
{
    struct inbox_item item;
    char hex[UPLOAD_ID_HEX + 1];
    enum err err = inbox_find(site, txn, id, &item, why);
    if (!err && (!inbox_has_writer(&item) || !inbox_is_open(&item))) {
        return complain(why, ERR_INVALID, "这不是一封还没有答复的信或意见");
    }
    if (!err && grade == LETTER_COMPLEX && text_trim(note).size == 0) {
        return complain(why, ERR_INVALID, "复杂的事请用 --note 写明原因，写信人会看到");
    }
    item.grade = grade;
    item.note = text_trim(note);
    item.told = 0; /* the writer is told anew */
    hex_format(bytes_of(item.id.b, UPLOAD_ID_BYTES), hex);
    err = err ? err : inbox_put(site, txn, &item);
    return err ? err : act_add(site, txn, "mailbox", "grade %s %u", hex, (unsigned)grade);
}

enum err inbox_grade(struct site *site, struct text id, enum letter_grade grade, struct text note,
                     struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_write(site->store, &txn);
    if (err) {
        return err;
    }
    err = grade_in(site, txn, id, grade, note, why);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

static enum err print_month(const struct mailbox *month, bool json, struct site *site, FILE *out)
{
    struct text text;
    int rate = mailbox_rate(month);
    if (json) {
        enum err err = record_json(KIND_mailbox, month, &site->scratch, &text);
        if (!err) { /* the record, and the rate that follows from it */
            fprintf(out, "%.*s,\"rate\":%d}\n", (int)text.size - 1, text.data, rate);
        }
        return err;
    }
    fprintf(out,
            "%.*s 来信 %llu 封，撤回 %llu 封，已答复 %llu 封，其中按时 %llu 封，逾期未答 %llu 封\n",
            TEXT_ARG(month->month), (unsigned long long)month->received,
            (unsigned long long)month->retracted, (unsigned long long)month->answered,
            (unsigned long long)month->in_time, (unsigned long long)month->late);
    if (rate >= 0) {
        fprintf(out, "办结率 %d%%\n", rate);
    } else {
        fprintf(out, "没有来信，不算办结率\n");
    }
    return OK;
}

static enum err month_in(struct site *site, struct txn *txn, struct text text, bool draft,
                         struct mailbox *figures, struct complaint *why)
{
    struct letter_fact *facts = NULL;
    struct period month;
    size_t count = 0;
    struct entry entry = {.version = 1};
    struct entry before;
    struct rule_set *rules = arena_alloc(&site->scratch, sizeof *rules);
    if (period_parse(text, &month) || month.kind != PERIOD_MONTH) {
        return complain(why, ERR_INVALID, "月份要写成 2026-10");
    }
    enum err err = rules ? inbox_rules(site, txn, rules) : ERR_NOMEM;
    err = err ? err : inbox_facts(site, txn, &facts, &count);
    if (err) {
        return err;
    }
    *figures = mailbox_of_month(facts, count, rules, month, text,
                                civil_day_at(site->now_s, rules->calendar.offset_min));
    if (!draft) {
        return OK;
    }
    entry.key = arena_printf(&site->scratch, "mailbox/%.*s", TEXT_ARG(text));
    err = entry.key.data ? site_entry(site, txn, SITE_PUBLISHED, entry.key, &before) : ERR_NOMEM;
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    entry.version = err ? 1 : before.version + 1;
    err = site_put_record(site, txn, KIND_mailbox, figures, &entry, why);
    err = err ? err : site_put_entry(site, txn, SITE_DRAFTS, &entry);
    return err ? err : act_add(site, txn, "mailbox", "%.*s", TEXT_ARG(entry.key));
}

enum err inbox_month(struct site *site, struct text month, bool draft, bool json, FILE *out,
                     struct complaint *why)
{
    struct txn *txn = NULL;
    struct mailbox figures;
    enum err err = draft ? txn_begin_write(site->store, &txn) : txn_begin_read(site->store, &txn);
    err = err ? err : month_in(site, txn, month, draft, &figures, why);
    err = err ? err : print_month(&figures, json, site, out);
    if (err || !draft) {
        txn_abort(txn);
        return err;
    }
    err = txn_commit(txn);
    if (!err && !json) {
        fprintf(out, "mailbox/%.*s\t待居委会签字\n", TEXT_ARG(month));
    }
    return err;
}
