#include "host/sampling/burst_list.hpp"

#include <algorithm>

#include "host/table/event_model.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

namespace {

/// Filter of events that surely emit nothing, under the stresses of their times.
exec::SilentWords silent_words(const exec::EventModel& model, const table::Zones& table, const BurstTimes& times) {
  return times.plain() ? exec::SilentWords(model, table)
                       : exec::SilentWords::of_releases(model, table, times.stresses());
}

}  // namespace

void BurstColumns::clear() {
  event.clear();
  for (std::vector<double>* column : {&time_s, &crystal_eV, &film_eV, &pin_height_nm, &stress_MPa, &line_length_nm}) {
    column->clear();
  }
  measured = {};
}

BurstDrawer::BurstDrawer(const PreparedCase& c, const Table& table, const BurstTimes& times, std::uint64_t seed,
                         double above_eV)
    : model_(c.model()),
      events_(event_model(c, {})),
      pinning_(pinned_lines(c->film, c->pinning.spacing, c->pinning.alpha)),
      executor_(events_, table.view()),
      times_(times),
      silent_(silent_words(events_, table.view(), times).bounds(random::unstratified())),
      seed_(seed),
      above_eV_(above_eV),
      log2_unit_eV_(log2_unit_eV(c)),
      // h_max = x ln2 (scale s) length, with s = u s*.
      height_nm_(math::ln2 * needed_range(c).height_scale * model_.gap_stress * model_.length_nm) {}

BurstDrawer::Drawn BurstDrawer::draw(std::uint64_t first, std::uint64_t count, BurstColumns& bursts) {
  Drawn drawn{0, 0};
  for (std::uint64_t done = 0; done < count;) {
    const auto block = static_cast<int>(std::min<std::uint64_t>(count - done, exec::ReleaseScratch::capacity));
    const std::uint64_t start = first + done;
    // If every event happens, only bursts need their times.
    const auto release_of = [&](int i) {
      if (times_.plain()) return release::Release{0, {1, 1}};
      const BurstTimes::Event event = times_(start + static_cast<std::uint64_t>(i));
      time_s_[i] = event.time_s;
      return event.happens ? release::Release{0, event.stress} : release::no_release();
    };
    const exec::BlockBursts found = exec::draw_bursts(executor_, silent_, seed_, start, block, release_of, scratch_);
    for (int row = 0; row < found.bursts; ++row) {
      const exec::Burst burst = exec::burst_of(scratch_, row);
      const std::uint64_t event = start + static_cast<std::uint64_t>(burst.event);
      append(event, burst, times_.plain() ? times_(event).time_s : time_s_[burst.event], bursts);
    }
    drawn.events += static_cast<std::uint64_t>(found.happening);
    drawn.rejected += static_cast<std::uint64_t>(found.rejected);
    done += static_cast<std::uint64_t>(block);
  }
  return drawn;
}

void BurstDrawer::append(std::uint64_t event, const exec::Burst& burst, double time_s, BurstColumns& bursts) const {
  const auto energy_eV = [&](int channel) {
    return math::exp2(log2_unit_eV_ + static_cast<double>(burst.log2_energy[channel]));
  };
  const double crystal = energy_eV(0), film = energy_eV(1);
  if (!(crystal + film > above_eV_)) return;
  const double stress = burst.line.stress * model_.gap_stress * model_.stress_unit;
  bursts.event.push_back(event);
  bursts.time_s.push_back(time_s);
  bursts.crystal_eV.push_back(crystal);
  bursts.film_eV.push_back(film);
  bursts.pin_height_nm.push_back(height_nm_ * burst.line.bits * burst.line.stress);
  bursts.stress_MPa.push_back(stress / units::megapascal);
  bursts.line_length_nm.push_back(pinning_.line_length(stress) * burst.rise);
}

}  // namespace slipburst::host
