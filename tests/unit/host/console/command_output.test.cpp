#include "host/console/command_output.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cerrno>
#include <thread>

namespace {

using namespace std::chrono_literals;
using slipburst::host::command_output;

/// Whether the work took less time than the limit.
template <class Work>
bool within(std::chrono::milliseconds limit, Work work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::steady_clock::now() - begin < limit;
}

}  // namespace

TEST_CASE("output of a program that ends, and of no other") {
  CHECK(command_output({"printf", "%s %s", "a b", "c"}, 60s) == "a b c");
  CHECK(command_output({"sh", "-c", "sleep 0.1; echo late"}, 60s) == "late\n");
  CHECK(command_output({"sh", "-c", "echo failed; exit 3"}, 60s) == "");
  CHECK(command_output({"no-such-program-anywhere"}, 60s) == "");
  CHECK(command_output({"sh", "-c", "yes | head -c 1000000"}, 60s) == "");  // too much output
}

TEST_CASE("a program that hangs is ended, with what it has started") {
  CHECK(within(20s, [] { CHECK(command_output({"sh", "-c", "sleep 100 & wait"}, 200ms) == ""); }));
  std::stop_source stop;
  std::jthread later([&] {
    std::this_thread::sleep_for(100ms);
    stop.request_stop();
  });
  CHECK(within(20s, [&] { CHECK(command_output({"sleep", "100"}, 60s, stop.get_token()) == ""); }));
  CHECK(within(20s, [] { CHECK(command_output({"sh", "-c", "exec >&-; sleep 100"}, 60s) == ""); }));
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);  // no child processes are left
  CHECK(errno == ECHILD);
}
