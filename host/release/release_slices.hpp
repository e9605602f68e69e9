#pragma once
/// \file Slices of time to draw releases in, made for a case.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "host/release/cell_cover.hpp"
#include "host/release/film_history.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::host {

/// One slice of time, or the releases at once at the start of a piece.
struct SliceInfo {
  double start_s, end_s;  ///< equal for releases at once
  std::int32_t piece;     ///< of the history
  bool at_once;
  double mass;  ///< times kept / drawn: releases per pinned line of the flat density
};

/// Owns the data that release::Slices points to. The history outlives the slices.
class ReleaseSlices {
 public:
  /// \param edges_s  edges of the slices, rising; boundaries of the history between them are added
  /// \param max_factor  greatest factor of the stress, see max_history_stress_factor
  /// \param poll  called for every slice, if not empty; may throw to stop
  ReleaseSlices(const FilmHistory& history, std::span<const double> edges_s, double max_factor,
                const std::function<void()>& poll = {});
  ReleaseSlices(const ReleaseSlices&) = delete;
  ReleaseSlices& operator=(const ReleaseSlices&) = delete;

  const release::Slices& view() const { return view_; }
  const FilmHistory& history() const { return history_; }
  std::size_t size() const { return infos_.size(); }
  const SliceInfo& info(std::size_t slice) const { return infos_[slice]; }
  std::span<const double> edges_s() const { return edges_; }

  /// Cells of a slice, for quadrature, and the part each belongs to.
  std::span<const BoundedCell> cells(std::size_t slice) const;
  const release::Part& part(const BoundedCell& cell) const { return parts_[static_cast<std::size_t>(cell.part)]; }

  /// Mass of one plain draw of a line, without the weights of populations.
  double plain_mass() const { return plain_mass_; }

 private:
  void add_slice(const SliceInfo& info);
  /// Sets the words that decide on candidates of the slice whose cells are the last ones from `first` on.
  void add_keep_words(std::size_t first);
  void set_plain(double end_s);

  const FilmHistory& history_;
  std::vector<double> edges_;
  std::vector<SliceInfo> infos_;
  std::vector<release::Part> parts_;
  std::vector<BoundedCell> bounded_;
  std::vector<release::Cell> cells_;
  std::vector<std::int32_t> first_cell_ = {0}, guide_, lost_slice_;
  std::vector<release::KeepWords> keep_words_;
  double plain_mass_ = 0;
  release::Slices view_;
};

}  // namespace slipburst::host
