#include "host/config/response_keys.hpp"

#include <charconv>
#include <string>

#include "host/config/key_kinds.hpp"

namespace slipburst::host {
namespace {

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error != std::errc::invalid_argument && end == text.data() + text.size();
}

}  // namespace

Key response_resolution() {
  return quantity_or_zero(
      "response.resolution", Dimension::event_energy, [](auto& c) -> auto& { return c.response.resolution_eV; },
      "resolution of the detector: one standard deviation of its Gaussian noise", "4 eV");
}

Key response_threshold() {
  return quantity_or_zero(
      "response.threshold", Dimension::event_energy, [](auto& c) -> auto& { return c.response.threshold_eV; },
      "least measured energy that is seen; 0 eV: no threshold", "30 eV");
}

Key response_efficiency() {
  Key key{
      {"response.efficiency", "share of the events above threshold that survive, 0 to 1, or a file of energy and share",
       "0.9", Presence::defaulted, Dimension::dimensionless},
      {},
      {}};
  key.set = [=](Case& result, const Setting& setting) {
    const std::string& text = single_value(key, setting);
    const bool number = is_number(trimmed(text));
    if (setting.form == Form::number || number) {
      result.response.efficiency = checked_number(key, setting, {0.0, 1.0});
      result.response.efficiency_file.clear();
    } else if (trimmed(text).empty()) {
      refuse(key, setting, "is empty; write a number from 0 to 1 or the path of a file");
    } else {
      result.response.efficiency = 1;
      result.response.efficiency_file = text;
    }
  };
  key.get = [](const Case& result) {
    const Response& response = result.response;
    return std::optional(response.efficiency_file.empty() ? format_number(response.efficiency)
                                                          : quoted_path(response.efficiency_file));
  };
  return key;
}

Key response_energy_scale() {
  return number(
      "response.energy_scale", positive, Presence::defaulted, [](auto& c) -> auto& { return c.response.energy_scale; },
      "measured over true energy", "1");
}

Key response_live_time() {
  return quantity(
      "response.live_time", Dimension::duration, Presence::optional,
      [](auto& c) -> auto& { return c.response.live_time_s; }, "live time for which expected counts are given",
      "30 days");
}

}  // namespace slipburst::host
