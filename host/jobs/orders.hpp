#pragma once
/// \file Orders of the root to the other ranks, and their replies.

#include <cstdint>
#include <string>
#include <tuple>

#include "host/jobs/bytes.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// First byte of a message of the root. Each order has one reply, except `sum`, `drop` and `end`, which have none.
enum class Order : std::uint8_t {
  open,       ///< BackendChoice: make a backend. Answer: WorkerInfo
  integrate,  ///< model, controls, precision, segments. Answer: the results
  begin,      ///< number; then a task is broadcast: make the counter of that number
  count,      ///< number, first, count: count these events
  collect,    ///< number, size of the counts: collect the counts, ready for `sum`
  sum,        ///< take part in summing the collected counts
  drop,       ///< number: delete the counter
  end         ///< end the process
};

/// First byte of a reply. `done` is followed by the duration in seconds and the answer, `failed` by a message.
enum class Outcome : std::uint8_t { done, failed };

inline ByteWriter message(Order order) {
  ByteWriter out;
  out.put(order);
  return out;
}

/// Choice of a backend on the command line.
struct BackendChoice {
  std::string name;
  int threads = 0;
  std::string devices;                ///< empty, "all" or a list
  std::string kokkos_space = "host";  ///< or "device"
};

/// Program and backend of a rank that works for the root.
struct WorkerInfo {
  std::string node;
  std::string program;  ///< version and git hash
  std::string backend, description;
  std::string notice;  ///< warning for the user, or empty
  kernels::MinBatch min_batch{};
};

inline auto members(BackendChoice& choice) {
  return std::tie(choice.name, choice.threads, choice.devices, choice.kokkos_space);
}
inline auto members(WorkerInfo& info) {
  return std::tie(info.node, info.program, info.backend, info.description, info.notice, info.min_batch);
}

template <class Value>
void put_members(ByteWriter& out, Value value) {
  std::apply([&](const auto&... each) { (out.put(each), ...); }, members(value));
}
template <class Value>
Value get_members(ByteReader& in) {
  Value value;
  std::apply([&](auto&... each) { (in.get(each), ...); }, members(value));
  return value;
}

}  // namespace slipburst::host
