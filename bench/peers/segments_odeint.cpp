// Boost.Odeint: its controlled Dormand-Prince 5(4) with dense output, and Boost's Lambert W at each stage.
#include <array>
#include <boost/math/special_functions/lambert_w.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <boost/numeric/odeint.hpp>
#include <boost/version.hpp>
#include <cmath>

#include "peer.hpp"

namespace {

namespace odeint = boost::numeric::odeint;
namespace policies = boost::math::policies;

using State = std::array<double, 2>;  // distance and speed

constexpr double pi = 3.14159265358979323846;
const double min_distance = std::sqrt(2 * std::exp(1.0));  // nearer than this, W has no real value: L is held at 1/2

/// L of a distance.
double logarithm(double y) {
  // Boost would compute in long double otherwise.
  using Policy = policies::policy<policies::promote_double<false>>;
  return y > min_distance ? -0.5 * boost::math::lambert_wm1(-2 / (y * y), Policy()) : 0.5;
}

class Integrator {
 public:
  Integrator(double image, double gap, double tolerance) : image_(image), gap_(gap), tolerance_(tolerance) {}

  /// Above-gap energies: drops of the mechanical energy between turning points and gap crossings.
  peer::Energies operator()(const peer::Segment& segment) const {
    const double stress = segment.stress, equilibrium = image_ / stress;
    const auto motion = [&](const State& x, State& rate, double) {
      const double mass = logarithm(x[0]);
      rate[0] = x[1];
      rate[1] = (image_ / x[0] - stress - 0.5 * pi * std::exp(-mass) * x[1]) / mass;
    };
    const auto energy = [&](const State& x) {
      return 0.5 * logarithm(x[0]) * x[1] * x[1] + stress * (x[0] - equilibrium) -
             image_ * std::log(x[0] / equilibrium);
    };
    const State start{segment.start, 0};
    const double initial = energy(start);
    peer::Energies result;
    double last = initial;
    bool inside = segment.start < gap_;
    const auto book = [&](const State& x, bool approaching) {
      const double now = energy(x);
      if (inside) (approaching ? result.crystal : result.film) += last - now;
      last = now;
    };
    // Speeds below 0.1 need not be known better than 0.1.
    auto stepper = odeint::make_dense_output(0.1 * tolerance_, tolerance_, odeint::runge_kutta_dopri5<State>());
    stepper.initialize(start, 0, 0.01 * std::sqrt(segment.start * logarithm(segment.start) / stress));
    for (;;) {
      const auto [from, to] = stepper.do_step(motion);
      const auto root = [&](auto value, double a, double b) {
        State x;
        const auto at = [&](double t) {
          stepper.calc_state(t, x);
          return value(x);
        };
        std::uintmax_t most = 100;
        const auto bracket =
            boost::math::tools::toms748_solve(at, a, b, boost::math::tools::eps_tolerance<double>(40), most);
        return 0.5 * (bracket.first + bracket.second);
      };
      // One direction of motion from a to b.
      const auto pass = [&](double a, double b, const State& end, bool approaching) {
        const bool now_inside = end[0] < gap_;
        if (now_inside == inside || now_inside != approaching) return;
        State x;
        stepper.calc_state(root([&](const State& s) { return s[0] - gap_; }, a, b), x);
        book(x, approaching);
        inside = now_inside;
      };
      const State& before = stepper.previous_state();
      const State& after = stepper.current_state();
      const bool approaching = before[1] < 0 || (before[1] == 0 && after[1] < 0);
      if (before[1] != 0 && (before[1] < 0) != (after[1] < 0)) {
        const double turn = root([](const State& s) { return s[1]; }, from, to);
        State x;
        stepper.calc_state(turn, x);
        pass(from, turn, x, approaching);
        book(x, approaching);
        pass(turn, to, after, !approaching);
      } else {
        pass(from, to, after, approaching);
      }
      const double left = energy(after);
      if (left < 1e-9 * initial) {
        book(after, after[1] < 0);
        return result;
      }
      if (!(left <= 2 * initial)) peer::fail("a segment did not come to rest");
    }
  }

 private:
  double image_, gap_, tolerance_;
};

}  // namespace

int main(int count, char** arguments) {
  const peer::Options options = peer::read_options(count, arguments);
  const peer::SegmentWork work = peer::read_segments(options);
  const Integrator integrate(work.image, work.gap_distance, work.tolerance);
  std::vector<peer::Energies> found(work.segments.size());
  const auto repeat = [&] {
    for (std::size_t i = 0; i < found.size(); ++i) found[i] = integrate(work.segments[i]);
  };
  repeat();
  if (!options.answer.empty()) peer::write(options.answer, peer::answer(options, found));
  peer::serve({{"ready", true},
               {"peer", "odeint"},
               {"unit", "segments"},
               {"versions", {{"boost", BOOST_LIB_VERSION}, {"compiler", __VERSION__}}},
               {"device", "cpu"},
               {"threads", 1}},
              found.size(), repeat);
}
