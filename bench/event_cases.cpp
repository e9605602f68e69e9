// Events drawn from a table.

#include <algorithm>
#include <cmath>

#include "bench/counted.hpp"
#include "bench/event_order.hpp"
#include "bench/work.hpp"
#include "host/sampling/spectrum.hpp"
#include "host/sampling/spectrum_values.hpp"

namespace slipburst::bench {
namespace {

using Counts = std::vector<std::uint64_t>;

struct EventVariant {
  std::string name;
  std::vector<std::string> overrides;
  std::vector<double> thresholds;
  host::Sampling sampling = host::Sampling::plain;
  bool offered = false;                   ///< to other programs, by --work and --answer
  std::vector<std::string> tallies = {};  ///< further overrides, which change no probability

  std::vector<std::string> all_overrides() const {
    std::vector<std::string> all = overrides;
    all.insert(all.end(), tallies.begin(), tallies.end());
    return all;
  }
};

class EventWork : public Work {
 public:
  EventWork(const EventVariant& variant, const Setting& setting, Inputs& inputs)
      : variant_(variant),
        setting_(setting),
        inputs_(inputs),
        film_(inputs.film(variant.all_overrides())),
        spectrum_(host::empty_spectrum(film_.settings, host::coverage({seed, events(), 0, events()}), variant.sampling,
                                       variant.thresholds)),
        task_(host::counting_task(spectrum_, film_.table())),
        counter_(setting.backend.counter(task_)) {}

  double run(std::uint64_t times) override {
    const std::uint64_t count = times * setting_.backend.min_batch().events;
    counter_->add(0, count);
    return static_cast<double>(count);
  }

  Json accuracy() override {
    const Counts counts = counts_of(*counter_, task_.counters(), events());
    const Json differing = differing_counters(setting_.backend, task_, counts, events());
    host::set_counters(counts, spectrum_.strata);
    return {{"reference", "counts of the reference backend; the exact spectrum of the same table"},
            {"events", events()},
            {"counters", counts.size()},
            {"differing_counters", differing},
            {"largest_deviation_in_sigma", largest_deviation()}};
  }

  Json order() override {
    if (!variant_.offered) return nullptr;
    Json json = {{"format", 1}, {"case", variant_.name}, {"kind", "events"}, {"seed", seed}, {"events", events()}};
    json.update(event_order(spectrum_.model, film_));
    json["thresholds_eV"] = spectrum_.thresholds_eV;
    return json;
  }

  Json answer() override {
    if (!variant_.offered) return nullptr;
    const Counts counts = counts_of(*counter_, task_.counters(), events());
    const host::ExactSpectrum& exact = inputs_.exact(variant_.overrides);
    const exec::TallyLayout layout(spectrum_.model);
    const auto row = [&](std::int64_t first, std::int32_t size) {
      return Counts(counts.begin() + first, counts.begin() + first + size);
    };
    Json json = {{"format", 1}, {"case", variant_.name}, {"kind", "events"}, {"events", events()}};
    json["rejected"] = counts[static_cast<std::size_t>(layout.rejected())];
    for (int channel = 0; channel < table::channels; ++channel) {
      const char* const name = channel_names[channel];
      json["channels"][name] = {{"subsonic", row(layout.slot(channel, false, 0), layout.slots)},
                                {"supersonic", row(layout.slot(channel, true, 0), layout.slots)},
                                {"thresholds", row(layout.threshold(channel, 0), layout.thresholds)}};
      const host::ExactChannel& truth = exact.channel[channel];
      json["exact"][name] = {{"above", truth.above}, {"thresholds", truth.thresholds}, {"mean_eV", truth.mean_eV}};
      if (variant_.thresholds.empty()) json["exact"][name].erase("thresholds");
    }
    json["exact"]["rejected"] = exact.rejected;
    return json;
  }

 private:
  std::uint64_t events() const { return inputs_.sizes().events; }

  /// Largest deviation of P(E > edge) from the exact one in standard errors, over both channels and the edges with a
  /// relative error below 0.1.
  double largest_deviation() {
    const host::SpectrumValues values = host::values_of(spectrum_);
    const host::ExactSpectrum& exact = inputs_.exact(variant_.overrides);
    double largest = 0;
    for (int channel = 0; channel < table::channels; ++channel) {
      const std::vector<host::Estimate>& above = values.channel[channel].above;
      for (std::size_t i = 0; i < above.size(); ++i) {
        if (!(above[i].sigma < 0.1 * above[i].value)) continue;
        largest = std::max(largest, std::abs(above[i].value - exact.channel[channel].above[i]) / above[i].sigma);
      }
    }
    return largest;
  }

  EventVariant variant_;
  Setting setting_;
  Inputs& inputs_;
  const Film& film_;
  host::Spectrum spectrum_;
  kernels::CountingTask task_;
  std::unique_ptr<kernels::EventCounter> counter_;
};

BenchCase event_case(const std::string& what, const EventVariant& variant) {
  return {variant.name, what, "events", {exec::Precision::fp64}, {}, [=](const Setting& setting, Inputs& inputs) {
            return std::make_unique<EventWork>(variant, setting, inputs);
          }};
}

}  // namespace

std::vector<BenchCase> event_cases() {
  const std::vector<double> all(std::begin(thresholds_eV), std::end(thresholds_eV));
  return {
      event_case("events of al-on-si: both channels, thresholds 0, 1 and 30 eV",
                 {"events", {}, all, host::Sampling::plain, true}),
      event_case("the same without thresholds", {"events-no-thresholds", {}, {}, host::Sampling::plain, true}),
      event_case("events in 65 strata of the pin height", {"events-stratified", {}, all, host::Sampling::stratified}),
      event_case("events with the plane of crystal and film energy, 10 bins per decade",
                 {"events-plane", {}, all, host::Sampling::plain, false, {"histogram.plane_bins_per_decade=10"}}),
      event_case("events in grains of 500 nm", {"events-grains", {"grain.median=500 nm"}, all}),
      event_case("events from a table in two zones, half of the energy below the gap seen",
                 {"events-two-zones", {"detector.subgap_efficiency=0.5"}, all}),
  };
}

}  // namespace slipburst::bench
