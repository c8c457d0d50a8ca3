/* main.c - noticepoint-office: the table of commands. Only this file reads clock, arguments and
 * environment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "command.h"
#include "hash.h"
#include "log.h"
#include "plain.h"

enum { EXIT_DATA = 65, SENTENCE_BYTES_MAX = 512 };

static const struct option_spec specs[] = {
    {"id", "ID", "编号，小写字母、数字和 -"},
    {"name", "NAME", "居委会名称"},
    {"term-start", "DATE", "届期开始日，如 2026-01-15"},
    {"preset", "seed|law", "规则以哪一套为底：seed 四个制度（默认），law 法律"},
    {"first-board", "YYYY-MM", "第一个公开月（默认届期开始的月份）"},
    {"office-holder", "NAME", "居委会签字人（默认 居委会主任）"},
    {"supervision-holder", "NAME", "监督小组签字人（默认 监督小组组长）"},
    {"supervision-office", "NAME", "街道的公开监督部门"},
    {"supervision-phone", "PHONE", "街道的公开监督电话，每个画面都显示"},
    {"office-phone", "PHONE", "居委会电话"},
    {"office-hours", "TEXT", "居委会接待时间"},
    {"responsible", "NAME", "居务公开负责人"},
    {"origin", "URL", "屏幕取内容的地址"},
    {"plain-upload", NULL, "允许屏幕用 http 上传（没有 https 时）"},
    {"demo", NULL, "演示，钥匙没有口令"},
    {"argon2-kib", "N", "口令计算的内存（KiB），测试时用小的"},
    {"correction", "TEXT", "已公开内容的更正说明，居民会看到"},
    {"as", "ROLE", "以谁的身份签：office（居委会）或 supervision（监督小组）"},
    {"all", NULL, "sign：全部待签的；list：连标题、回执一起列出"},
    {"publish", NULL, "签完就公布"},
    {"alone", NULL, "只留这一个地址，别的都去掉"},
    {"reason", "TEXT", "原因，居民会看到"},
    {"listen", "ADDR:PORT", "地址（默认 " LISTEN_DEFAULT "）"},
    {"hold", NULL, "还没到公开日的，前一天才放上网（serve 到时自动放；屏幕要能上网）"},
    {"tls-cert", "FILE", "https 的证书（PEM）；第二行打印屏幕要认的 --pin"},
    {"tls-key", "FILE", "证书的钥匙（PEM）"},
    {"drop", "DIR", "收件文件夹，放进去的文件自动导入"},
    {"admit-new", NULL, "新屏幕自动接纳（演示用）"},
    {"text-file", "FILE", "写着答复的文字文件"},
    {"by", "NAME", "answer：答复人；delete：经办人"},
    {"approver", "NAME", "批准人"},
    {"board", "DATE", "上公开栏的日期"},
    {"assembly", "DATE", "在居民会议上公开的日期"},
    {"wall", "DATE", "上墙的日期"},
    {"media", "DATE", "书面、广播、网络公开的日期"},
    {"confirm", NULL, "确认大厅屏幕上写的答复"},
    {"question", "TEXT", "放在事项旁边的意见概要（默认用原话）"},
    {"private", NULL, "意见只答复本人，不放在事项旁边"},
    {"note", "TEXT", "为什么要久一些，写信人会看到"},
    {"draft", NULL, "存为草稿，签字后公布"},
    {"persons", NULL, "各人名下有多少事"},
    {"list", NULL, "列出屏幕"},
    {"revoke", NULL, "停用这块屏幕"},
    {"role", "ROLE", "身份：director（主任）或 staff（工作人员）"},
    {"holder", "NAME", "新钥匙由谁保管"},
    {"lost", NULL, "key renew mailbox：旧信箱钥匙找不回来了，旧信不要了"},
    {"article", "TEXT", "这个值出自哪一条"},
    {"verified", NULL, "已在现行文本里核对过"},
    {"on", "DATE", "看哪一天（默认今天）"},
    {"lines", NULL, "校验码由哪些内容算出"},
    {"ledger", NULL, "导出台账 CSV"},
    {"endpoint", "URL",
     "对象存储的地址，https://主机[:端口]；桶名要写在主机名里的，写 {bucket} 代替"},
    {"keys", "FILE",
     "对象存储的 access-key、secret-key（只有自己能读：chmod 600）；也可以放在环境里"},
    {"ca", "FILE", "除系统的以外还信任的证书（PEM）"},
    {"check", NULL, "逐个读回来比对，不只看大小"},
    {"rights", NULL, "只打印本居委会的一份权限，交给管桶的人"},
    {"metrics", NULL, "输出给 Prometheus 读的"},
    {"account", "ID", "桶主人的账号或租户（没有就不写）"},
    {"passphrase-file", "FILE", "口令文件：一行共用，或每行“角色: 口令”"},
    {"json", NULL, "输出给程序读的 JSON"},
    {"now", "TIME", "当作现在是这个时间（测试用）"},
    {"help", NULL, "显示这些；写在命令后面只显示那个命令的"},
    {"version", NULL, "显示版本"},
};
enum { SPEC_COUNT = sizeof specs / sizeof specs[0], ANY_NUMBER = OPTION_WORDS_MAX };

static const struct {
    const char *name, *words;
    size_t words_min, words_max; /* after SITE */
    const char *options;         /* blanks between; those every command takes left out */
    const char *help;
    enum err (*run)(struct command *c);
} commands[] = {
    {"init", "SITE --id ID --name NAME --term-start DATE", 0, 0,
     "id name term-start first-board office-holder supervision-holder supervision-office "
     "preset supervision-phone office-phone office-hours responsible origin plain-upload demo "
     "argon2-kib "
     "passphrase-file",
     "新建一个居委会的资料文件夹", command_init},
    {"import", "SITE FILE…", 1, ANY_NUMBER, "correction",
     "导入制度、公开内容、会议、通知、台账、值班表（文件或文件夹）", command_import},
    {"sign", "SITE KEY…|--all", 0, ANY_NUMBER, "as all publish passphrase-file",
     "签字：--as office 或 --as supervision", command_sign},
    {"publish", "SITE", 0, 0, "hold passphrase-file", "公布已签完的内容", command_publish},
    {"serve", "SITE", 0, 0, "listen tls-cert tls-key drop admit-new passphrase-file",
     "让屏幕来取内容、收信", command_serve},
    {"tidy", "SITE", 0, 0, "", "备好下一份整包，收走不再需要的旧文件（serve 自己会叫它）",
     command_tidy},
    {"mirror", "SITE DIR|s3://BUCKET/PREFIX", 1, 1, "endpoint keys ca check rights passphrase-file",
     "把已公布的复制到另一个文件夹（网站、硬盘）或对象存储，并从那里收屏幕写的", command_mirror},
    {"move", "SITE ADDRESS", 1, 1, "alone ca passphrase-file",
     "屏幕改从这个地址取：先看内容到了没有，再改规则、居委会签字；监督小组签字、publish 后生效",
     command_move},
    {"bucket", "s3://BUCKET RIGHTS…", 1, ANY_NUMBER, "endpoint keys ca account",
     "管桶的人用：按各居委会交来的权限设好一个桶；没有 --endpoint 就只打印", command_bucket},
    {"stick", "SITE DIR", 1, 1, "passphrase-file", "用U盘：先收屏幕写的，再写上已公布的",
     command_stick},
    {"report", "SITE FILE.report", 1, 1, "passphrase-file",
     "本居委会各块屏幕的情况写成一份，交给看全市的人", command_report},
    {"fleet", "FILE|DIR|s3://BUCKET …", 0, ANY_NUMBER, "json metrics endpoint keys ca",
     "全市各居委会的屏幕：绿、黄、红和为什么", command_fleet},
    {"list", "SITE", 0, 0, "all json", "列出全部内容：键和标题", command_list},
    {"show", "SITE KEY", 1, 1, "json", "看一条内容和签字", command_show},
    {"export", "SITE KEY", 1, 1, "ledger", "导出原文", command_export},
    {"withdraw", "SITE KEY", 1, 1, "reason", "撤回一条（两方都要签字）", command_withdraw},
    {"policy", "SITE [conflicts|set 名称 值|preset seed|law]", 0, 3, "article verified json",
     "本居委会的规则：每条的出处，两处不同的，改一条", command_policy},
    {"due", "SITE", 0, 0, "on json", "某一天每一项公开得怎样：到期、逾期、迟了几天", command_due},
    {"meeting", "SITE KEY", 1, 1, "on json", "一次会议走到哪一步、法定人数", command_meeting},
    {"agenda", "SITE", 0, 0, "on all persons json passphrase-file",
     "星期一例会的议程：没办完的、本周的、接下来的；--all 全部该办的事", command_agenda},
    {"book", "SITE 来访|值班|走访|公章|财物|学习|联系", 1, 1, "json passphrase-file", "登记簿",
     command_book},
    {"sheet", "SITE [YYYY-MM]", 0, 1, "on lines json",
     "一个月公开栏的纸面，张贴用：期号、校验码、十项", command_sheet},
    {"changes", "SITE [YYYY-MM]", 0, 1, "json", "和上月比，每一项变了什么", command_changes},
    {"forms", "SITE KEY", 1, 1, "board assembly wall media note json",
     "一项内容的四种公开形式，打勾", command_forms},
    {"archive", "SITE [YEAR]", 0, 1, "json", "归档：年、月、事项", command_archive},
    {"delete", "SITE YEAR", 1, 1, "by approver reason",
     "销毁满保存期（六年）的一年卷，两方签字后生效", command_delete},
    {"ready", "SITE", 0, 0, "json", "下一个公开日还差什么", command_ready},
    {"inbox", "SITE", 0, 0, "json", "来信和大厅屏幕上的答复", command_inbox},
    {"letter", "SITE ID", 1, 1, "json passphrase-file", "打开一封信", command_letter},
    {"answer", "SITE ID", 1, 1, "text-file by confirm question private passphrase-file",
     "答复一封信；对公开事项的意见，问和答放在事项旁边", command_answer},
    {"grade", "SITE ID simple|normal|complex", 2, 2, "note passphrase-file",
     "一封信是简单、一般还是复杂，承诺的天数随之不同", command_grade},
    {"mailbox", "SITE YYYY-MM", 1, 1, "draft json", "一个月的来信、答复和办结率", command_mailbox},
    {"admit", "SITE KIOSK|--list", 0, 1, "list revoke keys json passphrase-file",
     "接纳或停用一块屏幕；--keys 把它自己的对象存储钥匙封好带给它", command_admit},
    {"staff", "SITE add|leave NAME", 2, 2, "role", "登记能用屏幕工作人员功能的人", command_staff},
    {"key", "SITE list|sheet|restore|renew|agree|take|drop|resign|retire", 1, ANY_NUMBER,
     "holder lost text-file as passphrase-file", "钥匙：谁拿着、打印备份单、丢了或换人时换新的",
     command_key},
    {"log", "SITE", 0, 0, "", "做过的每一件事", command_log},
    {"fingerprint", "SITE", 0, 0, "", "根指纹：两个屏幕要显示同样的 16 个字符",
     command_fingerprint},
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

/* ---- help ---- */

static bool is_named(const char *names, const char *name)
{
    struct text rest = text_of(names), one;
    while (text_split(&rest, ' ', &one)) {
        if (text_is(one, name)) {
            return true;
        }
    }
    return false;
}

static bool is_taken(size_t command, const char *option)
{
    return is_named(commands[command].options, option) || is_named("now help version", option);
}

static void print_first_steps(void)
{
    fprintf(
        stderr,
        "noticepoint-office：居委会端。第一次用，请按顺序：\n"
        "1. 建资料文件夹：  noticepoint-office init SITE --id 编号 --name 名称 --term-start 日期\n"
        "2. 两方给规则签字：noticepoint-office sign SITE --as office policy\n"
        "                   noticepoint-office sign SITE --as supervision policy\n"
        "3. 导入文件：      noticepoint-office import SITE 文件…\n"
        "4. 看 10 日差什么：noticepoint-office ready SITE\n"
        "5. 逐项签字：      noticepoint-office sign SITE --as office --all\n"
        "6. 公布：          noticepoint-office publish SITE\n"
        "7. 让屏幕来取：    noticepoint-office serve SITE\n"
        "全部命令和选项：   noticepoint-office --help\n");
}

static void print_command(size_t i)
{
    printf("  %s %s\n      %s\n", commands[i].name, commands[i].words, commands[i].help);
}

static void print_command_help(size_t command)
{
    struct option_spec taken[SPEC_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < SPEC_COUNT; i++) {
        if (is_taken(command, specs[i].name)) {
            taken[count++] = specs[i];
        }
    }
    printf("noticepoint-office\n");
    print_command(command);
    printf("\n选项：\n");
    options_print_help(taken, count);
}

static void print_help(void)
{
    printf("noticepoint-office 命令 SITE [选项]\n"
           "SITE 是居委会的资料文件夹。一个命令的选项：noticepoint-office 命令 --help\n\n命令：\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        print_command(i);
    }
    printf("\n选项：\n");
    options_print_help(specs, SPEC_COUNT);
    printf("\n退出码：2 用法不对，65 数据不对，69 服务不了，74 磁盘出错，77 口令不对或无权\n");
}

/* ---- what is wrong with the command line ---- */

static int bad_usage(const char *sentence)
{
    fprintf(stderr, "noticepoint-office: %s\n用法见 noticepoint-office --help\n", sentence);
    return EXIT_USAGE;
}

static int bad_option(const struct options *o)
{
    char sentence[SENTENCE_BYTES_MAX];
    switch (o->fault) {
    case OPTION_TAKES_NO_VALUE:
        snprintf(sentence, sizeof sentence, "选项 --%s 后面不带内容", o->fault_of->name);
        break;
    case OPTION_NEEDS_VALUE:
        snprintf(sentence, sizeof sentence, "选项 --%s 后面要有内容：--%s %s", o->fault_of->name,
                 o->fault_of->name, o->fault_of->value);
        break;
    case OPTION_TOO_MANY_WORDS:
        snprintf(sentence, sizeof sentence, "一次至多写 %d 个文件或键；请分几次", OPTION_WORDS_MAX);
        break;
    case OPTION_UNKNOWN:
    case OPTION_FINE:
        snprintf(sentence, sizeof sentence, "没有 %s 这个选项", o->fault_at ? o->fault_at : "");
        break;
    }
    return bad_usage(sentence);
}

static size_t find_command(const char *name)
{
    size_t i = 0;
    while (i < COMMAND_COUNT && strcmp(commands[i].name, name) != 0) {
        i++;
    }
    return i;
}

/* 0, or EXIT_USAGE after the sentence: the site is not touched by a command that is misused. */
static int check_words(const struct command *c, size_t index)
{
    char sentence[SENTENCE_BYTES_MAX];
    for (size_t i = 0; i < SPEC_COUNT; i++) {
        if (c->options.values[i] && !is_taken(index, specs[i].name)) {
            snprintf(sentence, sizeof sentence,
                     "%s 没有 --%s 这个选项；见 noticepoint-office %s --help", commands[index].name,
                     specs[i].name, commands[index].name);
            return bad_usage(sentence);
        }
    }
    size_t count = c->options.word_count - 2;
    if (c->options.word_count < 2 || count < commands[index].words_min ||
        count > commands[index].words_max) {
        snprintf(sentence, sizeof sentence, "要写成 noticepoint-office %s %s", commands[index].name,
                 commands[index].words);
        return bad_usage(sentence);
    }
    return 0;
}

/* ---- main ---- */

static enum err set_clock(struct command *c)
{
    int64_t real_s = (int64_t)time(NULL);
    c->now_s = real_s;
    if (command_given(c, "now") &&
        civil_parse_time(text_of(command_value(c, "now")), CIVIL_OFFSET_MIN_DEFAULT, &c->now_s)) {
        return command_misused(c, "--now 要写成 2026-11-10 或 2026-11-10T08:00:00Z");
    }
    c->clock_offset_s = c->now_s - real_s;
    return OK;
}

/* There is none, or not yet. */
static bool is_without_site(size_t command)
{
    enum err (*command_run)(struct command * c) = commands[command].run;
    return command_run == command_init || command_run == command_bucket ||
           command_run == command_fleet;
}

/* The names that other programs use for the same. */
static void set_store(struct command *c)
{
    c->store.access_key = getenv("AWS_ACCESS_KEY_ID");
    c->store.secret_key = getenv("AWS_SECRET_ACCESS_KEY");
    c->store.region = getenv("AWS_REGION");
    c->store.token = getenv("AWS_SESSION_TOKEN");
}

static enum err run(struct command *c, size_t index)
{
    enum err err = set_clock(c);
    set_store(c);
    err =
        err ? err : passphrases_read(command_value(c, "passphrase-file"), &c->passphrases, &c->why);
    c->words = c->options.words + 2;
    c->word_count = c->options.word_count - 2;
    if (err || is_without_site(index)) {
        return err ? err : commands[index].run(c);
    }
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
    credentials_wipe(&c->credentials);
    if (fflush(stdout) != 0 && !err) {
        err = complain(&c->why, ERR_IO, "写不出结果");
    }
    if (err) {
        complaint_make_plain(&c->why, err);
        fprintf(stderr, "noticepoint-office: %s\n", c->why.text);
    }
    if (c->misused) {
        return EXIT_USAGE;
    }
    return err == ERR_EXISTS || err == ERR_NOT_FOUND ? EXIT_DATA : err_exit_code(err);
}

static int run_named(struct command *c)
{
    size_t index = find_command(c->options.words[0]);
    if (index == COMMAND_COUNT) {
        return bad_usage("没有这个命令");
    }
    if (command_given(c, "help")) {
        print_command_help(index);
        return 0;
    }
    int misused = check_words(c, index);
    if (misused) {
        return misused;
    }
    if (seal_start()) {
        fprintf(stderr, "noticepoint-office: 加密库不能启动\n");
        return err_exit_code(ERR_IO);
    }
    enum err err = run(c, index);
    return finish(c, err);
}

int main(int argc, char **argv)
{
    static struct command c;
    struct complaint why = {0};

    log_open("noticepoint-office");
    if (options_parse(specs, SPEC_COUNT, argc, argv, &c.options, &why)) {
        return bad_option(&c.options);
    }
    if (command_given(&c, "version")) {
        printf("noticepoint-office %s\n", NOTICEPOINT_VERSION);
        return 0;
    }
    if (c.options.word_count == 0 && command_given(&c, "help")) {
        print_help();
        return 0;
    }
    if (c.options.word_count == 0) {
        print_first_steps();
        return EXIT_USAGE;
    }
    return run_named(&c);
}
