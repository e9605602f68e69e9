#include "host/text/text_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "host/base/error.hpp"
#include "host/files/run_files.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t max_line_bytes = std::size_t{1} << 16;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// First bytes of UTF-8 characters of several bytes, with the bytes that may follow.
struct Lead {
  unsigned char low, high;  ///< the first byte is from low to high
  std::size_t more;         ///< number of bytes that follow
  unsigned char second_low, second_high;
};

/// Well-formed UTF-8 without overlong forms, surrogates and code points beyond U+10FFFF: table 3-7 of the Unicode
/// Standard.
constexpr Lead leads[] = {{0xc2, 0xdf, 1, 0x80, 0xbf}, {0xe0, 0xe0, 2, 0xa0, 0xbf}, {0xe1, 0xec, 2, 0x80, 0xbf},
                          {0xed, 0xed, 2, 0x80, 0x9f}, {0xee, 0xef, 2, 0x80, 0xbf}, {0xf0, 0xf0, 3, 0x90, 0xbf},
                          {0xf1, 0xf3, 3, 0x80, 0xbf}, {0xf4, 0xf4, 3, 0x80, 0x8f}};

}  // namespace

TextLines::TextLines(std::string path, std::string_view content)
    : path_(std::move(path)), buffer_(max_line_bytes + 1, ' ') {
  std::error_code absent;
  if (!std::filesystem::exists(path_, absent)) {
    throw InputError(fmt::format("{}: there is no such file; it should hold {}", path_, content));
  }
  require_regular(path_);
  note_input(path_);
  stream_.open(path_);
  if (!stream_ || std::filesystem::is_directory(path_, absent)) {
    throw InputError(fmt::format("{}: cannot be read; it should be a text file of {}", path_, content));
  }
}

bool TextLines::next() {
  stream_.getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  const auto count = static_cast<std::size_t>(stream_.gcount());
  if (stream_.bad()) throw InputError(fmt::format("{}: reading failed", path_));
  if (stream_.eof() && count == 0) return false;
  ++number_;
  if (stream_.fail()) throw InputError(fmt::format("{}: is longer than any line of text", where()));
  line_ = std::string_view(buffer_).substr(0, stream_.eof() ? count : count - 1);  // the line end counts
  if (number_ == 1 && line_.starts_with(byte_order_mark)) line_.remove_prefix(byte_order_mark.size());
  while (line_.ends_with('\r')) line_.remove_suffix(1);
  if (line_.find('\r') != std::string::npos) {
    throw InputError(fmt::format(
        "{}: has a carriage return within the line; save the file with lines that end with LF or CR LF", where()));
  }
  return true;
}

std::string TextLines::where() const { return fmt::format("{}:{}", path_, number_); }

bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    if (byte(i) == 0) return false;
    if (byte(i) < 0x80) {
      ++i;
      continue;
    }
    const Lead* const lead = std::ranges::find_if(
        leads, [first = byte(i)](const Lead& candidate) { return candidate.low <= first && first <= candidate.high; });
    if (lead == std::end(leads) || text.size() - i <= lead->more) return false;
    if (byte(i + 1) < lead->second_low || byte(i + 1) > lead->second_high) return false;
    for (std::size_t k = 2; k <= lead->more; ++k) {
      if (byte(i + k) < 0x80 || byte(i + k) > 0xbf) return false;
    }
    i += lead->more + 1;
  }
  return true;
}

}  // namespace slipburst::host
