/* snapshot_item.c - one disclosure: its text and ledger, or why it is not shown. */
#include <stdio.h>
#include <string.h>

#include "ledger.h" /* rules */
#include "log.h"
#include "snapshot_parts.h"
#include "words.h"

enum { SHARES_MAX = 12 };

/* "KEY" or "KEY-v3": version 3 of it, from the history. */
static struct text split_version(struct text arg, uint64_t *version)
{
    *version = 0;
    for (size_t i = arg.size; i > 2; i--) {
        if (arg.data[i - 1] == '/') {
            break;
        }
        if (arg.data[i - 1] == 'v' && arg.data[i - 2] == '-' &&
            !text_parse_uint(text_slice(arg, i, arg.size), UINT32_MAX, version) && *version) {
            return text_slice(arg, 0, i - 2);
        }
    }
    *version = 0;
    return arg;
}

static const struct published *fact_of(const struct snapshot *snapshot, struct text key)
{
    for (size_t i = 0; i < snapshot->fact_count; i++) {
        if (text_equal(snapshot->facts[i].key, key)) {
            return &snapshot->facts[i];
        }
    }
    return NULL;
}

static uint64_t fact_version(const struct snapshot *snapshot, const struct published *fact)
{
    return snapshot->checks[fact - snapshot->facts].version;
}

/* What the key alone says: item and period of a record that is not there. */
static void row_of_key(struct text key, struct board_row *row)
{
    struct text rest = key, kind, period, number;
    uint64_t item = 0;

    if (text_split(&rest, '/', &kind) && text_split(&rest, '/', &period) &&
        text_split(&rest, '/', &number) && !period_parse(period, &row->period) &&
        !text_parse_uint(number, ITEM_ASSIST, &item)) {
        row->item = (unsigned)item;
    }
    row->state = BOARD_PENDING;
}

static void list_parts(struct snapshot *snapshot, const struct model *model,
                       struct model_item *item)
{
    enum { PARTS_MAX = sizeof item->part_keys / sizeof item->part_keys[0] };

    for (size_t i = 0; i < snapshot->fact_count && item->part_count < PARTS_MAX; i++) {
        const struct published *fact = &snapshot->facts[i];
        bool known = fact->item != item->row.item || !period_equal(fact->period, item->row.period);
        for (size_t j = 0; j < item->part_count && !known; j++) {
            known = text_equal(item->part_keys[j], fact->key);
        }
        if (!known && snapshot->checks[i].state != FACT_BAD) {
            item->part_rows[item->part_count] = snapshot_row(snapshot, model, fact);
            item->part_keys[item->part_count] = fact->key;
            item->part_titles[item->part_count++] = fact->title;
        }
    }
}

static void fill_shares(const struct disclosure *record, struct model_item *item)
{
    struct ledger_category all[LEDGER_CATEGORIES_MAX];
    size_t count = ledger_categories(record, false, all, LEDGER_CATEGORIES_MAX);
    size_t own = count > SHARES_MAX ? SHARES_MAX - 1 : count;

    for (size_t i = 0; i < count; i++) {
        size_t at = i < own ? i : own;
        item->shares[at].category = i < own ? all[i].name : word(TX_SAY_SHARES_OTHER);
        item->shares[at].sum += all[i].sum;
        item->shares[at].percent += all[i].percent;
    }
    item->share_count = count > own ? own + 1 : own;
}

/* The balance that the period before ended with, where it is here. */
static void fill_carried(struct snapshot *snapshot, struct model_item *item)
{
    size_t mark = arena_mark(&snapshot->scratch);
    struct text key = snapshot_key_before(snapshot, item->key, item->row.period);
    struct disclosure before;

    if (key.size > 0 && snapshot_accounts(snapshot, key, &snapshot->scratch, &before)) {
        item->before_key = key;
        item->carries = ledger_sum(&before).closing == item->opening;
    }
    arena_rewind(&snapshot->scratch, mark);
}

static void fill_ledger(struct snapshot *snapshot, const struct disclosure *record,
                        struct model_item *item)
{
    struct ledger_sums sums = ledger_sum(record);

    item->has_ledger = true;
    item->rows = record->rows.at;
    item->row_count = record->rows.count;
    item->opening = sums.opening;
    item->income = sums.income;
    item->spending = sums.spending;
    item->closing = sums.closing;
    fill_shares(record, item);
    fill_carried(snapshot, item);
}

static void fill_signed(struct snapshot *snapshot, const struct entry *entry,
                        struct model_item *item)
{
    const struct root *root = &snapshot->folder->root;
    size_t index;

    item->opens_s = entry->opens_s;
    if (entry_signed_by(entry, root, ROLE_SUPERVISION, &index, &item->leader_signed_s)) {
        item->leader = arena_text(&snapshot->page, root->roles[ROLE_SUPERVISION].holders[index]);
    }
}

static struct text version_key(struct snapshot *snapshot, struct text key, uint64_t version)
{
    return arena_printf(&snapshot->page, "%.*s-v%llu", TEXT_ARG(key), (unsigned long long)version);
}

static void fill_correction(struct snapshot *snapshot, const struct entry *entry,
                            const struct disclosure *record, struct model_item *item)
{
    struct entry older;

    item->corrected = record->corrected_on != 0;
    item->corrected_on = record->corrected_on;
    item->correction = record->correction;
    for (uint64_t version = entry->version; item->corrected && version > 1; version--) {
        size_t mark = arena_mark(&snapshot->scratch);
        enum err err =
            snapshot_entry(snapshot, entry->key, version - 1, &snapshot->scratch, &older, NULL);
        bool is_it =
            !err && older.kind == KIND_disclosure && hash_equal(&older.hash, &record->corrects);
        arena_rewind(&snapshot->scratch, mark);
        if (is_it) {
            item->older_key = version_key(snapshot, entry->key, version - 1);
            return;
        }
    }
}

static void fill_shown(struct snapshot *snapshot, const struct entry *entry,
                       const struct disclosure *record, struct model_item *item)
{
    item->title = record->title;
    item->period = record->period;
    if (!snapshot_passes(snapshot, KIND_disclosure, record)) {
        log_warn("%.*s holds a personal number and is not shown", TEXT_ARG(entry->key));
        item->state = ITEM_HIDDEN;
        item->title = (struct text){0};
        return;
    }
    item->state = ITEM_SHOWN;
    item->nil = record->nil;
    item->handler = record->handler;
    item->approver = record->approver;
    item->recording = record->recording;
    fill_signed(snapshot, entry, item);
    fill_correction(snapshot, entry, record, item);
    if (record->text.size) {
        item->text = snapshot_markdown(snapshot, record->text);
    }
    if (record->has_ledger) {
        fill_ledger(snapshot, record, item);
    }
}

/* What stands in a title or reason goes through the gate like any text: why something was taken
 * back may repeat what should not have been there. */
static struct text gated(const struct snapshot *snapshot, struct text text)
{
    return snapshot_gate(snapshot, text) ? text : (struct text){0};
}

static enum err load_withdrawn(struct snapshot *snapshot, struct bytes object,
                               struct model_item *item)
{
    struct withdraw record;

    enum err err = withdraw_decode(object, &snapshot->page, &record, NULL);
    if (err) {
        return err;
    }
    item->state = ITEM_WITHDRAWN;
    item->title = gated(snapshot, record.title);
    item->period = record.period;
    item->withdrawn_reason = gated(snapshot, record.reason);
    item->withdrawn_on = record.on;
    return OK;
}

/* Of an entry that was checked. */
static enum err load_entry(struct snapshot *snapshot, const struct entry *entry,
                           struct model_item *item)
{
    struct complaint why = {0};
    struct bytes object;
    struct disclosure record;

    if (!snapshot_is_open(snapshot, entry)) {
        bool ended = entry->until_s && entry->until_s <= snapshot->now_s;
        item->state = ended ? ITEM_HIDDEN : ITEM_NOT_OPEN;
        item->row.expired = ended;
        item->opens_s = entry->opens_s;
        return OK;
    }
    enum err err = snapshot_object(snapshot, entry, &snapshot->page, &object, &why);
    if (err) {
        log_warn("%.*s is not shown: %s", TEXT_ARG(entry->key), why.text);
        return err;
    }
    if (entry->kind == KIND_withdraw) {
        return load_withdrawn(snapshot, object, item);
    }
    err = disclosure_decode(object, &snapshot->page, &record, &why);
    if (err) {
        log_warn("%.*s is not shown: %s", TEXT_ARG(entry->key), why.text);
        return err;
    }
    fill_shown(snapshot, entry, &record, item);
    if (record.until &&
        civil_day_at(snapshot->now_s, snapshot_offset_min(snapshot)) > record.until) {
        *item = (struct model_item){.state = ITEM_HIDDEN, .key = item->key, .row = item->row};
        item->row.expired = true;
    }
    return OK;
}

static enum err load_announced(struct snapshot *snapshot, struct text key, struct model_item *item)
{
    struct shown shown;
    struct announce record;
    struct text announced = arena_printf(&snapshot->page, "announce/%.*s", TEXT_ARG(key));

    enum err err = snapshot_record(snapshot, KIND_announce, announced, &snapshot->page, &shown);
    if (!err) {
        err = announce_decode(shown.object, &snapshot->page, &record, NULL);
    }
    if (!err) {
        item->state = ITEM_UNSIGNED;
        item->title = gated(snapshot, record.title);
        item->period = record.period;
    }
    return err;
}

/* The version to be shown under a key: the newest, or the one before while that is not open. */
static enum err pick_entry(struct snapshot *snapshot, struct text key, uint64_t version,
                           struct entry *entry, struct complaint *why)
{
    struct entry older;

    enum err err = snapshot_entry(snapshot, key, version, &snapshot->page, entry, why);
    if (err || version || entry->opens_s <= snapshot->now_s) {
        return err;
    }
    for (uint64_t v = entry->version; v > 1; v--) {
        if (!snapshot_entry(snapshot, key, v - 1, &snapshot->page, &older, NULL)) {
            (void)snapshot_is_open(snapshot, entry); /* notes when it will be */
            *entry = older;
            return OK;
        }
    }
    return OK;
}

void load_item(struct snapshot *snapshot, struct model *model)
{
    struct model_item *item = &model->item;
    struct complaint why = {0};
    struct entry entry;
    uint64_t version;
    struct text key =
        split_version(snapshot_key(snapshot, "disclosure/", model->place.arg), &version);

    *item = (struct model_item){.state = ITEM_MISSING};
    item->key = arena_text(&snapshot->page, key);
    row_of_key(item->key, &item->row);
    if (!snapshot->has_policy) {
        return;
    }
    snapshot_facts(snapshot);
    const struct published *fact = fact_of(snapshot, key);
    if (fact) {
        item->row = snapshot_row(snapshot, model, fact);
    }
    list_parts(snapshot, model, item);
    enum err err = pick_entry(snapshot, key, version, &entry, &why);
    if (!err && version && fact && entry.version != fact_version(snapshot, fact)) {
        item->newer_key = item->key;
    }
    if (!err && entry.kind != KIND_disclosure && entry.kind != KIND_withdraw) {
        err = ERR_NOT_FOUND;
    }
    if (!err) {
        err = load_entry(snapshot, &entry, item);
    } else if (err == ERR_NOT_FOUND) {
        err = load_announced(snapshot, key, item);
    }
    if (err && err != ERR_NOT_FOUND) {
        log_warn("%.*s is not shown (%s): %s", TEXT_ARG(key), err_name(err), why.text);
        item->state = ITEM_INVALID;
        item->title = (struct text){0};
    }
    if (item->state == ITEM_SHOWN) {
        load_beside(snapshot, model);
        snapshot_note_recording(snapshot, item->recording, model);
    }
}
