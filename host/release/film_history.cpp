#include "host/release/film_history.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <stdexcept>

#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr double week_s = 7 * 86400.0;
constexpr double thermal_piece = 0.02 / 64;  // of eta
constexpr int min_pieces = 4, max_pieces = 64;

release::Level level_of(const StressLevel& level) { return {level.factor - 1, level.shift}; }

release::Level between(const release::Level& first, const release::Level& last, double part) {
  return {first.gain + part * (last.gain - first.gain), first.shift + part * (last.shift - first.shift)};
}

bool same(const release::Level& a, const release::Level& b) { return a.gain == b.gain && a.shift == b.shift; }

/// Level relative to the level under which lines were pinned: with 1 - eta' = (1 + gain)(1 - eta) + shift for both,
/// eta' of `level` as a function of eta' of `pinned`.
release::Level relative_to(const release::Level& pinned, const release::Level& level) {
  const double gain = (level.gain - pinned.gain) / (1 + pinned.gain);
  return {gain, level.shift - pinned.shift * (1 + gain)};
}

/// W0 / (k_B T_eff) log2(e).
double barrier(const Depinning& depinning, double temperature_K) {
  double effective_K = 0;
  switch (depinning.escape) {
    case Escape::tunnelling:
      break;
    case Escape::classical:
      effective_K = temperature_K;
      break;
    case Escape::quantum:
      effective_K =
          std::sqrt(depinning.critical_temperature * depinning.critical_temperature + temperature_K * temperature_K);
      break;
  }
  if (effective_K == 0) return std::numeric_limits<double>::infinity();
  return depinning.barrier / (units::boltzmann * effective_K) * log2_e;
}

}  // namespace

FilmHistory::FilmHistory(const Case& c)
    : law_{math::log2(c.depinning.attempt_frequency * units::picoseconds_per_second), c.depinning.gamma * log2_e,
           c.depinning.barrier_exponent} {
  switch (c.depinning.density) {
    case DensityShape::flat:
      break;
    case DensityShape::exponential:
      density_ = release::exponential_density(c.depinning.density_slope * c.depinning.gamma * log2_e,
                                              (law_.log2_attempts + math::log2(week_s)) / law_.tunnelling);
      break;
    case DensityShape::file:
      eta_ = c.depinning.density_table.eta;
      value_ = c.depinning.density_table.density;
      if (eta_.empty()) throw std::invalid_argument("the case has no densities of pinned lines: its file was not read");
      density_.eta = eta_.data();
      density_.value = value_.data();
      density_.nodes = static_cast<std::int32_t>(eta_.size());
      density_.first = eta_.front();
      density_.last = eta_.back();
      break;
  }

  release::Level level{};
  double temperature_K = c.depinning.temperature_K, now = 0;
  struct Filling {
    double time_s, share;
    release::Level level;
  };
  std::vector<Filling> fillings;
  const auto hold_until = [&](double time) { add(now, time, level, level, barrier(c.depinning, temperature_K)); };
  for (const Stage& stage : c.history) {
    hold_until(stage.start_s);
    const release::Level target = stage.level ? level_of(*stage.level) : level;
    const double stage_barrier = barrier(c.depinning, stage.temperature_K.value_or(temperature_K));
    add(stage.start_s, stage.end_s, stage.kind == StageKind::ramp ? level : target, target, stage_barrier);
    now = stage.end_s;
    if (stage.kind == StageKind::hold || stage.kind == StageKind::ramp) {
      level = target;
      temperature_K = stage.temperature_K.value_or(temperature_K);
    }
    if (stage.kind == StageKind::warm_up && stage.refill > 0) fillings.push_back({stage.end_s, stage.refill, level});
  }
  hold_until(std::numeric_limits<double>::infinity());
  fill(0, 1, {});
  for (const auto& [time_s, share, pinned] : fillings) fill(time_s, share, pinned);
  set_relative_levels();
}

void FilmHistory::set_relative_levels() {
  for (const Population& population : populations_) {
    pinned_.push_back({population.piece, population.level});
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      release::Piece& piece = pieces_[i];
      release::Piece own = piece;
      own.first = relative_to(population.level, piece.first);
      own.last = relative_to(population.level, piece.last);
      const auto index = static_cast<std::int32_t>(i);
      const bool jumps =
          index == population.piece || (index > population.piece && !same(pieces_[i - 1].last, piece.first));
      own.releases = jumps && own.first.gain + own.first.shift > 0;
      piece.releases |= own.releases;
      relative_.push_back(own);
    }
  }
}

void FilmHistory::add(double start_s, double end_s, const release::Level& first, const release::Level& last,
                      double barrier) {
  if (!(end_s > start_s)) return;
  const bool steady = same(first, last);
  // The logarithm of the sum of two rates is not linear in time: cut until it nearly is.
  const double change = std::abs(last.gain - first.gain) + std::abs(last.shift - first.shift);
  const int parts =
      steady || std::isinf(barrier)
          ? 1
          : static_cast<int>(std::clamp<double>(std::ceil(change / thermal_piece - 1e-9), min_pieces, max_pieces));
  for (int i = 0; i < parts; ++i) {
    const auto at = [&](int k) { return k == parts ? end_s : start_s + (end_s - start_s) * k / parts; };
    const auto level = [&](int k) { return between(first, last, static_cast<double>(k) / parts); };
    pieces_.push_back({parts == 1 ? start_s : at(i), parts == 1 ? end_s : at(i + 1), i == 0 ? first : level(i),
                       i + 1 == parts ? last : level(i + 1), barrier, steady, false});
  }
}

/// Adds a population. Warm-ups end where a piece begins, as the last piece never ends.
void FilmHistory::fill(double time_s, double share, const release::Level& level) {
  const auto piece = static_cast<std::size_t>(piece_at(time_s));
  for (Population& earlier : populations_) {
    for (std::size_t i = piece; i < pieces_.size(); ++i) earlier.weight[i] *= 1 - share;
  }
  std::vector<double> weight(pieces_.size(), 0.0);
  std::fill(weight.begin() + static_cast<std::ptrdiff_t>(piece), weight.end(), share);
  populations_.push_back({static_cast<std::int32_t>(piece), level, time_s, std::move(weight)});
}

std::int32_t FilmHistory::piece_at(double time_s) const {
  const auto next = std::ranges::upper_bound(pieces_, time_s, {}, &release::Piece::start);
  return static_cast<std::int32_t>(next - pieces_.begin()) - 1;
}

std::optional<Moments> FilmHistory::after_boundary(double time_s) const {
  constexpr double same_time = 1e-11, short_while = 2e-6;
  for (std::size_t i = 1; i < pieces_.size(); ++i) {
    const release::Piece& piece = pieces_[i];
    if (std::abs(time_s - piece.start) > same_time * time_s) continue;
    return Moments{piece.start, std::min(piece.start * (1 + short_while), piece.end)};
  }
  return std::nullopt;
}

double FilmHistory::time_of_change(double time_s) const {
  const release::Piece& piece = pieces_[static_cast<std::size_t>(piece_at(time_s))];
  if (piece.steady) return std::numeric_limits<double>::infinity();
  const double change = std::abs(piece.last.gain - piece.first.gain) + std::abs(piece.last.shift - piece.first.shift);
  return (piece.end - piece.start) / (law_.max_slope() * change);
}

std::vector<double> FilmHistory::boundaries() const {
  std::vector<double> times;
  for (std::size_t i = 1; i < pieces_.size(); ++i) times.push_back(pieces_[i].start);
  return times;
}

std::vector<release::Part> FilmHistory::parts(std::int32_t piece, const Moments& span, bool at_once) const {
  std::vector<release::Part> parts;
  for (std::size_t i = 0; i < populations_.size(); ++i) {
    const Population& population = populations_[i];
    const release::Piece& own = view(i).pieces[piece];
    const double weight = population.weight[static_cast<std::size_t>(piece)];
    if (weight <= 0 || (at_once && !own.releases)) continue;
    const bool same_stress = own.steady && own.first.shift == 0 && population.level.shift == 0;
    parts.push_back({static_cast<std::int32_t>(i),
                     population.piece,
                     piece,
                     span.start_s,
                     span.end_s,
                     math::log2(weight),
                     at_once,
                     same_stress,
                     {1, 1}});
  }
  return parts;
}

std::vector<double> FilmHistory::kinks(std::size_t population) const {
  std::vector<double> kinks;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const release::Piece& piece = view(population).pieces[i];
    // eta - gain (1 - eta) - shift = 0
    const double eta = (piece.first.gain + piece.first.shift) / (1 + piece.first.gain);
    if (piece.releases && eta < 1) kinks.push_back(eta);
  }
  return kinks;
}

double FilmHistory::reach(double end_s) const {
  // Beside thermal escape a rising density may outgrow the falling rate.
  if (density_.nodes > 0 || density_.slope > 0) return density_.last;
  double highest = 0;
  for (std::size_t i = 0; i < populations_.size(); ++i) {
    if (populations_[i].start_s < end_s) highest = std::max(highest, reach(i, end_s));
  }
  return highest;
}

double FilmHistory::reach(std::size_t population, double end_s) const {
  const release::History history = view(population);
  const std::int32_t source = populations_[population].piece, last = piece_at(end_s);
  // Highest eta at which the hazard, times the density over that at `origin`, is above a bound.
  const auto highest = [&](double bound, double origin) {
    const auto above = [&](double eta) {
      return history.hazard_since(source, last, eta, end_s) *
                 math::exp2(std::clamp(density_.slope * (eta - origin), -990.0, 990.0)) >
             bound;
    };
    if (above(1 - 0x1p-53)) return 1.0;
    double low = density_.first, high = 1;
    for (int i = 0; i < 40; ++i) (above(0.5 * (low + high)) ? low : high) = 0.5 * (low + high);
    return high;
  };
  // Releases of lines that have hardly begun to leave are few compared with releases at the front.
  const double front = density_.slope == 0 ? 0 : highest(1, 0.0);
  return highest(0x1p-64, front);
}

bool is_plain_mott(const Case& c) {
  return c.history.empty() && c.depinning.escape == Escape::tunnelling && c.depinning.density == DensityShape::flat;
}

}  // namespace slipburst::host
