set(CLEAP_LIBRARY_LAYERS runtime ops mleap mleap_proto)
set(CLEAP_LAYERS ${CLEAP_LIBRARY_LAYERS} proxy)

add_executable(cleap)
target_link_libraries(cleap PRIVATE cli ${CLEAP_LAYERS})
set_target_properties(cleap PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}
                                       LINKER_LANGUAGE CXX)

# libcleap: the engine without HTTP and command line; exports the installed functions only.
option(BUILD_SHARED_LIBS "libcleap as a shared library" ON)
add_library(libcleap)
foreach(layer ${CLEAP_LIBRARY_LAYERS})
  target_sources(libcleap PRIVATE $<TARGET_OBJECTS:${layer}>)
endforeach()
target_link_libraries(libcleap PRIVATE PkgConfig::libzip PkgConfig::jansson PkgConfig::simdjson
                                       PkgConfig::protobuf_c PkgConfig::pcre2 PkgConfig::avro
                                       PkgConfig::zlib PkgConfig::snappy PkgConfig::lzma ${CMAKE_DL_LIBS} m)
target_include_directories(libcleap INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_options(libcleap PRIVATE LINKER:--version-script=${PROJECT_SOURCE_DIR}/cmake/cleap.map)
set_target_properties(libcleap PROPERTIES OUTPUT_NAME cleap EXPORT_NAME cleap
                                          VERSION ${PROJECT_VERSION}
                                          SOVERSION ${PROJECT_VERSION_MAJOR}
                                          LINKER_LANGUAGE CXX)

# What a plug-in is linked with: copies of the functions that runtime/op.h and its headers declare,
# so that it needs no symbol of the program that loads it.
add_library(cleap_plugin STATIC)
set(CLEAP_PLUGIN_HEADERS runtime/arena.h runtime/attr.h runtime/column.h runtime/error.h
                         runtime/op.h runtime/plugin.h runtime/source.h runtime/str.h
                         runtime/type.h)
target_sources(cleap_plugin PRIVATE runtime/arena.c runtime/column.c runtime/error.c runtime/op.c
                                    runtime/source.c runtime/source_default.c runtime/type.c)
target_include_directories(
  cleap_plugin
  PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
         $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
         $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/cleap/plugin>)
set_target_properties(cleap_plugin PROPERTIES OUTPUT_NAME cleap-plugin EXPORT_NAME plugin
                                               C_VISIBILITY_PRESET hidden)
add_library(cleap::plugin ALIAS cleap_plugin)

# What the program writes about itself; tests/repo/docs.sh checks that it is up to date.
add_custom_target(
  docs
  COMMAND cleap help --man > ${PROJECT_SOURCE_DIR}/docs/cleap.1
  COMMAND cleap ops --markdown > ${PROJECT_SOURCE_DIR}/docs/operators.md)
