#pragma once
/// \file The list of a pseudo-experiment: drawn under RunControl in parts, each a list of its own, joined at the end.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/app/run_control.hpp"
#include "host/response/measured_bursts.hpp"
#include "host/results/burst_file.hpp"

namespace slipburst::host {

RunIdentity list_identity(const Case& c, const EventRange& range, const Exposure& exposure, double above_eV);

/// Settings that all pieces of a pseudo-experiment have in common.
struct ListForm {
  Case config;
  BurstListInfo info;
  TableUse table;
  RunIdentity identity;
};

/// File of a list that is part of another list.
struct ListPart {
  std::string path, rows_sha256;
};

/// Writes all rows of the lists, in this order, as one list.
/// \return report of the list, without times and size
/// \throws InputError for a list whose rows do not match its digest, or whose events do not follow those before
Report join_lists(const std::string& output, const ListForm& form, const Coverage& coverage,
                  std::span<const ListPart> parts, int threads);

/// Draws the list; threads share the drawing of rows and the writing of the rows before. Bursts drawn since the last
/// checkpoint are in an unfinished file; each checkpoint finishes this file as a part. On resume, parts are checked by
/// size alone, and read when they are joined: damaged parts are drawn again.
class ListRun : public Resumable {
 public:
  ListRun(std::string output, ListForm form, const EventRange& range, int threads);
  ~ListRun() override;

  /// Draws the missing events and puts the list in its place. \return report of the list, without times and size
  Report draw(RunControl& control, const BurstDrawer& drawer);

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
    Report report = {};  ///< null if an earlier process wrote the part
  };

  std::string part_path(std::size_t part) const;
  /// \throws InputError for a file of another run that has the name of a part
  void require_free_parts() const;
  /// Finishes the file of the rows drawn since the last part.
  void finish_part();
  /// Draws the next events while the bursts drawn before them are written.
  void draw_next(const BurstDrawer& drawer, const BurstMeter* meter);
  /// Draws until all events are in finished parts.
  void draw_missing(RunControl& control, const BurstDrawer& drawer);
  /// Puts the only part, or all parts joined, in place of the output.
  Report put_list_in_place();
  Report put_part_in_place();
  Report join_parts();
  /// Whether the file of a part is there, with its size. \throws InputError for a file that cannot be read
  bool holds_part(std::size_t index, const Part& part) const;
  /// Forgets a part and all parts after it. \param reason  path and defect, for the warning
  void draw_from_part(std::size_t index, const std::string& reason);
  /// Counts the events in the parts.
  void count_done();
  /// Reads a part. \throws InputError if its rows are not the rows that were written
  void check_part(std::size_t index) const;
  /// Drops the first damaged part and all parts after it. \return whether any part was damaged
  bool drop_damaged_parts();

  std::string output_;
  ListForm form_;
  EventRange range_;
  int threads_;
  std::uint64_t done_ = 0, part_done_ = 0;  ///< events drawn; events in finished parts
  std::vector<Part> parts_;
  std::size_t unread_parts_ = 0;  ///< number of leading parts that an earlier process wrote
  BurstListTotals part_totals_;
  std::unique_ptr<BurstFile> part_;  ///< unfinished part, null if there is none
  BurstBatch drawn_, next_;          ///< bursts drawn and not yet written to the part; memory for the next ones
};

}  // namespace slipburst::host
