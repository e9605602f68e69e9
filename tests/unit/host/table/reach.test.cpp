// Tables reach as high as pins are drawn, and no higher than the film: over the cases that people set.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "host/table/builder.hpp"
#include "host/table/grid.hpp"
#include "host/table/silence.hpp"
#include "host/table/table_error.hpp"
#include "slipburst/exec/segment_executor.hpp"
#include "slipburst/random/strata.hpp"
#include "support/long_tests.hpp"
#include "support/tables.hpp"

using namespace slipburst;

namespace {

using Texts = std::vector<std::string>;

/// Every combination of one override from each list.
std::vector<Texts> combinations(const std::vector<Texts>& lists) {
  std::vector<Texts> all = {{}};
  for (const Texts& list : lists) {
    std::vector<Texts> longer;
    for (const Texts& begun : all) {
      for (const std::string& text : list) {
        longer.push_back(begun);
        if (!text.empty()) longer.back().push_back(text);
      }
    }
    all = std::move(longer);
  }
  return all;
}

const Texts readings = {"model.reading=appendix", "model.reading=consistent", "model.reading=equation7"};
const Texts dynamics = {"", "model.dynamics=elastorelativistic"};

std::string joined(const Texts& texts) {
  std::string all;
  for (const std::string& text : texts) all += text + "; ";
  return all;
}

/// Coarse, so that building takes a moment, but on the usual first grid.
Texts quick(Texts overrides) {
  overrides.insert(overrides.end(), {"table.tolerance=9.9e-4", "numerics.relative_tolerance=1e-7"});
  return overrides;
}

/// Status of the highest line that a table reaches at a stress.
base::Status highest_line(const host::Case& c, const host::ReducedModel& model, const host::TableRange& range,
                          double stress) {
  const double drawn = random::max_bits * math::ln2 * range.height_scale * stress;
  const exec::SegmentExecutor<double> execute(model.segment,
                                              host::segment_controls(c.numerics, exec::Extent::above_gap));
  return execute({std::min(drawn, range.max_height), stress}).status;
}

void check_ends(const Texts& overrides) {
  const host::PreparedCase c(testing::make_case(overrides));
  const host::ReducedModel& model = c.model();
  const host::TableRange range = host::default_range(c);
  const host::SegmentCurves curves(model, c->numerics);
  const auto first = host::first_emitting_stress(curves, range);
  CHECK(first.has_value() == host::silence(c, range).empty());
  if (!first) return;
  const bool limited = std::isfinite(c->film.thickness);
  if (std::isfinite(range.max_height)) CHECK(range.max_height == c->film.thickness / model.length_nm);
  for (const double share : {0.01, 0.3, 1.0}) {
    const double stress = *first + share * (range.max_stress - *first);
    CAPTURE(stress * model.stress_unit);
    const base::Status status = highest_line(c, model, range, stress);
    CAPTURE(std::string(base::name(status)));
    // Without the end of the film a line from millimetres rebounds for longer than the budget of steps.
    const bool may_end = !limited;
    CHECK((status == base::Status::ok || (may_end && status == base::Status::step_budget)));
  }
}

void check_builds(const Texts& overrides) {
  const host::PreparedCase c(testing::make_case(quick(overrides)));
  const host::Table table = testing::build_table_anew(c);
  CHECK(table.failed == 0);
  CHECK(table.accuracy.max_relative_error < 1e-2);
  CHECK(table.silent == !host::silence(c, host::default_range(c)).empty());
  if (!std::isfinite(table.range.max_height)) return;
  for (const double height : table.nodes.height) {
    // Beyond the film by a cell at most.
    if (!std::isnan(height)) CHECK(height < 1.5 * table.range.max_height);
  }
}

}  // namespace

TEST_CASE("the highest line of every case can be integrated") {
  const bool all = testing::long_tests();
  const auto cases =
      combinations({readings,
                    dynamics,
                    all ? Texts{"", "substrate.material=CaWO4", "substrate.material=Al2O3"} : Texts{""},
                    all ? Texts{"stress.sigma0=60 MPa", "stress.sigma0=400 MPa", "stress.sigma0=1 GPa"}
                        : Texts{"stress.sigma0=60 MPa", "stress.sigma0=1 GPa"},
                    all ? Texts{"pinning.alpha=0.01", "pinning.alpha=0.4", "pinning.alpha=2.5"}
                        : Texts{"pinning.alpha=0.01", "pinning.alpha=2.5"},
                    all ? Texts{"pinning.spacing=10 nm", "pinning.spacing=50 nm", "pinning.spacing=200 nm"}
                        : Texts{"pinning.spacing=10 nm", "pinning.spacing=200 nm"},
                    {"", "film.thickness=50 nm", "film.thickness=2 um"}});
  for (const Texts& overrides : cases) {
    CAPTURE(joined(overrides));
    check_ends(overrides);
  }
}

TEST_CASE("the film ends a table that would reach higher than usual") {
  const auto end_nm = [](const Texts& overrides) {
    const host::PreparedCase c(testing::make_case(overrides));
    return host::default_range(c).max_height * c.model().length_nm;
  };
  CHECK(std::isinf(end_nm({"film.thickness=600 nm"})));  // one table serves films of every thickness
  for (const char* override : {"stress.sigma0=400 MPa", "pinning.alpha=0.01", "pinning.spacing=150 nm"}) {
    CHECK(end_nm({override, "film.thickness=600 nm"}) == doctest::Approx(600));
    CHECK(std::isinf(end_nm({override})));
  }
}

TEST_CASE("lines too high for the budget of steps: the message advises a thickness, which helps") {
  const Texts overrides =
      quick({"pinning.alpha=0.01", "model.dynamics=elastorelativistic", "numerics.step_budget=2000"});
  try {
    testing::build_table_anew(testing::make_case(overrides));
    FAIL("no error");
  } catch (const host::TableError& error) {
    const std::string message = error.what();
    CAPTURE(message);
    CHECK(message.find("step_budget") != std::string::npos);
    CHECK(message.find("set film.thickness") != std::string::npos);
  }
  Texts advised = overrides;
  advised.emplace_back("film.thickness=600 nm");
  CHECK_NOTHROW(testing::build_table_anew(testing::make_case(advised)));
}

TEST_CASE("tables of great stresses and of few pins are built") {
  check_builds({"stress.sigma0=400 MPa", "film.thickness=600 nm"});
  check_builds({"pinning.alpha=0.01", "film.thickness=600 nm"});
  check_builds({"pinning.alpha=0.01", "film.thickness=600 nm", "model.dynamics=elastorelativistic"});
  check_builds({"pinning.alpha=0.01", "film.thickness=600 nm", "model.reading=consistent", "pinning.shape=arched"});
  check_builds({"pinning.alpha=0.01", "film.thickness=600 nm", "detector.subgap_efficiency=0.1"});
  check_builds({"pinning.alpha=0.01"});
  if (!testing::long_tests()) return;
  check_builds({"stress.sigma0=400 MPa"});
  for (const Texts& overrides : combinations({readings,
                                              dynamics,
                                              {"", "pinning.shape=quadratic", "pinning.offset=0.3"},
                                              {"stress.sigma0=60 MPa", "stress.sigma0=400 MPa", "stress.sigma0=1 GPa"},
                                              {"pinning.alpha=0.01", "pinning.alpha=2.5"},
                                              {"pinning.spacing=10 nm", "pinning.spacing=200 nm"},
                                              {"film.thickness=50 nm", "film.thickness=2 um"}})) {
    CAPTURE(joined(overrides));
    check_builds(overrides);
  }
}
