#include "host/units/quantity.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <string>

#include "host/base/error.hpp"

using slipburst::host::Dimension;
using slipburst::host::format_quantity;
using slipburst::host::InputError;
using slipburst::host::parse_positive_quantity;
using slipburst::host::parse_quantity;
using slipburst::host::parse_quantity_list;

namespace {

std::string error_of(const std::string& text, Dimension dimension) {
  try {
    parse_quantity(text, dimension, "the.key");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("decimal inputs give the nearest double of the internal value") {
  CHECK(parse_quantity("0.286 nm", Dimension::length) == 0.286);
  CHECK(parse_quantity("2.86 angstrom", Dimension::length) == 0.286);
  CHECK(parse_quantity("2.86 Å", Dimension::length) == 0.286);
  CHECK(parse_quantity("1.5 µm", Dimension::length) == 1500.0);
  CHECK(parse_quantity("0.36 meV", Dimension::energy) == 0.36);
  CHECK(parse_quantity("360 ueV", Dimension::energy) == 0.36);
  CHECK(parse_quantity("30 eV", Dimension::event_energy) == 30.0);
  CHECK(parse_quantity("1 keV", Dimension::event_energy) == 1000.0);
  CHECK(parse_quantity("8.9e12 Hz", Dimension::frequency) == 8.9);
  CHECK(parse_quantity("8.9 1/ps", Dimension::frequency) == 8.9);
  CHECK(parse_quantity("8.9/ps", Dimension::frequency) == 8.9);
  CHECK(parse_quantity("8.9 ps^-1", Dimension::frequency) == 8.9);
  CHECK(parse_quantity("3040 m/s", Dimension::speed) == 3.04);
  CHECK(parse_quantity("1 cm2", Dimension::area) == 1.0);
  CHECK(parse_quantity("1 cm²", Dimension::area) == 1.0);
  CHECK(parse_quantity("2.94 mm**2", Dimension::area) == 0.0294);
  CHECK(parse_quantity("10.6 g", Dimension::mass) == 0.0106);
  CHECK(parse_quantity("0.8", Dimension::dimensionless) == 0.8);
  CHECK(parse_quantity(" +1.50nm ", Dimension::length) == 1.5);
}

TEST_CASE("a stress in GPa is 6241.509 meV/nm^3 from the exact SI electronvolt") {
  CHECK(parse_quantity("1 GPa", Dimension::pressure) == doctest::Approx(6241.509074460763).epsilon(1e-15));
  CHECK(parse_quantity("25 GPa", Dimension::pressure) == parse_quantity("25000 MPa", Dimension::pressure));
  CHECK(parse_quantity("1 N/m2", Dimension::pressure) == doctest::Approx(6.241509074460763e-6).epsilon(1e-15));
  CHECK(parse_quantity("7 meV/nm^3", Dimension::pressure) == 7.0);
  CHECK(parse_quantity("1.602176634e-22 J", Dimension::energy) == doctest::Approx(1.0).epsilon(1e-14));
}

TEST_CASE("times are in seconds and a year has 365 days") {
  CHECK(parse_quantity("1 week", Dimension::duration) == 604800.0);
  CHECK(parse_quantity("8 weeks", Dimension::duration) == 8 * 604800.0);
  CHECK(parse_quantity("1.5 h", Dimension::duration) == 5400.0);
  for (const char* year : {"1 year", "1 years", "1 yr", "365 days", "365 d"}) {
    CHECK(parse_quantity(year, Dimension::duration) == 365.0 * 86400.0);
  }
  CHECK(contains(error_of("3 months", Dimension::duration), "is in months, which have no fixed length"));
}

TEST_CASE("temperatures are in kelvin from absolute zero") {
  CHECK(parse_quantity("17 K", Dimension::temperature) == 17.0);
  CHECK(parse_quantity("20 mK", Dimension::temperature) == 0.02);
  CHECK(parse_quantity("300 kelvin", Dimension::temperature) == 300.0);
  CHECK(format_quantity(0.02, Dimension::temperature) == "20 mK");
  CHECK(format_quantity(4.2, Dimension::temperature) == "4.2 K");
  CHECK(format_quantity(0, Dimension::temperature) == "0 K");
  for (const char* text : {"20 degC", "-270 celsius", "4 degF", "20 °C"}) {
    CAPTURE(text);
    CHECK(contains(error_of(text, Dimension::temperature), "whose zero is not the absolute one"));
  }
  CHECK(contains(error_of("4 K", Dimension::energy), "is a temperature, not an energy"));
  CHECK(contains(error_of("4 meV", Dimension::temperature), "is an energy, not a temperature"));
}

TEST_CASE("fluxes of particles") {
  for (const char* text : {"2e25 m-2 s-1", "2e25 m^-2 s^-1", "2e25 1/(m2 s)", "2e21 cm-2 s-1", "2e25 /m2/s"}) {
    CAPTURE(text);
    CHECK(parse_quantity(text, Dimension::particle_flux) == doctest::Approx(2e-5).epsilon(1e-15));
  }
  CHECK(parse_quantity("3 nm-2 ps-1", Dimension::particle_flux) == 3);
  CHECK(format_quantity(parse_quantity("2e25 m-2 s-1", Dimension::particle_flux), Dimension::particle_flux) ==
        "2e+25 m^-2 s^-1");
  CHECK(contains(error_of("5 nm", Dimension::particle_flux), "is a length, not a flux"));
  CHECK(contains(error_of("2e25 m-2 s-1", Dimension::frequency), "is a flux, not a frequency"));
}

TEST_CASE("zero and negative values are read, and refused where a size is asked for") {
  CHECK(parse_quantity("0 nm", Dimension::length) == 0.0);
  CHECK(parse_quantity("-5 nm", Dimension::length) == -5.0);
  CHECK(parse_positive_quantity("5 nm", Dimension::length) == 5.0);
  CHECK_THROWS_WITH_AS(parse_positive_quantity("-5 nm", Dimension::length, "--height"),
                       "--height = \"-5 nm\" is not positive; it needs a length such as \"50 nm\"", InputError);
  CHECK_THROWS_AS(parse_positive_quantity("0 nm", Dimension::length), InputError);
}

TEST_CASE("a missing unit says which kind of value is needed") {
  CHECK(error_of("45", Dimension::pressure) == "the.key = \"45\" has no unit; it needs a stress such as \"120 MPa\"");
}

TEST_CASE("a wrong dimension says what the value is") {
  CHECK(contains(error_of("45 nm", Dimension::pressure), "is a length, not a stress"));
  CHECK(contains(error_of("1 mol", Dimension::energy), "is not an energy"));
  CHECK(contains(error_of("1 nm2", Dimension::length), "is an area, not a length"));
}

TEST_CASE("reciprocals, angles, offsets and logarithms are refused") {
  CHECK(contains(error_of("8.9e12 s", Dimension::frequency), "is a time, not a frequency"));
  CHECK(contains(error_of("1 Hz", Dimension::duration), "is a frequency, not a time"));
  CHECK(contains(error_of("1 rad/s", Dimension::frequency), "is not a frequency"));
  CHECK(contains(error_of("60 rpm", Dimension::frequency), "is not a frequency"));
  CHECK(contains(error_of("3 nm @ 5", Dimension::length), "stray number"));
  CHECK(contains(error_of("3 degC", Dimension::length), "is a temperature, not a length"));
  CHECK(error_of("3 lg(re 1 mW)", Dimension::energy) != "no error");
  CHECK(error_of("3 seconds since 2000-01-01", Dimension::duration) != "no error");
}

TEST_CASE("malformed values are refused") {
  CHECK(contains(error_of("", Dimension::length), "is empty"));
  CHECK(contains(error_of("nm", Dimension::length), "does not start with a number"));
  CHECK(contains(error_of("50 nm 3", Dimension::length), "stray number in its unit 'nm 3'"));
  CHECK(contains(error_of("50 nm.3", Dimension::length), "stray number"));
  CHECK(contains(error_of("50 3 nm", Dimension::length), "stray number"));
  CHECK(contains(error_of("50 parsnips", Dimension::length), "unknown unit 'parsnips'"));
  CHECK(contains(error_of("0,5 nm", Dimension::length), "a comma in its number"));
  CHECK(contains(error_of("nan nm", Dimension::length), "is not finite"));
  CHECK(contains(error_of("inf nm", Dimension::length), "is not finite"));
  CHECK(contains(error_of("-inf nm", Dimension::length), "is not finite"));
  CHECK(contains(error_of("1e999 nm", Dimension::length), "beyond the range"));
  CHECK(contains(error_of("1e308 km", Dimension::length), "beyond the range"));
  CHECK(contains(error_of("1e-999 nm", Dimension::length), "beyond the range"));
  CHECK(contains(error_of("0.8x", Dimension::dimensionless), "'x' after the number"));
  CHECK(contains(error_of("0.8 nm", Dimension::dimensionless), "'nm' after the number"));
}

TEST_CASE("lists are separated by commas") {
  const auto values = parse_quantity_list("1 eV, 30 eV,0.5 keV", Dimension::event_energy);
  CHECK(values == std::vector<double>{1.0, 30.0, 500.0});
  CHECK_THROWS_AS(parse_quantity_list("1 eV,", Dimension::event_energy), InputError);
  CHECK_THROWS_AS(parse_quantity_list("", Dimension::event_energy), InputError);
}

TEST_CASE("values are written as one would write them") {
  const auto rewritten = [](const char* text, Dimension dimension) {
    return format_quantity(parse_quantity(text, dimension), dimension);
  };
  CHECK(rewritten("25 GPa", Dimension::pressure) == "25 GPa");
  CHECK(rewritten("0.12 GPa", Dimension::pressure) == "120 MPa");
  CHECK(rewritten("0.286 nm", Dimension::length) == "0.286 nm");
  CHECK(rewritten("0.36 meV", Dimension::energy) == "0.36 meV");
  CHECK(rewritten("3040 m/s", Dimension::speed) == "3040 m/s");
  CHECK(rewritten("8.9e12 Hz", Dimension::frequency) == "8.9 THz");
  CHECK(rewritten("7 days", Dimension::duration) == "1 week");
  CHECK(rewritten("8 weeks", Dimension::duration) == "8 weeks");
  CHECK(rewritten("1 year", Dimension::duration) == "1 year");
  CHECK(rewritten("90 min", Dimension::duration) == "1.5 hours");
  CHECK(rewritten("0.0294 cm2", Dimension::area) == "0.0294 cm^2");
  CHECK(rewritten("10.6 g", Dimension::mass) == "10.6 g");
  CHECK(rewritten("10 keV", Dimension::event_energy) == "10000 eV");
}

TEST_CASE("any double survives being written and read") {
  std::mt19937_64 random(20240801);
  std::uniform_real_distribution<double> exponent(-25.0, 25.0);
  for (const Dimension dimension : {Dimension::dimensionless, Dimension::length, Dimension::pressure, Dimension::energy,
                                    Dimension::event_energy, Dimension::speed, Dimension::frequency,
                                    Dimension::duration, Dimension::area, Dimension::mass, Dimension::exposure}) {
    int changed = 0;
    for (int i = 0; i < 200; ++i) {
      const double value = std::pow(10.0, exponent(random));
      changed += parse_quantity(format_quantity(value, dimension), dimension) != value ? 1 : 0;
    }
    CHECK(changed == 0);
  }
}
