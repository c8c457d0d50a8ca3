fuzz_target(snapshot SOURCE fuzz_snapshot.c USES wire)
