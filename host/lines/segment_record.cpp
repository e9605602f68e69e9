#include "host/lines/segment_record.hpp"

#include <algorithm>
#include <limits>

#include "slipburst/physics/radiation.hpp"

namespace slipburst::host {
namespace {

constexpr int records_per_step = 4;
constexpr int bins_below_gap = 18;  // 0.02 meV each for 2 Delta = 0.36 meV

/// Records every accepted step, piece by piece of one direction of motion.
class Recorder {
 public:
  static constexpr bool active = true;

  Recorder(const Film& film, const ReducedModel& model, double height_nm, double stress, SegmentRecord& record)
      : model_(model),
        record_(record),
        energy_{model.segment.image, stress / model.stress_unit, physics::Dynamics<double>(model.segment.sound_square)},
        last_energy_(energy_.potential(height_nm / model.length_nm)) {
    lay_out_bins(film);
  }

  template <class Dense>
  void stretch(const Dense& dense, double from, double to, bool approaching, bool frozen) {
    if (pass_.empty() || approaching != approaching_) {
      finish_pass();
      approaching_ = approaching;
      pass_.assign(edges_.size() - 1, 0);
      order_.clear();
    }
    for (int i = record_.trajectory.time_ps.empty() ? 0 : 1; i <= records_per_step; ++i) {
      const double theta = from + (to - from) * i / records_per_step;
      sample(dense(physics::distance, theta), dense(physics::speed, theta), dense(physics::root, theta),
             dense(physics::time, theta), frozen);
    }
    book_bins(dense, from, to);
  }

  void finish(double remaining_energy) {
    if (!pass_.empty()) book(bin_of(last_distance_), remaining_energy);
    finish_pass();
  }

  const physics::MechanicalEnergy<double>& energy() const { return energy_; }

 private:
  /// Equal bins from zero to 2 Delta and on to the greatest phonon energy, and the distances of their edges.
  void lay_out_bins(const Film& film) {
    const double width = std::min(film.pair_breaking_energy, model_.max_phonon_meV) / bins_below_gap;
    std::vector<double>& edges = record_.phonons.edges_meV;
    for (int i = 0; i * width < model_.max_phonon_meV * (1 - 1e-9); ++i) edges.push_back(i * width);
    edges.push_back(model_.max_phonon_meV);
    const double scale = model_.max_phonon_meV / physics::max_frequency;
    for (std::size_t i = 0; i < edges.size(); ++i) {
      const bool ends = i == 0 || i + 1 == edges.size();
      edges_.push_back(ends ? (i == 0 ? std::numeric_limits<double>::infinity() : 0.0)
                            : physics::reduced_distance(math::log(scale / edges[i])));
    }
    record_.phonons.crystal_eV_per_nm.assign(edges.size() - 1, 0);
    record_.phonons.film_eV_per_nm.assign(edges.size() - 1, 0);
  }

  void sample(double y, double q, double p, double t, bool frozen) {
    const double v = energy_.dynamics.velocity(q), logarithm = p * p;
    const double frequency = frozen ? physics::max_frequency : 1 / (y * p);
    Trajectory& out = record_.trajectory;
    out.time_ps.push_back(t * model_.time_ps);
    out.distance_nm.push_back(y * model_.length_nm);
    out.speed_over_ct.push_back(v * model_.speed_over_ct);
    out.phonon_energy_meV.push_back(frequency * model_.max_phonon_meV / physics::max_frequency);
    out.power_eV_per_nm_per_ps.push_back(
        physics::radiated_power(y, v, energy_.dynamics.kinetic(q), logarithm, frequency, frozen) *
        model_.energy_eV_per_nm / model_.time_ps);
  }

  /// Bin of a distance: edges_ falls with the index.
  std::size_t bin_of(double y) const {
    const auto above =
        std::lower_bound(edges_.begin(), edges_.end(), y, [](double edge, double d) { return edge > d; });
    const auto index = static_cast<std::size_t>(above - edges_.begin());
    return std::clamp<std::size_t>(index, 1, edges_.size() - 1) - 1;
  }

  /// Books the drop of energy down to `energy` into a bin of the running pass.
  void book(std::size_t bin, double energy) {
    if (order_.empty() || order_.back() != bin) order_.push_back(bin);
    pass_[bin] += last_energy_ - energy;
    last_energy_ = energy;
  }

  /// Splits a stretch where it crosses edges of the bins.
  template <class Dense>
  void book_bins(const Dense& dense, double from, double to) {
    const double begin = dense(physics::distance, from), end = dense(physics::distance, to);
    const auto energy_at = [&](double theta) {
      return energy_.kinetic(dense(physics::speed, theta), dense(physics::root, theta)) +
             energy_.potential(dense(physics::distance, theta));
    };
    std::size_t bin = bin_of(begin);
    const std::size_t last = bin_of(end);
    double theta = from;
    while (bin != last) {
      const double edge = last > bin ? edges_[bin + 1] : edges_[bin];
      const double at_start = dense(physics::distance, theta) - edge;
      theta = math::find_root([&](double x) { return dense(physics::distance, x) - edge; }, theta, to, at_start,
                              end - edge, 1e-13 * edge);
      book(bin, energy_at(theta));
      bin += last > bin ? 1 : -1;
    }
    book(bin, energy_at(to));
    last_distance_ = end;
  }

  /// Nets negative energies just after a bounce against the following bins of the pass, then the preceding ones.
  void finish_pass() {
    double debt = 0;
    const auto settle = [&](std::size_t bin) {
      pass_[bin] += debt;
      debt = std::min(pass_[bin], 0.0);
      pass_[bin] = std::max(pass_[bin], 0.0);
    };
    for (auto bin = order_.begin(); bin != order_.end(); ++bin) settle(*bin);
    for (auto bin = order_.rbegin(); bin != order_.rend() && debt < 0; ++bin) settle(*bin);
    std::vector<double>& channel = approaching_ ? record_.phonons.crystal_eV_per_nm : record_.phonons.film_eV_per_nm;
    for (std::size_t bin = 0; bin < pass_.size(); ++bin) channel[bin] += pass_[bin] * model_.energy_eV_per_nm;
    record_.phonons.negative_eV_per_nm += debt * model_.energy_eV_per_nm;
  }

  const ReducedModel& model_;
  SegmentRecord& record_;
  physics::MechanicalEnergy<double> energy_;
  double last_energy_, last_distance_ = 0;
  std::vector<double> edges_;       ///< reduced distances of the bins' edges, falling
  std::vector<double> pass_;        ///< energy per bin of the running pass, reduced
  std::vector<std::size_t> order_;  ///< bins of the pass in the order they were entered
  bool approaching_ = true;
};

}  // namespace

SegmentRecord integrate_segment(const PreparedCase& c, double height_nm, double stress, bool record) {
  const ReducedModel& model = c.model();
  const exec::SegmentControls controls = segment_controls(c->numerics, exec::Extent::full);
  const exec::Segment segment = model.segment_at(height_nm, stress);
  SegmentRecord result;
  if (!record) {
    result.result = c->numerics.precision == exec::Precision::fp64
                        ? exec::SegmentExecutor<double, true>(model.segment, controls)(segment)
                        : exec::SegmentExecutor<float, true>(model.segment, controls)(segment);
    return result;
  }
  Recorder recorder(c->film, model, height_nm, stress, result);
  result.result = exec::SegmentExecutor<double, true, Recorder>(model.segment, controls, &recorder)(segment);
  if (!result.trajectory.time_ps.empty()) {
    const exec::SegmentResult& r = result.result;
    const double radiated = r.crystal_above + r.crystal_below + r.film_above + r.film_below;
    recorder.finish(recorder.energy().potential(segment.start) - radiated);
  }
  return result;
}

}  // namespace slipburst::host
