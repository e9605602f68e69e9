#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
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

struct PeierlsOptions {
  std::string width, second_harmonic = "1", atoms = "16";
  bool json = false;
};

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

}  // namespace

void add_peierls(CLI::App& app) {
  const auto options = std::make_shared<PeierlsOptions>();
  CLI::App& peierls = *app.add_subcommand("peierls", "the barrier of a kink in a Frenkel-Kontorova chain");
  peierls.add_option("--width", options->width, "of the kink, in lattice constants")->required();
  peierls.add_option("--second-harmonic", options->second_harmonic, "A of the substrate; 1 is a single sine")
      ->capture_default_str();
  peierls.add_option("--atoms", options->atoms, "how many atoms to list")->capture_default_str();
  add_json_option(peierls, options->json);
  peierls.callback([options] { run_peierls(*options); });
}

}  // namespace slipburst::host
