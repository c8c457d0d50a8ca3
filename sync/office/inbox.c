/* inbox.c - see inbox.h. */
#include "inbox.h"

#include <stdlib.h>
#include <string.h>

#include "acts.h"
#include "hash.h"

enum { ITEM_FIELDS = 16, LOC_KEY_BYTES = RECEIPT_LOC_BYTES + 1 };

/* ---- the stored form ---- */

enum err inbox_put(struct site *site, struct txn *txn, const struct inbox_item *item)
{
    struct bytes value;
    struct buffer b = buffer_begin(&site->scratch);
    cbor_write_array(&b, ITEM_FIELDS);
    cbor_write_text(&b, item->kiosk);
    cbor_write_uint(&b, item->seq);
    cbor_write_uint(&b, item->kind);
    cbor_write_bytes(&b, bytes_of(item->loc.b, item->has_loc ? RECEIPT_LOC_BYTES : 0));
    cbor_write_int(&b, item->received_s);
    cbor_write_uint(&b, item->state);
    cbor_write_uint(&b, item->told);
    cbor_write_bytes(&b, bytes_of(item->hash.b, HASH_BYTES));
    cbor_write_bytes(&b, item->envelope);
    cbor_write_int(&b, item->read_s);
    cbor_write_int(&b, item->answered_s);
    cbor_write_int(&b, item->retracted_s);
    cbor_write_uint(&b, item->grade);
    cbor_write_text(&b, item->note);
    cbor_write_int(&b, item->purged_s);
    cbor_write_bytes(&b, item->key_box);
    enum err err = buffer_end(&b, &value);
    return err ? err : txn_put(txn, SITE_INBOX, bytes_of(item->id.b, UPLOAD_ID_BYTES), value);
}

/* Views into `value`. */
static enum err decode_item(struct bytes key, struct bytes value, struct inbox_item *item)
{
    struct cbor_reader r;
    struct bytes loc;
    if (key.size != UPLOAD_ID_BYTES) {
        return ERR_CORRUPT;
    }
    *item = (struct inbox_item){0};
    memcpy(item->id.b, key.data, UPLOAD_ID_BYTES);
    cbor_read_begin(&r, value);
    (void)cbor_read_array(&r, ITEM_FIELDS);
    item->kiosk = cbor_read_text(&r);
    item->seq = cbor_read_uint(&r);
    item->kind = (enum kind)cbor_read_uint(&r);
    loc = cbor_read_bytes(&r);
    item->has_loc = loc.size == RECEIPT_LOC_BYTES;
    if (item->has_loc) {
        memcpy(item->loc.b, loc.data, RECEIPT_LOC_BYTES);
    }
    item->received_s = cbor_read_int(&r);
    item->state = (enum receipt_state)cbor_read_uint(&r);
    item->told = (enum receipt_state)cbor_read_uint(&r);
    cbor_read_fixed(&r, item->hash.b, HASH_BYTES);
    item->envelope = cbor_read_bytes(&r);
    item->read_s = cbor_read_int(&r);
    item->answered_s = cbor_read_int(&r);
    item->retracted_s = cbor_read_int(&r);
    item->grade = (enum letter_grade)cbor_read_uint(&r);
    item->note = cbor_read_text(&r);
    item->purged_s = cbor_read_int(&r);
    item->key_box = cbor_read_bytes(&r);
    return cbor_read_end(&r) ? ERR_CORRUPT : OK;
}

enum err inbox_get(struct site *site, struct txn *txn, const struct upload_id *id,
                   struct inbox_item *item)
{
    struct bytes key = bytes_of(id->b, UPLOAD_ID_BYTES), value;
    enum err err = txn_get(txn, SITE_INBOX, key, &value);
    if (err) {
        return err;
    }
    value = arena_copy(&site->scratch, value.data, value.size);
    return value.data ? decode_item(key, value, item) : ERR_NOMEM;
}

/* ---- by loc: a letter and what refers to it ---- */

static struct bytes loc_key(const struct receipt_loc *loc, enum kind kind,
                            uint8_t to[LOC_KEY_BYTES])
{
    memcpy(to, loc->b, RECEIPT_LOC_BYTES);
    to[RECEIPT_LOC_BYTES] = (uint8_t)kind;
    return bytes_of(to, LOC_KEY_BYTES);
}

static enum err find_by_loc(struct site *site, struct txn *txn, const struct receipt_loc *loc,
                            enum kind kind, struct inbox_item *item)
{
    uint8_t block[LOC_KEY_BYTES];
    struct upload_id id;
    struct bytes value;
    enum err err = txn_get(txn, SITE_LOCS, loc_key(loc, kind, block), &value);
    if (err) {
        return err;
    }
    if (value.size != UPLOAD_ID_BYTES) {
        return ERR_CORRUPT;
    }
    memcpy(id.b, value.data, UPLOAD_ID_BYTES);
    return inbox_get(site, txn, &id, item);
}

enum err inbox_letter_at(struct site *site, struct txn *txn, const struct receipt_loc *loc,
                         struct inbox_item *letter)
{
    enum err err = find_by_loc(site, txn, loc, KIND_letter, letter);
    return err == ERR_NOT_FOUND ? find_by_loc(site, txn, loc, KIND_opinion, letter) : err;
}

bool inbox_has_writer(const struct inbox_item *item)
{
    return item->kind == KIND_letter || item->kind == KIND_opinion;
}

bool inbox_is_open(const struct inbox_item *letter)
{
    return letter->state == RECEIPT_RECEIVED || letter->state == RECEIPT_HANDLING;
}

static enum err take_back(struct site *site, struct txn *txn, const struct receipt_loc *loc)
{
    struct inbox_item letter;
    enum err err = inbox_letter_at(site, txn, loc, &letter);
    if (err || !inbox_is_open(&letter)) {
        return err == ERR_NOT_FOUND ? OK : err; /* the letter may come later, or was answered */
    }
    letter.state = RECEIPT_RETRACTED;
    letter.retracted_s = site->now_s;
    return inbox_put(site, txn, &letter);
}

static enum err note_loc(struct site *site, struct txn *txn, struct inbox_item *item)
{
    uint8_t block[LOC_KEY_BYTES];
    struct inbox_item other;
    enum err err = txn_put(txn, SITE_LOCS, loc_key(&item->loc, item->kind, block),
                           bytes_of(item->id.b, UPLOAD_ID_BYTES));
    if (err) {
        return err;
    }
    if (item->kind == KIND_retract) {
        return take_back(site, txn, &item->loc);
    }
    if (inbox_has_writer(item) && find_by_loc(site, txn, &item->loc, KIND_retract, &other) == OK) {
        item->state = RECEIPT_RETRACTED; /* taken back before it arrived */
        item->retracted_s = site->now_s;
    }
    return OK;
}

enum err inbox_take(struct site *site, struct txn *txn, const struct envelope *envelope,
                    struct bytes bytes, const struct hash *hash)
{
    struct inbox_item item, before;
    enum err err = inbox_get(site, txn, &envelope->id, &before);
    if (err != ERR_NOT_FOUND) {
        return err ? err : hash_equal(&before.hash, hash) ? ERR_EXISTS : ERR_MISMATCH;
    }
    item = (struct inbox_item){
        .id = envelope->id,
        .kiosk = envelope->kiosk,
        .seq = envelope->seq,
        .kind = envelope->kind,
        .has_loc = envelope->has_loc,
        .loc = envelope->loc,
        .received_s = site->now_s,
        .state = RECEIPT_RECEIVED,
        .hash = *hash,
        .envelope = bytes,
    };
    err = item.has_loc ? note_loc(site, txn, &item) : OK;
    return err ? err : inbox_put(site, txn, &item);
}

/* ---- what has been kept long enough ---- */

/* When its days of keeping begin; 0: not yet. */
static int64_t closed_s(struct site *site, struct txn *txn, const struct inbox_item *item)
{
    struct inbox_item letter;
    if (inbox_has_writer(item)) {
        return inbox_is_open(item)                ? 0
               : item->state == RECEIPT_RETRACTED ? item->retracted_s
               : item->answered_s                 ? item->answered_s
                                                  : item->received_s;
    }
    if (item->kind != KIND_answer && item->kind != KIND_retract) {
        return 0; /* registers have rules of their own */
    }
    /* With the letter that it belongs to, as long as that is there. */
    return item->has_loc && inbox_letter_at(site, txn, &item->loc, &letter) == OK
               ? closed_s(site, txn, &letter)
               : item->received_s;
}

static enum err forget_loc(struct txn *txn, const struct inbox_item *item)
{
    uint8_t block[LOC_KEY_BYTES];
    enum err err =
        item->has_loc ? txn_del(txn, SITE_LOCS, loc_key(&item->loc, item->kind, block)) : OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err purge_one(struct site *site, struct txn *txn, struct inbox_item *item,
                          int64_t since_s)
{
    char hex[UPLOAD_ID_HEX + 1], came[CIVIL_DATE_BYTES], closed[CIVIL_DATE_BYTES];
    enum err err = forget_loc(txn, item);
    item->has_loc = false;
    item->note = (struct text){0};
    item->envelope = item->key_box = (struct bytes){0};
    item->purged_s = site->now_s;
    item->told = item->state;
    err = err ? err : inbox_put(site, txn, item);
    hex_format(bytes_of(item->id.b, UPLOAD_ID_BYTES), hex);
    civil_format_date(civil_day_at(item->received_s, CIVIL_OFFSET_MIN_DEFAULT), came);
    civil_format_date(civil_day_at(since_s, CIVIL_OFFSET_MIN_DEFAULT), closed);
    return err ? err
               : act_add(site, txn, "serve", "purge %s %s received %s closed %s",
                         kind_name(item->kind), hex, came, closed);
}

enum err inbox_purge(struct site *site, struct txn *txn, unsigned keep_days, size_t *count)
{
    struct upload_id *ids;
    size_t total = 0;
    *count = 0;
    enum err err = keep_days ? inbox_ids(site, txn, &ids, &total) : OK;
    /* What belongs to a letter is judged while that is there: the letters last. */
    for (int letters = 0; !err && letters <= 1; letters++) {
        for (size_t i = 0; !err && i < total; i++) {
            struct inbox_item item;
            size_t mark = arena_mark(&site->scratch);
            err = inbox_get(site, txn, &ids[i], &item);
            if (!err && !item.purged_s && inbox_has_writer(&item) == (letters == 1)) {
                int64_t since_s = closed_s(site, txn, &item);
                if (since_s > 0 && since_s + (int64_t)keep_days * CIVIL_DAY_S <= site->now_s) {
                    err = purge_one(site, txn, &item, since_s);
                    (*count)++;
                }
            }
            arena_rewind(&site->scratch, mark);
        }
    }
    return err;
}

/* ---- finding ---- */

/* Hex of whole bytes; an odd digit at the end must agree with the next byte's first half. */
static bool id_begins(const struct upload_id *id, struct text prefix)
{
    char hex[UPLOAD_ID_HEX + 1];
    hex_format(bytes_of(id->b, UPLOAD_ID_BYTES), hex);
    return prefix.size > 0 && prefix.size <= UPLOAD_ID_HEX &&
           memcmp(hex, prefix.data, prefix.size) == 0;
}

enum err inbox_find(struct site *site, struct txn *txn, struct text id, struct inbox_item *item,
                    struct complaint *why)
{
    struct cursor cursor;
    struct bytes key, value;
    unsigned found = 0;
    struct upload_id match = {0};
    enum err err = cursor_open(txn, SITE_INBOX, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct upload_id one;
        if (key.size != UPLOAD_ID_BYTES) {
            continue;
        }
        memcpy(one.b, key.data, UPLOAD_ID_BYTES);
        if (id_begins(&one, id)) {
            match = one;
            found++;
        }
    }
    cursor_close(&cursor);
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    if (found != 1) {
        return complain(why, ERR_INVALID,
                        found ? "编号“%.*s”不止一封；请多写几位" : "没有编号“%.*s”；用 inbox 查看",
                        TEXT_ARG(id));
    }
    return inbox_get(site, txn, &match, item);
}

/* ---- receipts ---- */

struct letter_fact inbox_fact(const struct inbox_item *item)
{
    return (struct letter_fact){
        .received_s = item->received_s,
        .read_s = item->read_s,
        .answered_s = item->answered_s,
        .retracted_s = item->retracted_s,
        .grade = item->grade,
        .note = item->note,
    };
}

enum err inbox_rules(struct site *site, struct txn *txn, struct rule_set *rules)
{
    struct calendar calendar;
    struct policy *policy = arena_alloc(&site->scratch, sizeof *policy);
    enum err err = policy ? site_policy(site, txn, policy, &calendar, NULL) : ERR_NOMEM;
    return err ? err : rule_set_init(policy, rules);
}

int64_t inbox_keep_until(struct site *site, struct txn *txn)
{
    struct calendar calendar;
    size_t mark = arena_mark(&site->scratch);
    struct policy *policy = arena_alloc(&site->scratch, sizeof *policy);
    int64_t until_s = 0;
    if (policy && site_policy(site, txn, policy, &calendar, NULL) == OK &&
        policy->letters_keep_days > 0) {
        int32_t day = civil_day_at(site->now_s, calendar.offset_min);
        struct civil_date last = civil_date_of(day + (int32_t)policy->letters_keep_days);
        enum { DECEMBER = 12 };
        day = last.month == DECEMBER ? civil_day_of_ymd(last.year + 1, 1, 1)
                                     : civil_day_of_ymd(last.year, last.month + 1, 1);
        until_s = civil_midnight(day, calendar.offset_min);
    }
    arena_rewind(&site->scratch, mark);
    return until_s;
}

static enum err stage_receipt(struct site *site, struct txn *txn, const struct rule_set *rules,
                              struct inbox_item *item, const struct signer *office,
                              struct complaint *why)
{
    char loc[2 * RECEIPT_LOC_BYTES + 1];
    struct receipt receipt = {
        .loc = bytes_of(item->loc.b, RECEIPT_LOC_BYTES),
        .state = item->state,
        .at = site->now_s,
    };
    if (inbox_is_open(item)) {
        struct letter_fact fact = inbox_fact(item);
        int32_t today = civil_day_at(site->now_s, rules->calendar.offset_min);
        receipt.grade = item->grade;
        receipt.note = item->note;
        receipt.promised = promise_of(&fact, rules, today, false).answer_by;
    }
    hex_format(receipt.loc, loc);
    struct text key = arena_printf(&site->scratch, "receipt/%s", loc);
    const struct staged staged = {.key = key,
                                  .kind = KIND_receipt,
                                  .record = &receipt,
                                  .signed_s = site->now_s,
                                  .until_s = inbox_is_open(item) ? 0 : inbox_keep_until(site, txn)};
    enum err err = key.data ? publish_stage_until(site, txn, office, &staged, why) : ERR_NOMEM;
    item->told = item->state;
    return err ? err : inbox_put(site, txn, item);
}

/* The letters whose state was not told, copied out. */
static enum err untold_letters(struct site *site, struct txn *txn, struct upload_id **ids,
                               size_t *count)
{
    struct cursor cursor;
    struct bytes key, value;
    uint64_t total = 0;
    *count = 0;
    enum err err = txn_count(txn, SITE_INBOX, &total);
    *ids = err ? NULL : ARENA_ARRAY(&site->scratch, struct upload_id, total);
    err = err ? err : *ids ? OK : ERR_NOMEM;
    err = err ? err : cursor_open(txn, SITE_INBOX, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct inbox_item item;
        err = decode_item(key, value, &item);
        if (err) {
            break;
        }
        if (inbox_has_writer(&item) && item.has_loc && item.told != item.state) {
            (*ids)[(*count)++] = item.id;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err inbox_stage_receipts(struct site *site, struct txn *txn, const struct signer *office,
                              struct complaint *why)
{
    struct upload_id *ids;
    size_t count;
    struct rule_set *rules = arena_alloc(&site->scratch, sizeof *rules);
    enum err err = rules ? untold_letters(site, txn, &ids, &count) : ERR_NOMEM;
    err = err || count == 0 ? err : inbox_rules(site, txn, rules);
    for (size_t i = 0; !err && i < count; i++) {
        struct inbox_item item;
        err = inbox_get(site, txn, &ids[i], &item);
        err = err ? err : stage_receipt(site, txn, rules, &item, office, why);
    }
    return err;
}

/* ---- in order ---- */

struct order {
    int64_t received_s;
    struct upload_id id;
};

static int by_arrival(const void *a, const void *b)
{
    const struct order *one = a, *other = b;
    return one->received_s != other->received_s ? (one->received_s < other->received_s ? -1 : 1)
                                                : memcmp(one->id.b, other->id.b, UPLOAD_ID_BYTES);
}

/* Oldest first: the table's order is that of random ids. */
static enum err sorted_ids(struct site *site, struct txn *txn, struct order **order, size_t *count)
{
    struct cursor cursor;
    struct bytes key, value;
    uint64_t total = 0;
    *count = 0;
    enum err err = txn_count(txn, SITE_INBOX, &total);
    *order = err ? NULL : ARENA_ARRAY(&site->scratch, struct order, total);
    err = err ? err : *order ? OK : ERR_NOMEM;
    err = err ? err : cursor_open(txn, SITE_INBOX, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct inbox_item item;
        err = decode_item(key, value, &item);
        if (err) {
            break;
        }
        (*order)[(*count)++] = (struct order){item.received_s, item.id};
    }
    cursor_close(&cursor);
    if (err == ERR_NOT_FOUND) {
        qsort(*order, *count, sizeof **order, by_arrival);
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err inbox_ids(struct site *site, struct txn *txn, struct upload_id **ids, size_t *count)
{
    struct order *order;
    enum err err = sorted_ids(site, txn, &order, count);
    *ids = err ? NULL : ARENA_ARRAY(&site->scratch, struct upload_id, *count + 1);
    for (size_t i = 0; *ids && i < *count; i++) {
        (*ids)[i] = order[i].id;
    }
    return err ? err : *ids ? OK : ERR_NOMEM;
}

bool inbox_is_opinion(struct site *site, struct text id)
{
    struct inbox_item item;
    struct txn *txn = NULL;
    size_t mark = arena_mark(&site->scratch);
    bool opinion = txn_begin_read(site->store, &txn) == OK &&
                   inbox_find(site, txn, id, &item, NULL) == OK && item.kind == KIND_opinion;
    txn_abort(txn);
    arena_rewind(&site->scratch, mark);
    return opinion;
}
