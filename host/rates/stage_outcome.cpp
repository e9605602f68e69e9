#include "host/rates/stage_outcome.hpp"

#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>

#include "host/release/expected_releases.hpp"

namespace slipburst::host {
namespace {

Case without_stage(const Case& c, std::size_t index) {
  Case other = c;
  other.history.erase(other.history.begin() + static_cast<std::ptrdiff_t>(index));
  return other;
}

std::optional<double> half_recovery(const FilmHistory& with, const FilmHistory& without, const Stage& pulse) {
  constexpr double latest_s = 1e13, step = 10;
  const double end_s = pulse.end_s, earliest_s = 1e-6 * (pulse.end_s - pulse.start_s);
  const auto above_half = [&](double log_since) {
    const double time = end_s + std::exp(log_since);
    const double undisturbed = momentary_rate(without, time).rate_Hz;
    return (undisturbed > 0 ? momentary_rate(with, time).rate_Hz / undisturbed : 1) - 0.5;
  };
  double low = std::log(earliest_s), at_low = above_half(low);
  if (at_low >= 0) return {};
  for (double since = earliest_s * step; since < latest_s; since *= step) {
    const double high = std::log(since), at_high = above_half(high);
    if (at_high >= 0) {
      std::uintmax_t most = 60;
      const auto close = [](double a, double b) { return std::abs(a - b) < 1e-9; };
      const auto ends = boost::math::tools::toms748_solve(above_half, low, high, at_low, at_high, close, most);
      return std::exp(0.5 * (ends.first + ends.second));
    }
    low = high;
    at_low = at_high;
  }
  return {};
}

}  // namespace

std::vector<StageOutcome> stage_outcomes(const Case& c, const ReleaseValues& values) {
  std::vector<StageOutcome> outcomes;
  const double end = values.run().slices->edges_s().back();
  for (std::size_t i = 0; i < c.history.size(); ++i) {
    const Stage& stage = c.history[i];
    if (stage.end_s > end) break;
    const std::vector<std::size_t> timed = values.timed(stage.start_s, stage.end_s);
    const std::vector<std::size_t> at_once = values.at_once(stage.start_s, stage.end_s);
    StageOutcome outcome{
        stage, values.expected(timed), values.counts(timed), values.expected(at_once), values.counts(at_once), {}, {}};
    if (stage.kind == StageKind::pulse) {
      const FilmHistory without(without_stage(c, i));
      const double undisturbed = expected_share(without, stage.start_s, stage.end_s) * values.lines();
      outcome.removed = outcome.expected + outcome.expected_at_once - undisturbed;
      outcome.half_recovered_s = half_recovery(*values.run().history, without, stage);
    }
    outcomes.push_back(outcome);
  }
  return outcomes;
}

}  // namespace slipburst::host
