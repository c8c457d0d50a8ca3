# The layers of the house. A module is one folder: a static library that exports that folder and
# nothing else, so an include that the layers forbid does not compile. Tests of a module reach what
# the module itself reaches.

# module(NAME [DIR folder] SOURCES a.c ... [USES public modules] [HIDES private modules]
#        [PACKAGES pkg-config names, private])
function(module name)
  cmake_parse_arguments(M "" "DIR" "SOURCES;USES;HIDES;PACKAGES" ${ARGN})
  if(NOT M_DIR)
    set(M_DIR ${CMAKE_CURRENT_SOURCE_DIR})
  endif()
  list(TRANSFORM M_SOURCES PREPEND ${M_DIR}/)
  add_library(${name} STATIC ${M_SOURCES})
  target_include_directories(${name} PUBLIC ${M_DIR})
  target_link_libraries(${name} PRIVATE flags ${M_HIDES} PUBLIC ${M_USES})
  foreach(package ${M_PACKAGES})
    string(MAKE_C_IDENTIFIER "${package}" id)
    if(NOT TARGET PkgConfig::${id})
      pkg_check_modules(${id} REQUIRED IMPORTED_TARGET GLOBAL ${package})
    endif()
    target_link_libraries(${name} PRIVATE PkgConfig::${id})
  endforeach()
endfunction()

# program(NAME SOURCES main.c ... USES modules...): an installed executable.
function(program name)
  cmake_parse_arguments(P "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${P_SOURCES})
  target_link_libraries(${name} PRIVATE flags ${P_USES})
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
endfunction()

# unit_test(AREA.NAME SOURCE test_x.c USES modules... [LABEL unit] [ARGS ...]): one cmocka program,
# registered as a test of that name. Exit code 77 counts as skipped.
function(unit_test name)
  cmake_parse_arguments(T "" "SOURCE;LABEL;TIMEOUT" "USES;ARGS;EXTRA" ${ARGN})
  if(NOT T_LABEL)
    set(T_LABEL unit)
  endif()
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 300)
  endif()
  string(REPLACE "." "_" target "test_${name}")
  add_executable(${target} ${T_SOURCE} ${T_EXTRA})
  target_link_libraries(${target} PRIVATE flags support ${T_USES})
  add_test(NAME ${name} COMMAND ${target} ${T_ARGS})
  set_tests_properties(${name} PROPERTIES LABELS ${T_LABEL} SKIP_RETURN_CODE 77
                       TIMEOUT ${T_TIMEOUT})
endfunction()

# fuzz_target(NAME SOURCE fuzz_x.c USES modules...): the source defines LLVMFuzzerTestOneInput. With
# NOTICEPOINT_FUZZ (clang) it is a libFuzzer program; else a replay of tests/fuzz/corpus/NAME as a test.
function(fuzz_target name)
  cmake_parse_arguments(F "" "SOURCE" "USES" ${ARGN})
  add_executable(fuzz_${name} ${F_SOURCE})
  target_link_libraries(fuzz_${name} PRIVATE flags ${F_USES})
  if(NOTICEPOINT_FUZZ)
    target_compile_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(fuzz_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz/replay.c)
    add_test(NAME fuzz.${name}
             COMMAND fuzz_${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
    set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz SKIP_RETURN_CODE 77 TIMEOUT 300)
  endif()
endfunction()
