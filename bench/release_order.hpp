#pragma once
/// \file Releases without a history, in a form for other programs: see README.md. Null where lines do not leave by
/// tunnelling alone, at a flat density.

#include "bench/work.hpp"
#include "host/rates/release_run.hpp"

namespace slipburst::bench {

Json release_order(const Film& film, const host::ReleaseRun& run, std::uint64_t events);

/// \param run  with the counts of the first `events` draws
Json release_answer(const Film& film, const host::ReleaseRun& run, std::uint64_t events);

}  // namespace slipburst::bench
