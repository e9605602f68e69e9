#pragma once
/// \file Facts of the emulated device for the calls that return CUDA's own structures.

#include <cstddef>

namespace machine_code {

/// Architecture of the translated code, such as 90.
int architecture();
/// Value of an attribute that the emulator knows.
int emulated_attribute(int* value, int attribute, int device);
std::size_t device_bytes();

}  // namespace machine_code
