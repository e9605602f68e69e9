#pragma once
/// \file HDF5's C API in C++: handles that close themselves, the types of numbers, the reason of a failure.

#include <hdf5.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace slipburst::host {

/// An HDF5 identifier and the function that closes it.
class Hdf5Handle {
 public:
  using Close = herr_t (*)(hid_t);

  Hdf5Handle() = default;
  /// \param id Return value of an HDF5 function; negative when the function failed.
  Hdf5Handle(hid_t id, Close close_function) : id_(id), close_(close_function) {}
  Hdf5Handle(Hdf5Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Hdf5Handle() { close(); }

  hid_t id() const { return id_; }
  explicit operator bool() const { return id_ >= 0; }

  /// \return Whether HDF5 closed the identifier without an error.
  bool close() { return id_ < 0 || close_(std::exchange(id_, -1)) >= 0; }

 private:
  hid_t id_ = -1;
  Close close_ = nullptr;
};

template <class T>
concept Hdf5Number = std::same_as<T, double> || std::same_as<T, float> || std::same_as<T, std::uint64_t> ||
    std::same_as<T, std::int64_t>;

/// The type of a number in memory.
template <Hdf5Number T>
hid_t hdf5_memory_type() {
  if constexpr (std::same_as<T, double>) {
    return H5T_NATIVE_DOUBLE;
  } else if constexpr (std::same_as<T, float>) {
    return H5T_NATIVE_FLOAT;
  } else if constexpr (std::same_as<T, std::uint64_t>) {
    return H5T_NATIVE_UINT64;
  } else {
    return H5T_NATIVE_INT64;
  }
}

/// The type of the same number in a file: little-endian on every machine.
template <Hdf5Number T>
hid_t hdf5_file_type() {
  if constexpr (std::same_as<T, double>) {
    return H5T_IEEE_F64LE;
  } else if constexpr (std::same_as<T, float>) {
    return H5T_IEEE_F32LE;
  } else if constexpr (std::same_as<T, std::uint64_t>) {
    return H5T_STD_U64LE;
  } else {
    return H5T_STD_I64LE;
  }
}

/// Name of the type of a number, for messages.
template <Hdf5Number T>
const char* hdf5_type_name() {
  if constexpr (std::same_as<T, double>) {
    return "64-bit floating point";
  } else if constexpr (std::same_as<T, float>) {
    return "32-bit floating point";
  } else if constexpr (std::same_as<T, std::uint64_t>) {
    return "unsigned 64-bit integer";
  } else {
    return "signed 64-bit integer";
  }
}

/// Type of UTF-8 texts of fixed length, padded with NUL. HDF5 keeps texts of variable length in a heap without
/// checksums, where damage makes HDF5 crash or loop. \param size  bytes; 0 is taken as 1, since HDF5 has no texts of
/// length 0
Hdf5Handle hdf5_text_type(std::size_t size);

/// Access properties to open files with: the system's own file calls, no locks by HDF5. A finished file is never
/// written again, and OutputLock keeps two runs from writing one file.
Hdf5Handle hdf5_file_access();

/// Creation properties of files, groups and datasets: attributes and links keep their order, which makes HDF5 use forms
/// with checksums; times are not recorded. \param kind  such as H5P_DATASET_CREATE
Hdf5Handle hdf5_object_properties(hid_t kind);

/// Keeps HDF5 from printing its errors (slipburst's own name the file and the remedy), from cleaning up at exit, from
/// locking files, and from loading plugins, which a file could ask for. To be called before any other use of HDF5.
void prepare_hdf5();

/// Keeps HDF5 from printing the errors of this thread: a thread-safe HDF5 has an error stack for each. Needless where
/// prepare_hdf5() was called.
void silence_hdf5();

/// \return Cause of the HDF5 call that has just failed: the innermost message of HDF5's error stack.
std::string hdf5_cause();

/// \return The system's error number behind the HDF5 call that has just failed, such as ENOSPC; 0 if no system call
/// failed.
int hdf5_system_error();

}  // namespace slipburst::host
