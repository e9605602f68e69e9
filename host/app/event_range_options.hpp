#pragma once
/// \file Which events to draw, as the options of more than one command say it.

#include <cstdint>
#include <string>

#include "host/sampling/event_range.hpp"

namespace slipburst::host {

/// Texts of the options --seed, --first-event, --piece-events, --shard.
struct PieceOptions {
  std::string seed = "1", first_event = "0", piece_events, shard;
};

/// A piece of a run of `whole` events: from --first-event on, --piece-events of them or all that follow, or the
/// --shard: "2/8" is the second of eight equal pieces, "slurm" that of this task of a job array.
/// \throws InputError naming the option
EventRange piece_of(std::uint64_t whole, const PieceOptions& options);

/// The same of a run whose length is an option, too.
EventRange parse_event_range(const std::string& events, const PieceOptions& options);

/// Says in the log which events of which seed are drawn.
void log_piece(const EventRange& range);

}  // namespace slipburst::host
