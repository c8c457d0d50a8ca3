/* letters.c - reading and answering what came, with the mailbox key. See inbox.h. */
#include <string.h>

#include "acts.h"
#include "gate.h"
#include "inbox.h"
#include "json.h"

static enum err open_item(struct site *site, const struct inbox_item *item,
                          const struct mailbox_keys *mailbox, struct bytes *object,
                          struct complaint *why)
{
    struct envelope envelope;
    if (item->purged_s) {
        char date[CIVIL_DATE_BYTES];
        return complain(
            why, ERR_INVALID, "满保存期，%s 已经销毁，只留下收到和答复的日子",
            civil_format_date(civil_day_at(item->purged_s, CIVIL_OFFSET_MIN_DEFAULT), date));
    }
    enum err err = envelope_decode(item->envelope, &envelope);
    err = err ? err : mailbox_open(mailbox, &envelope, item->key_box, &site->scratch, object);
    if (!err && record_kind(*object) != item->kind) {
        err = ERR_MISMATCH;
    }
    return err ? complain(why, err, "打不开：不是寄给这把信箱钥匙的，或已损坏") : OK;
}

/* ---- reading ---- */

static void print_time(FILE *out, const char *name, int64_t at_s)
{
    char time[CIVIL_TIME_BYTES];
    fprintf(out, "%s：%s\n", name, civil_format_time(at_s, CIVIL_OFFSET_MIN_DEFAULT, time));
}

static void print_line(FILE *out, const char *name, struct text value)
{
    if (value.size > 0) {
        fprintf(out, "%s：%.*s\n", name, TEXT_ARG(value));
    }
}

static enum err print_letter(struct site *site, struct bytes object, FILE *out,
                             struct complaint *why)
{
    struct letter letter;
    enum err err = letter_decode(object, &site->scratch, &letter, why);
    if (err) {
        return err;
    }
    print_line(out, "类别", letter.category);
    print_time(out, letter.doubtful ? "写于（时间待校准）" : "写于", letter.at);
    print_line(out, "姓名", letter.name);
    print_line(out, "电话", letter.phone);
    print_line(out, "关于", letter.about);
    fprintf(out, "\n%.*s\n", TEXT_ARG(letter.text));
    return OK;
}

static enum err print_opinion(struct site *site, struct bytes object, FILE *out,
                              struct complaint *why)
{
    struct opinion opinion;
    enum err err = opinion_decode(object, &site->scratch, &opinion, why);
    if (err) {
        return err;
    }
    print_line(out, "关于", opinion.about);
    print_line(out, "月份", opinion.month);
    print_time(out, opinion.doubtful ? "写于（时间待校准）" : "写于", opinion.at);
    print_line(out, "姓名", opinion.name);
    print_line(out, "电话", opinion.phone);
    fprintf(out, "\n%.*s\n", TEXT_ARG(opinion.text));
    return OK;
}

static enum err print_answer(struct site *site, struct bytes object, FILE *out,
                             struct complaint *why)
{
    struct answer answer;
    enum err err = answer_decode(object, &site->scratch, &answer, why);
    if (err) {
        return err;
    }
    print_line(out, "答复人", answer.by);
    print_time(out, "写于", answer.at);
    fprintf(out, "\n%.*s\n", TEXT_ARG(answer.text));
    return OK;
}

static enum err print_visit(struct site *site, struct bytes object, FILE *out,
                            struct complaint *why)
{
    struct visit visit;
    enum err err = visit_decode(object, &site->scratch, &visit, why);
    if (err) {
        return err;
    }
    print_time(out, "来访", visit.at);
    print_line(out, "姓名", visit.name);
    print_line(out, "地址", visit.address);
    print_line(out, "电话", visit.phone);
    print_line(out, "事由", visit.reason);
    print_line(out, "接待人", visit.host);
    print_line(out, "后续", visit.follow_up);
    fprintf(out, "\n%.*s\n", TEXT_ARG(visit.text));
    return OK;
}

static enum err print_json(struct site *site, enum kind kind, struct bytes object, FILE *out,
                           struct complaint *why)
{
    struct text text;
    void *record = arena_alloc(&site->scratch, kind_struct_size(kind));
    enum err err = record ? record_decode(kind, object, &site->scratch, record, why) : ERR_NOMEM;
    err = err ? err : record_json(kind, record, &site->scratch, &text);
    if (!err) {
        fprintf(out, "%.*s\n", TEXT_ARG(text));
    }
    return err;
}

static enum err print_object(struct site *site, enum kind kind, struct bytes object, FILE *out,
                             struct complaint *why)
{
    switch ((int)kind) {
    case KIND_letter:
        return print_letter(site, object, out, why);
    case KIND_answer:
        return print_answer(site, object, out, why);
    case KIND_opinion:
        return print_opinion(site, object, out, why);
    case KIND_visit:
        return print_visit(site, object, out, why);
    default:
        return print_json(site, kind, object, out, why);
    }
}

/* Somebody has read it: residents see 办理中 at the next publication. */
static enum err mark_handling(struct site *site, struct txn *txn, struct inbox_item *item)
{
    char hex[UPLOAD_ID_HEX + 1];
    bool first = item->state == RECEIPT_RECEIVED &&
                 (item->kind == KIND_letter || item->kind == KIND_opinion);
    if (first) {
        item->state = RECEIPT_HANDLING;
        item->read_s = site->now_s;
        enum err err = inbox_put(site, txn, item);
        if (err) {
            return err;
        }
    }
    hex_format(bytes_of(item->id.b, UPLOAD_ID_BYTES), hex);
    return act_add(site, txn, "mailbox", "read %s %s", kind_name(item->kind), hex);
}

static enum err print_in(struct site *site, struct txn *txn, struct text id,
                         const struct mailbox_keys *mailbox, bool json, FILE *out,
                         struct complaint *why)
{
    struct inbox_item item;
    struct bytes object;
    enum err err = inbox_find(site, txn, id, &item, why);
    err = err ? err : open_item(site, &item, mailbox, &object, why);
    err = err    ? err
          : json ? print_json(site, item.kind, object, out, why)
                 : print_object(site, item.kind, object, out, why);
    return err ? err : mark_handling(site, txn, &item);
}

static enum err end(struct site *site, struct txn *txn, size_t mark, enum err err)
{
    wipe(site->scratch.base + mark, arena_mark(&site->scratch) - mark); /* what was sealed */
    arena_rewind(&site->scratch, mark);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

enum err letter_print(struct site *site, struct text id, const struct mailbox_keys *mailbox,
                      bool json, FILE *out, struct complaint *why)
{
    struct txn *txn = NULL;
    size_t mark = arena_mark(&site->scratch);
    enum err err = txn_begin_write(site->store, &txn);
    if (err) {
        return err;
    }
    return end(site, txn, mark, print_in(site, txn, id, mailbox, json, out, why));
}

/* ---- answering ---- */

struct answering {
    struct site *site;
    struct txn *txn;
    const struct mailbox_keys *mailbox;
    const struct signer *office;
    struct complaint *why;
};

static enum err seal_answer(const struct answering *a, struct text receipt, struct text text,
                            struct text by, struct receipt_loc *loc, struct bytes *box)
{
    struct site *site = a->site;
    struct answer_text answer = {.text = text, .by = by, .at = site->now_s};
    struct shared_key key;
    struct bytes plain;
    enum err err = receipt_key(receipt, site->root.office, site->root.receipt_cost, &key, loc);
    err = err ? err : answer_text_encode(&answer, &site->scratch, &plain, a->why);
    err = err ? err : shared_seal(&key, plain, &site->scratch, box);
    wipe(&key, sizeof key);
    return err;
}

static enum err stage_reply(const struct answering *a, const struct receipt_loc *loc,
                            struct bytes box)
{
    char hex[2 * RECEIPT_LOC_BYTES + 1];
    struct reply reply = {.loc = bytes_of(loc->b, RECEIPT_LOC_BYTES), .box = box};
    hex_format(reply.loc, hex);
    struct text key = arena_printf(&a->site->scratch, "reply/%s", hex);
    const struct staged staged = {.key = key,
                                  .kind = KIND_reply,
                                  .record = &reply,
                                  .signed_s = a->site->now_s,
                                  .until_s = inbox_keep_until(a->site, a->txn)};
    return key.data ? publish_stage_until(a->site, a->txn, a->office, &staged, a->why) : ERR_NOMEM;
}

static enum err check_open(const struct inbox_item *item, struct complaint *why)
{
    if (item->kind != KIND_letter && item->kind != KIND_opinion) {
        return complain(why, ERR_INVALID, "这不是来信，也不是意见（%s）", kind_name(item->kind));
    }
    if (item->state == RECEIPT_RETRACTED) {
        return complain(why, ERR_INVALID, "这封信写信人已经撤回");
    }
    return OK;
}

/* The digits open the answer; they must be those under whose loc the letter came. */
static enum err answer_letter(const struct answering *a, struct inbox_item *item,
                              struct text receipt, struct text text, struct text by)
{
    struct receipt_loc loc;
    struct bytes box;
    char hex[UPLOAD_ID_HEX + 1];
    enum err err = check_open(item, a->why);
    err = err ? err : seal_answer(a, receipt, text, by, &loc, &box);
    if (err) {
        return a->why->text[0] ? err : complain(a->why, err, "回执号不对，或内容太长");
    }
    if (!item->has_loc || memcmp(loc.b, item->loc.b, sizeof loc.b) != 0) {
        return complain(a->why, ERR_MISMATCH, "信里的回执号与信封不符");
    }
    err = stage_reply(a, &loc, box);
    item->state = RECEIPT_ANSWERED;
    item->answered_s = item->answered_s ? item->answered_s : a->site->now_s;
    item->read_s = item->read_s ? item->read_s : a->site->now_s;
    err = err ? err : inbox_put(a->site, a->txn, item);
    hex_format(bytes_of(item->id.b, UPLOAD_ID_BYTES), hex);
    return err ? err : act_add(a->site, a->txn, "mailbox", "answer %s", hex);
}

static enum err answer_in(const struct answering *a, struct text id, struct text text,
                          struct text by)
{
    struct inbox_item item;
    struct bytes object;
    struct letter letter;
    enum err err = inbox_find(a->site, a->txn, id, &item, a->why);
    err = err ? err : check_open(&item, a->why);
    err = err ? err : open_item(a->site, &item, a->mailbox, &object, a->why);
    err = err ? err : letter_decode(object, &a->site->scratch, &letter, a->why);
    return err ? err : answer_letter(a, &item, letter.receipt, text, by);
}

enum err letter_answer(struct site *site, struct text id, struct text text, struct text by,
                       const struct mailbox_keys *mailbox, const struct signer *office,
                       struct complaint *why)
{
    struct answering a = {.site = site, .mailbox = mailbox, .office = office, .why = why};
    size_t mark = arena_mark(&site->scratch);
    if (text_trim(text).size == 0) {
        return complain(why, ERR_INVALID, "答复是空的");
    }
    enum err err = txn_begin_write(site->store, &a.txn);
    if (err) {
        return err;
    }
    return end(site, a.txn, mark, answer_in(&a, id, text, by));
}

/* ---- opinions: question and answer beside the item (G11(4)) ---- */

enum { THREADS_PER_ITEM_MAX = 999 };

/* thread/<board month>/<NN>/<n>, the first that is free. */
static enum err free_thread(const struct answering *a, const struct thread *thread,
                            struct text *key)
{
    struct bytes value;
    for (unsigned n = 1; n <= THREADS_PER_ITEM_MAX; n++) {
        *key = arena_printf(&a->site->scratch, "thread/%.*s/%02u/%u", TEXT_ARG(thread->month),
                            (unsigned)thread->item, n);
        if (!key->data) {
            return ERR_NOMEM;
        }
        if (txn_get(a->txn, SITE_DRAFTS, text_bytes(*key), &value) == ERR_NOT_FOUND &&
            txn_get(a->txn, SITE_PUBLISHED, text_bytes(*key), &value) == ERR_NOT_FOUND) {
            return OK;
        }
    }
    return ERR_FULL;
}

static enum err stage_thread(const struct answering *a, const struct opinion *opinion,
                             struct text question, struct text text, struct text by)
{
    struct site *site = a->site;
    struct policy policy;
    struct calendar calendar;
    char month[PERIOD_BYTES];
    struct text key;
    enum err err = site_policy(site, a->txn, &policy, &calendar, a->why);
    if (err) {
        return err;
    }
    struct thread_entry entries[] = {
        {.on = civil_day_at(opinion->at, calendar.offset_min),
         .from = text_of("resident"),
         .text = question},
        {.on = civil_day_at(site->now_s, calendar.offset_min),
         .from = text_of("committee"),
         .text = text,
         .by = by.size ? by : text_of("居委会")},
    };
    struct thread thread = {.about = opinion->about,
                            .item = opinion->item,
                            .month = opinion->month,
                            .entries = {entries, 2}};
    if (thread.month.size == 0) {
        thread.month =
            text_of(period_format(calendar_board_month(&calendar, entries[0].on), month));
    }
    entries[0].on = entries[0].on > entries[1].on ? entries[1].on : entries[0].on;
    err = thread_check(&thread, a->why);
    err = err ? err : gate_check(KIND_thread, &thread, &policy, text_of("意见和答复"), a->why);
    if (err) {
        complaint_prefix(a->why,
                         "不能放在公开事项旁边（可用 --question 写一句概要，或 --private 只答复"
                         "本人）");
        return err;
    }
    err = free_thread(a, &thread, &key);
    return err ? err
               : publish_stage(site, a->txn, a->office, key, KIND_thread, &thread, site->now_s,
                               a->why);
}

static enum err opinion_in(const struct answering *a, struct text id, struct text text,
                           struct text by, const char *question)
{
    struct inbox_item item;
    struct bytes object;
    struct opinion opinion;
    enum err err = inbox_find(a->site, a->txn, id, &item, a->why);
    if (!err && item.kind != KIND_opinion) {
        return complain(a->why, ERR_INVALID, "这不是对公开事项的意见");
    }
    err = err ? err : check_open(&item, a->why);
    if (!err && item.state == RECEIPT_ANSWERED) {
        return complain(a->why, ERR_INVALID, "这条意见已经答复");
    }
    err = err ? err : open_item(a->site, &item, a->mailbox, &object, a->why);
    err = err ? err : opinion_decode(object, &a->site->scratch, &opinion, a->why);
    bool shown = !question || question[0] != '\0';
    if (!err && shown && text_starts(opinion.about, "disclosure/")) {
        err = stage_thread(a, &opinion, question ? text_of(question) : opinion.text, text, by);
    }
    return err ? err : answer_letter(a, &item, opinion.receipt, text, by);
}

enum err opinion_answer(struct site *site, struct text id, struct text text, struct text by,
                        const char *question, const struct mailbox_keys *mailbox,
                        const struct signer *office, struct complaint *why)
{
    struct answering a = {.site = site, .mailbox = mailbox, .office = office, .why = why};
    size_t mark = arena_mark(&site->scratch);
    if (text_trim(text).size == 0) {
        return complain(why, ERR_INVALID, "答复是空的");
    }
    enum err err = txn_begin_write(site->store, &a.txn);
    return err ? err : end(site, a.txn, mark, opinion_in(&a, id, text, by, question));
}

static enum err confirm_in(const struct answering *a, struct text id)
{
    struct inbox_item given, letter;
    struct bytes object;
    struct answer answer;
    enum err err = inbox_find(a->site, a->txn, id, &given, a->why);
    if (!err && given.kind != KIND_answer) {
        return complain(a->why, ERR_INVALID, "这不是大厅屏幕上写的答复；答复来信请用 --text-file");
    }
    err = err ? err : open_item(a->site, &given, a->mailbox, &object, a->why);
    err = err ? err : answer_decode(object, &a->site->scratch, &answer, a->why);
    err = err ? err : inbox_letter_at(a->site, a->txn, &given.loc, &letter);
    if (err == ERR_NOT_FOUND) {
        return complain(a->why, ERR_INVALID, "这份答复对应的来信还没有收到");
    }
    err = err ? err : answer_letter(a, &letter, answer.receipt, answer.text, answer.by);
    given.state = RECEIPT_ANSWERED;
    return err ? err : inbox_put(a->site, a->txn, &given);
}

enum err answer_confirm(struct site *site, struct text id, const struct mailbox_keys *mailbox,
                        const struct signer *office, struct complaint *why)
{
    struct answering a = {.site = site, .mailbox = mailbox, .office = office, .why = why};
    size_t mark = arena_mark(&site->scratch);
    enum err err = txn_begin_write(site->store, &a.txn);
    if (err) {
        return err;
    }
    return end(site, a.txn, mark, confirm_in(&a, id));
}
