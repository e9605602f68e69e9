#include "host/console/log_line.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace slipburst::host;

namespace {

LogFields parsed(const std::string& line) {
  CHECK(line.find('\n') == std::string::npos);
  return LogFields::parse(line);
}

constexpr std::chrono::system_clock::time_point leap_day{std::chrono::milliseconds(1709164799987)};

}  // namespace

TEST_CASE("a line of the log has time, level, message and fields, in this order") {
  const std::string line = json_log_line(leap_day, "info", "5 s to go", {{"seconds_to_go", 5.5}, {"seed", 1}});
  CHECK(line ==
        "{\"time\":\"2024-02-28T23:59:59.987Z\",\"level\":\"info\",\"message\":\"5 s to go\",\"seconds_to_go\":5.5,"
        "\"seed\":1}");
}

TEST_CASE("messages may hold anything") {
  const std::string message = "line one\nline \"two\"\t\\ \x01 \xc2\xb5m";
  CHECK(parsed(json_log_line(leap_day, "warning", message, LogFields::object()))["message"] == message);
  // A file name that is not UTF-8: each such byte is replaced, the rest is kept.
  const LogFields line = parsed(json_log_line(leap_day, "error", "caf\xe9.h5: absent", {{"path", "caf\xe9.h5"}}));
  CHECK(line["message"] == "caf\xef\xbf\xbd.h5: absent");
  CHECK(line["path"] == "caf\xef\xbf\xbd.h5");
}

TEST_CASE("numbers that are not finite are null") {
  const LogFields line = parsed(json_log_line(leap_day, "info", "", {{"x", std::numeric_limits<double>::infinity()}}));
  CHECK(line["x"].is_null());
}
