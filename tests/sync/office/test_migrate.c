/* What an office noted under an earlier schema is read on, and nothing that was signed changes. */
#include <string.h>

#include "booth.h"
#include "cbor.h"
#include "migrate.h"

enum { OLD_KIOSK_FIELDS = 10, OLD_ITEM_FIELDS = 9 };

/* The first `count` items of a note, as an earlier program wrote it. */
static struct bytes first_items(struct desk *desk, struct bytes value, size_t count)
{
    struct cbor_reader r;
    struct bytes note;
    struct buffer b = buffer_begin(&desk->site.scratch);
    cbor_read_begin(&r, value);
    (void)cbor_read_array(&r, 23);
    cbor_write_array(&b, count);
    for (size_t i = 0; i < count; i++) {
        struct bytes item = cbor_read_item(&r);
        buffer_add(&b, item.data, item.size);
    }
    assert_ok(buffer_end(&b, &note));
    return note;
}

static void make_old(struct desk *desk, struct txn *txn, enum site_table table, struct bytes key,
                     size_t fields)
{
    struct bytes value;
    assert_ok(txn_get(txn, table, key, &value));
    value = arena_copy(&desk->site.scratch, value.data, value.size);
    assert_ok(txn_put(txn, table, key, first_items(desk, value, fields)));
}

static void kiosks_and_letters_of_the_first_schema_are_read_on(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    struct txn *txn = NULL;
    struct kiosk_state kiosk;
    struct inbox_item item;
    struct upload_id id = booth_id(1);
    const struct letter letter = {.receipt = text_of(post->receipt),
                                  .category = text_of("意见"),
                                  .text = text_of("三楼路灯不亮"),
                                  .at = desk->site.now_s};
    assert_ok(desk_publish(desk));
    assert_int_equal(
        booth_send(&post->booth, &post->intake, KIND_letter, &letter, post->receipt, NULL).status,
        201);
    assert_ok(txn_begin_write(desk->site.store, &txn));
    make_old(desk, txn, SITE_KIOSKS, text_bytes(text_of(post->booth.id)), OLD_KIOSK_FIELDS);
    make_old(desk, txn, SITE_INBOX, bytes_of(id.b, sizeof id.b), OLD_ITEM_FIELDS);
    assert_ok(txn_del(txn, SITE_META, text_bytes(text_of("tree-tip"))));
    assert_err(ERR_CORRUPT, fleet_get(&desk->site, txn, text_of(post->booth.id), &kiosk));
    assert_err(ERR_CORRUPT, inbox_get(&desk->site, txn, &id, &item));
    assert_ok_why(site_migrate(txn, 1, &desk->why), &desk->why);
    assert_ok(fleet_get(&desk->site, txn, text_of(post->booth.id), &kiosk));
    assert_true(kiosk.admitted && kiosk.beat_number == 0);
    assert_ok(inbox_get(&desk->site, txn, &id, &item));
    assert_true(item.envelope.size > 0 && item.received_s == desk->site.now_s);
    assert_ok_why(site_migrate(txn, 1, &desk->why), &desk->why); /* what is new already stays */
    assert_ok(fleet_get(&desk->site, txn, text_of(post->booth.id), &kiosk));
    assert_ok(txn_commit(txn));
    assert_int_equal(booth_beat(&post->booth, &post->intake, 1, NULL).status, 200);
}

static void what_has_no_shape_that_we_know_is_told_and_left(void **state)
{
    struct post *post = *state;
    struct desk *desk = post->desk;
    struct txn *txn = NULL;
    assert_ok(txn_begin_write(desk->site.store, &txn));
    make_old(desk, txn, SITE_KIOSKS, text_bytes(text_of(post->booth.id)), 3);
    assert_err(ERR_CORRUPT, site_migrate(txn, 1, &desk->why));
    assert_non_null(strstr(desk->why.text, "备份"));
    assert_err(ERR_CORRUPT, site_migrate(txn, 7, &desk->why));
    txn_abort(txn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(kiosks_and_letters_of_the_first_schema_are_read_on, post),
        TEST(what_has_no_shape_that_we_know_is_told_and_left, post),
    };
    return cmocka_run_group_tests_name("migrate", tests, NULL, NULL);
}
