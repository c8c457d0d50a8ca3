fuzz_target(markdown SOURCE fuzz_markdown.c USES record)
