"""The same segment by a second, unrelated method: a Taylor-series integrator at 34 decimal digits (mpmath).

Above x_min the clock is sigma with dt = (2L - 1) d(sigma), which makes the equations analytic up to and at x_min:

    dx/ds = (2L - 1) v,    dL/ds = 2 L v / x,    dv/ds = (2L - 1) F / m*,    L(x) from Eq. (16), differentiated

so no Lambert W enters the motion (it gives L at the start, and checks L at every turning point).  Below x_min the
clock is time itself and L = 1/2.  Turning points, crossings and speed maxima are roots of the step's polynomials.
"""
from mpmath import exp, fdot, lambertw, log, log1p, mp, mpf, pi, sqrt

from segment import READINGS, Result

mp.dps = 34
ORDER = 30
STEP_TOLERANCE = mpf(10) ** -31


def horner(series, t):
    total = mpf(0)
    for a in reversed(series):
        total = total * t + a
    return total


def derivative(series):
    return [k * a for k, a in enumerate(series)][1:]


def root(series, step):
    """The root in (0, step] of a polynomial that changes sign there: bisection, then Newton."""
    low, high = mpf(0), step
    sign = horner(series, high) > 0
    for _ in range(30):
        middle = (low + high) / 2
        if (horner(series, middle) > 0) == sign:
            high = middle
        else:
            low = middle
    t, slope = (low + high) / 2, derivative(series)
    for _ in range(4):
        t -= horner(series, t) / horner(slope, t)
    if not -mpf(10) ** -25 <= t - low <= step:
        raise RuntimeError("root left its bracket")
    return t


class TaylorSegment:
    def __init__(self, case, stress_MPa):
        kappa, kappa_mass = READINGS[case.reading]
        gpa = mpf("1e-18") / mpf("1.602176634e-19")  # eV/nm^3
        hbar = mpf("1.054571817e-34") / mpf("1.602176634e-19") * 10**12  # eV ps
        mu_f, mu_s = mpf(case.film_shear_GPa) * gpa, mpf(case.substrate_shear_GPa) * gpa
        b, self.c = mpf(repr(case.burgers_nm)), mpf(repr(case.sound_speed_m_s)) / 1000
        K = (mu_s - mu_f) / (mu_s + mu_f)
        core = mpf("1.78") * b
        t0 = mu_f * b * b / (4 * pi)
        self.image, self.pull = kappa * t0 * K, mpf(repr(float(stress_MPa))) / 1000 * gpa * b
        self.mass_per_l = t0 / self.c**2
        self.radiation_per_omega = mu_f * b * b / (8 * self.c**2)
        self.omega_top = self.c / core
        self.mass_argument = 2 * kappa_mass * core**2 * K
        self.x_min = core * sqrt(2 * kappa_mass * K * exp(1))
        self.x_eq = self.image / self.pull
        log_gap = log(hbar * self.omega_top / (mpf(repr(case.gap_meV)) / 1000))
        self.x_gap = core * sqrt(kappa_mass * K / log_gap) * exp(log_gap) if 2 * log_gap >= 1 else mpf("-inf")

    def log_factor(self, x):
        if x <= self.x_min:
            return mpf(1) / 2
        return -lambertw(-self.mass_argument / x**2, -1).real / 2

    def energy(self, x, v, big_l):
        d = (x - self.x_eq) / self.x_eq
        return self.mass_per_l * big_l * v * v / 2 + self.image * (d - log1p(d))

    def series(self, x0, v0, l0, clamped):
        """Coefficients of x, v, L about a state."""
        x, v, big_l = [x0], [v0], [l0]
        inv_x = [1 / x0]
        inv_l = [1 / l0]
        damp = [self.radiation_per_omega * self.omega_top * exp(-l0)]  # drag per speed, ~ e^(-L)
        force, accel, slowness, speed, rate = [], [], [], [], []

        def product(p, q, k):
            return fdot(p[: k + 1], q[k::-1])

        for k in range(ORDER):
            force.append(self.image * inv_x[k] - product(damp, v, k) - (self.pull if k == 0 else 0))
            if clamped:
                x.append(v[k] / (k + 1))
                v.append(force[k] / (self.mass_per_l * l0) / (k + 1))
                big_l.append(mpf(0))
                damp.append(mpf(0))
            else:
                slowness.append(2 * big_l[k] - (1 if k == 0 else 0))
                accel.append(product(force, inv_l, k) / self.mass_per_l)
                speed.append(product(v, inv_x, k))
                rate.append(2 * product(big_l, speed, k))
                x.append(product(slowness, v, k) / (k + 1))
                v.append(product(slowness, accel, k) / (k + 1))
                big_l.append(rate[k] / (k + 1))
                damp.append(-fdot(damp, rate[k::-1]) / (k + 1))
                inv_l.append(-fdot(inv_l, big_l[k + 1 : 0 : -1]) / l0)
            inv_x.append(-fdot(inv_x, x[k + 1 : 0 : -1]) / x0)
        return x, v, big_l

    def leg(self, x, v, big_l, inward, boundary):
        """To the next turning point or boundary; returns (x, v, L, turned, highest |v|)."""
        clamped = x < self.x_min or (x == self.x_min and inward)
        peak = abs(v)
        first = True
        while True:
            sx, sv, sl = self.series(x, v, big_l, clamped)
            sizes = [max(abs(s[n]) / max(abs(s[0]), mpf(10) ** -3) for s in (sx, sv, sl)) for n in (ORDER - 1, ORDER)]
            step = min((STEP_TOLERANCE / a) ** (mpf(1) / n) for a, n in zip(sizes, (ORDER - 1, ORDER)))
            turned = crossed = False
            wrong = 1 if inward else -1
            if horner(sv, step) * wrong > 0:
                # v = 0 at the leg's own start is divided out, so that only the far root is left
                reduced = sv[1:] if first and v == 0 else sv
                step, turned = root(reduced, step), True
            if boundary is not None:
                # in sigma, x touches x_min and turns back; L runs through 1/2 there
                at_clamp = boundary == self.x_min and not clamped
                past = [sl[0] - mpf(1) / 2] + sl[1:] if at_clamp else [sx[0] - boundary] + sx[1:]
                if horner(past, step) * wrong < 0:
                    step, crossed, turned = root(past, step), True, False
            slope = derivative(sv)
            if horner(slope, 0) * horner(slope, step) < 0:
                peak = max(peak, abs(horner(sv, root(slope, step))))
            x, v, big_l = horner(sx, step), horner(sv, step), horner(sl, step)
            peak = max(peak, abs(v))
            first = False
            if crossed:
                x = boundary
                if boundary == self.x_min:
                    big_l = mpf(1) / 2
                return x, v, big_l, False, peak
            if turned:
                return x, mpf(0), big_l, True, peak


def integrate(case, height_nm, stress_MPa, remainder=mpf(10) ** -16):
    """As segment.integrate, in Taylor arithmetic; the Result holds mpf."""
    seg = TaylorSegment(case, stress_MPa)
    r = Result(*([mpf(0)] * 4))
    x, v, inward = mpf(repr(float(height_nm))), mpf(0), True
    big_l = seg.log_factor(x)
    e = e_start = seg.energy(x, v, big_l)
    if x <= seg.x_eq:
        return r
    edges = (seg.x_min, seg.x_gap)
    while e > remainder * e_start:
        if inward:
            boundary = max([a for a in edges if a < x], default=None)
        else:
            boundary = min([a for a in edges if a > x], default=None)
        x_new, v, big_l, turned, peak = seg.leg(x, v, big_l, inward, boundary)
        if turned and abs(big_l - seg.log_factor(x_new)) > mpf(10) ** -24:
            raise RuntimeError("L drifted off Eq. (16)")
        e_new = seg.energy(x_new, v, big_l)
        above = (x + x_new) / 2 < seg.x_gap
        if inward:
            r.crystal_total += e - e_new
            r.crystal_above_gap += (e - e_new) * above
        else:
            r.film_total += e - e_new
            r.film_above_gap += (e - e_new) * above
        r.max_speed_over_c = max(r.max_speed_over_c, peak / seg.c)
        x, e = x_new, e_new
        if turned:
            r.turning_points.append(x)
            inward = not inward
    r.turning_point_nm = r.turning_points[0]
    return r


def threshold_height(case, stress_MPa):
    """Lowest release height with above-gap emission, by bisection on the first turning point (x_eq > x_gap)."""
    seg = TaylorSegment(case, stress_MPa)
    if seg.x_eq <= seg.x_gap:
        return seg.x_eq

    def misses(h):
        return seg.leg(h, mpf(0), seg.log_factor(h), True, seg.x_gap)[3]

    low, high = seg.x_eq * (1 + mpf(10) ** -6), 2 * seg.x_eq
    while misses(high):
        low, high = high, 2 * high
    while high - low > mpf(10) ** -13 * low:
        middle = (low + high) / 2
        low, high = (middle, high) if misses(middle) else (low, middle)
    return (low + high) / 2
