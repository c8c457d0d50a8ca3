/* init.c - see init.h. */
#include "init.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acts.h"
#include "enrol.h"
#include "policy.h"
#include "publish_files.h"
#include "random.h"
#include "routes.h"
#include "signing.h"
#include "tree.h"

enum { FOLDER_MODE = 0770, ROOT_THRESHOLD = 2, ROOT_KEYS = 3 };

struct founding {
    const struct init_options *options;
    char folder[FILE_PATH_BYTES_MAX];     /* becomes options->folder at the end */
    struct signer signers[KEY_ROLES - 1]; /* in the order of key_roles, mailbox apart */
    struct box_public mailbox_public;
    struct box_secret mailbox;
    struct site site;
    struct complaint *why;
};

enum { OFFICE = 3, SUPERVISION = 4, HEAD = 5 }; /* places in key_roles */

/* ---- what must be given ---- */

static enum err check_options(const struct init_options *o, int32_t *term_start,
                              struct complaint *why)
{
    if (!o->id || !o->name || !o->term_start) {
        return complain(
            why, ERR_INVALID,
            "init 需要 --id（小写字母数字）、--name（名称）和 --term-start（届期开始日）");
    }
    if (!office_id_valid(text_of(o->id))) {
        return complain(why, ERR_INVALID, "--id %s 不行：只能用小写字母、数字和 -，至多 %d 个",
                        o->id, OFFICE_ID_BYTES_MAX);
    }
    if (civil_parse_date(text_of(o->term_start), term_start)) {
        return complain(why, ERR_INVALID,
                        "--term-start %s 不是日期，或没有这一天；要写成 2026-01-15", o->term_start);
    }
    if (o->preset && strcmp(o->preset, "seed") != 0 && strcmp(o->preset, "law") != 0) {
        return complain(why, ERR_INVALID, "--preset %s 不行；写 seed（四个制度）或 law（法律）",
                        o->preset);
    }
    if (text_equal(text_trim(text_of(o->office_holder)),
                   text_trim(text_of(o->supervision_holder)))) {
        return complain(why, ERR_INVALID,
                        "居委会和监督小组的签字人不能是同一人（居务公开制度第十条）");
    }
    return OK;
}

/* ---- keys and root ---- */

static enum err write_key(struct founding *f, size_t index, const uint8_t public_half[32],
                          struct bytes secret)
{
    char part[64], path[FILE_PATH_BYTES_MAX], words[PASSWORD_BYTES_MAX + 1] = "";
    snprintf(part, sizeof part, "keys/%s.key", key_roles[index]);
    enum err err = path_join(path, f->folder, part);
    if (!err && !f->options->demo) {
        err = passphrase_new(f->options->passphrases, key_roles[index], words, f->why);
    }
    err = err ? err
              : key_file_write(path, key_roles[index], public_half, secret,
                               text_bytes(text_of(words)), f->options->cost, f->why);
    wipe(words, sizeof words);
    return err;
}

static enum err make_keys(struct founding *f)
{
    char path[FILE_PATH_BYTES_MAX];
    enum err err = path_join(path, f->folder, "keys");
    err = err ? err : folder_make(path, 0700, f->why);
    for (size_t i = 0; !err && i < KEY_ROLES - 1; i++) {
        struct signer *s = &f->signers[i];
        sign_keypair(&s->pk, &s->sk);
        err = write_key(f, i, s->pk.b, bytes_of(s->sk.b, sizeof s->sk.b));
    }
    box_keypair(&f->mailbox_public, &f->mailbox);
    return err ? err
               : write_key(f, KEY_ROLES - 1, f->mailbox_public.b,
                           bytes_of(f->mailbox.b, sizeof f->mailbox.b));
}

static struct role_keys one_key(const struct signer *signer, const char *holder)
{
    return (struct role_keys){
        .threshold = 1, .keys = {signer->pk}, .holders = {text_of(holder)}, .count = 1};
}

static enum err make_root(struct founding *f, struct arena *arena, struct bytes *bytes)
{
    const struct init_options *o = f->options;
    const struct signer *signers[] = {&f->signers[0], &f->signers[1]};
    struct bytes payload;
    struct root root = {
        .office = text_of(o->id),
        .name = text_of(o->name),
        .version = 1,
        .roles = {[ROLE_ROOT] = {.threshold = ROOT_THRESHOLD, .count = ROOT_KEYS},
                  [ROLE_OFFICE] = one_key(&f->signers[OFFICE], o->office_holder),
                  [ROLE_SUPERVISION] = one_key(&f->signers[SUPERVISION], o->supervision_holder),
                  [ROLE_HEAD] = one_key(&f->signers[HEAD], "")},
        .mailbox = f->mailbox_public,
        .receipt_cost = o->cost,
    };
    for (size_t i = 0; i < ROOT_KEYS; i++) {
        root.roles[ROLE_ROOT].keys[i] = f->signers[i].pk;
        root.roles[ROLE_ROOT].holders[i] = text_of("");
    }
    enum err err = root_encode(&root, arena, &payload);
    err = err ? err : signed_encode(CONTEXT_ROOT, payload, signers, ROOT_THRESHOLD, arena, bytes);
    return err ? err : root_open(*bytes, &root, f->why);
}

/* ---- store ---- */

static void fill_policy(const struct init_options *o, int32_t term_start, struct policy *policy)
{
    policy->office = text_of(o->id);
    policy->name = text_of(o->name);
    policy->term_start = term_start;
    policy->supervision_office = text_of(o->supervision_office);
    policy->supervision_phone = text_of(o->supervision_phone);
    policy->office_phone = text_of(o->office_phone);
    policy->office_hours = text_of(o->office_hours);
    policy->responsible = text_of(o->responsible);
    policy->plain_upload = o->plain_upload;
}

static enum err put_policy(struct founding *f, struct txn *txn, int32_t term_start)
{
    const struct init_options *o = f->options;
    struct policy policy;
    struct text origin = text_of(o->origin);
    char month[PERIOD_BYTES];
    struct entry entry = {.key = text_of("policy"), .version = 1};

    bool law = o->preset && strcmp(o->preset, "law") == 0;
    enum err err = policy_preset(&f->site.scratch, law ? PRESET_LAW : PRESET_SEED, &policy);
    if (err) {
        return err;
    }
    fill_policy(o, term_start, &policy);
    policy.origins = (struct texts){&origin, origin.size ? 1 : 0};
    err = policy_default_first_board(term_start, month);
    policy.first_board = text_of(o->first_board ? o->first_board : month);
    err = err ? err : policy_check(&policy, f->why);
    err = err ? err : site_put_record(&f->site, txn, KIND_policy, &policy, &entry, f->why);
    return err ? err : site_put_entry(&f->site, txn, SITE_DRAFTS, &entry);
}

static enum err sign_policy(struct founding *f, struct txn *txn)
{
    static const struct {
        enum role role;
        size_t index;
    } turns[] = {{ROLE_OFFICE, OFFICE}, {ROLE_SUPERVISION, SUPERVISION}};
    struct entry entry;
    enum err err = site_entry(&f->site, txn, SITE_DRAFTS, text_of("policy"), &entry);
    for (size_t i = 0; !err && i < 2; i++) {
        const struct sign_job job = {.role = turns[i].role,
                                     .signer = &f->signers[turns[i].index],
                                     .passphrases = f->options->passphrases};
        err = sign_draft(&f->site, txn, &job, &entry, NULL, f->why);
    }
    return err;
}

static enum err fill_store(struct founding *f, int32_t term_start)
{
    struct txn *txn = NULL;
    uint64_t epoch;
    random_fill(&epoch, sizeof epoch);
    enum err err = txn_begin_write(f->site.store, &txn);
    if (err) {
        return err;
    }
    err = txn_put(txn, SITE_META, text_bytes(text_of("root")), f->site.root_bytes);
    err = err ? err : txn_put_number(txn, SITE_META, "epoch", epoch >> 1);
    err = err ? err : put_policy(f, txn, term_start);
    err = err || !f->options->demo ? err : sign_policy(f, txn);
    err = err ? err : act_add(&f->site, txn, "init", "%s", f->options->id);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

/* ---- tree ---- */

static enum err fill_tree(struct founding *f)
{
    char route[ROUTE_BYTES_MAX];
    struct site_hint hint = {.count = 1};
    struct bytes bytes;
    hint.offices[0].id = f->site.root.office;
    hint.offices[0].name = f->site.root.name;
    route_root(route, f->site.root.office, 1);
    enum err err = tree_put(&f->site, route, f->site.root_bytes, f->why);
    err = err ? err : site_hint_encode(&hint, &f->site.scratch, &bytes);
    route_site(route);
    err = err ? err : tree_put(&f->site, route, bytes, f->why);
    struct publisher publisher = {.head = f->signers[HEAD]};
    err = err ? err : publish_files(&f->site, &publisher, f->why);
    wipe(&publisher, sizeof publisher);
    return err;
}

static enum err open_site(struct founding *f)
{
    struct site *site = &f->site;
    *site = (struct site){.now_s = f->options->now_s, .lock_fd = -1};
    text_copy(text_of(f->folder), site->folder, sizeof site->folder);
    enum err err = arena_init(&site->arena, SITE_ARENA_BYTES);
    err = err ? err : arena_init(&site->scratch, SITE_SCRATCH_BYTES);
    err = err ? err : site_store_open(f->folder, &site->store, f->why);
    err = err ? err : make_root(f, &site->arena, &site->root_bytes);
    return err ? err : root_open(site->root_bytes, &site->root, f->why);
}

static void print_founding(const struct founding *f, FILE *report)
{
    char fingerprint[FINGERPRINT_CHARS + 1];
    root_fingerprint(f->site.root_bytes, fingerprint);
    fprintf(report, "已建立 %s(%s)，根指纹 %s\n", f->options->name, f->options->id, fingerprint);
    fprintf(report, f->options->demo ? "这是演示：钥匙没有口令，规则已由两方签字；请接着 import\n"
                                     : "请接着：sign --as office policy，再由监督小组 sign --as "
                                       "supervision policy\n");
}

static enum err found(struct founding *f, int32_t term_start, FILE *report)
{
    enum err err = make_keys(f);
    err = err ? err : open_site(f);
    err = err ? err : fill_store(f, term_start);
    err = err ? err : fill_tree(f);
    if (!err) {
        print_founding(f, report);
    }
    site_close(&f->site);
    return err;
}

/* ---- all or nothing ---- */

static void remove_tree(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0) {
        return;
    }
    DIR *dir = S_ISDIR(st.st_mode) ? opendir(path) : NULL;
    for (struct dirent *d = dir ? readdir(dir) : NULL; d; d = readdir(dir)) {
        char inner[FILE_PATH_BYTES_MAX];
        if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0 &&
            path_join(inner, path, d->d_name) == OK) {
            remove_tree(inner);
        }
    }
    if (dir) {
        closedir(dir);
        rmdir(path);
    } else {
        unlink(path);
    }
}

static enum err begin_folder(struct founding *f)
{
    const char *folder = f->options->folder;
    size_t size = strlen(folder);
    while (size > 1 && folder[size - 1] == '/') {
        size--;
    }
    int wrote = snprintf(f->folder, sizeof f->folder, "%.*s.init", (int)size, folder);
    if (wrote < 0 || (size_t)wrote >= sizeof f->folder - 64) {
        return complain(f->why, ERR_INVALID, "路径太长：%s", folder);
    }
    if (rmdir(folder) != 0 && errno != ENOENT) {
        if (errno != ENOTEMPTY && errno != EEXIST && errno != ENOTDIR) {
            return complain(f->why, file_err(errno), "%s: %s", folder, strerror(errno));
        }
        return complain(f->why, ERR_EXISTS, "%s 已经有东西；请换一个新的文件夹", folder);
    }
    remove_tree(f->folder); /* what an earlier attempt left */
    return folder_make(f->folder, FOLDER_MODE, f->why);
}

static enum err end_folder(struct founding *f, enum err err)
{
    if (!err && rename(f->folder, f->options->folder) != 0) {
        err =
            complain(f->why, file_err(errno), "写不了 %s:%s", f->options->folder, strerror(errno));
    }
    if (err) {
        remove_tree(f->folder);
    }
    return err;
}

enum err init_run(const struct init_options *options, FILE *report, struct complaint *why)
{
    struct founding f = {.options = options, .why = why, .site = {.lock_fd = -1}};
    int32_t term_start = 0;
    enum err err = check_options(options, &term_start, why);
    err = err ? err : begin_folder(&f);
    if (!err) {
        err = end_folder(&f, found(&f, term_start, report));
    }
    wipe(f.signers, sizeof f.signers);
    wipe(&f.mailbox, sizeof f.mailbox);
    return err;
}
