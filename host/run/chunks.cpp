#include "host/run/chunks.hpp"

#include <algorithm>
#include <chrono>

namespace slipburst::host {

double in_chunks(const EventRange& range, std::uint64_t first_chunk,
                 const std::function<void(std::uint64_t, std::uint64_t)>& sample,
                 const std::function<void(std::uint64_t)>& progress) {
  using Clock = std::chrono::steady_clock;
  double all = 0;
  std::uint64_t chunk = first_chunk;
  for (std::uint64_t done = 0; done < range.count;) {
    const std::uint64_t count = std::min(chunk, range.count - done);
    const auto begin = Clock::now();
    sample(range.first + done, count);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    all += seconds;
    done += count;
    if (seconds < 0.125 && chunk < (std::uint64_t{1} << 40)) chunk *= 2;
    if (seconds > 0.5 && chunk > first_chunk / 8) chunk /= 2;
    if (progress) progress(done);
  }
  return all;
}

}  // namespace slipburst::host
