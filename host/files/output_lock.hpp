#pragma once
/// \file Keeps two runs from writing one file.

#include <string>

namespace slipburst::host {

/// FILE.lock, held as long as this lives and removed with it. A process that is killed leaves the file, but not the
/// lock.
class OutputLock {
 public:
  /// \throws InputError if another process holds it, or FILE.lock is not a file of slipburst
  explicit OutputLock(const std::string& output);
  ~OutputLock();
  OutputLock(const OutputLock&) = delete;
  OutputLock& operator=(const OutputLock&) = delete;

  /// Whether it is held; not so on file systems that have no locks.
  bool held() const { return held_; }

 private:
  /// \return whether it was made just now
  bool open_file();
  void close_file();
  bool lock();
  bool is_of_the_file() const;
  [[noreturn]] void refuse_foreign() const;

  std::string output_, path_;
  int descriptor_ = -1;
  bool held_ = false;
  bool ours_ = false;  ///< made by slipburst, so that it may be removed
};

}  // namespace slipburst::host
