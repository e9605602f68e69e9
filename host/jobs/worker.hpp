#pragma once
/// \file What a rank other than the root does.

#include <functional>
#include <memory>
#include <string>

#include "host/jobs/orders.hpp"
#include "host/jobs/ranks.hpp"

namespace slipburst::host {

/// The backend of one process, and what the user should know of it, or nothing.
struct OpenedBackend {
  std::unique_ptr<kernels::Backend> backend;
  std::string notice;
};
using BackendOpener = std::function<OpenedBackend(const BackendChoice&, const RankPlace&)>;

/// Follows the orders of the root until it says to end. A failure is told to the root, which ends the run.
/// \param program  version of this program: the root refuses another one
void serve(Ranks& ranks, const std::string& program, const BackendOpener& open);

}  // namespace slipburst::host
