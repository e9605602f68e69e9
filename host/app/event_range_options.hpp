#pragma once
/// \file Range of events to draw, from the options that several commands share.

#include <cstdint>
#include <string>

#include "host/sampling/event_range.hpp"

namespace CLI {
class App;
}

namespace slipburst::host {

/// Texts of the options --seed, --first-event, --piece-events, --shard.
struct PieceOptions {
  std::string seed = "1", first_event = "0", piece_events, shard;
};

/// Declares them.
void add_piece_options(CLI::App& command, PieceOptions& options);

/// Range of a piece of a run of `whole` events: --piece-events events (default: all) from --first-event on, or a
/// --shard: "2/8" is the second of eight equal pieces, "slurm" the piece of this task of a job array.
/// \throws InputError naming the option
EventRange piece_of(std::uint64_t whole, const PieceOptions& options);

/// Range as piece_of() gives it, of a run whose length is the text `events`.
EventRange parse_event_range(const std::string& events, const PieceOptions& options);

/// Logs the range of events and the seed.
void log_piece(const EventRange& range);

}  // namespace slipburst::host
