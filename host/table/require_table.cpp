#include <cstdio>
#include <string>

#include "host/table/builder.hpp"
#include "host/table/table_error.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

std::string text(double value, const char* unit) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.10g%s%s", value, *unit == '\0' ? "" : " ", unit);
  return buffer;
}

const char* text(exec::Precision precision) { return precision == exec::Precision::fp64 ? "fp64" : "fp32"; }
const char* text(DynamicsLaw law) { return law == DynamicsLaw::newtonian ? "newtonian" : "elastorelativistic"; }
const char* text(StepMode mode) { return mode == StepMode::adaptive ? "adaptive" : "fixed"; }

/// First difference between the identity of a table and that of a case; empty if they are equal.
std::string difference(const TableIdentity& has, const TableIdentity& asks) {
  std::string found;
  const auto compare = [&](const char* key, auto a, auto b, auto say) {
    if (found.empty() && a != b) found = std::string(key) + " is " + say(a) + ", the case has " + say(b);
  };
  const auto number = [](const char* unit, double scale) {
    return [=](double value) { return text(value * scale, unit); };
  };
  const auto gigapascal = number("GPa", 1 / units::gigapascal);
  compare("film.shear_modulus", has.film_shear_modulus, asks.film_shear_modulus, gigapascal);
  compare("film.burgers", has.film_burgers, asks.film_burgers, number("nm", 1));
  compare("film.sound_speed", has.film_sound_speed, asks.film_sound_speed, number("m/s", 1e3));
  compare("film.pair_breaking_energy", has.film_pair_breaking_energy, asks.film_pair_breaking_energy, number("meV", 1));
  compare("substrate.shear_modulus", has.substrate_shear_modulus, asks.substrate_shear_modulus, gigapascal);
  compare("model.reading", has.reading, asks.reading, [](Reading r) { return std::string(physics::name(r)); });
  const auto word = [](auto value) { return std::string(text(value)); };
  compare("model.dynamics", has.dynamics, asks.dynamics, word);
  compare("pinning.shape", has.shape.shape, asks.shape.shape,
          [](physics::Shape shape) { return std::string(physics::name(shape)); });
  compare("pinning.offset", has.shape.offset, asks.shape.offset, number("", 1));
  compare("detector.subgap_efficiency", has.subgap_efficiency, asks.subgap_efficiency, number("", 1));
  compare("numerics.precision", has.precision, asks.precision, word);
  compare("numerics.mode", has.mode, asks.mode, word);
  compare("numerics.relative_tolerance", has.relative_tolerance, asks.relative_tolerance, number("", 1));
  compare("numerics.fixed_step", has.fixed_step, asks.fixed_step, number("", 1));
  compare("numerics.step_budget", has.step_budget, asks.step_budget, [](std::int64_t n) { return std::to_string(n); });
  return found;
}

}  // namespace

void require_table_for(const PreparedCase& c, const Table& table, const std::string& source) {
  const std::string other = difference(table.identity, table_identity(c));
  if (!other.empty()) {
    throw TableError(source + ": this table belongs to another case: its " + other +
                     "; build one with `slipburst table`");
  }
  const ReducedModel& model = c.model();
  const TableRange needed = needed_range(c);
  if (needed.max_stress > table.range.max_stress) {
    throw TableError(source + ": this table is too short: it reaches tau = " +
                     text(table.range.max_stress * model.stress_unit / units::megapascal, "MPa") +
                     ", and stress.sigma0 of the case" + (c->history.empty() ? "" : ", with its history,") + " needs " +
                     text(needed.max_stress * model.stress_unit / units::megapascal, "MPa") +
                     "; build one from this case with `slipburst table`");
  }
  if (needed.height_scale > table.range.height_scale) {
    const auto mean_height = [&](double scale) { return scale * needed.max_stress * model.length_nm; };
    throw TableError(source + ": this table is too short: it is made for mean pin heights up to " +
                     text(mean_height(table.range.height_scale), "nm") +
                     " at the greatest stress, and pinning.spacing and pinning.alpha of the case give " +
                     text(mean_height(needed.height_scale), "nm") +
                     "; build one from this case with `slipburst table`");
  }
  if (needed.max_height > table.range.max_height) {
    throw TableError(source + ": this table is too short: it ends at film.thickness = " +
                     text(table.range.max_height * model.length_nm, "nm") +
                     ", and the case's film is thicker; build one from this case with `slipburst table`");
  }
  if (c->table.tolerance < table.accuracy.max_relative_error) {
    throw TableError(source + ": this table reached a relative error of " +
                     text(table.accuracy.max_relative_error, "") + ", table.tolerance of the case is " +
                     text(c->table.tolerance, "") + "; build one from this case with `slipburst table`");
  }
  if (!model.mixed()) return;
  if (!table.lower) {
    throw TableError(source +
                     ": this table has nothing for lines that do not reach the gap; build one from this case " +
                     "with `slipburst table`");
  }
  require_table_for(PreparedCase(all_frequencies(c)), *table.lower, source);
}

}  // namespace slipburst::host
