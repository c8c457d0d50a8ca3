if(TARGET shrink)
  fuzz_target(shrink SOURCE fuzz_shrink.c USES shrink)
endif()
