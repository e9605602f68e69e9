#include "host/numerics/parallel_loop.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace slipburst::host {

void parallel_loop(std::size_t count, int threads, const std::function<void(std::size_t)>& work,
                   const std::function<void()>& poll) {
  std::atomic<std::size_t> next = 0;
  std::exception_ptr problem;
  std::once_flag first_problem;
  const auto take_turns = [&](const std::function<void()>& after) {
    try {
      for (std::size_t i = next++; i < count; i = next++) {
        work(i);
        if (after) after();
      }
    } catch (...) {
      std::call_once(first_problem, [&] { problem = std::current_exception(); });
      next = count;
    }
  };
  {
    std::vector<std::jthread> others;
    for (int i = 1; i < threads && static_cast<std::size_t>(i) < count; ++i) {
      try {
        others.emplace_back(take_turns, std::function<void()>());
      } catch (const std::system_error&) {
        break;
      }
    }
    take_turns(poll);
  }
  if (problem) std::rethrow_exception(problem);
}

}  // namespace slipburst::host
