fuzz_target(ledger SOURCE fuzz_ledger.c USES rules)
