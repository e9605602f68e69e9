#include "host/app/table_run.hpp"

#include <spdlog/spdlog.h>

#include <cstring>
#include <optional>
#include <type_traits>
#include <utility>

#include "host/base/error.hpp"
#include "host/console/progress.hpp"
#include "host/files/output_lock.hpp"
#include "host/results/backend_names.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t words = sizeof(exec::SegmentResult) / sizeof(std::uint64_t);
static_assert(sizeof(exec::SegmentResult) % sizeof(std::uint64_t) == 0);
static_assert(std::is_trivially_copyable_v<exec::SegmentResult>);

}  // namespace

Table TableRun::build(RunControl& control, const PreparedCase& c) {
  Heartbeat heartbeat("integrating segments for the table");
  const auto poll = [&] {
    heartbeat();
    if (control.step() == RunStep::save) control.save(*this);
  };
  return build_table(c, backend_, {[](const std::string& message) { spdlog::info("{}", message); }, poll});
}

void TableRun::save(OutputFile& file) {
  std::vector<std::uint64_t> content(backend_.results().size() * words);
  std::memcpy(content.data(), backend_.results().data(), content.size() * sizeof(std::uint64_t));
  file.attribute("/", "backend", backend_name_);
  const std::uint64_t shape[] = {backend_.results().size(), words};
  file.dataset("/results", content, shape, {"1", "the memory of each result, in the order of integration"});
}

void TableRun::load(const InputFile& file) {
  const std::vector<std::uint64_t> shape{file.count("/", "done"), words};
  const std::vector<std::uint64_t> content = file.dataset<std::uint64_t>("/results", shape);
  std::vector<exec::SegmentResult> results(shape[0]);
  std::memcpy(static_cast<void*>(results.data()), content.data(), content.size() * sizeof(std::uint64_t));
  backend_.set_results(std::move(results));
  backend_name_ = joined_backends(backend_name_, file.text("/", "backend"));
}

HashedTable open_table(GivenTable given, const PreparedCase& c, kernels::Backend& backend,
                       const RunControlOptions& options, const std::string& output) {
  if (given.table || output.empty()) return open_table(std::move(given), c, backend);
  const OutputLock lock(output + ".table");  // `slipburst table` may be writing a file of this name
  RunControl control(options, output + ".table", run_identity("table", c));
  TableRun run(backend);
  std::optional<Table> table;
  control.run(run, [&] { table = run.build(control, c); });
  return hashed(*std::move(table));
}

}  // namespace slipburst::host
