if(TARGET office)
  fuzz_target(report SOURCE fuzz_report.c USES office)
endif()
