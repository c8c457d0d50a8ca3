if(TARGET office)
  fuzz_target(csv SOURCE fuzz_csv.c USES office)
endif()
