#include "host/app/case_report.hpp"

#include <variant>

namespace slipburst::host {

void append_facts(Report& report, std::span<const CaseFact> facts) {
  for (const CaseFact& fact : facts) {
    std::visit([&](const auto& value) { report[fact.name] = value; }, fact.value);
  }
}

void append_case(Report& report, const Case& c) { append_facts(report, case_facts(c)); }

}  // namespace slipburst::host
