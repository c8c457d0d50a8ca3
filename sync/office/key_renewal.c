/* key_renewal.c - see key_renewal.h. */
#include "key_renewal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "acts.h"
#include "mailbox_keys.h"
#include "routes.h"
#include "tree.h"

enum { KEEPERS = 3 };

/* Names in SITE_META. */
static const char PAYLOAD[] = "renewal", SIGNED[] = "renewal-signed",
                  ROLES_NAMED[] = "renewal-roles", RING[] = "renewal-ring";

struct renewal {
    struct site *site;
    struct txn *txn;
    struct complaint *why;
    struct bytes payload, block; /* block empty: nobody has agreed yet */
    struct text roles;           /* those that get a new key, blanks between */
};

/* ---- which key is whose ---- */

/* The place of a role's key in a root. False: no such role, or the mailbox. */
static bool place_of(const char *name, enum role *role, size_t *index)
{
    *index = 0;
    if (strncmp(name, "root-", 5) == 0 && name[5] >= '1' && name[5] < '1' + KEEPERS &&
        name[6] == '\0') {
        *role = ROLE_ROOT;
        *index = (size_t)(name[5] - '1');
        return true;
    }
    for (enum role r = ROLE_OFFICE; r < ROLES; r++) {
        if (strcmp(name, role_name(r)) == 0) {
            *role = r;
            return true;
        }
    }
    return false;
}

static bool is_listed(struct text roles, const char *name)
{
    struct text one;
    while (text_split(&roles, ' ', &one)) {
        if (text_is(one, name)) {
            return true;
        }
    }
    return false;
}

static enum err key_path(const struct site *site, const char *role, const char *ending,
                         char to[FILE_PATH_BYTES_MAX])
{
    char part[128];
    snprintf(part, sizeof part, "keys/%s.key%s", role, ending);
    return site_path(site, part, to);
}

/* ---- the proposal ---- */

static enum err value_get(struct txn *txn, const char *name, struct arena *arena, struct bytes *to)
{
    struct bytes value;
    enum err err = txn_get(txn, SITE_META, text_bytes(text_of(name)), &value);
    *to = (struct bytes){0};
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    *to = arena_copy(arena, value.data, value.size);
    return to->data || value.size == 0 ? OK : ERR_NOMEM;
}

static enum err value_put(struct txn *txn, const char *name, struct bytes value)
{
    return txn_put(txn, SITE_META, text_bytes(text_of(name)), value);
}

static enum err proposal_read(struct renewal *r)
{
    struct arena *arena = &r->site->scratch;
    struct bytes roles;
    enum err err = value_get(r->txn, PAYLOAD, arena, &r->payload);
    err = err ? err : value_get(r->txn, SIGNED, arena, &r->block);
    err = err ? err : value_get(r->txn, ROLES_NAMED, arena, &roles);
    r->roles = err ? (struct text){0} : bytes_text(roles);
    return err;
}

static enum err proposal_drop(struct txn *txn)
{
    static const char *const names[] = {PAYLOAD, SIGNED, ROLES_NAMED, RING};
    enum err err = OK;
    for (size_t i = 0; !err && i < sizeof names / sizeof names[0]; i++) {
        err = txn_del(txn, SITE_META, text_bytes(text_of(names[i])));
        err = err == ERR_NOT_FOUND ? OK : err;
    }
    return err;
}

/* Begins a write transaction, does `what`, and ends it. */
typedef enum err renewal_fn(struct renewal *r, void *data);
static enum err within(struct site *site, renewal_fn *what, void *data, struct complaint *why)
{
    struct renewal r = {.site = site, .why = why};
    enum err err = txn_begin_write(site->store, &r.txn);
    if (err) {
        return err;
    }
    err = proposal_read(&r);
    err = err ? err : what(&r, data);
    if (err) {
        txn_abort(r.txn);
        return err;
    }
    return txn_commit(r.txn);
}

/* ---- renew ---- */

struct wish {
    const struct renewal_wish *asked;
    const struct mailbox_keys *mailbox; /* as it is; none: lost, or not renewed */
    FILE *report;
};

/* The file of a new key beside the old one, under a passphrase of its own. */
static enum err key_put(struct renewal *r, const char *role, struct passphrases *p,
                        const uint8_t public_half[32], struct bytes secret)
{
    char path[FILE_PATH_BYTES_MAX], old[FILE_PATH_BYTES_MAX], words[PASSWORD_BYTES_MAX + 1] = "";
    struct key_file before;
    enum err err = key_path(r->site, role, ".new", path);
    err = err ? err : key_path(r->site, role, "", old);
    /* Open keys stay open: a demonstration. A key that is lost was sealed, as far as we know. */
    bool open = !err && file_exists(old) && key_file_look(old, &before, NULL) == OK && before.open;
    if (!err && !open) {
        err = passphrase_new(p, role, words, r->why);
    }
    if (!err) {
        (void)unlink(path); /* of a proposal that was dropped */
        err = key_file_write(path, role, public_half, secret, text_bytes(text_of(words)),
                             r->site->root.receipt_cost, r->why);
    }
    wipe(words, sizeof words);
    return err;
}

static enum err new_key(struct renewal *r, const char *role, struct passphrases *p,
                        struct public_key *pk)
{
    struct secret_key sk;
    sign_keypair(pk, &sk);
    enum err err = key_put(r, role, p, pk->b, bytes_of(sk.b, sizeof sk.b));
    wipe(&sk, sizeof sk);
    return err;
}

/* The old secrets go into a ring that the new one opens. */
static enum err mailbox_renew(struct renewal *r, const struct wish *wish, struct root *next)
{
    struct box_secret sk;
    struct bytes ring = {0};
    box_keypair(&next->mailbox, &sk);
    enum err err = key_put(r, "mailbox", wish->asked->passphrases, next->mailbox.b,
                           bytes_of(sk.b, sizeof sk.b));
    wipe(&sk, sizeof sk);
    if (err || !wish->mailbox) {
        return err;
    }
    err = mailbox_ring_encode(wish->mailbox, &next->mailbox, r->site->now_s, &r->site->scratch,
                              &ring);
    if (err == ERR_FULL) {
        return complain(r->why, err, "以前的信箱钥匙太多；请先办 key SITE retire");
    }
    return err ? err : value_put(r->txn, RING, ring);
}

static enum err role_renew(struct renewal *r, const struct wish *wish, const char *name,
                           struct root *next, struct buffer *listed)
{
    enum role role;
    size_t index;
    buffer_add_text(listed, text_of(name));
    buffer_add_byte(listed, ' ');
    if (strcmp(name, "mailbox") == 0) {
        return mailbox_renew(r, wish, next);
    }
    if (!place_of(name, &role, &index) || index >= next->roles[role].count) {
        return complain(r->why, ERR_INVALID, "没有叫 %s 的钥匙；用 key SITE list 看有哪些", name);
    }
    if (wish->asked->holder) {
        next->roles[role].holders[index] = text_of(wish->asked->holder);
    }
    return new_key(r, name, wish->asked->passphrases, &next->roles[role].keys[index]);
}

static enum err propose(struct renewal *r, void *data)
{
    const struct wish *wish = data;
    struct root next = r->site->root;
    struct bytes payload, roles;
    enum err err = OK;
    if (r->payload.size > 0) {
        return complain(r->why, ERR_INVALID,
                        "上一次换钥匙还没有办完（%.*s）；先办完，或用 key SITE drop 作废",
                        TEXT_ARG(r->roles));
    }
    uint8_t block[256];
    struct arena arena;
    arena_init_over(&arena, block, sizeof block);
    struct buffer listed = buffer_begin(&arena);
    next.version++;
    for (size_t i = 0; !err && i < wish->asked->count; i++) {
        err = role_renew(r, wish, wish->asked->roles[i], &next, &listed);
    }
    err = err ? err : buffer_end(&listed, &roles);
    if (!err && root_encode(&next, &r->site->scratch, &payload)) {
        err = complain(r->why, ERR_INVALID,
                       "居委会和监督小组的钥匙不能由同一人拿（居务公开制度第十条），或名字太长");
    }
    err = err ? err : value_put(r->txn, PAYLOAD, payload);
    err = err ? err : value_put(r->txn, ROLES_NAMED, roles);
    err = err ? err
              : act_add(r->site, r->txn, "root", "renew %.*s", (int)roles.size,
                        (const char *)roles.data);
    if (!err && wish->report) {
        fprintf(
            wish->report,
            "新钥匙做好了。请保管根钥匙的三人中的两人来同意：key SITE agree root-1（或 -2、-3）\n");
    }
    return err;
}

/* The old key must open now, or be lost on purpose: nobody is to find out afterwards. */
static enum err mailbox_before(struct site *site, const struct renewal_wish *wish,
                               struct mailbox_keys *keys, FILE *report, struct complaint *why)
{
    if (wish->mailbox_lost) {
        if (report) {
            fprintf(report, "旧信箱钥匙丢了：还没有看过的旧信以后打不开\n");
        }
        return OK;
    }
    enum err err = mailbox_keys_open(site, wish->passphrases, keys, why);
    if (err == ERR_DENIED) {
        complaint_prefix(why,
                         "换信箱钥匙要先打开旧的，不然旧信都看不了（真的找不回来了，加 --lost）");
    }
    return err;
}

enum err renewal_propose(struct site *site, const struct renewal_wish *asked, FILE *report,
                         struct complaint *why)
{
    struct mailbox_keys keys = {.count = 0};
    struct wish wish = {.asked = asked, .report = report};
    enum err err = OK;
    for (size_t i = 0; !err && i < asked->count; i++) {
        if (strcmp(asked->roles[i], "mailbox") == 0) {
            err = mailbox_before(site, asked, &keys, report, why);
            wish.mailbox = keys.count > 0 ? &keys : NULL;
        }
    }
    err = err ? err : within(site, propose, &wish, why);
    wipe(&keys, sizeof keys);
    return err;
}

/* ---- agree ---- */

/* The signatures so far and one more. */
static enum err block_add(struct renewal *r, const struct signer *signer)
{
    struct bytes block;
    enum err err =
        r->block.size > 0
            ? signed_add(CONTEXT_ROOT, r->block, signer, &r->site->scratch, &block)
            : signed_encode(CONTEXT_ROOT, r->payload, &signer, 1, &r->site->scratch, &block);
    if (!err) {
        r->block = block;
    }
    return err;
}

/* By the key file with this ending, if it is there. */
static enum err agree_by(struct renewal *r, const char *role, const char *ending,
                         struct passphrases *p, bool *signed_now)
{
    char path[FILE_PATH_BYTES_MAX];
    struct signer signer;
    enum err err = key_path(r->site, role, ending, path);
    if (err || !file_exists(path)) {
        return err;
    }
    err = key_signer_at(path, role, p, &signer, r->why);
    err = err ? err : block_add(r, &signer);
    wipe(&signer, sizeof signer);
    *signed_now = *signed_now || !err;
    return err;
}

struct agreement {
    const char *role;
    struct passphrases *passphrases;
    FILE *report;
};

static enum err agree(struct renewal *r, void *data)
{
    const struct agreement *a = data;
    bool signed_now = false;
    enum err err = OK;
    if (r->payload.size == 0) {
        return complain(r->why, ERR_INVALID, "没有要同意的：先用 key SITE renew");
    }
    if (strncmp(a->role, "root-", 5) != 0) {
        return complain(r->why, ERR_INVALID, "只有保管根钥匙的人能同意：root-1、root-2、root-3");
    }
    err = agree_by(r, a->role, "", a->passphrases, &signed_now);
    if (!err && is_listed(r->roles, a->role)) {
        err = agree_by(r, a->role, ".new", a->passphrases, &signed_now);
    }
    if (!err && !signed_now) {
        err = complain(r->why, ERR_DENIED, "这里没有钥匙 %s", a->role);
    }
    err = err ? err : value_put(r->txn, SIGNED, r->block);
    err = err ? err : act_add(r->site, r->txn, a->role, "agree");
    if (!err && a->report) {
        fprintf(a->report, "%s 同意了\n", a->role);
    }
    return err;
}

enum err renewal_agree(struct site *site, const char *role, struct passphrases *p, FILE *report,
                       struct complaint *why)
{
    struct agreement a = {role, p, report};
    return within(site, agree, &a, why);
}

/* ---- take ---- */

static bool is_over(struct site *site, struct txn *txn, const struct entry *entry)
{
    struct bytes value;
    size_t skip = strlen("announce/");
    if (entry->until_s != 0 && site->now_s >= entry->until_s) {
        return true;
    }
    return entry->kind == KIND_announce && entry->key.size > skip &&
           txn_get(txn, SITE_PUBLISHED, text_bytes(text_slice(entry->key, skip, entry->key.size)),
                   &value) == OK;
}

enum err renewal_left(struct site *site, struct txn *txn, const struct root *root, size_t *count,
                      struct text *key)
{
    struct cursor cursor;
    struct bytes name, value;
    struct entry entry;
    *count = 0;
    enum err err = cursor_open(txn, SITE_PUBLISHED, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &name, &value))) {
        if (entry_decode(value, &entry)) {
            err = ERR_CORRUPT;
            break;
        }
        if (entry_check(&entry, root, NULL) && !is_over(site, txn, &entry)) {
            *key = *count == 0 ? arena_text(&site->scratch, entry.key) : *key;
            (*count)++;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* A draft of the next version, as it stands, without signatures. A draft that is there already
 * comes out by itself. */
static enum err redraft(struct site *site, struct txn *txn, const struct entry *entry)
{
    struct entry next = *entry, draft;
    enum err err = site_entry(site, txn, SITE_DRAFTS, entry->key, &draft);
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    next.version++;
    next.signature_count = 0;
    struct text name = arena_printf(&site->scratch, "resign/%.*s", TEXT_ARG(entry->key));
    err = name.data ? site_put_entry(site, txn, SITE_DRAFTS, &next) : ERR_NOMEM;
    return err ? err : txn_put_number(txn, SITE_META, name.data, next.version);
}

static enum err redraft_all(struct site *site, struct txn *txn, const struct root *root,
                            size_t *count)
{
    struct cursor cursor;
    struct bytes name, value;
    struct entry entry;
    *count = 0;
    enum err err = cursor_open(txn, SITE_PUBLISHED, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &name, &value))) {
        struct bytes copy = arena_copy(&site->scratch, value.data, value.size);
        err = copy.data ? entry_decode(copy, &entry) : ERR_NOMEM;
        if (!err && entry_check(&entry, root, NULL) && !is_over(site, txn, &entry)) {
            err = redraft(site, txn, &entry);
            (*count)++;
        }
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* Old beside, new in place. Repeatable: what was moved is not there to be moved again. */
static enum err files_move(struct renewal *r, uint64_t old_version)
{
    struct text roles = r->roles, one;
    enum err err = OK;
    while (!err && text_split(&roles, ' ', &one)) {
        char name[KEY_ROLE_BYTES_MAX + 1], ending[32];
        char path[FILE_PATH_BYTES_MAX], made[FILE_PATH_BYTES_MAX], old[FILE_PATH_BYTES_MAX];
        if (one.size == 0) {
            continue;
        }
        text_copy(one, name, sizeof name);
        snprintf(ending, sizeof ending, ".old-%llu", (unsigned long long)old_version);
        err = key_path(r->site, name, "", path);
        err = err ? err : key_path(r->site, name, ".new", made);
        err = err ? err : key_path(r->site, name, ending, old);
        if (!err && file_exists(made)) {
            if (file_exists(path) && rename(path, old)) {
                return complain(r->why, file_err(errno), "改不了名 %s：%s", path, strerror(errno));
            }
            if (rename(made, path)) {
                return complain(r->why, file_err(errno), "改不了名 %s：%s", path, strerror(errno));
            }
        }
    }
    return err;
}

static enum err next_root_check(struct renewal *r, struct root *next)
{
    const struct root *now = &r->site->root;
    struct complaint said = {0};
    if (r->payload.size == 0 || r->block.size == 0) {
        return complain(r->why, ERR_DENIED, "还没有人同意：key SITE agree root-1（或 -2、-3）");
    }
    enum err err = root_open(r->block, next, &said);
    err = err ? err : root_follows(now, next, r->block, &said);
    return err ? complain(r->why, err,
                          "同意的人还不够：现在的三把根钥匙要有两把，新的三把也要有两把（%s）",
                          said.text)
               : OK;
}

/* In the transaction that makes the root: from then on the new key is the present one. */
static enum err ring_take(struct renewal *r)
{
    struct bytes ring;
    if (!is_listed(r->roles, "mailbox")) {
        return OK;
    }
    enum err err = value_get(r->txn, RING, &r->site->scratch, &ring);
    if (!err && ring.size == 0) { /* lost */
        err = txn_del(r->txn, SITE_META, text_bytes(text_of(mailbox_ring)));
        return err == ERR_NOT_FOUND ? OK : err;
    }
    return err ? err : value_put(r->txn, mailbox_ring, ring);
}

static enum err take(struct renewal *r, void *data)
{
    FILE *report = data;
    char route[ROUTE_BYTES_MAX];
    struct root next;
    size_t count = 0;
    uint64_t old_version = r->site->root.version;
    enum err err = next_root_check(r, &next);
    route_root(route, r->site->root.office, old_version + 1);
    /* The file first: a root that nobody names yet does no harm. */
    err = err ? err : tree_put_durable(r->site, route, r->block, r->why);
    err = err ? err : value_put(r->txn, "root", r->block);
    err = err ? err : redraft_all(r->site, r->txn, &next, &count);
    err = err ? err : ring_take(r);
    err = err ? err : files_move(r, old_version);
    err = err ? err : proposal_drop(r->txn);
    err = err ? err
              : act_add(r->site, r->txn, "root", "take %llu", (unsigned long long)old_version + 1);
    if (!err && report) {
        char fingerprint[FINGERPRINT_CHARS + 1];
        root_fingerprint(r->block, fingerprint);
        fprintf(report, "新的根生效了：第 %llu 版，指纹 %s\n", (unsigned long long)next.version,
                fingerprint);
        if (count > 0) {
            fprintf(report,
                    "有 %zu 条是旧钥匙签的，要用新钥匙再签一遍：key SITE resign --as "
                    "office、supervision\n",
                    count);
        }
        fprintf(report, "然后 publish；在那以前屏幕照旧\n");
    }
    return err;
}

enum err renewal_take(struct site *site, FILE *report, struct complaint *why)
{
    return within(site, take, report, why);
}

static enum err drop(struct renewal *r, void *data)
{
    FILE *report = data;
    struct text roles = r->roles, one;
    while (text_split(&roles, ' ', &one)) {
        char name[KEY_ROLE_BYTES_MAX + 1], path[FILE_PATH_BYTES_MAX];
        text_copy(one, name, sizeof name);
        if (one.size > 0 && key_path(r->site, name, ".new", path) == OK) {
            (void)unlink(path);
        }
    }
    enum err err = proposal_drop(r->txn);
    if (!err && report) {
        fprintf(report, "作废了；钥匙都照旧\n");
    }
    return err;
}

enum err renewal_drop(struct site *site, FILE *report, struct complaint *why)
{
    return within(site, drop, report, why);
}

/* ---- resign ---- */

struct resigning {
    enum role role;
    const struct signer *signer;
    FILE *report;
};

static enum err resign_one(struct renewal *r, const struct resigning *job, struct entry *entry,
                           bool *done)
{
    char name[RECORD_KEY_BYTES_MAX + 16];
    uint64_t version = 0;
    bool both = kind_is_known(entry->kind) && kind_signed_by(entry->kind) == SIGNED_BY_BOTH;
    snprintf(name, sizeof name, "resign/%.*s", TEXT_ARG(entry->key));
    enum err err = txn_get_number(r->txn, SITE_META, name, &version);
    if (err || version != entry->version || (job->role == ROLE_SUPERVISION && !both)) {
        return err; /* not of the renewal: it goes the ordinary way */
    }
    err = entry_sign(entry, r->site->root.office, job->signer, r->site->now_s);
    *done = !err;
    return err ? err : site_put_entry(r->site, r->txn, SITE_DRAFTS, entry);
}

static enum err resign(struct renewal *r, void *data)
{
    const struct resigning *job = data;
    struct arena *arena = &r->site->scratch;
    struct cursor cursor;
    struct bytes name, value;
    struct entry *drafts;
    uint64_t total = 0;
    size_t count = 0, done_count = 0;
    enum err err = txn_count(r->txn, SITE_DRAFTS, &total);
    drafts = err ? NULL : ARENA_ARRAY(arena, struct entry, total);
    err = err      ? err
          : drafts ? cursor_open(r->txn, SITE_DRAFTS, (struct bytes){0}, &cursor)
                   : ERR_NOMEM;
    if (err) {
        return err;
    }
    while (count < total && !(err = cursor_next(&cursor, &name, &value))) {
        struct bytes copy = arena_copy(arena, value.data, value.size);
        err = copy.data ? entry_decode(copy, &drafts[count++]) : ERR_NOMEM;
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    err = err == ERR_NOT_FOUND ? OK : err;
    for (size_t i = 0; !err && i < count; i++) {
        bool done = false;
        err = resign_one(r, job, &drafts[i], &done);
        done_count += done ? 1 : 0;
    }
    err = err ? err : act_add(r->site, r->txn, role_name(job->role), "resign %zu", done_count);
    if (!err && job->report) {
        fprintf(job->report, "重新签了 %zu 条\n", done_count);
    }
    return err;
}

enum err renewal_resign(struct site *site, enum role role, const struct signer *signer,
                        FILE *report, struct complaint *why)
{
    struct resigning job = {role, signer, report};
    return within(site, resign, &job, why);
}
