#pragma once
/// \file Commands of slipburst in a process of their own, with limits on time and memory.

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/app/command_line.hpp"

namespace slipburst::testing {

struct Limits {
  unsigned seconds = 10;            ///< processor time; the limit of wall time is six times as long
  rlim_t memory = rlim_t{1} << 30;  ///< bytes of address space, beyond those of a process that has done nothing
};

struct Outcome {
  int status = 0;   ///< exit status
  int signal = 0;   ///< signal that ended the process; 0 if none
  std::string log;  ///< text on stderr

  bool hung() const { return signal == SIGXCPU || signal == SIGALRM || signal == SIGKILL; }
  bool crashed() const { return signal != 0 && !hung(); }
};

inline void limit(int resource, rlim_t soft, rlim_t hard) {
  const rlimit value{soft, hard};
  setrlimit(static_cast<decltype(RLIMIT_AS)>(resource), &value);
}

inline void set_limits(const Limits& limits) {
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_CPU, limits.seconds, limits.seconds + 1);
  alarm(6 * limits.seconds);
#if !defined(__SANITIZE_ADDRESS__)
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const rlim_t bytes = static_cast<rlim_t>(pages) * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + limits.memory;
  limit(RLIMIT_AS, bytes, bytes);
#endif
}

/// Starts `slipburst ARGUMENTS` in a copy of this process. \param log_path  a file for its stderr
inline pid_t start_slipburst(const std::vector<std::string>& arguments, const std::string& log_path,
                             const Limits& limits = {}) {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    const int log = open(log_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644), nowhere = open("/dev/null", O_WRONLY);
    dup2(log, STDERR_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    set_limits(limits);
    std::vector<std::string> words = {"slipburst"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    const int count = static_cast<int>(argv.size());
    argv.push_back(nullptr);
    const int status = host::run_command_line(count, argv.data());
    std::fflush(nullptr);
    _exit(status);
  }
  return child;
}

inline Outcome wait_for(pid_t child, const std::string& log_path) {
  int state = 0;
  waitpid(child, &state, 0);
  std::ifstream stream(log_path);
  Outcome outcome{WIFEXITED(state) ? WEXITSTATUS(state) : 0, WIFSIGNALED(state) ? WTERMSIG(state) : 0, {}};
  outcome.log.assign(std::istreambuf_iterator<char>(stream), {});
  return outcome;
}

inline Outcome run_slipburst(const std::vector<std::string>& arguments, const std::string& log_path,
                             const Limits& limits = {}) {
  return wait_for(start_slipburst(arguments, log_path, limits), log_path);
}

}  // namespace slipburst::testing
