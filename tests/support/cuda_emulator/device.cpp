#include "support/cuda_emulator/device.hpp"

#include <algorithm>

#include "support/cuda_emulator/control.hpp"
#include "support/cuda_emulator/memory.hpp"
#include "support/cuda_emulator/order.hpp"

namespace emulator {
namespace {

thread_local int selected = 0;

}  // namespace

std::recursive_mutex& machine_lock() {
  static std::recursive_mutex one;
  return one;
}

Device& device(int number) {
  static const std::vector<std::unique_ptr<Device>> all = [] {
    std::vector<std::unique_ptr<Device>> made;
    for (int i = 0; i < device_count; ++i) made.push_back(std::make_unique<Device>(i));
    return made;
  }();
  return *all.at(static_cast<std::size_t>(number));
}
Device& current_device() { return device(selected); }
void select_device(int number) { selected = number; }

Stream* Device::make_stream() {
  streams_.push_back(std::make_unique<Stream>());
  streams_.back()->device = this;
  return streams_.back().get();
}

void Device::destroy(Stream* stream) {
  wait_for(*stream);
  std::erase_if(streams_, [&](const auto& one) { return one.get() == stream; });
}

bool Device::may_run(const Stream& stream) const {
  if (stream.queue.empty()) return false;
  const std::uint64_t number = stream.queue.front().number;
  if (&stream != &legacy_) return legacy_.queue.empty() || legacy_.queue.front().number > number;
  return std::all_of(streams_.begin(), streams_.end(),
                     [&](const auto& other) { return other->queue.empty() || other->queue.front().number > number; });
}

bool Device::run_one() {
  std::vector<Stream*> able;
  if (may_run(legacy_)) able.push_back(&legacy_);
  for (const auto& stream : streams_) {
    if (may_run(*stream)) able.push_back(stream.get());
  }
  if (able.empty()) return false;
  Stream& stream = *able[order().any_of(able.size())];
  const Stream::Operation operation = std::move(stream.queue.front());
  stream.queue.pop_front();
  if (error == 0) {
    const Memory::Open open(memory());
    operation.run();
  }
  return true;
}

void Device::put(Stream& stream, std::function<void()> operation) {
  stream.queue.push_back({++operations_, std::move(operation)});
  for (std::size_t n = order().any_of(3); n > 0; --n) run_one();
}

void Device::wait_for(Stream& stream) {
  while (!stream.queue.empty()) run_one();
}

void Device::wait_for_all() {
  while (run_one()) {
  }
}

}  // namespace emulator
