// CUB's device-wide histogram of the events, in two ways of which it takes the faster: over a transform iterator that
// draws the events, once for each channel; or over slots of both channels that a transform has stored.
#include <thrust/execution_policy.h>
#include <thrust/iterator/counting_iterator.h>
#include <thrust/iterator/transform_iterator.h>
#include <thrust/transform.h>

#include <cub/device/device_histogram.cuh>
#include <cuda/std/array>

#include "gpu.hpp"
#include "table_event.hpp"

namespace {

using Count = unsigned;  // of one call, whose events are below 2^31

struct OneChannel {
  peer::TableEvent event;
  bool film;

  __host__ __device__ int operator()(std::uint64_t i) const {
    const peer::Slots slots = event(i);
    return film ? slots.film : slots.crystal;
  }
};

/// Calls a function of CUB with the storage it asks for.
template <class Function>
void with_storage(peer::DeviceArray<char>& storage, Function function) {
  std::size_t bytes = 0;
  peer::check(function(nullptr, bytes));
  if (bytes > storage.size()) storage.resize(bytes);
  peer::check(function(storage.data(), bytes));
}

class Histograms {
 public:
  Histograms(const peer::TableEvent& event, int slots) : event_(event), slots_(slots) {
    counts_.resize(2 * static_cast<std::size_t>(slots));
    stored_.resize(max_stored);
  }

  void over_iterator(std::uint64_t events) {
    for (int film = 0; film < 2; ++film) {
      const auto samples =
          thrust::make_transform_iterator(thrust::counting_iterator<std::uint64_t>(0), OneChannel{event_, film == 1});
      with_storage(storage_, [&](void* storage, std::size_t& bytes) {
        return cub::DeviceHistogram::HistogramEven(storage, bytes, samples, counts_.data() + film * slots_, slots_ + 1,
                                                   0, slots_, static_cast<int>(events));
      });
    }
    counts_.copy_to(found_);
    total_.assign(found_.begin(), found_.end());
  }

  void over_stored(std::uint64_t events) {
    total_.assign(counts_.size(), 0);
    const cuda::std::array<Count*, 2> counts{counts_.data(), counts_.data() + slots_};
    const cuda::std::array<int, 2> levels{slots_ + 1, slots_ + 1}, lower{0, 0}, upper{slots_, slots_};
    for (std::uint64_t first = 0; first < events; first += max_stored) {
      const std::uint64_t size = std::min(max_stored, events - first);
      thrust::transform(thrust::cuda::par_nosync, thrust::counting_iterator<std::uint64_t>(first),
                        thrust::counting_iterator<std::uint64_t>(first + size), stored_.data(), event_);
      const auto* samples = reinterpret_cast<const std::uint16_t*>(stored_.data());
      with_storage(storage_, [&](void* storage, std::size_t& bytes) {
        return cub::DeviceHistogram::MultiHistogramEven<2, 2>(storage, bytes, samples, counts, levels, lower, upper,
                                                              static_cast<int>(size));
      });
      counts_.copy_to(found_);
      for (std::size_t i = 0; i < total_.size(); ++i) total_[i] += found_[i];
    }
  }

  const std::vector<std::uint64_t>& total() const { return total_; }

 private:
  static constexpr std::uint64_t max_stored = std::uint64_t{1} << 24;

  peer::TableEvent event_;
  int slots_;
  peer::DeviceArray<Count> counts_;
  peer::DeviceArray<peer::Slots> stored_;
  peer::DeviceArray<char> storage_;
  std::vector<Count> found_;
  std::vector<std::uint64_t> total_;
};

template <class Work>
double seconds(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int main(int count, char** arguments) {
  const peer::Options options =
      peer::read_options(count, arguments, {.work = {}, .answer = {}, .every = 1, .events = 2'000'000'000});
  if (options.events >= std::uint64_t{1} << 31) peer::fail("--events: give less than 2^31");
  if (!options.host) peer::require_gpu();
  const peer::Json work = peer::read_work(options, "events");
  peer::EventTables tables(work);
  const int slots = 2 * tables.event.slots;
  const auto answered = work.at("events").get<std::uint64_t>();
  if (answered >= std::uint64_t{1} << 31) peer::fail(options.work + ": peers answer for less than 2^31 events");

  const auto answer = [&](std::uint64_t events, const std::vector<std::uint64_t>& counts) {
    if (options.answer.empty()) return;
    const std::vector<std::uint64_t> crystal(counts.begin(), counts.begin() + slots),
        film(counts.begin() + slots, counts.end());
    peer::write(options.answer, {{"events", events}, {"same_words", true}, {"counts", {crystal, film}}});
  };
  const auto about = [&](const std::string& device, const std::string& way) -> peer::Json {
    return {{"ready", true},    {"peer", "cub"},
            {"unit", "events"}, {"versions", {{"cuda", CUDART_VERSION}, {"cub", CUB_VERSION}, {"way", way}}},
            {"device", device}, {"threads", 1}};
  };

  if (options.host) {
    std::vector<std::uint64_t> counts;
    const auto draw = [&](std::uint64_t events) {
      counts.assign(2 * static_cast<std::size_t>(slots), 0);
      for (std::uint64_t i = 0; i < events; ++i) {
        const peer::Slots at = tables.event(i);
        ++counts[at.crystal];
        ++counts[static_cast<std::size_t>(slots) + at.film];
      }
    };
    draw(answered);
    answer(answered, counts);
    peer::serve(about("cpu", "plain loop"), options.events, [&] { draw(options.events); });
    return 0;
  }

  peer::DeviceArray<double> low, per_width, threshold;
  peer::DeviceArray<float> supersonic, spread, cells;
  peer::DeviceArray<int> guess;
  low.copy_from(tables.low);
  per_width.copy_from(tables.per_width);
  threshold.copy_from(tables.threshold);
  supersonic.copy_from(tables.supersonic);
  spread.copy_from(tables.spread);
  guess.copy_from(tables.guess);
  cells.copy_from(tables.cells);
  tables.use(low.data(), per_width.data(), threshold.data(), supersonic.data(), spread.data(), guess.data(),
             cells.data());
  Histograms histograms(tables.event, slots);
  histograms.over_iterator(answered);
  const std::vector<std::uint64_t> by_iterator = histograms.total();
  histograms.over_stored(answered);
  if (by_iterator != histograms.total()) peer::fail("the two ways of counting disagree");
  answer(answered, by_iterator);
  const double iterating = seconds([&] { histograms.over_iterator(options.events); });
  const double storing = seconds([&] { histograms.over_stored(options.events); });
  const bool stored = storing < iterating;
  peer::serve(about(peer::device_name(), stored ? "stored slots" : "transform iterator"), options.events, [&] {
    if (stored) {
      histograms.over_stored(options.events);
    } else {
      histograms.over_iterator(options.events);
    }
  });
}
