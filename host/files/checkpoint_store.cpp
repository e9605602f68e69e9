#include "host/files/checkpoint_store.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <initializer_list>
#include <regex>

#include "host/error.hpp"
#include "host/files/seal.hpp"

namespace slipburst::host {
namespace {

namespace fs = std::filesystem;

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

void remove_file(const fs::path& path) noexcept {
  std::error_code ignored;
  fs::remove(path, ignored);
}

/// Whether a name is one of ReplacementFile's temporary ones for `file`, its checkpoint or its parts.
bool is_temporary(const std::string& name, const std::string& file) {
  if (!name.starts_with(file)) return false;
  static const std::regex rest(R"((\.checkpoint|\.rows-\d+)?\.unfinished-\d+-\d+)");
  return std::regex_match(name.substr(file.size()), rest);
}

void remove_temporaries(const fs::path& path) noexcept try {
  const fs::path folder = fs::absolute(path).parent_path();
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (is_temporary(entry.path().filename().string(), path.filename().string())) remove_file(entry.path());
  }
} catch (...) {  // they only take room
}

}  // namespace

CheckpointStore::CheckpointStore(const std::string& output)
    : output_(output), path_(output + ".checkpoint"), previous_(path_ + ".previous") {}

bool CheckpointStore::any() const { return exists(path_) || exists(previous_); }

void CheckpointStore::save(const std::function<void(OutputFile&)>& fill) const {
  OutputFile file(path_, "slipburst-checkpoint", 1);
  fill(file);
  file.commit_sealed(previous_);
}

bool CheckpointStore::load_newest(const std::function<void(const std::string&)>& load,
                                  const std::function<void(const std::string&)>& warn) const {
  for (const std::string& path : {path_, previous_}) {
    if (!exists(path)) continue;
    std::string defect = path + ": is damaged: its SHA-256 does not fit";
    try {
      if (is_sealed(path)) {
        load(path);
        return true;
      }
    } catch (const InputError& error) {
      defect = error.what();
    }
    warn(defect + "; it is removed");
    remove_file(path);
  }
  return false;
}

void CheckpointStore::remove() const noexcept {
  remove_file(path_);
  remove_file(previous_);
}

void CheckpointStore::remove_leftovers() const noexcept { remove_temporaries(output_); }

}  // namespace slipburst::host
