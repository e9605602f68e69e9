#!/usr/bin/python3
"""diffrax on a GPU: the same right-hand side, Dopri5 in double precision, as many segments in a vmap as memory has room for.

One diffeqsolve keeps the state after each step. The energies are drops of the mechanical energy between turning points and
gap crossings, found afterwards on interpolants of all steps at once.
"""

import math
import sys

import protocol

MOST_STEPS = 2048
AT_ONCE = 16384  # segments of a vmap, which keeps all steps in memory


def make_integrate(jax, diffrax, optimistix, model, tolerance):
    """integrate(start, stress) -> above-gap energies into crystal and film, and whether the segment came to rest."""
    jnp = jax.numpy
    image, gap = model.image, model.gap_distance
    least = math.sqrt(2 * math.e)  # nearer than this, W has no real value and L is held at 1/2

    def logarithm(y):
        # W on branch -1, which JAX does not have: a start good to some percent (Chatzigeorgiou 2013) and two steps of
        # fourth order (Fritsch, Shafer and Crowley 1973).
        beyond = jnp.maximum(y, least * (1 + 1e-12))
        z = -2 / (beyond * beyond)
        s = -1 - jnp.log(-z)
        w = -1 - jnp.sqrt(2 * s) - (2 / 3) * s
        for _ in range(2):
            r = jnp.log(z / w) - w
            w1 = 1 + w
            q = 2 * w1 * (w1 + (2 / 3) * r)
            w = w * (1 + r / w1 * (q - r) / (q - 2 * r))
        return jnp.where(y > least, -0.5 * w, 0.5)

    def motion(_, state, stress):
        y, v = state
        mass = logarithm(y)
        return v, (image / y - stress - 0.5 * math.pi * jnp.exp(-mass) * v) / mass

    def energy(y, v, stress):
        equilibrium = image / stress
        return 0.5 * logarithm(y) * v * v + stress * (y - equilibrium) - image * jnp.log(y / equilibrium)

    def quintic(h, y, v, a):
        """Coefficients of the polynomials in the share of each step that have distance, speed and acceleration at its ends."""
        c0, c1, c2 = y[:-1], h * v[:-1], 0.5 * h * h * a[:-1]
        distance, speed, force = y[1:] - c0 - c1 - c2, h * v[1:] - c1 - 2 * c2, h * h * a[1:] - 2 * c2
        return (c0, c1, c2, 10 * distance - 4 * speed + 0.5 * force, -15 * distance + 7 * speed - force,
                6 * distance - 3 * speed + 0.5 * force)

    def derivative(c):
        return tuple(n * c[n] for n in range(1, len(c)))

    def value_at(t, c):
        value = c[-1]
        for coefficient in c[-2::-1]:
            value = value * t + coefficient
        return value

    def root(target, low, high, c):
        """Root of polynomial minus target for each polynomial, by Newton's method within a bracket."""
        slope = derivative(c)
        rising = value_at(high, c) > value_at(low, c)
        t = 0.5 * (low + high)
        for _ in range(12):
            value = value_at(t, c) - target
            above = (value > 0) == rising
            low, high = jnp.where(above, low, t), jnp.where(above, t, high)
            newton = t - value / value_at(t, slope)
            t = jnp.where((newton >= low) & (newton <= high), newton, 0.5 * (low + high))
        return t

    solver, term = diffrax.Dopri5(), diffrax.ODETerm(motion)
    # Speeds below 0.1 need not be known better than 0.1.
    controller = diffrax.PIDController(rtol=tolerance, atol=0.1 * tolerance, norm=optimistix.max_norm)

    def integrate(start, stress):
        initial = energy(start, 0.0, stress)

        def rests(t, state, args, **_):
            return energy(*state, stress) < 1e-9 * initial

        run = diffrax.diffeqsolve(
            term, solver, t0=0.0, t1=1e9, dt0=0.01 * jnp.sqrt(start * logarithm(start) / stress), y0=(start, 0.0 * start),
            args=stress, saveat=diffrax.SaveAt(t0=True, steps=True), stepsize_controller=controller,
            event=diffrax.Event(rests), max_steps=MOST_STEPS, throw=False)
        taken = jnp.isfinite(run.ts[1:])
        h = jnp.where(taken, run.ts[1:] - run.ts[:-1], 0.0)
        y, v = (jnp.where(jnp.isfinite(run.ts), component, 1.0) for component in run.ys)
        _, a = motion(0.0, (y, v), stress)
        path = quintic(h, y, v, a)
        speed = derivative(path)  # times h
        turning = (v[:-1] < 0) != (v[1:] < 0)
        turning &= v[:-1] != 0
        turn = jnp.where(turning, root(0.0, jnp.zeros_like(h), jnp.ones_like(h), speed), 1.0)
        turned = (value_at(turn, path), jnp.where(turning, 0.0, v[1:]))

        def above_gap(low, high, first, last):
            """The drop of the energy inside the gap distance, from one state to another without a turn between them."""
            inside, stays = first[0] < gap, last[0] < gap
            crossing = root(gap, low, high, path)
            at_gap = energy(gap, value_at(crossing, speed) / jnp.where(taken, h, 1.0), stress)
            begin = jnp.where(inside, energy(*first, stress), at_gap)
            end = jnp.where(stays, energy(*last, stress), at_gap)
            return jnp.where(inside | stays, begin - end, 0.0)

        before = above_gap(jnp.zeros_like(turn), turn, (y[:-1], v[:-1]), turned)
        after = jnp.where(turning, above_gap(turn, jnp.ones_like(turn), turned, (y[1:], v[1:])), 0.0)
        before, after = jnp.where(taken, before, 0.0), jnp.where(taken, after, 0.0)
        approaching = (v[:-1] < 0) | ((v[:-1] == 0) & (v[1:] < 0))
        crystal = jnp.sum(jnp.where(approaching, before, after))
        film = jnp.sum(jnp.where(approaching, after, before))
        return crystal, film, run.result == diffrax.RESULTS.event_occurred

    return integrate


def main():
    options = protocol.options()
    reason = protocol.missing(("numpy", "jax", "diffrax"))
    if reason:
        protocol.skip(reason)
    import jax

    jax.config.update("jax_enable_x64", True)
    if options.host:
        jax.config.update("jax_platforms", "cpu")
    elif jax.default_backend() != "gpu":
        protocol.skip("jax sees no GPU")
    import diffrax
    import numpy
    import optimistix

    import work

    model, tolerance, segments = work.segments(options.work)
    start, stress = (jax.numpy.asarray(column) for column in segments[:: options.every].T)
    integrate = jax.jit(jax.vmap(make_integrate(jax, diffrax, optimistix, model, tolerance)))

    def repeat():
        parts = []
        for i in range(0, len(start), AT_ONCE):
            parts.append(jax.block_until_ready(integrate(start[i : i + AT_ONCE], stress[i : i + AT_ONCE])))
        return len(start), parts

    def answer(parts):
        crystal, film, rested = (numpy.concatenate(column) for column in zip(*parts))
        if not rested.all():
            raise SystemExit("a segment did not come to rest")
        return {"every": options.every, "above_gap": numpy.stack((crystal, film), axis=1).tolist()}

    versions = {"python": sys.version.split()[0], "jax": jax.__version__, "diffrax": diffrax.__version__}
    protocol.serve("diffrax", "segments", versions, jax.devices()[0].device_kind, repeat, answer, options.answer)


if __name__ == "__main__":
    main()
