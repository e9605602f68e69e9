# Finds Kokkos (the user's own first, then the one of scripts/bootstrap), sets SLIPBURST_HAVE_KOKKOS, and defines
# slipburst_compile_with_kokkos(<room>).

set(SLIPBURST_HAVE_KOKKOS OFF)
if(SLIPBURST_KOKKOS)
  # If Kokkos has its CUDA backend, find_package also sends commands with KOKKOS_DEPENDENCE, and only those, to nvcc.
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

function(slipburst_compile_with_kokkos room)
  get_target_property(sources ${room} SOURCES)
  target_link_libraries(${room} PRIVATE Kokkos::kokkos)
  if(Kokkos_COMPILE_LANGUAGE STREQUAL CUDA)
    set_source_files_properties(${sources} PROPERTIES LANGUAGE CUDA)
  elseif(Kokkos_ENABLE_CUDA)
    target_compile_options(${room} PRIVATE --fmad=false --expt-relaxed-constexpr)
  endif()
endfunction()
