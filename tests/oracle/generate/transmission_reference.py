#!/usr/bin/python3
"""Transmission and thermally averaged transmission of V0 sech^2(x/a) (mpmath): data/transmission_reference.csv and
tunnelling_reference.csv.

The transmission is the printed formula at 400 digits, so that nothing needs to be scaled; for barriers of moderate
width it is checked against the Schroedinger equation, integrated through the barrier. Its thermal mean is integrated
in pieces.
"""
import csv_output
from mpmath import cos, cosh, exp, inf, log, mp, mpf, nstr, odefun, pi, quad, sin, sinh, sqrt

mp.dps = 60

# CODATA 2018, exact SI values otherwise.
E = mpf("1.602176634e-19")
HBAR = mpf("6.62607015e-34") / (2 * pi)
MASS_UNIT = mpf("931494102.42") * E / mpf(299792458) ** 2
BOLTZMANN = mpf("1.380649e-23") / E * 1000  # meV/K


def barrier_energy(height, width_nm, mass_u):
    """hbar omega_b in meV."""
    omega = sqrt(2 * height * E / 1000 / (mass_u * MASS_UNIT)) / (width_nm * mpf("1e-9"))
    return HBAR * omega / E * 1000


def transmission(energy, height, r):
    top = 16 * r**2
    closed = cosh(pi / 2 * sqrt(top - 1)) ** 2 if top >= 1 else cos(pi / 2 * sqrt(1 - top)) ** 2
    open_ = sinh(2 * pi * r * sqrt(energy / height)) ** 2
    return open_ / (open_ + closed)


def transmission_by_integration(energy, height, r, reach=14):
    """From psi = exp(ikx) behind the barrier back to where it has gone, in units of a: psi'' = 4 r^2 (sech^2 - e) psi."""
    mp.dps = 18
    e = energy / height
    k = 2 * r * sqrt(e)
    start = [cos(k * reach), -k * sin(k * reach), sin(k * reach), k * cos(k * reach)]

    def slopes(z, y):
        q = 4 * r**2 * (1 / cosh(reach - z) ** 2 - e)
        return [-y[1], -q * y[0], -y[3], -q * y[2]]

    re, dre, im, dim = odefun(slopes, 0, start, tol=mpf("1e-12"))(2 * reach)
    # psi = A e^ikx + B e^-ikx: A = (psi + psi' / ik) / 2 e^-ikx, the flux of the incoming part.
    a_re, a_im = (re + dim / k) / 2, (im - dre / k) / 2
    mp.dps = 60
    return 1 / (a_re**2 + a_im**2)


NOTE = "input: exact doubles, C99 hex; values: 20 significant digits"
BARRIERS = [(55.0, 0.1, 0.9192), (55.0, 0.1, 183.84), (500.0, 0.3, 183.84), (1000.0, 1.0, 183.84), (5.0, 0.002, 0.9192),
            (5.0, 0.01, 0.9192), (1e-3, 0.001, 0.1), (38.0, 0.25, 18.384)]

rows = []
for height, width, mass in BARRIERS:
    hbar_omega = barrier_energy(mpf(height), mpf(width), mpf(mass))
    r = mpf(height) / hbar_omega
    for share in (1e-300, 1e-30, 1e-6, 0.01, 0.09, 0.36, 0.73, 0.999, 1.0, 1.0000001, 1.45, 5.0, 1e4):
        energy = height * share
        mp.dps = 400  # 1 - 1e-300
        w = transmission(mpf(energy), mpf(height), r)
        text = [nstr(w, 20), nstr(log(w), 20, strip_zeros=False), nstr(1 - w, 20)]
        mp.dps = 60
        rows.append([float(x).hex() for x in (height, width, mass)] + [nstr(hbar_omega, 20), float(energy).hex()] + text)
    if mpf("0.01") < r < 5:
        for share in (mpf("0.3"), mpf("1.2")):
            error = transmission_by_integration(mpf(height) * share, mpf(height), r) / transmission(share, mpf(1), r) - 1
            assert abs(error) < 1e-9, (height, share, nstr(error, 5))

columns = ["height_meV", "width_nm", "mass_u", "barrier_energy_meV"]
csv_output.write("transmission_reference.csv", __file__, [NOTE], columns + ["energy_meV", "transmission",
                 "log_transmission", "reflection"], rows)

# Sum over the barrier, ln of (1 - e^-u)/u int_0^inf W(E0 + kT y) e^-y dy, u = hbar omega_0 / kT, E0 half of that energy;
# omega_0 = 0 stands for the classical Z0.
mp.dps = 40
rows = []
for height, width, mass in [BARRIERS[0], BARRIERS[1], BARRIERS[2], BARRIERS[4]]:
    hbar_omega = barrier_energy(mpf(height), mpf(width), mpf(mass))
    r = mpf(height) / hbar_omega
    crossover = hbar_omega / (2 * pi * BOLTZMANN)
    for temperature in (0.01, 1.0, 17.0, float(crossover), 100.0, 300.0, 3000.0, 1e6):
        thermal = BOLTZMANN * mpf(temperature)
        for well in (0.0, 5.0, 30.0):
            zero = mpf(well) / 2
            peak = mpf(height) * min(1, (temperature / crossover) ** 2)
            # Panels about as wide as the features in them: the peak below the crossover, the step at the top, the tail.
            peak = mpf(height) * min(1, (mpf(temperature) / crossover) ** 2) / thermal
            marks = [peak + k * sqrt(peak + 1) / 2 for k in range(-30, 31)]
            marks += [(height + k * hbar_omega / (2 * pi)) / thermal for k in range(-30, 31)]
            marks += [height / thermal + k for k in range(1, 20)]
            marks = [y - zero / thermal for y in marks] + [mpf(y) for y in (0.25, 0.5, 1, 2, 3, 5, 8, 12, 20, 30, 45)]
            marks = [mpf(0)] + sorted({y for y in marks if y > 0})
            mean = quad(lambda y: transmission(zero + thermal * y, mpf(height), r) * exp(-y), marks + [marks[-1] + 50, inf])
            u = mpf(well) / thermal
            value = log(mean) + (log((1 - exp(-u)) / u) if well else 0)
            rows.append([float(x).hex() for x in (height, width, mass, well, temperature)]
                        + [nstr(value, 18, strip_zeros=False)])
csv_output.write("tunnelling_reference.csv", __file__, [NOTE.replace("20", "18")],
                 ["height_meV", "width_nm", "mass_u", "well_energy_meV", "temperature_K", "log_rate"], rows)
