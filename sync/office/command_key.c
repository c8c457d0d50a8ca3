/* command_key.c - the office's keys: who has which, paper, and what is done when one is lost or
 * changes hands. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "key_renewal.h"
#include "key_sheet.h"
#include "mailbox_keys.h"
#include "text_file.h"

enum { SHEET_FILE_BYTES_MAX = 1024 };

/* The name beside a role's key in the root. */
static struct text holder_of(const struct root *root, const char *role)
{
    for (enum role r = ROLE_OFFICE; r < ROLES; r++) {
        if (strcmp(role, role_name(r)) == 0) {
            return root->roles[r].holders[0];
        }
    }
    return strncmp(role, "root-", 5) == 0 ? root->roles[ROLE_ROOT].holders[role[5] - '1']
                                          : (struct text){0};
}

static enum err list(struct command *c)
{
    for (size_t i = 0; i < KEY_ROLES; i++) {
        char part[64], path[FILE_PATH_BYTES_MAX];
        struct key_file info = {.open = false};
        snprintf(part, sizeof part, "keys/%s.key", key_roles[i]);
        enum err err = site_path(&c->site, part, path);
        if (err) {
            return err;
        }
        bool here = file_exists(path);
        err = here ? key_file_look(path, &info, &c->why) : OK;
        if (err) {
            return err;
        }
        struct text holder = holder_of(&c->site.root, key_roles[i]);
        printf("%s\t%s\t%.*s\t%s\n", key_roles[i], key_role_words(key_roles[i]), TEXT_ARG(holder),
               !here       ? "不在这台电脑上"
               : info.open ? "在这里，没有口令（演示）"
                           : "在这里，有口令");
    }
    return OK;
}

static enum err restore(struct command *c, const char *role)
{
    struct text_file file;
    const char *path = command_value(c, "text-file");
    if (!path) {
        return command_misused(c, "key SITE restore 角色 --text-file 文件");
    }
    enum err err = text_file_read(path, &c->site.arena, &file, &c->why);
    if (!err && file.text.size > SHEET_FILE_BYTES_MAX) {
        err = complain(&c->why, ERR_INVALID, "%s 太长：只抄备份单上的两行", path);
    }
    err = err ? err : key_sheet_restore(&c->site, role, file.text, &c->passphrases, &c->why);
    if (!err) {
        printf("%s（%s）恢复了；请把 %s 删掉\n", key_role_words(role), role, path);
    }
    return err;
}

static enum err resign(struct command *c)
{
    struct signer signer;
    const char *as = command_value(c, "as");
    if (!as || (strcmp(as, "office") != 0 && strcmp(as, "supervision") != 0)) {
        return command_misused(c, "key SITE resign --as office（或 supervision）");
    }
    enum role role = strcmp(as, "office") == 0 ? ROLE_OFFICE : ROLE_SUPERVISION;
    enum err err = command_signer(c, as, &signer);
    err = err ? err : renewal_resign(&c->site, role, &signer, stdout, &c->why);
    wipe(&signer, sizeof signer);
    return err;
}

static enum err renew(struct command *c)
{
    const struct renewal_wish wish = {.roles = c->words + 1,
                                      .count = c->word_count - 1,
                                      .holder = command_value(c, "holder"),
                                      .mailbox_lost = command_given(c, "lost"),
                                      .passphrases = &c->passphrases};
    return renewal_propose(&c->site, &wish, stdout, &c->why);
}

/* The old mailbox keys: what is sealed to them, and their end. */
static enum err retire(struct command *c)
{
    struct mailbox_keys keys;
    enum err err = mailbox_keys_open(&c->site, &c->passphrases, &keys, &c->why);
    err = err ? err : mailbox_keys_retire(&c->site, &keys, stdout, &c->why);
    wipe(&keys, sizeof keys);
    return err;
}

enum err command_key(struct command *c)
{
    const char *verb = c->words[0], *role = c->word_count == 2 ? c->words[1] : NULL;
    struct passphrases *p = &c->passphrases;
    if (strcmp(verb, "list") == 0 && c->word_count == 1) {
        return list(c);
    }
    if (strcmp(verb, "sheet") == 0 && role) {
        return key_sheet_print(&c->site, role, p, stdout, &c->why);
    }
    if (strcmp(verb, "restore") == 0 && role) {
        return restore(c, role);
    }
    if (strcmp(verb, "renew") == 0 && c->word_count >= 2) {
        return renew(c);
    }
    if (strcmp(verb, "retire") == 0 && c->word_count == 1) {
        return retire(c);
    }
    if (strcmp(verb, "agree") == 0 && role) {
        return renewal_agree(&c->site, role, p, stdout, &c->why);
    }
    if (strcmp(verb, "take") == 0 && c->word_count == 1) {
        return renewal_take(&c->site, stdout, &c->why);
    }
    if (strcmp(verb, "drop") == 0 && c->word_count == 1) {
        return renewal_drop(&c->site, stdout, &c->why);
    }
    if (strcmp(verb, "resign") == 0 && c->word_count == 1) {
        return resign(c);
    }
    return command_misused(
        c, "key SITE list | sheet 角色 | restore 角色 --text-file 文件 | renew 角色… "
           "[--holder 姓名] [--lost] | agree root-1 | take | drop | resign --as 角色 | retire");
}
