#pragma once
/// \file Lock that keeps two runs from writing one file.

#include <string>

namespace slipburst::host {

/// Lock on FILE.lock, held for the lifetime of this object; the destructor removes the file. A killed process leaves
/// the file behind, but not the lock.
class OutputLock {
 public:
  /// \throws InputError if another process holds the lock, or FILE.lock is not a file of slipburst
  explicit OutputLock(const std::string& output);
  ~OutputLock();
  OutputLock(const OutputLock&) = delete;
  OutputLock& operator=(const OutputLock&) = delete;

  /// Whether the lock is held; false on file systems that have no locks.
  bool held() const { return held_; }

 private:
  /// \return whether FILE.lock was created by this call
  bool open_file();
  void close_file();
  bool lock();
  bool is_of_the_file() const;
  [[noreturn]] void refuse_foreign() const;

  std::string output_, path_;
  int descriptor_ = -1;
  bool held_ = false;
  bool ours_ = false;  ///< FILE.lock was made by slipburst, so that it may be removed
};

}  // namespace slipburst::host
