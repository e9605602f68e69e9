#include "host/app/event_range_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdlib>

#include "host/base/error.hpp"
#include "host/console/logging.hpp"
#include "host/text/count.hpp"

namespace slipburst::host {
namespace {

constexpr std::uint64_t max_shards = 1'000'000;

/// Piece `index` of `count`, numbered from 1.
struct Shard {
  std::uint64_t index, count;
};

std::uint64_t array_variable(const std::string& name) {
  const char* text = std::getenv(name.c_str());
  if (!text) {
    throw InputError(
        fmt::format("--shard slurm: {} is not set: this is no task of a job array; submit with "
                    "sbatch --array=1-8, or write --shard 1/8",
                    name));
  }
  return parse_count(text, name);
}

Shard slurm_shard() {
  const std::uint64_t id = array_variable("SLURM_ARRAY_TASK_ID"), count = array_variable("SLURM_ARRAY_TASK_COUNT"),
                      least = array_variable("SLURM_ARRAY_TASK_MIN"), greatest = array_variable("SLURM_ARRAY_TASK_MAX"),
                      step = array_variable("SLURM_ARRAY_TASK_STEP");
  const bool even = step > 0 && id >= least && (id - least) % step == 0 && (greatest - least) / step + 1 == count;
  // Some tasks of an array, resubmitted, are an array of another size, which would cut the run into other pieces.
  if (!even || count == 1 || least > 1) {
    throw InputError(
        fmt::format("--shard slurm: {} tasks from {} to {} are no array 0-N or 1-N, so that this task's piece is not "
                    "known; submit the whole array (pieces that are complete end at once), or write --shard i/n",
                    count, least, greatest));
  }
  return {(id - least) / step + 1, count};
}

Shard parse_shard(const std::string& text) {
  if (text == "slurm") return slurm_shard();
  Shard shard{};
  const char* const end = text.data() + text.size();
  const auto index = std::from_chars(text.data(), end, shard.index);
  const bool slash = index.ec == std::errc() && index.ptr != end && *index.ptr == '/';
  const auto count = slash ? std::from_chars(index.ptr + 1, end, shard.count) : index;
  if (!slash || count.ec != std::errc() || count.ptr != end) {
    throw InputError(fmt::format(
        "--shard {}: write i/n in whole numbers, such as 2/8 for the second of eight pieces, or slurm", text));
  }
  if (shard.count < 1 || shard.count > max_shards) {
    throw InputError(fmt::format("--shard {}: a run has 1 to {} pieces", text, max_shards));
  }
  if (shard.index < 1 || shard.index > shard.count) {
    throw InputError(fmt::format("--shard {}: pieces are numbered from 1 to {}", text, shard.count));
  }
  return shard;
}

/// End of piece `index` of `count`: one past its last event. Index 0 gives the beginning of the first piece.
std::uint64_t end_of(std::uint64_t events, const Shard& shard) {
  const std::uint64_t each = events / shard.count, rest = events % shard.count;
  return each * shard.index + rest * shard.index / shard.count;
}

}  // namespace

void add_piece_options(CLI::App& command, PieceOptions& options) {
  command.add_option("--seed", options.seed, "key of the random numbers")->capture_default_str();
  command.add_option("--first-event", options.first_event, "index of the first event")->capture_default_str();
  command.add_option("--piece-events", options.piece_events,
                     "draw only so many from --first-event on, as a piece of the run");
  command.add_option("--shard", options.shard,
                     "draw one of n equal pieces of the run: i/n, from 1/n to n/n, or slurm (the task of a job array)");
}

EventRange piece_of(std::uint64_t whole, const PieceOptions& options) {
  EventRange range{parse_count(options.seed, "--seed"), whole, parse_count(options.first_event, "--first-event"), 0};
  if (!options.shard.empty()) {
    if (range.first > 0 || !options.piece_events.empty()) {
      throw InputError("--shard says which piece: leave out --first-event and --piece-events");
    }
    const Shard shard = parse_shard(options.shard);
    if (shard.count > whole) {
      throw InputError(fmt::format("--shard {}: {} events cannot be cut in {} pieces; use fewer", options.shard, whole,
                                   shard.count));
    }
    range.first = end_of(whole, {shard.index - 1, shard.count});
    range.count = end_of(whole, shard) - range.first;
    return range;
  }
  const std::uint64_t rest = whole > range.first ? whole - range.first : 0;
  range.count = options.piece_events.empty() ? rest : parse_count(options.piece_events, "--piece-events");
  if (!options.piece_events.empty() && range.count == 0) {
    throw InputError("--piece-events 0 draws nothing; ask for at least 1");
  }
  // A run of 0 events is valid; an empty piece of a run with events is a mistake.
  if (range.count <= rest && (rest > 0 || range.first == 0)) return range;
  throw InputError(
      fmt::format("--first-event {}: the piece from there on passes the run, which has {} events for --seed {}; {}",
                  range.first, range.whole, range.seed, rest > 0 ? "shorten --piece-events" : "begin earlier"));
}

EventRange parse_event_range(const std::string& events_text, const PieceOptions& options) {
  const std::uint64_t events = parse_count(events_text, "--events");
  if (events == 0) throw InputError("--events 0 draws nothing; ask for at least 1");
  return piece_of(events, options);
}

void log_piece(const EventRange& range) {
  const std::string which = range.count == range.whole
                                ? fmt::format("all {} events", range.whole)
                                : fmt::format("the {} events from {} on, of {}", range.count, range.first, range.whole);
  log_event(
      spdlog::level::info, fmt::format("seed {}, {}", range.seed, which),
      {{"seed", range.seed}, {"first_event", range.first}, {"piece_events", range.count}, {"events", range.whole}});
}

}  // namespace slipburst::host
