"""Checks that two programs found the same results."""

import math

import numpy
from scipy.stats import chi2

ENERGY_FLOOR = 1e-4  # eV/nm: relative errors of smaller energies are not compared
TOLERANCES = 5000  # largest relative error allowed, over the integrator's tolerance
LEAST_PROBABILITY = 1e-4  # smallest p-value allowed, of each comparison
SAME_WORDS = 1e-5  # share of the events that rounding may move to another bin when the random words are the same
LEAST_COUNT = 20  # slots with fewer events in both histograms on average are pooled


def check_segments(work, reference, found):
    """Largest and root mean square relative error of above-gap energies.

    The truth is slipburst's energies at a tolerance of 1e-12 if computed for all segments, else at the tolerance of the
    work. steps_over_mean: slipburst's mean number of steps of the chosen segments over that of all segments.
    """
    every = found["every"]
    energies = numpy.array(found["above_gap"], dtype=float)
    against = "exact" if reference.get("exact_stride", 1) == 1 else "answer"
    truth = reference["exact"] if against == "exact" else reference
    exact = numpy.stack([truth[key] for key in ("crystal_above", "film_above")], axis=1)[::every]
    if energies.shape != exact.shape:
        return {"same": False, "why": f"{energies.shape} energies, not {exact.shape}"}
    floor = ENERGY_FLOOR / work["units"]["energy_eV_per_nm"]
    known = exact > floor
    error = numpy.abs(energies - exact)
    relative = error[known] / exact[known]
    allowed = TOLERANCES * work["relative_tolerance"]
    # No energy to compare is a failure.
    if not known.any():
        return {"same": False, "why": f"no energy above {ENERGY_FLOOR} eV/nm to compare"}
    # Written as <=, so that NaN fails.
    same = bool(relative.max() <= allowed and (error[~known] <= 0.01 * floor).all())
    steps = numpy.array(reference["steps_accepted"], dtype=float)
    return {"same": same, "steps_over_mean": float(steps[::every].mean() / steps.mean()), "max_relative_error": float(relative.max()),
            "rms_relative_error": float(numpy.sqrt(numpy.mean(relative**2))), "allowed": allowed,
            "against": against, "energies": int(known.sum())}


def chi_square(ours, theirs):
    """Chi-square of two histograms of the same distribution, and its degrees of freedom."""
    enough = ours + theirs >= 2 * LEAST_COUNT
    ours, theirs = (numpy.append(n[enough], n[~enough].sum()) for n in (ours, theirs))
    filled = ours + theirs > 0
    ours, theirs = ours[filled], theirs[filled]
    ratio = math.sqrt(theirs.sum() / ours.sum())
    return float(((ours * ratio - theirs / ratio) ** 2 / (ours + theirs)).sum()), len(ours) - 1


class Comparisons:
    """Comparisons by chi-square; the result is that of the least probable."""

    def __init__(self):
        self.result = {"same": True, "p": 1.0}

    def add(self, name, statistic, degrees):
        probability = float(chi2.sf(statistic, degrees))
        if not probability > self.result["p"]:
            self.result |= {"of": name, "chi_square": float(statistic), "degrees": int(degrees), "p": probability}
        self.result["same"] = self.result["p"] > LEAST_PROBABILITY

    def histograms(self, name, ours, theirs):
        """Adds pairs of histograms, each of the same distribution."""
        found = [chi_square(*pair) for pair in zip(ours, theirs, strict=True) if all(one.sum() > 0 for one in pair)]
        self.add(name, *(sum(numbers) for numbers in zip(*found)))

    def means(self, name, ours, our_variance, theirs, their_variance):
        variance = our_variance + their_variance
        known = variance > 0
        self.add(name, ((ours - theirs)[known] ** 2 / variance[known]).sum(), known.sum())


def check_events(reference, found):
    """Compares each channel's histogram with slipburst's: by chi-square, or bin by bin when the random words are the same."""
    same_words = found.get("same_words", False) and found["events"] == reference["events"]
    comparisons, share_moved = Comparisons(), 0
    for name, counts in zip(("crystal", "film"), found["counts"], strict=True):
        channel = reference["channels"][name]
        theirs = numpy.array(channel["subsonic"] + channel["supersonic"], dtype=float)
        ours = numpy.array(counts, dtype=float)
        if ours.shape != theirs.shape or ours.sum() != found["events"]:
            return {"same": False, "why": f"{ours.size} slots with {ours.sum():.0f} of {found['events']} events"}
        share_moved = max(share_moved, float(abs(ours - theirs).sum()) / found["events"])
        comparisons.histograms(name, [ours], [theirs])
    if same_words:
        return {"same": share_moved <= SAME_WORDS, "events": found["events"], "share_moved": share_moved}
    return comparisons.result | {"events": found["events"]}


def check_releases(reference, found):
    """Compares the lines that leave in each slice of time, and the histograms of their energies in each slice."""
    comparisons = Comparisons()
    theirs = {name: numpy.concatenate([numpy.array(channel[kind], dtype=float) for kind in ("subsonic", "supersonic")], axis=1)
              for name, channel in reference["channels"].items()}
    ours = dict(zip(("crystal", "film"), numpy.array(found["counts"], dtype=float), strict=True))
    for name in theirs:
        if ours[name].shape != theirs[name].shape:
            return {"same": False, "why": f"{ours[name].shape} counters, not {theirs[name].shape}"}
        comparisons.histograms(name, ours[name], theirs[name])
    # Lines that leave in a slice, over all lines.
    left, scale = ours["crystal"].sum(axis=1), found["reach"] / found["events"]
    kept = theirs["crystal"].sum(axis=1) + numpy.array(reference["rejected"], dtype=float)
    drawn, mass = (numpy.array(reference[name], dtype=float) for name in ("drawn", "mass"))
    share = kept / drawn
    comparisons.means("times", left * scale, left * scale**2, share * mass, share * (1 - share) / drawn * mass**2)
    return comparisons.result | {"events": found["events"], "releases": int(left.sum())}


def check_clusters(work, reference, found):
    """Compares hops in each window by their cause, the clusters that move in it, the squares of an area's hops, and the
    histograms of a cluster's hops and of their distances."""
    ours, theirs = ({name: numpy.array(answer[name], dtype=float)
                     for name in ("areas", "supplied", "direct", "moved", "squares", "moves", "distance")}
                    for answer in (found, reference))
    for name in ours:
        if ours[name].shape != theirs[name].shape:
            return {"same": False, "why": f"{ours[name].shape} {name}, not {theirs[name].shape}"}
    if (ours["moves"].sum(axis=1) != ours["areas"] * work["clusters"]).any():
        return {"same": False, "why": "the clusters that have moved so often are not all clusters"}
    comparisons = Comparisons()
    our_areas, their_areas = ours["areas"][:, None], theirs["areas"][:, None]
    mean = {name: (ours[name] + theirs[name]) / (our_areas + their_areas) for name in ("supplied", "direct", "moved")}
    # Clusters move independently: hops from traps of one depth are Poisson numbers, clusters that move binomial ones.
    hops = mean["supplied"] + mean["direct"]
    variance = {"supplied": mean["supplied"], "direct": mean["direct"],
                "moved": mean["moved"] * (1 - mean["moved"] / work["clusters"]),
                "squares": hops + 6 * hops**2 + 4 * hops**3}
    for name, of_area in variance.items():
        comparisons.means(name, ours[name] / our_areas, of_area / our_areas, theirs[name] / their_areas, of_area / their_areas)
    for name in ("moves", "distance"):
        comparisons.histograms(name, ours[name], theirs[name])
    return comparisons.result | {"areas": int(ours["areas"].sum())}


def _numbers(values, path=""):
    """Numbers of nested objects: {path with dots: array}."""
    if isinstance(values, dict):
        return {key: value for name in values for key, value in _numbers(values[name], f"{path}.{name}").items()}
    return {} if isinstance(values, str) else {path[1:]: numpy.atleast_1d(numpy.array(values, dtype=float))}


def check_bits(reference, found):
    """Checks that slipburst's answers on two backends are the same to the last bit."""
    theirs, ours = ({key: value for key, value in _numbers(answer).items() if not key.startswith(("exact", "format"))}
                    for answer in (reference, found))
    if theirs.keys() != ours.keys():
        return {"same": False, "why": f"it answers {', '.join(ours)}, the reference {', '.join(theirs)}"}
    for key, expected in theirs.items():
        if ours[key].shape != expected.shape:
            return {"same": False, "why": f"{ours[key].size} of {key}, not {expected.size}"}
        if not numpy.isfinite(ours[key]).all():
            return {"same": False, "why": f"not all of {key} are numbers"}
        differing = int((ours[key].view(numpy.uint64) != expected.view(numpy.uint64)).sum())
        if differing:
            return {"same": False, "why": f"{differing} of {expected.size} of {key} differ from the reference"}
    return {"same": True, "bits": True, "compared": sum(expected.size for expected in theirs.values())}


def check(work, reference, found):
    checks = {"segments": lambda: check_segments(work, reference, found), "events": lambda: check_events(reference, found),
              "releases": lambda: check_releases(reference, found), "clusters": lambda: check_clusters(work, reference, found)}
    return checks[work["kind"]]()


def counted_share(answer):
    """Share of the work of slipburst_bench that counts in its answer: of releases those that are on the axis of times."""
    return answer["releases"] / answer["events"] if answer["kind"] == "releases" else 1.0


def describe(result):
    """Summary of a check in a few words."""
    if "why" in result:
        return f"DIFFERS: {result['why']}"
    word = "same" if result["same"] else "DIFFERS"
    if "bits" in result:
        return f"{word}: {result['compared']} numbers, bit for bit"
    if "max_relative_error" in result:
        return f"{word}: error {result['max_relative_error']:.1e} of {result['allowed']:.0e} allowed"
    if "share_moved" in result:
        return f"{word}: {result['share_moved']:.1e} of the events in other bins"
    return f"{word}: chi-square of {result['of']} {result['chi_square']:.0f} / {result['degrees']}, p = {result['p']:.2g}"
