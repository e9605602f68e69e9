#include "host/results/seen_rates_file.hpp"

#include <string>
#include <vector>

#include "host/results/response_file.hpp"

namespace slipburst::host {
namespace {

constexpr const char* seen_group[table::channels] = {"crystal", "film"};

/// Writes numbers of slices, moments or windows. \param name  "Hz" or "counts"
void write_rows(OutputFile& file, const std::string& group, const std::vector<SeenReleases>& rows,
                const std::string& name, const std::string& sigma, const std::string& unit) {
  if (rows.empty()) return;
  std::vector<double> seen, seen_sigma, above, above_sigma;
  for (const SeenReleases& row : rows) {
    seen.push_back(row.seen.value);
    seen_sigma.push_back(row.seen.sigma);
    for (const Estimate& estimate : row.above) {
      above.push_back(estimate.value);
      above_sigma.push_back(estimate.sigma);
    }
  }
  const DatasetInfo of_sigma{unit, "one standard deviation"};
  file.dataset(group + "/seen_" + name, seen, {unit, "releases that the detector sees, as drawn, for the case's area"});
  file.dataset(group + "/seen_" + sigma, seen_sigma, of_sigma);
  const std::uint64_t shape[] = {rows.size(), rows.front().above.size()};
  file.dataset(group + "/above_" + name, above, shape,
               {unit, "of these, with at least each energy of /above/energy_eV as measured, [row][energy]"});
  file.dataset(group + "/above_" + sigma, above_sigma, shape, of_sigma);
}

}  // namespace

void write_seen_rates(OutputFile& file, const DetectorResponse& response, const SeenRates& seen,
                      const ReleaseRun& run) {
  for (int channel = 0; channel < table::channels; ++channel) {
    const SeenChannel& rates = seen.channel[channel];
    const std::string name = seen_group[channel];
    write_rows(file, "/response/time/" + name, rates.slices_Hz, "Hz", "sigma_Hz", "Hz");
    write_rows(file, "/response/moments/" + name, rates.moments_Hz, "Hz", "sigma_Hz", "Hz");
    write_rows(file, "/response/windows/" + name, rates.windows, "counts", "sigma", "1");
    const std::uint64_t shape[] = {rates.slices_Hz.size(), run.edges_eV.size() - 1};
    file.dataset(
        "/response/time/" + name + "/rate_Hz_per_eV", rates.map_Hz_per_eV, shape,
        {"Hz/eV", "dR/dE over measured energy, seen, mean over slice and bin, for the case's area, [slice][bin]"});
  }
  write_detector(file, response, run.edges_eV);
}

}  // namespace slipburst::host
