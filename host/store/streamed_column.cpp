#include "host/store/streamed_column.hpp"

#include <algorithm>

namespace slipburst::host {
namespace {

// Random mantissas do not compress: higher levels take longer to save a percent.
constexpr unsigned deflate_level = 1;

Hdf5Handle chunked_properties(hsize_t chunk) {
  Hdf5Handle properties = hdf5_object_properties(H5P_DATASET_CREATE);
  const bool prepared = properties && H5Pset_chunk(properties.id(), 1, &chunk) >= 0 &&
                        H5Pset_shuffle(properties.id()) >= 0 && H5Pset_deflate(properties.id(), deflate_level) >= 0 &&
                        H5Pset_fletcher32(properties.id()) >= 0;
  return prepared ? std::move(properties) : Hdf5Handle();
}

}  // namespace

template <Hdf5Number T>
StreamedColumn<T>::StreamedColumn(OutputFile& file, const std::string& path, const DatasetInfo& info)
    : file_(file), path_(path) {
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

template <Hdf5Number T>
void StreamedColumn<T>::append(std::span<const T> values) {
  while (!values.empty()) {
    const std::size_t taken = std::min(values.size(), chunk - held_.size());
    held_.insert(held_.end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(taken));
    values = values.subspan(taken);
    if (held_.size() == chunk) write_held();
  }
}

template <Hdf5Number T>
void StreamedColumn<T>::write_held() {
  const hsize_t count = held_.size(), total = written_ + count;
  file_.require(H5Dset_extent(dataset_.id(), &total) >= 0, "dataset " + path_);
  const Hdf5Handle in_file(H5Dget_space(dataset_.id()), H5Sclose);
  const Hdf5Handle in_memory(H5Screate_simple(1, &count, nullptr), H5Sclose);
  // Flushed at once, so that a full disk is reported here and not only when the file is closed.
  file_.require(in_file && in_memory &&
                    H5Sselect_hyperslab(in_file.id(), H5S_SELECT_SET, &written_, nullptr, &count, nullptr) >= 0 &&
                    H5Dwrite(dataset_.id(), hdf5_memory_type<T>(), in_memory.id(), in_file.id(), H5P_DEFAULT,
                             held_.data()) >= 0 &&
                    H5Dflush(dataset_.id()) >= 0,
                "dataset " + path_);
  written_ = total;
  held_.clear();
}

template <Hdf5Number T>
void StreamedColumn<T>::finish() {
  if (!held_.empty()) write_held();
  file_.require(dataset_.close(), "dataset " + path_);
}

template class StreamedColumn<double>;
template class StreamedColumn<std::uint64_t>;

}  // namespace slipburst::host
