#include "host/app/output_claim.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <climits>
#include <filesystem>

#include "host/base/error.hpp"
#include "host/files/replacement_file.hpp"
#include "host/results/checkpoint_store.hpp"
#include "host/results/text_header.hpp"
#include "host/store/input_file.hpp"
#include "host/store/seal.hpp"

namespace slipburst::host {
namespace {

/// Maximal length of the ending of a file name beside an output: ".table.checkpoint.unfinished-" and an inode number.
constexpr std::size_t longest_addition = 50;

void require_short_name(const std::string& path) {
  const long limit = pathconf(folder_of(path).c_str(), _PC_NAME_MAX);
  const std::size_t name_limit = limit > 0 ? static_cast<std::size_t>(limit) : NAME_MAX;
  const auto require = [&](std::size_t size, std::size_t most) {
    if (size + longest_addition <= most) return;
    throw InputError(fmt::format(
        "{}: the name is too long: it has {} bytes, and at most {} leave room for the names of checkpoints and "
        "temporary files beside it; choose a shorter one",
        path, size, most - longest_addition));
  };
  require(std::filesystem::path(path).filename().string().size(), name_limit);
  require(path.size(), PATH_MAX - 1);
}

void warn_of_no_locks(const std::string& path) {
  static bool warned = false;
  if (!warned) spdlog::warn("{}: this file system has no locks: see that no other run writes it", path);
  warned = true;
}

}  // namespace

void add_output_options(CLI::App& command, std::string& path, bool& overwrite) {
  command.add_option("-o,--output", path, "file to write (HDF5)");
  command.add_flag("--overwrite", overwrite,
                   "replace whatever file is there; without it only an earlier result of the same command");
}

OutputClaim::OutputClaim(const std::string& option, const std::string& path, bool overwrite) : overwrite_(overwrite) {
  if (path.empty()) return;
  path_ = target_of(path);
  require_short_name(path_);
  name_.emplace(option, path_);
  { const ReplacementFile probe(path_); }
  lock_.emplace(path_);
  if (lock_->held()) {
    remove_leftovers(path_);
  } else {
    warn_of_no_locks(path_);
  }
}

void OutputClaim::refuse(const std::string& why) const {
  throw InputError(
      fmt::format("{}: {}; choose another name for {}, or replace it by --overwrite", path_, why, name_->option()));
}

void OutputClaim::require_result_of(const RunIdentity& run, const std::string& format) const {
  if (!name_ || overwrite_ || !file_identity(path_)) return;
  const ReadingOldResult reading;
  std::string differs;
  try {
    differs = difference(read_identity(InputFile(path_, format)), run);
  } catch (const InputError&) {
    if (seal_state(path_) == Seal::broken) refuse("is damaged or was changed since slipburst wrote it");
    refuse(fmt::format("is not a whole file of format {} that slipburst wrote", format));
  }
  if (!differs.empty()) refuse("is the output of another run: " + differs);
}

void OutputClaim::require_text_of(const RunIdentity& run, const std::string& format) const {
  if (!name_ || overwrite_ || !file_identity(path_)) return;
  const std::optional<std::string> found = run_of_text(path_, format);
  if (!found) refuse(fmt::format("is not a text of format {} that slipburst wrote", format));
  if (*found != run_sha256(run)) refuse("is the output of another run");
}

void OutputClaim::require_free_for(const RunIdentity& run, const std::string& format) const {
  if (!name_) return;
  require_result_of(run, format);
  if (CheckpointStore(path_, run).any()) {
    throw InputError(
        fmt::format("{}: a run that was stopped is to write it; choose another name for {}", path_, name_->option()));
  }
}

}  // namespace slipburst::host
