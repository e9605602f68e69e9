#include "host/app/report.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "host/text/json_text.hpp"
#include "host/text/printable.hpp"

namespace slipburst::host {
namespace {

std::string text(const Report& value) {
  if (value.is_string()) return printable(value.get<std::string>());
  if (value.is_number_float()) return fmt::format("{:.8g}", value.get<double>());
  if (value.is_null()) return "-";
  return json_text(value);
}

void append_row(std::string& out, const Report& row) {
  out += " ";
  for (const auto& [name, value] : row.items()) out += fmt::format(" {}={}", name, text(value));
  out += "\n";
}

std::string lines(const Report& report) {
  std::string out;
  for (const auto& [name, value] : report.items()) {
    if (value.is_array()) {
      out += name + ":\n";
      for (const Report& row : value) append_row(out, row);
    } else {
      out += fmt::format("{}: {}\n", name, text(value));
    }
  }
  return out;
}

}  // namespace

void add_json_option(CLI::App& command, bool& json) {
  command.add_flag("--json", json, "print one JSON object on stdout");
}

Report text_or_null(const std::string& text) { return text.empty() ? Report(nullptr) : Report(text); }

Report finite_or_null(double value) { return std::isfinite(value) ? Report(value) : Report(nullptr); }

void print_text(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw std::runtime_error("stdout could not be written");
  }
}

void print_report(const Report& report, bool json) { print_text(json ? json_text(report) + "\n" : lines(report)); }

}  // namespace slipburst::host
