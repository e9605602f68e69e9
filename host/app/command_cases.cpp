#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <string>
#include <vector>

#include "host/app/commands.hpp"
#include "host/app/device_report.hpp"
#include "host/app/report.hpp"
#include "host/config/case_writer.hpp"
#include "host/config/load_case.hpp"
#include "host/config/load_cluster_case.hpp"
#include "host/config/presets.hpp"
#include "kernels/registry/registry.hpp"
#include "slipburst/version.hpp"

namespace slipburst::host {

void list_cases(bool json) {
  std::vector<PresetInfo> all = presets();
  for (const PresetInfo& preset : cluster_presets()) all.push_back(preset);
  if (!json) {
    std::string text;
    for (const PresetInfo& preset : all) {
      text += fmt::format("{:<16} {}\n", preset.name, preset.description);
      if (!preset.caveat.empty()) text += fmt::format("{:<16} ({})\n", "", preset.caveat);
    }
    print_text(text);
    return;
  }
  Report list = Report::array();
  for (const PresetInfo& preset : all) {
    list.push_back({{"name", preset.name}, {"description", preset.description}, {"caveat", preset.caveat}});
  }
  print_report({{"cases", list}}, true);
}

void print_case(const CaseOptions& options) {
  if (is_cluster_case(options.name)) {
    print_text(commented_cluster_case(load_cluster_case(options.name, options.overrides)));
  } else {
    print_text(commented_case(load_case(options.name, options.overrides)));
  }
}

void print_info(bool json) {
  Report report = {{"version", version}, {"git_hash", git_hash}};
  Report list = Report::array(), devices = Report::array();
  for (const kernels::BackendInfo& backend : kernels::list_backends()) {
    list.push_back(
        {{"name", backend.name}, {"built", backend.built}, {"usable", backend.usable}, {"detail", backend.detail}});
    for (const Report& device : report_of(backend.devices)) devices.push_back(device);
  }
  report["backends"] = list;
  report["devices"] = devices;
  print_report(report, json);
}

}  // namespace slipburst::host
