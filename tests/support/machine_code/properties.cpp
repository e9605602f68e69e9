// Calls of CUDA's runtime that return what its own headers declare.

#include "support/machine_code/properties.hpp"

#include <cuda_runtime_api.h>

#include <cstdio>
#include <cstring>

extern "C" {

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
  std::memset(properties, 0, sizeof *properties);
  std::snprintf(properties->name, sizeof properties->name, "emulator of the machine code for sm_%d",
                machine_code::architecture());
  properties->uuid.bytes[15] = static_cast<char>(device);
  properties->totalGlobalMem = machine_code::device_bytes();
  properties->major = machine_code::architecture() / 10;
  properties->minor = machine_code::architecture() % 10;
  return cudaSuccess;
}

cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device) {
  switch (attribute) {
    case cudaDevAttrComputeCapabilityMajor:
      *value = machine_code::architecture() / 10;
      return cudaSuccess;
    case cudaDevAttrComputeCapabilityMinor:
      *value = machine_code::architecture() % 10;
      return cudaSuccess;
    case cudaDevAttrClockRate:
      *value = 1980000;  // kHz, of an H200
      return cudaSuccess;
    case cudaDevAttrMaxGridDimX:
      *value = 0x7FFFFFFF;
      return cudaSuccess;
    default:
      return static_cast<cudaError_t>(machine_code::emulated_attribute(value, attribute, device));
  }
}

cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* attributes, const void*) {
  std::memset(attributes, 0, sizeof *attributes);
  attributes->maxThreadsPerBlock = 1024;
  attributes->ptxVersion = attributes->binaryVersion = machine_code::architecture();
  return cudaSuccess;
}
}
