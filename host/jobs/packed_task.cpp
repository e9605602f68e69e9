#include "host/jobs/packed_task.hpp"

#include <span>
#include <utility>

namespace slipburst::host {
namespace {

/// Puts values, and arrays that a task points to.
class TaskWriter {
 public:
  explicit TaskWriter(ByteWriter& out) : out_(out) {}

  template <class T>
  void value(const T& value) {
    out_.put(value);
  }
  template <class T>
  void array(const T* values, std::int64_t count) {
    out_.put_array(std::span(values, static_cast<std::size_t>(count)));
  }

 private:
  ByteWriter& out_;
};

/// Gets values and arrays of a TaskWriter. Arrays are kept in `arrays`; the pointer to an empty array is null, as that
/// to the cells of an absent lower zone, see table::Zones::divided.
class TaskReader {
 public:
  TaskReader(ByteReader& in, std::vector<std::shared_ptr<const void>>& arrays) : in_(in), arrays_(arrays) {}

  template <class T>
  void value(T& value) {
    in_.get(value);
  }
  template <class T>
  void array(const T*& values, std::int64_t) {
    const auto array = std::make_shared<const std::vector<T>>(in_.get_array<T>());
    arrays_.push_back(array);
    values = array->empty() ? nullptr : array->data();
  }

 private:
  ByteReader& in_;
  std::vector<std::shared_ptr<const void>>& arrays_;
};

template <class Archive>
void transfer_arrays(Archive& archive, table::View& view) {
  const std::int64_t rows = view.stress.cells();
  archive.array(view.threshold, rows * table::threshold_terms);
  archive.array(view.supersonic, rows * table::supersonic_terms);
  archive.array(view.cells, rows * view.height_cells);
}

template <class Archive>
void transfer(Archive& archive, release::Slices& s) {
  archive.value(s);
  archive.array(s.history.pieces, std::int64_t{s.population_count} * s.history.count);
  archive.array(s.populations, s.population_count);
  archive.array(s.density.eta, s.density.nodes);
  archive.array(s.density.value, s.density.nodes);
  archive.array(s.edges, s.timed + 1);
  archive.array(s.parts, s.part_count);
  archive.array(s.first_cell, s.slices + 1);
  archive.array(s.cells, s.first_cell[s.slices]);
  archive.array(s.guide, std::int64_t{s.slices} * release::Slices::guide_posts);
  archive.array(s.keep_words, std::int64_t{s.slices} * release::KeepWords::intervals);
  archive.array(s.lost_slice, s.history.count);
}

/// \param slices  storage that the task points to if its releases have times
template <class Archive>
void transfer(Archive& archive, kernels::CountingTask& task, release::Slices& slices) {
  archive.value(task.seed);
  archive.value(task.model);
  archive.value(task.table);
  archive.value(task.stratified);
  transfer_arrays(archive, task.table.upper);
  transfer_arrays(archive, task.table.lower);
  bool timed = task.slices != nullptr;
  archive.value(timed);
  if (!timed) return;
  task.slices = &slices;
  transfer(archive, slices);
}

template <class Archive>
void transfer(Archive& archive, kernels::ClusterTask& task) {
  detrapping::Experiment& e = task.experiment;
  archive.value(task.seed);
  archive.value(e);
  archive.array(e.conditions, e.condition_count);
  archive.array(e.indirect_Hz, std::int64_t{e.condition_count} * e.depths);
  archive.array(e.depth_at, e.depths);
}

void put(ByteWriter& out, kernels::CountingTask task) {
  out.put_array(std::span<const exec::ReleaseSource>(task.sources));
  release::Slices slices = task.slices ? *task.slices : release::Slices{};
  TaskWriter writer(out);
  transfer(writer, task, slices);
}

void put(ByteWriter& out, kernels::ClusterTask task) {
  TaskWriter writer(out);
  transfer(writer, task);
}

}  // namespace

std::unique_ptr<kernels::EventCounter> counter_of(kernels::Backend& backend, const AnyTask& task) {
  return std::visit([&](const auto& kind) { return backend.counter(kind); }, task);
}

Bytes pack(const AnyTask& task) {
  ByteWriter out;
  out.put(std::holds_alternative<kernels::ClusterTask>(task));
  std::visit([&](const auto& kind) { put(out, kind); }, task);
  return out.take();
}

OwnedTask::OwnedTask(const Bytes& bytes) : slices_{}, task_(kernels::ClusterTask{}) {
  ByteReader in(bytes);
  TaskReader reader(in, arrays_);
  if (in.get<bool>()) {
    transfer(reader, std::get<kernels::ClusterTask>(task_));
  } else {
    kernels::CountingTask task{0, {}, table::View{}, false, nullptr, in.get_array<exec::ReleaseSource>()};
    transfer(reader, task, slices_);
    task_ = std::move(task);
  }
}

}  // namespace slipburst::host
