#pragma once
/// \file Bursts one by one, drawn as a spectrum draws them, each with its time.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "host/sampling/burst_times.hpp"
#include "host/table/table.hpp"
#include "slipburst/exec/burst_block.hpp"

namespace slipburst::kernels {
enum class InstructionSet;
}

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

/// Draws bursts. Several threads may draw at once.
class BurstDrawer {
 public:
  /// \param table  outlives the drawer
  /// \param above_eV  bursts of at most this energy, both channels added, are left out; 0 keeps all bursts
  /// \param times  outlives the drawer
  BurstDrawer(const PreparedCase& c, const Table& table, const BurstTimes& times, std::uint64_t seed, double above_eV);
  /// Drawer by another instruction set than the best of this processor; all give the same bits.
  BurstDrawer(const PreparedCase& c, const Table& table, const BurstTimes& times, std::uint64_t seed, double above_eV,
              kernels::InstructionSet set);

  /// Model of the events.
  const exec::EventModel& model() const { return events_; }

  struct Drawn {
    std::uint64_t events = 0;    ///< events that happen
    std::uint64_t rejected = 0;  ///< events rejected by the film's thickness or its grains
  };
  /// Appends the bursts of the events [first, first + count): event i has the pin height and stress of event i of a
  /// spectrum with this seed, both times the factors of the history.
  Drawn draw(std::uint64_t first, std::uint64_t count, BurstColumns& bursts) const;

 private:
  /// Scratch memory that no thread uses at present.
  class IdleScratch {
   public:
    std::unique_ptr<exec::BurstScratch> take();
    void give_back(std::unique_ptr<exec::BurstScratch> scratch);

   private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<exec::BurstScratch>> idle_;
  };

  void set_releases(std::uint64_t first, int count, exec::BurstScratch& scratch) const;

  exec::EventModel events_;
  exec::BurstModel bursts_;
  table::Zones table_;
  const BurstTimes& times_;
  exec::SilentWords::Bounds silent_;
  std::uint64_t seed_;
  exec::EventSteps steps_;
  exec::DrawBursts* draw_;
  mutable IdleScratch scratch_;
};

/// Bursts of a range of events, in pieces that threads share: each piece is drawn by one thread, and the pieces in
/// their order are the rows of the list.
class BurstBatch {
 public:
  static constexpr std::uint64_t piece_events = 1 << 13;

  /// Begins a new range; keeps the memory of the last one.
  void begin(std::uint64_t first, std::uint64_t count);

  std::size_t pieces() const { return drawn_.size(); }
  /// Draws a piece. Different pieces may be drawn at once.
  void draw(const BurstDrawer& drawer, std::size_t piece);

  /// Bursts of each piece drawn.
  std::span<BurstColumns> rows() { return std::span(rows_).first(pieces()); }
  std::span<const BurstColumns> rows() const { return std::span(rows_).first(pieces()); }
  /// Totals of all pieces.
  BurstDrawer::Drawn drawn() const;

 private:
  std::uint64_t first_ = 0, count_ = 0;
  std::vector<BurstColumns> rows_;
  std::vector<BurstDrawer::Drawn> drawn_;
};

}  // namespace slipburst::host
