#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "host/app/commands.hpp"
#include "host/app/report.hpp"
#include "host/base/error.hpp"
#include "host/detrapping/frenkel_kontorova.hpp"
#include "host/text/count.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::host {
namespace {

double within(const std::string& text, double least, double most, const char* option) {
  const double value = parse_quantity(text, Dimension::dimensionless, option);
  if (value >= least && value <= most) return value;
  throw InputError(fmt::format("{} = \"{}\" is not from {:g} to {:g}", option, text, least, most));
}

/// Peierls barrier in closed form over V0: 16 pi^2 w^2 / sinh(pi^2 w).
double closed_form(double width) {
  const double turned = math::pi * math::pi * width;
  return 16 * turned * width / std::sinh(turned);
}

}  // namespace

void run_peierls(const PeierlsOptions& options) {
  using Chain = FrenkelKontorovaChain;
  const double width = within(options.width, Chain::min_width, Chain::max_width, "--width");
  const double harmonic =
      within(options.second_harmonic, Chain::min_harmonic, Chain::max_harmonic, "--second-harmonic");
  const Chain chain(width, harmonic);
  const int length = 2 * chain.half_length() + 1;
  const std::uint64_t atoms = parse_count(options.atoms, "--atoms");
  if (atoms > static_cast<std::uint64_t>(length)) {
    throw InputError(fmt::format("--atoms {}: the chain has {}, from where on nothing changes; list at most these",
                                 options.atoms, length));
  }
  const RelaxedBarrier relaxed = chain.relaxed_barrier();
  Report list = Report::array();
  const int first = -static_cast<int>(atoms / 2);
  for (int n = first; n < first + static_cast<int>(atoms); ++n) {
    const auto at = static_cast<std::size_t>(n + chain.half_length());
    list.push_back({{"atom", n},
                    {"minimum_position", relaxed.minimum.positions[at]},
                    {"saddle_position", relaxed.saddle.positions[at]}});
  }
  print_report({{"width", width},
                {"second_harmonic", harmonic},
                {"rigid_barrier_over_V0", chain.rigid_barrier()},
                {"rigid_closed_form_over_V0", harmonic == 1 ? Report(closed_form(width)) : Report()},
                {"relaxed_barrier_over_V0", relaxed.barrier},
                {"minimum_energy_over_V0", relaxed.minimum.energy},
                {"saddle_energy_over_V0", relaxed.saddle.energy},
                {"chain_atoms", length},
                {"atoms", list}},
               options.json);
}

}  // namespace slipburst::host
