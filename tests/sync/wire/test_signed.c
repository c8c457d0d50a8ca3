/* A signed block: one byte form, one purpose, distinct keys. */
#include "kit.h"

#include <string.h>

static struct bytes payload(void)
{
    return bytes_of_hex("a1 01 18 2a");
}

static struct bytes block_by(struct kit *kit, const struct signer *const *signers, size_t count)
{
    struct bytes bytes;
    assert_ok(signed_encode(CONTEXT_HEAD, payload(), signers, count, &kit->arena, &bytes));
    return bytes;
}

static void a_block_gives_back_payload_and_signatures(void **state)
{
    struct kit *kit = *state;
    const struct signer *const signers[] = {&kit->office, &kit->head};
    struct signed_block block;

    assert_ok(signed_decode(block_by(kit, signers, 2), &block));
    assert_true(bytes_equal(block.payload, payload()));
    assert_int_equal(block.signature_count, 2);
    assert_int_equal(signed_count(&block, CONTEXT_HEAD, &kit->office.pk, 1), 1);
    assert_int_equal(signed_count(&block, CONTEXT_HEAD, &kit->stranger.pk, 1), 0);
}

static void a_signature_serves_one_purpose(void **state)
{
    struct kit *kit = *state;
    const struct signer *const signers[] = {&kit->head};
    struct signed_block block;

    assert_ok(signed_decode(block_by(kit, signers, 1), &block));
    assert_int_equal(signed_count(&block, CONTEXT_HEAD, &kit->head.pk, 1), 1);
    assert_int_equal(signed_count(&block, CONTEXT_ACK, &kit->head.pk, 1), 0);
}

static void one_key_counts_once(void **state)
{
    struct kit *kit = *state;
    const struct signer *const signers[] = {&kit->office, &kit->office};
    const struct public_key keys[] = {kit->office.pk, kit->office.pk};
    struct signed_block block;

    assert_ok(signed_decode(block_by(kit, signers, 2), &block));
    assert_int_equal(signed_count(&block, CONTEXT_HEAD, keys, 2), 1);
}

static void a_block_without_signatures_is_none(void **state)
{
    struct kit *kit = *state;
    struct signed_block block;
    struct bytes out;

    assert_err(ERR_INVALID, signed_decode(bytes_of_hex("82 44 a1 01 18 2a 80"), &block));
    assert_err(ERR_INVALID, signed_encode(CONTEXT_HEAD, payload(), NULL, 0, &kit->arena, &out));
}

static void a_payload_that_is_no_deterministic_cbor_is_refused(void **state)
{
    struct kit *kit = *state;
    const struct signer *const signers[] = {&kit->head};
    struct signed_block block;
    struct bytes bytes;

    /* 5 in two bytes, where one is enough. */
    assert_ok(
        signed_encode(CONTEXT_HEAD, bytes_of_hex("a1 01 18 05"), signers, 1, &kit->arena, &bytes));
    assert_err(ERR_INVALID, signed_decode(bytes, &block));
}

static void more_signatures_than_the_limit_are_refused(void **state)
{
    struct kit *kit = *state;
    const struct signer *signers[SIGNED_SIGNATURES_MAX + 1];
    struct signed_block block;
    struct bytes bytes;

    for (size_t i = 0; i <= SIGNED_SIGNATURES_MAX; i++) {
        signers[i] = &kit->head;
    }
    assert_ok(signed_decode(block_by(kit, signers, SIGNED_SIGNATURES_MAX), &block));
    assert_err(ERR_INVALID, signed_encode(CONTEXT_HEAD, payload(), signers,
                                          SIGNED_SIGNATURES_MAX + 1, &kit->arena, &bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_block_gives_back_payload_and_signatures, kit),
        TEST(a_signature_serves_one_purpose, kit),
        TEST(one_key_counts_once, kit),
        TEST(a_block_without_signatures_is_none, kit),
        TEST(a_payload_that_is_no_deterministic_cbor_is_refused, kit),
        TEST(more_signatures_than_the_limit_are_refused, kit),
    };
    return cmocka_run_group_tests_name("wire.signed", tests, NULL, NULL);
}
