/* desk.c - see desk.h. */
#include "desk.h"

#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void note(struct desk *desk, const char *verb, const char *path)
{
    size_t size = strlen(desk->log);
    snprintf(desk->log + size, sizeof desk->log - size, "%s %s\n", verb, path);
}

static void etag_of(struct bytes bytes, char to[HTTP_ETAG_BYTES_MAX + 1])
{
    char hex[HASH_HEX_BYTES + 1];
    struct hash hash = hash_of(bytes);
    hex_format(bytes_of(hash.b, sizeof hash.b), hex);
    snprintf(to, HTTP_ETAG_BYTES_MAX + 1, "\"%.16s\"", hex);
}

/* ---- GET ---- */

static enum err hand_out(struct desk *desk, struct bytes body, uint64_t max,
                         http_piece_fn *handle_piece, void *data)
{
    size_t sent = 0;

    while (sent < body.size) {
        size_t size = body.size - sent < 1000 ? body.size - sent : 1000;
        if (desk->cuts > 0 && desk->cut_after > 0 && sent + size > desk->cut_after) {
            desk->cuts--;
            return complain(&desk->why, ERR_UNAVAILABLE, "the line broke");
        }
        if (sent + size > max) {
            return complain(&desk->why, ERR_FULL, "the answer is larger than it may be");
        }
        enum err err = handle_piece(bytes_of(body.data + sent, size), data);
        if (err) {
            return err;
        }
        sent += size;
        desk->body_bytes += size;
    }
    return OK;
}

static enum err fake_get(void *data, const struct http_get *get, struct http_answer *answer,
                         struct complaint *why, http_piece_fn *handle_piece, void *piece_data)
{
    struct desk *desk = data;
    struct bytes *file;

    *answer = (struct http_answer){0};
    desk->gets++;
    note(desk, "GET", get->path);
    if (desk->mood == DESK_IS_AWAY) {
        return complain(why, ERR_UNAVAILABLE, "no connection");
    }
    file = kit_get(&desk->kit, get->path);
    if (!file) {
        answer->status = 404;
        return OK;
    }
    etag_of(*file, answer->etag);
    desk->conditional += get->etag && get->etag[0] ? 1 : 0;
    if (get->etag && strcmp(get->etag, answer->etag) == 0) {
        desk->not_modified++;
        answer->status = 304;
        return OK;
    }
    if (get->from > 0 && desk->no_ranges) {
        return ERR_MISMATCH;
    }
    if (get->from > 0 && get->from >= file->size) {
        answer->status = 416;
        return OK;
    }
    answer->status = get->from > 0 ? 206 : 200;
    enum err err = hand_out(desk, bytes_of(file->data + get->from, file->size - get->from),
                            get->max, handle_piece, piece_data);
    if (err == ERR_UNAVAILABLE || err == ERR_FULL) {
        *why = desk->why;
    }
    return err;
}

/* ---- PUT ---- */

static struct bytes ack_make(struct desk *desk, const struct signer *signer, struct arena *arena)
{
    struct ack ack = {.office = desk->kit.root.office,
                      .kiosk = text_of(desk->kit.kiosk_id),
                      .epoch = desk->epoch,
                      .counter = ++desk->counter,
                      .items = desk->taken,
                      .count = desk->taken_count,
                      .has_nonce = desk->has_nonce,
                      .issued_s = desk->ack_issued_s,
                      .admitted = true,
                      .seq = desk->kit.seq,
                      .tip = desk->kit.tip,
                      .grant = desk->grant};
    struct bytes bytes;

    memcpy(ack.nonce, desk->nonce, NONCE_BYTES);
    assert_ok(ack_encode(&ack, signer, arena, &bytes));
    return bytes;
}

void desk_put_ack(struct desk *desk, const struct signer *signer)
{
    char route[ROUTE_BYTES_MAX];
    route_ack(route, desk->kit.root.office, text_of(desk->kit.kiosk_id));
    kit_put(&desk->kit, route, ack_make(desk, signer, &desk->kit.arena));
}

static struct bytes echo_make(struct desk *desk, struct arena *arena)
{
    struct echo echo = {.office = desk->kit.root.office,
                        .kiosk = text_of(desk->kit.kiosk_id),
                        .seq = desk->kit.seq,
                        .tip = desk->kit.tip,
                        .issued_s = KIT_NOW_S};
    struct bytes bytes;

    memcpy(echo.nonce, desk->nonce, NONCE_BYTES);
    assert_ok(echo_encode(&echo, desk->echo_signer, arena, &bytes));
    return bytes;
}

static void beat_take(struct desk *desk, struct bytes bytes)
{
    struct heartbeat beat;
    struct bytes object;
    size_t mark = arena_mark(&desk->kit.arena);

    assert_ok(heartbeat_check(bytes, &desk->kit.kiosk.pk));
    assert_ok(heartbeat_decode(bytes, &beat));
    assert_ok(heartbeat_open(&beat, &desk->kit.mailbox_secret, &desk->kit.arena, &object));
    assert_ok(health_decode(object, &desk->kit.arena, &desk->health, NULL));
    assert_true(beat.number > desk->beat_number);
    desk->beat_number = beat.number;
    desk->has_nonce = true;
    memcpy(desk->nonce, beat.nonce, NONCE_BYTES);
    desk->beats++;
    arena_rewind(&desk->kit.arena, mark);
}

/* 201 new, 200 the same bytes, 409 others. */
static int upload_take(struct desk *desk, const struct route *route, struct bytes bytes)
{
    struct hash hash = hash_of(bytes);

    assert_ok(envelope_check(bytes, &desk->kit.kiosk.pk));
    for (size_t i = 0; i < desk->taken_count; i++) {
        if (memcmp(desk->taken[i].id.b, route->id.b, UPLOAD_ID_BYTES) == 0) {
            return hash_equal(&desk->taken[i].hash, &hash) ? 200 : 409;
        }
    }
    assert_true(desk->taken_count < DESK_TAKEN_MAX);
    desk->taken[desk->taken_count++] = (struct ack_item){.id = route->id, .hash = hash};
    return 201;
}

static enum err put_take(struct desk *desk, const struct http_put *put, struct arena *arena,
                         struct http_answer *answer, struct bytes *body)
{
    struct route route = route_parse(text_of(put->path));

    answer->status = 200;
    switch (route.kind) {
    case ROUTE_HEARTBEAT:
        beat_take(desk, put->bytes);
        break;
    case ROUTE_UPLOAD:
        assert_true(put->once);
        answer->status = upload_take(desk, &route, put->bytes);
        break;
    case ROUTE_ENROL:
        answer->status = 201;
        return OK;
    case ROUTE_NONE:
    case ROUTE_TREE:
    case ROUTE_ACK:
        fail_msg("PUT %s", put->path);
    }
    if (desk->mood == DESK_BREAKS) {
        return ERR_UNAVAILABLE;
    }
    if (desk->echo_signer) {
        *body = route.kind == ROUTE_HEARTBEAT ? echo_make(desk, arena) : bytes_of(NULL, 0);
        return OK;
    }
    if (desk->mood == DESK_ACKS && answer->status < 300) {
        *body = ack_make(desk, &desk->kit.office, arena);
    }
    return OK;
}

static enum err fake_put(void *data, const struct http_put *put, struct arena *arena,
                         struct http_answer *answer, struct bytes *body, struct complaint *why)
{
    struct desk *desk = data;

    *answer = (struct http_answer){0};
    *body = bytes_of(NULL, 0);
    if (desk->plain_refused && !put->plain_ok) {
        return complain(why, ERR_DENIED, "nothing is sent over plain http to another machine");
    }
    desk->puts++;
    note(desk, "PUT", put->path);
    if (desk->mood == DESK_IS_AWAY) {
        return complain(why, ERR_UNAVAILABLE, "no connection");
    }
    if (desk->mood == DESK_FORGES) {
        answer->status = 200;
        *body = bytes_of_text("<html>welcome to this hotel</html>");
        return OK;
    }
    if (desk->mood == DESK_ANSWERS) {
        answer->status = desk->status;
        answer->retry_after_s = desk->retry_after_s;
        return OK;
    }
    enum err err = put_take(desk, put, arena, answer, body);
    return err ? complain(why, err, "the line broke") : OK;
}

struct transport desk_transport(struct desk *desk)
{
    return (struct transport){.get = fake_get, .put = fake_put, .data = desk};
}

/* ---- fixtures ---- */

static void agent_begin(struct desk *desk)
{
    const struct agent_options options = {.folder = desk->folder};

    assert_ok_why(agent_open(&options, &desk->agent, &desk->why), &desk->why);
    desk->agent.transport = desk_transport(desk);
}

void desk_restart(struct desk *desk)
{
    agent_close(&desk->agent);
    agent_begin(desk);
}

int desk_setup(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);

    assert_non_null(desk);
    assert_ok(seal_start());
    log_quiet(1);
    kit_make(&desk->kit, "wutongli");
    temp_folder_make(desk->folder);
    desk->time = (struct agent_time){.raw_s = KIT_NOW_S + 3600, .since_boot_s = 5000};
    desk->epoch = 9;
    desk->ack_issued_s = KIT_NOW_S;
    agent_begin(desk);
    *state = desk;
    return 0;
}

int desk_teardown(void **state)
{
    struct desk *desk = *state;

    agent_close(&desk->agent);
    folder_remove(desk->folder);
    kit_free(&desk->kit);
    free(desk);
    return 0;
}

int enrolled_setup(void **state)
{
    struct txn *txn = NULL;

    desk_setup(state);
    struct desk *desk = *state;
    assert_ok(txn_begin_write(desk->agent.device, &txn));
    assert_ok(trust_set_root(txn, desk->kit.root_bytes));
    assert_ok(trust_set_key(txn, &desk->kit.kiosk.sk));
    assert_ok(txn_commit(txn));
    return 0;
}

int enrolled_teardown(void **state)
{
    return desk_teardown(state);
}

int admitted_setup(void **state)
{
    enrolled_setup(state);
    struct desk *desk = *state;
    kit_publish_kiosk(&desk->kit, 1, false);
    kit_publish_notice(&desk->kit, "notice/water", 1, "停水通知");
    desk->mood = DESK_ACKS;
    assert_ok_why(desk_round(desk), &desk->why);
    return 0;
}

int admitted_teardown(void **state)
{
    return desk_teardown(state);
}

enum err desk_round(struct desk *desk)
{
    desk->gets = desk->puts = desk->beats = desk->conditional = desk->not_modified = 0;
    desk->body_bytes = 0;
    desk->log[0] = '\0';
    desk->why = (struct complaint){0};
    return agent_round(&desk->agent, &desk->time, &desk->why);
}

void desk_letter(struct desk *desk, uint8_t n)
{
    const struct letter letter = {.receipt = text_of("123456789012"),
                                  .category = text_of("环境"),
                                  .text = text_of("灯坏了"),
                                  .at = KIT_NOW_S};
    const struct upload_id id = {{n}};
    const struct receipt_loc loc = {{n}};
    struct kit *kit = &desk->kit;
    struct shared_key key;
    struct bytes envelope;
    struct txn *txn = NULL;
    uint64_t seq;

    assert_ok(txn_begin_write(desk->agent.device, &txn));
    assert_ok(outbox_next_seq(txn, &seq));
    assert_ok(envelope_seal(&kit->root, &kit->kiosk, seq, &id, KIND_letter, &loc,
                            kit_object(kit, KIND_letter, &letter), &kit->arena, &key, &envelope));
    assert_ok(outbox_append(txn, seq, id, envelope));
    assert_ok(txn_commit(txn));
}

struct outbox_figures desk_figures(struct desk *desk)
{
    struct outbox_figures figures;
    struct txn *txn = NULL;

    assert_ok(txn_begin_read(desk->agent.device, &txn));
    assert_ok(outbox_figures(txn, &figures));
    txn_abort(txn);
    return figures;
}

struct text desk_title(struct desk *desk, const char *key)
{
    struct notice notice;

    enum err err = agent_record(&desk->agent, KIND_notice, key, &notice, &desk->why);
    if (err == ERR_NOT_FOUND) {
        return text_of("");
    }
    assert_ok_why(err, &desk->why);
    return notice.title;
}
