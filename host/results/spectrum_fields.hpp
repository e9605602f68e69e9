#pragma once
/// \file Fields of a spectrum, sampled or exact, that follow from its values.

#include "host/results/field.hpp"
#include "host/results/spectrum_file.hpp"
#include "host/table/event_model.hpp"

namespace slipburst::host {

/// Values of a spectrum, with their case. All references must outlive the outcome.
struct SpectrumOutcome {
  SpectrumOutcome(const PreparedCase& given_case, const SpectrumValues& given_values, const TableUse& given_table)
      : c(given_case), values(given_values), table(given_table), rate(rate_scale(given_case)) {}

  const PreparedCase& c;
  const SpectrumValues& values;
  const TableUse& table;
  RateScale rate;
};

const Fields<SpectrumOutcome>& spectrum_fields();

}  // namespace slipburst::host
