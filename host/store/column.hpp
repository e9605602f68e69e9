#pragma once

#include <vector>

namespace slipburst::host {

/// What `get` takes from each entry of a list.
template <class Value = double, class List, class Get>
std::vector<Value> column(const List& list, const Get& get) {
  std::vector<Value> values;
  for (const auto& entry : list) values.push_back(get(entry));
  return values;
}

}  // namespace slipburst::host
