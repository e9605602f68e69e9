#pragma once
/// \file One model of leaving a trap and the data it is fitted to.

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/analysis/arrhenius_models.hpp"
#include "host/analysis/frequency_data.hpp"
#include "host/numerics/least_squares.hpp"

namespace slipburst::host {

/// Error: the model has no rate at a temperature where clusters moved.
class NoRate : public std::runtime_error {
 public:
  NoRate(RateLaw model, const std::string& set, double temperature_K);
};

/// Error: the data have no moves, so that they do not determine a prefactor.
class NothingMoved : public std::runtime_error {
 public:
  /// \param set  name of the set; empty for all data
  explicit NothingMoved(const std::string& set);
};

/// Number of parameters of a fit.
std::size_t parameter_count(RateLaw model, std::size_t barriers, const FrequencyData& data, bool ratio);

/// The frequency of set s is rate(T)/ratio_s + direct, with ratio_1 = 1.
///
/// A place is a vector of coordinates: of the model's parameters, then one for each ratio.
class ArrheniusProblem {
 public:
  /// \param ratio  whether sets after the first have free ratios; else all sets share the prefactor
  /// \throws NoRate  \throws NothingMoved  \throws std::invalid_argument for fewer points than parameters
  ArrheniusProblem(FrequencyData data, RateModel model, bool ratio);
  ArrheniusProblem(const ArrheniusProblem&) = delete;  // entries point into the data
  ArrheniusProblem& operator=(const ArrheniusProblem&) = delete;

  const FrequencyData& data() const { return data_; }
  const RateModel& model() const { return model_; }
  bool ratio() const { return ratio_; }
  const std::vector<ModelParameter>& parameters() const { return parameters_; }
  const std::vector<ParameterRange>& ranges() const { return ranges_; }

  /// \param result  [points], set after set
  void residuals(std::span<const double> place, std::span<double> result) const;

  /// ln of the frequencies in Hz, with the direct plateau, [points].
  std::vector<double> log_frequencies(std::span<const double> place) const;

  /// Same place with the prefactors and ratios that fit about best, from means of logarithms.
  std::vector<double> with_prefactors(std::vector<double> place) const;

  double lowest_K() const { return temperatures_K_.front(); }
  double lowest_positive_K() const { return lowest_positive_K_; }
  double highest_K() const { return temperatures_K_.back(); }

 private:
  void check() const;

  FrequencyData data_;
  RateModel model_;
  bool ratio_;
  std::vector<ModelParameter> parameters_;
  std::vector<ParameterRange> ranges_;
  std::vector<double> temperatures_K_;  // rising, without repetition
  double lowest_positive_K_ = 0;
  /// Entry of one point; entries are set after set.
  struct Entry {
    const FrequencyPoint* point;
    std::size_t set, temperature;
  };
  std::vector<Entry> entries_;
};

}  // namespace slipburst::host
