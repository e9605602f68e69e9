#pragma once
/// \file The plain loop over the shared executors: one thread, nothing but the standard library.

#include <memory>

#include "host/backend/backend.hpp"

namespace slipburst::host {

std::unique_ptr<Backend> make_reference_backend();

}  // namespace slipburst::host
