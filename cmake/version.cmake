# Generates slipburst/version.hpp: at configure time, and again in each build when HEAD or the tree has changed.

set(slipburst_version_command
  ${CMAKE_COMMAND}
    "-DSOURCE_DIR=${PROJECT_SOURCE_DIR}" "-DVERSION=${PROJECT_VERSION}"
    "-DTEMPLATE=${PROJECT_SOURCE_DIR}/cmake/version.hpp.in"
    "-DOUTPUT=${PROJECT_BINARY_DIR}/generated/slipburst/version.hpp"
    -P "${PROJECT_SOURCE_DIR}/cmake/write_version.cmake")
execute_process(COMMAND ${slipburst_version_command} COMMAND_ERROR_IS_FATAL ANY)
add_custom_target(slipburst_version
  COMMAND ${slipburst_version_command}
  BYPRODUCTS "${PROJECT_BINARY_DIR}/generated/slipburst/version.hpp"
  COMMENT "Checking slipburst/version.hpp"
  VERBATIM)
