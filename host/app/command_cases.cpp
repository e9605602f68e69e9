#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <string>
#include <vector>

#include "host/app/commands.hpp"
#include "host/app/device_report.hpp"
#include "host/app/material_files.hpp"
#include "host/app/report.hpp"
#include "host/config/case_writer.hpp"
#include "host/config/load_case.hpp"
#include "host/config/load_cluster_case.hpp"
#include "host/config/presets.hpp"
#include "host/results/listings.hpp"
#include "host/results/rows.hpp"
#include "host/text/printable.hpp"
#include "kernels/registry/registry.hpp"

namespace slipburst::host {

namespace {

/// Materials for a key, on one line: "film.material    Al, Cu, AlMn (my.toml)".
std::string material_line(std::string_view key, const std::vector<Material>& materials) {
  std::vector<std::string> names;
  for (const Material& material : materials) {
    names.push_back(material.file.empty() ? material.name
                                          : fmt::format("{} ({})", material.name, printable(material.file)));
  }
  return fmt::format("{:<18} {}\n", key, fmt::join(names, ", "));
}

}  // namespace

void list_cases(const CaseListOptions& options) {
  const Materials materials = open_materials(options.materials);
  const std::vector<Material>&films = materials.of("film.material"), &substrates = materials.of("substrate.material");
  std::vector<PresetInfo> all = presets();
  for (const PresetInfo& preset : cluster_presets()) all.push_back(preset);
  if (!options.json) {
    std::string text;
    for (const PresetInfo& preset : all) {
      text += fmt::format("{:<16} {}\n", preset.name, preset.description);
      if (!preset.caveat.empty()) text += fmt::format("{:<16} ({})\n", "", preset.caveat);
    }
    text += "\n" + material_line("film.material", films) + material_line("substrate.material", substrates);
    print_text(text);
    return;
  }
  print_report({{"cases", rows_report(preset_fields(), all)},
                {"film_materials", rows_report(material_fields(), films)},
                {"substrate_materials", rows_report(material_fields(), substrates)}},
               true);
}

void print_case(const CaseOptions& options) {
  if (is_cluster_case(options.name)) {
    print_text(commented_cluster_case(load_cluster_case(options.name, options.overrides)));
  } else {
    print_text(commented_case(load_case(options.name, options.overrides, open_materials(options.materials))));
  }
}

void print_info(bool json) {
  Report report;
  append_fields(report, program_fields(), Program{});
  const std::vector<kernels::BackendInfo> backends = kernels::list_backends();
  report["backends"] = rows_report(backend_fields(), backends);
  std::vector<kernels::Device> devices;
  for (const kernels::BackendInfo& backend : backends) {
    devices.insert(devices.end(), backend.devices.begin(), backend.devices.end());
  }
  report["devices"] = report_of(devices);
  print_report(report, json);
}

}  // namespace slipburst::host
