#pragma once

#include <vector>

namespace slipburst::host {

/// Values of `get` for all entries of a list.
template <class Value = double, class List, class Get>
std::vector<Value> column(const List& list, const Get& get) {
  std::vector<Value> values;
  for (const auto& entry : list) values.push_back(get(entry));
  return values;
}

}  // namespace slipburst::host
