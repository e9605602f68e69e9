#include "host/cluster/packed_task.hpp"

#include "host/cluster/bytes.hpp"

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
  view.cells = arrays.cells.empty() ? nullptr : arrays.cells.data();  // null: see table::Zones::divided
  return view;
}

void put(ByteWriter& out, const release::Slices& s) {
  out.put(s)
      .put_array(array(s.history.pieces, s.history.count))
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

}  // namespace

Bytes pack(const CountingTask& task) {
  ByteWriter out;
  out.put(task.seed).put(task.model).put(task.stratified).put(task.table.lower_bits).put(task.slices != nullptr);
  put(out, task.table.upper);
  put(out, task.table.lower);
  out.put_array(std::span(task.sources));
  if (task.slices) put(out, *task.slices);
  return out.take();
}

OwnedTask::OwnedTask(const Bytes& bytes) : slices_{}, task_{0, {}, table::View{}, false, nullptr, {}} {
  ByteReader in(bytes);
  task_.seed = in.get<std::uint64_t>();
  task_.model = in.get<exec::EventModel>();
  task_.stratified = in.get<bool>();
  task_.table.lower_bits = in.get<float>();
  const bool timed = in.get<bool>();
  task_.table.upper = get_view(in, upper_);
  task_.table.lower = get_view(in, lower_);
  task_.sources = in.get_array<exec::ReleaseSource>();
  if (!timed) return;
  slices_ = get_slices(in, slice_arrays_);
  task_.slices = &slices_;
}

}  // namespace slipburst::host
