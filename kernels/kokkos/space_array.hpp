#pragma once
/// \file Arrays in the memory of a Kokkos execution space.

#include <Kokkos_Core.hpp>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <type_traits>

#include "kernels/backend/backend.hpp"
#include "kernels/backend/memory_text.hpp"

namespace slipburst::kernels {

/// Uninitialised array, aligned as cells of a table and their rows ask; Kokkos alone aligns to 64 bytes on hosts.
template <class Space, class T>
class SpaceArray {
  static_assert(std::is_trivially_copyable_v<T>);
  using Memory = typename Space::memory_space;
  using Unmanaged = Kokkos::MemoryTraits<Kokkos::Unmanaged>;

 public:
  SpaceArray() = default;
  explicit SpaceArray(std::size_t size) : size_(size), bytes_(allocate(size * sizeof(T) + alignment)) {
    const auto address = reinterpret_cast<std::uintptr_t>(bytes_.data());
    data_ = reinterpret_cast<T*>((address + alignment - 1) / alignment * alignment);
  }
  SpaceArray(const T* host, std::size_t size) : SpaceArray(size) { copy_from(host, size); }

  SpaceArray(SpaceArray&&) = default;
  SpaceArray& operator=(SpaceArray&&) = default;

  T* data() const { return data_; }
  std::size_t size() const { return size_; }

  /// Makes room for `size` elements at least; the contents are lost if there was less.
  void require(std::size_t size) {
    if (size <= size_) return;
    *this = {};
    *this = SpaceArray(size);
  }

  void copy_from(const T* host, std::size_t count) {
    using Host = Kokkos::View<const char*, Kokkos::LayoutLeft, Kokkos::HostSpace, Unmanaged>;
    if (count > 0) {
      Kokkos::deep_copy(raw(count), Host(reinterpret_cast<const char*>(host), count * sizeof(T)));
    }
  }
  void copy_to(T* host, std::size_t count) const {
    using Host = Kokkos::View<char*, Kokkos::LayoutLeft, Kokkos::HostSpace, Unmanaged>;
    if (count > 0) Kokkos::deep_copy(Host(reinterpret_cast<char*>(host), count * sizeof(T)), raw(count));
  }
  /// Sets the first elements to bytes of 0.
  void clear(std::size_t count) {
    if (count > 0) Kokkos::deep_copy(raw(count), char{0});
  }

 private:
  using Bytes = Kokkos::View<char*, Kokkos::LayoutLeft, Memory>;
  using Raw = Kokkos::View<char*, Kokkos::LayoutLeft, Memory, Unmanaged>;

  static constexpr std::size_t alignment = 128;
  static_assert(alignof(T) <= alignment);

  static Bytes allocate(std::size_t bytes) {
    try {
      return Bytes(Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("slipburst")), bytes);
    } catch (const std::exception&) {
      throw BackendError("Kokkos' " + std::string(Space::name()) + " space has no " +
                         memory_text(static_cast<double>(bytes)) + " of memory left; lower histogram.bins_per_decade " +
                         "or histogram.time_bins_per_decade, or use --kokkos-space host");
    }
  }
  Raw raw(std::size_t count) const { return Raw(reinterpret_cast<char*>(data_), count * sizeof(T)); }

  std::size_t size_ = 0;
  Bytes bytes_;
  T* data_ = nullptr;
};

/// Memory of a space, for copies such as TableCopy.
template <class Space>
struct MemoryOfSpace {
  template <class T>
  using Array = SpaceArray<Space, T>;
};

}  // namespace slipburst::kernels
