/* main.c - noticepoint-office: the commands. Only this file reads clock and arguments. */
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "acts.h"
#include "fleet.h"
#include "hash.h"
#include "import.h"
#include "inbox.h"
#include "init.h"
#include "log.h"
#include "options.h"
#include "publish.h"
#include "readiness.h"
#include "serve.h"
#include "show.h"
#include "signing.h"
#include "staff_list.h"
#include "text_file.h"
#include "withdraw.h"

enum { EXIT_DATA = 65, ANSWER_BYTES_MAX = 8192 };

#define LISTEN_DEFAULT "127.0.0.1:8710"

static const struct option_spec specs[] = {
    {"id", "ID", "init:编号，小写字母、数字和 -"},
    {"name", "NAME", "init:居委会名称"},
    {"term-start", "DATE", "init:届期开始日，如 2026-01-15"},
    {"first-board", "YYYY-MM", "init:第一个公开月（默认届期开始的月份）"},
    {"office-holder", "NAME", "init:居委会签字人（默认 居委会主任）"},
    {"supervision-holder", "NAME", "init:监督小组签字人（默认 监督小组组长）"},
    {"supervision-office", "NAME", "init:街道的公开监督部门"},
    {"supervision-phone", "PHONE", "init:街道的公开监督电话，每个画面都显示"},
    {"office-phone", "PHONE", "init:居委会电话"},
    {"office-hours", "TEXT", "init:居委会接待时间"},
    {"responsible", "NAME", "init:居务公开负责人"},
    {"origin", "URL", "init:屏幕取内容的地址"},
    {"plain-upload", NULL, "init:允许屏幕用 http 上传（没有 https 时）"},
    {"demo", NULL, "init:演示，钥匙没有口令"},
    {"argon2-kib", "N", "init:口令计算的内存（KiB），测试时用小的"},
    {"passphrase-file", "FILE", "口令文件：一行共用，或每行“角色: 口令”"},
    {"correction", "TEXT", "import:已公开内容的更正说明"},
    {"as", "ROLE", "sign:office 或 supervision"},
    {"all", NULL, "sign:全部待签的；list:连标题、回执一起列出"},
    {"reason", "TEXT", "withdraw:撤回的原因"},
    {"listen", "ADDR:PORT", "serve:地址（默认 " LISTEN_DEFAULT ")"},
    {"drop", "DIR", "serve:收件文件夹，放进去的文件自动导入"},
    {"admit-new", NULL, "serve:新屏幕自动接纳（演示用）"},
    {"text-file", "FILE", "answer:答复的文字"},
    {"by", "NAME", "answer:答复人"},
    {"confirm", NULL, "answer:确认大厅屏幕上写的答复"},
    {"list", NULL, "admit:列出屏幕"},
    {"revoke", NULL, "admit:停用这块屏幕"},
    {"role", "ROLE", "staff add:director 或 staff"},
    {"ledger", NULL, "export:导出台账 CSV"},
    {"now", "TIME", "当作现在是这个时间（测试用）"},
    {"json", NULL, "list、show、inbox、letter、admit --list:输出 JSON"},
    {"help", NULL, "显示这些"},
    {"version", NULL, "显示版本"},
};
enum { SPEC_COUNT = sizeof specs / sizeof specs[0] };

struct command {
    struct options options;
    struct passphrases passphrases;
    struct site site; /* open, but for init */
    int64_t now_s, clock_offset_s;
    const char *const *words; /* after SITE */
    size_t word_count;
    struct complaint why;
    bool misused; /* ends with EXIT_USAGE */
};

static const char *value(const struct command *c, const char *name)
{
    return option_value(&c->options, name);
}

static bool given(const struct command *c, const char *name)
{
    return option_given(&c->options, name);
}

/* A sentence that ends the program with EXIT_USAGE. */
static enum err usage(struct command *c, const char *sentence)
{
    c->misused = true;
    return complain(&c->why, ERR_INVALID, "%s", sentence);
}

/* ---- keys and publication ---- */

static enum err signer_of(struct command *c, const char *role, struct signer *signer)
{
    return key_signer(c->site.folder, role, &c->passphrases, signer, &c->why);
}

/* The head's key must open; the office's is taken when it is at hand. */
static enum err publisher_open(struct command *c, struct publisher *p)
{
    *p = (struct publisher){0};
    enum err err = signer_of(c, "head", &p->head);
    if (!err && key_is_ready(c->site.folder, "office", &c->passphrases)) {
        err = signer_of(c, "office", &p->office);
        p->has_office = !err;
    }
    return err;
}

/* Sends what a command brought about, if the keys are at hand; else the next `publish` does. */
static enum err publish_after(struct command *c)
{
    struct publisher p;
    if (!key_is_ready(c->site.folder, "head", &c->passphrases)) {
        fprintf(stderr, "head 钥匙没有打开：下次 publish 时公布\n");
        return OK;
    }
    enum err err = publisher_open(c, &p);
    err = err ? err : publish_run(&c->site, &p, PUBLISH_OWN, NULL, &c->why);
    wipe(&p, sizeof p);
    return err;
}

/* ---- commands ---- */

static enum err parse_cost(struct command *c, struct password_cost *cost)
{
    uint64_t kib;
    *cost = password_cost_default();
    if (!given(c, "argon2-kib")) {
        return OK;
    }
    if (text_parse_uint(text_of(value(c, "argon2-kib")), PASSWORD_MEM_KIB_MAX, &kib)) {
        return usage(c, "--argon2-kib 不是数");
    }
    cost->mem_kib = (uint32_t)kib;
    return password_cost_valid(*cost) ? OK : usage(c, "--argon2-kib 超出范围");
}

static enum err run_init(struct command *c)
{
    const char *office = value(c, "office-holder"), *group = value(c, "supervision-holder");
    struct init_options o = {
        .folder = c->options.words[1],
        .id = value(c, "id"),
        .name = value(c, "name"),
        .term_start = value(c, "term-start"),
        .first_board = value(c, "first-board"),
        .office_holder = office ? office : "居委会主任",
        .supervision_holder = group ? group : "监督小组组长",
        .supervision_office = value(c, "supervision-office"),
        .supervision_phone = value(c, "supervision-phone"),
        .office_phone = value(c, "office-phone"),
        .office_hours = value(c, "office-hours"),
        .responsible = value(c, "responsible"),
        .origin = value(c, "origin"),
        .plain_upload = given(c, "plain-upload"),
        .demo = given(c, "demo"),
        .passphrases = &c->passphrases,
        .now_s = c->now_s,
    };
    if (!o.id || !o.name || !o.term_start) {
        return usage(c, "init 需要 --id、--name 和 --term-start");
    }
    enum err err = parse_cost(c, &o.cost);
    return err ? err : init_run(&o, stdout, &c->why);
}

static enum err run_import(struct command *c)
{
    if (c->word_count == 0) {
        return usage(c, "import SITE 后面要有文件");
    }
    return import_run(&c->site, c->words, c->word_count, value(c, "correction"), stdout, &c->why);
}

static enum err run_sign(struct command *c)
{
    struct signer signer;
    const char *as = value(c, "as");
    struct sign_job job = {.signer = &signer, .passphrases = &c->passphrases, .keys = c->words};
    if (!as || (strcmp(as, "office") != 0 && strcmp(as, "supervision") != 0)) {
        return usage(c, "sign 需要 --as office 或 --as supervision");
    }
    if ((c->word_count == 0) != given(c, "all")) {
        return usage(c, "sign 后面写要签的键，或写 --all");
    }
    job.role = strcmp(as, "office") == 0 ? ROLE_OFFICE : ROLE_SUPERVISION;
    job.count = c->word_count;
    enum err err = signer_of(c, as, &signer);
    err = err ? err : sign_run(&c->site, &job, stdout, &c->why);
    wipe(&signer, sizeof signer);
    return err;
}

static enum err run_publish(struct command *c)
{
    struct publisher p;
    enum err err = publisher_open(c, &p);
    err = err ? err : publish_run(&c->site, &p, PUBLISH_EVERYTHING, stdout, &c->why);
    if (!err && p.has_office) {
        err = fleet_acknowledge_waiting(&c->site, &p.office, &c->why);
    }
    if (!err && !p.has_office) {
        fprintf(stderr, "居委会钥匙没有打开：待监督小组签字的标题和来信回执下次再公布\n");
    }
    wipe(&p, sizeof p);
    return err;
}

static enum err run_serve(struct command *c)
{
    const char *listen = value(c, "listen");
    const struct serve_options o = {
        .listen = listen ? listen : LISTEN_DEFAULT,
        .drop = value(c, "drop"),
        .admit_new = given(c, "admit-new"),
        .passphrases = &c->passphrases,
        .clock_offset_s = c->clock_offset_s,
    };
    return serve_run(&c->site, &o, &c->why);
}

static enum err run_list(struct command *c)
{
    return show_list(&c->site, given(c, "all"), given(c, "json"), stdout, &c->why);
}

static enum err run_show(struct command *c)
{
    return c->word_count != 1
               ? usage(c, "show SITE KEY")
               : show_record(&c->site, text_of(c->words[0]), given(c, "json"), stdout, &c->why);
}

static enum err run_export(struct command *c)
{
    return c->word_count != 1
               ? usage(c, "export SITE KEY")
               : show_export(&c->site, text_of(c->words[0]), given(c, "ledger"), stdout, &c->why);
}

static enum err run_withdraw(struct command *c)
{
    if (c->word_count != 1 || !given(c, "reason")) {
        return usage(c, "withdraw SITE KEY --reason 原因");
    }
    return withdraw_run(&c->site, text_of(c->words[0]), value(c, "reason"), stdout, &c->why);
}

static enum err run_inbox(struct command *c)
{
    return inbox_print(&c->site, given(c, "json"), stdout, &c->why);
}

static enum err run_letter(struct command *c)
{
    struct box_secret mailbox;
    if (c->word_count != 1) {
        return usage(c, "letter SITE ID");
    }
    enum err err = key_mailbox(c->site.folder, &c->passphrases, &mailbox, &c->why);
    err = err ? err
              : letter_print(&c->site, text_of(c->words[0]), &mailbox, given(c, "json"), stdout,
                             &c->why);
    wipe(&mailbox, sizeof mailbox);
    return err ? err : publish_after(c);
}

static enum err answer_with(struct command *c, const struct box_secret *mailbox,
                            const struct signer *office)
{
    struct text_file file;
    struct text id = text_of(c->words[0]);
    const char *path = value(c, "text-file"), *by = value(c, "by");
    if (given(c, "confirm")) {
        return answer_confirm(&c->site, id, mailbox, office, &c->why);
    }
    enum err err = text_file_read(path, &c->site.arena, &file, &c->why);
    if (!err && file.text.size > ANSWER_BYTES_MAX) {
        err = complain(&c->why, ERR_INVALID, "答复太长，至多 %d 个字节", ANSWER_BYTES_MAX);
    }
    if (err) {
        complaint_prefix(&c->why, "%s: ", path);
        return err;
    }
    return letter_answer(&c->site, id, text_trim(file.text), text_of(by ? by : ""), mailbox, office,
                         &c->why);
}

static enum err run_answer(struct command *c)
{
    struct box_secret mailbox;
    struct signer office;
    if (c->word_count != 1 || given(c, "confirm") == given(c, "text-file")) {
        return usage(c, "answer SITE ID --text-file 文件，或 answer SITE ID --confirm");
    }
    enum err err = key_mailbox(c->site.folder, &c->passphrases, &mailbox, &c->why);
    err = err ? err : signer_of(c, "office", &office);
    err = err ? err : answer_with(c, &mailbox, &office);
    wipe(&mailbox, sizeof mailbox);
    wipe(&office, sizeof office);
    if (!err) {
        printf("已答复；写信人可凭回执查看\n");
    }
    return err ? err : publish_after(c);
}

static enum err admit(struct command *c, const struct signer *office)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_write(c->site.store, &txn);
    if (err) {
        return err;
    }
    err = fleet_admit(&c->site, txn, text_of(c->words[0]), given(c, "revoke"), office, &c->why);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

static enum err run_admit(struct command *c)
{
    struct signer office;
    struct bytes ack;
    if (given(c, "list")) {
        return fleet_print(&c->site, given(c, "json"), stdout, &c->why);
    }
    if (c->word_count != 1) {
        return usage(c, "admit SITE KIOSK [--revoke]，或 admit SITE --list");
    }
    enum err err = signer_of(c, "office", &office);
    err = err ? err : admit(c, &office);
    err = err ? err : publish_after(c);
    err = err ? err : fleet_acknowledge(&c->site, text_of(c->words[0]), &office, &ack, &c->why);
    wipe(&office, sizeof office);
    if (!err) {
        printf("%s\t%s\n", c->words[0], given(c, "revoke") ? "已停用" : "已接纳");
    }
    return err;
}

static enum err run_staff(struct command *c)
{
    if (c->word_count == 2 && strcmp(c->words[0], "add") == 0) {
        return given(c, "role")
                   ? staff_add(&c->site, c->words[1], value(c, "role"), stdout, &c->why)
                   : usage(c, "staff SITE add NAME --role director|staff");
    }
    if (c->word_count == 2 && strcmp(c->words[0], "leave") == 0) {
        return staff_leave(&c->site, c->words[1], stdout, &c->why);
    }
    return usage(c, "staff SITE add NAME --role director|staff，或 staff SITE leave NAME");
}

static enum err run_log(struct command *c)
{
    return acts_print(&c->site, &c->why);
}

static enum err run_ready(struct command *c)
{
    return readiness_print(&c->site, true, stdout, &c->why);
}

static enum err run_fingerprint(struct command *c)
{
    char fingerprint[FINGERPRINT_CHARS + 1];
    root_fingerprint(c->site.root_bytes, fingerprint);
    printf("%s\n", fingerprint);
    return OK;
}

static const struct {
    const char *name, *words, *help;
    enum err (*run)(struct command *c);
} commands[] = {
    {"init", "SITE", "新建一个居委会的资料文件夹", run_init},
    {"import", "SITE FILE…", "导入制度、公开内容、会议、通知、台账、值班表", run_import},
    {"sign", "SITE KEY…|--all", "签字：--as office 或 --as supervision", run_sign},
    {"publish", "SITE", "公布已签完的内容", run_publish},
    {"serve", "SITE", "让屏幕来取内容、收信", run_serve},
    {"list", "SITE", "列出全部内容：键和标题", run_list},
    {"show", "SITE KEY", "看一条内容和签字", run_show},
    {"export", "SITE KEY", "导出原文", run_export},
    {"withdraw", "SITE KEY", "撤回一条（两方都要签字）", run_withdraw},
    {"ready", "SITE", "下一个公开日还差什么", run_ready},
    {"inbox", "SITE", "来信和大厅屏幕上的答复", run_inbox},
    {"letter", "SITE ID", "打开一封信", run_letter},
    {"answer", "SITE ID", "答复一封信", run_answer},
    {"admit", "SITE KIOSK|--list", "接纳或停用一块屏幕", run_admit},
    {"staff", "SITE add NAME", "登记能用屏幕工作人员功能的人", run_staff},
    {"log", "SITE", "做过的每一件事", run_log},
    {"fingerprint", "SITE", "根指纹：两个屏幕要显示同样的 16 个字符", run_fingerprint},
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

/* ---- main ---- */

static void print_help(void)
{
    printf("noticepoint-office 命令 SITE [选项]\n\n命令：\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        printf("  %s %s\n      %s\n", commands[i].name, commands[i].words, commands[i].help);
    }
    printf("\n选项：\n");
    options_print_help(specs, SPEC_COUNT);
    printf("\n退出码：2 用法不对，65 数据不对，69 服务不了，74 磁盘出错，77 口令不对或无权\n");
}

static size_t find_command(const char *name)
{
    size_t i = 0;
    while (i < COMMAND_COUNT && strcmp(commands[i].name, name) != 0) {
        i++;
    }
    return i;
}

static enum err set_clock(struct command *c)
{
    int64_t real_s = (int64_t)time(NULL);
    c->now_s = real_s;
    if (given(c, "now") &&
        civil_parse_time(text_of(value(c, "now")), CIVIL_OFFSET_MIN_DEFAULT, &c->now_s)) {
        return usage(c, "--now 要写成 2026-11-10 或 2026-11-10T08:00:00Z");
    }
    c->clock_offset_s = c->now_s - real_s;
    return OK;
}

static enum err run(struct command *c, size_t index)
{
    enum err err = set_clock(c);
    err = err ? err : passphrases_read(value(c, "passphrase-file"), &c->passphrases, &c->why);
    if (err || commands[index].run == run_init) {
        return err ? err : run_init(c);
    }
    c->words = c->options.words + 2;
    c->word_count = c->options.word_count - 2;
    err = site_open(c->options.words[1], c->now_s, &c->site, &c->why);
    if (!err) {
        err = commands[index].run(c);
        site_close(&c->site);
    }
    return err;
}

static int finish(struct command *c, enum err err)
{
    passphrases_wipe(&c->passphrases);
    if (fflush(stdout) != 0 && !err) {
        err = complain(&c->why, ERR_IO, "写不出结果");
    }
    if (err) {
        fprintf(stderr, "noticepoint-office: %s\n", c->why.text[0] ? c->why.text : err_name(err));
    }
    if (c->misused) {
        return EXIT_USAGE;
    }
    return err == ERR_EXISTS || err == ERR_NOT_FOUND ? EXIT_DATA : err_exit_code(err);
}

static int bad_usage(const char *sentence)
{
    fprintf(stderr, "noticepoint-office: %s\n用法见 noticepoint-office --help\n", sentence);
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    static struct command c;
    struct complaint why = {0};

    log_open("noticepoint-office");
    if (options_parse(specs, SPEC_COUNT, argc, argv, &c.options, &why)) {
        return bad_usage(why.text);
    }
    if (given(&c, "help")) {
        print_help();
        return 0;
    }
    if (given(&c, "version")) {
        printf("noticepoint-office %s\n", NOTICEPOINT_VERSION);
        return 0;
    }
    if (c.options.word_count < 2) {
        return bad_usage("要写命令和资料文件夹 SITE");
    }
    size_t index = find_command(c.options.words[0]);
    if (index == COMMAND_COUNT) {
        return bad_usage("没有这个命令");
    }
    if (seal_start()) {
        fprintf(stderr, "noticepoint-office: 加密库不能启动\n");
        return err_exit_code(ERR_IO);
    }
    enum err err = run(&c, index);
    return finish(&c, err);
}
