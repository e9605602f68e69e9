#pragma once
/// \file The file of a pseudo-experiment, a list of bursts: format "slipburst-bursts".

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <span>
#include <string>
#include <variant>

#include "host/results/field.hpp"
#include "host/results/spectrum_file.hpp"
#include "host/sampling/burst_list.hpp"
#include "host/sampling/spectrum.hpp"
#include "host/store/digest.hpp"
#include "host/store/input_file.hpp"
#include "host/store/streamed_column.hpp"

namespace slipburst::host {

/// Exposure and energy bound of a list.
struct BurstListInfo {
  Exposure exposure;
  double expected_events;  ///< mean number of releases in the whole run
  double above_eV;
};

/// Counts of the events drawn for a list.
struct BurstListTotals {
  std::uint64_t releases = 0;                     ///< releases drawn
  std::uint64_t rejected = 0;                     ///< part of the releases, rejected by the film's thickness or grains
  std::uint64_t crystal_seen = 0, film_seen = 0;  ///< bursts that the case's detector sees

  BurstListTotals& operator+=(const BurstListTotals& other) {
    releases += other.releases;
    rejected += other.rejected;
    crystal_seen += other.crystal_seen;
    film_seen += other.film_seen;
    return *this;
  }
};

/// A list with its origin, for the time of a call.
struct BurstListOutcome {
  const Case& c;
  const BurstListInfo& info;
  const TableUse& table;
  std::uint64_t bursts;
  const std::string& rows_sha256;
  const BurstListTotals& totals;
};

/// Single values of a list.
const Fields<BurstListOutcome>& burst_list_fields();
/// Columns of a list, and those of a list of a case with [response].
const Fields<BurstColumns>& burst_column_fields();
const Fields<BurstColumns>& measured_column_fields();

/// Writer of a list, row by row, in constant memory.
class BurstFile {
 public:
  /// \param c  outlives the file  \throws InputError when the file cannot be written.
  BurstFile(const std::string& path, const Case& c, const BurstListInfo& info, const TableUse& table);

  /// Other work that threads can share, turns 0 to count - 1: see parallel_loop().
  struct OtherWork {
    std::size_t count = 0;
    std::function<void(std::size_t)> turn = {};
  };
  /// Appends rows, in the order of the blocks. Threads share the digest of the rows, the filters of their columns, the
  /// writing of chunks filtered in the last call, and other work.
  /// \pre the bursts are measured if the case has [response]
  /// \throws InputError when the disk does not take the rows, and whatever other work throws; the file may then hold
  /// some columns of the rows without others, and is of no more use
  void append(std::span<const BurstColumns> blocks, int threads, const OtherWork& other);
  void append(std::span<const BurstColumns> blocks, int threads) { append(blocks, threads, {}); }
  std::uint64_t bursts() const { return bursts_; }

  /// Ends the rows. \return SHA-256 over the rows in their order: the columns of a row as 64-bit numbers,
  /// little-endian.
  std::string finish_rows();

  /// \pre finish_rows()  \param totals  outlive the outcome
  BurstListOutcome outcome(const BurstListTotals& totals) const {
    return {case_, info_, table_, bursts_, rows_sha256_, totals};
  }

  /// Puts the finished file in its place. \pre finish_rows()  \param coverage  the events drawn
  void commit(const Coverage& coverage, const BurstListTotals& totals, const RunRecord& record);

 private:
  struct Column {
    const Field<BurstColumns>& field;
    std::variant<StreamedColumn<double>, StreamedColumn<std::uint64_t>> stream;
  };
  void add_columns(const Fields<BurstColumns>& fields);
  /// Hands filtered chunks over to write_chunks(). \return their number in each column
  std::size_t hand_over();
  /// Writes chunk after chunk of all columns, in an order that does not depend on the blocks appended.
  void write_chunks(std::size_t count);

  const Case& case_;
  BurstListInfo info_;
  TableUse table_;
  OutputFile file_;
  std::list<Column> columns_;
  Digest digest_;
  std::string rows_sha256_;
  std::uint64_t bursts_ = 0;
};

/// One row of a list.
struct Burst {
  std::uint64_t event;
  double time_s, crystal_eV, film_eV, pin_height_nm, stress_MPa, line_length_nm;
};

/// Reader of a list.
class BurstList {
 public:
  /// \throws InputError for a file that is not a complete list.
  explicit BurstList(const std::string& path);

  const Case& source() const { return case_; }
  std::uint64_t size() const { return bursts_; }
  /// Totals of the list.
  BurstListTotals totals() const;
  double number(const std::string& attribute) const { return file_.number("/", attribute); }
  const InputFile& file() const { return file_; }

  /// Calls `take` with all rows in their order, a block at a time.
  void for_all_rows(const std::function<void(const BurstColumns&)>& take) const;

  /// \throws InputError when there is no such row or it is damaged.
  Burst row(std::uint64_t index) const;
  /// The row of an event. \throws InputError when it is not in the list.
  std::uint64_t row_of(std::uint64_t event) const;

 private:
  InputFile file_;
  Case case_;
  std::uint64_t bursts_;
};

}  // namespace slipburst::host
