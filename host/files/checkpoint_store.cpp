#include "host/files/checkpoint_store.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <initializer_list>
#include <regex>

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

/// Removes the files beside `path` whose names are its own and something that matches `rest`.
void remove_beside(const fs::path& path, const std::regex& rest) noexcept try {
  const std::string own = path.filename().string();
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::absolute(path).parent_path())) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(own) && std::regex_match(name.substr(own.size()), rest)) remove_file(entry.path());
  }
} catch (...) {  // they only take room
}

}  // namespace

CheckpointStore::CheckpointStore(const std::string& output)
    : output_(output), path_(output + ".checkpoint"), previous_(path_ + ".previous"), damaged_(path_ + ".damaged") {}

bool CheckpointStore::any() const { return exists(path_) || exists(previous_); }

void CheckpointStore::save(const std::function<void(OutputFile&)>& fill) const {
  OutputFile file(path_, "slipburst-checkpoint", 1);
  fill(file);
  file.commit_sealed(previous_);
}

bool CheckpointStore::load_newest(const std::function<void(const std::string& path)>& load,
                                  const std::function<void(const std::string&)>& warn) const {
  for (const std::string& path : {path_, previous_}) {
    if (!exists(path)) continue;
    std::string defect = path + ": is damaged: its SHA-256 does not fit";
    try {
      if (is_sealed(path)) {
        load(path);
        return true;
      }
    } catch (const DamagedState& error) {
      defect = error.what();
    }
    warn(fmt::format("{}; it is put aside as {}", defect, damaged_));
    std::error_code ignored;
    fs::rename(path, damaged_, ignored);
  }
  return false;
}

void CheckpointStore::remove() const noexcept {
  remove_file(path_);
  remove_file(previous_);
  remove_file(damaged_);
  remove_beside(output_, std::regex(R"(\.rows-\d+)"));
}

void CheckpointStore::remove_leftovers() const noexcept {
  remove_beside(output_, std::regex(R"((\.checkpoint|\.rows-\d+)?\.unfinished-\d+-\d+)"));
}

}  // namespace slipburst::host
