#pragma once
/// \file Annotations shared by every backend.

#if defined(__CUDACC__)
#define SLIPBURST_FUNCTION __host__ __device__
#elif defined(__HIPCC__)  // without HIP's headers, which define __host__ and may be included later
#define SLIPBURST_FUNCTION __attribute__((host, device))
#else
#define SLIPBURST_FUNCTION
#endif

/// Function that is never left a call, which would cost more than its work.
#define SLIPBURST_INLINED_FUNCTION __attribute__((always_inline)) SLIPBURST_FUNCTION inline

/// Function that leaves no call, which would keep its loops from being vectorised.
#define SLIPBURST_FLATTENED __attribute__((flatten))

#if defined(__CUDACC__) || defined(__HIPCC__) || defined(__SYCL_DEVICE_ONLY__)
#define SLIPBURST_UNROLL
#define SLIPBURST_UNROLL_4
#define SLIPBURST_KEEP_LOOP
#define SLIPBURST_FETCHED(type) const type
#else
/// SLIPBURST_UNROLL: unrolls the short loop that follows completely. Device compilers do so by themselves.
/// SLIPBURST_UNROLL_4: unrolls the long loop of a few operations each that follows, four at a time.
/// SLIPBURST_KEEP_LOOP: leaves the short loop that follows to the loop vectoriser. Precondition: the loop reads no
/// element that it writes in another iteration.
#if defined(__clang__)
#define SLIPBURST_UNROLL _Pragma("clang loop unroll(full)")
#define SLIPBURST_UNROLL_4 _Pragma("clang loop unroll_count(4)")
#define SLIPBURST_KEEP_LOOP _Pragma("clang loop unroll(disable)")
#else
#define SLIPBURST_UNROLL _Pragma("GCC unroll 16")
#define SLIPBURST_UNROLL_4 _Pragma("GCC unroll 4")
#define SLIPBURST_KEEP_LOOP _Pragma("GCC unroll 1") _Pragma("GCC ivdep")
#endif
/// Type of a local name for an object in memory: devices copy it, in pieces as wide as its alignment allows.
#define SLIPBURST_FETCHED(type) const type&
#endif

/// SLIPBURST_DOUBLES(name, count, numbers...): a type with `count` doubles, name::get(i). A GPU reads them from its
/// constant memory, since a double within the code takes two instructions of its own.
#if defined(__CUDACC__)
#define SLIPBURST_IN_CONSTANT_MEMORY(name, count, ...) \
  static __constant__ double name##InConstantMemory[count] = {__VA_ARGS__};
#else
#define SLIPBURST_IN_CONSTANT_MEMORY(name, count, ...)
#endif
#if defined(__CUDA_ARCH__)
#define SLIPBURST_DOUBLE_AT(name, i) name##InConstantMemory[i]
#else
#define SLIPBURST_DOUBLE_AT(name, i) values[i]
#endif
#define SLIPBURST_DOUBLES(name, count, ...)                                              \
  SLIPBURST_IN_CONSTANT_MEMORY(name, count, __VA_ARGS__)                                 \
  struct name {                                                                          \
    static constexpr int size = count;                                                   \
    static constexpr double values[count] = {__VA_ARGS__};                               \
    SLIPBURST_FUNCTION static double get(int i) { return SLIPBURST_DOUBLE_AT(name, i); } \
  };
