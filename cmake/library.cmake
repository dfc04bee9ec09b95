set(CLEAP_LIBRARY_LAYERS runtime ops mleap mleap_proto)
set(CLEAP_LAYERS ${CLEAP_LIBRARY_LAYERS} proxy)

add_executable(cleap $<TARGET_OBJECTS:cli>)
target_link_libraries(cleap PRIVATE cli ${CLEAP_LAYERS})
set_target_properties(cleap PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})

# libcleap: the engine without HTTP and command line; exports the installed functions only.
option(BUILD_SHARED_LIBS "libcleap as a shared library" ON)
add_library(libcleap)
target_link_libraries(libcleap PRIVATE ${CLEAP_LIBRARY_LAYERS})
set_target_properties(libcleap PROPERTIES OUTPUT_NAME cleap VERSION ${PROJECT_VERSION}
                                          SOVERSION ${PROJECT_VERSION_MAJOR}
                                          LINKER_LANGUAGE CXX)
