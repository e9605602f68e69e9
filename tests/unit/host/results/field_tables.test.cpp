// Tables of fields in the manual against the lists of fields. With SLIPBURST_RENEW_MANUAL=1 the tables are written
// anew.
#include "host/results/field_tables.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

using namespace slipburst;

namespace {

std::string path_of(const std::string& page) { return SLIPBURST_TEST_DIR "/../host/manual/" + page; }

std::string read(const std::string& page) {
  std::ifstream file(path_of(page));
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Number of tables with this mark on a page, each of which must be `table`.
int compare(const std::string& page, const std::string& mark, const std::string& table) {
  const std::string begin = "<!-- fields of " + mark + " -->\n\n", end = "\n<!-- end of fields -->";
  std::string text = read(page);
  int found = 0;
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    ++found;
    const std::size_t first = at + begin.size(), last = text.find(end, first);
    REQUIRE(last != std::string::npos);
    if (std::getenv("SLIPBURST_RENEW_MANUAL") != nullptr) {
      text.replace(first, last - first, table);
      std::ofstream(path_of(page)) << text;
    } else {
      CHECK(text.substr(first, last - first) == table);
    }
  }
  return found;
}

}  // namespace

TEST_CASE("the manual's tables of fields are those of the lists") {
  for (const host::ManualTables& tables : host::field_tables()) {
    CAPTURE(tables.result);
    const bool has_values = tables.values.find("`") != std::string::npos;
    const bool has_arrays = tables.arrays.find("`") != std::string::npos;
    const int found =
        compare("commands.md", tables.result, tables.values) + compare("formats.md", tables.result, tables.values);
    CHECK(found == (has_values ? 1 : 0));
    CHECK(compare("formats.md", "the arrays of " + tables.result, tables.arrays) == (has_arrays ? 1 : 0));
  }
}

TEST_CASE("a field has one name, a unit if it is a number, and a meaning") {
  for (const host::ManualTables& tables : host::field_tables()) {
    std::map<std::string, int> names;
    for (const std::string& table : {tables.values, tables.arrays}) {
      for (std::size_t at = table.find("\n| `"); at != std::string::npos; at = table.find("\n| `", at + 1)) {
        ++names[table.substr(at + 4, table.find('`', at + 4) - at - 4)];
      }
      CHECK(table.find("|  |\n") == std::string::npos);
    }
    for (const auto& entry : names) CHECK(entry.second == 1);
  }
}
