#include "host/store/seal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "host/store/digest.hpp"

namespace slipburst::host {
namespace {

constexpr std::string_view label = "\nsha256 ";
constexpr std::size_t seal_size = label.size() + 64 + 1;
constexpr std::size_t block_size = std::size_t{1} << 20;

std::function<void()> poll_while_checking = [] {};

std::string seal_line(Digest& digest) { return fmt::format("{}{}\n", label, digest.hex()); }

bool has_form_of_seal(std::string_view line) {
  return line.size() == seal_size && line.starts_with(label) && line.ends_with('\n') &&
         line.find_first_not_of("0123456789abcdef", label.size()) == seal_size - 1;
}

/// Reader of a file from its start to its end.
class BytesOfFile {
 public:
  explicit BytesOfFile(const std::string& path) : path_(path) {
    std::error_code error;
    size_ = std::filesystem::file_size(path, error);
    if (error) fail(error.value());
    file_.open(path, std::ios::binary);
    if (!file_) fail(errno);
  }

  std::uintmax_t size() const { return size_; }

  void skip(std::uintmax_t count) { file_.seekg(static_cast<std::streamoff>(count), std::ios::cur); }

  std::string text(std::size_t count) {
    std::string text(count, ' ');
    if (!file_.read(text.data(), static_cast<std::streamsize>(count))) fail(EIO);
    return text;
  }

  void digest(std::uintmax_t count, Digest& digest, const std::function<void()>& poll) {
    std::vector<char> block(static_cast<std::size_t>(std::min<std::uintmax_t>(count, block_size)));
    while (count > 0) {
      const auto size = static_cast<std::size_t>(std::min<std::uintmax_t>(count, block.size()));
      if (!file_.read(block.data(), static_cast<std::streamsize>(size))) fail(EIO);
      digest.add(std::as_bytes(std::span(block).first(size)));
      count -= size;
      poll();
    }
  }

 private:
  [[noreturn]] void fail(int error_number) const {
    throw InputError(
        fmt::format("{}: cannot be read: {}; make it readable", path_, std::generic_category().message(error_number)));
  }

  std::string path_;
  std::uintmax_t size_ = 0;
  std::ifstream file_;
};

}  // namespace

std::string seal_of(std::span<const std::byte> content) {
  Digest digest;
  digest.add(content);
  return seal_line(digest);
}

std::string seal_of_file(const std::string& path) {
  BytesOfFile file(path);
  Digest digest;
  file.digest(file.size(), digest, [] {});
  return seal_line(digest);
}

Seal seal_state(const std::string& path) {
  if (!has_seal(path)) return Seal::absent;
  BytesOfFile file(path);
  Digest digest;
  file.digest(file.size() - seal_size, digest, poll_while_checking);
  return file.text(seal_size) == seal_line(digest) ? Seal::intact : Seal::broken;
}

bool has_seal(const std::string& path) {
  BytesOfFile file(path);
  if (file.size() < seal_size) return false;
  file.skip(file.size() - seal_size);
  return has_form_of_seal(file.text(seal_size));
}

UninterruptedChecks::UninterruptedChecks() : poll_(std::exchange(poll_while_checking, [] {})) {}
UninterruptedChecks::~UninterruptedChecks() { poll_while_checking = std::move(poll_); }

void call_while_checking(std::function<void()> poll) { poll_while_checking = std::move(poll); }

}  // namespace slipburst::host
