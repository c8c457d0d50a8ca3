if(TARGET office)
  fuzz_target(sound SOURCE fuzz_sound.c USES office)
endif()
