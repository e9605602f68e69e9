#include "kernels/backend/threads.hpp"

#include <doctest/doctest.h>
#include <sched.h>

#include <map>
#include <string>

namespace {

using slipburst::kernels::grant_threads;
using slipburst::kernels::ThreadGrant;

ThreadGrant granted(int asked, const std::map<std::string, std::string>& environment) {
  return grant_threads(asked, [&](const char* name) -> const char* {
    const auto found = environment.find(name);
    return found == environment.end() ? nullptr : found->second.c_str();
  });
}

}  // namespace

TEST_CASE("threads that can be had are granted without a word") {
  for (const int asked : {0, 1, 3}) {
    CHECK(granted(asked, {}).threads == asked);
    CHECK(granted(asked, {}).notice == "");
  }
  CHECK(granted(0, {{"OMP_NUM_THREADS", "4,2"}, {"OMP_THREAD_LIMIT", "4"}}).notice == "");
  CHECK(granted(0, {{"OMP_NUM_THREADS", "none"}, {"OMP_THREAD_LIMIT", "4096"}}).threads == 0);
  CHECK(granted(2, {{"OMP_NUM_THREADS", "600"}}).notice == "");
}

TEST_CASE("more threads than can be had become fewer, and why is said") {
  const ThreadGrant many = granted(0, {{"OMP_NUM_THREADS", "600"}, {"OMP_THREAD_LIMIT", "3"}});
  CHECK(many.threads == 3);
  CHECK(many.notice == "3 threads are used: OMP_NUM_THREADS asks for more than 512, OMP_THREAD_LIMIT allows 3");
  CHECK(granted(4, {{"OMP_THREAD_LIMIT", "1"}}).notice ==
        "1 thread is used: --threads asks for 4, OMP_THREAD_LIMIT allows 1");
  CHECK(granted(0, {{"OMP_NUM_THREADS", "99999999999999999999"}, {"OMP_THREAD_LIMIT", "2"}}).threads == 2);
  CHECK(granted(0, {{"KOKKOS_NUM_THREADS", "8"}, {"OMP_NUM_THREADS", "2"}, {"OMP_THREAD_LIMIT", "7"}}).threads == 7);
}
