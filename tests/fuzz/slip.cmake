if(NOTICEPOINT_KIOSK)
  fuzz_target(slip SOURCE fuzz_slip.c USES print)
endif()
