#include "support/machine_code/counts.hpp"

#include <ostream>

#include "support/machine_code/warp.hpp"

namespace machine_code {

void clear_counts() {
  for (const Function& function : functions()) {
    for (const Code& code : function.codes) code.issued = code.lanes = 0;
  }
}

void write_counts(std::ostream& out) {
  const char* separator = "[";
  for (const Function& function : functions()) {
    for (const Code& code : function.codes) {
      if (code.issued == 0) continue;
      out << separator << "[\"" << function.name << "\"," << code.first << ',' << code.end << ',' << code.pipes << ','
          << code.issued << ',' << code.lanes << ']';
      separator = ",";
    }
  }
  out << ']';
}

}  // namespace machine_code
