fuzz_target(log SOURCE fuzz_log.c USES wire)
