fuzz_target(head SOURCE fuzz_head.c USES wire)
