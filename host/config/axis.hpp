#pragma once
/// \file Axes of a scan: a key of the case and the values it takes.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipburst::host {

/// How the values of an axis were given.
enum class AxisScale { list, linear, logarithmic };
std::string_view name(AxisScale scale);  ///< "list", "lin" or "log"

struct Axis {
  std::string key;   ///< "pinning.spacing"
  std::string unit;  ///< of `values`, that of the key in its documentation; "1" for plain numbers
  AxisScale scale;
  std::vector<std::string> texts;  ///< as --set takes them: "20 nm", "newtonian"
  std::vector<double> values;      ///< the numbers of `texts`; empty if these are words

  std::size_t size() const { return texts.size(); }
  bool words() const { return values.empty(); }
  /// "pinning.spacing=20 nm" of the value at that position.
  std::string setting(std::uint64_t position) const { return key + "=" + texts.at(position); }
};

/// Reads "KEY=START:END:lin:N", "KEY=START:END:log:N" or "KEY=VALUE,VALUE,...". Both ends of a range are among its
/// values; those between are rounded to ten digits, so that they can be typed and do not depend on a library's
/// logarithm. Every value is checked by its key alone.
/// \throws InputError naming the axis, what is wrong with it and the remedy
Axis parse_axis(std::string_view text);

/// \throws InputError also for a key that has two axes
std::vector<Axis> parse_axes(std::span<const std::string> texts);

}  // namespace slipburst::host
