#!/usr/bin/python3
"""scripts/dev/check-equations: its complaints about tables of equations, and the line numbers that it renews."""
import pathlib
import runpy
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
SCRIPTS = pathlib.Path(__file__).resolve().parents[3] / "scripts/dev"
CHECK = runpy.run_path(str(SCRIPTS / "check-equations"))

TABLES = "include/slipburst/README.md"
PINS = "include/slipburst/pins.hpp"
HEADER = """\
#pragma once

/// Pinned lines, Romani (2024), Eqs. (1)-(2), (4).
class Pins {
 public:
  explicit Pins(double length) : length_(length) {}
  double length(double stress) const { return length_ / stress; }
  double height(double stress, double density) const {
    return length(stress) * density;
  }

 private:
  double length_;
};

/// Speed of escape,
/// Arakawa et al., Eq. (1).
inline double escape(double barrier) { return 1 / barrier; }
inline double escape(float barrier) { return 1 / barrier; }

enum class Law {
  classical,  ///< Arakawa et al., Eq. (1)
  quantum
};
"""
README = """\
## Equations

### R. K. Romani (2024), Eqs. (1)–(4)

| equation | gives | symbol | declared in |
|---|---|---|---|
| (1) | length | `Pins::length` | [`include/slipburst/pins.hpp:7`](pins.hpp#L7) |
| (2) | height | `Pins`, `Pins::height` | [`include/slipburst/pins.hpp:4`](pins.hpp#L4), [`include/slipburst/pins.hpp:8`](pins.hpp#L8) |
| (3) | – | not cited | |
| (4) | as (1) | `Pins::length` | [`include/slipburst/pins.hpp:7`](pins.hpp#L7) |

### K. Arakawa et al. (2020), Eqs. (1)–(1)

| equation | gives | symbol | declared in |
|---|---|---|---|
| (1) | escape | `escape`, `Law::classical` | [`include/slipburst/pins.hpp:18`](pins.hpp#L18), [`include/slipburst/pins.hpp:22`](pins.hpp#L22) |
| – | quantum escape | `Law::quantum` | [`include/slipburst/pins.hpp:23`](pins.hpp#L23) |

## Rooms

| (9) | is | no | row |
"""


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write(PINS, HEADER)
        self.write(TABLES, README)

    def write(self, file, text):
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, file, old, new):
        text = (self.root / file).read_text(encoding="utf-8")
        self.assertEqual(text.count(old), 1)
        self.write(file, text.replace(old, new))

    def faults(self):
        return CHECK["check"](self.root)[0]

    def expect(self, *faults):
        self.assertEqual(self.faults(), list(faults))


class Rows(Tree):
    def test_right(self):
        self.assertEqual(CHECK["check"](self.root), ([], 6))

    def test_wrong_line(self):
        self.replace(TABLES, "| (1) | length | `Pins::length` | [`include/slipburst/pins.hpp:7`](pins.hpp#L7) |",
                     "| (1) | length | `Pins::length` | [`include/slipburst/pins.hpp:9`](pins.hpp#L9) |")
        self.expect((TABLES, 7, f"Pins::length is on line 7 of {PINS}, not 9; --fix renews it"))

    def test_wrong_link(self):
        self.replace(TABLES, "(pins.hpp#L23)", "(pins.hpp#L22)")
        self.expect((TABLES, 17, "the link of Law::quantum leads to pins.hpp#L22, not pins.hpp#L23; --fix renews it"))

    def test_unknown_symbol(self):
        self.replace(TABLES, "`Pins::height`", "`Pins::width`")
        self.expect((TABLES, 8, f"{PINS} does not declare Pins::width"))

    def test_symbol_of_another_class(self):
        self.replace(TABLES, "`Law::quantum`", "`Pins::quantum`")
        self.expect((TABLES, 17, f"{PINS} does not declare Pins::quantum"))

    def test_a_use_or_a_parameter_is_no_declaration(self):
        code = CHECK["without_comments"](HEADER).splitlines()
        for symbol in ("Pins::stress", "Pins::density", "barrier", "length", "Pins::escape"):
            self.assertEqual(CHECK["declarations"](code, symbol), [], symbol)
        for symbol, lines in {"escape": [18, 19], "Pins::length": [7], "Pins::length_": [13], "Law": [21]}.items():
            self.assertEqual(CHECK["declarations"](code, symbol), lines, symbol)

    def test_unknown_file(self):
        self.replace(TABLES, "[`include/slipburst/pins.hpp:23`]", "[`include/slipburst/needles.hpp:23`]")
        self.expect((TABLES, 17, "there is no include/slipburst/needles.hpp"))

    def test_symbol_without_place(self):
        self.replace(TABLES, "`Pins`, `Pins::height`", "`Pins`, `Pins::height`, `Pins::length`")
        self.expect((TABLES, 8, "Romani, Eq. (2) has 3 symbols and 2 places; each symbol needs its own"))

    def test_not_cited_with_a_place(self):
        self.replace(TABLES, "| not cited | |", "| not cited | [`include/slipburst/pins.hpp:4`](pins.hpp#L4) |")
        self.expect((TABLES, 9, "Romani, Eq. (3) is not cited and has a place"))

    def test_too_few_cells(self):
        self.replace(TABLES, "| – | quantum escape |", "| quantum escape |")
        self.expect((TABLES, 17, "the row has 1 symbols and 0 places; each symbol needs its own"))

    def test_neither_symbol_nor_not_cited(self):
        self.replace(TABLES, "| (3) | – | not cited | |", "| (3) | – | | |")
        self.expect((TABLES, 9, "Romani, Eq. (3) has 0 symbols and 0 places; each symbol needs its own"))


class Numbers(Tree):
    def test_missing_row(self):
        self.replace(TABLES, "| (3) | – | not cited | |\n", "")
        self.expect((TABLES, 3, "Romani, Eq. (3) has 0 rows"))

    def test_missing_row_of_a_cited_equation(self):
        self.replace(TABLES, "| (4) | as (1) | `Pins::length` | [`include/slipburst/pins.hpp:7`](pins.hpp#L7) |\n", "")
        self.expect((PINS, 3, f"Romani, Eq. (4) has no row with a symbol in {TABLES}"),
                    (TABLES, 3, "Romani, Eq. (4) has 0 rows"))

    def test_two_rows(self):
        self.replace(TABLES, "| (3) | – | not cited | |\n", 2 * "| (3) | – | not cited | |\n")
        self.expect((TABLES, 3, "Romani, Eq. (3) has 2 rows"))

    def test_number_beyond_the_heading(self):
        self.replace(TABLES, "| (3) | – | not cited | |\n", "| (3) | – | not cited | |\n| (5) | – | not cited | |\n")
        self.expect((TABLES, 10, "Romani, Eq. (5) is not among the numbers of the heading"))

    def test_missing_table(self):
        self.replace(TABLES, "K. Arakawa", "K. Someone")
        self.expect((PINS, 17, f"Arakawa, Eq. (1) has no row with a symbol in {TABLES}"),
                    (PINS, 22, f"Arakawa, Eq. (1) has no row with a symbol in {TABLES}"),
                    (TABLES, 1, "there is to be one table of the equations of Arakawa"))


class Citations(Tree):
    def cite(self, comment):
        self.write("host/use.cpp", f"int x;  {comment}\n")
        return [(line, wrong) for file, line, wrong in self.faults() if file == "host/use.cpp"]

    def test_known(self):
        self.assertEqual(self.cite("// Romani (2024), Eqs. (1) and (2); Arakawa et al., Eq. (1); Romani, Eq. (4)"), [])

    def test_of_no_row(self):
        self.assertEqual(self.cite("// Romani (2024), Eqs. (2)-(4)"),
                         [(1, f"Romani, Eq. (3) has no row with a symbol in {TABLES}")])
        self.assertEqual(self.cite("// Romani (2024); Arakawa et al., Eqs. (1),\n// (2)"),
                         [(1, f"Arakawa, Eq. (2) has no row with a symbol in {TABLES}")])
        self.assertEqual(self.cite("// Romani (2024), in\n// its Eq. (30)"),
                         [(2, f"Romani, Eq. (30) has no row with a symbol in {TABLES}")])

    def test_of_no_paper(self):
        wrong = "no paper before the equation: Romani (2024) or Arakawa et al."
        self.assertEqual(self.cite("// Eq. (1)"), [(1, wrong)])
        self.assertEqual(self.cite("// Romani (2024)\nint y;  // Eq. (1)"), [(2, wrong)])

    def test_of_another_form(self):
        wrong = 'cite equations as "Eq. (5)", "Eqs. (2)-(5)" or "Eqs. (12), (28)"'
        for form in ("Eq. 1", "Eq (1)", "Eqs. 1-2", "equation (1)", "Equations 1 and 2", "[R, (1)]"):
            self.assertEqual(self.cite(f"// Romani (2024), {form}"), [(1, wrong)], form)

    def test_only_comments_count(self):
        self.assertEqual(self.cite('\nauto s = "Eq. 7, http://x";  // two equations'), [])

    def test_file_of_a_row_cites_its_equation(self):
        self.replace(PINS, "Eqs. (1)-(2), (4)", "Eqs. (1)-(2)")
        self.expect((TABLES, 10, f"no comment of {PINS} cites Romani, Eq. (4)"))


class Fix(Tree):
    def test_renews_lines_that_have_moved(self):
        self.replace(PINS, "#pragma once\n", "#pragma once\n\n#include <cmath>\n")
        self.assertEqual(len(self.faults()), 7)
        CHECK["fix"](self.root)
        self.expect()
        text = (self.root / TABLES).read_text(encoding="utf-8")
        # The nearer of two functions of one name.
        self.assertIn("[`include/slipburst/pins.hpp:20`](pins.hpp#L20), [`include/slipburst/pins.hpp:24`](pins.hpp#L24)", text)
        self.assertEqual(len(text.splitlines()), len(README.splitlines()))

    def test_changes_nothing_that_is_right(self):
        CHECK["fix"](self.root)
        self.assertEqual((self.root / TABLES).read_text(encoding="utf-8"), README)

    def test_leaves_what_it_cannot_know(self):
        self.replace(TABLES, "`Pins::height`", "`Pins::width`")
        before = (self.root / TABLES).read_text(encoding="utf-8")
        CHECK["fix"](self.root)
        self.assertEqual((self.root / TABLES).read_text(encoding="utf-8"), before)
        self.assertEqual(len(self.faults()), 1)


if __name__ == "__main__":
    unittest.main()
