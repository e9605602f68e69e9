#include "host/app/response_report.hpp"

namespace slipburst::host {
namespace {

Report load_of(const BurstMoments& moments, const RateScale& rate) {
  if (!rate.hz) return nullptr;
  const BurstLoad load = burst_load(moments, *rate.hz);
  return {{"rate_Hz", load.rate_Hz},
          {"power_aW", load.power_aW},
          {"shot_noise_W_per_sqrt_Hz", load.shot_noise_W_per_sqrt_Hz}};
}

Report of_channel(const FoldedChannel& channel, const Case& c, const RateScale& rate) {
  Report report = {{"seen_probability", channel.seen.value},
                   {"seen_probability_sigma", channel.seen.sigma},
                   {"rate_above_threshold_Hz_per_cm2", channel.seen.value * rate.per_area},
                   {"rate_above_threshold_Hz", nullptr},
                   {"expected_counts", nullptr},
                   {"subthreshold", load_of(channel.subthreshold, rate)},
                   {"emitted", load_of(channel.emitted, rate)}};
  if (rate.hz) {
    report["rate_above_threshold_Hz"] = channel.seen.value * *rate.hz;
    if (c.response.live_time_s) {
      report["expected_counts"] = channel.seen.value * *rate.hz * *c.response.live_time_s;
    }
  }
  return report;
}

}  // namespace

void append_response(Report& report, const Case& c, const RateScale& rate, const FoldedSpectrum& folded) {
  report["response"] = of_channel(folded.channel[0], c, rate);
  report["response_film"] = of_channel(folded.channel[1], c, rate);
}

}  // namespace slipburst::host
