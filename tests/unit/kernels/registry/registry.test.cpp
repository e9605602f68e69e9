#include "kernels/registry/registry.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace slipburst::kernels;

namespace {

std::string refusal(const std::string& name, int threads) {
  try {
    make_backend(name, threads);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("the reference backend is always there") {
  CHECK(make_backend("reference", 1)->name() == "reference");
  bool listed = false;
  for (const BackendInfo& info : list_backends()) {
    CHECK_FALSE(info.detail.empty());
    CHECK((info.built || !info.usable));
    listed |= info.name == "reference" && info.usable;
  }
  CHECK(listed);
}

TEST_CASE("a backend that cannot be used is refused with the ones that can") {
  CHECK(refusal("gpu", 1).find("auto, cuda, kokkos or reference") != std::string::npos);
  CHECK(refusal("reference", -1).find("--threads") != std::string::npos);
  for (const BackendInfo& info : list_backends()) {
    if (!info.usable) CHECK(refusal(info.name, 1).find(info.detail) != std::string::npos);
  }
}
