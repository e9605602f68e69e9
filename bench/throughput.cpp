// Speed of the kernels on one CPU core, as one JSON object with its context.
//
// Segments: heights and stresses spread over the al-on-si table, fp64, rtol 1e-8, full ring-down (early stop off).
// Events: the al-on-si case, both channels, three thresholds. Releases: likewise, in the slices of its axis of times.
// After a warm-up each is timed `repeats` times.
#include <sched.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "host/backend/backend.hpp"
#include "host/config/load_case.hpp"
#include "host/model/reduced_model.hpp"
#include "host/run/event_model.hpp"
#include "host/run/release_run.hpp"
#include "host/run/time_edges.hpp"
#include "host/table/builder.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/units/constants.hpp"
#include "slipburst/version.hpp"

namespace {

using namespace slipburst;
using Json = nlohmann::ordered_json;

constexpr int repeats = 5;

std::string processor() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

/// Rates of `work`, which does `amount`, in amounts per second.
Json measure(double amount, const std::function<void()>& work) {
  work();
  std::vector<double> rates;
  for (int i = 0; i < repeats; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    rates.push_back(amount / std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  std::sort(rates.begin(), rates.end());
  return {{"median", rates[repeats / 2]}, {"minimum", rates.front()}, {"maximum", rates.back()}, {"repeats", repeats}};
}

Json segments(host::Backend& backend, const host::Case& c) {
  constexpr int stresses = 100, heights = 100;
  const host::ReducedModel model = host::reduce(c);
  std::vector<exec::Segment> batch;
  for (int i = 0; i < stresses; ++i) {
    for (int j = 0; j < heights; ++j) {
      batch.push_back(model.segment_at(10 * math::exp2(7.0 * j / heights), (30 + 0.3 * i) * units::megapascal));
    }
  }
  std::vector<exec::SegmentResult> results(batch.size());
  exec::SegmentControls controls;
  controls.relative_tolerance = 1e-8;
  controls.extent = exec::Extent::full;
  Json json = measure(static_cast<double>(batch.size()),
                      [&] { backend.integrate(model.segment, controls, host::Precision::fp64, batch, results); });
  double steps = 0;
  for (const auto& result : results) steps += result.steps_accepted;
  json["accepted_steps_per_segment"] = steps / static_cast<double>(results.size());
  return json;
}

constexpr double thresholds[] = {0, 1, 30};

Json events(host::Backend& backend, const host::Case& c, const host::Table& table) {
  constexpr std::uint64_t count = 50'000'000;
  const exec::EventModel model = host::event_model(c, thresholds);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(exec::TallyLayout(model).size()));
  const auto sampler = backend.sampler(model, table.view());
  return measure(static_cast<double>(count), [&] { sampler->add(1, 0, count, counts); });
}

Json releases(host::Backend& backend, const host::Case& c, const host::Table& table) {
  constexpr std::uint64_t count = 20'000'000;
  const std::vector<double> edges = host::time_axis_s(c.histogram);
  return measure(static_cast<double>(count), [&] {
    host::sample_releases(c, table, backend, {1, count, 0, count}, host::TimeSampling::sliced, edges, thresholds);
  });
}

}  // namespace

int main() {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  sched_setaffinity(0, sizeof one, &one);

  const host::Case c = host::load_case("al-on-si");
  const auto backend = host::make_backend("reference", 1);
  const host::Table table = host::build_table(c, *backend);
  const Json result = {{"benchmark", "throughput"},
                       {"git_hash", git_hash},
                       {"compiler", __VERSION__},
                       {"processor", processor()},
                       {"cores", 1},
                       {"backend", backend->name()},
                       {"segments_per_second", segments(*backend, c)},
                       {"events_per_second", events(*backend, c, table)},
                       {"releases_per_second", releases(*backend, c, table)}};
  std::printf("%s\n", result.dump().c_str());
}
