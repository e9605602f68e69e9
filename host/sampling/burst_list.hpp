#pragma once
/// \file Bursts one by one, drawn as a spectrum draws them, each with its time.

#include <cstdint>
#include <vector>

#include "host/sampling/burst_times.hpp"
#include "host/table/table.hpp"
#include "slipburst/exec/burst_block.hpp"

namespace slipburst::host {

/// Bursts as a detector measures them, by column; empty without a detector.
struct MeasuredColumns {
  std::vector<double> crystal_eV, film_eV;
  std::vector<std::uint64_t> crystal_seen, film_seen;  ///< 1: seen, 0: not

  std::size_t size() const { return crystal_eV.size(); }
};

/// Bursts by column, one row each, by ascending event.
struct BurstColumns {
  std::vector<std::uint64_t> event;  ///< global index
  std::vector<double> time_s;        ///< since cooldown
  std::vector<double> crystal_eV, film_eV;
  std::vector<double> pin_height_nm, stress_MPa, line_length_nm;
  MeasuredColumns measured = {};

  std::size_t size() const { return event.size(); }
  void clear();
};

class BurstDrawer {
 public:
  /// \param table  outlives the drawer
  /// \param above_eV  bursts of at most this energy, both channels added, are left out; 0 keeps all bursts
  /// \param times  outlives the drawer
  BurstDrawer(const PreparedCase& c, const Table& table, const BurstTimes& times, std::uint64_t seed, double above_eV);

  /// Model of the events.
  const exec::EventModel& model() const { return events_; }

  struct Drawn {
    std::uint64_t events;    ///< events that happen
    std::uint64_t rejected;  ///< events rejected by the film's thickness or its grains
  };
  /// Appends the bursts of the events [first, first + count): event i has the pin height and stress of event i of a
  /// spectrum with this seed, both times the factors of the history.
  Drawn draw(std::uint64_t first, std::uint64_t count, BurstColumns& bursts);

 private:
  void append(std::uint64_t event, const exec::Burst& burst, double time_s, BurstColumns& bursts) const;

  ReducedModel model_;
  exec::EventModel events_;
  physics::Pinning pinning_;
  exec::EventExecutor<table::Zones> executor_;
  const BurstTimes& times_;
  exec::SilentWords::Bounds silent_;
  std::uint64_t seed_;
  double above_eV_, log2_unit_eV_;
  double height_nm_;  ///< pin height per bit and relative stress
  exec::ReleaseScratch scratch_;
  double time_s_[exec::ReleaseScratch::capacity];  ///< of the block's events, under a history
};

}  // namespace slipburst::host
