/* fuzz_head.c - no bytes but those of the head key's holder are a head, and no bytes but signed
 * ones a root.
 *
 * What head_open accepts is encoded again: the same bytes. What root_open accepts is the payload
 * that root_encode writes. */
#include "fuzz_wire.h"

#include "head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t block[64 * 1024];

static void check_head(struct bytes input, const struct root *root)
{
    struct signer signer = fuzz_signer(6);
    struct arena arena;
    struct head head;
    struct bytes again;
    uint64_t version;

    arena_init_over(&arena, block, sizeof block);
    bool is_form = head_peek_root(input, &version) == OK;
    if (head_open(input, root, &head, NULL)) {
        return;
    }
    must(is_form && version == root->version);
    must(head_encode(&head, &signer, &arena, &again) == OK);
    must(bytes_equal(input, again));
}

static void check_root(struct bytes input)
{
    struct signed_block signed_block;
    struct arena arena;
    struct root root;
    struct bytes payload;

    arena_init_over(&arena, block, sizeof block);
    if (root_open(input, &root, NULL)) {
        return;
    }
    must(office_id_valid(root.office) && root.version > 0);
    must(root_encode(&root, &arena, &payload) == OK);
    must(signed_decode(input, &signed_block) == OK);
    must(bytes_equal(payload, signed_block.payload));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct root root;

    if (root.version == 0) {
        root = fuzz_root();
    }
    check_head(bytes_of(data, size), &root);
    check_root(bytes_of(data, size));
    return 0;
}
