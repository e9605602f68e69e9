#pragma once
/// \file Bursts one by one, drawn as a spectrum draws them, each with its time.

#include <cstdint>
#include <vector>

#include "host/run/exposure.hpp"
#include "host/table/table.hpp"
#include "slipburst/exec/burst_block.hpp"

namespace slipburst::host {

/// Bursts by column, one row each, by ascending event.
struct BurstColumns {
  std::vector<std::uint64_t> event;  ///< global index
  std::vector<double> time_s;        ///< since cooldown
  std::vector<double> crystal_eV, film_eV;
  std::vector<double> pin_height_nm, stress_MPa, line_length_nm;

  std::size_t size() const { return event.size(); }
  void clear();
};

class BurstDrawer {
 public:
  /// \param table  outlives the drawer  \param above_eV  bursts of at most this energy, both channels added, are left
  /// out; 0 keeps all that emit
  BurstDrawer(const Case& c, const Table& table, const Exposure& exposure, std::uint64_t seed, double above_eV);

  /// Appends the bursts of the events [first, first + count): event i has the pin height and stress of event i of a
  /// spectrum with this seed. \return Events rejected by the film's thickness.
  std::uint64_t draw(std::uint64_t first, std::uint64_t count, BurstColumns& bursts);

 private:
  void append(std::uint64_t event, int row, BurstColumns& bursts) const;

  ReducedModel model_;
  physics::Pinning pinning_;
  exec::EventExecutor<table::Zones> executor_;
  ReleaseTime release_time_;
  std::uint64_t seed_;
  double above_eV_, log2_unit_eV_;
  double height_nm_;  ///< pin height per bit and relative stress
  exec::BurstScratch scratch_;
};

}  // namespace slipburst::host
