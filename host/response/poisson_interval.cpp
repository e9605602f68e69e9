#include "host/response/poisson_interval.hpp"

#include <boost/math/special_functions/gamma.hpp>

namespace slipburst::host {

Interval poisson_interval(std::uint64_t count, double confidence) {
  const double n = static_cast<double>(count), outside = (1 - confidence) / 2;
  return {count == 0 ? 0 : boost::math::gamma_p_inv(n, outside), boost::math::gamma_q_inv(n + 1, outside)};
}

}  // namespace slipburst::host
