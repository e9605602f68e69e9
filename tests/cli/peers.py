#!/usr/bin/python3
"""The peers that bench/peers compares slipburst with find the same answers as slipburst."""

import json
import os
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from program import InFolder

PROGRAMS = os.path.dirname(os.environ["SLIPBURST"])
PEERS = os.path.join(os.environ["SLIPBURST_SOURCE_DIR"], "bench", "peers")
ALWAYS = {("segments", "scipy"), ("segments", "odeint"), ("events", "numpy"), ("releases", "numpy"), ("clusters", "numpy")}


def run(*arguments, programs=PROGRAMS):
    command = (sys.executable, os.path.join(PEERS, "run.py"), "--programs", programs, *arguments)
    return subprocess.run(command, capture_output=True, text=True)


class Peers(InFolder):
    def test_answers(self):
        output = self.path("peers.json")
        done = run("--small", "--repeats", "1", "--backends", "reference", "--peers", "scipy,odeint,lambert,numpy,cub",
                   "-o", output)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with open(output, encoding="utf-8") as file:
            records = [json.loads(line) for line in file]
        checked = {(record["case"], record["contender"]) for record in records if record.get("answer")}
        self.assertLessEqual(ALWAYS | {(case, "slipburst reference") for case, _ in ALWAYS}, checked)
        for record in records:
            if record.get("answer"):
                self.assertTrue(record["answer"]["same"], record)
                self.assertIn(f"  {record['contender']} ", done.stdout)
            elif "skipped" in record:
                self.assertIn(f"skipped: {record['contender']} ({record['skipped']})", done.stdout)

    def test_missing_peer_is_skipped_by_name(self):
        # An interpreter with only the standard library.
        isolated = self.path("python")
        with open(isolated, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\nexec {sys.executable} -I -S -c \'import runpy, sys; sys.argv = sys.argv[1:]; '
                       'sys.path.insert(0, sys.argv[0].rpartition("/")[0]); runpy.run_path(sys.argv[0], '
                       'run_name="__main__")\' "$@"\n')
        os.chmod(isolated, 0o755)
        done = run("--small", "--repeats", "1", "--backends", "reference", "--case", "segments", "--peers", "scipy,diffrax",
                   "--python", isolated)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("skipped: scipy (module numpy is not installed)", done.stdout)
        self.assertIn("skipped: diffrax (module numpy is not installed)", done.stdout)

    def programs_with(self, name, script):
        """A folder of the programs in which `name` is a script; REAL in the script stands for the program itself."""
        folder = self.path("programs")
        os.mkdir(folder)
        for program in os.listdir(PROGRAMS):
            if program != name:
                os.symlink(os.path.join(PROGRAMS, program), os.path.join(folder, program))
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(script.replace("REAL", repr(os.path.join(PROGRAMS, name))))
        os.chmod(os.path.join(folder, name), 0o755)
        return folder

    def test_own_backend_with_another_answer(self):
        for case, change in (("segments", "answer['film_above'][7] *= 1 + 2**-52"),
                             ("events", "answer['channels']['film']['subsonic'][10] += 1"),
                             ("releases", "answer['channels']['film']['subsonic'][7][10] += 1"),
                             ("clusters", "answer['moves'][2][5] += 1")):
            # The timed contender answers with a change; the reference does not.
            programs = self.programs_with("slipburst_bench", f"""#!{sys.executable}
import json, os, subprocess, sys
options = sys.argv[1:]
if "--interactive" in options:
    at = options.index("--answer")
    path = options[at + 1]
    subprocess.run([REAL, *(o for o in options if o != "--interactive")], check=True)
    with open(path) as file:
        answer = json.load(file)
    {change}
    with open(path, "w") as file:
        json.dump(answer, file)
    del options[at:at + 2]
os.execv(REAL, [REAL, *options])
""")
            done = run("--small", "--repeats", "1", "--backends", "reference", "--case", case, "--peers",
                       "scipy" if case == "segments" else "numpy", "--segments", "400", programs=programs)
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertRegex(done.stdout, r"slipburst reference .* DIFFERS: 1 of \d+ of (film_above|channels.film.subsonic|moves) ")
            shutil.rmtree(programs)

    @unittest.skipUnless(os.path.exists(os.path.join(PROGRAMS, "peer_segments_odeint")), "odeint is not built")
    def test_peer_that_dies_leaves_the_others(self):
        programs = self.programs_with("peer_segments_odeint", '#!/bin/sh\nhead -n 1 | REAL "$@"\nexit 3\n')
        output = self.path("peers.json")
        done = run("--small", "--repeats", "3", "--backends", "reference", "--case", "segments", "--peers", "scipy,odeint",
                   "--segments", "400", "-o", output, programs=programs)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("failed: odeint: exit 3", done.stdout)
        with open(output, encoding="utf-8") as file:
            rates = {record["contender"]: record["rate"]["repeats"] for record in map(json.loads, file)}
        self.assertEqual(rates, {"slipburst reference": 3, "scipy": 3})

    def test_bad_options(self):
        for arguments, message in ((("--peers", "matlab"), "matlab is unknown; there are "),
                                   (("--backends", "reference,abacus"), "abacus is unknown; there are reference, kokkos, cuda"),
                                   (("--peers", "scipy", "--case", "events"), "none of the peers scipy does it"),
                                   (("--peers", "scipy,numpy", "--case", "events"), "scipy does not do --case events"),
                                   (("-o", self.path("missing/peers.json")), "missing/peers.json: cannot be written"),
                                   (("--repeats", "0"), "--repeats: give 1 or more"),
                                   (("--cpu", "100000"), "--cpu 100000: there are ")):
            done = run(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)
            self.assertIn(message, done.stderr)
        self.assertEqual(os.listdir(self.folder), [])
        done = subprocess.run((sys.executable, os.path.join(PEERS, "run.py"), "--programs", "/nowhere"),
                              capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("/nowhere/slipburst", done.stderr)


class WrongAnswers(unittest.TestCase):
    """The check itself can fail."""

    @classmethod
    def setUpClass(cls):
        sys.path.insert(0, PEERS)
        import answers

        cls.answers = answers

    def test_segments(self):
        work = {"kind": "segments", "relative_tolerance": 1e-8, "units": {"energy_eV_per_nm": 0.7}}
        exact = {"steps_accepted": [300] * 4, "exact": {"crystal_above": [1.0, 2.0, 1e-9, 3.0], "film_above": [0.5, 0.25, 0.0, 0.125]}}
        found = {"every": 3, "above_gap": [[1.0, 0.5], [3.0, 0.125]]}
        self.assertTrue(self.answers.check(work, exact, found)["same"])
        for wrong in (3.0003, 2.9997, float("nan")):
            found["above_gap"][1][0] = wrong
            self.assertFalse(self.answers.check(work, exact, found)["same"], wrong)
        self.assertFalse(self.answers.check(work, exact, {"every": 3, "above_gap": [[1.0, 0.5]]})["same"])

    def test_bits(self):
        answer = {"format": 1, "kind": "events", "channels": {"film": {"subsonic": [5, 7], "thresholds": []}}, "energies": [0.1, 0.0],
                  "exact": {"energies": [0.3]}, "exact_stride": 1}
        same = json.loads(json.dumps(answer))
        same["exact"]["energies"][0] = 0.4  # the host's own, on every backend
        self.assertTrue(self.answers.check_bits(answer, same)["same"])
        for wrong, why in (([0.1 + 2**-56, 0.0], "1 of 2 of energies"), ([0.1, -0.0], "1 of 2 of energies"),
                           ([0.1, None], "not all of energies"), ([0.1], "1 of energies, not 2")):
            found = self.answers.check_bits(answer, {**answer, "energies": wrong})
            self.assertFalse(found["same"], wrong)
            self.assertIn(why, found["why"])
        counts = {"film": {"subsonic": [5, 8], "thresholds": []}}
        self.assertIn("channels.film.subsonic", self.answers.check_bits(answer, {**answer, "channels": counts})["why"])
        self.assertFalse(self.answers.check_bits(answer, {**answer, "channels": {}})["same"])
        # NaN in both answers is no agreement.
        nothing = {**answer, "energies": [0.1, float("nan")]}
        self.assertFalse(self.answers.check_bits(nothing, nothing)["same"])

    def test_events(self):
        subsonic, supersonic = [4000, 100, 2000, 2000, 900, 0], [0, 0, 0, 700, 300, 0]
        exact = {"events": 10000, "channels": {name: {"subsonic": subsonic, "supersonic": supersonic} for name in ("crystal", "film")}}
        found = {"events": 10000, "counts": [subsonic + supersonic, subsonic + supersonic]}
        self.assertTrue(self.answers.check({"kind": "events"}, exact, found)["same"])
        moved = [4000, 100, 1700, 2300, 900, 0]
        exchanged = [4000, 100, 2000, 2300, 600, 0] + [0, 0, 0, 400, 600, 0]
        for wrong in (moved + supersonic, exchanged):
            self.assertFalse(self.answers.check({"kind": "events"}, exact, {**found, "counts": [subsonic + supersonic, wrong]})["same"])
        one = [4000, 100, 1999, 2001, 900, 0] + supersonic
        self.assertTrue(self.answers.check({"kind": "events"}, exact, {**found, "counts": [one, subsonic + supersonic]})["same"])
        same_words = {**found, "counts": [one, subsonic + supersonic], "same_words": True}
        self.assertFalse(self.answers.check({"kind": "events"}, exact, same_words)["same"])
        self.assertFalse(self.answers.check({"kind": "events"}, exact, {**found, "events": 9999})["same"])

    def test_releases(self):
        rows = [[4000, 100, 2000, 900], [3900, 150, 1900, 950]]
        exact = {"channels": {name: {"subsonic": rows, "supersonic": rows} for name in ("crystal", "film")},
                 "rejected": [0, 0], "drawn": [15000, 15000], "mass": [0.015, 0.015]}
        counts = [[row + row for row in rows] for _ in range(2)]
        found = {"events": 28000, "reach": 0.028, "counts": counts}

        def same(change=lambda counts: None, **changes):
            changed = {**json.loads(json.dumps(found)), **changes}
            change(changed["counts"])
            return self.answers.check({"kind": "releases"}, exact, changed)["same"]

        def move(counts, size):
            counts[1][1][2] -= size
            counts[1][1][3] += size

        self.assertTrue(same())
        self.assertTrue(same(lambda counts: move(counts, 1)))
        self.assertFalse(same(lambda counts: move(counts, 300)))
        self.assertFalse(same(reach=0.03))  # too many lines leave
        self.assertFalse(same(counts=[one[:1] for one in counts]))

    def test_clusters(self):
        exact = {"areas": [100], "supplied": [[6000, 2000]], "direct": [[3000, 3000]], "moved": [[6800, 4200]],
                 "squares": [[819000, 255000]], "moves": [[3000, 7000, 5000]], "distance": [[8000, 4000, 2000]]}

        def same(**changes):
            return self.answers.check({"kind": "clusters", "clusters": 150}, exact, {**exact, **changes})["same"]

        self.assertTrue(same())
        self.assertTrue(same(supplied=[[6001, 1999]]))
        for wrong in ({"supplied": [[6600, 2000]]}, {"direct": [[3000, 2600]]}, {"moved": [[6800, 4700]]},
                      {"squares": [[819000, 320000]]}, {"moves": [[3300, 6700, 5000]]}, {"moves": [[3000, 7000, 4000]]},
                      {"distance": [[8000, 3600, 2400]]}, {"areas": [101]}):
            self.assertFalse(same(**wrong), wrong)


if __name__ == "__main__":
    if not os.path.exists(os.path.join(PROGRAMS, "slipburst_bench")):
        print("skipped: slipburst_bench is not built")
        sys.exit(77)
    unittest.main()
