#include "host/text/printable.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/text/text_lines.hpp"

namespace slipburst::host {
namespace {

/// Bytes of the first character of the text; 0 if the text begins with invalid UTF-8 or NUL.
std::size_t character_size(std::string_view text) {
  constexpr std::size_t most = 4;
  for (std::size_t size = 1; size <= std::min(most, text.size()); ++size) {
    if (is_utf8(text.substr(0, size))) return size;
  }
  return 0;
}

/// Whether a character is a control character: C0, DEL or C1 (U+0080 to U+009F, two bytes of UTF-8).
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first < 0x20 || first == 0x7f;
  return character.size() == 2 && first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(1, size));
    if (size > 0 && !is_control(character)) {
      out += character;
    } else {
      for (const char byte : character) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    }
    text.remove_prefix(character.size());
  }
  return out;
}

std::size_t characters(std::string_view text) {
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues));
}

}  // namespace slipburst::host
