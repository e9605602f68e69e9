#!/usr/bin/python3
"""scripts/dev/check-words: starts of comments, bounds, the files that it reads, and its messages."""
import pathlib
import runpy
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
SCRIPTS = pathlib.Path(__file__).resolve().parents[3] / "scripts/dev"
CHECK = runpy.run_path(str(SCRIPTS / "check-words"))


class Faults(unittest.TestCase):
    def lines(self, name, text):
        """Lines with a fault."""
        return [number for number, _ in CHECK["faults"](pathlib.PurePosixPath(name), text)]

    def expect(self, name, text, *lines):
        self.assertEqual(self.lines(name, text), list(lines), text)


class Words(Faults):
    def test_headless(self):
        for word in ("What", "where", "Which", "Who", "Whose", "How", "Those", "These", "This", "That", "It", "Its", "They",
                     "Their", "None", "nothing"):
            (fault,) = CHECK["faults"](pathlib.PurePosixPath("a.cpp"), f"// {word} is drawn.\n")
            self.assertEqual(fault, (1, f'the comment starts with "{word}"; start with its noun or a verb'))

    def test_nouns_and_verbs(self):
        for words in ("Steps with hand-written SIMD variants.", "Whatever", "Items", "Howitzer", "Draws what is left.",
                      "none_of() needs a range.", "what() of the error.", "this->count is even."):
            self.expect("a.cpp", f"// {words}\n")
            self.expect("a.py", f"# {words}\n")


class Cpp(Faults):
    def test_line_comments(self):
        self.expect("a.hpp", "/// What is drawn.\nint a;\n//! Those of the film.\nint b;  ///< how many\n", 1, 3, 4)

    def test_after_tags(self):
        self.expect("a.hpp", "#pragma once\n/// \\file What is shared.\n\n/// \\param steps  how many\nint f(int steps);\n"
                             "/// \\return what is left\nint g();\n/// \\throws std::runtime_error where it fails\nint h();\n"
                             "/// \\pre that it is open\nint i();\n", 2, 4, 6, 8, 10)
        self.expect("a.hpp", "/// \\file Steps.\n\n/// \\param what  name of the series\nint f(int what);\n")

    def test_continuation(self):
        self.expect("a.cpp", "// Steps of the film,\n// which are drawn.\nint a;  // segments of a batch,\n"
                             "        // those of the film\n")

    def test_comment_below_another_one(self):
        self.expect("a.cpp", "int a;  // segments\n// What is drawn.\nint b;\n", 2)
        self.expect("a.cpp", "// Segments.\n\n// What is drawn.\nint b;\n", 3)

    def test_block_comments(self):
        self.expect("a.cpp", "/* What is drawn. */\nint a;\n/**\n * How many\n * there are.\n */\nint b;\n", 1, 4)
        self.expect("a.cpp", "/* Steps,\n * which are drawn. */\nint a = f(/*which*/ 3);\n")

    def test_literals(self):
        self.expect("a.cpp", 'auto a = "// What is drawn.";\nauto b = R"(\n// What\n"\n// How\n)";\nchar c = \'"\';  // what\n', 7)

    def test_cuda(self):
        for name in ("a.cu", "a.cuh", "version.hpp.in"):
            self.expect(name, "// What is drawn.\n", 1)


class Bounds(Faults):
    def test_code(self):
        text = "int most_steps = a.least_x + greatest_y();\n"
        self.assertEqual([fault for _, fault in CHECK["faults"](pathlib.PurePosixPath("a.cpp"), text)],
                         [f"{name} is a bound or an extreme: max_ or min_" for name in ("most_steps", "least_x", "greatest_y")])
        self.expect("a.cpp", "int a;\n\nint most_steps;\n", 3)

    def test_strings_and_comments(self):
        self.expect("a.cpp", '// Bound most_steps.\nauto a = "least_x";  // as greatest_y\n/* most_z\n */\nauto b = R"(most_z)";\n')

    def test_other_names(self):
        self.expect("a.cpp", "int max_steps, min_x, almost_equal, most, utmost_1, most_1;\n")

    def test_python(self):
        self.expect("a.py", "most_steps = 1\n")


class Python(Faults):
    def test_comments(self):
        self.expect("a.py", "# What is drawn.\nx = 1\n\n\ndef f():\n    # How many.\n    return 1\n", 1, 6)
        self.expect("a.py", "# Steps of the film,\n# which are drawn.\n#\n# Those of the crystal.\n", 4)

    def test_docstrings(self):
        self.expect("a.py", '"""What is drawn."""\n\n\nclass A:\n    r"""Those of the film."""\n\n    def f(self):\n'
                            '        """\n        How many.\n        """\n\n    async def g(self):\n'
                            "        'Which is drawn.'\n", 1, 5, 9, 13)
        self.expect("a.py", '"""Steps,\nwhich are drawn.\n\nThose of the film are not.\n"""\n')

    def test_strings(self):
        self.expect("a.py", 'a = """What is drawn.\n# What is drawn.\n"""\nb = [\n    """How many.""",\n]\n')

    def test_programs_without_a_suffix(self):
        self.expect("check", '#!/usr/bin/env python3\n"""What is drawn."""\n', 2)
        self.expect("check", '#!/usr/bin/env bash\n# What is drawn.\necho """What"""\n', 2)


class Hash(Faults):
    def test_comments(self):
        for name in ("CMakeLists.txt", "a.cmake", "a.cmake.in", "a.sh", "a.sbatch"):
            self.expect(name, "# What is drawn.\nset(a 1)\n  # Steps,\n  # which are drawn.\n", 1)
        self.expect("a.sbatch", "#!/bin/bash\n# Steps,\n# which are drawn.\n#\n# It needs MPI.\n#SBATCH --what\n", 5)

    def test_other_files(self):
        for name in ("a.md", "a.toml", "notes.txt", "LICENSE"):
            self.expect(name, "# What is drawn.\n")


class Tree(unittest.TestCase):
    """The program in a small repository of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        subprocess.run(["git", "init", "--quiet"], cwd=self.root, check=True)
        for name in ("check-words", "cpp_source.py"):
            self.write(f"scripts/dev/{name}", (SCRIPTS / name).read_text(encoding="utf-8"))
        self.write("host/a.cpp", "// Steps.\nint max_a;\n")

    def write(self, file, text, tracked=True):
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if tracked:
            subprocess.run(["git", "add", file], cwd=self.root, check=True)

    def expect(self, *faults):
        run = subprocess.run([sys.executable, str(self.root / "scripts/dev/check-words")], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True)
        self.assertEqual(run.stderr.splitlines(), list(faults))
        self.assertEqual(run.returncode, 1 if faults else 0)
        return run.stdout

    def test_right(self):
        self.assertEqual(self.expect(), "check-words: comments start with their noun or a verb\n")

    def test_faults(self):
        self.write("host/a.cpp", "// What is drawn.\nint most_a;\n")
        self.write("run", "#!/usr/bin/env bash\n# How many.\n")
        self.expect('host/a.cpp:1: the comment starts with "What"; start with its noun or a verb',
                    "host/a.cpp:2: most_a is a bound or an extreme: max_ or min_",
                    'run:2: the comment starts with "How"; start with its noun or a verb')

    def test_untracked_files(self):
        self.write("host/b.cpp", "// What is drawn.\n", tracked=False)
        (self.root / "host/a.cpp").unlink()
        self.expect()


if __name__ == "__main__":
    unittest.main()
