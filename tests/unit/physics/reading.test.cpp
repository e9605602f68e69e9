#include "slipburst/physics/reading.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace slipburst::physics;

TEST_CASE("prefactors of the three readings") {
  CHECK(image_factor(Reading::appendix) == 1);
  CHECK(mass_factor(Reading::appendix) == 2);
  CHECK(image_factor(Reading::consistent) == 1);
  CHECK(mass_factor(Reading::consistent) == 1);
  CHECK(image_factor(Reading::equation7) == 2);
  CHECK(mass_factor(Reading::equation7) == 2);
}

TEST_CASE("descriptions state the prefactors") {
  for (const Reading reading : {Reading::appendix, Reading::consistent, Reading::equation7}) {
    const std::string expected = "image x" + std::to_string(static_cast<int>(image_factor(reading))) + " / mass x" +
                                 std::to_string(static_cast<int>(mass_factor(reading)));
    CHECK(description(reading) == expected);
  }
  CHECK(std::string(name(Reading::appendix)) == "appendix");
  CHECK(std::string(name(Reading::consistent)) == "consistent");
  CHECK(std::string(name(Reading::equation7)) == "equation7");
}
