#include "kernels/reference/reference_backend.hpp"

#include <algorithm>

#include "kernels/backend/sampler_of_table.hpp"
#include "slipburst/exec/event_block.hpp"

namespace slipburst::kernels {
namespace {

template <class Real, class Dynamics>
void integrate_all(const exec::SegmentModel& model, const exec::SegmentControls& controls,
                   std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) {
  const exec::SegmentExecutor<Real, false, exec::NoObserver, Dynamics> execute(model, controls);
  for (std::size_t i = 0; i < segments.size(); ++i) results[i] = execute(segments[i]);
}

template <class Real>
void integrate_all(const exec::SegmentModel& model, const exec::SegmentControls& controls,
                   std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) {
  if (model.sound_square > 0) {
    integrate_all<Real, physics::ElastorelativisticDynamics<Real>>(model, controls, segments, results);
  } else {
    integrate_all<Real, physics::NewtonianDynamics<Real>>(model, controls, segments, results);
  }
}

template <class Table>
class ReferenceSampler : public EventSampler {
 public:
  ReferenceSampler(const exec::EventModel& model, const Table& table) : model_(model), executor_(model, table) {}

  void add(std::uint64_t seed, const random::Stratum& stratum, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    const exec::SilentWords::Bounds every_event = exec::SilentWords().bounds(stratum);  // drops no event
    for (std::uint64_t done = 0; done < events.count;) {
      const std::uint64_t block = std::min<std::uint64_t>(events.count - done, exec::EventScratch::capacity);
      exec::add_events(model_, executor_, seed, stratum, every_event, events.part(done, block), scratch_,
                       counts.data());
      done += block;
    }
  }

 private:
  exec::EventModel model_;
  exec::EventExecutor<Table> executor_;
  exec::EventScratch scratch_;
};

class ReferenceBackend : public Backend {
 public:
  std::string name() const override { return "reference"; }
  std::string description() const override { return "plain loop, 1 thread"; }

  void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, exec::Precision precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) override {
    if (precision == exec::Precision::fp64) {
      integrate_all<double>(model, controls, segments, results);
    } else {
      integrate_all<float>(model, controls, segments, results);
    }
  }

  std::unique_ptr<EventSampler> sampler(const exec::EventModel& model, const table::Zones& table) override {
    return sampler_of_table<EventSampler, ReferenceSampler>(model, table);
  }

  std::unique_ptr<ReleaseSampler> release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                  const release::Slices& slices) override {
    return make_reference_release_sampler(model, table, slices);
  }
};

}  // namespace

std::unique_ptr<Backend> make_reference_backend() { return std::make_unique<ReferenceBackend>(); }

}  // namespace slipburst::kernels
