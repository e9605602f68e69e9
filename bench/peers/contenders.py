"""Who takes part, and how each is started."""

import collections
import math
import os

FOLDER = os.path.dirname(os.path.abspath(__file__))

# How much work a repeat is: so many of the segments (0: all), and so many events (0: what the peer says). `small` is the same
# of a run that checks answers alone; a GPU's peer is then started with --host.
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
    Peer("cupy", "events", "gpu", "events_cupy.py", 0, 200_000),
    Peer("torch", "events", "gpu", "events_torch.py", 0, 200_000),
    Peer("numba-cuda", "events", "gpu", "events_numba_cuda.py", 0, 2000),
    Peer("cub", "events", "gpu", "peer_events_cub", 0, 200_000),
)


def stride(segments, wanted):
    """A step that takes about so many of the segments, from all over their square grid of stresses and heights: it shares no
    factor with the grid's side, and goes by nearly the golden section of it."""
    middle, side = max(1, segments // wanted) if wanted else 1, math.isqrt(segments)
    if middle < side:
        return next(step for step in range(middle, segments + 2) if math.gcd(step, side) == 1)
    steps = (step for step in range(max(1, middle - side // 2), middle + side // 2 + 1) if math.gcd(step, side) == 1)
    return min(steps, key=lambda step: abs(step % side / side - 0.618))


def work_options(peer, small, segments):
    """The options that say how much a peer does in a repeat. \param segments  of the work"""
    amount = peer.small if small else peer.amount
    if peer.case == "segments":
        options = ["--every", str(stride(segments, amount))]
    else:
        options = ["--events", str(amount)] if amount else []
    return options + (["--host"] if small and peer.kind == "gpu" else [])


# One thread each, whatever library it is; JAX leaves memory of the GPU to the others.
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
    """How a peer is started, or why it cannot be."""
    if peer.source.endswith(".py"):
        return [python, os.path.join(FOLDER, peer.source), work], ""
    program = os.path.join(programs, peer.source)
    return [program, work], "" if os.path.exists(program) else f"{peer.source} is not built"
