fuzz_target(changes SOURCE fuzz_changes.c USES rules)
