#include "support/machine_code/grid.hpp"

#include <cstdlib>
#include <numeric>
#include <string_view>

#include "support/cuda_emulator/order.hpp"

namespace machine_code {

const Settings& settings() {
  static const Settings chosen = [] {
    const char* const adverse = std::getenv("MACHINE_CODE_ADVERSE");
    return adverse && std::string_view(adverse) == "1" ? Settings{5, 7, true} : Settings{};
  }();
  return chosen;
}

const Function* find_function(const std::string& name) {
  const auto found =
      std::find_if(functions().begin(), functions().end(), [&](const Function& f) { return f.name == name; });
  return found == functions().end() ? nullptr : &*found;
}

void run_grid(const Launch& launch) {
  static std::vector<std::unique_ptr<ThreadBlock>> idle;
  std::vector<std::unique_ptr<ThreadBlock>> busy;
  std::vector<u32> order(launch.blocks);
  std::iota(order.begin(), order.end(), 0u);
  std::shuffle(order.begin(), order.end(), emulator::order());
  while (!order.empty() || !busy.empty()) {
    while (!order.empty() && busy.size() < settings().blocks_at_once) {
      if (idle.empty()) idle.push_back(std::make_unique<ThreadBlock>());
      busy.push_back(std::move(idle.back()));
      idle.pop_back();
      busy.back()->start(launch, order.back());
      order.pop_back();
    }
    const std::size_t which = emulator::order().any_of(busy.size());
    busy[which]->run();
    if (!busy[which]->done()) continue;
    idle.push_back(std::move(busy[which]));
    busy.erase(busy.begin() + static_cast<std::ptrdiff_t>(which));
  }
}

}  // namespace machine_code
