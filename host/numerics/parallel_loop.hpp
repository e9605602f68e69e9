#pragma once
/// \file A loop whose turns several threads share.

#include <cstddef>
#include <functional>

namespace slipburst::host {

/// Calls work(i) for all i from 0 to count - 1, in any order and from up to `threads` threads at once, the caller's
/// among them. Where no more threads can be started it goes on with those that there are.
/// \param poll  called by the caller's thread after each of its turns, if not empty
/// \throws the first exception of `work` or `poll`; turns that have not begun are left out then
void parallel_loop(std::size_t count, int threads, const std::function<void(std::size_t)>& work,
                   const std::function<void()>& poll = {});

}  // namespace slipburst::host
