#pragma once
/// \file One step of the Dormand-Prince 5(4) pair, with its fourth-order dense output.
///
/// Coefficients: J. R. Dormand and P. J. Prince, J. Comput. Appl. Math. 6, 19 (1980); dense output: E. Hairer,
/// S. P. Norsett and G. Wanner, Solving Ordinary Differential Equations I, Sec. II.6.

#include "slipburst/ode/vector.hpp"

namespace slipburst::ode {

/// Weights of the derivatives, [derivative]; that at the second stage counts only in the next stages.
// clang-format off
SLIPBURST_DOUBLES(SecondStage, 1, 1.0 / 5)
SLIPBURST_DOUBLES(ThirdStage, 2, 3.0 / 40, 9.0 / 40)
SLIPBURST_DOUBLES(FourthStage, 3, 44.0 / 45, -56.0 / 15, 32.0 / 9)
SLIPBURST_DOUBLES(FifthStage, 4, 19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729)
SLIPBURST_DOUBLES(SixthStage, 5, 9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656)
SLIPBURST_DOUBLES(FifthOrder, 6, 35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84)
SLIPBURST_DOUBLES(OrderDifference, 7, 71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525,
                  -1.0 / 40)
SLIPBURST_DOUBLES(DenseQuartic, 7, -12715105075.0 / 11282082432.0, 0, 87487479700.0 / 32700410799.0,
                  -10690763975.0 / 1880347072.0, 701980252875.0 / 199316789632.0, -1453857185.0 / 822651844.0,
                  69997945.0 / 29380423.0)
// clang-format on

/// A trial step from `start` over `size`; the last stage is the first of the next step.
template <class Real, int Size>
struct Step {
  using State = Vector<Real, Size>;

  Real size;
  State start, end;
  State k1, k3, k4, k5, k6, k7;  ///< derivatives at the stages; the second has no weight after the step

  /// Difference of the fifth- and the fourth-order results.
  SLIPBURST_FUNCTION State error() const {
    using Weight = OrderDifference;
    State sum = scaled(math::number<Real, Weight, 0>(), k1);
    sum = fused(math::number<Real, Weight, 2>(), k3, sum);
    sum = fused(math::number<Real, Weight, 3>(), k4, sum);
    sum = fused(math::number<Real, Weight, 4>(), k5, sum);
    sum = fused(math::number<Real, Weight, 5>(), k6, sum);
    sum = fused(math::number<Real, Weight, 6>(), k7, sum);
    return scaled(size, sum);
  }
};

/// start + size rate, or what a right-hand side makes of it that knows some rates to be 0.
template <class Real, int Size, class Function>
SLIPBURST_INLINED_FUNCTION Vector<Real, Size> moved(const Function& f, const Vector<Real, Size>& start, Real size,
                                                    const Vector<Real, Size>& rate) {
  if constexpr (requires { f.moved(start, size, rate); }) {
    return f.moved(start, size, rate);
  } else {
    return fused(size, rate, start);
  }
}

/// Makes the step `y(t + size)` of dy/dt = f(y); `k1` must be f(start).
template <class Real, int Size, class Function>
SLIPBURST_FUNCTION inline Step<Real, Size> dormand_prince(const Function& f, const Vector<Real, Size>& start,
                                                          const Vector<Real, Size>& k1, Real size) {
  using State = Vector<Real, Size>;
  Step<Real, Size> step;
  step.size = size;
  step.start = start;
  step.k1 = k1;
  const State k2 = f(moved(f, start, size * math::number<Real, SecondStage, 0>(), k1));
  State sum = scaled(math::number<Real, ThirdStage, 0>(), k1);
  sum = fused(math::number<Real, ThirdStage, 1>(), k2, sum);
  step.k3 = f(moved(f, start, size, sum));
  sum = scaled(math::number<Real, FourthStage, 0>(), k1);
  sum = fused(math::number<Real, FourthStage, 1>(), k2, sum);
  sum = fused(math::number<Real, FourthStage, 2>(), step.k3, sum);
  step.k4 = f(moved(f, start, size, sum));
  sum = scaled(math::number<Real, FifthStage, 0>(), k1);
  sum = fused(math::number<Real, FifthStage, 1>(), k2, sum);
  sum = fused(math::number<Real, FifthStage, 2>(), step.k3, sum);
  sum = fused(math::number<Real, FifthStage, 3>(), step.k4, sum);
  step.k5 = f(moved(f, start, size, sum));
  sum = scaled(math::number<Real, SixthStage, 0>(), k1);
  sum = fused(math::number<Real, SixthStage, 1>(), k2, sum);
  sum = fused(math::number<Real, SixthStage, 2>(), step.k3, sum);
  sum = fused(math::number<Real, SixthStage, 3>(), step.k4, sum);
  sum = fused(math::number<Real, SixthStage, 4>(), step.k5, sum);
  step.k6 = f(moved(f, start, size, sum));
  sum = scaled(math::number<Real, FifthOrder, 0>(), k1);
  sum = fused(math::number<Real, FifthOrder, 2>(), step.k3, sum);
  sum = fused(math::number<Real, FifthOrder, 3>(), step.k4, sum);
  sum = fused(math::number<Real, FifthOrder, 4>(), step.k5, sum);
  sum = fused(math::number<Real, FifthOrder, 5>(), step.k6, sum);
  step.end = moved(f, start, size, sum);
  step.k7 = f(step.end);
  return step;
}

/// The step's interpolant: component i at fraction theta in [0, 1].
template <class Real, int Size>
class DenseOutput {
 public:
  SLIPBURST_FUNCTION explicit DenseOutput(const Step<Real, Size>& step) : start_(step.start) {
    for (int i = 0; i < Size; ++i) {
      difference_[i] = step.end[i] - step.start[i];
      const Real bend = math::fused(step.size, step.k1[i], -difference_[i]);
      bend_[i] = bend;
      cubic_[i] = math::fused(-step.size, step.k7[i], difference_[i]) - bend;
      Real sum = math::number<Real, DenseQuartic, 0>() * step.k1[i];
      sum = math::fused(math::number<Real, DenseQuartic, 2>(), step.k3[i], sum);
      sum = math::fused(math::number<Real, DenseQuartic, 3>(), step.k4[i], sum);
      sum = math::fused(math::number<Real, DenseQuartic, 4>(), step.k5[i], sum);
      sum = math::fused(math::number<Real, DenseQuartic, 5>(), step.k6[i], sum);
      sum = math::fused(math::number<Real, DenseQuartic, 6>(), step.k7[i], sum);
      quartic_[i] = step.size * sum;
    }
  }

  SLIPBURST_FUNCTION Real operator()(int i, Real theta) const {
    const Real rest = Real(1) - theta;
    Real value = math::fused(rest, quartic_[i], cubic_[i]);
    value = math::fused(theta, value, bend_[i]);
    value = math::fused(rest, value, difference_[i]);
    return math::fused(theta, value, start_[i]);
  }

 private:
  Vector<Real, Size> start_, difference_, bend_, cubic_, quartic_;
};

}  // namespace slipburst::ode
