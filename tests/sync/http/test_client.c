/* Whatever a server answers, the client takes no more than it may, and sends no more than it must.
 */
#include "web_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"

#define OK_HEAD "HTTP/1.1 200 OK\r\n"

static char large_header[40 * 1024];

static struct served served[] = {
    {.path = "/small", .answer = OK_HEAD "ETag: \"abc\"\r\nContent-Length: 5\r\n\r\nhello"},
    {.path = "/unmodified", .answer = "HTTP/1.1 304 Not Modified\r\nETag: \"abc\"\r\n\r\n"},
    {.path = "/declared", .answer = OK_HEAD "Content-Length: 1000000\r\n\r\nxxxx"},
    {.path = "/endless", .answer = OK_HEAD "Transfer-Encoding: chunked\r\n\r\n", .endless = true},
    {.path = "/cut", .answer = OK_HEAD "Content-Length: 100\r\nConnection: close\r\n\r\nhalf"},
    {.path = "/cut-amid-a-header", .answer = OK_HEAD "Connection: close\r\nContent-Len"},
    {.path = "/cut-behind-a-header",
     .answer = OK_HEAD "Connection: close\r\nContent-Length: 100\r\n"},
    {.path = "/cut-before-the-length", .answer = OK_HEAD "Connection: close\r\n"},
    {.path = "/cut-unmodified", .answer = "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n"},
    {.path = "/redirect",
     .answer = "HTTP/1.1 302 Found\r\nLocation: /small\r\nContent-Length: 0\r\n\r\n"},
    {.path = "/file",
     .answer = "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"},
    {.path = "/gzip", .answer = OK_HEAD "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nzzzzz"},
    {.path = "/part",
     .answer = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 3-4/5\r\n"
               "Content-Length: 2\r\n\r\nlo"},
    {.path = "/wrongpart",
     .answer = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/5\r\n"
               "Content-Length: 5\r\n\r\nhello"},
    {.path = "/nopart",
     .answer = "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n"},
    {.path = "/busy",
     .answer = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 999999999\r\n"
               "Content-Length: 0\r\n\r\n"},
    {.path = "/soon",
     .answer = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"},
    {.path = "/rubbish", .answer = "220 smtp.example.org ESMTP ready; Connection: close\r\n"},
    {.path = "/silent", .answer = "", .silent = true},
    {.path = "/headers", .answer = large_header},
};

struct line {
    struct web_server server;
    struct http *http;
    struct http_options options;
    struct arena arena;
    struct complaint why;
};

static volatile sig_atomic_t stop;

static int line_setup(void **state)
{
    struct line *line = calloc(1, sizeof *line);

    assert_non_null(line);
    char *to = large_header + sprintf(large_header, OK_HEAD "Content-Length: 0\r\n");
    while (to + 64 < large_header + sizeof large_header) {
        to += sprintf(to, "X-Filler: 0123456789012345678901234567890123456789\r\n");
    }
    sprintf(to, "\r\n");
    stop = 0;
    web_server_begin(&line->server, served, sizeof served / sizeof served[0]);
    line->options = (struct http_options){.origin = line->server.origin, .stop = &stop};
    assert_ok(arena_init(&line->arena, 1024 * 1024));
    assert_ok_why(http_new(&line->options, &line->http, &line->why), &line->why);
    *state = line;
    return 0;
}

static int line_teardown(void **state)
{
    struct line *line = *state;

    http_free(line->http);
    web_server_end(&line->server);
    arena_deinit(&line->arena);
    free(line);
    return 0;
}

static enum err get(struct line *line, const char *path, struct http_answer *answer,
                    struct bytes *body)
{
    const struct http_get request = {.path = path, .max = 64 * 1024};
    return http_get_bytes(line->http, &request, &line->arena, answer, body, &line->why);
}

static void a_body_comes_with_its_status_and_etag(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;

    assert_ok_why(get(line, "small", &answer, &body), &line->why);
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.etag, "\"abc\"");
    assert_text(bytes_text(body), "hello");
}

static void a_request_has_no_header_that_is_not_needed(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;
    char expected[256];
    const struct http_get request = {.path = "echo", .etag = "\"abc\"", .max = 4096};

    assert_ok(http_get_bytes(line->http, &request, &line->arena, &answer, &body, &line->why));
    snprintf(expected, sizeof expected,
             "GET /echo HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nIf-None-Match: \"abc\"\r\n\r\n",
             line->server.port);
    assert_text(bytes_text(body), expected);
}

static void not_modified_has_no_body(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;

    assert_ok(get(line, "unmodified", &answer, &body));
    assert_int_equal(answer.status, 304);
    assert_int_equal(body.size, 0);
}

static void a_missing_file_is_an_answer_without_a_body(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;

    assert_ok(get(line, "nowhere", &answer, &body));
    assert_int_equal(answer.status, 404);
    assert_int_equal(body.size, 0);
}

static void a_body_over_the_limit_ends_whatever_it_declares(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;

    assert_err(ERR_FULL, get(line, "declared", &answer, &body));
    assert_says(&line->why, "larger than it may be");
    assert_err(ERR_FULL, get(line, "endless", &answer, &body));
    assert_err(ERR_FULL, get(line, "headers", &answer, &body));
}

static void a_cut_body_is_no_body(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;
    size_t used = arena_mark(&line->arena);

    assert_err(ERR_UNAVAILABLE, get(line, "cut", &answer, &body));
    assert_err(ERR_UNAVAILABLE, get(line, "silent", &answer, &body));
    assert_int_equal(arena_mark(&line->arena), used);
}

/* curl takes it for an answer without a body; a carrier would be blamed for the line. */
static void an_answer_cut_in_its_headers_is_no_answer(void **state)
{
    static const char *const paths[] = {"cut-amid-a-header", "cut-behind-a-header",
                                        "cut-before-the-length", "cut-unmodified"};
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;
    size_t used = arena_mark(&line->arena);

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        assert_err(ERR_UNAVAILABLE, get(line, paths[i], &answer, &body));
        assert_int_equal(answer.status, 0);
        assert_int_equal(arena_mark(&line->arena), used);
    }
}

static void redirects_are_answers_and_not_followed(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;

    assert_ok(get(line, "redirect", &answer, &body));
    assert_int_equal(answer.status, 302);
    assert_ok(get(line, "file", &answer, &body));
    assert_int_equal(answer.status, 302);
}

static void nothing_is_inflated(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;

    assert_ok(get(line, "gzip", &answer, &body));
    assert_text(bytes_text(body), "zzzzz");
}

static enum err get_rest(struct line *line, const char *path, struct http_answer *answer,
                         struct bytes *body)
{
    const struct http_get request = {.path = path, .from = 3, .max = 100};
    return http_get_bytes(line->http, &request, &line->arena, answer, body, &line->why);
}

static void the_rest_of_a_file_is_the_part_asked_for(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;

    assert_ok_why(get_rest(line, "part", &answer, &body), &line->why);
    assert_int_equal(answer.status, 206);
    assert_text(bytes_text(body), "lo");
    assert_err(ERR_MISMATCH, get_rest(line, "wrongpart", &answer, &body));
    assert_err(ERR_MISMATCH, get_rest(line, "small", &answer, &body)); /* a server without ranges */
    assert_ok(get_rest(line, "nopart", &answer, &body));
    assert_int_equal(answer.status, 416);
}

static void later_is_capped_at_an_hour(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;

    assert_ok(get(line, "busy", &answer, &body));
    assert_int_equal(answer.status, 429);
    assert_int_equal(answer.retry_after_s, 3600);
    assert_ok(get(line, "soon", &answer, &body));
    assert_int_equal(answer.retry_after_s, 7);
}

static void what_is_not_http_is_refused(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;

    assert_err(ERR_INVALID, get(line, "rubbish", &answer, &body));
}

static void one_connection_serves_many_requests(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;

    for (int i = 0; i < 3; i++) {
        assert_ok(get(line, "connection", &answer, &body));
        assert_text(bytes_text(body), "1");
        const struct http_put put = {.path = "connection", .bytes = bytes_of_text("x"), .max = 100};
        assert_ok(http_put(line->http, &put, &line->arena, &answer, &body, &line->why));
        assert_text(bytes_text(body), "1");
    }
}

static void a_put_sends_its_bytes_once(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;
    char expected[256];
    const struct http_put put = {
        .path = "echo", .bytes = bytes_of_text("sealed"), .once = true, .max = 4096};

    assert_ok_why(http_put(line->http, &put, &line->arena, &answer, &body, &line->why), &line->why);
    snprintf(expected, sizeof expected,
             "PUT /echo HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nIf-None-Match: *\r\n"
             "Content-Length: 6\r\n\r\nsealed",
             line->server.port);
    assert_text(bytes_text(body), expected);
}

static void a_put_of_the_largest_envelope_arrives_whole(void **state)
{
    struct line *line = *state;
    static char large[64 * 1024];
    struct http_answer answer;
    struct bytes body;

    memset(large, 'e', sizeof large);
    const struct http_put put = {
        .path = "echo", .bytes = bytes_of(large, sizeof large), .max = 128 * 1024};
    assert_ok(http_put(line->http, &put, &line->arena, &answer, &body, &line->why));
    assert_true(body.size > sizeof large);
    assert_memory_equal(body.data + body.size - sizeof large, large, sizeof large);
}

/* What http_put says without having sent anything. */
static enum err put_to(const char *origin, struct complaint *why)
{
    const struct http_options options = {.origin = origin};
    const struct http_put put = {.path = "x", .bytes = bytes_of_text("x")};
    uint8_t block[4096];
    struct arena arena;
    struct http *http = NULL;
    struct http_answer answer;
    struct bytes body;

    arena_init_over(&arena, block, sizeof block);
    assert_ok_why(http_new(&options, &http, why), why);
    enum err err = http_put(http, &put, &arena, &answer, &body, why);
    http_free(http);
    return err;
}

static void plain_http_goes_to_this_machine_only(void **state)
{
    struct complaint why;
    (void)state;

    assert_err(ERR_DENIED, put_to("http://192.0.2.1:9", &why));
    assert_says(&why, "use https");
    assert_err(ERR_DENIED, put_to("http://127.example.org", &why));
    assert_err(ERR_DENIED, put_to("http://localhost.example.org", &why));
    assert_err(ERR_UNAVAILABLE, put_to("http://127.0.0.1:1", &why)); /* allowed; nobody listens */
    assert_err(ERR_UNAVAILABLE, put_to("http://localhost:1", &why));
}

static void an_origin_is_http_or_https_without_user_and_query(void **state)
{
    static const char *const wrong[] = {"",
                                        "example",
                                        "ftp://example.org",
                                        "file:///x",
                                        "http://u:p@h",
                                        "http://h/?q=1",
                                        "javascript:",
                                        "http://"};
    struct complaint why;
    struct http *http = NULL;
    (void)state;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const struct http_options options = {.origin = wrong[i]};
        if (http_new(&options, &http, &why) != ERR_INVALID) {
            fail_msg("\"%s\" passed for an origin", wrong[i]);
        }
    }
}

static void an_origin_may_have_a_path_and_a_slash_behind(void **state)
{
    struct line *line = *state;
    char origin[128];
    struct http *http = NULL;
    struct http_answer answer;
    struct bytes body;

    snprintf(origin, sizeof origin, "%s/", line->server.origin);
    const struct http_options options = {.origin = origin};
    const struct http_get request = {.path = "small", .max = 100};
    assert_ok(http_new(&options, &http, &line->why));
    assert_ok(http_get_bytes(http, &request, &line->arena, &answer, &body, &line->why));
    assert_int_equal(answer.status, 200);
    http_free(http);
}

static void proxies_of_the_environment_are_ignored(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;

    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    enum err err = get(line, "small", &answer, &body);
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    assert_ok_why(err, &line->why);
}

static void a_stop_ends_the_transfer(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;

    stop = 1;
    assert_err(ERR_UNAVAILABLE, get(line, "small", &answer, &body));
}

static enum err refuse_piece(struct bytes piece, void *data)
{
    (void)piece, (void)data;
    return ERR_DENIED;
}

static void an_error_of_the_reader_is_handed_on(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    const struct http_get request = {.path = "small", .max = 100};

    assert_err(ERR_DENIED, http_get(line->http, &request, &answer, &line->why, refuse_piece, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_body_comes_with_its_status_and_etag, line),
        TEST(a_request_has_no_header_that_is_not_needed, line),
        TEST(not_modified_has_no_body, line),
        TEST(a_missing_file_is_an_answer_without_a_body, line),
        TEST(a_body_over_the_limit_ends_whatever_it_declares, line),
        TEST(a_cut_body_is_no_body, line),
        TEST(an_answer_cut_in_its_headers_is_no_answer, line),
        TEST(redirects_are_answers_and_not_followed, line),
        TEST(nothing_is_inflated, line),
        TEST(the_rest_of_a_file_is_the_part_asked_for, line),
        TEST(later_is_capped_at_an_hour, line),
        TEST(what_is_not_http_is_refused, line),
        TEST(one_connection_serves_many_requests, line),
        TEST(a_put_sends_its_bytes_once, line),
        TEST(a_put_of_the_largest_envelope_arrives_whole, line),
        TEST_PLAIN(plain_http_goes_to_this_machine_only),
        TEST_PLAIN(an_origin_is_http_or_https_without_user_and_query),
        TEST(an_origin_may_have_a_path_and_a_slash_behind, line),
        TEST(proxies_of_the_environment_are_ignored, line),
        TEST(a_stop_ends_the_transfer, line),
        TEST(an_error_of_the_reader_is_handed_on, line),
    };
    return cmocka_run_group_tests_name("http.client", tests, NULL, NULL);
}
