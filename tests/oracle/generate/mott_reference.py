#!/usr/bin/python3
"""Exact Mott cross-sections for transfers above a migration energy (mpmath): data/mott_reference.csv.

Partial waves of the Dirac equation in a Coulomb field (N. F. Mott, Proc. R. Soc. A 124, 425 (1929)), Sherman's F and G,
the Legendre series multiplied four times by 1 - cos(theta), and the exact quotient to Rutherford integrated over the
transfers T from the migration energy to the greatest one: as a cross-section, and with the weight T / E_mig that the
form of Arakawa et al. has. The same of McKinley and Feshbach's quotient, by quadrature. A point nucleus, no screening.
"""
import csv_output
from mpmath import exp, fsum, gamma, log, mp, mpf, nstr, pi, quad, sqrt

mp.dps = 30
FINE_STRUCTURE = mpf("7.2973525693e-3")
REST_KEV = mpf("510.99895")
MASS_UNIT_KEV = mpf("931494.10242")
RADIUS_M = mpf("2.8179403262e-15")
REDUCTIONS = 4


def quotient_to_rutherford(charge, energy_keV, terms):
    """The Mott cross-section over Rutherford's, as a function of sin(theta / 2)."""
    coupling = charge * FINE_STRUCTURE
    gamma_ = 1 + energy_keV / REST_KEV
    beta2 = 1 - 1 / gamma_**2
    nu = coupling / sqrt(beta2)

    def wave(x):
        return exp(-1j * pi * x) / (x + 1j * nu) * gamma(x - 1j * nu) / gamma(x + 1j * nu)

    d = [mpf(0)] + [wave(mpf(k)) - wave(sqrt(k * k - coupling**2)) for k in range(1, terms + REDUCTIONS + 2)]
    f = [(-1) ** k * (k * d[k] + (k + 1) * d[k + 1]) for k in range(len(d) - 1)]
    g = [(-1) ** k * (k * k * d[k] - (k + 1) ** 2 * d[k + 1]) for k in range(len(d) - 1)]
    for _ in range(REDUCTIONS):
        f, g = ([a[k] - mpf(k + 1) / (2 * k + 3) * a[k + 1] - (mpf(k) / (2 * k - 1) * a[k - 1] if k else 0)
                 for k in range(len(a) - 1)] for a in (f, g))

    def quotient(s):
        x = 1 - 2 * s * s
        legendre = [mpf(1), x]
        for k in range(1, len(f)):
            legendre.append(((2 * k + 1) * x * legendre[k] - k * legendre[k - 1]) / (k + 1))
        first = exp(1j * nu * log(s * s)) * gamma(1 - 1j * nu) / gamma(1 + 1j * nu) * 0.5j
        factor = 0.5j / (1 - x) ** REDUCTIONS
        whole_f = first + factor * fsum(a * p for a, p in zip(f, legendre))
        whole_g = -1j * nu * (1 - s * s) / s**2 * first + factor * fsum(a * p for a, p in zip(g, legendre))
        flip = abs(whole_g) ** 2 / (1 - s * s) if s < 1 else 0
        return (nu**2 * (1 - beta2) * abs(whole_f) ** 2 / s**2 + flip) / (nu**2 / (4 * s**4))

    return quotient


def cross_sections_barn(charge, mass_u, migration_eV, energy_keV, terms):
    energy = mpf(energy_keV)
    greatest = 2 * energy * (energy + 2 * REST_KEV) / (mpf(mass_u) * MASS_UNIT_KEV) * 1000
    least = mpf(migration_eV) / greatest
    gamma_ = 1 + energy / REST_KEV
    beta2 = 1 - 1 / gamma_**2
    quotient = quotient_to_rutherford(charge, energy, terms)
    edges = [least] + [edge for edge in (2 * least, 5 * least, mpf("0.5")) if least < edge < 1] + [1]
    edges.sort()
    unit = pi * (charge * RADIUS_M) ** 2 * (1 - beta2) / beta2**2 / mpf("1e-28")
    coulomb = pi * charge * FINE_STRUCTURE * sqrt(beta2)

    def expansion(s):
        return 1 - beta2 * s**2 + coulomb * s * (1 - s)

    return [unit * quad(lambda y: q(sqrt(y)) / y**2 * weight(y), edges, maxdegree=5) for q in (quotient, expansion)
            for weight in (lambda y: 1, lambda y: y / least)]


rows = []
for charge, mass, migration, energies in ((13, "26.9815", "0.61", (100, 300, 1000)), (26, "55.845", "0.67", (300, 1000)),
                                          (42, "95.95", "1.35", (300, 1000)),
                                          (74, "183.84", "1.78", (150, 300, 500, 1000, 2000))):
    for energy in energies:
        values = cross_sections_barn(charge, mass, migration, energy, 60)
        again = cross_sections_barn(charge, mass, migration, energy, 80)
        assert all(abs(a / b - 1) < 1e-6 for a, b in zip(values, again)), (charge, energy, values, again)
        rows.append([str(charge), mass, migration, str(energy)] + [nstr(value, 7) for value in again])
note = "cross-sections in barn of a point nucleus, to 1e-6: exact (Mott) and expanded (McKinley and Feshbach)"
csv_output.write("mott_reference.csv", __file__, [note],
                 ["charge_number", "mass_u", "migration_energy_eV", "energy_keV", "exact", "exact_weighted", "expanded",
                  "expanded_weighted"], rows)
