// Approximations of a GPU's special functions: the number nearest to the exact value. Real ones are off by up to one
// unit of the last place, and the machine code of divisions and roots is made for their very values.

#include "support/machine_code/numbers.hpp"

namespace machine_code {

float approximate_rcp(float x) { return static_cast<float>(1 / static_cast<double>(x)); }
float approximate_rsq(float x) { return static_cast<float>(1 / std::sqrt(static_cast<double>(x))); }
float approximate_lg2(float x) { return static_cast<float>(std::log2(static_cast<double>(flushed(x)))); }
float approximate_ex2(float x) { return flushed(static_cast<float>(std::exp2(static_cast<double>(x)))); }
u32 approximate_rcp64h(u32 high) { return upper(bits(1 / as_double(join(0, high)))); }
u32 approximate_rsq64h(u32 high) { return upper(bits(1 / std::sqrt(as_double(join(0, high))))); }

}  // namespace machine_code
