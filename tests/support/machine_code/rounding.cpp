// Operations that are not rounded to nearest. The build compiles this file with -frounding-math.

#include <cfenv>

#include "support/machine_code/numbers.hpp"

namespace machine_code {
namespace {

class RoundingMode {
 public:
  explicit RoundingMode(Rounding rounding) {
    std::fesetround(rounding == Rounding::down ? FE_DOWNWARD : rounding == Rounding::up ? FE_UPWARD : FE_TOWARDZERO);
  }
  ~RoundingMode() { std::fesetround(before_); }
  RoundingMode(const RoundingMode&) = delete;
  RoundingMode& operator=(const RoundingMode&) = delete;

 private:
  int before_ = std::fegetround();
};

/// The volatile variables keep the operation between the changes of the mode.
template <class Real>
Real rounded_fma(Rounding rounding, Real a, Real b, Real c) {
  const volatile Real x = a, y = b, z = c;
  const RoundingMode mode(rounding);
  const volatile Real result = fma(x, y, z);
  return result;
}

}  // namespace

float rounded(Rounding rounding, float a, float b, float c) { return rounded_fma(rounding, a, b, c); }
double rounded(Rounding rounding, double a, double b, double c) { return rounded_fma(rounding, a, b, c); }

float rounded_up(u64 x) {
  const volatile u64 value = x;
  const RoundingMode mode(Rounding::up);
  const volatile float result = static_cast<float>(value);
  return result;
}

}  // namespace machine_code
