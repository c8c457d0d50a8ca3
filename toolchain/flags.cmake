# Flags that every target of ours is built with. Warnings are errors when NOTICEPOINT_WERROR is on
# (toolchain/test and .ci/run turn it on); a packager with another compiler may leave it off.
option(NOTICEPOINT_WERROR "Treat warnings as errors" OFF)
option(NOTICEPOINT_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

add_library(flags INTERFACE)
target_compile_features(flags INTERFACE c_std_17)
target_compile_definitions(flags INTERFACE _GNU_SOURCE
                           NOTICEPOINT_VERSION="${PROJECT_VERSION}")
target_compile_options(flags INTERFACE
  -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla -Wswitch-enum
  -Wformat=2 -Wpointer-arith -Wwrite-strings -Wcast-qual -fno-common -fvisibility=hidden)
if(NOTICEPOINT_WERROR)
  target_compile_options(flags INTERFACE -Werror)
endif()
option(NOTICEPOINT_FUZZ "Build the fuzz targets with libFuzzer (clang)" OFF)
if(NOTICEPOINT_FUZZ)
  target_compile_options(flags INTERFACE -fsanitize=fuzzer-no-link) # coverage in the libraries too
endif()
if(NOTICEPOINT_SANITIZE)
  target_compile_options(flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                         -fno-omit-frame-pointer)
  target_link_options(flags INTERFACE -fsanitize=address,undefined)
elseif(CMAKE_BUILD_TYPE MATCHES "Rel")
  target_compile_options(flags INTERFACE -fstack-protector-strong -fPIE -ffunction-sections
                         -fdata-sections)
  target_compile_definitions(flags INTERFACE _FORTIFY_SOURCE=2)
  target_link_options(flags INTERFACE -pie -Wl,-z,relro,-z,now -Wl,--gc-sections -Wl,--as-needed)
endif()
