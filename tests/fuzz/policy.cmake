fuzz_target(policy SOURCE fuzz_policy.c USES rules)
