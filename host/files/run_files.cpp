#include "host/files/run_files.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "host/base/error.hpp"

namespace slipburst::host {
namespace {

std::vector<std::string> read_files;
std::vector<OutputName*> claimed_outputs;
int readings_of_old_results = 0;

[[noreturn]] void refuse_input(const OutputName& output, const std::string& input) {
  const std::string other = input == output.path() ? "" : fmt::format("{}, ", input);
  throw InputError(fmt::format("{} {} is {}a file that this command reads; write to another name", output.option(),
                               output.path(), other));
}

/// Whether an open file is the file at a path.
bool is_open_as(int descriptor, const std::optional<FileIdentity>& at_path) {
  struct stat status {};
  return at_path && fstat(descriptor, &status) == 0 && FileIdentity{status.st_dev, status.st_ino} == *at_path;
}

/// Suffixes of the files that slipburst itself keeps beside an output.
constexpr std::string_view kept_beside[] = {".lock",
                                            ".checkpoint",
                                            ".checkpoint.previous",
                                            ".checkpoint.damaged",
                                            ".table.checkpoint",
                                            ".table.checkpoint.previous",
                                            ".table.lock"};

/// The first file kept by slipburst beside an output for which `is_it` returns true; empty if there is no such file.
std::string file_beside(const std::string& output, const std::function<bool(const std::string&)>& is_it) {
  for (const std::string_view ending : kept_beside) {
    if (const std::string path = output + std::string(ending); is_it(path)) return path;
  }
  return {};
}

void require_not_beside(const std::string& option, const std::string& path, const OutputName& output) {
  const std::string beside = file_beside(output.path(), [&](const std::string& kept) { return same_file(kept, path); });
  if (beside.empty()) return;
  throw InputError(fmt::format("{} {} is a file that slipburst keeps for {} {}; write to another name", option, path,
                               output.option(), output.path()));
}

}  // namespace

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

std::optional<FileIdentity> file_identity(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return std::nullopt;
  return FileIdentity{status.st_dev, status.st_ino};
}

bool same_file(const std::string& a, const std::string& b) {
  const std::optional<FileIdentity> at_a = file_identity(a), at_b = file_identity(b);
  if (at_a || at_b) return at_a == at_b;
  const std::optional<FileIdentity> above_a = file_identity(folder_of(a)), above_b = file_identity(folder_of(b));
  return above_a && above_a == above_b && std::filesystem::path(a).filename() == std::filesystem::path(b).filename();
}

void require_regular(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_type type = std::filesystem::status(path, error).type();
  using enum std::filesystem::file_type;
  if (type == fifo || type == socket || type == character || type == block) {
    throw InputError(fmt::format("{}: is a pipe or a device; save what it gives in a file", path));
  }
}

void note_input(const std::string& path) {
  if (readings_of_old_results > 0) return;
  for (const OutputName* output : claimed_outputs) {
    if (same_file(output->path(), path)) refuse_input(*output, path);
  }
  if (std::ranges::find(read_files, path) == read_files.end()) read_files.push_back(path);
}

const std::vector<std::string>& noted_inputs() { return read_files; }

ReadingOldResult::ReadingOldResult() { ++readings_of_old_results; }
ReadingOldResult::~ReadingOldResult() { --readings_of_old_results; }

OutputName::OutputName(std::string option, std::string path)
    : option_(std::move(option)), path_(std::move(path)), present_(file_identity(path_)) {
  for (const std::string& input : read_files) {
    if (same_file(path_, input)) refuse_input(*this, input);
  }
  for (const OutputName* other : claimed_outputs) {
    if (same_file(path_, other->path())) {
      throw InputError(
          fmt::format("{} {} is the file of {}; write to different names", option_, path_, other->option()));
    }
    require_not_beside(option_, path_, *other);
    require_not_beside(other->option(), other->path(), *this);
  }
  for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
    const std::string stream = descriptor == STDOUT_FILENO ? "output" : "error";
    if (is_open_as(descriptor, present_)) {
      throw InputError(
          fmt::format("{} {} is the file that standard {} goes to; write to another name", option_, path_, stream));
    }
    const std::string beside =
        file_beside(path_, [&](const std::string& kept) { return is_open_as(descriptor, file_identity(kept)); });
    if (!beside.empty()) {
      throw InputError(
          fmt::format("{} {}: standard {} goes to {}, a file that slipburst keeps for it; direct it to another name",
                      option_, path_, stream, beside));
    }
  }
  claimed_outputs.push_back(this);
}

OutputName::~OutputName() { std::erase(claimed_outputs, this); }

void OutputName::require_unchanged() const {
  if (const std::optional<FileIdentity> now = file_identity(path_); now && now != present_) {
    throw InputError(fmt::format(
        "{}: cannot be put in its place: another file has come there since the command began; move that away", path_));
  }
  for (const std::string& input : read_files) {
    if (same_file(path_, input)) refuse_input(*this, input);
  }
}

OutputName* output_named(const std::string& path) {
  const auto found =
      std::ranges::find_if(claimed_outputs, [&](const OutputName* output) { return same_file(output->path(), path); });
  return found == claimed_outputs.end() ? nullptr : *found;
}

}  // namespace slipburst::host
