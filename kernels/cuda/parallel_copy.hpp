#pragma once
/// \file Copies in the host's memory by several threads: one alone copies segments more slowly than a GPU
/// integrates them.

#include <algorithm>
#include <cstddef>
#include <span>
#include <system_error>
#include <thread>
#include <vector>

namespace slipburst::kernels {

/// Copies `from` to the memory at `to`, in one thread where that is quicker or no other can be started.
template <class T>
void parallel_copy(std::span<const T> from, T* to) {
  constexpr std::size_t max_threads = 4, min_bytes = std::size_t{1} << 20;  // of a thread
  const std::size_t threads = std::clamp<std::size_t>(from.size_bytes() / min_bytes, 1, max_threads);
  const std::size_t part = (from.size() + threads - 1) / threads;
  std::vector<std::jthread> others;
  for (std::size_t begin = 0; begin < from.size(); begin += part) {
    const std::span<const T> own = from.subspan(begin, std::min(part, from.size() - begin));
    const auto copy = [own, target = to + begin] { std::copy(own.begin(), own.end(), target); };
    const bool is_last = begin + part >= from.size();
    try {
      if (!is_last) others.emplace_back(copy);
    } catch (const std::system_error&) {
      copy();
    }
    if (is_last) copy();
  }
}

}  // namespace slipburst::kernels
