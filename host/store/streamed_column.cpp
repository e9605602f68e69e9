#include "host/store/streamed_column.hpp"

#include <algorithm>
#include <utility>

namespace slipburst::host {
namespace {

Hdf5Handle chunked_properties(hsize_t chunk) {
  Hdf5Handle properties = hdf5_object_properties(H5P_DATASET_CREATE);
  constexpr unsigned level = 1;  // a note for readers: chunks come filtered, see ChunkFilter
  const bool prepared = properties && H5Pset_chunk(properties.id(), 1, &chunk) >= 0 &&
                        H5Pset_shuffle(properties.id()) >= 0 && H5Pset_deflate(properties.id(), level) >= 0;
  return prepared ? std::move(properties) : Hdf5Handle();
}

}  // namespace

template <StreamedNumber T>
StreamedColumn<T>::StreamedColumn(OutputFile& file, const std::string& path, const DatasetInfo& info)
    : file_(file), path_(path), filter_(chunk) {
  file_.prepare(path);
  const hsize_t none = 0, unlimited = H5S_UNLIMITED;
  const Hdf5Handle space(H5Screate_simple(1, &none, &unlimited), H5Sclose);
  const Hdf5Handle creation = chunked_properties(chunk);
  dataset_ = Hdf5Handle(
      H5Dcreate2(file_.id(), path.c_str(), hdf5_file_type<T>(), space.id(), H5P_DEFAULT, creation.id(), H5P_DEFAULT),
      H5Dclose);
  file_.require(static_cast<bool>(dataset_), "dataset " + path);
  file_.attribute(path, "unit", info.unit);
  file_.attribute(path, "description", info.description);
  held_.reserve(chunk);
}

template <StreamedNumber T>
void StreamedColumn<T>::filter(std::span<const T> values) {
  while (!values.empty()) {
    const std::size_t taken = std::min(values.size(), chunk - held_.size());
    held_.insert(held_.end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(taken));
    values = values.subspan(taken);
    if (held_.size() == chunk) filter_held();
  }
}

template <StreamedNumber T>
void StreamedColumn<T>::filter_held() {
  const std::size_t values = held_.size();
  held_.resize(chunk);  // a last chunk is filled up with zeros, as HDF5 does
  filtered_.push_back({filter_(std::as_bytes(std::span(held_))), values});
  held_.clear();
}

template <StreamedNumber T>
std::size_t StreamedColumn<T>::hand_over() {
  handed_over_ = std::exchange(filtered_, {});
  next_ = 0;
  return handed_over_.size();
}

template <StreamedNumber T>
void StreamedColumn<T>::write() {
  const Chunk next = std::move(handed_over_[next_++]);
  const hsize_t begin = std::exchange(written_, written_ + next.values);
  // Chunks are written at once, so that a full disk is reported here and not only when the file is closed.
  file_.require(H5Dset_extent(dataset_.id(), &written_) >= 0 &&
                    H5Dwrite_chunk(dataset_.id(), H5P_DEFAULT, 0, &begin, next.bytes.size(), next.bytes.data()) >= 0,
                "dataset " + path_);
}

template <StreamedNumber T>
void StreamedColumn<T>::write_filtered() {
  for (std::size_t left = hand_over(); left > 0; --left) write();
}

template <StreamedNumber T>
void StreamedColumn<T>::append(std::span<const T> values) {
  filter(values);
  write_filtered();
}

template <StreamedNumber T>
void StreamedColumn<T>::finish() {
  if (!held_.empty()) filter_held();
  write_filtered();
  file_.require(dataset_.close(), "dataset " + path_);
}

template class StreamedColumn<double>;
template class StreamedColumn<std::uint64_t>;

}  // namespace slipburst::host
