fuzz_target(bundle SOURCE fuzz_bundle.c USES wire)
