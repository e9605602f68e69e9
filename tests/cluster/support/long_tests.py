"""Whether tests run at their full size: `scripts/test --long`."""

import os


def long_tests():
    return os.environ.get("SLIPBURST_LONG_TESTS") == "1"
