#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "host/app/commands.hpp"
#include "host/app/report.hpp"
#include "host/base/error.hpp"
#include "host/detrapping/frenkel_kontorova.hpp"
#include "host/results/peierls_result.hpp"
#include "host/results/rows.hpp"
#include "host/text/count.hpp"
#include "host/units/quantity.hpp"

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

void run_peierls(const PeierlsOptions& options) {
  using Chain = FrenkelKontorovaChain;
  const double width = within(options.width, Chain::min_width, Chain::max_width, "--width");
  const double harmonic =
      within(options.second_harmonic, Chain::min_harmonic, Chain::max_harmonic, "--second-harmonic");
  const Chain chain(width, harmonic);
  const std::uint64_t atoms = parse_count(options.atoms, "--atoms");
  if (atoms > static_cast<std::uint64_t>(chain.atoms())) {
    throw InputError(fmt::format("--atoms {}: the chain has {}, from where on nothing changes; list at most these",
                                 options.atoms, chain.atoms()));
  }
  const PeierlsResult result{width, harmonic, chain, chain.relaxed_barrier()};
  Report report;
  append_fields(report, peierls_fields(), result);
  report["atoms"] = rows_report(chain_atom_fields(), middle_atoms(result, static_cast<int>(atoms)));
  print_report(report, options.json);
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
