fuzz_target(key_file SOURCE fuzz_key_file.c USES seal)
