fuzz_target(cbor SOURCE fuzz_cbor.c USES record)
