#include "host/jobs/packed_task.hpp"

namespace slipburst::host {
namespace {

template <class T>
std::span<const T> array(const T* values, std::int64_t count) {
  return {values, static_cast<std::size_t>(count)};
}

void put(ByteWriter& out, const table::View& view) {
  const std::int64_t rows = view.stress.cells();
  out.put(view)
      .put_array(array(view.threshold, rows * table::threshold_terms))
      .put_array(array(view.supersonic, rows * table::supersonic_terms))
      .put_array(array(view.cells, rows * view.height_cells));
}

template <class Arrays>
table::View get_view(ByteReader& in, Arrays& arrays) {
  auto view = in.get<table::View>();
  arrays.threshold = in.get_array<double>();
  arrays.supersonic = in.get_array<float>();
  arrays.cells = in.get_array<table::Cell>();
  view.threshold = arrays.threshold.data();
  view.supersonic = arrays.supersonic.data();
  view.cells = arrays.cells.empty() ? nullptr : arrays.cells.data();  // for null cells see table::Zones::divided
  return view;
}

void put(ByteWriter& out, const release::Slices& s) {
  out.put(s)
      .put_array(array(s.history.pieces, std::int64_t{s.population_count} * s.history.count))
      .put_array(array(s.populations, s.population_count))
      .put_array(array(s.density.eta, s.density.nodes))
      .put_array(array(s.density.value, s.density.nodes))
      .put_array(array(s.edges, s.timed + 1))
      .put_array(array(s.parts, s.part_count))
      .put_array(array(s.cells, s.first_cell[s.slices]))
      .put_array(array(s.first_cell, s.slices + 1))
      .put_array(array(s.guide, std::int64_t{s.slices} * release::Slices::guide_posts))
      .put_array(array(s.lost_slice, s.history.count));
}

template <class Arrays>
release::Slices get_slices(ByteReader& in, Arrays& arrays) {
  auto s = in.get<release::Slices>();
  s.history.pieces = (arrays.pieces = in.get_array<release::Piece>()).data();
  s.populations = (arrays.populations = in.get_array<release::Population>()).data();
  s.density.eta = (arrays.eta = in.get_array<double>()).data();
  s.density.value = (arrays.value = in.get_array<double>()).data();
  s.edges = (arrays.edges = in.get_array<double>()).data();
  s.parts = (arrays.parts = in.get_array<release::Part>()).data();
  s.cells = (arrays.cells = in.get_array<release::Cell>()).data();
  s.first_cell = (arrays.first_cell = in.get_array<std::int32_t>()).data();
  s.guide = (arrays.guide = in.get_array<std::int32_t>()).data();
  s.lost_slice = (arrays.lost_slice = in.get_array<std::int32_t>()).data();
  return s;
}

void put(ByteWriter& out, const kernels::CountingTask& task) {
  out.put(task.seed).put(task.model).put(task.stratified).put(task.table.lower_bits).put(task.slices != nullptr);
  put(out, task.table.upper);
  put(out, task.table.lower);
  out.put_array(std::span(task.sources));
  if (task.slices) put(out, *task.slices);
}

void put(ByteWriter& out, const kernels::ClusterTask& task) {
  const detrapping::Experiment& e = task.experiment;
  out.put(task.seed)
      .put(e)
      .put_array(array(e.conditions, e.condition_count))
      .put_array(array(e.indirect_Hz, std::int64_t{e.condition_count} * e.depths))
      .put_array(array(e.depth_at, e.depths));
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

kernels::CountingTask OwnedTask::read_counting(ByteReader& in) {
  kernels::CountingTask task{
      in.get<std::uint64_t>(), in.get<exec::EventModel>(), table::View{}, in.get<bool>(), nullptr, {}};
  task.table.lower_bits = in.get<float>();
  const bool timed = in.get<bool>();
  task.table.upper = get_view(in, upper_);
  task.table.lower = get_view(in, lower_);
  task.sources = in.get_array<exec::ReleaseSource>();
  if (timed) {
    slices_ = get_slices(in, slice_arrays_);
    task.slices = &slices_;
  }
  return task;
}

kernels::ClusterTask OwnedTask::read_clusters(ByteReader& in) {
  kernels::ClusterTask task{in.get<std::uint64_t>(), in.get<detrapping::Experiment>()};
  task.experiment.conditions = (cluster_arrays_.conditions = in.get_array<detrapping::Condition>()).data();
  task.experiment.indirect_Hz = (cluster_arrays_.indirect_Hz = in.get_array<double>()).data();
  task.experiment.depth_at = (cluster_arrays_.depth_at = in.get_array<std::uint32_t>()).data();
  return task;
}

OwnedTask::OwnedTask(const Bytes& bytes) : slices_{}, task_(kernels::ClusterTask{}) {
  ByteReader in(bytes);
  if (in.get<bool>()) {
    task_ = read_clusters(in);
  } else {
    task_ = read_counting(in);
  }
}

}  // namespace slipburst::host
