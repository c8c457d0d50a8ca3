fuzz_target(pinyin SOURCE fuzz_pinyin.c USES input)
