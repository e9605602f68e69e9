#!/usr/bin/python3
"""scripts/dev/check-links: the links and anchors it finds in Markdown, and its messages."""
import pathlib
import runpy
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
SCRIPT = pathlib.Path(__file__).resolve().parents[3] / "scripts/dev/check-links"
CHECK = runpy.run_path(str(SCRIPT))


class Anchors(unittest.TestCase):
    def test_slugs(self):
        for heading, anchor in (("Fits", "fits"), ("Two words", "two-words"),
                                ("Key (unit), and `code_name`", "key-unit-and-code_name"),
                                ("slipburst beam --energy LIST [--flux F]", "slipburst-beam---energy-list---flux-f"),
                                ("A [link](page.md) there", "a-link-there"), ("Größe", "größe")):
            self.assertEqual(CHECK["slug"](heading), anchor)

    def test_headings(self):
        text = "# One\n\n## Two ##\n\n```\n# comment\n```\n\n    # code\n\n<a id=\"tag\"></a>\n"
        self.assertEqual(CHECK["anchors"](text), {"one", "two", "tag"})

    def test_repeated_headings_are_numbered(self):
        self.assertEqual(CHECK["anchors"]("# A\n\n## A\n\n## A\n"), {"a", "a-1", "a-2"})


class Links(unittest.TestCase):
    def found(self, text):
        return list(CHECK["links"](text))

    def test_kinds(self):
        self.assertEqual(self.found("a [b](c.md) ![d](e.png \"title\")\n[`f`](g.md#h) [two\nlines](i.md)\n"),
                         [(1, "c.md"), (1, "e.png"), (2, "g.md#h"), (3, "i.md")])
        self.assertEqual(self.found("[a](f(x).md)\n"), [(1, "f(x).md")])
        self.assertEqual(self.found("see [a]\n\n[a]: b.md\n"), [(3, "b.md")])

    def test_code_has_none(self):
        self.assertEqual(self.found("`[a](b)`\n\n    [a](b)\n\n```\n[a](b)\n```\n\n``f`[a](b)``\n"), [])

    def test_text_of_lists_is_no_code(self):
        self.assertEqual(self.found("- a\n    [b](c)\n"), [(2, "c")])


class Faults(unittest.TestCase):
    def faults(self, text, **others):
        texts = {"docs/page.md": text, **{name.replace("_", "/") + ".md": text for name, text in others.items()}}
        return list(CHECK["check"](texts, set(texts) | {"docs/picture.png", "src/code.cpp"}))

    def test_none(self):
        self.assertEqual(self.faults("# Top\n\n[a](#top) [b](picture.png) [c](../src/code.cpp#L3) [d](../src)"
                                     " [e](../src/) [f](..) [g](../docs/other.md#there) [h](https://example.org/x#y) [i](mailto:a@b.c)\n",
                                     docs_other="# There\n"), [])

    def test_no_file(self):
        self.assertEqual(self.faults("\n[a](none.md)\n"), [("docs/page.md", 2, "none.md leads to no file")])
        self.assertEqual(self.faults("[a](Picture.png)\n"), [("docs/page.md", 1, "Picture.png leads to no file")])
        self.assertEqual(self.faults("[a](../../up.md)\n"), [("docs/page.md", 1, "../../up.md leads to no file")])

    def test_no_heading(self):
        self.assertEqual(self.faults("[a](#none)\n"),
                         [("docs/page.md", 1, "#none leads to no heading of docs/page.md")])
        self.assertEqual(self.faults("[a](other.md#none)\n", docs_other="# There\n"),
                         [("docs/page.md", 1, "other.md#none leads to no heading of docs/other.md")])

    def test_absolute(self):
        self.assertEqual(self.faults("[a](/etc/hosts)\n"),
                         [("docs/page.md", 1, "/etc/hosts is an absolute path; give it relative to this file")])


class Program(unittest.TestCase):
    def run_in(self, **files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                (pathlib.Path(folder) / f"{name}.md").write_text(text, encoding="utf-8")
            return self.run_on(folder)

    def run_on(self, folder):
        return subprocess.run([sys.executable, str(SCRIPT), folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def test_status(self):
        good = self.run_in(a="[b](b.md#b)\n", b="# B\n")
        self.assertEqual(good.stdout, "check-links: the links of 2 files lead somewhere\n", good.stderr)
        self.assertEqual(good.returncode, 0)
        bad = self.run_in(a="[b](b.md#c)\n\n[d](d.md)\n", b="# B\n")
        self.assertEqual(bad.stderr, "a.md:1: b.md#c leads to no heading of b.md\na.md:3: d.md leads to no file\n")
        self.assertEqual(bad.returncode, 1)
        self.assertEqual(self.run_on("no folder").returncode, 2)


if __name__ == "__main__":
    unittest.main()
