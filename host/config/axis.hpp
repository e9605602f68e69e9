#pragma once
/// \file Axes of a scan: a key of the case and the values it takes.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/materials.hpp"

namespace slipburst::host {

/// Spacing of the values of an axis, as given.
enum class AxisScale { list, linear, logarithmic };
std::string_view name(AxisScale scale);  ///< "list", "lin" or "log"

struct Axis {
  std::string key;   ///< "pinning.spacing"
  std::string unit;  ///< unit of `values`, the same as in the key's documentation; "1" for plain numbers
  AxisScale scale;
  std::vector<std::string> texts;  ///< as --set takes them: "20 nm", "newtonian"
  std::vector<double> values;      ///< the numbers of `texts`; empty if the texts are words
  std::string former_name = {};    ///< earlier name of the key, if it was written by that

  std::size_t size() const { return texts.size(); }
  bool words() const { return values.empty(); }
  /// Setting for the value at a position: "pinning.spacing=20 nm".
  std::string setting(std::uint64_t position) const { return key + "=" + texts.at(position); }
};

/// Reads "KEY=START:END:lin:N", "KEY=START:END:log:N" or "KEY=VALUE,VALUE,...". Both ends of a range are among its
/// values; the values between are rounded to ten digits, so that they can be typed and do not depend on a library's
/// logarithm. Every value is checked by its key alone.
/// \throws InputError naming the axis, its fault and the remedy
Axis parse_axis(std::string_view text, const Materials& materials = builtin_materials());

/// \throws InputError also for a key that has two axes
std::vector<Axis> parse_axes(std::span<const std::string> texts, const Materials& materials = builtin_materials());

}  // namespace slipburst::host
