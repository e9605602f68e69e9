# Defines slipburst_set_run_path(<program or module> [folder...]): where it looks for libraries, in the build tree and
# installed: the folders named, those of CMAKE_INSTALL_RPATH, and those of the libraries it was linked to.
#
# One path for both, because a path that CMake is to edit at installation ends in a colon. The loader takes that for an
# empty element, which is the current folder: anybody who can write there could have code run.

function(slipburst_set_run_path target)
  set(folders ${ARGN} ${CMAKE_INSTALL_RPATH})
  list(FILTER folders EXCLUDE REGEX "^$")
  set_target_properties(${target} PROPERTIES
    INSTALL_RPATH "${folders}" INSTALL_RPATH_USE_LINK_PATH ON BUILD_WITH_INSTALL_RPATH ON)
endfunction()
