fuzz_target(privacy SOURCE fuzz_privacy.c USES rules)
