#include "host/sampling/burst_list.hpp"

#include <algorithm>
#include <utility>

#include "host/table/event_model.hpp"
#include "kernels/cpu/burst_blocks.hpp"
#include "kernels/cpu/event_steps.hpp"

namespace slipburst::host {

namespace {

/// Filter of events that surely emit nothing, under the stresses of their times.
exec::SilentWords silent_words(const exec::EventModel& model, const table::Zones& table, const BurstTimes& times) {
  return times.plain() ? exec::SilentWords(model, table)
                       : exec::SilentWords::of_releases(model, table, times.stresses());
}

exec::BurstModel burst_model(const PreparedCase& c, const BurstTimes& times, double above_eV) {
  const ReducedModel& model = c.model();
  return {times.plain(), times.plain_time(), log2_unit_eV(c), above_eV,
          // h_max = x ln2 (scale s) length, with s = u s*.
          math::ln2 * needed_range(c).height_scale * model.gap_stress * model.length_nm, model.gap_stress,
          model.stress_unit, pinned_lines(c->film, c->pinning.spacing, c->pinning.alpha)};
}

template <class T>
void append(const T* values, int count, std::vector<T>& column) {
  column.insert(column.end(), values, values + count);
}

void append(const exec::BurstRows& rows, int count, BurstColumns& bursts) {
  append(rows.event, count, bursts.event);
  append(rows.time_s, count, bursts.time_s);
  append(rows.crystal_eV, count, bursts.crystal_eV);
  append(rows.film_eV, count, bursts.film_eV);
  append(rows.pin_height_nm, count, bursts.pin_height_nm);
  append(rows.stress_MPa, count, bursts.stress_MPa);
  append(rows.line_length_nm, count, bursts.line_length_nm);
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
    : BurstDrawer(c, table, times, seed, above_eV, kernels::instruction_sets().back()) {}

BurstDrawer::BurstDrawer(const PreparedCase& c, const Table& table, const BurstTimes& times, std::uint64_t seed,
                         double above_eV, kernels::InstructionSet set)
    : events_(event_model(c, {})),
      bursts_(burst_model(c, times, above_eV)),
      table_(table.view()),
      times_(times),
      silent_(silent_words(events_, table_, times).bounds(random::unstratified())),
      seed_(seed),
      steps_(kernels::event_steps(set)),
      draw_(kernels::draw_bursts(set, table_.divided())) {}

/// Draws the releases of a block under a history.
void BurstDrawer::set_releases(std::uint64_t first, int count, exec::BurstScratch& scratch) const {
  for (int i = 0; i < count; ++i) {
    const BurstTimes::Event event = times_(first + static_cast<std::uint64_t>(i));
    scratch.time_s[i] = event.time_s;
    scratch.release.set_release(i, event.happens ? release::Release{0, event.stress} : release::no_release());
  }
}

BurstDrawer::Drawn BurstDrawer::draw(std::uint64_t first, std::uint64_t count, BurstColumns& bursts) const {
  std::unique_ptr<exec::BurstScratch> scratch = scratch_.take();
  scratch->release.event.steps = steps_;
  Drawn drawn;
  for (std::uint64_t done = 0; done < count;) {
    const auto block = static_cast<int>(std::min<std::uint64_t>(count - done, exec::BurstScratch::capacity));
    if (!bursts_.plain) set_releases(first + done, block, *scratch);
    const exec::BlockBursts found = draw_(bursts_, events_, table_, silent_, seed_, first + done, block, *scratch);
    append(scratch->rows, found.bursts, bursts);
    drawn.events += static_cast<std::uint64_t>(found.happening);
    drawn.rejected += static_cast<std::uint64_t>(found.rejected);
    done += static_cast<std::uint64_t>(block);
  }
  scratch_.give_back(std::move(scratch));
  return drawn;
}

std::unique_ptr<exec::BurstScratch> BurstDrawer::IdleScratch::take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<exec::BurstScratch>();
  std::unique_ptr<exec::BurstScratch> scratch = std::move(idle_.back());
  idle_.pop_back();
  return scratch;
}

void BurstDrawer::IdleScratch::give_back(std::unique_ptr<exec::BurstScratch> scratch) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(scratch));
}

void BurstBatch::begin(std::uint64_t first, std::uint64_t count) {
  first_ = first;
  count_ = count;
  const auto pieces = static_cast<std::size_t>((count + piece_events - 1) / piece_events);
  drawn_.assign(pieces, {});
  rows_.resize(std::max(rows_.size(), pieces));
}

void BurstBatch::draw(const BurstDrawer& drawer, std::size_t piece) {
  const std::uint64_t done = piece * piece_events;
  rows_[piece].clear();
  drawn_[piece] = drawer.draw(first_ + done, std::min(piece_events, count_ - done), rows_[piece]);
}

BurstDrawer::Drawn BurstBatch::drawn() const {
  BurstDrawer::Drawn sum;
  for (const BurstDrawer::Drawn& piece : drawn_) {
    sum.events += piece.events;
    sum.rejected += piece.rejected;
  }
  return sum;
}

}  // namespace slipburst::host
