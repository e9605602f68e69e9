#include "host/results/escape_result.hpp"

#include <cmath>

namespace slipburst::host {
namespace {

/// Value of an optional part of a result, or none.
template <class Part, class Get>
FieldValue value_of(const std::optional<Part>& part, Get get) {
  if (!part) return {};
  return get(*part);
}

Fields<EscapeResult> make_escape_fields() {
  using Result = const EscapeResult&;
  using Barrier = const detrapping::Sech2Barrier&;
  using Range = const PhononRange&;
  return {
      {{"model", "", "", "model, as asked"}, [](Result r) { return r.model; }},
      {{"rate_over_prefactor_unit", "", "", "unit of `rate_over_prefactor`: `K` or `1`"},
       [](Result r) { return std::string(r.in_kelvin ? "K" : "1"); }},
      {{"barrier_energy_meV", "meV", "", "`qtst` alone: ħω_b"},
       [](Result r) { return value_of(r.barrier, [](Barrier b) { return b.energy(); }); }},
      {{"crossover_temperature_K", "K", "", "`qtst` alone: ħω_b/2πk_B, temperature below which tunnelling prevails"},
       [](Result r) { return value_of(r.barrier, [](Barrier b) { return b.crossover_temperature(); }); }},
      {{"phonon_unit", "", "", "`density` alone: unit of the energies in the file"},
       [](Result r) { return value_of(r.phonons, [](Range p) { return p.unit; }); }},
      {{"phonon_low_meV", "meV", "", "`density` alone: lowest energy in the file"},
       [](Result r) { return value_of(r.phonons, [](Range p) { return p.low_meV; }); }},
      {{"phonon_high_meV", "meV", "", "`density` alone: highest energy in the file"},
       [](Result r) { return value_of(r.phonons, [](Range p) { return p.high_meV; }); }},
  };
}

Fields<EscapeRow> make_row_fields() {
  using Row = const EscapeRow&;
  const auto itself = [](double value) { return value; };
  return {
      {{"temperature_K", "K", "", "temperature, as asked"}, [](Row r) { return r.temperature_K; }},
      {{"effective_temperature_K", "K", "",
        "T or T_c; for `qtst` the temperature at which exp(−V0/k_B T) is the rate; none for `mott`"},
       [=](Row r) { return value_of(r.rate.effective_temperature_K, itself); }},
      {{"rate_over_prefactor", "K or 1", "",
        "rate over the constant prefactor of the model; exactly 0 at 0 K for `classical`, `arrhenius` and `qtst`"},
       [](Row r) { return r.rate.over_prefactor; }},
      {{"tunnelling_correction", "1", "",
        "`qtst` alone: κ, the rate over exp(−V0/k_B T); none beyond the range of a double, and at 0 K"},
       [](Row r) { return value_of(r.rate.log_tunnelling_correction, [](double log) { return std::exp(log); }); }},
      {{"log_tunnelling_correction", "1", "", "`qtst` alone: ln κ; none at 0 K"},
       [=](Row r) { return value_of(r.rate.log_tunnelling_correction, itself); }},
  };
}

Fields<Transmission> make_transmission_fields() {
  return {
      {{"energy_meV", "meV", "", "energy, as asked"}, [](const Transmission& t) { return t.energy_meV; }},
      {{"transmission", "1", "", "W: probability that a particle of this energy passes the barrier"},
       [](const Transmission& t) { return t.transmission; }},
  };
}

}  // namespace

const Fields<EscapeResult>& escape_fields() {
  static const Fields<EscapeResult> fields = make_escape_fields();
  return fields;
}

const Fields<EscapeRow>& escape_row_fields() {
  static const Fields<EscapeRow> fields = make_row_fields();
  return fields;
}

const Fields<Transmission>& transmission_fields() {
  static const Fields<Transmission> fields = make_transmission_fields();
  return fields;
}

}  // namespace slipburst::host
