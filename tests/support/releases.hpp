#pragma once
/// \file Films with all kinds of histories, escape and pin densities, and their releases by brute force.

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "host/config/density_file.hpp"
#include "host/config/load_case.hpp"
#include "support/tables.hpp"
#include "unit/host/files/scratch_folder.hpp"

namespace slipburst::testing {

inline constexpr double hour_s = 3600, day_s = 86400, week_s = 7 * day_s, year_s = 365 * day_s;

/// A stage as TOML: kind, duration and what else it names.
inline std::string stage(const std::string& kind, const std::string& duration, const std::string& rest = "") {
  return "[[history]]\nkind = \"" + kind + "\"\nduration = \"" + duration + "\"\n" + rest + "\n";
}

/// al-on-si with stages and "key=value" overrides, its files read.
inline host::Case film_with(const std::string& stages, const std::vector<std::string>& overrides = {}) {
  host::Case c = host::case_from_text("preset = \"al-on-si\"\n" + stages, "test", overrides);
  if (c.depinning.density == host::DensityShape::file) c.depinning.density_table = host::read_density_file(c);
  return c;
}

/// Table that reaches 1.1 times the stress of al-on-si.
inline const host::Table& wide_table() {
  static const host::Table table =
      build_table(film_with(stage("pulse", "1 s", "stress_factor = 1.1"), {"table.tolerance=1e-2"}));
  return table;
}

struct NamedCase {
  std::string name;
  host::Case c;
};

/// Overrides for a density with zeros, jumps and kinks, whose file lives as long as the program.
inline std::vector<std::string> tabulated_density() {
  static const testing::ScratchFolder folder;
  static const std::string path = [] {
    const std::string name = folder / "density.txt";
    testing::write_bytes(name,
                         "0.004 3\n0.02 0.5\n0.035 0.5\n0.0350001 2.5\n0.047 2.5\n0.0470001 0\n0.049 0\n"
                         "0.0490001 1.5\n0.055 0.2\n0.2 0.3\n");
    return name;
  }();
  return {"depinning.density=file", "depinning.density_file=" + path};
}

inline std::string sixty_four_stages() {
  std::string text;
  const char* const kinds[] = {"pulse", "hold", "ramp", "warm-up"};
  const char* const rest[] = {"stress_factor = 1.003", "eta_shift = 0.002", "stress_factor = 1.0", "refill = 0.02"};
  for (int i = 0; i < 64; ++i) text += stage(kinds[i % 4], std::to_string(100 * (i + 1)) + " s", rest[i % 4]);
  return text;
}

/// Every feature at least once.
inline const std::vector<NamedCase>& release_cases() {
  static const std::vector<NamedCase> cases = [] {
    const std::string pulse = stage("pulse", "1 hour", "eta_shift = 0.01"), day = stage("hold", "1 day");
    const std::string up = stage("ramp", "1 hour", "stress_factor = 1.02"),
                      refill = stage("warm-up", "1 hour", "refill = 0.5");
    return std::vector<NamedCase>{
        {"flat", film_with("")},
        {"pulse", film_with(pulse)},
        {"factor pulse", film_with(stage("pulse", "1 hour", "stress_factor = 1.01"))},
        {"ramp up", film_with(day + up)},
        {"ramp down", film_with(day + stage("ramp", "1 day", "stress_factor = 0.99"))},
        {"ramp from no stress",
         film_with(stage("hold", "1 hour", "stress_factor = 0") + stage("ramp", "1 hour", "stress_factor = 1"))},
        {"warm-up", film_with(stage("hold", "1 week") + refill)},
        {"three stages", film_with(day + up + stage("hold", "3 days", "eta_shift = -0.004") + refill)},
        {"k = 0.41", film_with("", {"depinning.density=exponential", "depinning.density_slope=0.41"})},
        {"k = -2", film_with("", {"depinning.density=exponential", "depinning.density_slope=-2"})},
        {"tabulated", film_with("", tabulated_density())},
        {"tabulated, ramp and warm-up", film_with(day + up + refill, tabulated_density())},
        {"4 K", film_with("", {"depinning.escape=classical", "depinning.temperature=4 K"})},
        {"quantum, ramp", film_with(day + up, {"depinning.escape=quantum", "depinning.temperature=4 K",
                                               "depinning.critical_temperature=10 K"})},
        {"at once", film_with(stage("hold", "1 week") + stage("warm-up", "1 hour", "refill = 0.7") +
                              stage("pulse", "1 hour", "stress_factor = 1.03"))},
        {"refilled under other stresses", film_with(day + stage("hold", "1 day", "stress_factor = 0.97") + refill +
                                                    stage("hold", "1 day", "eta_shift = 0.01") + refill +
                                                    stage("hold", "1 day", "stress_factor = 1.01"))},
        {"64 stages", film_with(sixty_four_stages())}};
  }();
  return cases;
}

/// Relative difference of two numbers, however small.
inline double relative_difference(double found, double expected) { return std::abs(found / expected - 1); }

/// The integral of a function of eta by Gauss's rule on panels of half of 1/Gamma, over which rates of tunnelling
/// hardly vary. Precondition: smooth between from and to.
inline double over_eta(const std::function<double(double)>& f, double from, double to) {
  const int panels = std::max(1, static_cast<int>(std::ceil((to - from) * 1800)));
  double sum = 0;
  for (int i = 0; i < panels; ++i) {
    const double low = from + (to - from) * i / panels, high = from + (to - from) * (i + 1) / panels;
    sum += boost::math::quadrature::gauss<double, 20>::integrate(f, low, high);
  }
  return sum;
}

}  // namespace slipburst::testing
