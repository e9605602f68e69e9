#include "host/app/run_control.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "host/base/error.hpp"
#include "host/console/time_limit.hpp"
#include "host/results/run_pieces.hpp"
#include "host/table/table_error.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

/// Time to finish a part of the work on a busy machine, so that the part is saved.
constexpr std::chrono::seconds patience_for_work{10};
constexpr std::chrono::hours patience_for_writing{1};
constexpr std::chrono::seconds short_work{1};

std::optional<std::chrono::duration<double>> parse_interval(const std::string& text) {
  if (text == "never") return std::nullopt;
  return std::chrono::duration<double>(parse_positive_quantity(text, Dimension::duration, "--checkpoint-every"));
}

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

}  // namespace

void add_control_options(CLI::App& command, RunControlOptions& options) {
  command.add_flag(
      "--resume", options.resume,
      "go on from the checkpoint of the same command, FILE.checkpoint; print the report of a finished one");
  command.add_option("--checkpoint-every", options.checkpoint_every, "time between checkpoints, or never")
      ->capture_default_str();
  command.add_option("--stop-before", options.stop_before, "stop and save this long before a Slurm job's time limit")
      ->capture_default_str();
}

RunControl::RunControl(const RunControlOptions& options, const std::string& output, RunIdentity identity)
    : options_(options),
      output_(output),
      identity_(std::move(identity)),
      store_(output_, identity_),
      every_(parse_interval(options.checkpoint_every)) {
  watch_time_limit(options.stop_before);
  if (output_.empty()) {
    if (options_.resume) throw InputError("--resume needs -o: without a file there is nothing to go on with");
    return;
  }
  const std::string left = store_.any()
                               ? store_.path() + " stays; the same command with --resume goes on from there"
                               : std::string("nothing is done yet; the same command with --resume begins again");
  when_interrupted({left, Interrupted::resumable});
  if (const std::string foreign = store_.foreign(); !foreign.empty()) {
    throw InputError(fmt::format(
        "{}: is no checkpoint of slipburst, which would keep its own there; move it away, or choose another "
        "name with -o",
        foreign));
  }
  if (!options_.resume && store_.any()) {
    store_.require_checkpoints();
    throw InputError(
        fmt::format("{}: is the checkpoint of a run that was stopped; go on with it by --resume, or delete it and "
                    "{}.previous to begin anew",
                    store_.path(), store_.path()));
  }
}

RunControl::RunControl(const RunControlOptions& options, const OutputClaim& output, std::string format,
                       RunIdentity identity)
    : RunControl(options, output.path(), std::move(identity)) {
  format_ = std::move(format);
  output.require_result_of(identity_, format_);
}

std::optional<Report> RunControl::finished() const {
  if (!options_.resume || !exists(output_)) return std::nullopt;
  const ReadingOldResult reading;
  Report report;
  try {
    const InputFile file(output_, format_);
    if (read_identity(file) != identity_) return std::nullopt;
    report = Report::parse(file.text("/", "report"), nullptr, false);
  } catch (const InputError&) {
    return std::nullopt;  // not a file of this format: may be replaced
  }
  if (!report.is_object()) return std::nullopt;
  spdlog::info("{}: is finished already", output_);
  store_.remove();
  return report;
}

void RunControl::resume(Resumable& work) {
  if (!options_.resume) return;
  std::string from, other;
  const auto load = [&](const std::string& path) {
    const InputFile file(path, checkpoint_format);
    from = path;
    other = difference(read_identity(file), identity_);
    if (other.empty()) work.load(file);
  };
  if (!store_.load_newest(load, [](const std::string& message) { spdlog::warn("{}", message); })) {
    spdlog::info("{}: there is no checkpoint to go on from: beginning at the start", store_.path());
    return;
  }
  if (!other.empty()) {
    throw InputError(fmt::format("{}: is the checkpoint of another run: {}; choose another name with -o, or delete it",
                                 from, other));
  }
  saved_ = work.done();
  spdlog::info("{}: going on with {}", from, extent(work));
}

std::string RunControl::extent(const Resumable& work) const {
  if (work.total() == 0) return fmt::format("{} {}", work.done(), work.noun());
  return fmt::format("{} of {} {}", work.done(), work.total(), work.noun());
}

void RunControl::write(Resumable& work) {
  const Patience patience(patience_for_writing);
  store_.save([&](OutputFile& file) {
    file.attribute("/", "done", work.done());
    file.attribute("/", "total", work.total());
    work.save(file);
  });
  saved_ = work.done();
  when_interrupted({words_of_saved(work), Interrupted::resumable});
}

std::string RunControl::words_of_saved(const Resumable& work) const {
  return fmt::format("{} holds {}; the same command with --resume goes on from there", store_.path(), extent(work));
}

RunStep RunControl::step() const {
  if (stop_requested()) return RunStep::stop;
  const bool due = !output_.empty() && every_ && Clock::now() - last_save_ >= std::max(*every_, save_took_);
  return due ? RunStep::save : RunStep::go_on;
}

void RunControl::save(Resumable& work) {
  const auto begin = Clock::now();
  try {
    if (saved_.value_or(0) != work.done()) {
      write(work);
      spdlog::info("{}: holds {}", store_.path(), extent(work));
    }
  } catch (const InputError& error) {
    const std::string left =
        saved_ ? fmt::format("the last one, of {} {}, stays", *saved_, work.noun()) : std::string("there is none yet");
    spdlog::warn("no checkpoint: {}; {}; the run goes on", error.what(), left);
  }
  last_save_ = Clock::now();
  save_took_ = last_save_ - begin;
}

void RunControl::secure(Resumable& work) {
  if (output_.empty()) return;
  if (every_ && Clock::now() - last_save_ >= short_work && saved_ != work.done()) save(work);
  if (saved_ == work.done()) patience_.reset();
}

RunControl::Left RunControl::save_after_failure(Resumable& work) noexcept try {
  if (work.done() != saved_.value_or(0)) write(work);
  if (!saved_) return {true, "nothing is done yet; the same command with --resume begins again"};
  return {true, words_of_saved(work)};
} catch (const std::exception& error) {
  const std::string why = error.what();
  if (!saved_) return {false, "no checkpoint could be written: " + why};
  return {false, fmt::format("no new checkpoint could be written: {}; {} of {} {} are in {}: the same command with "
                             "--resume goes on from there",
                             why, *saved_, work.total(), work.noun(), store_.path())};
}

void RunControl::run(Resumable& work, const std::function<void()>& body) {
  if (output_.empty()) return body();
  resume(work);
  patience_.emplace(patience_for_work);
  try {
    body();
  } catch (const Interrupted&) {
    const Left left = save_after_failure(work);
    // Exit status of an error, not the resumable one: a restart would fail the same way.
    if (!left.saved) throw std::runtime_error("stopped; " + left.words);
    throw Interrupted{left.words, Interrupted::resumable};
  } catch (const TableError&) {  // resuming would fail the same way
    store_.remove();
    throw;
  } catch (const std::exception&) {
    if (work.done() > 0) spdlog::warn("{}", save_after_failure(work).words);
    throw;
  }
  patience_.reset();
  store_.remove();
  when_interrupted(
      {"what is finished stays; the same command with --resume goes on from there", Interrupted::resumable});
}

}  // namespace slipburst::host
