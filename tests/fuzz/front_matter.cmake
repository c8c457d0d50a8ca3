if(TARGET office)
  fuzz_target(front_matter SOURCE fuzz_front_matter.c USES office)
endif()
