if(TARGET office)
  fuzz_target(picture SOURCE fuzz_picture.c USES office)
endif()
