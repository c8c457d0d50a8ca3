# A second opinion on what deterministic CBOR is. libcbor is linked by this alone; its header has the
# name of ours, whose folder is therefore not on the path of the oracle.
pkg_check_modules(libcbor IMPORTED_TARGET GLOBAL libcbor)
if(TARGET PkgConfig::libcbor)
  add_library(cbor_oracle STATIC cbor_oracle.c)
  target_include_directories(cbor_oracle PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(cbor_oracle PRIVATE flags PkgConfig::libcbor PUBLIC base)
  fuzz_target(cbor_oracle SOURCE fuzz_cbor_oracle.c USES record cbor_oracle)
endif()
