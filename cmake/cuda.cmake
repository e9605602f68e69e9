# Finds nvcc, sets SLIPBURST_HAVE_CUDA, and defines slipburst_compile_with_cuda(<room>).

set(SLIPBURST_HAVE_CUDA OFF)
if(SLIPBURST_CUDA)
  if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
    set(CMAKE_CUDA_ARCHITECTURES 90-real CACHE STRING "CUDA architectures")
  endif()
  if(NOT DEFINED CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
    # CMake looks on PATH only; the toolkit's own installer leaves it in /usr/local/cuda.
    find_program(slipburst_nvcc nvcc PATHS ENV CUDA_HOME ENV CUDA_PATH /usr/local/cuda PATH_SUFFIXES bin)
    mark_as_advanced(slipburst_nvcc)
    if(slipburst_nvcc)
      set(ENV{CUDACXX} "${slipburst_nvcc}")
    endif()
  endif()
  include(CheckLanguage)
  check_language(CUDA)
  if(CMAKE_CUDA_COMPILER)
    enable_language(CUDA)
    find_package(CUDAToolkit 12.0 REQUIRED)
    # CMake 3.25 does not know nvcc's flag for C++20.
    if(CMAKE_VERSION VERSION_LESS 3.26 AND NOT DEFINED CMAKE_CUDA20_STANDARD_COMPILE_OPTION)
      set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION "-std=c++20")
      set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION "-std=c++20")
    endif()
    set(CMAKE_CUDA_STANDARD 20)
    set(CMAKE_CUDA_STANDARD_REQUIRED ON)
    set(CMAKE_CUDA_EXTENSIONS OFF)
    set(SLIPBURST_HAVE_CUDA ON)
  elseif(NOT SLIPBURST_CUDA STREQUAL AUTO)
    message(FATAL_ERROR
      "SLIPBURST_CUDA=${SLIPBURST_CUDA}, but no CUDA compiler was found. Put nvcc on PATH or set CUDACXX, "
      "or configure with SLIPBURST_CUDA=OFF.")
  endif()
endif()

if(SLIPBURST_HAVE_CUDA)
  foreach(architecture IN LISTS CMAKE_CUDA_ARCHITECTURES)
    if(architecture MATCHES "^([0-9]+)" AND CMAKE_MATCH_1 LESS 80)
      message(FATAL_ERROR
        "CMAKE_CUDA_ARCHITECTURES has ${architecture}; the kernels need compute capability 8.0 or later, such as 80-real.")
    endif()
  endforeach()
endif()

function(slipburst_compile_with_cuda room)
  get_target_property(sources ${room} SOURCES)
  target_link_libraries(${room} PRIVATE CUDA::cudart_static)
  list(JOIN CMAKE_CUDA_ARCHITECTURES "," architectures)
  set_property(SOURCE ${sources} APPEND PROPERTY COMPILE_DEFINITIONS SLIPBURST_CUDA_ARCHITECTURES="${architectures}")
  target_compile_options(${room} PRIVATE $<$<COMPILE_LANGUAGE:CUDA>:--expt-relaxed-constexpr;-lineinfo;-Xptxas=-v>)
  # Keeps the assembler's report of registers and spills, which scripts/dev/check-kernels reads.
  set_target_properties(${room} PROPERTIES
    CUDA_COMPILER_LAUNCHER "${PROJECT_SOURCE_DIR}/cmake/keep_ptxas_report;${PROJECT_BINARY_DIR}/ptxas")
endfunction()
