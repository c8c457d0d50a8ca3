/* command_mail.c - what residents send: read and answer. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "inbox.h"
#include "text_file.h"

enum { ANSWER_BYTES_MAX = 8192 };

enum err command_inbox(struct command *c)
{
    return inbox_print(&c->site, command_given(c, "json"), stdout, &c->why);
}

enum err command_letter(struct command *c)
{
    struct mailbox_keys mailbox;
    if (c->word_count != 1) {
        return command_misused(c, "letter SITE ID");
    }
    enum err err = mailbox_keys_open(&c->site, &c->passphrases, &mailbox, &c->why);
    err = err ? err
              : letter_print(&c->site, text_of(c->words[0]), &mailbox, command_given(c, "json"),
                             stdout, &c->why);
    wipe(&mailbox, sizeof mailbox);
    return err ? err : command_publish_own(c);
}

static enum err answer_with(struct command *c, const struct mailbox_keys *mailbox,
                            const struct signer *office)
{
    struct text_file file;
    struct text id = text_of(c->words[0]);
    const char *path = command_value(c, "text-file"), *by = command_value(c, "by");
    if (command_given(c, "confirm")) {
        return answer_confirm(&c->site, id, mailbox, office, &c->why);
    }
    enum err err = text_file_read(path, &c->site.arena, &file, &c->why);
    if (!err && file.text.size > ANSWER_BYTES_MAX) {
        err = complain(&c->why, ERR_INVALID, "答复太长，至多 %d 个字节", ANSWER_BYTES_MAX);
    }
    if (err) {
        complaint_prefix(&c->why, "%s", path);
        return err;
    }
    if (inbox_is_opinion(&c->site, id)) {
        const char *question = command_given(c, "private") ? "" : command_value(c, "question");
        return opinion_answer(&c->site, id, text_trim(file.text), text_of(by ? by : ""), question,
                              mailbox, office, &c->why);
    }
    return letter_answer(&c->site, id, text_trim(file.text), text_of(by ? by : ""), mailbox, office,
                         &c->why);
}

enum err command_answer(struct command *c)
{
    struct mailbox_keys mailbox;
    struct signer office;
    if (c->word_count != 1 || command_given(c, "confirm") == command_given(c, "text-file")) {
        return command_misused(c, "answer SITE ID --text-file 文件，或 answer SITE ID --confirm");
    }
    enum err err = mailbox_keys_open(&c->site, &c->passphrases, &mailbox, &c->why);
    err = err ? err : command_signer(c, "office", &office);
    err = err ? err : answer_with(c, &mailbox, &office);
    wipe(&mailbox, sizeof mailbox);
    wipe(&office, sizeof office);
    if (!err) {
        printf("已答复；写信人可凭回执查看\n");
    }
    return err ? err : command_publish_own(c);
}

enum err command_grade(struct command *c)
{
    static const char *const grades[] = {"", "simple", "normal", "complex"};
    const char *note = command_value(c, "note");
    enum letter_grade grade = LETTER_SIMPLE;
    while (grade <= LETTER_COMPLEX && strcmp(c->words[1], grades[grade]) != 0) {
        grade++;
    }
    if (grade > LETTER_COMPLEX) {
        return command_misused(c, "grade SITE ID simple|normal|complex [--note 原因]");
    }
    enum err err =
        inbox_grade(&c->site, text_of(c->words[0]), grade, text_of(note ? note : ""), &c->why);
    if (!err) {
        printf("%s\t已分级；写信人会看到\n", c->words[0]);
    }
    return err ? err : command_publish_own(c);
}

enum err command_mailbox(struct command *c)
{
    return inbox_month(&c->site, text_of(c->words[0]), command_given(c, "draft"),
                       command_given(c, "json"), stdout, &c->why);
}
