/* command_line.c - what leaves the office by other ways than its own server. */
#include <stdio.h>

#include "carry.h"
#include "command.h"
#include "mirror.h"

enum err command_mirror(struct command *c)
{
    return mirror_run(&c->site, c->words[0], stdout, &c->why);
}

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
    return err;
}

enum err command_stick(struct command *c)
{
    struct intake intake;
    struct carried carried;
    enum err err = intake_open(c, &intake);
    if (!err && !intake.publisher.has_office) {
        fprintf(stderr, "居委会签字钥匙没有打开：信收下了，回执下次再给\n");
    }
    err = err ? err : carry_run(&intake, c->words[0], &carried, stdout, &c->why);
    wipe(&intake, sizeof intake);
    return err;
}
