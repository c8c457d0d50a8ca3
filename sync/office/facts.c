/* facts.c - see facts.h. */
#include "facts.h"

#include <string.h>

/* ---- records of a kind ---- */

struct collector {
    struct site *site;
    struct txn *txn;
    enum kind kind;
    struct fact_list *list;
    size_t room;
};

static void *record_at(const struct collector *c, size_t index)
{
    return (char *)c->list->records + index * kind_struct_size(c->kind);
}

static struct bytes prefix_of(struct site *site, enum kind kind)
{
    return text_bytes(arena_printf(&site->scratch, "%s/", kind_name(kind)));
}

/* `policy` stands alone; every other kind has a part of the key to itself. */
static enum err open_kind(struct collector *c, enum site_table table, struct cursor *cursor)
{
    struct bytes prefix = prefix_of(c->site, c->kind);
    return prefix.data ? cursor_open(c->txn, table, prefix, cursor) : ERR_NOMEM;
}

static enum err count_kind(struct collector *c, enum site_table table, size_t *count)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = open_kind(c, table, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        ++*count;
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err make_room(struct collector *c, size_t room)
{
    struct arena *arena = &c->site->scratch;
    if (room > FACTS_MAX) {
        return ERR_FULL;
    }
    c->room = room;
    *c->list = (struct fact_list){
        .records = arena_alloc(arena, room * kind_struct_size(c->kind) + 1),
        .keys = ARENA_ARRAY(arena, struct text, room + 1),
        .entries = ARENA_ARRAY(arena, struct entry, room + 1),
    };
    return c->list->records && c->list->keys && c->list->entries ? OK : ERR_NOMEM;
}

/* Adds the entry, unless a draft of the same key is there already. */
static enum err add_entry(struct collector *c, struct bytes value, size_t drafts)
{
    struct entry *entry = &c->list->entries[c->list->count];
    struct bytes copy = arena_copy(&c->site->scratch, value.data, value.size);
    enum err err = copy.data ? entry_decode(copy, entry) : ERR_NOMEM;
    if (err || entry->kind != c->kind || c->list->count == c->room) {
        return err;
    }
    for (size_t i = 0; i < drafts; i++) {
        if (text_equal(c->list->keys[i], entry->key)) {
            return OK;
        }
    }
    err = site_record(c->site, c->txn, entry, record_at(c, c->list->count), NULL);
    c->list->keys[c->list->count] = entry->key;
    c->list->count += err ? 0 : 1;
    return err;
}

static enum err add_table(struct collector *c, enum site_table table)
{
    struct cursor cursor;
    struct bytes key, value;
    size_t drafts = c->list->count;
    enum err err = open_kind(c, table, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        err = add_entry(c, value, drafts);
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* Drafts come first, so that they hide what they will replace; then everything by key. */
static enum err sort_by_key(struct collector *c)
{
    size_t size = kind_struct_size(c->kind);
    void *spare = arena_alloc(&c->site->scratch, size);
    struct fact_list *list = c->list;
    if (!spare) {
        return ERR_NOMEM;
    }
    for (size_t i = 1; i < list->count; i++) {
        size_t at = i;
        struct text key = list->keys[i];
        struct entry entry = list->entries[i];
        memcpy(spare, record_at(c, i), size);
        for (; at > 0 && bytes_compare(text_bytes(list->keys[at - 1]), text_bytes(key)) > 0; at--) {
            list->keys[at] = list->keys[at - 1];
            list->entries[at] = list->entries[at - 1];
            memcpy(record_at(c, at), record_at(c, at - 1), size);
        }
        list->keys[at] = key;
        list->entries[at] = entry;
        memcpy(record_at(c, at), spare, size);
    }
    return OK;
}

enum err facts_of_kind(struct site *site, struct txn *txn, enum facts_scope scope, enum kind kind,
                       struct fact_list *list)
{
    struct collector c = {.site = site, .txn = txn, .kind = kind, .list = list};
    size_t room = 0;
    bool drafts = scope == FACTS_NEWEST;
    enum err err = count_kind(&c, SITE_PUBLISHED, &room);
    err = err || !drafts ? err : count_kind(&c, SITE_DRAFTS, &room);
    err = err ? err : make_room(&c, room);
    err = err || !drafts ? err : add_table(&c, SITE_DRAFTS);
    err = err ? err : add_table(&c, SITE_PUBLISHED);
    return err || !drafts ? err : sort_by_key(&c);
}

enum err facts_kept(struct site *site, struct txn *txn, enum kind kind, struct fact_list *list)
{
    struct collector c = {.site = site, .txn = txn, .kind = kind, .list = list};
    struct cursor cursor;
    struct bytes key, value;
    size_t room = 0;
    enum err err = count_kind(&c, SITE_KEPT, &room);
    err = err ? err : make_room(&c, room);
    list->entries = NULL;
    err = err ? err : open_kind(&c, SITE_KEPT, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value)) && list->count < room) {
        struct bytes copy = arena_copy(&site->scratch, value.data, value.size);
        list->keys[list->count] = arena_text(&site->scratch, bytes_text(key));
        err = copy.data && list->keys[list->count].data
                  ? record_decode(kind, copy, &site->scratch, record_at(&c, list->count), NULL)
                  : ERR_NOMEM;
        if (err) {
            break;
        }
        list->count++;
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err facts_people(struct site *site, struct txn *txn, enum facts_scope scope,
                      struct people *people)
{
    struct fact_list rolls;
    struct kin *kin = arena_alloc(&site->scratch, sizeof *kin);
    enum err err = kin ? site_kept(site, txn, text_of("kin"), KIND_kin, kin) : ERR_NOMEM;
    bool known = !err;
    err = err == ERR_NOT_FOUND ? OK : err;
    err = err ? err : facts_of_kind(site, txn, scope, KIND_roll, &rolls);
    if (!err) {
        *people = people_of(rolls.records, rolls.count, known ? kin : NULL);
    }
    return err;
}

/* ---- the board ---- */

enum err facts_first_version(struct site *site, struct txn *txn, const struct entry *entry,
                             struct entry *first)
{
    struct cursor cursor;
    struct bytes key, value, prefix;
    struct buffer b = buffer_begin(&site->scratch);
    buffer_add_text(&b, entry->key);
    buffer_add_byte(&b, 0); /* as publish.c names the versions */
    enum err err = buffer_end(&b, &prefix);
    err = err ? err : cursor_open(txn, SITE_HISTORY, prefix, &cursor);
    if (err) {
        return err;
    }
    *first = *entry;
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct bytes copy = arena_copy(&site->scratch, value.data, value.size);
        err = copy.data ? entry_decode(copy, first) : ERR_NOMEM;
        if (err || first->kind == entry->kind) {
            break; /* a withdrawal in between is no version of it */
        }
    }
    if (err == ERR_NOT_FOUND) {
        *first = *entry;
        err = OK;
    }
    cursor_close(&cursor);
    return err;
}

/* Another form is left out. */
static struct period period_of(struct text text)
{
    struct period period = {0};
    return period_parse(text, &period) ? (struct period){0} : period;
}

static enum err disclosure_fact(struct site *site, struct txn *txn, const struct entry *entry,
                                bool draft, struct published *fact)
{
    struct disclosure d;
    struct entry first;
    enum err err = site_record(site, txn, entry, &d, NULL);
    if (err) {
        return err;
    }
    fact->kind = draft ? PUBLISHED_ANNOUNCE : PUBLISHED_DISCLOSURE;
    fact->item = (unsigned)d.item;
    fact->part = (unsigned)d.part;
    fact->title = d.title;
    fact->nil = d.nil;
    fact->until = d.until;
    fact->corrected = !hash_is_none(&d.corrects);
    fact->period = period_of(d.period);
    if (fact->corrected && !draft) {
        err = facts_first_version(site, txn, entry, &first);
        fact->first_opens_at_s = err ? 0 : first.opens_s;
    }
    return err;
}

static enum err announce_fact(struct site *site, struct txn *txn, const struct entry *entry,
                              struct published *fact)
{
    struct announce a;
    struct bytes value;
    enum err err = site_record(site, txn, entry, &a, NULL);
    if (err) {
        return err;
    }
    err = txn_get(txn, SITE_PUBLISHED, text_bytes(a.key), &value);
    if (err != ERR_NOT_FOUND) {
        return err; /* its record is there: it is over */
    }
    fact->kind = PUBLISHED_ANNOUNCE;
    fact->item = (unsigned)a.item;
    fact->part = (unsigned)a.part;
    fact->title = a.title;
    fact->key = a.key;
    fact->opens_at_s = 0;
    fact->period = period_of(a.period);
    return OK;
}

/* disclosure/<period>/<NN>/<part> */
static unsigned part_of_key(struct text key)
{
    struct text rest = key, last = {0};
    uint64_t part = 1;
    while (text_split(&rest, '/', &last)) {
    }
    return text_parse_uint(last, UINT32_MAX, &part) ? 1 : (unsigned)part;
}

static enum err withdraw_fact(struct site *site, struct txn *txn, const struct entry *entry,
                              struct published *fact)
{
    struct withdraw w;
    enum err err = site_record(site, txn, entry, &w, NULL);
    if (err || w.of_kind != KIND_disclosure) {
        return err;
    }
    fact->kind = PUBLISHED_WITHDRAW;
    fact->item = (unsigned)w.item;
    fact->part = part_of_key(entry->key);
    fact->title = w.title;
    fact->reason = w.reason;
    fact->period = period_of(w.period);
    return OK;
}

static enum err add_fact(struct site *site, struct txn *txn, const struct entry *entry, bool draft,
                         struct board_facts *facts)
{
    struct published fact = {.key = entry->key, .opens_at_s = entry->opens_s};
    enum err err = OK;
    if (facts->count == FACTS_MAX) {
        return ERR_FULL;
    }
    if (entry->signature_count > 0) {
        fact.signed_s = entry->signatures[entry->signature_count - 1].signed_s;
    }
    if (entry->kind == KIND_disclosure) {
        err = disclosure_fact(site, txn, entry, draft, &fact);
    } else if (entry->kind == KIND_announce && !draft) {
        err = announce_fact(site, txn, entry, &fact);
    } else if (entry->kind == KIND_withdraw && !draft) {
        err = withdraw_fact(site, txn, entry, &fact);
    }
    if (!err && fact.item > 0 && fact.period.kind != PERIOD_NONE) {
        facts->at[facts->count++] = fact;
    }
    return err;
}

static enum err add_facts(struct site *site, struct txn *txn, enum site_table table,
                          const char *prefix, struct board_facts *facts)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(txn, table, text_bytes(text_of(prefix)), &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct entry entry;
        struct bytes copy = arena_copy(&site->scratch, value.data, value.size);
        err = copy.data ? entry_decode(copy, &entry) : ERR_NOMEM;
        err = err ? err : add_fact(site, txn, &entry, table == SITE_DRAFTS, facts);
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err facts_of_board(struct site *site, struct txn *txn, enum facts_scope scope,
                        struct board_facts *facts)
{
    facts->count = 0;
    facts->at = ARENA_ARRAY(&site->scratch, struct published, FACTS_MAX);
    enum err err = facts->at ? OK : ERR_NOMEM;
    err = err ? err : add_facts(site, txn, SITE_PUBLISHED, "disclosure/", facts);
    return err                     ? err
           : scope == FACTS_NEWEST ? add_facts(site, txn, SITE_DRAFTS, "disclosure/", facts)
                                   : add_facts(site, txn, SITE_PUBLISHED, "announce/", facts);
}
