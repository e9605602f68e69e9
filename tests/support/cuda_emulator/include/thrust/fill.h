#pragma once

#include <thrust/device_vector.h>

namespace thrust {

template <class T>
void fill(device_ptr<T> first, device_ptr<T> last, const T& value) {
  const host_vector<T> host(static_cast<std::size_t>(last.raw - first.raw), value);
  if (!host.empty()) copy_bytes(first.raw, host.data(), host.size() * sizeof(T), cudaMemcpyHostToDevice);
}

}  // namespace thrust
