#include "host/text/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace slipburst::host {
namespace {

/// Optimal string alignment distance.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({replaced, cost[i - 1][j] + 1, cost[i][j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) {
    if ('A' <= letter && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return lower;
}

}  // namespace

std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> candidates) {
  const std::string wanted = lower_case(word);
  const std::string* nearest = nullptr;
  std::size_t fewest = 0;
  for (const std::string& known : candidates) {
    const std::size_t edits = edit_distance(wanted, lower_case(known));
    const std::size_t most = std::max<std::size_t>(1, std::max(wanted.size(), known.size()) / 3);
    // A word in which every letter differs is not near, however short it is.
    const auto letters = known.size() - static_cast<std::size_t>(std::ranges::count(known, '-'));
    if (edits > most || edits >= letters) continue;
    if (nearest != nullptr && edits >= fewest) continue;
    nearest = &known;
    fewest = edits;
  }
  if (nearest == nullptr) return std::nullopt;
  return *nearest;
}

std::string nearest_hint(std::string_view word, std::span<const std::string> candidates) {
  const std::optional<std::string> nearest = nearest_word(word, candidates);
  return nearest ? fmt::format("; the nearest is '{}'", *nearest) : std::string();
}

}  // namespace slipburst::host
