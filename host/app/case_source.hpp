#pragma once
/// \file The case of a command, with its caveats, and the backend that runs it: their options, and opening them.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/results/table_file.hpp"
#include "kernels/backend/backend.hpp"

namespace CLI {
class App;
}

namespace slipburst::host {

struct CaseOptions {
  std::string name;                    ///< preset or TOML file
  std::vector<std::string> overrides;  ///< key=value
  std::vector<std::string> materials;  ///< files of the user's own materials
  bool json = false;
};

/// Declares CASE, --set, and if wanted --materials and --json.
/// \param materials  whether the case may be one of a film
void add_case_options(CLI::App& command, CaseOptions& options, bool json = true, bool materials = true);

struct BackendOptions {
  std::string name = "auto";
  int threads = 0;
  std::string devices;                ///< GPUs to share the work, "0,1" or "all"
  std::string kokkos_space = "host";  ///< kernels of the kokkos backend, "host" or "device"
};

/// Declares --backend, --threads, --devices and --kokkos-space.
void add_backend_options(CLI::App& command, BackendOptions& options);

/// Declares --table of a command that builds a table of its own without it.
void add_table_option(CLI::App& command, std::string& path);

/// Loads the case and logs its reading and caveats.
PreparedCase open_case(const CaseOptions& options);

/// Makes the backend and logs its description.
std::unique_ptr<kernels::Backend> open_backend(const BackendOptions& options);

/// The table of --table.
struct GivenTable {
  std::string path;
  std::optional<HashedTable> table;  ///< std::nullopt if no table is given
};
/// Reads the table of a file, unless `path` is empty.
GivenTable read_given_table(const std::string& path);

/// The given table, after a check that it serves the case, or a table built for the case.
HashedTable open_table(GivenTable given, const PreparedCase& c, kernels::Backend& backend);

/// Warns of a case whose rates do not fall as 1/t. For commands that scale measured rates to another time by 1/t.
void warn_unless_inverse_time(const Case& c);

/// Says why no line of the case emits, and warns of it unless open_case() has; empty if some line emits.
std::string warn_if_silent(const PreparedCase& c);

/// Warns of a case that adds thermal escape to tunnelling.
void warn_of_escape(const Case& c);

/// Warns of a first turning point inside the core of the dislocation, where linear elasticity does not hold.
void warn_inside_core(double turning_point_nm, double burgers_nm);

/// Checks, before long work, that a file can be written at `path`; no check if `path` is empty.
/// \throws InputError naming the remedy
void require_writable(const std::string& path);

/// Builds the table of a case with progress in the log; stops on Ctrl-C.
Table build_table_logged(const PreparedCase& c, kernels::Backend& backend);

}  // namespace slipburst::host
