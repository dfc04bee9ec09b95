find_program(PROTOC_C protoc-c REQUIRED)

# An object library of what protobuf-c makes of .proto files; included as "mleap/proto/NAME.pb-c.h".
function(cleap_protobuf name)
  foreach(proto ${ARGN})
    get_filename_component(stem ${proto} NAME_WE)
    set(out ${PROJECT_BINARY_DIR}/mleap/proto)
    add_custom_command(
      OUTPUT ${out}/${stem}.pb-c.c ${out}/${stem}.pb-c.h
      COMMAND ${CMAKE_COMMAND} -E make_directory ${out}
      COMMAND ${PROTOC_C} --proto_path=${CMAKE_CURRENT_SOURCE_DIR}/proto --c_out=${out}
              ${CMAKE_CURRENT_SOURCE_DIR}/${proto}
      DEPENDS ${proto})
    list(APPEND sources ${out}/${stem}.pb-c.c)
  endforeach()
  add_library(${name} OBJECT ${sources})
  target_include_directories(${name} PUBLIC ${PROJECT_BINARY_DIR})
  target_link_libraries(${name} PUBLIC PkgConfig::protobuf_c)
  target_compile_options(${name} PRIVATE -w) # generated code
endfunction()
