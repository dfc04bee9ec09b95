include(CMakePackageConfigHelpers)

install(TARGETS cleap RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS libcleap cleap_plugin EXPORT cleapTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/cleap DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN *.h)
install(FILES ${PROJECT_BINARY_DIR}/include/cleap/version.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cleap)
foreach(header ${CLEAP_PLUGIN_HEADERS})
  install(FILES ${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cleap/plugin/runtime)
endforeach()
install(FILES docs/cleap.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/cleap)
install(EXPORT cleapTargets NAMESPACE cleap:: DESTINATION ${package_dir})
configure_package_config_file(cmake/cleapConfig.cmake.in ${PROJECT_BINARY_DIR}/cleapConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cleapConfigVersion.cmake
                                 COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cleapConfig.cmake ${PROJECT_BINARY_DIR}/cleapConfigVersion.cmake
        DESTINATION ${package_dir})

# The package file finds the prefix from where it lies, so an installed tree may be moved.
file(RELATIVE_PATH CLEAP_PC_PREFIX /p/${CMAKE_INSTALL_LIBDIR}/pkgconfig /p)
foreach(pc cleap cleap-plugin)
  configure_file(cmake/${pc}.pc.in ${PROJECT_BINARY_DIR}/${pc}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${pc}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
