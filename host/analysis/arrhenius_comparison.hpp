#pragma once
/// \file All models side by side on the same data.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/analysis/arrhenius_fit.hpp"

namespace slipburst::host {

/// The greatest number of barriers whose parameters are no more than the points; 0 if one is too many.
std::size_t max_barriers(EscapeModel model, const FrequencyData& data, bool ratio);

/// The same model with one barrier, with two, and so on up to those of `fit`, which comes last; without intervals.
std::vector<ArrheniusFit> fits_of_fewer(const ArrheniusProblem& problem, const ArrheniusFit& fit,
                                        const std::function<void()>& poll = {});

struct ComparedModel {
  EscapeModel model;
  std::optional<ArrheniusFit> fit;  ///< without intervals
  std::string reason;               ///< why there is no fit
};

/// Every model with as many barriers as the data allow. \param known  a fit of one of them, which is not done again
std::vector<ComparedModel> compare_models(const FrequencyData& data, bool ratio, const ArrheniusFit* known = nullptr,
                                          const std::function<void()>& poll = {});

}  // namespace slipburst::host
