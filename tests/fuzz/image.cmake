if(NOTICEPOINT_KIOSK)
  fuzz_target(image SOURCE fuzz_image.c USES ui)
endif()
