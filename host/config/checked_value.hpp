#pragma once
/// \file Values of settings, checked: each error names the place, the key, the value and a remedy.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/key.hpp"
#include "host/config/setting.hpp"
#include "host/units/dimension.hpp"

namespace slipburst::host {

/// Allowed values of a number, ends included.
struct Range {
  double minimum;
  double maximum;
};

/// Range of positive numbers: values outside of it make no sense in any internal unit; within it squares and cubes stay
/// finite.
inline constexpr Range positive{1e-30, 1e30};

/// \throws InputError "<where>: <key> = "<value>" <problem>".
[[noreturn]] void refuse(const KeyText& key, const Setting& setting, std::string_view problem);

/// \return The only value. \throws InputError for lists.
const std::string& single_value(const KeyText& key, const Setting& setting);

/// \param text The setting's value or one item of it.
/// \return A positive value in the internal unit of `dimension`.
double checked_quantity(const KeyText& key, const Setting& setting, std::string_view text, Dimension dimension);

/// \return The only value, zero or more, in the internal unit of `dimension`.
double checked_quantity_or_zero(const KeyText& key, const Setting& setting, Dimension dimension);

/// \return A plain number within the range.
double checked_number(const KeyText& key, const Setting& setting, Range range);

/// \return The position of the setting's word among `words`.
std::size_t checked_choice(const KeyText& key, const Setting& setting, const std::vector<std::string>& words);

}  // namespace slipburst::host
