// Counts of the approximate event kernel against the quadrature and against those of the exact kernel for the same
// events. Two chi-squares, each refused below 1e-5; 10^8 events.
#include <doctest/doctest.h>

#include "support/approximate_events.hpp"
#include "support/gpu.hpp"
#if SLIPBURST_HAVE_CUDA
#include "kernels/cuda/approximate_kernel.hpp"
#include "kernels/registry/registry.hpp"
#endif

using namespace slipburst;

TEST_CASE("the approximate kernel samples the exact spectrum") {
  if (!testing::has_device()) return;
#if SLIPBURST_HAVE_CUDA
  constexpr std::uint64_t seed = 5, events = 100'000'000;
  const exec::EventModel model = testing::approximate_model();
  const exec::TallyLayout layout(model);
  const table::Zones zones = testing::default_table().view();
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(layout.size())), exact_counts = counts;
  const auto backend = kernels::make_backend("cuda", 0);
  backend->sampler(model, zones)->add(seed, 0, events, exact_counts);
  kernels::make_approximate_sampler(model, zones)
      ->add(seed, random::unstratified(), random::all_events(0, events), counts);
  const host::ExactSpectrum exact = testing::exact_of_approximate();
  std::uint64_t moved = 0;
  for (int channel = 0; channel < table::channels; ++channel) {
    CHECK(testing::agreement(counts, channel, static_cast<double>(events), exact.channel[channel]) > 1e-5);
    for (std::int64_t slot = layout.slot(channel, false, 0); slot < layout.slot(channel + 1, false, 0); ++slot) {
      const std::uint64_t a = counts[static_cast<std::size_t>(slot)], b = exact_counts[static_cast<std::size_t>(slot)];
      moved += a > b ? a - b : b - a;
    }
  }
  MESSAGE(moved << " of " << events << " events in another slot, net");
  CHECK(moved > 0);  // else the exact kernel ran
  CHECK(static_cast<double>(moved) < 1e-4 * events);
  exec::EventModel with_grains = model;
  with_grains.grains.limit = true;
  CHECK_THROWS_AS(kernels::make_approximate_sampler(with_grains, zones), kernels::BackendError);
#endif
}
