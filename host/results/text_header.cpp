#include "host/results/text_header.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>

#include "host/store/digest.hpp"
#include "host/text/json_text.hpp"

namespace slipburst::host {
namespace {

constexpr int text_version = 1;
constexpr std::string_view run_label = "# run ";
constexpr std::size_t max_header_bytes = 4096;

}  // namespace

std::string run_sha256(const RunIdentity& run) {
  Digest digest;
  digest.add(json_text(run));
  return digest.hex();
}

std::string text_header(std::string_view format, std::string_view title, const RunIdentity& run) {
  return fmt::format("# {} {}, {}\n{}{}\n", format, text_version, title, run_label, run_sha256(run));
}

std::optional<std::string> run_of_text(const std::string& path, std::string_view format) {
  std::array<char, max_header_bytes> start{};
  std::ifstream file(path, std::ios::binary);
  file.read(start.data(), start.size());
  const std::string_view text(start.data(), static_cast<std::size_t>(file.gcount()));
  if (!text.starts_with(fmt::format("# {} {}, ", format, text_version))) return std::nullopt;
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return std::nullopt;
  const std::string_view second = text.substr(line + 1, text.find('\n', line + 1) - line - 1);
  if (!second.starts_with(run_label)) return std::nullopt;
  return std::string(second.substr(run_label.size()));
}

}  // namespace slipburst::host
