#pragma once
/// \file Fields of the parameters of a fit, of a spectrum or of frequencies.

#include "host/results/field.hpp"

namespace slipburst::host {

/// Fields of a parameter without its interval. \param Parameter  has name, unit, value, sigma
template <class Parameter>
Fields<Parameter> value_fields() {
  using Row = const Parameter&;
  return {
      {{"name", "", "", "parameter that was fitted"}, [](Row p) { return p.name; }},
      {{"unit", "", "", "unit of the parameter's value, error and interval"}, [](Row p) { return p.unit; }},
      {{"value", "of each parameter", "", "best value"}, [](Row p) { return p.value; }},
      {{"sigma", "of each parameter", "",
        "standard deviation from the curvature; none where the covariance is singular, and for a barrier or critical "
        "temperature at its bound"},
       [](Row p) { return p.sigma; }},
  };
}

/// Fields of a parameter with its interval. \param Parameter  has low, high, low_is_bound, high_is_bound too
template <class Parameter>
Fields<Parameter> parameter_fields() {
  using Row = const Parameter&;
  Fields<Parameter> fields = value_fields<Parameter>();
  const Fields<Parameter> interval = {
      {{"low", "of each parameter", "", "lower end of the 68.27 % profile interval"}, [](Row p) { return p.low; }},
      {{"high", "of each parameter", "", "upper end of the 68.27 % profile interval"}, [](Row p) { return p.high; }},
      {{"low_is_bound", "", "",
        "whether the interval ends at the parameter's lower bound, so that the data do not limit it from below"},
       [](Row p) { return p.low_is_bound; }},
      {{"high_is_bound", "", "",
        "whether the interval ends at the parameter's upper bound, so that the data do not limit it from above"},
       [](Row p) { return p.high_is_bound; }},
  };
  fields.insert(fields.end(), interval.begin(), interval.end());
  return fields;
}

/// Covariance with all parameters, in products of their units. \param covariance  [parameter][parameter] of a result
template <class Result, class GetCovariance>
Field<Result> covariance_field(GetCovariance covariance) {
  return {{"covariance", "products of the parameters' units", "[p, p]",
           "covariance of the parameters from the curvature, rows and columns as in `parameters`; none where it is "
           "singular, and for a parameter without `sigma`"},
          [covariance](const Result& result) {
            ArrayValue array;
            for (const auto& row : covariance(result)) {
              array.values.insert(array.values.end(), row.begin(), row.end());
              array.shape = {row.size(), row.size()};
            }
            return array;
          }};
}

}  // namespace slipburst::host
