# Installs the library, its headers, the program, and the package that find_package(slipburst) reads.
include(CMakePackageConfigHelpers)

set(slipburst_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/slipburst")

install(TARGETS slipburst slipburst_exact_arithmetic EXPORT slipburst-targets)
install(EXPORT slipburst-targets NAMESPACE slipburst:: DESTINATION "${slipburst_package_dir}")
if(TARGET slipburst_program)
  install(TARGETS slipburst_program)
endif()
if(TARGET slipburst_mpi)
  install(TARGETS slipburst_mpi LIBRARY DESTINATION lib/slipburst)  # where the program looks
endif()

install(DIRECTORY include/slipburst "${PROJECT_BINARY_DIR}/generated/slipburst"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.hpp")
# Headers included as "host/..." and "kernels/..." live in a folder of their own, so that the prefix gets no bare host/.
set(slipburst_host_dir "${CMAKE_INSTALL_INCLUDEDIR}/slipburst-host")
list(FILTER slipburst_engine_rooms_folders EXCLUDE REGEX "^slipburst/|^kernels/(reference|cpu|kokkos|cuda)$")
foreach(folder IN LISTS slipburst_engine_rooms_folders)
  cmake_path(GET folder PARENT_PATH parent)
  install(DIRECTORY ${folder} DESTINATION "${slipburst_host_dir}/${parent}" FILES_MATCHING PATTERN "*.hpp")
endforeach()

configure_package_config_file(cmake/slipburst-config.cmake.in "${PROJECT_BINARY_DIR}/slipburst-config.cmake"
  INSTALL_DESTINATION "${slipburst_package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/slipburst-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/slipburst-config.cmake" "${PROJECT_BINARY_DIR}/slipburst-config-version.cmake"
  DESTINATION "${slipburst_package_dir}")
if(TARGET slipburst_program)  # examples: the program has their text
  install(DIRECTORY host/config/data/ DESTINATION "${CMAKE_INSTALL_DATADIR}/slipburst" FILES_MATCHING PATTERN "*.toml")
endif()
install(FILES LICENSE CITATION.cff DESTINATION "${CMAKE_INSTALL_DOCDIR}")
