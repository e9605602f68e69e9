#pragma once
/// \file Annotations shared by every backend.

#if defined(__CUDACC__) || defined(__HIPCC__)
#define SLIPBURST_FUNCTION __host__ __device__
#define SLIPBURST_UNROLL
#define SLIPBURST_UNROLL_4
#define SLIPBURST_KEEP_LOOP
#define SLIPBURST_FETCHED(type) const type
#else
#define SLIPBURST_FUNCTION
/// Unrolls the short loop that follows completely. Device compilers do so by themselves.
#define SLIPBURST_UNROLL _Pragma("GCC unroll 16")
/// Unrolls the long loop of a few operations each that follows, four at a time.
#define SLIPBURST_UNROLL_4 _Pragma("GCC unroll 4")
/// Leaves the short loop that follows to the loop vectoriser. Precondition: the loop reads no element that it writes in
/// another iteration.
#define SLIPBURST_KEEP_LOOP _Pragma("GCC unroll 1") _Pragma("GCC ivdep")
/// Type of a local name for an object in memory: devices copy it, in pieces as wide as its alignment allows.
#define SLIPBURST_FETCHED(type) const type&
#endif
