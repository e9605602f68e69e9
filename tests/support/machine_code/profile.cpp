// Work of each kind on machine code, counted: a line of JSON for each case, or for those that are named, with the
// counters or segments that differ from the reference's.

#include <algorithm>
#include <functional>
#include <iostream>
#include <map>

#include "host/detrapping/watched_clusters.hpp"
#include "host/rates/release_run.hpp"
#include "host/rates/time_edges.hpp"
#include "host/table/builder.hpp"
#include "host/table/event_model.hpp"
#include "kernels/cuda/approximate_kernel.hpp"
#include "kernels/cuda/cuda_backend.hpp"
#include "kernels/registry/registry.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/units/constants.hpp"
#include "support/backends.hpp"
#include "support/clusters.hpp"
#include "support/machine_code/counts.hpp"

using namespace slipburst;

namespace {

constexpr std::uint64_t seed = 1, event_count = 500'000, area_count = 300;
/// Releases are drawn in 90 launches, one for each slice, by these blocks. A thread draws 119 in each, as many as one
/// of an H200 does where a slice has 8 million draws: work that is left at the end of a launch counts little.
constexpr std::uint64_t release_count = 11'000'000;
constexpr kernels::CudaGeometry release_geometry{.blocks = 4};

using Counts = std::vector<std::uint64_t>;
using Overrides = std::vector<std::string>;

/// Units of work that were done, and how many of its results differ from the reference's.
struct Outcome {
  std::uint64_t units = 0, different = 0;
};

struct ProfiledCase {
  std::string name, unit;
  std::function<Outcome()> run;
};

kernels::Backend& reference() {
  static const auto backend = kernels::make_backend("reference", 1);
  return *backend;
}
kernels::Backend& device() {
  static const auto backend = kernels::make_cuda_backend(0);
  return *backend;
}

/// Table of al-on-si, for any spacing, or of a case that needs one of its own.
const host::Table& table_of(const host::PreparedCase& c) {
  static std::vector<std::unique_ptr<const host::Table>> tables;
  for (const auto& table : tables) {
    if (table->identity == host::table_identity(c) && table->range == host::default_range(c)) return *table;
  }
  tables.push_back(std::make_unique<const host::Table>(host::build_table(c, reference())));
  return *tables.back();
}

std::uint64_t count_different(const Counts& a, const Counts& b) {
  std::uint64_t different = 0;
  for (std::size_t i = 0; i < a.size(); ++i) different += a[i] != b[i];
  return different;
}

/// Runs work on the emulated device, whose counts are those of this work alone, and on the reference.
template <class Work>
std::uint64_t compare(const Work& work, kernels::Backend& on = device()) {
  const Counts expected = work(reference());
  machine_code::clear_counts();
  return count_different(work(on), expected);
}

Outcome events(const Overrides& overrides, const std::vector<double>& thresholds) {
  const host::PreparedCase c(testing::make_case(overrides));
  const exec::EventModel model = host::event_model(c, thresholds);
  const host::Table& table = table_of(c);
  return {event_count, compare([&](kernels::Backend& backend) {
            Counts counts(static_cast<std::size_t>(exec::TallyLayout(model).size()));
            backend.sampler(model, table.view())->add(seed, 0, event_count, counts);
            return counts;
          })};
}

/// Approximate events, whose counts are not the reference's: none is said to differ.
Outcome approximate_events() {
  const host::PreparedCase c(testing::make_case());
  const double thresholds[] = {0, 1, 30};
  const exec::EventModel model = host::event_model(c, thresholds);
  Counts counts(static_cast<std::size_t>(exec::TallyLayout(model).size()));
  device();
  const auto sampler = kernels::make_approximate_sampler(model, table_of(c).view());
  machine_code::clear_counts();
  sampler->add(seed, random::unstratified(), random::all_events(0, event_count), counts);
  return {event_count, 0};
}

Outcome releases(host::TimeSampling sampling) {
  const host::PreparedCase c(testing::make_case());
  const double thresholds[] = {0, 1, 30};
  const host::ReleaseRun run = host::empty_releases(c, host::coverage({seed, release_count, 0, release_count}),
                                                    sampling, host::time_axis_s(c->histogram), thresholds);
  const kernels::CountingTask task = host::counting_task(run, c, table_of(c));
  const auto draw = [&](kernels::Backend& backend) {
    Counts counts(task.counters());
    const auto counter = backend.counter(task);
    counter->add(0, release_count);
    counter->collect(counts);
    return counts;
  };
  const auto on = kernels::make_cuda_backend(0, release_geometry);
  return {release_count, compare(draw, *on)};
}

/// Some rows of the grid of 1000 x 1000 segments that slipburst_bench integrates.
Outcome segments(exec::Precision precision, exec::Extent extent) {
  const host::ReducedModel model = host::reduce(testing::make_case());
  exec::SegmentControls controls;
  controls.relative_tolerance = precision == exec::Precision::fp64 ? 1e-8 : 1e-5;
  controls.extent = extent;
  constexpr int side = 1000, rows = 4;
  std::vector<exec::Segment> segments;
  for (int i = 0; i < rows; ++i) {
    const double stress = (30 + 30 * (i + 0.5) / rows) * units::megapascal;
    for (int j = 0; j < side; ++j) {
      segments.push_back(model.segment_at(10 * math::exp2(7 * static_cast<double>(j) / side), stress));
    }
  }
  std::vector<exec::SegmentResult> found(segments.size()), expected(segments.size());
  reference().integrate(model.segment, controls, precision, segments, expected);
  machine_code::clear_counts();
  device().integrate(model.segment, controls, precision, segments, found);
  return {segments.size(), static_cast<std::uint64_t>(testing::count_different(found, expected))};
}

Outcome clusters() {
  const host::WatchedClusters clusters(testing::cluster_case());
  const auto different =
      compare([&](kernels::Backend& backend) { return testing::count_areas(backend, clusters, 0, area_count); });
  const auto& experiment = clusters.experiment();
  return {area_count * static_cast<std::uint64_t>(experiment.clusters) * static_cast<std::uint64_t>(experiment.windows),
          different};
}

std::vector<ProfiledCase> cases() {
  const std::vector<double> usual = {0, 1, 30};
  std::vector<double> sixteen;
  for (int i = 0; i < 16; ++i) sixteen.push_back(2 * i);
  const auto event_case = [&](const char* name, const Overrides& overrides, const std::vector<double>& thresholds) {
    return ProfiledCase{name, "events", [=] { return events(overrides, thresholds); }};
  };
  const auto segment_case = [](const char* name, exec::Precision precision, exec::Extent extent) {
    return ProfiledCase{name, "segments", [=] { return segments(precision, extent); }};
  };
  return {
      event_case("events", {}, usual),
      event_case("events-no-thresholds", {}, {}),
      event_case("events-16-thresholds", {}, sixteen),
      event_case("events-grains", {"grain.median=500 nm"}, usual),
      event_case("events-plane", {"histogram.plane_bins_per_decade=10"}, usual),
      event_case("events-two-zones", {"detector.subgap_efficiency=0.5"}, usual),
      event_case("events-30nm", {"pinning.spacing=30 nm"}, usual),
      event_case("events-100nm", {"pinning.spacing=100 nm"}, usual),
      {"events-approximate", "events", approximate_events},
      {"releases", "events", [] { return releases(host::TimeSampling::sliced); }},
      {"releases-plain", "events", [] { return releases(host::TimeSampling::plain); }},
      segment_case("segments", exec::Precision::fp64, exec::Extent::full),
      segment_case("segments-above-gap", exec::Precision::fp64, exec::Extent::above_gap),
      segment_case("segments-fp32", exec::Precision::fp32, exec::Extent::full),
      {"clusters", "cluster-windows", clusters},
  };
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> names(argv + 1, argv + argc);
  for (const ProfiledCase& one : cases()) {
    if (!names.empty() && std::ranges::find(names, one.name) == names.end()) continue;
    const Outcome outcome = one.run();
    std::cout << "{\"case\":\"" << one.name << "\",\"unit\":\"" << one.unit << "\",\"units\":" << outcome.units
              << ",\"different\":" << outcome.different << ",\"codes\":";
    machine_code::write_counts(std::cout);
    std::cout << "}" << std::endl;
  }
}
