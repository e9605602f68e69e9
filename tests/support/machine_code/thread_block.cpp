#include "support/machine_code/thread_block.hpp"

#include "support/cuda_emulator/complaint.hpp"
#include "support/cuda_emulator/order.hpp"
#include "support/machine_code/grid.hpp"

namespace machine_code {

void ThreadBlock::start(const Launch& launch, u32 number) {
  const Function& function = *launch.function;
  number_ = number;
  constants_ = {launch.constants.data(), static_cast<u32>(launch.constants.size())};
  reserved_ = reserved_shared_bytes(function.architecture);
  shared_.resize(std::max(function.shared_bytes, reserved_) + launch.shared_bytes);
  for (unsigned char& byte : shared_) byte = static_cast<unsigned char>(emulator::order()());
  touched_.assign(shared_.size() / 4 + 1, {});
  stretch_ = 1;
  warp_count_ = (launch.threads + warp_size - 1) / warp_size;
  while (warps_.size() < warp_count_) warps_.push_back(std::make_unique<Warp>());
  for (std::size_t i = 0; i < warp_count_; ++i) {
    const int first = static_cast<int>(i) * warp_size;
    warps_[i]->start(*this, function, first, static_cast<int>(launch.threads) - first);
  }
}

bool ThreadBlock::done() const {
  return std::all_of(warps_.begin(), warps_.begin() + static_cast<std::ptrdiff_t>(warp_count_),
                     [](const auto& warp) { return warp->done(); });
}

void ThreadBlock::run() {
  const std::size_t first = emulator::order().any_of(warp_count_);
  bool at_barrier = true;
  for (std::size_t i = 0; i < warp_count_; ++i) {
    Warp& warp = *warps_[(first + i) % warp_count_];
    if (warp.run(settings().steps)) return;
    at_barrier = at_barrier && warp.waits_for_block();
  }
  if (!at_barrier) {
    std::string where = "no thread can go on:";
    for (std::size_t i = 0; i < warp_count_; ++i) where += warps_[i]->where();
    emulator::complain(where);
  }
  for (std::size_t i = 0; i < warp_count_; ++i) warps_[i]->pass_block_barrier();
  ++stretch_;
}

bool ThreadBlock::note(u32 address, u32 size, Access access, u32 warp) {
  constexpr u32 several = ~0u;
  constexpr auto read = static_cast<int>(Access::read), write = static_cast<int>(Access::write);
  constexpr auto update = static_cast<int>(Access::update);
  const auto kind = static_cast<int>(access);
  for (u32 word = address / 4; word <= (address + size - 1) / 4; ++word) {
    Touched& touched = touched_[word];
    if (touched.stretch != stretch_) touched = {stretch_, {}};
    const auto others = [&](int k) { return touched.by[k] != 0 && touched.by[k] != warp + 1; };
    if (others(write) || (kind != update && others(update)) || (kind != read && others(read))) return false;
    touched.by[kind] = others(kind) ? several : warp + 1;
  }
  return true;
}

}  // namespace machine_code
