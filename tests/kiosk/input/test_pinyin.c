/* Pinyin comes from a child process that may hang, die or talk nonsense without doing harm, that
 * can open no file and no connection, and that is gone with the letter. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pinyin.h"
#include "support.h"

enum { WAIT_MS = 20000, STEP_MS = 2 };

static struct input_answer answer;
static uint32_t serial;

static bool installed(void)
{
    return access(PINYIN_PROGRAM, X_OK) == 0;
}

static void ask(struct input_engine *engine, enum query_kind kind, enum pinyin_scheme scheme,
                const char *keys, size_t pick)
{
    struct input_query query = {
        .kind = kind, .serial = ++serial, .scheme = scheme, .pick = pick, .count = 7};

    query.keys_size = strlen(keys);
    memcpy(query.keys, keys, query.keys_size);
    assert_true(engine->ask(engine->self, &query, 0));
}

/* The engine's time stands, ours passes: it is not thought to hang. */
static void await(struct input_engine *engine)
{
    for (int waited = 0; !engine->take(engine->self, &answer, 0); waited += STEP_MS) {
        assert_true(waited < WAIT_MS);
        usleep(STEP_MS * 1000);
    }
    assert_int_equal(answer.serial, serial);
}

static struct text candidate(size_t index)
{
    assert_true(index < answer.count);
    return (struct text){answer.candidates[index].text, answer.candidates[index].size};
}

static bool offers(const char *word)
{
    for (size_t i = 0; i < answer.count; i++) {
        if (text_is(candidate(i), word)) {
            return true;
        }
    }
    return false;
}

static void letters_become_words(void **state)
{
    struct pinyin *pinyin = pinyin_new(PINYIN_PROGRAM, INPUT_FOLDER "/pinyin");
    struct input_engine engine = pinyin_engine(pinyin);

    (void)state;
    if (!installed()) {
        skip();
    }
    ask(&engine, QUERY_KEYS, SCHEME_FULL, "dianti", 0);
    await(&engine);
    assert_text(candidate(0), "电梯");
    assert_true(answer.more);
    ask(&engine, QUERY_KEYS, SCHEME_FULL, "wanggeyuan", 0); /* of the list of local words */
    await(&engine);
    assert_text(candidate(0), "网格员");
    ask(&engine, QUERY_KEYS, SCHEME_FULL, "lanjing", 0);
    await(&engine);
    assert_false(offers("南京"));
    ask(&engine, QUERY_KEYS, SCHEME_FUZZY, "lanjing", 0); /* n and l alike */
    await(&engine);
    assert_true(offers("南京"));
    ask(&engine, QUERY_KEYS, SCHEME_NINE, "342684", 0);
    await(&engine);
    assert_true(offers("电梯"));
    pinyin_free(pinyin);
}

static void a_pick_settles_its_part_and_leaves_the_rest(void **state)
{
    struct pinyin *pinyin = pinyin_new(PINYIN_PROGRAM, INPUT_FOLDER "/pinyin");
    struct input_engine engine = pinyin_engine(pinyin);

    (void)state;
    if (!installed()) {
        skip();
    }
    ask(&engine, QUERY_KEYS, SCHEME_FULL, "diantihuaile", 0);
    await(&engine);
    size_t pick = 0;
    while (!text_is(candidate(pick), "电梯")) {
        pick++;
    }
    ask(&engine, QUERY_PICK, SCHEME_FULL, "diantihuaile", pick);
    await(&engine);
    assert_text(((struct text){answer.commit.text, answer.commit.size}), "电梯");
    assert_memory_equal(answer.rest, "huai", 4);
    assert_text(candidate(0), "坏了");
    ask(&engine, QUERY_PICK, SCHEME_FULL, "huaile", 0);
    await(&engine);
    assert_text(((struct text){answer.commit.text, answer.commit.size}), "坏了");
    assert_int_equal(answer.rest_size, 0);
    pinyin_free(pinyin);
}

static void picking_often_does_not_change_the_order(void **state)
{
    struct pinyin *pinyin = pinyin_new(PINYIN_PROGRAM, INPUT_FOLDER "/pinyin");
    struct input_engine engine = pinyin_engine(pinyin);
    struct input_answer before;

    (void)state;
    if (!installed()) {
        skip();
    }
    ask(&engine, QUERY_KEYS, SCHEME_FULL, "shi", 0);
    await(&engine);
    before = answer;
    for (int i = 0; i < 20; i++) {
        ask(&engine, QUERY_PICK, SCHEME_FULL, "shi", 5);
        await(&engine);
    }
    ask(&engine, QUERY_KEYS, SCHEME_FULL, "shi", 0);
    await(&engine);
    for (size_t i = 0; i < before.count; i++) {
        assert_int_equal(answer.candidates[i].size, before.candidates[i].size);
        assert_memory_equal(answer.candidates[i].text, before.candidates[i].text,
                            before.candidates[i].size);
    }
    pinyin_free(pinyin);
}

static bool status_says(int pid, const char *line)
{
    char path[64], status[8192];

    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t size = fread(status, 1, sizeof status - 1, file);
    fclose(file);
    status[size] = 0;
    return strstr(status, line) != NULL;
}

static void the_child_is_filtered_and_gone_when_left(void **state)
{
    struct pinyin *pinyin = pinyin_new(PINYIN_PROGRAM, INPUT_FOLDER "/pinyin");
    struct input_engine engine = pinyin_engine(pinyin);

    (void)state;
    if (!installed()) {
        skip();
    }
    assert_int_equal(pinyin_child(pinyin), 0); /* not before the first key */
    ask(&engine, QUERY_KEYS, SCHEME_FULL, "ni", 0);
    await(&engine);
    int pid = pinyin_child(pinyin);
    assert_true(pid > 0);
    assert_true(status_says(pid, "Seccomp:\t2"));
    assert_true(status_says(pid, "NoNewPrivs:\t1"));
    engine.leave(engine.self);
    assert_int_equal(pinyin_child(pinyin), 0);
    assert_int_equal(kill(pid, 0), -1);
    assert_int_equal(errno, ESRCH);
    ask(&engine, QUERY_KEYS, SCHEME_FULL, "hao", 0); /* the next resident gets a new one */
    await(&engine);
    assert_text(candidate(0), "好");
    pinyin_free(pinyin);
}

static void a_killed_child_is_replaced_and_the_question_asked_again(void **state)
{
    struct pinyin *pinyin = pinyin_new(PINYIN_PROGRAM, INPUT_FOLDER "/pinyin");
    struct input_engine engine = pinyin_engine(pinyin);

    (void)state;
    if (!installed()) {
        skip();
    }
    ask(&engine, QUERY_KEYS, SCHEME_FULL, "hao", 0);
    await(&engine);
    int pid = pinyin_child(pinyin);
    assert_true(pid > 0); /* 0 would be all of our own */
    kill(pid, SIGKILL);
    ask(&engine, QUERY_KEYS, SCHEME_FULL, "haoren", 0);
    await(&engine);
    assert_false(answer.failed);
    assert_text(candidate(0), "好人");
    assert_int_not_equal(pinyin_child(pinyin), pid);
    pinyin_free(pinyin);
}

/* A program that is no engine. */
static const char *impostor(const char *folder, const char *script)
{
    const char *path = temp_path(folder, "engine");

    temp_file(folder, "engine", bytes_of_text(script));
    assert_int_equal(chmod(path, 0700), 0);
    return path;
}

static void given_up(const char *program, int64_t now_ms)
{
    struct pinyin *pinyin = pinyin_new(program, "/nowhere");
    struct input_engine engine = pinyin_engine(pinyin);
    int waited = 0;

    ask(&engine, QUERY_KEYS, SCHEME_FULL, "hao", 0);
    while (!engine.take(engine.self, &answer, now_ms)) {
        assert_true(waited < WAIT_MS);
        waited += STEP_MS;
        usleep(STEP_MS * 1000);
        now_ms += now_ms ? PINYIN_START_MS : 0; /* time flies where the engine hangs */
    }
    assert_true(answer.failed);
    assert_int_equal(answer.serial, serial);
    assert_int_equal(pinyin_child(pinyin), 0);
    const struct input_query again = {.kind = QUERY_KEYS, .serial = ++serial};
    assert_false(engine.ask(engine.self, &again, now_ms)); /* left alone for this resident */
    pinyin_free(pinyin);
}

static void an_engine_that_dies_hangs_or_babbles_is_given_up(void **state)
{
    given_up(impostor(*state, "#!/bin/sh\nexit 1\n"), 0);
    given_up(impostor(*state, "#!/bin/sh\nexec sleep 1000\n"), PINYIN_START_MS);
    given_up(impostor(*state, "#!/bin/sh\necho 'this is no message at all'\nexec sleep 1000\n"), 0);
    given_up(impostor(*state, "#!/bin/sh\nexec cat /dev/zero\n"), 0);
}

static void without_the_program_a_question_is_refused_at_once(void **state)
{
    struct pinyin *pinyin = pinyin_new("/nowhere/noticepoint-pinyin", "/nowhere");
    struct input_engine engine = pinyin_engine(pinyin);
    const struct input_query query = {.kind = QUERY_KEYS, .serial = 1};

    (void)state;
    assert_false(engine.ask(engine.self, &query, 0));
    pinyin_free(pinyin);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(letters_become_words),
        TEST_PLAIN(a_pick_settles_its_part_and_leaves_the_rest),
        TEST_PLAIN(picking_often_does_not_change_the_order),
        TEST_PLAIN(the_child_is_filtered_and_gone_when_left),
        TEST_PLAIN(a_killed_child_is_replaced_and_the_question_asked_again),
        TEST(an_engine_that_dies_hangs_or_babbles_is_given_up, temp_folder),
        TEST_PLAIN(without_the_program_a_question_is_refused_at_once),
    };
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests_name("pinyin", tests, NULL, NULL);
}
