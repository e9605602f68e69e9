#include "host/analysis/decay_models.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace slipburst::host {
namespace {

struct ModelText {
  DecayModel model;
  std::string_view name, formula;
};

constexpr std::array<ModelText, 5> texts{
    {{DecayModel::power, "power", "A t^p"},
     {DecayModel::inverse, "inverse", "A/t"},
     {DecayModel::shifted, "shifted", "A/(t - t0)"},
     {DecayModel::power_floor, "power-floor", "A t^p + B"},
     {DecayModel::exponential_constant, "exponential-constant", "A exp(-t/tau) + B"}}};

const ModelText& text_of(DecayModel model) {
  for (const ModelText& text : texts) {
    if (text.model == model) return text;
  }
  throw std::logic_error("a law of decay without a name");
}

constexpr double max_exponent = 20;    // either way
constexpr double min_gap = 1e-6;       // of the first time: least distance of the time origin from it
constexpr double max_reach = 1e6;      // of the last time: greatest distance of the time origin, and time constant
constexpr double min_constant = 1e-6;  // of the first time: least time constant

/// Numbers from low to high in equal ratios.
std::vector<double> geometric(double low, double high, int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(low * std::pow(high / low, i / (count - 1.0)));
  return values;
}

}  // namespace

std::vector<DecayModel> decay_models() {
  std::vector<DecayModel> models;
  for (const ModelText& text : texts) models.push_back(text.model);
  return models;
}

std::string_view model_name(DecayModel model) { return text_of(model).name; }
std::string_view model_formula(DecayModel model) { return text_of(model).formula; }

std::vector<DecayParameter> decay_parameters(DecayModel model, double first_day, double last_day) {
  const DecayParameter amplitude{"amplitude", "Hz", true, false, 1e-300, 1e300, 0.1};
  const DecayParameter exponent{"exponent", "1", false, true, -max_exponent, max_exponent, 0.1};
  const DecayParameter floor{"floor", "Hz", false, false, 0, 1e300, 0};
  switch (model) {
    case DecayModel::power:
      return {amplitude, exponent};
    case DecayModel::inverse:
      return {amplitude};
    case DecayModel::shifted:
      return {amplitude,
              {"time_origin", "day", false, true, -max_reach * last_day, first_day * (1 - min_gap), 0.1 * first_day}};
    case DecayModel::power_floor:
      return {amplitude, exponent, floor};
    case DecayModel::exponential_constant:
      return {
          amplitude, {"time_constant", "day", true, true, min_constant * first_day, max_reach * last_day, 0.1}, floor};
  }
  throw std::logic_error("a law of decay without parameters");
}

std::vector<std::string> sharable_parameters() {
  std::vector<std::string> names;
  for (const DecayModel model : decay_models()) {
    for (const DecayParameter& parameter : decay_parameters(model, 1, 1)) {
      const bool is_new = std::ranges::find(names, parameter.name) == names.end();
      if (parameter.sharable && is_new) names.emplace_back(parameter.name);
    }
  }
  return names;
}

double decay_rate(DecayModel model, std::span<const double> values, double time_day) {
  switch (model) {
    case DecayModel::power:
      return values[0] * std::pow(time_day, values[1]);
    case DecayModel::inverse:
      return values[0] / time_day;
    case DecayModel::shifted:
      return values[0] / (time_day - values[1]);
    case DecayModel::power_floor:
      return values[0] * std::pow(time_day, values[1]) + values[2];
    case DecayModel::exponential_constant:
      return values[0] * std::exp(-time_day / values[1]) + values[2];
  }
  throw std::logic_error("a law of decay without a rate");
}

std::vector<double> start_shapes(DecayModel model, double first_day, double last_day) {
  switch (model) {
    case DecayModel::power:
    case DecayModel::power_floor:
      return {-6, -4, -3, -2, -1.5, -1.2, -1, -0.8, -0.6, -0.4, -0.2, 0.2, 0.5, 1};
    case DecayModel::inverse:
      return {0};
    case DecayModel::shifted: {
      std::vector<double> origins;
      for (const double distance : geometric(1e-2 * first_day, 1e3 * last_day, 20)) {
        origins.push_back(first_day - distance);
      }
      return origins;
    }
    case DecayModel::exponential_constant:
      return geometric(0.1 * first_day, 100 * last_day, 20);
  }
  throw std::logic_error("a law of decay without a start");
}

}  // namespace slipburst::host
