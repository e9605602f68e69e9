#include "host/units/unit_database.hpp"

#include <fmt/format.h>
#include <udunits2.h>

#include <system_error>

#include "host/base/error.hpp"

namespace slipburst::host {
namespace {

bool is_file(const std::filesystem::path& file) {
  std::error_code error;
  return std::filesystem::is_regular_file(file, error);
}

}  // namespace

std::filesystem::path unit_database() {
  ut_status origin{};
  const std::filesystem::path usual = ut_get_path_xml(nullptr, &origin);
  if (is_file(usual)) return usual;
  if (origin == UT_OPEN_ENV) {
    throw InputError(
        fmt::format("UDUNITS2_XML_PATH is \"{}\", which does not exist; name the udunits2.xml of UDUNITS-2 or unset it",
                    usual.string()));
  }
  std::error_code error;  // then the path is empty
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path bundled = program.parent_path().parent_path() / "share/udunits/udunits2.xml";
  if (is_file(bundled)) return bundled;
  throw InputError(
      fmt::format("there is no UDUNITS-2 database: neither {} nor {} exists; install libudunits2-data or set "
                  "UDUNITS2_XML_PATH to its udunits2.xml",
                  usual.string(), bundled.string()));
}

}  // namespace slipburst::host
