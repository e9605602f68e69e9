// Events with a time: energies and times of releases together.

#include "bench/counted.hpp"
#include "bench/release_order.hpp"
#include "bench/work.hpp"
#include "host/rates/time_edges.hpp"
#include "host/sampling/counting_run.hpp"

namespace slipburst::bench {
namespace {

/// Draws of `al-on-si` under a history.
struct Releases {
  host::TimeSampling sampling;
  std::string history = {};                 ///< stages in TOML
  std::vector<std::string> overrides = {};  ///< of keys
};

class ReleaseWork : public Work {
 public:
  ReleaseWork(const Releases& releases, const Setting& setting, Inputs& inputs)
      : setting_(setting),
        events_(inputs.sizes().events),
        film_(inputs.film(releases.history, releases.overrides)),
        run_(host::empty_releases(film_.settings, host::coverage({seed, whole, 0, whole}), releases.sampling,
                                  host::time_axis_s(film_.settings->histogram), thresholds_eV)),
        task_(host::counting_task(run_, film_.settings, film_.table())),
        counter_(setting.backend.counter(task_)) {}

  double run(std::uint64_t times) override {
    const std::uint64_t count = times * setting_.backend.min_batch().events;
    counter_->add(0, count);
    return static_cast<double>(count);
  }

  Json accuracy() override {
    const auto counts = counts_of(*counter_, task_.counters(), events_);
    return {{"reference", "counts of the reference backend"},
            {"events", events_},
            {"counters", counts.size()},
            {"differing_counters", differing_counters(setting_.backend, task_, counts, events_)}};
  }

  Json order() override { return release_order(film_, run_, events_); }

  Json answer() override {
    host::set_counters(counts_of(*counter_, task_.counters(), events_), run_.draws);
    return release_answer(film_, run_, events_);
  }

 private:
  static constexpr std::uint64_t whole = std::uint64_t{1} << 40;  // more than are drawn

  Setting setting_;
  std::uint64_t events_;
  const Film& film_;
  host::ReleaseRun run_;
  kernels::CountingTask task_;
  std::unique_ptr<kernels::EventCounter> counter_;
};

BenchCase release_case(const std::string& name, const std::string& what, const Releases& releases) {
  return {name, what, "events", {exec::Precision::fp64}, {}, [=](const Setting& setting, Inputs& inputs) {
            return std::make_unique<ReleaseWork>(releases, setting, inputs);
          }};
}

/// A pulse of one hour after cooldown.
const std::string pulse = "[[history]]\nkind = \"pulse\"\nduration = \"1 hour\"\neta_shift = 0.01\n";

/// Four ramps of a day each, two up and two down, 10 days after one another.
std::string ramps() {
  std::string text;
  for (const char* const factor : {"1.02", "1.01", "1.03", "1"}) {
    text += "[[history]]\nkind = \"hold\"\nduration = \"10 days\"\n";
    text += std::string("[[history]]\nkind = \"ramp\"\nduration = \"1 day\"\nstress_factor = ") + factor + "\n";
  }
  return text;
}
const std::vector<std::string> thermal_escape = {"depinning.escape=quantum", "depinning.critical_temperature=5 K",
                                                 "depinning.temperature=1 K"};

}  // namespace

std::vector<BenchCase> release_cases() {
  return {
      release_case("releases", "energy and time of al-on-si, equally in all slices of its axis of times",
                   {host::TimeSampling::sliced}),
      release_case("releases-pulse", "the same after a pulse of the stress", {host::TimeSampling::sliced, pulse}),
      release_case("releases-ramps", "the same under four ramps of the stress, with thermal escape",
                   {host::TimeSampling::sliced, ramps(), thermal_escape}),
      release_case("releases-plain", "energy and time of al-on-si, lines as they come", {host::TimeSampling::plain})};
}

}  // namespace slipburst::bench
