#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "host/app/commands.hpp"
#include "host/app/material_files.hpp"
#include "host/app/report.hpp"
#include "host/config/presets.hpp"
#include "host/results/listings.hpp"
#include "host/results/rows.hpp"
#include "host/text/printable.hpp"

namespace slipburst::host {
namespace {

struct CaseListOptions {
  std::vector<std::string> materials;  ///< files of the user's own materials
  bool json = false;
};

/// Materials for a key, on one line: "film.material    Al, Cu, AlMn (my.toml)".
std::string material_line(std::string_view key, const std::vector<Material>& materials) {
  std::vector<std::string> names;
  for (const Material& material : materials) {
    names.push_back(material.file.empty() ? material.name
                                          : fmt::format("{} ({})", material.name, printable(material.file)));
  }
  return fmt::format("{:<18} {}\n", key, fmt::join(names, ", "));
}

void list_cases(const CaseListOptions& options) {
  const Materials materials = open_materials(options.materials);
  const std::vector<Material>&films = materials.of("film.material"), &substrates = materials.of("substrate.material");
  std::vector<PresetInfo> all = presets();
  for (const PresetInfo& preset : presets<ClusterCase>()) all.push_back(preset);
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

}  // namespace

void add_cases(CLI::App& app) {
  const auto options = std::make_shared<CaseListOptions>();
  CLI::App& cases = *app.add_subcommand("cases", "list the preset cases and the materials");
  add_materials_option(cases, options->materials);
  add_json_option(cases, options->json);
  cases.callback([options] { list_cases(*options); });
}

}  // namespace slipburst::host
