/* pinyin_main.c - noticepoint-pinyin: keys in on standard input, words out on standard output.
 *
 * Started by the kiosk for one resident and ended with the letter. It loads its dictionary, gives
 * up files, network and new processes for good (sandbox.h), and then answers until its input ends.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "pinyin_wire.h"
#include "rime.h"
#include "sandbox.h"

/* False: the other side is gone. */
static bool read_whole(uint8_t *to, size_t size)
{
    for (size_t got = 0; got < size;) {
        ssize_t part = read(STDIN_FILENO, to + got, size - got);
        if (part <= 0) {
            return false;
        }
        got += (size_t)part;
    }
    return true;
}

static bool write_whole(const struct pinyin_message *message)
{
    return write(STDOUT_FILENO, message->data, message->size) == (ssize_t)message->size;
}

/* Fewer candidates than wanted are better than none. */
static bool answer_fits(struct input_answer *answer, struct pinyin_message *message)
{
    while (pinyin_answer_encode(answer, message)) {
        if (answer->count == 0) {
            return false;
        }
        answer->count--;
        answer->more = true;
    }
    return true;
}

/* One question and its answer. False: the end. */
static bool serve(struct rime *rime)
{
    static struct pinyin_message message;
    static struct input_query query;
    static struct input_answer answer;

    if (!read_whole(message.data, PINYIN_LENGTH_BYTES)) {
        return false;
    }
    size_t size = pinyin_body_size(message.data);
    if (size == 0 || !read_whole(message.data, size) ||
        pinyin_query_decode(bytes_of(message.data, size), &query)) {
        return false;
    }
    memset(&answer, 0, sizeof answer);
    rime_answer(rime, &query, &answer);
    return answer_fits(&answer, &message) && write_whole(&message);
}

int main(int argc, char **argv)
{
    struct rime *rime = NULL;
    struct complaint why = {0};

    log_open("noticepoint-pinyin");
    if (argc != 2) {
        fprintf(stderr, "Usage: noticepoint-pinyin FOLDER\n"
                        "Started by noticepoint-kiosk; it speaks a binary protocol.\n");
        return EXIT_USAGE;
    }
    sandbox_before();
    enum err err = rime_open(argv[1], &rime, &why);
    if (!err) {
        err = sandbox_enter(&why);
    }
    if (err) {
        log_error("%s", why.text[0] ? why.text : err_name(err));
        return err_exit_code(err);
    }
    while (serve(rime)) {
    }
    _exit(0); /* what is left of a resident's words goes with the memory */
}
