#include "host/app/event_range_options.hpp"

#include <limits>

#include "host/app/count.hpp"
#include "host/error.hpp"

namespace slipburst::host {

EventRange parse_event_range(const std::string& events_text, const std::string& seed, const std::string& first_event,
                             const std::string& piece_events) {
  EventRange range{};
  range.seed = parse_count(seed, "--seed");
  range.first = parse_count(first_event, "--first-event");
  const std::uint64_t events = parse_count(events_text, "--events");
  if (events == 0) throw InputError("--events 0 draws nothing; ask for at least 1");
  if (piece_events.empty()) {
    range.count = events;
    if (range.first > std::numeric_limits<std::uint64_t>::max() - events) {
      throw InputError("--first-event + --events passes 2^64, the last event there is");
    }
    range.whole = range.first + events;
  } else {
    range.count = parse_count(piece_events, "--piece-events");
    range.whole = events;
    if (range.count == 0) throw InputError("--piece-events 0 draws nothing; ask for at least 1");
    if (range.first >= events || range.count > events - range.first) {
      throw InputError("the piece from --first-event on passes the run's --events; shorten --piece-events");
    }
  }
  return range;
}

}  // namespace slipburst::host
