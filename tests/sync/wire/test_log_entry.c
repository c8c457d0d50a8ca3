/* A log entry chains to what we hold, and each of its entries is signed. */
#include "kit.h"

#include <string.h>

struct log_case {
    struct entry entries[2];
    struct bytes objects[2];
    struct log_entry log;
};

static void log_make(struct kit *kit, struct log_case *c)
{
    c->objects[0] = kit_notice(kit, "停水");
    c->objects[1] = kit_disclosure(kit, "十月收支");
    c->entries[0] = kit_entry(kit, KIND_notice, "notice/water", 1, c->objects[0]);
    c->entries[1] = kit_entry(kit, KIND_disclosure, "disclosure/2026-10/05/1", 1, c->objects[1]);
    c->log = (struct log_entry){.office = kit->root.office,
                                .seq = 7,
                                .previous = hash_of(bytes_of_text("log 6")),
                                .entries = c->entries,
                                .entry_count = 2,
                                .objects = c->objects,
                                .object_count = 2};
}

static enum err check(struct kit *kit, const struct log_case *c, struct complaint *why)
{
    struct hash tip = hash_of(bytes_of_text("log 6"));
    struct log_entry log;
    struct bytes plain;

    assert_ok(log_entry_encode(&c->log, &kit->arena, &plain));
    assert_ok_why(log_entry_decode(plain, &kit->arena, &log, why), why);
    return log_entry_check(&log, &kit->root, 6, &tip, why);
}

static void a_log_gives_back_what_it_was_made_of(void **state)
{
    struct kit *kit = *state;
    struct log_case c;
    struct log_entry log;
    struct bytes plain, entry;
    struct complaint why;

    log_make(kit, &c);
    assert_ok(check(kit, &c, &why));
    assert_ok(log_entry_encode(&c.log, &kit->arena, &plain));
    assert_ok(log_entry_decode(plain, &kit->arena, &log, NULL));
    assert_int_equal(log.seq, 7);
    assert_int_equal(log.entry_count, 2);
    assert_text(log.entries[1].key, "disclosure/2026-10/05/1");
    assert_ok(entry_encode(&log.entries[1], &kit->arena, &entry));
    assert_true(bytes_equal(entry, log.entry_bytes[1]));
    assert_true(bytes_equal(log.objects[1], c.objects[1]));
}

static void a_log_that_does_not_chain_is_refused(void **state)
{
    struct kit *kit = *state;
    struct log_case c;
    struct complaint why;

    log_make(kit, &c);
    c.log.seq = 8;
    assert_err(ERR_MISMATCH, check(kit, &c, &why));
    assert_says(&why, "does not follow");
    log_make(kit, &c);
    c.log.previous.b[0] ^= 1;
    assert_err(ERR_MISMATCH, check(kit, &c, &why));
    assert_says(&why, "its past is not ours");
    log_make(kit, &c);
    c.log.office = text_of("other");
    assert_err(ERR_MISMATCH, check(kit, &c, &why));
    assert_says(&why, "another office");
}

static void an_unsigned_entry_refuses_the_whole_log(void **state)
{
    struct kit *kit = *state;
    struct log_case c;
    struct complaint why;

    log_make(kit, &c);
    kit_sign(kit, &c.entries[1], true, false);
    assert_err(ERR_DENIED, check(kit, &c, &why));
    assert_says(&why, "log 7: disclosure/2026-10/05/1: the supervision signature");
}

static void a_key_stands_once_in_a_log(void **state)
{
    struct kit *kit = *state;
    struct log_case c;
    struct complaint why;

    log_make(kit, &c);
    c.entries[1] = c.entries[0];
    c.log.object_count = 1;
    assert_err(ERR_MISMATCH, check(kit, &c, &why));
    assert_says(&why, "twice");
}

static void an_object_that_no_entry_names_is_refused(void **state)
{
    struct kit *kit = *state;
    struct log_case c;
    struct complaint why;

    log_make(kit, &c);
    c.objects[1] = kit_notice(kit, "别的");
    assert_err(ERR_MISMATCH, check(kit, &c, &why));
    assert_says(&why, "no entry names");
}

static void limits_hold_for_writer_and_reader(void **state)
{
    struct kit *kit = *state;
    struct log_case c;
    struct log_entry log;
    struct bytes plain;
    static uint8_t large[LOG_INLINE_BYTES_MAX + 1];

    log_make(kit, &c);
    c.log.entry_count = 0;
    c.log.object_count = 0;
    assert_err(ERR_INVALID, log_entry_encode(&c.log, &kit->arena, &plain));
    log_make(kit, &c);
    c.objects[0] = bytes_of(large, sizeof large);
    assert_err(ERR_INVALID, log_entry_encode(&c.log, &kit->arena, &plain));
    c.objects[0] = bytes_of(large, 0); /* nothing inline is empty */
    assert_ok(log_entry_encode(&c.log, &kit->arena, &plain));
    assert_err(ERR_INVALID, log_entry_decode(plain, &kit->arena, &log, NULL));
    log_make(kit, &c);
    c.log.seq = 1; /* the first has no past */
    assert_ok(log_entry_encode(&c.log, &kit->arena, &plain));
    assert_err(ERR_INVALID, log_entry_decode(plain, &kit->arena, &log, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_log_gives_back_what_it_was_made_of, kit),
        TEST(a_log_that_does_not_chain_is_refused, kit),
        TEST(an_unsigned_entry_refuses_the_whole_log, kit),
        TEST(a_key_stands_once_in_a_log, kit),
        TEST(an_object_that_no_entry_names_is_refused, kit),
        TEST(limits_hold_for_writer_and_reader, kit),
    };
    return cmocka_run_group_tests_name("wire.log_entry", tests, NULL, NULL);
}
