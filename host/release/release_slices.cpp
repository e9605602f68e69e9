#include "host/release/release_slices.hpp"

#include <algorithm>
#include <cmath>

#include "host/model/stress_reach.hpp"

namespace slipburst::host {
namespace {

constexpr double kept_goal = 0.8;
constexpr double same_time = 1e-12;  // relative

/// 2^x, with the same bits for every C library, as draws require.
double power(double x) { return math::exp2(std::clamp(x, -990.0, 990.0)); }

/// Range of eta of the candidates in [from, to] of the share, within the cell `drawn`.
BoundedCell range_of(const BoundedCell& bounds, const release::Cell& drawn, double from, double to) {
  // Rounding keeps the order of eta, and candidates at an end have the eta found here.
  const auto eta = [&](double share) { return math::fused(share - drawn.begin, drawn.eta_per_share, drawn.eta); };
  return {std::max(bounds.low, eta(from)), eta(to), 0, 0, bounds.part};
}

/// Narrows words that decide on candidates of an interval of the share by those of a range within a cell.
/// \param log2_bound  of the cell
void narrow(const release::Slices& slices, const release::Part& part, const BoundedCell& within, double log2_bound,
            release::KeepWords& words) {
  constexpr double slack_bits = 1e-8;  // of the log2 density; generous
  const auto word = [&](double log2_density) { return power(log2_density - log2_bound) * 0x1p32; };
  const double sure = std::max(0.0, word(within.log2_least - slack_bits) - 1),
               unsure = std::min(word(within.log2_bound + slack_bits) + 1, 0x1p32 - 1);
  // Lines leave at once below some eta, and not above.
  const release::Stress &stress = part.stress, &other = slices.parts[words.part].stress;
  const bool same = part.same_stress && stress.pinned == other.pinned && stress.rise == other.rise;
  words.kept = part.at_once ? 0 : std::min(words.kept, static_cast<std::uint32_t>(sure));
  words.sure = same ? std::min(words.sure, words.kept) : 0;
  words.unsure = std::max(words.unsure, static_cast<std::uint32_t>(unsure));
}

std::vector<double> merged(std::span<const double> edges, const std::vector<double>& boundaries) {
  std::vector<double> all(boundaries);
  std::erase_if(all, [&](double time) { return time <= edges.front() || time >= edges.back(); });
  // Boundaries come first, so that edges next to them are dropped.
  std::vector<double> result = all;
  for (const double edge : edges) {
    const auto near = [&](double time) { return std::abs(time - edge) <= same_time * edge; };
    if (std::ranges::none_of(all, near)) result.push_back(edge);
  }
  std::ranges::sort(result);
  return result;
}

}  // namespace

ReleaseSlices::ReleaseSlices(const FilmHistory& history, std::span<const double> edges_s, double max_factor,
                             const std::function<void()>& poll)
    : history_(history), edges_(merged(edges_s, history.boundaries())) {
  view_ = {};
  view_.history = history.view();
  view_.populations = history.pinned().data();
  view_.population_count = static_cast<std::int32_t>(history.pinned().size());
  view_.density = history.density();
  view_.min_factor = min_stress_factor;
  view_.max_factor = max_factor;
  set_plain(edges_.back());
  for (std::size_t i = 0; i + 1 < edges_.size(); ++i) {
    if (poll) poll();
    add_slice({edges_[i], edges_[i + 1], history.piece_at(edges_[i]), false, 0});
  }
  view_.timed = static_cast<std::int32_t>(infos_.size());
  for (std::size_t piece = 0; piece < history.pieces().size(); ++piece) {
    const double start = history.pieces()[piece].start;
    const bool lost = history.pieces()[piece].releases && start >= edges_.front() && start < edges_.back();
    lost_slice_.push_back(lost ? static_cast<std::int32_t>(infos_.size()) : -1);
    if (lost) add_slice({start, start, static_cast<std::int32_t>(piece), true, 0});
  }
  view_.parts = parts_.data();
  view_.part_count = static_cast<std::int32_t>(parts_.size());
  view_.cells = cells_.data();
  view_.first_cell = first_cell_.data();
  view_.guide = guide_.data();
  view_.keep_words = keep_words_.data();
  view_.slices = static_cast<std::int32_t>(infos_.size());
  view_.edges = edges_.data();
  view_.lost_slice = lost_slice_.data();
}

void ReleaseSlices::add_slice(const SliceInfo& info) {
  std::vector<release::Part> parts = history_.parts(info.piece, {info.start_s, info.end_s}, info.at_once);
  for (release::Part& part : parts) part.stress = view_.stress(part.population, part.piece, 0, info.start_s);
  std::vector<BoundedCell> cells = cover(view_, history_, parts, kept_goal);
  double scale = release::PinDensity::none, sum = 0;
  for (const BoundedCell& cell : cells) scale = std::max(scale, cell.log2_bound);
  for (const BoundedCell& cell : cells) sum += cell.width() * power(cell.log2_bound - scale);
  double before = 0;
  const auto first_part = static_cast<std::int32_t>(parts_.size());
  for (BoundedCell& cell : cells) {
    const double mass = cell.width() * power(cell.log2_bound - scale);
    cell.part += first_part;
    cells_.push_back({before / sum, cell.low, cell.width() * (sum / mass), cell.log2_bound, cell.part});
    before += mass;
    bounded_.push_back(cell);
  }
  parts_.insert(parts_.end(), parts.begin(), parts.end());
  view_.parts = parts_.data();
  add_keep_words(static_cast<std::size_t>(first_cell_.back()));
  // Guide: for the share of each post, the cell that holds it, from which the search for a larger share starts.
  auto post_cell = static_cast<std::size_t>(first_cell_.back());
  for (std::int32_t post = 0; post < release::Slices::guide_posts; ++post) {
    const double share = static_cast<double>(post) / (release::Slices::guide_posts - 1);
    while (post_cell + 1 < cells_.size() && cells_[post_cell + 1].begin <= share) ++post_cell;
    guide_.push_back(static_cast<std::int32_t>(post_cell));
  }
  first_cell_.push_back(static_cast<std::int32_t>(cells_.size()));
  infos_.push_back(info);
  infos_.back().mass = sum > 0 ? sum * power(scale) : 0;
}

void ReleaseSlices::add_keep_words(std::size_t first) {
  // Ranges of eta by cell, with the intervals of the share that they lie in; a cell's are all of one part.
  std::vector<BoundedCell> ranges;
  std::vector<std::size_t> cell_of, interval_of;
  constexpr int intervals = release::KeepWords::intervals;
  for (int k = 0; k < intervals; ++k) {
    const double from = static_cast<double>(k) / intervals, to = static_cast<double>(k + 1) / intervals;
    // Rounding may put the share at the edge of two intervals or cells into either.
    while (first + 1 < cells_.size() && cells_[first + 1].begin < from) ++first;
    for (std::size_t i = first; i < cells_.size() && (i == first || cells_[i].begin <= to); ++i) {
      const double end = i + 1 < cells_.size() ? cells_[i + 1].begin : 1;
      ranges.push_back(range_of(bounded_[i], cells_[i], std::max(from, cells_[i].begin), std::min(to, end)));
      cell_of.push_back(i);
      interval_of.push_back(keep_words_.size() + static_cast<std::size_t>(k));
    }
  }
  keep_words_.resize(keep_words_.size() + intervals);
  for (std::size_t begin = 0, end = 0; begin < ranges.size(); begin = end) {
    while (end < ranges.size() && ranges[end].part == ranges[begin].part) ++end;
    const release::Part& part = parts_[static_cast<std::size_t>(ranges[begin].part)];
    set_bounds(view_, part, std::span(ranges).subspan(begin, end - begin));
  }
  for (std::size_t r = 0; r < ranges.size(); ++r) {
    release::KeepWords& words = keep_words_[interval_of[r]];
    if (r == 0 || interval_of[r] != interval_of[r - 1]) words = {0xFFFFFFFF, 0, ranges[r].part, 0xFFFFFFFF};
    narrow(view_, parts_[static_cast<std::size_t>(ranges[r].part)], ranges[r], cells_[cell_of[r]].log2_bound, words);
  }
}

void ReleaseSlices::set_plain(double end_s) {
  const release::PinDensity& density = history_.density();
  view_.plain_first = density.first;
  view_.plain_reach = history_.reach(end_s);
  double bound = std::max(density.log2_density(density.first), density.log2_density(view_.plain_reach));
  for (std::int32_t i = 0; i < density.nodes; ++i) {
    if (density.eta[i] <= view_.plain_reach) bound = std::max(bound, density.log2_density(density.eta[i]));
  }
  view_.plain_log2_bound = bound;
  plain_mass_ = (view_.plain_reach - view_.plain_first) * power(bound);
}

std::span<const BoundedCell> ReleaseSlices::cells(std::size_t slice) const {
  const auto first = static_cast<std::size_t>(first_cell_[slice]),
             end = static_cast<std::size_t>(first_cell_[slice + 1]);
  return std::span(bounded_).subspan(first, end - first);
}

}  // namespace slipburst::host
