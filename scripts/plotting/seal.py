"""The seal of slipburst's files: a line with the SHA-256 of all bytes before it, at the end. HDF5 does not mind it."""
import hashlib
import os
import re

_LABEL = b"\nsha256 "
_SIZE = len(_LABEL) + 64 + 1
_FORM = re.compile(re.escape(_LABEL) + rb"[0-9a-f]{64}\n")


def seal_state(path):
    """"intact"; "broken" where the bytes are not those that were sealed; "absent"."""
    size = os.path.getsize(path) - _SIZE
    if size < 0:
        return "absent"
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        file.seek(size)
        seal = file.read(_SIZE)
        if not _FORM.fullmatch(seal):
            return "absent"
        file.seek(0)
        while size > 0:
            block = file.read(min(size, 1 << 20))
            digest.update(block)
            size -= len(block)
    return "intact" if seal == _LABEL + digest.hexdigest().encode() + b"\n" else "broken"
