#include "host/text/toml_text.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "host/base/error.hpp"

namespace {

using slipburst::host::InputError;
using slipburst::host::max_toml_bytes;
using slipburst::host::parse_toml;
using slipburst::host::read_toml_file;

std::string times(std::size_t count, const std::string& part) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += part;
  return text;
}

/// Message for a text that is wrong; empty if it is not.
std::string fault(const std::string& text) {
  try {
    parse_toml(text, "x.toml");
    return {};
  } catch (const InputError& error) {
    return error.what();
  }
}

bool too_deep(const std::string& text) { return fault(text).find("nested more than") != std::string::npos; }

}  // namespace

TEST_CASE("keys and values nested as deeply as a stack can bear are refused before they are parsed") {
  for (const std::size_t depth : {std::size_t{33}, std::size_t{50'000}, std::size_t{1'000'000}}) {
    CAPTURE(depth);
    CHECK(too_deep(times(depth, "a.") + "b = 1"));
    CHECK(too_deep("[" + times(depth, "a . ") + "b]"));
    CHECK(too_deep("[[" + times(depth, "'a'.") + "b]]"));
    CHECK(too_deep("x = " + times(depth, "[") + times(depth, "]")));
    CHECK(too_deep("x = " + times(depth, "{a = ") + "1" + times(depth, "}")));
    CHECK(too_deep("x = \"\"\"text\"\"\"\"\ny = [\"\"\"a\"\"\"\"\", {" + times(depth, "a.") + "b = 1}]"));
    CHECK(too_deep("x = 'it''\ny = \"\\\"\"\n" + times(depth, "\"a\".") + "b = 1"));
  }
  CHECK(fault("x = 1\ny = 2\n" + times(40, "a.") + "b = 1").starts_with("x.toml:3: "));
}

TEST_CASE("dots and brackets in texts, comments and lists of numbers nest nothing") {
  const std::string dots = times(1000, "a.["), numbers = times(1000, "1.5, ");
  CHECK(fault("x = \"" + dots + "\" # " + dots + "\ny = '" + dots + "'") == "");
  CHECK(fault("x = \"\"\"\n" + dots + "\n\"\"\"\ny = '''" + dots + "'''") == "");
  CHECK(fault("x = [" + numbers + "2.5]\n" + times(1000, "[[t]]\na.b = 1.5\n")) == "");
  CHECK(fault(times(30, "a.") + "b = [[1], [2]]") == "");
  CHECK(fault("x = \"never closed\ny = 1").find("not valid TOML") != std::string::npos);
}

TEST_CASE("files that are too large, without end or not files are refused") {
  const auto folder = std::filesystem::temp_directory_path() / "slipburst-toml-text";
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "large.toml").string();
  std::ofstream(path) << times(max_toml_bytes / 8 + 1, "# a long");
  CHECK_THROWS_WITH_AS(read_toml_file(path, "a case"), doctest::Contains("is larger than 16 MiB"), InputError);
  CHECK_THROWS_WITH_AS(read_toml_file("/dev/zero", "a case"), doctest::Contains("is a pipe or a device"), InputError);
  CHECK_THROWS_WITH_AS(read_toml_file(folder.string(), "a case is a file"),
                       doctest::Contains("cannot be read; a case is a file"), InputError);
  std::filesystem::remove_all(folder);
}
