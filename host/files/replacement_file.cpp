#include "host/files/replacement_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "host/error.hpp"
#include "host/files/unfinished_files.hpp"

namespace slipburst::host {
namespace {

std::string remedy(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return "create the folder first";
    case EACCES:
    case EPERM:
    case EROFS:
      return "choose a folder you may write to";
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "free some space or choose another folder";
    default:
      return "choose another folder";
  }
}

/// Lets the new name outlive a crash of the machine. Some network file systems cannot, and need not, do that.
void write_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  [[maybe_unused]] const int result = fsync(descriptor);
  close(descriptor);
}

}  // namespace

std::string target_of(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (path.empty() || path.back() == '/' || fs::is_directory(status)) {
    throw InputError(
        fmt::format("'{}' is a folder: name a file, such as {}", path, (fs::path(path) / "output.h5").string()));
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw InputError(fmt::format("{}: is a device or a pipe, which a file cannot replace; name a file", path));
  }
  // What a link leads to may not be there yet.
  fs::path target = path;
  constexpr int most_links = 40;
  for (int i = 0; i < most_links && fs::is_symlink(fs::symlink_status(target, ignored)); ++i) {
    target = target.parent_path() / fs::read_symlink(target, ignored);
  }
  return target.string();
}

void put_in_place(const std::string& from, const std::string& path) {
  if (std::rename(from.c_str(), path.c_str()) != 0) {
    const int error_number = errno;
    throw InputError(fmt::format("{}: cannot be put in its place: {}; {}", path,
                                 std::generic_category().message(error_number), remedy(error_number)));
  }
  write_folder_of(path);
}

ReplacementFile::ReplacementFile(const std::string& path) : path_(target_of(path)) {
  // The number of the process is not unique where machines share a folder.
  for (int attempt = 0; descriptor_ < 0; ++attempt) {
    temporary_ = fmt::format("{}.unfinished-{}-{}", path_, getpid(), attempt);
    descriptor_ = create_unfinished(temporary_);
    if (descriptor_ < 0 && errno != EEXIST) {
      fail("cannot be created", errno);
    }
  }
}

ReplacementFile::~ReplacementFile() {
  if (descriptor_ >= 0) {
    // Gives its room back even if somebody still has it open: an HDF5 file that could not be closed.
    [[maybe_unused]] const int result = ftruncate(descriptor_, 0);
    close(descriptor_);
  }
  if (!temporary_.empty()) {
    unlink(temporary_.c_str());
    forget_unfinished(temporary_);
  }
}

void ReplacementFile::fail(const std::string& what, int error_number) const {
  throw InputError(
      fmt::format("{}: {}: {}; {}", path_, what, std::generic_category().message(error_number), remedy(error_number)));
}

void ReplacementFile::write(std::span<const std::byte> content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor_, content.data(), content.size());
    if (written < 0 && errno != EINTR) {
      fail("cannot be written", errno);
    }
    content = content.subspan(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

void ReplacementFile::commit() {
  if (fsync(descriptor_) != 0) {
    fail("cannot be written", errno);
  }
  if (close(std::exchange(descriptor_, -1)) != 0) {
    fail("cannot be written", errno);
  }
  if (!previous_.empty() && std::rename(path_.c_str(), previous_.c_str()) != 0 && errno != ENOENT) {
    fail("cannot be kept", errno);
  }
  put_in_place(temporary_, path_);
  forget_unfinished(temporary_);
  temporary_.clear();
}

}  // namespace slipburst::host
