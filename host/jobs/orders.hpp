#pragma once
/// \file Orders of the root to the other ranks, and their replies.

#include <cstdint>
#include <string>

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
  std::string devices;  ///< empty, "all" or a list
};

/// Program and backend of a rank that works for the root.
struct WorkerInfo {
  std::string node;
  std::string program;  ///< version and git hash
  std::string backend, description;
  std::string notice;  ///< warning for the user, or empty
  kernels::MinBatch min_batch{};
};

inline void put(ByteWriter& out, const BackendChoice& choice) {
  out.put_text(choice.name).put(choice.threads).put_text(choice.devices);
}
inline BackendChoice get_choice(ByteReader& in) {
  BackendChoice choice;
  choice.name = in.get_text();
  choice.threads = in.get<int>();
  choice.devices = in.get_text();
  return choice;
}

inline void put(ByteWriter& out, const WorkerInfo& info) {
  out.put_text(info.node).put_text(info.program).put_text(info.backend).put_text(info.description);
  out.put_text(info.notice).put(info.min_batch);
}
inline WorkerInfo get_info(ByteReader& in) {
  WorkerInfo info;
  info.node = in.get_text();
  info.program = in.get_text();
  info.backend = in.get_text();
  info.description = in.get_text();
  info.notice = in.get_text();
  info.min_batch = in.get<kernels::MinBatch>();
  return info;
}

}  // namespace slipburst::host
