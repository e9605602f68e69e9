#!/usr/bin/python3
"""PyTorch on a GPU: the event as array operations joined by torch.compile, histograms by histc."""

import sys
import types

import protocol

BLOCK = 1 << 24  # events whose arrays are held at a time


def main():
    options = protocol.options(default_events=1_000_000_000)
    reason = protocol.missing(("numpy", "torch"))
    if reason:
        protocol.skip(reason)
    import torch

    if not options.host and not torch.cuda.is_available():
        protocol.skip("torch sees no GPU")
    import events_array
    import work

    w = work.events(options.work)
    device = torch.device("cpu" if options.host else "cuda")
    if options.host:
        torch.set_num_threads(1)
    torch.manual_seed(w.seed)
    kinds = {"double": torch.float64, "single": torch.float32, "index": torch.int64}
    tables = events_array.prepare(w, lambda values, kind: torch.tensor(values, dtype=kinds[kind], device=device))
    ops = types.SimpleNamespace(
        index=lambda a: a.to(torch.int64), single=lambda a: a.to(torch.float32), where=torch.where, log2=torch.log2,
        clip=torch.clamp, floor=torch.floor)

    @torch.compile(dynamic=False)
    def block_slots(x, r):
        return [slot.to(torch.float32) for slot in events_array.slots(w, tables, x, r, ops)]

    block = min(BLOCK, options.events)
    events = options.events // block * block

    def repeat():
        counts = torch.zeros((2, w.slots), dtype=torch.int64, device=device)
        for _ in range(events // block):
            # The uniform numbers are below 1, and may be 0.
            x = -torch.log1p(-torch.rand(block, dtype=torch.float64, device=device))
            r = torch.rand(block, dtype=torch.float64, device=device)
            for channel, slot in enumerate(block_slots(x, r)):
                counts[channel] += torch.histc(slot, bins=w.slots, min=-0.5, max=w.slots - 0.5).to(torch.int64)
        return events, counts.cpu()

    versions = {"python": sys.version.split()[0], "torch": torch.__version__}
    name = "cpu" if options.host else torch.cuda.get_device_name()
    protocol.serve("torch", "events", versions, name, repeat,
                   lambda found: {"events": events, "counts": found.tolist()}, options.answer)


if __name__ == "__main__":
    main()
