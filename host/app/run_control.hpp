#pragma once
/// \file Long work that survives being stopped: checkpoints, signals, time limits, and going on.

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "host/app/commands.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/report.hpp"
#include "host/console/interrupt.hpp"
#include "host/results/checkpoint_store.hpp"
#include "host/results/run_identity.hpp"
#include "host/sampling/counting_run.hpp"
#include "host/store/input_file.hpp"

namespace slipburst::host {

/// Work with a state that can be saved at any time and gone on with.
class Resumable {
 public:
  virtual ~Resumable() = default;

  virtual std::uint64_t done() const = 0;
  virtual std::uint64_t total() const = 0;  ///< 0: not known
  virtual std::string noun() const = 0;     ///< what is counted, such as "events"

  virtual void save(OutputFile& file) = 0;
  /// Takes all of a state, or nothing. \throws InputError for one that is damaged
  virtual void load(const InputFile& file) = 0;
};

/// What all long commands share. Without an output there is nothing to go on with: work is only stopped.
class RunControl {
 public:
  /// \param format  of the finished file
  /// \throws InputError for a bad option, a checkpoint in the way that `--resume` was not given for, or a file in place
  /// that is not of this run
  RunControl(const RunControlOptions& options, const OutputClaim& output, std::string format, RunIdentity identity);

  /// For a part of the work that is kept in a checkpoint alone. \param output  a name beside the file that is claimed
  RunControl(const RunControlOptions& options, const std::string& output, RunIdentity identity);

  const RunIdentity& identity() const { return identity_; }
  /// The file that will be written: what a symbolic link leads to. Empty without an output.
  const std::string& output() const { return output_; }

  /// With --resume: the report of the finished file, if it is there.
  std::optional<Report> finished() const;

  /// Does the work from its last checkpoint on, and removes the checkpoints. Stopped or failing, its state is saved.
  /// \throws InputError if the checkpoint is of another run, Interrupted when stopped and the state is saved;
  /// std::runtime_error when stopped and it could not be
  void run(Resumable& work, const std::function<void()>& body);

  /// To be asked after each part of the work, no less than every few seconds.
  RunStep step() const;

  /// Saves in the middle of the work. A disk that does not take it is a warning: the older checkpoint stays.
  void save(Resumable& work);

  /// To be called between the work and what is made of it, which may take long, too: saves the work unless it is short.
  void secure(Resumable& work);

 private:
  using Clock = std::chrono::steady_clock;

  void resume(Resumable& work);
  void write(Resumable& work);
  /// Where an error or a stop is on its way already.
  struct Left {
    bool saved;
    std::string words;  ///< what is on disk now
  };
  Left save_after_failure(Resumable& work) noexcept;
  std::string extent(const Resumable& work) const;
  std::string words_of_saved(const Resumable& work) const;

  RunControlOptions options_;
  std::string output_, format_;
  RunIdentity identity_;
  CheckpointStore store_;
  std::optional<std::chrono::duration<double>> every_;  ///< none: no checkpoints but when stopped
  Clock::time_point last_save_ = Clock::now();
  std::chrono::duration<double> save_took_{};  ///< no more than half of the time is for saving
  std::optional<std::uint64_t> saved_;         ///< what the newest checkpoint holds
  std::optional<Patience> patience_;           ///< while there is work that a stop would lose
};

}  // namespace slipburst::host
