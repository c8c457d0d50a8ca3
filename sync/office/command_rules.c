/* command_rules.c - what the regulation asks: the rules themselves, what is due, meetings, books.
 */
#include <stdio.h>
#include <string.h>

#include "agenda.h"
#include "book_print.h"
#include "command.h"
#include "due_print.h"
#include "forms_print.h"
#include "policy_edit.h"
#include "sheet.h"
#include "volumes.h"

enum err command_policy(struct command *c)
{
    const char *act = c->word_count > 0 ? c->words[0] : "show";
    if (c->word_count <= 1 && strcmp(act, "show") == 0) {
        return policy_print(&c->site, false, command_given(c, "json"), stdout, &c->why);
    }
    if (c->word_count == 1 && strcmp(act, "conflicts") == 0) {
        return policy_print(&c->site, true, command_given(c, "json"), stdout, &c->why);
    }
    if (c->word_count == 2 && strcmp(act, "preset") == 0) {
        return policy_use_preset(&c->site, c->words[1], stdout, &c->why);
    }
    if (c->word_count == 3 && strcmp(act, "set") == 0) {
        const struct policy_wish wish = {.name = c->words[1],
                                         .value = c->words[2],
                                         .article = command_value(c, "article"),
                                         .verified = command_given(c, "verified")};
        return policy_set(&c->site, &wish, stdout, &c->why);
    }
    return command_misused(c, "policy SITE [conflicts]，policy SITE set 名称 值 [--article 条文] "
                              "[--verified]，或 policy SITE preset seed|law");
}

enum err command_due(struct command *c)
{
    int32_t day = 0;
    enum err err = command_day(c, &day);
    return err ? err : due_print(&c->site, day, command_given(c, "json"), stdout, &c->why);
}

enum err command_meeting(struct command *c)
{
    int32_t day = 0;
    enum err err = command_day(c, &day);
    return err ? err
               : meeting_print(&c->site, text_of(c->words[0]), day, command_given(c, "json"),
                               stdout, &c->why);
}

enum err command_agenda(struct command *c)
{
    int32_t day = 0;
    struct mailbox_keys mailbox;
    enum agenda_form form = command_given(c, "all")       ? AGENDA_ALL
                            : command_given(c, "persons") ? AGENDA_PEOPLE
                                                          : AGENDA_MONDAY;
    enum err err = command_day(c, &day);
    bool open = !err && key_is_ready(c->site.folder, "mailbox", &c->passphrases);
    err = err || !open ? err : mailbox_keys_open(&c->site, &c->passphrases, &mailbox, &c->why);
    if (!err && !open) {
        fprintf(stderr, "信箱钥匙（mailbox）没有打开：登记簿里的事没有算进去\n");
    }
    err = err ? err
              : agenda_print(&c->site, day, form, open ? &mailbox : NULL, command_given(c, "json"),
                             stdout, &c->why);
    wipe(&mailbox, sizeof mailbox);
    return err;
}

enum err command_book(struct command *c)
{
    struct mailbox_keys mailbox;
    enum err err = mailbox_keys_open(&c->site, &c->passphrases, &mailbox, &c->why);
    err = err ? err
              : book_print(&c->site, text_of(c->words[0]), &mailbox, command_given(c, "json"),
                           stdout, &c->why);
    wipe(&mailbox, sizeof mailbox);
    return err;
}

static struct text month_word(const struct command *c)
{
    return text_of(c->word_count > 0 ? c->words[0] : "");
}

enum err command_sheet(struct command *c)
{
    struct sheet_wish wish = {.month = month_word(c), .lines = command_given(c, "lines")};
    enum err err = command_given(c, "on") ? command_day(c, &wish.on) : OK;
    return err ? err : sheet_print(&c->site, &wish, command_given(c, "json"), stdout, &c->why);
}

enum err command_changes(struct command *c)
{
    return changes_print(&c->site, month_word(c), command_given(c, "json"), stdout, &c->why);
}

enum err command_forms(struct command *c)
{
    int32_t on[FORM_COUNT] = {0};
    bool ticks = command_given(c, "note");
    for (int form = FORM_BOARD; form < FORM_COUNT; form++) {
        const char *day = command_value(c, form_id((enum form)form));
        if (day && civil_parse_date(text_of(day), &on[form])) {
            return command_misused(c, "日期要写成 2026-11-10，而且要有这一天");
        }
        ticks = ticks || day;
    }
    struct text key = text_of(c->words[0]);
    return ticks ? forms_tick(&c->site, key, on, command_value(c, "note"), stdout, &c->why)
                 : forms_print(&c->site, key, command_given(c, "json"), stdout, &c->why);
}

static enum err parse_year(struct command *c, int *year)
{
    uint64_t number = 0;
    if (text_parse_uint(text_of(c->words[0]), CIVIL_YEAR_MAX, &number)) {
        return command_misused(c, "年份要写成 2026");
    }
    *year = (int)number;
    return OK;
}

enum err command_archive(struct command *c)
{
    int year = 0;
    enum err err = c->word_count > 0 ? parse_year(c, &year) : OK;
    return err ? err : volumes_print(&c->site, year, command_given(c, "json"), stdout, &c->why);
}

enum err command_delete(struct command *c)
{
    int year = 0;
    if (!command_given(c, "by") || !command_given(c, "approver") || !command_given(c, "reason")) {
        return command_misused(c, "delete SITE 年份 --by 经办人 --approver 批准人 --reason 原因");
    }
    enum err err = parse_year(c, &year);
    const struct purge_act act = {
        .on = civil_day_at(c->now_s, CIVIL_OFFSET_MIN_DEFAULT),
        .by = text_of(command_value(c, "by")),
        .approver = text_of(command_value(c, "approver")),
        .reason = text_of(command_value(c, "reason")),
    };
    return err ? err : volume_delete(&c->site, year, &act, stdout, &c->why);
}
