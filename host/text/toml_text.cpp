#include "host/text/toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "host/base/error.hpp"
#include "host/files/run_files.hpp"

namespace slipburst::host {
namespace {

void refuse_size(std::string_view name) {
  throw InputError(fmt::format("{}: is larger than {} MiB, which no case or detector is", name, max_toml_bytes >> 20));
}

/// Scanner of TOML that recognises only strings, comments, dots and brackets.
class DepthCheck {
 public:
  DepthCheck(std::string_view text, std::string_view name) : text_(text), name_(name) {}

  /// \throws InputError if keys or values are nested too deeply
  void run() {
    while (at_ < text_.size()) {
      switch (text_[at_]) {
        case '#':
          skip_comment();
          continue;
        case '"':
        case '\'':
          skip_string();
          continue;
        case '.':
          require(++dots_);
          break;
        case '[':
        case '{':
          require(++open_);
          dots_ = 0;
          break;
        case ']':
        case '}':
          open_ = std::max(open_ - 1, 0);
          dots_ = 0;
          break;
        case '=':
        case ',':
        case '\n':
          dots_ = 0;
          break;
        default:
          break;
      }
      ++at_;
    }
  }

 private:
  void require(int depth) const {
    if (depth < max_toml_depth) return;
    const auto line = 1 + std::ranges::count(text_.substr(0, at_), '\n');
    throw InputError(
        fmt::format("{}:{}: keys or lists are nested more than {} deep; a key has a section and a name, "
                    "and lists hold values",
                    name_, line, max_toml_depth));
  }

  void skip_comment() { at_ = std::min(text_.find('\n', at_), text_.size()); }

  void skip_string() {
    const char quote = text_[at_];
    const std::string_view three = quote == '"' ? "\"\"\"" : "'''";
    const bool lines = text_.substr(at_).starts_with(three);
    at_ += lines ? 3 : 1;
    for (; at_ < text_.size(); ++at_) {
      if (quote == '"' && text_[at_] == '\\') {
        ++at_;
      } else if (!lines && text_[at_] == '\n') {
        return;  // never closed: the parser reports it
      } else if (lines ? text_.substr(at_).starts_with(three) : text_[at_] == quote) {
        at_ += lines ? 3 : 1;
        // Two quotes before the closing three belong to the text.
        for (int i = 0; lines && i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) ++at_;
        return;
      }
    }
  }

  std::string_view text_, name_;
  std::size_t at_ = 0;
  int dots_ = 0, open_ = 0;
};

}  // namespace

std::string read_toml_file(const std::string& path, std::string_view what) {
  require_regular(path);
  note_input(path);
  std::ifstream stream(path, std::ios::binary);
  if (std::error_code absent; std::filesystem::is_directory(path, absent) || !stream) {
    throw InputError(fmt::format("{}: cannot be read; {}", path, what));
  }
  std::string text;
  constexpr std::size_t part = std::size_t{1} << 16;
  while (stream && text.size() <= max_toml_bytes) {
    const std::size_t before = text.size();
    text.resize(before + part);
    stream.read(text.data() + before, part);
    text.resize(before + static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) throw InputError(fmt::format("{}: reading failed", path));
  if (text.size() > max_toml_bytes) refuse_size(path);
  return text;
}

toml::table parse_toml(std::string_view text, std::string_view name) {
  if (text.size() > max_toml_bytes) refuse_size(name);
  DepthCheck(text, name).run();
  try {
    return toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    throw InputError(fmt::format("{}:{}:{}: not valid TOML: {}", name, error.source().begin.line,
                                 error.source().begin.column, error.description()));
  }
}

std::vector<std::pair<std::string, const toml::node*>> in_order(const toml::table& table) {
  std::vector<std::pair<std::string, const toml::node*>> entries;
  for (const auto& [key, node] : table) entries.emplace_back(key.str(), &node);
  std::ranges::stable_sort(entries, {}, [](const auto& entry) { return entry.second->source().begin.line; });
  return entries;
}

}  // namespace slipburst::host
