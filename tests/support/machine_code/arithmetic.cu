// Functions and warps on machine code against the same on the host: a test of the translator.

#include <cuda_runtime.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>
#include <vector>

#include "kernels/cuda/quick_division.cuh"
#include "slipburst/math/elementary.hpp"
#include "slipburst/physics/effective_mass.hpp"

using namespace slipburst;

namespace {

/// 1 / x by a quick division where that is sure.
template <class Real>
SLIPBURST_FUNCTION Real quick_inverse(Real x) {
  kernels::QuickDivision<Real> division;
  const Real inverse = division.inverse(x);
  return division.sure() ? inverse : 1 / x;
}

/// x / y likewise, of the other sign where a sure ratio is not what math::Division says.
template <class Real>
SLIPBURST_FUNCTION Real quick_ratio(Real x, Real y) {
  kernels::QuickDivision<Real> division;
  const Real ratio = division.ratio(x, y), exact = x / y;
  if (!division.sure()) return exact;
  const Real size = math::abs(exact), found = math::abs(ratio);
  if (size >= Real(1e-9) && size <= Real(1e9)) return ratio;
  return (size < Real(1e-9) ? found < Real(1e-8) : !(found <= Real(1e8))) ? exact : -exact;
}

#define FUNCTION(name, expression)                                                                                   \
  struct name {                                                                                                      \
    static constexpr const char* text = #expression;                                                                 \
    SLIPBURST_FUNCTION static double of([[maybe_unused]] double x, [[maybe_unused]] double y) { return expression; } \
  }

FUNCTION(Quotient, x / y);
FUNCTION(Inverse, 1 / x);
FUNCTION(Root, math::sqrt(x));
FUNCTION(QuotientOfFloats, static_cast<float>(x) / static_cast<float>(y));
FUNCTION(InverseOfFloat, 1 / static_cast<float>(x));
FUNCTION(RootOfFloat, math::sqrt(static_cast<float>(x)));
FUNCTION(QuickInverse, quick_inverse(x));
FUNCTION(QuickInverseOfFloat, quick_inverse(static_cast<float>(x)));
FUNCTION(QuickRatio, quick_ratio(x, y));
FUNCTION(QuickRatioOfFloats, quick_ratio(static_cast<float>(x), static_cast<float>(y)));
FUNCTION(Smaller, x < y ? x : y);
FUNCTION(Log2, math::log2(x));
FUNCTION(Log2OfFloat, math::log2(static_cast<float>(x)));
FUNCTION(Exp2, math::exp2(math::log2(x)));
FUNCTION(Expm1, math::expm1(-math::log2(x)));
FUNCTION(Log1p, math::log1p_ratio(x));
FUNCTION(Cosine, math::cos_turns(x / (x + y)));
FUNCTION(ExpMinus, math::exp_minus(x));
FUNCTION(Logarithm, physics::logarithm_at(x));
FUNCTION(Integer, static_cast<std::int32_t>(x));
FUNCTION(LongQuotient, static_cast<double>(static_cast<std::uint64_t>(x) / (static_cast<std::uint64_t>(y) + 1)));
FUNCTION(LongRest, static_cast<double>(static_cast<std::uint64_t>(x * 1e9) % (static_cast<std::uint64_t>(y) + 3)));

/// Memory of the device that is filled from a vector.
template <class T>
class DeviceCopy {
 public:
  explicit DeviceCopy(const std::vector<T>& values) : size_(values.size()) {
    void* memory = nullptr;
    cudaMalloc(&memory, size_ * sizeof(T));
    data_ = static_cast<T*>(memory);
    cudaMemcpyAsync(data_, values.data(), size_ * sizeof(T), cudaMemcpyHostToDevice, nullptr);
  }
  ~DeviceCopy() { cudaFree(data_); }
  DeviceCopy(const DeviceCopy&) = delete;
  DeviceCopy& operator=(const DeviceCopy&) = delete;

  T* data() const { return data_; }
  std::vector<T> values() const {
    std::vector<T> values(size_);
    cudaDeviceSynchronize();
    cudaMemcpyAsync(values.data(), data_, size_ * sizeof(T), cudaMemcpyDeviceToHost, nullptr);
    cudaDeviceSynchronize();
    return values;
  }

 private:
  T* data_ = nullptr;
  std::size_t size_;
};

template <class Function>
__global__ void apply(const double* x, const double* y, double* z, int count) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < count) z[i] = Function::of(x[i], y[i]);
}

/// Equal bits, or both NaN.
bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

template <class Function>
int count_different(const std::vector<double>& x, const std::vector<double>& y) {
  const auto count = static_cast<int>(x.size());
  const DeviceCopy<double> from_x(x), from_y(y), to(x);
  apply<Function><<<(count + 63) / 64, 64>>>(from_x.data(), from_y.data(), to.data(), count);
  const std::vector<double> found = to.values();
  int different = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double expected = Function::of(x[i], y[i]);
    if (same(expected, found[i])) continue;
    if (different++ == 0) std::printf("%s of %a, %a is %a, not %a\n", Function::text, x[i], y[i], found[i], expected);
  }
  std::printf("%s: %d of %d differ\n", Function::text, different, count);
  return different;
}

template <class... Functions>
int count_all_different(const std::vector<double>& x, const std::vector<double>& y) {
  return (count_different<Functions>(x, y) + ...);
}

constexpr int threads = 96;

/// Value of the longest of the loops in which the lanes of a warp part, and sums and ballots of the whole warp after
/// it; values of the block by shared memory.
__global__ void act_together(const unsigned* from, unsigned* to) {
  __shared__ unsigned values[threads], sum;
  const unsigned i = threadIdx.x, lane = i % 32;
  unsigned steps = 0;
  for (unsigned x = from[i]; x != 1; x = x % 2 ? 3 * x + 1 : x / 2) ++steps;
  if (i == 0) sum = 0;
  values[i] = steps;
  __syncthreads();
  atomicAdd(&sum, values[threads - 1 - i]);
  const unsigned odd = __ballot_sync(~0u, steps % 2), all = __reduce_add_sync(~0u, steps);
  const unsigned next = __shfl_sync(~0u, steps, (lane + 1) % 32), above = __shfl_up_sync(~0u, steps, 3);
  const unsigned opposite = __shfl_xor_sync(~0u, steps, 16);
  __syncthreads();
  to[i] = 31 * (31 * (31 * (31 * (31 * sum + odd) + all) + next) + above) + opposite;
}

int count_different_together() {
  std::vector<unsigned> from, steps, expected;
  for (unsigned i = 0; i < threads; ++i) {
    from.push_back(7 + 5 * i);
    steps.push_back(0);
    for (unsigned x = from[i]; x != 1; x = x % 2 ? 3 * x + 1 : x / 2) ++steps[i];
  }
  unsigned sum = 0;
  for (const unsigned each : steps) sum += each;
  for (unsigned i = 0; i < threads; ++i) {
    const unsigned warp = i / 32 * 32, lane = i % 32;
    unsigned odd = 0, all = 0;
    for (unsigned l = 0; l < 32; ++l) {
      odd |= steps[warp + l] % 2 << l;
      all += steps[warp + l];
    }
    const unsigned next = steps[warp + (lane + 1) % 32], above = lane < 3 ? steps[i] : steps[i - 3];
    const unsigned opposite = steps[warp + (lane ^ 16)];
    expected.push_back(31 * (31 * (31 * (31 * (31 * sum + odd) + all) + next) + above) + opposite);
  }
  const DeviceCopy<unsigned> in(from), out(from);
  act_together<<<1, threads>>>(in.data(), out.data());
  const std::vector<unsigned> found = out.values();
  int different = 0;
  for (std::size_t i = 0; i < found.size(); ++i) different += found[i] != expected[i];
  std::printf("warps: %d of %d differ\n", different, threads);
  return different;
}

}  // namespace

/// \param arguments  number of arguments that each function gets, 4000 unless given
int main(int argument_count, char** arguments) {
  std::mt19937_64 random(3);
  std::vector<double> x, y;
  for (int count = argument_count > 1 ? std::atoi(arguments[1]) : 4000; count > 0; --count) {
    x.push_back(std::exp2(40 * (static_cast<double>(random()) * 0x1p-64) - 10));
    y.push_back(std::exp2(40 * (static_cast<double>(random()) * 0x1p-64) - 10));
  }
  using Limits = std::numeric_limits<double>;
  const double special[] = {
      0.0,  -0.0, 1.0,   -1.0,  3.0,    Limits::max(), Limits::min(), Limits::denorm_min(), Limits::infinity(),
      1e38, 4e38, 1e-38, 1e-45, -7e-40, 1e300,         -1e-310,       -Limits::infinity(),  Limits::quiet_NaN()};
  std::vector<double> odd_x, odd_y;
  for (const double a : special) {
    for (const double b : special) {
      odd_x.push_back(a);
      odd_y.push_back(b);
    }
  }
  const int different =
      count_all_different<Quotient, Inverse, Root, QuotientOfFloats, InverseOfFloat, RootOfFloat, QuickInverse,
                          QuickInverseOfFloat, QuickRatio, QuickRatioOfFloats, Smaller, Log2, Log2OfFloat, Exp2, Expm1,
                          Log1p, Cosine, ExpMinus, Logarithm, Integer, LongQuotient, LongRest>(x, y) +
      count_all_different<Quotient, Inverse, Root, QuotientOfFloats, InverseOfFloat, RootOfFloat, QuickInverse,
                          QuickInverseOfFloat, QuickRatio, QuickRatioOfFloats, Smaller>(odd_x, odd_y) +
      count_different_together();
  return different == 0 ? 0 : 1;
}
