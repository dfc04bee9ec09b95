# Registers golden.GROUP.CASE for every folder tests/golden/GROUP/CASE; none is listed anywhere. After
# them golden.table adds up.
function(cleap_golden_cases runner)
  file(GLOB metas CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*/*/meta.json)
  set(results ${CMAKE_CURRENT_BINARY_DIR}/results)
  file(REMOVE_RECURSE ${results}) # of cases that may be gone
  file(MAKE_DIRECTORY ${results})
  foreach(meta ${metas})
    get_filename_component(folder ${meta} DIRECTORY)
    get_filename_component(case ${folder} NAME)
    get_filename_component(group ${folder} DIRECTORY)
    get_filename_component(group ${group} NAME)
    set(test golden.${group}.${case})
    add_test(NAME ${test} COMMAND ${runner} ${folder} ${results}/${group}.${case})
    set_tests_properties(${test} PROPERTIES LABELS golden TIMEOUT 300)
    list(APPEND tests ${test})
  endforeach()

  add_test(NAME golden.table COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/table.sh ${results}
                                     $<TARGET_FILE:cleap>)
  set_tests_properties(golden.table PROPERTIES LABELS golden DEPENDS "${tests}")
endfunction()
