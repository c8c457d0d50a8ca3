/* command.c - see command.h. */
#include "command.h"

#include <stdio.h>

const char *command_value(const struct command *c, const char *name)
{
    return option_value(&c->options, name);
}

bool command_given(const struct command *c, const char *name)
{
    return option_given(&c->options, name);
}

enum err command_misused(struct command *c, const char *sentence)
{
    c->misused = true;
    return complain(&c->why, ERR_INVALID, "%s", sentence);
}

/* In the community's civil time, whatever the machine's is. */
static enum err today(struct command *c, int32_t *day)
{
    struct policy policy;
    struct calendar calendar;
    struct txn *txn = NULL;
    enum err err = txn_begin_read(c->site.store, &txn);
    err = err ? err : site_policy(&c->site, txn, &policy, &calendar, &c->why);
    txn_abort(txn);
    *day = err ? 0 : civil_day_at(c->now_s, calendar.offset_min);
    return err;
}

enum err command_day(struct command *c, int32_t *day)
{
    if (!command_given(c, "on")) {
        return today(c, day);
    }
    if (civil_parse_date(text_of(command_value(c, "on")), day)) {
        return command_misused(c, "--on 要写成 2026-11-10，而且要有这一天");
    }
    return OK;
}

enum err command_signer(struct command *c, const char *role, struct signer *signer)
{
    return key_signer(c->site.folder, role, &c->passphrases, signer, &c->why);
}

enum err command_publisher(struct command *c, struct publisher *p)
{
    *p = (struct publisher){0};
    enum err err = command_signer(c, "head", &p->head);
    if (!err && key_is_ready(c->site.folder, "office", &c->passphrases)) {
        err = command_signer(c, "office", &p->office);
        p->has_office = !err;
    }
    return err;
}

enum err command_publish_own(struct command *c)
{
    struct publisher p;
    if (!key_is_ready(c->site.folder, "head", &c->passphrases)) {
        fprintf(stderr, "发布钥匙（head）没有打开：下次 publish 时公布\n");
        return OK;
    }
    enum err err = command_publisher(c, &p);
    err = err ? err : publish_run(&c->site, &p, PUBLISH_OWN, NULL, &c->why);
    wipe(&p, sizeof p);
    return err;
}
