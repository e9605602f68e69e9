#include "host/sampling/burst_times.hpp"

#include <algorithm>

#include "host/model/pinned_lines.hpp"
#include "host/model/stress_reach.hpp"
#include "host/release/expected_releases.hpp"
#include "slipburst/random/philox.hpp"

namespace slipburst::host {
namespace {

constexpr double max_deviation = 1e-9;  // of the 1/t law

}  // namespace

BurstTimes::BurstTimes(const Case& c, const Exposure& exposure, std::uint64_t seed)
    : seed_(seed), release_time_(exposure, seed) {
  if (is_plain_mott(c) && deviation_from_inverse_time(c, exposure) < max_deviation) {
    expected_events_ = expected_draws_ = host::expected_events(c, exposure);
    return;
  }
  const double edges[] = {exposure.start_s, exposure.end_s};
  history_ = std::make_unique<FilmHistory>(c);
  slices_ = std::make_unique<ReleaseSlices>(*history_, edges, max_history_stress_factor(c));
  double mass = 0, share = 0;
  for (std::size_t slice = 0; slice < slices_->size(); ++slice) {
    begin_.push_back(mass);
    mass += slices_->info(slice).mass;
    share += expected_share(*slices_, slice);
  }
  for (double& begin : begin_) begin = mass > 0 ? begin / mass : 0;
  expected_draws_ = mass * count_pinned_lines(c);
  expected_events_ = share * count_pinned_lines(c);
}

BurstTimes::Event BurstTimes::operator()(std::uint64_t index) const {
  if (plain()) return {true, release_time_(index), {1, 1}};
  const auto words = [&](random::Purpose purpose) {
    return random::philox(seed_, static_cast<std::uint64_t>(purpose), index);
  };
  const random::Words pin = words(random::Purpose::pin_strength), time = words(random::Purpose::release_time);
  const double share = random::uniform64(pin.word[0], pin.word[1]);
  // Last slice that begins below the share: a slice without mass begins where the next one does.
  const auto next = std::ranges::lower_bound(begin_, share);
  const auto slice = static_cast<std::size_t>(std::max<std::ptrdiff_t>(next - begin_.begin(), 1) - 1);
  const double end = slice + 1 < begin_.size() ? begin_[slice + 1] : 1;
  const release::Slices& slices = slices_->view();
  const auto candidate =
      slices.candidate(static_cast<std::int32_t>(slice), (share - begin_[slice]) / (end - begin_[slice]));
  if (!slices.keeps(candidate, time.word[2])) return {false, 0, {1, 1}};
  const double time_s = slices.time_of(candidate, random::uniform64(time.word[0], time.word[1]));
  return {true, time_s, slices.stress(candidate, time_s)};
}

}  // namespace slipburst::host
