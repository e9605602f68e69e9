// Events with a time: energies and times of releases together.

#include <span>

#include "bench/counted.hpp"
#include "bench/event_order.hpp"
#include "bench/work.hpp"
#include "host/rates/release_run.hpp"
#include "host/rates/time_edges.hpp"
#include "host/sampling/counting_run.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::bench {
namespace {

class ReleaseWork : public Work {
 public:
  ReleaseWork(const std::string& name, host::TimeSampling sampling, const Setting& setting, Inputs& inputs)
      : name_(name),
        setting_(setting),
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

  Json order() override {
    const host::Depinning& depinning = film_.settings->depinning;
    Json json = {{"format", 1}, {"case", name_}, {"kind", "releases"}, {"seed", seed}, {"events", events_}};
    json["attempts_Hz"] = depinning.attempt_frequency * units::picoseconds_per_second;
    json["gamma"] = depinning.gamma;
    json["edges_s"] = host::time_axis_s(film_.settings->histogram);
    json.update(event_order(run_.model, film_));
    json["thresholds_eV"] = run_.thresholds_eV;
    return json;
  }

  Json answer() override {
    host::set_counters(counts_of(*counter_, task_.counters(), events_), run_.draws);
    Json json = {{"format", 1}, {"case", name_}, {"kind", "releases"}, {"events", events_}};
    json["releases"] = run_.releases();
    for (std::size_t slice = 0; slice < run_.slices->size(); ++slice) add_slice(slice, json);
    return json;
  }

 private:
  static constexpr std::uint64_t whole = std::uint64_t{1} << 40;  // more than are drawn

  /// Adds the draws, the mass and the counts of a slice to an answer.
  void add_slice(std::size_t slice, Json& json) const {
    const bool plain = run_.sampling == host::TimeSampling::plain;
    const exec::TallyLayout layout(run_.model);
    const auto size = static_cast<std::size_t>(layout.size());
    const auto counts = std::span(run_.draws.at(plain ? 0 : slice).counts).subspan(plain ? slice * size : 0, size);
    const auto row = [&](std::int64_t first, std::int32_t count) {
      const auto part = counts.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
      return std::vector(part.begin(), part.end());
    };
    const std::uint64_t slices = run_.draws.size();
    json["drawn"].push_back(plain ? events_ : host::coverage({seed, events_, 0, events_}).every(slices, slice));
    json["mass"].push_back(plain ? run_.slices->plain_mass() : run_.slices->info(slice).mass);
    json["rejected"].push_back(counts[static_cast<std::size_t>(layout.rejected())]);
    for (int channel = 0; channel < table::channels; ++channel) {
      Json& of_channel = json["channels"][channel_names[channel]];
      of_channel["subsonic"].push_back(row(layout.slot(channel, false, 0), layout.slots));
      of_channel["supersonic"].push_back(row(layout.slot(channel, true, 0), layout.slots));
      of_channel["thresholds"].push_back(row(layout.threshold(channel, 0), layout.thresholds));
    }
  }

  std::string name_;
  Setting setting_;
  std::uint64_t events_;
  const Film& film_;
  host::ReleaseRun run_;
  kernels::CountingTask task_;
  std::unique_ptr<kernels::EventCounter> counter_;
};

BenchCase release_case(const std::string& name, const std::string& what, host::TimeSampling sampling) {
  return {name, what, "events", {exec::Precision::fp64}, "", [=](const Setting& setting, Inputs& inputs) {
            return std::make_unique<ReleaseWork>(name, sampling, setting, inputs);
          }};
}

}  // namespace

std::vector<BenchCase> release_cases() {
  return {release_case("releases", "energy and time of al-on-si, equally in all slices of its axis of times",
                       host::TimeSampling::sliced),
          release_case("releases-plain", "energy and time of al-on-si, lines as they come", host::TimeSampling::plain)};
}

}  // namespace slipburst::bench
