#include "host/sampling/scan.hpp"

#include <limits>

#include "host/table/event_model.hpp"

namespace slipburst::host {
namespace {

/// Quantities that decide the bits of a table that is built for a case.
struct TableRequest {
  TableIdentity identity;
  TableRange range;
  double tolerance;

  explicit TableRequest(const PreparedCase& c)
      : identity(table_identity(c)), range(default_range(c)), tolerance(c->table.tolerance) {}
  bool operator==(const TableRequest&) const = default;
};

}  // namespace

std::uint64_t ScanGrid::points() const {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t points = 1;
  for (const std::uint64_t length : lengths_) points = points > most / length ? most : points * length;
  return points;
}

std::vector<std::uint64_t> ScanGrid::positions(std::uint64_t point) const {
  std::vector<std::uint64_t> positions(lengths_.size());
  for (std::size_t axis = lengths_.size(); axis-- > 0;) {
    positions[axis] = point % lengths_[axis];
    point /= lengths_[axis];
  }
  return positions;
}

std::vector<std::vector<std::size_t>> points_by_table(std::span<const PreparedCase> cases,
                                                      const std::function<void()>& poll) {
  std::vector<TableRequest> requests;
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t point = 0; point < cases.size(); ++point) {
    if (poll) poll();
    const TableRequest request(cases[point]);
    std::size_t group = 0;
    while (group < requests.size() && !(requests[group] == request)) ++group;
    if (group == requests.size()) {
      requests.push_back(request);
      groups.emplace_back();
    }
    groups[group].push_back(point);
  }
  return groups;
}

ScanSpectrum scan_spectrum(const PreparedCase& c, const Table& table, kernels::Backend& backend,
                           const ScanMethod& method, const std::function<void()>& poll) {
  if (method.name == "plain" || method.name == "stratified") {
    const Sampling sampling = method.name == "plain" ? Sampling::plain : Sampling::stratified;
    const Spectrum spectrum = sample_spectrum(c, table, backend, method.range, sampling, method.thresholds_eV, poll);
    return {values_of(spectrum), std::numeric_limits<double>::quiet_NaN()};
  }
  const exec::EventModel model = event_model(c, method.thresholds_eV);
  const SliceSource slices = method.name == "direct" ? direct_slices(c, model, table, backend, poll)
                                                     : table_slices(model, table, backend.workers());
  const std::vector<double> edges = bin_edges_eV(c->histogram);
  const ExactSpectrum exact =
      integrate_spectrum(model, log2_unit_eV(c), table, slices, edges, method.thresholds_eV, poll);
  return {values_of(exact, method.name, edges, method.thresholds_eV), exact.relative_error};
}

}  // namespace slipburst::host
