#pragma once
/// \file The nearest known word, for messages about unknown words.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace slipburst::host {

/// The candidate with the smallest edit distance (insert, delete, replace, swap neighbours; upper and lower case are
/// the same), ties to the first; std::nullopt if more than a third of the letters differ, since a distant word would
/// mislead.
std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> candidates);

/// The end of a message about an unknown word: "; the nearest is 'spacing'", or an empty text if no word is near.
std::string nearest_hint(std::string_view word, std::span<const std::string> candidates);

}  // namespace slipburst::host
