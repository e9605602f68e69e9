// The fit's model against the adaptive quadrature and the response on its own.
#include "host/analysis/spectrum_fit.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "host/quadrature/exact.hpp"
#include "host/table/event_model.hpp"
#include "slipburst/units/constants.hpp"
#include "support/tables.hpp"

using namespace slipburst;
using host::SpectrumParameter;

TEST_CASE("expected counts of a detector without noise are rates times probabilities") {
  host::Experiment experiment;
  experiment.live_time_s = 86400;
  experiment.inverse_age_Hz = 1.0 / 604800;
  experiment.response.efficiency.survival = {0.5};
  const host::MeasuredSpectrum measured(experiment, {{30, 50}, {50, 200}});
  const host::Case c = testing::make_case();
  const std::vector<SpectrumParameter> free = {SpectrumParameter::spacing, SpectrumParameter::alpha,
                                               SpectrumParameter::sigma0, SpectrumParameter::scale};
  const std::vector<host::FitParameter> bounds = {{"spacing", 50, 20, 100},
                                                  {"alpha", 1, 0.8, 2},
                                                  {"sigma0", c.sigma0, 0.5 * c.sigma0, c.sigma0},
                                                  {"scale", 1, 0.1, 10}};
  const host::SpectrumModel model(c, testing::default_table(), 0, measured, 3, free, bounds);
  const double values[] = {37, 1.3, 0.8 * c.sigma0, 2};
  const std::vector<double> found = model(values);

  const host::PreparedCase same(
      testing::make_case({"pinning.spacing=37 nm", "pinning.alpha=1.3", "stress.sigma0=96 MPa"}));
  const exec::EventModel events = host::event_model(same, {});
  const double edges[] = {30, 50, 200};
  const host::ExactSpectrum exact =
      host::integrate_spectrum(events, host::log2_unit_eV(same), testing::default_table(),
                               host::table_slices(events, testing::default_table()), edges, {});
  const double per_cm2_and_s = std::pow(1e7 / 37, 2) / (900 * 604800.0);
  const auto& above = exact.channel[0].above;
  CHECK(found[0] == doctest::Approx(2 * 3 * 0.5 * 86400 * per_cm2_and_s * (above[0] - above[1])).epsilon(2e-5));
  CHECK(found[1] == doctest::Approx(2 * 3 * 0.5 * 86400 * per_cm2_and_s * (above[1] - above[2])).epsilon(2e-5));
  CHECK(model.case_with(values).pinning.spacing == 37);
  CHECK(model.case_with(values).pinning.alpha == 1.3);
}
