/* command_line.c - what leaves the office by other ways than its own server. */
#include <stdio.h>

#include "bucket_rights.h"
#include "carry.h"
#include "city.h"
#include "command.h"
#include "mirror.h"
#include "mirror_bucket.h"
#include "move.h"
#include "signing.h"

static const char s3[] = "s3://";

/* ---- keys of the office ---- */

static enum err intake_open(struct command *c, struct intake *intake)
{
    const char *folder = c->site.folder;
    *intake = (struct intake){.site = &c->site};
    enum err err = OK;
    if (key_is_ready(folder, "head", &c->passphrases)) {
        err = command_publisher(c, &intake->publisher);
        intake->has_head = !err;
    }
    if (!err && key_is_ready(folder, "mailbox", &c->passphrases)) {
        err = mailbox_keys_open(&c->site, &c->passphrases, &intake->mailbox, &c->why);
        intake->has_mailbox = !err;
    }
    if (!err && !intake->publisher.has_office) {
        fprintf(stderr, "居委会签字钥匙没有打开：信收下了，回执下次再给\n");
    }
    return err;
}

/* ---- an object store ---- */

static enum err credentials_open(struct command *c)
{
    if (command_given(c, "keys")) {
        return credentials_read(command_value(c, "keys"), &c->credentials, &c->why);
    }
    if (!c->store.access_key || !c->store.secret_key) {
        return command_misused(c,
                               "要有对象存储的钥匙：--keys 文件，或环境里的 AWS_ACCESS_KEY_ID 和 "
                               "AWS_SECRET_ACCESS_KEY");
    }
    const struct credentials_words words = {
        .access_key = text_of(c->store.access_key),
        .secret_key = text_of(c->store.secret_key),
        .region = text_of(c->store.region ? c->store.region : ""),
        .token = text_of(c->store.token ? c->store.token : ""),
    };
    return credentials_given(&words, "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY", &c->credentials,
                             &c->why);
}

static enum err bucket_reach(struct command *c, const char *target, struct bucket **bucket)
{
    if (!command_given(c, "endpoint")) {
        return command_misused(c, "对象存储要写 --endpoint https://主机");
    }
    enum err err = credentials_open(c);
    if (err) {
        return err;
    }
    const struct bucket_options options = {
        .target = target,
        .endpoint = command_value(c, "endpoint"),
        .keys = &c->credentials.keys,
        .pin = c->credentials.pin[0] ? c->credentials.pin : NULL,
        .ca = command_value(c, "ca"),
    };
    return bucket_open(&options, bucket, &c->why);
}

static enum err rights_tell(struct command *c)
{
    static const struct http_keys none = {.access_key = "", .secret_key = "", .region = ""};
    const struct bucket_options options = {
        .target = c->words[0], .endpoint = "http://127.0.0.1", .keys = &none};
    struct bucket *bucket = NULL;
    enum err err = bucket_open(&options, &bucket, &c->why);
    err = err ? err : rights_print(&c->site, bucket, stdout, &c->why);
    bucket_close(bucket);
    return err;
}

static enum err mirror_to_bucket(struct command *c)
{
    struct bucket_mirror_options options = {.check = command_given(c, "check")};
    char top[sizeof s3 + BUCKET_NAME_BYTES_MAX];
    struct bucket_mirrored mirrored;
    struct intake intake;
    struct bucket *bucket = NULL;
    enum err err = bucket_reach(c, c->words[0], &bucket);

    if (!err && bucket_prefix(bucket).size > 0) {
        snprintf(top, sizeof top, "%s%.*s", s3, TEXT_ARG(bucket_name(bucket)));
        err = bucket_reach(c, top, &options.top);
    }
    err = err ? err : intake_open(c, &intake);
    if (!err) {
        err = mirror_bucket_run(&intake, bucket, &options, &mirrored, stdout, &c->why);
        wipe(&intake, sizeof intake);
    }
    bucket_close(options.top);
    bucket_close(bucket);
    return err;
}

enum err command_mirror(struct command *c)
{
    if (!text_starts(text_of(c->words[0]), s3)) {
        return mirror_run(&c->site, c->words[0], stdout, &c->why);
    }
    return command_given(c, "rights") ? rights_tell(c) : mirror_to_bucket(c);
}

/* Versions are kept, so that nobody can put other bytes where a letter was. */
static enum err bucket_set_up(struct command *c, struct text policy)
{
    static const char versioning[] =
        "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        "<Status>Enabled</Status></VersioningConfiguration>";
    struct bucket *bucket = NULL;
    enum err err = bucket_reach(c, c->options.words[1], &bucket);

    err = err ? err : bucket_set(bucket, "versioning", text_bytes(text_of(versioning)), &c->why);
    err = err ? err : bucket_set(bucket, "policy", text_bytes(policy), &c->why);
    bucket_close(bucket);
    if (!err) {
        printf("已设好 %s：%zu 个居委会，权限 %zu 字节\n", c->options.words[1], c->word_count,
               policy.size);
    }
    return err;
}

enum err command_bucket(struct command *c)
{
    const char *target = c->options.words[1];
    struct arena arena;
    struct text policy = {0};

    if (!text_starts(text_of(target), s3)) {
        return command_misused(c, "要写成 s3://桶名");
    }
    enum err err = arena_init(&arena, RIGHTS_POLICY_BYTES_MAX);
    if (err) {
        return err;
    }
    err = rights_policy(c->words, c->word_count, target + sizeof s3 - 1,
                        command_given(c, "account") ? command_value(c, "account") : "", &arena,
                        &policy, &c->why);
    if (!err && policy.size > RIGHTS_POLICY_BYTES_S3) {
        fprintf(stderr, "权限有 %zu 字节；有的对象存储至多收 %d 字节：那就一个街道一个桶\n",
                policy.size, RIGHTS_POLICY_BYTES_S3);
    }
    if (!err && command_given(c, "endpoint")) {
        err = bucket_set_up(c, policy);
    } else if (!err) {
        printf("%.*s\n", TEXT_ARG(policy));
    }
    arena_deinit(&arena);
    return err;
}

/* ---- another address ---- */

enum err command_move(struct command *c)
{
    static const char *const keys[] = {"policy"};
    const struct move_options options = {
        .address = c->words[0], .ca = command_value(c, "ca"), .alone = command_given(c, "alone")};
    struct signer office;
    struct sign_job job = {.role = ROLE_OFFICE,
                           .signer = &office,
                           .passphrases = &c->passphrases,
                           .keys = keys,
                           .count = 1};
    enum err err = move_run(&c->site, &options, stdout, &c->why);
    err = err ? err : command_signer(c, "office", &office);
    err = err ? err : sign_run(&c->site, &job, stdout, &c->why);
    wipe(&office, sizeof office);
    return err;
}

/* ---- the city's view ---- */

enum err command_report(struct command *c)
{
    enum { REPORT_MODE = 0644 };
    struct mailbox_keys mailbox;
    struct arena arena;
    struct bytes report;
    bool opened = key_is_ready(c->site.folder, "mailbox", &c->passphrases);
    enum err err = arena_init(&arena, CITY_REPORT_BYTES_MAX);

    if (!err && opened) {
        err = mailbox_keys_open(&c->site, &c->passphrases, &mailbox, &c->why);
    } else if (!err) {
        fprintf(stderr,
                "信箱钥匙（mailbox）没有打开：报告里只有屏幕何时来过消息，没有它报的情况\n");
    }
    err =
        err ? err : city_report_make(&c->site, opened ? &mailbox : NULL, &arena, &report, &c->why);
    err = err ? err : file_write(c->words[0], report, REPORT_MODE, &c->why);
    if (opened) {
        wipe(&mailbox, sizeof mailbox);
    }
    arena_deinit(&arena);
    return err;
}

enum err command_fleet(struct command *c)
{
    struct city_options options = {.now_s = c->now_s, .paths = c->options.words + 1};
    enum err err = OK;

    if (command_given(c, "json") && command_given(c, "metrics")) {
        return command_misused(c, "--json 和 --metrics 只能要一个");
    }
    options.form = command_given(c, "json")      ? CITY_JSON
                   : command_given(c, "metrics") ? CITY_METRICS
                                                 : CITY_TEXT;
    options.path_count = c->options.word_count - 1;
    if (text_starts(text_of(options.paths[0]), s3)) {
        if (options.path_count > 1) {
            return command_misused(c, "一次看一个桶，或者看几个文件和文件夹");
        }
        options.path_count = 0;
        err = bucket_reach(c, options.paths[0], &options.bucket);
    }
    err = err ? err : city_run(&options, stdout, &c->why);
    bucket_close(options.bucket);
    return err;
}

/* ---- a stick ---- */

enum err command_stick(struct command *c)
{
    struct intake intake;
    struct carried carried;
    enum err err = intake_open(c, &intake);
    err = err ? err : carry_run(&intake, c->words[0], &carried, stdout, &c->why);
    wipe(&intake, sizeof intake);
    return err;
}
