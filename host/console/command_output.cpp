#include "host/console/command_output.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

extern char** environ;

namespace slipburst::host {
namespace {

constexpr std::size_t max_output = 4096;

/// Program in its own process group, with a pipe from its stdout. The destructor ends it and waits for it.
class Child {
 public:
  explicit Child(const std::vector<std::string>& command) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return;
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    if (posix_spawnp(&process_, arguments[0], &files, &attributes, arguments.data(), environ) != 0) process_ = -1;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    close(ends[1]);
    output_ = ends[0];
  }
  ~Child() {
    if (output_ >= 0) close(output_);
    if (process_ > 0) end();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  bool started() const { return process_ > 0; }

  /// Waits for output. \return whether there is output or its end
  bool wait(std::chrono::milliseconds interval) const {
    pollfd descriptor{output_, POLLIN, 0};
    return ::poll(&descriptor, 1, static_cast<int>(interval.count())) == 1;
  }

  /// Reads available output. \return whether more may follow
  bool read_some(std::string& text) const {
    char part[256];
    const ssize_t count = read(output_, part, sizeof part);
    if (count > 0) text.append(part, static_cast<std::size_t>(count));
    return (count > 0 && text.size() < max_output) || (count < 0 && errno == EINTR);
  }

  /// Whether the program has ended by itself with success.
  bool succeeded(std::chrono::milliseconds longest) {
    constexpr std::chrono::milliseconds interval{5};
    for (int status = 0;; longest -= interval) {
      const pid_t ended = waitpid(process_, &status, WNOHANG);
      if (ended == process_) {
        process_ = -1;
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
      }
      if (ended != 0 || longest.count() <= 0) return false;
      ::poll(nullptr, 0, static_cast<int>(interval.count()));
    }
  }

 private:
  void end() {
    kill(-process_, SIGKILL);
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  pid_t process_ = -1;
  int output_ = -1;
};

}  // namespace

std::string command_output(const std::vector<std::string>& command, std::chrono::milliseconds limit,
                           const std::stop_token& stop) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds interval{20}, last{100};
  Child child(command);
  std::string text;
  for (const auto end = Clock::now() + limit; child.started() && Clock::now() < end && !stop.stop_requested();) {
    if (!child.wait(interval) || child.read_some(text)) continue;
    return child.succeeded(last) ? text : std::string();
  }
  return {};
}

}  // namespace slipburst::host
