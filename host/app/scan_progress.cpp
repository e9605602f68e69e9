#include "host/app/scan_progress.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <utility>

#include "host/app/interrupt.hpp"
#include "host/error.hpp"

namespace slipburst::host {
namespace {

constexpr auto least_interval = std::chrono::seconds(3);
constexpr int work_per_saving = 20;  ///< time between savings, in units of the time that one takes

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

}  // namespace

ScanProgress::ScanProgress(std::string output, ScanIdentity identity, ScanResults results)
    : output_(std::move(output)),
      partial_(output_ + ".partial"),
      identity_(std::move(identity)),
      results_(std::move(results)) {}

std::uint64_t ScanProgress::resume() {
  if (exists(partial_)) {
    std::string different;
    try {
      different = read_scan_file(partial_, identity_, results_);
    } catch (const InputError& error) {
      throw InputError(fmt::format("{}; or delete it to begin anew", error.what()));
    }
    if (!different.empty()) {
      throw InputError(
          fmt::format("{}: is the partial file of another scan: {}; delete it, or choose another name with -o",
                      partial_, different));
    }
    saved_ = results_.computed();
    spdlog::info("{}: going on with {} of {} points computed", partial_, saved_, results_.points());
    return saved_;
  }
  if (!exists(output_)) return 0;
  ScanResults found = results_;
  try {
    const std::string different = read_scan_file(output_, identity_, found);
    if (!different.empty() || found.computed() < found.points()) return 0;
  } catch (const InputError&) {
    return 0;  // some other file, which the finished one is to replace
  }
  results_ = std::move(found);
  finished_ = true;
  spdlog::info("{}: holds all points of this scan already; delete it to compute them again", output_);
  return results_.points();
}

void ScanProgress::add(std::uint64_t index, const ScanPoint& point) {
  results_.set(index, point);
  if (missing() > 0 && Clock::now() >= next_save_) save();
}

void ScanProgress::save() {
  const auto begin = Clock::now();
  write_scan_file(partial_, identity_, results_, backend_);
  saved_ = results_.computed();
  const auto end = Clock::now();
  next_save_ = end + std::max<Clock::duration>(least_interval, work_per_saving * (end - begin));
}

std::string ScanProgress::save_after_failure() noexcept try {
  if (results_.computed() > saved_) save();
  if (saved_ == 0) return "nothing was written";
  return fmt::format("{} of {} points are in {}; the same command goes on from there", saved_, results_.points(),
                     partial_);
} catch (...) {
  return fmt::format("{} of {} points are in {}, the last ones could not be written", saved_, results_.points(),
                     partial_);
}

void ScanProgress::run(const std::string& backend, const std::function<void()>& work) {
  backend_ = backend;
  try {
    work();
    write_scan_file(output_, identity_, results_, backend_);
  } catch (const Interrupted&) {
    throw Interrupted{save_after_failure()};
  } catch (...) {
    spdlog::info("{}", save_after_failure());
    throw;
  }
  finished_ = true;
  std::error_code ignored;
  std::filesystem::remove(partial_, ignored);
}

}  // namespace slipburst::host
