# Flags of the arithmetic, in two libraries.
#
# slipburst_exact_arithmetic: products and sums are joined only by an explicit fma, so that all backends give the same
# bits. Public and exported, because the shared headers are compiled in the consumer's units too, and the linker keeps
# one copy of an inline function.
# slipburst_processor: instruction set that this project's own sources are compiled for, and flags that let a compiler
# use it. No bits depend on them, so a consumer chooses its own. x86-64-v3 has fma as an instruction; without it an fma
# is a call of the C library.

set(slipburst_exact_flag -ffp-contract=off)
add_library(slipburst_exact_arithmetic INTERFACE)
target_compile_options(slipburst_exact_arithmetic INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:${slipburst_exact_flag}>
  "$<$<COMPILE_LANGUAGE:CUDA>:--fmad=false;-Xcompiler=${slipburst_exact_flag}>")
set_target_properties(slipburst_exact_arithmetic PROPERTIES EXPORT_NAME exact_arithmetic)

set(slipburst_processor_flags -fno-math-errno -fno-trapping-math)
set(slipburst_cpu_arch "")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$")
  set(slipburst_cpu_arch "${SLIPBURST_CPU_ARCH}")
  if(NOT slipburst_cpu_arch MATCHES "^(x86-64-v3|x86-64-v4|native)$")
    message(FATAL_ERROR
      "SLIPBURST_CPU_ARCH is \"${SLIPBURST_CPU_ARCH}\"; it must be x86-64-v3, x86-64-v4 or native.")
  endif()
  list(APPEND slipburst_processor_flags "-march=${slipburst_cpu_arch}")
endif()
list(JOIN slipburst_processor_flags "," slipburst_processor_flags_for_nvcc)

add_library(slipburst_processor INTERFACE)
target_compile_options(slipburst_processor INTERFACE
  "$<$<COMPILE_LANGUAGE:CXX>:${slipburst_processor_flags}>"
  "$<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=${slipburst_processor_flags_for_nvcc}>")
