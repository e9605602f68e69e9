#include "host/lines/segment_packets.hpp"

#include <algorithm>
#include <iterator>
#include <span>

#include "host/table/table_error.hpp"
#include "slipburst/math/root.hpp"
#include "slipburst/physics/effective_mass.hpp"
#include "slipburst/physics/equation_of_motion.hpp"

namespace slipburst::host {
namespace {

constexpr int packets_per_step = 8;

/// State of the segment, reduced; `energy` is the mechanical energy.
struct Point {
  double distance, frequency, time, energy;
};

/// One pass through one bin, reduced.
struct Stretch {
  std::size_t bin;
  Point begin, end;
  double energy = 0;                           ///< drop of the mechanical energy
  double phonons = 0, time = 0, distance = 0;  ///< integrals of 1/omega, t, x over the drop

  void add(const Point& to) {
    const double drop = end.energy - to.energy;
    energy += drop;
    phonons += drop / (0.5 * (end.frequency + to.frequency));
    time += drop * 0.5 * (end.time + to.time);
    distance += drop * 0.5 * (end.distance + to.distance);
    end = to;
  }
};

/// Nets negative energies against the following stretches, then the preceding ones.
/// \return negative remainder, <= 0
double net(std::span<Stretch> stretches) {
  double debt = 0;
  const auto settle = [&](Stretch& stretch) {
    stretch.energy += debt;
    debt = std::min(stretch.energy, 0.0);
    stretch.energy = std::max(stretch.energy, 0.0);
  };
  for (Stretch& stretch : stretches) settle(stretch);
  for (auto stretch = stretches.rbegin(); stretch != stretches.rend() && debt < 0; ++stretch) settle(*stretch);
  return debt;
}

/// Observer of the integration that cuts the radiation into packets.
class Packetiser {
 public:
  static constexpr bool active = true;

  Packetiser(const ReducedModel& model, const PhononBins& bins, const exec::Segment& segment, Phonons phonons)
      : model_(model),
        bins_(bins),
        phonons_(phonons),
        energy_{model.segment.image, segment.stress, physics::Dynamics<double>(model.segment.sound_square)} {
    const double logarithm = physics::logarithm_at(segment.start);
    last_ = {segment.start, math::exp2(-logarithm / math::ln2), 0, energy_.potential(segment.start)};
  }

  template <class Dense>
  void stretch(const Dense& dense, double from, double to, bool approaching, bool frozen) {
    if (approaching != approaching_) finish_pass();
    approaching_ = approaching;
    // Means within a packet need points between the ends of a step.
    double theta = from;
    for (int i = 1; i <= packets_per_step; ++i) {
      const double next = i == packets_per_step ? to : from + (to - from) * i / packets_per_step;
      follow(dense, theta, next, frozen);
      theta = next;
    }
  }

  SegmentPackets finish() {
    finish_pass();
    return std::move(result_);
  }

 private:
  /// Books the energy radiated up to `to`, bin by bin.
  template <class Dense>
  void follow(const Dense& dense, double theta, double to, bool frozen) {
    const double distance = dense(physics::distance, to);
    std::size_t bin = bins_.at(last_.distance);
    const std::size_t last = bins_.at(distance);
    while (bin != last) {
      const std::size_t edge = last > bin ? bin + 1 : bin;
      const double at_edge = bins_.distance(edge);
      theta = math::find_root([&](double x) { return dense(physics::distance, x) - at_edge; }, theta, to,
                              last_.distance - at_edge, distance - at_edge, 1e-13 * at_edge);
      book(bin, point(dense, theta, at_edge, bins_.root(edge)));
      bin += last > bin ? 1 : -1;
    }
    book(bin, point(dense, to, distance, frozen ? physics::min_root : dense(physics::root, to)));
  }

  template <class Dense>
  Point point(const Dense& dense, double theta, double distance, double root) const {
    const double frequency = math::exp2(-std::max(root * root, physics::min_logarithm) / math::ln2);
    return {distance, frequency, dense(physics::time, theta),
            energy_.kinetic(dense(physics::speed, theta), root) + energy_.potential(distance)};
  }

  void book(std::size_t bin, const Point& to) {
    if (pass_.empty() || pass_.back().bin != bin) pass_.push_back({bin, last_, last_});
    pass_.back().add(to);
    last_ = to;
  }

  void finish_pass() {
    // The phonon energy is monotone in a pass: one side of the gap comes first, then the other.
    const auto crossing = std::find_if(pass_.begin(), pass_.end(), [&](const Stretch& stretch) {
      return bins_.above_gap(stretch.bin) != bins_.above_gap(pass_.front().bin);
    });
    append({pass_.begin(), crossing});
    append({crossing, pass_.end()});
    pass_.clear();
  }

  /// Lists stretches of one pass on one side of the gap.
  void append(std::span<Stretch> side) {
    if (side.empty() || (phonons_ == Phonons::above_gap && !bins_.above_gap(side.front().bin))) return;
    const PhononChannel channel = approaching_ ? PhononChannel::crystal : PhononChannel::film;
    std::vector<double> drops;
    std::transform(side.begin(), side.end(), std::back_inserter(drops), [](const Stretch& s) { return s.energy; });
    result_.negative_eV_per_nm[static_cast<std::size_t>(channel)] += net(side) * model_.energy_eV_per_nm;
    for (std::size_t i = 0; i < side.size(); ++i) {
      if (side[i].energy > 0) result_.packets.push_back(packet(side[i], drops[i], channel));
    }
  }

  /// Packet of a stretch. Means are over the drop before netting; where it is not positive, at the middle of the
  /// stretch.
  SegmentPacket packet(const Stretch& stretch, double drop, PhononChannel channel) const {
    const auto mean = [&](double integral, double begin, double end) {
      const auto [low, high] = std::minmax(begin, end);
      return drop > 0 ? std::clamp(integral / drop, low, high) : 0.5 * (begin + end);
    };
    const Point &begin = stretch.begin, &end = stretch.end;
    const double period = mean(stretch.phonons, 1 / begin.frequency, 1 / end.frequency);
    const double unit_meV = model_.max_phonon_meV / physics::max_frequency;
    return {channel,
            bins_.above_gap(stretch.bin),
            stretch.energy * model_.energy_eV_per_nm,
            std::clamp(unit_meV / period, bins_.edges_meV()[stretch.bin], bins_.edges_meV()[stretch.bin + 1]),
            mean(stretch.time, begin.time, end.time) * model_.time_ps,
            mean(stretch.distance, begin.distance, end.distance) * model_.length_nm};
  }

  const ReducedModel& model_;
  const PhononBins& bins_;
  Phonons phonons_;
  physics::MechanicalEnergy<double> energy_;
  Point last_;
  std::vector<Stretch> pass_;
  bool approaching_ = true;
  SegmentPackets result_;
};

}  // namespace

SegmentPackets segment_packets(const Case& c, const ReducedModel& model, const PhononBins& bins,
                               const exec::Segment& segment, Phonons phonons) {
  const exec::Extent extent = phonons == Phonons::all ? exec::Extent::full : exec::Extent::above_gap;
  Packetiser packetiser(model, bins, segment, phonons);
  const exec::SegmentExecutor<double, true, Packetiser> execute(model.segment, segment_controls(c.numerics, extent),
                                                                &packetiser);
  const exec::SegmentResult result = execute(segment);
  if (base::failed(result.status)) {
    throw TableError(describe(SegmentFailure(segment, result.status), model, c.numerics));
  }
  return packetiser.finish();
}

}  // namespace slipburst::host
