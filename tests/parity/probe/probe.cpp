// Prints digests of tables, and of what is drawn from them, for builds at different levels to be compared.
#include <cinttypes>
#include <cstdio>
#include <span>
#include <vector>

#include "host/detrapping/watched_clusters.hpp"
#include "host/table/builder.hpp"
#include "host/table/event_model.hpp"
#include "kernels/reference/reference_backend.hpp"
#include "slipburst/units/constants.hpp"

using namespace slipburst;

namespace {

/// FNV-1a, 64 bits, over the bytes of arrays.
class Digest {
 public:
  template <class T>
  void add(const std::vector<T>& values) {
    for (const std::byte byte : std::as_bytes(std::span(values))) {
      state_ = (state_ ^ static_cast<std::uint64_t>(byte)) * 0x100000001b3;
    }
  }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325;
};

void add(Digest& digest, const host::Table& table) {
  digest.add(table.threshold);
  digest.add(table.supersonic);
  digest.add(table.cells);
  digest.add(std::vector<double>{table.first_stress, table.accuracy.max_relative_error});
  if (table.lower) add(digest, *table.lower);
}

/// An aluminium film; lengths in nm, the substrate's shear modulus in GPa.
host::Case aluminium_on(const char* substrate, double shear_modulus, double spacing) {
  host::Case c{};
  c.film = {"Al", 25 * units::gigapascal, 0.286, 3.04, 0.36};
  c.substrate = {substrate, shear_modulus * units::gigapascal};
  c.pinning = {spacing, 1, {}};
  c.sigma0 = 120 * units::megapascal;
  return c;
}

void print(const char* name, const host::Case& settings) {
  const host::PreparedCase c(settings);
  const auto backend = kernels::make_reference_backend();
  const host::Table table = host::build_table(c, *backend);
  const double thresholds[] = {0, 1, 30};
  const exec::EventModel model = host::event_model(c, thresholds);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(exec::TallyLayout(model).size()));
  backend->sampler(model, table.view())->add(7, 0, 1'000'003, counts);
  Digest of_table, of_counts;
  add(of_table, table);
  of_counts.add(counts);
  const std::uint64_t emitting = counts[static_cast<std::size_t>(exec::TallyLayout(model).threshold(0, 0))];
  std::printf("%s: table of %zu cells in %d zones %016" PRIx64 ", %" PRIu64 " of the events emit, counts %016" PRIx64
              "\n",
              name, table.cells.size(), table.lower ? 2 : 1, of_table.value(), emitting, of_counts.value());
}

/// Clusters in traps of many depths, drawn anew, under a lattice with Debye's density.
void print_clusters() {
  host::ClusterCase c{};
  c.traps = {{20, 38}, {1, 3}, 5, detrapping::NextTrap::drawn, 5};
  c.shaking.lattice = host::Lattice::debye;
  c.supply = {0.04, 300, 9e-5};
  c.direct.frequency_Hz = 0.004;
  c.watch = {{17, 150, 300}, {150, 1000}, {c.reference.flux}, 30, 60, 7, 170};
  const host::WatchedClusters clusters(c);
  std::vector<std::uint64_t> counts(clusters.counters());
  const auto counter = kernels::make_reference_backend()->counter(kernels::ClusterTask{7, clusters.experiment()});
  counter->add(1, 3001);
  counter->collect(counts);
  Digest digest;
  digest.add(counts);
  std::printf("clusters in %zu conditions, counts %016" PRIx64 "\n", clusters.conditions().size(), digest.value());
}

}  // namespace

int main() {
  print("silicon, 100 nm", aluminium_on("Si", 51, 100));

  host::Case germanium = aluminium_on("Ge", 41, 50);
  germanium.pinning.alpha = 0.8;
  germanium.table.tolerance = 1e-2;
  print("germanium, alpha 0.8", germanium);

  host::Case divided = aluminium_on("Si", 51, 150);
  divided.detector.subgap_efficiency = 0.1;
  divided.film.thickness = 200;
  divided.grain.median = 250;
  divided.histogram.plane_bins_per_decade = 5;
  divided.table.tolerance = 1e-2;
  print("two zones, grains, a plane", divided);

  print_clusters();
}
