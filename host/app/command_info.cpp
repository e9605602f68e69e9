#include <CLI/CLI.hpp>
#include <memory>
#include <vector>

#include "host/app/commands.hpp"
#include "host/app/device_report.hpp"
#include "host/app/report.hpp"
#include "host/results/listings.hpp"
#include "host/results/rows.hpp"
#include "kernels/registry/registry.hpp"

namespace slipburst::host {
namespace {

void print_info(bool json) {
  Report report;
  append_fields(report, program_fields(), Program{});
  const std::vector<kernels::BackendInfo> backends = kernels::list_backends();
  report["backends"] = rows_report(backend_fields(), backends);
  std::vector<kernels::Device> devices;
  for (const kernels::BackendInfo& backend : backends) {
    devices.insert(devices.end(), backend.devices.begin(), backend.devices.end());
  }
  report["devices"] = device_report(devices);
  print_report(report, json);
}

}  // namespace

void add_info(CLI::App& app) {
  const auto json = std::make_shared<bool>(false);
  CLI::App& info = *app.add_subcommand("info", "version, backends, devices and their memory");
  add_json_option(info, *json);
  info.callback([json] { print_info(*json); });
}

}  // namespace slipburst::host
