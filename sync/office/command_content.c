/* command_content.c - what the office publishes: import, sign, publish, look. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "fleet.h"
#include "import.h"
#include "readiness.h"
#include "show.h"
#include "signing.h"
#include "withdraw.h"

enum err command_import(struct command *c)
{
    if (c->word_count == 0) {
        return command_misused(c, "import SITE 后面要有文件");
    }
    return import_run(&c->site, c->words, c->word_count, command_value(c, "correction"), stdout,
                      &c->why);
}

enum err command_sign(struct command *c)
{
    struct signer signer;
    const char *as = command_value(c, "as");
    struct sign_job job = {.signer = &signer, .passphrases = &c->passphrases, .keys = c->words};
    if (!as || (strcmp(as, "office") != 0 && strcmp(as, "supervision") != 0)) {
        return command_misused(c, "sign 需要 --as office 或 --as supervision");
    }
    if ((c->word_count == 0) != command_given(c, "all")) {
        return command_misused(c, "sign 后面写要签的键，或写 --all");
    }
    job.role = strcmp(as, "office") == 0 ? ROLE_OFFICE : ROLE_SUPERVISION;
    job.count = c->word_count;
    enum err err = command_signer(c, as, &signer);
    err = err ? err : sign_run(&c->site, &job, stdout, &c->why);
    wipe(&signer, sizeof signer);
    return err || !command_given(c, "publish") ? err : command_publish(c);
}

enum err command_publish(struct command *c)
{
    struct publisher p;
    enum err err = command_publisher(c, &p);
    p.hold = command_given(c, "hold");
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

enum err command_list(struct command *c)
{
    return show_list(&c->site, command_given(c, "all"), command_given(c, "json"), stdout, &c->why);
}

enum err command_show(struct command *c)
{
    return c->word_count != 1 ? command_misused(c, "show SITE KEY")
                              : show_record(&c->site, text_of(c->words[0]),
                                            command_given(c, "json"), stdout, &c->why);
}

enum err command_export(struct command *c)
{
    return c->word_count != 1 ? command_misused(c, "export SITE KEY")
                              : show_export(&c->site, text_of(c->words[0]),
                                            command_given(c, "ledger"), stdout, &c->why);
}

enum err command_withdraw(struct command *c)
{
    if (c->word_count != 1 || !command_given(c, "reason")) {
        return command_misused(c, "withdraw SITE KEY --reason 原因");
    }
    return withdraw_run(&c->site, text_of(c->words[0]), command_value(c, "reason"), stdout,
                        &c->why);
}

enum err command_ready(struct command *c)
{
    return command_given(c, "json") ? readiness_json(&c->site, stdout, &c->why)
                                    : readiness_print(&c->site, READINESS_ASKED, stdout, &c->why);
}
