#pragma once
/// \file Random damage to texts written by a person or a program.

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <vector>

#include "fuzz/damage.hpp"

namespace slipburst::testing {

/// Damages a text: words are replaced, lines are moved, bytes go wrong.
class TextDamage {
 public:
  explicit TextDamage(std::uint64_t seed) : bytes_(seed) {}

  std::size_t below(std::size_t end) { return bytes_.below(end); }

  void apply(std::string& text) {
    if (text.empty()) text = "\n";
    switch (below(8)) {
      case 0:
      case 1:
      case 2:
        return replace_word(text);
      case 3:
        text.insert(below(text.size() + 1), word());
        return;
      case 4:
        return change_lines(text);
      case 5:
        text[below(text.size())] = static_cast<char>(' ' + static_cast<int>(below(95)));
        return;
      case 6:
        return repeat(text);
      default:
        return bytes_.apply(text);
    }
  }

 private:
  /// Word that programs stumble over: extreme numbers, units, marks of TOML and CSV, characters that are not letters.
  std::string word() {
    static const std::vector<std::string> words = {"0",
                                                   "-0",
                                                   "1",
                                                   "-1",
                                                   "1e400",
                                                   "-1e400",
                                                   "1e-400",
                                                   "4.9e-324",
                                                   "1.7976931348623157e308",
                                                   "0e2147483647",
                                                   "1e99999999999999999999",
                                                   "9223372036854775807",
                                                   "9223372036854775808",
                                                   "18446744073709551616",
                                                   "0x1p3",
                                                   "0x10",
                                                   "1_000",
                                                   "1,5",
                                                   ".5",
                                                   "5.",
                                                   "+1",
                                                   "--1",
                                                   "nan",
                                                   "inf",
                                                   "-inf",
                                                   "infinity",
                                                   "NaN",
                                                   "true",
                                                   "false",
                                                   "none",
                                                   "",
                                                   " ",
                                                   "\t",
                                                   "\n",
                                                   "\r",
                                                   "\r\n",
                                                   "\v",
                                                   "\0",
                                                   "\xef\xbb\xbf",
                                                   "\xff",
                                                   "\xc3",
                                                   "\xed\xa0\x80",
                                                   "µ",
                                                   "²",
                                                   "Å",
                                                   "\"",
                                                   "\"\"",
                                                   "'",
                                                   "'''",
                                                   "\"\"\"",
                                                   "\\",
                                                   "\\u0000",
                                                   "\\x1b[31m",
                                                   "\x1b[31m",
                                                   "[",
                                                   "]",
                                                   "[[",
                                                   "]]",
                                                   "[[history]]",
                                                   "{",
                                                   "}",
                                                   "=",
                                                   "==",
                                                   ",",
                                                   ",,",
                                                   ";",
                                                   ":",
                                                   "#",
                                                   "# ",
                                                   "(",
                                                   ")",
                                                   ".",
                                                   "..",
                                                   "%s",
                                                   "{}",
                                                   "{0}",
                                                   "eV",
                                                   "keV",
                                                   "meV",
                                                   "MPa",
                                                   "mPa",
                                                   "GPa",
                                                   "K",
                                                   "degC",
                                                   "THz",
                                                   "cm^-1",
                                                   "cm2",
                                                   "m-2 s-1",
                                                   "years",
                                                   "8 weeks",
                                                   "1 eV",
                                                   "-1 eV",
                                                   "1e30 GPa",
                                                   "1 nm",
                                                   "0 nm",
                                                   "counts",
                                                   "counts/(keV kg d)",
                                                   "1979-05-27T07:32:00Z",
                                                   "12:30",
                                                   "preset",
                                                   "al-on-si",
                                                   "custom",
                                                   "/dev/zero",
                                                   "/dev/null",
                                                   "/",
                                                   "..",
                                                   "film",
                                                   "history"};
    return words[below(words.size())];
  }

  /// Replaces one word by another: a number, a name, a mark.
  void replace_word(std::string& text) {
    const auto is_letter = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '_';
    };
    std::size_t first = below(text.size()), last = first + 1;
    if (is_letter(text[first])) {
      while (first > 0 && is_letter(text[first - 1])) --first;
      while (last < text.size() && is_letter(text[last])) ++last;
    }
    text.replace(first, last - first, below(4) == 0 ? "" : word());
  }

  void change_lines(std::string& text) {
    std::vector<std::string> lines(1);
    for (const char c : text) {
      lines.back() += c;
      if (c == '\n') lines.emplace_back();
    }
    const std::size_t line = below(lines.size()), other = below(lines.size());
    switch (below(4)) {
      case 0:
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(line));
        break;
      case 1:
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(other), std::string(lines[line]));
        break;
      case 2:
        std::swap(lines[line], lines[other]);
        break;
      default:
        lines.resize(line);
    }
    text.clear();
    for (const std::string& kept : lines) text += kept;
  }

  /// Many repetitions: deep nests, long words, endless lists.
  void repeat(std::string& text) {
    const std::size_t first = below(text.size());
    const std::string part = below(2) == 0 ? word() : text.substr(first, 1 + below(16));
    std::string many;
    for (std::size_t count = std::size_t{1} << below(10); count > 0; --count) many += part;
    text.insert(first, many);
  }

  Damage bytes_;
};

}  // namespace slipburst::testing
