#include "host/results/backend_names.hpp"

#include <set>
#include <sstream>

namespace slipburst::host {

std::string joined_backends(const std::string& one, const std::string& other) {
  std::set<std::string> names;
  for (const std::string& text : {one, other}) {
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, '+');) names.insert(word);
  }
  std::string joined;
  for (const std::string& name : names) joined += (joined.empty() ? "" : "+") + name;
  return joined;
}

}  // namespace slipburst::host
