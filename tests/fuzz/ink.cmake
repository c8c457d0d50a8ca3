fuzz_target(ink SOURCE fuzz_ink.c USES input)
