/* inbox_print.c - what came, for the office's eyes (inbox.h): states and promises, no words. */
#include "inbox.h"

#include "json_print.h"

static const char *state_name(const struct inbox_item *item)
{
    if (item->kind == KIND_answer) {
        return item->state == RECEIPT_ANSWERED ? "已确认" : "待确认";
    }
    switch (item->state) {
    case RECEIPT_RECEIVED:
        return "未读";
    case RECEIPT_HANDLING:
        return "办理中";
    case RECEIPT_ANSWERED:
        return "已答复";
    case RECEIPT_RETRACTED:
        return "已撤回";
    }
    return "?";
}

static const char *state_id(const struct inbox_item *item)
{
    static const char *const ids[] = {"", "received", "handling", "answered", "retracted"};
    return item->state <= RECEIPT_RETRACTED ? ids[item->state] : "";
}

static bool is_listed(const struct inbox_item *item)
{
    return !item->purged_s && ((inbox_has_writer(item) && item->state != RECEIPT_RETRACTED) ||
                               item->kind == KIND_answer);
}

struct listing {
    struct site *site;
    FILE *out;
    struct json *json; /* NULL: for people */
    struct rule_set *rules;
    int32_t today;
    unsigned visits, retracted, other, purged;
};

static struct promise promise_for(const struct listing *l, const struct inbox_item *item)
{
    struct letter_fact fact = inbox_fact(item);
    return promise_of(&fact, l->rules, l->today, false);
}

static void json_promise(struct listing *l, const struct inbox_item *item)
{
    static const char *const states[] = {
        [PROMISE_RUNNING] = "running",     [PROMISE_DUE] = "due",
        [PROMISE_LATE] = "late",           [PROMISE_RED] = "red",
        [PROMISE_KEPT] = "kept",           [PROMISE_BROKEN] = "broken",
        [PROMISE_RETRACTED] = "retracted",
    };
    static const char *const grades[] = {"", "simple", "normal", "complex"};
    struct promise promise = promise_for(l, item);
    json_object(l->json, "promise");
    json_text(l->json, "state", text_of(states[promise.state]));
    json_text(l->json, "grade", text_of(item->grade <= LETTER_COMPLEX ? grades[item->grade] : ""));
    json_date(l->json, "read_by", promise.read_by);
    json_bool(l->json, "read_late", promise.read_late);
    json_date(l->json, "answer_by", promise.answer_by);
    json_uint(l->json, "late_days", promise.late_days);
    json_date(l->json, "last_by", promise.last_by);
    json_bool(l->json, "lacks_note", promise.lacks_note);
    json_object_end(l->json);
}

static void list_json(struct listing *l, const struct inbox_item *item)
{
    json_object(l->json, NULL);
    json_hex(l->json, "id", bytes_of(item->id.b, UPLOAD_ID_BYTES));
    json_text(l->json, "kind", text_of(kind_name(item->kind)));
    json_text(l->json, "kiosk", item->kiosk);
    json_text(l->json, "state", text_of(state_id(item)));
    json_int(l->json, "received_at", item->received_s);
    json_hex(l->json, "loc", bytes_of(item->loc.b, item->has_loc ? RECEIPT_LOC_BYTES : 0));
    if (inbox_has_writer(item)) {
        json_promise(l, item);
    }
    json_object_end(l->json);
}

static void print_promise(const struct listing *l, const struct inbox_item *item)
{
    char date[CIVIL_DATE_BYTES];
    struct promise promise = promise_for(l, item);
    fprintf(l->out, "\t%s，承诺 %s 前答复", promise_state_name(promise.state),
            civil_format_date(promise.answer_by, date));
    if (promise.late_days > 0) {
        fprintf(l->out, "，迟 %u 个工作日", promise.late_days);
    }
    if (promise.read_late) {
        fprintf(l->out, "，应在 %s 前有人看", civil_format_date(promise.read_by, date));
    }
    if (promise.lacks_note) {
        fprintf(l->out, "，请写明原因（grade --note）");
    }
}

static void list_line(struct listing *l, const struct inbox_item *item)
{
    char hex[UPLOAD_ID_HEX + 1], time[CIVIL_TIME_BYTES];
    hex_format(bytes_of(item->id.b, UPLOAD_ID_BYTES), hex);
    fprintf(l->out, "%s\t%s\t%s\t%s\t%.*s", hex,
            item->kind == KIND_letter    ? "来信"
            : item->kind == KIND_opinion ? "意见"
                                         : "答复",
            state_name(item), civil_format_time(item->received_s, CIVIL_OFFSET_MIN_DEFAULT, time),
            TEXT_ARG(item->kiosk));
    if (inbox_has_writer(item)) {
        print_promise(l, item);
    }
    fputc('\n', l->out);
}

static void list_item(struct listing *l, const struct inbox_item *item)
{
    if (is_listed(item)) {
        if (l->json) {
            list_json(l, item);
        } else {
            list_line(l, item);
        }
    } else if (item->purged_s) {
        l->purged++;
    } else if (inbox_has_writer(item)) {
        l->retracted++;
    } else if (item->kind == KIND_visit) {
        l->visits++;
    } else {
        l->other++;
    }
}

static enum err list_all(struct listing *l, struct txn *txn)
{
    struct upload_id *ids;
    size_t count;
    enum err err = inbox_ids(l->site, txn, &ids, &count);
    for (size_t i = 0; !err && i < count; i++) {
        struct inbox_item item;
        size_t mark = arena_mark(&l->site->scratch);
        err = inbox_get(l->site, txn, &ids[i], &item);
        if (!err) {
            list_item(l, &item);
        }
        arena_rewind(&l->site->scratch, mark);
    }
    return err;
}

static enum err print_json(struct listing *l, struct txn *txn)
{
    struct arena arena;
    struct json json;
    enum err err = arena_init(&arena, SITE_SCRATCH_BYTES);
    if (err) {
        return err;
    }
    struct buffer b = buffer_begin(&arena);
    json_begin(&json, &b);
    l->json = &json;
    json_object(&json, NULL);
    json_array(&json, "items");
    err = list_all(l, txn);
    json_array_end(&json);
    json_uint(&json, "visits", l->visits);
    json_uint(&json, "retracted", l->retracted);
    json_uint(&json, "other", l->other);
    json_uint(&json, "purged", l->purged);
    json_object_end(&json);
    err = err ? err : json_print(&json, l->out);
    arena_deinit(&arena);
    return err;
}

enum err inbox_print(struct site *site, bool json, FILE *out, struct complaint *why)
{
    size_t mark = arena_mark(&site->scratch);
    struct listing l = {
        .site = site, .out = out, .rules = arena_alloc(&site->scratch, sizeof *l.rules)};
    struct txn *txn = NULL;
    enum err err = l.rules ? txn_begin_read(site->store, &txn) : ERR_NOMEM;
    err = err ? err : inbox_rules(site, txn, l.rules);
    if (!err) {
        l.today = civil_day_at(site->now_s, l.rules->calendar.offset_min);
        err = json ? print_json(&l, txn) : list_all(&l, txn);
    }
    if (!err && !json) {
        fprintf(out, "来访登记 %u 条，已撤回的信 %u 封，其他 %u 条，满保存期已销毁 %u 封\n",
                l.visits, l.retracted, l.other, l.purged);
    }
    txn_abort(txn);
    arena_rewind(&site->scratch, mark);
    (void)why;
    return err;
}
