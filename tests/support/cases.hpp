#pragma once
/// \file Cases for tests: al-on-si with differences, or a row of a reference file.

#include <string>
#include <vector>

#include "host/config/load_case.hpp"
#include "support/csv.hpp"

namespace slipburst::testing {

/// al-on-si with "key=value" overrides.
inline host::Case make_case(const std::vector<std::string>& overrides = {}) {
  return host::load_case("al-on-si", overrides);
}

/// The materials, gap and reading that a row of a reference file names.
inline host::Case case_of(const CsvRow& row) {
  return make_case({"film.material=" + row.word("film"), "substrate.material=" + row.word("substrate"),
                    "film.pair_breaking_energy=" + row.word("gap_meV") + " meV",
                    "model.reading=" + row.word("reading")});
}

}  // namespace slipburst::testing
