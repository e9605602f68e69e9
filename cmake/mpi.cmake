# Finds MPI, sets SLIPBURST_HAVE_MPI, and defines slipburst_add_mpi_module(<program> <file.cpp>...).
#
# The program does not link MPI: it loads the module from ../lib/slipburst if a launcher has started several processes.

set(SLIPBURST_HAVE_MPI OFF)
if(SLIPBURST_MPI AND SLIPBURST_BUILD_APP)
  find_package(MPI QUIET COMPONENTS C)
  if(MPI_C_FOUND)
    set(SLIPBURST_HAVE_MPI ON)
  elseif(NOT SLIPBURST_MPI STREQUAL AUTO)
    message(FATAL_ERROR
      "SLIPBURST_MPI=${SLIPBURST_MPI}, but no MPI was found. Put its mpicc on PATH or set MPI_HOME, or configure with "
      "SLIPBURST_MPI=OFF.")
  endif()
endif()

function(slipburst_add_mpi_module program)
  add_library(slipburst_mpi MODULE ${ARGN})
  target_include_directories(slipburst_mpi PRIVATE "${PROJECT_SOURCE_DIR}")
  target_compile_features(slipburst_mpi PRIVATE cxx_std_20)
  target_link_libraries(slipburst_mpi PRIVATE slipburst_warnings MPI::MPI_C)
  set_target_properties(slipburst_mpi PROPERTIES
    PREFIX "" OUTPUT_NAME slipburst-mpi LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib/slipburst")
  slipburst_set_run_path(slipburst_mpi)
  add_dependencies(${program} slipburst_mpi)
endfunction()
