#include "host/config/axis.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "host/base/error.hpp"
#include "host/config/checked_value.hpp"
#include "host/config/key.hpp"
#include "host/units/quantity.hpp"
#include "host/units/unit_system.hpp"

namespace slipburst::host {
namespace {

constexpr std::string_view axis_form =
    "write KEY=START:END:lin:N, KEY=START:END:log:N or KEY=VALUE,VALUE, such as pinning.spacing=\"20 nm:200 "
    "nm:log:10\"";
constexpr std::uint64_t max_values = 20000;
constexpr int typed_digits = 10;

[[noreturn]] void refuse_axis(std::string_view key, std::string_view text, std::string_view problem) {
  throw InputError(fmt::format("--over {}: \"{}\" {}", key, text, problem));
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (bool more = true; more;) {
    const auto end = text.find(at);
    more = end != std::string_view::npos;
    parts.emplace_back(trimmed(text.substr(0, end)));
    text = more ? text.substr(end + 1) : std::string_view{};
  }
  return parts;
}

/// The closest number with `digits` significant digits.
double rounded(double value, int digits) {
  double result = value;
  const std::string text = fmt::format("{:.{}e}", value, digits - 1);
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
}

/// Values of one key, as numbers in the unit of the key's example.
class KeyUnit {
 public:
  explicit KeyUnit(const Key& key) : key_(key), dimension_(*key.dimension) {
    const std::string_view example = key.example;
    const auto blank = example.find(' ');
    if (dimension_ == Dimension::dimensionless || blank == std::string_view::npos) return;
    unit_ = example.substr(blank + 1, example.size() - blank - 2);  // without the closing quote
    factor_ = read_unit(unit_, dimension_).factor;
  }

  std::string unit() const { return unit_.empty() ? "1" : unit_; }

  /// Number in this unit with the fewest digits that gives the same internal value, if there is one, else the nearest
  /// number.
  double number(std::string_view text) const {
    const double internal = parse_quantity(text, dimension_, "--over " + key_.name);
    const double near = factor_.from_internal(internal);
    for (int digits = 1; digits <= 17; ++digits) {
      const double candidate = rounded(near, digits);
      if (factor_.to_internal(candidate) == internal) return candidate;
    }
    return near;
  }

  std::string text(double number) const {
    return unit_.empty() ? format_number(number) : fmt::format("{} {}", format_number(number), unit_);
  }

 private:
  const Key& key_;
  Dimension dimension_;
  std::string unit_;
  UnitFactor factor_;
};

std::uint64_t number_of_values(const Key& key, std::string_view text, const std::string& count) {
  std::uint64_t n = 0;
  const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), n);
  if (error != std::errc() || end != count.data() + count.size() || n < 1 || n > max_values) {
    refuse_axis(key.name, text, fmt::format("asks for '{}' values; ask for 1 to {}", count, max_values));
  }
  return n;
}

std::vector<double> range_values(const Key& key, const KeyUnit& unit, std::string_view text, AxisScale& scale) {
  const std::vector<std::string> parts = split(text, ':');
  if (parts.size() != 4) refuse_axis(key.name, text, fmt::format("is no range; {}", axis_form));
  if (parts[2] != "lin" && parts[2] != "log") {
    refuse_axis(key.name, text, fmt::format("has '{}' where lin or log belongs", parts[2]));
  }
  scale = parts[2] == "log" ? AxisScale::logarithmic : AxisScale::linear;
  const double start = unit.number(parts[0]), end = unit.number(parts[1]);
  const std::uint64_t n = number_of_values(key, text, parts[3]);
  if (scale == AxisScale::logarithmic && !(start > 0 && end > 0)) {
    refuse_axis(key.name, text, "is logarithmic and needs positive ends; give such, or write lin");
  }
  if ((n == 1) != (start == end)) {
    refuse_axis(key.name, text,
                "has two ends and one value, or the reverse; ask for 2 values or more, or name just one");
  }
  std::vector<double> values{start};
  for (std::uint64_t i = 1; i + 1 < n; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(n - 1);
    const double value = scale == AxisScale::linear ? start + share * (end - start)
                                                    : std::exp(std::log(start) + share * std::log(end / start));
    values.push_back(rounded(value, typed_digits));
  }
  if (n > 1) values.push_back(end);
  return values;
}

/// The numbers of a list, or std::nullopt if an item is not a number, such as a path.
std::optional<std::vector<double>> list_values(const KeyUnit& unit, const std::vector<std::string>& items) {
  std::vector<double> values;
  try {
    for (const std::string& item : items) values.push_back(unit.number(item));
  } catch (const InputError&) {
    return std::nullopt;
  }
  return values;
}

std::string without_quotes(std::string text) {
  const bool in_quotes =
      text.size() >= 2 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'');
  return in_quotes ? text.substr(1, text.size() - 2) : text;
}

void check_values(const Key& key, const std::vector<std::string>& texts, const Materials& materials) {
  Case scratch{};
  const bool names_material = key.short_name() == "material";
  for (const std::string& text : texts) {
    const Setting setting{{text}, Form::plain, "--over"};
    if (names_material) {
      checked_choice(key, setting, materials.words(key.name));
    } else {
      key.set(scratch, setting);
    }
  }
}

void require_distinct(const Axis& axis, std::string_view text) {
  std::vector<std::string> sorted = axis.texts;
  std::ranges::sort(sorted);
  if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end()) {
    refuse_axis(axis.key, text, fmt::format("has the value {} twice; name each once", *twice));
  }
}

}  // namespace

std::string_view name(AxisScale scale) {
  return scale == AxisScale::list ? "list" : scale == AxisScale::linear ? "lin" : "log";
}

Axis parse_axis(std::string_view text, const Materials& materials) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) throw InputError(fmt::format("--over {}: no '='; {}", text, axis_form));
  const std::string_view written = trimmed(text.substr(0, equals));
  const Key* key = find_key(written);
  if (key == nullptr) throw InputError(known_keys().unknown_message(written, "--over"));
  if (key->section() == "histogram") {
    throw InputError(fmt::format("--over {}: all points share one histogram; use --set instead", key->name));
  }
  const std::string_view values = trimmed(text.substr(equals + 1));
  Axis axis{key->name, "1", AxisScale::list, {}, {}};
  if (written != key->name) axis.former_name = written;
  if (values.find(':') != std::string_view::npos) {
    if (!key->dimension) refuse_axis(key->name, values, "is a range, and this key takes words; list them with commas");
    const KeyUnit unit(*key);
    axis.values = range_values(*key, unit, values, axis.scale);
    for (const double value : axis.values) axis.texts.push_back(unit.text(value));
    axis.unit = unit.unit();
    check_values(*key, axis.texts, materials);
  } else {
    for (const std::string& item : split(values, ',')) axis.texts.push_back(without_quotes(item));
    check_values(*key, axis.texts, materials);
    if (key->dimension) {
      const KeyUnit unit(*key);
      if (auto numbers = list_values(unit, axis.texts)) {
        axis.values = *std::move(numbers);
        axis.unit = unit.unit();
        std::ranges::transform(axis.values, axis.texts.begin(), [&](double value) { return unit.text(value); });
      }
    }
  }
  require_distinct(axis, values);
  return axis;
}

std::vector<Axis> parse_axes(std::span<const std::string> texts, const Materials& materials) {
  std::vector<Axis> axes;
  for (const std::string& text : texts) {
    Axis axis = parse_axis(text, materials);
    if (std::ranges::find(axes, axis.key, &Axis::key) != axes.end()) {
      throw InputError(fmt::format("--over {}: there are two axes of this key; name all its values in one", axis.key));
    }
    axes.push_back(std::move(axis));
  }
  return axes;
}

}  // namespace slipburst::host
