#include "slipburst/exec/energy_ledger.hpp"

#include <doctest/doctest.h>

TEST_CASE("drops go to the channel they were emitted into") {
  slipburst::exec::EnergyLedger<double> ledger(10.0);
  ledger.book(9.0, true, false);
  ledger.book(7.0, true, true);
  ledger.book(3.0, false, true);
  ledger.book(2.5, false, false);
  ledger.book(2.25, true, false);
  CHECK(ledger.crystal_below == 1.25);
  CHECK(ledger.crystal_above == 2.0);
  CHECK(ledger.film_above == 4.0);
  CHECK(ledger.film_below == 0.5);
  CHECK(ledger.crystal_above + ledger.crystal_below + ledger.film_above + ledger.film_below == 10.0 - 2.25);
}
