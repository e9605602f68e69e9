#include "host/app/case_report.hpp"

namespace slipburst::host {

void append_facts(Report& report, std::span<const CaseFact> facts) {
  for (const CaseFact& fact : facts) report[fact.info.name] = field_report(fact.value);
}

void append_case(Report& report, const Case& c) { append_fields(report, case_fields(), c); }

}  // namespace slipburst::host
