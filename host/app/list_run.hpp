#pragma once
/// \file The list of a pseudo-experiment: drawn under RunControl in parts, each a list of its own, joined at the end.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/app/run_control.hpp"
#include "host/results/burst_file.hpp"

namespace slipburst::host {

RunIdentity list_identity(const Case& c, const EventRange& range, const Exposure& exposure, double above_eV);

/// What all pieces of a pseudo-experiment have in common.
struct ListForm {
  Case config;
  BurstListInfo info;
  TableUse table;
  RunIdentity identity;
};

/// A list that is a part of another.
struct ListPart {
  std::string path, rows_sha256;
};

/// Writes all rows of the lists, in this order, as one.
/// \return its report, without times and size
/// \throws InputError for a list with other rows, or rows that lie between those before
Report join_lists(const std::string& output, const ListForm& form, const Coverage& coverage,
                  std::span<const ListPart> parts);

/// Draws the list. What is drawn since the last checkpoint is in an unfinished file; each checkpoint finishes one.
/// Going on, the parts are trusted by their sizes, and read when they are joined: one that is damaged is drawn again.
class ListRun : public Resumable {
 public:
  ListRun(std::string output, ListForm form, const EventRange& range);
  ~ListRun() override;

  /// Draws the events that are missing and puts the list in its place. \return its report, without times and size
  Report draw(RunControl& control, BurstDrawer& drawer);

  std::uint64_t done() const override { return done_; }
  std::uint64_t total() const override { return range_.count; }
  std::string noun() const override { return "events"; }
  void save(OutputFile& file) override;
  void load(const InputFile& file) override;

 private:
  /// A finished part: FILE.rows-0 and so on.
  struct Part {
    std::uint64_t events, bytes;
    std::string rows_sha256;
  };

  std::string part_path(std::size_t part) const;
  /// \throws InputError for a file that has the name of a part and is of another run
  void require_free_parts() const;
  /// Puts the rows drawn since the last part in a file.
  void finish_part();
  void append(const BurstColumns& bursts);
  /// Draws until all events are in finished parts.
  void draw_missing(RunControl& control, BurstDrawer& drawer);
  /// The only part, or all of them joined.
  Report put_list_in_place();
  Report put_part_in_place();
  Report join_parts();
  void require_part(std::size_t index, const Part& part) const;
  /// Reads a part. \throws InputError if it is not the one that was written
  void check_part(std::size_t index) const;
  /// Leaves out the first part that is damaged, and those after it. \return Whether there was one
  bool drop_damaged_parts();

  std::string output_;
  ListForm form_;
  EventRange range_;
  std::uint64_t done_ = 0, part_done_ = 0;  ///< events drawn; of those, in finished parts
  std::vector<Part> parts_;
  std::size_t unread_parts_ = 0;  ///< of these, the first: an earlier process has written them
  BurstListTotals part_totals_;
  std::unique_ptr<BurstFile> part_;  ///< unfinished
};

}  // namespace slipburst::host
