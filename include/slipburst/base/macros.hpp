#pragma once
/// \file Annotations shared by every backend.

#if defined(__CUDACC__) || defined(__HIPCC__)
#define SLIPBURST_FUNCTION __host__ __device__
#define SLIPBURST_UNROLL
#define SLIPBURST_KEEP_LOOP
#define SLIPBURST_FETCHED(type) const type
#else
#define SLIPBURST_FUNCTION
/// Before a short loop: unroll it whole. Device compilers do so by themselves.
#define SLIPBURST_UNROLL _Pragma("GCC unroll 16")
/// Before a short loop: leave it to the loop vectoriser.
#define SLIPBURST_KEEP_LOOP _Pragma("GCC unroll 1")
/// Type of a local name for something in memory: devices copy it, in pieces as wide as its alignment allows.
#define SLIPBURST_FETCHED(type) const type&
#endif
