"""Unknown words on the command line, help, and the printing of texts from outside."""

import os
import subprocess
import unittest

from support.program import PROGRAM, InFolder, run


class UnknownWords(InFolder):
    def test_commands(self):
        self.refuse(("spectum", "al-on-si"), "unknown command 'spectum'; the nearest is 'spectrum'", status=2)
        self.refuse(("fit", "spectrm", "x"), "unknown command 'spectrm'; the nearest is 'spectrum'", status=2)
        self.refuse(("xyzzy",), "unknown command 'xyzzy'; commands: cases, ", status=2)
        self.refuse(("help", "spectum"), "the nearest is 'spectrum'", status=2)
        self.refuse((), "slipburst help", status=2)
        self.refuse(("spectrum", "al-on-si", "again", "--events", "5"), "not expected: again", status=2)

    def test_options(self):
        for line, nearest in (("spectrum al-on-si --evnts 5", "--events"),
                              ("rates al-on-si --evnts=5", "--events"),  # which rates requires
                              ("fit arrhenius --modl quantum x.csv", "--model"),
                              ("spectrum al-on-si --quit --events 5", "--quiet"),
                              ("--jsn cases", "--json"),
                              ("spectrum al-on-si --evnts 5 --quiet", "--events")):
            self.refuse(line.split(), "unknown option '--", f"the nearest is '{nearest}'", status=2)
        self.refuse(("fit", "spectrum", "cpd", "--xyzzy"), "of slipburst fit spectrum; see `slipburst help fit spectrum`",
                    status=2)

    def test_options_before_their_command(self):
        self.refuse(("--json", "cases"), "option '--json' stands after its command: slipburst cases ... --json", status=2)

    def test_values(self):
        """Values that an option cannot have end with status 2, whether the parser or the command refuses them."""
        spectrum = ("spectrum", "al-on-si", "--events", "5")
        for words in (("--shard", "-1/2"), ("--shard", "1/-2"), ("--shard", "+1/2"), ("--shard", "1"), ("--shard", "3/2"),
                      ("--backend", "cudda"), ("--threads", "-1"), ("--threads", "x"), ("--seed", "-1"),
                      ("--above", "5 m"), ("--set", "detector.time_since_cooldown=1 month"), ("--method", "exact"), ("--set", "pinning.spacing=50"), ("--set", "spacing"),
                      ("--first-event", "6"), ("--checkpoint-every", "5", "-o", "s.h5")):
            self.refuse((*spectrum, *words), words[0], status=2)
        self.refuse(("compare", "s.h5", "--detector", "CPD"), "the nearest is 'cpd'")

    def test_flags_take_no_value(self):
        for words in (("cases", "--json=no"), ("spectrum", "al-on-si", "--events", "5", "--overwrite=5", "-o", "s.h5")):
            self.refuse(words, "takes no value", status=2)

    def test_far_names(self):
        """A name far from all known names is answered with the list of names, not with a misleading suggestion."""
        done = run("spectrum", "al-on-si", "--set", "substrate.material=sapphire", "--method", "direct")
        self.assertEqual(done.returncode, 2)
        self.assertIn("Al2O3", done.stderr)
        self.assertNotIn("nearest", done.stderr)
        misspelt = self.write("my.toml", 'preset = "al-on-si"\n[pinnig]\nspacing = "50 nm"\n')
        self.refuse(("spectrum", misspelt, "--method", "direct"), "my.toml:2: unknown key 'pinnig'; the nearest is 'pinning'")


class Help(unittest.TestCase):
    def test_help(self):
        everything = run("help")
        self.assertEqual((everything.returncode, everything.stderr), (0, ""))
        for words in ((), ("spectrum",), ("fit", "arrhenius")):
            text = run("help", *words)
            self.assertEqual((text.returncode, text.stderr), (0, ""))
            self.assertEqual(text.stdout, run(*words, "--help").stdout)
            self.assertIn(" ".join(("Usage: slipburst", *words)) + " ", text.stdout)

    def test_version(self):
        self.assertEqual(run("-V").stdout, run("--version").stdout)
        self.assertRegex(run("-V").stdout, r"^slipburst \d+\.\d+\.\d+ \(")

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_full_device(self):
        for line in ("help", "--help", "spectrum --help", "--version", "cases", "cases --json", "init al-on-si", "info",
                     "escape --model classical --barrier 38\xa0meV --temperature 17\xa0K", "peierls --width 3"):
            with open("/dev/full", "w", encoding="utf-8") as full:
                words = [word.replace("\xa0", " ") for word in line.split(" ")]
                done = subprocess.run([PROGRAM, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
            self.assertEqual(done.returncode, 1, line)
            self.assertIn("stdout could not be written", done.stderr, line)


class OutsideText(InFolder):
    def test_control_characters(self):
        """Control characters are printed as escapes: in keys and values of files, names of files, words."""
        red = "\x1b[31mRED\x07"
        for content in (f'"\\u001b[31mRED\\u0007" = 1\n', f'[film]\nmaterial = "\\u001b[31mRED\\u0007"\n',
                        f'[film]\nname = "\\u001b[31mRED\\u0007"\n', '[film]\nname = "\\u009b31mRED"\n'):
            case = self.write("my.toml", 'preset = "al-on-si"\n' + content)
            self.refuse_plainly(("spectrum", case, "--method", "direct"), r"31mRED")
        self.refuse_plainly(("spectrum", self.path(red + ".toml"), "--method", "direct"), r"\x1b[31mRED\x07")
        self.refuse_plainly((red,), r"\x1b[31mRED\x07")
        self.refuse_plainly(("cases", "--" + red), r"\x1b[31mRED\x07")
        events = self.write("events.txt", f"# energy (eV)\n{red}\n")
        detector = self.write("detector.toml", 'events = "events.txt"\ntime_cold = "1 day"\nlive_time = "1 day"\n')
        self.refuse_plainly(("fit", "spectrum", "cpd", "--detector", detector), r"\x1b[31mRED\x07")
        self.assertTrue(os.path.exists(events))

    def test_null_bytes(self):
        """Advice after a null byte is printed too."""
        case = self.write("null.toml", 'preset = "al-on-si"\n"a\\u0000b" = 1\n')
        self.refuse(("spectrum", case, "--method", "direct"), r"'a\x00b'; sections: film")

    def test_stdout(self):
        """A refused unit prints no results on stdout."""
        for value in ("30 n\x0bm", "30 nm\nm-1"):
            self.refuse(("spectrum", "al-on-si", "--set", "pinning.spacing=" + value, "--above", "5\neV", "--method",
                         "direct", "--json"))

    def refuse_plainly(self, arguments, says):
        done = run(*arguments)
        self.assertIn(done.returncode, (1, 2))
        self.assertIn(says, done.stderr)
        self.assertEqual([c for c in done.stderr if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160], [])


if __name__ == "__main__":
    unittest.main()
