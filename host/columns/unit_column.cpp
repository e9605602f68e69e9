#include "host/columns/unit_column.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "host/base/error.hpp"
#include "host/columns/column_heading.hpp"
#include "host/text/nearest.hpp"
#include "host/units/unit_system.hpp"

namespace slipburst::host {

UnitColumn unit_column(std::string_view heading, std::span<const ColumnKind> kinds, std::string_view should_be,
                       const std::string& where, std::string_view other_name) {
  const auto refuse = [&](const std::string& problem) { throw InputError(fmt::format("{}: {}", where, problem)); };
  const auto [name, unit] = column_heading(heading);
  const auto kind = std::ranges::find(kinds, name, &ColumnKind::name);
  if (kind == kinds.end()) {
    std::vector<std::string> known;
    if (!other_name.empty()) known.emplace_back(other_name);
    for (const ColumnKind& candidate : kinds) known.emplace_back(candidate.name);
    refuse(fmt::format("unknown column '{}'{}; the header should be {}", name, nearest_hint(name, known), should_be));
  }
  const auto index = static_cast<std::size_t>(kind - kinds.begin());
  if (unit.empty()) refuse(fmt::format("column '{}' has no unit; write \"{} [{}]\"", name, name, kind->unit));
  if (kind->dimension == Dimension::dimensionless) {
    if (unit != "1") {
      refuse(fmt::format("column '{}' counts, its unit is not '{}'; write \"{} [1]\"", name, unit, name));
    }
    return {index, 1};
  }
  const UnitReading reading = read_unit(unit, kind->dimension);
  if (!reading.problem.empty()) {
    refuse(fmt::format("column '{}' with '{}' {}; write \"{} [{}]\"", name, unit, reading.problem, name, kind->unit));
  }
  return {index, reading.factor.to_internal(kind->per_internal)};
}

}  // namespace slipburst::host
