#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "host/base/error.hpp"
#include "host/config/checked_value.hpp"
#include "host/config/history.hpp"
#include "host/text/nearest.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

constexpr Range shifts{min_eta_shift, max_eta_shift}, factors{0, max_stress_factor}, shares{0, 1};
constexpr double min_refilled_factor = 1e-3;

std::string time(double value_s) { return format_quantity(value_s, Dimension::duration); }

/// Reader of one stage. Every message begins with the stage's place, number and kind.
class StageReader {
 public:
  StageReader(const StageSettings& settings, std::size_t number) : settings_(settings), number_(number) {
    if (const auto kind = find("kind")) {
      stage_.kind = static_cast<StageKind>(checked_choice(key("kind"), *kind, kinds()));
    }
    kind_ = fmt::format(" ({})", kinds()[static_cast<std::size_t>(stage_.kind)]);
  }

  Stage read(double previous_end_s, double sigma0) {
    check_names();
    read_times(previous_end_s);
    read_level(sigma0);
    if (const auto temperature = find("temperature")) {
      stage_.temperature_K = checked_quantity_or_zero(key("temperature"), *temperature, Dimension::temperature);
    }
    read_refill();
    return stage_;
  }

  [[noreturn]] void refuse_stage(std::string_view problem) const {
    throw InputError(fmt::format("{}: {}", place(settings_.where), problem));
  }

 private:
  static std::vector<std::string> kinds() { return {stage_kinds().begin(), stage_kinds().end()}; }

  std::string place(std::string_view where) const {
    return fmt::format("{}: history stage {}{}", where, number_, kind_);
  }

  std::optional<Setting> find(std::string_view name) const {
    const auto found = settings_.values.find(name);
    if (found == settings_.values.end()) return std::nullopt;
    return Setting{found->second.values, found->second.form, place(found->second.where)};
  }

  /// Key of a stage, in the form for the checks of values.
  static KeyText key(std::string_view name) {
    const StageKey& known = *std::ranges::find(stage_keys(), name, &StageKey::name);
    return {std::string(name), {}, std::string(known.example), Presence::optional};
  }

  void check_names() const {
    std::vector<std::string> known;
    for (const StageKey& candidate : stage_keys()) known.emplace_back(candidate.name);
    for (const auto& [name, setting] : settings_.values) {
      if (std::ranges::find(known, name) == known.end()) {
        throw InputError(fmt::format("{}: unknown key '{}'{}; keys of a stage: {}", place(setting.where), name,
                                     nearest_hint(name, known), fmt::join(known, ", ")));
      }
    }
  }

  void read_times(double previous_end_s) {
    stage_.start_s = previous_end_s;
    if (const auto start = find("start")) {
      stage_.start_s = checked_quantity_or_zero(key("start"), *start, Dimension::duration);
      if (stage_.start_s < previous_end_s) {
        refuse(key("start"), *start,
               fmt::format("overlaps stage {}, which ends {} after cooldown; start it then or later, or leave start "
                           "out to follow at once",
                           number_ - 1, time(previous_end_s)));
      }
    }
    const auto duration = find("duration");
    const bool may_be_none = stage_.kind == StageKind::warm_up;
    if (!duration && !may_be_none) {
      refuse_stage(fmt::format("has no duration; write one, such as duration = {}", key("duration").example));
    }
    double length_s = 0;
    if (duration) {
      length_s = may_be_none ? checked_quantity_or_zero(key("duration"), *duration, Dimension::duration)
                             : checked_quantity(key("duration"), *duration, single_value(key("duration"), *duration),
                                                Dimension::duration);
    }
    stage_.end_s = stage_.start_s + length_s;
    if (length_s > 0 && stage_.end_s == stage_.start_s) {
      refuse(key("duration"), *duration,
             fmt::format("is too short to tell from its start, {} after cooldown; give a longer one",
                         time(stage_.start_s)));
    }
  }

  void read_level(double sigma0) {
    std::optional<std::string> given;
    for (const std::string name : {"eta_shift", "stress_factor", "stress"}) {
      const auto setting = find(name);
      if (!setting) continue;
      if (given) {
        throw InputError(
            fmt::format("{}: {} and {} exclude each other; give one of them", setting->where, *given, name));
      }
      given = name;
      stage_.level = level(name, *setting, sigma0);
    }
    if (!given && (stage_.kind == StageKind::pulse || stage_.kind == StageKind::ramp)) {
      refuse_stage("has no stress; give one of eta_shift (such as 0.01), stress_factor (1.1) and stress (\"132 MPa\")");
    }
  }

  static StressLevel level(const std::string& name, const Setting& setting, double sigma0) {
    if (name == "eta_shift") return {1, checked_number(key(name), setting, shifts) + 0.0};  // no negative zero
    if (name == "stress_factor") return {checked_number(key(name), setting, factors) + 0.0, 0};
    const double factor = checked_quantity_or_zero(key(name), setting, Dimension::pressure) / sigma0;
    if (factor > factors.maximum) {
      refuse(key(name), setting,
             fmt::format("is more than {} times stress.sigma0 = \"{}\"; write less", factors.maximum,
                         format_quantity(sigma0, Dimension::pressure)));
    }
    return {factor, 0};
  }

  void read_refill() {
    const auto refill = find("refill");
    if (stage_.kind != StageKind::warm_up) {
      if (refill) refuse(key("refill"), *refill, "belongs to kind = \"warm-up\" alone; leave one out");
      return;
    }
    if (!refill) {
      refuse_stage(
          "has no refill; write the share of the pins that is pinned anew, 0 to 1, such as "
          "refill = 0.5");
    }
    stage_.refill = checked_number(key("refill"), *refill, shares) + 0.0;
  }

  const StageSettings& settings_;
  std::size_t number_;
  std::string kind_;
  Stage stage_;
};

}  // namespace

std::vector<Stage> read_history(std::span<const StageSettings> settings, double sigma0) {
  std::vector<Stage> history;
  StressLevel held;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    StageReader reader(settings[i], i + 1);
    if (i == max_stages) {
      reader.refuse_stage(
          fmt::format("is one too many of {}; at most {} are allowed: join some", settings.size(), max_stages));
    }
    const Stage stage = reader.read(history.empty() ? 0 : history.back().end_s, sigma0);
    if (stage.refill > 0 && held.factor < min_refilled_factor) {
      reader.refuse_stage(
          fmt::format("pins lines anew while the film carries {} times stress.sigma0: the length of a pinned line goes "
                      "as 1/stress; "
                      "put the warm-up where the stress is at least {} times stress.sigma0, or give refill = 0",
                      format_number(held.factor), format_number(min_refilled_factor)));
    }
    if (stage.level && (stage.kind == StageKind::hold || stage.kind == StageKind::ramp)) held = *stage.level;
    history.push_back(stage);
  }
  return history;
}

}  // namespace slipburst::host
