/* What an object store is sent is signed, says the hash of its body, and keeps to the store's
 * clock; what anybody may read is asked for without keys. */
#include "web_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "sigv4.h"

#define EMPTY_SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static struct served served[] = {
    {.path = "/skewed",
     .answer = "HTTP/1.1 403 Forbidden\r\nDate: Fri, 10 Nov 2034 00:00:00 GMT\r\n"
               "Content-Length: 62\r\n\r\n"
               "<?xml?><Error><Code>RequestTimeTooSkewed</Code></Error>       "},
    {.path = "/denied", .answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\nde\0ny."},
};

static const struct http_keys keys = {
    .access_key = "ACCESS", .secret_key = "hushhush", .region = "north", .token = "tok"};

struct line {
    struct web_server server;
    struct http *http;
    struct http_options options;
    struct arena arena;
    struct complaint why;
};

static int line_setup(void **state)
{
    struct line *line = calloc(1, sizeof *line);

    assert_non_null(line);
    served[1].size = strlen("HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\n") + 6;
    web_server_begin(&line->server, served, sizeof served / sizeof served[0]);
    line->options = (struct http_options){.origin = line->server.origin, .keys = &keys};
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

/* The request as it came, NUL-terminated. */
static const char *put_echo(struct line *line, const struct http_put *put)
{
    struct http_answer answer;
    struct bytes body;

    assert_ok_why(http_put(line->http, put, &line->arena, &answer, &body, &line->why), &line->why);
    return arena_text(&line->arena, bytes_text(body)).data;
}

static void a_put_is_signed_with_hash_and_owner(void **state)
{
    struct line *line = *state;
    const struct http_put put = {.path = "echo",
                                 .bytes = bytes_of_text("sealed"),
                                 .if_match = "\"abc\"",
                                 .cache_control = "no-cache",
                                 .max = 8192};
    const char *request = put_echo(line, &put);

    assert_non_null(strstr(request, "Authorization: AWS4-HMAC-SHA256 Credential=ACCESS/"));
    assert_non_null(strstr(request, "/north/s3/aws4_request"));
    assert_non_null(strstr(request,
                           "x-amz-content-sha256: "
                           "c9d0036bed6744bcdf692fc980d8717d7e5f5a4f4e8266b4a84982602fb1cd09\r\n"));
    assert_non_null(strstr(request, "x-amz-acl: bucket-owner-full-control\r\n"));
    assert_non_null(strstr(request, "x-amz-security-token: tok\r\n"));
    assert_non_null(strstr(request, "If-Match: \"abc\"\r\n"));
    assert_non_null(strstr(request, "Cache-Control: no-cache\r\n"));
    assert_null(strstr(request, "hushhush"));
}

static void a_get_is_signed_only_where_it_is_asked_for(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;
    struct http_get get = {.path = "echo", .max = 8192};

    assert_ok(http_get_bytes(line->http, &get, &line->arena, &answer, &body, &line->why));
    assert_null(strstr(arena_text(&line->arena, bytes_text(body)).data, "Authorization"));
    get.with_keys = true;
    assert_ok(http_get_bytes(line->http, &get, &line->arena, &answer, &body, &line->why));
    const char *request = arena_text(&line->arena, bytes_text(body)).data;
    assert_non_null(strstr(request, "Authorization: AWS4-HMAC-SHA256"));
    assert_non_null(strstr(request, "x-amz-content-sha256: " EMPTY_SHA256 "\r\n"));
}

static void a_store_with_another_clock_is_sent_its_own_time(void **state)
{
    struct line *line = *state;
    struct http_answer answer;
    struct bytes body;
    const struct http_put late = {.path = "skewed", .bytes = bytes_of_text("x"), .max = 100};
    const struct http_put put = {.path = "echo", .bytes = bytes_of_text("sealed"), .max = 8192};

    assert_null(strstr(put_echo(line, &put), "X-Amz-Date: 20341110"));
    assert_ok(http_put(line->http, &late, &line->arena, &answer, &body, &line->why));
    assert_int_equal(answer.status, 403);
    assert_non_null(strstr(answer.refusal, "<Code>RequestTimeTooSkewed</Code>"));
    assert_non_null(strstr(put_echo(line, &put), "X-Amz-Date: 20341110T0000"));
}

static void a_refusal_is_text_whatever_it_holds(void **state)
{
    struct line *line = *state;
    struct http_answer answer;

    assert_ok(http_delete(line->http, "denied", &answer, &line->why));
    assert_int_equal(answer.status, 403);
    assert_string_equal(answer.refusal, "de ny.");
}

static void signed_requests_go_to_this_machine_or_over_https(void **state)
{
    const struct http_options options = {.origin = "http://192.0.2.1:9", .keys = &keys};
    const struct http_get get = {.path = "x", .max = 10, .with_keys = true};
    struct line *line = *state;
    struct http *http = NULL;
    struct http_answer answer;
    struct bytes body;

    assert_ok(http_new(&options, &http, &line->why));
    assert_err(ERR_DENIED, http_delete(http, "x", &answer, &line->why));
    assert_err(ERR_DENIED, http_get_bytes(http, &get, &line->arena, &answer, &body, &line->why));
    assert_says(&line->why, "use https");
    assert_null(strstr(line->why.text, "hushhush"));
    http_free(http);
}

static void a_moment_is_written_as_the_store_wants_it(void **state)
{
    char to[SIGV4_VALUE_BYTES];
    (void)state;

    assert_string_equal(sigv4_date(1794268800, to), "20261110T000000Z");
    assert_string_equal(sigv4_body_hash((struct bytes){0}, to), EMPTY_SHA256);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_put_is_signed_with_hash_and_owner, line),
        TEST(a_get_is_signed_only_where_it_is_asked_for, line),
        TEST(a_store_with_another_clock_is_sent_its_own_time, line),
        TEST(a_refusal_is_text_whatever_it_holds, line),
        TEST(signed_requests_go_to_this_machine_or_over_https, line),
        cmocka_unit_test(a_moment_is_written_as_the_store_wants_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
