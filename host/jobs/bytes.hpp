#pragma once
/// \file Values as bytes, between processes that run the same program.

#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "host/jobs/ranks.hpp"

namespace slipburst::host {

class ByteWriter {
 public:
  template <class T>
  ByteWriter& put(const T& value) {
    return put_raw(std::span(&value, 1));
  }
  ByteWriter& put(const std::string& text) { return put_array(std::span(text.data(), text.size())); }
  template <class T>
  ByteWriter& put_array(std::span<const T> values) {
    return put(static_cast<std::uint64_t>(values.size())).put_raw(values);
  }

  Bytes take() { return std::move(bytes_); }

 private:
  template <class T>
  ByteWriter& put_raw(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::size_t begin = bytes_.size();
    bytes_.resize(begin + values.size_bytes());
    if (!values.empty()) std::memcpy(bytes_.data() + begin, values.data(), values.size_bytes());
    return *this;
  }

  Bytes bytes_;
};

/// Reads the values of a ByteWriter in the order of writing. \throws std::out_of_range beyond the end
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : rest_(bytes) {}

  template <class T>
  T get() {
    T value;
    get(value);
    return value;
  }
  template <class T>
  void get(T& value) {
    copy(&value, 1);
  }
  void get(std::string& text) {
    const std::vector<char> characters = get_array<char>();
    text.assign(characters.begin(), characters.end());
  }
  template <class T>
  std::vector<T> get_array() {
    const auto count = get<std::uint64_t>();
    if (count > rest_.size() / sizeof(T)) throw std::out_of_range("a message between ranks is cut short");
    std::vector<T> values(count);
    copy(values.data(), values.size());
    return values;
  }

 private:
  template <class T>
  void copy(T* to, std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::size_t size = count * sizeof(T);
    if (size > rest_.size()) throw std::out_of_range("a message between ranks is cut short");
    if (size > 0) std::memcpy(to, rest_.data(), size);
    rest_ = rest_.subspan(size);
  }

  std::span<const std::byte> rest_;
};

}  // namespace slipburst::host
