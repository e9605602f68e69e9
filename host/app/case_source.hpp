#pragma once
/// \file The case of a command, with what must be said of it, and the backend that runs it.

#include <memory>

#include "host/app/commands.hpp"
#include "host/case/case.hpp"
#include "host/table/table.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// Loads the case and logs its reading and caveats.
Case open_case(const CaseOptions& options);

/// Makes the backend and logs which.
std::unique_ptr<kernels::Backend> open_backend(const BackendOptions& options);

/// Reads the table of a file and checks that it serves the case, or builds one if `path` is empty.
Table open_table(const std::string& path, const Case& c, kernels::Backend& backend);

/// Warns, for what maps times of measured data by 1/t, of a case whose rates do not fall so.
void warn_unless_inverse_time(const Case& c);

/// Warns where no line that the case draws emits, unless open_case() has said so.
void warn_if_silent(const Case& c);

/// Warns of a case that adds thermal escape to tunnelling.
void warn_of_escape(const Case& c);

/// Warns of a first turning point inside the core of the dislocation, where linear elasticity does not hold.
void warn_inside_core(double turning_point_nm, double burgers_nm);

/// Checks, before long work, that a file can be written there; nothing if `path` is empty.
/// \throws InputError naming the remedy
void require_writable(const std::string& path);

/// Builds with progress in the log; stops on Ctrl-C.
Table build_table_logged(const Case& c, kernels::Backend& backend);

}  // namespace slipburst::host
