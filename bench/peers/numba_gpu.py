"""Loads numba.cuda for its peers, on a GPU or simulated."""

import os

import protocol


def load(host):
    """numba.cuda and its version; skips where it or a GPU is missing. \\param host  simulate a GPU"""
    if host:
        os.environ["NUMBA_ENABLE_CUDASIM"] = "1"
    reason = protocol.missing(("numpy", "numba", "numba.cuda"))
    if reason:
        protocol.skip(reason)
    import numba
    from numba import cuda

    if not host and not cuda.is_available():
        protocol.skip("numba sees no GPU")
    versions = {"numba": numba.__version__}
    if not host:
        try:
            import numba_cuda

            versions["numba-cuda"] = numba_cuda.__version__
        except (ImportError, AttributeError):  # Numba before 0.61 has its own
            pass
    name = "cpu, simulated" if host else cuda.get_current_device().name
    return cuda, versions, name.decode() if isinstance(name, bytes) else name
