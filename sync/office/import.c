/* import.c - see import.h. */
#include "import.h"

#include <stdlib.h>
#include <string.h>

#include "acts.h"
#include "gate.h"
#include "hash.h"
#include "import_paths.h"
#include "plain.h"

enum { SLUG_BYTES_MAX = 40, SAME_SLUG_MAX = 1000 };

/* ---- keys ---- */

/* ASCII letters and digits in lower case, everything else as one '-'. */
static void slug_of(const char *name, char to[SLUG_BYTES_MAX + 1])
{
    const char *dot = strrchr(name, '.');
    size_t end = dot ? (size_t)(dot - name) : strlen(name), size = 0;
    for (size_t i = 0; i < end && size < SLUG_BYTES_MAX; i++) {
        char c = name[i];
        bool upper = c >= 'A' && c <= 'Z';
        bool plain = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain) {
            to[size++] = upper ? (char)(c - 'A' + 'a') : c;
        } else if (size > 0 && to[size - 1] != '-') {
            to[size++] = '-';
        }
    }
    while (size > 0 && to[size - 1] == '-') {
        size--;
    }
    to[size] = '\0';
}

static bool key_is_taken(struct import *import, struct text key)
{
    struct bytes value;
    return !txn_get(import->txn, SITE_DRAFTS, text_bytes(key), &value) ||
           !txn_get(import->txn, SITE_KEPT, text_bytes(key), &value) ||
           !txn_get(import->txn, SITE_PUBLISHED, text_bytes(key), &value);
}

static enum err free_key(struct import *import, const char *prefix, const char *slug,
                         struct text *key)
{
    struct arena *arena = &import->site->scratch;
    *key = arena_printf(arena, "%s%s", prefix, slug[0] ? slug : "1");
    for (unsigned n = 2; key->data && key_is_taken(import, *key); n++) {
        if (n > SAME_SLUG_MAX) {
            return ERR_FULL;
        }
        *key = slug[0] ? arena_printf(arena, "%s%s-%u", prefix, slug, n)
                       : arena_printf(arena, "%s%u", prefix, n);
    }
    return key->data ? OK : ERR_NOMEM;
}

enum err import_key(struct import *import, const char *prefix, const char *file_name,
                    struct text *key)
{
    struct arena *arena = &import->site->scratch;
    struct bytes value;
    char slug[SLUG_BYTES_MAX + 1];
    int kind_size =
        (int)strcspn(prefix, "/"); /* without a meeting's date, which may be corrected */
    struct text source = arena_printf(arena, "%.*s/%s", kind_size, prefix, file_name);
    if (!source.data) {
        return ERR_NOMEM;
    }
    if (source.size > STORE_KEY_BYTES_MAX) {
        return ERR_INVALID;
    }
    enum err err = txn_get(import->txn, SITE_SOURCES, text_bytes(source), &value);
    if (!err) {
        *key = arena_text(arena, bytes_text(value));
        return key->data ? OK : ERR_NOMEM;
    }
    slug_of(file_name, slug);
    err = err == ERR_NOT_FOUND ? free_key(import, prefix, slug, key) : err;
    return err ? err : txn_put(import->txn, SITE_SOURCES, text_bytes(source), text_bytes(*key));
}

/* ---- drafts ---- */

struct change {
    struct text key;
    bool has_published, has_draft;
    struct entry published, draft;
};

static enum err look_up(struct import *import, struct text key, struct change *change)
{
    struct site *site = import->site;
    change->key = key;
    enum err err = site_entry(site, import->txn, SITE_PUBLISHED, key, &change->published);
    change->has_published = !err;
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    err = site_entry(site, import->txn, SITE_DRAFTS, key, &change->draft);
    change->has_draft = !err;
    return err == ERR_NOT_FOUND ? OK : err;
}

void import_tell(struct import *import, struct text key, const char *what, bool changed)
{
    import->changed += changed ? 1 : 0;
    import->same += changed ? 0 : 1;
    fprintf(import->done, "%.*s\t%s\n", TEXT_ARG(key), what);
}

static void tell(struct import *import, const struct change *change, const char *what, bool changed)
{
    import_tell(import, change->key, what, changed);
}

enum err import_keep(struct import *import, struct text key, enum kind kind, const void *record,
                     struct complaint *why)
{
    bool changed = false;
    enum err err = site_put_kept(import->site, import->txn, key, kind, record, &changed, why);
    err =
        err || !changed ? err : act_add(import->site, import->txn, "import", "%.*s", TEXT_ARG(key));
    if (!err) {
        import_tell(import, key, changed ? "已存，只留在居委会，不公布" : "没有变化", changed);
    }
    return err;
}

enum err import_published(struct import *import, struct text key, enum kind kind, void *record)
{
    struct entry entry;
    enum err err = site_entry(import->site, import->txn, SITE_PUBLISHED, key, &entry);
    err = !err && entry.kind != kind ? ERR_NOT_FOUND : err;
    return err ? err : site_record(import->site, import->txn, &entry, record, NULL);
}

/* The object is `entry`'s, but for what marks a correction, which the files do not carry. */
static enum err same_content(struct import *import, const struct entry *entry, enum kind kind,
                             void *record, bool *same)
{
    struct bytes object;
    *same = false;
    if (entry->kind != kind) {
        return OK;
    }
    if (kind == KIND_disclosure) {
        struct disclosure old, *now = record;
        enum err err = site_record(import->site, import->txn, entry, &old, NULL);
        if (err) {
            return err;
        }
        now->corrects = old.corrects;
        now->corrected_on = old.corrected_on;
        now->correction = old.correction;
        now->first_opened = old.first_opened;
    }
    struct complaint ignored;
    if (record_encode(kind, record, &import->site->scratch, &object, &ignored) == OK) {
        struct hash hash = hash_of(object);
        *same = hash_equal(&hash, &entry->hash);
    }
    return OK;
}

/* The day the first version opened: it says whether the item was late, whatever came after. */
static enum err first_opened(struct import *import, const struct entry *published, int32_t *day)
{
    struct disclosure old;
    enum err err = site_record(import->site, import->txn, published, &old, NULL);
    if (!err) {
        *day = old.first_opened ? old.first_opened
                                : civil_day_at(published->opens_s, import->calendar.offset_min);
    }
    return err;
}

/* What residents have already read may not change without saying so. `asked`: from the file. */
static enum err mark_correction(struct import *import, const struct change *change,
                                struct disclosure *record, struct text asked, struct complaint *why)
{
    bool was_read = change->has_published && change->published.kind == KIND_disclosure &&
                    entry_is_open(&change->published, import->site->now_s);
    struct text kept = change->has_draft ? record->correction : text_of("");

    record->corrects = (struct hash){0};
    record->corrected_on = 0;
    record->correction = text_of("");
    record->first_opened = 0;
    if (!was_read) {
        return OK;
    }
    struct text reason = import->correction ? text_of(import->correction) : asked;
    reason = reason.size > 0 ? reason : kept;
    if (reason.size == 0) {
        return complain(why, ERR_INVALID,
                        "“%.*s”已经公开，改动须作更正；请加 --correction \"更正说明\"",
                        TEXT_ARG(change->key));
    }
    record->corrects = change->published.hash;
    record->corrected_on = civil_day_at(import->site->now_s, import->calendar.offset_min);
    record->correction = reason;
    return first_opened(import, &change->published, &record->first_opened);
}

static enum err write_draft(struct import *import, const struct change *change, enum kind kind,
                            void *record, int32_t until, struct complaint *why)
{
    struct entry entry = {
        .key = change->key,
        .version = change->has_published ? change->published.version + 1 : 1,
        .until_s = until ? civil_midnight(until + 1, import->calendar.offset_min) : 0,
    };
    enum err err = site_put_record(import->site, import->txn, kind, record, &entry, why);
    err = err ? err : site_put_entry(import->site, import->txn, SITE_DRAFTS, &entry);
    err = err ? err
              : act_add(import->site, import->txn, "import", "%.*s v%llu", TEXT_ARG(entry.key),
                        (unsigned long long)entry.version);
    if (!err) {
        bool correction =
            kind == KIND_disclosure && !hash_is_none(&((struct disclosure *)record)->corrects);
        tell(import, change,
             correction              ? "更正（新版本），待签字"
             : change->has_published ? "新版本，待签字"
             : change->has_draft     ? "草稿已更新，待签字"
                                     : "新草稿，待签字",
             true);
    }
    return err;
}

enum err import_put(struct import *import, struct text key, enum kind kind, void *record,
                    int32_t until, struct complaint *why)
{
    struct change change = {0};
    struct text asked =
        kind == KIND_disclosure ? ((struct disclosure *)record)->correction : text_of("");
    bool same = false;

    if (!record_key_valid(key)) {
        return complain(why, ERR_INVALID, "键“%.*s”不合规", TEXT_ARG(key));
    }
    enum err err = gate_check(kind, record, &import->policy, key, why);
    err = err ? err : look_up(import, key, &change);
    if (!err && change.has_draft && change.draft.kind == KIND_withdraw) {
        return complain(why, ERR_INVALID, "“%.*s”正在撤回（等待签字），不能再导入", TEXT_ARG(key));
    }
    if (!err && change.has_published) {
        err = same_content(import, &change.published, kind, record, &same);
    }
    if (!err && same) {
        err = change.has_draft ? txn_del(import->txn, SITE_DRAFTS, text_bytes(key)) : OK;
        tell(import, &change, change.has_draft ? "与已公布的相同，草稿已取消" : "没有变化",
             change.has_draft);
        return err;
    }
    if (!err && change.has_draft) {
        err = same_content(import, &change.draft, kind, record, &same);
    }
    if (!err && same) {
        tell(import, &change, "没有变化", false);
        return OK;
    }
    if (!err && kind == KIND_disclosure) {
        err = mark_correction(import, &change, record, asked, why);
    }
    return err ? err : write_draft(import, &change, kind, record, until, why);
}

/* ---- one file ---- */

enum err import_check_privacy(const struct import *import, struct text text, struct complaint *why)
{
    struct text phones[PRIVACY_POLICY_PHONES];
    const struct privacy_allowed allowed = privacy_allowed_of(&import->policy, phones);
    return privacy_check(text, &allowed, why);
}

enum err import_mask_names(struct import *import, const char *file_name, struct text *text)
{
    struct text masked;
    if (rule_number(&import->rules, RULE_mask_names) == 0) {
        return OK;
    }
    enum err err = names_mask_markdown(*text, &import->site->scratch, &masked);
    if (!err && !text_equal(masked, *text)) {
        fprintf(import->done, "%s\t名单上的姓名已隐去一字\n", file_name);
        *text = masked;
    }
    return err;
}

static enum err import_one(struct import *import, const char *path, struct complaint *why)
{
    const char *slash = strrchr(path, '/');
    struct import_file file = {.path = path, .name = slash ? slash + 1 : path};
    struct text name = text_of(file.name);

    enum err err = text_file_read(path, &import->site->scratch, &file.file, why);
    if (err) {
        return err;
    }
    if (text_ends(name, ".txt")) {
        return import_regulation(import, &file, why);
    }
    if (text_ends(name, ".csv")) {
        return import_csv(import, &file, why);
    }
    if (text_ends(name, ".md")) {
        return import_markdown(import, &file, why);
    }
    return complain(why, ERR_INVALID,
                    "不认识这种文件；可以导入 "
                    ".txt（制度）、.md（带开头项目，图片随它导入）、.csv（台账、值班表）");
}

static enum err import_all(struct import *import, const char *const *paths, size_t count,
                           FILE *report, struct complaint *why)
{
    unsigned bad = 0;
    enum err first = OK;
    size_t mark = arena_mark(&import->site->scratch);
    for (size_t i = 0; i < count; i++) {
        struct complaint told = {0};
        enum err err = import_one(import, paths[i], &told);
        if (err) {
            complaint_make_plain(&told, err);
            fprintf(report, "%s: %s\n", paths[i], told.text);
            first = first ? first : err;
            bad++;
        }
        arena_rewind(&import->site->scratch, mark);
    }
    return bad ? complain(why, first, "%u 个文件有问题，什么也没有导入；请改正后再导入一次", bad)
               : OK;
}

static enum err run_in(struct import *import, const char *const *given, size_t given_count,
                       FILE *report, struct complaint *why)
{
    const char **paths = NULL;
    size_t count = 0;
    enum err err = site_policy(import->site, import->txn, &import->policy, &import->calendar, why);
    err = err ? err : rule_set_init(&import->policy, &import->rules);
    err = err ? err : import_paths(given, given_count, &import->site->scratch, &paths, &count, why);
    err = err ? err : import_all(import, paths, count, report, why);
    if (err) {
        txn_abort(import->txn);
        return err;
    }
    return txn_commit(import->txn);
}

enum err import_run(struct site *site, const char *const *paths, size_t count,
                    const char *correction, FILE *report, struct complaint *why)
{
    char *lines = NULL;
    size_t size = 0;
    struct import import = {.site = site, .correction = correction};

    import.done = open_memstream(&lines, &size);
    enum err err = import.done ? txn_begin_write(site->store, &import.txn) : ERR_NOMEM;
    err = err ? err : run_in(&import, paths, count, report, why);
    if (import.done) {
        fclose(import.done);
    }
    if (!err) {
        fprintf(report, "%s共 %u 条：%u 条有变化，%u 条没有变化\n", lines,
                import.changed + import.same, import.changed, import.same);
    }
    free(lines);
    return err;
}
