#pragma once
/// \file End of a program that asks of a device what CUDA does not promise.

#include <cstdio>
#include <cstdlib>
#include <string>

namespace emulator {

[[noreturn]] inline void complain(const std::string& fault) {
  std::fprintf(stderr, "CUDA emulator: %s\n", fault.c_str());
  std::abort();
}

}  // namespace emulator
