#include "host/text/text_lines.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "host/columns/number_file.hpp"
#include "unit/host/files/scratch_folder.hpp"

using namespace slipburst;
using testing::contains;
using testing::input_error;

namespace {

class File {
 public:
  explicit File(const std::string& bytes) { testing::write_bytes(path(), bytes); }
  std::string path() const { return folder_ / "file.txt"; }
  std::vector<std::string> lines() const {
    std::vector<std::string> found;
    for (host::TextLines lines(path(), "words"); lines.next();) found.emplace_back(lines.line());
    return found;
  }

 private:
  testing::ScratchFolder folder_;
};

}  // namespace

TEST_CASE("lines are the same whatever ends them, with a byte order mark or without") {
  const std::vector<std::string> expected = {"one", "", "two"};
  for (const std::string mark : {"", "\xef\xbb\xbf"}) {
    for (const std::string end : {"\n", "\r\n", "\r\r\n"}) {
      for (const std::string& last : {std::string(), end}) {
        CHECK(File(mark + "one" + end + end + "two" + last).lines() == expected);
      }
    }
  }
  CHECK(File("\xef\xbb\xbf").lines() == std::vector<std::string>{""});
  CHECK(File("").lines().empty());
  CHECK(File("a\n\xef\xbb\xbf").lines()[1] == "\xef\xbb\xbf");  // a mark is at the beginning
}

TEST_CASE("what is no text file is refused") {
  CHECK(contains(input_error([] { File("one\ntwo\rthree\r").lines(); }), "file.txt:2: has a carriage return within"));
  const testing::ScratchFolder folder;
  CHECK(contains(input_error([&] { host::TextLines(folder / "none.txt", "words"); }),
                 "none.txt: there is no such file; it should hold words"));
  CHECK(contains(input_error([&] { host::TextLines(folder.path(), "words"); }),
                 "cannot be read; it should be a text file of words"));
}

TEST_CASE("numbers after a byte order mark") {
  const File file(
      "\xef\xbb\xbf"
      "1, 2\r\n3 4\r\n");
  const host::FileColumn columns[] = {{"one"}, {"other"}};
  const host::NumberFile read = host::read_number_file(file.path(), columns);
  CHECK(read.columns == std::vector<std::vector<double>>{{1, 3}, {2, 4}});
  CHECK(read.where(1) == file.path() + ":2");
}

TEST_CASE("UTF-8") {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {""sv, "1000 keV"sv, "\xc2\x80"sv, "\xdf\xbf"sv, "\xe0\xa0\x80"sv, "\xed\x9f\xbf"sv, "\xee\x80\x80"sv,
        "\xef\xbf\xbf"sv, "\xf0\x90\x80\x80"sv, "\xf4\x8f\xbf\xbf"sv, "a\xce\xbcz"sv}) {
    CAPTURE(text);
    CHECK(host::is_utf8(text));
  }
  for (const std::string_view text :
       {"a\0b"sv, "\x80"sv, "a\xff"sv, "\xc0\x80"sv, "\xc1\xbf"sv, "\xc2"sv, "\xc2z"sv, "\xe0\x9f\xbf"sv, "\xe1\x80"sv,
        "\xe1\x80z"sv, "\xed\xa0\x80"sv, "\xf0\x8f\xbf\xbf"sv, "\xf0\x90\x80"sv, "\xf4\x90\x80\x80"sv,
        "\xf5\x80\x80\x80"sv, "M\xfcnchen"sv}) {
    CHECK_FALSE(host::is_utf8(text));
  }
}

TEST_CASE("a line may be long, not endless") {
  const std::string longest(65536, 'x');
  CHECK(File(longest + "\ny").lines() == std::vector<std::string>{longest, "y"});
  CHECK(File("y\n" + longest).lines() == std::vector<std::string>{"y", longest});
  CHECK(contains(input_error([&] { File("y\nx" + longest + "\n").lines(); }), ":2: is longer than any line of text"));
  CHECK(contains(input_error([] { host::TextLines("/dev/zero", "words"); }), "/dev/zero: is a pipe or a device"));
}
