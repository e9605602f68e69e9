#include <fmt/format.h>

#include <cstdint>
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

double within(const std::string& text, double least, double most, const char* option) {
  const double value = parse_quantity(text, Dimension::dimensionless, option);
  if (value >= least && value <= most) return value;
  throw InputError(fmt::format("{} = \"{}\" is not from {:g} to {:g}", option, text, least, most));
}

}  // namespace

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

}  // namespace slipburst::host
