"""Numbers with their errors, and durations, as pictures write them."""
import numpy as np

YEAR_S, WEEK_S = 365 * 86400.0, 7 * 86400.0
UNITS = (("yr", YEAR_S), ("d", 86400.0), ("h", 3600.0), ("min", 60.0), ("s", 1.0))


def value_text(value, sigma, digits=8):
    """Value with its error on the last digits, 1.234(56); without the error if that is unknown, zero or beyond the digits."""
    places = max(0, 1 - int(np.floor(np.log10(sigma)))) if np.isfinite(sigma) and sigma > 0 else digits + 1
    text = f"{value:.{places}f}({sigma * 10**places:.0f})" if places <= digits else f"{value:.6g}"
    return text.replace("-", "−")


def duration_text(seconds, sigma=0.0):
    """Duration in the largest unit that does not exceed it; weeks only if whole, years only from two on."""
    if seconds > 0 and seconds % WEEK_S == 0 and seconds < 52 * WEEK_S:
        return f"{seconds / WEEK_S:.0f} wk"
    size = max(abs(seconds), sigma)
    name, unit = next((entry for entry in UNITS[int(size < 2 * YEAR_S):] if size >= entry[1]), UNITS[-1])
    return f"{value_text(seconds / unit, sigma / unit)} {name}"
