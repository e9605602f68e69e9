// Integrates a segment and samples a few events through the installed library alone.
#include <cmath>
#include <iostream>
#include <vector>

#include "host/table/builder.hpp"
#include "host/table/event_model.hpp"
#include "kernels/registry/registry.hpp"
#include "slipburst/units/constants.hpp"
#include "slipburst/version.hpp"

using namespace slipburst;

int main() {
  host::Case settings{};
  settings.film = {"Al", 25 * units::gigapascal, 0.286, 3.04, 0.36};
  settings.substrate = {"Si", 51 * units::gigapascal};
  settings.pinning = {50, 1};
  settings.sigma0 = 120 * units::megapascal;
  settings.table.tolerance = 1e-2;

  const host::PreparedCase c(settings);
  const host::ReducedModel& model = c.model();
  const exec::SegmentExecutor<double> integrate(model.segment, host::segment_controls(c->numerics, exec::Extent::full));
  const double energy = integrate(model.segment_at(50, 45 * units::megapascal)).crystal_above * model.energy_eV_per_nm;

  const auto backend = kernels::make_backend("auto", 1);
  const host::Table table = host::build_table(c, *backend);
  const double thresholds[] = {0};
  const exec::EventModel events = host::event_model(c, thresholds);
  const exec::TallyLayout layout(events);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(layout.size()));
  backend->sampler(events, table.view())->add(1, 0, 1000000, counts);
  const double share = static_cast<double>(counts[static_cast<std::size_t>(layout.threshold(0, 0))]) * 1e-6;

  std::cout << "slipburst " << version << " on " << backend->name() << ": " << energy << " eV/nm, P(E>0) " << share
            << '\n';
  return std::abs(energy - 0.3337156) < 1e-6 && std::abs(share - 0.39786) < 2e-3 ? 0 : 1;
}
