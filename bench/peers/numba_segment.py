"""One segment in Numba, for the CPU and for CUDA: Dormand-Prince 5(4) with a Lambert W at each stage."""

import math

LEAST_DISTANCE = math.sqrt(2 * math.e)  # below it, W has no real value and L is held at 1/2
HALF_PI = 0.5 * math.pi
THIRD = 2 / 3


def make_integrate(jit):
    """integrate(image, gap, tolerance, start, stress) -> above-gap energies into crystal and film.

    jit makes functions that can be called from compiled code: numba.njit, or numba.cuda.jit(device=True). A segment that
    does not come to rest gives NaN.
    """

    @jit
    def logarithm(y):
        if not y > LEAST_DISTANCE:
            return 0.5
        # W on branch -1: a start good to some percent (Chatzigeorgiou 2013) and two steps of fourth order (Fritsch,
        # Shafer and Crowley 1973).
        z = -2 / (y * y)
        s = -1 - math.log(-z)
        if not s > 0:
            return 0.5
        w = -1 - math.sqrt(2 * s) - THIRD * s
        for _ in range(2):
            r = math.log(z / w) - w
            w1 = 1 + w
            q = 2 * w1 * (w1 + THIRD * r)
            w *= 1 + r / w1 * (q - r) / (q - 2 * r)
        return -0.5 * w

    @jit
    def acceleration(image, stress, y, v):
        mass = logarithm(y)
        return (image / y - stress - HALF_PI * math.exp(-mass) * v) / mass

    @jit
    def energy(image, stress, y, v):
        equilibrium = image / stress
        return 0.5 * logarithm(y) * v * v + stress * (y - equilibrium) - image * math.log(y / equilibrium)

    @jit
    def interpolant(t, a, b, c, d, e):
        return a + t * (b + (1 - t) * (c + t * (d + (1 - t) * e)))

    @jit
    def root(target, first, last, a, b, c, d, e):
        """Step fraction at which the interpolant is the target, by the Illinois variant of the regula falsi."""
        low = interpolant(first, a, b, c, d, e) - target
        high = interpolant(last, a, b, c, d, e) - target
        for _ in range(60):
            if abs(last - first) <= 1e-13 or high == low:
                break
            t = (first * high - last * low) / (high - low)
            value = interpolant(t, a, b, c, d, e) - target
            if (value < 0) != (high < 0):
                first = last
                low = high
            else:
                low *= 0.5
            close = abs(t - last) < 1e-13
            last = t
            high = value
            if close or value == 0:
                break
        return last

    @jit
    def integrate(image, gap, tolerance, start, stress):
        y = start
        v = 0.0
        initial = energy(image, stress, y, v)
        last = initial
        h = 0.01 * math.sqrt(start * logarithm(start) / stress)
        inside = start < gap
        crystal = 0.0
        film = 0.0
        a1 = acceleration(image, stress, y, v)
        for _ in range(100000):
            # The derivative of y at stage i is v_i, that of v is a_i.
            v2 = v + h * (a1 / 5)
            a2 = acceleration(image, stress, y + h * (v / 5), v2)
            v3 = v + h * (3 / 40 * a1 + 9 / 40 * a2)
            a3 = acceleration(image, stress, y + h * (3 / 40 * v + 9 / 40 * v2), v3)
            v4 = v + h * (44 / 45 * a1 - 56 / 15 * a2 + 32 / 9 * a3)
            a4 = acceleration(image, stress, y + h * (44 / 45 * v - 56 / 15 * v2 + 32 / 9 * v3), v4)
            v5 = v + h * (19372 / 6561 * a1 - 25360 / 2187 * a2 + 64448 / 6561 * a3 - 212 / 729 * a4)
            a5 = acceleration(
                image, stress, y + h * (19372 / 6561 * v - 25360 / 2187 * v2 + 64448 / 6561 * v3 - 212 / 729 * v4), v5)
            v6 = v + h * (9017 / 3168 * a1 - 355 / 33 * a2 + 46732 / 5247 * a3 + 49 / 176 * a4 - 5103 / 18656 * a5)
            a6 = acceleration(
                image, stress,
                y + h * (9017 / 3168 * v - 355 / 33 * v2 + 46732 / 5247 * v3 + 49 / 176 * v4 - 5103 / 18656 * v5), v6)
            end_v = v + h * (35 / 384 * a1 + 500 / 1113 * a3 + 125 / 192 * a4 - 2187 / 6784 * a5 + 11 / 84 * a6)
            end_y = y + h * (35 / 384 * v + 500 / 1113 * v3 + 125 / 192 * v4 - 2187 / 6784 * v5 + 11 / 84 * v6)
            a7 = acceleration(image, stress, end_y, end_v)
            error_y = h * (71 / 57600 * v - 71 / 16695 * v3 + 71 / 1920 * v4 - 17253 / 339200 * v5 + 22 / 525 * v6
                           - end_v / 40)
            error_v = h * (71 / 57600 * a1 - 71 / 16695 * a3 + 71 / 1920 * a4 - 17253 / 339200 * a5 + 22 / 525 * a6
                           - a7 / 40)
            # Speeds below 0.1 need not be known better than 0.1.
            error = max(abs(error_y) / (tolerance * abs(end_y)), abs(error_v) / (tolerance * max(abs(end_v), 0.1)))
            if not end_y > 0:
                error = 1e6
            factor = min(5.0, max(0.2, 0.9 * error**-0.2)) if error > 0 else 5.0
            if not error <= 1:
                h *= factor
                continue
            turns = v != 0 and (v < 0) != (end_v < 0)
            approaching = v < 0 or (v == 0 and end_v < 0)
            if turns or (end_y < gap) != inside:
                # The interpolant of order 4 (Hairer, Norsett and Wanner, Sec. II.6).
                d1, d3, d4 = -12715105075 / 11282082432, 87487479700 / 32700410799, -10690763975 / 1880347072
                d5, d6, d7 = 701980252875 / 199316789632, -1453857185 / 822651844, 69997945 / 29380423
                y2 = end_y - y
                y3 = h * v - y2
                y4 = y2 - h * end_v - y3
                y5 = h * (d1 * v + d3 * v3 + d4 * v4 + d5 * v5 + d6 * v6 + d7 * end_v)
                w2 = end_v - v
                w3 = h * a1 - w2
                w4 = w2 - h * a7 - w3
                w5 = h * (d1 * a1 + d3 * a3 + d4 * a4 + d5 * a5 + d6 * a6 + d7 * a7)
                turn = root(0.0, 0.0, 1.0, v, w2, w3, w4, w5) if turns else 1.0
                for piece in range(2):
                    begin = 0.0 if piece == 0 else turn
                    end = turn if piece == 0 else 1.0
                    if piece == 1 and not turns:
                        break
                    reached = interpolant(end, y, y2, y3, y4, y5)
                    now_inside = reached < gap
                    if now_inside != inside and now_inside == approaching:
                        t = root(gap, begin, end, y, y2, y3, y4, y5)
                        now = energy(image, stress, gap, interpolant(t, v, w2, w3, w4, w5))
                        if inside:
                            if approaching:
                                crystal += last - now
                            else:
                                film += last - now
                        last = now
                        inside = now_inside
                    if piece == 0 and turns:
                        now = energy(image, stress, reached, 0.0)
                        if inside:
                            if approaching:
                                crystal += last - now
                            else:
                                film += last - now
                        last = now
                        approaching = not approaching
            h *= factor
            y = end_y
            v = end_v
            a1 = a7
            now = energy(image, stress, y, v)
            if now < 1e-9 * initial:
                if inside:
                    if v < 0:
                        crystal += last - now
                    else:
                        film += last - now
                return crystal, film
        return math.nan, math.nan

    return integrate
