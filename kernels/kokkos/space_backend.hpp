#pragma once
/// \file The shared executors as kernels on a Kokkos execution space, such as a GPU's.

#include <Kokkos_Core.hpp>
#include <memory>
#include <string>

#include "kernels/backend/sampler_of_table.hpp"
#include "kernels/kokkos/cluster_kernel.hpp"
#include "kernels/kokkos/event_kernel.hpp"
#include "kernels/kokkos/release_kernel.hpp"
#include "kernels/kokkos/runtime.hpp"
#include "kernels/kokkos/segment_kernel.hpp"

namespace slipburst::kernels {

template <class Space>
class SpaceBackend : public Backend {
 public:
  explicit SpaceBackend(const SpaceGeometry& geometry) : geometry_(geometry), segments_(geometry) {}

  std::string name() const override { return std::string("kokkos:") + Space::name(); }
  std::string description() const override {
    const std::string threads = std::to_string(Space().concurrency()) + " threads";
    return kokkos_version() + " " + Space::name() + ", " +
           (on_host<Space> ? threads + ", device kernels on the processor" : "device kernels");
  }
  MinBatch min_batch() const override {
    if constexpr (!on_host<Space>) return {std::uint64_t{1} << 25, 1 << 13, 1 << 13};
    const auto threads = static_cast<std::uint64_t>(Space().concurrency());
    return {(std::uint64_t{1} << 18) * threads, 64 * threads, 64 * threads};
  }

  void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, exec::Precision precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) override {
    segments_.integrate(model, controls, precision, segments, results);
  }

  std::unique_ptr<EventSampler> sampler(const exec::EventModel& model, const table::Zones& table) override {
    return sampler_of_table<EventSampler, Sampler>(model, table, geometry_);
  }

  std::unique_ptr<ReleaseSampler> release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                  const release::Slices& slices) override {
    return sampler_of_table<ReleaseSampler, Releases>(model, table, slices, geometry_);
  }

  using Backend::counter;
  std::unique_ptr<EventCounter> counter(const ClusterTask& task) override {
    return std::make_unique<SpaceClusterCounter<Space>>(task, geometry_);
  }

 private:
  template <class Table>
  using Sampler = SpaceSampler<Space, Table>;
  template <class Table>
  using Releases = SpaceReleaseSampler<Space, Table>;

  SpaceGeometry geometry_;
  SpaceIntegrator<Space> segments_;
};

}  // namespace slipburst::kernels
