#include "host/results/checkpoint_store.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <initializer_list>
#include <regex>
#include <utility>

#include "host/files/replacement_file.hpp"
#include "host/files/run_files.hpp"
#include "host/results/run_pieces.hpp"
#include "host/store/input_file.hpp"
#include "host/store/seal.hpp"

namespace slipburst::host {
namespace {

namespace fs = std::filesystem;

constexpr const char* part_format = "slipburst-bursts";

/// Whether there is anything at a path, also a broken link.
bool is_there(const std::string& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

void remove_file(const fs::path& path) noexcept {
  std::error_code ignored;
  fs::remove(path, ignored);
}

/// Whether a file was written by a run; false for a file that cannot be read.
bool is_of_run(const std::string& path, const std::string& format, const RunIdentity& run) try {
  return is_there(path) && read_identity(InputFile(path, format)) == run;
} catch (const InputError&) {
  return false;
}

/// The files beside `path` whose names are the name of `path` followed by a match of `rest`.
std::vector<std::string> files_beside(const std::string& path, const std::regex& rest) {
  const std::string own = fs::path(path).filename().string();
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_of(path))) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(own) && std::regex_match(name.substr(own.size()), rest)) {
      files.push_back(path + name.substr(own.size()));
    }
  }
  return files;
}

/// Renames a file to the wished name, or to that and a number if the name is taken. \return the new name
std::string put_aside(const std::string& path, const std::string& wished) {
  std::string name = wished;
  for (int number = 2;; ++number) {
    const int error_number = rename_to_free_name(path, name);
    if (error_number == 0) return name;
    if (error_number != EEXIST) {
      throw WriteError(fmt::format("{}: cannot be renamed to {}: {}; {}", path, name,
                                   std::generic_category().message(error_number), remedy_for(error_number)));
    }
    name = fmt::format("{}-{}", wished, number);
  }
}

}  // namespace

CheckpointStore::CheckpointStore(const std::string& output, RunIdentity run)
    : output_(output),
      path_(output + ".checkpoint"),
      previous_(path_ + ".previous"),
      damaged_(path_ + ".damaged"),
      run_(std::move(run)) {}

bool CheckpointStore::any() const { return is_there(path_) || is_there(previous_); }

std::string CheckpointStore::foreign() const {
  for (const std::string& path : {path_, previous_}) {
    if (is_no_hdf5(path)) return path;
  }
  return {};
}

void CheckpointStore::require_checkpoints() const {
  for (const std::string& path : {path_, previous_}) {
    if (!is_there(path)) continue;
    try {
      const InputFile file(path, checkpoint_format);
    } catch (const DamagedFile&) {  // may have been one
    } catch (const InputError& error) {
      throw InputError(fmt::format("{}; a run keeps its checkpoint there: move it away, or choose another name with -o",
                                   error.what()));
    }
  }
}

void CheckpointStore::save(const std::function<void(OutputFile&)>& fill) const {
  OutputFile file(path_, checkpoint_format);
  write_identity(file, run_);
  fill(file);
  file.commit(previous_);
}

bool CheckpointStore::load_newest(const std::function<void(const std::string& path)>& load,
                                  const std::function<void(const std::string&)>& warn) const {
  bool loaded = false;
  // The previous generation is checked even if it is not needed: the next save would replace it by the current one.
  for (const std::string& path : {path_, previous_}) {
    if (!is_there(path)) continue;
    std::string defect;
    try {
      if (!loaded) load(path);
      if (loaded && seal_state(path) != Seal::intact)
        throw DamagedFile(path + ": is damaged: its SHA-256 does not fit");
      loaded = true;
      continue;
    } catch (const DamagedFile& error) {
      defect = error.what();
    }
    warn(fmt::format("{}; it is put aside as {}", defect, put_aside(path, damaged_)));
  }
  return loaded;
}

void CheckpointStore::remove() const noexcept try {
  const UninterruptedChecks to_the_end;  // a finished file leaves no checkpoint, also when the run is told to stop
  for (const std::string& path : {path_, previous_, damaged_}) {
    if (is_of_run(path, checkpoint_format, run_)) remove_file(path);
  }
  for (const std::string& part : list_parts(output_, run_, true)) remove_file(part);
} catch (...) {  // leftover files only take disk space
}

std::vector<std::string> list_parts(const std::string& output, const RunIdentity& run, bool of_the_run) {
  std::vector<std::string> parts = files_beside(output, std::regex(R"(\.rows-\d+)"));
  std::erase_if(parts, [&](const std::string& part) { return is_of_run(part, part_format, run) != of_the_run; });
  return parts;
}

void remove_leftovers(const std::string& output) noexcept try {
  const std::regex temporary(R"((\.table)?(\.lock|\.checkpoint|\.rows-\d+)?\.unfinished-\d+(-\d+)?)");
  for (const std::string& path : files_beside(output, temporary)) {
    if (is_own_temporary(path)) remove_file(path);
  }
} catch (...) {  // leftover files only take disk space
}

}  // namespace slipburst::host
