/* The signed policy's origins are tried in order; a bad one rests, and what it shows changes
 * nothing.
 */
#include "desk.h"

#include <string.h>

static const char KEY[] = "notice/water";

/* A carrier of its own between the kiosk and the desk's office. */
enum nature { NATURE_GOOD, NATURE_AWAY, NATURE_OLD, NATURE_READ_ONLY };

struct carrier {
    struct desk *desk;
    const char *origin;
    enum nature nature;
    struct bytes old_head;
    unsigned gets, puts;
    bool closed;
};

static struct carrier carriers[3];

static enum err carrier_get(void *data, const struct http_get *get, struct http_answer *answer,
                            struct complaint *why, http_piece_fn *handle_piece, void *piece_data)
{
    struct carrier *carrier = data;
    struct transport office = desk_transport(carrier->desk);

    carrier->gets++;
    if (carrier->nature == NATURE_AWAY) {
        return complain(why, ERR_UNAVAILABLE, "no connection");
    }
    if (carrier->nature == NATURE_OLD && strstr(get->path, "/head")) {
        *answer = (struct http_answer){.status = 200};
        return handle_piece(carrier->old_head, piece_data);
    }
    return office.get(office.data, get, answer, why, handle_piece, piece_data);
}

static enum err carrier_put(void *data, const struct http_put *put, struct arena *arena,
                            struct http_answer *answer, struct bytes *body, struct complaint *why)
{
    struct carrier *carrier = data;
    struct transport office = desk_transport(carrier->desk);

    carrier->puts++;
    if (carrier->nature == NATURE_AWAY) {
        return complain(why, ERR_UNAVAILABLE, "no connection");
    }
    if (carrier->nature == NATURE_READ_ONLY) { /* a static web server */
        *answer = (struct http_answer){.status = 405};
        *body = bytes_of(NULL, 0);
        return OK;
    }
    return office.put(office.data, put, arena, answer, body, why);
}

static void carrier_close(void *data)
{
    struct carrier *carrier = data;
    carrier->closed = true;
}

static enum err carrier_open(void *data, const char *origin, bool first,
                             struct transport *transport, struct complaint *why)
{
    (void)data;
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(carriers[i].origin, origin) == 0) {
            assert_int_equal(first, i == 0);
            *transport = (struct transport){.get = carrier_get,
                                            .put = carrier_put,
                                            .close = carrier_close,
                                            .data = &carriers[i]};
            return OK;
        }
    }
    return complain(why, ERR_INVALID, "not an origin");
}

static void publish_policy(struct desk *desk, uint64_t version, const char *const *origins,
                           size_t count)
{
    struct text list[3];
    struct policy policy = {.office = desk->kit.root.office,
                            .name = desk->kit.root.name,
                            .preset = text_of("seed"),
                            .term_start = 20000,
                            .term_years = 5,
                            .first_board = text_of("2026-10"),
                            .disclosure_day = 10,
                            .origins = {list, count}};
    for (size_t i = 0; i < count; i++) {
        list[i] = text_of(origins[i]);
    }
    struct bytes object = kit_object(&desk->kit, KIND_policy, &policy);
    struct entry entry = kit_entry(&desk->kit, KIND_policy, "policy", version, object);
    kit_publish(&desk->kit, &entry, &object, 1, true);
}

static int lines_setup(void **state)
{
    static const char *const origins[] = {"http://given", "http://mirror-1", "http://mirror-2"};
    static const char *const named[] = {"http://mirror-1", "gopher://no", "http://mirror-2"};
    admitted_setup(state);
    struct desk *desk = *state;

    for (size_t i = 0; i < 3; i++) {
        carriers[i] = (struct carrier){.desk = desk, .origin = origins[i]};
    }
    assert_ok(lines_begin(&desk->agent.lines, "http://given", carrier_open, NULL, &desk->why));
    publish_policy(desk, 1, named, 3);
    assert_ok_why(desk_round(desk), &desk->why);
    lines_refresh(&desk->agent, carrier_open, NULL);
    assert_int_equal(desk->agent.lines.count, 3);
    return 0;
}

static int lines_teardown(void **state)
{
    return admitted_teardown(state);
}

static void round_begin(struct desk *desk, int64_t later_s)
{
    for (size_t i = 0; i < 3; i++) {
        carriers[i].gets = carriers[i].puts = 0;
    }
    desk->time.raw_s += later_s;
    desk->time.since_boot_s += later_s;
}

static void the_next_origin_brings_what_the_first_does_not(void **state)
{
    struct desk *desk = *state;

    carriers[0].nature = NATURE_AWAY;
    kit_publish_notice(&desk->kit, KEY, 2, "改了");
    round_begin(desk, 1);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_text(desk_title(desk, KEY), "改了");
    assert_int_equal(carriers[0].gets, 1);
    round_begin(desk, 1); /* it rests */
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(carriers[0].gets, 0);
}

static void a_rested_origin_is_tried_again_when_the_others_fail(void **state)
{
    struct desk *desk = *state;

    carriers[0].nature = NATURE_AWAY;
    round_begin(desk, 1);
    assert_ok_why(desk_round(desk), &desk->why);
    carriers[0].nature = NATURE_GOOD;
    carriers[1].nature = carriers[2].nature = NATURE_AWAY;
    round_begin(desk, LINE_REST_S_FIRST + 1);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_true(carriers[0].gets > 0);
}

static void an_old_mirror_is_refused_and_the_next_is_asked(void **state)
{
    struct desk *desk = *state;
    char route[ROUTE_BYTES_MAX];

    route_head(route, desk->kit.root.office);
    carriers[0].old_head = *kit_get(&desk->kit, route);
    kit_publish_notice(&desk->kit, KEY, 2, "改了");
    round_begin(desk, 1);
    assert_ok_why(desk_round(desk), &desk->why);
    carriers[0].nature = NATURE_OLD;
    kit_publish_notice(&desk->kit, KEY, 3, "又改了");
    round_begin(desk, 1);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_text(desk_title(desk, KEY), "又改了");
}

static void all_away_is_one_attempt_each_and_then_one_in_all(void **state)
{
    struct desk *desk = *state;

    for (size_t i = 0; i < 3; i++) {
        carriers[i].nature = NATURE_AWAY;
    }
    round_begin(desk, 1);
    assert_err(ERR_UNAVAILABLE, desk_round(desk));
    assert_int_equal(carriers[0].gets + carriers[1].gets + carriers[2].gets, 3);
    round_begin(desk, 1);
    assert_err(ERR_UNAVAILABLE, desk_round(desk));
    assert_int_equal(carriers[0].gets + carriers[1].gets + carriers[2].gets, 1);
}

static void letters_go_where_they_are_taken(void **state)
{
    struct desk *desk = *state;

    carriers[0].nature = NATURE_READ_ONLY;
    desk_letter(desk, 1);
    round_begin(desk, 1);
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(desk_figures(desk).done, 1);
    desk_letter(desk, 2);
    round_begin(desk, 1); /* and are offered to it no more */
    assert_ok_why(desk_round(desk), &desk->why);
    assert_int_equal(carriers[0].puts, 0);
    assert_int_equal(desk_figures(desk).done, 2);
}

static void what_the_policy_no_longer_names_is_dropped(void **state)
{
    static const char *const named[] = {"http://mirror-2"};
    struct desk *desk = *state;

    publish_policy(desk, 2, named, 1);
    round_begin(desk, 1);
    assert_ok_why(desk_round(desk), &desk->why);
    lines_refresh(&desk->agent, carrier_open, NULL);
    assert_int_equal(desk->agent.lines.count, 2);
    assert_true(carriers[1].closed);
    assert_string_equal(desk->agent.lines.at[1].origin, "http://mirror-2");
    assert_string_equal(desk->agent.lines.at[0].origin, "http://given");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_next_origin_brings_what_the_first_does_not, lines),
        TEST(a_rested_origin_is_tried_again_when_the_others_fail, lines),
        TEST(an_old_mirror_is_refused_and_the_next_is_asked, lines),
        TEST(all_away_is_one_attempt_each_and_then_one_in_all, lines),
        TEST(letters_go_where_they_are_taken, lines),
        TEST(what_the_policy_no_longer_names_is_dropped, lines),
    };
    return cmocka_run_group_tests_name("agent.lines", tests, NULL, NULL);
}
