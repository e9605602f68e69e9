#pragma once
/// \file Counts of the approximate variant of the event kernel against the exact ones.

#include <cmath>
#include <vector>

#include "host/quadrature/exact.hpp"
#include "host/table/event_model.hpp"
#include "support/statistics.hpp"
#include "support/tables.hpp"

namespace slipburst::testing {

inline constexpr double approximate_thresholds_eV[] = {0.1, 10, 100};

inline exec::EventModel approximate_model() {
  return host::event_model(host::PreparedCase(make_case()), approximate_thresholds_eV);
}

/// The quadrature of the model above.
inline host::ExactSpectrum exact_of_approximate() {
  const host::PreparedCase c(make_case());
  const exec::EventModel model = host::event_model(c, {});
  return host::integrate_spectrum(model, host::log2_unit_eV(c), default_table(),
                                  host::table_slices(model, default_table()), host::bin_edges_eV(c->histogram), {});
}

/// Probability of a channel's counts being this far from the quadrature, over bins that expect a hundred and more.
inline double agreement(const std::vector<std::uint64_t>& counts, int channel, double events,
                        const host::ExactChannel& exact) {
  const exec::TallyLayout layout(approximate_model());
  double chi_square = 0;
  int freedom = 0;
  for (std::size_t bin = 0; bin + 1 < exact.above.size(); ++bin) {
    const double expected = events * (exact.above[bin] - exact.above[bin + 1]);
    if (expected < 100) continue;
    const auto slot = tally::LogBins::first + static_cast<std::int32_t>(bin);
    const auto count = static_cast<double>(counts[static_cast<std::size_t>(layout.slot(channel, false, slot))] +
                                           counts[static_cast<std::size_t>(layout.slot(channel, true, slot))]);
    chi_square += (count - expected) * (count - expected) / expected;
    ++freedom;
  }
  return freedom > 20 ? chi_square_probability(chi_square, freedom) : 0;
}

}  // namespace slipburst::testing
