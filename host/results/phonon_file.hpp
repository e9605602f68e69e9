#pragma once
/// \file The phonons of one burst: format "slipburst-phonons", as HDF5 and as text.

#include <optional>
#include <string>

#include "host/lines/line_energy.hpp"
#include "host/lines/phonon_list.hpp"
#include "host/results/field.hpp"
#include "host/results/run_identity.hpp"

namespace slipburst::host {

/// A list with its request and the energies to check it against.
struct PhononRecord {
  PhononRequest request;
  PhononList list;
  LineEnergy direct;  ///< above the gap, by adaptive quadrature
  RunIdentity identity;
  std::optional<double> radiated_eV = {};  ///< energy at all frequencies, for a list of all phonons

  /// Largest relative difference, over the channels, between the energies above the gap of the packets and of the
  /// directly integrated line. The denominator is at least 1e-4 of the energy of both channels: smaller energies are
  /// lost in the noise of the integration.
  double relative_difference() const;
};

const Fields<PhononRecord>& phonon_fields();

/// Assumptions of the list, in words.
struct PhononAssumptions {
  static constexpr const char* polarisation =
      "transverse (assumed): the model radiates at the film's transverse sound speed and knows no other mode";
  static constexpr const char* direction =
      "isotropic (assumed) in the half space of the channel: |z| uniform on (0, 1), azimuth uniform; the model tells "
      "only crystal from film";
  static constexpr const char* frame =
      "z along the normal of the interface, into the crystal, 0 at the interface; film at z < 0; x along the line's "
      "projection on the interface, y across";
};

/// \throws InputError if the file cannot be written; `path` is then as it was before
void write_phonon_file(const std::string& path, const Case& c, const PhononRecord& record);

/// Writes columns of numbers under lines that begin with '#'. \throws InputError as write_phonon_file
void write_phonon_text(const std::string& path, const Case& c, const PhononRecord& record);

}  // namespace slipburst::host
