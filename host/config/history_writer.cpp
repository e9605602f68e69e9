#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

#include "host/config/history.hpp"
#include "host/config/key_kinds.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

const std::vector<StageKey>& keys_of_a_stage() {
  static const std::vector<StageKey> keys{
      {"kind", "hold (default), ramp, pulse or warm-up", "\"pulse\""},
      {"start", "time since cooldown; when the previous stage ends, unless given; a gap is a hold", "\"1 day\""},
      {"duration", "of the stage; a warm-up may have none", "\"1 hour\""},
      {"eta_shift",
       fmt::format("rise of the stress in units of each line's critical stress, {} to {}; or ...", min_eta_shift,
                   max_eta_shift),
       "0.01"},
      {"stress_factor", fmt::format("stress in units of stress.sigma0, 0 to {}; or ...", max_stress_factor), "1.1"},
      {"stress", "stress of the film; none of the three: as before", "\"132 MPa\""},
      {"temperature", "of the film; as before unless given", "\"20 mK\""},
      {"refill", "share of the pins that is pinned anew at its end, 0 to 1; for a warm-up alone", "0.5"},
  };
  return keys;
}

std::string quantity_text(double value, Dimension dimension) { return in_quotes(format_quantity(value, dimension)); }

/// The duration in seconds with the fewest digits for which `start` plus duration gives the bits of `end`.
double duration(double start, double end) {
  const double near = end - start;
  constexpr int max_digits = 17;
  for (int digits = 1; digits <= max_digits; ++digits) {
    const std::string text = fmt::format("{:.{}e}", near, digits - 1);
    double candidate = near;
    std::from_chars(text.data(), text.data() + text.size(), candidate);
    if (start + candidate == end) return candidate;
  }
  // One of the neighbours of `near` gives `end`, since `end` is a rounded sum.
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double above = std::nextafter(near, infinity);
  return start + above == end ? above : std::nextafter(near, -infinity);
}

std::string level_text(const StressLevel& level) {
  return level.shift != 0 ? fmt::format("eta_shift = {}\n", format_number(level.shift))
                          : fmt::format("stress_factor = {}\n", format_number(level.factor));
}

std::string stage_text(const Stage& stage, double previous_end) {
  std::string text = fmt::format("[[history]]\nkind = \"{}\"\n", stage_kinds()[static_cast<std::size_t>(stage.kind)]);
  if (stage.start_s != previous_end) {
    text += fmt::format("start = {}\n", quantity_text(stage.start_s, Dimension::duration));
  }
  if (stage.end_s != stage.start_s) {
    text += fmt::format("duration = {}\n", quantity_text(duration(stage.start_s, stage.end_s), Dimension::duration));
  }
  if (stage.level) text += level_text(*stage.level);
  if (stage.temperature_K) {
    text += fmt::format("temperature = {}\n", quantity_text(*stage.temperature_K, Dimension::temperature));
  }
  if (stage.kind == StageKind::warm_up) text += fmt::format("refill = {}\n", format_number(stage.refill));
  return text;
}

constexpr std::string_view example_of_history =
    "# Such as:\n"
    "# [[history]]\n"
    "# kind = \"pulse\"\n"
    "# start = \"1 day\"\n"
    "# duration = \"1 hour\"\n"
    "# eta_shift = 0.01\n";

}  // namespace

std::span<const StageKey> stage_keys() { return keys_of_a_stage(); }

std::span<const std::string> stage_kinds() {
  static const std::vector<std::string> words{"hold", "ramp", "pulse", "warm-up"};
  return words;
}

std::string history_text(std::span<const Stage> history) {
  std::string text;
  double previous_end = 0;
  for (const Stage& stage : history) {
    text += "\n" + stage_text(stage, previous_end);
    previous_end = stage.end_s;
  }
  return text;
}

std::string commented_history(std::span<const Stage> history) {
  std::string text = fmt::format(
      "\n# What happens to the film after cooldown: up to {} stages, each a table [[history]]. A hold keeps stress "
      "and\n"
      "# temperature, and those it names come at once and stay; a ramp goes to its stress linearly in time, a "
      "temperature\n"
      "# comes at once, and they stay; a pulse has them for its duration, then what was before is back; so has a\n"
      "# warm-up, which pins a share of the lines anew at its end. Keys of a stage:\n",
      max_stages);
  for (const StageKey& key : stage_keys()) text += fmt::format("#   {}: {}\n", key.name, key.doc);
  return text + (history.empty() ? std::string(example_of_history) : history_text(history));
}

}  // namespace slipburst::host
