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
/// Before a short loop: unroll it whole. Device compilers do so by themselves.
#define SLIPBURST_UNROLL _Pragma("GCC unroll 16")
/// Before a long loop of a few operations each: four at a time.
#define SLIPBURST_UNROLL_4 _Pragma("GCC unroll 4")
/// Before a short loop: leave it to the loop vectoriser. What it writes is nowhere read by it.
#define SLIPBURST_KEEP_LOOP _Pragma("GCC unroll 1") _Pragma("GCC ivdep")
/// Type of a local name for something in memory: devices copy it, in pieces as wide as its alignment allows.
#define SLIPBURST_FETCHED(type) const type&
#endif
