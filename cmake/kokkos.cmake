# Finds Kokkos (the user's own first, then the one of scripts/bootstrap), sets SLIPBURST_HAVE_KOKKOS, and defines
# slipburst_add_kokkos_sources(<target> <file.cpp>...).

set(SLIPBURST_HAVE_KOKKOS OFF)
if(SLIPBURST_KOKKOS)
  # Where Kokkos has its CUDA backend, this also sends commands with KOKKOS_DEPENDENCE, and only those, to nvcc.
  find_package(Kokkos QUIET PATHS "${SLIPBURST_DEPS}/kokkos")
  if(Kokkos_FOUND)
    if(Kokkos_VERSION VERSION_LESS 3.4 OR Kokkos_VERSION VERSION_GREATER_EQUAL 6)
      message(FATAL_ERROR
        "Kokkos ${Kokkos_VERSION} in ${Kokkos_DIR} is not supported: versions 3.4 to 5.x are. Set Kokkos_ROOT to "
        "another one, or configure with SLIPBURST_KOKKOS=OFF.")
    endif()
    set(SLIPBURST_HAVE_KOKKOS ON)
  elseif(NOT SLIPBURST_KOKKOS STREQUAL AUTO)
    message(FATAL_ERROR
      "SLIPBURST_KOKKOS=${SLIPBURST_KOKKOS}, but Kokkos was not found. Run scripts/bootstrap or set Kokkos_ROOT.")
  endif()
endif()

# The sources are an object library of their own: what Kokkos asks for (OpenMP, another compiler) stays with them.
function(slipburst_add_kokkos_sources target)
  add_library(slipburst_kokkos OBJECT ${ARGN})
  target_include_directories(slipburst_kokkos PRIVATE $<TARGET_PROPERTY:${target},INTERFACE_INCLUDE_DIRECTORIES>)
  target_compile_definitions(slipburst_kokkos PRIVATE $<TARGET_PROPERTY:${target},INTERFACE_COMPILE_DEFINITIONS>)
  target_compile_features(slipburst_kokkos PRIVATE cxx_std_20)
  target_link_libraries(slipburst_kokkos PRIVATE slipburst_exact_arithmetic slipburst_warnings Kokkos::kokkos)
  set_target_properties(slipburst_kokkos PROPERTIES POSITION_INDEPENDENT_CODE ON UNITY_BUILD OFF)
  add_dependencies(slipburst_kokkos slipburst_version)
  if(Kokkos_COMPILE_LANGUAGE STREQUAL CUDA)
    set_source_files_properties(${ARGN} PROPERTIES LANGUAGE CUDA)
  elseif(Kokkos_ENABLE_CUDA)
    target_compile_options(slipburst_kokkos PRIVATE --fmad=false --expt-relaxed-constexpr)
  endif()

  target_sources(${target} PRIVATE $<TARGET_OBJECTS:slipburst_kokkos>)
  target_link_libraries(${target} PRIVATE $<LINK_ONLY:Kokkos::kokkos>)
endfunction()
