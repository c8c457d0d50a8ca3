if(NOTICEPOINT_KIOSK)
  fuzz_target(reading SOURCE fuzz_reading.c USES voice)
endif()
