#include <CLI/CLI.hpp>
#include <memory>

#include "host/app/commands.hpp"
#include "host/app/device_report.hpp"
#include "host/app/report.hpp"
#include "kernels/registry/registry.hpp"
#include "slipburst/version.hpp"

namespace slipburst::host {
namespace {

void print_info(bool json) {
  Report report = {{"version", version}, {"git_hash", git_hash}};
  Report list = Report::array(), devices = Report::array();
  for (const kernels::BackendInfo& backend : kernels::list_backends()) {
    list.push_back(
        {{"name", backend.name}, {"built", backend.built}, {"usable", backend.usable}, {"detail", backend.detail}});
    for (const Report& device : device_report(backend.devices)) devices.push_back(device);
  }
  report["backends"] = list;
  report["devices"] = devices;
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
