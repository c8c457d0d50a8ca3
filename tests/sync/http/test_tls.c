/* Over TLS: certificate and pin, and what a doubtful clock changes. Needs the openssl command,
 * which plays the server; skipped where there is none. */
#include "support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client.h"

enum { SKIPPED = 77, PIN_BYTES = 128 };

static const char WRONG_PIN[] = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

struct tls {
    char folder[TEMP_PATH_BYTES_MAX];
    int pid;
    char origin[64], ca[TEMP_PATH_BYTES_MAX + 16], pin[PIN_BYTES];
};

static struct tls tls;

/* The first line that a shell command writes. */
static bool line_of(const char *command, char *to, int size)
{
    FILE *pipe = popen(command, "r");
    bool read = pipe && fgets(to, size, pipe) != NULL;

    to[read ? strcspn(to, "\n") : 0] = '\0';
    return pipe && pclose(pipe) == 0 && read;
}

static void keys_make(void)
{
    char command[2048];

    snprintf(command, sizeof command,
             "cd %s && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
             "-keyout key.pem -out cert.pem -days 2 -subj /CN=127.0.0.1 "
             "-addext subjectAltName=IP:127.0.0.1 2>/dev/null && echo done",
             tls.folder);
    char done[16];
    assert_true(line_of(command, done, sizeof done));
    snprintf(tls.ca, sizeof tls.ca, "%s/cert.pem", tls.folder);
    snprintf(command, sizeof command,
             "openssl x509 -in %s -pubkey -noout | openssl pkey -pubin -outform der | "
             "openssl dgst -sha256 -binary | openssl base64",
             tls.ca);
    memcpy(tls.pin, "sha256//", 8);
    assert_true(line_of(command, tls.pin + 8, PIN_BYTES - 8));
}

/* It prints "ACCEPT 127.0.0.1:<port>" as soon as it listens. */
static void server_start(void)
{
    int pipes[2];
    char line[256] = "";

    assert_int_equal(pipe(pipes), 0);
    tls.pid = fork();
    assert_true(tls.pid >= 0);
    if (tls.pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(pipes[1], STDOUT_FILENO);
        if (!freopen("/dev/null", "w", stderr)) {
            _exit(1);
        }
        close(pipes[0]);
        if (chdir(tls.folder) == 0) {
            execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-key", "key.pem",
                   "-cert", "cert.pem", "-WWW", (char *)NULL);
        }
        _exit(1);
    }
    close(pipes[1]);
    FILE *output = fdopen(pipes[0], "r");
    while (fgets(line, sizeof line, output) && strncmp(line, "ACCEPT ", 7) != 0) {
    }
    line[strcspn(line, "\n")] = '\0';
    assert_int_equal(strncmp(line, "ACCEPT 127.0.0.1:", 17), 0);
    snprintf(tls.origin, sizeof tls.origin, "https://127.0.0.1:%.8s", line + 17);
    /* Kept open: the server goes on writing there. */
}

static int group_setup(void **state)
{
    (void)state;
    temp_folder_make(tls.folder);
    keys_make();
    temp_file(tls.folder, "small", bytes_of_text("hello"));
    server_start();
    return 0;
}

static int group_teardown(void **state)
{
    (void)state;
    kill(tls.pid, SIGKILL);
    waitpid(tls.pid, NULL, 0);
    folder_remove(tls.folder);
    return 0;
}

static enum err get(const char *ca, const char *pin, bool doubtful)
{
    const struct http_options options = {.origin = tls.origin, .ca = ca, .pin = pin};
    const struct http_get request = {.path = "small", .max = 100};
    uint8_t block[4096];
    struct arena arena;
    struct http *http = NULL;
    struct http_answer answer;
    struct bytes body;
    struct complaint why;

    arena_init_over(&arena, block, sizeof block);
    assert_ok_why(http_new(&options, &http, &why), &why);
    http_doubt_clock(http, doubtful);
    enum err err = http_get_bytes(http, &request, &arena, &answer, &body, &why);
    http_free(http);
    if (!err) {
        assert_text(bytes_text(body), "hello");
    }
    return err;
}

/* The server knows no PUT and hangs up: ERR_UNAVAILABLE is what a PUT that was let through gets. */
static enum err put(const char *ca, const char *pin, bool doubtful)
{
    const struct http_options options = {.origin = tls.origin, .ca = ca, .pin = pin};
    const struct http_put request = {.path = "small", .bytes = bytes_of_text("x"), .max = 100};
    uint8_t block[4096];
    struct arena arena;
    struct http *http = NULL;
    struct http_answer answer;
    struct bytes body;
    struct complaint why;

    arena_init_over(&arena, block, sizeof block);
    assert_ok_why(http_new(&options, &http, &why), &why);
    http_doubt_clock(http, doubtful);
    enum err err = http_put(http, &request, &arena, &answer, &body, &why);
    http_free(http);
    return err;
}

static void an_unknown_certificate_is_refused(void **state)
{
    (void)state;
    assert_err(ERR_DENIED, get(NULL, NULL, false));
    assert_err(ERR_DENIED, put(NULL, NULL, false));
}

static void a_known_certificate_is_enough_without_a_pin(void **state)
{
    (void)state;
    assert_ok(get(tls.ca, NULL, false));
}

static void a_pin_is_asked_for_beside_the_certificate(void **state)
{
    (void)state;
    assert_ok(get(tls.ca, tls.pin, false));
    assert_err(ERR_DENIED, get(tls.ca, WRONG_PIN, false));
    assert_err(ERR_DENIED, get(NULL, tls.pin, false));
}

static void with_a_doubtful_clock_what_is_signed_is_read_anyway(void **state)
{
    (void)state;
    assert_ok(get(NULL, NULL, true));
    assert_ok(get(NULL, tls.pin, true));
    assert_err(ERR_DENIED, get(NULL, WRONG_PIN, true));
}

static void with_a_doubtful_clock_sending_relies_on_the_pin(void **state)
{
    (void)state;
    assert_err(ERR_DENIED, put(NULL, NULL, true));
    assert_err(ERR_DENIED, put(NULL, WRONG_PIN, true));
    assert_err(ERR_UNAVAILABLE, put(NULL, tls.pin, true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(an_unknown_certificate_is_refused),
        TEST_PLAIN(a_known_certificate_is_enough_without_a_pin),
        TEST_PLAIN(a_pin_is_asked_for_beside_the_certificate),
        TEST_PLAIN(with_a_doubtful_clock_what_is_signed_is_read_anyway),
        TEST_PLAIN(with_a_doubtful_clock_sending_relies_on_the_pin),
    };
    char version[128];

    if (!line_of("openssl version 2>/dev/null", version, sizeof version)) {
        printf("SKIPPED: there is no openssl command to play the server\n");
        return SKIPPED;
    }
    return cmocka_run_group_tests_name("http.tls", tests, group_setup, group_teardown);
}
