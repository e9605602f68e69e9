"""xoshiro256+ (Blackman and Vigna) in Numba, and the variates drawn from it."""

import math

import numpy


def make_random(jit):
    """uniform(state) in [0, 1) and exponential(state) of mean 1, of a state [4] that they advance."""
    low_bits, long_shift, left, right = (numpy.uint64(n) for n in (11, 17, 45, 19))
    unit = 2.0**-53

    @jit
    def bits(state):
        result = state[0] + state[3]
        shifted = state[1] << long_shift
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= shifted
        state[3] = (state[3] << left) | (state[3] >> right)
        return result >> low_bits

    @jit
    def uniform(state):
        return bits(state) * unit

    @jit
    def exponential(state):
        return -math.log((bits(state) + 0.5) * unit)

    return uniform, exponential


def seeded(seed):
    return numpy.random.SeedSequence(seed).generate_state(4, numpy.uint64)
