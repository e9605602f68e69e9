#include "host/results/seen_rates_file.hpp"

#include <span>
#include <string>
#include <vector>

#include "host/results/rows.hpp"

namespace slipburst::host {
namespace {

std::vector<double> members(const std::vector<Estimate>& estimates, double Estimate::*member) {
  std::vector<double> values;
  for (const Estimate& estimate : estimates) values.push_back(estimate.*member);
  return values;
}

/// \param kind  end of names: "_Hz" or "_counts"  \param sigma  the same of standard deviations
Fields<SeenReleases> make_seen_fields(const std::string& kind, const std::string& sigma, const std::string& unit) {
  return {
      {{"seen" + kind, unit, "", "releases that the detector sees, as drawn, for the case's area"},
       [](const SeenReleases& s) { return s.seen.value; }},
      {{"seen" + sigma, unit, "", "one standard deviation of `seen" + kind + "`"},
       [](const SeenReleases& s) { return s.seen.sigma; }},
      {{"above" + kind, unit, "[T]",
        "releases seen with a measured energy of at least each energy of `above/energy_eV`"},
       [](const SeenReleases& s) { return members(s.above, &Estimate::value); }},
      {{"above" + sigma, unit, "[T]", "one standard deviation of `above" + kind + "` of releases seen"},
       [](const SeenReleases& s) { return members(s.above, &Estimate::sigma); }},
  };
}

}  // namespace

const Fields<SeenReleases>& seen_rate_fields() {
  static const Fields<SeenReleases> fields = make_seen_fields("_Hz", "_sigma_Hz", "Hz");
  return fields;
}

const Fields<SeenReleases>& seen_count_fields() {
  static const Fields<SeenReleases> fields = make_seen_fields("_counts", "_sigma", "1");
  return fields;
}

void add_seen_rates(Fields<RatesOutcome>& fields) {
  fields.push_back({{"response/edges_eV", "eV", "[B + 1]",
                     "edges of the bins of measured energy, both channels; only with `[response]`"},
                    [](const RatesOutcome& o) -> FieldValue {
                      if (!o.seen) return {};
                      return o.values.run().edges_eV;
                    }});
  for (int channel = 0; channel < table::channels; ++channel) {
    const std::string name = channel == 0 ? "crystal" : "film";
    const auto rows = [channel](std::vector<SeenReleases> SeenChannel::*list) {
      return [=](const RatesOutcome& o) {
        return o.seen ? std::span(o.seen->channel[channel].*list) : std::span<const SeenReleases>();
      };
    };
    add_columns(fields, "response/time/" + name, "S", seen_rate_fields(), rows(&SeenChannel::slices_Hz));
    add_columns(fields, "response/moments/" + name, "M", seen_rate_fields(), rows(&SeenChannel::moments_Hz));
    add_columns(fields, "response/windows/" + name, "W", seen_count_fields(), rows(&SeenChannel::windows));
    fields.push_back(
        {{"response/time/" + name + "/rate_Hz_per_eV", "Hz/eV", "[S, B]",
          "dR/dE over measured energy, seen, mean over slice and bin, for the case's area"},
         [channel](const RatesOutcome& o) -> FieldValue {
           if (!o.seen) return {};
           const SeenChannel& seen = o.seen->channel[channel];
           return ArrayValue{seen.map_Hz_per_eV, {seen.slices_Hz.size(), o.values.run().edges_eV.size() - 1}};
         }});
  }
}

}  // namespace slipburst::host
