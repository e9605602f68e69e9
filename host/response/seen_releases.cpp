#include "host/response/seen_releases.hpp"

#include <algorithm>
#include <limits>

#include "host/rates/time_edges.hpp"
#include "host/response/expected_counts.hpp"
#include "host/response/response_matrix.hpp"

namespace slipburst::host {
namespace {

constexpr double infinite_eV = std::numeric_limits<double>::infinity();

/// Probability that a burst of each true cell is seen with a measured energy of at least low_eV.
std::vector<double> seen_above(const DetectorResponse& response, std::span<const double> true_edges_eV, double low_eV) {
  const double threshold = response.threshold_eV > 0 ? response.threshold_eV : -infinite_eV;
  Experiment experiment;
  experiment.response = response;
  const MeasuredSpectrum band(experiment, {{std::max(low_eV, threshold), infinite_eV}});
  return ExpectedCounts(band, true_edges_eV).seen().front();
}

Estimate scaled(const Estimate& estimate, double factor) {
  return {estimate.value * factor, estimate.sigma * factor, estimate.low * factor, estimate.high * factor};
}

/// Counters of one channel as a detector sees them.
class ChannelFolder {
 public:
  ChannelFolder(const DetectorResponse& response, const ReleaseValues& values, int channel)
      : values_(values), channel_(channel), matrix_(response, edges(), edges()) {
    weights_.push_back(seen_above(response, edges(), -infinite_eV));
    for (const double energy : values.run().thresholds_eV) weights_.push_back(seen_above(response, edges(), energy));
  }

  SeenReleases releases(std::span<const std::size_t> slices, double factor) const {
    SeenReleases result{scaled(values_.weighted(slices, channel_, weights_.front()), factor), {}};
    for (std::size_t i = 1; i < weights_.size(); ++i) {
      result.above.push_back(scaled(values_.weighted(slices, channel_, weights_[i]), factor));
    }
    return result;
  }

  /// Adds a row of the map.
  void append_densities(std::size_t slice, double per_second, std::vector<double>& map) const {
    const std::vector<double> truth = values_.true_cells(std::span(&slice, 1), channel_);
    const std::vector<double> measured = matrix_.fold(truth);
    for (std::size_t bin = 0; bin + 1 < edges().size(); ++bin) {
      map.push_back(measured[bin + 1] * per_second / (edges()[bin + 1] - edges()[bin]));
    }
  }

 private:
  const std::vector<double>& edges() const { return values_.run().edges_eV; }

  const ReleaseValues& values_;
  int channel_;
  ResponseMatrix matrix_;
  std::vector<std::vector<double>> weights_;  ///< weights of all seen bursts, then of each energy: [true cells]
};

SeenChannel fold_channel_rates(const DetectorResponse& response, const ReleaseValues& values, const Rates& rates,
                               int channel) {
  const ReleaseRun& run = values.run();
  const ChannelFolder folder(response, values, channel);
  SeenChannel result;
  for (const std::size_t slice : values.timed(0, run.slices->edges_s().back())) {
    const SliceInfo& info = run.slices->info(slice);
    const double per_second = 1 / (info.end_s - info.start_s);
    result.slices_Hz.push_back(folder.releases(std::span(&slice, 1), per_second));
    folder.append_densities(slice, per_second, result.map_Hz_per_eV);
  }
  for (const MomentRate& moment : rates.moments) {
    const Exposure near = around(*run.history, moment.time_s, run.sampling == TimeSampling::plain);
    result.moments_Hz.push_back(
        folder.releases(values.timed(near.start_s, near.end_s), 1 / (near.end_s - near.start_s)));
  }
  for (const WindowCounts& counts : rates.windows) {
    std::vector<std::size_t> slices = values.timed(counts.window.start_s, counts.window.end_s);
    const std::vector<std::size_t> at_once = values.at_once(counts.window.start_s, counts.window.end_s);
    slices.insert(slices.end(), at_once.begin(), at_once.end());
    result.windows.push_back(folder.releases(slices, 1));
  }
  return result;
}

}  // namespace

SeenRates seen_rates(const DetectorResponse& response, const ReleaseValues& values, const Rates& rates) {
  SeenRates result;
  for (int channel = 0; channel < table::channels; ++channel) {
    result.channel[channel] = fold_channel_rates(response, values, rates, channel);
  }
  return result;
}

}  // namespace slipburst::host
