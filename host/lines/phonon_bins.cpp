#include "host/lines/phonon_bins.hpp"

#include <algorithm>
#include <limits>

#include "slipburst/math/elementary.hpp"
#include "slipburst/physics/effective_mass.hpp"

namespace slipburst::host {

PhononBins::PhononBins(const ReducedModel& model, double pair_breaking_meV, double max_distance, std::uint64_t bins,
                       Phonons phonons) {
  const double scale = model.max_phonon_meV / physics::max_frequency;  // meV at L = 0
  const double lowest = scale * math::exp2(-physics::logarithm_at(max_distance) / math::ln2);
  const double gap = std::min(pair_breaking_meV, model.max_phonon_meV);
  if (lowest < gap) {
    append(lowest, gap, phonons == Phonons::all ? bins : 1);
    first_above_ = edges_meV_.size();
  }
  if (gap < model.max_phonon_meV) append(gap, model.max_phonon_meV, bins);
  edges_meV_.push_back(model.max_phonon_meV);

  for (const double edge : edges_meV_) {
    const double logarithm = math::log(scale / edge);
    distances_.push_back(edge == pair_breaking_meV ? model.segment.gap_distance : physics::reduced_distance(logarithm));
    roots_.push_back(math::sqrt(edge == pair_breaking_meV ? model.segment.gap_logarithm : logarithm));
  }
  distances_.front() = std::numeric_limits<double>::infinity();
  distances_.back() = 0;
}

void PhononBins::append(double low_meV, double high_meV, std::uint64_t bins) {
  const double octaves = math::log2(high_meV / low_meV);
  edges_meV_.push_back(low_meV);
  for (std::uint64_t i = 1; i < bins; ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(bins);
    edges_meV_.push_back(low_meV * math::exp2(octaves * part));
  }
}

std::size_t PhononBins::at(double distance) const {
  const auto nearer =
      std::lower_bound(distances_.begin(), distances_.end(), distance, [](double edge, double d) { return edge > d; });
  const auto index = static_cast<std::size_t>(nearer - distances_.begin());
  return std::clamp<std::size_t>(index, 1, distances_.size() - 1) - 1;
}

}  // namespace slipburst::host
