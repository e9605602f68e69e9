#include "host/results/backend_names.hpp"

#include <doctest/doctest.h>

using slipburst::host::joined_backends;

TEST_CASE("each backend is named once") {
  CHECK(joined_backends("kokkos", "kokkos") == "kokkos");
  CHECK(joined_backends("reference", "kokkos") == "kokkos+reference");
  CHECK(joined_backends("kokkos+reference", "cuda") == "cuda+kokkos+reference");
  CHECK(joined_backends("kokkos+reference", "kokkos") == "kokkos+reference");
  CHECK(joined_backends("", "cuda") == "cuda");
}
