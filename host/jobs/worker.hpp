#pragma once
/// \file Work of a rank other than the root.

#include <functional>
#include <memory>
#include <string>

#include "host/jobs/orders.hpp"
#include "host/jobs/ranks.hpp"

namespace slipburst::host {

/// Backend of one process, with a warning for the user, which may be empty.
struct OpenedBackend {
  std::unique_ptr<kernels::Backend> backend;
  std::string notice;
};
using BackendOpener = std::function<OpenedBackend(const BackendChoice&, const RankPlace&)>;

/// Follows the orders of the root until the order to end. Reports failures to the root, which ends the run.
/// \param program  version of this program: the root refuses a rank with another version
void serve(Ranks& ranks, const std::string& program, const BackendOpener& open);

}  // namespace slipburst::host
