// Events by the approximate kernel of the GPU, whose counts are not the same on every device: the speed that this would
// gain.

#include "bench/work.hpp"

#if SLIPBURST_HAVE_CUDA
#include "bench/counted.hpp"
#include "host/sampling/spectrum.hpp"
#include "kernels/cuda/approximate_kernel.hpp"
#endif

namespace slipburst::bench {
namespace {

#if SLIPBURST_HAVE_CUDA

class FastEventWork : public Work {
 public:
  FastEventWork(const Setting& setting, Inputs& inputs)
      : setting_(setting),
        events_(inputs.sizes().events),
        film_(inputs.film({})),
        spectrum_(host::empty_spectrum(film_.settings, host::coverage({seed, events_, 0, events_}),
                                       host::Sampling::plain, thresholds_eV)),
        task_(host::counting_task(spectrum_, film_.table())),
        sampler_(kernels::make_approximate_sampler(task_.model, task_.table)),
        counts_(task_.counters()) {}

  double run(std::uint64_t times) override {
    const std::uint64_t count = times * setting_.backend.min_batch().events;
    sampler_->add(seed, 0, count, counts_);
    return static_cast<double>(count);
  }

  Json accuracy() override {
    std::vector<std::uint64_t> counts(counts_.size());
    sampler_->add(seed, 0, events_, counts);
    return {{"reference", "counts of the reference backend"},
            {"events", events_},
            {"share_moved", share_moved(counts, reference_counts(task_, events_))}};
  }

 private:
  /// Net share of the events in another slot of a channel's histogram; the greater share of both channels.
  double share_moved(const std::vector<std::uint64_t>& counts, const std::vector<std::uint64_t>& exact) const {
    const exec::TallyLayout layout(task_.model);
    std::uint64_t most = 0;
    for (int channel = 0; channel < table::channels; ++channel) {
      std::uint64_t differences = 0;  // each moved event adds two
      for (std::int64_t slot = layout.slot(channel, false, 0); slot < layout.slot(channel + 1, false, 0); ++slot) {
        const std::uint64_t a = counts[static_cast<std::size_t>(slot)], b = exact[static_cast<std::size_t>(slot)];
        differences += a > b ? a - b : b - a;
      }
      most = std::max(most, differences);
    }
    return 0.5 * static_cast<double>(most) / static_cast<double>(events_);
  }

  Setting setting_;
  std::uint64_t events_;
  const Film& film_;
  host::Spectrum spectrum_;
  kernels::CountingTask task_;
  std::unique_ptr<kernels::EventSampler> sampler_;
  std::vector<std::uint64_t> counts_;
};

#endif

std::unique_ptr<Work> approximate_events([[maybe_unused]] const Setting& setting, [[maybe_unused]] Inputs& inputs) {
#if SLIPBURST_HAVE_CUDA
  return std::make_unique<FastEventWork>(setting, inputs);
#else
  throw kernels::BackendError("events-approximate is not in this build, which has no CUDA");
#endif
}

}  // namespace

std::vector<BenchCase> approximate_event_cases() {
  return {{"events-approximate",
           "the events of `events` in single precision with approximate logarithms: not the same counts",
           "events",
           {exec::Precision::fp32},
           {"cuda"},
           approximate_events}};
}

}  // namespace slipburst::bench
