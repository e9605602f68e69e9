"""Checks that two programs found the same results."""

import math

import numpy
from scipy.stats import chi2

ENERGY_FLOOR = 1e-4  # eV/nm: relative errors of smaller energies are not compared
TOLERANCES = 5000  # largest relative error allowed, over the integrator's tolerance
LEAST_PROBABILITY = 1e-4  # smallest p-value allowed, in either channel
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


def check_events(reference, found):
    """Compares each channel's histogram with slipburst's: by chi-square, or bin by bin when the random words are the same."""
    same_words = found.get("same_words", False) and found["events"] == reference["events"]
    result = {"same": True, "p": 1.0, "events": found["events"]}
    for name, counts in zip(("crystal", "film"), found["counts"], strict=True):
        channel = reference["channels"][name]
        theirs = numpy.array(channel["subsonic"] + channel["supersonic"], dtype=float)
        ours = numpy.array(counts, dtype=float)
        if ours.shape != theirs.shape or ours.sum() != found["events"]:
            return {"same": False, "why": f"{ours.size} slots with {ours.sum():.0f} of {found['events']} events"}
        if same_words:
            result["share_moved"] = max(result.get("share_moved", 0), float(abs(ours - theirs).sum()) / found["events"])
            continue
        statistic, degrees = chi_square(ours, theirs)
        probability = float(chi2.sf(statistic, degrees))
        if probability <= result["p"]:
            result |= {"chi_square": statistic, "degrees": degrees, "p": probability}
    result["same"] = result["share_moved"] <= SAME_WORDS if same_words else result["p"] > LEAST_PROBABILITY
    return result


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
    if work["kind"] == "segments":
        return check_segments(work, reference, found)
    return check_events(reference, found)


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
    return f"{word}: chi-square {result['chi_square']:.0f} / {result['degrees']}, p = {result['p']:.2g}"
