#include "host/results/run_record.hpp"

#include <fmt/format.h>

#include <vector>

#include "host/base/error.hpp"
#include "host/text/json_text.hpp"

namespace slipburst::host {
namespace {

constexpr const char* counters_path = "/counters";

}  // namespace

void write_record(OutputFile& file, const RunRecord& record) {
  write_identity(file, record.identity);
  file.attribute("/", "report", json_text(record.report));
}

const Fields<Coverage>& coverage_fields() {
  static const Fields<Coverage> fields = {
      {{"events", "1", "", "events of the whole run"}, [](const Coverage& c) { return c.whole; }},
      {{"piece_events", "1", "", "events of this piece of the run: all, unless a piece was asked for"},
       [](const Coverage& c) { return c.events(); }},
      {{"seed", "1", "", "key of the random numbers"}, [](const Coverage& c) { return c.seed; }},
      {{"first_event", "1", "", "index of the first event of the piece"}, [](const Coverage& c) { return c.first(); }},
  };
  return fields;
}

void write_coverage(OutputFile& file, const Coverage& coverage) {
  write_fields(file, "/", coverage_fields(), coverage);
  std::vector<std::uint64_t> first, events;
  for (const Piece& piece : coverage.pieces) {
    first.push_back(piece.first);
    events.push_back(piece.count);
  }
  file.dataset("/pieces/first_event", first, {"1", "first event of each piece of the run that is here"});
  file.dataset("/pieces/events", events, {"1", "number of events of each piece of the run that is here"});
}

Coverage read_coverage(const InputFile& file) {
  Coverage coverage{file.count("/", "seed"), file.count("/", "events"), {}};
  const std::vector<std::uint64_t> first = file.dataset<std::uint64_t>("/pieces/first_event");
  const std::uint64_t size = first.size();
  const std::vector<std::uint64_t> events = file.dataset<std::uint64_t>("/pieces/events", {&size, 1});
  std::uint64_t end = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i] < end || first[i] > coverage.whole || events[i] > coverage.whole - first[i]) {
      throw InputError(fmt::format("{}: its /pieces do not fit in the run; write the file again", file.path()));
    }
    end = first[i] + events[i];
    coverage.pieces.push_back({first[i], events[i]});
  }
  return coverage;
}

void write_counters(OutputFile& file, const Coverage& coverage, std::span<const std::uint64_t> counters) {
  write_coverage(file, coverage);
  const std::uint64_t size = counters.size();
  file.dataset(counters_path, counters, {&size, 1}, {"1", "all counters in one row, by which pieces are merged"});
}

std::vector<std::uint64_t> read_counters(const InputFile& file) { return file.dataset<std::uint64_t>(counters_path); }

}  // namespace slipburst::host
