#include "bench/inputs.hpp"

#include <cmath>
#include <utility>

#include "host/config/load_case.hpp"
#include "host/table/builder.hpp"
#include "host/table/event_model.hpp"
#include "kernels/registry/registry.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::bench {

std::shared_ptr<const host::Table> Inputs::table_for(const host::PreparedCase& settings) const {
  for (const auto& [key, film] : films_) {
    if (film && film->table().identity == host::table_identity(settings) &&
        film->table().range == host::default_range(settings)) {
      return film->shared_table;
    }
  }
  return std::make_shared<const host::Table>(host::build_table(settings, backend_));
}

host::PreparedCase Inputs::load(std::vector<std::string> overrides) const { return load("", std::move(overrides)); }

host::PreparedCase Inputs::load(const std::string& history, std::vector<std::string> overrides) const {
  if (quick_) {
    overrides.insert(overrides.end(),
                     {"table.tolerance=0.01", "numerics.relative_tolerance=1e-6", "histogram.bins_per_decade=5"});
  }
  return host::PreparedCase(host::case_from_text("preset = \"al-on-si\"\n" + history, "al-on-si", overrides));
}

const Film& Inputs::film(const std::vector<std::string>& overrides) { return film("", overrides); }

const Film& Inputs::film(const std::string& history, const std::vector<std::string>& overrides) {
  std::unique_ptr<Film>& film = films_[{history, overrides}];
  if (!film) {
    const host::PreparedCase settings = load(history, overrides);
    film = std::make_unique<Film>(Film{settings, table_for(settings)});
  }
  return *film;
}

const host::ExactSpectrum& Inputs::exact(const std::vector<std::string>& overrides) {
  const auto found = exact_.find(overrides);
  if (found != exact_.end()) return found->second;
  const host::PreparedCase& settings = film(overrides).settings;
  const host::Table& table = film(overrides).table();
  const exec::EventModel model = host::event_model(settings, thresholds_eV);
  return exact_[overrides] =
             host::integrate_spectrum(model, host::log2_unit_eV(settings), table, host::table_slices(model, table),
                                      host::bin_edges_eV(settings->histogram), thresholds_eV);
}

const std::vector<exec::Segment>& Inputs::segments() {
  if (!segments_.empty()) return segments_;
  const host::ReducedModel model = load({}).model();
  const auto side = static_cast<std::uint64_t>(std::llround(std::sqrt(static_cast<double>(sizes_.segments))));
  for (std::uint64_t i = 0; i < side; ++i) {
    const double stress = (30 + 30 * static_cast<double>(i) / static_cast<double>(side)) * units::megapascal;
    for (std::uint64_t j = 0; j < side; ++j) {
      const double height = 10 * math::exp2(7 * static_cast<double>(j) / static_cast<double>(side));
      segments_.push_back(model.segment_at(height, stress));
    }
  }
  return segments_;
}

std::size_t Inputs::exact_stride() {
  constexpr std::size_t most = 10'000;
  return (segments().size() + most - 1) / most;
}

const std::vector<exec::SegmentResult>& Inputs::exact_segments() {
  if (!exact_segments_.empty()) return exact_segments_;
  std::vector<exec::Segment> some;
  for (std::size_t i = 0; i < segments().size(); i += exact_stride()) some.push_back(segments()[i]);
  exec::SegmentControls controls;
  controls.relative_tolerance = 1e-12;
  controls.extent = exec::Extent::full;
  exact_segments_.resize(some.size());
  const host::ReducedModel model = load({}).model();
  kernels::make_backend("reference", 1)
      ->integrate(model.segment, controls, exec::Precision::fp64, some, exact_segments_);
  return exact_segments_;
}

}  // namespace slipburst::bench
