#pragma once
/// \file A reference backend that may be slow or fail, and takes small blocks.

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "kernels/reference/reference_backend.hpp"

namespace slipburst::testing {

struct Oddity {
  std::chrono::microseconds delay{0};  ///< of each block
  int blocks_until_failure = -1;       ///< negative: never fails
  bool fails_to_begin = false;
};

class OddBackend : public kernels::Backend {
 public:
  explicit OddBackend(Oddity oddity = {}) : oddity_(oddity), left_(oddity.blocks_until_failure) {}

  std::string name() const override { return "reference"; }
  std::string description() const override { return "a loop"; }
  kernels::MinBatch min_batch() const override { return {500, 16, 5}; }

  void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, exec::Precision precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) override {
    note_block();
    reference_->integrate(model, controls, precision, segments, results);
  }
  std::unique_ptr<kernels::EventSampler> sampler(const exec::EventModel& model, const table::Zones& table) override {
    return reference_->sampler(model, table);
  }
  std::unique_ptr<kernels::ReleaseSampler> release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                           const release::Slices& slices) override {
    return reference_->release_sampler(model, table, slices);
  }
  std::unique_ptr<kernels::EventCounter> counter(const kernels::CountingTask& task) override {
    if (oddity_.fails_to_begin) throw std::runtime_error("no memory for the table");
    return std::make_unique<Counter>(*this, reference_->counter(task));
  }

  std::unique_ptr<kernels::EventCounter> counter(const kernels::ClusterTask& task) override {
    return std::make_unique<Counter>(*this, reference_->counter(task));
  }

  int blocks() const { return blocks_; }

 private:
  class Counter : public kernels::EventCounter {
   public:
    Counter(OddBackend& backend, std::unique_ptr<kernels::EventCounter> counter)
        : backend_(backend), counter_(std::move(counter)) {}
    void add(std::uint64_t first, std::uint64_t count) override {
      backend_.note_block();
      counter_->add(first, count);
    }
    void collect(std::span<std::uint64_t> counts) override { counter_->collect(counts); }

   private:
    OddBackend& backend_;
    std::unique_ptr<kernels::EventCounter> counter_;
  };

  void note_block() {
    ++blocks_;
    std::this_thread::sleep_for(oddity_.delay);
    if (left_ == 0) throw std::runtime_error("the device fell off the bus");
    if (left_ > 0) --left_;
  }

  Oddity oddity_;
  int left_;
  std::atomic<int> blocks_ = 0;
  std::unique_ptr<kernels::Backend> reference_ = kernels::make_reference_backend();
};

}  // namespace slipburst::testing
