#include "support/machine_code/warp.hpp"

#include <cstdio>

#include "support/cuda_emulator/complaint.hpp"
#include "support/cuda_emulator/order.hpp"
#include "support/machine_code/device_memory.hpp"
#include "support/machine_code/grid.hpp"
#include "support/machine_code/thread_block.hpp"

namespace machine_code {
namespace {

constexpr u32 garbage = 0xDEADBEEF;

std::string hexadecimal(u32 x) {
  char text[16];
  std::snprintf(text, sizeof text, "%04x", x);
  return text;
}

}  // namespace

std::vector<Function>& functions() {
  static std::vector<Function> all;
  return all;
}

Registered::Registered(Function function) {
  function.index.assign(function.codes.back().end / 16, -1);
  for (std::size_t i = 0; i < function.codes.size(); ++i) {
    function.index[function.codes[i].first / 16] = static_cast<int>(i);
  }
  functions().push_back(std::move(function));
}

void Warp::start(ThreadBlock& block, const Function& function, int first_thread, int threads) {
  block_ = &block;
  function_ = &function;
  first_thread_ = unsigned32(first_thread);
  for (auto& lanes : r) std::fill(std::begin(lanes), std::end(lanes), garbage);
  std::fill(std::begin(ur), std::end(ur), garbage);
  std::fill(std::begin(p), std::end(p), garbage);
  std::fill(std::begin(up), std::end(up), 0);
  local_.assign(std::size_t{warp_size} * stack_bytes, 0xA5);
  alive_ = ready_ = threads >= warp_size ? all_lanes : (1u << threads) - 1;
  running_ = at_warp_ = at_block_ = 0;
  std::fill(std::begin(pc_), std::end(pc_), 0);
  std::fill(std::begin(at_meeting_), std::end(at_meeting_), 0);
}

bool Warp::run(int steps) {
  bool any = false;
  for (; steps > 0; --steps) {
    if (running_ == 0) pick();
    if (running_ == 0) return any;
    const std::size_t i = at_ / 16;
    if (i >= function_->index.size() || function_->index[i] < 0) fault("a jump into the middle of code", at_);
    const Code& code = function_->codes[static_cast<std::size_t>(function_->index[i])];
    ++code.issued;
    code.lanes += count_ones(running_);
    code.run(*this, running_);
    any = true;
  }
  if (running_ != 0) {
    ready_ |= running_;
    stop(at_);
  }
  return any;
}

/// Chooses the lanes that run next: those farthest behind, or in an adverse order any.
void Warp::pick() {
  if (ready_ == 0) return;
  at_ = ~0u;
  if (settings().adverse) {
    std::size_t skipped = emulator::order().any_of(count_ones(ready_));
    for_each_lane(ready_, [&](int l) { at_ = skipped-- == 0 ? pc_[l] : at_; });
  } else {
    for_each_lane(ready_, [&](int l) { at_ = std::min(at_, pc_[l]); });
  }
  for_each_lane(ready_, [&](int l) { running_ |= u32{pc_[l] == at_} << l; });
  ready_ &= ~running_;
}

/// Ends the run of the lanes that run, which go on at an address.
void Warp::stop(u32 after) {
  for_each_lane(running_, [&](int l) { pc_[l] = after; });
  running_ = 0;
}

void Warp::go_alone(int lane, u32 to) {
  pc_[lane] = to;
  ready_ |= 1u << lane;
  running_ &= ~(1u << lane);
}

void Warp::branch(u32 taken, u32 to, u32 after) {
  at_ = taken == running_ ? to : after;
  if (taken == running_ || taken == 0) return;
  ready_ |= running_;
  stop(after);
  for_each_lane(taken, [&](int l) { pc_[l] = to; });
}

void Warp::exit(u32 lanes, u32 after) {
  at_ = after;
  running_ &= ~lanes;
  alive_ &= ~lanes;
  for (int k = 0; k < barriers; ++k) release(k);
  release_all();
}

void Warp::set_meeting(int barrier) {
  for_each_lane(running_, [&](int l) { meeting_[barrier][l] = running_; });
}

void Warp::meet_at(int barrier, u32 after) {
  at_meeting_[barrier] |= running_;
  stop(after);
  release(barrier);
}

void Warp::leave(int barrier, u32 lanes, u32 after) {
  at_ = after;
  for (u32& met : meeting_[barrier]) met &= ~lanes;
  release(barrier);
}

/// Lets those go on whose whole meeting has come, but for lanes that have ended.
void Warp::release(int barrier) {
  for (u32 rest = at_meeting_[barrier]; rest != 0;) {
    const int l = first_lane(rest);
    const u32 party = (meeting_[barrier][l] & alive_) | 1u << l;
    rest &= ~party;
    if (party & ~at_meeting_[barrier]) continue;
    at_meeting_[barrier] &= ~party;
    ready_ |= party;
  }
}

void Warp::meet_all(u32 after) {
  at_warp_ |= running_;
  stop(after);
  release_all();
}

void Warp::release_all() {
  if (at_warp_ != alive_) return;
  ready_ |= at_warp_;
  at_warp_ = 0;
}

void Warp::wait_for_block(u32 after) {
  at_block_ |= running_;
  stop(after);
}

void Warp::pass_block_barrier() {
  ready_ |= at_block_;
  at_block_ = 0;
}

u32 Warp::predicates(int lane) const {
  u32 x = 0;
  for (int n = 0; n < 7; ++n) x |= u32{bit(p[n], lane)} << n;
  return x;
}

u32 Warp::special(Special which, int lane) const {
  switch (which) {
    case Special::SR_TID_X:
      return first_thread_ + unsigned32(lane);
    case Special::SR_CTAID_X:
      return block_->number();
    case Special::SR_LANEID:
      return unsigned32(lane);
    case Special::SR_CgaCtaId:
      return 0;
    case Special::SR_SWINHI:
      return shared_window;
  }
  return 0;
}

const unsigned char* Warp::constant_bytes(int bank, u32 offset, u32 size) const {
  Constants constants = block_->launch_constants();
  if (bank != 0) {
    const auto found = function_->constants.find(bank);
    constants = found == function_->constants.end() ? Constants{} : found->second;
  }
  if (u64{offset} + size > constants.size || offset % size != 0) fault("a constant that is not there", at_);
  return constants.data + offset;
}

unsigned char* Warp::global(u64 address, u32 size, Access, int, u32 at) const {
  if (address % size != 0) fault("a misaligned address in global memory", at);
  if (!is_device_memory(address, size)) fault("an address outside the memory of the device", at);
  return reinterpret_cast<unsigned char*>(address);
}

unsigned char* Warp::shared(u64 address, u32 size, Access access, int, u32 at) {
  if (address % size != 0) fault("a misaligned address in shared memory", at);
  if (!block_->holds(lower(address), size)) fault("an address outside shared memory", at);
  if (!block_->note(lower(address), size, access, first_thread_ / warp_size)) fault("a race for shared memory", at);
  return block_->shared(lower(address));
}

unsigned char* Warp::local(u64 address, u32 size, Access, int lane, u32 at) {
  if (address % size != 0) fault("a misaligned address in local memory", at);
  if (lower(address) + u64{size} > stack_bytes) fault("an address outside local memory", at);
  return local_.data() + static_cast<std::size_t>(lane) * stack_bytes + lower(address);
}

std::string Warp::where() const {
  std::string text;
  for_each_lane(alive_, [&](int l) {
    text += " " + std::to_string(first_thread_ + unsigned32(l)) + " at " + hexadecimal(bit(running_, l) ? at_ : pc_[l]);
    if (!bit(running_ | ready_, l)) text += " waits";
    text += ",";
  });
  return text;
}

void Warp::fault(const std::string& what, u32 at) const {
  emulator::complain(what + ", at " + hexadecimal(at) + " of " + function_->name + ", block " +
                     std::to_string(block_->number()) + ", lanes " + hexadecimal(running_) + " of the warp of thread " +
                     std::to_string(first_thread_));
}

}  // namespace machine_code
