/* command_site.c - the office itself: founding, serving, kiosks, staff, the log of acts. */
#include <stdio.h>
#include <string.h>

#include "acts.h"
#include "command.h"
#include "enrol_text.h"
#include "fleet.h"
#include "init.h"
#include "serve.h"
#include "staff_list.h"
#include "tidy.h"

static enum err parse_cost(struct command *c, struct password_cost *cost)
{
    uint64_t kib;
    *cost = password_cost_default();
    if (!command_given(c, "argon2-kib")) {
        return OK;
    }
    if (text_parse_uint(text_of(command_value(c, "argon2-kib")), PASSWORD_MEM_KIB_MAX, &kib)) {
        return command_misused(c, "--argon2-kib 不是数");
    }
    cost->mem_kib = (uint32_t)kib;
    return password_cost_valid(*cost) ? OK : command_misused(c, "--argon2-kib 超出范围");
}

enum err command_init(struct command *c)
{
    const char *office = command_value(c, "office-holder"),
               *group = command_value(c, "supervision-holder");
    struct init_options o = {
        .folder = c->options.words[1],
        .id = command_value(c, "id"),
        .name = command_value(c, "name"),
        .term_start = command_value(c, "term-start"),
        .preset = command_value(c, "preset"),
        .first_board = command_value(c, "first-board"),
        .office_holder = office ? office : "居委会主任",
        .supervision_holder = group ? group : "监督小组组长",
        .supervision_office = command_value(c, "supervision-office"),
        .supervision_phone = command_value(c, "supervision-phone"),
        .office_phone = command_value(c, "office-phone"),
        .office_hours = command_value(c, "office-hours"),
        .responsible = command_value(c, "responsible"),
        .origin = command_value(c, "origin"),
        .plain_upload = command_given(c, "plain-upload"),
        .demo = command_given(c, "demo"),
        .passphrases = &c->passphrases,
        .now_s = c->now_s,
    };
    if (!o.id || !o.name || !o.term_start) {
        return command_misused(c, "init 需要 --id、--name 和 --term-start");
    }
    enum err err = parse_cost(c, &o.cost);
    return err ? err : init_run(&o, stdout, &c->why);
}

enum err command_serve(struct command *c)
{
    const char *listen = command_value(c, "listen");
    const struct serve_options o = {
        .listen = listen ? listen : LISTEN_DEFAULT,
        .tls_cert = command_value(c, "tls-cert"),
        .tls_key = command_value(c, "tls-key"),
        .drop = command_value(c, "drop"),
        .admit_new = command_given(c, "admit-new"),
        .passphrases = &c->passphrases,
        .clock_offset_s = c->clock_offset_s,
    };
    return serve_run(&c->site, &o, &c->why);
}

/* The word is a kiosk's id, or its offer as scanned from its screen, which is noted first. */
static enum err offer_note(struct command *c, struct txn *txn, char id[KIOSK_ID_BYTES])
{
    struct enrol_text offer;
    char ours[FINGERPRINT_CHARS + 1];
    struct text word = text_of(c->words[0]);
    if (word.size == KIOSK_ID_BYTES - 1) {
        text_copy(word, id, KIOSK_ID_BYTES);
        return OK;
    }
    enum err err = enrol_text_parse(word, &offer);
    if (err) {
        return complain(&c->why, err,
                        err == ERR_MISMATCH ? "抄错了或扫错了：编号和钥匙对不上，请再扫一次"
                                            : "这不是屏幕的编号，也不是屏幕上的二维码");
    }
    root_fingerprint(c->site.root_bytes, ours);
    if (!text_equal(text_of(offer.office), c->site.root.office)) {
        return complain(&c->why, ERR_MISMATCH, "这块屏幕认的是 %s，不是本居委会（%.*s）",
                        offer.office, TEXT_ARG(c->site.root.office));
    }
    if (strcmp(ours, offer.fingerprint) != 0) {
        return complain(&c->why, ERR_MISMATCH,
                        "不要接纳：屏幕认的指纹是 %s，本居委会是 %s。屏幕可能连到了别处，"
                        "或者根换过、屏幕还没取到新的",
                        offer.fingerprint, ours);
    }
    const struct enrol_offer noted = {.office = c->site.root.office, .pk = offer.pk};
    text_copy(text_of(offer.kiosk), id, KIOSK_ID_BYTES);
    err = fleet_offer(&c->site, txn, text_of(id), &noted);
    if (err == ERR_MISMATCH) {
        return complain(&c->why, err, "编号 %s 已经是另一块屏幕的：两块屏幕一个编号，请重新装这块",
                        id);
    }
    return err == ERR_EXISTS ? OK
           : err == ERR_FULL ? complain(&c->why, err, "待接纳的屏幕太多；请先接纳或停用一些")
                             : err;
}

static enum err admit(struct command *c, const struct signer *office, char id[KIOSK_ID_BYTES])
{
    struct txn *txn = NULL;
    enum err err = txn_begin_write(c->site.store, &txn);
    if (err) {
        return err;
    }
    err = offer_note(c, txn, id);
    err =
        err ? err
            : fleet_admit(&c->site, txn, text_of(id), command_given(c, "revoke"), office, &c->why);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

/* What kiosks tell of themselves is sealed to the mailbox key; nobody is asked for it here. */
static enum err list_fleet(struct command *c)
{
    struct mailbox_keys mailbox;
    bool open = key_is_ready(c->site.folder, "mailbox", &c->passphrases) &&
                mailbox_keys_open(&c->site, &c->passphrases, &mailbox, &c->why) == OK;

    c->why = (struct complaint){0};
    enum err err =
        fleet_print(&c->site, open ? &mailbox : NULL, command_given(c, "json"), stdout, &c->why);
    if (open) {
        wipe(&mailbox, sizeof mailbox);
    }
    return err;
}

/* The kiosk gets them sealed, with its next acknowledgement. */
static enum err grant_keys(struct command *c, struct text id)
{
    const char *path = command_value(c, "keys");
    struct credentials *keys = &c->credentials;
    struct txn *txn = NULL;
    enum err err = credentials_read(path, keys, &c->why);

    if (err) {
        return err;
    }
    if (!keys->origin[0] || keys->token[0]) {
        return complain(&c->why, ERR_INVALID,
                        "%s 里要有 origin = 取内容的地址（和规则里写的一样），不能有 token", path);
    }
    const struct grant grant = {.origin = text_of(keys->origin),
                                .access_key = text_of(keys->access_key),
                                .secret_key = text_of(keys->secret_key),
                                .region = text_of(keys->region),
                                .pin = text_of(keys->pin)};
    err = txn_begin_write(c->site.store, &txn);
    err = err ? err : fleet_grant(&c->site, txn, id, &grant, &c->why);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

/* Keys alone are no reason to admit it anew. */
static bool is_admitted(struct command *c)
{
    struct txn *txn = NULL;
    struct kiosk_state kiosk;
    size_t mark = arena_mark(&c->site.scratch);
    bool admitted = txn_begin_read(c->site.store, &txn) == OK &&
                    fleet_get(&c->site, txn, text_of(c->words[0]), &kiosk) == OK &&
                    kiosk.admitted && !kiosk.revoked;
    txn_abort(txn);
    arena_rewind(&c->site.scratch, mark);
    return admitted;
}

/* Admits or revokes it, unless all that is wanted is to hand it keys; *id is the kiosk's. */
static enum err admit_or_grant(struct command *c, const struct signer *office,
                               char id[KIOSK_ID_BYTES])
{
    bool keys = command_given(c, "keys");
    enum err err = OK;

    if (keys && is_admitted(c)) {
        text_copy(text_of(c->words[0]), id, KIOSK_ID_BYTES);
    } else {
        err = admit(c, office, id);
    }
    return err || !keys ? err : grant_keys(c, text_of(id));
}

enum err command_admit(struct command *c)
{
    struct signer office;
    struct bytes ack;
    char id[KIOSK_ID_BYTES] = "";
    if (command_given(c, "list")) {
        return list_fleet(c);
    }
    if (c->word_count != 1 || (command_given(c, "keys") && command_given(c, "revoke"))) {
        return command_misused(
            c, "admit SITE 编号或二维码的字 [--revoke] [--keys 文件]，或 admit SITE --list");
    }
    enum err err = command_signer(c, "office", &office);
    err = err ? err : admit_or_grant(c, &office, id);
    err = err ? err : command_publish_own(c);
    err = err ? err : fleet_acknowledge(&c->site, text_of(id), &office, &ack, &c->why);
    wipe(&office, sizeof office);
    if (!err) {
        printf("%s\t%s\n", id,
               command_given(c, "revoke") ? "已停用"
               : command_given(c, "keys") ? "已接纳；它的对象存储钥匙封好了，下次联系时带给它"
                                          : "已接纳");
    }
    return err;
}

enum err command_tidy(struct command *c)
{
    return tidy_run(&c->site, &c->why);
}

enum err command_staff(struct command *c)
{
    if (c->word_count == 2 && strcmp(c->words[0], "add") == 0) {
        return command_given(c, "role")
                   ? staff_add(&c->site, c->words[1], command_value(c, "role"), stdout, &c->why)
                   : command_misused(c, "staff SITE add NAME --role director|staff");
    }
    if (c->word_count == 2 && strcmp(c->words[0], "leave") == 0) {
        return staff_leave(&c->site, c->words[1], stdout, &c->why);
    }
    return command_misused(c,
                           "staff SITE add NAME --role director|staff，或 staff SITE leave NAME");
}

enum err command_log(struct command *c)
{
    return acts_print(&c->site, &c->why);
}

enum err command_fingerprint(struct command *c)
{
    char fingerprint[FINGERPRINT_CHARS + 1];
    root_fingerprint(c->site.root_bytes, fingerprint);
    printf("%s\n", fingerprint);
    return OK;
}
