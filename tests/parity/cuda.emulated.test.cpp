// Kernels of kernels/cuda, compiled as C++, on an emulator of CUDA's runtime: support/cuda_emulator.

#include "host/jobs/local_backend.hpp"
#include "host/jobs/team_backend.hpp"
#include "kernels/registry/registry.hpp"
#include "parity/cuda_geometries.hpp"
#include "support/cuda_emulator/control.hpp"
#include "support/cuda_emulator/order.hpp"
#include "support/long_tests.hpp"

using namespace slipburst;

namespace {

constexpr std::uint64_t first_event = 12345678901ull;

/// Size of the tests: under a sanitizer less of everything, since its faults show in any launch of a kernel.
enum class Size { small, usual, full };

const Size size = [] {
  if (testing::long_tests()) return Size::full;
  testing::effort = {testing::sanitized ? 3'011ull : 30'011ull, true};
  return testing::sanitized ? Size::small : Size::usual;
}();

template <class T>
T by_size(T small, T usual, T full) {
  return size == Size::small ? small : size == Size::usual ? usual : full;
}

exec::EventModel model_of(const std::vector<std::string>& overrides, int threshold_count) {
  std::vector<double> thresholds;
  for (int i = 0; i < threshold_count; ++i) thresholds.push_back(0.3 * i * i);
  return host::event_model(host::PreparedCase(testing::make_case(overrides)), thresholds);
}

void check_counts(const exec::EventModel& model, const kernels::CudaGeometry& geometry,
                  std::initializer_list<std::uint64_t> amounts) {
  CAPTURE(geometry.threads_per_block);
  CAPTURE(geometry.blocks);
  const auto reference = kernels::make_reference_backend();
  const auto backend = kernels::make_cuda_backend(0, geometry);
  for (const std::uint64_t count : amounts) {
    CAPTURE(count);
    CHECK(testing::count_events(*backend, model, testing::table_of_events(), first_event, count) ==
          testing::count_events(*reference, model, testing::table_of_events(), first_event, count));
  }
}

}  // namespace

TEST_CASE("emulated CUDA kernels give the bits of the reference") {
  const auto backend = kernels::make_backend("cuda", 0);
  if (size != Size::small) {
    testing::check_same_bits(*backend);
    return;
  }
  SUBCASE("segments") { testing::check_segments(*backend, "model.dynamics=newtonian"); }
  SUBCASE("counts") { testing::check_counts(*backend); }
  SUBCASE("strata") { testing::check_strata(*backend); }
  SUBCASE("releases") { testing::check_releases_of_wide_indices(*backend); }
  SUBCASE("clusters") { testing::check_clusters(*backend); }
}

TEST_CASE("launch geometry does not show") {
  testing::check_geometries({by_size(100, 300, 1000), by_size<std::uint64_t>(3'011, 20'011, 1'000'001),
                             by_size<std::uint64_t>(11, 71, 3001)});
}

TEST_CASE("a geometry that kernels cannot take is refused") { testing::check_refused_geometries(); }

TEST_CASE("any number of events") {
  const exec::EventModel model = testing::busy_model();
  for (const kernels::CudaGeometry& geometry : {kernels::CudaGeometry{}, {32, 1}, {64, 1}, {96, 3}, {256, 1}}) {
    check_counts(model, geometry, {0, 1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 511, 512, 513, 1023});
  }
  check_counts(model, {}, {by_size(5'003ull, 1'000'003ull, 1'000'003ull)});
}

TEST_CASE("histograms up to and beyond the shared memory that a block asks for") {
  for (const char* bins : {"200", "400", "1000"}) {
    const exec::EventModel model = model_of(
        {std::string("histogram.bins_per_decade=") + bins, "pinning.spacing=100 nm", "film.thickness=600 nm"}, 3);
    // Each slot of both channels has a word of thresholds as well.
    const std::size_t bytes = exec::TallyLayout(model).threshold(0, 0) / 2 * 3 * sizeof(unsigned);
    CHECK((bytes > 48 << 10) == (bins != std::string("200")));  // has to be asked for
    CHECK((bytes > 64 << 10) == (bins == std::string("1000")));
    check_counts(model, {}, {1, 33, 50'003});
    check_counts(model, {128, 5}, {50'003});
  }
}

TEST_CASE("any number of thresholds, with plane, grains and thin films") {
  for (const int thresholds : {0, 1, 2, 7, 15, 16}) {
    CAPTURE(thresholds);
    check_counts(model_of({"pinning.spacing=100 nm"}, thresholds), {}, {20'003});
    check_counts(model_of({"pinning.spacing=100 nm", "grain.median=150 nm", "film.thickness=300 nm",
                           "histogram.plane_bins_per_decade=100"},
                          thresholds),
                 {160, 7}, {20'003});
  }
}

TEST_CASE("events of several launches") {
  const kernels::CudaGeometry geometry{64, 3, 0, 100};
  check_counts(testing::busy_model(), geometry, {299, 300, 301, 10'007});
  const auto backend = kernels::make_cuda_backend(0, geometry);
  if (size != Size::small) testing::check_pieces(*backend);
}

namespace {

/// A device that takes small batches, so that a team shares little work among all.
class SmallBatches : public kernels::Backend {
 public:
  explicit SmallBatches(int device) : backend_(kernels::make_cuda_backend(device)) {}

  std::string name() const override { return backend_->name(); }
  std::string description() const override { return backend_->description(); }
  kernels::MinBatch min_batch() const override { return {5000, 16, 5}; }
  void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, exec::Precision precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) override {
    backend_->integrate(model, controls, precision, segments, results);
  }
  std::unique_ptr<kernels::EventSampler> sampler(const exec::EventModel& model, const table::Zones& table) override {
    return backend_->sampler(model, table);
  }
  std::unique_ptr<kernels::ReleaseSampler> release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                           const release::Slices& slices) override {
    return backend_->release_sampler(model, table, slices);
  }
  std::unique_ptr<kernels::EventCounter> counter(const kernels::CountingTask& task) override {
    return backend_->counter(task);
  }
  std::unique_ptr<kernels::EventCounter> counter(const kernels::ClusterTask& task) override {
    return backend_->counter(task);
  }

 private:
  std::unique_ptr<kernels::Backend> backend_;
};

}  // namespace

TEST_CASE("two devices give the bits of the reference") {
  CHECK(kernels::usable_devices() == std::vector<int>{0, 1});
  const auto reference = kernels::make_reference_backend();
  SUBCASE("in turns") {
    const exec::EventModel model = testing::busy_model();
    const auto zero = kernels::make_cuda_backend(0), one = kernels::make_cuda_backend(1);
    const auto on_zero = zero->sampler(model, testing::table_of_events().view()),
               on_one = one->sampler(model, testing::table_of_events().view());
    std::vector<std::uint64_t> counts(static_cast<std::size_t>(exec::TallyLayout(model).size()));
    on_one->add(42, 5, 5'000, counts);
    on_zero->add(42, 5'005, 5'003, counts);
    CHECK(counts == testing::count_events(*reference, model, testing::table_of_events(), 5, 10'003));
  }
  SUBCASE("as a team, with a thread each") {
    std::vector<std::unique_ptr<kernels::Backend>> members;
    for (const int device : {1, 0}) members.push_back(std::make_unique<SmallBatches>(device));
    host::TeamBackend team(std::move(members));
    SUBCASE("segments") { testing::check_segments(team, "model.dynamics=newtonian"); }
    SUBCASE("spectra") {
      const double thresholds[] = {0, 1, 30};
      const host::PreparedCase c(testing::make_case());
      const auto count = [&](kernels::Backend& backend) {
        return host::joined_counters(host::sample_spectrum(c, testing::table_of_events(), backend,
                                                           {42, 200'000, 77, 10'003}, host::Sampling::plain, thresholds)
                                         .strata);
      };
      CHECK(count(team) == count(*reference));
    }
    SUBCASE("releases") {
      if (size != Size::small) testing::check_releases_of_wide_indices(team);
    }
    SUBCASE("clusters") { testing::check_clusters(team); }
  }
}

namespace {

/// Work of all kinds for one backend, with everything but the backend made anew each time.
class Work {
 public:
  explicit Work(kernels::Backend& backend) : backend_(backend) {}

  std::vector<std::uint64_t> counts() const {
    auto counts = testing::count_events(backend_, model_, testing::table_of_events(), first_event, 777);
    const auto moves = testing::count_areas(backend_, clusters_, 3, 5);
    counts.insert(counts.end(), moves.begin(), moves.end());
    return counts;
  }
  std::vector<exec::SegmentResult> segments() const {
    return testing::integrate(backend_, case_, exec::Extent::above_gap, segments_);
  }

 private:
  kernels::Backend& backend_;
  host::Case case_ = testing::make_case();
  std::vector<exec::Segment> segments_ = testing::random_segments(host::reduce(case_), 250);
  exec::EventModel model_ = testing::busy_model();
  host::WatchedClusters clusters_{testing::busy_clusters()};
};

constexpr int out_of_memory = 2, device_unavailable = 46, illegal_address = 700;

/// Number of calls of the runtime that work() makes.
template <class Function>
std::uint64_t calls_of(Function work) {
  const std::uint64_t before = emulator::call_count();
  work();
  return emulator::call_count() - before;
}

}  // namespace

TEST_CASE("the order of threads, blocks and streams does not show") {
  const auto reference = kernels::make_reference_backend();
  const auto backend = kernels::make_cuda_backend(0, {64, 3, 30});
  const Work expected(*reference), work(*backend);
  const auto counts = expected.counts();
  const auto segments = expected.segments();
  const emulator::Control usual = emulator::control();
  emulator::control().blocks_at_once = 16;
  emulator::control().switch_every = 3;
  for (unsigned seed = 2; seed < by_size(4u, 6u, 100u); ++seed) {
    CAPTURE(seed);
    emulator::order().start(seed);
    CHECK(work.counts() == counts);
    CHECK(testing::count_different(work.segments(), segments) == 0);
  }
  emulator::control() = usual;
}

TEST_CASE("a backend goes on after a call that failed") {
  const auto reference = kernels::make_reference_backend();
  const auto backend = kernels::make_cuda_backend(0, {64, 3, 100});
  const Work expected(*reference), work(*backend);
  const auto counts = expected.counts();
  const auto segments = expected.segments();
  const auto all = [&] {
    work.counts();
    work.segments();
  };
  all();
  const std::uint64_t calls = calls_of(all);
  const emulator::InUse in_use = emulator::in_use();
  CHECK(calls > 50);
  for (std::uint64_t n = 0; n < calls; ++n) {
    CAPTURE(n);
    emulator::fail_call(n, out_of_memory);
    CHECK_THROWS_AS(all(), kernels::BackendError);
    const std::string call = emulator::end_failures();
    CAPTURE(call);
    CHECK(emulator::in_use() == in_use);
    CHECK(work.counts() == counts);
    CHECK(testing::count_different(work.segments(), segments) == 0);
  }
}

TEST_CASE("a device that fails for good ends in an exception each time") {
  const auto backend = kernels::make_cuda_backend(1, {64, 3, 100});
  const Work work(*backend);
  const auto all = [&] {
    work.counts();
    work.segments();
  };
  all();
  const std::uint64_t calls = calls_of(all);
  for (std::uint64_t n = 0; n < calls; ++n) {
    CAPTURE(n);
    emulator::fail_call(n, illegal_address, true);
    CHECK_THROWS_AS(all(), kernels::BackendError);
    CHECK_THROWS_AS(all(), kernels::BackendError);
    emulator::end_failures();
  }
}

TEST_CASE("a full device says so") {
  const auto backend = kernels::make_cuda_backend(0);
  const Work work(*backend);
  for (std::uint64_t n = 0;; ++n) {
    emulator::fail_call(n, out_of_memory);
    std::string message;
    try {
      work.counts();
    } catch (const kernels::BackendError& error) {
      message = error.what();
    }
    if (emulator::end_failures() != "cudaMalloc") continue;
    CHECK(message == "CUDA: allocating memory on the GPU: out of memory");
    return;
  }
}

TEST_CASE("a device that does not answer leaves the others usable, and the processors") {
  std::string problem;
  const std::uint64_t calls = calls_of([&] { kernels::cuda_devices(problem); });
  CHECK(problem.empty());
  for (std::uint64_t n = 1; n < calls; ++n) {  // the first asks how many there are
    CAPTURE(n);
    problem.clear();
    emulator::fail_call(n, illegal_address);
    const std::vector<kernels::CudaDevice> devices = kernels::cuda_devices(problem);
    emulator::end_failures();
    REQUIRE(devices.size() == 1);
    CHECK(problem.find("device " + std::to_string(1 - devices.front().index) + ": CUDA: asking for ") == 0);
  }
  for (std::uint64_t n = 0; n < calls; ++n) {
    emulator::fail_call(n, illegal_address, true);
    CHECK(kernels::make_backend("reference", 0)->name() == "reference");
    CHECK(kernels::make_backend("auto", 0)->name() != "cuda");
    CHECK_FALSE(kernels::list_backends().front().usable);
    CHECK_THROWS_AS(kernels::make_backend("cuda", 0), kernels::BackendError);
    emulator::end_failures();
  }
}

TEST_CASE("where no GPU starts, auto takes the processors and says why") {
  const host::BackendChoice choice{"auto", 0, ""};
  CHECK(host::open_local_backend(choice, nullptr).backend->name() == "cuda");
  // The device answers, but does not start: as in exclusive mode, when another process has it.
  const std::uint64_t start = calls_of([&] { host::open_local_backend(choice, nullptr); }) - 1;
  emulator::fail_call(start, device_unavailable);
  const host::OpenedBackend opened = host::open_local_backend(choice, nullptr);
  emulator::end_failures();
  CHECK(opened.backend->name() != "cuda");
  CHECK(opened.notice.find("the GPU cannot be used (the cuda backend cannot run here: device 0: CUDA: ") == 0);
  CHECK(opened.notice.find("uses " + opened.backend->name()) != std::string::npos);
  emulator::fail_call(start, device_unavailable);
  CHECK_THROWS_AS(host::open_local_backend({"cuda", 0, ""}, nullptr), kernels::BackendError);
  emulator::end_failures();
}
