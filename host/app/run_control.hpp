#pragma once
/// \file Long work that survives being stopped: checkpoints, signals, time limits, and resuming.

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "host/app/output_claim.hpp"
#include "host/app/report.hpp"
#include "host/console/interrupt.hpp"
#include "host/results/checkpoint_store.hpp"
#include "host/results/run_identity.hpp"
#include "host/sampling/counting_run.hpp"
#include "host/store/input_file.hpp"

namespace CLI {
class App;
}

namespace slipburst::host {

/// Checkpoint and resume options.
struct RunControlOptions {
  bool resume = false;
  std::string checkpoint_every = "5 min", stop_before = "1 min";
};

/// Declares --resume, --checkpoint-every and --stop-before.
void add_control_options(CLI::App& command, RunControlOptions& options);

/// Work with a state that can be saved at any time and resumed.
class Resumable {
 public:
  virtual ~Resumable() = default;

  virtual std::uint64_t done() const = 0;
  virtual std::uint64_t total() const = 0;  ///< 0: unknown
  virtual std::string noun() const = 0;     ///< unit of done() and total(), such as "events"

  virtual void save(OutputFile& file) = 0;
  /// Loads a whole state, or leaves the work unchanged. \throws InputError for a damaged state
  virtual void load(const InputFile& file) = 0;
};

/// Checkpoints and stops of a long command. Without an output there are no checkpoints: stopped work is lost.
class RunControl {
 public:
  /// \param format  format of the finished file
  /// \throws InputError for a bad option, a checkpoint that exists without `--resume`, or an existing output that is
  /// not of this run
  RunControl(const RunControlOptions& options, const OutputClaim& output, std::string format, RunIdentity identity);

  /// Control of a part of the work that is kept in a checkpoint alone. \param output  name beside the claimed output
  RunControl(const RunControlOptions& options, const std::string& output, RunIdentity identity);

  const RunIdentity& identity() const { return identity_; }
  /// Path of the output, symbolic links resolved. Empty without an output.
  const std::string& output() const { return output_; }

  /// Report of the finished file, if --resume is given and the file exists.
  std::optional<Report> finished() const;

  /// Does the work from its last checkpoint on, then removes the checkpoints. Saves the state on a stop or failure.
  /// \throws InputError if the checkpoint is of another run, Interrupted when stopped and the state is saved,
  /// std::runtime_error when stopped and the state could not be saved
  void run(Resumable& work, const std::function<void()>& body);

  /// Next step: stop, save or go on. Call after each part of the work, at least every few seconds.
  RunStep step() const;

  /// Writes a checkpoint in the middle of the work. A failure to write is a warning: the older checkpoint stays.
  void save(Resumable& work);

  /// Writes a checkpoint unless the work was short. Call between the work and its evaluation, which may take long, too.
  void secure(Resumable& work);

 private:
  using Clock = std::chrono::steady_clock;

  void resume(Resumable& work);
  void write(Resumable& work);
  /// State of the checkpoint after a failure or a stop.
  struct Left {
    bool saved;
    std::string words;  ///< message about the checkpoint on disk
  };
  Left save_after_failure(Resumable& work) noexcept;
  std::string extent(const Resumable& work) const;
  std::string words_of_saved(const Resumable& work) const;

  RunControlOptions options_;
  std::string output_, format_;
  RunIdentity identity_;
  CheckpointStore store_;
  std::optional<std::chrono::duration<double>> every_;  ///< nullopt: a checkpoint only when stopped
  Clock::time_point last_save_ = Clock::now();
  std::chrono::duration<double> save_took_{};  ///< duration of the last save; saving takes at most half of the time
  std::optional<std::uint64_t> saved_;         ///< done() of the newest checkpoint
  std::optional<Patience> patience_;           ///< set while a stop would lose work
};

}  // namespace slipburst::host
