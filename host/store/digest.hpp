#pragma once
/// \file SHA-256 of numbers in little-endian byte order.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace slipburst::host {

class Digest {
 public:
  Digest();
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  void add(std::span<const std::uint64_t> values);
  void add(std::span<const double> values);
  void add(std::span<const float> values);
  void add(std::span<const std::byte> bytes);
  void add(const std::string& text);  ///< adds the length too, so that texts in a row stay distinct

  /// 64 hexadecimal digits. Nothing can be added afterwards.
  std::string hex();

 private:
  void add_bytes(const void* data, std::size_t size);

  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace slipburst::host
