// Events with a time: energies and times of releases together.

#include "bench/counted.hpp"
#include "bench/work.hpp"
#include "host/rates/release_run.hpp"
#include "host/rates/time_edges.hpp"

namespace slipburst::bench {
namespace {

class ReleaseWork : public Work {
 public:
  ReleaseWork(host::TimeSampling sampling, const Setting& setting, Inputs& inputs)
      : setting_(setting),
        events_(inputs.sizes().events),
        film_(inputs.film({})),
        run_(host::empty_releases(film_.settings, host::coverage({seed, whole, 0, whole}), sampling,
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

 private:
  static constexpr std::uint64_t whole = std::uint64_t{1} << 40;  // more than are drawn

  Setting setting_;
  std::uint64_t events_;
  const Film& film_;
  host::ReleaseRun run_;
  kernels::CountingTask task_;
  std::unique_ptr<kernels::EventCounter> counter_;
};

BenchCase release_case(const std::string& name, const std::string& what, host::TimeSampling sampling) {
  return {name, what, "events", {exec::Precision::fp64}, {}, [=](const Setting& setting, Inputs& inputs) {
            return std::make_unique<ReleaseWork>(sampling, setting, inputs);
          }};
}

}  // namespace

std::vector<BenchCase> release_cases() {
  return {release_case("releases", "energy and time of al-on-si, equally in all slices of its axis of times",
                       host::TimeSampling::sliced),
          release_case("releases-plain", "energy and time of al-on-si, lines as they come", host::TimeSampling::plain)};
}

}  // namespace slipburst::bench
