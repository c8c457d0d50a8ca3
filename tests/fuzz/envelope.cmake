fuzz_target(envelope SOURCE fuzz_envelope.c USES wire)
