#include "host/text/printable.hpp"

#include <doctest/doctest.h>

#include <string>

using slipburst::host::characters;
using slipburst::host::printable;

TEST_CASE("text stays, what a terminal obeys is spelled out") {
  CHECK(printable("") == "");
  CHECK(printable("5 µm, \u2192, \U0001d467") == "5 µm, \u2192, \U0001d467");
  CHECK(printable("\x1b[31mred\a\x7f") == "\\x1b[31mred\\x07\\x7f");
  CHECK(printable("a\nb\tc") == "a\\x0ab\\x09c");
  CHECK(printable(std::string("a\0b", 3)) == "a\\x00b");
}

TEST_CASE("characters are counted, not bytes") {
  CHECK(characters("") == 0);
  CHECK(characters("AlMn 0.2 %") == 10);
  CHECK(characters("5 µm, \u2192, \U0001d467") == 10);
}

TEST_CASE("C1 control characters and bytes that are not UTF-8 are spelled out") {
  CHECK(printable("\xc2\x9b"
                  "31m") == "\\xc2\\x9b31m");
  CHECK(printable("\xc2\xa0") == "\xc2\xa0");  // no-break space
  CHECK(printable("\xff.h5") == "\\xff.h5");
  CHECK(printable("\xe2\x86") == "\\xe2\\x86");           // cut short
  CHECK(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");  // half of a surrogate pair
}
