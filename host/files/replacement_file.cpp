#include "host/files/replacement_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "host/files/run_files.hpp"
#include "host/files/unfinished_files.hpp"

namespace slipburst::host {
namespace {

constexpr const char* temporary_mark = ".unfinished-";
constexpr mode_t permissions = 07777, usual_permissions = 0666;  // the latter less the bits of umask

[[noreturn]] void fail_on(const std::string& path, const std::string& what, int error_number) {
  throw WriteError(fmt::format("{}: {}: {}; {}", path, what, std::generic_category().message(error_number),
                               remedy_for(error_number)));
}

/// Lets the new name outlive a crash of the machine. Some network file systems cannot, and need not, do that.
void write_folder_of(const std::string& path) {
  const int descriptor = open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  [[maybe_unused]] const int result = fsync(descriptor);
  close(descriptor);
}

/// The permissions of a file; std::nullopt if there is no file.
std::optional<mode_t> permissions_of(const std::string& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return status.st_mode & permissions;
}

bool working_folder_is_gone() {
  std::error_code error;
  [[maybe_unused]] const std::filesystem::path folder = std::filesystem::current_path(error);
  return error == std::errc::no_such_file_or_directory;
}

}  // namespace

std::string remedy_for(int error_number) {
  switch (error_number) {
    case ENOENT:
      if (working_folder_is_gone()) return "the working folder has been deleted: change to another one";
      return "create the folder first";
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
    case ENAMETOOLONG:
      return "choose a shorter name";
    default:
      return "choose another folder";
  }
}

std::string target_of(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error, ignored;
  const fs::file_status status = fs::status(path, error);
  if (path.empty() || path.back() == '/' || fs::is_directory(status)) {
    throw InputError(
        fmt::format("'{}' is a folder: name a file, such as {}", path, (fs::path(path) / "output.h5").string()));
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw InputError(fmt::format("{}: is a device or a pipe, which a file cannot replace; name a file", path));
  }
  fs::path target = path;
  if (!fs::exists(status)) {
    if (fs::is_symlink(fs::symlink_status(target, ignored))) {
      throw InputError(fmt::format("{}: is a link to {}, where there is no file; delete the link or name a file", path,
                                   fs::read_symlink(target, ignored).string()));
    }
    return path;
  }
  while (fs::is_symlink(fs::symlink_status(target, ignored))) {
    target = target.parent_path() / fs::read_symlink(target, ignored);
  }
  return target.string();
}

int rename_to_free_name(const std::string& from, const std::string& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // Fallback for a file system without RENAME_NOREPLACE: check, then rename, not atomic.
  struct stat status {};
  if (lstat(to.c_str(), &status) == 0) return EEXIST;
  return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

void put_in_place(const std::string& from, const std::string& path) {
  OutputName* const output = output_named(path);
  if (output != nullptr) output->require_unchanged();
  if (const std::optional<mode_t> mode = permissions_of(path)) {
    chmod(from.c_str(), *mode);  // file systems without permissions refuse, and need none
    if (std::rename(from.c_str(), path.c_str()) != 0) fail_on(path, "cannot be put in its place", errno);
  } else if (const int error_number = rename_to_free_name(from, path); error_number != 0) {
    fail_on(path, "cannot be put in its place", error_number);
  }
  if (output != nullptr) output->accept_present();
  write_folder_of(path);
}

bool is_own_temporary(const std::string& path) {
  struct stat status {};
  const std::size_t mark = path.rfind(temporary_mark);
  if (mark == std::string::npos || lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
  const std::string end = path.substr(mark + std::string_view(temporary_mark).size());
  // An empty temporary file may still have its first name, with a process and a number instead of its inode.
  return end == std::to_string(status.st_ino) || (status.st_size == 0 && end.find('-') != std::string::npos);
}

ReplacementFile::ReplacementFile(const std::string& path) : path_(target_of(path)) { open_temporary(); }

void ReplacementFile::open_temporary() {
  const mode_t mode = permissions_of(path_).value_or(usual_permissions);
  // The process number is not unique if machines share a folder.
  for (int attempt = 0; descriptor_ < 0; ++attempt) {
    temporary_ = fmt::format("{}{}{}-{}", path_, temporary_mark, getpid(), attempt);
    descriptor_ = create_unfinished(temporary_, mode | S_IWUSR);
    if (descriptor_ < 0 && errno != EEXIST) fail("cannot be created", errno);
  }
  // With its inode in its name the file can be recognised as a temporary of slipburst after this process is killed.
  struct stat status {};
  if (fstat(descriptor_, &status) != 0) return;
  const std::string known = path_ + temporary_mark + std::to_string(status.st_ino);
  if (rename_unfinished(temporary_, known)) temporary_ = known;
}

ReplacementFile::~ReplacementFile() {
  if (descriptor_ >= 0) {
    // Frees the disk space even if the file is still open, such as an HDF5 file that could not be closed.
    [[maybe_unused]] const int result = ftruncate(descriptor_, 0);
    close(descriptor_);
  }
  if (!temporary_.empty()) {
    unlink(temporary_.c_str());
    forget_unfinished(temporary_);
  }
}

void ReplacementFile::fail(const std::string& what, int error_number) const { fail_on(path_, what, error_number); }

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
