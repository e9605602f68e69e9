#pragma once
/// \file Tables for tests.

#include "host/table/builder.hpp"
#include "kernels/reference/reference_backend.hpp"
#include "kernels/registry/registry.hpp"
#include "support/cases.hpp"
#include "support/kept_table.hpp"

namespace slipburst::testing {

inline host::Table build_reference_table(const host::Case& c) {
  return host::build_table(host::PreparedCase(c), *kernels::make_reference_backend());
}

/// Table built by the fastest backend on CPUs, which gives the bits of the reference (tests/parity).
inline host::Table build_table_anew(const host::Case& c) {
  return host::build_table(host::PreparedCase(c),
                           *kernels::make_backend(SLIPBURST_HAVE_KOKKOS ? "kokkos" : "reference", 0));
}

/// Table built once for all processes of a program; it lacks data that only building gives.
inline host::Table build_table(const host::Case& c) {
  return kept_table(host::PreparedCase(c), [&] { return build_table_anew(c); });
}

/// The table of al-on-si: it serves every spacing and alpha of the paper.
inline const host::Table& default_table() {
  static const host::Table table = build_table(make_case());
  return table;
}

}  // namespace slipburst::testing
