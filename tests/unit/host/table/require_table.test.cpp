#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "host/table/builder.hpp"
#include "host/table/table_error.hpp"
#include "support/cases.hpp"

using namespace slipburst;

namespace {

/// Table with the parts that are checked, without cells.
host::Table table_for(const host::Case& c) {
  host::Table table;
  table.identity = host::table_identity(c);
  table.range = host::default_range(host::PreparedCase(c));
  table.accuracy.max_relative_error = 4e-5;
  return table;
}

/// Message with which al-on-si refuses the table of another case; empty if the table is accepted.
std::string refusal(const std::vector<std::string>& table_case, const std::vector<std::string>& asking = {}) {
  try {
    host::require_table_for(host::PreparedCase(testing::make_case(asking)), table_for(testing::make_case(table_case)),
                            "my.h5");
  } catch (const host::TableError& error) {
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a table serves its own case and whatever it does not depend on") {
  CHECK(refusal({}) == "");
  CHECK(refusal({}, {"pinning.spacing=30 nm", "pinning.alpha=0.8", "stress.sigma0=60 MPa"}) == "");
  CHECK(refusal({}, {"pinning.spacing=100 nm", "pinning.alpha=0.8"}) == "");
  CHECK(refusal({}, {"depinning.gamma=1000", "detector.aluminium_area=3 cm^2", "film.thickness=600 nm"}) == "");
  CHECK(refusal({"histogram.minimum=1 eV"}) == "");
}

TEST_CASE("every part of its identity is compared, and the first difference named with both values") {
  const struct {
    std::string override, key, has, asks;
  } differences[] = {
      {"film.shear_modulus=26 GPa", "film.shear_modulus", "26 GPa", "25 GPa"},
      {"film.burgers=0.29 nm", "film.burgers", "0.29 nm", "0.286 nm"},
      {"film.sound_speed=3100 m/s", "film.sound_speed", "3100 m/s", "3040 m/s"},
      {"film.pair_breaking_energy=0.4 meV", "film.pair_breaking_energy", "0.4 meV", "0.36 meV"},
      {"substrate.shear_modulus=60 GPa", "substrate.shear_modulus", "60 GPa", "51 GPa"},
      {"model.reading=consistent", "model.reading", "consistent", "appendix"},
      {"numerics.precision=fp32", "numerics.precision", "fp32", "fp64"},
      {"numerics.mode=fixed", "numerics.mode", "fixed", "adaptive"},
      {"numerics.relative_tolerance=1e-7", "numerics.relative_tolerance", "1e-07", "1e-09"},
      {"numerics.fixed_step=0.02", "numerics.fixed_step", "0.02", "0.01"},
      {"numerics.step_budget=5000", "numerics.step_budget", "5000", "100000"},
  };
  for (const auto& [override, key, has, asks] : differences) {
    const std::string message = refusal({override});
    CAPTURE(message);
    CHECK(contains(message, "my.h5"));
    CHECK(contains(message, key + " is " + has));
    CHECK(contains(message, "the case has " + asks));
    CHECK(contains(message, "slipburst table"));
  }
}

TEST_CASE("a table too short for the case says what is missing") {
  const std::string stress = refusal({}, {"stress.sigma0=140 MPa"});
  CAPTURE(stress);
  CHECK(contains(stress, "too short"));
  CHECK(contains(stress, "reaches tau = 60 MPa"));
  CHECK(contains(stress, "needs 70 MPa"));
  CHECK(contains(stress, "stress.sigma0"));

  for (const char* override : {"pinning.spacing=150 nm", "pinning.alpha=0.1"}) {
    const std::string height = refusal({}, {override});
    CAPTURE(height);
    CHECK(contains(height, "too short"));
    CHECK(contains(height, "pinning.spacing"));
  }
  CHECK(refusal({"stress.sigma0=140 MPa"}) == "");

  // Pins so far apart that only the film's thickness bounds the table.
  const std::string thickness =
      refusal({"pinning.spacing=500 nm", "film.thickness=600 nm"}, {"pinning.spacing=500 nm"});
  CAPTURE(thickness);
  CHECK(contains(thickness, "film.thickness = 600 nm"));
  CHECK(refusal({"pinning.spacing=500 nm", "film.thickness=600 nm"},
                {"pinning.spacing=500 nm", "film.thickness=300 nm"}) == "");
}

TEST_CASE("a table less accurate than the case asks for") {
  const std::string message = refusal({}, {"table.tolerance=1e-5"});
  CAPTURE(message);
  CHECK(contains(message, "table.tolerance"));
  CHECK(contains(message, "4e-05"));
}

TEST_CASE("both zones of a table are checked") {
  const host::PreparedCase c(testing::make_case({"detector.subgap_efficiency=0.1"}));
  const auto message = [&](const host::Table& table) {
    try {
      host::require_table_for(c, table, "my.h5");
    } catch (const host::TableError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  host::Table table = table_for(c);
  CHECK(contains(message(table), "do not reach the gap"));
  auto lower = std::make_shared<host::Table>(table_for(host::all_frequencies(c)));
  table.lower = lower;
  CHECK(message(table) == "");
  lower->accuracy.max_relative_error = 1e-2;
  CHECK(contains(message(table), "relative error"));
  *lower = table_for(testing::make_case({"detector.subgap_efficiency=0.5"}));
  CHECK(contains(message(table), "detector.subgap_efficiency"));
}
