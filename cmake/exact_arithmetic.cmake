# slipburst_exact_arithmetic: flags that give the same bits on every backend. Public and exported, because the
# shared headers are compiled in the consumer's units too.
#
# Products and sums are joined only by an explicit fma, which must then be one instruction: x86-64-v3 has it.

set(slipburst_exact_flags -ffp-contract=off -fno-math-errno -fno-trapping-math)
set(slipburst_cpu_arch "")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$")
  set(slipburst_cpu_arch "${SLIPBURST_CPU_ARCH}")
  if(NOT slipburst_cpu_arch MATCHES "^(x86-64-v3|x86-64-v4|native)$")
    message(FATAL_ERROR
      "SLIPBURST_CPU_ARCH is \"${SLIPBURST_CPU_ARCH}\"; it must be x86-64-v3, x86-64-v4 or native.")
  endif()
  list(APPEND slipburst_exact_flags "-march=${slipburst_cpu_arch}")
endif()
list(JOIN slipburst_exact_flags "," slipburst_exact_flags_for_nvcc)

add_library(slipburst_exact_arithmetic INTERFACE)
target_compile_options(slipburst_exact_arithmetic INTERFACE
  "$<$<COMPILE_LANGUAGE:CXX>:${slipburst_exact_flags}>"
  "$<$<COMPILE_LANGUAGE:CUDA>:--fmad=false;-Xcompiler=${slipburst_exact_flags_for_nvcc}>")
set_target_properties(slipburst_exact_arithmetic PROPERTIES EXPORT_NAME exact_arithmetic)
