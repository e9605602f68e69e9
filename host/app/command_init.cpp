#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/material_files.hpp"
#include "host/app/report.hpp"
#include "host/config/case_writer.hpp"
#include "host/config/load_case.hpp"

namespace slipburst::host {
namespace {

template <class Target>
void print(const Target& config) {
  for (const std::string& notice : config.notices) spdlog::warn("{}", notice);
  print_text(commented_case(config));
}

void print_case(const CaseOptions& options) {
  const Materials materials = open_materials(options.materials);
  if (is_case_of<ClusterCase>(options.name)) {
    print(load_case<ClusterCase>(options.name, options.overrides));
  } else {
    print(load_case(options.name, options.overrides, materials));
  }
}

}  // namespace

void add_init(CLI::App& app) {
  const auto options = std::make_shared<CaseOptions>();
  CLI::App& init = *app.add_subcommand("init", "print a commented case file with every key");
  add_case_options(init, *options, false);
  init.callback([options] { print_case(*options); });
}

}  // namespace slipburst::host
