# Options and settings shared by all targets.

set(SLIPBURST_CUDA AUTO CACHE STRING "CUDA backend: AUTO (when nvcc is found), ON (required), OFF")
set(SLIPBURST_KOKKOS AUTO CACHE STRING "Kokkos backend: AUTO (when Kokkos is found), ON (required), OFF")
set_property(CACHE SLIPBURST_CUDA PROPERTY STRINGS AUTO ON OFF)
set_property(CACHE SLIPBURST_KOKKOS PROPERTY STRINGS AUTO ON OFF)
set(SLIPBURST_MPI AUTO CACHE STRING "Runs over several processes: AUTO (when MPI is found), ON (required), OFF")
set_property(CACHE SLIPBURST_MPI PROPERTY STRINGS AUTO ON OFF)
set(SLIPBURST_CPU_ARCH x86-64-v3 CACHE STRING "x86-64 level to compile for: x86-64-v3, x86-64-v4 or native")
set_property(CACHE SLIPBURST_CPU_ARCH PROPERTY STRINGS x86-64-v3 x86-64-v4 native)
set(SLIPBURST_DEPS "${PROJECT_SOURCE_DIR}/.deps" CACHE PATH "Where scripts/bootstrap puts what it builds")
set(SLIPBURST_SANITIZE "" CACHE STRING "Sanitizers, such as address,undefined")
option(SLIPBURST_BUILD_APP "Build the program (needs HDF5, zlib, UDUNITS-2, fmt, spdlog, CLI11, toml++)" ${PROJECT_IS_TOP_LEVEL})
option(SLIPBURST_BUILD_BENCH "Build the benchmark programs" ${PROJECT_IS_TOP_LEVEL})
option(BUILD_TESTING "Build the tests" ${PROJECT_IS_TOP_LEVEL})

if(PROJECT_IS_TOP_LEVEL)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
  endif()
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
  if(BUILD_TESTING)
    enable_testing()
  endif()
endif()
set(CMAKE_CXX_EXTENSIONS OFF)

if(SLIPBURST_SANITIZE)
  set(slipburst_sanitize_flags "-fsanitize=${SLIPBURST_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_compile_options("$<$<COMPILE_LANGUAGE:C,CXX>:${slipburst_sanitize_flags}>")
  add_link_options("-fsanitize=${SLIPBURST_SANITIZE}")
endif()

add_library(slipburst_warnings INTERFACE)
target_compile_options(slipburst_warnings INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Wnon-virtual-dtor>
  # Clang's versions of these also warn of names in other files of a unity build and of sums of long double and double.
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wshadow;-Wdouble-promotion>
  # g++ 12 sees an overlap in every "text" + std::string&& (GCC bug 105651).
  $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  $<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wall,-Wextra>)
