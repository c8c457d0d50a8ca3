fuzz_target(match SOURCE fuzz_match.c USES store)
