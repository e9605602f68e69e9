#include "bench/release_order.hpp"

#include <span>

#include "bench/event_order.hpp"
#include "host/rates/time_edges.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::bench {
namespace {

bool is_plain(const host::ReleaseRun& run) { return run.sampling == host::TimeSampling::plain; }

Json header(const host::ReleaseRun& run, std::uint64_t events) {
  return {{"format", 1},
          {"case", is_plain(run) ? "releases-plain" : "releases"},
          {"kind", "releases"},
          {"seed", seed},
          {"events", events}};
}

/// Adds the draws, the mass and the counts of a slice to an answer.
void add_slice(const host::ReleaseRun& run, std::uint64_t events, std::size_t slice, Json& json) {
  const bool plain = is_plain(run);
  const exec::TallyLayout layout(run.model);
  const auto size = static_cast<std::size_t>(layout.size());
  const auto counts = std::span(run.draws.at(plain ? 0 : slice).counts).subspan(plain ? slice * size : 0, size);
  const auto row = [&](std::int64_t first, std::int32_t count) {
    const auto part = counts.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
    return std::vector(part.begin(), part.end());
  };
  const host::Coverage drawn = host::coverage({seed, events, 0, events});
  json["drawn"].push_back(plain ? events : drawn.every(run.draws.size(), slice));
  json["mass"].push_back(plain ? run.slices->plain_mass() : run.slices->info(slice).mass);
  json["rejected"].push_back(counts[static_cast<std::size_t>(layout.rejected())]);
  for (int channel = 0; channel < table::channels; ++channel) {
    Json& of_channel = json["channels"][channel_names[channel]];
    of_channel["subsonic"].push_back(row(layout.slot(channel, false, 0), layout.slots));
    of_channel["supersonic"].push_back(row(layout.slot(channel, true, 0), layout.slots));
    of_channel["thresholds"].push_back(row(layout.threshold(channel, 0), layout.thresholds));
  }
}

}  // namespace

Json release_order(const Film& film, const host::ReleaseRun& run, std::uint64_t events) {
  if (!host::is_plain_mott(film.settings)) return nullptr;
  Json json = header(run, events);
  json["attempts_Hz"] = film.settings->depinning.attempt_frequency * units::picoseconds_per_second;
  json["gamma"] = film.settings->depinning.gamma;
  json["edges_s"] = host::time_axis_s(film.settings->histogram);
  json.update(event_order(run.model, film));
  json["thresholds_eV"] = run.thresholds_eV;
  return json;
}

Json release_answer(const Film& film, const host::ReleaseRun& run, std::uint64_t events) {
  if (!host::is_plain_mott(film.settings)) return nullptr;
  Json json = header(run, events);
  json["releases"] = run.releases();
  for (std::size_t slice = 0; slice < run.slices->size(); ++slice) add_slice(run, events, slice, json);
  return json;
}

}  // namespace slipburst::bench
