#include "host/lines/phonon_list.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>

#include "host/lines/line_positions.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

random::Direction direction_of(const PhononRequest& request, std::size_t packet, PhononChannel channel) {
  random::Direction d = random::half_space_direction(request.seed, request.burst, static_cast<std::uint32_t>(packet));
  if (channel == PhononChannel::film) d.z = -d.z;
  return d;
}

}  // namespace

PhononList phonon_list(const PreparedCase& c, const PhononRequest& request, const std::function<void()>& poll) {
  const ReducedModel& model = c.model();
  const exec::Segment top = model.segment_at(request.pin_height_nm, request.stress);
  PhononList list;
  list.line_length_nm = request.line_length_nm.value_or(
      pinned_lines(c->film, c->pinning.spacing, c->pinning.alpha).line_length(request.stress));
  list.max_phonon_meV = model.max_phonon_meV;

  const PhononBins bins(model, c->film.pair_breaking_energy, top.start, request.bins, request.phonons);
  list.edges_meV = bins.edges_meV();
  const auto positions = line_positions(c, model, top, request.positions, request.phonons, poll);
  list.positions = positions.size();
  double energy_eV = 0;
  for (const LinePosition& position : positions) {
    if (poll) poll();
    const SegmentPackets segment = segment_packets(c, model, bins, {position.height, top.stress}, request.phonons);
    const double length_nm = position.share * list.line_length_nm;
    for (const SegmentPacket& packet : segment.packets) {
      const double packet_eV = packet.energy_eV_per_nm * length_nm;
      const double weight = packet_eV * units::millielectronvolt_per_eV / packet.phonon_meV;
      list.packets.push_back({packet.phonon_meV, weight, direction_of(request, list.packets.size(), packet.channel),
                              position.along * list.line_length_nm, position.height * model.length_nm,
                              packet.distance_nm, packet.time_ps, packet.channel});
      const auto channel = static_cast<std::size_t>(packet.channel);
      energy_eV += packet_eV;
      list.phonons += weight;
      list.energy_eV[channel] += packet_eV;
      if (packet.above_gap) list.above_gap_eV[channel] += packet_eV;
      list.max_emitted_meV = std::max(list.max_emitted_meV, packet.phonon_meV);
    }
    for (std::size_t i = 0; i < phonon_channels; ++i) {
      list.negative_eV[i] += segment.negative_eV_per_nm[i] * length_nm;
    }
  }
  if (list.phonons > 0) list.mean_phonon_meV = energy_eV * units::millielectronvolt_per_eV / list.phonons;
  return list;
}

double radiated_energy_eV(const PreparedCase& c, double pin_height_nm, double stress,
                          std::optional<double> line_length_nm) {
  const ReducedModel& model = c.model();
  const exec::Segment top = model.segment_at(pin_height_nm, stress);
  const double rest = model.segment.image / top.stress;
  if (!(top.start > rest)) return 0;
  const physics::LineShape& shape = c->pinning.shape;
  const auto radiated = [&](double s) {
    const double height = std::max(top.start * shape.height(s), rest);
    return top.stress * (height - rest) - model.segment.image * math::log(height / rest);
  };
  const double mean = boost::math::quadrature::gauss_kronrod<double, 31>::integrate(
      radiated, shape.position(rest / top.start), 1.0, 10, 1e-13);
  const physics::Pinning pinning = pinned_lines(c->film, c->pinning.spacing, c->pinning.alpha);
  return line_length_nm.value_or(pinning.line_length(stress)) * model.energy_eV_per_nm * mean;
}

}  // namespace slipburst::host
