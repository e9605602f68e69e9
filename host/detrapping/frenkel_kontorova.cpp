#include "host/detrapping/frenkel_kontorova.hpp"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

#include "slipburst/math/elementary.hpp"

namespace slipburst::host {
namespace {

constexpr long double pi = 3.141592653589793238462643383279502884L;
constexpr double tail = 40;  // e^-40 is left of the kink at the ends

/// Solves the symmetric tridiagonal system with the off-diagonal -k in place of `right`. \return negative pivots, which
/// are as many as negative eigenvalues
int solve(std::vector<double>& diagonal, double k, std::vector<double>& right) {
  const std::size_t size = diagonal.size();
  const double least = std::numeric_limits<double>::epsilon() * k;
  int negative = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (i > 0) {
      diagonal[i] -= k * k / diagonal[i - 1];
      right[i] += k / diagonal[i - 1] * right[i - 1];
    }
    if (std::abs(diagonal[i]) < least) diagonal[i] = least;
    negative += diagonal[i] < 0;
  }
  right.back() /= diagonal.back();
  for (std::size_t i = size - 1; i-- > 0;) right[i] = (right[i] + k * right[i + 1]) / diagonal[i];
  return negative;
}

}  // namespace

FrenkelKontorovaChain::FrenkelKontorovaChain(double width, double harmonic)
    : width_(width),
      harmonic_(harmonic),
      second_((harmonic - 1) * (harmonic + 1) / 4),
      stiffness_(2 * math::pi * math::pi * width * width),
      half_length_(static_cast<int>(std::ceil(tail / (2 * std::asinh(harmonic / (2 * width))))) + 2) {}

long double FrenkelKontorovaChain::substrate(long double u) const {
  const long double one = std::sin(pi * u), two = std::sin(2 * pi * u);
  return one * one + second_ * two * two;
}

long double FrenkelKontorovaChain::kink(long double x) const {
  return 0.5L + std::atan(std::sinh(harmonic_ * x / width_) / harmonic_) / pi;
}

long double FrenkelKontorovaChain::rigid_energy(long double place) const {
  const int reach = static_cast<int>(tail * width_ / harmonic_) + 2;
  long double sum = 0;
  for (int n = -reach; n <= reach; ++n) sum += 2 * substrate(kink(n - place));
  return sum;
}

double FrenkelKontorovaChain::rigid_closed_form() const {
  const double turned = math::pi * math::pi * width_;
  return 16 * turned * width_ / std::sinh(turned);
}

double FrenkelKontorovaChain::rigid_barrier() const {
  // The energy is even in the place, and has the period 1.
  constexpr int steps = 64;
  long double extremes[2] = {};
  for (const int sign : {0, 1}) {
    const auto lowest = [&](long double place) { return (sign == 0 ? 1 : -1) * rigid_energy(place); };
    long double least = lowest(0), at = 0;
    for (int i = 1; i <= steps; ++i) {
      const long double place = 0.5L * i / steps;
      if (const long double value = lowest(place); value < least) least = value, at = place;
    }
    const long double step = 0.5L / steps;
    const auto refined = boost::math::tools::brent_find_minima(lowest, at - step, at + step, 32);
    extremes[sign] = std::min(least, refined.second);
  }
  return static_cast<double>(-extremes[1] - extremes[0]);
}

long double FrenkelKontorovaChain::energy(const Positions& u) const {
  long double sum = 0, last = 0;
  for (const double position : u) {
    const long double stretch = position - last;
    sum += 0.5L * stiffness_ * stretch * stretch + substrate(position);
    last = position;
  }
  return sum + 0.5L * stiffness_ * (1 - last) * (1 - last);
}

bool FrenkelKontorovaChain::relax(Positions& u, int& negative) const {
  constexpr int max_steps = 200;
  constexpr double longest = 0.1;
  const double turn = 2 * math::pi;
  const double at_rest = 4e-15 * (stiffness_ + turn * turn * (0.5 + 2 * std::abs(second_)));
  const std::size_t size = u.size();
  std::vector<double> diagonal(size), force(size);
  for (int step = 0; step < max_steps; ++step) {
    double most = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const double before = i > 0 ? u[i - 1] : 0, after = i + 1 < size ? u[i + 1] : 1, angle = turn * u[i];
      force[i] = stiffness_ * ((after - u[i]) - (u[i] - before)) -
                 turn * (0.5 * std::sin(angle) + second_ * std::sin(2 * angle));
      diagonal[i] = 2 * stiffness_ + turn * turn * (0.5 * std::cos(angle) + 2 * second_ * std::cos(2 * angle));
      most = std::max(most, std::abs(force[i]));
    }
    negative = solve(diagonal, stiffness_, force);
    if (most <= at_rest) return true;
    double far = 0;
    for (const double move : force) far = std::max(far, std::abs(move));
    const double share = std::min(1.0, longest / far);
    for (std::size_t i = 0; i < size; ++i) u[i] += share * force[i];
  }
  return false;
}

RelaxedBarrier FrenkelKontorovaChain::relaxed_barrier() const {
  constexpr int starts = 32;                // from a kink on an atom to one between two; these two first
  constexpr long double the_same = 1e-16L;  // energies that differ by rounding
  struct State {
    long double energy;
    Positions positions;
  };
  std::optional<State> minimum, saddle;
  for (int i = 0; i <= starts; ++i) {
    const int start = i == 1 ? starts : std::max(i - 1, 0);
    Positions u;
    for (int n = -half_length_; n <= half_length_; ++n)
      u.push_back(static_cast<double>(kink(n - 0.5L * start / starts)));
    int negative = 0;
    if (!relax(u, negative) || !std::is_sorted(u.begin(), u.end())) continue;
    const long double value = energy(u);
    if (negative == 0 && (!minimum || value < minimum->energy - the_same))
      minimum = State{value, std::move(u)};
    else if (negative == 1 && (!saddle || value > saddle->energy + the_same))
      saddle = State{value, std::move(u)};
  }
  if (!minimum || !saddle || saddle->energy < minimum->energy) {
    throw std::runtime_error("no minimum and saddle of the chain were found");
  }
  return {static_cast<double>(saddle->energy - minimum->energy),
          {static_cast<double>(minimum->energy), std::move(minimum->positions)},
          {static_cast<double>(saddle->energy), std::move(saddle->positions)}};
}

}  // namespace slipburst::host
