"""Who takes part, and how each is started."""

import collections
import os

FOLDER = os.path.dirname(os.path.abspath(__file__))

# `small` are options for a run that checks answers and measures nothing; `host` are those with which a GPU's peer does
# the same on the CPU. Strides through the segments share no factor with the sides of their grid: else all chosen would
# have the same height.
Peer = collections.namedtuple("Peer", "name case kind source small host", defaults=((),))

PEERS = (
    Peer("scipy", "segments", "cpu", "segments_scipy.py", ("--every", "1999")),
    Peer("odeint", "segments", "cpu", "peer_segments_odeint", ("--every", "499")),
    Peer("numba", "segments", "cpu", "segments_numba.py", ("--every", "499")),
    Peer("diffrax", "segments", "gpu", "segments_diffrax.py", ("--every", "1999"), ("--host",)),
    Peer("numba-cuda", "segments", "gpu", "segments_numba_cuda.py", ("--every", "3331"), ("--host",)),
    Peer("lambert", "segments", "gpu", "peer_segments_lambert", ("--every", "499"), ("--host",)),
    Peer("numpy", "events", "cpu", "events_numpy.py", ("--events", "200000")),
    Peer("numba", "events", "cpu", "events_numba.py", ("--events", "200000")),
    Peer("cupy", "events", "gpu", "events_cupy.py", ("--events", "200000"), ("--host",)),
    Peer("torch", "events", "gpu", "events_torch.py", ("--events", "200000"), ("--host",)),
    Peer("numba-cuda", "events", "gpu", "events_numba_cuda.py", ("--events", "2000"), ("--host",)),
    Peer("cub", "events", "gpu", "peer_events_cub", ("--events", "200000"), ("--host",)),
)

# One thread each, whatever library it is.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OMP_PROC_BIND": "false",
    "OMP_WAIT_POLICY": "passive",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}


def command(peer, work, python, programs):
    """How a peer is started, or why it cannot be."""
    if peer.source.endswith(".py"):
        return [python, os.path.join(FOLDER, peer.source), work], ""
    program = os.path.join(programs, peer.source)
    return [program, work], "" if os.path.exists(program) else f"{peer.source} is not built"
