# The target `bundle`: slipburst-VERSION-SYSTEM-PROCESSOR.tar.gz in the build folder, with the program, the manual, the
# Slurm scripts, and every shared library that a cluster may lack. It runs from any folder of a machine with the same
# or a newer glibc.

cmake_path(GET UDUNITS2_LIBRARY PARENT_PATH slipburst_units)
find_file(UDUNITS2_DATABASE udunits2.xml HINTS "${slipburst_units}/.." PATH_SUFFIXES share/xml/udunits share/udunits)
mark_as_advanced(UDUNITS2_DATABASE)
if(NOT UDUNITS2_DATABASE)
  message(STATUS "no target bundle: udunits2.xml was not found; set UDUNITS2_DATABASE to it")
  return()
endif()
cmake_path(GET UDUNITS2_DATABASE PARENT_PATH slipburst_units)

# Libraries that must be the machine's own: glibc with its loader, the GPU's driver, and MPI, which knows the network.
set(slipburst_libraries_of_the_machine
  "^ld-linux" "^lib(c|m|mvec|pthread|dl|rt|resolv|util)\\.so" "^lib(cuda|nvidia)" "^lib(mpi|open-rte|open-pal)")

set(in_bundle COMPONENT bundle EXCLUDE_FROM_ALL)
install(TARGETS slipburst_program RUNTIME_DEPENDENCY_SET slipburst_bundled RUNTIME DESTINATION bin ${in_bundle})
# Run path without folders of the build machine: on another machine any user may own them.
install(CODE "file(RPATH_SET FILE \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/bin/slipburst\" NEW_RPATH \"\\$ORIGIN/../lib\")"
  ${in_bundle})
if(TARGET slipburst_mpi)
  install(TARGETS slipburst_mpi RUNTIME_DEPENDENCY_SET slipburst_bundled LIBRARY DESTINATION lib/slipburst ${in_bundle})
endif()
install(RUNTIME_DEPENDENCY_SET slipburst_bundled
  PRE_EXCLUDE_REGEXES ${slipburst_libraries_of_the_machine} LIBRARY DESTINATION lib ${in_bundle})

install(DIRECTORY host/config/data/ DESTINATION share/slipburst ${in_bundle} FILES_MATCHING PATTERN "*.toml")
install(DIRECTORY "${slipburst_units}/" DESTINATION share/udunits ${in_bundle} FILES_MATCHING PATTERN "udunits2*.xml")

# Files at their own paths, with all files that they link to: tests/install/bundle.sh checks the links.
file(GLOB_RECURSE slipburst_manual RELATIVE "${PROJECT_SOURCE_DIR}" CONFIGURE_DEPENDS
  host/*.md host/*.png host/config/data/*.toml bench/*.md bench/*.toml bench/results/*.json bench/results/*.png cmake/*.md include/*.md
  kernels/*.md scripts/*.md scripts/slurm/* tests/*.md)
list(APPEND slipburst_manual bench/cases/tungsten/study include/slipburst/physics/equation_of_motion.hpp
  kernels/cuda/limits.json kernels/cuda/machine_code.json)
foreach(file contenders.py peer.hpp protocol.py segments_lambert.cu)
  list(APPEND slipburst_manual bench/peers/${file})
endforeach()
file(READ "${PROJECT_SOURCE_DIR}/include/slipburst/README.md" slipburst_equations)
string(REGEX MATCHALL "(include|host)/[a-z0-9_/]+\\.hpp" slipburst_cited "${slipburst_equations}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/slipburst/README.md")
list(APPEND slipburst_manual ${slipburst_cited})
list(REMOVE_DUPLICATES slipburst_manual)
foreach(file README.md CHANGELOG.md CONTRIBUTING.md CITATION.cff LICENSE ${slipburst_manual})
  cmake_path(GET file PARENT_PATH folder)
  install(FILES ${file} DESTINATION "./${folder}" ${in_bundle})
endforeach()

string(TOLOWER "${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}" slipburst_bundle_version)
configure_file("${PROJECT_SOURCE_DIR}/cmake/write_bundle.cmake.in" "${PROJECT_BINARY_DIR}/write_bundle.cmake" @ONLY)
add_custom_target(bundle
  COMMAND ${CMAKE_COMMAND} "-DFOLDER=${PROJECT_BINARY_DIR}" -P "${PROJECT_BINARY_DIR}/write_bundle.cmake"
  COMMENT "Writing the bundle"
  VERBATIM)
add_dependencies(bundle slipburst_program)
if(TARGET slipburst_mpi)
  add_dependencies(bundle slipburst_mpi)
endif()
