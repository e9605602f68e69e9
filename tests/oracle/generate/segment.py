"""One dislocation segment in physical units (nm, ps, eV), from the printed equations, for use as an oracle.

Source: R. K. Romani, "Aluminium relaxation as the source of excess low energy events in low threshold
calorimeters" (2024), App. A, Eqs. (15)-(24).  Nothing here is shared with the engine: the mass comes from SciPy's
Lambert W (branch -1) at every evaluation, the integrator is DOP853, and every leg of the motion (between turning
points, the gap crossing and the clamp of the mass) is a separate initial-value problem, so that no integrator step
straddles a kink.
"""
import math
from dataclasses import dataclass, field

from scipy.integrate import solve_ivp
from scipy.optimize import brentq
from scipy.special import lambertw

EV_PER_NM3_PER_GPA = 1e9 * 1e-27 / 1.602176634e-19  # 6.241509...
HBAR_EV_PS = 1.054571817e-34 / 1.602176634e-19 * 1e12
GAMMA = 1.78  # e^Euler as the paper rounds it

# (kappa, kappa'): factors of the image force (18) and of the mass argument (16)
READINGS = {"appendix": (1, 2), "consistent": (1, 1), "equation7": (2, 2)}
# shear modulus GPa, Burgers vector nm, transverse sound speed m/s
FILMS = {"Al": (25.0, 0.286, 3040.0), "Cu": (48.0, 0.2556, 2325.0)}
SUBSTRATES = {"Si": 51.0, "Ge": 41.0, "CaWO4": 37.0}


@dataclass(frozen=True)
class Case:
    """Film on substrate, one reading of the prefactors, pair-breaking energy 2 Delta in meV."""

    film: str = "Al"
    substrate: str = "Si"
    reading: str = "appendix"
    gap_meV: float = 0.36

    @property
    def film_shear_GPa(self):
        return FILMS[self.film][0]

    @property
    def burgers_nm(self):
        return FILMS[self.film][1]

    @property
    def sound_speed_m_s(self):
        return FILMS[self.film][2]

    @property
    def substrate_shear_GPa(self):
        return SUBSTRATES[self.substrate]


@dataclass
class Result:
    """Radiated energies in eV/nm; `crystal` while v < 0, `film` while v > 0."""

    crystal_above_gap: float = 0.0
    film_above_gap: float = 0.0
    crystal_total: float = 0.0
    film_total: float = 0.0
    turning_point_nm: float = math.nan  # first one
    max_speed_over_c: float = 0.0
    turning_points: list = field(default_factory=list)


class Segment:
    """Equation of motion (20) of one case at one resolved shear stress."""

    def __init__(self, case, stress_MPa):
        mu_f = case.film_shear_GPa * EV_PER_NM3_PER_GPA
        mu_s = case.substrate_shear_GPa * EV_PER_NM3_PER_GPA
        kappa, kappa_mass = READINGS[case.reading]
        self.b = case.burgers_nm
        self.c = case.sound_speed_m_s * 1e-3  # nm/ps
        K = (mu_s - mu_f) / (mu_s + mu_f)
        tau = stress_MPa * 1e-3 * EV_PER_NM3_PER_GPA
        self.mu_f = mu_f
        self.line_energy = mu_f * self.b**2 / (4 * math.pi)  # T0, eV/nm
        self.image = kappa * self.line_energy * K  # image force times x, eV/nm
        self.pull = tau * self.b  # eV/nm^2
        self.core = GAMMA * self.b  # nm
        self.mass_argument = 2 * kappa_mass * GAMMA**2 * K * self.b**2  # nm^2
        self.x_min = self.core * math.sqrt(2 * kappa_mass * K * math.e)
        self.x_eq = self.image / self.pull
        # (15) at hbar omega = 2 Delta, inverted explicitly
        log_gap = math.log(HBAR_EV_PS * self.c / (self.core * case.gap_meV * 1e-3))
        self.x_gap = (
            self.core * math.sqrt(kappa_mass * K / log_gap) * math.exp(log_gap) if log_gap >= 0.5 else -math.inf
        )

    def log_factor(self, x):
        """L(x) = ln(c / (gamma b omega)), held at 1/2 below x_min."""
        if x <= self.x_min:
            return 0.5
        w = lambertw(-self.mass_argument / x**2, -1).real
        return max(-0.5 * w, 0.5)

    def acceleration(self, x, v):
        big_l = self.log_factor(x)
        omega = self.c / self.core * math.exp(-big_l)
        mass = self.line_energy * big_l / self.c**2  # (16)
        radiation = -self.mu_f * self.b**2 * omega * v / (8 * self.c**2)  # (17)
        return (radiation + self.image / x - self.pull) / mass  # (17)-(20)

    def energy(self, x, v):
        """E_mech - U(x_eq), eV/nm."""
        mass = self.line_energy * self.log_factor(x) / self.c**2
        d = (x - self.x_eq) / self.x_eq
        return 0.5 * mass * v * v + self.pull * self.x_eq * d - self.image * math.log1p(d)

    def leg(self, x0, v0, inward, boundary, rtol, time_sign=1):
        """Moves from (x0, v0) to the next turning point or to `boundary`, whichever comes first.

        Returns (x, v, turned, highest |v| on the way).  time_sign -1 runs the film backwards: dv/dt of the motion
        with -v, so that `inward` still names the direction of travel.
        """

        def rhs(_, y):
            return (y[1], self.acceleration(y[0], time_sign * y[1]))

        def turn(_, y):
            return y[1]

        def cross(_, y):
            return y[0] - boundary

        def fastest(_, y):
            return rhs(0, y)[1]

        turn.terminal = cross.terminal = True
        turn.direction = 1 if inward else -1
        cross.direction = -1 if inward else 1
        events = [turn, fastest] + ([cross] if math.isfinite(boundary) else [])
        s = solve_ivp(
            rhs, (0, 1e7), (x0, v0), method="DOP853", rtol=rtol, atol=rtol * 0.1, events=events, dense_output=True
        )
        if s.status != 1:
            raise RuntimeError(f"leg from x = {x0} nm did not end: {s.message}")
        x, v = s.y[:, -1]
        peak = max([abs(v0), abs(v)] + [abs(y[1]) for y in s.y_events[1]])
        if len(s.t_events[0]) == 0:
            return boundary, v, False, peak
        if (x < boundary) if inward else (x > boundary):
            # both ends of one integrator step lay on the near side: grazing passage
            t = brentq(lambda t: s.sol(t)[0] - boundary, 0, s.t[-1], xtol=1e-300, rtol=1e-15)
            return boundary, s.sol(t)[1], False, peak
        return x, 0.0, True, peak


def integrate(case, height_nm, stress_MPa, rtol=1e-13, remainder=1e-13, above_gap_only=False):
    """Radiation of a segment released at rest at height_nm > x_eq.

    Ends when E_mech - U(x_eq) falls below `remainder` of its start; with above_gap_only also when no above-gap
    emission can follow (E_mech < U(x_gap) with x_eq > x_gap), which leaves the totals incomplete.
    """
    seg = Segment(case, stress_MPa)
    r = Result()
    x, v, inward = height_nm, 0.0, True
    e = e_start = seg.energy(x, v)
    e_gap = seg.energy(seg.x_gap, 0.0) if seg.x_eq > seg.x_gap > 0 else 0.0
    edges = [seg.x_min] + ([seg.x_gap] if seg.x_gap > seg.x_min else [])
    if height_nm <= seg.x_eq:
        return r
    while e > remainder * e_start and not (above_gap_only and e < e_gap):
        if inward:
            boundary = max([a for a in edges if a < x], default=-math.inf)
        else:
            boundary = min([a for a in edges if a > x or (a == x and v == 0)], default=math.inf)
        x_new, v, turned, peak = seg.leg(x, v, inward, boundary, rtol)
        e_new = seg.energy(x_new, v)
        above = 0.5 * (x + x_new) < seg.x_gap
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
    r.turning_point_nm = r.turning_points[0] if r.turning_points else math.nan
    return r


def backward_turning_points(case, stress_MPa, start_nm, highest_nm, rtol=1e-13):
    """Release heights whose motion has a turning point exactly at start_nm, ascending, up to highest_nm.

    Runs the equation of motion back in time from rest at start_nm: every outer turning point met is such a height.
    For start_nm = x_gap (< x_eq) the first is the lowest height with above-gap emission; the others, and those for
    start_nm = x_min, are the kinks of E*(h).
    """
    seg = Segment(case, stress_MPa)
    x, v, outward = start_nm, 0.0, start_nm < seg.x_eq
    heights = [] if outward else [start_nm]
    ceiling = seg.energy(highest_nm, 0.0)
    while seg.energy(x, v) <= ceiling:  # run backwards, the energy only grows
        if outward:
            boundary = seg.x_min if x < seg.x_min else math.inf
        else:
            # a turning point below 1e-12 nm belongs to a height of many hundred nm; lost to rounding, left out
            boundary = seg.x_min if x > seg.x_min else 1e-12
        x, v, turned, _ = seg.leg(x, v, not outward, boundary, rtol, time_sign=-1)
        if x <= 1e-12:
            break
        if turned:
            if outward and x <= highest_nm:
                heights.append(x)
            outward = not outward
    return heights


def threshold_height(case, stress_MPa, rtol=1e-13):
    """Lowest release height with above-gap emission, nm: x_eq where x_eq <= x_gap."""
    seg = Segment(case, stress_MPa)
    if seg.x_eq <= seg.x_gap:
        return seg.x_eq
    x, v, turned = seg.x_gap, 0.0, False
    while not turned:
        x, v, turned, _ = seg.leg(x, v, False, math.inf, rtol, time_sign=-1)
    return x


def kinks(case, stress_MPa, highest_nm):
    """Heights in (h_thr, highest_nm) where E*(h) is not smooth, ascending."""
    seg = Segment(case, stress_MPa)
    first = threshold_height(case, stress_MPa)
    found = []
    for start in (seg.x_gap, seg.x_min):
        found += backward_turning_points(case, stress_MPa, start, highest_nm)
    return sorted(h for h in set(found) if first * (1 + 1e-9) < h < highest_nm)
