#include "host/store/digest.hpp"

#include <openssl/evp.h>

#include <bit>
#include <stdexcept>

namespace slipburst::host {

static_assert(std::endian::native == std::endian::little, "files and digests are little-endian");

struct Digest::Context {
  EVP_MD_CTX* handle = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(handle); }
};

Digest::Digest() : context_(std::make_unique<Context>()) {
  if (!context_->handle || EVP_DigestInit_ex(context_->handle, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available from OpenSSL");
  }
}

Digest::~Digest() = default;

void Digest::add_bytes(const void* data, std::size_t size) {
  if (size > 0 && EVP_DigestUpdate(context_->handle, data, size) != 1) throw std::runtime_error("SHA-256 failed");
}

void Digest::add(std::span<const std::uint64_t> values) { add_bytes(values.data(), values.size_bytes()); }
void Digest::add(std::span<const double> values) { add_bytes(values.data(), values.size_bytes()); }
void Digest::add(std::span<const float> values) { add_bytes(values.data(), values.size_bytes()); }

void Digest::add(std::span<const std::byte> bytes) { add_bytes(bytes.data(), bytes.size()); }

void Digest::add(const std::string& text) {
  const std::uint64_t length = text.size();
  add(std::span(&length, 1));
  add_bytes(text.data(), text.size());
}

std::string Digest::hex() {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (EVP_DigestFinal_ex(context_->handle, bytes, &size) != 1) throw std::runtime_error("SHA-256 failed");
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    constexpr char digits[] = "0123456789abcdef";
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

}  // namespace slipburst::host
