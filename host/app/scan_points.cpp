#include "host/app/scan_points.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>

#include "host/app/case_source.hpp"
#include "host/app/faint_stress.hpp"
#include "host/base/error.hpp"
#include "host/config/load_case.hpp"
#include "host/config/response_reader.hpp"
#include "host/console/interrupt.hpp"
#include "host/table/event_model.hpp"
#include "host/table/silence.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {

std::string point_name(const std::vector<Axis>& axes, const ScanGrid& grid, std::uint64_t point) {
  const std::vector<std::uint64_t> positions = grid.positions(point);
  std::string text;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", axes[i].key, axes[i].texts[positions[i]]);
  }
  return text;
}

/// Drops the overrides of keys that an axis replaces.
std::vector<std::string> without_replaced(std::vector<std::string> overrides, const std::vector<Axis>& axes) {
  std::erase_if(overrides, [&](const std::string& text) {
    const std::string_view key = trimmed(std::string_view(text).substr(0, text.find('=')));
    return std::ranges::any_of(axes, [&](const Axis& axis) { return key == known_keys().alternative(axis.key); });
  });
  return overrides;
}

std::vector<PreparedCase> scan_cases(const CaseOptions& options, const Materials& materials,
                                     const std::vector<Axis>& axes, const ScanGrid& grid) {
  CaseLoader<Case> loader(options.name, materials);
  std::vector<PreparedCase> cases;
  std::set<std::string> caveats;
  const std::vector<std::string> given = without_replaced(options.overrides, axes);
  for (std::uint64_t point = 0; point < grid.points(); ++point) {
    check_interrupt();
    std::vector<std::string> overrides = given;
    const std::vector<std::uint64_t> positions = grid.positions(point);
    for (std::size_t i = 0; i < axes.size(); ++i) overrides.push_back(axes[i].setting(positions[i]));
    try {
      cases.emplace_back(loader.load(overrides));
    } catch (const InputError& error) {
      throw InputError(fmt::format("at {}: {}", point_name(axes, grid, point), error.what()));
    }
    const Case& c = cases.back();
    if (const std::string_view caveat = materials.caveat(c.film); !caveat.empty()) caveats.emplace(caveat);
    for (const std::string& words : faint_stresses(c)) caveats.insert(words);
    caveats.insert(c.notices.begin(), c.notices.end());
  }
  for (const Axis& axis : axes) {
    if (axis.former_name.empty()) continue;
    caveats.insert(fmt::format("--over: {} is the earlier name of {}; write that", axis.former_name, axis.key));
  }
  for (const std::string& caveat : caveats) spdlog::warn("{}", caveat);
  const auto with_escape =
      std::ranges::find_if(cases, [](const Case& c) { return c.depinning.escape != Escape::tunnelling; });
  if (with_escape != cases.end()) warn_of_escape(*with_escape);
  return cases;
}

SilentPoints silent_points(const std::vector<PreparedCase>& cases, const std::vector<Axis>& axes,
                           const ScanGrid& grid) {
  SilentPoints silent;
  for (std::uint64_t point = 0; point < cases.size(); ++point) {
    const std::string reason = silence(cases[point]);
    if (reason.empty()) continue;
    if (silent.count++ == 0) silent.first = fmt::format("at {}: {}", point_name(axes, grid, point), reason);
  }
  return silent;
}

ScanForm scan_form(const std::vector<PreparedCase>& cases, const std::vector<double>& thresholds_eV) {
  ScanForm form{bin_edges_eV(cases.front()->histogram), thresholds_eV, false, false};
  for (const Case& c : cases) {
    form.area = form.area || c.detector.aluminium_area_cm2.has_value();
    form.response = form.response || has_response(c.response);
  }
  return form;
}

}  // namespace slipburst::host
