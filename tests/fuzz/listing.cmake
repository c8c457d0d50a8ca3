if(TARGET bucket)
  fuzz_target(listing SOURCE fuzz_listing.c USES bucket)
endif()
