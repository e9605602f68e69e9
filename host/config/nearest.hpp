#pragma once
/// \file The nearest known word, for messages about unknown ones.

#include <span>
#include <string>
#include <string_view>

namespace slipburst::host {

/// \return The candidate with the smallest edit distance (insert, delete, replace, swap neighbours), ties to the first.
/// \pre There is at least one candidate.
std::string nearest_word(std::string_view word, std::span<const std::string> candidates);

}  // namespace slipburst::host
