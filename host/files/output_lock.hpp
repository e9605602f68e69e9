#pragma once
/// \file Keeps two runs from writing one file.

#include <string>

namespace slipburst::host {

/// FILE.lock, held as long as this lives and removed with it. A process that is killed leaves the file, but not the
/// lock.
class OutputLock {
 public:
  /// \throws InputError if another process holds it
  explicit OutputLock(const std::string& output);
  ~OutputLock();
  OutputLock(const OutputLock&) = delete;
  OutputLock& operator=(const OutputLock&) = delete;

  /// Whether it is held; not so on file systems that have no locks.
  bool held() const { return held_; }

 private:
  bool is_of_the_file() const;

  std::string path_;
  int descriptor_ = -1;
  bool held_ = false;
};

}  // namespace slipburst::host
