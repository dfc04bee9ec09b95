# One object library a layer, of all its sources, so that the program, the library and the tests
# are built from the same objects.
function(cleap_layer name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.c *.cc)
  add_library(${name} OBJECT ${sources} ${arg_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include
                                            ${PROJECT_BINARY_DIR}/include ${PROJECT_BINARY_DIR})
  target_link_libraries(${name} PUBLIC ${arg_LINK})
endfunction()
