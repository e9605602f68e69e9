"""Peers that take part, and the commands that start them."""

import collections
import math
import os

FOLDER = os.path.dirname(os.path.abspath(__file__))

# `amount`: work of a repeat, in segments (0: all) or events, lines or cluster-windows (0: the peer's own default). `small`: the same for a run that only
# checks answers; GPU peers are then started with --host.
Peer = collections.namedtuple("Peer", "name case kind source amount small")

PEERS = (
    Peer("scipy", "segments", "cpu", "segments_scipy.py", 50, 6),
    Peer("odeint", "segments", "cpu", "peer_segments_odeint", 10_000, 20),
    Peer("numba", "segments", "cpu", "segments_numba.py", 10_000, 20),
    Peer("diffrax", "segments", "gpu", "segments_diffrax.py", 0, 6),
    Peer("numba-cuda", "segments", "gpu", "segments_numba_cuda.py", 0, 4),
    Peer("lambert", "segments", "gpu", "peer_segments_lambert", 0, 20),
    Peer("numpy", "events", "cpu", "events_numpy.py", 0, 200_000),
    Peer("numba", "events", "cpu", "events_numba.py", 0, 200_000),
    Peer("numpy", "releases", "cpu", "releases_numpy.py", 0, 400_000),
    Peer("numba", "releases", "cpu", "releases_numba.py", 0, 400_000),
    Peer("numpy", "clusters", "cpu", "clusters_numpy.py", 0, 400_000),
    Peer("numba", "clusters", "cpu", "clusters_numba.py", 0, 400_000),
    Peer("cupy", "events", "gpu", "events_cupy.py", 0, 200_000),
    Peer("torch", "events", "gpu", "events_torch.py", 0, 200_000),
    Peer("numba-cuda", "events", "gpu", "events_numba_cuda.py", 0, 2000),
    Peer("cub", "events", "gpu", "peer_events_cub", 0, 200_000),
)


def stride(segments, wanted):
    """Stride that takes about `wanted` segments, spread over their square grid of stresses and heights: it is coprime to the
    grid's side, and nearly the golden section of it modulo the side."""
    middle, side = max(1, segments // wanted) if wanted else 1, math.isqrt(segments)
    if middle < side:
        return next(step for step in range(middle, segments + 2) if math.gcd(step, side) == 1)
    steps = (step for step in range(max(1, middle - side // 2), middle + side // 2 + 1) if math.gcd(step, side) == 1)
    return min(steps, key=lambda step: abs(step % side / side - 0.618))


def work_options(peer, small, segments):
    """Options for the amount of work of a repeat. \param segments  number of segments of the work"""
    amount = peer.small if small else peer.amount
    if peer.case == "segments":
        options = ["--every", str(stride(segments, amount))]
    else:
        options = ["--events", str(amount)] if amount else []
    return options + (["--host"] if small and peer.kind == "gpu" else [])


# Each library uses one thread; JAX does not reserve the GPU's memory.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OMP_PROC_BIND": "false",
    "OMP_WAIT_POLICY": "passive",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
}


def command(peer, work, python, programs):
    """Command that starts a peer, and the reason if it cannot be started."""
    if peer.source.endswith(".py"):
        return [python, os.path.join(FOLDER, peer.source), work], ""
    program = os.path.join(programs, peer.source)
    return [program, work], "" if os.path.exists(program) else f"{peer.source} is not built"
