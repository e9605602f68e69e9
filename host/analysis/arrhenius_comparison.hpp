#pragma once
/// \file All models side by side on the same data.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/analysis/arrhenius_fit.hpp"

namespace slipburst::host {

/// Largest number of barriers with no more parameters than points; 0 if one barrier already has too many.
std::size_t max_barriers(RateLaw model, const FrequencyData& data, bool ratio);

/// Fits of the same model with 1, 2, ... barriers up to the number in `fit`, which comes last; without intervals.
std::vector<ArrheniusFit> fits_of_fewer(const ArrheniusProblem& problem, const ArrheniusFit& fit,
                                        const std::function<void()>& poll = {});

struct ComparedModel {
  RateLaw model;
  std::optional<ArrheniusFit> fit;  ///< without intervals
  std::string reason;               ///< reason for the lack of a fit
};

/// Fits of every model with as many barriers as the data allow. \param known  fit of one of the models, reused if given
std::vector<ComparedModel> compare_models(const FrequencyData& data, bool ratio, const ArrheniusFit* known = nullptr,
                                          const std::function<void()>& poll = {});

}  // namespace slipburst::host
