#pragma once

#include <vector>

namespace thrust {

template <class T>
using host_vector = std::vector<T>;

}  // namespace thrust
