#include <iostream>
#include <slipburst/version.hpp>

int main() {
  std::cout << "slipburst " << slipburst::version << ", commit " << slipburst::git_hash << '\n';
  return slipburst::version.empty();
}
