#pragma once
/// \file Laws of the decay of a rate after cooldown that need no case: powers of time and an exponential.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipburst::host {

/// Laws of decay, t in days.
enum class DecayModel {
  power,                ///< A t^p
  inverse,              ///< A/t
  shifted,              ///< A/(t - t0)
  power_floor,          ///< A t^p + B
  exponential_constant  ///< A exp(-t/tau) + B
};

std::vector<DecayModel> decay_models();
/// Name on the command line, such as "power-floor".
std::string_view model_name(DecayModel model);
/// Formula of the model, such as "A t^p + B".
std::string_view model_formula(DecayModel model);

/// Parameter of a law. A positive one varies as its logarithm.
struct DecayParameter {
  std::string_view name, unit;
  bool positive;
  bool sharable;  ///< whether it can be one for all data sets
  double low, high;
  double scale;  ///< change of the coordinate over which rates change visibly
};

/// Parameters of a law: the amplitude, then that of its shape if there is one, then the floor if there is one.
/// \param first_day  earliest time of the data, before which `time_origin` stays  \param last_day  latest time
std::vector<DecayParameter> decay_parameters(DecayModel model, double first_day, double last_day);

/// Names of the parameters of all laws that can be one for all data sets.
std::vector<std::string> sharable_parameters();

/// Rate of a law in Hz. \param values  of its parameters
double decay_rate(DecayModel model, std::span<const double> values, double time_day);

/// Values of the parameter of the shape to start fits from; one value that means nothing for a law without.
std::vector<double> start_shapes(DecayModel model, double first_day, double last_day);

}  // namespace slipburst::host
